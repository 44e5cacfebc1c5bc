//! Runs whose every instant can be worked out on paper.

use super::super::{
    Arrivals, Cache, Code, Delay, Ending, Fault, FaultKind, Found, Group, Keys, Lifetime, Outcome,
    Remote, Scenario, Start, Store, simulate,
};

const MS: u64 = 1_000;
const S: u64 = 1_000_000;

const fn at_once(at_us: u64, requests: u32) -> Group {
    Group {
        at_us,
        requests,
        key: Some(0),
    }
}

const fn of_key(at_us: u64, key: u32) -> Group {
    Group {
        at_us,
        requests: 1,
        key: Some(key),
    }
}

fn fault(kind: FaultKind, from_us: u64, until_us: u64) -> Vec<Fault> {
    vec![Fault {
        kind,
        from_us,
        until_us,
    }]
}

/// Ten keys in front of a store of 100 ms for a hundred at a time, and nothing in the cache.
fn scenario(groups: Vec<Group>) -> Scenario {
    Scenario {
        arrivals: Arrivals::AtOnce { groups },
        keys: Keys {
            count: 10,
            ..Keys::DEFAULT
        },
        duration_us: 10 * S,
        store: Store {
            service: Delay::Constant { us: 100 * MS },
            concurrency: 100,
            ..Store::DEFAULT
        },
        ..Scenario::DEFAULT
    }
}

/// The same with a cache 1 ms away and a store of 10 ms.
fn remote(code: Code, groups: Vec<Group>) -> (Scenario, Remote) {
    let mut scenario = scenario(groups);
    scenario.store.service = Delay::Constant { us: 10 * MS };
    let remote = Remote {
        round_trip: Delay::Constant { us: MS },
        code,
        ..Remote::DEFAULT
    };
    (scenario, remote)
}

fn run(scenario: &Scenario) -> Outcome {
    simulate(scenario).unwrap()
}

fn run_remote((mut scenario, remote): (Scenario, Remote)) -> Outcome {
    scenario.cache = Cache::Remote(remote);
    run(&scenario)
}

/// What each request found, how it ended, and when.
fn told(outcome: &Outcome) -> Vec<(Found, Ending, u64)> {
    let log = outcome.log.iter();
    log.map(|one| (one.found, one.ending, one.ended_us))
        .collect()
}

/// A hundred requests at 10 ms for a key whose time was over at 5 ms.
fn stampede() -> Scenario {
    Scenario {
        start: Start::Warm { age_us: 0 },
        lifetime: Lifetime {
            ttl_us: Some(5 * MS),
            ..Lifetime::DEFAULT
        },
        ..scenario(vec![at_once(10 * MS, 100)])
    }
}

#[test]
fn a_hundred_requests_on_an_expired_key_read_the_store_a_hundred_times() {
    let outcome = run(&stampede());
    assert_eq!(outcome.store.reads, 100);
    assert_eq!(outcome.store.running_max, 100);
    assert_eq!((outcome.tally.misses, outcome.tally.joined), (100, 0));
    assert_eq!((outcome.cache.expired, outcome.store.saved), (1, 0));
    assert_eq!(
        told(&outcome),
        [(Found::Miss, Ending::Fresh, 110 * MS); 100]
    );
}

#[test]
fn with_single_flight_they_read_it_once() {
    let outcome = run(&Scenario {
        single_flight: true,
        ..stampede()
    });
    assert_eq!(outcome.store.reads, 1);
    assert_eq!(outcome.store.running_max, 1);
    assert_eq!((outcome.tally.misses, outcome.tally.joined), (100, 99));
    assert_eq!(outcome.store.saved, 99);
    assert_eq!(
        told(&outcome),
        [(Found::Miss, Ending::Fresh, 110 * MS); 100]
    );
    // A hundred arrivals and one read.
    assert_eq!(outcome.events, 101);
}

#[test]
fn ten_connections_serve_a_hundred_in_ten_turns() {
    let mut scenario = stampede();
    scenario.store.concurrency = 10;
    let outcome = run(&scenario);
    let latency = outcome.latency;
    assert_eq!(
        (latency.p50_us, latency.p90_us, latency.p99_us),
        (500 * MS, 900 * MS, S)
    );
    assert!((latency.mean_us - 550_000.0).abs() < 1e-6);
    assert_eq!(
        (outcome.store.running_max, outcome.store.waiting_max),
        (10, 90)
    );
    // The hundred are in the first of the buckets of 100 ms; the last of their reads begins at 910 ms.
    assert_eq!(outcome.bucket_us, 100 * MS);
    assert_eq!(outcome.buckets[0].store_reads, 100);
    let waiting: Vec<u32> = outcome.buckets[..11]
        .iter()
        .map(|bucket| bucket.waiting_max)
        .collect();
    assert_eq!(waiting, [90, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
    assert_eq!(outcome.buckets[10].running_max, 10);
    assert_eq!(outcome.buckets[11].running_max, 0);
}

#[test]
fn whom_the_queue_has_no_room_for_fails_at_once() {
    let mut scenario = stampede();
    scenario.store.concurrency = 10;
    scenario.store.waiting_max = 50;
    let outcome = run(&scenario);
    assert_eq!((outcome.tally.fresh, outcome.tally.failed), (60, 40));
    assert_eq!((outcome.store.reads, outcome.store.rejected), (100, 40));
    assert_eq!(outcome.store.waiting_max, 50);
    assert!(
        outcome.log[60..]
            .iter()
            .all(|one| one.ending == Ending::Failed && one.ended_us == 10 * MS)
    );
}

#[test]
fn memoize_hits_until_its_time_is_over() {
    let scenario = Scenario {
        lifetime: Lifetime {
            ttl_us: Some(S),
            ..Lifetime::DEFAULT
        },
        ..scenario(vec![
            at_once(0, 1),
            at_once(100 * MS, 1),
            at_once(1_100 * MS, 1),
            at_once(1_100 * MS + 1, 1),
        ])
    };
    // Read by 100 ms, where who comes at that instant finds it, and good to 1.1 s.
    assert_eq!(
        told(&run(&scenario)),
        [
            (Found::Miss, Ending::Fresh, 100 * MS),
            (Found::Hit, Ending::Fresh, 100 * MS),
            (Found::Hit, Ending::Fresh, 1_100 * MS),
            (Found::Miss, Ending::Fresh, 1_200 * MS + 1),
        ]
    );
}

#[test]
fn without_a_cache_each_request_reads_the_store() {
    let mut scenario = scenario(vec![at_once(0, 2), at_once(S, 1)]);
    scenario.cache = Cache::None;
    let outcome = run(&scenario);
    assert_eq!(outcome.store.reads, 3);
    assert_eq!(outcome.tally.misses, 3);
    // Not even one that would be warm.
    scenario.start = Start::Warm { age_us: 0 };
    let outcome = run(&scenario);
    assert_eq!((outcome.store.reads, outcome.cache.entries_max), (3, 0));
    // Single flight needs no cache.
    scenario.single_flight = true;
    assert_eq!(run(&scenario).store.reads, 2);
}

#[test]
fn the_articles_answer_waits_for_the_write_and_the_corrected_one_does_not() {
    let groups = vec![at_once(0, 1), at_once(S, 1)];
    let corrected = run_remote(remote(Code::Corrected, groups.clone()));
    assert_eq!(
        told(&corrected),
        [
            (Found::Miss, Ending::Fresh, 11 * MS),
            (Found::Hit, Ending::Fresh, S + MS)
        ]
    );
    let article = run_remote(remote(Code::Article, groups));
    assert_eq!(
        told(&article),
        [
            (Found::Miss, Ending::Fresh, 12 * MS),
            (Found::Hit, Ending::Fresh, S + MS)
        ]
    );
}

#[test]
fn a_refused_write_makes_the_articles_code_read_the_store_twice() {
    let with = |code| {
        let (scenario, mut remote) = remote(code, vec![at_once(0, 1), at_once(S, 1)]);
        remote.faults = fault(FaultKind::ReadOnly, 0, 10 * S);
        run_remote((scenario, remote))
    };
    // Get 1 ms, read 10 ms, set 1 ms, and read again.
    let article = with(Code::Article);
    assert_eq!(
        told(&article),
        [
            (Found::Miss, Ending::Fresh, 22 * MS),
            (Found::Miss, Ending::Fresh, S + 22 * MS)
        ]
    );
    assert_eq!((article.store.reads, article.store.repeated), (4, 2));
    assert_eq!(article.cache.writes_failed, 2);
    let corrected = with(Code::Corrected);
    assert_eq!(
        told(&corrected),
        [
            (Found::Miss, Ending::Fresh, 11 * MS),
            (Found::Miss, Ending::Fresh, S + 11 * MS)
        ]
    );
    assert_eq!((corrected.store.reads, corrected.store.repeated), (2, 0));
}

#[test]
fn a_store_that_is_down_is_asked_twice_by_the_articles_code() {
    let with = |code| {
        let (mut scenario, remote) = remote(code, vec![at_once(0, 1)]);
        scenario.store.faults = fault(FaultKind::Refuses, 0, S);
        run_remote((scenario, remote))
    };
    let failed = [(Found::Miss, Ending::Failed, MS)];
    let article = with(Code::Article);
    assert_eq!(told(&article), failed);
    assert_eq!((article.store.reads, article.store.refused), (2, 2));
    let corrected = with(Code::Corrected);
    assert_eq!(told(&corrected), failed);
    assert_eq!((corrected.store.reads, corrected.store.refused), (1, 1));
}

#[test]
fn a_store_that_was_full_may_have_room_at_the_articles_second_try() {
    let (mut scenario, remote) = remote(Code::Article, vec![at_once(0, 3)]);
    scenario.store.concurrency = 1;
    scenario.store.waiting_max = 0;
    let outcome = run_remote((scenario, remote));
    // The second and third are rejected, and again at the same instant.
    assert_eq!((outcome.tally.fresh, outcome.tally.failed), (1, 2));
    assert_eq!((outcome.store.reads, outcome.store.rejected), (5, 4));
}

#[test]
fn where_the_store_has_nothing_the_articles_write_throws() {
    let with = |code, absent_ttl_us| {
        let (mut scenario, remote) = remote(code, vec![at_once(0, 1), at_once(S, 1)]);
        scenario.keys.absent_share = 1.0;
        scenario.lifetime.absent_ttl_us = absent_ttl_us;
        run_remote((scenario, remote))
    };
    let article = with(Code::Article, None);
    assert_eq!(article.store.reads, 4);
    assert_eq!(article.log[0].ended_us, 21 * MS);
    assert_eq!(article.tally.absent, 2);
    assert_eq!(with(Code::Corrected, None).store.reads, 2);
    let kept = with(Code::Corrected, Some(5 * S));
    assert_eq!(kept.store.reads, 1);
    assert_eq!(told(&kept)[1], (Found::Hit, Ending::Absent, S + MS));
}

#[test]
fn a_cache_that_refuses_is_gone_round_after_a_round_trip() {
    let with = |code| {
        let (scenario, mut remote) = remote(code, vec![at_once(0, 1), at_once(S, 1)]);
        remote.faults = fault(FaultKind::Refuses, 0, 5 * MS);
        run_remote((scenario, remote))
    };
    // The articles' `catch` writes nothing; the corrected code does, and by then the cache is back.
    let article = with(Code::Article);
    assert_eq!(
        told(&article),
        [
            (Found::Unreachable, Ending::Fresh, 11 * MS),
            (Found::Miss, Ending::Fresh, S + 12 * MS)
        ]
    );
    assert_eq!(article.store.repeated, 0);
    assert_eq!(
        told(&with(Code::Corrected)),
        [
            (Found::Unreachable, Ending::Fresh, 11 * MS),
            (Found::Hit, Ending::Fresh, S + MS)
        ]
    );
}

#[test]
fn without_a_timeout_a_silent_cache_holds_everybody_up() {
    let with = |timeout_us| {
        let (scenario, mut remote) =
            remote(Code::Corrected, vec![at_once(0, 1), at_once(2 * S, 1)]);
        remote.faults = fault(FaultKind::Silent, 0, S);
        remote.timeout_us = timeout_us;
        run_remote((scenario, remote))
    };
    let patient = with(None);
    assert_eq!(told(&patient)[0], (Found::Miss, Ending::Fresh, S + 11 * MS));
    let hasty = with(Some(5 * MS));
    assert_eq!(
        told(&hasty),
        [
            (Found::Unreachable, Ending::Fresh, 15 * MS),
            // The write was given up at 20 ms; the cache did it when it was back.
            (Found::Hit, Ending::Fresh, 2 * S + MS)
        ]
    );
    assert_eq!(hasty.cache.writes_failed, 1);
}

#[test]
fn a_slow_cache_is_worse_than_none() {
    let (mut scenario, mut remote) = remote(Code::Corrected, vec![at_once(S, 1)]);
    scenario.start = Start::Warm { age_us: 0 };
    remote.faults = fault(FaultKind::Slow { factor: 300.0 }, 0, 5 * S);
    let slow = run_remote((scenario.clone(), remote.clone()));
    assert_eq!(told(&slow), [(Found::Hit, Ending::Fresh, S + 300 * MS)]);
    remote.timeout_us = Some(5 * MS);
    let hasty = run_remote((scenario.clone(), remote));
    assert_eq!(
        told(&hasty),
        [(Found::Unreachable, Ending::Fresh, S + 15 * MS)]
    );
    scenario.cache = Cache::None;
    assert_eq!(
        told(&run(&scenario)),
        [(Found::Miss, Ending::Fresh, S + 10 * MS)]
    );
}

#[test]
fn a_timeout_is_over_only_after_its_last_microsecond() {
    let with = |us| {
        let (scenario, mut remote) = remote(Code::Corrected, vec![at_once(0, 1)]);
        remote.round_trip = Delay::Constant { us };
        remote.timeout_us = Some(5 * MS);
        run_remote((scenario, remote)).log[0].found
    };
    assert_eq!(with(5 * MS), Found::Miss);
    assert_eq!(with(5 * MS + 1), Found::Unreachable);
}

#[test]
fn a_flight_lasts_until_the_cache_has_the_value() {
    let (mut scenario, remote) = remote(
        Code::Corrected,
        // The second misses at 11.2 ms, when the value has been read and is not yet kept.
        vec![at_once(0, 1), at_once(10_200, 1)],
    );
    assert_eq!(
        run_remote((scenario.clone(), remote.clone())).store.reads,
        2
    );
    scenario.single_flight = true;
    let outcome = run_remote((scenario, remote));
    assert_eq!(outcome.store.reads, 1);
    assert_eq!(told(&outcome)[1], (Found::Miss, Ending::Fresh, 11_200));
    assert!(outcome.log[1].joined);
}

#[test]
fn a_stale_value_is_served_at_once_while_the_store_is_read() {
    let stale = Scenario {
        start: Start::Warm { age_us: 0 },
        lifetime: Lifetime {
            ttl_us: Some(S),
            stale_while_revalidate_us: S,
            ..Lifetime::DEFAULT
        },
        ..scenario(vec![
            at_once(1_500 * MS, 2),
            at_once(1_601 * MS, 1),
            at_once(5 * S, 1),
        ])
    };
    let expected = [
        (Found::Stale, Ending::Stale, 1_500 * MS),
        (Found::Stale, Ending::Stale, 1_500 * MS),
        (Found::Hit, Ending::Fresh, 1_601 * MS),
        (Found::Miss, Ending::Fresh, 5_100 * MS),
    ];
    let outcome = run(&stale);
    assert_eq!(told(&outcome), expected);
    assert_eq!((outcome.store.refreshes, outcome.store.reads), (2, 3));
    let outcome = run(&Scenario {
        single_flight: true,
        ..stale
    });
    assert_eq!(told(&outcome), expected);
    assert_eq!((outcome.store.refreshes, outcome.store.reads), (1, 2));
    assert_eq!(outcome.store.saved, 1);
}

#[test]
fn a_stale_value_is_served_for_an_error_and_not_for_ever() {
    let mut scenario = Scenario {
        start: Start::Warm { age_us: 0 },
        lifetime: Lifetime {
            ttl_us: Some(S),
            stale_if_error_us: S,
            ..Lifetime::DEFAULT
        },
        ..scenario(vec![
            at_once(1_500 * MS, 2),
            at_once(2 * S, 1),
            at_once(2 * S + 1, 1),
        ])
    };
    scenario.store.faults = fault(FaultKind::Refuses, 0, 10 * S);
    let outcome = run(&scenario);
    assert_eq!(
        told(&outcome),
        [
            (Found::Miss, Ending::Stale, 1_500 * MS),
            (Found::Miss, Ending::Stale, 1_500 * MS),
            (Found::Miss, Ending::Stale, 2 * S),
            (Found::Miss, Ending::Failed, 2 * S + 1),
        ]
    );
    assert_eq!(outcome.store.refused, 4);
    assert_eq!((outcome.tally.stale_hits, outcome.tally.stale), (0, 3));
}

#[test]
fn an_error_that_is_kept_spares_the_store_and_outlasts_its_trouble() {
    let with = |errors_ttl_us| {
        let mut scenario = scenario(vec![at_once(0, 1), at_once(20 * MS, 1), at_once(S, 1)]);
        scenario.store.faults = fault(FaultKind::Refuses, 0, 10 * MS);
        scenario.lifetime.errors_ttl_us = errors_ttl_us;
        run(&scenario)
    };
    assert_eq!(
        told(&with(Some(50 * MS))),
        [
            (Found::Miss, Ending::Failed, 0),
            (Found::Hit, Ending::Failed, 20 * MS),
            (Found::Miss, Ending::Fresh, 1_100 * MS),
        ]
    );
    assert_eq!(told(&with(None))[1], (Found::Miss, Ending::Fresh, 120 * MS));
}

#[test]
fn an_error_does_not_overwrite_what_may_be_served_for_it() {
    let mut scenario = Scenario {
        start: Start::Warm { age_us: 0 },
        lifetime: Lifetime {
            ttl_us: Some(S),
            stale_if_error_us: 2 * S,
            errors_ttl_us: Some(5 * S),
            ..Lifetime::DEFAULT
        },
        ..scenario(vec![
            at_once(2 * S, 1),
            at_once(2_500 * MS, 1),
            at_once(4 * S, 1),
            at_once(5 * S, 1),
        ])
    };
    scenario.store.faults = fault(FaultKind::Refuses, 0, 10 * S);
    assert_eq!(
        told(&run(&scenario)),
        [
            (Found::Miss, Ending::Stale, 2 * S),
            (Found::Miss, Ending::Stale, 2_500 * MS),
            (Found::Miss, Ending::Failed, 4 * S),
            (Found::Hit, Ending::Failed, 5 * S),
        ]
    );
}

#[test]
fn a_client_that_gives_up_does_not_stop_the_work() {
    let scenario = Scenario {
        client_timeout_us: Some(30 * MS),
        ..scenario(vec![
            at_once(0, 1),
            at_once(75 * MS, 1),
            at_once(100 * MS, 1),
        ])
    };
    let outcome = run(&scenario);
    assert_eq!(
        told(&outcome),
        [
            (Found::Miss, Ending::TimedOut, 30 * MS),
            // It gives up at 105 ms, and its read goes on until 175 ms.
            (Found::Miss, Ending::TimedOut, 105 * MS),
            (Found::Hit, Ending::Fresh, 100 * MS),
        ]
    );
    assert_eq!((outcome.store.reads, outcome.tally.timed_out), (2, 2));
}

#[test]
fn an_answer_at_the_last_microsecond_is_in_time() {
    let with = |timeout_us| {
        let outcome = run(&Scenario {
            client_timeout_us: Some(timeout_us),
            ..scenario(vec![at_once(0, 1)])
        });
        outcome.log[0].ending
    };
    assert_eq!(with(100 * MS), Ending::Fresh);
    assert_eq!(with(100 * MS - 1), Ending::TimedOut);
}

#[test]
fn a_deploy_empties_the_cache_and_those_on_their_way_go_on() {
    let scenario = Scenario {
        start: Start::Warm { age_us: 0 },
        emptied_us: vec![S],
        ..scenario(vec![at_once(S - 1, 1), at_once(S, 1), at_once(2 * S, 1)])
    };
    assert_eq!(
        told(&run(&scenario)),
        [
            (Found::Hit, Ending::Fresh, S - 1),
            (Found::Miss, Ending::Fresh, S + 100 * MS),
            (Found::Hit, Ending::Fresh, 2 * S),
        ]
    );
}

#[test]
fn a_bounded_cache_forgets_what_was_used_the_longest_ago() {
    let scenario = Scenario {
        entries_max: Some(2),
        ..scenario(vec![
            of_key(0, 0),
            of_key(200 * MS, 1),
            of_key(400 * MS, 0),
            of_key(500 * MS, 2),
            of_key(700 * MS, 1),
            of_key(900 * MS, 2),
        ])
    };
    let outcome = run(&scenario);
    let found: Vec<Found> = outcome.log.iter().map(|one| one.found).collect();
    let (hit, miss) = (Found::Hit, Found::Miss);
    assert_eq!(found, [miss, miss, hit, miss, miss, hit]);
    assert_eq!((outcome.cache.evicted, outcome.cache.entries_max), (2, 2));
}

#[test]
fn a_warm_start_holds_the_most_popular_keys_that_fit() {
    let scenario = Scenario {
        start: Start::Warm { age_us: 0 },
        entries_max: Some(3),
        ..scenario(vec![of_key(1, 0), of_key(1, 2), of_key(1, 3)])
    };
    let outcome = run(&scenario);
    assert_eq!(
        (
            outcome.tally.hits,
            outcome.tally.misses,
            outcome.cache.evicted
        ),
        (2, 1, 1)
    );
}

#[test]
fn jitter_takes_up_to_its_share_of_the_time_of_an_entry_and_adds_none() {
    // A key each, at half its time, at three quarters, and when all of it is over.
    let hits = |at_us| {
        let outcome = run(&Scenario {
            keys: Keys {
                count: 1_000,
                ..Keys::DEFAULT
            },
            start: Start::Warm { age_us: 0 },
            lifetime: Lifetime {
                ttl_us: Some(S),
                jitter_share: 0.5,
                ..Lifetime::DEFAULT
            },
            ..scenario((0..1_000).map(|key| of_key(at_us, key)).collect())
        });
        outcome.tally.hits
    };
    assert_eq!(hits(S / 2), 1_000);
    // Five standard deviations of a half of a thousand.
    assert!(hits(S / 4 * 3).abs_diff(500) < 80);
    assert_eq!(hits(S + 1), 0);
}

#[test]
fn a_slow_store_and_a_silent_one_keep_their_connections_busy() {
    let with = |kind| {
        let mut scenario = scenario(vec![of_key(0, 0), of_key(1, 1), of_key(5 * S, 2)]);
        scenario.store.concurrency = 1;
        scenario.store.faults = fault(kind, 0, S);
        let outcome = run(&scenario);
        outcome
            .log
            .iter()
            .map(|one| one.ended_us)
            .collect::<Vec<_>>()
    };
    // The second read begins when the first is over, and the trouble with it.
    assert_eq!(
        with(FaultKind::Slow { factor: 20.0 }),
        [2 * S, 2_100 * MS, 5_100 * MS]
    );
    assert_eq!(
        with(FaultKind::Silent),
        [1_100 * MS, 1_200 * MS, 5_100 * MS]
    );
}

#[test]
fn reads_that_wait_when_the_store_goes_down_fail_when_it_is_their_turn() {
    let mut scenario = scenario(vec![of_key(0, 0), of_key(1, 1), of_key(2, 2)]);
    scenario.store.concurrency = 1;
    scenario.store.faults = fault(FaultKind::Refuses, 50 * MS, S);
    let outcome = run(&scenario);
    assert_eq!(
        told(&outcome),
        [
            (Found::Miss, Ending::Fresh, 100 * MS),
            (Found::Miss, Ending::Failed, 100 * MS),
            (Found::Miss, Ending::Failed, 100 * MS),
        ]
    );
    assert_eq!((outcome.store.reads, outcome.store.refused), (3, 2));
}

#[test]
fn what_is_done_after_the_duration_has_a_bucket_of_its_own() {
    let mut scenario = scenario(vec![at_once(10 * S, 2)]);
    scenario.store.concurrency = 1;
    let outcome = run(&scenario);
    assert_eq!(outcome.end_us, 10 * S + 200 * MS);
    assert_eq!(outcome.buckets.len(), 101);
    let last = outcome.buckets[100];
    assert_eq!((last.start_us, last.tally.requests), (10 * S, 2));
    scenario.arrivals = Arrivals::AtOnce {
        groups: vec![at_once(0, 1)],
    };
    let outcome = run(&scenario);
    assert_eq!((outcome.end_us, outcome.buckets.len()), (10 * S, 100));
}
