//! SQLite as a WebAssembly module: a worker that holds one database for as long as a session lasts.
//!
//! What a session can do is `sql_workload::session`; here are the ways in and out of the worker, its clock, and
//! the browser's storage.
#![cfg(target_arch = "wasm32")]

mod outside;
mod store;

use protocol::Never;
use protocol::flag::{self, Flag};
use protocol::host::{self, Host, Reply, Waiting};
use protocol::wire::{Attachment, Buffer};
use sql_workload::engine::rusqlite::Connection;
use sql_workload::engine::session::{self, Session};
use sql_workload::session::{Command, Event, Open, Persistence, Place, SessionError};
use wasm_bindgen::prelude::*;

use store::Store;

/// The one session that the worker holds, and the storage that it may use.
#[derive(Default)]
struct Sql {
    session: Option<Session>,
    store: Store,
}

impl Host for Sql {
    type Request = Never;
    type Outcome = Never;
    type Error = SessionError;
    type Open = Open;
    type Command = Command;
    type Event = Event;

    fn run(
        &mut self,
        request: Never,
        _buffers: Vec<Buffer>,
        _progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Never>, SessionError> {
        match request {}
    }

    fn prepare(&mut self, open: &Open) -> Option<Waiting<Result<(), SessionError>>> {
        match &open.place {
            Place::Memory => None,
            Place::Stored { name } => Some(Box::pin(self.store.clone().acquire(name.clone()))),
        }
    }

    fn open(&mut self, open: Open, buffers: Vec<Buffer>) -> Result<(), SessionError> {
        flag::listen(Flag::received(&buffers));
        let opened = self.begin(&open);
        if opened.is_err() {
            // Another tab may be luckier with it.
            self.store.release();
        }
        self.session = Some(opened?);
        Ok(())
    }

    fn command(
        &mut self,
        command: Command,
        buffers: Vec<Buffer>,
        emit: &mut dyn FnMut(Reply<Event>),
    ) -> Result<(), SessionError> {
        let session = self.session.as_mut().ok_or_else(|| SessionError::Storage {
            message: "no database is open".to_owned(),
        })?;
        let input = match buffers.first() {
            Some(buffer) => {
                let bytes = buffer.copy(0..buffer.byte_length());
                Some(bytes.ok_or(SessionError::OutOfMemory)?)
            }
            None => None,
        };
        session.command(command, input, &mut |event, bytes| {
            emit(Reply {
                outcome: event,
                buffers: bytes
                    .iter()
                    .map(|bytes| Attachment::of_bytes(bytes))
                    .collect(),
                spans: Vec::new(),
            });
        })
    }

    fn close(&mut self) {
        self.session = None;
        self.store.release();
        flag::listen(None);
    }
}

impl Sql {
    fn begin(&self, open: &Open) -> Result<Session, SessionError> {
        let (connection, persistence) = match (&open.place, self.store.reason()) {
            (Place::Memory, _) => (in_memory()?, Persistence::Memory),
            (Place::Stored { .. }, Some(reason)) => {
                (in_memory()?, Persistence::MemoryInstead { reason })
            }
            (Place::Stored { name }, None) => {
                let name = name.clone();
                (self.store.connect()?, Persistence::Stored { name })
            }
        };
        Session::new(connection, persistence, open.limit_ms, outside::OUTSIDE)
    }
}

fn in_memory() -> Result<Connection, SessionError> {
    Connection::open_in_memory().map_err(session::of_sqlite)
}

/// Answers from now on, as a worker.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    host::serve(Sql::default(), build_id, started_ms);
}
