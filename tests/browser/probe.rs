//! A worker that does whatever a test asks, and the pool that talks to it.
//!
//! The worker runs this very test module: a script of two lines imports it and calls
//! [`probe_serve`]. So the tests need nothing that was built before them.

use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use protocol::host::{self, Host, Reply};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker_pool::{Contract, Pool, PoolConfig};

/// The build that page and worker agree on.
pub const BUILD: &str = "0123456789ab";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Answer with the same text.
    Echo(String),
    /// Fail with the same text.
    Fail(String),
    /// Panic with the text.
    Panic(String),
    /// Report progress in so many steps, each of so many milliseconds.
    Steps(u32, f64),
    /// Add up the bytes of the buffer, and give the buffer back.
    Sum,
    /// What the compute worker is asked.
    Kernel(kernels::Request),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Echo(String),
    Steps(u32),
    Sum(u64),
    Kernel(kernels::Response),
}

/// A session that counts: opened with a number, each command adds to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// Add, and tell the sum.
    Add(i32),
    /// Tell every number from the sum down to zero.
    CountDown,
    /// Fail; the session goes on.
    Refuse,
    /// Trap; the session is lost.
    Trap,
}

#[derive(Debug)]
pub enum Probe {}

impl Contract for Probe {
    type Request = Ask;
    type Outcome = Answer;
    type Error = String;
    type Open = i32;
    type Command = Step;
    type Event = i32;
}

struct ProbeHost {
    sum: i32,
}

impl Host for ProbeHost {
    type Request = Ask;
    type Outcome = Answer;
    type Error = String;
    type Open = i32;
    type Command = Step;
    type Event = i32;

    fn run(
        &mut self,
        ask: Ask,
        buffers: Vec<ArrayBuffer>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Answer>, String> {
        match ask {
            Ask::Echo(text) => Ok(Answer::Echo(text).into()),
            Ask::Fail(text) => Err(text),
            Ask::Panic(text) => panic!("{text}"),
            Ask::Steps(steps, step_ms) => {
                for step in 1..=steps {
                    busy_wait(step_ms);
                    progress(f64::from(step) / f64::from(steps));
                }
                Ok(Answer::Steps(steps).into())
            }
            Ask::Sum => {
                let sum = buffers
                    .iter()
                    .flat_map(|buffer| Uint8Array::new(buffer).to_vec())
                    .map(u64::from)
                    .sum();
                Ok(Reply {
                    outcome: Answer::Sum(sum),
                    buffers,
                })
            }
            Ask::Kernel(request) => match request {
                kernels::Request::Run { spec } => kernels::run(spec, progress)
                    .map(|outcome| Answer::Kernel(kernels::Response::Ran { outcome }).into())
                    .map_err(|error| error.to_string()),
                kernels::Request::Check { spec, outcome } => {
                    let disagreement = kernels::check(spec, &outcome).err();
                    Ok(Answer::Kernel(kernels::Response::Checked { disagreement }).into())
                }
            },
        }
    }

    fn open(&mut self, start: i32, _buffers: Vec<ArrayBuffer>) -> Result<(), String> {
        if start < 0 {
            return Err(format!("{start} is less than zero"));
        }
        self.sum = start;
        Ok(())
    }

    fn command(
        &mut self,
        step: Step,
        _buffers: Vec<ArrayBuffer>,
        emit: &mut dyn FnMut(Reply<i32>),
    ) -> Result<(), String> {
        match step {
            Step::Add(more) => {
                self.sum += more;
                emit(self.sum.into());
                Ok(())
            }
            Step::CountDown => {
                for number in (0..=self.sum).rev() {
                    emit(number.into());
                }
                Ok(())
            }
            Step::Refuse => Err("as asked".to_owned()),
            Step::Trap => core::arch::wasm32::unreachable(),
        }
    }

    fn close(&mut self) {
        self.sum = 0;
    }
}

fn busy_wait(ms: f64) {
    let end_ms = protocol::clock::now_ms() + ms;
    while protocol::clock::now_ms() < end_ms {}
}

/// What the worker's script calls.
#[wasm_bindgen]
pub fn probe_serve(build_id: String, started_ms: f64) {
    host::serve(ProbeHost { sum: 0 }, build_id, started_ms);
}

/// A pool of workers that run this test module.
pub fn pool(size: usize, queue_max: usize) -> Pool<Probe> {
    pool_of_build(size, queue_max, BUILD)
}

/// A pool whose workers say that they are of this build.
pub fn pool_of_build(size: usize, queue_max: usize, worker_build: &str) -> Pool<Probe> {
    let module = format!("{}/wasm-bindgen-test", origin());
    let script = format!(
        "const startedMs = performance.timeOrigin + performance.now();
         navigator.locks.request(self.name, () => new Promise(() => {{}}));
         const module = await import('{module}.js');
         await module.default({{ module_or_path: '{module}_bg.wasm' }});
         module.probe_serve('{worker_build}', startedMs);"
    );
    Pool::new(blob_url(&script), config(size, queue_max))
}

/// The bounds of every pool of these tests.
pub fn config(size: usize, queue_max: usize) -> PoolConfig {
    PoolConfig {
        size,
        queue_max,
        start_timeout_ms: 30_000.0,
        build_id: BUILD.to_owned(),
    }
}

/// Where the test runner serves from.
pub fn origin() -> String {
    web_sys::Url::new(
        &web_sys::window()
            .expect("a page")
            .location()
            .href()
            .expect("an address"),
    )
    .expect("an address")
    .origin()
}

/// An address under which this script can be had.
pub fn blob_url(script: &str) -> String {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob =
        web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &options)
            .expect("a blob");
    web_sys::Url::create_object_url_with_blob(&blob).expect("an address")
}

/// Something to write down in what a callback saw.
pub fn shared<T: Default + 'static>() -> Rc<std::cell::RefCell<T>> {
    Rc::default()
}
