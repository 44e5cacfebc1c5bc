//! Names and sentences that only runs and what stands folded show; they come with those.

use kernels::Outcome;
use leptos::prelude::*;
use timeline::{Phase, Thread};

use crate::compute::RunFailure;
use crate::labs::failures;
use crate::labs::threads::model::run::{Check, Ending};
use crate::labs::threads::model::summary::FirstRuns;
use crate::labs::threads::model::sweep::Axis;
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;
use crate::ui::timeline::Fill;

/// A sweep's axis' name and what it is.
pub(super) const fn axis(axis: Axis) -> (&'static str, &'static str) {
    match axis {
        Axis::Places => ("sweep-places", "sweep-places-explained"),
        Axis::Workers => ("sweep-workers", "sweep-workers-explained"),
        Axis::Threads => ("sweep-threads", "sweep-threads-explained"),
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
            Fill::Waiting,
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
        Phase::Crashed => (
            "phase-crashed",
            "phase-lost-explained",
            "--error",
            Fill::Lost,
        ),
        Phase::Exited => (
            "phase-exited",
            "phase-lost-explained",
            "--error",
            Fill::Lost,
        ),
        Phase::Hung => ("phase-hung", "phase-lost-explained", "--error", Fill::Lost),
    }
}

/// What becomes of first runs in a median of so many.
pub(super) fn first_runs(speech: Speech, first: FirstRuns, counted: usize, step_ms: f64) -> String {
    let count = ("count", Arg::Count(first.count as u64));
    if first.left_out {
        let slowest = figures::measured(speech, first.slowest_ms, step_ms).into();
        speech.say_with("first-runs-left-out", &[count, ("slowest", slowest)])
    } else if first.count == counted {
        speech.say_with("first-runs-alone", &[count])
    } else {
        speech.say_with("first-runs-counted", &[count])
    }
}

/// All that the browser said of a failure, to be folded out, where its sentence quotes only some of it.
pub(super) fn failure_details(speech: Speech, failure: &RunFailure) -> Option<AnyView> {
    let said = failures::details(failure)?.to_owned();
    let view = view! {
        <details class="quoted" data-testid="failure-details">
            <summary>{speech.text("failure-details")}</summary>
            <p class="quoted__text">{said}</p>
        </details>
    };
    Some(view.into_any())
}

impl Speech {
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
            Ending::Failed(failure) => {
                let message = failures::run_failure(self.locale(), failure);
                self.say_with("ending-failed", &[("message", message.into())])
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
                    ("what", failures::aspect(self.locale(), error.what).into()),
                    ("found", error.found.as_str().into()),
                    ("expected", error.expected.as_str().into()),
                ],
            ),
            Check::Cancelled => self.say("check-cancelled"),
            Check::Failed(failure) => {
                let message = failures::run_failure(self.locale(), failure);
                self.say_with("check-failed", &[("message", message.into())])
            }
        }
    }
}
