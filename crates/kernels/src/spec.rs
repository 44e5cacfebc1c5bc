//! What a person can ask for, what they get back, and what can be wrong with either.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::primes;
use crate::registry::{self, Engine, Kernel, Variant};

/// The most rounds that a run may take.
pub const ROUNDS_MAX: u32 = 1_000;

/// One computation, valid for the engine that it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// What to compute.
    pub kernel: Kernel,
    /// By which algorithm.
    pub variant: Variant,
    /// How much; each kernel's entry in the registry says what its size counts.
    pub size: u64,
    /// How many times over, from 1 to [`ROUNDS_MAX`]. A kernel that is quick even at its largest
    /// size, or on a fast machine, so still gives a run that is long enough to be seen.
    pub rounds: u32,
}

impl Spec {
    /// Checks the figures against the ranges that the registry gives for this engine.
    pub fn new(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
        size: u64,
        rounds: u64,
    ) -> Result<Self, SpecError> {
        let sizes = Self::sizes(kernel, variant, engine)?;
        let size = Field::Size.within(size, sizes)?;
        let rounds = Field::Rounds.within(rounds, &Self::ROUNDS)?;
        Ok(Self {
            kernel,
            variant,
            size,
            rounds: u32::try_from(rounds).unwrap_or(ROUNDS_MAX),
        })
    }

    /// The rounds that a run may take.
    pub const ROUNDS: RangeInclusive<u64> = 1..=ROUNDS_MAX as u64;

    /// The sizes that an engine takes.
    pub fn sizes(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
    ) -> Result<&'static RangeInclusive<u64>, SpecError> {
        registry::variant(kernel, variant)
            .ok_or(SpecError::NoSuchVariant {
                kernel: kernel.id(),
                variant: variant.id(),
            })?
            .sizes(engine)
            .ok_or(SpecError::NoSuchEngine {
                kernel: kernel.id(),
                engine: engine.id(),
            })
    }

    /// The estimated work, in the registry's units.
    #[must_use]
    pub fn cost(&self) -> f64 {
        registry::variant(self.kernel, self.variant).map_or(0.0, |entry| {
            (entry.cost)(self.size) * f64::from(self.rounds)
        })
    }
}

/// A figure of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// [`Spec::size`].
    Size,
    /// [`Spec::rounds`].
    Rounds,
}

impl Field {
    /// Its name in links and messages.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Rounds => "rounds",
        }
    }

    /// Reads the figure from what a person typed.
    ///
    /// Digits may be grouped by spaces, underscores, commas or points, as people paste them;
    /// anything else is refused whole (`10abc` is not ten).
    pub fn parse(self, text: &str, range: &RangeInclusive<u64>) -> Result<u64, SpecError> {
        let (min, max) = (*range.start(), *range.end());
        let digits = ungrouped(text).ok_or_else(|| SpecError::NotANumber {
            field: self,
            value: text.to_owned(),
            min,
            max,
        })?;
        // More digits than a u64 holds are a number all the same, only far too large.
        let value = digits.parse().map_err(|_| SpecError::OutOfRange {
            field: self,
            value: digits.clone(),
            min,
            max,
        })?;
        self.within(value, range)
    }

    fn within(self, value: u64, range: &RangeInclusive<u64>) -> Result<u64, SpecError> {
        if range.contains(&value) {
            return Ok(value);
        }
        Err(SpecError::OutOfRange {
            field: self,
            value: value.to_string(),
            min: *range.start(),
            max: *range.end(),
        })
    }
}

/// The digits of a number whose groups of three may be set apart, or `None` if it is no such thing.
fn ungrouped(text: &str) -> Option<String> {
    const SEPARATORS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '_', ',', '.'];
    let text = text.trim();
    let mut groups = text.split(SEPARATORS);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        // "1.5" must not become fifteen, nor "1 0" ten.
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    let valid = !first.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then_some(digits)
}

/// Why something that was asked for cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SpecError {
    /// A figure is no whole number.
    #[error("{} “{value}” is not a whole number; give one from {min} to {max}", field.id())]
    NotANumber {
        /// Which figure.
        field: Field,
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// A figure is a number that this variant and engine do not take.
    #[error("{} {value} is out of range; give one from {min} to {max}", field.id())]
    OutOfRange {
        /// Which figure.
        field: Field,
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// The registry has no such variant of this kernel.
    #[error("{kernel} has no variant {variant}")]
    NoSuchVariant {
        /// Which kernel.
        kernel: &'static str,
        /// Which variant.
        variant: &'static str,
    },
    /// This kernel does not run on this engine.
    #[error("{kernel} does not run on {engine}")]
    NoSuchEngine {
        /// Which kernel.
        kernel: &'static str,
        /// Which engine.
        engine: &'static str,
    },
}

/// What a run computed, small enough to be cloned between threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kernel", rename_all = "snake_case")]
pub enum Outcome {
    /// Of [`Kernel::Primes`].
    Primes(primes::Outcome),
}

/// What a worker is asked to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Request {
    /// Compute.
    Run {
        /// What to compute.
        spec: Spec,
    },
    /// Compare a result, whichever engine it came from, with an independent reference.
    Check {
        /// What was computed.
        spec: Spec,
        /// What came out.
        outcome: Outcome,
    },
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Response {
    /// To [`Request::Run`].
    Ran {
        /// What came out.
        outcome: Outcome,
    },
    /// To [`Request::Check`].
    Checked {
        /// `None` where the result agrees with the reference.
        disagreement: Option<CheckError>,
    },
}

/// Why a computation ended without a result.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RunError {
    /// The machine, or the module's own limit, did not give the memory.
    #[error("no memory for {bytes} bytes; a smaller size needs less")]
    OutOfMemory {
        /// How much was asked for.
        bytes: u64,
    },
    /// A fault that the engine reported in its own words.
    #[error("{message}")]
    Engine {
        /// The engine's words.
        message: String,
    },
}

/// How a result differs from its reference.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{what} is {found}, but should be {expected}")]
pub struct CheckError {
    /// Which part of the result.
    pub what: String,
    /// What the run gave.
    pub found: String,
    /// What the reference gives.
    pub expected: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(size: &str) -> Result<u64, SpecError> {
        let sizes = Spec::sizes(Kernel::Primes, Variant::Plain, Engine::Wasm)?;
        Field::Size.parse(size, sizes)
    }

    #[test]
    fn grouped_digits_are_read_as_one_number() {
        for text in [
            "10000000",
            "10 000 000",
            "10_000_000",
            "10,000,000",
            "10.000.000",
            " 10000000 ",
        ] {
            assert_eq!(parse(text), Ok(10_000_000), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_whole_number_is_refused_whole() {
        for text in [
            "", " ", "10abc", "-5", "1.5", "1e6", "NaN", "0x10", "1 0", "1,,000", "1000.000", "+7",
            "١٢",
        ] {
            let error = parse(text).expect_err(text);
            assert!(
                matches!(error, SpecError::NotANumber { ref value, .. } if value == text),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn a_size_out_of_range_names_the_value_and_the_range() {
        let error = parse("99999999999999999999999").expect_err("more than a u64");
        let message = error.to_string();
        assert!(message.contains("99999999999999999999999"), "{message}");
        assert!(
            message.contains(&registry::PRIMES_MAX_WASM.to_string()),
            "{message}"
        );
        assert!(parse(&(registry::PRIMES_MAX_WASM + 1).to_string()).is_err());
        assert_eq!(parse("0"), Ok(0));
    }
    #[test]
    fn a_spec_checks_both_figures() {
        let spec =
            |size, rounds| Spec::new(Kernel::Primes, Variant::Plain, Engine::Js, size, rounds);
        assert!(spec(registry::PRIMES_MAX_JS, 1).is_ok());
        assert!(spec(registry::PRIMES_MAX_JS + 1, 1).is_err());
        for rounds in [0, u64::from(ROUNDS_MAX) + 1] {
            assert!(matches!(
                spec(10, rounds),
                Err(SpecError::OutOfRange {
                    field: Field::Rounds,
                    ..
                })
            ));
        }
    }
}
