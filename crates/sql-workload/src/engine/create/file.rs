//! A library in a file, which several connections may open at the same time.

use std::ops::ControlFlow;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{Held, fill, inspect, prepare_connection};
use crate::engine::EngineError;
use crate::spec::Spec;

/// How long a statement waits for another connection's transaction.
const BUSY_MAX: Duration = Duration::from_secs(5);

/// How long lies between two tries where SQLite itself does not wait.
const TRY_INTERVAL: Duration = Duration::from_millis(5);

/// Opens the library in a file, which is made if it is absent or empty. A file that holds anything else is
/// left as it is. Of several that open a new file at the same time, one makes it.
pub fn open(path: &Path, spec: &Spec) -> Result<Connection, EngineError> {
    let spec = spec.checked()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_MAX)?;
    prepare_connection(&connection)?;
    let held = {
        // Within a transaction, so that no other's is seen in part.
        let transaction = connection.transaction()?;
        inspect(&transaction)?
    };
    refuse_foreign(path, held)?;
    // Readers and the writer do not wait for each other; an end of power may cost what was written last,
    // an end of a process nothing.
    keep_a_log(&connection)?;
    connection.pragma_update(None, "synchronous", "normal")?;
    if held == Held::Nothing {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another may have been faster.
        let held = inspect(&transaction)?;
        refuse_foreign(path, held)?;
        if held == Held::Nothing {
            fill(&transaction, &spec, &mut |_| ControlFlow::Continue(()))?;
        }
        transaction.commit()?;
    }
    Ok(connection)
}

fn refuse_foreign(path: &Path, held: Held) -> Result<(), EngineError> {
    match held {
        Held::Nothing | Held::Library => Ok(()),
        Held::Foreign {
            application,
            version,
        } => Err(EngineError::Foreign {
            path: path.display().to_string(),
            application,
            version,
        }),
    }
}

/// Turns the write-ahead log on. SQLite waits for nobody there, whatever its timeout is.
fn keep_a_log(connection: &Connection) -> Result<(), EngineError> {
    let start = Instant::now();
    loop {
        let tried = connection.pragma_update(None, "journal_mode", "wal");
        match tried.map_err(EngineError::from) {
            Err(error) if error.is_locked() && start.elapsed() < BUSY_MAX => {
                thread::sleep(TRY_INTERVAL);
            }
            tried => return tried,
        }
    }
}
