//! The Mandelbrot set: for each point *c* of a square, how many steps of z ← z² + c it takes until
//! |z| > 2, starting from zero.

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
pub(crate) mod rows;
#[cfg(feature = "engine")]
pub(crate) mod shortcut;
#[cfg(feature = "engine")]
pub(crate) mod simd;

/// The largest side of the square, in points.
pub const SIDE_MAX: u64 = 4_096;

/// A point that has not escaped after so many steps counts as one of the set.
pub const STEPS_MAX: u16 = 1_000;

/// The square's left edge, its upper edge and its side, in the complex plane. The set lies above its
/// middle, so that bands of equal height are far from equal work.
pub const VIEW: (f64, f64, f64) = (-2.2, 1.2, 3.0);

pub(crate) static ENTRY: KernelEntry = KernelEntry {
    kernel: Kernel::Mandelbrot,
    size_default: 1_200,
    rounds_default: 1,
    data: Data::Counts,
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
            tolerance: Tolerance::Exact,
            cost: squared,
            size_calibration: 300,
        },
        VariantEntry {
            variant: Variant::Shortcut,
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
            cost: squared,
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
            tolerance: Tolerance::Exact,
            cost: squared,
            size_calibration: 300,
        },
    ],
};

fn squared(side: u64) -> f64 {
    (side as f64).powi(2)
}

/// What a run gives beside the steps of each point.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// All steps of all points.
    pub steps: u64,
    /// How many points never escaped.
    pub inside: u64,
}

/// The point of the complex plane that is at the middle of a pixel. Any other order of operations
/// would round to other points, near which other counts are right.
#[cfg(feature = "engine")]
pub(crate) fn point(side: u32, x: u32, y: u32) -> (f64, f64) {
    let (left, top, extent) = VIEW;
    let step = extent / f64::from(side);
    (
        left + (f64::from(x) + 0.5) * step,
        top - (f64::from(y) + 0.5) * step,
    )
}
