//! The lab's form: what a person typed or a link says, and the experiment that it means.
//!
//! Fields hold text as it was given, wrong or not, so that nothing a person wrote is lost and a
//! link with a mistake shows the mistake.

use kernels::{Engine, Field, Kernel, Spec, SpecError, Strategy, Variant, registry};

/// An experiment that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// What is computed.
    pub computation: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where it runs, one after another.
    pub strategies: Vec<Strategy>,
}

/// The form's fields, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// A kernel's name.
    pub kernel: String,
    /// A variant's name.
    pub variant: String,
    /// Digits, perhaps grouped.
    pub size: String,
    /// Digits, perhaps grouped.
    pub rounds: String,
    /// An engine's name.
    pub engine: String,
    /// Strategies' names, separated by commas.
    pub on: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormField {
    /// [`Form::kernel`].
    Kernel,
    /// [`Form::variant`].
    Variant,
    /// [`Form::size`].
    Size,
    /// [`Form::rounds`].
    Rounds,
    /// [`Form::engine`].
    Engine,
    /// [`Form::on`].
    On,
}

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
    /// Nothing is chosen where something must be.
    Empty,
}

impl Default for Form {
    fn default() -> Self {
        let entry = registry::kernel(Kernel::ALL[0]);
        Self {
            kernel: entry.kernel.id().to_owned(),
            variant: entry.variants[0].variant.id().to_owned(),
            size: entry.size_default.to_string(),
            rounds: entry.rounds_default.to_string(),
            engine: Engine::Wasm.id().to_owned(),
            on: join(Strategy::ALL),
        }
    }
}

impl Form {
    /// The form of a link's query; what the query does not say is as on a first visit.
    #[must_use]
    pub fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let first = Self::default();
        let or = |name: &str, default: String| get(name).unwrap_or(default);
        Self {
            kernel: or("kernel", first.kernel),
            variant: or("variant", first.variant),
            size: or("size", first.size),
            rounds: or("rounds", first.rounds),
            engine: or("engine", first.engine),
            on: or("on", first.on),
        }
    }

    /// The fields by their names in a link.
    #[must_use]
    pub fn to_query(&self) -> [(&'static str, &str); 6] {
        [
            ("kernel", &self.kernel),
            ("variant", &self.variant),
            ("size", &self.size),
            ("rounds", &self.rounds),
            ("engine", &self.engine),
            ("on", &self.on),
        ]
    }

    /// Whether a strategy is chosen.
    #[must_use]
    pub fn runs_on(&self, strategy: Strategy) -> bool {
        self.on.split(',').any(|name| name == strategy.id())
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
        self.on = join(&strategies);
    }

    /// The experiment that the form means, or everything that is wrong with it.
    pub fn experiment(&self) -> Result<Experiment, Vec<Problem>> {
        let mut problems = Vec::new();
        let kernel = named(
            FormField::Kernel,
            &self.kernel,
            Kernel::ALL,
            Kernel::id,
            &mut problems,
        );
        let variant = named(
            FormField::Variant,
            &self.variant,
            Variant::ALL,
            Variant::id,
            &mut problems,
        );
        let engine = named(
            FormField::Engine,
            &self.engine,
            Engine::ALL,
            Engine::id,
            &mut problems,
        );
        let offered = kernel
            .zip(variant)
            .and_then(|(kernel, variant)| registry::variant(kernel, variant))
            .map_or(Strategy::ALL, |entry| entry.strategies);
        let strategies = self.strategies(offered, &mut problems);

        // Ranges belong to a kernel, variant and engine; without these any number may be right.
        let sizes = match (kernel, variant, engine) {
            (Some(kernel), Some(variant), Some(engine)) => {
                Spec::sizes(kernel, variant, engine).cloned()
            }
            _ => Ok(0..=u64::MAX),
        };
        let size = sizes.and_then(|sizes| Field::Size.parse(&self.size, &sizes));
        let rounds = Field::Rounds.parse(&self.rounds, &Spec::ROUNDS);
        let size = size.map_err(|error| problems.push(error.into())).ok();
        let rounds = rounds.map_err(|error| problems.push(error.into())).ok();

        if let (true, Some(kernel), Some(variant), Some(engine), Some(size), Some(rounds)) =
            (problems.is_empty(), kernel, variant, engine, size, rounds)
        {
            match Spec::new(kernel, variant, engine, size, rounds) {
                Ok(computation) => {
                    return Ok(Experiment {
                        computation,
                        engine,
                        strategies,
                    });
                }
                Err(error) => problems.push(error.into()),
            }
        }
        Err(problems)
    }

    fn strategies(&self, offered: &[Strategy], problems: &mut Vec<Problem>) -> Vec<Strategy> {
        let names = self.on.split(',').filter(|name| !name.is_empty());
        let strategies: Vec<Strategy> = names
            .filter_map(|name| named(FormField::On, name, offered, Strategy::id, problems))
            .collect();
        if strategies.is_empty()
            && !problems
                .iter()
                .any(|problem| problem.field == FormField::On)
        {
            problems.push(Problem {
                field: FormField::On,
                fault: Fault::Empty,
            });
        }
        strategies
    }
}

fn named<T: Copy>(
    field: FormField,
    name: &str,
    all: &[T],
    id: fn(T) -> &'static str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let found = all.iter().copied().find(|value| id(*value) == name);
    if found.is_none() {
        problems.push(Problem {
            field,
            fault: Fault::Unknown {
                value: name.to_owned(),
                allowed: all.iter().map(|value| id(*value)).collect(),
            },
        });
    }
    found
}

fn join(strategies: &[Strategy]) -> String {
    let names: Vec<&str> = strategies.iter().map(|strategy| strategy.id()).collect();
    names.join(",")
}

impl From<SpecError> for Problem {
    fn from(error: SpecError) -> Self {
        let form_field = |field| match field {
            Field::Size => FormField::Size,
            Field::Rounds => FormField::Rounds,
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
            SpecError::NoSuchVariant { kernel, variant } => Self {
                field: FormField::Variant,
                fault: Fault::Unknown {
                    value: variant.to_owned(),
                    allowed: Kernel::from_id(kernel)
                        .map(|kernel| registry::kernel(kernel).variants)
                        .unwrap_or_default()
                        .iter()
                        .map(|entry| entry.variant.id())
                        .collect(),
                },
            },
            SpecError::NoSuchEngine { engine, .. } => Self {
                field: FormField::Engine,
                fault: Fault::Unknown {
                    value: engine.to_owned(),
                    allowed: Engine::ALL.iter().map(|engine| engine.id()).collect(),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(changes: &[(&str, &str)]) -> Form {
        Form::from_query(|name| {
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
        let experiment = Form::default().experiment().expect("valid");
        assert_eq!(experiment.strategies, [Strategy::Main, Strategy::Worker]);
    }

    #[test]
    fn a_link_leads_back_to_its_form() {
        let form = form(&[("size", "10 000"), ("engine", "js"), ("on", "worker")]);
        let query = form.to_query();
        let again = Form::from_query(|name| {
            query
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        });
        assert_eq!(again, form);
        let experiment = form.experiment().expect("valid");
        assert_eq!(experiment.computation.size, 10_000);
        assert_eq!(experiment.strategies, [Strategy::Worker]);
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        assert_eq!(fields(&form(&[("kernel", "prime")])), [FormField::Kernel]);
        assert_eq!(fields(&form(&[("variant", "fast")])), [FormField::Variant]);
        assert_eq!(fields(&form(&[("engine", "")])), [FormField::Engine]);
        assert_eq!(fields(&form(&[("size", "10abc")])), [FormField::Size]);
        assert_eq!(fields(&form(&[("rounds", "0")])), [FormField::Rounds]);
        assert_eq!(fields(&form(&[("on", "")])), [FormField::On]);
        assert_eq!(fields(&form(&[("on", "main,pool")])), [FormField::On]);
        assert_eq!(
            fields(&form(&[("size", "x"), ("rounds", "y"), ("on", ",")])),
            [FormField::On, FormField::Size, FormField::Rounds]
        );
    }

    #[test]
    fn a_size_that_one_engine_takes_may_be_too_large_for_another() {
        let size = (registry::PRIMES_MAX_JS + 1).to_string();
        assert!(form(&[("size", &size)]).experiment().is_ok());
        assert_eq!(
            fields(&form(&[("size", &size), ("engine", "js")])),
            [FormField::Size]
        );
    }

    #[test]
    fn strategies_are_chosen_one_by_one() {
        let mut form = Form::default();
        form.set_runs_on(Strategy::Main, false);
        assert_eq!(form.on, "worker");
        form.set_runs_on(Strategy::Worker, false);
        assert_eq!(form.on, "");
        form.set_runs_on(Strategy::Worker, true);
        form.set_runs_on(Strategy::Main, true);
        assert_eq!(form.on, "main,worker");
    }
}
