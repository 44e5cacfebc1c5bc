//! The product C = A · B of two square matrices of `f64`, made from a fixed seed.

use serde::{Deserialize, Serialize};

use crate::registry::{
    Cut, Data, EVERYWHERE, Engine, Kernel, KernelEntry, Support, Tolerance, Variant, VariantEntry,
    WITHOUT_SHARED_MEMORY,
};

#[cfg(feature = "engine")]
pub(crate) mod inputs;
#[cfg(feature = "engine")]
pub(crate) mod plain;
#[cfg(feature = "engine")]
pub mod product;
#[cfg(feature = "engine")]
pub(crate) mod reference;
#[cfg(feature = "engine")]
pub(crate) mod reordered;
#[cfg(feature = "engine")]
pub(crate) mod simd;

/// The largest side: two matrices of 32 MiB; of the product there is never more than a few rows.
pub const SIDE_MAX: u64 = 2_048;

/// A figure of the fingerprint sums up to the square of [`SIDE_MAX`] products, each rounded once.
/// Relative to the sum of what they amount to without their signs, this is far above what rounding
/// gives, and far below what a wrong entry does.
const TOLERANCE: Tolerance = Tolerance::Relative(1e-10);

pub(crate) static ENTRY: KernelEntry = KernelEntry {
    kernel: Kernel::Matrix,
    size_default: 800,
    rounds_default: 2,
    data: Data::Figures,
    variants: &[
        VariantEntry {
            variant: Variant::Plain,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 1..=SIDE_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 1..=SIDE_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(|side| side),
            tolerance: TOLERANCE,
            cost: cubed,
            size_calibration: 300,
        },
        VariantEntry {
            variant: Variant::Reordered,
            engines: &[
                Support {
                    engine: Engine::Wasm,
                    sizes: 1..=SIDE_MAX,
                    strategies: EVERYWHERE,
                },
                Support {
                    engine: Engine::Js,
                    sizes: 1..=SIDE_MAX,
                    strategies: WITHOUT_SHARED_MEMORY,
                },
            ],
            cut: Cut::Parts(|side| side),
            tolerance: TOLERANCE,
            cost: cubed,
            size_calibration: 300,
        },
        VariantEntry {
            variant: Variant::Simd,
            engines: &[Support {
                engine: Engine::Wasm,
                sizes: 1..=SIDE_MAX,
                strategies: EVERYWHERE,
            }],
            cut: Cut::Parts(|side| side),
            tolerance: TOLERANCE,
            cost: cubed,
            size_calibration: 300,
        },
    ],
};

fn cubed(side: u64) -> f64 {
    (side as f64).powi(3)
}

/// What a run gives: for each row of the product, in order, its scalar product with a fixed vector
/// *r* of ones and minus ones. The check compares this with A · (B · r), which takes n² steps where
/// the run took n³ (Freivalds 1977).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// C · r, a figure for each row.
    pub fingerprint: Vec<f64>,
}
