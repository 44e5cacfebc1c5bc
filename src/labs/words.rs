//! The names of the texts that name what labs have in common, and sentences made of them.

use kernels::registry::Refusal;
use kernels::{Engine, Kernel, Schedule, Spec, Strategy, Variant};

use crate::labs::form::FieldError;
use crate::place::Place;
use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// A kernel's name and what it is.
pub(in crate::labs) const fn kernel(kernel: Kernel) -> (&'static str, &'static str) {
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
pub(in crate::labs) const fn size_hint(kernel: Kernel) -> &'static str {
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
pub(in crate::labs) const fn variant(variant: Variant) -> (&'static str, &'static str) {
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
pub(in crate::labs) const fn engine(engine: Engine) -> (&'static str, &'static str) {
    match engine {
        Engine::Wasm => ("engine-wasm", "engine-wasm-explained"),
        Engine::Js => ("engine-js", "engine-js-explained"),
    }
}

/// A strategy's name and what it is.
pub(in crate::labs) const fn strategy(strategy: Strategy) -> (&'static str, &'static str) {
    match strategy {
        Strategy::Main => ("strategy-main", "strategy-main-explained"),
        Strategy::Sliced => ("strategy-sliced", "strategy-sliced-explained"),
        Strategy::Worker => ("strategy-worker", "strategy-worker-explained"),
        Strategy::Pool => ("strategy-pool", "strategy-pool-explained"),
        Strategy::Parallel => ("strategy-parallel", "strategy-parallel-explained"),
    }
}

/// A schedule's name and what it is.
pub(in crate::labs) const fn schedule(schedule: Schedule) -> (&'static str, &'static str) {
    match schedule {
        Schedule::Stealing => ("schedule-stealing", "schedule-stealing-explained"),
        Schedule::Static => ("schedule-static", "schedule-static-explained"),
    }
}

/// Why a strategy or an engine is not offered.
pub(in crate::labs) const fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotOnEngine => "refusal-engine",
        Refusal::NoSharedValues => "refusal-shared-values",
        Refusal::CannotBeCut => "refusal-cut",
    }
}

impl Speech {
    /// What a field takes, as a text with `$min` and `$max`.
    pub(in crate::labs) fn range(self, name: &str, min: u64, max: u64) -> String {
        let count = |figure| figures::count(self.locale(), figure).into();
        self.say_with(name, &[("min", count(min)), ("max", count(max))])
    }

    /// What is wrong with a field.
    pub(in crate::labs) fn field_error(self, error: &FieldError) -> String {
        let count = |figure: &u64| figures::count(self.locale(), *figure).into();
        let range = |name: &str, value: &str, min: &u64, max: &u64| {
            let args = [
                ("value", value.into()),
                ("min", count(min)),
                ("max", count(max)),
            ];
            self.say_with(name, &args)
        };
        match error {
            FieldError::NotWhole { value, min, max } => {
                range("error-not-a-number", value, min, max)
            }
            FieldError::NotANumber { value, min, max } => {
                range("error-not-a-figure", value, min, max)
            }
            FieldError::OutOfRange { value, min, max } => {
                range("error-out-of-range", value, min, max)
            }
            FieldError::Unknown { value, allowed } => self.say_with(
                "error-unknown",
                &[
                    ("value", value.as_str().into()),
                    ("allowed", allowed.join(", ").into()),
                ],
            ),
            FieldError::NotOffered {
                strategy: None,
                reason,
            } => self.say(refusal(*reason)),
            FieldError::NotOffered {
                strategy: Some(strategy),
                reason,
            } => format!(
                "{}: {}",
                self.say(self::strategy(*strategy).0),
                self.say(refusal(*reason))
            ),
            FieldError::Nowhere => self.say("error-nowhere"),
            FieldError::OfLab => String::new(),
        }
    }

    /// Where something ran, as short as it can be told from others of the same press.
    pub(crate) fn short_place(self, place: Place) -> String {
        let threads = Arg::Count(u64::from(place.threads()));
        match place {
            Place::Pool { .. } => self.say_with("short-pool", &[("count", threads)]),
            Place::Parallel { .. } => self.say_with("short-parallel", &[("count", threads)]),
            _ => self.place(place),
        }
    }

    /// Where something ran, with the figures of the place.
    pub(crate) fn place(self, place: Place) -> String {
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
    pub(in crate::labs) fn work(self, spec: &Spec) -> String {
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
}
