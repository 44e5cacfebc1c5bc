//! Round trips that are really taken: by messages to the worker, or by the API on its own database.

use js_sys::{JSON, Reflect};
use protocol::clock::now_ms;
use sql_workload::program::{Program, Query};
use sql_workload::session::{Command, Event, Execution, LIMITS, Page, SessionError, cells};
use sql_workload::{Digest, Params, Pattern, Strategy, Totals, authors_digest};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::database::Work;
use super::lab::Failure;
use crate::labs::database::model::results::Real;

/// The longest round trip that the API waits, in milliseconds.
const HTTP_MS_MAX: f64 = 20.0;

/// A stretch of rows as large as there may be.
const fn page(first: u32) -> Page {
    Page {
        first,
        rows: LIMITS.page_rows,
        cell_bytes: LIMITS.value_bytes,
    }
}

/// Does what a pattern does, by a message for each statement; `None` for a pattern that the page has no program for.
pub(super) async fn by_messages(
    work: &Work,
    pattern: &'static Pattern,
    params: Params,
) -> Result<Option<(Real, Digest)>, Failure> {
    let Some(mut program) = Program::of(pattern, params) else {
        return Ok(None);
    };
    let mut totals = Totals::default();
    let mut trips = 0_u32;
    let start_ms = now_ms();
    let mut decode_ms = 0.0;
    while let Some(query) = program.query() {
        let (execution, mut rows) = execute(work, query).await?;
        trips += 1;
        // As drivers do, which fetch the rows of a long result in several round trips.
        while (rows.rows.len() as u64) < execution.rows {
            let first = u32::try_from(rows.rows.len()).unwrap_or(u32::MAX);
            rows.add(more(work, first, execution.columns.len()).await?);
            trips += 1;
        }
        totals.add(&execution.totals.cost);
        let taken_ms = now_ms();
        let taken = program.take(&rows.rows);
        taken.map_err(|error| Failure::Worker(error.to_string()))?;
        decode_ms += rows.decode_ms + (now_ms() - taken_ms);
    }
    let total_ms = now_ms() - start_ms;
    let wire_ms = total_ms - totals.cost.service_us() / 1e3 - decode_ms;
    let real = Real {
        statements: totals.statements,
        total_ms,
        round_trip_ms: (wire_ms / f64::from(trips.max(1))).max(0.0),
    };
    Ok(Some((real, authors_digest(program.authors()))))
}

/// Rows, and how long it took to make them of bytes.
#[derive(Default)]
struct Rows {
    rows: Vec<Vec<cells::Cell>>,
    decode_ms: f64,
}

impl Rows {
    fn of(bytes: Option<Vec<u8>>, columns: usize) -> Result<Self, Failure> {
        let start_ms = now_ms();
        let rows = cells::rows(&bytes.unwrap_or_default(), columns);
        Ok(Self {
            rows: rows.map_err(|error| Failure::Worker(error.to_string()))?,
            decode_ms: now_ms() - start_ms,
        })
    }

    fn add(&mut self, others: Self) {
        self.rows.extend(others.rows);
        self.decode_ms += others.decode_ms;
    }
}

async fn execute(work: &Work, query: Query) -> Result<(Execution, Rows), Failure> {
    let command = Command::Execute {
        sql: query.sql,
        parameters: query.parameters,
        page: page(0),
    };
    let answer = work.answer(command, Vec::new(), |event, buffers| match event {
        Event::Executed(execution) => Some((execution, bytes(&buffers))),
        _ => None,
    });
    let (execution, bytes) = answer.await?;
    let rows = Rows::of(bytes, execution.columns.len())?;
    Ok((execution, rows))
}

async fn more(work: &Work, first: u32, columns: usize) -> Result<Rows, Failure> {
    let answer = work.answer(
        Command::Rows(page(first)),
        Vec::new(),
        |event, buffers| match event {
            Event::Rows(_) => Some(bytes(&buffers)),
            _ => None,
        },
    );
    let rows = Rows::of(answer.await?, columns)?;
    if rows.rows.is_empty() {
        // More than are kept, which no library has.
        return Err(Failure::Refused(SessionError::NoResult));
    }
    Ok(rows)
}

fn bytes(buffers: &[protocol::wire::Buffer]) -> Option<Vec<u8>> {
    let buffer = buffers.first()?;
    buffer.copy(0..buffer.byte_length())
}

/// Has the API do what a pattern does, with a wait at each statement; `None` for a pattern that it does not know.
/// Beside it the text of what was read.
pub(super) async fn by_http(
    pattern: &'static Pattern,
    params: Params,
    round_trip_ms: f64,
) -> Result<Option<(Real, String)>, Failure> {
    let Some(strategy) = Strategy::of_pattern(pattern.id) else {
        return Ok(None);
    };
    let round_trip_ms = round_trip_ms.round().min(HTTP_MS_MAX);
    let url = format!(
        "/books?strategy={}&authors={}&rtt={round_trip_ms}",
        strategy.id(),
        params.n
    );
    let (status, body) = fetch(&url)
        .await
        .map_err(|error| Failure::NoApi(said(&error)))?;
    if status != 200 {
        return Err(Failure::NoApi(problem(status, &body)));
    }
    let library = JSON::parse(&body).map_err(|_| Failure::NoApi(problem(status, &body)))?;
    let figure = |name: &str| {
        let value = Reflect::get(&library, &name.into()).ok();
        let value = value.and_then(|value| value.as_f64());
        value.ok_or_else(|| Failure::NoApi(problem(status, &body)))
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let statements = figure("statements")? as u64;
    let real = Real {
        statements,
        total_ms: figure("durationMs")?,
        round_trip_ms,
    };
    let authors = Reflect::get(&library, &"authors".into()).unwrap_or_default();
    let text = JSON::stringify(&authors).map(String::from);
    Ok(Some((real, text.unwrap_or_default())))
}

async fn fetch(url: &str) -> Result<(u16, String), JsValue> {
    let response = JsFuture::from(leptos::prelude::window().fetch_with_str(url)).await?;
    let response: Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}

fn said(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    message.unwrap_or_default()
}

/// What an answer says that is no library: a problem of the API's, or something else that answers in its place.
fn problem(status: u16, body: &str) -> String {
    let detail = JSON::parse(body).ok().and_then(|problem| {
        let detail = Reflect::get(&problem, &"detail".into()).ok()?;
        detail.as_string()
    });
    detail.unwrap_or_else(|| format!("/books: {status}"))
}
