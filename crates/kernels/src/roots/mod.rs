//! The sum of the square roots of the whole numbers from 1 to a limit.

use serde::{Deserialize, Serialize};

use crate::registry::{
    Cut, Data, EVERYWHERE, Engine, Kernel, KernelEntry, Support, Tolerance, Variant, VariantEntry,
    WITHOUT_SHARED_MEMORY,
};

#[cfg(feature = "engine")]
pub(crate) mod blocks;
#[cfg(feature = "engine")]
pub(crate) mod plain;
#[cfg(feature = "engine")]
pub(crate) mod reference;
#[cfg(feature = "engine")]
pub(crate) mod simd;
#[cfg(feature = "engine")]
pub(crate) mod unrolled;

/// The largest limit.
pub const LIMIT_MAX: u64 = 1_000_000_000;

/// Numbers whose roots are summed on their own; these sums are then added in order. So every
/// strategy rounds alike.
pub const BLOCK_NUMBERS: u64 = 65_536;

/// Some ten thousand additions that round by half a unit in the last place each.
const TOLERANCE: Tolerance = Tolerance::Relative(1e-11);

pub(crate) static ENTRY: KernelEntry = KernelEntry {
    kernel: Kernel::Roots,
    size_default: 100_000_000,
    rounds_default: 5,
    data: Data::Figures,
    variants: &[
        VariantEntry {
            variant: Variant::Plain,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=LIMIT_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=LIMIT_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(blocks),
            tolerance: TOLERANCE,
            cost: linear,
            size_calibration: 20_000_000,
        },
        VariantEntry {
            variant: Variant::Unrolled,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 0..=LIMIT_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 0..=LIMIT_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(blocks),
            tolerance: TOLERANCE,
            cost: linear,
            size_calibration: 20_000_000,
        },
        VariantEntry {
            variant: Variant::Simd,
            engines: &[Support {
                engine: Engine::Wasm,
                sizes: 0..=LIMIT_MAX,
                strategies: EVERYWHERE,
            }],
            cut: Cut::Parts(blocks),
            tolerance: TOLERANCE,
            cost: linear,
            size_calibration: 20_000_000,
        },
    ],
};

fn linear(limit: u64) -> f64 {
    limit as f64
}

/// Blocks up to the limit; block `i` starts behind the number `i` times [`BLOCK_NUMBERS`].
pub(crate) fn blocks(limit: u64) -> u64 {
    limit.div_ceil(BLOCK_NUMBERS).max(1)
}

/// What a run gives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The sum of each block, in order.
    pub blocks: Vec<f64>,
}

impl Outcome {
    /// The sum of all roots.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.blocks.iter().sum()
    }
}
