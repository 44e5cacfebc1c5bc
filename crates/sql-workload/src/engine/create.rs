//! Makes a library, and opens one.

#[cfg(not(target_family = "wasm"))]
mod file;

use std::ops::ControlFlow;

#[cfg(not(target_family = "wasm"))]
pub use file::open;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params_from_iter};
use serde::{Deserialize, Serialize};

use super::EngineError;
use crate::generate;
use crate::schema::{APPLICATION_ID, DROP, INDICES, TABLES, VERSION};
use crate::spec::Spec;

/// Statements that a connection keeps prepared; there are fewer.
const PREPARED_MAX: usize = 32;

/// Rows that a statement inserts at once: some more would be no faster, and progress is told after each.
const ROWS_PER_STATEMENT: usize = 100;

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nothing, or what is left of a process that ended before it made a library.
    Nothing,
    /// A library that we can read.
    Library,
    /// What we cannot: `application_id` and `user_version` are another program's, or another version's.
    Foreign {
        /// What it says of itself.
        application: i32,
        /// What it says of itself.
        version: i32,
    },
}

/// How far a library is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Loading {
    /// Rows that are in their tables; what follows the last are the indices.
    pub rows: u32,
    /// All rows.
    pub rows_total: u32,
}

/// Looks at what a database holds, without a change to it.
pub fn inspect(connection: &Connection) -> Result<Held, EngineError> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let objects: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version) {
        (APPLICATION_ID, VERSION) => Held::Library,
        (0, 0) if objects == 0 => Held::Nothing,
        (application, version) => Held::Foreign {
            application,
            version,
        },
    })
}

/// What a library was made of; `None` where the database does not say, as one whose tables were taken away.
pub fn spec(connection: &Connection) -> Result<Option<Spec>, EngineError> {
    let said: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_schema WHERE name = 'generated'",
        [],
        |row| row.get(0),
    )?;
    if said == 0 {
        return Ok(None);
    }
    let spec = connection
        .query_row("SELECT books, seed, skew FROM generated", [], |row| {
            Ok(Spec {
                books: row.get(0)?,
                seed: row.get(1)?,
                skew: row.get(2)?,
            })
        })
        .optional()?;
    Ok(spec.map(Spec::checked).transpose()?)
}

/// Sets what every connection to a library needs, whatever it is opened by.
pub fn prepare_connection(connection: &Connection) -> Result<(), EngineError> {
    connection.set_prepared_statement_cache_capacity(PREPARED_MAX);
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Fills the empty database of a connection, all of it or nothing.
pub fn create(connection: &mut Connection, spec: &Spec) -> Result<(), EngineError> {
    load(connection, spec, &mut |_| ControlFlow::Continue(()))
}

/// Fills the database of a connection, all of it or nothing: an empty one, or one with a library of this
/// version, whose tables are made anew. `progress` is called after each hundred rows and may end it, as a
/// progress handler of the connection may.
pub fn load(
    connection: &mut Connection,
    spec: &Spec,
    progress: &mut dyn FnMut(Loading) -> ControlFlow<()>,
) -> Result<(), EngineError> {
    let spec = spec.checked()?;
    if !connection.is_autocommit() {
        return Err(EngineError::InTransaction);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Held::Foreign {
        application,
        version,
    } = inspect(&transaction)?
    {
        return Err(EngineError::Foreign {
            path: transaction.path().unwrap_or_default().to_owned(),
            application,
            version,
        });
    }
    fill(&transaction, &spec, progress)?;
    Ok(transaction.commit()?)
}

/// Within a transaction.
fn fill(
    connection: &Connection,
    spec: &Spec,
    progress: &mut dyn FnMut(Loading) -> ControlFlow<()>,
) -> Result<(), EngineError> {
    connection.execute_batch(DROP)?;
    connection.execute_batch(TABLES)?;
    let mut filling = Filling {
        connection,
        progress,
        loading: Loading {
            rows: 0,
            rows_total: spec.rows(),
        },
    };
    let authors = generate::authors(spec).map(|(id, name)| [id.into(), name.into()]);
    filling.insert("authors (id, name)", authors)?;
    let books = generate::books(spec).map(|book| {
        [
            book.id.into(),
            book.author_id.into(),
            book.title.into(),
            book.year.into(),
            book.blurb.into(),
        ]
    });
    filling.insert("books (id, author_id, title, year, blurb)", books)?;
    let users =
        generate::users(spec).map(|user| [user.id.into(), user.name.into(), user.email.into()]);
    filling.insert("users (id, name, email)", users)?;
    let orders = generate::orders(spec).map(|order| {
        [
            order.id,
            order.user_id,
            order.book_id,
            order.quantity,
            order.placed_at,
        ]
        .map(Value::from)
    });
    filling.insert("orders (id, user_id, book_id, quantity, placed_at)", orders)?;
    connection.execute(
        "INSERT INTO generated (books, seed, skew) VALUES (?1, ?2, ?3)",
        (spec.books, spec.seed, spec.skew),
    )?;
    // An index of all rows at once is sorted once.
    connection.execute_batch(INDICES)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    // What the planner knows of the tables, so that it decides the same everywhere.
    Ok(connection.execute_batch("ANALYZE")?)
}

struct Filling<'a> {
    connection: &'a Connection,
    progress: &'a mut dyn FnMut(Loading) -> ControlFlow<()>,
    loading: Loading,
}

impl Filling<'_> {
    /// Inserts rows into a table, which is named with its columns.
    fn insert<const COLUMNS: usize>(
        &mut self,
        table: &str,
        rows: impl Iterator<Item = [Value; COLUMNS]>,
    ) -> Result<(), EngineError> {
        let statement = |rows: usize| {
            let row = format!("({})", vec!["?"; COLUMNS].join(", "));
            let rows = vec![row.as_str(); rows].join(", ");
            self.connection
                .prepare(&format!("INSERT INTO {table} VALUES {rows}"))
        };
        let mut many = statement(ROWS_PER_STATEMENT)?;
        let mut values = Vec::with_capacity(ROWS_PER_STATEMENT * COLUMNS);
        for row in rows {
            values.extend(row);
            if values.len() == ROWS_PER_STATEMENT * COLUMNS {
                many.execute(params_from_iter(values.drain(..)))?;
                self.loading.rows += u32::try_from(ROWS_PER_STATEMENT).unwrap_or(u32::MAX);
                if (self.progress)(self.loading).is_break() {
                    return Err(EngineError::Interrupted);
                }
            }
        }
        let rest = values.len() / COLUMNS;
        if rest > 0 {
            statement(rest)?.execute(params_from_iter(values))?;
            self.loading.rows += u32::try_from(rest).unwrap_or(u32::MAX);
        }
        Ok(())
    }
}
