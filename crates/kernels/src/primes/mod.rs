//! All primes up to a limit, the limit included.

use serde::{Deserialize, Serialize};

#[cfg(feature = "engine")]
pub(crate) mod reference;
#[cfg(feature = "engine")]
pub(crate) mod sieve;

/// How many primes a result lists one by one.
pub const FIRST_MAX: usize = 100;

/// The primes up to a limit, summed up: a list of millions would cost more to move than to find.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many there are.
    pub count: u64,
    /// Their sum; exact as a JavaScript number up to the largest limit that is offered.
    pub sum: u64,
    /// The greatest of them, or `None` below two.
    pub largest: Option<u64>,
    /// The least of them, at most [`FIRST_MAX`], in order.
    pub first: Vec<u64>,
}
