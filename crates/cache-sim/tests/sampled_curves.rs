//! Sampled curves: how far they are from what they estimate, and how often their intervals hold it.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod support;

use std::fmt;

use cache_sim::engine::session::{Outside, Session};
use cache_sim::engine::{Limits, Sample, Trace, generate};
use cache_sim::recipe::PRESETS;
use cache_sim::session::{Command, Event, Outcome, Point, Sampling, Terms};
use cache_sim::{Capacity, POLICIES, PolicyId, Recipe, SimulateError};

use support::seeds;

/// As the Cache lab samples.
const SAMPLING: Sampling = Sampling {
    rate: 0.02,
    samples: 4,
};

/// The least size of each curve, and the one from which on they double: from about there on, sizes are sampled.
const SIZE_MIN: u64 = 8;
const SIZE_DOUBLED: u64 = 256;

/// Traces with so many objects that they are sampled, and the most that an estimate may be off. The second has a cliff
/// where the cache holds all that is hot: there, a few hot objects more or less in a sample make much of a difference.
const LARGE: [(&str, f64); 3] = [
    ("zipf(0.9,100000)*200000", 0.04),
    ("shift(60000,0.1,0.9,60000)*200000", 0.25),
    ("mix(0.6*zipf(1,20000)+0.4*scan)*250000", 0.04),
];

/// The same for the presets, of which few are sampled at all.
const PRESET_ERROR_MAX: f64 = 0.04;

/// The most that the estimates of a trace may be off on average.
const MEAN_ERROR_MAX: f64 = 0.02;

/// The least share of all estimates whose interval of 95 % holds what was counted. All policies and sizes of a trace have
/// the same four samples, so they miss together, and the share of a few traces is far from that of many.
const HELD_MIN: f64 = 0.8;

/// Estimates beside what they estimate.
#[derive(Default)]
struct Errors {
    all: Vec<f64>,
    held: usize,
}

impl Errors {
    fn add(&mut self, estimate: Outcome, counted: f64) {
        let error = (estimate.miss_ratio() - counted).abs();
        let reach = estimate.half_width_95().expect("four samples");
        // What does not differ between samples at all differs from the truth by rounding.
        self.held += usize::from(error <= reach + 1e-9);
        self.all.push(error);
    }

    fn mean(&self) -> f64 {
        self.all.iter().sum::<f64>() / self.all.len().max(1) as f64
    }

    fn worst(&self) -> f64 {
        self.all.iter().copied().fold(0.0, f64::max)
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.all.is_empty() {
            return f.write_str("counted");
        }
        write!(
            f,
            "off by {:.4} on average, by {:.4} at most; {} of {} intervals hold",
            self.mean(),
            self.worst(),
            self.held,
            self.all.len()
        )
    }
}

fn session(recipe: &Recipe) -> (Session, u32) {
    let mut session = Session::new(Outside {
        is_cancelled: || false,
        limits: Limits::default(),
    });
    let mut objects = 0;
    let mut keep = |event| {
        if let Event::Loaded(trace) = event {
            objects = trace.objects;
        }
    };
    let command = Command::Generate(recipe.clone());
    session.command(command, None, &mut keep).unwrap();
    (session, objects)
}

fn curve(
    session: &mut Session,
    policy: PolicyId,
    sizes: &[Capacity],
    sampling: Option<Sampling>,
) -> Vec<Point> {
    let mut points = Vec::new();
    let mut share = 0.0;
    let command = Command::Curve {
        policy,
        sizes: sizes.to_vec(),
        terms: Terms::default(),
        sampling,
    };
    let mut keep = |event| match event {
        Event::Point(point) => points.push(point),
        Event::Running { share: now } => {
            assert!(share <= now && now <= 1.0, "from {share} to {now}");
            share = now;
        }
        other => panic!("{other:?}"),
    };
    session.command(command, None, &mut keep).unwrap();
    let found: Vec<Capacity> = points.iter().map(|point| point.size).collect();
    assert_eq!(found, sizes, "{policy}");
    points
}

/// From the least size up to half of the objects.
fn sizes(objects: u32) -> Vec<Capacity> {
    let doubled = std::iter::successors(Some(SIZE_DOUBLED), |size| Some(2 * size));
    (std::iter::once(SIZE_MIN).chain(doubled))
        .take_while(|size| *size <= u64::from(objects) / 2)
        .map(Capacity::Objects)
        .collect()
}

/// The errors of all policies over a trace, printed by size.
fn errors(recipe: &Recipe) -> Errors {
    let (mut session, objects) = session(recipe);
    let sizes = sizes(objects);
    let mut by_size: Vec<Errors> = sizes.iter().map(|_| Errors::default()).collect();
    let mut all = Errors::default();
    for policy in POLICIES.iter().map(|policy| policy.id) {
        let counted = curve(&mut session, policy, &sizes, None);
        let sampled = curve(&mut session, policy, &sizes, Some(SAMPLING));
        for ((counted, sampled), errors) in counted.iter().zip(&sampled).zip(&mut by_size) {
            if matches!(sampled.outcome, Outcome::Exact { .. }) {
                assert_eq!(sampled, counted);
                continue;
            }
            for errors in [errors, &mut all] {
                errors.add(sampled.outcome, counted.outcome.miss_ratio());
            }
        }
        // At which sizes there are samples, all policies but LRU have in common.
        if all.all.is_empty() && policy != PolicyId::Lru {
            break;
        }
    }
    println!("{recipe}: {objects} objects");
    for (size, errors) in sizes.iter().zip(&by_size) {
        println!("{:>8}: {errors}", size.count());
    }
    println!("     all: {all}");
    all
}

#[test]
fn estimates_are_near_what_is_counted_at_every_size() {
    let (mut held, mut count) = (0, 0);
    for seed in seeds() {
        // A recipe's seed has 32 bits.
        let seed = seed & u64::from(u32::MAX >> 1);
        let large = LARGE.map(|(recipe, error_max)| (format!("{recipe}@{seed}"), error_max));
        let presets = PRESETS.iter().filter(|_| seed == 1);
        let presets = presets.map(|preset| (preset.recipe().to_string(), PRESET_ERROR_MAX));
        for (recipe, error_max) in large.into_iter().chain(presets) {
            let errors = errors(&recipe.parse().unwrap());
            let (mean, worst) = (errors.mean(), errors.worst());
            assert!(mean < MEAN_ERROR_MAX, "{recipe}: off by {mean} on average");
            assert!(worst < error_max, "{recipe}: off by {worst}");
            held += errors.held;
            count += errors.all.len();
        }
    }
    let share = held as f64 / count as f64;
    println!("{share:.3} of {count} intervals hold what was counted");
    assert!(share > HELD_MIN, "{share} of {count} intervals");
}

#[test]
fn what_samples_would_not_shorten_is_counted() {
    let (mut session, _) = session(&LARGE[0].0.parse().unwrap());
    let sizes = [8, 399, 400, 3_199, 3_200].map(Capacity::Objects);
    let mut is_sampled = |policy, rate, samples| {
        let sampling = Sampling { rate, samples };
        curve(&mut session, policy, &sizes, Some(sampling))
            .iter()
            .map(|point| matches!(point.outcome, Outcome::Sampled { .. }))
            .collect::<Vec<_>>()
    };
    // There is room for 64 objects in a cache of 400 at a rate of 0.16, of which four samples fit into the whole.
    let from_400 = [false, false, true, true, true];
    assert_eq!(is_sampled(PolicyId::Fifo, 0.02, 4), from_400);
    // Two samples fit at 0.32, too.
    assert_eq!(is_sampled(PolicyId::Fifo, 0.02, 2)[1..3], [true, true]);
    // One pass counts LRU at all sizes.
    assert_eq!(is_sampled(PolicyId::Lru, 0.02, 4), [false; 5]);
    // Four quarters are the whole.
    assert_eq!(is_sampled(PolicyId::Fifo, 0.25, 4), [false; 5]);
    assert_eq!(is_sampled(PolicyId::Fifo, 1.0, 1), [false; 5]);
}

#[test]
fn points_come_in_the_order_in_which_they_were_asked_for() {
    let (mut session, _) = session(&LARGE[2].0.parse().unwrap());
    let sizes = [20_000, 8, 500, 20_000, 1_000].map(Capacity::Objects);
    // `curve` compares the order.
    let points = curve(&mut session, PolicyId::Arc, &sizes, Some(SAMPLING));
    assert_eq!(points[0], points[3]);
}

#[test]
fn sizes_in_bytes_are_refused_where_there_are_none() {
    let (mut session, _) = session(&LARGE[0].0.parse().unwrap());
    let command = Command::Curve {
        policy: PolicyId::Fifo,
        sizes: vec![Capacity::Bytes(1 << 20)],
        terms: Terms::default(),
        sampling: Some(SAMPLING),
    };
    let refused = session.command(command, None, &mut |_| ());
    assert_eq!(refused, Err(SimulateError::NoSizes.into()));
}

#[test]
fn samples_that_are_made_together_are_those_that_are_made_alone() {
    let trace = generate(&LARGE[2].0.parse().unwrap());
    let together = Sample::several(&trace, 0.16, 4);
    assert_eq!(together.len(), 4);
    for (index, sample) in (0..).zip(&together) {
        let alone = Sample::of(&trace, 0.16, index);
        assert_eq!(sample.trace().objects(), alone.trace().objects());
        assert!(sample.trace().len() > 1_000, "{}", sample.trace().len());
        // Objects are numbered as they first appear, and called by their numbers in the whole.
        let mut seen = 0;
        for object in sample.trace().objects() {
            assert!(*object <= seen);
            seen += u32::from(*object == seen);
        }
        assert_eq!(sample.trace().objects_count(), seen as usize);
    }
}

#[test]
fn a_part_of_a_trace_can_be_added_to() {
    let trace = Trace::of_numbers([7, 8, 9, 8]);
    let mut part = trace.of_objects(|object| object != 0);
    assert_eq!(part.objects(), [0, 1, 0]);
    // Its keys are the numbers that objects have in the whole: 1 and 2.
    assert_eq!((part.push_number(2), part.push_number(5)), (1, 2));
    assert_eq!(part.objects_count(), 3);
}
