//! Cache simulation as a WebAssembly module: a worker that holds one trace for as long as a session lasts.
//!
//! What a session can do is `cache_sim::session`; here are the ways in and out of the worker. Besides, it does jobs: a
//! scenario of a cache in an application each, which needs no trace.
#![cfg(target_arch = "wasm32")]

use std::io::Read;

use cache_sim::application::{self, Outcome, Scenario};
use cache_sim::engine::Limits;
use cache_sim::engine::session::{Outside, Session};
use cache_sim::session::{Command, Event, Open, SessionError};
use protocol::clock::now_ms;
use protocol::file::Contents;
use protocol::flag::{self, Flag};
use protocol::host::{self, Host, Reply};
use protocol::wire::Buffer;
use wasm_bindgen::prelude::*;

/// The least time between two words about how far a step is: ten a second are as many as a person can read.
const PROGRESS_INTERVAL_MS: f64 = 100.0;

/// The one session that the worker holds.
struct Cache(Session);

impl Host for Cache {
    type Request = Scenario;
    type Outcome = Outcome;
    type Error = SessionError;
    type Open = Open;
    type Command = Command;
    type Event = Event;

    fn run(
        &mut self,
        request: Scenario,
        _buffers: Vec<Buffer>,
        _progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Outcome>, SessionError> {
        Ok(application::simulate(&request)?.into())
    }

    fn open(&mut self, Open: Open, buffers: Vec<Buffer>) -> Result<(), SessionError> {
        flag::listen(Flag::received(&buffers));
        self.0 = Session::new(outside());
        Ok(())
    }

    fn command(
        &mut self,
        command: Command,
        buffers: Vec<Buffer>,
        emit: &mut dyn FnMut(Reply<Event>),
    ) -> Result<(), SessionError> {
        let mut file = Contents::received(&buffers);
        let file = file.as_mut().map(|file| file as &mut dyn Read);
        let mut told_ms = now_ms();
        self.0.command(command, file, &mut |event| {
            if matches!(event, Event::Reading { .. } | Event::Running { .. }) {
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
        limits: Limits::default(),
    }
}

/// Answers from now on, as a worker.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    host::serve(Cache(Session::new(outside())), build_id, started_ms);
}
