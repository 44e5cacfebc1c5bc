//! What a worker is asked, and what it answers.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use timeline::Lane;

use crate::registry::Schedule;
use crate::spec::{Extent, Share, Spec};
use crate::{blur, fibonacci, mandelbrot, matrix, primes, roots};

/// What a run, or a share of one, computed: small enough to be cloned between threads. Pictures and
/// counts travel beside it as buffers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of [`crate::Kernel::Primes`].
    Primes(primes::Outcome),
    /// Of [`crate::Kernel::Fibonacci`].
    Fibonacci(fibonacci::Outcome),
    /// Of [`crate::Kernel::Matrix`].
    Matrix(matrix::Outcome),
    /// Of [`crate::Kernel::BlurGrey`] and [`crate::Kernel::BlurRgba`].
    Blur(blur::Outcome),
    /// Of [`crate::Kernel::Roots`].
    Roots(roots::Outcome),
    /// Of [`crate::Kernel::Mandelbrot`].
    Mandelbrot(mandelbrot::Outcome),
}

impl Outcome {
    /// The outcome of the whole, from those of its shares, in order. `None` if they do not belong
    /// together: of other kernels, or, where each share computes the same rounds' result, different.
    #[must_use]
    pub fn of_shares(spec: &Spec, shares: Vec<Self>) -> Option<Self> {
        let mut shares = shares.into_iter();
        let first = shares.next()?;
        let same = matches!(
            spec.entry().map(|entry| entry.cut),
            Some(crate::registry::Cut::Rounds)
        );
        shares.try_fold(first, |whole, share| {
            if same {
                return (whole == share).then_some(whole);
            }
            whole.and(share)
        })
    }

    /// This part's outcome with that of the next part.
    #[must_use]
    pub(crate) fn and(self, next: Self) -> Option<Self> {
        Some(match (self, next) {
            (Self::Primes(mut all), Self::Primes(next)) => {
                all.count += next.count;
                all.sum += next.sum;
                all.largest = next.largest.or(all.largest);
                let room = primes::FIRST_MAX - all.first.len();
                all.first.extend(next.first.into_iter().take(room));
                Self::Primes(all)
            }
            (Self::Fibonacci(all), Self::Fibonacci(next)) => Self::Fibonacci(fibonacci::Outcome {
                value: all.value + next.value,
            }),
            (Self::Matrix(mut all), Self::Matrix(next)) => {
                all.fingerprint.extend(next.fingerprint);
                Self::Matrix(all)
            }
            (Self::Blur(all), Self::Blur(next)) => Self::Blur(blur::Outcome {
                sum: all.sum + next.sum,
            }),
            (Self::Roots(mut all), Self::Roots(next)) => {
                all.blocks.extend(next.blocks);
                Self::Roots(all)
            }
            (Self::Mandelbrot(all), Self::Mandelbrot(next)) => {
                Self::Mandelbrot(mandelbrot::Outcome {
                    steps: all.steps + next.steps,
                    inside: all.inside + next.inside,
                })
            }
            _ => return None,
        })
    }
}

/// A point of a result with what it was computed from, so that it can be computed once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Which column.
    pub x: u32,
    /// Which row.
    pub y: u32,
    /// The bytes of this point in the result.
    pub output: Vec<u8>,
    /// The bytes of the input's pixels around it that exist, row by row; empty for kernels without
    /// an input picture.
    pub input: Vec<u8>,
}

/// What a worker is asked to do.
///
/// For a run of a kernel with [`crate::registry::Data::Picture`] the first buffer holds the rows
/// [`Spec::input_rows`] of the share if it is moved or cloned, and the whole picture if it is
/// shared. With `into_shared` the last buffer is shared memory for the whole output, into which the
/// worker writes rows as they are done; otherwise the answer carries the rows
/// [`Spec::output_rows`] in a buffer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// Compute.
    Run {
        /// What to compute.
        spec: Spec,
        /// Which share of it.
        share: Share,
        /// How threads share out a round; ignored where there is one thread.
        #[serde(default)]
        schedule: Schedule,
        /// Whether the last buffer takes the output.
        #[serde(default)]
        into_shared: bool,
    },
    /// Make the picture that a run works on: out of the image file in the buffer, by the worker that
    /// decodes such, or out of nothing.
    Generate {
        /// The run.
        spec: Spec,
    },
    /// Compare a result, whichever engine it came from, with an independent reference.
    Check {
        /// What was computed.
        spec: Spec,
        /// What came out.
        outcome: Outcome,
        /// Points of what came out as bytes.
        samples: Vec<Sample>,
    },
    /// Answer at once: what is measured is the way there and back.
    Echo,
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// To [`Request::Run`].
    Ran {
        /// What came out.
        outcome: Outcome,
        /// What each of the worker's own threads did, if it has several.
        #[serde(default)]
        lanes: Vec<Lane>,
        /// Which of its threads computed each part of the last round, if it has several.
        #[serde(default)]
        owners: Vec<u8>,
    },
    /// To [`Request::Generate`]: the picture is in the first buffer; of an image file that has four
    /// bytes a pixel, and a second one has one.
    Generated {
        /// Its extent.
        extent: Extent,
    },
    /// To [`Request::Check`].
    Checked {
        /// `None` where the result agrees with the reference.
        disagreement: Option<CheckError>,
    },
    /// To [`Request::Echo`].
    Echoed,
}

/// Why a computation ended without a result.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunError {
    /// The machine, or the module's own limit, did not give the memory.
    #[error("no memory for {bytes} bytes; a smaller size needs less")]
    OutOfMemory {
        /// How much was asked for.
        bytes: u64,
    },
    /// The picture that came with the request is not the one that the request speaks of.
    #[error("the picture has {found} bytes, but should have {expected}")]
    WrongPicture {
        /// How many bytes came.
        found: u64,
        /// How many the request speaks of.
        expected: u64,
    },
    /// An image file holds more than is taken.
    #[error("the picture has {pixels} pixels; at most {max} are taken")]
    TooManyPixels {
        /// How many it has.
        pixels: u64,
        /// How many are taken.
        max: u64,
    },
    /// A file is no image that this browser knows.
    #[error("not an image that this browser can read")]
    NotAnImage,
    /// The browser gives back other pixels than it decoded, to guard its reader against being recognised.
    #[error("this browser alters the pixels that it gives back")]
    AlteredPixels,
    /// A page asked for the run to end.
    #[error("cancelled")]
    Cancelled,
    /// The request is none that can be carried out: whoever made it has a bug.
    #[error("{message}")]
    Refused {
        /// What is wrong with it, for those who mend it.
        message: String,
    },
    /// A fault that the engine reported in its own words.
    #[error("{message}")]
    Engine {
        /// The engine's words.
        message: String,
    },
}

/// What of a result is compared with its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// Of which kernel it is.
    Kind,
    /// How many primes there are.
    PrimeCount,
    /// The sum of the primes.
    PrimeSum,
    /// The largest prime.
    LargestPrime,
    /// The first primes.
    FirstPrimes,
    /// The Fibonacci number.
    FibonacciNumber,
    /// How many rows a product has.
    RowCount,
    /// The fingerprint of a row of a product.
    RowFingerprint {
        /// Which row, from zero.
        row: u64,
    },
    /// How many blocks a sum was cut into.
    BlockCount,
    /// The sum of a block.
    BlockSum {
        /// Which block, from zero.
        block: u64,
    },
    /// How many bytes of the input came with a pixel.
    InputAround {
        /// The pixel's column.
        x: u32,
        /// The pixel's row.
        y: u32,
    },
    /// A pixel's bytes.
    Pixel {
        /// Its column.
        x: u32,
        /// Its row.
        y: u32,
    },
    /// The sum of a picture's bytes.
    ByteSum,
    /// After how many steps a point escapes, in bytes.
    Point {
        /// Its column.
        x: u32,
        /// Its row.
        y: u32,
    },
    /// How many points never escape.
    InsideCount,
    /// The sum of all points' steps.
    StepCount,
    /// How many samples came with a result of bytes.
    SampleCount,
    /// Where a sample lies.
    SamplePlace,
}

impl fmt::Display for Aspect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind => write!(formatter, "the kind of the result"),
            Self::PrimeCount => write!(formatter, "the count of primes"),
            Self::PrimeSum => write!(formatter, "the sum of the primes"),
            Self::LargestPrime => write!(formatter, "the largest prime"),
            Self::FirstPrimes => write!(formatter, "the list of the first primes"),
            Self::FibonacciNumber => write!(formatter, "the number"),
            Self::RowCount => write!(formatter, "the number of rows"),
            Self::RowFingerprint { row } => write!(formatter, "the fingerprint of row {row}"),
            Self::BlockCount => write!(formatter, "the number of blocks"),
            Self::BlockSum { block } => write!(formatter, "the sum of block {block}"),
            Self::InputAround { x, y } => {
                write!(formatter, "the input around pixel {x}, {y}, in bytes")
            }
            Self::Pixel { x, y } => write!(formatter, "pixel {x}, {y}"),
            Self::ByteSum => write!(formatter, "the sum of the bytes"),
            Self::Point { x, y } => write!(formatter, "point {x}, {y}"),
            Self::InsideCount => write!(formatter, "the number of points that never escape"),
            Self::StepCount => write!(formatter, "the number of steps"),
            Self::SampleCount => write!(formatter, "the number of samples"),
            Self::SamplePlace => write!(formatter, "the place of a sample"),
        }
    }
}

/// How a result differs from its reference.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{what} is {found}, but should be {expected}")]
pub struct CheckError {
    /// Which part of the result.
    pub what: Aspect,
    /// What the run gave.
    pub found: String,
    /// What the reference gives, in figures and signs alone.
    pub expected: String,
}
