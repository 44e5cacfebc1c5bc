//! The names of the texts that name this lab's things, and sentences made of them.

use sampling::Median;

use crate::labs::threads::model::summary::Worst;
pub(super) use crate::labs::words::{
    engine, kernel, refusal, schedule, size_hint, strategy, variant,
};
use crate::place::Moving;
use crate::ui::figures::{self, Quantity};
use crate::ui::say::Speech;

/// A way's name and what it is.
pub(super) const fn moving(moving: Moving) -> (&'static str, &'static str) {
    match moving {
        Moving::Clone => ("moving-clone", "moving-clone-explained"),
        Moving::Transfer => ("moving-transfer", "moving-transfer-explained"),
        Moving::Share => ("moving-share", "moving-share-explained"),
    }
}

/// A median with its interval and its count; with too few runs for an interval, or one run alone, it
/// says so.
pub(super) fn median(speech: Speech, median: Median, quantity: Quantity) -> String {
    let write = |value| figures::quantity(speech, quantity, value).into();
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

/// The worst of several runs, and of how many.
pub(super) fn worst(speech: Speech, worst: Worst) -> String {
    let time = ("worst", figures::duration(speech, worst.ms).into());
    if worst.count == 1 {
        return speech.say_with("worst-one", &[time]);
    }
    let count = figures::count(speech.locale(), worst.count as u64).into();
    speech.say_with("worst-of", &[time, ("count", count)])
}
