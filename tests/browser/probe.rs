//! A worker that does whatever a test asks, and the pool that talks to it.
//!
//! The worker runs this very test module: a script of two lines imports it and calls
//! [`probe_serve`]. So the tests need nothing that was built before them.

use std::rc::Rc;

use js_sys::Array;
use kernels::engine::{self, Input};
use protocol::flag::Flag;
use protocol::host::{self, Host, Reply};
use protocol::wire::{Attachment, Buffer};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use worker_pool::{Contract, Job, JobPolicy, Pool, PoolConfig};

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
    /// Add up the bytes of the buffers, and give them back.
    Sum,
    /// Write this byte over all buffers, and give none back.
    Fill(u8),
    /// Trap unless the first byte of the first buffer is set, having set it; then do as for
    /// [`Ask::Sum`], and give nothing back.
    TrapOnce,
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
    /// Wait until the flag is up, and fail.
    UntilCancelled,
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
    flag: Option<Flag>,
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
        buffers: Vec<Buffer>,
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
            Ask::Sum => Ok(Reply {
                outcome: Answer::Sum(sum(&buffers)),
                buffers: buffers.into_iter().map(Buffer::into_attachment).collect(),
                spans: Vec::new(),
            }),
            Ask::Fill(byte) => {
                for buffer in &buffers {
                    buffer.bytes().fill(byte, 0, buffer.byte_length());
                }
                Ok(Answer::Sum(sum(&buffers)).into())
            }
            Ask::TrapOnce => {
                let flag = buffers[0].bytes();
                if flag.get_index(0) == 0 {
                    flag.set_index(0, 1);
                    core::arch::wasm32::unreachable();
                }
                Ok(Answer::Sum(sum(&buffers[1..])).into())
            }
            Ask::Kernel(request) => kernel(request, &buffers, progress)
                .map(|(response, output)| Reply {
                    outcome: Answer::Kernel(response),
                    buffers: vec![Attachment::of_bytes(&output)],
                    spans: Vec::new(),
                })
                .map_err(|error| error.to_string()),
        }
    }

    fn open(&mut self, start: i32, buffers: Vec<Buffer>) -> Result<(), String> {
        if start < 0 {
            return Err(format!("{start} is less than zero"));
        }
        self.sum = start;
        self.flag = Flag::received(&buffers);
        Ok(())
    }

    fn command(
        &mut self,
        step: Step,
        _buffers: Vec<Buffer>,
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
            Step::UntilCancelled => {
                let flag = self.flag.as_ref().ok_or("nothing is shared")?;
                while !flag.is_up() {
                    std::hint::spin_loop();
                }
                Err("cancelled".to_owned())
            }
            Step::Trap => core::arch::wasm32::unreachable(),
        }
    }

    fn close(&mut self) {
        self.sum = 0;
    }
}

fn sum(buffers: &[Buffer]) -> u64 {
    let bytes = buffers.iter().flat_map(|buffer| buffer.bytes().to_vec());
    bytes.map(u64::from).sum()
}

/// What the compute worker does, as far as the tests ask for it.
fn kernel(
    request: kernels::Request,
    buffers: &[Buffer],
    progress: &mut dyn FnMut(f64),
) -> Result<(kernels::Response, Vec<u8>), kernels::RunError> {
    match request {
        kernels::Request::Run { spec, share, .. } => {
            let input = buffers.first().map_or_else(Input::none, |buffer| Input {
                bytes: buffer.bytes().to_vec(),
                first_row: spec.input_rows(share).start,
            });
            let ran = engine::run(spec, share, input, progress)?;
            let response = kernels::Response::Ran {
                outcome: ran.outcome,
                lanes: Vec::new(),
                owners: Vec::new(),
            };
            Ok((response, ran.output))
        }
        kernels::Request::Generate { spec } => {
            let picture = engine::generate(spec)?;
            let extent = spec.extent().expect("there is a picture");
            Ok((kernels::Response::Generated { extent }, picture))
        }
        kernels::Request::Check {
            spec,
            outcome,
            samples,
        } => {
            let disagreement = engine::check(spec, &outcome, &samples).err();
            Ok((kernels::Response::Checked { disagreement }, Vec::new()))
        }
        kernels::Request::Echo => Ok((kernels::Response::Echoed, Vec::new())),
    }
}

fn busy_wait(ms: f64) {
    let end_ms = protocol::clock::now_ms() + ms;
    while protocol::clock::now_ms() < end_ms {}
}

/// What the worker's script calls.
#[wasm_bindgen]
pub fn probe_serve(build_id: String, started_ms: f64) {
    let host = ProbeHost { sum: 0, flag: None };
    host::serve(host, build_id, started_ms);
}

/// A pool of workers that run this test module.
pub fn pool(size: usize, queue_max: usize) -> Pool<Probe> {
    pool_of_build(size, queue_max, BUILD)
}

/// A pool whose workers say that they are of this build.
pub fn pool_of_build(size: usize, queue_max: usize, worker_build: &str) -> Pool<Probe> {
    Pool::new(script_url(worker_build), config(size, queue_max))
}

/// The address of a worker's script that runs this test module, and says that it is of this build.
pub fn script_url(worker_build: &str) -> String {
    let module = format!("{}/wasm-bindgen-test", origin());
    let script = format!(
        "const startedMs = performance.timeOrigin + performance.now();
         navigator.locks.request(self.name, () => new Promise(() => {{}}));
         const module = await import('{module}.js');
         await module.default({{ module_or_path: '{module}_bg.wasm' }});
         module.probe_serve('{worker_build}', startedMs);"
    );
    blob_url(&script)
}

/// The bounds of every pool of these tests.
pub fn config(size: usize, queue_max: usize) -> PoolConfig {
    PoolConfig {
        size,
        queue_max,
        start_timeout_ms: 30_000.0,
        idle_max_ms: None,
        cancel_grace_ms: None,
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

/// A job that answers at once.
pub fn echo(pool: &Pool<Probe>, text: &str) -> Job<Probe> {
    pool.submit(
        Ask::Echo(text.to_owned()),
        Vec::new(),
        JobPolicy::default(),
        |_| (),
    )
}

/// Fails unless the pool does what it is asked.
pub async fn assert_works(pool: &Pool<Probe>) {
    let finished = echo(pool, "still here").await.expect("an answer");
    assert_eq!(finished.outcome, Answer::Echo("still here".to_owned()));
}

/// Lets so much time pass.
pub async fn pause(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}

/// Something to write down in what a callback saw.
pub fn shared<T: Default + 'static>() -> Rc<std::cell::RefCell<T>> {
    Rc::default()
}
