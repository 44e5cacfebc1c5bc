//! Draws what is left to chance: who comes when and asks for what, and how long things take.

use sampling::Random;

use super::check::REQUESTS_MAX;
use super::scenario::{Arrivals, Delay, Group, Keys, Scenario};

const US_PER_S: f64 = 1e6;

/// A generator for each question, so that the answer to one does not change those to the others.
#[derive(Debug)]
pub(super) struct Seeds {
    pub(super) arrivals: Random,
    pub(super) keys: Random,
    pub(super) absences: Random,
    pub(super) store: Random,
    pub(super) cache: Random,
    pub(super) jitter: Random,
}

impl Seeds {
    pub(super) fn new(seed: u32) -> Self {
        let mut seeds = Random::of(u64::from(seed));
        let mut next = || Random::of(seeds.next_u64());
        Self {
            arrivals: next(),
            keys: next(),
            absences: next(),
            store: next(),
            cache: next(),
            jitter: next(),
        }
    }
}

/// A request as it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrival {
    pub(super) at_us: u64,
    pub(super) key: u32,
}

/// A scenario's requests, by arrival. They do not depend on store and cache.
#[derive(Debug)]
pub(super) struct Requests<'a> {
    arrivals: &'a Arrivals,
    duration_us: u64,
    /// When the last one came, with the fraction of a microsecond that it came later. Nobody comes by lot before the
    /// last one is gone.
    at_us: f64,
    /// Sorted; empty where arrivals are drawn.
    groups: std::vec::IntoIter<Group>,
    /// What is left of the group that is coming.
    coming: Option<Group>,
    count: u32,
    random: Random,
    popularity: Zipf,
    keys: Random,
}

impl<'a> Requests<'a> {
    pub(super) fn new(scenario: &'a Scenario, arrivals: Random, keys: Random) -> Self {
        let mut groups = match &scenario.arrivals {
            Arrivals::AtOnce { groups } => groups.clone(),
            Arrivals::Poisson { .. } | Arrivals::Burst { .. } => Vec::new(),
        };
        groups.sort_by_key(|group| group.at_us);
        Self {
            arrivals: &scenario.arrivals,
            duration_us: scenario.duration_us,
            at_us: 0.0,
            groups: groups.into_iter(),
            coming: None,
            count: 0,
            random: arrivals,
            popularity: Zipf::new(&scenario.keys),
            keys,
        }
    }

    /// When the next one comes and what it asks for, if that is given.
    fn due(&mut self) -> Option<(u64, Option<u32>)> {
        match self.arrivals {
            Arrivals::AtOnce { .. } => self.due_of_group(),
            Arrivals::Poisson { .. } | Arrivals::Burst { .. } => {
                self.drawn_us().map(|at_us| (at_us, None))
            }
        }
    }

    fn due_of_group(&mut self) -> Option<(u64, Option<u32>)> {
        let mut group = match self.coming.take() {
            Some(group) => group,
            None => self.groups.next()?,
        };
        group.requests -= 1;
        if group.requests > 0 {
            self.coming = Some(group);
        }
        Some((group.at_us, group.key))
    }

    /// An exponential gap after the last one, begun anew wherever the rate changes: what is to come of it does not
    /// depend on how long it has been.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither negative nor beyond the duration"
    )]
    fn drawn_us(&mut self) -> Option<u64> {
        let duration_us = self.duration_us as f64;
        while self.at_us < duration_us {
            let (per_s, until_us) = self.rate();
            let later_us = self.at_us - US_PER_S / per_s * (1.0 - self.random.unit()).ln();
            if later_us < until_us {
                self.at_us = later_us;
                return Some(later_us as u64);
            }
            self.at_us = until_us;
        }
        None
    }

    /// How many come in a second, and until when that is so.
    fn rate(&self) -> (f64, f64) {
        let end_us = self.duration_us as f64;
        match *self.arrivals {
            Arrivals::Burst {
                per_s,
                burst_per_s,
                from_us,
                until_us,
            } => {
                let (from_us, until_us) = (from_us as f64, until_us as f64);
                if self.at_us < from_us {
                    (per_s, from_us)
                } else if self.at_us < until_us {
                    (burst_per_s, until_us)
                } else {
                    (per_s, end_us)
                }
            }
            Arrivals::Poisson { per_s } => (per_s, end_us),
            Arrivals::AtOnce { .. } => (0.0, end_us),
        }
    }
}

impl Iterator for Requests<'_> {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        if self.count == REQUESTS_MAX {
            return None;
        }
        let (at_us, key) = self.due()?;
        self.count += 1;
        let key = key.unwrap_or_else(|| self.popularity.draw(&mut self.keys));
        Some(Arrival { at_us, key })
    }
}

/// Keys by popularity: key k counted from 0 has the weight 1/(k + 1)^skew.
#[derive(Debug)]
struct Zipf {
    /// The weight of a key and all before it, by key.
    cumulative: Vec<f64>,
}

impl Zipf {
    fn new(keys: &Keys) -> Self {
        let mut total = 0.0;
        let weight = |key: u32| f64::from(key + 1).powf(-keys.skew);
        let cumulative = (0..keys.count).map(|key| {
            total += weight(key);
            total
        });
        Self {
            cumulative: cumulative.collect(),
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "there are fewer keys than 2^32"
    )]
    fn draw(&self, random: &mut Random) -> u32 {
        let last = self.cumulative.len() - 1;
        let at = random.unit() * self.cumulative[last];
        let key = self.cumulative.partition_point(|weight| *weight <= at);
        key.min(last) as u32
    }
}

impl Delay {
    pub(super) fn draw(&self, random: &mut Random) -> u64 {
        match *self {
            Self::Constant { us } => us,
            Self::LogNormal { median_us, spread } => {
                times(median_us, (spread * random.normal()).exp())
            }
        }
    }
}

/// A duration so many times as long. It never comes near 2^64: a median of a minute with a spread of 2, a thousand
/// times as slow, makes 2 · 10^18 at the very most.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and a cast saturates"
)]
pub(super) fn times(us: u64, factor: f64) -> u64 {
    (us as f64 * factor).round() as u64
}

/// Which keys the store has nothing for.
pub(super) fn absences(keys: &Keys, random: &mut Random) -> Vec<bool> {
    let share = keys.absent_share;
    (0..keys.count).map(|_| random.unit() < share).collect()
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, RandomState};

    use super::*;

    fn requests(scenario: &Scenario) -> Vec<Arrival> {
        let seeds = Seeds::new(scenario.seed);
        Requests::new(scenario, seeds.arrivals, seeds.keys).collect()
    }

    /// That Poisson arrivals come as often as they should, and vary as they should.
    fn assert_poisson(seed: u32) {
        let scenario = Scenario {
            arrivals: Arrivals::Poisson { per_s: 250.0 },
            duration_us: 400_000_000,
            seed,
            ..Scenario::DEFAULT
        };
        let requests = requests(&scenario);
        // A hundred thousand, of which the standard deviation is 316; six of them are one in 10^9 seeds.
        let count = requests.len() as f64;
        assert!((count - 100_000.0).abs() < 1_900.0, "seed {seed}: {count}");
        let mut per_s = [0.0; 400];
        for request in &requests {
            per_s[usize::try_from(request.at_us / 1_000_000).unwrap()] += 1.0;
        }
        let mean = count / 400.0;
        let variance = per_s.iter().map(|n| (n - mean).powi(2)).sum::<f64>() / 399.0;
        // The variance is the mean; of 400 of them its standard deviation is 7.1 %.
        assert!(
            (variance / mean - 1.0).abs() < 0.45,
            "seed {seed}: {variance} of {mean}"
        );
    }

    #[test]
    fn poisson_arrivals_have_their_rate_with_a_fixed_seed() {
        assert_poisson(1);
    }

    #[test]
    fn poisson_arrivals_have_their_rate_with_a_fresh_seed() {
        let seed = u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap();
        println!("seed {seed}");
        assert_poisson(seed);
    }

    #[test]
    fn a_burst_has_a_rate_of_its_own() {
        let scenario = Scenario {
            arrivals: Arrivals::Burst {
                per_s: 100.0,
                burst_per_s: 2_000.0,
                from_us: 40_000_000,
                until_us: 50_000_000,
            },
            duration_us: 100_000_000,
            ..Scenario::DEFAULT
        };
        let requests = requests(&scenario);
        let within = |from_s: u64, until_s: u64| {
            let seconds = from_s * 1_000_000..until_s * 1_000_000;
            requests
                .iter()
                .filter(|one| seconds.contains(&one.at_us))
                .count()
        };
        // Six standard deviations each.
        assert!(within(0, 40).abs_diff(4_000) < 380);
        assert!(within(40, 50).abs_diff(20_000) < 850);
        assert!(within(50, 100).abs_diff(5_000) < 425);
        assert_eq!(within(0, 100), requests.len());
        assert!(requests.is_sorted_by_key(|one| one.at_us));
    }

    #[test]
    fn nobody_comes_but_in_the_burst_where_the_rate_is_nought() {
        let scenario = Scenario {
            arrivals: Arrivals::Burst {
                per_s: 0.0,
                burst_per_s: 1_000.0,
                from_us: 2_000_000,
                until_us: 3_000_000,
            },
            duration_us: 10_000_000,
            ..Scenario::DEFAULT
        };
        let requests = requests(&scenario);
        assert!(requests.len().abs_diff(1_000) < 190);
        let burst = 2_000_000..3_000_000;
        assert!(requests.iter().all(|one| burst.contains(&one.at_us)));
    }

    #[test]
    fn groups_come_in_order_and_ask_for_their_key() {
        let group = |at_us, requests, key| Group {
            at_us,
            requests,
            key,
        };
        let scenario = Scenario {
            arrivals: Arrivals::AtOnce {
                groups: vec![group(9, 2, Some(4)), group(5, 1, Some(7))],
            },
            ..Scenario::DEFAULT
        };
        let arrival = |at_us, key| Arrival { at_us, key };
        assert_eq!(
            requests(&scenario),
            [arrival(5, 7), arrival(9, 4), arrival(9, 4)]
        );
    }

    #[test]
    fn keys_are_as_popular_as_zipf_says() {
        let keys = Keys {
            count: 3,
            skew: 1.0,
            absent_share: 0.0,
        };
        let popularity = Zipf::new(&keys);
        let mut random = Random::of(3);
        let mut counts = [0.0_f64; 3];
        for _ in 0..11_000 {
            counts[popularity.draw(&mut random) as usize] += 1.0;
        }
        // Six, three and two of eleven, and five standard deviations.
        for (count, expected) in counts.into_iter().zip([6_000.0, 3_000.0, 2_000.0]) {
            assert!((count - expected).abs() < 265.0, "{count} of {expected}");
        }
    }

    #[test]
    fn requests_do_not_depend_on_store_and_cache() {
        let scenario = Scenario {
            duration_us: 10_000_000,
            ..Scenario::DEFAULT
        };
        let mut other = scenario.clone();
        other.cache = super::super::Cache::None;
        other.store.service = Delay::Constant { us: 1 };
        other.lifetime.jitter_share = 0.5;
        assert_eq!(requests(&scenario), requests(&other));
        other.seed = 2;
        assert_ne!(requests(&scenario), requests(&other));
    }

    #[test]
    fn half_of_log_normal_delays_are_below_their_median() {
        let delay = Delay::LogNormal {
            median_us: 20_000,
            spread: 0.5,
        };
        let mut random = Random::of(4);
        let drawn: Vec<u64> = (0..10_000).map(|_| delay.draw(&mut random)).collect();
        let share = |limit: u64| drawn.iter().filter(|us| **us < limit).count();
        // Of ten thousand, and five standard deviations: one σ above the median are 84.13 %.
        assert!(share(20_000).abs_diff(5_000) < 250);
        assert!(share(32_974).abs_diff(8_413) < 183);
    }
}
