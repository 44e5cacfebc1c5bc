//! One candidate of the form: its fields, and the kernel in its place that they mean.

use kernels::registry::{self, Refusal, VariantEntry};
use kernels::{Engine, Field, Kernel, Schedule, Spec, Strategy, Variant};

use super::{At, Fault, Problem};
use crate::place::{JOBS_MAX, Place, SLICE_MS_MAX, THREADS_MAX};

/// The slice of candidates on the main thread in slices, in milliseconds.
const SLICE_MS: u32 = 12;

/// Jobs for each worker of a pool.
const JOBS_PER_WORKER: u32 = 4;

/// Parts of a candidate in a link are set apart by this.
const PART: char = ':';

/// A candidate that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What one call computes: one round.
    pub computation: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
}

/// A field of one candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryField {
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

impl EntryField {
    /// Every field, in the order of a link.
    pub const ALL: [Self; 6] = [
        Self::Kernel,
        Self::Variant,
        Self::Engine,
        Self::On,
        Self::Size,
        Self::Threads,
    ];

    /// Names the field in the page.
    #[must_use]
    pub const fn id(self) -> &'static str {
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
pub struct Entry([String; EntryField::ALL.len()]);

impl Entry {
    /// A candidate with these fields.
    #[must_use]
    pub fn new(
        kernel: Kernel,
        variant: Variant,
        engine: Engine,
        strategy: Strategy,
        size: u64,
    ) -> Self {
        Self([
            kernel.id().to_owned(),
            variant.id().to_owned(),
            engine.id().to_owned(),
            strategy.id().to_owned(),
            size.to_string(),
            String::new(),
        ])
    }

    pub(super) fn from_link(text: &str) -> Self {
        let mut parts = text.split(PART);
        Self(EntryField::ALL.map(|_| parts.next().unwrap_or_default().to_owned()))
    }

    pub(super) fn to_link(&self) -> String {
        let needed = if self.0[EntryField::Threads as usize].is_empty() {
            EntryField::Threads as usize
        } else {
            self.0.len()
        };
        self.0[..needed].join(&PART.to_string())
    }

    /// A field's text.
    #[must_use]
    pub fn get(&self, field: EntryField) -> &str {
        &self.0[field as usize]
    }

    /// Changes a field's text; a kernel comes with its first variant and its size, and a place that needs
    /// threads with two of them.
    pub fn set(&mut self, field: EntryField, text: &str) {
        text.clone_into(&mut self.0[field as usize]);
        if field == EntryField::Kernel
            && let Some(kernel) = Kernel::from_id(text)
        {
            let entry = registry::kernel(kernel);
            let variant = &entry.variants[0];
            variant
                .variant
                .id()
                .clone_into(&mut self.0[EntryField::Variant as usize]);
            self.0[EntryField::Size as usize] = variant.size_calibration.to_string();
        }
        if field == EntryField::On {
            let strategy = Strategy::from_id(text);
            let threads = &mut self.0[EntryField::Threads as usize];
            if !matches!(strategy, Some(Strategy::Pool | Strategy::Parallel)) {
                threads.clear();
            } else if threads.is_empty() {
                threads.push('2');
            }
        }
    }

    /// The kernel that is chosen, if there is such.
    #[must_use]
    pub fn kernel(&self) -> Option<Kernel> {
        Kernel::from_id(self.get(EntryField::Kernel))
    }

    /// The engine that is chosen, if there is such.
    #[must_use]
    pub fn engine(&self) -> Option<Engine> {
        Engine::from_id(self.get(EntryField::Engine))
    }

    /// What the registry says of the variant that is chosen.
    #[must_use]
    pub fn variant(&self) -> Option<&'static VariantEntry> {
        let variant = Variant::from_id(self.get(EntryField::Variant))?;
        registry::variant(self.kernel()?, variant)
    }

    /// Whether several workers or threads take part.
    #[must_use]
    pub fn has_threads(&self) -> bool {
        let strategy = Strategy::from_id(self.get(EntryField::On));
        matches!(strategy, Some(Strategy::Pool | Strategy::Parallel))
    }
}

pub(super) fn candidate(
    index: usize,
    entry: &Entry,
    problems: &mut Vec<Problem>,
) -> Option<Candidate> {
    let mut wrong = |field, fault| {
        problems.push(Problem {
            at: At::Entry(index, field),
            fault,
        });
    };
    let mut unknown = |field, allowed| {
        let value = entry.get(field).to_owned();
        wrong(field, Fault::Unknown { value, allowed });
    };
    let ids = |all: &mut dyn Iterator<Item = &'static str>| all.collect::<Vec<_>>();
    let kernel = entry.kernel();
    if kernel.is_none() {
        let all = ids(&mut Kernel::ALL.iter().map(|of| of.id()));
        unknown(EntryField::Kernel, all);
    }
    let engine = entry.engine();
    if engine.is_none() {
        let all = ids(&mut Engine::ALL.iter().map(|of| of.id()));
        unknown(EntryField::Engine, all);
    }
    let strategy = Strategy::from_id(entry.get(EntryField::On));
    if strategy.is_none() {
        let all = ids(&mut Strategy::ALL.iter().map(|of| of.id()));
        unknown(EntryField::On, all);
    }
    let variant = entry.variant();
    if let (None, Some(kernel)) = (variant, kernel) {
        let variants = registry::kernel(kernel).variants.iter();
        let all = ids(&mut variants.map(|of| of.variant.id()));
        unknown(EntryField::Variant, all);
    }
    let (kernel, engine, strategy, variant) = (kernel?, engine?, strategy?, variant?);
    if let Some(refusal) = variant.refusal(engine, strategy) {
        let field = match refusal {
            Refusal::NotOnEngine => EntryField::Engine,
            Refusal::NoSharedValues | Refusal::CannotBeCut => EntryField::On,
        };
        wrong(field, Fault::NotOffered(refusal));
        return None;
    }
    let sizes = variant.sizes(engine)?;
    let size = Field::Size.parse(entry.get(EntryField::Size), sizes);
    let size = size.map_err(|error| wrong(EntryField::Size, error.into()));
    let threads = if entry.has_threads() {
        let range = 1..=u64::from(THREADS_MAX);
        let threads = Field::Threads.parse(entry.get(EntryField::Threads), &range);
        threads.map_err(|error| wrong(EntryField::Threads, error.into()))
    } else {
        Ok(1)
    };
    let (size, threads) = (size.ok()?, threads.ok()?);
    let computation = Spec::new(kernel, variant.variant, engine, size, 1)
        .map_err(|error| wrong(EntryField::Size, error.into()))
        .ok()?;
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
