//! The cases in this process: the same session that our worker holds, on the same SQLite, natively.

use std::sync::LazyLock;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use sql_workload::Digest;
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::session::{Outside, Session};
use sql_workload::session::{Build, Cell, Command, Event, Page, Persistence, cells};

use super::cases::{Case, LIBRARY};
use super::page::Ran;

const PAGE: Page = Page {
    first: 0,
    rows: 2_000,
    cell_bytes: 1_000,
};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

const OUTSIDE: Outside = Outside {
    now_ms: || START.elapsed().as_secs_f64() * 1e3,
    is_cancelled: || false,
};

/// A library in memory.
pub(crate) struct Native {
    session: Session,
    pub(crate) build: Build,
}

impl Native {
    /// Makes one.
    pub(crate) fn open() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        let mut session = Session::new(connection, Persistence::Memory, None, OUTSIDE)
            .map_err(|error| anyhow!("no session: {error}"))?;
        let spec = LIBRARY;
        let (event, _) = last(&mut session, Command::Generate { spec })?;
        let Event::Described(description) = event else {
            bail!("a library that was made gave {event:?}");
        };
        Ok(Self {
            session,
            build: description.build,
        })
    }

    /// The library as a file.
    pub(crate) fn export(&mut self) -> Result<Vec<u8>> {
        let (_, bytes) = last(&mut self.session, Command::Export)?;
        bytes.context("an export came without its file")
    }

    /// Does a case once.
    pub(crate) fn run(&mut self, case: &Case) -> Result<Ran> {
        let command = match (case.params, case.statements.as_slice()) {
            (Some(params), _) => Command::Run {
                pattern: case.id.to_owned(),
                params,
            },
            (None, [sql]) => Command::Execute {
                sql: (*sql).to_owned(),
                parameters: Vec::new(),
                page: PAGE,
            },
            (None, statements) => bail!("{} has {} statements", case.id, statements.len()),
        };
        match last(&mut self.session, command)? {
            (Event::Ran(outcome), _) => Ok(Ran {
                ms: outcome.elapsed_ms,
                digest: Some(outcome.digest.to_string()),
                totals: None,
            }),
            (Event::Executed(execution), Some(bytes)) => {
                let rows = cells::rows(&bytes, execution.columns.len())?;
                Ok(Ran {
                    ms: execution.totals.cost.total_us() / 1e3,
                    digest: Some(digest(&rows)?.to_string()),
                    totals: None,
                })
            }
            (event, _) => bail!("{} gave {event:?}", case.id),
        }
    }
}

fn last(session: &mut Session, command: Command) -> Result<(Event, Option<Vec<u8>>)> {
    let mut last = None;
    session
        .command(command, None, &mut |event, bytes| {
            last = Some((event, bytes));
        })
        .map_err(|error| anyhow!("{error}"))?;
    last.context("a command brought nothing about")
}

fn digest(rows: &[Vec<Cell>]) -> Result<Digest> {
    let mut digest = Digest::EMPTY;
    for cell in rows.iter().flatten() {
        digest = match cell {
            Cell::Integer(value) => digest.integer(*value),
            Cell::Text { start, .. } => digest.text(start),
            other => bail!("an aggregate gave {other:?}"),
        };
    }
    Ok(digest)
}
