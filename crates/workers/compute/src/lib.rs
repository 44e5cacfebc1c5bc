//! The kernels as a WebAssembly module.
//!
//! A worker calls [`serve`]. The page's own thread, to show what that does to a page, calls
//! [`run_here`], or gives it time in [`Slices`]. All of them instantiate the same module, so that
//! they race on equal terms.
#![cfg(target_arch = "wasm32")]

mod here;
mod rows;

use kernels::engine::{self, Task};
use kernels::{Request, Response, RunError, Share, Spec};
use protocol::Never;
use protocol::clock::now_ms;
use protocol::host::{self, Host, Reply, Stopwatch};
use protocol::wire::{Attachment, Buffer};
use timeline::Phase;
use wasm_bindgen::prelude::*;

pub use here::{Slices, run_here};
use rows::Target;

/// The least time between two copies of finished rows into shared memory: a picture that grows
/// twenty times a second looks steady.
const SHOW_INTERVAL_MS: f64 = 50.0;

struct Compute;

impl Host for Compute {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;

    fn run(
        &mut self,
        request: Request,
        buffers: Vec<Buffer>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Response>, RunError> {
        match request {
            Request::Run {
                spec,
                share,
                into_shared,
                schedule: _,
            } => run(spec, share, buffers, into_shared, progress),
            Request::Generate { spec } => generate(spec),
            Request::Check {
                spec,
                outcome,
                samples,
            } => Ok(Response::Checked {
                disagreement: engine::check(spec, &outcome, &samples).err(),
            }
            .into()),
            Request::Echo => Ok(Response::Echoed.into()),
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
    share: Share,
    mut buffers: Vec<Buffer>,
    into_shared: bool,
    progress: &mut dyn FnMut(f64),
) -> Result<Reply<Response>, RunError> {
    let mut watch = Stopwatch::start();
    let mut target = into_shared
        .then(|| Target::new(&spec, share, buffers.pop()))
        .transpose()?;
    let input = rows::input(&spec, share, buffers.first())?;
    if !buffers.is_empty() {
        watch.lap(Phase::Copy);
    }

    let mut task = Task::new(spec, share, input)?;
    let mut shown_ms = now_ms();
    while task.step()? {
        progress(task.fraction());
        if let Some(target) = &mut target
            && now_ms() - shown_ms >= SHOW_INTERVAL_MS
        {
            watch.lap(Phase::Compute);
            target.write(task.rows_done(), task.output());
            watch.lap(Phase::Copy);
            shown_ms = now_ms();
        }
    }
    progress(1.0);
    let ran = task.finish()?;
    watch.lap(Phase::Compute);

    let mut attachments = Vec::new();
    if !ran.output.is_empty() {
        match &mut target {
            Some(target) => target.write(u32::MAX, &ran.output),
            None => attachments.push(Attachment::of_bytes(&ran.output)),
        }
        watch.lap(Phase::Copy);
    }
    Ok(Reply {
        outcome: Response::Ran {
            outcome: ran.outcome,
            lanes: Vec::new(),
            owners: Vec::new(),
        },
        buffers: attachments,
        spans: watch.spans(),
    })
}

fn generate(spec: Spec) -> Result<Reply<Response>, RunError> {
    let mut watch = Stopwatch::start();
    let picture = engine::generate(spec)?;
    watch.lap(Phase::Compute);
    let extent = spec.extent().ok_or_else(|| RunError::Refused {
        message: format!("{} takes no picture", spec.kernel.id()),
    })?;
    let buffers = vec![Attachment::of_bytes(&picture)];
    watch.lap(Phase::Copy);
    Ok(Reply {
        outcome: Response::Generated { extent },
        buffers,
        spans: watch.spans(),
    })
}

/// Answers jobs from now on, as a worker.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    host::serve(Compute, build_id, started_ms);
}
