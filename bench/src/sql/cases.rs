//! What is compared: statements on one library, and how large.

use anyhow::{Context, Result};
use sampling::Random;
use serde::Serialize;
use serde_json::{Value, json};
use sql_workload::{Params, Pattern, Spec, generate};

/// The library that all of it works on.
pub(crate) const LIBRARY: Spec = Spec {
    books: 100_000,
    seed: 1,
    skew: 0.0,
};

/// Rows that are inserted.
const INSERTS: u32 = 100_000;

/// Rows of one statement, where several are inserted at once.
const CHUNK: u32 = 100;

/// Books that are read by their id, one after another.
const POINT_READS: u32 = 10_000;

/// Authors whose books the join reads: all there are.
const AUTHORS: u32 = LIBRARY.authors();

/// Decides which books are read and which orders are inserted.
const SEED: u32 = 7;

/// All books by their year, of which no index tells.
const AGGREGATE: &str = "\
SELECT year, count(*), sum(length(title)), min(title), max(title) FROM books GROUP BY year ORDER BY year";

/// One of the things that every candidate does.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Case {
    /// The pattern's name, or `aggregate`.
    pub(crate) id: &'static str,
    /// As the table calls it.
    pub(crate) what: String,
    /// What is executed.
    pub(crate) statements: Vec<&'static str>,
    /// How large; `None` for a statement that says so itself.
    pub(crate) params: Option<Params>,
}

impl Case {
    /// All of them.
    pub(crate) fn all() -> Result<Vec<Self>> {
        Ok(vec![
            Self::of(
                "insert-prepared",
                INSERTS,
                1,
                format!("{INSERTS} inserts, prepared"),
            )?,
            Self::of(
                "insert-in-chunks",
                INSERTS,
                CHUNK,
                format!("{INSERTS} inserts, {CHUNK} at once"),
            )?,
            Self::of(
                "prepared",
                POINT_READS,
                1,
                format!("{POINT_READS} reads by id, prepared"),
            )?,
            Self::of("join", AUTHORS, 1, format!("join of {AUTHORS} authors"))?,
            Self {
                id: "aggregate",
                what: format!("aggregate of {} books", LIBRARY.books),
                statements: vec![AGGREGATE],
                params: None,
            },
        ])
    }

    fn of(id: &'static str, n: u32, batch: u32, what: String) -> Result<Self> {
        let pattern = Pattern::of_id(id).with_context(|| format!("there is no pattern {id}"))?;
        Self::with(pattern, n, batch, what)
    }

    /// A pattern of that size, with batches as they usually are.
    pub(crate) fn of_pattern(pattern: &'static Pattern, n: u32) -> Result<Self> {
        let batch = pattern.batch.map_or(1, |batch| batch.default);
        Self::with(pattern, n, batch, format!("{} of {n}", pattern.id))
    }

    fn with(pattern: &'static Pattern, n: u32, batch: u32, what: String) -> Result<Self> {
        let params = Params {
            n,
            batch,
            seed: SEED,
        };
        pattern.check(params)?;
        Ok(Self {
            id: pattern.id,
            what,
            statements: pattern.statements.to_vec(),
            params: Some(params),
        })
    }
}

/// What programs in JavaScript are given, who have no generator: the ids that are read, and the orders that are
/// inserted. That they are those of the patterns, the fingerprints of the results tell.
pub(crate) fn data() -> Value {
    let mut random = Random::of(u64::from(SEED));
    let ids: Vec<usize> = (0..POINT_READS)
        .map(|_| 1 + random.below(LIBRARY.books as usize))
        .collect();
    let orders: Vec<[i64; 5]> = generate::incoming(&LIBRARY, SEED, INSERTS)
        .map(|order| {
            [
                order.id,
                order.user_id,
                order.book_id,
                order.quantity,
                order.placed_at,
            ]
        })
        .collect();
    json!({ "ids": ids, "orders": orders })
}
