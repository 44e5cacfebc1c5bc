//! How much a cache may hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most that a cache may hold, in the unit in which it is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Capacity {
    /// So many objects, whatever their sizes.
    Objects(u64),
    /// Objects whose sizes come to so many bytes.
    Bytes(u64),
}

/// Why a text is no capacity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CapacityError {
    /// It does not begin with a number.
    #[error("“{0}” is no size: a number of objects such as 1000, or of bytes such as 128MiB")]
    NoNumber(String),
    /// What follows the number is no unit of bytes.
    #[error("“{unit}” in “{text}” is no unit of bytes: B, kB, MB, GB, TB, KiB, MiB, GiB or TiB")]
    UnknownUnit {
        /// What was given.
        text: String,
        /// What follows its number.
        unit: String,
    },
    /// A cache of nothing.
    #[error("“{0}” is no size: a cache holds one object or one byte at least")]
    Zero(String),
    /// More than any cache holds.
    #[error("“{0}” is too large: at most {CAPACITY_MAX} objects or bytes")]
    TooLarge(String),
}

/// The largest capacity, in objects or bytes: what an f64 holds exactly.
pub const CAPACITY_MAX: u64 = 1 << 53;

const UNITS: [(&str, u64); 9] = [
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

impl Capacity {
    /// The number without its unit.
    #[must_use]
    pub const fn count(self) -> u64 {
        match self {
            Self::Objects(count) | Self::Bytes(count) => count,
        }
    }

    /// Whether sizes of objects count.
    #[must_use]
    pub const fn is_in_bytes(self) -> bool {
        matches!(self, Self::Bytes(_))
    }
}

impl FromStr for Capacity {
    type Err = CapacityError;

    /// A number with a unit of bytes is a capacity in bytes, a bare one in objects. The number may have a fraction where
    /// a unit follows, and `_` between its digits.
    fn from_str(text: &str) -> Result<Self, CapacityError> {
        let given = text.trim();
        let split = given
            .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '_')))
            .unwrap_or(given.len());
        let (number, unit) = given.split_at(split);
        let (number, unit) = (number.replace('_', ""), unit.trim());
        let no_number = || CapacityError::NoNumber(text.to_owned());
        if unit.is_empty() {
            if number.is_empty() || number.contains('.') {
                return Err(no_number());
            }
            let count = number
                .parse()
                .map_err(|_| CapacityError::TooLarge(text.to_owned()))?;
            return bounded(text, count).map(Self::Objects);
        }
        let amount: f64 = number.parse().map_err(|_| no_number())?;
        let (_, scale) = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))
            .ok_or_else(|| CapacityError::UnknownUnit {
                text: text.to_owned(),
                unit: unit.to_owned(),
            })?;
        let bytes = (amount * *scale as f64).round();
        if bytes > CAPACITY_MAX as f64 {
            return Err(CapacityError::TooLarge(text.to_owned()));
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "neither negative nor larger than the bound"
        )]
        bounded(text, bytes as u64).map(Self::Bytes)
    }
}

fn bounded(text: &str, count: u64) -> Result<u64, CapacityError> {
    match count {
        0 => Err(CapacityError::Zero(text.to_owned())),
        _ if count > CAPACITY_MAX => Err(CapacityError::TooLarge(text.to_owned())),
        _ => Ok(count),
    }
}

impl fmt::Display for Capacity {
    /// As it is read: a bare number of objects, or bytes in the largest binary unit that leaves a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = match self {
            Self::Objects(count) => return write!(f, "{count}"),
            Self::Bytes(bytes) => *bytes,
        };
        let (unit, scale) = UNITS
            .iter()
            .rev()
            .find(|(unit, scale)| {
                (unit.contains('i') || *scale == 1) && bytes % scale == 0 && bytes >= *scale
            })
            .unwrap_or(&UNITS[0]);
        write!(f, "{}{unit}", bytes / scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_counts_objects_and_a_unit_bytes() {
        let read = |text: &str| text.parse::<Capacity>().unwrap();
        assert_eq!(read("1000"), Capacity::Objects(1000));
        assert_eq!(read(" 1_000 "), Capacity::Objects(1000));
        assert_eq!(read("128MiB"), Capacity::Bytes(128 << 20));
        assert_eq!(read("1.5 kB"), Capacity::Bytes(1500));
        assert_eq!(read("512B"), Capacity::Bytes(512));
        assert_eq!(read("1gib"), Capacity::Bytes(1 << 30));
    }

    #[test]
    fn what_is_no_capacity_is_refused_with_its_text() {
        let refused = |text: &str| text.parse::<Capacity>().unwrap_err().to_string();
        for text in ["", "many", "-5", "1.5", "MiB", "0x10"] {
            assert!(refused(text).contains(text), "{text}");
        }
        assert!(refused("5 parsecs").contains("“parsecs”"));
        assert!(refused("0").contains("at least"));
        assert!(refused("0MiB").contains("at least"));
        assert!(refused("99999999999999999999").contains("too large"));
        assert!(refused("1e9TiB").contains("no unit"));
        assert!(refused("99999999TiB").contains("too large"));
    }

    #[test]
    fn a_capacity_is_written_as_it_is_read() {
        for text in ["7", "1B", "1025B", "3KiB", "128MiB", "1GiB", "1000B"] {
            assert_eq!(text.parse::<Capacity>().unwrap().to_string(), text);
        }
        assert_eq!("1kB".parse::<Capacity>().unwrap().to_string(), "1000B");
    }
}
