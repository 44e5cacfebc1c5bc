//! A JavaScript engine within Node's event loop as a WebAssembly module: a worker that runs programs in virtual time.
//!
//! What a session can do is `event_loop::session`; here are the ways in and out of the worker.
#![cfg(target_arch = "wasm32")]

use event_loop::engine::Outside;
use event_loop::engine::session::Session;
use event_loop::session::{Command, Event, Open, SessionError};
use protocol::Never;
use protocol::clock::now_ms;
use protocol::flag::{self, Flag};
use protocol::host::{self, Host, Reply};
use protocol::wire::Buffer;
use wasm_bindgen::prelude::*;

/// The least time between two words about how far a step is: ten a second are as many as a person can read.
const PROGRESS_INTERVAL_MS: f64 = 100.0;

/// The one session that the worker holds.
struct Script(Session);

impl Host for Script {
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

    fn open(&mut self, Open: Open, buffers: Vec<Buffer>) -> Result<(), SessionError> {
        flag::listen(Flag::received(&buffers));
        self.0 = Session::new(outside());
        Ok(())
    }

    fn command(
        &mut self,
        command: Command,
        _buffers: Vec<Buffer>,
        emit: &mut dyn FnMut(Reply<Event>),
    ) -> Result<(), SessionError> {
        let mut told_ms = now_ms();
        self.0.command(command, &mut |event| {
            if matches!(event, Event::Exploring { .. }) {
                if now_ms() - told_ms < PROGRESS_INTERVAL_MS {
                    return;
                }
                told_ms = now_ms();
            }
            emit(event.into());
        })
    }

    fn close(&mut self) {
        self.0 = Session::new(outside());
        flag::listen(None);
    }
}

fn outside() -> Outside {
    Outside {
        is_cancelled: flag::is_raised,
        memory_bytes,
    }
}

/// Bytes of a page of WebAssembly's memory.
const PAGE_BYTES: u64 = 64 << 10;

/// All memory that the module ever needed: it never gives any back, so the page ends a worker whose run came to the limit.
fn memory_bytes() -> u64 {
    core::arch::wasm32::memory_size::<0>() as u64 * PAGE_BYTES
}

/// Answers from now on, as a worker.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    host::serve(Script(Session::new(outside())), build_id, started_ms);
}
