use std::collections::BTreeSet;

use kernels::{Engine, Kernel, Variant, registry};

use super::super::scaling::BreakEven;
use super::*;
use crate::place::{Moving, THREADS_MAX};

fn spec(kernel: Kernel, variant: Variant) -> Spec {
    let size = registry::kernel(kernel).size_default;
    Spec::new(kernel, variant, Engine::Wasm, size, 3).expect("valid")
}

fn plan(axis: Axis) -> Plan {
    Plan {
        axis,
        largest: spec(Kernel::Primes, Variant::Segmented),
        engine: Engine::Wasm,
        moving: Moving::Transfer,
        places: vec![Place::Main, Place::Worker],
        cores: 4,
        clock_step_ms: 0.1,
        budget_ms: 60_000.0,
        seed: 1,
    }
}

fn sweep(axis: Axis) -> Sweep {
    Sweep::new(plan(axis))
}

/// Takes samples until nothing is to be done. `time_ms` says how long one run of a task takes; what
/// the clock shows of a sample is a multiple of its step.
fn drive(sweep: &mut Sweep, mut time_ms: impl FnMut(&Task) -> f64) -> Vec<Task> {
    let step_ms = sweep.plan.clock_step_ms;
    let mut tasks = Vec::new();
    while let Some(task) = sweep.next() {
        let runs = f64::from(task.calls) * f64::from(task.spec.rounds);
        let elapsed_ms = (runs * time_ms(&task) / step_ms).floor() * step_ms;
        sweep.record(elapsed_ms, elapsed_ms);
        tasks.push(task);
        assert!(tasks.len() < 10_000, "it has no end");
    }
    tasks
}

/// One unit of a size takes so long on the main thread; a worker takes half of that and 2 ms more.
fn half_and_two(task: &Task) -> f64 {
    let alone = task.spec.size as f64 / 1e5;
    match task.place {
        Place::Main => alone,
        _ => 2.0 + alone / 2.0,
    }
}

#[test]
fn sizes_ascend_to_the_largest_whatever_a_size_means() {
    for &kernel in Kernel::ALL {
        for entry in registry::kernel(kernel).variants {
            let largest = spec(kernel, entry.variant);
            let sizes = sizes(&largest, Engine::Wasm);
            assert_eq!(sizes.last(), Some(&largest.size));
            assert!(
                sizes.is_sorted() && sizes.len() >= 3,
                "{kernel:?}: {sizes:?}"
            );
            assert!(sizes[0] >= 1);
        }
    }
    let segmented = spec(Kernel::Primes, Variant::Segmented);
    assert_eq!(sizes(&segmented, Engine::Wasm).len(), SIZES_MAX);
}

#[test]
fn what_hardly_varies_is_measured_until_the_first_look_and_no_longer() {
    let mut sweep = sweep(Axis::Places);
    let mut random = Random::of(1);
    drive(&mut sweep, |task| {
        half_and_two(task) * (1.0 + 0.005 * random.unit())
    });
    assert!(sweep.is_complete() && !sweep.is_time_up());
    let points = 2 * SIZES_MAX;
    let progress = sweep.progress();
    assert_eq!((progress.narrow, progress.points), (points, points));
    assert_eq!(progress.samples, points * LOOKS[0]);
    assert_eq!(sweep.counts(), Some((LOOKS[0], LOOKS[0])));
}

#[test]
fn what_varies_is_measured_on_while_the_rest_is_left_in_peace() {
    let mut sweep = sweep(Axis::Places);
    let mut random = Random::of(2);
    drive(&mut sweep, |task| {
        let noise = if task.point.place == 1 { 1.0 } else { 0.001 };
        half_and_two(task) * (1.0 + noise * random.unit())
    });
    for size in 0..SIZES_MAX {
        let of = |place| sweep.reading(Point { place, size }).expect("measured");
        let (quiet, noisy) = (of(0), of(1));
        assert!(quiet.narrow && quiet.median.count == LOOKS[0], "{quiet:?}");
        assert!(!noisy.narrow && noisy.median.count == LOOKS[2], "{noisy:?}");
    }
}

#[test]
fn each_round_has_every_point_once_in_an_order_that_the_seed_brings_about_again() {
    let order = |seed| {
        let mut sweep = Sweep::new(Plan {
            seed,
            clock_step_ms: 0.001,
            ..plan(Axis::Places)
        });
        // Long enough for no batch to grow and nothing to be warmed up.
        let tasks = drive(&mut sweep, |_| 250.0);
        tasks.iter().map(|task| task.point).collect::<Vec<_>>()
    };
    let points = 2 * SIZES_MAX;
    let all = order(1);
    for round in all.chunks(points) {
        let different: BTreeSet<_> = round.iter().map(|at| (at.place, at.size)).collect();
        assert_eq!(different.len(), points);
    }
    assert_ne!(all[..points], all[points..2 * points]);
    assert_eq!(order(1), all);
    assert_ne!(order(2), all);
}

#[test]
fn what_has_to_be_started_is_started_once_a_round() {
    let mut sweep = sweep(Axis::Threads);
    let places: Vec<usize> = drive(&mut sweep, |_| 250.0)
        .iter()
        .map(|task| task.point.place)
        .collect();
    for round in places.chunks(sweep.plan.places.len() * SIZES_MAX) {
        let changes = round.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert_eq!(changes, sweep.plan.places.len() - 1);
    }
}

#[test]
fn short_work_is_repeated_until_the_step_of_the_clock_does_not_matter() {
    let mut sweep = sweep(Axis::Places);
    let tasks = drive(&mut sweep, half_and_two);
    let least = sweep.sizes[0];
    let of_least: Vec<&Task> = tasks
        .iter()
        .filter(|task| task.spec.size == least)
        .collect();
    // On the page's thread by rounds; beside it each run is handed over, for that is in its price.
    for task in &of_least {
        match task.place {
            Place::Main => assert_eq!(task.calls, 1),
            _ => assert_eq!(task.spec.rounds, 1),
        }
    }
    let batch = |place| sweep.reading(Point { place, size: 0 }).map(|of| of.batch);
    assert!(batch(0) > Some(100), "{:?}", batch(0));
    assert!((Some(4)..=Some(10)).contains(&batch(1)), "{:?}", batch(1));
    let time = sweep
        .reading(Point { place: 0, size: 0 })
        .expect("measured");
    let expected = least as f64 / 1e5;
    assert!(
        (time.median.median / expected - 1.0).abs() < 0.02,
        "{time:?}"
    );
    assert_eq!(time.doubt, None);
}

#[test]
fn a_clock_that_is_too_coarse_is_told_of() {
    let mut sweep = sweep(Axis::Places);
    let mut random = Random::of(3);
    drive(&mut sweep, |task| match task.place {
        // A thousand runs: nothing to be seen; and a few steps.
        Place::Main => 1e-5,
        _ => 2e-4 + 6e-4 * random.unit(),
    });
    for size in 0..SIZES_MAX {
        let of = |place| sweep.reading(Point { place, size }).expect("measured");
        assert_eq!(of(0).doubt, Some(Doubt::Saturated), "{:?}", of(0));
        assert_eq!(of(1).doubt, Some(Doubt::Short), "{:?}", of(1));
        assert!(!of(0).narrow && !of(1).narrow);
        // Zero is no time to compare with.
        assert_eq!(sweep.quickest(size), None);
    }
    assert_eq!(sweep.pays(), []);
}

#[test]
fn a_point_that_is_cold_at_first_is_measured_by_warm_samples_of_one_length() {
    let mut sweep = sweep(Axis::Places);
    let mut runs = [0; 2 * SIZES_MAX];
    drive(&mut sweep, |task| {
        let count = &mut runs[task.point.place * SIZES_MAX + task.point.size];
        *count += 1;
        // Ten times as slow while code is not optimised.
        if *count <= 2 { 15.0 } else { 1.5 }
    });
    for place in 0..2 {
        for size in 0..SIZES_MAX {
            let of = sweep.reading(Point { place, size }).expect("measured");
            assert!((of.median.high - 1.5).abs() < 0.05, "{of:?}");
            assert_eq!((of.median.count, of.doubt), (LOOKS[0], None));
        }
    }
}

#[test]
fn when_the_time_is_up_all_is_kept_and_it_can_be_taken_up_again() {
    let mut sweep = sweep(Axis::Places);
    drive(&mut sweep, |_| 1_000.0);
    assert!(sweep.is_time_up() && !sweep.is_complete());
    let before = sweep.progress();
    assert_eq!((before.samples, before.left_ms), (60, 0.0));
    sweep.go_on();
    // Whoever stops here finds the same state when going on.
    sweep = sweep.clone();
    drive(&mut sweep, |_| 1_000.0);
    assert_eq!(sweep.progress().samples, 120);
    sweep.go_on();
    drive(&mut sweep, |_| 1_000.0);
    assert!(sweep.is_complete());
    assert_eq!(sweep.progress().narrow, 2 * SIZES_MAX);
    assert_eq!(sweep.next(), None);
}

#[test]
fn intervals_hold_the_truth_though_it_is_looked_at_three_times() {
    let mut random = Random::of(4);
    for spread in [0.02, 0.04, 0.07, 0.1, 0.2] {
        let (mut held, cells) = (0_u32, 4_000);
        for _ in 0..cells {
            let mut cell = Cell::new();
            while !cell.done {
                cell.take(1, 1_000.0 * (spread * random.normal()).exp(), 2.0);
            }
            let median = cell.median().expect("samples");
            held += u32::from(median.low <= 1_000.0 && 1_000.0 <= median.high);
        }
        let share = f64::from(held) / f64::from(cells);
        // 0.95, less three standard deviations of such a share.
        assert!(share >= 0.94, "{spread}: {share}");
    }
}

#[test]
fn a_break_even_is_known_by_the_medians_and_by_each_round() {
    let mut sweep = sweep(Axis::Places);
    let mut random = Random::of(5);
    drive(&mut sweep, |task| {
        half_and_two(task) * (1.0 + 0.02 * random.unit())
    });
    let [pays] = sweep.pays()[..] else {
        panic!("one other place");
    };
    let BreakEven::From(size) = pays.from else {
        panic!("{pays:?}");
    };
    // 4 ms on the main thread, 2 ms and half of 4 on the worker.
    assert!((3e5..5e5).contains(&size), "{size}");
    let rounds = pays.rounds.expect("whole rounds");
    let (low, high) = rounds.interval().expect("enough rounds");
    assert!(low < size && size < high && high / low < 2.0, "{rounds:?}");
    assert_eq!((rounds.count, pays.alike), (LOOKS[0], 0));

    let mut sweep = Sweep::new(plan(Axis::Places));
    drive(&mut sweep, |task| match task.place {
        Place::Main => 20.0,
        _ => 10.0,
    });
    let [pays] = sweep.pays()[..] else {
        panic!("one other place");
    };
    assert_eq!((pays.from, pays.alike), (BreakEven::Always, LOOKS[0]));
    assert!(!pays.is_open());
}

#[test]
fn what_rounds_contradict_each_other_about_is_open() {
    let mut sweep = sweep(Axis::Places);
    let mut random = Random::of(8);
    drive(&mut sweep, |task| {
        let time_ms = if task.point.place == 0 { 20.0 } else { 19.9 };
        time_ms * (1.0 + 0.05 * random.unit())
    });
    let [pays] = sweep.pays()[..] else {
        panic!("one other place");
    };
    assert!(pays.alike < LOOKS[0], "{pays:?}");
    assert!(
        pays.is_open() || matches!(pays.from, BreakEven::From(_)),
        "{pays:?}"
    );
    let sure = Pays {
        from: BreakEven::Never,
        rounds: Median::of(&[f64::INFINITY; 8]),
        ..pays
    };
    assert!(!sure.is_open());
    let mixed = [400.0, 500.0, f64::INFINITY, f64::INFINITY];
    let mixed = Median::of(&[mixed, mixed].concat());
    assert!(
        Pays {
            rounds: mixed,
            ..sure
        }
        .is_open()
    );
}

#[test]
fn the_quickest_place_is_named_where_the_rounds_bear_it_out() {
    let quickest = |worker_ms: f64| {
        let mut sweep = sweep(Axis::Places);
        let mut random = Random::of(6);
        drive(&mut sweep, |task| {
            let time_ms = if task.point.place == 0 {
                20.0
            } else {
                worker_ms
            };
            time_ms * (1.0 + 0.04 * random.unit())
        });
        (0..SIZES_MAX)
            .filter_map(|size| sweep.quickest(size))
            .collect::<Vec<_>>()
    };
    assert_eq!(quickest(15.0), [1; SIZES_MAX]);
    // Equal things: eight ratios on one side by chance alone are one case in 128.
    assert_eq!(quickest(20.0), Vec::<usize>::new());
}

#[test]
fn threads_are_tried_beyond_the_cores_and_give_laws_with_the_range_of_the_rounds() {
    let mut sweep = sweep(Axis::Threads);
    assert_eq!(sweep.plan.places.len(), 6);
    let mut random = Random::of(7);
    drive(&mut sweep, |task| {
        let Place::Parallel { threads, .. } = task.place else {
            panic!("threads only");
        };
        100.0 * (0.1 + 0.9 / f64::from(threads)) * (1.0 + 0.01 * random.unit())
    });
    let (size, _) = sweep.scaling().expect("measured");
    assert_eq!(Some(&size), sweep.sizes.last());
    let laws = sweep.laws().expect("measured");
    let serial = laws.serial.expect("whole rounds");
    assert!((laws.amdahl.expect("enough").serial - 0.1).abs() < 0.01);
    assert!(serial.low < 0.1 && 0.1 < serial.high && serial.count == LOOKS[0]);
    assert!(laws.universal.is_ok() && laws.contention.is_some());
    let speed_ups = sweep.speed_ups();
    assert_eq!(speed_ups.len(), 6);
    assert_eq!(speed_ups[0].1.interval(), Some((1.0, 1.0)));
    let (threads, four) = speed_ups[3];
    assert!(threads == 4 && (four.median - 1.0 / 0.325).abs() < 0.05);
    assert_eq!(thread_counts(1), [1, 2, 3, 4]);
    assert_eq!(thread_counts(64).last(), Some(&THREADS_MAX));
}

#[test]
fn a_pool_gets_no_more_jobs_than_a_small_size_has_pieces() {
    let sweep = sweep(Axis::Workers);
    let task = sweep.task(Point {
        place: sweep.plan.places.len() - 1,
        size: 0,
    });
    assert_eq!(task.spec.parts(), 1);
    assert_eq!(
        task.place,
        Place::Pool {
            workers: 8,
            jobs: 1
        }
    );
}

#[test]
fn nothing_to_measure_is_complete() {
    let nowhere = Sweep::new(Plan {
        places: Vec::new(),
        ..plan(Axis::Places)
    });
    assert!(nowhere.is_complete() && nowhere.next().is_none());
    assert_eq!((nowhere.counts(), nowhere.laws()), (None, None));
}

#[test]
fn what_cannot_be_cut_is_not_swept_by_threads() {
    let sieve = spec(Kernel::Primes, Variant::Plain);
    assert!(offered(Axis::Places, &sieve, Engine::Wasm));
    assert!(!offered(Axis::Workers, &sieve, Engine::Wasm));
    assert!(!offered(Axis::Threads, &sieve, Engine::Wasm));
    let segmented = spec(Kernel::Primes, Variant::Segmented);
    assert!(offered(Axis::Workers, &segmented, Engine::Js));
    assert!(!offered(Axis::Threads, &segmented, Engine::Js));
}
