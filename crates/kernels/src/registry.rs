//! Everything that can be run, and how: controls, checks and benchmarks read this table.
//!
//! To add a kernel, write its folder with its [`KernelEntry`], and add its name to [`Kernel`] and
//! its entry to [`kernel`]: the compiler finds what is missing.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{blur, fibonacci, mandelbrot, matrix, primes, roots};

/// A computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// All primes up to a limit.
    Primes,
    /// One Fibonacci number.
    Fibonacci,
    /// The product of two square matrices of `f64`.
    Matrix,
    /// A 3 × 3 box blur of a picture with one byte a pixel.
    BlurGrey,
    /// A 3 × 3 box blur of a picture with four bytes a pixel.
    BlurRgba,
    /// The sum of the square roots of the whole numbers up to a limit.
    Roots,
    /// The Mandelbrot set: how soon each point of a square escapes.
    Mandelbrot,
}

/// An algorithm for a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// As a textbook, or a first attempt, has it.
    Plain,
    /// Of [`Kernel::Primes`]: odd numbers only, a bit each, in segments that fit the first cache.
    Segmented,
    /// Of [`Kernel::Fibonacci`]: from F(k) and F(k+1) to F(2k) and F(2k+1).
    Doubling,
    /// Of [`Kernel::Matrix`]: the loops in the order in which memory lies.
    Reordered,
    /// Of the blurs: sums along rows first, then down columns.
    Separable,
    /// Of [`Kernel::Roots`]: several sums at once, so that additions need not wait for one another.
    Unrolled,
    /// Of [`Kernel::Mandelbrot`]: squares are kept, and the two largest bulbs are known beforehand.
    Shortcut,
    /// Two or more values in one instruction.
    Simd,
}

/// What executes the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Rust compiled to WebAssembly.
    Wasm,
    /// JavaScript: the plain variant as a person would first write it, the others with care.
    Js,
}

/// Where the computation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// On the page's own thread, in one piece: nothing else runs meanwhile.
    Main,
    /// On the page's own thread, in slices between which the page does what it has to.
    Sliced,
    /// On one dedicated worker.
    Worker,
    /// Shared out in jobs to several workers.
    Pool,
    /// By several threads over one memory.
    Parallel,
}

/// How a pool of threads shares out the parts of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// Each thread takes what it comes to: whoever is done early steals from the others.
    #[default]
    Stealing,
    /// Each thread gets one band of equal length beforehand.
    Static,
}

macro_rules! ids {
    ($type:ty { $($variant:ident => $id:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in links and messages; it never changes.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The value of that name.
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.id() == id)
            }
        }
    };
}

ids!(Kernel {
    Primes => "primes",
    Fibonacci => "fibonacci",
    Matrix => "matrix",
    BlurGrey => "blur-grey",
    BlurRgba => "blur-rgba",
    Roots => "roots",
    Mandelbrot => "mandelbrot",
});
ids!(Variant {
    Plain => "plain",
    Segmented => "segmented",
    Doubling => "doubling",
    Reordered => "reordered",
    Separable => "separable",
    Unrolled => "unrolled",
    Shortcut => "shortcut",
    Simd => "simd",
});
ids!(Engine { Wasm => "wasm", Js => "js" });
ids!(Strategy {
    Main => "main",
    Sliced => "sliced",
    Worker => "worker",
    Pool => "pool",
    Parallel => "parallel",
});
ids!(Schedule { Stealing => "stealing", Static => "static" });

/// A kernel and all that can be done with it.
#[derive(Debug)]
pub struct KernelEntry {
    /// Which kernel.
    pub kernel: Kernel,
    /// The size that a first visit offers.
    pub size_default: u64,
    /// The rounds that a first visit offers: with that size, a second or two on a laptop.
    pub rounds_default: u32,
    /// What goes in and comes out beside figures.
    pub data: Data,
    /// Its algorithms, the plainest first.
    pub variants: &'static [VariantEntry],
}

/// The bytes that a kernel takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// None: a few figures in, a few out.
    Figures,
    /// A picture in and one of the same size out, of so many bytes a pixel.
    Picture {
        /// Bytes a pixel.
        channels: u8,
    },
    /// Figures in; out, a `u16` (the least significant byte first) for each point.
    Counts,
}

impl Data {
    /// Bytes of one point of the output; none where only figures come out.
    #[must_use]
    pub const fn point_bytes(self) -> u8 {
        match self {
            Self::Figures => 0,
            Self::Picture { channels } => channels,
            Self::Counts => 2,
        }
    }
}

/// An algorithm: what it takes, where it runs, what it costs.
#[derive(Debug)]
pub struct VariantEntry {
    /// Which algorithm.
    pub variant: Variant,
    /// The engines that have it.
    pub engines: &'static [Support],
    /// How it can be shared out.
    pub cut: Cut,
    /// How far a right result may be from its reference.
    pub tolerance: Tolerance,
    /// Work of a size, in units that only compare with one another: an estimate of time is the
    /// time of one measured run times the quotient of two costs.
    pub cost: fn(u64) -> f64,
    /// A size whose run takes a moment and is large enough to tell about larger ones.
    pub size_calibration: u64,
}

/// What an engine can do with a variant.
#[derive(Debug)]
pub struct Support {
    /// Which engine.
    pub engine: Engine,
    /// The sizes it can take.
    pub sizes: RangeInclusive<u64>,
    /// Where it can run.
    pub strategies: &'static [Strategy],
}

/// Every strategy: of variants in WebAssembly that can be cut into parts.
pub const EVERYWHERE: &[Strategy] = Strategy::ALL;

/// All but shared memory: JavaScript's values belong to one thread.
pub const WITHOUT_SHARED_MEMORY: &[Strategy] = &[
    Strategy::Main,
    Strategy::Sliced,
    Strategy::Worker,
    Strategy::Pool,
];

/// What of a variant's work can be shared out between jobs and threads.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// Whole rounds only: within a round each step needs the one before.
    Rounds,
    /// Parts of a round, which can be computed in any order; gives their number for a size.
    /// For kernels with [`Data::Picture`] or [`Data::Counts`] a part is a row.
    Parts(fn(u64) -> u64),
}

/// How far a right result may be from its reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// Not at all.
    Exact,
    /// By this share of the reference, or, where its terms have signs, of what they add up to
    /// without them.
    Relative(f64),
}

impl VariantEntry {
    /// What an engine can do with this variant, or `None` where it lacks it.
    #[must_use]
    pub fn support(&self, engine: Engine) -> Option<&Support> {
        self.engines.iter().find(|support| support.engine == engine)
    }

    /// The sizes that an engine can take, or `None` where it lacks this variant.
    #[must_use]
    pub fn sizes(&self, engine: Engine) -> Option<&RangeInclusive<u64>> {
        self.support(engine).map(|support| &support.sizes)
    }

    /// Why this variant cannot run there, or `None` where it can.
    #[must_use]
    pub fn refusal(&self, engine: Engine, strategy: Strategy) -> Option<Refusal> {
        let Some(support) = self.support(engine) else {
            return Some(Refusal::NotOnEngine);
        };
        if support.strategies.contains(&strategy) {
            return None;
        }
        Some(match engine {
            Engine::Js => Refusal::NoSharedValues,
            Engine::Wasm => Refusal::CannotBeCut,
        })
    }
}

/// Why something is not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The engine has no such variant.
    NotOnEngine,
    /// JavaScript's values cannot be shared between threads.
    NoSharedValues,
    /// Each step needs the one before, so threads would wait for one another.
    CannotBeCut,
}

/// The entry of a kernel.
#[must_use]
pub fn kernel(kernel: Kernel) -> &'static KernelEntry {
    match kernel {
        Kernel::Primes => &primes::ENTRY,
        Kernel::Fibonacci => &fibonacci::ENTRY,
        Kernel::Matrix => &matrix::ENTRY,
        Kernel::BlurGrey => &blur::GREY,
        Kernel::BlurRgba => &blur::RGBA,
        Kernel::Roots => &roots::ENTRY,
        Kernel::Mandelbrot => &mandelbrot::ENTRY,
    }
}

/// The entry of a variant, or `None` where the kernel lacks it.
#[must_use]
pub fn variant(of: Kernel, variant: Variant) -> Option<&'static VariantEntry> {
    kernel(of)
        .variants
        .iter()
        .find(|entry| entry.variant == variant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kernel_has_an_entry_whose_default_can_run() {
        for &id in Kernel::ALL {
            let entry = kernel(id);
            assert_eq!(entry.kernel, id);
            for variant in entry.variants {
                for support in variant.engines {
                    assert!(
                        support.sizes.contains(&variant.size_calibration),
                        "{} ({}) cannot be calibrated on {}",
                        id.id(),
                        variant.variant.id(),
                        support.engine.id()
                    );
                    assert!(support.strategies.contains(&Strategy::Main));
                }
            }
            assert!(
                entry.variants[0].engines[0]
                    .sizes
                    .contains(&entry.size_default)
            );
            assert!(
                entry.variants.len() > 1,
                "{} has nothing better than plain",
                id.id()
            );
        }
    }

    #[test]
    fn what_is_not_offered_has_a_reason() {
        let sieve = variant(Kernel::Primes, Variant::Plain).expect("there");
        assert_eq!(
            sieve.refusal(Engine::Wasm, Strategy::Parallel),
            Some(Refusal::CannotBeCut)
        );
        assert_eq!(
            sieve.refusal(Engine::Js, Strategy::Parallel),
            Some(Refusal::NoSharedValues)
        );
        assert_eq!(sieve.refusal(Engine::Js, Strategy::Pool), None);
    }

    #[test]
    fn names_lead_back_to_their_values() {
        for &engine in Engine::ALL {
            assert_eq!(Engine::from_id(engine.id()), Some(engine));
        }
        for &strategy in Strategy::ALL {
            assert_eq!(Strategy::from_id(strategy.id()), Some(strategy));
        }
        assert_eq!(Kernel::from_id("prime"), None);
    }

    #[test]
    fn cost_grows_with_size() {
        for entry in Kernel::ALL.iter().flat_map(|&id| kernel(id).variants) {
            let sizes = &entry.engines[0].sizes;
            let (mut last, mut size) = (0.0, *sizes.start());
            while size <= *sizes.end() {
                let cost = (entry.cost)(size);
                assert!(cost.is_finite() && cost >= last, "size {size}");
                last = cost;
                size = size * 2 + 1;
            }
        }
    }
}
