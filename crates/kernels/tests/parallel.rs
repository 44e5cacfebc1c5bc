//! Several threads compute what one computes.

mod support;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

use kernels::engine::{ParallelRan, Watch, run_parallel};
use kernels::registry::Cut;
use kernels::{Engine, Kernel, RunError, Schedule, Share, Variant};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use support::{Run, hold, runs, spec, variants};
use timeline::{Phase, Thread};

/// Writes down what it is told, and ends the run after so many parts.
struct Notes {
    start: Instant,
    begun: Mutex<Vec<(u64, usize, usize, usize)>>,
    parts_done: AtomicU64,
    parts_max: u64,
}

impl Notes {
    fn new(parts_max: u64) -> Self {
        Self {
            start: Instant::now(),
            begun: Mutex::default(),
            parts_done: AtomicU64::new(0),
            parts_max,
        }
    }
}

impl Watch for Notes {
    fn begin(&self, parts_total: u64, output: &[u8], owners: &[AtomicU8]) {
        let nobody = |owner: &AtomicU8| owner.load(Ordering::Relaxed) == 0;
        assert!(owners.iter().all(nobody), "nothing is done yet");
        let begun = (
            parts_total,
            output.as_ptr() as usize,
            output.len(),
            owners.len(),
        );
        self.begun.lock().expect("sound").push(begun);
    }

    fn part_done(&self) {
        self.parts_done.fetch_add(1, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.parts_done.load(Ordering::Relaxed) >= self.parts_max
    }

    fn now_ms(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1e3
    }

    fn thread(&self) -> usize {
        rayon::current_thread_index().expect("a thread of the pool")
    }
}

fn pools() -> Vec<ThreadPool> {
    (1..=4)
        .map(|threads| {
            ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("starts")
        })
        .collect()
}

fn run_by(
    pool: &ThreadPool,
    run: &Run,
    schedule: Schedule,
    notes: &Notes,
) -> Result<ParallelRan, RunError> {
    let (threads, input) = (pool.current_num_threads(), run.whole_picture());
    pool.install(|| run_parallel(run.spec, input, schedule, threads, notes))
}

fn cuttable() -> Vec<(Kernel, Variant)> {
    let mut variants = variants(Engine::Wasm);
    variants.retain(|&(kernel, variant)| {
        let entry = kernels::registry::variant(kernel, variant).expect("there");
        matches!(entry.cut, Cut::Parts(_))
    });
    variants
}

#[test]
fn any_number_of_threads_gives_what_one_gives() {
    let pools = pools();
    let schedules = proptest::sample::select(Schedule::ALL);
    hold(
        150,
        &(runs(cuttable()), 0..pools.len(), schedules),
        |(run, pool, schedule)| {
            let pool = &pools[pool];
            let one = kernels::run(run.spec, Share::WHOLE, run.whole_picture(), &mut |_| ())
                .expect("fits");
            let notes = Notes::new(u64::MAX);
            let ran = run_by(pool, &run, schedule, &notes).expect("fits");

            prop_assert_eq!(&ran.outcome, &one.outcome);
            prop_assert_eq!(&ran.output, &one.output);
            let total = run.spec.parts() * u64::from(run.spec.rounds);
            prop_assert_eq!(notes.parts_done.into_inner(), total);
            let begun = notes.begun.into_inner().expect("sound");
            prop_assert_eq!(
                begun,
                [(
                    total,
                    ran.output.as_ptr() as usize,
                    ran.output.len(),
                    ran.owners.len()
                )]
            );

            prop_assert_eq!(ran.owners.len() as u64, run.spec.parts());
            let threads = pool.current_num_threads();
            prop_assert!(ran.owners.iter().all(|&owner| usize::from(owner) < threads));
            prop_assert_eq!(ran.lanes.len(), threads);
            for (thread, lane) in ran.lanes.iter().enumerate() {
                prop_assert_eq!(lane.thread, Thread::Sub(thread));
                prop_assert!(
                    lane.spans
                        .windows(2)
                        .all(|two| two[0].end_ms() <= two[1].start_ms)
                );
                prop_assert!(lane.spans.iter().all(|span| span.phase == Phase::Compute));
                if ran.owners.iter().any(|&owner| usize::from(owner) == thread) {
                    prop_assert!(!lane.spans.is_empty());
                }
            }
            Ok(())
        },
    );
}

#[test]
fn in_equal_bands_each_thread_has_one_and_they_lie_in_order() {
    let run = Run::on_generated(spec(Kernel::Mandelbrot, Variant::Plain, 90, 2));
    for pool in pools() {
        let ran = run_by(&pool, &run, Schedule::Static, &Notes::new(u64::MAX)).expect("fits");
        let threads = pool.current_num_threads();
        let expected: Vec<u8> = (0..90_usize)
            .map(|row| u8::try_from((row * threads + threads - 1) / 90).expect("few"))
            .collect();
        let mut owners = ran.owners.clone();
        owners.dedup();
        assert_eq!(owners.len(), threads, "{:?} for {expected:?}", ran.owners);
        assert!(owners.is_sorted());
    }
}

#[test]
fn a_run_ends_early_where_it_is_told_to() {
    let run = Run::on_generated(spec(Kernel::Mandelbrot, Variant::Plain, 200, 5));
    for pool in pools() {
        for &schedule in Schedule::ALL {
            let notes = Notes::new(150);
            assert_eq!(
                run_by(&pool, &run, schedule, &notes),
                Err(RunError::Cancelled)
            );
            // What threads had begun, they did.
            let most = 150 + pool.current_num_threads() as u64;
            assert!((150..=most).contains(&notes.parts_done.into_inner()));
        }
    }
}

#[test]
fn what_cannot_be_cut_is_refused_in_words() {
    let pool = &pools()[1];
    for (kernel, variant) in [
        (Kernel::Primes, Variant::Plain),
        (Kernel::Fibonacci, Variant::Doubling),
    ] {
        let run = Run::on_generated(spec(kernel, variant, 50, 1));
        let error = run_by(pool, &run, Schedule::Stealing, &Notes::new(u64::MAX)).expect_err("no");
        let message = error.to_string();
        assert!(
            message.contains(kernel.id()) && message.contains("step"),
            "{message}"
        );
    }
}
