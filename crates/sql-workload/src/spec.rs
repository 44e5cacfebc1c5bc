//! What a library holds, and what may be asked of one.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many books a library may have.
pub const BOOKS: RangeInclusive<u32> = 100..=1_000_000;

/// How unevenly books may fall on authors: the exponent of Zipf's law.
pub const SKEW: RangeInclusive<f64> = 0.0..=2.0;

/// The exponent goes in such steps, because roots and products alone give the same powers on every
/// machine: `powf` differs in its last bit between a browser and a native library.
pub const SKEW_STEP: f64 = 0.25;

/// Books for each author, and orders of each user, on average.
const PER_PERSON: u32 = 10;

/// A library, which is the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spec {
    /// How many books, of [`BOOKS`]; there are as many orders, and a tenth as many authors and users.
    pub books: u32,
    /// Decides about everything that is left to chance.
    pub seed: u32,
    /// How unevenly books fall on authors, of [`SKEW`] in steps of [`SKEW_STEP`]: the author of rank *r*
    /// writes a share of books in proportion to *r* to the power of −`skew` (Zipf, *Human Behavior and the
    /// Principle of Least Effort*, 1949). 0 is even but for chance.
    pub skew: f64,
}

impl Spec {
    /// What a server holds if nobody says otherwise.
    pub const DEFAULT: Self = Self {
        books: 10_000,
        seed: 1,
        skew: 0.0,
    };

    /// The spec, if it can be had.
    pub fn checked(self) -> Result<Self, SpecError> {
        if !BOOKS.contains(&self.books) {
            return Err(SpecError::Books { found: self.books });
        }
        let steps = self.skew / SKEW_STEP;
        #[allow(clippy::float_cmp, reason = "quarters are exact")]
        let is_step = steps.round() == steps;
        if !SKEW.contains(&self.skew) || !is_step {
            return Err(SpecError::Skew { found: self.skew });
        }
        Ok(self)
    }

    /// How many authors, with the ids 1, 2, and so on.
    #[must_use]
    pub const fn authors(&self) -> u32 {
        self.books / PER_PERSON
    }

    /// How many users, with the ids 1, 2, and so on.
    #[must_use]
    pub const fn users(&self) -> u32 {
        self.books / PER_PERSON
    }

    /// How many orders, with the ids 1, 2, and so on.
    #[must_use]
    pub const fn orders(&self) -> u32 {
        self.books
    }

    /// How many rows there are of all kinds.
    #[must_use]
    pub const fn rows(&self) -> u32 {
        self.authors() + self.books + self.users() + self.orders()
    }
}

impl Default for Spec {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Why a library cannot be had.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SpecError {
    /// Too few books for its tables to have a shape, or too many for a browser's memory.
    #[error("books is {found}; give {} to {}", BOOKS.start(), BOOKS.end())]
    Books {
        /// How many were asked for.
        found: u32,
    },
    /// No exponent that is the same on every machine.
    #[error(
        "skew is {found}; give {} to {} in steps of {SKEW_STEP}",
        SKEW.start(),
        SKEW.end()
    )]
    Skew {
        /// What was asked for.
        found: f64,
    },
}

/// How large a run of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    /// How many of what the task is about: authors, users, reads, rows. Where the library has fewer, all.
    pub n: u32,
    /// How many of them go into one statement, for patterns with [`batch`](crate::Pattern::batch).
    pub batch: u32,
    /// Decides which rows are read, where that is left to chance.
    pub seed: u32,
}

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extent {
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// What it is unless somebody says otherwise.
    pub default: u32,
}

impl Extent {
    pub(crate) fn check(self, field: &'static str, found: u32) -> Result<(), ParamsError> {
        let Self { min, max, .. } = self;
        if (min..=max).contains(&found) {
            return Ok(());
        }
        Err(ParamsError {
            field,
            found,
            min,
            max,
        })
    }
}

/// A number of [`Params`] that the task does not take.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field} is {found}; give {min} to {max}")]
pub struct ParamsError {
    /// Its name.
    pub field: &'static str,
    /// What was asked for.
    pub found: u32,
    /// The least that it takes.
    pub min: u32,
    /// The most.
    pub max: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_is_refused_with_its_value_and_its_range() {
        let reason = |books, skew| {
            let spec = Spec {
                books,
                seed: 1,
                skew,
            };
            spec.checked()
                .map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert_eq!(reason(100, 0.0), "");
        assert_eq!(reason(1_000_000, 2.0), "");
        assert_eq!(reason(99, 0.0), "books is 99; give 100 to 1000000");
        assert_eq!(
            reason(100, 0.3),
            "skew is 0.3; give 0 to 2 in steps of 0.25"
        );
        for skew in [-0.25, 2.25, f64::NAN, f64::INFINITY] {
            assert!(reason(100, skew).starts_with("skew is "), "{skew}");
        }
    }

    #[test]
    fn tables_grow_with_the_books() {
        assert_eq!(Spec::DEFAULT.authors(), 1_000);
        assert_eq!(Spec::DEFAULT.rows(), 22_000);
    }
}
