//! What holds in every run.

use proptest::prelude::*;

use super::super::{
    Arrivals, Cache, Code, Delay, Fault, FaultKind, Group, Keys, Latency, Lifetime, Outcome,
    Recording, Remote, Scenario, Start, Store, Tally, simulate,
};

const MS: u64 = 1_000;
const DURATION_US: u64 = 2_000 * MS;

fn arrivals() -> impl Strategy<Value = Arrivals> {
    let group = (0..=DURATION_US, 1..40_u32, prop::option::of(0..5_u32)).prop_map(
        |(at_us, requests, key)| Group {
            at_us,
            requests,
            key,
        },
    );
    prop_oneof![
        (1.0..200.0).prop_map(|per_s| Arrivals::Poisson { per_s }),
        (0.0..50.0, 50.0..500.0, 0..DURATION_US / 2).prop_map(|(per_s, burst_per_s, from_us)| {
            Arrivals::Burst {
                per_s,
                burst_per_s,
                from_us,
                until_us: from_us + DURATION_US / 4,
            }
        }),
        prop::collection::vec(group, 0..8).prop_map(|groups| Arrivals::AtOnce { groups }),
    ]
}

fn delay(max_us: u64) -> impl Strategy<Value = Delay> {
    prop_oneof![
        (0..max_us).prop_map(|us| Delay::Constant { us }),
        (0..max_us, 0.0..2.0)
            .prop_map(|(median_us, spread)| Delay::LogNormal { median_us, spread }),
    ]
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    let kind = prop_oneof![
        Just(FaultKind::Refuses),
        Just(FaultKind::Silent),
        Just(FaultKind::ReadOnly),
        (1.0..100.0).prop_map(|factor| FaultKind::Slow { factor }),
    ];
    let fault =
        (kind, 0..DURATION_US, 1..DURATION_US).prop_map(|(kind, from_us, lasts_us)| Fault {
            kind,
            from_us,
            until_us: from_us + lasts_us,
        });
    prop::collection::vec(fault, 0..3)
}

fn cache() -> impl Strategy<Value = Cache> {
    let code = prop_oneof![Just(Code::Article), Just(Code::Corrected)];
    let remote = (delay(5 * MS), prop::option::of(MS..50 * MS), code, faults()).prop_map(
        |(round_trip, timeout_us, code, faults)| {
            Cache::Remote(Remote {
                round_trip,
                timeout_us,
                code,
                faults,
            })
        },
    );
    prop_oneof![
        1 => Just(Cache::None),
        1 => Just(Cache::Memo),
        2 => remote,
    ]
}

fn lifetime() -> impl Strategy<Value = Lifetime> {
    let ttl = || prop::option::of(MS..DURATION_US);
    let window = || prop_oneof![Just(0), 0..DURATION_US];
    (ttl(), 0.0..=1.0, window(), window(), ttl(), ttl()).prop_map(
        |(ttl_us, jitter_share, revalidate_us, if_error_us, absent_ttl_us, errors_ttl_us)| {
            Lifetime {
                ttl_us,
                jitter_share,
                stale_while_revalidate_us: revalidate_us,
                stale_if_error_us: if_error_us,
                absent_ttl_us,
                errors_ttl_us,
            }
        },
    )
}

fn store() -> impl Strategy<Value = Store> {
    (delay(200 * MS), 1..20_u32, 0..50_u32, faults()).prop_map(
        |(service, concurrency, waiting_max, faults)| Store {
            service,
            concurrency,
            waiting_max,
            faults,
        },
    )
}

prop_compose! {
    fn scenario()(
        arrivals in arrivals(),
        keys in (5..50_u32, 0.0..2.0, prop_oneof![Just(0.0), 0.0..1.0]),
        client_timeout_us in prop::option::of(MS..DURATION_US),
        store in store(),
        cache in cache(),
        lifetime in lifetime(),
        single_flight in any::<bool>(),
        entries_max in prop::option::of(1..20_u32),
        is_warm in any::<bool>(),
        emptied_us in prop::collection::vec(0..DURATION_US, 0..2),
        buckets in 1..40_u32,
        seed in any::<u32>(),
    ) -> Scenario {
        let (count, skew, absent_share) = keys;
        let mut scenario = Scenario {
            arrivals,
            keys: Keys { count, skew, absent_share },
            duration_us: DURATION_US,
            client_timeout_us,
            store,
            cache,
            lifetime,
            single_flight,
            entries_max,
            start: if is_warm { Start::Warm { age_us: 0 } } else { Start::Empty },
            emptied_us,
            recording: Recording { buckets, log_from_us: 0, log_max: 10_000 },
            seed,
        };
        if is_article(&scenario) {
            let Lifetime { ttl_us, jitter_share, .. } = scenario.lifetime;
            scenario.lifetime = Lifetime { ttl_us, jitter_share, ..Lifetime::DEFAULT };
        }
        scenario
    }
}

fn is_article(scenario: &Scenario) -> bool {
    matches!(&scenario.cache, Cache::Remote(remote) if remote.code == Code::Article)
}

fn assert_sums(tally: &Tally) {
    let Tally { requests, .. } = *tally;
    assert_eq!(
        requests,
        tally.hits + tally.stale_hits + tally.misses + tally.unreachable
    );
    assert_eq!(
        requests,
        tally.fresh + tally.stale + tally.absent + tally.failed + tally.timed_out
    );
}

fn assert_reads(scenario: &Scenario, outcome: &Outcome) {
    let Outcome { tally, store, .. } = outcome;
    let asked = tally.misses + tally.unreachable;
    assert_eq!(
        store.reads,
        asked - tally.joined + store.refreshes + store.repeated
    );
    assert!(store.refreshes <= tally.stale_hits);
    assert_eq!(
        store.saved,
        tally.joined + tally.stale_hits - store.refreshes
    );
    assert!(store.rejected + store.refused <= store.reads);
    if is_article(scenario) {
        assert!(store.repeated <= asked - tally.joined);
    } else {
        assert_eq!(store.repeated, 0);
        assert!(store.reads <= asked + tally.stale_hits);
    }
    if !scenario.single_flight {
        assert_eq!(store.saved, 0);
    }
}

fn assert_bounds(scenario: &Scenario, outcome: &Outcome) {
    let Outcome { store, cache, .. } = outcome;
    assert!(store.running_max <= scenario.store.concurrency);
    assert!(store.waiting_max <= scenario.store.waiting_max);
    let entries_max = scenario.entries_max.unwrap_or(scenario.keys.count);
    assert!(cache.entries_max <= entries_max);
    assert!(outcome.events <= 6 * outcome.tally.requests + 8);
    assert!(outcome.end_us >= scenario.duration_us);
}

fn assert_instants(scenario: &Scenario, outcome: &Outcome) {
    for one in &outcome.log {
        assert!(one.arrived_us <= one.ended_us && one.ended_us <= outcome.end_us);
        if let Some(timeout_us) = scenario.client_timeout_us {
            assert!(one.ended_us - one.arrived_us <= timeout_us);
        }
    }
    assert!(outcome.log.is_sorted_by_key(|one| one.arrived_us));
}

fn assert_parts(outcome: &Outcome) {
    let mut requests = 0;
    for bucket in &outcome.buckets {
        assert_sums(&bucket.tally);
        assert_eq!(bucket.tally.requests, bucket.latency.count);
        assert!(bucket.running_max <= outcome.store.running_max);
        assert!(bucket.waiting_max <= outcome.store.waiting_max);
        requests += bucket.tally.requests;
    }
    assert_eq!(requests, outcome.tally.requests);
    let reads: u64 = outcome.buckets.iter().map(|one| one.store_reads).sum();
    assert_eq!(reads, outcome.store.reads);
    let running = outcome.buckets.iter().map(|one| one.running_max);
    assert_eq!(running.max(), Some(outcome.store.running_max));
}

/// The percentiles as their definition says it: the least sample that so large a part does not exceed.
fn assert_percentiles(outcome: &Outcome) {
    let log = outcome.log.iter();
    let mut samples_us: Vec<u64> = log.map(|one| one.ended_us - one.arrived_us).collect();
    samples_us.sort_unstable();
    let least = |percent: usize| {
        let is_enough = |us: &u64| {
            let below = samples_us.iter().filter(|sample| *sample <= us).count();
            below * 100 >= samples_us.len() * percent
        };
        samples_us.iter().copied().find(is_enough).unwrap_or(0)
    };
    let Latency {
        p50_us,
        p90_us,
        p99_us,
        max_us,
        ..
    } = outcome.latency;
    assert_eq!((p50_us, p90_us), (least(50), least(90)));
    assert_eq!((p99_us, max_us), (least(99), least(100)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_run_keeps_its_laws(scenario in scenario()) {
        prop_assert_eq!(scenario.check(), Ok(()));
        let outcome = simulate(&scenario).unwrap();
        prop_assert_eq!(outcome.log_left_out, 0);
        prop_assert_eq!(outcome.log.len() as u64, outcome.tally.requests);
        assert_sums(&outcome.tally);
        assert_reads(&scenario, &outcome);
        assert_bounds(&scenario, &outcome);
        assert_instants(&scenario, &outcome);
        assert_parts(&outcome);
        assert_percentiles(&outcome);
    }

    #[test]
    fn the_same_seed_has_the_same_outcome(scenario in scenario()) {
        prop_assert_eq!(simulate(&scenario).unwrap(), simulate(&scenario).unwrap());
    }

    #[test]
    fn single_flight_never_has_two_reads_of_a_key_at_a_time(seed in any::<u32>()) {
        let scenario = Scenario {
            keys: Keys { count: 3, ..Keys::DEFAULT },
            duration_us: DURATION_US,
            store: Store { concurrency: 100, ..Store::DEFAULT },
            lifetime: Lifetime { ttl_us: Some(MS), ..Lifetime::DEFAULT },
            single_flight: true,
            seed,
            ..Scenario::DEFAULT
        };
        prop_assert!(simulate(&scenario).unwrap().store.running_max <= 3);
    }
}

#[test]
fn an_outcome_is_the_same_after_a_way_through_json() {
    let outcome = simulate(&Scenario {
        arrivals: Arrivals::AtOnce {
            groups: vec![Group {
                at_us: 0,
                requests: 4,
                key: None,
            }],
        },
        ..Scenario::DEFAULT
    })
    .unwrap();
    let json = serde_json::to_string(&outcome).unwrap();
    let again: Outcome = serde_json::from_str(&json).unwrap();
    assert_eq!(again, outcome);
    assert!(json.contains("\"storeReads\""), "{json}");
}

#[test]
fn the_default_scenario_has_a_hundred_thousand_requests_and_bounded_events() {
    let outcome = simulate(&Scenario::DEFAULT).unwrap();
    assert!(outcome.tally.requests.abs_diff(100_000) < 1_900);
    assert!(outcome.events < super::super::EVENTS_MAX);
    assert!(outcome.tally.hit_ratio().is_some_and(|ratio| ratio > 0.95));
}
