//! The kernels as a WebAssembly module.
//!
//! A worker calls [`serve`]; the page's own thread, to show what that does to a page, calls
//! [`run_here`]. Both instantiate the same module, so that they race on equal terms.
#![cfg(target_arch = "wasm32")]

use js_sys::ArrayBuffer;
use kernels::{Outcome, Request, Response, RunError, Spec};
use protocol::Never;
use protocol::host::{self, Host, Reply};
use wasm_bindgen::prelude::*;

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
        _buffers: Vec<ArrayBuffer>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Response>, RunError> {
        match request {
            Request::Run { spec } => {
                kernels::run(spec, progress).map(|outcome| Response::Ran { outcome }.into())
            }
            Request::Check { spec, outcome } => Ok(Response::Checked {
                disagreement: kernels::check(spec, &outcome).err(),
            }
            .into()),
        }
    }

    fn open(&mut self, open: Never, _buffers: Vec<ArrayBuffer>) -> Result<(), RunError> {
        match open {}
    }

    fn command(
        &mut self,
        command: Never,
        _buffers: Vec<ArrayBuffer>,
        _emit: &mut dyn FnMut(Reply<Never>),
    ) -> Result<(), RunError> {
        match command {}
    }

    fn close(&mut self) {}
}

/// Answers jobs from now on, as a worker.
#[wasm_bindgen]
pub fn serve(build_id: String, started_ms: f64) {
    host::serve(Compute, build_id, started_ms);
}

/// Computes on the calling thread, which does nothing else until it is done.
///
/// Takes a `kernels::Spec` and gives a `kernels::Outcome`, or throws a `kernels::RunError`.
#[wasm_bindgen]
pub fn run_here(spec: JsValue) -> Result<JsValue, JsValue> {
    let spec: Spec = serde_wasm_bindgen::from_value(spec)?;
    let outcome: Result<Outcome, RunError> = kernels::run(spec, &mut |_| ());
    match outcome {
        Ok(outcome) => Ok(serde_wasm_bindgen::to_value(&outcome)?),
        Err(error) => Err(serde_wasm_bindgen::to_value(&error)?),
    }
}
