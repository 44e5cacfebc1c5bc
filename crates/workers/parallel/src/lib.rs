//! The kernels by several threads over one memory, as a WebAssembly module for a worker.
//!
//! The worker's script gives the module a memory that can be shared, starts the threads with
//! [`init_thread_pool`], and calls [`serve`]. From then on the worker's own thread waits whenever
//! its threads compute, so the page watches and stops it through words in that memory.
#![cfg(all(target_arch = "wasm32", target_feature = "atomics"))]

mod words;

use js_sys::WebAssembly;
use kernels::engine::{Input, run_parallel};
use kernels::{Response, RunError, Schedule, Share, Spec};
use protocol::host::{self, Control, Host, Reply, Stopwatch};
use protocol::wire::{Attachment, Buffer};
use protocol::{Fault, Never};
use serde::Deserialize;
use serde::de::IgnoredAny;
use timeline::Phase;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

pub use wasm_bindgen_rayon::init_thread_pool;

/// What of a [`kernels::Request`] this worker takes: the code that reads the rest would be a good
/// part of the module.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Request {
    Run {
        spec: Spec,
        share: Share,
        #[serde(default)]
        schedule: Schedule,
        #[serde(default)]
        into_shared: bool,
    },
    Generate(IgnoredAny),
    Check(IgnoredAny),
    Echo,
}

struct Parallel;

impl Host for Parallel {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;

    fn arm(&mut self, fault: Option<Fault>) {
        words::arm(fault);
    }

    fn run(
        &mut self,
        request: Request,
        buffers: Vec<Buffer>,
        _progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Response>, RunError> {
        match request {
            Request::Run {
                spec,
                share: Share::WHOLE,
                schedule,
                into_shared,
            } => run(spec, schedule, buffers, into_shared),
            Request::Echo => Ok(Response::Echoed.into()),
            Request::Run { share, .. } => Err(refused(format!(
                "a worker with several threads does whole runs, not a share of {}",
                share.of
            ))),
            Request::Generate(_) | Request::Check(_) => Err(refused(
                "a worker with several threads does runs and nothing else".to_owned(),
            )),
        }
    }

    fn open(&mut self, open: Never, _buffers: Vec<Buffer>) -> Result<(), RunError> {
        match open {}
    }

    fn command(
        &mut self,
        command: Never,
        _buffers: Vec<Buffer>,
        _emit: &mut dyn FnMut(Reply<Never>),
    ) -> Result<(), RunError> {
        match command {}
    }

    fn close(&mut self) {}
}

fn run(
    spec: Spec,
    schedule: Schedule,
    mut buffers: Vec<Buffer>,
    into_shared: bool,
) -> Result<Reply<Response>, RunError> {
    let mut watch = Stopwatch::start();
    let target = if into_shared {
        Some(shared(buffers.pop())?)
    } else {
        None
    };
    let input = match buffers.first() {
        None => Input::none(),
        Some(buffer) => {
            let input = input(buffer)?;
            watch.lap(Phase::Copy);
            input
        }
    };

    let threads = rayon::current_num_threads();
    let ran = run_parallel(spec, input, schedule, threads, &words::Words);
    words::end();
    let ran = ran?;
    watch.lap(Phase::Compute);

    let mut attachments = Vec::new();
    if let Some(target) = target {
        write(&target, &ran.output)?;
        watch.lap(Phase::Copy);
    } else if !ran.output.is_empty() {
        attachments.push(Attachment::of_bytes(&ran.output));
        watch.lap(Phase::Copy);
    }
    Ok(Reply {
        outcome: Response::Ran {
            outcome: ran.outcome,
            lanes: ran.lanes,
            owners: ran.owners,
        },
        buffers: attachments,
        spans: watch.spans(),
    })
}

/// The whole picture, however it came.
fn input(buffer: &Buffer) -> Result<Input, RunError> {
    let length = buffer.byte_length();
    let bytes = buffer.copy(0..length).ok_or(RunError::OutOfMemory {
        bytes: u64::from(length),
    })?;
    Ok(Input {
        bytes,
        first_row: 0,
    })
}

fn shared(buffer: Option<Buffer>) -> Result<Buffer, RunError> {
    buffer
        .filter(|buffer| matches!(buffer, Buffer::Shared(_)))
        .ok_or_else(|| {
            refused("the output is to be written to shared memory, but none came".to_owned())
        })
}

fn write(target: &Buffer, output: &[u8]) -> Result<(), RunError> {
    let found = target.byte_length();
    if usize::try_from(found) != Ok(output.len()) {
        return Err(RunError::WrongPicture {
            found: u64::from(found),
            expected: output.len() as u64,
        });
    }
    target.bytes().copy_from(output);
    Ok(())
}

fn refused(message: String) -> RunError {
    RunError::Refused { message }
}

/// Answers jobs from now on, as a worker whose threads have been started.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    words::report_panics();
    let control = Control {
        memory: wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>(),
        offset: words::address(),
    };
    host::serve_shared(Parallel, build_id, started_ms, &control);
}
