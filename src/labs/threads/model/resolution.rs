//! What a timer with coarse steps can tell of a run, and how much work lasts long enough for it.

use kernels::{Engine, ROUNDS_MAX, Spec};
use sampling::batch::STEPS_PER_SAMPLE;

use super::run::Run;

/// Times are compared from so many steps of the timer on: each is off by a twentieth at the most then.
pub(crate) const COMPARED_STEPS_MIN: f64 = 20.0;

/// The step of the timer that timed these runs, in milliseconds: the longest of them.
#[must_use]
pub(crate) fn step_ms(runs: &[Run]) -> f64 {
    runs.iter().map(Run::step_ms).fold(0.0, f64::max)
}

/// Whether a timer of that step tells a time from none.
#[must_use]
pub(crate) fn is_seen(ms: f64, step_ms: f64) -> bool {
    ms.is_finite() && ms > 0.0 && ms >= step_ms
}

/// Whether a time is long enough to be compared with another.
#[must_use]
pub(crate) fn is_comparable(ms: f64, step_ms: f64) -> bool {
    is_seen(ms, step_ms * COMPARED_STEPS_MIN)
}

/// More of the same work, of which a run lasts a hundred steps at least, when one of `work` lasted so long: a larger size,
/// and where the largest is not enough, more rounds. A time that was not seen lasted less than a step, so that the work may
/// have to be larger still. `None` where the registry allows no more.
#[must_use]
pub(crate) fn long_enough(
    work: Spec,
    engine: Engine,
    lasted_ms: f64,
    step_ms: f64,
) -> Option<Spec> {
    let lasted_ms = if is_seen(lasted_ms, step_ms) {
        lasted_ms
    } else {
        step_ms
    };
    let factor = STEPS_PER_SAMPLE * step_ms / lasted_ms;
    let target = work.cost() * factor;
    if !(factor > 1.0 && target.is_finite() && target > 0.0) {
        return None;
    }
    // A person's own picture has the size that it has.
    let largest = match work.picture {
        Some(_) => work,
        None => Spec {
            size: *Spec::sizes(work.kernel, work.variant, engine).ok()?.end(),
            ..work
        },
    };
    if largest.cost() >= target {
        return Some(smallest(work, largest.size, target));
    }
    let rounds = (target / (largest.cost() / f64::from(work.rounds))).ceil();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 1 to a thousand, by the condition before"
    )]
    (rounds <= f64::from(ROUNDS_MAX)).then_some(Spec {
        rounds: rounds as u32,
        ..largest
    })
}

/// The work of the smallest size with so much to do, rounded up to two digits.
fn smallest(work: Spec, largest: u64, target: f64) -> Spec {
    let (mut low, mut high) = (work.size, largest);
    while low < high {
        let size = low.midpoint(high);
        if (Spec { size, ..work }).cost() < target {
            low = size + 1;
        } else {
            high = size;
        }
    }
    let unit = 10_u64.pow(low.max(1).ilog10().saturating_sub(1));
    let size = low.div_ceil(unit).saturating_mul(unit).min(largest);
    Spec { size, ..work }
}

#[cfg(test)]
mod tests {
    use kernels::{Kernel, Variant};

    use super::*;

    fn mandelbrot(size: u64) -> Spec {
        Spec::new(Kernel::Mandelbrot, Variant::Plain, Engine::Wasm, size, 1).expect("in range")
    }

    #[test]
    fn the_size_that_is_named_has_a_hundred_steps_of_work() {
        let work = mandelbrot(64);
        let more = long_enough(work, Engine::Wasm, 0.0, 16.7).expect("there are larger sizes");
        assert!(more.cost() >= 100.0 * work.cost(), "{more:?}");
        assert!(more.cost() < 130.0 * work.cost(), "{more:?}");
        assert_eq!(more.rounds, 1);
        // What lasted ten steps needs ten times as much.
        let more = long_enough(work, Engine::Wasm, 167.0, 16.7).expect("there are larger sizes");
        assert!(more.cost() >= 10.0 * work.cost() && more.cost() < 14.0 * work.cost());
    }

    #[test]
    fn where_no_size_is_enough_there_are_rounds_and_then_nothing() {
        let sizes = Spec::sizes(Kernel::Mandelbrot, Variant::Plain, Engine::Wasm).expect("known");
        let largest = mandelbrot(*sizes.end());
        let more = long_enough(largest, Engine::Wasm, 20.0, 20.0).expect("there are rounds");
        assert_eq!((more.size, more.rounds), (largest.size, 100));
        let most = Spec {
            rounds: ROUNDS_MAX,
            ..largest
        };
        assert_eq!(long_enough(most, Engine::Wasm, 20.0, 20.0), None);
    }

    #[test]
    fn what_lasts_long_enough_needs_no_more() {
        assert_eq!(
            long_enough(mandelbrot(64), Engine::Wasm, 2_000.0, 16.7),
            None
        );
        assert_eq!(
            long_enough(mandelbrot(64), Engine::Wasm, 2_000.0, 0.0),
            None
        );
        assert_eq!(
            long_enough(mandelbrot(64), Engine::Wasm, f64::NAN, 0.0),
            None
        );
    }
}
