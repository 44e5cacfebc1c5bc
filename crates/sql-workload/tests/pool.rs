//! A pool in virtual time, held to what must be true of it and to the theory of queues.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use proptest::prelude::*;
use sql_workload::pool::{
    Arrivals, Assumption, EventKind, Leak, Load, PoolConfig, Run, Service, SpanState, WaitEnd,
    deadlock_free_size, mmc, simulate,
};

const MS: u64 = 1_000_000;

/// Requests at such times that each use a connection for so long, in milliseconds.
fn listed(at_ms: &[f64], service_ms: f64) -> Load {
    Load {
        arrivals: Arrivals::Listed {
            at_ms: at_ms.to_vec(),
        },
        service: Service::Measured {
            ms: vec![service_ms],
        },
        duration_ms: 100.0,
        ..Load::DEFAULT
    }
}

fn run(config: &PoolConfig, load: &Load) -> Run {
    simulate(config, load).unwrap()
}

/// What happened, as `time kind connection/request`, in milliseconds.
fn told(run: &Run) -> Vec<String> {
    let number = |number: Option<u32>| number.map_or("-".to_owned(), |number| number.to_string());
    let events = run.events.items.iter().map(|event| {
        format!(
            "{} {:?} {}/{}",
            event.at_ns / MS,
            event.kind,
            number(event.connection),
            number(event.request)
        )
    });
    events.collect()
}

#[test]
fn two_requests_share_a_connection_one_after_the_other() {
    let run = run(&PoolConfig::of_size(1), &listed(&[1.0, 2.0], 5.0));
    assert_eq!(
        told(&run),
        [
            "0 Connect 0/-",
            "1 Acquire 0/0",
            "2 Wait -/1",
            "6 Release 0/0",
            "6 Acquire 0/1",
            "11 Release 0/1",
        ]
    );
    let summary = run.summary;
    assert_eq!((summary.requests, summary.completed), (2, 2));
    assert_eq!(summary.end_ns, 100 * MS);
    assert!((summary.wait.mean_ms - 2.0).abs() < 1e-9);
    assert!((summary.response.max_ms - 9.0).abs() < 1e-9);
    assert!((summary.utilisation - 0.1).abs() < 1e-9);
    assert!((summary.mean_waiting - 0.04).abs() < 1e-9);
    let steps = run
        .queue
        .items
        .iter()
        .map(|step| (step.at_ns / MS, step.waiting));
    assert_eq!(steps.collect::<Vec<_>>(), [(0, 0), (2, 1), (6, 0)]);
    let waits: Vec<_> = run
        .waits
        .items
        .iter()
        .map(|wait| (wait.request, wait.end))
        .collect();
    assert_eq!(waits, [(1, WaitEnd::Acquired)]);
}

#[test]
fn connections_are_opened_when_they_are_needed_and_closed_when_they_are_not() {
    let config = PoolConfig {
        min: 1,
        max: 3,
        connect_ms: 10.0,
        idle_timeout_ms: Some(20.0),
        status_every_ms: 15.0,
        ..PoolConfig::DEFAULT
    };
    let run = run(&config, &listed(&[12.0, 12.0, 12.0], 5.0));
    // The one that came free first was handed on before the second was open.
    assert_eq!(
        told(&run),
        [
            "10 Connect 0/-",
            "12 Acquire 0/0",
            "12 Wait -/1",
            "12 Wait -/2",
            "17 Release 0/0",
            "17 Acquire 0/1",
            "22 Connect 1/-",
            "22 Acquire 1/2",
            "22 Connect 2/-",
            "22 Release 0/1",
            "27 Release 1/2",
            "42 Remove 2/-",
            "42 Remove 0/-",
        ]
    );
    assert_eq!((run.summary.connects, run.summary.removes), (3, 2));
    assert_eq!(run.summary.connections_max, 3);
    let statuses = run.statuses.items.iter().take(3).map(|status| {
        (
            status.total,
            status.connecting,
            status.idle,
            status.active,
            status.waiting,
            status.waiting_max,
        )
    });
    // A program that counts all for active that are not idle says three at the first.
    assert_eq!(
        statuses.collect::<Vec<_>>(),
        [(3, 2, 0, 1, 2, 2), (3, 0, 3, 0, 0, 2), (1, 0, 1, 0, 0, 0)]
    );
}

#[test]
fn who_may_not_wait_is_rejected_at_once() {
    let strict = PoolConfig {
        wait_for_connections: false,
        ..PoolConfig::of_size(2)
    };
    let load = listed(&[1.0, 1.0, 1.0, 2.0, 7.0], 5.0);
    let run = run(&strict, &load);
    assert_eq!((run.summary.completed, run.summary.rejected), (3, 2));
    assert!(told(&run).contains(&"1 Rejected -/2".to_owned()));
    assert_eq!(run.summary.waiting_max, 0);

    let limited = PoolConfig {
        queue_limit: Some(1),
        ..PoolConfig::of_size(2)
    };
    let run = simulate(&limited, &load).unwrap();
    assert_eq!((run.summary.completed, run.summary.rejected), (4, 1));
    assert_eq!(run.summary.waiting_max, 1);

    // A connection that is being opened for somebody is not waited for in the line.
    let opening = PoolConfig {
        min: 0,
        connect_ms: 3.0,
        ..strict
    };
    let run = simulate(&opening, &load).unwrap();
    assert_eq!(run.summary.rejected, 3);
    assert!(told(&run).contains(&"4 Acquire 0/0".to_owned()));
}

#[test]
fn who_waits_too_long_gives_up() {
    let config = PoolConfig {
        acquire_timeout_ms: Some(3.0),
        ..PoolConfig::of_size(1)
    };
    let run = run(&config, &listed(&[1.0, 2.0, 3.0], 5.0));
    assert_eq!(
        told(&run),
        [
            "0 Connect 0/-",
            "1 Acquire 0/0",
            "2 Wait -/1",
            "3 Wait -/2",
            "5 Timeout -/1",
            // At the very moment at which it would give up.
            "6 Release 0/0",
            "6 Acquire 0/2",
            "11 Release 0/2",
        ]
    );
    assert_eq!((run.summary.completed, run.summary.timed_out), (2, 1));
    assert_eq!(run.theory.unmet.last(), Some(&Assumption::NobodyTimedOut));
}

#[test]
fn nested_checkouts_hold_each_other_up_until_a_timeout() {
    let load = Load {
        checkouts: 2,
        ..listed(&[1.0, 1.0], 5.0)
    };
    // Both hold one and want one more.
    let config = PoolConfig {
        acquire_timeout_ms: Some(30.0),
        ..PoolConfig::of_size(2)
    };
    let run = run(&config, &load);
    assert_eq!(run.deadlocks.items.len(), 1);
    let deadlock = run.deadlocks.items[0];
    assert_eq!(
        (deadlock.start_ns, deadlock.end_ns, deadlock.requests),
        (6 * MS, Some(36 * MS), 2)
    );
    // The first gives up and leaves its connection to the second, which then is done.
    assert_eq!((run.summary.completed, run.summary.timed_out), (1, 1));
    let blocked = |run: &Run| {
        let spans = run.spans.items.iter();
        spans
            .filter(|span| span.state == SpanState::Blocked)
            .count()
    };
    assert_eq!(blocked(&run), 2);

    let forever = simulate(&PoolConfig::of_size(2), &load).unwrap();
    assert_eq!(forever.deadlocks.items[0].end_ns, None);
    assert_eq!((forever.summary.stuck, forever.summary.completed), (2, 0));
    assert!(
        forever
            .waits
            .items
            .iter()
            .all(|wait| wait.end == WaitEnd::Stuck)
    );
    // Those who never leave are on one side of Little's law only.
    assert!(forever.waiting.difference > 1.0);

    let enough = simulate(&PoolConfig::of_size(deadlock_free_size(2, 2)), &load).unwrap();
    assert_eq!((enough.deadlocks.total(), enough.summary.completed), (0, 2));
}

#[test]
fn a_leak_is_found_and_exhausts_the_pool() {
    let config = PoolConfig {
        acquire_timeout_ms: Some(10.0),
        leak_threshold_ms: 20.0,
        ..PoolConfig::of_size(2)
    };
    let at_ms: Vec<f64> = (0..8).map(|n| f64::from(n) * 10.0).collect();
    let load = Load {
        leak: Leak::Every { nth: 2 },
        ..listed(&at_ms, 5.0)
    };
    let run = run(&config, &load);
    let suspects = run.suspects.items.iter().map(|suspect| {
        (
            suspect.request,
            suspect.noticed_ns / MS,
            suspect.returned_ns,
        )
    });
    assert_eq!(suspects.collect::<Vec<_>>(), [(1, 30, None), (3, 50, None)]);
    assert_eq!(
        (run.summary.leaked, run.summary.exhausted_ns),
        (2, Some(35 * MS))
    );
    assert_eq!((run.summary.completed, run.summary.timed_out), (4, 4));
    // Nobody who waits holds anything, so this is no deadlock.
    assert_eq!(run.deadlocks.total(), 0);

    // Who only takes long is suspected, and cleared.
    let run = simulate(&config, &listed(&[1.0], 50.0)).unwrap();
    assert_eq!(run.suspects.items[0].returned_ns, Some(51 * MS));
}

#[test]
fn a_broken_connection_is_replaced() {
    let load = Load {
        breaks: 1.0,
        ..listed(&[1.0, 2.0], 5.0)
    };
    let run = run(&PoolConfig::of_size(1), &load);
    assert_eq!(
        told(&run)[1..8],
        [
            "1 Acquire 0/0",
            "2 Wait -/1",
            "6 Error 0/0",
            "6 Remove 0/-",
            "6 Connect 1/-",
            "6 Acquire 1/1",
            "11 Error 1/1",
        ]
    );
    assert_eq!((run.summary.failed, run.summary.connects), (2, 3));
}

#[test]
fn a_program_that_works_on_one_at_a_time_never_waits_for_its_pool() {
    let load = Load {
        threads: Some(1),
        ..listed(&[1.0, 1.0, 1.0], 5.0)
    };
    let run = run(&PoolConfig::of_size(2), &load);
    assert_eq!((run.summary.waiting_max, run.summary.completed), (0, 3));
    // It waits elsewhere.
    assert!((run.summary.response.max_ms - 15.0).abs() < 1e-9);
}

/// The mean of the mean waits of independent runs, its standard error, and what theory says, in milliseconds.
fn against_theory(seed: u32, servers: u32, per_s: f64, service_ms: f64) -> (f64, f64, f64) {
    const RUNS: u32 = 40;
    let means: Vec<f64> = (0..RUNS)
        .map(|number| {
            let load = Load {
                arrivals: Arrivals::Poisson { per_s },
                service: Service::Exponential {
                    mean_ms: service_ms,
                },
                duration_ms: 10_000_000.0 / per_s,
                seed: seed.wrapping_add(number),
                ..Load::DEFAULT
            };
            let run = run(&PoolConfig::of_size(servers), &load);
            assert_eq!(run.theory.unmet, []);
            run.theory.observed_ms
        })
        .collect();
    let count = f64::from(RUNS);
    let mean = means.iter().sum::<f64>() / count;
    let variance = means.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let theory = mmc(servers, per_s, service_ms).unwrap().wait_ms;
    (mean, (variance / count).sqrt(), theory)
}

#[test]
fn waits_are_those_of_erlang() {
    let fresh = u32::try_from(RandomState::new().build_hasher().finish() >> 40).unwrap();
    for seed in [1, fresh] {
        println!("seed {seed}");
        for (servers, load) in [(1, 0.7), (4, 0.8), (10, 0.85)] {
            let per_s = load * f64::from(servers) * 100.0;
            let (mean, error, theory) = against_theory(seed, servers, per_s, 10.0);
            println!("{servers} servers: {mean:.4} ± {error:.4} ms, theory {theory:.4} ms");
            // Five standard errors of 39 degrees of freedom are passed once in some 80,000 times; the empty
            // pool at the beginning takes well under a hundredth off.
            let bound = 5.0 * error + 0.01 * theory;
            assert!((mean - theory).abs() < bound, "seed {seed}");
        }
    }
}

#[test]
fn constant_service_halves_the_wait_as_allen_and_cunneen_say() {
    let load = Load {
        arrivals: Arrivals::Poisson { per_s: 80.0 },
        service: Service::Measured { ms: vec![10.0] },
        duration_ms: 2_000_000.0,
        ..Load::DEFAULT
    };
    let theory = run(&PoolConfig::of_size(1), &load).theory;
    assert_eq!(theory.unmet, [Assumption::ExponentialService]);
    // For one server it is exact (Pollaczek and Khinchine): 20 of 40 ms.
    let expected = theory.allen_cunneen_ms.unwrap();
    assert!((expected - 20.0).abs() < 1e-9);
    assert!(
        (theory.observed_ms - expected).abs() < 1.5,
        "{}",
        theory.observed_ms
    );
}

#[test]
fn what_theory_does_not_cover_is_said() {
    let load = Load {
        arrivals: Arrivals::Poisson { per_s: 500.0 },
        checkouts: 2,
        leak: Leak::Share { share: 0.1 },
        threads: Some(5),
        duration_ms: 1_000.0,
        ..Load::DEFAULT
    };
    let config = PoolConfig {
        min: 0,
        connect_ms: 1.0,
        queue_limit: Some(0),
        ..PoolConfig::of_size(4)
    };
    let theory = run(&config, &load).theory;
    assert_eq!(theory.mmc, None);
    assert_eq!(
        theory.unmet,
        [
            Assumption::Stability,
            Assumption::OneCheckout,
            Assumption::NoFaults,
            Assumption::UnlimitedThreads,
            Assumption::NobodyRejected,
            Assumption::ConnectionsOpen,
        ]
    );
}

#[test]
fn lists_are_bounded_and_say_what_they_left_out() {
    let load = Load {
        arrivals: Arrivals::Poisson { per_s: 10_000.0 },
        service: Service::Exponential { mean_ms: 0.9 },
        ..Load::DEFAULT
    };
    let run = run(&PoolConfig::of_size(10), &load);
    assert_eq!(run.events.items.len(), sql_workload::pool::EVENTS_MAX);
    // Each request has an acquire and a release.
    assert!(run.events.total() > run.summary.requests * 2);
    assert!(run.spans.left_out > 0);
    let json = serde_json::to_string(&run.summary).unwrap();
    assert!(json.contains("\"timedOut\":0"), "{json}");
}

fn configs() -> impl Strategy<Value = PoolConfig> {
    let optional = |range| prop::option::of(range);
    (
        (1_u32..8, 0_u32..8),
        optional(1.0..60.0_f64),
        prop::option::of(0_u32..6),
        any::<bool>(),
        0.0..8.0_f64,
        optional(1.0..50.0_f64),
    )
        .prop_map(
            |((max, min), acquire_timeout_ms, queue_limit, waits, connect_ms, idle_timeout_ms)| {
                PoolConfig {
                    min: min.min(max),
                    max,
                    acquire_timeout_ms,
                    queue_limit,
                    wait_for_connections: waits,
                    connect_ms,
                    idle_timeout_ms,
                    status_every_ms: 20.0,
                    leak_threshold_ms: 30.0,
                }
            },
        )
}

fn loads() -> impl Strategy<Value = Load> {
    let leak = prop_oneof![
        3 => Just(Leak::Never),
        1 => (0.0..0.3_f64).prop_map(|share| Leak::Share { share }),
        1 => (1_u32..20).prop_map(|nth| Leak::Every { nth }),
    ];
    let service = prop_oneof![
        (0.1..20.0_f64).prop_map(|mean_ms| Service::Exponential { mean_ms }),
        prop::collection::vec(0.0..20.0_f64, 1..5).prop_map(|ms| Service::Measured { ms }),
    ];
    (
        10.0..1_000.0_f64,
        service,
        1_u32..=4,
        leak,
        prop_oneof![Just(0.0), 0.0..0.3_f64],
        prop::option::of(1_u32..20),
        any::<u32>(),
    )
        .prop_map(
            |(per_s, service, checkouts, leak, breaks, threads, seed)| Load {
                arrivals: Arrivals::Poisson { per_s },
                service,
                checkouts,
                leak,
                breaks,
                threads,
                duration_ms: 300.0,
                seed,
            },
        )
}

/// Who holds what, replayed from the events.
fn replay(config: &PoolConfig, run: &Run) -> Result<(), TestCaseError> {
    let mut open = BTreeMap::new();
    let mut line = std::collections::VecDeque::new();
    let mut now = 0;
    for event in &run.events.items {
        prop_assert!(event.at_ns >= now);
        now = event.at_ns;
        let connection = event.connection.unwrap_or(u32::MAX);
        match event.kind {
            EventKind::Connect => prop_assert_eq!(open.insert(connection, None), None),
            EventKind::Acquire => {
                let request = event.request;
                prop_assert_eq!(open.insert(connection, request), Some(None));
                if let Some(first) = line.pop_front() {
                    // Whoever waits longest is first; nobody comes in between.
                    prop_assert_eq!(first, request);
                }
            }
            EventKind::Wait => line.push_back(event.request),
            EventKind::Timeout => prop_assert_eq!(line.pop_front(), Some(event.request)),
            EventKind::Release => {
                prop_assert_eq!(open.insert(connection, None), Some(event.request));
            }
            EventKind::Error => prop_assert_eq!(open.get(&connection), Some(&event.request)),
            EventKind::Remove => prop_assert!(open.remove(&connection).is_some()),
            EventKind::Rejected => {}
        }
        prop_assert!(open.len() <= config.max as usize);
    }
    prop_assert_eq!(line.len() as u64 <= run.summary.stuck, true);
    Ok(())
}

proptest! {
    #[test]
    fn a_pool_keeps_its_promises(config in configs(), load in loads()) {
        let run = simulate(&config, &load).unwrap();
        prop_assert_eq!(&run, &simulate(&config, &load).unwrap());
        let summary = run.summary;
        prop_assert!(summary.connections_max <= config.max);
        prop_assert_eq!(
            summary.requests,
            summary.completed + summary.timed_out + summary.rejected + summary.failed + summary.stuck
        );
        prop_assert!(summary.utilisation <= 1.0 + 1e-12);
        replay(&config, &run)?;
        // Nobody is stuck but in a deadlock without end, or where all is leaked.
        if config.acquire_timeout_ms.is_some() {
            prop_assert_eq!(summary.stuck, 0);
        }
        if summary.stuck == 0 {
            for law in [run.waiting, run.system] {
                prop_assert!(law.difference.abs() < 1e-9 * law.mean_number.max(1.0), "{:?}", law);
            }
        } else {
            let is_for_ever = run.deadlocks.items.iter().any(|one| one.end_ns.is_none());
            prop_assert!(is_for_ever || summary.exhausted_ns.is_some());
        }
    }

    #[test]
    fn lanes_hold_one_connection_at_a_time(config in configs(), load in loads()) {
        let run = simulate(&config, &load).unwrap();
        let mut spans = run.spans.items.clone();
        prop_assume!(run.spans.left_out == 0);
        spans.sort_by_key(|span| (span.lane, span.start_ns));
        for pair in spans.windows(2) {
            prop_assert!(pair[0].lane < config.max && pair[0].start_ns < pair[0].end_ns);
            if pair[0].lane == pair[1].lane {
                prop_assert!(pair[0].end_ns <= pair[1].start_ns, "{:?}", pair);
            }
        }
        prop_assert!(spans.iter().all(|span| span.end_ns <= run.summary.end_ns));
    }

    #[test]
    fn a_pool_of_the_formulas_size_has_no_deadlock(load in loads(), threads in 1_u32..12) {
        let load = Load { threads: Some(threads), leak: Leak::Never, ..load };
        let config = PoolConfig::of_size(deadlock_free_size(threads, load.checkouts));
        let run = simulate(&config, &load).unwrap();
        prop_assert_eq!(run.deadlocks.total(), 0);
        prop_assert_eq!(run.summary.stuck, 0);
    }

    #[test]
    fn the_load_does_not_depend_on_the_pool(one in configs(), other in configs(), load in loads()) {
        let requests = |config| simulate(&config, &load).unwrap().summary.requests;
        prop_assert_eq!(requests(one), requests(other));
    }
}
