//! Samples: that they have no object in common, leave nothing out, and stand for the whole.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod support;

use std::collections::HashSet;

use cache_sim::engine::{Keys, Runs, Sample, Terms, Trace};
use cache_sim::{Capacity, PolicyId};
use sampling::random::Random;

use support::{seeds, zipf};

const OBJECTS: usize = 20_000;
const ACCESSES: usize = 200_000;

fn popular(seed: u64) -> Trace {
    let mut random = Random::of(seed);
    let mut trace = Trace::default();
    for index in 0..ACCESSES {
        trace.push_number(zipf(&mut random, OBJECTS) as u64);
        trace.size_last(1 + random.next_u64() % 99);
        trace.time_last(index as u32);
        if random.below(10) == 0 {
            trace.write_last();
        }
    }
    trace
}

/// What the objects of a sample are called: by their numbers in the whole trace.
fn keys(trace: &Trace) -> HashSet<u64> {
    match trace.keys() {
        Keys::Numbers { names, .. } => names.iter().copied().collect(),
        Keys::Texts { .. } => HashSet::new(),
    }
}

fn miss_ratio(trace: &Trace, policy: PolicyId, capacity: Capacity) -> f64 {
    let mut runs = Runs::over(trace, Terms::default()).unwrap();
    runs.tally(policy, capacity).unwrap().miss_ratio()
}

#[test]
fn samples_share_no_object_and_leave_none_out() {
    for seed in seeds() {
        let trace = popular(seed);
        let samples: Vec<Sample> = (0..8)
            .map(|index| Sample::of(&trace, 0.125, index))
            .collect();
        let objects: usize = samples
            .iter()
            .map(|sample| keys(sample.trace()).len())
            .sum();
        let accesses: usize = samples.iter().map(|sample| sample.trace().len()).sum();
        let reads: usize = samples.iter().map(|sample| sample.trace().reads()).sum();
        let all: HashSet<u64> = samples
            .iter()
            .flat_map(|sample| keys(sample.trace()))
            .collect();
        assert_eq!(
            all.len(),
            objects,
            "seed {seed}: an object is in two samples"
        );
        // An eighth is a whole number of shares, so eight of them are all.
        assert_eq!(
            (objects, accesses),
            (trace.objects_count(), trace.len()),
            "seed {seed}"
        );
        assert_eq!(reads, trace.reads(), "seed {seed}");
        let even = trace.objects_count() / 8;
        for sample in &samples {
            // Five standard deviations of a binomial count.
            let deviation = 5.0 * (even as f64 * 7.0 / 8.0).sqrt();
            let count = sample.trace().objects_count();
            assert!(
                (count.abs_diff(even) as f64) < deviation,
                "seed {seed}: {count} of {even}"
            );
        }
    }
}

#[test]
fn a_sample_keeps_sizes_times_and_writes() {
    let trace = popular(1);
    let sample = Sample::of(&trace, 0.25, 2);
    let kept = keys(sample.trace());
    let whole = (0..trace.len()).filter(|index| kept.contains(&trace.access(*index).object.into()));
    let mut count = 0;
    for (place, index) in whole.enumerate() {
        let (kept, whole) = (sample.trace().access(place), trace.access(index));
        assert_eq!((kept.size, kept.writes), (whole.size, whole.writes));
        assert_eq!(sample.trace().seconds(place), trace.seconds(index));
        count += 1;
    }
    assert_eq!(count, sample.trace().len());
}

#[test]
fn a_sample_of_all_is_the_whole() {
    let trace = popular(1);
    let sample = Sample::of(&trace, 1.0, 0);
    let capacity = Capacity::Objects(500);
    assert_eq!(sample.capacity(capacity), capacity);
    let mut runs = Runs::over(sample.trace(), Terms::default()).unwrap();
    let tally = runs.tally(PolicyId::Lru, capacity).unwrap();
    let exact = miss_ratio(&trace, PolicyId::Lru, capacity);
    assert!((sample.miss_ratio(tally) - exact).abs() < 1e-12);
}

#[test]
fn samples_stand_for_the_whole() {
    /// Waldspurger and others report a mean error of about 0.01 for samples of thousands of objects; these have 2,000.
    const TOLERANCE: f64 = 0.02;
    let policies = [
        PolicyId::Fifo,
        PolicyId::Lru,
        PolicyId::Lfu,
        PolicyId::Arc,
        PolicyId::WTinyLfu,
        PolicyId::S3Fifo,
        PolicyId::Opt,
    ];
    for seed in seeds() {
        let trace = popular(seed);
        let samples: Vec<Sample> = (0..10)
            .map(|index| Sample::of(&trace, 0.1, index))
            .collect();
        for policy in policies {
            for capacity in [
                Capacity::Objects(500),
                Capacity::Objects(4_000),
                Capacity::Bytes(50_000),
            ] {
                let exact = miss_ratio(&trace, policy, capacity);
                let estimates = samples.iter().map(|sample| {
                    let mut runs = Runs::over(sample.trace(), Terms::default()).unwrap();
                    let tally = runs.tally(policy, sample.capacity(capacity)).unwrap();
                    sample.miss_ratio(tally)
                });
                let mean = estimates.sum::<f64>() / samples.len() as f64;
                println!("seed {seed}: {policy} at {capacity}: {exact:.4}, of samples {mean:.4}");
                assert!(
                    (mean - exact).abs() < TOLERANCE,
                    "seed {seed}: {policy} misses {exact} at {capacity}, samples {mean}"
                );
            }
        }
    }
}
