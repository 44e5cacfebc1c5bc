//! All primes up to a limit, the limit included.

use serde::{Deserialize, Serialize};

use crate::registry::{
    Cut, Data, EVERYWHERE, Engine, Kernel, KernelEntry, Support, Tolerance, Variant, VariantEntry,
    WITHOUT_SHARED_MEMORY,
};

#[cfg(feature = "engine")]
pub(crate) mod plain;
#[cfg(feature = "engine")]
pub(crate) mod reference;
#[cfg(feature = "engine")]
pub(crate) mod segmented;

/// The largest limit for the sieve in WebAssembly: one byte a number, and the primes themselves,
/// within a quarter of the module's address space.
pub const PLAIN_MAX_WASM: u64 = 200_000_000;

/// The largest limit for the sieve in JavaScript: V8 keeps arrays of up to 32 × 1024 × 1024
/// elements flat; one more and `new Array(n)` becomes a dictionary, over twenty times slower.
pub const PLAIN_MAX_JS: u64 = 32 * 1024 * 1024 - 1;

/// The largest limit for the segmented sieve: up to here the sum of the primes is an exact
/// JavaScript number.
pub const SEGMENTED_MAX: u64 = 400_000_000;

/// How many numbers a segment spans: a bit for each odd one makes 32 KiB, a first cache's size.
pub const SEGMENT_NUMBERS: u64 = 512 * 1024;

pub(crate) static ENTRY: KernelEntry = KernelEntry {
    kernel: Kernel::Primes,
    size_default: 20_000_000,
    rounds_default: 30,
    data: Data::Figures,
    variants: &[
        VariantEntry {
            variant: Variant::Plain,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=PLAIN_MAX_WASM,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=PLAIN_MAX_JS,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Rounds,
            tolerance: Tolerance::Exact,
            cost: sieve_cost,
            size_calibration: 20_000_000,
        },
        VariantEntry {
            variant: Variant::Segmented,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=SEGMENTED_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=SEGMENTED_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(segments),
            tolerance: Tolerance::Exact,
            cost: sieve_cost,
            size_calibration: 20_000_000,
        },
    ],
};

/// Writes of the sieve of Eratosthenes: n ln ln n, and one pass to read it.
fn sieve_cost(limit: u64) -> f64 {
    let n = (limit as f64).max(3.0);
    n * (1.0 + n.ln().ln().max(0.0))
}

/// Segments up to and with the limit; segment `i` spans the numbers from `i` times
/// [`SEGMENT_NUMBERS`] on.
pub(crate) fn segments(limit: u64) -> u64 {
    limit / SEGMENT_NUMBERS + 1
}

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
