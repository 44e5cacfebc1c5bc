//! How many calls make a sample, so that the clock's step does not matter.

/// A sample shall last so many steps of its clock: then a step is a hundredth of it.
pub const STEPS_PER_SAMPLE: f64 = 100.0;

/// A sample shall last so long however fine the clock is: below, what asks for it weighs too much.
pub const SAMPLE_MS_MIN: f64 = 2.0;

/// A sample may be so much shorter than it shall be: what it takes changes while it is warmed up.
const SHORT: f64 = 0.7;

/// The most by which a batch grows at once: the first calls run in code that is not optimised yet.
const GROWTH_MAX: f64 = 16.0;

/// The least difference between successive readings of a clock, in the readings' unit: its step. `None`
/// if it never moved.
///
/// The least, because a reading that was interrupted makes a step look longer.
#[must_use]
pub fn clock_step(readings: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut readings = readings.into_iter();
    let mut previous = readings.next()?;
    let mut least: Option<f64> = None;
    for reading in readings {
        let step = reading - previous;
        previous = reading;
        if step > 0.0 {
            least = Some(least.map_or(step, |least| least.min(step)));
        }
    }
    least
}

/// How long a sample shall last on a clock of such a step, both in milliseconds.
#[must_use]
pub fn sample_ms(clock_step_ms: f64) -> f64 {
    (STEPS_PER_SAMPLE * clock_step_ms).max(SAMPLE_MS_MIN)
}

/// How many calls the next sample shall make, when one of `calls` took `elapsed_ms` and it shall last
/// `sample_ms`; never fewer, never more than `calls_max`.
#[must_use]
pub fn grown(calls: u32, elapsed_ms: f64, sample_ms: f64, calls_max: u32) -> u32 {
    if is_long_enough(elapsed_ms, sample_ms) {
        return calls;
    }
    // A clock that did not move gives an infinite quotient.
    let growth = (sample_ms / elapsed_ms).min(GROWTH_MAX);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most sixteen times a u32, and what does not fit is the greatest"
    )]
    let grown = (f64::from(calls) * growth).ceil() as u32;
    grown.clamp(calls, calls_max.max(calls))
}

/// Whether a sample lasted as long as it shall, or nearly.
#[must_use]
pub fn is_long_enough(elapsed_ms: f64, sample_ms: f64) -> bool {
    elapsed_ms >= SHORT * sample_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_the_least_that_the_clock_ever_moved() {
        let readings = [0.0, 0.0, 0.1, 0.1, 0.3, 0.4, 0.4];
        let step = clock_step(readings).expect("it moved");
        assert!((step - 0.1).abs() < 1e-9);
        assert_eq!(clock_step([5.0; 9]), None);
        assert_eq!(clock_step([]), None);
    }

    #[test]
    fn a_sample_lasts_a_hundred_steps_but_never_less_than_two_milliseconds() {
        assert!((sample_ms(0.1) - 10.0).abs() < 1e-9);
        assert!((sample_ms(0.005) - SAMPLE_MS_MIN).abs() < 1e-9);
    }

    #[test]
    fn a_batch_grows_until_it_is_long_enough() {
        // Each call takes 3 µs on a clock with steps of 100 µs.
        let (mut calls, target) = (1_u32, sample_ms(0.1));
        let mut samples = 0;
        loop {
            let elapsed = (f64::from(calls) * 0.003 / 0.1).floor() * 0.1;
            let next = grown(calls, elapsed, target, u32::MAX);
            samples += 1;
            if next == calls {
                break;
            }
            calls = next;
        }
        assert!((2_300..5_000).contains(&calls), "{calls}");
        assert!(samples < 8, "{samples}");
    }

    #[test]
    fn what_can_be_called_only_so_often_stays_short() {
        assert_eq!(grown(900, 0.0, 2.0, 1_000), 1_000);
        assert_eq!(grown(1_000, 0.5, 2.0, 1_000), 1_000);
        assert_eq!(grown(7, 5.0, 2.0, 1_000), 7);
    }
}
