use kernels::{Kernel, Variant, primes};

use timeline::Thread;
use timeline::fixtures::lanes;

use super::*;

/// A run whose frames follow one another from its start.
pub(crate) fn run(place: Place, compute_ms: f64, gaps: &[f64]) -> Run {
    let mut at = 1_000.0;
    let frames = gaps
        .iter()
        .map(|&gap_ms| {
            let start_ms = at;
            at += gap_ms;
            Frame { start_ms, gap_ms }
        })
        .collect();
    let thread = match place {
        Place::Main | Place::Sliced { .. } => Thread::Main,
        _ => Thread::Worker(0),
    };
    Run {
        number: 1,
        turn: Turn::default(),
        computation: Spec {
            kernel: Kernel::Primes,
            variant: Variant::Plain,
            size: 10,
            rounds: 1,
            picture: None,
        },
        engine: Engine::Wasm,
        place,
        moving: Moving::Transfer,
        ending: Ending::Finished {
            outcome: Outcome::Primes(primes::Outcome::default()),
            check: Check::Agrees,
        },
        lanes: vec![Lane::new(
            thread,
            vec![Span::between(Phase::Compute, 1_000.0, 1_000.0 + compute_ms)],
        )],
        starts: Vec::new(),
        frames,
        long_frames: Vec::new(),
        interactions: Interactions::default(),
        start_ms: 1_000.0,
        end_ms: 1_000.0 + compute_ms,
        clock_step_ms: None,
        trust: Trust::Good,
    }
}

/// The same, while the page was hidden.
pub(crate) fn hidden(run: Run) -> Run {
    Run {
        trust: Trust::Void(vec![Reason::Hidden]),
        ..run
    }
}

pub(crate) const POOL: Place = Place::Pool {
    workers: 2,
    jobs: 8,
};

#[test]
fn frames_before_and_after_the_run_do_not_count() {
    let mut run = run(Place::Worker, 50.0, &[16.0, 16.0, 16.0, 16.0]);
    run.frames.insert(
        0,
        Frame {
            start_ms: 0.0,
            gap_ms: 990.0,
        },
    );
    run.frames.push(Frame {
        start_ms: 1_064.0,
        gap_ms: 800.0,
    });
    assert_eq!(run.longest_frame_ms(), Some(16.0));
}

#[test]
fn computing_on_several_threads_counts_from_the_first_to_the_last() {
    let mut pool = run(POOL, 100.0, &[16.0]);
    pool.lanes.extend(lanes("worker 1: compute 1050-1180"));
    assert_eq!(pool.compute_ms(), Some(180.0));

    // The frames that are let through before it are no part of work on the main thread.
    let mut main = run(Place::Main, 100.0, &[16.0]);
    main.start_ms -= 33.0;
    assert!((main.total_ms() - 133.0).abs() < 1e-9 && (main.work_ms() - 100.0).abs() < 1e-9);

    let mut sliced = run(Place::Sliced { slice_ms: 12 }, 12.0, &[16.0]);
    sliced.lanes[0]
        .spans
        .push(Span::between(Phase::Compute, 1_100.0, 1_112.0));
    assert_eq!(sliced.compute_ms(), Some(24.0));
}
