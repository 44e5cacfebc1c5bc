//! What is known of whole runs without working them step by step: counts that others publish or that a line of
//! arithmetic gives, and laws that hold between policies, sizes and runs.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod support;

use std::collections::{BTreeSet, HashMap};

use cache_sim::engine::{Distances, NEVER, Part, Policy, Runs, Setup, Tally, Terms, Trace, start};
use cache_sim::{Capacity, POLICIES, PolicyId, SimulateError};
use proptest::prelude::*;
use sampling::random::Random;

use support::{Kinds, Step, accesses, cases, hold, objects, seeds, steps, zigzag};

const PLAIN: Kinds = Kinds {
    in_bytes: false,
    writes: false,
    expires: false,
};
const WRITES: Kinds = Kinds {
    writes: true,
    ..PLAIN
};

fn hits(trace: &Trace, policy: PolicyId, objects: u64) -> u64 {
    let mut runs = Runs::over(trace, Terms::default()).unwrap();
    runs.tally(policy, Capacity::Objects(objects)).unwrap().hits
}

/// The accesses among steps. Those that expire are left out.
fn trace(steps: &[Step]) -> Trace {
    let mut trace = Trace::default();
    for access in accesses(steps) {
        trace.push_number(access.object.into());
        trace.size_last(access.size);
        if access.writes {
            trace.write_last();
        }
    }
    trace
}

/// Every policy that can be bounded so.
fn policies(in_bytes: bool) -> impl Iterator<Item = PolicyId> {
    let policies = POLICIES.iter();
    let able = policies.filter(move |policy| policy.in_bytes || !in_bytes);
    able.map(|policy| policy.id)
}

#[test]
fn a_loop_that_does_not_fit_defeats_all_that_make_room_for_the_newest() {
    let trace = Trace::of_numbers((0..500).flat_map(|_| 0..1_011));
    assert_eq!(trace.len(), 505_500);
    for policy in [
        PolicyId::Lru,
        PolicyId::Arc,
        PolicyId::Sieve,
        PolicyId::S3Fifo,
        PolicyId::TwoQ,
    ] {
        assert_eq!(hits(&trace, policy, 512), 0, "{policy}");
    }
    // 507 LIR are hit in each round but the first.
    assert_eq!(hits(&trace, PolicyId::Lirs, 512), 507 * 499);
    assert_eq!(hits(&trace, PolicyId::Lirs, 512), 252_993);
    // The oracle hits as many as fit.
    assert_eq!(hits(&trace, PolicyId::Opt, 512), 512 * 499);
    assert_eq!(hits(&trace, PolicyId::Opt, 512), 255_488);
}

#[test]
fn a_scan_again_and_again_is_a_loop() {
    let trace = Trace::of_numbers((0..25).flat_map(|_| 0..=2_000));
    for policy in [PolicyId::Fifo, PolicyId::Lru, PolicyId::Articles] {
        assert_eq!(hits(&trace, policy, 1_000), 0, "{policy}");
        assert_eq!(hits(&trace, policy, 2_000), 0, "{policy}");
        assert_eq!(hits(&trace, policy, 2_001), 24 * 2_001, "{policy}");
    }
    assert_eq!(hits(&trace, PolicyId::Lirs, 1_000), 24 * 990);
    assert_eq!(hits(&trace, PolicyId::Opt, 1_000), 24 * 1_000);
}

#[test]
fn to_and_fro_lru_is_as_good_as_the_oracle() {
    let trace = Trace::of_numbers((0..52_001).map(|place| zigzag(place, 2_000) as u64));
    // At each of 25 turns, the 999 objects before the turn's own are still there.
    let lru = hits(&trace, PolicyId::Lru, 1_000);
    assert_eq!(lru, 25 * 999);
    let opt = hits(&trace, PolicyId::Opt, 1_000);
    for hits in [lru, opt] {
        let percent = 100.0 * hits as f64 / trace.len() as f64;
        assert!((percent - 48.03).abs() < 0.005, "{percent}");
    }
    assert!(opt >= lru);
}

#[test]
fn fifo_shows_beladys_anomaly() {
    let trace = Trace::of_numbers([1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]);
    let misses = |policy, objects| 12 - hits(&trace, policy, objects);
    assert_eq!(misses(PolicyId::Fifo, 3), 9);
    assert_eq!(misses(PolicyId::Fifo, 4), 10);
    // LRU's contents at one size include those at a smaller one, so this cannot happen to it.
    assert_eq!(misses(PolicyId::Lru, 3), 10);
    assert_eq!(misses(PolicyId::Lru, 4), 8);
    assert_eq!(misses(PolicyId::Opt, 3), 7);
    assert_eq!(misses(PolicyId::Opt, 4), 6);
}

#[test]
fn where_all_fits_only_first_accesses_miss() {
    hold(200, 100, &cases(PLAIN), |case| {
        let trace = trace(&case.steps);
        // Twelve is enough for LIRS and SLRU to have a share in each of their parts.
        let room = trace.objects_count() as u64 + 12;
        for policy in policies(false) {
            let missed = trace.len() as u64 - hits(&trace, policy, room);
            prop_assert_eq!(missed, trace.objects_count() as u64, "{}", policy);
        }
        Ok(())
    });
}

#[test]
fn lru_hits_what_its_stack_distances_say_at_every_size() {
    hold(200, 100, &cases(WRITES), |case| {
        let trace = trace(&case.steps);
        let distances = Distances::of(&trace);
        prop_assert_eq!(distances.requests(), trace.reads() as u64);
        let sizes = trace.objects_count() as u64 + 2;
        for size in 1..sizes.min(60) {
            let simulated = hits(&trace, PolicyId::Lru, size);
            prop_assert_eq!(distances.hits(size as usize), simulated, "at {}", size);
        }
        let all = distances.histogram().iter().sum::<u64>();
        prop_assert_eq!(all, hits(&trace, PolicyId::Lru, sizes));
        Ok(())
    });
}

#[test]
fn nothing_beats_the_oracle_where_objects_are_equal() {
    hold(200, 100, &cases(PLAIN), |case| {
        let trace = trace(&case.steps);
        let best = hits(&trace, PolicyId::Opt, case.capacity.count());
        for policy in policies(false) {
            let hits = hits(&trace, policy, case.capacity.count());
            prop_assert!(
                hits <= best,
                "{} hits {}, the oracle {}",
                policy,
                hits,
                best
            );
        }
        Ok(())
    });
}

/// The most hits that any way to evict gives, found by following them all.
fn most_hits(keys: &[u64], room: usize) -> u64 {
    let mut ways: HashMap<BTreeSet<u64>, u64> = HashMap::from([(BTreeSet::new(), 0)]);
    for key in keys {
        let mut next = HashMap::new();
        let mut reach = |cache: BTreeSet<u64>, hits: u64| {
            let most = next.entry(cache).or_insert(hits);
            *most = hits.max(*most);
        };
        for (cache, hits) in ways {
            let mut with = cache.clone();
            if !with.insert(*key) {
                reach(cache, hits + 1);
            } else if with.len() <= room {
                reach(with, hits);
            } else {
                for victim in &cache {
                    let mut left = with.clone();
                    left.remove(victim);
                    reach(left, hits);
                }
            }
        }
        ways = next;
    }
    ways.into_values().max().unwrap_or_default()
}

#[test]
fn the_oracle_hits_as_often_as_the_best_of_all_ways_to_evict() {
    let keys = prop::collection::vec(0..7_u64, 0..24);
    hold(200, 1_000, &(keys, 1..5_usize), |(keys, room)| {
        let trace = Trace::of_numbers(keys.iter().copied());
        let found = hits(&trace, PolicyId::Opt, room as u64);
        prop_assert_eq!(found, most_hits(&keys, room));
        Ok(())
    });
}

fn started(policy: PolicyId, capacity: Capacity, objects: usize) -> Box<dyn Policy> {
    let setup = Setup {
        capacity,
        objects,
        seed: 7,
    };
    start(policy, setup)
}

#[test]
fn a_checkpoint_goes_on_as_the_original() {
    for in_bytes in [false, true] {
        let kinds = Kinds {
            in_bytes,
            expires: true,
            ..WRITES
        };
        hold(40, 20, &cases(kinds), |case| {
            for policy in policies(in_bytes) {
                let mut original = started(policy, case.capacity, objects(&case.steps));
                let mut accesses = accesses(&case.steps);
                let mut serve = |policy: &mut dyn Policy, steps: &[Step]| {
                    let mut seen = Vec::new();
                    for step in steps {
                        let hit = match *step {
                            Step::Access { .. } => policy.access(accesses.next().unwrap()),
                            Step::Remove(object) if policy.contains(object) => {
                                policy.remove(object);
                                false
                            }
                            Step::Remove(_) => false,
                        };
                        seen.push((hit, policy.used(), policy.queues(), policy.targets()));
                    }
                    seen
                };
                let (first, rest) = case.steps.split_at(case.steps.len() / 2);
                serve(&mut *original, first);
                let mut copy = original.checkpoint();
                let gone_on = serve(&mut *original, rest);
                // The copy has to have stayed where it was meanwhile.
                let mut again = support::accesses(&case.steps).skip(accesses_in(first));
                let mut seen = Vec::new();
                for step in rest {
                    let hit = match *step {
                        Step::Access { .. } => copy.access(again.next().unwrap()),
                        Step::Remove(object) if copy.contains(object) => {
                            copy.remove(object);
                            false
                        }
                        Step::Remove(_) => false,
                    };
                    seen.push((hit, copy.used(), copy.queues(), copy.targets()));
                }
                prop_assert!(gone_on == seen, "{} goes on differently", policy);
            }
            Ok(())
        });
    }
}

fn accesses_in(steps: &[Step]) -> usize {
    accesses(steps).count()
}

/// A trace of one-byte objects with times: `a@5` reads a in second 5, `a!@5` writes it.
fn timed(text: &str) -> Trace {
    let mut trace = Trace::of_texts();
    for word in text.split_whitespace() {
        let (step, second) = word.split_once('@').unwrap();
        let access = accesses(&steps(step)).next().unwrap();
        trace.push_text(&support::name(access.object));
        trace.size_last(1);
        trace.time_last(second.parse().unwrap());
        if access.writes {
            trace.write_last();
        }
    }
    trace
}

/// Hits and requests of a policy with room for ten objects, each of which expires after ten seconds.
fn check_expiry(text: &str, hits: u64, requests: u64) {
    let trace = timed(text);
    let terms = Terms {
        ttl_s: Some(10),
        ..Terms::default()
    };
    let mut runs = Runs::over(&trace, terms).unwrap();
    for policy in policies(false) {
        let tally = runs.tally(policy, Capacity::Objects(10)).unwrap();
        assert_eq!(
            (tally.hits, tally.requests),
            (hits, requests),
            "{policy} over {text}"
        );
    }
}

#[test]
fn an_object_expires_so_long_after_it_was_inserted_under_every_policy() {
    // Inserted at 0, good until 10 inclusive: the hit does not prolong that. Inserted anew at 11, until 21.
    check_expiry("a@0 a@10 a@11 a@21 a@22", 2, 5);
    // Each object has its own time.
    check_expiry("a@0 b@5 a@11 b@15 b@16 a@16", 2, 6);
    // A write sets a new value, with a time of its own; it is no request.
    check_expiry("a@0 a!@8 a@18 a@19", 1, 3);
    // A write to what has expired inserts it.
    check_expiry("a@0 a!@11 a@21 a@22", 1, 3);
}

#[test]
fn what_has_expired_was_never_there() {
    // a is hit, so policies that keep a second queue have it there. When it has expired, all begin with it anew.
    let trace = timed("a@0 a@1 a@2 a@11");
    let terms = Terms {
        ttl_s: Some(10),
        ..Terms::default()
    };
    let mut runs = Runs::over(&trace, terms).unwrap();
    for policy in policies(false) {
        let mut run = runs.start(policy, Capacity::Objects(10)).unwrap();
        assert!(!run.advance(usize::MAX));
        let mut fresh = started(policy, Capacity::Objects(10), 1);
        assert!(!fresh.access(trace.access(0)));
        let (mut seen, mut right) = (run.policy().queues(), fresh.queues());
        if policy == PolicyId::WTinyLfu {
            // Its sketch counts accesses, not objects that it holds.
            for queue in seen.iter_mut().chain(&mut right) {
                queue
                    .entries
                    .iter_mut()
                    .for_each(|(_, frequency)| *frequency = 0);
            }
        }
        assert_eq!(seen, right, "{policy}");
        assert_eq!(run.tally().hits, 2, "{policy}");
    }
}

#[test]
fn nothing_expires_and_nothing_is_bounded_in_bytes_where_a_trace_does_not_tell() {
    let trace = Trace::of_numbers([1, 2, 1]);
    let terms = Terms {
        ttl_s: Some(10),
        ..Terms::default()
    };
    assert_eq!(
        Runs::over(&trace, terms).err(),
        Some(SimulateError::NoTimes)
    );
    let mut runs = Runs::over(&trace, Terms::default()).unwrap();
    let bytes = Capacity::Bytes(10);
    assert_eq!(
        runs.tally(PolicyId::Lru, bytes),
        Err(SimulateError::NoSizes)
    );
    let articles = PolicyId::Articles;
    assert_eq!(
        runs.tally(articles, bytes),
        Err(SimulateError::CountsEntries(articles))
    );
}

/// What a run with expiry comes to, access by access.
fn tally_by_hand(policy: PolicyId, capacity: Capacity, trace: &Trace, ttl_s: u32) -> Tally {
    let mut policy = start(
        policy,
        Setup {
            capacity,
            objects: trace.objects_count(),
            seed: 3,
        },
    );
    let next = trace.next_reads();
    let mut inserted: HashMap<u32, u32> = HashMap::new();
    let mut tally = Tally::default();
    for (index, next) in next.into_iter().enumerate() {
        let access = cache_sim::engine::Access {
            next,
            ..trace.access(index)
        };
        let now = trace.seconds(index);
        let age = inserted.get(&access.object).map_or(0, |then| now - then);
        if policy.contains(access.object) && age > ttl_s {
            policy.remove(access.object);
        }
        let hit = policy.access(access);
        if !hit || access.writes {
            inserted.insert(access.object, now);
        }
        if !access.writes {
            tally.requests += 1;
            tally.bytes += access.size;
            tally.hits += u64::from(hit);
            tally.bytes_missed += if hit { 0 } else { access.size };
        }
    }
    tally
}

#[test]
fn runs_come_to_what_their_accesses_come_to() {
    for in_bytes in [false, true] {
        let kinds = Kinds { in_bytes, ..WRITES };
        let drawn = (cases(kinds), 0..200_u32, 1..50_usize);
        hold(40, 20, &drawn, |(case, ttl_s, stride)| {
            let mut trace = trace(&case.steps);
            let mut random = Random::of(u64::from(ttl_s));
            let mut now = 0;
            for _ in 0..trace.len() {
                now += [0, 0, 1, 1, 2, 5][random.below(6)];
                trace.time_last(now);
            }
            let terms = Terms {
                ttl_s: Some(ttl_s),
                seed: 3,
            };
            let mut runs = Runs::over(&trace, terms).unwrap();
            for policy in policies(in_bytes) {
                let mut run = runs.start(policy, case.capacity).unwrap();
                while run.advance(stride) {}
                prop_assert_eq!(run.done(), trace.len());
                let right = tally_by_hand(policy, case.capacity, &trace, ttl_s);
                prop_assert_eq!(run.tally(), right, "{}", policy);
            }
            Ok(())
        });
    }
}

#[test]
fn what_is_marked_is_what_is_served() {
    hold(40, 20, &cases(WRITES), |case| {
        let trace = trace(&case.steps);
        let next = trace.next_reads();
        for policy in policies(false) {
            let part = Part {
                trace: &trace,
                next: &next,
                range: 0..trace.len(),
            };
            let mut marked = Vec::new();
            started(policy, case.capacity, trace.objects_count()).mark(&part, &mut marked);
            let mut tally = Tally::default();
            started(policy, case.capacity, trace.objects_count()).serve(&part, None, &mut tally);
            let reads = (0..trace.len()).filter(|index| !trace.access(*index).writes);
            let hits = reads.filter(|index| marked[*index]).count();
            prop_assert_eq!(tally.hits, hits as u64, "{}", policy);
        }
        Ok(())
    });
}

#[test]
fn random_evicts_each_as_often() {
    const ROOM: usize = 8;
    const MISSES: usize = 20_000;
    for seed in seeds() {
        let setup = Setup {
            capacity: Capacity::Objects(ROOM as u64),
            objects: ROOM + MISSES,
            seed,
        };
        let mut policy = start(PolicyId::Random, setup);
        let mut residents: Vec<u32> = Vec::new();
        let mut by_age = [0_usize; ROOM];
        for object in 0..setup.objects as u32 {
            let access = cache_sim::engine::Access {
                object,
                size: 1,
                writes: false,
                next: NEVER,
            };
            assert!(!policy.access(access));
            if residents.len() == ROOM {
                let gone = residents
                    .iter()
                    .position(|resident| !policy.contains(*resident));
                by_age[gone.unwrap()] += 1;
                residents.remove(gone.unwrap());
            }
            residents.push(object);
        }
        // Of 20,000, an eighth is 2,500, and five standard deviations are 234.
        let even = by_age
            .iter()
            .all(|count| count.abs_diff(MISSES / ROOM) < 234);
        assert!(even, "seed {seed}: {by_age:?}");
    }
}

#[test]
fn the_same_seed_draws_the_same_lots() {
    let mut random = Random::of(1);
    let trace = Trace::of_numbers((0..5_000).map(|_| random.below(200) as u64));
    let marked = |seed| {
        let setup = Setup {
            capacity: Capacity::Objects(50),
            objects: trace.objects_count(),
            seed,
        };
        let part = Part {
            trace: &trace,
            next: &[],
            range: 0..trace.len(),
        };
        let mut hits = Vec::new();
        start(PolicyId::Random, setup).mark(&part, &mut hits);
        hits
    };
    assert_eq!(marked(1), marked(1));
    assert_ne!(marked(1), marked(2));
    // Uniform accesses leave nothing to choose: a quarter hits. Four standard deviations are 2.5 %.
    let hits = marked(1).iter().skip(200).filter(|hit| **hit).count() as f64;
    assert!((hits / 4_800.0 - 0.25).abs() < 0.025, "{hits}");
}
