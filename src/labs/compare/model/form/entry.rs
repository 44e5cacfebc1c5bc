//! One candidate of the form: its fields, and the kernel in its place that they mean.

use kernels::registry::{self, Refusal, VariantEntry};
use kernels::{Engine, Kernel, Schedule, Spec, Strategy, Variant};

use super::At;
use crate::labs::form::{self, FieldError, FieldName, Fields, Problems};
use crate::place::{JOBS_MAX, Place, SLICE_MS_MAX, THREADS_MAX};

/// The slice of candidates on the main thread in slices, in milliseconds.
const SLICE_MS: u32 = 12;

/// Jobs for each worker of a pool.
const JOBS_PER_WORKER: u32 = 4;

/// Parts of a candidate in a link are set apart by this.
const PART: char = ':';

/// A candidate that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What one call computes: one round.
    pub computation: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
}

/// A field of one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EntryField {
    /// A kernel's name.
    Kernel,
    /// A variant's name.
    Variant,
    /// An engine's name.
    Engine,
    /// A strategy's name.
    On,
    /// Digits, perhaps grouped.
    Size,
    /// Workers or threads, where there are several.
    Threads,
}

impl FieldName for EntryField {
    const ALL: &'static [Self] = &[
        Self::Kernel,
        Self::Variant,
        Self::Engine,
        Self::On,
        Self::Size,
        Self::Threads,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Variant => "variant",
            Self::Engine => "engine",
            Self::On => "on",
            Self::Size => "size",
            Self::Threads => "threads",
        }
    }
}

/// One candidate's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry(Fields<EntryField>);

impl Entry {
    /// A candidate with these fields.
    #[must_use]
    pub(crate) fn new(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
        strategy: Strategy,
        size: u64,
    ) -> Self {
        Self(Fields::new(|field| match field {
            EntryField::Kernel => kernel.id().to_owned(),
            EntryField::Variant => variant.id().to_owned(),
            EntryField::Engine => engine.id().to_owned(),
            EntryField::On => strategy.id().to_owned(),
            EntryField::Size => size.to_string(),
            EntryField::Threads => String::new(),
        }))
    }

    pub(super) fn from_link(text: &str) -> Self {
        // What is too much stands with the last, which no number comes of then.
        let mut parts = text.splitn(EntryField::ALL.len(), PART);
        Self(Fields::new(|_| parts.next().unwrap_or_default().to_owned()))
    }

    pub(super) fn to_link(&self) -> String {
        let mut parts: Vec<&str> = self.0.to_link().map(|(_, text)| text).collect();
        // Threads come last, and most places have none.
        parts.pop_if(|threads| threads.is_empty());
        parts.join(&PART.to_string())
    }

    /// A field's text.
    #[must_use]
    pub(crate) fn get(&self, field: EntryField) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text; a kernel comes with its first variant and its size, and a place that needs
    /// threads with two of them.
    pub(crate) fn set(&mut self, field: EntryField, text: &str) {
        self.0.set(field, text);
        if field == EntryField::Kernel
            && let Some(kernel) = Kernel::from_id(text)
        {
            let variant = &registry::kernel(kernel).variants[0];
            self.0.set(EntryField::Variant, variant.variant.id());
            let size = variant.size_calibration.to_string();
            self.0.set(EntryField::Size, size);
        }
        if field == EntryField::On {
            if !self.has_threads() {
                self.0.set(EntryField::Threads, "");
            } else if self.get(EntryField::Threads).is_empty() {
                self.0.set(EntryField::Threads, "2");
            }
        }
    }

    /// The kernel that is chosen, if there is such.
    #[must_use]
    pub(crate) fn kernel(&self) -> Option<Kernel> {
        Kernel::from_id(self.get(EntryField::Kernel))
    }

    /// The engine that is chosen, if there is such.
    #[must_use]
    pub(crate) fn engine(&self) -> Option<Engine> {
        Engine::from_id(self.get(EntryField::Engine))
    }

    /// What the registry says of the variant that is chosen.
    #[must_use]
    pub(crate) fn variant(&self) -> Option<&'static VariantEntry> {
        let variant = Variant::from_id(self.get(EntryField::Variant))?;
        registry::variant(self.kernel()?, variant)
    }

    /// Whether several workers or threads take part.
    #[must_use]
    pub(crate) fn has_threads(&self) -> bool {
        let strategy = Strategy::from_id(self.get(EntryField::On));
        matches!(strategy, Some(Strategy::Pool | Strategy::Parallel))
    }
}

pub(super) fn candidate(
    index: usize,
    entry: &Entry,
    problems: &mut Problems<At>,
) -> Option<Candidate> {
    let at = |field| At::Entry(index, field);
    let kernel = form::named(
        entry.get(EntryField::Kernel),
        Kernel::ALL.iter().copied(),
        Kernel::id,
    );
    let kernel = problems.keep(at(EntryField::Kernel), kernel);
    let engine = form::named(
        entry.get(EntryField::Engine),
        Engine::ALL.iter().copied(),
        Engine::id,
    );
    let engine = problems.keep(at(EntryField::Engine), engine);
    let strategy = form::named(
        entry.get(EntryField::On),
        Strategy::ALL.iter().copied(),
        Strategy::id,
    );
    let strategy = problems.keep(at(EntryField::On), strategy);
    // Which variants there are, the kernel decides.
    let variant = kernel.and_then(|kernel| {
        let variants = registry::kernel(kernel).variants;
        let variant = form::named(entry.get(EntryField::Variant), variants, |of| {
            of.variant.id()
        });
        problems.keep(at(EntryField::Variant), variant)
    });
    let (kernel, engine, strategy, variant) = (kernel?, engine?, strategy?, variant?);
    if let Some(reason) = variant.refusal(engine, strategy) {
        let field = match reason {
            Refusal::NotOnEngine => EntryField::Engine,
            Refusal::NoSharedValues | Refusal::CannotBeCut => EntryField::On,
        };
        let error = FieldError::NotOffered {
            strategy: None,
            reason,
        };
        return problems.keep(at(field), Err(error));
    }
    let size = form::whole(entry.get(EntryField::Size), variant.sizes(engine)?);
    let size = problems.keep(at(EntryField::Size), size);
    let threads = if entry.has_threads() {
        let range = 1..=u64::from(THREADS_MAX);
        let threads = form::whole(entry.get(EntryField::Threads), &range);
        problems.keep(at(EntryField::Threads), threads)
    } else if entry.get(EntryField::Threads).is_empty() {
        Some(1)
    } else {
        let one = form::whole(entry.get(EntryField::Threads), &(1..=1));
        problems.keep(at(EntryField::Threads), one)
    };
    let (size, threads) = (size?, threads?);
    let computation = Spec::new(kernel, variant.variant, engine, size, 1);
    let computation = problems.keep(at(EntryField::Size), computation.map_err(FieldError::from))?;
    let threads = u32::try_from(threads).unwrap_or(THREADS_MAX);
    let place = match strategy {
        Strategy::Main => Place::Main,
        Strategy::Sliced => Place::Sliced {
            slice_ms: SLICE_MS.min(SLICE_MS_MAX),
        },
        Strategy::Worker => Place::Worker,
        Strategy::Pool => {
            let parts = u32::try_from(computation.parts()).unwrap_or(JOBS_MAX);
            let jobs = (threads * JOBS_PER_WORKER).min(parts).clamp(1, JOBS_MAX);
            Place::Pool {
                workers: threads,
                jobs,
            }
        }
        Strategy::Parallel => Place::Parallel {
            threads,
            schedule: Schedule::default(),
        },
    };
    Some(Candidate {
        computation,
        engine,
        place,
    })
}
