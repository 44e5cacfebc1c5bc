//! What the product times a vector must be, without the product.

use crate::engine::memory::index;
use crate::matrix::inputs::{a, b, sign};

/// A figure of the fingerprint as it should be, and what its terms add up to without their signs:
/// that is what roundings are in proportion to, while the figure itself may come out near zero.
pub(crate) struct Expected {
    pub(crate) value: f64,
    pub(crate) magnitude: f64,
}

/// A · (B · r), by its definition (Freivalds, “Probabilistic Machines Can Use Less Running Time”,
/// 1977).
pub(crate) fn fingerprint(columns: u64) -> impl Iterator<Item = Expected> {
    let side = index(columns);
    let (values, magnitudes): (Vec<f64>, Vec<f64>) = (0..side)
        .map(|row| {
            (0..side).fold((0.0, 0.0), |(value, magnitude), column| {
                let entry = b(side, row, column);
                (value + entry * sign(column), magnitude + entry.abs())
            })
        })
        .unzip();
    (0..side).map(move |row| {
        let mut expected = Expected {
            value: 0.0,
            magnitude: 0.0,
        };
        for column in 0..side {
            let entry = a(side, row, column);
            expected.value += entry * values[column];
            expected.magnitude += entry.abs() * magnitudes[column];
        }
        expected
    })
}
