//! The lab's form: what a person typed or a link says, and the experiment that it means.
//!
//! Fields hold text as it was given, wrong or not, so that nothing a person wrote is lost and a
//! link with a mistake shows the mistake.

use std::ops::RangeInclusive;

use kernels::registry::{Data, Refusal, VariantEntry};
use kernels::{Engine, Field, Kernel, Schedule, Spec, SpecError, Strategy, Variant, registry};

use crate::place::{JOBS_MAX, Moving, Place, SLICE_MS_MAX, THREADS_MAX};

/// How often an experiment can be repeated at one press of the button.
pub const REPEATS_MAX: u32 = 30;

/// The slice that a first visit offers: short of one frame at 60 a second.
const SLICE_MS_DEFAULT: u32 = 12;

/// Jobs for each worker that a first visit offers: enough that one who is done early finds more.
const JOBS_PER_WORKER: u32 = 4;

/// The most workers that a first visit offers.
const WORKERS_DEFAULT_MAX: u32 = 8;

/// An experiment that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
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
pub enum FormField {
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
}

impl FormField {
    /// Every field, in the order of a link.
    pub const ALL: [Self; 13] = [
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
    ];

    /// The name in a link.
    #[must_use]
    pub const fn id(self) -> &'static str {
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
        }
    }
}

/// The form's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form([String; FormField::ALL.len()]);

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which field.
    pub field: FormField,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Why a field's text means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No whole number.
    NotANumber {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// A number that is too small or too large.
    OutOfRange {
        /// What was given.
        value: String,
        /// The least allowed.
        min: u64,
        /// The greatest allowed.
        max: u64,
    },
    /// None of the names that there are.
    Unknown {
        /// What was given.
        value: String,
        /// The names that there are.
        allowed: Vec<&'static str>,
    },
    /// A place where this variant does not run on this engine.
    NotOffered {
        /// Which place.
        strategy: Strategy,
        /// Why not.
        reason: Refusal,
    },
    /// Nothing is chosen where something must be.
    Empty,
}

/// What the machine gives, as far as it decides what a first visit offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Logical cores.
    pub cores: u32,
    /// Whether memory can be shared.
    pub shares: bool,
}

impl Form {
    /// What a first visit offers.
    #[must_use]
    pub fn first(machine: Machine) -> Self {
        // One core is the page's own.
        let workers = machine
            .cores
            .saturating_sub(1)
            .clamp(2, WORKERS_DEFAULT_MAX);
        let entry = registry::kernel(Kernel::ALL[0]);
        let on = [Strategy::Main, Strategy::Worker, Strategy::Pool];
        Self(FormField::ALL.map(|field| match field {
            FormField::Kernel => entry.kernel.id().to_owned(),
            FormField::Variant => entry.variants[0].variant.id().to_owned(),
            FormField::Size => entry.size_default.to_string(),
            FormField::Rounds => entry.rounds_default.to_string(),
            FormField::Engine => Engine::Wasm.id().to_owned(),
            FormField::On => join(&on),
            FormField::Slice => SLICE_MS_DEFAULT.to_string(),
            FormField::Workers | FormField::Threads => workers.to_string(),
            FormField::Jobs => (workers * JOBS_PER_WORKER).to_string(),
            FormField::Schedule => Schedule::default().id().to_owned(),
            FormField::Moving if machine.shares => Moving::Share.id().to_owned(),
            FormField::Moving => Moving::Transfer.id().to_owned(),
            FormField::Repeats => 1.to_string(),
        }))
    }

    /// The form of a link's query; what the query does not say is as on a first visit, and what
    /// depends on the kernel as that kernel's first visit has it.
    #[must_use]
    pub fn from_query(machine: Machine, get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::first(machine);
        if let Some(kernel) = get(FormField::Kernel.id()) {
            form.choose_kernel(&kernel);
        }
        for field in FormField::ALL {
            if let Some(text) = get(field.id()) {
                form.set(field, text);
            }
        }
        form
    }

    /// The fields by their names in a link.
    pub fn to_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        FormField::ALL
            .into_iter()
            .map(|field| (field.id(), self.get(field)))
    }

    /// A field's text.
    #[must_use]
    pub fn get(&self, field: FormField) -> &str {
        &self.0[field as usize]
    }

    /// Changes a field's text.
    pub fn set(&mut self, field: FormField, text: impl Into<String>) {
        self.0[field as usize] = text.into();
    }

    /// Chooses a kernel by its name, with the variant, size and rounds of its first visit. A name
    /// that is unknown changes nothing else.
    pub fn choose_kernel(&mut self, id: &str) {
        self.set(FormField::Kernel, id);
        if let Some(kernel) = Kernel::from_id(id) {
            let entry = registry::kernel(kernel);
            self.set(FormField::Variant, entry.variants[0].variant.id());
            self.set(FormField::Size, entry.size_default.to_string());
            self.set(FormField::Rounds, entry.rounds_default.to_string());
        }
    }

    /// The registry's entry of the variant that is chosen, if there is such.
    #[must_use]
    pub fn entry(&self) -> Option<&'static VariantEntry> {
        let kernel = Kernel::from_id(self.get(FormField::Kernel))?;
        let variant = Variant::from_id(self.get(FormField::Variant))?;
        registry::variant(kernel, variant)
    }

    /// What the chosen kernel takes and gives.
    #[must_use]
    pub fn data(&self) -> Data {
        Kernel::from_id(self.get(FormField::Kernel))
            .map_or(Data::Figures, |kernel| registry::kernel(kernel).data)
    }

    /// Why a strategy is not offered for the chosen variant and engine.
    #[must_use]
    pub fn refusal(&self, strategy: Strategy) -> Option<Refusal> {
        let engine = Engine::from_id(self.get(FormField::Engine))?;
        self.entry()?.refusal(engine, strategy)
    }

    /// Whether a strategy is chosen.
    #[must_use]
    pub fn runs_on(&self, strategy: Strategy) -> bool {
        self.get(FormField::On)
            .split(',')
            .any(|name| name == strategy.id())
    }

    /// Chooses a strategy, or does so no longer; the order is always the registry's.
    pub fn set_runs_on(&mut self, strategy: Strategy, chosen: bool) {
        let strategies: Vec<Strategy> = Strategy::ALL
            .iter()
            .copied()
            .filter(|&other| {
                if other == strategy {
                    chosen
                } else {
                    self.runs_on(other)
                }
            })
            .collect();
        self.set(FormField::On, join(&strategies));
    }

    /// The experiment that the form means, or everything that is wrong with it.
    pub fn experiment(&self) -> Result<Experiment, Vec<Problem>> {
        let mut reader = Reader {
            form: self,
            problems: Vec::new(),
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
        let size = sizes.and_then(|sizes| reader.number(FormField::Size, Field::Size, &sizes));
        let rounds = reader.number(FormField::Rounds, Field::Rounds, &Spec::ROUNDS);
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
        let repeats = reader.up_to(FormField::Repeats, Field::Repeats, REPEATS_MAX);

        if let (true, Some(computation), Some(engine), Some(moving), Some(repeats)) = (
            reader.problems.is_empty(),
            computation,
            engine,
            moving,
            repeats,
        ) {
            return Ok(Experiment {
                computation,
                engine,
                places,
                moving,
                repeats,
            });
        }
        Err(reader.problems)
    }
}

/// Reads fields, and gathers what is wrong with them.
struct Reader<'a> {
    form: &'a Form,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn keep<T>(&mut self, result: Result<T, SpecError>) -> Option<T> {
        result
            .map_err(|error| self.problems.push(error.into()))
            .ok()
    }

    fn number(
        &mut self,
        field: FormField,
        figure: Field,
        range: &RangeInclusive<u64>,
    ) -> Option<u64> {
        let read = figure.parse(self.form.get(field), range);
        self.keep(read)
    }

    fn up_to(&mut self, field: FormField, figure: Field, max: u32) -> Option<u32> {
        let number = self.number(field, figure, &(1..=u64::from(max)))?;
        u32::try_from(number).ok()
    }

    fn named<T: Copy>(
        &mut self,
        field: FormField,
        all: &[T],
        id: fn(T) -> &'static str,
    ) -> Option<T> {
        let name = self.form.get(field);
        let found = all.iter().copied().find(|value| id(*value) == name);
        if found.is_none() {
            self.unknown(field, name, all.iter().map(|value| id(*value)).collect());
        }
        found
    }

    fn unknown(&mut self, field: FormField, value: &str, allowed: Vec<&'static str>) {
        self.problems.push(Problem {
            field,
            fault: Fault::Unknown {
                value: value.to_owned(),
                allowed,
            },
        });
    }

    /// The places that are chosen and offered. One that is not offered is left out as long as
    /// another remains, since the form shows it disabled, with the reason.
    fn places(&mut self, computation: Option<&Spec>) -> Vec<Place> {
        let mut places = Vec::new();
        let (mut refused, mut unknown) = (None, false);
        for name in self.form.get(FormField::On).split(',') {
            if name.is_empty() {
                continue;
            }
            let Some(strategy) = Strategy::from_id(name) else {
                let allowed = Strategy::ALL.iter().map(|strategy| strategy.id()).collect();
                self.unknown(FormField::On, name, allowed);
                unknown = true;
                continue;
            };
            if let Some(reason) = self.form.refusal(strategy) {
                refused = Some(Fault::NotOffered { strategy, reason });
            } else if let Some(place) = self.place(strategy, computation) {
                places.push(place);
            } else {
                // A figure of this place is wrong, and has said so.
                unknown = true;
            }
        }
        if places.is_empty() && !unknown {
            self.problems.push(Problem {
                field: FormField::On,
                fault: refused.unwrap_or(Fault::Empty),
            });
        }
        places
    }

    fn place(&mut self, strategy: Strategy, computation: Option<&Spec>) -> Option<Place> {
        Some(match strategy {
            Strategy::Main => Place::Main,
            Strategy::Sliced => Place::Sliced {
                slice_ms: self.up_to(FormField::Slice, Field::Slice, SLICE_MS_MAX)?,
            },
            Strategy::Worker => Place::Worker,
            Strategy::Pool => {
                let workers = self.up_to(FormField::Workers, Field::Workers, THREADS_MAX);
                let jobs = self.up_to(FormField::Jobs, Field::Jobs, JOBS_MAX);
                // Work with fewer pieces makes fewer jobs; the form says how many.
                let pieces = computation.map_or(u64::from(JOBS_MAX), Spec::jobs_max);
                let pieces = u32::try_from(pieces).unwrap_or(JOBS_MAX);
                Place::Pool {
                    workers: workers?,
                    jobs: jobs?.min(pieces),
                }
            }
            Strategy::Parallel => {
                let threads = self.up_to(FormField::Threads, Field::Threads, THREADS_MAX);
                let schedule = self.named(FormField::Schedule, Schedule::ALL, Schedule::id);
                Place::Parallel {
                    threads: threads?,
                    schedule: schedule?,
                }
            }
        })
    }
}

fn join(strategies: &[Strategy]) -> String {
    let names: Vec<&str> = strategies.iter().map(|strategy| strategy.id()).collect();
    names.join(",")
}

impl From<SpecError> for Problem {
    fn from(error: SpecError) -> Self {
        let form_field = |field| match field {
            Field::Size | Field::Pixels => FormField::Size,
            Field::Rounds => FormField::Rounds,
            Field::Workers => FormField::Workers,
            Field::Jobs => FormField::Jobs,
            Field::Threads => FormField::Threads,
            Field::Slice => FormField::Slice,
            Field::Repeats => FormField::Repeats,
        };
        let unknown = |field, value: &str, allowed| Self {
            field,
            fault: Fault::Unknown {
                value: value.to_owned(),
                allowed,
            },
        };
        match error {
            SpecError::NotANumber {
                field,
                value,
                min,
                max,
            } => Self {
                field: form_field(field),
                fault: Fault::NotANumber { value, min, max },
            },
            SpecError::OutOfRange {
                field,
                value,
                min,
                max,
            } => Self {
                field: form_field(field),
                fault: Fault::OutOfRange { value, min, max },
            },
            SpecError::NoSuchVariant { kernel, variant } => unknown(
                FormField::Variant,
                variant,
                Kernel::from_id(kernel)
                    .map(|kernel| registry::kernel(kernel).variants)
                    .unwrap_or_default()
                    .iter()
                    .map(|entry| entry.variant.id())
                    .collect(),
            ),
            SpecError::TakesNoPicture { kernel } => unknown(
                FormField::Kernel,
                kernel,
                vec![Kernel::BlurGrey.id(), Kernel::BlurRgba.id()],
            ),
            SpecError::NoSuchEngine { engine, .. } => unknown(
                FormField::Engine,
                engine,
                Engine::ALL
                    .iter()
                    .map(|engine| engine.id())
                    .filter(|id| *id != engine)
                    .collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MACHINE: Machine = Machine {
        cores: 4,
        shares: true,
    };

    fn form(changes: &[(&str, &str)]) -> Form {
        Form::from_query(MACHINE, |name| {
            changes
                .iter()
                .find(|(changed, _)| *changed == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    fn fields(form: &Form) -> Vec<FormField> {
        let problems = form.experiment().expect_err("a problem");
        problems.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn the_first_visit_can_run() {
        let experiment = form(&[]).experiment().expect("valid");
        assert_eq!(
            experiment.places,
            [
                Place::Main,
                Place::Worker,
                Place::Pool {
                    workers: 3,
                    jobs: 12
                }
            ]
        );
    }

    #[test]
    fn the_first_visit_to_any_kernel_can_run_everywhere_it_is_offered() {
        for kernel in Kernel::ALL {
            for engine in Engine::ALL {
                let form = form(&[
                    ("kernel", kernel.id()),
                    ("engine", engine.id()),
                    ("on", "main,sliced,worker,pool,parallel"),
                    ("jobs", "1"),
                ]);
                let experiment = form.experiment();
                let places = experiment.expect("valid").places.len();
                let offered = Strategy::ALL
                    .iter()
                    .filter(|strategy| form.refusal(**strategy).is_none())
                    .count();
                assert_eq!(places, offered, "{} on {}", kernel.id(), engine.id());
            }
        }
    }

    #[test]
    fn a_link_leads_back_to_its_form() {
        let form = form(&[("size", "10 000"), ("engine", "js"), ("on", "worker")]);
        let query: Vec<(&str, &str)> = form.to_query().collect();
        let again = Form::from_query(MACHINE, |name| {
            query
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        });
        assert_eq!(again, form);
        let experiment = form.experiment().expect("valid");
        assert_eq!(experiment.computation.size, 10_000);
        assert_eq!(experiment.places, [Place::Worker]);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        assert_eq!(fields(&form(&[("kernel", "prime")])), [FormField::Kernel]);
        assert_eq!(fields(&form(&[("variant", "fast")])), [FormField::Variant]);
        assert_eq!(fields(&form(&[("engine", "")])), [FormField::Engine]);
        assert_eq!(fields(&form(&[("size", "10abc")])), [FormField::Size]);
        assert_eq!(fields(&form(&[("rounds", "0")])), [FormField::Rounds]);
        assert_eq!(fields(&form(&[("on", "")])), [FormField::On]);
        assert_eq!(fields(&form(&[("on", "main,gpu")])), [FormField::On]);
        assert_eq!(fields(&form(&[("repeats", "31")])), [FormField::Repeats]);
        assert_eq!(
            fields(&form(&[("size", "x"), ("rounds", "y"), ("on", ",")])),
            [FormField::Size, FormField::Rounds, FormField::On]
        );
    }

    #[test]
    fn figures_of_a_place_matter_only_where_it_is_chosen() {
        let wrong = [("workers", "0"), ("slice", "x"), ("threads", "65")];
        let at = |on| {
            let mut changes = wrong.to_vec();
            changes.extend([("on", on), ("variant", "segmented")]);
            form(&changes)
        };
        assert!(at("main,worker").experiment().is_ok());
        assert_eq!(fields(&at("main,pool")), [FormField::Workers]);
        assert_eq!(fields(&at("sliced")), [FormField::Slice]);
        assert_eq!(fields(&at("parallel")), [FormField::Threads]);
    }

    #[test]
    fn work_is_not_shared_out_to_more_jobs_than_it_has_pieces() {
        let few = form(&[("rounds", "5"), ("jobs", "6"), ("on", "pool")]);
        let places = few.experiment().expect("valid").places;
        assert_eq!(
            places,
            [Place::Pool {
                workers: 3,
                jobs: 5
            }]
        );
        assert_eq!(fields(&form(&[("jobs", "513")])), [FormField::Jobs]);
    }

    #[test]
    fn a_place_that_is_not_offered_is_left_out_unless_it_is_the_only_one() {
        let two = form(&[("on", "worker,parallel")]);
        assert_eq!(two.experiment().expect("valid").places, [Place::Worker]);
        let one = form(&[("on", "parallel")]);
        let problems = one.experiment().expect_err("a sieve of one piece");
        assert_eq!(
            problems[0].fault,
            Fault::NotOffered {
                strategy: Strategy::Parallel,
                reason: Refusal::CannotBeCut
            }
        );
    }

    #[test]
    fn a_size_that_one_engine_takes_may_be_too_large_for_another() {
        let size = (kernels::primes::PLAIN_MAX_JS + 1).to_string();
        assert!(form(&[("size", &size)]).experiment().is_ok());
        assert_eq!(
            fields(&form(&[("size", &size), ("engine", "js")])),
            [FormField::Size]
        );
    }

    #[test]
    fn a_kernel_comes_with_its_own_figures() {
        let mut changed = form(&[("size", "7"), ("workers", "5")]);
        changed.choose_kernel("mandelbrot");
        assert_eq!(changed.get(FormField::Size), "1200");
        assert_eq!(changed.get(FormField::Workers), "5");
        changed.choose_kernel("prime");
        assert_eq!(changed.get(FormField::Kernel), "prime");
        assert_eq!(changed.get(FormField::Size), "1200");
        assert_eq!(form(&[("kernel", "matrix")]).get(FormField::Size), "800");
    }

    #[test]
    fn strategies_are_chosen_one_by_one() {
        let mut form = form(&[("on", "main,worker")]);
        form.set_runs_on(Strategy::Main, false);
        assert_eq!(form.get(FormField::On), "worker");
        form.set_runs_on(Strategy::Worker, false);
        assert_eq!(form.get(FormField::On), "");
        form.set_runs_on(Strategy::Worker, true);
        form.set_runs_on(Strategy::Main, true);
        assert_eq!(form.get(FormField::On), "main,worker");
    }
}
