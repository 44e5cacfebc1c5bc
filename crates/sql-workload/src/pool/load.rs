//! What is asked of a pool: when requests come, how long they take, and what they do wrong.

use std::ops::RangeInclusive;

use sampling::Random;
use serde::{Deserialize, Serialize};

use super::config::{PoolError, whole, within};

/// How many requests may come in a second.
pub const PER_S: RangeInclusive<f64> = 0.1..=100_000.0;

/// How long an exponential service time may be on average, in milliseconds.
pub const MEAN_MS: RangeInclusive<f64> = 0.001..=60_000.0;

/// How long a measured service time may be, in milliseconds.
const SERVICE_MS: RangeInclusive<f64> = 0.0..=60_000.0;

/// How many measured service times may be drawn from.
pub const MEASURED_MAX: u32 = 100_000;

/// How many connections a request may hold at once.
pub const CHECKOUTS: RangeInclusive<u32> = 1..=4;

/// Which share of checkouts may break their connections.
pub const BREAKS: RangeInclusive<f64> = 0.0..=1.0;

/// Of how many requests one may leak its connections.
pub const LEAK_NTH: RangeInclusive<u32> = 1..=1_000_000;

/// How many requests may be worked on at once.
pub const THREADS: RangeInclusive<u32> = 1..=10_000;

/// For how long requests may come, in milliseconds.
pub const DURATION_MS: RangeInclusive<f64> = 1.0..=3_600_000.0;

/// How many requests a run may be expected to have.
pub const REQUESTS_MAX: u32 = 250_000;

/// When requests come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Arrivals {
    /// Each without regard to all others: with exponential gaps.
    Poisson {
        /// How many in a second on average, of [`PER_S`].
        per_s: f64,
    },
    /// At given times, in milliseconds since the run began, each within the load's duration.
    Listed {
        /// In any order.
        at_ms: Vec<f64>,
    },
}

/// How long a connection is used at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Service {
    /// As long as any of these, in milliseconds, with equal chances.
    Measured {
        /// At least one, at most [`MEASURED_MAX`].
        ms: Vec<f64>,
    },
    /// As the exponential distribution has it.
    Exponential {
        /// The mean, of [`MEAN_MS`].
        mean_ms: f64,
    },
}

/// Which requests never give back what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Leak {
    /// None of them.
    Never,
    /// Each with this probability, from 0 to 1.
    Share {
        /// The probability.
        share: f64,
    },
    /// Every nth.
    Every {
        /// Of [`LEAK_NTH`].
        nth: u32,
    },
}

/// Requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    /// When they come.
    pub arrivals: Arrivals,
    /// How long they use each connection before they ask for the next, or give all of them back.
    pub service: Service,
    /// How many connections a request holds at last, of [`CHECKOUTS`]: it takes one, uses it, takes a second
    /// while it holds the first, and so on.
    pub checkouts: u32,
    /// Which of them leak.
    pub leak: Leak,
    /// Which share of checkouts breaks its connection, of [`BREAKS`]: the request fails and the connection is
    /// removed.
    pub breaks: f64,
    /// How many requests the program works on at once, of [`THREADS`]; those that come meanwhile wait before
    /// they ask the pool. `None` is any number.
    pub threads: Option<u32>,
    /// For how long they come, of [`DURATION_MS`].
    pub duration_ms: f64,
    /// Decides about everything that is left to chance.
    pub seed: u32,
}

impl Load {
    /// A hundred requests a second for ten seconds.
    pub const DEFAULT: Self = Self {
        arrivals: Arrivals::Poisson { per_s: 100.0 },
        service: Service::Exponential { mean_ms: 10.0 },
        checkouts: 1,
        leak: Leak::Never,
        breaks: 0.0,
        threads: None,
        duration_ms: 10_000.0,
        seed: 1,
    };

    /// Whether it can be had.
    pub fn check(&self) -> Result<(), PoolError> {
        within("durationMs", self.duration_ms, &DURATION_MS)?;
        let requests = match &self.arrivals {
            Arrivals::Poisson { per_s } => {
                within("perS", *per_s, &PER_S)?;
                per_s * self.duration_ms / 1e3
            }
            Arrivals::Listed { at_ms } => {
                for at_ms in at_ms {
                    within("atMs", *at_ms, &(0.0..=self.duration_ms))?;
                }
                at_ms.len() as f64
            }
        };
        within("requests", requests, &(0.0..=f64::from(REQUESTS_MAX)))?;
        self.check_service()?;
        whole("checkouts", self.checkouts, &CHECKOUTS)?;
        match self.leak {
            Leak::Never => {}
            Leak::Share { share } => within("leakShare", share, &(0.0..=1.0))?,
            Leak::Every { nth } => whole("leakNth", nth, &LEAK_NTH)?,
        }
        within("breaks", self.breaks, &BREAKS)?;
        self.threads
            .map_or(Ok(()), |threads| whole("threads", threads, &THREADS))
    }

    fn check_service(&self) -> Result<(), PoolError> {
        match &self.service {
            Service::Exponential { mean_ms } => within("meanMs", *mean_ms, &MEAN_MS),
            Service::Measured { ms } => {
                let range = 1.0..=f64::from(MEASURED_MAX);
                within("measured", ms.len() as f64, &range)?;
                ms.iter()
                    .try_for_each(|ms| within("serviceMs", *ms, &SERVICE_MS))
            }
        }
    }
}

impl Default for Load {
    fn default() -> Self {
        Self::DEFAULT
    }
}

const NS_PER_MS: f64 = 1e6;

/// Whole nanoseconds.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "times are checked: never negative, at most hours"
)]
pub(super) fn ns(ms: f64) -> u64 {
    (ms * NS_PER_MS).round() as u64
}

pub(super) fn ms(ns: u64) -> f64 {
    ns as f64 / NS_PER_MS
}

/// A number of the exponential distribution.
fn exponential(random: &mut Random, mean: f64) -> f64 {
    -mean * (1.0 - random.unit()).ln()
}

/// One request as it comes, with all that chance decides about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) at_ns: u64,
    /// How long it uses each of its connections before the next.
    pub(super) services_ns: Vec<u64>,
    /// At which of its connections it fails, if one breaks.
    pub(super) breaks_at: Option<usize>,
    pub(super) leaks: bool,
}

/// The requests of a load, by arrival. They do not depend on the pool.
#[derive(Debug)]
pub(super) struct Requests<'a> {
    load: &'a Load,
    /// Sorted, and empty where arrivals are Poisson.
    listed_ns: std::vec::IntoIter<u64>,
    arrived_ms: f64,
    count: u64,
    // One for each question, so that the answer to one does not change those to the others.
    arrivals: Random,
    services: Random,
    faults: Random,
}

impl<'a> Requests<'a> {
    pub(super) fn new(load: &'a Load) -> Self {
        let mut seeds = Random::of(u64::from(load.seed));
        let mut listed_ns: Vec<u64> = match &load.arrivals {
            Arrivals::Poisson { .. } => Vec::new(),
            Arrivals::Listed { at_ms } => at_ms.iter().map(|at_ms| ns(*at_ms)).collect(),
        };
        listed_ns.sort_unstable();
        Self {
            load,
            listed_ns: listed_ns.into_iter(),
            arrived_ms: 0.0,
            count: 0,
            arrivals: Random::of(seeds.next_u64()),
            services: Random::of(seeds.next_u64()),
            faults: Random::of(seeds.next_u64()),
        }
    }

    fn arrival_ns(&mut self) -> Option<u64> {
        let Arrivals::Poisson { per_s } = self.load.arrivals else {
            return self.listed_ns.next();
        };
        self.arrived_ms += exponential(&mut self.arrivals, 1e3 / per_s);
        (self.arrived_ms <= self.load.duration_ms).then(|| ns(self.arrived_ms))
    }

    fn service_ns(&mut self) -> u64 {
        ns(match &self.load.service {
            Service::Exponential { mean_ms } => exponential(&mut self.services, *mean_ms),
            Service::Measured { ms } => ms[self.services.below(ms.len())],
        })
    }
}

impl Iterator for Requests<'_> {
    type Item = Drawn;

    fn next(&mut self) -> Option<Drawn> {
        let at_ns = self.arrival_ns()?;
        self.count += 1;
        let checkouts = self.load.checkouts;
        let services_ns = (0..checkouts).map(|_| self.service_ns()).collect();
        let leaks = match self.load.leak {
            Leak::Never => false,
            Leak::Share { share } => self.faults.unit() < share,
            Leak::Every { nth } => self.count.is_multiple_of(u64::from(nth)),
        };
        let breaks = self.load.breaks;
        let breaks_at = (0..checkouts as usize).find(|_| self.faults.unit() < breaks);
        Some(Drawn {
            at_ns,
            services_ns,
            breaks_at,
            leaks,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_is_refused_with_its_value_and_its_range() {
        let reason = |change: fn(&mut Load)| {
            let mut load = Load::DEFAULT;
            change(&mut load);
            load.check().map_err(|error| error.to_string())
        };
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(reason(|_| {}), Ok(()));
        assert_eq!(
            reason(|load| load.arrivals = Arrivals::Poisson { per_s: 0.0 }),
            refused("perS is 0; give 0.1 to 100000")
        );
        assert_eq!(
            reason(|load| load.arrivals = Arrivals::Poisson { per_s: 50_000.0 }),
            refused("requests is 500000; give 0 to 250000")
        );
        let listed = |at_ms: f64| Arrivals::Listed { at_ms: vec![at_ms] };
        let mut load = Load::DEFAULT;
        load.arrivals = listed(10_000.5);
        let error = load.check().expect_err("too late").to_string();
        assert_eq!(error, "atMs is 10000.5; give 0 to 10000");
        assert_eq!(
            reason(|load| load.service = Service::Measured { ms: Vec::new() }),
            refused("measured is 0; give 1 to 100000")
        );
        assert_eq!(
            reason(|load| load.service = Service::Measured { ms: vec![-1.0] }),
            refused("serviceMs is -1; give 0 to 60000")
        );
        assert_eq!(
            reason(|load| load.checkouts = 5),
            refused("checkouts is 5; give 1 to 4")
        );
        assert_eq!(
            reason(|load| load.leak = Leak::Every { nth: 0 }),
            refused("leakNth is 0; give 1 to 1000000")
        );
        assert_eq!(
            reason(|load| load.leak = Leak::Share { share: 1.5 }),
            refused("leakShare is 1.5; give 0 to 1")
        );
        assert!(reason(|load| load.breaks = -0.1).is_err());
        assert!(reason(|load| load.threads = Some(0)).is_err());
        assert!(reason(|load| load.duration_ms = f64::INFINITY).is_err());
    }

    #[test]
    fn requests_come_as_often_and_last_as_long_as_was_asked_for() {
        let load = Load {
            arrivals: Arrivals::Poisson { per_s: 10_000.0 },
            ..Load::DEFAULT
        };
        let requests: Vec<_> = Requests::new(&load).collect();
        // A standard deviation of the count is 316.
        assert!((98_400..101_600).contains(&requests.len()));
        let total_ns: u64 = requests.iter().map(|one| one.services_ns[0]).sum();
        let mean_ms = ms(total_ns) / requests.len() as f64;
        assert!((mean_ms - 10.0).abs() < 0.16, "{mean_ms}");
        assert!(requests.is_sorted_by_key(|one| one.at_ns));
    }

    #[test]
    fn a_fault_more_changes_nothing_else() {
        let load = Load::DEFAULT;
        let faulty = Load {
            leak: Leak::Every { nth: 3 },
            breaks: 0.1,
            ..Load::DEFAULT
        };
        let times = |load: &Load| -> Vec<_> {
            Requests::new(load)
                .map(|one| (one.at_ns, one.services_ns))
                .collect()
        };
        assert_eq!(times(&load), times(&faulty));
        let leaks = Requests::new(&faulty).filter(|one| one.leaks).count();
        assert_eq!(leaks, times(&faulty).len() / 3);
    }
}
