//! The names of the texts that name this lab's things, and sentences made of them.

use sampling::Median;

use crate::glossary;
use crate::labs::threads::model::summary::Worst;
pub(super) use crate::labs::words::{
    engine, kernel, refusal, schedule, size_hint, strategy, variant,
};
use crate::place::Moving;
use crate::ui::figures;
use crate::ui::say::Speech;

/// A way's name and what it is.
pub(super) fn moving(moving: Moving) -> (&'static str, &'static str) {
    match moving {
        Moving::Clone => ("moving-clone", glossary::STRUCTURED_CLONE.explained),
        Moving::Transfer => ("moving-transfer", glossary::TRANSFER.explained),
        Moving::Share => ("moving-share", glossary::SHARED_MEMORY.explained),
    }
}

/// The median of times that a timer of that step told, in milliseconds, with its interval and its count; with too few
/// runs for an interval, or one run alone, it says so.
pub(super) fn median_time(speech: Speech, median: Median, step_ms: f64) -> String {
    let write = |ms| figures::measured(speech, ms, step_ms).into();
    let count = figures::count(speech.locale(), median.count as u64).into();
    let middle = ("median", write(median.median));
    match median.interval() {
        Some((low, high)) => speech.say_with(
            "median-interval",
            &[
                middle,
                ("low", write(low)),
                ("high", write(high)),
                ("count", count),
            ],
        ),
        None if median.count == 1 => speech.say_with("median-one", &[middle]),
        None => speech.say_with("median-few", &[middle, ("count", count)]),
    }
}

/// The median of ratios of speeds, in words, with its interval and its count.
pub(super) fn speed_up(speech: Speech, ratios: Median) -> String {
    let count = figures::count(speech.locale(), ratios.count as u64).into();
    let middle = figures::speed(speech, ratios.median, 2).into();
    match ratios.interval() {
        Some((low, high)) => speech.say_with(
            "speed-interval",
            &[
                ("speed", middle),
                ("range", figures::speeds(speech, low, high).into()),
                ("count", count),
            ],
        ),
        None if ratios.count == 1 => speech.say_with("median-one", &[("median", middle)]),
        None => speech.say_with("median-few", &[("median", middle), ("count", count)]),
    }
}

/// The worst of several runs, told by a timer of that step, and of how many.
pub(super) fn worst(speech: Speech, worst: Worst, step_ms: f64) -> String {
    let time = ("worst", figures::measured(speech, worst.ms, step_ms).into());
    if worst.count == 1 {
        return speech.say_with("worst-one", &[time]);
    }
    let count = figures::count(speech.locale(), worst.count as u64).into();
    speech.say_with("worst-of", &[time, ("count", count)])
}
