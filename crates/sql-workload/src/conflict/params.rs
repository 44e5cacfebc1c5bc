//! What may be set of a scenario.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How often something may be tried, the first time included.
pub const ATTEMPTS_MAX: RangeInclusive<u32> = 2..=20;

/// How long the first back-off may be at most, in milliseconds.
pub const BASE_MS: RangeInclusive<f64> = 0.5..=1_000.0;

/// How long any back-off may be at most, in milliseconds.
pub const CAP_MS: RangeInclusive<f64> = 1.0..=10_000.0;

/// How long a transaction may think between its statements, in milliseconds.
pub const HOLD_MS: RangeInclusive<f64> = 0.0..=1_000.0;

/// How a scenario is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConflictParams {
    /// How often what was busy is tried before the connection gives up, of [`ATTEMPTS_MAX`].
    pub attempts_max: u32,
    /// The longest first back-off, of [`BASE_MS`]; each may be twice as long as the one before.
    pub base_ms: f64,
    /// The longest of all, of [`CAP_MS`].
    pub cap_ms: f64,
    /// How long a transaction thinks between reading and writing, of [`HOLD_MS`].
    pub hold_ms: f64,
    /// Decides about the back-offs.
    pub seed: u32,
}

impl ConflictParams {
    /// What a scenario is played with if nobody says otherwise.
    pub const DEFAULT: Self = Self {
        attempts_max: 8,
        base_ms: 4.0,
        cap_ms: 100.0,
        hold_ms: 20.0,
        seed: 1,
    };

    /// Whether a scenario can be played so.
    pub fn check(&self) -> Result<(), ConflictParamsError> {
        let attempts = f64::from(*ATTEMPTS_MAX.start())..=f64::from(*ATTEMPTS_MAX.end());
        within("attemptsMax", f64::from(self.attempts_max), &attempts)?;
        within("baseMs", self.base_ms, &BASE_MS)?;
        within("capMs", self.cap_ms, &CAP_MS)?;
        within("holdMs", self.hold_ms, &HOLD_MS)
    }
}

impl Default for ConflictParams {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A number of [`ConflictParams`] that no scenario takes.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{field} is {found}; give {min} to {max}")]
pub struct ConflictParamsError {
    /// Its name.
    pub field: &'static str,
    /// What it is.
    pub found: f64,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

fn within(
    field: &'static str,
    found: f64,
    range: &RangeInclusive<f64>,
) -> Result<(), ConflictParamsError> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(ConflictParamsError {
        field,
        found,
        min: *range.start(),
        max: *range.end(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_refused_with_its_range() {
        let reason = |change: fn(&mut ConflictParams)| {
            let mut params = ConflictParams::DEFAULT;
            change(&mut params);
            params.check().map_err(|error| error.to_string())
        };
        assert_eq!(reason(|_| {}), Ok(()));
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(
            reason(|params| params.attempts_max = 1),
            refused("attemptsMax is 1; give 2 to 20")
        );
        assert_eq!(
            reason(|params| params.base_ms = 0.0),
            refused("baseMs is 0; give 0.5 to 1000")
        );
        assert_eq!(
            reason(|params| params.cap_ms = f64::NAN),
            refused("capMs is NaN; give 1 to 10000")
        );
        assert_eq!(
            reason(|params| params.hold_ms = 1_001.0),
            refused("holdMs is 1001; give 0 to 1000")
        );
    }
}
