//! Scenarios that are worth comparing.

use super::scenario::{
    Arrivals, Cache, Code, Delay, Fault, FaultKind, Keys, Lifetime, Recording, Remote, Scenario,
    Start, Store,
};

/// Scenarios that differ in what is compared, under the same requests.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What links and texts call it.
    pub id: &'static str,
    /// Two or three of them; the first is what the articles' code does, or what there would be without a remedy.
    pub variants: fn() -> Vec<Variant>,
}

/// One of the scenarios of a preset.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What links and texts call it, within its preset.
    pub id: &'static str,
    /// What to run.
    pub scenario: Scenario,
}

/// All presets.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "expiry-stampede",
        variants: expiry_stampede,
    },
    Preset {
        id: "slow-cache",
        variants: slow_cache,
    },
    Preset {
        id: "deploy",
        variants: deploy,
    },
    Preset {
        id: "store-down",
        variants: store_down,
    },
    Preset {
        id: "refused-writes",
        variants: refused_writes,
    },
];

const MS: u64 = 1_000;
const S: u64 = 1_000_000;

const fn variant(id: &'static str, scenario: Scenario) -> Variant {
    Variant { id, scenario }
}

/// Twenty reads of 100 ms at a time: two hundred in a second.
const fn slow_store() -> Store {
    Store {
        service: Delay::Constant { us: 100 * MS },
        concurrency: 20,
        waiting_max: 1_000,
        faults: Vec::new(),
    }
}

/// Twenty keys that were written together expire together, at the very time at which everyone comes: at 70 s, fifty
/// times as many as before, for four seconds.
fn expiry_stampede() -> Vec<Variant> {
    let noon_us = 70 * S;
    let article = Scenario {
        arrivals: Arrivals::Burst {
            per_s: 100.0,
            burst_per_s: 5_000.0,
            from_us: noon_us,
            until_us: noon_us + 4 * S,
        },
        keys: Keys {
            count: 20,
            ..Keys::DEFAULT
        },
        duration_us: 90 * S,
        client_timeout_us: Some(3 * S),
        store: slow_store(),
        start: Start::Warm {
            age_us: 600 * S - noon_us,
        },
        recording: Recording {
            buckets: 90,
            log_from_us: noon_us,
            ..Recording::DEFAULT
        },
        ..Scenario::DEFAULT
    };
    let jitter = Scenario {
        lifetime: Lifetime {
            jitter_share: 0.1,
            ..Lifetime::DEFAULT
        },
        ..article.clone()
    };
    let single_flight = Scenario {
        single_flight: true,
        ..article.clone()
    };
    vec![
        variant("article", article),
        variant("jitter", jitter),
        variant("single-flight", single_flight),
    ]
}

/// For a third of the run Redis takes half a second for what took half a millisecond.
fn slow_cache() -> Vec<Variant> {
    let without = Scenario {
        arrivals: Arrivals::Poisson { per_s: 300.0 },
        duration_us: 60 * S,
        cache: Cache::None,
        start: Start::Warm { age_us: 0 },
        recording: Recording {
            buckets: 60,
            log_from_us: 20 * S,
            ..Recording::DEFAULT
        },
        ..Scenario::DEFAULT
    };
    let with_timeout = |timeout_us| Scenario {
        cache: Cache::Remote(Remote {
            timeout_us,
            faults: vec![Fault {
                kind: FaultKind::Slow { factor: 1_000.0 },
                from_us: 20 * S,
                until_us: 40 * S,
            }],
            ..Remote::DEFAULT
        }),
        ..without.clone()
    };
    vec![
        variant("no-timeout", with_timeout(None)),
        variant("timeout", with_timeout(Some(20 * MS))),
        variant("no-cache", without.clone()),
    ]
}

/// A deploy empties a cache inside the application, under a load of which the store can take a fifth.
fn deploy() -> Vec<Variant> {
    let memo = Scenario {
        arrivals: Arrivals::Poisson { per_s: 1_000.0 },
        keys: Keys {
            count: 2_000,
            ..Keys::DEFAULT
        },
        duration_us: 60 * S,
        client_timeout_us: Some(3 * S),
        store: slow_store(),
        start: Start::Warm { age_us: 0 },
        emptied_us: vec![20 * S],
        recording: Recording {
            buckets: 60,
            log_from_us: 20 * S,
            ..Recording::DEFAULT
        },
        ..Scenario::DEFAULT
    };
    let single_flight = Scenario {
        single_flight: true,
        ..memo.clone()
    };
    let remote = Scenario {
        cache: Cache::Remote(Remote::DEFAULT),
        emptied_us: Vec::new(),
        ..memo.clone()
    };
    vec![
        variant("article", memo),
        variant("single-flight", single_flight),
        variant("remote", remote),
    ]
}

/// The store is down for a third of the run, and values are good for half of that.
fn store_down() -> Vec<Variant> {
    let off = Scenario {
        arrivals: Arrivals::Poisson { per_s: 500.0 },
        duration_us: 120 * S,
        store: Store {
            faults: vec![Fault {
                kind: FaultKind::Refuses,
                from_us: 40 * S,
                until_us: 80 * S,
            }],
            ..Store::DEFAULT
        },
        lifetime: Lifetime {
            ttl_us: Some(20 * S),
            ..Lifetime::DEFAULT
        },
        single_flight: true,
        start: Start::Warm { age_us: 0 },
        recording: Recording {
            buckets: 120,
            log_from_us: 60 * S,
            ..Recording::DEFAULT
        },
        ..Scenario::DEFAULT
    };
    let with = |stale_while_revalidate_us, stale_if_error_us| Scenario {
        lifetime: Lifetime {
            stale_while_revalidate_us,
            stale_if_error_us,
            ..off.lifetime
        },
        ..off.clone()
    };
    vec![
        variant("off", off.clone()),
        variant("stale-while-revalidate", with(60 * S, 0)),
        variant("stale-if-error", with(0, 60 * S)),
    ]
}

/// For a third of the run Redis answers reads and refuses writes, as one out of memory does. With node-redis from version
/// 4 on, whose clients have no method `setex` (redis/node-redis, issue 1651), the articles' code fares so all the time.
fn refused_writes() -> Vec<Variant> {
    let with = |code| Scenario {
        arrivals: Arrivals::Poisson { per_s: 300.0 },
        keys: Keys {
            count: 500,
            ..Keys::DEFAULT
        },
        duration_us: 60 * S,
        cache: Cache::Remote(Remote {
            code,
            faults: vec![Fault {
                kind: FaultKind::ReadOnly,
                from_us: 20 * S,
                until_us: 40 * S,
            }],
            ..Remote::DEFAULT
        }),
        lifetime: Lifetime {
            ttl_us: Some(10 * S),
            ..Lifetime::DEFAULT
        },
        recording: Recording {
            buckets: 60,
            log_from_us: 30 * S,
            ..Recording::DEFAULT
        },
        ..Scenario::DEFAULT
    };
    vec![
        variant("article", with(Code::Article)),
        variant("corrected", with(Code::Corrected)),
    ]
}

impl Preset {
    /// The preset with that id.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        PRESETS.iter().find(|preset| preset.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Outcome, simulate};
    use super::*;

    fn outcomes(id: &str) -> Vec<Outcome> {
        let variants = (Preset::find(id).unwrap().variants)();
        variants
            .iter()
            .map(|variant| simulate(&variant.scenario).unwrap())
            .collect()
    }

    #[test]
    fn each_preset_is_a_pair_or_triple_of_scenarios_with_the_same_requests() {
        for (index, preset) in PRESETS.iter().enumerate() {
            assert!(PRESETS[..index].iter().all(|other| other.id != preset.id));
            let variants = (preset.variants)();
            assert!((2..=3).contains(&variants.len()), "{}", preset.id);
            let first = &variants[0].scenario;
            for Variant { id, scenario } in &variants {
                assert_eq!(scenario.check(), Ok(()), "{} {id}", preset.id);
                assert_eq!(scenario.arrivals, first.arrivals);
                assert_eq!(scenario.keys, first.keys);
                assert_eq!(scenario.seed, first.seed);
            }
        }
    }

    #[test]
    fn a_scenario_is_the_same_after_a_way_through_json() {
        for variant in PRESETS.iter().flat_map(|preset| (preset.variants)()) {
            let json = serde_json::to_string(&variant.scenario).unwrap();
            assert_eq!(serde_json::from_str(&json).ok(), Some(variant.scenario));
        }
    }

    #[test]
    fn at_noon_each_key_is_read_once_by_single_flight_and_hardly_any_with_jitter() {
        let [article, jitter, single_flight] = &outcomes("expiry-stampede")[..] else {
            panic!("a triple");
        };
        // What comes in the first 100 ms, and more while its reads wait for each other.
        assert!(article.store.reads > 500);
        assert!(article.store.waiting_max > 400);
        assert!(article.tally.timed_out > 0 && article.latency.max_us == 3 * S);
        assert_eq!(single_flight.store.reads, 20);
        assert_eq!(single_flight.latency.max_us, 100 * MS);
        // Each expires in the minute before, when few come.
        assert!((20..80).contains(&jitter.store.reads));
        assert!(jitter.store.running_max < 20);
        assert_eq!(jitter.buckets[70].store_reads, 0);
    }

    #[test]
    fn a_slow_cache_without_a_timeout_is_worse_than_none() {
        let [no_timeout, timeout, no_cache] = &outcomes("slow-cache")[..] else {
            panic!("a triple");
        };
        assert_eq!(no_timeout.tally.hit_ratio(), Some(1.0));
        let while_slow = |outcome: &Outcome| outcome.buckets[30].latency.p50_us;
        assert_eq!(while_slow(no_timeout), 500 * MS);
        assert!((30 * MS..50 * MS).contains(&while_slow(timeout)));
        assert!((15 * MS..25 * MS).contains(&while_slow(no_cache)));
        // What the timeout costs: the store serves everybody meanwhile.
        assert_eq!(no_timeout.store.reads, 0);
        assert_eq!(timeout.store.reads, timeout.tally.unreachable);
        assert!((5_500..6_500).contains(&timeout.store.reads));
    }

    #[test]
    fn a_deploy_overloads_the_store_unless_the_cache_outlives_it() {
        let [article, single_flight, remote] = &outcomes("deploy")[..] else {
            panic!("a triple");
        };
        assert!(article.tally.timed_out > 1_000 && article.tally.failed > 0);
        assert_eq!(article.store.waiting_max, 1_000);
        assert_eq!(single_flight.tally.error_ratio(), Some(0.0));
        assert!(single_flight.store.reads <= 2_000);
        assert_eq!(remote.store.reads, 0);
        assert_eq!(remote.latency.max_us, 500);
    }

    #[test]
    fn what_is_stale_is_served_while_the_store_is_down() {
        let [off, revalidate, if_error] = &outcomes("store-down")[..] else {
            panic!("a triple");
        };
        assert!(off.tally.failed > 15_000);
        assert_eq!(revalidate.tally.error_ratio(), Some(0.0));
        assert_eq!(if_error.tally.error_ratio(), Some(0.0));
        // Once the store is back, nobody waits for its reads where they are made in the background.
        assert!(revalidate.latency.p99_us < if_error.latency.p99_us);
        // And the store is asked as often in all three.
        assert_eq!(revalidate.store.reads, off.store.reads);
        assert_eq!(if_error.store.reads, off.store.reads);
    }

    #[test]
    fn the_articles_code_reads_twice_whatever_it_cannot_write() {
        let [article, corrected] = &outcomes("refused-writes")[..] else {
            panic!("a pair");
        };
        let while_refused = |outcome: &Outcome| -> (u64, u64) {
            let buckets = &outcome.buckets[30..40];
            (
                buckets.iter().map(|bucket| bucket.store_reads).sum(),
                buckets.iter().map(|bucket| bucket.tally.requests).sum(),
            )
        };
        // By then all that was kept has expired.
        let (reads, requests) = while_refused(article);
        assert!(reads.abs_diff(2 * requests) < requests / 50);
        let (reads, requests) = while_refused(corrected);
        assert!(reads.abs_diff(requests) < requests / 50);
        assert_eq!(corrected.store.repeated, 0);
    }
}
