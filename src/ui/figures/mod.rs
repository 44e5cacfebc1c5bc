//! Numbers and durations as the reader's language writes them.

use crate::texts::{Arg, Locale};
use crate::ui::say::Speech;
use crate::ui::scale;

#[cfg(target_arch = "wasm32")]
mod intl;
mod plain;
mod ratio;

#[cfg(target_arch = "wasm32")]
use intl::compact;
pub(crate) use ratio::{longer, speed, speeds};

/// Up to here an f64 holds every whole number.
const EXACT_MAX: u64 = 1 << 53;

/// A number with its digits grouped.
#[must_use]
pub(crate) fn number(locale: Locale, value: f64, fraction_digits: u32) -> String {
    plain::written(locale, value, fraction_digits as usize)
}

/// Without a browser, for tests, nothing is written short.
#[cfg(not(target_arch = "wasm32"))]
fn compact(locale: Locale, value: f64) -> String {
    number(locale, value, 0)
}

/// A whole number with its digits grouped, or as it is where an f64 has not all of them.
#[must_use]
pub(crate) fn count(locale: Locale, value: u64) -> String {
    if value > EXACT_MAX {
        return value.to_string();
    }
    number(locale, value as f64, 0)
}

/// A duration with three significant digits or so, in the unit that suits it.
#[must_use]
pub(crate) fn duration(speech: Speech, ms: f64) -> String {
    measured(speech, ms, 0.0)
}

/// A duration that was read off a timer of that step, in milliseconds: with no digit finer than the step, and of what is
/// shorter than a step only that.
#[must_use]
pub(crate) fn measured(speech: Speech, ms: f64, step_ms: f64) -> String {
    let locale = speech.locale();
    if !ms.is_finite() {
        return speech.say("no-figure");
    }
    if ms < step_ms {
        return speech.say_with("below-step", &[("step", duration(speech, step_ms).into())]);
    }
    let (name, value, digits) = in_unit(ms);
    let (value, digits) = if step_ms > 0.0 && ms > 0.0 {
        within_step(value, digits, step_ms * value / ms)
    } else {
        (value, digits)
    };
    speech.say_with(name, &[("value", Arg::Text(number(locale, value, digits)))])
}

/// A value with so few of its digits that the last one stands for a step or more.
fn within_step(value: f64, digits: u32, step: f64) -> (f64, u32) {
    /// Steps are rounded, so that one of 100 may be a hair less.
    const HAIR: f64 = 1e-6;
    /// More digits than that no figure has.
    const PLACES_MAX: u32 = 12;
    let step = step * (1.0 + HAIR);
    if step < 10.0 {
        let mut places = 0;
        let mut unit = 1.0;
        while unit > step && places < PLACES_MAX {
            unit /= 10.0;
            places += 1;
        }
        return (value, digits.min(places));
    }
    let mut unit = 10.0;
    while unit * 10.0 <= step {
        unit *= 10.0;
    }
    ((value / unit).round() * unit, 0)
}

/// A duration's unit, its value in that, and how many digits are told behind the point.
fn in_unit(ms: f64) -> (&'static str, f64, u32) {
    match ms {
        ms if ms >= 10_000.0 => ("duration-s", ms / 1_000.0, 1),
        ms if ms >= 1_000.0 => ("duration-s", ms / 1_000.0, 2),
        ms if ms >= 100.0 => ("duration-ms", ms, 0),
        ms if ms >= 1.0 => ("duration-ms", ms, 1),
        ms if ms >= 0.01 => ("duration-us", ms * 1_000.0, 0),
        ms if ms >= 0.001 => ("duration-us", ms * 1_000.0, 1),
        ms if ms >= 1e-5 => ("duration-ns", ms * 1e6, 0),
        ms if ms > 0.0 => ("duration-ns", ms * 1e6, 2),
        _ => ("duration-ms", 0.0, 0),
    }
}

/// Durations that are read beside one another, in milliseconds: in the unit that suits the longest of
/// them, with as many digits as tell them apart.
#[must_use]
pub(crate) fn durations(speech: Speech, all_ms: &[f64]) -> Vec<String> {
    let (name, factor) = unit(all_ms.iter().copied().fold(0.0, f64::max));
    let shown: Vec<f64> = all_ms.iter().map(|ms| ms * factor).collect();
    let digits = scale::digits_apart(&shown);
    let written = |value: f64| {
        let figure = number(speech.locale(), value, digits);
        speech.say_with(name, &[("value", figure.into())])
    };
    shown.into_iter().map(written).collect()
}

/// The unit that suits a duration, and how many of it are in a millisecond.
fn unit(ms: f64) -> (&'static str, f64) {
    match ms {
        ms if ms >= 1_000.0 => ("duration-s", 1e-3),
        ms if ms >= 1.0 => ("duration-ms", 1.0),
        ms if ms >= 0.001 => ("duration-us", 1e3),
        _ => ("duration-ns", 1e6),
    }
}

/// What a value of a picture counts, which is how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Things, one by one.
    Count,
    /// Anything without a unit, or with one that its title names.
    Number,
    /// Milliseconds.
    Duration,
    /// How many times as much.
    Factor,
}

/// A value as it is read: with three significant digits, unless it counts things.
#[must_use]
pub(crate) fn quantity(speech: Speech, quantity: Quantity, value: f64) -> String {
    let locale = speech.locale();
    let three = || {
        let before = value.abs().max(1e-9).log10().floor();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 6"
        )]
        let digits = (2.0 - before).clamp(0.0, 6.0) as u32;
        number(locale, value, digits)
    };
    match quantity {
        Quantity::Count => number(locale, value, 0),
        Quantity::Number => three(),
        Quantity::Duration => duration(speech, value),
        Quantity::Factor => speech.say_with("factor", &[("value", three().into())]),
    }
}

/// From here on the ticks of an axis are written short.
const COMPACT_FROM: f64 = 100_000.0;

/// A value as the tick of an axis: round, so with as many digits as it has. Ticks of one axis share
/// the unit that suits `greatest`.
#[must_use]
pub(crate) fn tick(speech: Speech, quantity: Quantity, value: f64, greatest: f64) -> String {
    let locale = speech.locale();
    let plain = |value: f64| {
        if value.is_finite() && value.abs() >= COMPACT_FROM {
            compact(locale, value)
        } else {
            number(locale, value, digits_of(value))
        }
    };
    let with_unit = |name, value: f64| speech.say_with(name, &[("value", plain(value).into())]);
    match quantity {
        Quantity::Count | Quantity::Number => plain(value),
        Quantity::Factor => with_unit("factor", value),
        Quantity::Duration => {
            let (name, factor) = unit(greatest);
            with_unit(name, value * factor)
        }
    }
}

/// How many digits behind the decimal point a round value has.
fn digits_of(value: f64) -> u32 {
    let round = |digits: &u32| {
        let grown = value * 10_f64.powi(i32::try_from(*digits).unwrap_or(0));
        (grown - grown.round()).abs() <= grown.abs() * 1e-6
    };
    (0..6).find(round).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{english, indonesian, learn};

    fn speech() -> Speech {
        english().into_iter().chain(indonesian()).for_each(learn);
        Speech::new(Locale::En)
    }

    #[test]
    fn a_time_is_told_as_finely_as_its_timer_steps() {
        let check = |ms, step_ms, expected: &str| {
            assert_eq!(measured(speech(), ms, step_ms), expected, "{ms} {step_ms}");
        };
        check(12.345, 0.005, "12.3 ms");
        check(1.234_5, 0.1, "1.2 ms");
        check(1.234_5, 1.0, "1 ms");
        check(0.02, 0.005, "20 µs");
        check(33.333, 16.667, "30 ms");
        check(1_666.7, 16.667, "1.67 s");
        check(1_666.7, 100.0, "1.7 s");
        check(0.0, 16.667, "< 16.7 ms");
        check(0.0, 0.0, "0 ms");
        check(16.0, 16.667, "< 16.7 ms");
        check(-5.0, 0.005, "< 5.0 µs");
    }

    #[test]
    fn whatever_is_told_has_no_digit_finer_than_the_step_and_is_a_figure() {
        let times = [
            0.0,
            -1.0,
            1e-9,
            0.004,
            0.005,
            0.11,
            1.0,
            7.77,
            33.3,
            166.6,
            1_234.5,
            98_765.4,
            1e12,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MIN_POSITIVE,
            f64::MAX,
        ];
        for step_ms in [0.0, 0.005, 0.02, 0.1, 1.0, 16.667, 33.3, 100.0, 1_000.0] {
            for ms in times {
                let said = measured(speech(), ms, step_ms);
                assert!(!said.contains("NaN") && !said.contains('∞'), "{said}");
                let Some((figure, unit)) = said.split_once(' ').filter(|_| step_ms > 0.0) else {
                    continue;
                };
                let (Ok(figure_ms), false) = (figure.replace(',', "").parse::<f64>(), ms < step_ms)
                else {
                    continue;
                };
                let unit_ms = match unit {
                    "s" => 1_000.0,
                    "ms" => 1.0,
                    "µs" => 1e-3,
                    _ => 1e-6,
                };
                // One unit of the last digit that is told, in milliseconds.
                let behind = figure.split_once('.').map_or(0, |(_, digits)| digits.len());
                let digit_ms = unit_ms / 10_f64.powi(i32::try_from(behind).expect("few"));
                let is_round = (figure_ms / 10.0).fract() == 0.0;
                assert!(
                    digit_ms * 10.0 > step_ms || is_round,
                    "{said} of {ms} ms with a step of {step_ms} ms"
                );
            }
        }
    }
}
