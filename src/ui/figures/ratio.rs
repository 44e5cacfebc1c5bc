//! How many times as long, or as fast: ratios in words. Whoever is faster is named first, so nothing here says “0.5×”.

use super::number;
use crate::ui::say::Speech;

/// From this ratio on it is said how many times as long something takes; below it, how much longer.
const TIMES_FROM: f64 = 2.0;

/// Digits behind the point at most: more would say more than intervals hold.
const DIGITS_MAX: u32 = 2;

/// From here on a ratio needs no digits behind the point.
const LARGE: f64 = 10.0;

/// From this share on, in per cent, a share needs none either.
const LARGE_PERCENT: f64 = 10.0;

/// Both ends of an interval, with as many digits as tell them apart, `digits_min` behind the point at least; one
/// figure where nothing tells them apart.
fn range(speech: Speech, (low, high): (f64, f64), digits_min: u32) -> String {
    let write = |value, digits| number(speech.locale(), value, digits);
    let digits = (digits_min..DIGITS_MAX)
        .find(|digits| write(low, *digits) != write(high, *digits))
        .unwrap_or(DIGITS_MAX);
    let (low, high) = (write(low, digits), write(high, digits));
    if low == high {
        return low;
    }
    speech.say_with("range", &[("low", low.into()), ("high", high.into())])
}

/// What follows “takes”, of something that takes from `low` to `high` times as long as something faster: “10–20 %
/// longer”, “11–18× as long”.
#[must_use]
pub(crate) fn longer(speech: Speech, low: f64, high: f64) -> String {
    if high < TIMES_FROM {
        let percent = |ratio: f64| (ratio - 1.0) * 100.0;
        let digits_min = u32::from(percent(low) < LARGE_PERCENT);
        let range = range(speech, (percent(low), percent(high)), digits_min);
        return speech.say_with("longer-percent", &[("range", range.into())]);
    }
    let range = range(speech, (low, high), u32::from(low < LARGE));
    speech.say_with("longer-times", &[("range", range.into())])
}

/// A ratio of speeds, 1 or above, with so many digits behind the point where it is small.
fn times(speech: Speech, ratio: f64, digits: u32) -> String {
    let digits = if ratio < LARGE { digits } else { 0 };
    let figure = number(speech.locale(), ratio, digits);
    speech.say_with("factor", &[("value", figure.into())])
}

/// How fast something is, by the ratio of its speed to another's: “5.1× faster”, “2.1× slower”, “as fast”. So many
/// digits stand behind the point where the ratio is small.
#[must_use]
pub(crate) fn speed(speech: Speech, ratio: f64, digits: u32) -> String {
    if !(ratio > 0.0 && ratio.is_finite()) {
        return speech.say("no-figure");
    }
    let factor = times(speech, ratio.max(1.0 / ratio), digits);
    let name = if factor == times(speech, 1.0, digits) {
        return speech.say("speed-same");
    } else if ratio > 1.0 {
        "speed-faster"
    } else {
        "speed-slower"
    };
    speech.say_with(name, &[("factor", factor.into())])
}

/// The interval of such a ratio: “2.01–2.30×” where its median says whether that is faster or slower, else both ends
/// in words.
#[must_use]
pub(crate) fn speeds(speech: Speech, low: f64, high: f64) -> String {
    if !(low > 0.0 && high.is_finite()) {
        return speech.say("no-figure");
    }
    let one_way = if low >= 1.0 {
        Some((low, high))
    } else if high <= 1.0 {
        Some((1.0 / high, 1.0 / low))
    } else {
        None
    };
    if let Some((low, high)) = one_way {
        let range = range(
            speech,
            (low, high),
            if high < LARGE { DIGITS_MAX } else { 0 },
        );
        return speech.say_with("factor", &[("value", range.into())]);
    }
    let ends = [("low", low), ("high", high)];
    speech.say_with(
        "speed-range",
        &ends.map(|(name, end)| (name, speed(speech, end, DIGITS_MAX).into())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Locale, english, indonesian, learn};

    fn speech(locale: Locale) -> Speech {
        english().into_iter().chain(indonesian()).for_each(learn);
        Speech::new(locale)
    }

    #[test]
    fn less_than_twice_as_long_is_said_in_per_cent() {
        let check = |low, high, expected: &str| {
            assert_eq!(longer(speech(Locale::En), low, high), expected);
        };
        check(1.1, 1.2, "10–20 % longer");
        check(1.104, 1.996, "10–100 % longer");
        check(1.02, 1.0302, "2.0–3.0 % longer");
        check(1.101, 1.104, "10.1–10.4 % longer");
        check(1.000_01, 1.000_02, "0.00 % longer");
    }

    #[test]
    fn from_twice_as_long_on_it_is_said_how_many_times() {
        let check = |low, high, expected: &str| {
            assert_eq!(longer(speech(Locale::En), low, high), expected);
        };
        check(2.1, 2.4, "2.1–2.4× as long");
        check(11.0, 18.2, "11–18× as long");
        check(1.5, 5.0, "1.5–5.0× as long");
        check(2.112, 2.118, "2.11–2.12× as long");
        check(3.0, 3.001, "3.00× as long");
    }

    #[test]
    fn longer_follows_the_language() {
        let said = longer(speech(Locale::Id), 2.1, 2.4);
        assert_eq!(said, "2,1–2,4× lebih lama");
    }

    #[test]
    fn below_one_it_is_slower_and_never_a_fraction() {
        let check = |ratio, digits, expected: &str| {
            assert_eq!(speed(speech(Locale::En), ratio, digits), expected);
        };
        check(5.12, 1, "5.1× faster");
        check(0.5, 1, "2.0× slower");
        check(1.0 / 12.4, 1, "12× slower");
        check(1.04, 1, "as fast");
        check(0.97, 1, "as fast");
        check(1.04, 2, "1.04× faster");
        check(0.97, 2, "1.03× slower");
    }

    #[test]
    fn of_times_that_were_not_seen_there_is_no_ratio() {
        for ratio in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            assert_eq!(speed(speech(Locale::En), ratio, 2), "–");
            assert_eq!(speeds(speech(Locale::En), ratio, f64::INFINITY), "–");
        }
    }

    #[test]
    fn an_interval_on_both_sides_of_one_says_what_each_end_is() {
        let check = |low, high, expected: &str| {
            assert_eq!(speeds(speech(Locale::En), low, high), expected);
        };
        check(2.01, 2.3, "2.01–2.30×");
        check(0.4, 0.5, "2.00–2.50×");
        check(0.8, 1.25, "1.25× slower to 1.25× faster");
        check(1.0, 1.5, "1.00–1.50×");
        check(12.0, 14.6, "12–15×");
    }
}
