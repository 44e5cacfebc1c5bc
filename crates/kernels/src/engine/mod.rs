//! Runs what the registry offers, step by step or by several threads, and checks what came out.

mod check;
pub(crate) mod hash;
pub(crate) mod memory;
#[cfg(feature = "parallel")]
mod parallel;
pub(crate) mod parts;
pub(crate) mod simd;
mod task;

use std::fmt;

pub use check::check;
#[cfg(feature = "parallel")]
pub use parallel::{ParallelRan, Watch, run_parallel};
pub(crate) use task::Steps;

use crate::message::{Outcome, RunError};
use crate::registry::{self, Data, Engine, Kernel, Variant};
use crate::spec::{Portion, Share, Spec};
use crate::{blur, fibonacci, mandelbrot, matrix, primes, roots};
use memory::index;
use parts::Parts;
use task::Partwise;

/// Rows of the picture that a run works on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The rows, one behind the other; at least those of [`Spec::input_rows`].
    pub bytes: Vec<u8>,
    /// Which row of the picture the first of them is.
    pub first_row: u32,
}

impl Input {
    /// Of a kernel that takes no picture.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            bytes: Vec::new(),
            first_row: 0,
        }
    }
}

/// What a share of a run computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// Its figures.
    pub outcome: Outcome,
    /// The rows [`Spec::output_rows`]; empty where only figures come out.
    pub output: Vec<u8>,
}

/// One share of a run, which is computed step by step.
pub struct Task {
    steps: Box<dyn Steps>,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("fraction", &self.fraction())
            .finish_non_exhaustive()
    }
}

impl Task {
    /// Makes ready for the first step.
    pub fn new(spec: Spec, share: Share, input: Input) -> Result<Self, RunError> {
        let steps = choose(spec, share, input, AsSteps)?;
        Ok(Self { steps })
    }

    /// Does the next step, of about a millisecond on a laptop; `false` when all is done.
    pub fn step(&mut self) -> Result<bool, RunError> {
        self.steps.step()
    }

    /// The part of the work that is done, from 0 to 1.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        self.steps.fraction()
    }

    /// How many rows of [`Self::output`] are final, from its first on; none before the last round.
    #[must_use]
    pub fn rows_done(&self) -> u32 {
        self.steps.rows_done()
    }

    /// The rows of the output so far: in the first round only those that were begun.
    #[must_use]
    pub fn output(&self) -> &[u8] {
        self.steps.output()
    }

    /// Does what is left to do, and gives the result.
    pub fn finish(mut self) -> Result<Ran, RunError> {
        while self.step()? {}
        Ok(self.steps.finish())
    }
}

/// Computes a share in one go; `progress` is called about every millisecond with the part of the
/// work that is done, 0 to 1.
pub fn run(
    spec: Spec,
    share: Share,
    input: Input,
    progress: &mut dyn FnMut(f64),
) -> Result<Ran, RunError> {
    let mut task = Task::new(spec, share, input)?;
    while task.step()? {
        progress(task.fraction());
    }
    progress(1.0);
    task.finish()
}

/// Makes the picture of a run that has none of its own.
pub fn generate(spec: Spec) -> Result<Vec<u8>, RunError> {
    let spec = valid(spec)?;
    match (spec.extent(), registry::kernel(spec.kernel).data) {
        (Some(extent), Data::Picture { channels }) => blur::scene::picture(extent, channels),
        _ => Err(refused(format!("{} takes no picture", spec.kernel.id()))),
    }
}

/// What comes out as bytes.
pub(crate) struct Rows {
    /// Bytes of a row; none where only figures come out.
    pub(crate) row_bytes: usize,
}

impl Rows {
    fn of(spec: &Spec) -> Self {
        let point_bytes = u64::from(registry::kernel(spec.kernel).data.point_bytes());
        let width = spec.extent().map_or(0, |extent| u64::from(extent.width));
        Self {
            row_bytes: index(width * point_bytes),
        }
    }
}

/// What is to become of a variant, whichever was asked for.
trait Use {
    type Made;

    /// Of one whose rounds fall into parts.
    fn parts<P: Parts>(
        self,
        variant: P,
        portion: Portion,
        rows: &Rows,
    ) -> Result<Self::Made, RunError>;

    /// Of one whose rounds are a whole.
    fn rounds(self, spec: Spec, steps: Box<dyn Steps>) -> Result<Self::Made, RunError>;
}

struct AsSteps;

impl Use for AsSteps {
    type Made = Box<dyn Steps>;

    fn parts<P: Parts>(
        self,
        variant: P,
        portion: Portion,
        rows: &Rows,
    ) -> Result<Self::Made, RunError> {
        Ok(Box::new(Partwise::new(variant, portion, rows)?))
    }

    fn rounds(self, _: Spec, steps: Box<dyn Steps>) -> Result<Self::Made, RunError> {
        Ok(steps)
    }
}

fn choose<U: Use>(spec: Spec, share: Share, input: Input, then: U) -> Result<U::Made, RunError> {
    let spec = valid(spec)?;
    if share.index >= share.of {
        return Err(refused(format!(
            "there is no share {} of {}, counted from zero",
            share.index, share.of
        )));
    }
    let (portion, rows) = (spec.portion(share), Rows::of(&spec));
    if portion.rounds == 0 {
        return Err(refused(format!(
            "{} rounds cannot be {} shares",
            spec.rounds, share.of
        )));
    }
    match (spec.kernel, spec.variant) {
        (Kernel::Primes, Variant::Plain) => then.rounds(
            spec,
            Box::new(primes::plain::Sieve::new(spec.size, portion.rounds)?),
        ),
        (Kernel::Primes, Variant::Segmented) => {
            then.parts(primes::segmented::Segments::new(spec.size)?, portion, &rows)
        }
        (Kernel::Fibonacci, Variant::Plain) => {
            then.parts(fibonacci::plain::Leaves::new(spec.size), portion, &rows)
        }
        (Kernel::Fibonacci, Variant::Doubling) => then.rounds(
            spec,
            Box::new(fibonacci::doubling::Doubling::new(
                spec.size,
                portion.rounds,
            )),
        ),
        (Kernel::Matrix, Variant::Plain) => {
            let variant = matrix::plain::Plain::new(spec.size, portion.parts.clone())?;
            then.parts(variant, portion, &rows)
        }
        (Kernel::Matrix, Variant::Reordered) => {
            let variant = matrix::reordered::Reordered::new(spec.size, portion.parts.clone())?;
            then.parts(variant, portion, &rows)
        }
        (Kernel::Matrix, Variant::Simd) => {
            let variant = matrix::simd::Simd::new(spec.size, portion.parts.clone())?;
            then.parts(variant, portion, &rows)
        }
        (Kernel::BlurGrey | Kernel::BlurRgba, variant) => {
            let picture = blur::picture::Picture::new(&spec, share, input)?;
            if variant == Variant::Separable {
                then.parts(blur::separable::Separable(picture), portion, &rows)
            } else {
                then.parts(blur::plain::Plain(picture), portion, &rows)
            }
        }
        (Kernel::Roots, variant) => {
            let block = match variant {
                Variant::Simd => roots::simd::block,
                Variant::Unrolled => roots::unrolled::block,
                _ => roots::plain::block,
            };
            then.parts(roots::blocks::Blocks::new(spec.size, block), portion, &rows)
        }
        (Kernel::Mandelbrot, variant) => {
            let row = match variant {
                Variant::Simd => mandelbrot::simd::row,
                Variant::Shortcut => mandelbrot::shortcut::row,
                _ => mandelbrot::plain::row,
            };
            then.parts(mandelbrot::rows::Rows::new(spec.size, row), portion, &rows)
        }
        (kernel, variant) => Err(refused(format!(
            "{} has no variant {}",
            kernel.id(),
            variant.id()
        ))),
    }
}

/// The same spec, if it is one that this engine takes: messages may hold any figures.
fn valid(spec: Spec) -> Result<Spec, RunError> {
    let Spec {
        kernel,
        variant,
        size,
        rounds,
        picture,
    } = spec;
    let checked = Spec::new(kernel, variant, Engine::Wasm, size, u64::from(rounds));
    match picture {
        Some(picture) => checked.and_then(|spec| spec.on_picture(picture)),
        None => checked,
    }
    .map_err(|error| refused(error.to_string()))
}

fn refused(message: String) -> RunError {
    RunError::Refused { message }
}
