//! A session: one database, and what carries its commands out.

mod console;
mod guard;
mod kept;
mod transfer;
mod watch;

use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension};

use super::EngineError;
use super::conflict::{self, ConflictError};
use crate::registry::Pattern;
use crate::session::{
    Command, Description, Event, Execution, Exported, Loading, Page, Persistence, SessionError,
    Table, file,
};
use crate::spec::{Params, Spec};
use guard::Guard;
use kept::Kept;
use watch::Watch;

pub use watch::Outside;

/// Tables that a description lists.
const TABLES_LISTED: u32 = 100;

/// How long lies between two events that only say how far a command is.
const PROGRESS_INTERVAL_MS: f64 = 100.0;

/// Statements of a pattern between two looks outside: a look takes as long as a part of a short statement.
const STATEMENTS_PER_LOOK: u64 = 64;

/// An event, and the bytes that go with it.
pub type Emit<'a> = dyn FnMut(Event, Option<Vec<u8>>) + 'a;

/// A database that is open, and what was last read from it.
#[derive(Debug)]
pub struct Session {
    connection: Connection,
    persistence: Persistence,
    outside: Outside,
    guard: Guard,
    watch: Watch,
    kept: Kept,
    had_log: bool,
}

impl Session {
    /// With the database of a connection, which may be empty. One whose file is damaged or of another program
    /// is refused, and left as it is.
    pub fn new(
        connection: Connection,
        persistence: Persistence,
        limit_ms: Option<f64>,
        outside: Outside,
    ) -> Result<Self, SessionError> {
        let mut session = Self {
            connection,
            persistence,
            outside,
            guard: Guard::default(),
            watch: Watch::new(limit_ms, outside),
            kept: Kept::default(),
            had_log: false,
        };
        session.set_up()?;
        transfer::check(&session.connection)?;
        Ok(session)
    }

    /// What every connection needs, whatever its database came from.
    fn set_up(&mut self) -> Result<(), SessionError> {
        self.guard.set_up(&mut self.connection)?;
        self.watch.set_up(&mut self.connection)?;
        super::prepare_connection(&self.connection).map_err(failed)
    }

    /// Carries a command out; `input` is the file that came with it. Whatever fails, the session goes on.
    pub fn command(
        &mut self,
        command: Command,
        input: Option<Vec<u8>>,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        self.watch.begin();
        let done = self.carry_out(command, input, emit);
        let ended = self.watch.end();
        done.map_err(|error| match (error, ended) {
            (SessionError::Cancelled, Some(reason)) => reason,
            (error, _) => error,
        })
    }

    fn carry_out(
        &mut self,
        command: Command,
        input: Option<Vec<u8>>,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        match command {
            Command::Describe => self.tell_description(emit),
            Command::Generate { spec } => self.generate(spec, emit),
            Command::Run { pattern, params } => self.run(&pattern, params, emit),
            Command::Execute {
                sql,
                parameters,
                page,
            } => self.execute(&sql, &parameters, page, emit),
            Command::Rows(page) => {
                let (page, bytes) = self.kept.page(page)?;
                emit(Event::Rows(page), Some(bytes));
                Ok(())
            }
            Command::Explain { sql } => {
                let plan = console::explain(&self.connection, &self.guard, &sql)?;
                emit(Event::Explained(plan), None);
                Ok(())
            }
            Command::Import { replace } => self.import(input, replace, emit),
            Command::Export => {
                let bytes = transfer::export(&mut self.connection)?;
                let exported = Exported {
                    bytes: bytes.len() as u64,
                };
                emit(Event::Exported(exported), Some(bytes));
                Ok(())
            }
            Command::Conflict { scenario, params } => {
                let report = conflict::play(&scenario, &params).map_err(of_conflict)?;
                emit(Event::Conflicted(report), None);
                Ok(())
            }
        }
    }

    fn generate(&mut self, spec: Spec, emit: &mut Emit<'_>) -> Result<(), SessionError> {
        self.kept = Kept::default();
        let mut told = Interval::starting(self.outside);
        let watch = &self.watch;
        super::load(&mut self.connection, &spec, &mut |loading| {
            if told.is_over() {
                let loading = Loading {
                    rows: loading.rows,
                    rows_total: loading.rows_total,
                };
                emit(Event::Loading(loading), None);
            }
            watch.flow()
        })
        .map_err(failed)?;
        self.had_log = false;
        self.tell_description(emit)
    }

    fn run(
        &mut self,
        pattern: &str,
        params: Params,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let pattern = Pattern::of_id(pattern).ok_or_else(|| SessionError::NoSuchPattern {
            id: pattern.to_owned(),
        })?;
        let mut told = Interval::starting(self.outside);
        let watch = &self.watch;
        let outcome = super::run(
            &self.connection,
            pattern,
            params,
            &self.outside.now_ms,
            &mut |trace| {
                // Within a statement that takes long, SQLite itself looks.
                if !trace.totals.statements.is_multiple_of(STATEMENTS_PER_LOOK) {
                    return ControlFlow::Continue(());
                }
                if told.is_over() {
                    emit(Event::Running(trace.totals), None);
                }
                watch.flow()
            },
        )
        .map_err(failed)?;
        emit(Event::Ran(outcome), None);
        Ok(())
    }

    fn execute(
        &mut self,
        sql: &str,
        parameters: &[crate::session::Value],
        page: Page,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        // What was kept before goes first: two results would take twice the memory.
        self.kept = Kept::default();
        let console = console::Console {
            connection: &self.connection,
            guard: &self.guard,
            outside: self.outside,
        };
        let ran = console.execute(sql, parameters)?;
        self.kept = ran.kept;
        let (page, bytes) = self.kept.page(page)?;
        let execution = Execution {
            statements: ran.statements,
            totals: ran.totals,
            columns: self.kept.columns().to_vec(),
            rows: self.kept.rows(),
            kept_rows: self.kept.kept_rows(),
            in_transaction: !self.connection.is_autocommit(),
            page,
        };
        emit(Event::Executed(execution), Some(bytes));
        Ok(())
    }

    fn import(
        &mut self,
        input: Option<Vec<u8>>,
        replace: bool,
        emit: &mut Emit<'_>,
    ) -> Result<(), SessionError> {
        let bytes = input.ok_or(SessionError::NoFile)?;
        if !self.connection.is_autocommit() {
            return Err(failed(EngineError::InTransaction));
        }
        // Before anybody is asked to give tables up for it.
        file::inspect(&bytes)?;
        let tables = table_count(&self.connection)?;
        if tables > 0 && !replace {
            return Err(SessionError::NotEmpty { tables });
        }
        let imported = transfer::read(bytes, &self.watch)?;
        self.kept = Kept::default();
        self.had_log = imported.had_log;
        if matches!(self.persistence, Persistence::Stored { .. }) {
            transfer::copy(&imported.connection, &mut self.connection)?;
        } else {
            self.connection = imported.connection;
        }
        self.set_up()?;
        self.tell_description(emit)
    }

    fn tell_description(&self, emit: &mut Emit<'_>) -> Result<(), SessionError> {
        emit(Event::Described(self.describe()?), None);
        Ok(())
    }

    fn describe(&self) -> Result<Description, SessionError> {
        let connection = &self.connection;
        let number = |pragma: &str| -> rusqlite::Result<u64> {
            connection
                .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
                .map(i64::unsigned_abs)
        };
        let pages = number("page_count").map_err(of_sqlite)?;
        let page_bytes = number("page_size").map_err(of_sqlite)?;
        Ok(Description {
            build: build(connection)?,
            persistence: self.persistence.clone(),
            bytes: pages * page_bytes,
            tables: tables(connection)?,
            table_count: table_count(connection)?,
            // A library that somebody changed so that it says nonsense is none.
            library: super::spec(connection).unwrap_or_default(),
            had_log: self.had_log,
        })
    }
}

/// Which SQLite holds a connection's database.
pub fn build(connection: &Connection) -> Result<crate::session::Build, SessionError> {
    let (version, source_id) = connection
        .query_row("SELECT sqlite_version(), sqlite_source_id()", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .map_err(of_sqlite)?;
    let mut statement = connection
        .prepare("PRAGMA compile_options")
        .map_err(of_sqlite)?;
    let options = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(of_sqlite)?;
    Ok(crate::session::Build {
        version,
        source_id,
        options,
    })
}

const IS_TABLE: &str =
    "FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

fn table_count(connection: &Connection) -> Result<u32, SessionError> {
    connection
        .query_row(&format!("SELECT count(*) {IS_TABLE}"), [], |row| row.get(0))
        .map_err(of_sqlite)
}

fn tables(connection: &Connection) -> Result<Vec<Table>, SessionError> {
    let mut statement = connection
        .prepare(&format!(
            "SELECT name {IS_TABLE} ORDER BY name LIMIT {TABLES_LISTED}"
        ))
        .map_err(of_sqlite)?;
    let names: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(of_sqlite)?;
    let tables = names.into_iter().map(|name| {
        let sql = format!("SELECT count(*) FROM {}", quoted(&name));
        // A table whose module is not there has no rows that anybody could read.
        let rows = connection
            .query_row(&sql, [], |row| row.get::<_, i64>(0))
            .optional();
        match rows {
            Err(error) if is_interrupted(&error) => Err(SessionError::Cancelled),
            rows => Ok(Table {
                name,
                rows: rows.ok().flatten().unwrap_or(0).unsigned_abs(),
            }),
        }
    });
    tables.collect()
}

/// A name as SQL has it, whatever its characters are.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn is_interrupted(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ffi::ErrorCode::OperationInterrupted)
}

/// What SQLite says, where no statement of a person's is to blame.
#[must_use]
pub fn of_sqlite(error: rusqlite::Error) -> SessionError {
    use rusqlite::ffi::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => return SessionError::Cancelled,
        Some(ErrorCode::OutOfMemory) => return SessionError::OutOfMemory,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            let message = error.to_string();
            return crate::session::FileError::Damaged { message }.into();
        }
        _ => {}
    }
    let code = match &error {
        rusqlite::Error::SqlInputError { error, .. } => error.extended_code,
        error => error.sqlite_error().map_or(0, |error| error.extended_code),
    };
    let (message, offset) = match error {
        rusqlite::Error::SqlInputError { msg, offset, .. } => (msg, u32::try_from(offset).ok()),
        rusqlite::Error::SqliteFailure(_, Some(message)) => (message, None),
        error => (error.to_string(), None),
    };
    SessionError::Sqlite {
        message,
        code,
        offset,
    }
}

fn failed(error: EngineError) -> SessionError {
    match error {
        EngineError::Interrupted => SessionError::Cancelled,
        EngineError::Sqlite(error) => of_sqlite(error),
        other => SessionError::Library {
            message: other.to_string(),
        },
    }
}

fn of_conflict(error: ConflictError) -> SessionError {
    match error {
        ConflictError::Sqlite(error) => of_sqlite(error),
        other => SessionError::Library {
            message: other.to_string(),
        },
    }
}

/// Tells when the time has come to say how far something is.
struct Interval {
    outside: Outside,
    since_ms: f64,
}

impl Interval {
    fn starting(outside: Outside) -> Self {
        Self {
            outside,
            since_ms: (outside.now_ms)(),
        }
    }

    fn is_over(&mut self) -> bool {
        let now_ms = (self.outside.now_ms)();
        let is_over = now_ms - self.since_ms >= PROGRESS_INTERVAL_MS;
        if is_over {
            self.since_ms = now_ms;
        }
        is_over
    }
}
