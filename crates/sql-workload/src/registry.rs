//! The tasks, and the patterns by which programs do them.
//!
//! A pattern is a file in `patterns` and a line in [`PATTERNS`].

use serde::{Deserialize, Serialize};

#[cfg(feature = "engine")]
use crate::engine::Runner;
use crate::patterns;
use crate::spec::{Extent, Params, ParamsError};

/// What a program wants of the database. All patterns of a task give equal results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Reads the first *n* authors by id, each with all of their books.
    AuthorsWithBooks,
    /// Reads the orders of *n* users, a statement for each.
    OrdersOfUsers,
    /// Reads *n* books by id, one after another.
    PointReads,
    /// Inserts *n* orders.
    Inserts,
    /// Reads the newest *n* orders, a page of `batch` at a time.
    Pages,
    /// Reads id and title of the first *n* books.
    Columns,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::AuthorsWithBooks,
        Self::OrdersOfUsers,
        Self::PointReads,
        Self::Inserts,
        Self::Pages,
        Self::Columns,
    ];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::AuthorsWithBooks => "authors-with-books",
            Self::OrdersOfUsers => "orders-of-users",
            Self::PointReads => "point-reads",
            Self::Inserts => "inserts",
            Self::Pages => "pages",
            Self::Columns => "columns",
        }
    }

    /// The task of that name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.id() == id)
    }

    /// What [`Params::n`] may be.
    #[must_use]
    pub const fn n(self) -> Extent {
        let (max, default) = match self {
            Self::AuthorsWithBooks => (10_000, 100),
            // Without the index each reads all orders.
            Self::OrdersOfUsers => (1_000, 20),
            // The pages before are read again for each.
            Self::Pages => (100_000, 2_000),
            Self::PointReads | Self::Inserts | Self::Columns => (100_000, 1_000),
        };
        Extent {
            min: 1,
            max,
            default,
        }
    }

    /// Its patterns, in the order of [`PATTERNS`].
    pub fn patterns(self) -> impl Iterator<Item = &'static Pattern> {
        PATTERNS
            .into_iter()
            .filter(move |pattern| pattern.task == self)
    }
}

/// A way to do a task.
#[derive(Debug)]
pub struct Pattern {
    /// Its name in links.
    pub id: &'static str,
    /// What it does.
    pub task: Task,
    /// The statements that it executes, each once, in the order in which they come first. Values are `?`;
    /// a list of any length has one. Each can be explained as it stands.
    pub statements: &'static [&'static str],
    /// What [`Params::batch`] may be; `None` where it does not matter.
    pub batch: Option<Extent>,
    /// Does it.
    #[cfg(feature = "engine")]
    pub(crate) run: Runner,
}

impl Pattern {
    /// The pattern of that name.
    #[must_use]
    pub fn of_id(id: &str) -> Option<&'static Self> {
        PATTERNS.into_iter().find(|pattern| pattern.id == id)
    }

    /// What a run takes if nobody says otherwise.
    #[must_use]
    pub fn defaults(&self) -> Params {
        Params {
            n: self.task.n().default,
            batch: self.batch.map_or(1, |batch| batch.default),
            seed: 1,
        }
    }

    /// Whether a run can be had.
    pub fn check(&self, params: Params) -> Result<(), ParamsError> {
        self.task.n().check("n", params.n)?;
        self.batch
            .map_or(Ok(()), |batch| batch.check("batch", params.batch))
    }
}

/// All patterns, those of a task together, the one that most is to be learnt from first.
pub const PATTERNS: [&Pattern; 16] = [
    &patterns::n_plus_one::PATTERN,
    &patterns::in_batches::PATTERN,
    &patterns::join::PATTERN,
    &patterns::json_aggregation::PATTERN,
    &patterns::without_index::PATTERN,
    &patterns::with_index::PATTERN,
    &patterns::re_parsed::PATTERN,
    &patterns::prepared::PATTERN,
    &patterns::insert_singly::PATTERN,
    &patterns::insert_in_transaction::PATTERN,
    &patterns::insert_prepared::PATTERN,
    &patterns::insert_in_chunks::PATTERN,
    &patterns::offset::PATTERN,
    &patterns::keyset::PATTERN,
    &patterns::all_columns::PATTERN,
    &patterns::few_columns::PATTERN,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for pattern in PATTERNS {
            let found = Pattern::of_id(pattern.id).expect("registered");
            assert_eq!(
                found.statements, pattern.statements,
                "{} is taken",
                pattern.id
            );
            assert_eq!(found.task, pattern.task, "{} is taken", pattern.id);
            assert!(
                pattern
                    .id
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
                "{}",
                pattern.id
            );
            assert_eq!(pattern.check(pattern.defaults()), Ok(()));
        }
        for task in Task::ALL {
            assert_eq!(Task::of_id(task.id()), Some(task));
            assert!(task.patterns().count() >= 2, "{task:?}");
        }
    }

    #[test]
    fn a_number_is_refused_with_its_range() {
        let pattern = &patterns::in_batches::PATTERN;
        let reason = |n, batch| {
            let params = Params { n, batch, seed: 1 };
            pattern.check(params).map_err(|error| error.to_string())
        };
        assert_eq!(reason(1, 1), Ok(()));
        assert_eq!(reason(0, 1), Err("n is 0; give 1 to 10000".to_owned()));
        let error = reason(1, 40_000).expect_err("too many");
        assert!(error.starts_with("batch is 40000; give 1 to "), "{error}");
        // Where it does not matter, it may be anything.
        let join = &patterns::join::PATTERN;
        let params = Params {
            batch: 0,
            ..join.defaults()
        };
        assert_eq!(join.check(params), Ok(()));
    }
}
