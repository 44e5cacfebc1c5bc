//! Everything that can be run, and how: controls, checks and benchmarks read this table.
//!
//! To add a kernel, write its file, and add its name to [`Kernel`] and its entry here: the compiler
//! finds what is missing.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// A computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// All primes up to a limit.
    Primes,
}

/// An algorithm for a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variant {
    /// As a textbook, or a first attempt, has it.
    Plain,
}

/// What executes the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Rust compiled to WebAssembly.
    Wasm,
    /// JavaScript, as a person would first write it.
    Js,
}

/// Where the computation runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// On the page's own thread, in one piece: nothing else runs meanwhile.
    Main,
    /// On one dedicated worker.
    Worker,
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

ids!(Kernel { Primes => "primes" });
ids!(Variant { Plain => "plain" });
ids!(Engine { Wasm => "wasm", Js => "js" });
ids!(Strategy { Main => "main", Worker => "worker" });

/// A kernel and all that can be done with it.
#[derive(Debug)]
pub struct KernelEntry {
    /// Which kernel.
    pub kernel: Kernel,
    /// The size that a first visit offers.
    pub size_default: u64,
    /// The rounds that a first visit offers: with that size, a second or two on a laptop.
    pub rounds_default: u32,
    /// Its algorithms, the plainest first.
    pub variants: &'static [VariantEntry],
}

/// An algorithm: what it takes, where it runs, what it costs.
#[derive(Debug)]
pub struct VariantEntry {
    /// Which algorithm.
    pub variant: Variant,
    /// The engines that have it, each with the sizes it can take.
    pub engines: &'static [(Engine, RangeInclusive<u64>)],
    /// Where it can run.
    pub strategies: &'static [Strategy],
    /// Work of a size, in units that only compare with one another: an estimate of time is the
    /// time of one measured run times the quotient of two costs.
    pub cost: fn(u64) -> f64,
    /// A size whose run takes a moment and is large enough to tell about larger ones.
    pub size_calibration: u64,
}

impl VariantEntry {
    /// The sizes that an engine can take, or `None` where it lacks this variant.
    #[must_use]
    pub fn sizes(&self, engine: Engine) -> Option<&RangeInclusive<u64>> {
        self.engines
            .iter()
            .find(|(candidate, _)| *candidate == engine)
            .map(|(_, sizes)| sizes)
    }
}

/// The largest limit for the sieve in WebAssembly: one byte a number, and the primes themselves,
/// within a quarter of the module's address space.
pub const PRIMES_MAX_WASM: u64 = 200_000_000;

/// The largest limit for the sieve in JavaScript: V8 keeps arrays of up to 32 × 1024 × 1024
/// elements flat; one more and `new Array(n)` becomes a dictionary, over twenty times slower.
pub const PRIMES_MAX_JS: u64 = 32 * 1024 * 1024 - 1;

static PRIMES: KernelEntry = KernelEntry {
    kernel: Kernel::Primes,
    size_default: 20_000_000,
    rounds_default: 30,
    variants: &[VariantEntry {
        variant: Variant::Plain,
        engines: &[
            (Engine::Wasm, 0..=PRIMES_MAX_WASM),
            (Engine::Js, 0..=PRIMES_MAX_JS),
        ],
        strategies: &[Strategy::Main, Strategy::Worker],
        cost: sieve_cost,
        size_calibration: 20_000_000,
    }],
};

/// Writes of the sieve of Eratosthenes: n ln ln n, and one pass to read it.
fn sieve_cost(limit: u64) -> f64 {
    let n = (limit as f64).max(3.0);
    n * (1.0 + n.ln().ln().max(0.0))
}

/// The entry of a kernel.
#[must_use]
pub fn kernel(kernel: Kernel) -> &'static KernelEntry {
    match kernel {
        Kernel::Primes => &PRIMES,
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
            let plainest = &entry.variants[0];
            for (engine, sizes) in plainest.engines {
                assert!(
                    sizes.contains(&plainest.size_calibration),
                    "{} cannot be calibrated on {}",
                    id.id(),
                    engine.id()
                );
            }
            assert!(plainest.engines[0].1.contains(&entry.size_default));
            assert!(!plainest.strategies.is_empty());
        }
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
            let (_, sizes) = &entry.engines[0];
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
