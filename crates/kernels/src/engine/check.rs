//! Compares results with references that take other roads, far shorter than the runs themselves.

use std::fmt::{Debug, Display};

use crate::message::{Aspect, CheckError, Outcome, Sample};
use crate::registry::{self, Data, Kernel, Tolerance};
use crate::spec::{Extent, Spec};
use crate::{blur, fibonacci, mandelbrot, matrix, primes, roots};

/// Compares a result, whichever engine it came from, with an independent reference that costs far
/// less than the run. Results of bytes are judged by the samples, of which there must be some.
pub fn check(spec: Spec, outcome: &Outcome, samples: &[Sample]) -> Result<(), CheckError> {
    match (spec.kernel, outcome) {
        (Kernel::Primes, Outcome::Primes(found)) => primes(spec, found),
        (Kernel::Fibonacci, Outcome::Fibonacci(found)) => same(
            Aspect::FibonacciNumber,
            found.value,
            fibonacci::reference::value(spec.size),
        ),
        (Kernel::Matrix, Outcome::Matrix(found)) => matrix(spec, found),
        (Kernel::BlurGrey | Kernel::BlurRgba, Outcome::Blur(found)) => blur(spec, found, samples),
        (Kernel::Roots, Outcome::Roots(found)) => roots(spec, found),
        (Kernel::Mandelbrot, Outcome::Mandelbrot(found)) => mandelbrot(spec, found, samples),
        (kernel, outcome) => Err(CheckError {
            what: Aspect::Kind,
            found: format!("{outcome:?}").chars().take(40).collect(),
            expected: kernel.id().to_owned(),
        }),
    }
}

fn primes(spec: Spec, found: &primes::Outcome) -> Result<(), CheckError> {
    let expected = primes::reference::outcome(spec.size);
    same(Aspect::PrimeCount, found.count, expected.count)?;
    same(Aspect::PrimeSum, found.sum, expected.sum)?;
    same(
        Aspect::LargestPrime,
        found.largest.unwrap_or(0),
        expected.largest.unwrap_or(0),
    )?;
    if found.first == expected.first {
        return Ok(());
    }
    Err(CheckError {
        what: Aspect::FirstPrimes,
        found: format!("{:?}", found.first),
        expected: format!("{:?}", expected.first),
    })
}

fn matrix(spec: Spec, found: &matrix::Outcome) -> Result<(), CheckError> {
    let found = &found.fingerprint;
    same(Aspect::RowCount, found.len() as u64, spec.size)?;
    for (row, (&found, expected)) in
        (0..).zip(found.iter().zip(matrix::reference::fingerprint(spec.size)))
    {
        near(
            Aspect::RowFingerprint { row },
            found,
            expected.value,
            expected.magnitude * tolerance(spec),
        )?;
    }
    Ok(())
}

fn roots(spec: Spec, found: &roots::Outcome) -> Result<(), CheckError> {
    let (found, expected) = (&found.blocks, roots::reference::sums(spec.size));
    same(
        Aspect::BlockCount,
        found.len() as u64,
        expected.len() as u64,
    )?;
    for (block, (&found, expected)) in (0..).zip(found.iter().zip(expected)) {
        near(
            Aspect::BlockSum { block },
            found,
            expected,
            expected * tolerance(spec),
        )?;
    }
    Ok(())
}

fn blur(spec: Spec, found: &blur::Outcome, samples: &[Sample]) -> Result<(), CheckError> {
    let channels = usize::from(registry::kernel(spec.kernel).data.point_bytes());
    for (sample, extent) in sampled(&spec, samples)? {
        let Sample {
            x,
            y,
            output,
            input,
        } = sample;
        let around = beside(*x, extent.width) * beside(*y, extent.height) * channels;
        let (x, y) = (*x, *y);
        same(
            Aspect::InputAround { x, y },
            input.len() as u64,
            around as u64,
        )?;
        equal(
            Aspect::Pixel { x, y },
            output,
            &blur::reference::pixel(input, channels),
        )?;
    }
    let most = spec.extent().map_or(0, Extent::pixels) * channels as u64 * 255;
    within(Aspect::ByteSum, found.sum, 0, most)
}

/// How many of the places before, at and after this one exist.
fn beside(at: u32, of: u32) -> usize {
    1 + usize::from(at > 0) + usize::from(at + 1 < of)
}

fn mandelbrot(
    spec: Spec,
    found: &mandelbrot::Outcome,
    samples: &[Sample],
) -> Result<(), CheckError> {
    for (Sample { x, y, output, .. }, extent) in sampled(&spec, samples)? {
        let (re, im) = mandelbrot::point(extent.width, *x, *y);
        let steps = mandelbrot::reference::steps(mandelbrot::reference::Complex { re, im });
        equal(Aspect::Point { x: *x, y: *y }, output, &steps.to_le_bytes())?;
    }
    let points = spec.extent().map_or(0, Extent::pixels);
    within(Aspect::InsideCount, found.inside, 0, points)?;
    // Every other point takes a step at least, and fewer than the most.
    let most = u64::from(mandelbrot::STEPS_MAX);
    let (inside, outside) = (found.inside * most, points - found.inside);
    within(
        Aspect::StepCount,
        found.steps,
        inside + outside,
        inside + outside * (most - 1),
    )
}

/// The samples with the extent of what they are of.
fn sampled<'a>(
    spec: &Spec,
    samples: &'a [Sample],
) -> Result<impl Iterator<Item = (&'a Sample, Extent)>, CheckError> {
    debug_assert!(registry::kernel(spec.kernel).data != Data::Figures);
    let extent = spec.extent().unwrap_or(Extent {
        width: 0,
        height: 0,
    });
    if samples.is_empty() {
        return Err(CheckError {
            what: Aspect::SampleCount,
            found: "0".to_owned(),
            expected: "≥ 1".to_owned(),
        });
    }
    if let Some(outside) = samples
        .iter()
        .find(|sample| sample.x >= extent.width || sample.y >= extent.height)
    {
        return Err(CheckError {
            what: Aspect::SamplePlace,
            found: format!("{}, {}", outside.x, outside.y),
            expected: format!("< {}, < {}", extent.width, extent.height),
        });
    }
    Ok(samples.iter().map(move |sample| (sample, extent)))
}

fn tolerance(spec: Spec) -> f64 {
    match spec.entry().map(|entry| entry.tolerance) {
        Some(Tolerance::Relative(share)) => share,
        Some(Tolerance::Exact) | None => 0.0,
    }
}

fn same(what: Aspect, found: u64, expected: u64) -> Result<(), CheckError> {
    if found == expected {
        return Ok(());
    }
    Err(differ(what, found, expected))
}

fn within(what: Aspect, found: u64, least: u64, most: u64) -> Result<(), CheckError> {
    if (least..=most).contains(&found) {
        return Ok(());
    }
    Err(differ(what, found, format!("{least}–{most}")))
}

fn near(what: Aspect, found: f64, expected: f64, tolerance: f64) -> Result<(), CheckError> {
    // What is no number is near nothing.
    if (found - expected).abs() <= tolerance {
        return Ok(());
    }
    Err(differ(what, found, format!("{expected} ± {tolerance:.1e}")))
}

fn equal<T: PartialEq + Debug>(
    what: Aspect,
    found: &[T],
    expected: &[T],
) -> Result<(), CheckError> {
    if found == expected {
        return Ok(());
    }
    Err(differ(what, format!("{found:?}"), format!("{expected:?}")))
}

fn differ(what: Aspect, found: impl Display, expected: impl Display) -> CheckError {
    CheckError {
        what,
        found: found.to_string(),
        expected: expected.to_string(),
    }
}
