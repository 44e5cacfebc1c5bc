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
    let locale = speech.locale();
    let (name, value, digits) = match ms {
        ms if ms >= 10_000.0 => ("duration-s", ms / 1_000.0, 1),
        ms if ms >= 1_000.0 => ("duration-s", ms / 1_000.0, 2),
        ms if ms >= 100.0 => ("duration-ms", ms, 0),
        ms if ms >= 1.0 => ("duration-ms", ms, 1),
        ms if ms >= 0.01 => ("duration-us", ms * 1_000.0, 0),
        ms if ms >= 0.001 => ("duration-us", ms * 1_000.0, 1),
        ms if ms >= 1e-5 => ("duration-ns", ms * 1e6, 0),
        ms if ms > 0.0 => ("duration-ns", ms * 1e6, 2),
        _ => ("duration-ms", 0.0, 0),
    };
    speech.say_with(name, &[("value", Arg::Text(number(locale, value, digits)))])
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
        if value.abs() >= COMPACT_FROM {
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
