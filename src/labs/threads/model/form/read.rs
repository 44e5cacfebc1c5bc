//! Reads the fields, and gathers everything that is wrong with them.

use std::ops::RangeInclusive;

use kernels::{Engine, Field, Kernel, Schedule, Spec, SpecError, Strategy, registry};

use super::{Fault, Form, FormField, Problem};
use crate::place::{JOBS_MAX, Place, SLICE_MS_MAX, THREADS_MAX};

/// Reads fields, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) form: &'a Form,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn keep<T>(&mut self, result: Result<T, SpecError>) -> Option<T> {
        result
            .map_err(|error| self.problems.push(error.into()))
            .ok()
    }

    pub(super) fn number(
        &mut self,
        field: FormField,
        figure: Field,
        range: &RangeInclusive<u64>,
    ) -> Option<u64> {
        let read = figure.parse(self.form.get(field), range);
        self.keep(read)
    }

    pub(super) fn up_to(&mut self, field: FormField, figure: Field, max: u32) -> Option<u32> {
        let number = self.number(field, figure, &(1..=u64::from(max)))?;
        u32::try_from(number).ok()
    }

    pub(super) fn named<T: Copy>(
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
    pub(super) fn places(&mut self, computation: Option<&Spec>) -> Vec<Place> {
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
