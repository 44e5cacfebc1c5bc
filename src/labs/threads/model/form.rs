//! The lab's form: what a person typed or a link says, and the experiment that it means.

mod read;

use kernels::registry::{Data, Refusal, VariantEntry};
use kernels::{Engine, Field, Kernel, Schedule, Spec, Strategy, Variant, registry};

use super::sweep::{BUDGET_S, BUDGET_S_DEFAULT};
use crate::labs::form::{self, FieldError, FieldName, Fields, Problems};
use crate::place::{Moving, Place};
use read::Reader;
pub(crate) use read::problem;

/// How often an experiment can be repeated at one press of the button.
pub(crate) const REPEATS_MAX: u32 = 30;

/// The computation that a first visit offers: every strategy takes part in it, and what it computes can be seen.
const KERNEL_DEFAULT: Kernel = Kernel::Mandelbrot;

/// How long the work of a first visit takes on the main thread, in milliseconds: a freeze beyond doubt, and not an
/// ordeal.
const FIRST_MS: f64 = 2_000.0;

/// The slice that a first visit offers: short of one frame at 60 a second.
const SLICE_MS_DEFAULT: u32 = 12;

/// Jobs for each worker that a first visit offers: enough that one who is done early finds more.
const JOBS_PER_WORKER: u32 = 4;

/// The most workers that a first visit offers.
const WORKERS_DEFAULT_MAX: u32 = 8;

/// An experiment that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Experiment {
    /// What is computed.
    pub computation: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where it runs, one after another.
    pub places: Vec<Place>,
    /// How pictures travel.
    pub moving: Moving,
    /// How often all places take their turn.
    pub repeats: u32,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormField {
    /// A kernel's name.
    Kernel,
    /// A variant's name.
    Variant,
    /// Digits, perhaps grouped.
    Size,
    /// Digits, perhaps grouped.
    Rounds,
    /// An engine's name.
    Engine,
    /// Strategies' names, separated by commas.
    On,
    /// Milliseconds.
    Slice,
    /// A number.
    Workers,
    /// A number.
    Jobs,
    /// A number.
    Threads,
    /// A schedule's name.
    Schedule,
    /// The name of a way to move bytes.
    Moving,
    /// A number.
    Repeats,
    /// Seconds.
    Budget,
}

impl FieldName for FormField {
    const ALL: &'static [Self] = &[
        Self::Kernel,
        Self::Variant,
        Self::Size,
        Self::Rounds,
        Self::Engine,
        Self::On,
        Self::Slice,
        Self::Workers,
        Self::Jobs,
        Self::Threads,
        Self::Schedule,
        Self::Moving,
        Self::Repeats,
        Self::Budget,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Kernel => "kernel",
            Self::Variant => "variant",
            Self::Size => Field::Size.id(),
            Self::Rounds => Field::Rounds.id(),
            Self::Engine => "engine",
            Self::On => "on",
            Self::Slice => Field::Slice.id(),
            Self::Workers => Field::Workers.id(),
            Self::Jobs => Field::Jobs.id(),
            Self::Threads => Field::Threads.id(),
            Self::Schedule => "schedule",
            Self::Moving => "moving",
            Self::Repeats => Field::Repeats.id(),
            Self::Budget => "budget",
        }
    }
}

/// The form's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<FormField>);

/// What is wrong with a field.
pub(crate) type Problem = form::Problem<FormField>;

/// What the machine gives, as far as it decides what a first visit offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Machine {
    /// Logical cores.
    pub cores: u32,
    /// Whether memory can be shared.
    pub shares: bool,
}

impl Form {
    /// What a first visit offers.
    #[must_use]
    pub(crate) fn first(machine: Machine) -> Self {
        // One core is the page's own.
        let workers = machine
            .cores
            .saturating_sub(1)
            .clamp(2, WORKERS_DEFAULT_MAX);
        let entry = registry::kernel(KERNEL_DEFAULT);
        let shared = machine.shares.then_some(Strategy::Parallel);
        let on = [Strategy::Main, Strategy::Worker, Strategy::Pool]
            .into_iter()
            .chain(shared);
        Self(Fields::new(|field| match field {
            FormField::Kernel => entry.kernel.id().to_owned(),
            FormField::Variant => entry.variants[0].variant.id().to_owned(),
            FormField::Size => entry.size_default.to_string(),
            FormField::Rounds => entry.rounds_default.to_string(),
            FormField::Engine => Engine::Wasm.id().to_owned(),
            FormField::On => form::list(on.clone().map(Strategy::id)),
            FormField::Slice => SLICE_MS_DEFAULT.to_string(),
            FormField::Workers | FormField::Threads => workers.to_string(),
            FormField::Jobs => (workers * JOBS_PER_WORKER).to_string(),
            FormField::Schedule => Schedule::default().id().to_owned(),
            FormField::Moving if machine.shares => Moving::Share.id().to_owned(),
            FormField::Moving => Moving::Transfer.id().to_owned(),
            FormField::Repeats => 1.to_string(),
            FormField::Budget => BUDGET_S_DEFAULT.to_string(),
        }))
    }

    /// The form of a link's query; what the query does not say is as on a first visit, and what
    /// depends on the kernel as that kernel's first visit has it.
    #[must_use]
    pub(crate) fn from_query(machine: Machine, get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::first(machine);
        if let Some(kernel) = get(FormField::Kernel.id()) {
            form.choose_kernel(&kernel);
        }
        form.0.read_link(get);
        form
    }

    /// The fields by their names in a link.
    pub(crate) fn to_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.to_link()
    }

    /// A field's text.
    #[must_use]
    pub(crate) fn get(&self, field: FormField) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text.
    pub(crate) fn set(&mut self, field: FormField, text: impl Into<String>) {
        self.0.set(field, text);
    }

    /// Chooses a kernel by its name, with the variant, size and rounds of its first visit. A name
    /// that is unknown changes nothing else.
    pub(crate) fn choose_kernel(&mut self, id: &str) {
        self.set(FormField::Kernel, id);
        if let Some(kernel) = Kernel::from_id(id) {
            let entry = registry::kernel(kernel);
            self.set(FormField::Variant, entry.variants[0].variant.id());
            self.set(FormField::Size, entry.size_default.to_string());
            self.set(FormField::Rounds, entry.rounds_default.to_string());
        }
    }

    /// Chooses a kernel that takes pictures, unless the chosen one does; says whether it had to.
    pub(crate) fn take_pictures(&mut self) -> bool {
        let had_to = !matches!(self.data(), Data::Picture { .. });
        if had_to {
            self.choose_kernel(Kernel::BlurRgba.id());
        }
        had_to
    }

    /// Makes the work as long as that of a first visit shall be, where it takes `now_ms` as it is: its size becomes the
    /// largest round one that takes no longer. Nothing changes where the form means no work.
    pub(crate) fn fit_first_visit(&mut self, now_ms: f64) {
        let Ok(Experiment {
            computation,
            engine,
            ..
        }) = self.experiment()
        else {
            return;
        };
        let (Some(entry), Ok(sizes)) = (
            computation.entry(),
            Spec::sizes(computation.kernel, computation.variant, engine),
        ) else {
            return;
        };
        if now_ms.is_nan() || now_ms <= 0.0 {
            return;
        }
        let cost_max = (entry.cost)(computation.size) * FIRST_MS / now_ms;
        // Costs grow with sizes.
        let (mut low, mut high) = (*sizes.start(), *sizes.end());
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if (entry.cost)(middle) <= cost_max {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        let round = low - low % 100;
        let size = if round >= *sizes.start() { round } else { low };
        self.set(FormField::Size, size.to_string());
    }

    /// The registry's entry of the variant that is chosen, if there is such.
    #[must_use]
    pub(crate) fn entry(&self) -> Option<&'static VariantEntry> {
        let kernel = Kernel::from_id(self.get(FormField::Kernel))?;
        let variant = Variant::from_id(self.get(FormField::Variant))?;
        registry::variant(kernel, variant)
    }

    /// What the chosen kernel takes and gives.
    #[must_use]
    pub(crate) fn data(&self) -> Data {
        Kernel::from_id(self.get(FormField::Kernel))
            .map_or(Data::Figures, |kernel| registry::kernel(kernel).data)
    }

    /// Why a strategy is not offered for the chosen variant and engine.
    #[must_use]
    pub(crate) fn refusal(&self, strategy: Strategy) -> Option<Refusal> {
        let engine = Engine::from_id(self.get(FormField::Engine))?;
        self.entry()?.refusal(engine, strategy)
    }

    /// Whether a strategy is chosen.
    #[must_use]
    pub(crate) fn runs_on(&self, strategy: Strategy) -> bool {
        form::listed(self.get(FormField::On)).any(|name| name == strategy.id())
    }

    /// Chooses a strategy, or does so no longer; the order is always the registry's.
    pub(crate) fn set_runs_on(&mut self, strategy: Strategy, chosen: bool) {
        let strategies = Strategy::ALL.iter().copied();
        let names = strategies.filter(|&other| {
            if other == strategy {
                chosen
            } else {
                self.runs_on(other)
            }
        });
        let names = form::list(names.map(Strategy::id));
        self.set(FormField::On, names);
    }

    /// How long a sweep may measure, in milliseconds. An experiment needs no such budget, and runs whatever it says.
    pub(crate) fn sweep_budget_ms(&self) -> Result<f64, FieldError> {
        let seconds = form::whole(self.get(FormField::Budget), &BUDGET_S)?;
        Ok(seconds as f64 * 1_000.0)
    }

    /// The experiment that the form means, or everything that is wrong with it.
    pub(crate) fn experiment(&self) -> Result<Experiment, Vec<Problem>> {
        let mut reader = Reader {
            form: self,
            problems: Problems::default(),
        };
        let kernel = reader.named(FormField::Kernel, Kernel::ALL, Kernel::id);
        let variant = reader.named(FormField::Variant, Variant::ALL, Variant::id);
        let engine = reader.named(FormField::Engine, Engine::ALL, Engine::id);

        // Ranges belong to a kernel, variant and engine; without these any number may be right.
        let sizes = match (kernel, variant, engine) {
            (Some(kernel), Some(variant), Some(engine)) => {
                Spec::sizes(kernel, variant, engine).cloned()
            }
            _ => Ok(0..=u64::MAX),
        };
        let sizes = reader.keep(sizes);
        let size = sizes.and_then(|sizes| reader.number(FormField::Size, &sizes));
        let rounds = reader.number(FormField::Rounds, &Spec::ROUNDS);
        let computation = match (kernel, variant, engine, size, rounds) {
            (Some(kernel), Some(variant), Some(engine), Some(size), Some(rounds)) => {
                reader.keep(Spec::new(kernel, variant, engine, size, rounds))
            }
            _ => None,
        };
        let places = reader.places(computation.as_ref());
        let moving = match self.data() {
            // What has no bytes to move has no choice to make, whatever the link says.
            Data::Figures => Some(Moving::Transfer),
            Data::Picture { .. } | Data::Counts => {
                reader.named(FormField::Moving, Moving::ALL, Moving::id)
            }
        };
        let repeats = reader.up_to(FormField::Repeats, REPEATS_MAX);
        let experiment = || {
            Some(Experiment {
                computation: computation?,
                engine: engine?,
                places,
                moving: moving?,
                repeats: repeats?,
            })
        };
        reader.problems.or_else(experiment())
    }
}

#[cfg(test)]
mod tests;
