//! What the lab decides without a browser: its form, its figures and its findings.

pub(crate) mod console;
pub(crate) mod dashboard;
pub(crate) mod form;
pub(crate) mod kept;
pub(crate) mod lanes;
pub(crate) mod pool;
pub(crate) mod results;
pub(crate) mod transactions;

use std::ops::RangeInclusive;

/// Both ends of a range of times or rates, as a hint writes them: whole, and within the range.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both ends of every range are small numbers, and not negative"
)]
pub(crate) fn ends(range: &RangeInclusive<f64>) -> (u64, u64) {
    (range.start().ceil() as u64, range.end().floor() as u64)
}
pub(crate) mod storage;
