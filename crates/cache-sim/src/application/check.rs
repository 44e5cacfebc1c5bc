//! What a scenario may be set to.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::scenario::{
    Arrivals, Cache, Code, Delay, Fault, FaultKind, Group, Lifetime, Remote, Scenario, Start, Store,
};

/// How many requests may come in a second.
pub const PER_S: RangeInclusive<f64> = 0.1..=100_000.0;

/// For how long requests may come, in microseconds: up to a day.
pub const DURATION_US: RangeInclusive<u64> = 1_000..=86_400_000_000;

/// How many requests a run may be expected to have.
pub const REQUESTS_EXPECTED_MAX: u32 = 200_000;

/// How many requests a run has at most. Chance does not bring so many more than were expected: the difference is over a
/// hundred standard deviations.
pub const REQUESTS_MAX: u32 = 250_000;

/// How many groups may come at once.
pub const GROUPS_MAX: usize = 1_000;

/// How many keys there may be.
pub const KEYS: RangeInclusive<u32> = 1..=100_000;

/// Zipf's exponent.
pub const SKEW: RangeInclusive<f64> = 0.0..=3.0;

/// How long a read or a round trip may take, in microseconds: up to a minute.
pub const DELAY_US: RangeInclusive<u64> = 0..=60_000_000;

/// The standard deviation of a log-normal delay's logarithm: at 2, one in a hundred takes a hundred times the median.
pub const SPREAD: RangeInclusive<f64> = 0.0..=2.0;

/// How many reads a store may do at a time.
pub const CONCURRENCY: RangeInclusive<u32> = 1..=10_000;

/// How many reads may wait for a store.
pub const WAITING: RangeInclusive<u32> = 0..=100_000;

/// How many faults a store or a cache may have.
pub const FAULTS_MAX: usize = 8;

/// How many times as long something slow may take.
pub const SLOWDOWN: RangeInclusive<f64> = 1.0..=1_000.0;

/// After which time somebody may give up, in microseconds: up to ten minutes.
pub const TIMEOUT_US: RangeInclusive<u64> = 1_000..=600_000_000;

/// How long something may be kept, in microseconds: up to thirty days.
pub const TTL_US: RangeInclusive<u64> = 1_000..=2_592_000_000_000;

/// How long something may be served that has expired, in microseconds: up to a day.
pub const WINDOW_US: RangeInclusive<u64> = 0..=86_400_000_000;

/// How many entries a cache may have.
pub const ENTRIES: RangeInclusive<u32> = 1..=100_000;

/// How often a cache may be emptied.
pub const EMPTIED_MAX: usize = 8;

/// Into how many parts a run may be cut.
pub const BUCKETS: RangeInclusive<u32> = 1..=1_000;

/// How many requests may be logged.
pub const LOG: RangeInclusive<u32> = 0..=10_000;

/// A share.
const SHARE: RangeInclusive<f64> = 0.0..=1.0;

/// Why a scenario cannot be run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Error)]
pub enum ScenarioError {
    /// A number is not within its range.
    #[error("{field} is {found}; give {min} to {max}")]
    OutOfRange {
        /// Its name.
        field: Cow<'static, str>,
        /// What it is.
        found: f64,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// The articles' code is to do what it does not do.
    #[error(
        "{field} is {found}, which the articles' code does not do; give none, or take the corrected code"
    )]
    NotInArticle {
        /// Its name.
        field: Cow<'static, str>,
        /// What it is.
        found: u64,
    },
}

fn real(field: &'static str, found: f64, range: &RangeInclusive<f64>) -> Result<(), ScenarioError> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(ScenarioError::OutOfRange {
        field: field.into(),
        found,
        min: *range.start(),
        max: *range.end(),
    })
}

fn whole(
    field: &'static str,
    found: u64,
    range: &RangeInclusive<u64>,
) -> Result<(), ScenarioError> {
    // Below 2^53, so that no value outside becomes one inside; those above are outside either way.
    let range = *range.start() as f64..=*range.end() as f64;
    real(field, found as f64, &range)
}

fn count(
    field: &'static str,
    found: u32,
    range: &RangeInclusive<u32>,
) -> Result<(), ScenarioError> {
    whole(
        field,
        u64::from(found),
        &(u64::from(*range.start())..=u64::from(*range.end())),
    )
}

fn optional(
    field: &'static str,
    found: Option<u64>,
    range: &RangeInclusive<u64>,
) -> Result<(), ScenarioError> {
    found.map_or(Ok(()), |found| whole(field, found, range))
}

fn length(field: &'static str, found: usize, max: usize) -> Result<(), ScenarioError> {
    whole(field, found as u64, &(0..=max as u64))
}

impl Scenario {
    /// Whether it can be run.
    pub fn check(&self) -> Result<(), ScenarioError> {
        whole("durationUs", self.duration_us, &DURATION_US)?;
        count("keys", self.keys.count, &KEYS)?;
        real("skew", self.keys.skew, &SKEW)?;
        real("absentShare", self.keys.absent_share, &SHARE)?;
        self.check_arrivals()?;
        optional("clientTimeoutUs", self.client_timeout_us, &TIMEOUT_US)?;
        self.store.check()?;
        self.lifetime.check()?;
        if let Cache::Remote(remote) = &self.cache {
            remote.check(&self.lifetime)?;
        }
        if let Some(entries_max) = self.entries_max {
            count("entriesMax", entries_max, &ENTRIES)?;
        }
        if let Start::Warm { age_us } = self.start {
            whole("ageUs", age_us, &(0..=*TTL_US.end()))?;
        }
        length("emptied", self.emptied_us.len(), EMPTIED_MAX)?;
        for at_us in &self.emptied_us {
            whole("emptiedUs", *at_us, &(0..=self.duration_us))?;
        }
        count("buckets", self.recording.buckets, &BUCKETS)?;
        count("logMax", self.recording.log_max, &LOG)
    }

    /// How many requests come on average.
    #[must_use]
    pub fn requests_expected(&self) -> f64 {
        let seconds = |us: u64| us as f64 / 1e6;
        match &self.arrivals {
            Arrivals::Poisson { per_s } => per_s * seconds(self.duration_us),
            Arrivals::Burst {
                per_s,
                burst_per_s,
                from_us,
                until_us,
            } => {
                let burst_us = until_us.min(&self.duration_us).saturating_sub(*from_us);
                per_s * seconds(self.duration_us - burst_us) + burst_per_s * seconds(burst_us)
            }
            Arrivals::AtOnce { groups } => {
                groups.iter().map(|group| f64::from(group.requests)).sum()
            }
        }
    }

    fn check_arrivals(&self) -> Result<(), ScenarioError> {
        match &self.arrivals {
            Arrivals::Poisson { per_s } => real("perS", *per_s, &PER_S)?,
            Arrivals::Burst {
                per_s,
                burst_per_s,
                from_us,
                until_us,
            } => {
                real("perS", *per_s, &(0.0..=*PER_S.end()))?;
                real("burstPerS", *burst_per_s, &PER_S)?;
                whole("burstFromUs", *from_us, &(0..=self.duration_us - 1))?;
                whole("burstUntilUs", *until_us, &(from_us + 1..=self.duration_us))?;
            }
            Arrivals::AtOnce { groups } => {
                length("groups", groups.len(), GROUPS_MAX)?;
                groups
                    .iter()
                    .try_for_each(|group| self.check_group(group))?;
            }
        }
        let expected = self.requests_expected();
        real(
            "requests",
            expected,
            &(0.0..=f64::from(REQUESTS_EXPECTED_MAX)),
        )
    }

    fn check_group(&self, group: &Group) -> Result<(), ScenarioError> {
        whole("groupAtUs", group.at_us, &(0..=self.duration_us))?;
        count(
            "groupRequests",
            group.requests,
            &(1..=REQUESTS_EXPECTED_MAX),
        )?;
        group.key.map_or(Ok(()), |key| {
            count("groupKey", key, &(0..=self.keys.count - 1))
        })
    }
}

impl Store {
    fn check(&self) -> Result<(), ScenarioError> {
        self.service.check("serviceUs", "serviceSpread")?;
        count("concurrency", self.concurrency, &CONCURRENCY)?;
        count("waitingMax", self.waiting_max, &WAITING)?;
        length("storeFaults", self.faults.len(), FAULTS_MAX)?;
        self.faults.iter().try_for_each(Fault::check)
    }
}

impl Remote {
    fn check(&self, lifetime: &Lifetime) -> Result<(), ScenarioError> {
        self.round_trip.check("roundTripUs", "roundTripSpread")?;
        optional("cacheTimeoutUs", self.timeout_us, &TIMEOUT_US)?;
        length("cacheFaults", self.faults.len(), FAULTS_MAX)?;
        self.faults.iter().try_for_each(Fault::check)?;
        match self.code {
            Code::Article => lifetime.check_article(),
            Code::Corrected => Ok(()),
        }
    }
}

impl Lifetime {
    fn check(&self) -> Result<(), ScenarioError> {
        optional("ttlUs", self.ttl_us, &TTL_US)?;
        real("jitterShare", self.jitter_share, &SHARE)?;
        whole(
            "staleWhileRevalidateUs",
            self.stale_while_revalidate_us,
            &WINDOW_US,
        )?;
        whole("staleIfErrorUs", self.stale_if_error_us, &WINDOW_US)?;
        optional("absentTtlUs", self.absent_ttl_us, &TTL_US)?;
        optional("errorsTtlUs", self.errors_ttl_us, &TTL_US)
    }

    fn check_article(&self) -> Result<(), ScenarioError> {
        let given = [
            ("staleWhileRevalidateUs", self.stale_while_revalidate_us),
            ("staleIfErrorUs", self.stale_if_error_us),
            ("absentTtlUs", self.absent_ttl_us.unwrap_or(0)),
            ("errorsTtlUs", self.errors_ttl_us.unwrap_or(0)),
        ];
        match given.into_iter().find(|(_, found)| *found > 0) {
            None => Ok(()),
            Some((field, found)) => Err(ScenarioError::NotInArticle {
                field: field.into(),
                found,
            }),
        }
    }
}

impl Delay {
    fn check(&self, us: &'static str, spread: &'static str) -> Result<(), ScenarioError> {
        match *self {
            Self::Constant { us: found } => whole(us, found, &DELAY_US),
            Self::LogNormal {
                median_us,
                spread: found,
            } => {
                whole(us, median_us, &DELAY_US)?;
                real(spread, found, &SPREAD)
            }
        }
    }
}

impl Fault {
    fn check(&self) -> Result<(), ScenarioError> {
        if let FaultKind::Slow { factor } = self.kind {
            real("slowdown", factor, &SLOWDOWN)?;
        }
        let last_us = *DURATION_US.end();
        whole("faultFromUs", self.from_us, &(0..=last_us - 1))?;
        whole("faultUntilUs", self.until_us, &(self.from_us + 1..=last_us))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(change: fn(&mut Scenario)) -> Result<(), String> {
        let mut scenario = Scenario::DEFAULT;
        change(&mut scenario);
        scenario.check().map_err(|error| error.to_string())
    }

    fn refused(text: &str) -> Result<(), String> {
        Err(text.to_owned())
    }

    const fn fault(from_us: u64, until_us: u64) -> Fault {
        Fault {
            kind: FaultKind::Silent,
            from_us,
            until_us,
        }
    }

    #[test]
    fn a_scenario_is_refused_with_its_value_and_its_range() {
        assert_eq!(reason(|_| {}), Ok(()));
        assert_eq!(
            reason(|one| one.arrivals = Arrivals::Poisson { per_s: 0.0 }),
            refused("perS is 0; give 0.1 to 100000")
        );
        assert_eq!(
            reason(|one| one.arrivals = Arrivals::Poisson { per_s: 1_000.0 }),
            refused("requests is 1000000; give 0 to 200000")
        );
        assert_eq!(
            reason(|one| one.keys.count = 0),
            refused("keys is 0; give 1 to 100000")
        );
        assert_eq!(
            reason(|one| one.keys.skew = f64::NAN),
            refused("skew is NaN; give 0 to 3")
        );
        assert_eq!(
            reason(|one| one.store.concurrency = 0),
            refused("concurrency is 0; give 1 to 10000")
        );
        assert_eq!(
            reason(|one| one.lifetime.jitter_share = 1.5),
            refused("jitterShare is 1.5; give 0 to 1")
        );
        assert_eq!(
            reason(|one| one.lifetime.ttl_us = Some(0)),
            refused("ttlUs is 0; give 1000 to 2592000000000")
        );
        assert_eq!(
            reason(|one| one.client_timeout_us = Some(u64::MAX)),
            refused("clientTimeoutUs is 18446744073709552000; give 1000 to 600000000")
        );
        assert_eq!(
            reason(|one| one.emptied_us = vec![1_000_000_001]),
            refused("emptiedUs is 1000000001; give 0 to 1000000000")
        );
        assert_eq!(
            reason(|one| one.store.faults = vec![fault(5, 5)]),
            refused("faultUntilUs is 5; give 6 to 86400000000")
        );
        assert_eq!(
            reason(|one| one.store.faults = vec![fault(0, 1); 9]),
            refused("storeFaults is 9; give 0 to 8")
        );
    }

    #[test]
    fn arrivals_are_held_against_the_duration_and_the_keys() {
        let burst = |from_us, until_us| Arrivals::Burst {
            per_s: 0.0,
            burst_per_s: 10.0,
            from_us,
            until_us,
        };
        let group = |at_us, key| Arrivals::AtOnce {
            groups: vec![Group {
                at_us,
                requests: 1,
                key,
            }],
        };
        let of = |arrivals| {
            let scenario = Scenario {
                arrivals,
                duration_us: 10_000_000,
                ..Scenario::DEFAULT
            };
            scenario.check().map_err(|error| error.to_string())
        };
        assert_eq!(of(burst(9_999_999, 10_000_000)), Ok(()));
        assert_eq!(
            of(burst(10_000_000, 10_000_001)),
            refused("burstFromUs is 10000000; give 0 to 9999999")
        );
        assert_eq!(
            of(burst(7, 7)),
            refused("burstUntilUs is 7; give 8 to 10000000")
        );
        assert_eq!(of(group(10_000_000, Some(999))), Ok(()));
        assert_eq!(
            of(group(0, Some(1_000))),
            refused("groupKey is 1000; give 0 to 999")
        );
    }

    #[test]
    fn the_articles_code_is_not_asked_for_what_it_does_not_do() {
        let article = |lifetime| {
            let scenario = Scenario {
                cache: Cache::Remote(Remote {
                    code: Code::Article,
                    ..Remote::DEFAULT
                }),
                lifetime,
                ..Scenario::DEFAULT
            };
            scenario.check().map_err(|error| error.to_string())
        };
        assert_eq!(article(Lifetime::DEFAULT), Ok(()));
        let stale = Lifetime {
            stale_if_error_us: 7,
            ..Lifetime::DEFAULT
        };
        assert_eq!(
            article(stale),
            refused(
                "staleIfErrorUs is 7, which the articles' code does not do; give none, or take the corrected code"
            )
        );
    }

    #[test]
    fn a_burst_counts_among_the_requests_that_are_expected() {
        let scenario = Scenario {
            arrivals: Arrivals::Burst {
                per_s: 10.0,
                burst_per_s: 1_000.0,
                from_us: 4_000_000,
                until_us: 6_000_000,
            },
            duration_us: 10_000_000,
            ..Scenario::DEFAULT
        };
        assert!((scenario.requests_expected() - 2_080.0).abs() < 1e-9);
    }
}
