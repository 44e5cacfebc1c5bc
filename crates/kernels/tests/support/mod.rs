//! Runs to try, and pictures for them.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file is a crate of its own, and uses a part"
)]

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use kernels::registry::{self, Data};
use kernels::{Engine, Extent, Input, Kernel, Sample, Share, Spec, Variant};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

/// Tries a property on cases from a fixed seed, and on as many from a seed of this run's own, which
/// is printed where it fails, and can be set by `KERNELS_SEED`.
pub fn hold<S: Strategy>(
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    for seed in [1, fresh_seed()] {
        let config = Config {
            cases,
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            ..Config::default()
        };
        if let Err(error) = TestRunner::new(config).run(strategy, &property) {
            panic!("KERNELS_SEED={seed}: {error}");
        }
    }
}

/// The seed of this run.
pub fn fresh_seed() -> u64 {
    static FRESH: OnceLock<u64> = OnceLock::new();
    *FRESH.get_or_init(|| {
        std::env::var("KERNELS_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or_else(|| RandomState::new().hash_one(0))
    })
}

/// Every variant that a kernel has on an engine.
pub fn variants(engine: Engine) -> Vec<(Kernel, Variant)> {
    Kernel::ALL
        .iter()
        .flat_map(|&kernel| {
            registry::kernel(kernel)
                .variants
                .iter()
                .filter(move |entry| entry.support(engine).is_some())
                .map(move |entry| (kernel, entry.variant))
        })
        .collect()
}

pub fn spec(kernel: Kernel, variant: Variant, size: u64, rounds: u64) -> Spec {
    Spec::new(kernel, variant, Engine::Wasm, size, rounds).expect("within the ranges")
}

/// Sizes that are done in a moment, the least and the odd ones among them.
fn sizes(kernel: Kernel, variant: Variant) -> BoxedStrategy<u64> {
    match (kernel, variant) {
        // Around the edges of segments, too.
        (Kernel::Primes, _) => prop_oneof![
            0..300_u64,
            0..300_000_u64,
            (1..4_u64, 0..40_u64).prop_map(|(segments, more)| segments * 512 * 1024 + more - 20),
        ]
        .boxed(),
        (Kernel::Fibonacci, Variant::Plain) => (0..=30_u64).boxed(),
        (Kernel::Fibonacci, _) => (0..=78_u64).boxed(),
        (Kernel::Roots, _) => prop_oneof![
            0..300_u64,
            0..400_000_u64,
            (1..4_u64, 0..40_u64).prop_map(|(blocks, more)| blocks * 65_536 + more - 20),
        ]
        .boxed(),
        (Kernel::Matrix | Kernel::BlurGrey | Kernel::BlurRgba | Kernel::Mandelbrot, _) => {
            (1..=40_u64).boxed()
        }
    }
}

/// A run with its input, if it has one.
#[derive(Clone, Debug)]
pub struct Run {
    pub spec: Spec,
    pub picture: Vec<u8>,
}

impl Run {
    /// One on the picture that belongs to it.
    pub fn on_generated(spec: Spec) -> Self {
        Self {
            picture: match registry::kernel(spec.kernel).data {
                Data::Picture { .. } => kernels::generate(spec).expect("fits"),
                Data::Figures | Data::Counts => Vec::new(),
            },
            spec,
        }
    }

    /// Just the rows that a share needs.
    pub fn input(&self, share: Share) -> Input {
        if self.picture.is_empty() {
            return Input::none();
        }
        let rows = self.spec.input_rows(share);
        let row_bytes = self.row_bytes();
        Input {
            bytes: self.picture[rows.start as usize * row_bytes..rows.end as usize * row_bytes]
                .to_vec(),
            first_row: rows.start,
        }
    }

    pub fn whole_picture(&self) -> Input {
        Input {
            bytes: self.picture.clone(),
            first_row: 0,
        }
    }

    pub fn row_bytes(&self) -> usize {
        let data = registry::kernel(self.spec.kernel).data;
        self.spec.extent().map_or(0, |extent| {
            extent.width as usize * usize::from(data.point_bytes())
        })
    }

    /// Every point of the output, with the input around it.
    pub fn samples(&self, output: &[u8]) -> Vec<Sample> {
        let Some(Extent { width, height }) = self.spec.extent() else {
            return Vec::new();
        };
        let bytes = self.row_bytes() / width as usize;
        let at = |x: u32, y: u32| (y as usize * width as usize + x as usize) * bytes;
        let mut samples = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let mut input = Vec::new();
                for y in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                    for x in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                        let around = self.picture.get(at(x, y)..at(x, y) + bytes);
                        input.extend_from_slice(around.unwrap_or_default());
                    }
                }
                samples.push(Sample {
                    x,
                    y,
                    output: output[at(x, y)..at(x, y) + bytes].to_vec(),
                    input,
                });
            }
        }
        samples
    }
}

/// Any variant, any size that is done in a moment, a few rounds, and any picture.
pub fn runs(variants: Vec<(Kernel, Variant)>) -> impl Strategy<Value = Run> {
    proptest::sample::select(variants)
        .prop_flat_map(|(kernel, variant)| {
            (Just((kernel, variant)), sizes(kernel, variant), 1..=3_u64)
        })
        .prop_flat_map(|((kernel, variant), size, rounds)| {
            let spec = spec(kernel, variant, size, rounds);
            match registry::kernel(kernel).data {
                Data::Picture { channels } => pictures(spec, channels),
                Data::Figures | Data::Counts => Just(Run {
                    spec,
                    picture: Vec::new(),
                })
                .boxed(),
            }
        })
}

/// Pictures of any extent, with any bytes or with extreme ones only.
fn pictures(spec: Spec, channels: u8) -> BoxedStrategy<Run> {
    (1..=40_u32, 1..=40_u32)
        .prop_flat_map(move |(width, height)| {
            let len = (width * height) as usize * usize::from(channels);
            let bytes = prop_oneof![
                proptest::collection::vec(any::<u8>(), len),
                proptest::collection::vec(prop_oneof![Just(0_u8), Just(255)], len),
            ];
            (Just(Extent { width, height }), bytes)
        })
        .prop_map(move |(extent, picture)| Run {
            spec: spec.on_picture(extent).expect("small"),
            picture,
        })
        .boxed()
}
