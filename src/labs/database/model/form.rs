//! What the lab is asked: which task, on which library, over what wire, and whether its round trips are taken for real.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use sql_workload::wire::{JITTER, MEGABITS_PER_S, ROUND_TRIP_MS, Wire};
use sql_workload::{Params, Spec, Task, spec};

use crate::labs::form::{self, FieldError, FieldName, Fields, Problem, Problems, TextForm};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// What is to be done.
    Task,
    /// How many authors, users, reads or rows.
    N,
    /// How many of them go into one statement, for the patterns that have batches.
    Batch,
    /// How many books the library has.
    Books,
    /// How unevenly they fall on authors.
    Skew,
    /// What decides about chance.
    Seed,
    /// How long a round trip takes, in milliseconds.
    RoundTrip,
    /// How much round trips vary, in per cent of their length.
    Jitter,
    /// How much the wire carries, in megabits a second.
    Bandwidth,
    /// Whether round trips are taken for real.
    Trips,
}

impl FieldName for Field {
    const ALL: &'static [Self] = &[
        Self::Task,
        Self::N,
        Self::Batch,
        Self::Books,
        Self::Skew,
        Self::Seed,
        Self::RoundTrip,
        Self::Jitter,
        Self::Bandwidth,
        Self::Trips,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::N => "n",
            Self::Batch => "batch",
            Self::Books => "books",
            Self::Skew => "skew",
            Self::Seed => "seed",
            Self::RoundTrip => "round-trip",
            Self::Jitter => "jitter",
            Self::Bandwidth => "bandwidth",
            Self::Trips => "trips",
        }
    }
}

/// Whether round trips are taken for real. Records name it as links do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Trips {
    /// None is taken: the wire is modelled alone.
    Modelled,
    /// Each query is a message from the page to the worker, and its rows are one back.
    Messages,
    /// The API reads, and waits a round trip at each statement.
    Http,
}

impl Trips {
    /// All, in the order of the form.
    pub(crate) const ALL: [Self; 3] = [Self::Modelled, Self::Messages, Self::Http];

    /// Its name in links.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Modelled => "modelled",
            Self::Messages => "messages",
            Self::Http => "http",
        }
    }

    /// Whether it can be had for a task: the page and the API know one.
    pub(crate) fn serves(self, task: Task) -> bool {
        self == Self::Modelled || task == Task::AuthorsWithBooks
    }
}

/// The form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Form(Fields<Field>);

impl Default for Form {
    fn default() -> Self {
        let task = Task::AuthorsWithBooks;
        Self(Fields::new(|field| match field {
            Field::Task => task.id().to_owned(),
            Field::N => task.n().default.to_string(),
            Field::Batch => batch(task).unwrap_or(1).to_string(),
            Field::Books => Spec::DEFAULT.books.to_string(),
            Field::Skew => Spec::DEFAULT.skew.to_string(),
            Field::Seed => Spec::DEFAULT.seed.to_string(),
            // A database in the next building.
            Field::RoundTrip => "1".to_owned(),
            Field::Jitter => "0".to_owned(),
            Field::Bandwidth => String::new(),
            Field::Trips => Trips::Modelled.id().to_owned(),
        }))
    }
}

/// What a run needs to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Order {
    /// The library.
    pub spec: Spec,
    /// What is to be done.
    pub task: Task,
    /// How much of it.
    pub params: Params,
    /// Over which wire, for what is modelled.
    pub wire: Wire,
    /// Whether round trips are taken for real as well.
    pub trips: Trips,
}

impl TextForm for Form {
    type Field = Field;
    type Order = Order;

    /// As a link says, and as is usual for its task where it says nothing.
    fn from_query(get: impl Fn(&str) -> Option<String>) -> Self {
        let mut form = Self::default();
        if let Some(task) = get(Field::Task.id()) {
            form.set(Field::Task, &task);
        }
        form.0.read_link(get);
        form
    }

    fn get(&self, field: Field) -> &str {
        self.0.get(field)
    }

    /// Changes a field's text. Another task comes with the size that is usual for it.
    fn set(&mut self, field: Field, text: &str) {
        self.0.set(field, text);
        if let (Field::Task, Some(task)) = (field, Task::of_id(text)) {
            self.0.set(Field::N, task.n().default.to_string());
            if let Some(batch) = batch(task) {
                self.0.set(Field::Batch, batch.to_string());
            }
            if !self.trips().is_ok_and(|trips| trips.serves(task)) {
                self.0.set(Field::Trips, Trips::Modelled.id());
            }
        }
    }

    fn order(&self) -> Result<Order, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let task = problems.keep(Field::Task, self.task());
        let of = task.unwrap_or(Task::AuthorsWithBooks);
        let whole = |field, range: RangeInclusive<u32>| {
            let range = u64::from(*range.start())..=u64::from(*range.end());
            let found = form::whole(self.get(field), &range)?;
            // The range is one of such numbers.
            Ok(u32::try_from(found).unwrap_or(u32::MAX))
        };
        let n = problems.keep(Field::N, whole(Field::N, of.n().min..=of.n().max));
        let batch = match batches(of) {
            Some((min, max)) => problems.keep(Field::Batch, whole(Field::Batch, min..=max)),
            None => Some(1),
        };
        let books = problems.keep(Field::Books, whole(Field::Books, spec::BOOKS));
        let skew = problems.keep(Field::Skew, self.skew());
        let seed = problems.keep(Field::Seed, whole(Field::Seed, 0..=u32::MAX));
        let wire = problems.take_over(self.wire());
        let trips = problems.keep(Field::Trips, self.trips());
        let library = books.zip(skew).zip(seed);
        let params = n.zip(batch);
        let order = library.zip(params).zip(wire.zip(trips));
        let order = order.map(
            |((((books, skew), seed), (n, batch)), (wire, trips))| Order {
                spec: Spec { books, seed, skew },
                task: of,
                params: Params { n, batch, seed },
                wire,
                trips,
            },
        );
        problems.or_else(order)
    }
}

impl Form {
    /// The fields by their names in a link.
    pub(crate) fn to_query(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.to_link()
    }

    /// What is to be done.
    pub(crate) fn task(&self) -> Result<Task, FieldError> {
        form::named(self.get(Field::Task), Task::ALL, Task::id)
    }

    /// Over which wire; its fields can change while the rest is wrong.
    pub(crate) fn wire(&self) -> Result<Wire, Vec<Problem<Field>>> {
        let mut problems = Problems::default();
        let mut read = |field, range: &RangeInclusive<f64>| {
            problems.keep(field, form::decimal(self.get(field), range))
        };
        let round_trip_ms = read(Field::RoundTrip, &ROUND_TRIP_MS);
        let percent = JITTER.start() * 100.0..=JITTER.end() * 100.0;
        let jitter = read(Field::Jitter, &percent);
        let megabits_per_s = if self.get(Field::Bandwidth).trim().is_empty() {
            Some(None)
        } else {
            read(Field::Bandwidth, &MEGABITS_PER_S).map(Some)
        };
        let wire = round_trip_ms.zip(jitter).zip(megabits_per_s);
        problems.or_else(wire.map(|((round_trip_ms, percent), megabits_per_s)| Wire {
            round_trip_ms,
            jitter: percent / 100.0,
            megabits_per_s,
            seed: 1,
        }))
    }

    fn skew(&self) -> Result<f64, FieldError> {
        let text = self.get(Field::Skew);
        let skew = form::decimal(text, &spec::SKEW)?;
        let spec = Spec {
            skew,
            ..Spec::DEFAULT
        };
        if spec.checked().is_ok() {
            return Ok(skew);
        }
        Err(FieldError::Unknown {
            value: text.to_owned(),
            allowed: vec!["0", "0.25", "0.5", "0.75", "1", "1.25", "1.5", "1.75", "2"],
        })
    }

    fn trips(&self) -> Result<Trips, FieldError> {
        form::named(self.get(Field::Trips), Trips::ALL, Trips::id)
    }
}

/// What a batch may be, for a task some of whose patterns have them.
pub(crate) fn batches(task: Task) -> Option<(u32, u32)> {
    let extents = || task.patterns().filter_map(|pattern| pattern.batch);
    let min = extents().map(|extent| extent.min).max()?;
    let max = extents().map(|extent| extent.max).min()?;
    Some((min, max))
}

/// What a batch usually is.
fn batch(task: Task) -> Option<u32> {
    task.patterns()
        .find_map(|pattern| Some(pattern.batch?.default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_says_is_what_the_form_holds() {
        let form = Form::from_query(|name| (name == "n").then(|| "7".to_owned()));
        let order = form.order().expect("right");
        assert_eq!((order.params.n, order.spec), (7, Spec::DEFAULT));
        assert_eq!(order.wire, Wire::of_round_trip(1.0));
        let link: Vec<_> = form.to_query().take(3).collect();
        assert_eq!(
            link,
            [("task", "authors-with-books"), ("n", "7"), ("batch", "100")]
        );
    }

    #[test]
    fn every_task_comes_with_a_size_that_it_takes() {
        for task in Task::ALL {
            let mut form = Form::default();
            form.set(Field::Trips, "messages");
            form.set(Field::Task, task.id());
            let order = form.order().expect("right");
            assert_eq!((order.task, order.params.n), (task, task.n().default));
            assert!(order.trips.serves(task));
            for pattern in task.patterns() {
                pattern.check(order.params).expect(pattern.id);
            }
            // A link with the task alone means the same.
            let of_link = Form::from_query(|name| (name == "task").then(|| task.id().to_owned()));
            assert_eq!(of_link.order().expect("right").params, order.params);
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_range() {
        let mut form = Form::default();
        for (field, text) in [
            (Field::Books, "99"),
            (Field::N, "10001"),
            (Field::Batch, "0"),
            (Field::Skew, "0.3"),
            (Field::Seed, "-1"),
            (Field::RoundTrip, "100.5"),
            (Field::Jitter, "101"),
            (Field::Bandwidth, "0"),
            (Field::Trips, "pigeon"),
        ] {
            form.set(field, text);
        }
        let problems = form.order().expect_err("all of it is wrong");
        let at: Vec<_> = problems.iter().map(|problem| problem.at).collect();
        let expected = [
            Field::N,
            Field::Batch,
            Field::Books,
            Field::Skew,
            Field::Seed,
            Field::RoundTrip,
            Field::Jitter,
            Field::Bandwidth,
            Field::Trips,
        ];
        assert_eq!(at, expected);
        assert!(
            matches!(&problems[2].error, FieldError::OutOfRange { value, min: 100, max: 1_000_000 } if value == "99"),
            "{problems:?}"
        );
        form.set(Field::Task, "chess");
        let problems = form.order().expect_err("no such task");
        assert!(
            matches!(&problems[0].error, FieldError::Unknown { value, allowed } if value == "chess" && allowed.len() == 6),
            "{problems:?}"
        );
    }

    /// What makes a field count: with it, a name and what that is.
    const CONTEXT: &[(Field, &str, &str)] = &[(Field::Batch, "task", "inserts")];

    #[test]
    fn every_parameter_of_a_link_that_means_nothing_is_named() {
        for field in Field::ALL.iter().copied() {
            for text in ["\u{a7}", "-1", "99999999999999999999", "%25"] {
                let form = Form::from_query(|name| {
                    let context = CONTEXT.iter().find(|(of, _, _)| *of == field);
                    let context = context.filter(|(_, known, _)| *known == name);
                    if name == field.id() {
                        Some(text.to_owned())
                    } else {
                        context.map(|(_, _, value)| (*value).to_owned())
                    }
                });
                let problems = form.order().expect_err(text);
                let at: Vec<Field> = problems.iter().map(|problem| problem.at).collect();
                assert_eq!(at, [field], "{text}");
            }
        }
    }
}
