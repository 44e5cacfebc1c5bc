//! What is run: a variant of a kernel, with a size, and rounds enough that a sample lasts.

use std::cell::RefCell;

use anyhow::{Context, Result, bail};
use kernels::registry::{self, Data, KernelEntry, VariantEntry};
use kernels::{Engine, Kernel, Outcome, ROUNDS_MAX, Spec, Variant};
use serde::Serialize;

use crate::native;

/// How long a native sample shall take; the other engines are up to some times slower.
const SAMPLE_MS: f64 = 60.0;

/// A job that is shorter than this, whatever its rounds, is done several times for a sample.
const JOB_MS_MIN: f64 = 1.0;

/// The most jobs in a sample: each costs a message there and back.
const JOBS_MAX: u32 = 100;

/// How long one whole run on one worker shall take where workers race threads: long against a
/// message, and against the start of a round.
const RACE_MS: f64 = 250.0;

/// Where a sample is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// This process.
    Native,
    /// A worker with the compute module.
    Wasm,
    /// A worker with the baselines.
    Js,
}

impl Place {
    /// For messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Wasm => "WebAssembly",
            Self::Js => "JavaScript",
        }
    }
}

/// A variant with all that it takes to run it and to check what comes out.
#[derive(Debug)]
pub(crate) struct Case {
    /// By which the page knows it.
    pub(crate) number: usize,
    pub(crate) spec: Spec,
    /// How often the spec is run for one sample.
    pub(crate) jobs: u32,
    /// Which bytes of the output are looked at, in order; none where only figures come out.
    pub(crate) looked_at: Vec<usize>,
    /// The picture that it works on; empty where it takes none.
    pub(crate) input: Vec<u8>,
}

/// What a run gave, as far as it is looked at.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) outcome: Outcome,
    /// The bytes at [`Case::looked_at`].
    pub(crate) bytes: Vec<u8>,
}

/// A case as the report names it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Work {
    pub(crate) kernel: Kernel,
    pub(crate) variant: Variant,
    pub(crate) size: u64,
    /// Rounds of a job.
    pub(crate) rounds: u32,
    /// Jobs of a sample.
    pub(crate) jobs: u32,
}

impl Case {
    /// Every variant of every kernel. The variants of a kernel have one size, so that their times can
    /// be compared; their rounds make up for their speed.
    pub(crate) fn all() -> Result<Vec<Self>> {
        let mut cases = Vec::new();
        for entry in Kernel::ALL.iter().map(|&id| registry::kernel(id)) {
            let size = common_size(entry)?;
            for variant in entry.variants {
                cases.push(Self::new(cases.len(), entry, variant, size)?);
            }
        }
        Ok(cases)
    }

    fn new(number: usize, entry: &KernelEntry, variant: &VariantEntry, size: u64) -> Result<Self> {
        let mut case = Self::with(number, spec(entry.kernel, variant, size, 1)?, 1)?;
        let round_ms = native::round_ms(&case)?;
        let (rounds, jobs) = rounds_and_jobs(round_ms);
        case.spec = spec(entry.kernel, variant, size, rounds)?;
        case.jobs = jobs;
        Ok(case)
    }

    fn with(number: usize, spec: Spec, jobs: u32) -> Result<Self> {
        let input = if takes_picture(&spec) {
            kernels::generate(spec)?
        } else {
            Vec::new()
        };
        Ok(Self {
            number,
            spec,
            jobs,
            looked_at: looked_at(&spec),
            input,
        })
    }

    /// One round of a variant at a size at which it takes [`RACE_MS`], by the registry's estimate of
    /// what sizes cost.
    pub(crate) fn race(number: usize, kernel: Kernel, variant: Variant) -> Result<Self> {
        let entry = registry::variant(kernel, variant)
            .with_context(|| format!("{} has no {}", kernel.id(), variant.id()))?;
        let sizes = Spec::sizes(kernel, variant, Engine::Wasm)?;
        let small = Self::with(number, spec(kernel, entry, entry.size_calibration, 1)?, 1)?;
        let cost = (entry.cost)(entry.size_calibration) * RACE_MS / native::round_ms(&small)?;
        let size = size_of_cost(entry.cost, cost, *sizes.start(), *sizes.end());
        Self::with(number, spec(kernel, entry, size, 1)?, 1)
    }

    pub(crate) fn work(&self) -> Work {
        let Spec {
            kernel,
            variant,
            size,
            rounds,
            ..
        } = self.spec;
        Work {
            kernel,
            variant,
            size,
            rounds,
            jobs: self.jobs,
        }
    }

    pub(crate) fn name(&self) -> String {
        let Spec {
            kernel, variant, ..
        } = self.spec;
        format!("{}/{}", kernel.id(), variant.id())
    }

    pub(crate) fn takes_picture(&self) -> bool {
        takes_picture(&self.spec)
    }

    /// Rounds in a sample: what its time is divided by.
    pub(crate) fn rounds(&self) -> f64 {
        f64::from(self.spec.rounds) * f64::from(self.jobs)
    }

    /// Where it can run: the baselines lack some variants.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Native, Place::Wasm];
        let sizes = Spec::sizes(self.spec.kernel, self.spec.variant, Engine::Js);
        if sizes.is_ok_and(|sizes| sizes.contains(&self.spec.size)) {
            places.push(Place::Js);
        }
        places
    }

    /// Compares a result with its reference. Every place works on the picture that this process
    /// makes, so a picture made wrongly elsewhere is found, too.
    pub(crate) fn check(&self, found: &Found) -> Result<()> {
        if found.bytes.len() != self.looked_at.len() {
            bail!(
                "{} gave {} of {} bytes",
                self.name(),
                found.bytes.len(),
                self.looked_at.len()
            );
        }
        let output = |at: usize| {
            let index = self.looked_at.binary_search(&at);
            index.map_or(0, |index| found.bytes[index])
        };
        let samples = kernels::samples(&self.spec, &|at| self.input[at], &output);
        kernels::check(self.spec, &found.outcome, &samples)
            .with_context(|| format!("{} gave a wrong result", self.name()))
    }
}

fn spec(kernel: Kernel, variant: &VariantEntry, size: u64, rounds: u32) -> Result<Spec> {
    Ok(Spec::new(
        kernel,
        variant.variant,
        Engine::Wasm,
        size,
        u64::from(rounds),
    )?)
}

fn takes_picture(spec: &Spec) -> bool {
    matches!(registry::kernel(spec.kernel).data, Data::Picture { .. })
}

/// A size that every variant can be calibrated with, on every engine.
fn common_size(entry: &KernelEntry) -> Result<u64> {
    let sizes = entry
        .variants
        .iter()
        .map(|variant| variant.size_calibration);
    sizes
        .min()
        .with_context(|| format!("{} has no variants", entry.kernel.id()))
}

/// The places of the output that the check asks for, found by letting it ask.
fn looked_at(spec: &Spec) -> Vec<usize> {
    let asked = RefCell::new(Vec::new());
    let note = |at: usize| {
        asked.borrow_mut().push(at);
        0
    };
    let _ = kernels::samples(spec, &|_| 0, &note);
    let mut places = asked.into_inner();
    places.sort_unstable();
    places.dedup();
    places
}

/// Rounds that make a native sample of [`SAMPLE_MS`], and jobs where even the most rounds do not.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded up and held between two small bounds"
)]
fn rounds_and_jobs(round_ms: f64) -> (u32, u32) {
    let times = |ms: f64, max: u32| (SAMPLE_MS / ms).ceil().clamp(1.0, f64::from(max)) as u32;
    let rounds = times(round_ms, ROUNDS_MAX);
    let job_ms = round_ms * f64::from(rounds);
    if job_ms >= JOB_MS_MIN {
        (rounds, 1)
    } else {
        (rounds, times(job_ms, JOBS_MAX))
    }
}

/// The largest size that costs no more, in two digits so that it can be told.
fn size_of_cost(cost: fn(u64) -> f64, most: f64, min: u64, max: u64) -> u64 {
    let (mut low, mut high) = (min, max);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if cost(middle) <= most {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let unit = 10_u64.pow(low.max(1).ilog10().saturating_sub(1));
    (low / unit * unit).max(min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_lasts_whatever_a_round_takes() {
        assert_eq!(rounds_and_jobs(400.0), (1, 1));
        assert_eq!(rounds_and_jobs(25.0), (3, 1));
        assert_eq!(rounds_and_jobs(0.02), (1_000, 1));
        // A round of 20 ns: the most rounds take 20 µs.
        assert_eq!(rounds_and_jobs(0.000_02), (1_000, JOBS_MAX));
        assert_eq!(rounds_and_jobs(0.0), (1_000, JOBS_MAX));
    }

    #[test]
    fn a_size_costs_no_more_than_it_may() {
        let squared = |size: u64| (size as f64).powi(2);
        assert_eq!(size_of_cost(squared, 1_440_000.0, 1, 4_096), 1_200);
        assert_eq!(size_of_cost(squared, 1_537_000.0, 1, 4_096), 1_200);
        assert_eq!(size_of_cost(squared, 1e12, 1, 4_096), 4_000);
        assert_eq!(size_of_cost(squared, 0.0, 3, 4_096), 3);
    }

    #[test]
    fn every_kernel_has_a_size_that_its_variants_share() {
        for entry in Kernel::ALL.iter().map(|&id| registry::kernel(id)) {
            let size = common_size(entry).expect("a kernel has variants");
            for variant in entry.variants {
                for support in variant.engines {
                    assert!(
                        support.sizes.contains(&size),
                        "{} {}",
                        entry.kernel.id(),
                        variant.variant.id()
                    );
                }
            }
        }
    }

    #[test]
    fn a_wrong_byte_and_a_wrong_figure_are_found() {
        let entry = registry::variant(Kernel::BlurGrey, Variant::Plain).expect("there");
        let case = spec(Kernel::BlurGrey, entry, 20, 1)
            .and_then(|spec| Case::with(0, spec, 1))
            .expect("a small picture");
        // A small picture is looked at almost everywhere, its corners included.
        assert!(case.looked_at.len() >= 399 && case.looked_at.is_sorted());
        assert!(case.looked_at.contains(&0) && case.looked_at.contains(&399));
        let found = native::sample(&case).expect("it runs").found;
        case.check(&found).expect("a right result");

        let mut wrong = found.clone();
        wrong.bytes[7] ^= 1;
        assert!(case.check(&wrong).is_err());
        let mut short = found.clone();
        short.bytes.pop();
        assert!(case.check(&short).is_err());
        let other = Found {
            outcome: Outcome::Fibonacci(kernels::fibonacci::Outcome { value: 1 }),
            bytes: found.bytes,
        };
        assert!(case.check(&other).is_err());
    }
}
