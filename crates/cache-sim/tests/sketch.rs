//! The sketch of W-TinyLFU, seen from outside: by the frequencies that its queues show.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod references;
mod support;

use std::collections::{BTreeMap, HashMap};

use cache_sim::engine::{Access, NEVER, Object, Policy, Setup, start};
use cache_sim::{Capacity, PolicyId};
use sampling::random::Random;

use references::{Comparisons, Reference, WTinyLfu};
use support::{seeds, zipf};

const FREQUENCY_MAX: u32 = 15;

fn read(object: Object) -> Access {
    Access {
        object,
        size: 1,
        writes: false,
        next: NEVER,
    }
}

fn started(objects: u64, seed: u64) -> Box<dyn Policy> {
    let setup = Setup {
        capacity: Capacity::Objects(objects),
        objects: 100_000,
        seed,
    };
    start(PolicyId::WTinyLfu, setup)
}

fn frequencies(policy: &dyn Policy) -> BTreeMap<Object, u32> {
    let queues = policy.queues();
    queues.into_iter().flat_map(|queue| queue.entries).collect()
}

/// Some objects with any numbers.
fn some(count: usize, random: &mut Random) -> Vec<Object> {
    let mut objects: Vec<Object> = (0..100_000).collect();
    random.shuffle(&mut objects);
    objects.truncate(count);
    objects
}

#[test]
fn frequencies_are_never_too_low_and_seldom_too_high_before_the_first_halving() {
    for seed in seeds() {
        let mut random = Random::of(seed);
        let (mut looked_at, mut too_high) = (0, 0);
        for _ in 0..40 {
            let objects = some(50, &mut random);
            let mut policy = started(64, seed);
            let mut counts: HashMap<Object, u32> = HashMap::new();
            // Not to be halved yet: 10 times 64 accesses.
            for _ in 0..639 {
                let object = objects[zipf(&mut random, objects.len())];
                policy.access(read(object));
                *counts.entry(object).or_default() += 1;
            }
            for (object, frequency) in frequencies(&*policy) {
                let count = counts[&object].min(FREQUENCY_MAX);
                assert!(
                    frequency >= count,
                    "seed {seed}: {object} has {frequency} of {count}"
                );
                assert!(
                    frequency <= FREQUENCY_MAX,
                    "seed {seed}: {object} has {frequency}"
                );
                looked_at += 1;
                too_high += u32::from(frequency > count);
            }
        }
        // Of four counters, each one collides with one of 49 objects in 256 counters with 17 %; all four with 0.1 %.
        println!("seed {seed}: {too_high} of {looked_at} are too high");
        assert!(
            too_high * 100 < looked_at,
            "seed {seed}: {too_high} of {looked_at}"
        );
    }
}

#[test]
fn counters_are_halved_after_ten_times_the_table() {
    // The table has as many words as objects fit, rounded up to a power of two.
    for (capacity, table) in [(64, 64), (65, 128), (100, 128), (128, 128)] {
        for seed in seeds() {
            let mut random = Random::of(seed);
            // Few enough to be counted eleven times each, and so many that no counter is full by then.
            let objects = some(table * 9 / 10, &mut random);
            let mut policy = started(capacity, seed);
            let mut halved_after = None;
            for (index, object) in objects.iter().cycle().enumerate().take(11 * table) {
                let before = frequencies(&*policy);
                policy.access(read(*object));
                let after = frequencies(&*policy);
                let both = before.into_iter().filter_map(|(object, before)| {
                    let after = *after.get(&object)?;
                    Some((before, after))
                });
                let both: Vec<(u32, u32)> = both.collect();
                if both.iter().all(|(before, after)| after >= before) {
                    continue;
                }
                halved_after = Some(index + 1);
                for (before, after) in both {
                    // The access itself may have raised it first.
                    let right = after == before / 2 || after == before.div_ceil(2);
                    assert!(right, "seed {seed}: {before} became {after}");
                }
                break;
            }
            // Where two objects share all their counters these are full before that, and an access that raises none
            // does not count. The fixed seed draws none such.
            let late = halved_after.and_then(|after| after.checked_sub(10 * table));
            let late_max = if seed == 1 { 0 } else { table / 4 };
            assert!(
                late.is_some_and(|late| late <= late_max),
                "seed {seed}, room for {capacity}: halved after {halved_after:?}"
            );
        }
    }
}

/// Compares what W-TinyLFU admits to what its estimates say.
fn comparisons(objects: u64, seed: u64, draw: impl Fn(&mut Random) -> Object) -> Comparisons {
    let mut random = Random::of(seed);
    let mut policy = started(objects, seed);
    let mut reference = WTinyLfu::new(Capacity::Objects(objects));
    for _ in 0..150_000 {
        let access = read(draw(&mut random));
        let hit = policy.access(access);
        assert_eq!(reference.access(access, &*policy), Ok(hit), "seed {seed}");
    }
    println!("seed {seed}: {:?}", reference.comparisons);
    reference.comparisons
}

#[test]
fn what_is_admitted_is_what_estimates_say() {
    for seed in seeds() {
        // Cold ones, so that no lots are drawn.
        let cold = comparisons(50, seed, |random| random.below(1_000) as Object);
        assert!(cold.all > 100_000, "{cold:?}");
        assert!(cold.surprising * 100 < cold.all, "seed {seed}: {cold:?}");
    }
}

#[test]
fn warm_candidates_are_admitted_now_and_then() {
    for seed in seeds() {
        // 33 are hot, so that 14 others, half as popular, are warm, but not as frequent as what they would evict.
        let warm = comparisons(33, seed, |random| match random.below(80) {
            hot @ 0..66 => hot as Object / 2,
            other => other as Object - 33,
        });
        let (tried, admitted) = (warm.warm as f64, warm.warm_admitted as f64);
        assert!(tried > 5_000.0, "{warm:?}");
        // One in 128; five standard deviations of a binomial count.
        let right = tried / 128.0;
        assert!(
            (admitted - right).abs() < 5.0 * right.sqrt(),
            "seed {seed}: {warm:?}"
        );
    }
}
