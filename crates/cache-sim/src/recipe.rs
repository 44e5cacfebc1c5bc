//! Recipes of traces that are generated: short texts, which a link holds, and which stand for the same accesses on every
//! machine.
//!
//! ```text
//! recipe  = pattern [ "*" accesses ] [ "@" seed ]
//! pattern = "loop(" objects ")" | "scan" | "zigzag(" objects ")" | "zipf(" alpha "," objects ")"
//!         | "shift(" objects "," share "," probability "," period ")"
//!         | "mix(" weight "*" pattern { "+" weight "*" pattern } ")"
//!         | "phases(" pattern "*" accesses { "," pattern "*" accesses } ")"
//! ```

mod presets;
mod text;

pub use presets::{PRESETS, Preset};

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Objects of one pattern, and of all patterns of a recipe together.
pub const OBJECTS: RangeInclusive<u64> = 1..=10_000_000;

/// Accesses of a recipe, and of one of its phases.
pub const ACCESSES: RangeInclusive<u64> = 1..=10_000_000;

/// Exponent of Zipf's law; with 0 all objects are as popular.
pub const ALPHA: RangeInclusive<f64> = 0.0..=4.0;

/// The share of objects that are hot.
pub const SHARE: RangeInclusive<f64> = 0.0..=1.0;

/// How probable it is that an access is to a hot object.
pub const PROBABILITY: RangeInclusive<f64> = 0.0..=1.0;

/// How often a part of a mixture is accessed, in proportion to the other parts' weights.
pub const WEIGHT: RangeInclusive<f64> = 0.001..=1_000.0;

/// Parts of a mixture, and phases.
pub const PARTS: RangeInclusive<u64> = 1..=16;

/// Patterns within patterns: `mix(1*scan)` has a depth of two.
pub const DEPTH_MAX: usize = 4;

/// The longest text of a recipe, in bytes.
pub const TEXT_BYTES_MAX: usize = 2_000;

/// Accesses of a recipe that does not say how many it has.
pub const ACCESSES_DEFAULT: u32 = 100_000;

/// The seed of a recipe that does not say which it has.
pub const SEED_DEFAULT: u32 = 1;

/// In which order objects are accessed. Each pattern has objects of its own; none has one of another's.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// One object after the other, and again from the first.
    Loop {
        /// How many, of [`OBJECTS`].
        objects: u32,
    },
    /// Each object once.
    Scan,
    /// From the first object to the last and back to the first.
    Zigzag {
        /// How many, of [`OBJECTS`].
        objects: u32,
    },
    /// At random, the object of rank *r* in proportion to *r* to the power of −`alpha` (Zipf, *Human Behavior and the
    /// Principle of Least Effort*, 1949).
    Zipf {
        /// The exponent, of [`ALPHA`].
        alpha: f64,
        /// How many, of [`OBJECTS`].
        objects: u32,
    },
    /// At random, some objects more often than others; which ones those are changes.
    Shift {
        /// How many, of [`OBJECTS`].
        objects: u32,
        /// How many of them are hot at a time, of [`SHARE`]; one at least.
        share: f64,
        /// How probable it is that an access is to a hot one, of [`PROBABILITY`].
        probability: f64,
        /// After how many accesses the next objects are hot in their place, of [`ACCESSES`].
        period: u32,
    },
    /// Patterns by turns, at random in proportion to their weights, of [`WEIGHT`].
    Mix(Vec<(f64, Pattern)>),
    /// One pattern after the other, each for so many accesses, of [`ACCESSES`]. After the last one the first goes on
    /// where it was.
    Phases(Vec<(Pattern, u32)>),
}

/// What a trace is generated from. It is serialised as its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Recipe {
    pattern: Pattern,
    accesses: u32,
    seed: u32,
}

/// Why there is no trace of a recipe.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum RecipeError {
    /// A number is out of its range.
    #[error("{field} is {found}; give {min} to {max}")]
    Range {
        /// Which number.
        field: String,
        /// What it is.
        found: f64,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// A number was to come.
    #[error("{field} is “{found}”, at byte {at}; give a number from {min} to {max}")]
    Number {
        /// Which number.
        field: String,
        /// What came.
        found: String,
        /// Where.
        at: usize,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
    },
    /// A pattern was to come.
    #[error(
        "“{found}”, at byte {at}, is no pattern: loop, scan, zigzag, zipf, shift, mix or phases"
    )]
    UnknownPattern {
        /// What came.
        found: String,
        /// Where.
        at: usize,
    },
    /// A sign was to come.
    #[error("“{found}”, at byte {at}, should be “{expected}”")]
    Sign {
        /// What came; nothing at the end.
        found: String,
        /// What was to come; nothing at the end.
        expected: String,
        /// Where.
        at: usize,
    },
    /// Patterns within patterns within patterns.
    #[error("patterns stand {depth} deep; at most {DEPTH_MAX}")]
    Depth {
        /// How deep.
        depth: usize,
    },
    /// A text that is longer than a link may be.
    #[error("the recipe has {bytes} bytes; at most {TEXT_BYTES_MAX}")]
    Length {
        /// How many.
        bytes: usize,
    },
}

impl Recipe {
    /// A recipe, if it can be followed.
    pub fn new(pattern: Pattern, accesses: u32, seed: u32) -> Result<Self, RecipeError> {
        pattern.check(1)?;
        check(
            "objects of all patterns",
            pattern.objects(),
            &OBJECTS_OF_ALL,
        )?;
        check("accesses", u64::from(accesses), &ACCESSES)?;
        let recipe = Self {
            pattern,
            accesses,
            seed,
        };
        match recipe.to_string().len() {
            bytes if bytes > TEXT_BYTES_MAX => Err(RecipeError::Length { bytes }),
            _ => Ok(recipe),
        }
    }

    /// In which order objects are accessed.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// How many accesses there are.
    #[must_use]
    pub fn accesses(&self) -> u32 {
        self.accesses
    }

    /// Decides about all that is left to chance.
    #[must_use]
    pub fn seed(&self) -> u32 {
        self.seed
    }
}

/// A scan alone has no objects before it runs.
const OBJECTS_OF_ALL: RangeInclusive<u64> = 0..=*OBJECTS.end();

impl Pattern {
    /// How many objects it has, but for those of scans, which come as they are accessed.
    #[must_use]
    pub fn objects(&self) -> u64 {
        match self {
            Self::Scan => 0,
            Self::Loop { objects }
            | Self::Zigzag { objects }
            | Self::Zipf { objects, .. }
            | Self::Shift { objects, .. } => u64::from(*objects),
            Self::Mix(parts) => parts.iter().map(|(_, part)| part.objects()).sum(),
            Self::Phases(phases) => phases.iter().map(|(phase, _)| phase.objects()).sum(),
        }
    }

    /// How many scans are in it.
    #[must_use]
    pub fn scans(&self) -> u64 {
        match self {
            Self::Scan => 1,
            Self::Mix(parts) => parts.iter().map(|(_, part)| part.scans()).sum(),
            Self::Phases(phases) => phases.iter().map(|(phase, _)| phase.scans()).sum(),
            _ => 0,
        }
    }

    fn check(&self, depth: usize) -> Result<(), RecipeError> {
        if depth > DEPTH_MAX {
            return Err(RecipeError::Depth { depth });
        }
        match self {
            Self::Scan => Ok(()),
            Self::Loop { objects } | Self::Zigzag { objects } => check_objects(*objects),
            Self::Zipf { alpha, objects } => {
                check_real("alpha", *alpha, &ALPHA)?;
                check_objects(*objects)
            }
            Self::Shift {
                objects,
                share,
                probability,
                period,
            } => {
                check_objects(*objects)?;
                check_real("share", *share, &SHARE)?;
                check_real("probability", *probability, &PROBABILITY)?;
                check("period", u64::from(*period), &ACCESSES)
            }
            Self::Mix(parts) => {
                check("parts", parts.len() as u64, &PARTS)?;
                parts.iter().try_for_each(|(weight, part)| {
                    check_real("weight", *weight, &WEIGHT)?;
                    part.check(depth + 1)
                })
            }
            Self::Phases(phases) => {
                check("phases", phases.len() as u64, &PARTS)?;
                phases.iter().try_for_each(|(phase, accesses)| {
                    check("accesses of a phase", u64::from(*accesses), &ACCESSES)?;
                    phase.check(depth + 1)
                })
            }
        }
    }
}

fn check_objects(objects: u32) -> Result<(), RecipeError> {
    check("objects", u64::from(objects), &OBJECTS)
}

fn check(field: &str, found: u64, range: &RangeInclusive<u64>) -> Result<(), RecipeError> {
    let range = *range.start() as f64..=*range.end() as f64;
    check_real(field, found as f64, &range)
}

fn check_real(field: &str, found: f64, range: &RangeInclusive<f64>) -> Result<(), RecipeError> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(RecipeError::Range {
        field: field.to_owned(),
        found,
        min: *range.start(),
        max: *range.end(),
    })
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loop { objects } => write!(f, "loop({objects})"),
            Self::Scan => f.write_str("scan"),
            Self::Zigzag { objects } => write!(f, "zigzag({objects})"),
            Self::Zipf { alpha, objects } => write!(f, "zipf({alpha},{objects})"),
            Self::Shift {
                objects,
                share,
                probability,
                period,
            } => write!(f, "shift({objects},{share},{probability},{period})"),
            Self::Mix(parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(weight, part)| format!("{weight}*{part}"))
                    .collect();
                write!(f, "mix({})", parts.join("+"))
            }
            Self::Phases(phases) => {
                let phases: Vec<String> = phases
                    .iter()
                    .map(|(phase, accesses)| format!("{phase}*{accesses}"))
                    .collect();
                write!(f, "phases({})", phases.join(","))
            }
        }
    }
}

impl fmt::Display for Recipe {
    /// As it is read. The seed stands there only if it is not [`SEED_DEFAULT`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*{}", self.pattern, self.accesses)?;
        match self.seed {
            SEED_DEFAULT => Ok(()),
            seed => write!(f, "@{seed}"),
        }
    }
}

impl From<Recipe> for String {
    fn from(recipe: Recipe) -> Self {
        recipe.to_string()
    }
}

impl TryFrom<String> for Recipe {
    type Error = RecipeError;

    fn try_from(text: String) -> Result<Self, RecipeError> {
        text.parse()
    }
}

#[cfg(test)]
pub(crate) mod tests;
