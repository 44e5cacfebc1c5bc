//! One Fibonacci number: F(0) = 0, F(1) = 1, F(n) = F(n − 1) + F(n − 2).

use serde::{Deserialize, Serialize};

use crate::registry::{
    Cut, Data, EVERYWHERE, Engine, Kernel, KernelEntry, Support, Tolerance, Variant, VariantEntry,
    WITHOUT_SHARED_MEMORY,
};

#[cfg(feature = "engine")]
pub(crate) mod doubling;
#[cfg(feature = "engine")]
pub(crate) mod plain;
#[cfg(feature = "engine")]
pub(crate) mod reference;

/// The largest index for the naive recursion: over two thousand million calls.
pub const PLAIN_MAX: u64 = 45;

/// The largest index whose number a JavaScript number holds exactly.
pub const DOUBLING_MAX: u64 = 78;

/// Where the tree of calls is cut into parts: a subtree below this index takes about a millisecond.
pub const LEAF_MAX: u64 = 27;

pub(crate) static ENTRY: KernelEntry = KernelEntry {
    kernel: Kernel::Fibonacci,
    size_default: 42,
    rounds_default: 1,
    data: Data::Figures,
    variants: &[
        VariantEntry {
            variant: Variant::Plain,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=PLAIN_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=PLAIN_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(leaves),
            tolerance: Tolerance::Exact,
            cost: calls,
            size_calibration: 34,
        },
        VariantEntry {
            variant: Variant::Doubling,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=DOUBLING_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=DOUBLING_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Rounds,
            tolerance: Tolerance::Exact,
            cost: |index| (index.max(1) as f64).log2() + 1.0,
            size_calibration: 78,
        },
    ],
};

/// Calls of the naive recursion: 2 F(n + 1) − 1, and F(n) is φⁿ / √5 to the nearest whole number.
#[allow(clippy::cast_possible_truncation, reason = "an index is at most 45")]
fn calls(index: u64) -> f64 {
    let golden = f64::midpoint(1.0, 5.0_f64.sqrt());
    2.0 * golden.powi(index as i32 + 1) / 5.0_f64.sqrt()
}

/// Subtrees that the tree of calls is cut into: leaves whose index is at most [`LEAF_MAX`], in the
/// order in which the recursion comes to them.
pub(crate) fn leaves(index: u64) -> u64 {
    let (mut before, mut last) = (1, 1);
    for _ in LEAF_MAX..index {
        (before, last) = (last, before + last);
    }
    last
}

/// What a run gives; a part's value is its share of the sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The number; exact as a JavaScript number.
    pub value: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_cut_into_as_many_leaves_as_a_walk_finds() {
        fn walk(index: u64) -> u64 {
            if index <= LEAF_MAX {
                1
            } else {
                walk(index - 1) + walk(index - 2)
            }
        }
        for index in 0..=PLAIN_MAX {
            assert_eq!(leaves(index), walk(index), "index {index}");
        }
    }
}
