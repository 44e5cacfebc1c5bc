//! A 3 × 3 box blur: each byte becomes the mean of the bytes of its channel in the pixels around it
//! that exist, itself included, rounded half up.

use serde::{Deserialize, Serialize};

use crate::registry::{
    Cut, Data, EVERYWHERE, Engine, Kernel, KernelEntry, Support, Tolerance, Variant, VariantEntry,
    WITHOUT_SHARED_MEMORY,
};

#[cfg(feature = "engine")]
pub(crate) mod picture;
#[cfg(feature = "engine")]
pub(crate) mod plain;
#[cfg(feature = "engine")]
pub(crate) mod reference;
#[cfg(feature = "engine")]
pub(crate) mod scene;
#[cfg(feature = "engine")]
pub(crate) mod separable;

/// The most pixels: 24 million, as large cameras make, of four bytes each, in and out.
pub const PIXELS_MAX: u64 = 24_000_000;

/// The largest side of a generated picture, which is square.
pub const SIDE_MAX: u64 = 4_898;

pub(crate) static GREY: KernelEntry = entry(Kernel::BlurGrey, 1, 8);
pub(crate) static RGBA: KernelEntry = entry(Kernel::BlurRgba, 4, 4);

const fn entry(kernel: Kernel, channels: u8, rounds: u32) -> KernelEntry {
    KernelEntry {
        kernel,
        size_default: 3_000,
        rounds_default: rounds,
        data: Data::Picture { channels },
        variants: VARIANTS,
    }
}

const VARIANTS: &[VariantEntry] = &[variant(Variant::Plain), variant(Variant::Separable)];

const fn variant(variant: Variant) -> VariantEntry {
    VariantEntry {
        variant,
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
        tolerance: Tolerance::Exact,
        cost: |side| (side as f64).powi(2),
        size_calibration: 700,
    }
}

/// What a run gives beside the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The sum of all bytes of the blurred picture: equal pictures have equal sums.
    pub sum: u64,
}
