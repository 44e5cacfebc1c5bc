//! Databases in the browser's storage for this site: the origin private file system, of which each database has a
//! folder of its own. Whoever has the folder's files open has them alone, in all tabs and workers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use sql_workload::engine::rusqlite::{Connection, OpenFlags};
use sql_workload::engine::session::of_sqlite;
use sql_workload::session::{SessionError, StoreName, Unkept};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};

/// The database's name in its own folder.
const FILE: &str = "main.db";

/// The database, its journal, and what SQLite may need beside them.
const FILES: usize = 4;

/// How the browser calls an error of a file that somebody else has open.
const IN_USE: &str = "NoModificationAllowedError";

/// How it calls what it does not allow, as in some private windows.
const DENIED: [&str; 3] = ["SecurityError", "NotAllowedError", "UnknownError"];

/// The storage of this worker; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Store(Rc<RefCell<Inner>>);

#[derive(Default)]
struct Inner {
    /// The folders that this worker has had open, by the names of their databases.
    folders: HashMap<StoreName, OpfsSAHPoolUtil>,
    /// The one that the session uses.
    current: Option<StoreName>,
    /// Why there is none, although one was asked for.
    reason: Option<Unkept>,
}

impl Store {
    /// Takes the folder of a database. Where the browser has no storage, that is no failure: see
    /// [`Store::reason`].
    pub(crate) async fn acquire(self, name: StoreName) -> Result<(), SessionError> {
        self.release();
        match self.folder(&name).await {
            Ok(folder) => {
                let mut inner = self.0.borrow_mut();
                inner.folders.insert(name.clone(), folder);
                inner.current = Some(name);
                Ok(())
            }
            Err(error) => match verdict(&error, &name) {
                Verdict::Unkept(reason) => {
                    self.0.borrow_mut().reason = Some(reason);
                    Ok(())
                }
                Verdict::Failed(error) => Err(error),
            },
        }
    }

    async fn folder(&self, name: &StoreName) -> Result<OpfsSAHPoolUtil, OpfsSAHError> {
        let known = self.0.borrow().folders.get(name).cloned();
        if let Some(folder) = known {
            folder.resume().await?;
            return Ok(folder);
        }
        let configuration = OpfsSAHPoolCfgBuilder::new()
            .vfs_name(&vfs(name))
            .directory(&name.folder())
            .initial_capacity(FILES)
            .build();
        install::<WasmOsCallback>(&configuration, false).await
    }

    /// Why the database that was asked for lies in memory instead.
    pub(crate) fn reason(&self) -> Option<Unkept> {
        self.0.borrow().reason.clone()
    }

    /// Opens the database in the folder that was taken.
    pub(crate) fn connect(&self) -> Result<Connection, SessionError> {
        let inner = self.0.borrow();
        let name = inner
            .current
            .as_ref()
            .ok_or_else(|| SessionError::Storage {
                message: "no folder was taken".to_owned(),
            })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Connection::open_with_flags_and_vfs(FILE, flags, vfs(name).as_str()).map_err(of_sqlite)
    }

    /// Lets go of the folder, so that another tab can have it. All connections are closed by then.
    pub(crate) fn release(&self) {
        let mut inner = self.0.borrow_mut();
        inner.reason = None;
        if let Some(name) = inner.current.take()
            && let Some(folder) = inner.folders.get(&name)
        {
            // It fails where a file is open, and then goes with the worker.
            let _ = folder.pause();
        }
    }
}

/// How SQLite calls the folder.
fn vfs(name: &StoreName) -> String {
    format!("stored-{}", name.as_str())
}

/// What an error of the storage means for a session.
enum Verdict {
    /// It goes on in memory.
    Unkept(Unkept),
    /// It cannot begin.
    Failed(SessionError),
}

fn verdict(error: &OpfsSAHError, name: &StoreName) -> Verdict {
    let message = error.to_string();
    if matches!(error, OpfsSAHError::NotSupported) {
        return Verdict::Unkept(Unkept::Unsupported);
    }
    if message.contains(IN_USE) {
        let name = name.as_str().to_owned();
        return Verdict::Failed(SessionError::InUse { name });
    }
    if DENIED.iter().any(|denied| message.contains(denied)) {
        return Verdict::Unkept(Unkept::Denied { message });
    }
    Verdict::Failed(SessionError::Storage { message })
}
