//! The names of the texts that name this lab's things, and sentences made of them.

use kernels::registry::Refusal;
use kernels::{Engine, Kernel, Outcome, Schedule, Spec, Strategy, Variant};
use timeline::{Phase, Thread};

use super::presenter::{Check, Ending};
use super::sweep::Axis;
use crate::place::{Moving, Place};
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;
use crate::ui::timeline::Fill;

/// A kernel's name and what it is.
pub(super) const fn kernel(kernel: Kernel) -> (&'static str, &'static str) {
    match kernel {
        Kernel::Primes => ("kernel-primes", "kernel-primes-explained"),
        Kernel::Fibonacci => ("kernel-fibonacci", "kernel-fibonacci-explained"),
        Kernel::Matrix => ("kernel-matrix", "kernel-matrix-explained"),
        Kernel::BlurGrey => ("kernel-blur-grey", "kernel-blur-grey-explained"),
        Kernel::BlurRgba => ("kernel-blur-rgba", "kernel-blur-rgba-explained"),
        Kernel::Roots => ("kernel-roots", "kernel-roots-explained"),
        Kernel::Mandelbrot => ("kernel-mandelbrot", "kernel-mandelbrot-explained"),
    }
}

/// What a kernel's size counts, with the range.
pub(super) const fn size_hint(kernel: Kernel) -> &'static str {
    match kernel {
        Kernel::Primes => "size-hint-primes",
        Kernel::Fibonacci => "size-hint-fibonacci",
        Kernel::Matrix => "size-hint-matrix",
        Kernel::BlurGrey | Kernel::BlurRgba => "size-hint-blur",
        Kernel::Roots => "size-hint-roots",
        Kernel::Mandelbrot => "size-hint-mandelbrot",
    }
}

/// A variant's name and what it is.
pub(super) const fn variant(variant: Variant) -> (&'static str, &'static str) {
    match variant {
        Variant::Plain => ("variant-plain", "variant-plain-explained"),
        Variant::Segmented => ("variant-segmented", "variant-segmented-explained"),
        Variant::Doubling => ("variant-doubling", "variant-doubling-explained"),
        Variant::Reordered => ("variant-reordered", "variant-reordered-explained"),
        Variant::Separable => ("variant-separable", "variant-separable-explained"),
        Variant::Unrolled => ("variant-unrolled", "variant-unrolled-explained"),
        Variant::Shortcut => ("variant-shortcut", "variant-shortcut-explained"),
        Variant::Simd => ("variant-simd", "variant-simd-explained"),
    }
}

/// An engine's name and what it is.
pub(super) const fn engine(engine: Engine) -> (&'static str, &'static str) {
    match engine {
        Engine::Wasm => ("engine-wasm", "engine-wasm-explained"),
        Engine::Js => ("engine-js", "engine-js-explained"),
    }
}

/// A strategy's name and what it is.
pub(super) const fn strategy(strategy: Strategy) -> (&'static str, &'static str) {
    match strategy {
        Strategy::Main => ("strategy-main", "strategy-main-explained"),
        Strategy::Sliced => ("strategy-sliced", "strategy-sliced-explained"),
        Strategy::Worker => ("strategy-worker", "strategy-worker-explained"),
        Strategy::Pool => ("strategy-pool", "strategy-pool-explained"),
        Strategy::Parallel => ("strategy-parallel", "strategy-parallel-explained"),
    }
}

/// A schedule's name and what it is.
pub(super) const fn schedule(schedule: Schedule) -> (&'static str, &'static str) {
    match schedule {
        Schedule::Stealing => ("schedule-stealing", "schedule-stealing-explained"),
        Schedule::Static => ("schedule-static", "schedule-static-explained"),
    }
}

/// A way's name and what it is.
pub(super) const fn moving(moving: Moving) -> (&'static str, &'static str) {
    match moving {
        Moving::Clone => ("moving-clone", "moving-clone-explained"),
        Moving::Transfer => ("moving-transfer", "moving-transfer-explained"),
        Moving::Share => ("moving-share", "moving-share-explained"),
    }
}

/// A sweep's axis' name and what it is.
pub(super) const fn axis(axis: Axis) -> (&'static str, &'static str) {
    match axis {
        Axis::Places => ("sweep-places", "sweep-places-explained"),
        Axis::Workers => ("sweep-workers", "sweep-workers-explained"),
        Axis::Threads => ("sweep-threads", "sweep-threads-explained"),
    }
}

/// Why a strategy or an engine is not offered.
pub(super) const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotOnEngine => "refusal-engine",
        Refusal::NoSharedValues => "refusal-shared-values",
        Refusal::CannotBeCut => "refusal-cut",
    }
}

/// A phase's name, explanation, colour and filling.
pub(super) const fn phase(phase: Phase) -> (&'static str, &'static str, &'static str, Fill) {
    match phase {
        Phase::Spawn => (
            "phase-spawn",
            "phase-spawn-explained",
            "--series-1",
            Fill::Hatched,
        ),
        Phase::Compile => (
            "phase-compile",
            "phase-compile-explained",
            "--series-2",
            Fill::Solid,
        ),
        Phase::Queue => (
            "phase-queue",
            "phase-queue-explained",
            "--series-3",
            Fill::Outlined,
        ),
        Phase::Transfer => (
            "phase-transfer",
            "phase-transfer-explained",
            "--series-4",
            Fill::Hatched,
        ),
        Phase::Copy => (
            "phase-copy",
            "phase-copy-explained",
            "--series-7",
            Fill::Solid,
        ),
        Phase::Compute => (
            "phase-compute",
            "phase-compute-explained",
            "--series-5",
            Fill::Solid,
        ),
        Phase::Return => (
            "phase-return",
            "phase-return-explained",
            "--series-6",
            Fill::Hatched,
        ),
    }
}

impl Speech {
    /// Where something ran, with the figures of the place.
    pub(super) fn place(self, place: Place) -> String {
        let number = |figure: u32| figures::count(self.locale(), u64::from(figure)).into();
        match place {
            Place::Main => self.say("strategy-main"),
            Place::Sliced { slice_ms } => {
                self.say_with("place-sliced", &[("slice", number(slice_ms))])
            }
            Place::Worker => self.say("strategy-worker"),
            Place::Pool { workers, jobs } => self.say_with(
                "place-pool",
                &[
                    ("workers", Arg::Count(u64::from(workers))),
                    ("jobs", Arg::Count(u64::from(jobs))),
                ],
            ),
            Place::Parallel { threads, schedule } => self.say_with(
                "place-parallel",
                &[
                    ("threads", Arg::Count(u64::from(threads))),
                    ("schedule", self.say(self::schedule(schedule).0).into()),
                ],
            ),
        }
    }

    /// What was computed, with its figures.
    pub(super) fn work(self, spec: &Spec) -> String {
        let size = match spec.picture {
            Some(extent) => self.extent(extent.width, extent.height),
            None if spec.extent().is_some() => {
                let side = u32::try_from(spec.size).unwrap_or(u32::MAX);
                self.extent(side, side)
            }
            None => figures::count(self.locale(), spec.size),
        };
        self.say_with(
            "work",
            &[
                ("kernel", self.say(kernel(spec.kernel).0).into()),
                ("variant", self.say(variant(spec.variant).0).into()),
                ("size", size.into()),
                (
                    "rounds",
                    figures::count(self.locale(), u64::from(spec.rounds)).into(),
                ),
            ],
        )
    }

    fn extent(self, width: u32, height: u32) -> String {
        let count = |figure: u32| figures::count(self.locale(), u64::from(figure));
        format!("{} × {}", count(width), count(height))
    }

    /// Whose lane it is.
    pub(super) fn thread(self, thread: Thread) -> String {
        let number = |index: usize| (index + 1).to_string().into();
        match thread {
            Thread::Main => self.say("row-main"),
            Thread::Worker(slot) => self.say_with("row-worker", &[("number", number(slot))]),
            Thread::Sub(index) => self.say_with("row-thread", &[("number", number(index))]),
        }
    }

    /// What came out of a run, and whether it is right.
    pub(super) fn ending(self, ending: &Ending) -> String {
        match ending {
            Ending::Cancelled => self.say("ending-cancelled"),
            Ending::Failed(message) => {
                self.say_with("ending-failed", &[("message", message.as_str().into())])
            }
            Ending::Finished { outcome, check } => {
                format!("{} {}", self.outcome(outcome), self.check(check))
            }
        }
    }

    fn outcome(self, outcome: &Outcome) -> String {
        let locale = self.locale();
        match outcome {
            Outcome::Primes(primes) => self.say_with(
                "result-primes",
                &[("count", figures::count(locale, primes.count).into())],
            ),
            Outcome::Fibonacci(fibonacci) => self.say_with(
                "result-fibonacci",
                &[("value", figures::count(locale, fibonacci.value).into())],
            ),
            Outcome::Matrix(matrix) => self.say_with(
                "result-matrix",
                &[(
                    "rows",
                    figures::count(locale, matrix.fingerprint.len() as u64).into(),
                )],
            ),
            Outcome::Blur(blur) => self.say_with(
                "result-blur",
                &[("sum", figures::count(locale, blur.sum).into())],
            ),
            Outcome::Roots(roots) => self.say_with(
                "result-roots",
                &[("sum", figures::number(locale, roots.sum(), 3).into())],
            ),
            Outcome::Mandelbrot(mandelbrot) => self.say_with(
                "result-mandelbrot",
                &[
                    ("steps", figures::count(locale, mandelbrot.steps).into()),
                    ("inside", figures::count(locale, mandelbrot.inside).into()),
                ],
            ),
        }
    }

    fn check(self, check: &Check) -> String {
        match check {
            Check::Pending => self.say("check-pending"),
            Check::Agrees => self.say("check-agrees"),
            Check::Differs(error) => self.say_with(
                "check-differs",
                &[
                    ("what", error.what.as_str().into()),
                    ("found", error.found.as_str().into()),
                    ("expected", error.expected.as_str().into()),
                ],
            ),
            Check::Failed(message) => {
                self.say_with("check-failed", &[("message", message.as_str().into())])
            }
        }
    }
}
