//! What a person can ask for, and what can be wrong with it.

use std::ops::{Range, RangeInclusive};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::registry::{self, Cut, Data, Engine, Kernel, Variant, VariantEntry};

/// The most rounds that a run may take.
pub const ROUNDS_MAX: u32 = 1_000;

/// The most pixels that a picture may have.
pub const PIXELS_MAX: u64 = crate::blur::PIXELS_MAX;

/// One computation, valid for the engine that it was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// What to compute.
    pub kernel: Kernel,
    /// By which algorithm.
    pub variant: Variant,
    /// How much; each kernel's entry in the registry says what its size counts.
    pub size: u64,
    /// How many times over, from 1 to [`ROUNDS_MAX`]. A kernel that is quick even at its largest
    /// size, or on a fast machine, so still gives a run that is long enough to be seen.
    pub rounds: u32,
    /// The picture that the work is done on, where a person gave one; otherwise a square of `size`
    /// pixels each way is generated. Only for kernels with [`Data::Picture`].
    #[serde(default)]
    pub picture: Option<Extent>,
}

/// The extent of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Extent {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Extent {
    /// How many pixels.
    #[must_use]
    pub const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }
}

/// Which of several jobs, that together do the work of one run, is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Counted from zero.
    pub index: u32,
    /// How many there are, at least one.
    pub of: u32,
}

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// The part of `0..units` that falls to this share: bands of as equal a length as can be.
    #[must_use]
    pub fn of_units(self, units: u64) -> Range<u64> {
        let at = |index: u32| units * u64::from(index) / u64::from(self.of.max(1));
        at(self.index)..at(self.index + 1)
    }
}

impl Spec {
    /// Checks the figures against the ranges that the registry gives for this engine.
    pub fn new(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
        size: u64,
        rounds: u64,
    ) -> Result<Self, SpecError> {
        let sizes = Self::sizes(kernel, variant, engine)?;
        let size = Field::Size.within(size, sizes)?;
        let rounds = Field::Rounds.within(rounds, &Self::ROUNDS)?;
        Ok(Self {
            kernel,
            variant,
            size,
            rounds: u32::try_from(rounds).unwrap_or(ROUNDS_MAX),
            picture: None,
        })
    }

    /// The same work on a person's own picture.
    pub fn on_picture(self, picture: Extent) -> Result<Self, SpecError> {
        if !matches!(registry::kernel(self.kernel).data, Data::Picture { .. }) {
            return Err(SpecError::TakesNoPicture {
                kernel: self.kernel.id(),
            });
        }
        if !(1..=PIXELS_MAX).contains(&picture.pixels()) {
            return Err(SpecError::OutOfRange {
                field: Field::Pixels,
                value: picture.pixels().to_string(),
                min: 1,
                max: PIXELS_MAX,
            });
        }
        Ok(Self {
            picture: Some(picture),
            ..self
        })
    }

    /// The rounds that a run may take.
    pub const ROUNDS: RangeInclusive<u64> = 1..=ROUNDS_MAX as u64;

    /// The sizes that an engine takes.
    pub fn sizes(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
    ) -> Result<&'static RangeInclusive<u64>, SpecError> {
        registry::variant(kernel, variant)
            .ok_or(SpecError::NoSuchVariant {
                kernel: kernel.id(),
                variant: variant.id(),
            })?
            .sizes(engine)
            .ok_or(SpecError::NoSuchEngine {
                kernel: kernel.id(),
                engine: engine.id(),
            })
    }

    /// The estimated work, in the registry's units.
    #[must_use]
    pub fn cost(&self) -> f64 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a root of a number of pixels"
        )]
        let size = self.picture.map_or(self.size, |picture| {
            (picture.pixels() as f64).sqrt().round() as u64
        });
        self.entry()
            .map_or(0.0, |entry| (entry.cost)(size) * f64::from(self.rounds))
    }

    /// What the registry says of the variant, if it has it.
    #[must_use]
    pub fn entry(&self) -> Option<&'static VariantEntry> {
        registry::variant(self.kernel, self.variant)
    }

    /// The extent of what comes out as a picture, or goes in as one, or `None` for kernels of
    /// figures only.
    #[must_use]
    pub fn extent(&self) -> Option<Extent> {
        if registry::kernel(self.kernel).data == Data::Figures {
            return None;
        }
        let side = u32::try_from(self.size).unwrap_or(u32::MAX);
        Some(self.picture.unwrap_or(Extent {
            width: side,
            height: side,
        }))
    }

    /// How many parts a round has that can be computed in any order; one where it cannot be cut.
    #[must_use]
    pub fn parts(&self) -> u64 {
        match (self.extent(), self.entry().map(|entry| entry.cut)) {
            (Some(extent), Some(Cut::Parts(_))) => u64::from(extent.height),
            (None, Some(Cut::Parts(parts))) => parts(self.size),
            (_, Some(Cut::Rounds) | None) => 1,
        }
    }

    /// The most jobs that the work can be shared out to: parts of a round where it can be cut,
    /// rounds where it cannot.
    #[must_use]
    pub fn jobs_max(&self) -> u64 {
        match self.entry().map(|entry| entry.cut) {
            Some(Cut::Parts(_)) => self.parts(),
            Some(Cut::Rounds) | None => u64::from(self.rounds),
        }
    }

    /// The parts of each round, and the rounds, that a share of the work is.
    #[must_use]
    pub fn portion(&self, share: Share) -> Portion {
        match self.entry().map(|entry| entry.cut) {
            Some(Cut::Parts(_)) => Portion {
                parts: share.of_units(self.parts()),
                rounds: self.rounds,
            },
            Some(Cut::Rounds) | None => {
                let rounds = share.of_units(u64::from(self.rounds));
                Portion {
                    parts: 0..1,
                    rounds: u32::try_from(rounds.end - rounds.start).unwrap_or(ROUNDS_MAX),
                }
            }
        }
    }

    /// The rows of the input picture that a share needs to compute its own rows: one more on either
    /// side, where there is one.
    #[must_use]
    pub fn input_rows(&self, share: Share) -> Range<u32> {
        let Some(extent) = self.extent() else {
            return 0..0;
        };
        let rows = self.output_rows(share);
        rows.start.saturating_sub(1)..(rows.end + 1).min(extent.height)
    }

    /// The rows of the output that a share computes; none where only figures come out.
    #[must_use]
    pub fn output_rows(&self, share: Share) -> Range<u32> {
        if self.extent().is_none() {
            return 0..0;
        }
        let parts = self.portion(share).parts;
        let row = |part: u64| u32::try_from(part).unwrap_or(u32::MAX);
        row(parts.start)..row(parts.end)
    }
}

/// What a share of a run consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Which parts of each round.
    pub parts: Range<u64>,
    /// How many rounds.
    pub rounds: u32,
}

/// A figure of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// [`Spec::size`].
    Size,
    /// [`Spec::rounds`].
    Rounds,
    /// The pixels of [`Spec::picture`].
    Pixels,
    /// How many workers a pool has.
    Workers,
    /// How many jobs the work is shared out to.
    Jobs,
    /// How many threads share one memory.
    Threads,
    /// How many milliseconds a slice on the main thread lasts.
    Slice,
    /// How often the whole experiment is run.
    Repeats,
}

impl Field {
    /// Its name in links and messages.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Rounds => "rounds",
            Self::Pixels => "pixels",
            Self::Workers => "workers",
            Self::Jobs => "jobs",
            Self::Threads => "threads",
            Self::Slice => "slice",
            Self::Repeats => "repeats",
        }
    }

    /// Reads the figure from what a person typed.
    ///
    /// Digits may be grouped by spaces, underscores, commas or points, as people paste them;
    /// anything else is refused whole (`10abc` is not ten).
    pub fn parse(self, text: &str, range: &RangeInclusive<u64>) -> Result<u64, SpecError> {
        let (min, max) = (*range.start(), *range.end());
        let digits = ungrouped(text).ok_or_else(|| SpecError::NotANumber {
            field: self,
            value: text.to_owned(),
            min,
            max,
        })?;
        // More digits than a u64 holds are a number all the same, only far too large.
        let value = digits.parse().map_err(|_| SpecError::OutOfRange {
            field: self,
            value: digits.clone(),
            min,
            max,
        })?;
        self.within(value, range)
    }

    fn within(self, value: u64, range: &RangeInclusive<u64>) -> Result<u64, SpecError> {
        if range.contains(&value) {
            return Ok(value);
        }
        Err(SpecError::OutOfRange {
            field: self,
            value: value.to_string(),
            min: *range.start(),
            max: *range.end(),
        })
    }
}

/// The digits of a number whose groups of three may be set apart, or `None` if it is no such thing.
#[must_use]
pub fn ungrouped(text: &str) -> Option<String> {
    const SEPARATORS: [char; 6] = [' ', '\u{a0}', '\u{202f}', '_', ',', '.'];
    let text = text.trim();
    let mut groups = text.split(SEPARATORS);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        // "1.5" must not become fifteen, nor "1 0" ten.
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    let valid = !first.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then_some(digits)
}

/// Why something that was asked for cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SpecError {
    /// A figure is no whole number.
    #[error("{} “{value}” is not a whole number; give one from {min} to {max}", field.id())]
    NotANumber {
        /// Which figure.
        field: Field,
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// A figure is a number that this variant and engine do not take.
    #[error("{} {value} is out of range; give one from {min} to {max}", field.id())]
    OutOfRange {
        /// Which figure.
        field: Field,
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// The registry has no such variant of this kernel.
    #[error("{kernel} has no variant {variant}")]
    NoSuchVariant {
        /// Which kernel.
        kernel: &'static str,
        /// Which variant.
        variant: &'static str,
    },
    /// The kernel works on figures.
    #[error("{kernel} takes no picture")]
    TakesNoPicture {
        /// Which kernel.
        kernel: &'static str,
    },
    /// This kernel does not run on this engine.
    #[error("{kernel} does not run on {engine}")]
    NoSuchEngine {
        /// Which kernel.
        kernel: &'static str,
        /// Which engine.
        engine: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(size: &str) -> Result<u64, SpecError> {
        let sizes = Spec::sizes(Kernel::Primes, Variant::Plain, Engine::Wasm)?;
        Field::Size.parse(size, sizes)
    }

    #[test]
    fn grouped_digits_are_read_as_one_number() {
        for text in [
            "10000000",
            "10 000 000",
            "10_000_000",
            "10,000,000",
            "10.000.000",
            " 10000000 ",
        ] {
            assert_eq!(parse(text), Ok(10_000_000), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_whole_number_is_refused_whole() {
        for text in [
            "", " ", "10abc", "-5", "1.5", "1e6", "NaN", "0x10", "1 0", "1,,000", "1000.000", "+7",
            "١٢",
        ] {
            let error = parse(text).expect_err(text);
            assert!(
                matches!(error, SpecError::NotANumber { ref value, .. } if value == text),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn a_size_out_of_range_names_the_value_and_the_range() {
        let error = parse("99999999999999999999999").expect_err("more than a u64");
        let message = error.to_string();
        assert!(message.contains("99999999999999999999999"), "{message}");
        assert!(
            message.contains(&crate::primes::PLAIN_MAX_WASM.to_string()),
            "{message}"
        );
        assert!(parse(&(crate::primes::PLAIN_MAX_WASM + 1).to_string()).is_err());
        assert_eq!(parse("0"), Ok(0));
    }
    #[test]
    fn a_spec_checks_both_figures() {
        let spec =
            |size, rounds| Spec::new(Kernel::Primes, Variant::Plain, Engine::Js, size, rounds);
        assert!(spec(crate::primes::PLAIN_MAX_JS, 1).is_ok());
        assert!(spec(crate::primes::PLAIN_MAX_JS + 1, 1).is_err());
        for rounds in [0, u64::from(ROUNDS_MAX) + 1] {
            assert!(matches!(
                spec(10, rounds),
                Err(SpecError::OutOfRange {
                    field: Field::Rounds,
                    ..
                })
            ));
        }
    }

    #[test]
    fn shares_cover_the_work_without_gap_or_overlap() {
        for (units, of) in [
            (0, 1),
            (1, 1),
            (5, 3),
            (1_000, 7),
            (3, 5),
            (u64::from(u32::MAX), 64),
        ] {
            let mut next = 0;
            for index in 0..of {
                let range = Share { index, of }.of_units(units);
                assert_eq!(range.start, next);
                next = range.end;
            }
            assert_eq!(next, units);
        }
    }

    #[test]
    fn work_that_cannot_be_cut_is_shared_out_by_rounds() {
        let sieve =
            Spec::new(Kernel::Primes, Variant::Plain, Engine::Wasm, 100, 30).expect("valid");
        assert_eq!((sieve.parts(), sieve.jobs_max()), (1, 30));
        let share = sieve.portion(Share { index: 3, of: 8 });
        assert_eq!((share.parts, share.rounds), (0..1, 4));
        let blur =
            Spec::new(Kernel::BlurGrey, Variant::Plain, Engine::Wasm, 100, 30).expect("valid");
        let band = Share { index: 1, of: 4 };
        assert_eq!(
            (blur.output_rows(band), blur.input_rows(band)),
            (25..50, 24..51)
        );
        assert_eq!(blur.portion(band).rounds, 30);
    }

    #[test]
    fn a_picture_is_taken_where_one_makes_sense_and_within_the_limit() {
        let extent = |width, height| Extent { width, height };
        let blur = Spec::new(Kernel::BlurRgba, Variant::Plain, Engine::Js, 10, 1).expect("valid");
        let on = blur
            .on_picture(extent(4_000, 3_000))
            .expect("12 megapixels");
        assert_eq!(on.parts(), 3_000);
        let error = blur
            .on_picture(extent(8_000, 3_001))
            .expect_err("too large");
        let message = error.to_string();
        assert!(
            message.contains("24008000") && message.contains("24000000"),
            "{message}"
        );
        assert!(blur.on_picture(extent(0, 5)).is_err());
        let roots = Spec::new(Kernel::Roots, Variant::Plain, Engine::Js, 10, 1).expect("valid");
        assert!(roots.on_picture(extent(4, 3)).is_err());
    }
}
