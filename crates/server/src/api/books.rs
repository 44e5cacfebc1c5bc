//! Reads and writes the library: the same list by a query for each author, by a join, or by two queries.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::{self, EngineError};
use sql_workload::{NewBook, Read, Strategy, Trace};
use utoipa::{IntoParams, ToSchema};

use super::Api;
use super::asked::{Asked, Bodies, integer};
use super::compute::WITHIN;
use super::document::{Refused, RefusedBody};
use super::problem::{Problem, ProblemBody, shown, whole_or};
use super::timing::{milliseconds, timed, timed_bytes};
use crate::data::Data;
use crate::pool::{Cancelled, Computed, Going};

/// How many authors are read if the request does not say.
const AUTHORS: u32 = 50;

/// The longest round trip to a database far away, in milliseconds.
const ROUND_TRIP_MS_MAX: u64 = 20;

/// How long the round trips of a request may take together, in milliseconds: what is left of its time is
/// for the reading.
const ROUND_TRIPS_MS_MAX: u64 = 19_000;

/// How long a reader that stands for a wire sleeps between two looks.
const NAP: Duration = Duration::from_millis(1);

/// Books that may be added.
const ADDED_MAX: i64 = 10_000;

const BODY_BYTES_MAX: usize = 4 << 10;

const BODIES_MAX: usize = 64;

pub(crate) fn bodies() -> Bodies {
    Bodies::new(BODIES_MAX, BODY_BYTES_MAX)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// How to read.
    #[param(value_type = Option<StrategyName>, default = "join")]
    strategy: Option<String>,
    /// How many authors, the first by id.
    #[param(value_type = Option<u64>, minimum = 1, maximum = 1_000, default = 50)]
    authors: Option<String>,
    /// Milliseconds that are waited for at each statement, as for a database that is a server far away;
    /// together at most 19,000.
    #[param(value_type = Option<u64>, minimum = 0, maximum = 20, default = 0)]
    rtt: Option<String>,
}

/// A query for the authors and one for the books of each; one query; a query for the authors and one for all
/// of their books.
#[derive(ToSchema)]
#[schema(rename_all = "kebab-case", as = Strategy)]
#[allow(dead_code, reason = "read by its derived description alone")]
enum StrategyName {
    NPlusOne,
    Join,
    Batched,
}

/// What was read, and what that took.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "strategy": "join",
    "authors": [{"id": 1, "name": "Ada Moreno", "books": [{"id": 1, "title": "A Year of Rivers", "year": 1_987}]}],
    "count": 1, "statements": 1, "rows": 1, "vmSteps": 57, "roundTripMs": 0, "durationMs": 0.12, "worker": 4_711
}))]
pub(crate) struct Library {
    #[schema(value_type = StrategyName)]
    strategy: Strategy,
    /// The same for every strategy.
    authors: Vec<Author>,
    /// How many.
    count: usize,
    /// Statements that were executed.
    statements: u64,
    /// Rows that came back.
    rows: u64,
    /// Instructions of `SQLite`'s virtual machine.
    vm_steps: u64,
    /// Milliseconds that were waited for at each statement, because the request asked for it.
    round_trip_ms: u64,
    /// Milliseconds of reading, waits included.
    duration_ms: f64,
    /// The process that answers.
    worker: u32,
}

/// An author with all of their books.
#[derive(Debug, Serialize, ToSchema)]
struct Author {
    id: i64,
    name: String,
    books: Vec<Book>,
}

/// A book.
#[derive(Debug, Serialize, ToSchema)]
struct Book {
    id: i64,
    title: String,
    year: i64,
}

/// Reads authors with their books
#[utoipa::path(
    get,
    path = "/books",
    tag = "data",
    params(Wanted),
    responses((status = OK, body = Library, description = "The authors, and what reading them took"), Refused)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Problem> {
    let strategy = match &wanted.strategy {
        None => Strategy::Join,
        Some(id) => strategy(id)?,
    };
    let authors = wanted.authors.as_deref();
    let authors_max = u64::from(Data::AUTHORS_MAX);
    let authors = whole_or(u64::from(AUTHORS), "authors", authors, &(1..=authors_max))?;
    let authors = u32::try_from(authors).unwrap_or(Data::AUTHORS_MAX);
    let round_trip_ms = whole_or(0, "rtt", wanted.rtt.as_deref(), &(0..=ROUND_TRIP_MS_MAX))?;
    let statements = strategy.statements(authors);
    let together_ms = statements * round_trip_ms;
    if together_ms > ROUND_TRIPS_MS_MAX {
        return Err(Problem::bad_request(format!(
            "{statements} statements at {round_trip_ms} ms wait {together_ms} ms; \
             ask for at most {ROUND_TRIPS_MS_MAX} ms, by fewer authors or a shorter rtt"
        )));
    }

    let wanted = Reading {
        strategy,
        authors,
        round_trip_ms,
    };
    let Computed { made, queued, .. } = api
        .data
        .read("books", WITHIN, move |connection, going| {
            wanted.read(connection, going)
        })
        .await?;
    let (answer, query) = made?;
    let parts = [("queue", queued), ("query", query)];
    timed_bytes("application/json", answer, &parts)
}

/// What is to be read.
#[derive(Clone, Copy)]
struct Reading {
    strategy: Strategy,
    authors: u32,
    round_trip_ms: u64,
}

impl Reading {
    /// Reads, and writes the answer: a thousand authors are a megabyte of text, which is no work for a
    /// thread that serves. Returns how long reading took, too.
    fn read(self, connection: &Connection, going: &Going) -> Result<(Vec<u8>, Duration), Problem> {
        let round_trip = Duration::from_millis(self.round_trip_ms);
        let start = Instant::now();
        let clock = || milliseconds(start.elapsed());
        let before = &mut |_: &Trace| match wait(round_trip, going) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Cancelled) => ControlFlow::Break(()),
        };
        let read = engine::read(connection, self.strategy, self.authors, &clock, before);
        let Read { authors, totals } = read.map_err(|error| problem(&error))?;
        let took = start.elapsed();
        let answer = Library {
            strategy: self.strategy,
            count: authors.len(),
            authors: authors.into_iter().map(described).collect(),
            statements: totals.statements,
            rows: totals.cost.rows,
            vm_steps: totals.cost.vm_steps,
            round_trip_ms: self.round_trip_ms,
            duration_ms: milliseconds(took),
            worker: std::process::id(),
        };
        let answer =
            serde_json::to_vec(&answer).map_err(|error| Problem::ours(error.to_string()))?;
        Ok((answer, took))
    }
}

fn strategy(id: &str) -> Result<Strategy, Problem> {
    Strategy::of_id(id).ok_or_else(|| {
        let all = Strategy::ALL.map(Strategy::id).join(", ");
        Problem::bad_request(format!("strategy is {:?}; give one of {all}", shown(id)))
    })
}

fn described(author: sql_workload::Author) -> Author {
    let books = author.books.into_iter();
    Author {
        id: author.id,
        name: author.name,
        books: books
            .map(|book| Book {
                id: book.id,
                title: book.title,
                year: book.year,
            })
            .collect(),
    }
}

/// Waits on the reader's own thread: a connection whose server is far away is not free for others meanwhile.
fn wait(round_trip: Duration, going: &Going) -> Result<(), Cancelled> {
    going.on()?;
    let start = Instant::now();
    while let Some(left) = round_trip.checked_sub(start.elapsed()) {
        std::thread::sleep(left.min(NAP));
        going.on()?;
    }
    Ok(())
}

/// A book to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"authorId": 7, "title": "A Year of Rivers", "year": 1_987}))]
pub(crate) struct Added {
    #[schema(minimum = 1, maximum = 1_000)]
    #[serde(deserialize_with = "integer")]
    author_id: i64,
    /// Without control characters.
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$"
    )]
    title: String,
    #[schema(minimum = 1_450, maximum = 2_100)]
    #[serde(deserialize_with = "integer")]
    year: i64,
}

/// The book that was added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"id": 10_001, "added": 1, "worker": 4_711}))]
pub(crate) struct Stored {
    id: i64,
    /// Books that have been added by now.
    added: i64,
    /// The process that answers.
    worker: u32,
}

/// Adds a book
///
/// What was answered with 201 survives the end of any worker.
#[utoipa::path(
    post,
    path = "/books",
    tag = "data",
    request_body = Added,
    responses(
        (status = CREATED, body = Stored, description = "It is stored"),
        (
            status = NOT_FOUND,
            body = ProblemBody,
            content_type = "application/problem+json",
            description = "There is no such author"
        ),
        (
            status = CONFLICT,
            body = ProblemBody,
            content_type = "application/problem+json",
            description = "As many books were added as may be"
        ),
        Refused,
        RefusedBody
    )
)]
pub(crate) async fn add(State(api): State<Api>, request: Request) -> Result<Response, Problem> {
    let (_, held) = api.books.take(request, &["application/json"]).await?;
    let added: Added = serde_json::from_slice(&held.bytes)
        .map_err(|error| Problem::bad_request(format!("the body cannot be read: {error}")))?;
    let book = NewBook::new(added.author_id, &added.title, added.year)
        .map_err(|error| Problem::bad_request(error.to_string()))?;
    let generated = api.data.generated();
    let Computed {
        made,
        queued,
        computed,
    } = api
        .data
        .write("add-book", WITHIN, move |connection| {
            engine::add(connection, &book, generated, ADDED_MAX)
        })
        .await?;
    let stored = made.map_err(|error| problem(&error))?;
    let answer = Stored {
        id: stored.id,
        added: stored.added,
        worker: std::process::id(),
    };
    let answer = timed(answer, &[("queue", queued), ("query", computed)])?;
    Ok((StatusCode::CREATED, answer).into_response())
}

pub(crate) fn problem(error: &EngineError) -> Problem {
    match error {
        EngineError::NoSuchAuthor { .. } => Problem::not_found(error.to_string()),
        EngineError::Full { .. } => Problem::conflict(error.to_string()),
        // Too many write, or another program holds the file: later there may be room.
        _ if error.is_locked() => Problem::busy(error.to_string()),
        EngineError::Interrupted => Problem::late(error.to_string()),
        _ => Problem::ours(error.to_string()),
    }
}
