//! Reads the fields, and gathers everything that is wrong with them.

use std::ops::RangeInclusive;

use kernels::{Field, Schedule, Spec, SpecError, Strategy};

use super::{Form, FormField, Problem};
use crate::labs::form::{self, FieldError, Problems};
use crate::place::{JOBS_MAX, Place, SLICE_MS_MAX, THREADS_MAX};

/// Reads fields, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    pub(super) form: &'a Form,
    pub(super) problems: Problems<FormField>,
}

impl Reader<'_> {
    pub(super) fn keep<T>(&mut self, result: Result<T, SpecError>) -> Option<T> {
        match result {
            Ok(read) => Some(read),
            Err(error) => {
                let Problem { at, error } = problem(error);
                self.problems.keep(at, Err(error))
            }
        }
    }

    pub(super) fn number(&mut self, field: FormField, range: &RangeInclusive<u64>) -> Option<u64> {
        let read = form::whole(self.form.get(field), range);
        self.problems.keep(field, read)
    }

    pub(super) fn up_to(&mut self, field: FormField, max: u32) -> Option<u32> {
        let number = self.number(field, &(1..=u64::from(max)))?;
        u32::try_from(number).ok()
    }

    pub(super) fn named<T: Copy>(
        &mut self,
        field: FormField,
        all: &[T],
        id: fn(T) -> &'static str,
    ) -> Option<T> {
        let read = form::named(self.form.get(field), all.iter().copied(), id);
        self.problems.keep(field, read)
    }

    /// The places that are chosen and offered. One that is not offered is left out as long as
    /// another remains, since the form shows it disabled, with the reason.
    pub(super) fn places(&mut self, computation: Option<&Spec>) -> Vec<Place> {
        let mut places = Vec::new();
        let (mut refused, mut unknown) = (None, false);
        for name in form::listed(self.form.get(FormField::On)) {
            let read = form::named(name, Strategy::ALL.iter().copied(), Strategy::id);
            let Some(strategy) = self.problems.keep(FormField::On, read) else {
                unknown = true;
                continue;
            };
            if let Some(reason) = self.form.refusal(strategy) {
                refused = Some(FieldError::NotOffered {
                    strategy: Some(strategy),
                    reason,
                });
            } else if let Some(place) = self.place(strategy, computation) {
                places.push(place);
            } else {
                // A figure of this place is wrong, and has said so.
                unknown = true;
            }
        }
        if places.is_empty() && !unknown {
            let error = refused.unwrap_or(FieldError::Nowhere);
            self.problems.keep::<()>(FormField::On, Err(error));
        }
        places
    }

    fn place(&mut self, strategy: Strategy, computation: Option<&Spec>) -> Option<Place> {
        Some(match strategy {
            Strategy::Main => Place::Main,
            Strategy::Sliced => Place::Sliced {
                slice_ms: self.up_to(FormField::Slice, SLICE_MS_MAX)?,
            },
            Strategy::Worker => Place::Worker,
            Strategy::Pool => {
                let workers = self.up_to(FormField::Workers, THREADS_MAX);
                let jobs = self.up_to(FormField::Jobs, JOBS_MAX);
                // Work with fewer pieces makes fewer jobs; the form says how many.
                let pieces = computation.map_or(u64::from(JOBS_MAX), Spec::jobs_max);
                let pieces = u32::try_from(pieces).unwrap_or(JOBS_MAX);
                Place::Pool {
                    workers: workers?,
                    jobs: jobs?.min(pieces),
                }
            }
            Strategy::Parallel => {
                let threads = self.up_to(FormField::Threads, THREADS_MAX);
                let schedule = self.named(FormField::Schedule, Schedule::ALL, Schedule::id);
                Place::Parallel {
                    threads: threads?,
                    schedule: schedule?,
                }
            }
        })
    }
}

/// Why the work cannot be, by the field that has to change.
#[must_use]
pub(crate) fn problem(error: SpecError) -> Problem {
    let at = match &error {
        SpecError::NotANumber { field, .. } | SpecError::OutOfRange { field, .. } => match field {
            Field::Size | Field::Pixels => FormField::Size,
            Field::Rounds => FormField::Rounds,
            Field::Workers => FormField::Workers,
            Field::Jobs => FormField::Jobs,
            Field::Threads => FormField::Threads,
            Field::Slice => FormField::Slice,
            Field::Repeats => FormField::Repeats,
        },
        SpecError::NoSuchVariant { .. } => FormField::Variant,
        SpecError::TakesNoPicture { .. } => FormField::Kernel,
        SpecError::NoSuchEngine { .. } => FormField::Engine,
    };
    Problem {
        at,
        error: error.into(),
    }
}
