//! Runs a reader's code where it reaches nothing: in workers of a frame that has an origin of its
//! own and may connect to nothing (`www/sandbox`, `docs/decisions/0010-own-code-in-a-frame.md`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::{Array, BigInt, Object, Reflect, Uint8Array};
use leptos::prelude::{document, window};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort, Response};

use super::{CallResult, Code, CodeError, Part, Program, RunError, Value};
use crate::compute::Assets;

/// How long the frame may take to load and to say that it is ready, in milliseconds.
const OPEN_DEADLINE_MS: f64 = 10_000.0;

/// How long a worker may take until it has started and set up, in milliseconds.
pub const SET_UP_DEADLINE_MS: f64 = 10_000.0;

/// How long a single call may take, in milliseconds.
pub const CALL_DEADLINE_MS: f64 = 10_000.0;

/// How long the clock and the empty call may take to be measured, in milliseconds. The first call of
/// the reader's function may be part of it.
pub const MEASURE_DEADLINE_MS: f64 = CALL_DEADLINE_MS + 2_000.0;

/// How long a tear-down may take, in milliseconds.
pub const TEAR_DOWN_DEADLINE_MS: f64 = 2_000.0;

/// How long the frame may take to say that it has ended a worker, in milliseconds, before it is
/// removed itself.
const END_DEADLINE_MS: f64 = 1_000.0;

/// The request of a frame that waits for it to be ready; workers have other numbers.
const READY: u32 = 0;

/// The frame's looks. It has to be in sight, if only by a pixel: a browser gives a frame that is not
/// to be seen less of the processor.
const STYLE: &[(&str, &str)] = &[
    ("position", "fixed"),
    ("left", "0"),
    ("top", "0"),
    ("width", "1px"),
    ("height", "1px"),
    ("border", "0"),
    ("opacity", "0"),
    ("pointer-events", "none"),
];

/// What the frame is made of.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The frame's document.
    pub frame: String,
    /// The script of its workers, around the reader's functions.
    pub worker: String,
    /// What turns a value into text there.
    pub canonical: String,
}

/// A frame for a reader's code. It is removed when this is dropped, and its workers with it.
pub struct Sandbox {
    documents: Documents,
    frame: RefCell<Option<Rc<Frame>>>,
    workers: Cell<u32>,
}

/// A thread that runs one variant for one parameter. It is ended when this is dropped.
pub struct Worker {
    frame: Rc<Frame>,
    id: u32,
    port: MessagePort,
    requests: Cell<u32>,
    waiting: Waiting,
    set_up_ms: f64,
    is_ended: bool,
    _on_message: OnMessage,
}

type OnMessage = Closure<dyn FnMut(MessageEvent)>;

impl Sandbox {
    /// Fetches what the frame is made of, and opens it.
    pub async fn open(assets: &Assets) -> Result<Self, RunError> {
        let file = |name: &str| fetch_text(assets.url(&format!("sandbox/{name}")));
        let documents = Documents {
            frame: file("frame.html").await?,
            worker: file("worker.js").await?,
            canonical: file("canonical.js").await?,
        };
        Self::of_documents(documents).await
    }

    /// Opens a frame that is made of these.
    pub async fn of_documents(documents: Documents) -> Result<Self, RunError> {
        let frame = Frame::open(&documents).await?;
        Ok(Self {
            documents,
            frame: RefCell::new(Some(frame)),
            workers: Cell::new(READY),
        })
    }

    /// Starts a fresh worker for the variant at `index` and the parameter `n`, and sets up. Opens the
    /// frame again if it had to be removed.
    pub async fn worker(
        &self,
        program: &Program,
        index: usize,
        n: f64,
    ) -> Result<Worker, RunError> {
        program.check()?;
        let code = &program.variant(index)?.code;
        if !n.is_finite() {
            return Err(RunError::NotFinite { n });
        }
        let values = code.values(Some(n))?;
        let frame = self.frame().await?;
        let id = self.workers.get() + 1;
        self.workers.set(id);

        let order = Object::new();
        put(&order, "worker", &id.into());
        put(&order, "set_up", &program.set_up.as_str().into());
        put(&order, "tear_down", &program.tear_down.as_str().into());
        put(&order, "n", &n.into());
        match code {
            Code::JavaScript { body } => put(&order, "body", &body.as_str().into()),
            Code::Wasm { bytes, export, .. } => {
                put(&order, "body", &"".into());
                put(&order, "wasm", &wasm_order(bytes, export, &values));
            }
        }
        Worker::start(frame, id, &order).await
    }

    /// Ends every worker at once, whatever they do; who waits for one is told so.
    pub fn interrupt(&self) {
        if let Some(frame) = self.frame.borrow().as_ref() {
            frame.close();
        }
    }

    async fn frame(&self) -> Result<Rc<Frame>, RunError> {
        if let Some(frame) = self.frame.borrow().as_ref().filter(|frame| frame.is_open()) {
            return Ok(Rc::clone(frame));
        }
        let frame = Frame::open(&self.documents).await?;
        *self.frame.borrow_mut() = Some(Rc::clone(&frame));
        Ok(frame)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.interrupt();
    }
}

impl Worker {
    async fn start(frame: Rc<Frame>, id: u32, order: &Object) -> Result<Self, RunError> {
        let channel = MessageChannel::new().map_err(|error| no_sandbox(&error))?;
        let port = channel.port1();
        let waiting = Waiting::default();
        let answered = waiting.clone();
        let on_message = OnMessage::new(move |event: MessageEvent| {
            let answer = event.data();
            if let Some(id) = number(&answer, "id") {
                answered.settle(id, Reply::Answer(answer));
            }
        });
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        frame.workers.borrow_mut().insert(id, waiting.clone());
        let mut worker = Self {
            frame,
            id,
            port,
            requests: Cell::new(0),
            waiting,
            set_up_ms: 0.0,
            is_ended: false,
            _on_message: on_message,
        };
        worker
            .frame
            .post("start", order, &Array::of1(&channel.port2()))?;
        let started: Started = worker
            .ask("start", Part::SetUp, SET_UP_DEADLINE_MS, None)
            .await?;
        worker.set_up_ms = started.set_up_ms;
        Ok(worker)
    }

    /// How long the set-up took, in milliseconds.
    #[must_use]
    pub fn set_up_ms(&self) -> f64 {
        self.set_up_ms
    }

    /// Calls the function so many times in a row. Gives how long that took by the worker's own
    /// clock, in milliseconds. If it takes longer than `deadline_ms`, the code is ended, and all
    /// other workers of the sandbox with it: a browser lets a loop that is told to end go on for
    /// seconds, in which nothing could be timed beside it, unless its frame is removed.
    pub async fn sample(&self, iterations: u32, deadline_ms: f64) -> Result<f64, RunError> {
        let details = Object::new();
        put(&details, "iterations", &iterations.into());
        let sampled: Sampled = self
            .ask("sample", Part::Body, deadline_ms, Some(&details))
            .await?;
        Ok(sampled.elapsed_ms)
    }

    /// Calls the function once and gives what it returned.
    pub async fn result(&self, deadline_ms: f64) -> Result<CallResult, RunError> {
        self.ask("result", Part::Body, deadline_ms, None).await
    }

    /// The smallest step of the worker's clock, measured, in milliseconds.
    pub async fn clock_step_ms(&self) -> Result<f64, RunError> {
        let clock: Clock = self
            .ask("clock", Part::Body, MEASURE_DEADLINE_MS, None)
            .await?;
        Ok(clock.step_ms)
    }

    /// How long a call of a function that does nothing takes in the loop of [`Self::sample`], in
    /// milliseconds. See [`super::is_removed`].
    pub async fn empty_call_ms(&self) -> Result<f64, RunError> {
        let empty: Empty = self
            .ask("empty", Part::Body, MEASURE_DEADLINE_MS, None)
            .await?;
        Ok(empty.call_ms)
    }

    /// Tears down, then ends the worker, whatever the tear-down says.
    pub async fn stop(mut self) -> Result<(), RunError> {
        let torn_down: Result<Nothing, RunError> = self
            .ask("stop", Part::TearDown, TEAR_DOWN_DEADLINE_MS, None)
            .await;
        self.is_ended = true;
        self.frame.end(self.id).await;
        torn_down.map(|_| ())
    }

    /// Ends the worker where it is, without a tear-down. If it is at work, the frame is removed: see
    /// [`Self::sample`].
    pub fn kill(self) {
        drop(self);
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        what: &str,
        part: Part,
        deadline_ms: f64,
        details: Option<&Object>,
    ) -> Result<T, RunError> {
        if !self.frame.is_open() {
            return Err(RunError::Ended);
        }
        let id = self.requests.get() + 1;
        self.requests.set(id);
        let request = Object::new();
        put(&request, "id", &id.into());
        put(&request, "ask", &what.into());
        if let Some(details) = details {
            Object::assign(&request, details);
        }
        let reply = self.waiting.wait(id, deadline_ms);
        self.port
            .post_message(&request)
            .map_err(|error| no_sandbox(&error))?;
        match reply.await {
            Some(Reply::Answer(answer)) => read(&answer, part),
            Some(Reply::Failed(error)) => Err(RunError::Code(error)),
            Some(Reply::Late) => {
                self.frame.close();
                Err(RunError::Deadline { part, deadline_ms })
            }
            None => Err(RunError::Ended),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
        if self.is_ended {
            return;
        }
        if self.waiting.is_empty() {
            let (frame, id) = (Rc::clone(&self.frame), self.id);
            spawn_local(async move { frame.end(id).await });
        } else {
            self.frame.close();
        }
    }
}

/// The frame, as long as it is on the page.
struct Frame {
    element: HtmlIFrameElement,
    port: MessagePort,
    /// For the frame to be ready, and for workers to have ended.
    waiting: Waiting,
    /// What waits for a worker, which the frame may say cannot start.
    workers: RefCell<HashMap<u32, Waiting>>,
    on_message: RefCell<Option<OnMessage>>,
    is_open: Cell<bool>,
}

impl Frame {
    async fn open(documents: &Documents) -> Result<Rc<Self>, RunError> {
        let element: HtmlIFrameElement = document()
            .create_element("iframe")
            .map_err(|error| no_sandbox(&error))?
            .unchecked_into();
        for (name, value) in [
            // No `allow-same-origin`: that would give it the page's own origin.
            ("sandbox", "allow-scripts"),
            // Only so has its clock steps as small as the page's.
            ("allow", "cross-origin-isolated"),
            ("aria-hidden", "true"),
            ("tabindex", "-1"),
            ("srcdoc", &documents.frame),
        ] {
            let set = element.set_attribute(name, value);
            set.map_err(|error| no_sandbox(&error))?;
        }
        for (name, value) in STYLE {
            let set = element.style().set_property(name, value);
            set.map_err(|error| no_sandbox(&error))?;
        }
        let channel = MessageChannel::new().map_err(|error| no_sandbox(&error))?;
        let frame = Rc::new(Self {
            element,
            port: channel.port1(),
            waiting: Waiting::default(),
            workers: RefCell::default(),
            on_message: RefCell::default(),
            is_open: Cell::new(true),
        });
        frame.listen();
        frame.introduce(documents, channel.port2()).await?;
        Ok(frame)
    }

    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let on_message = OnMessage::new(move |event: MessageEvent| {
            if let Some(frame) = weak.upgrade() {
                frame.hear(&event.data());
            }
        });
        self.port
            .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        *self.on_message.borrow_mut() = Some(on_message);
    }

    fn hear(&self, message: &JsValue) {
        match serde_wasm_bindgen::from_value(message.clone()) {
            Ok(FromFrame::Ready {}) => self.waiting.settle(READY, Reply::Answer(JsValue::NULL)),
            Ok(FromFrame::Ended { worker }) => {
                self.waiting.settle(worker, Reply::Answer(JsValue::NULL));
            }
            Ok(FromFrame::Failed { worker, error }) => {
                let waiting = self.workers.borrow().get(&worker).cloned();
                if let Some(waiting) = waiting {
                    waiting.settle_all(&error);
                }
            }
            // Nothing that a frame of this build says. Whoever waits will find that it is late.
            Err(_) => {}
        }
    }

    /// Puts the frame onto the page, and hands it its end of the one port between them.
    async fn introduce(&self, documents: &Documents, port: MessagePort) -> Result<(), RunError> {
        let ready = self.waiting.wait(READY, OPEN_DEADLINE_MS);
        let scripts = Object::new();
        put(&scripts, "worker", &documents.worker.as_str().into());
        put(&scripts, "canonical", &documents.canonical.as_str().into());
        let message = Object::new();
        put(&message, "open", &scripts);
        let element = self.element.clone();
        let on_load = Closure::once(move || {
            if let Some(frame) = element.content_window() {
                // Its origin has no name that could be given here. If nothing arrives, it is late.
                let _ = frame.post_message_with_transfer(&message, "*", &Array::of1(&port));
            }
        });
        self.element
            .set_onload(Some(on_load.as_ref().unchecked_ref()));
        let body = document().body();
        let appended = body.is_some_and(|body| body.append_child(&self.element).is_ok());
        let reply = if appended { ready.await } else { None };
        self.element.set_onload(None);
        if matches!(reply, Some(Reply::Answer(_))) {
            return Ok(());
        }
        self.close();
        Err(RunError::NoSandbox {
            message: format!("the frame was not ready after {OPEN_DEADLINE_MS} ms"),
        })
    }

    fn is_open(&self) -> bool {
        self.is_open.get()
    }

    fn post(&self, kind: &str, details: &Object, transfer: &Array) -> Result<(), RunError> {
        let message = Object::new();
        put(&message, kind, details);
        self.port
            .post_message_with_transferable(&message, transfer)
            .map_err(|error| no_sandbox(&error))
    }

    /// Ends a worker that is not at work. A frame that does not answer is removed.
    async fn end(&self, worker: u32) {
        self.workers.borrow_mut().remove(&worker);
        if !self.is_open() {
            return;
        }
        let details = Object::new();
        put(&details, "worker", &worker.into());
        let ended = self.waiting.wait(worker, END_DEADLINE_MS);
        let posted = self.post("end", &details, &Array::new());
        if posted.is_err() || !matches!(ended.await, Some(Reply::Answer(_))) {
            self.close();
        }
    }

    /// Removes it. Whoever waits for something of it, or of its workers, is told that they ended.
    fn close(&self) {
        if !self.is_open.replace(false) {
            return;
        }
        self.element.remove();
        self.port.set_onmessage(None);
        self.port.close();
        self.waiting.clear();
        for waiting in self
            .workers
            .borrow_mut()
            .drain()
            .map(|(_, waiting)| waiting)
        {
            waiting.clear();
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.close();
    }
}

/// What comes of a request.
enum Reply {
    /// What was answered.
    Answer(JsValue),
    /// The code cannot be compiled.
    Failed(CodeError),
    /// Nothing, until its deadline.
    Late,
}

/// Requests that have not been answered, each with its deadline. Clones share them.
#[derive(Clone, Default)]
struct Waiting(Rc<RefCell<HashMap<u32, Request>>>);

struct Request {
    reply: oneshot::Sender<Reply>,
    _deadline: Timeout,
}

impl Waiting {
    /// Resolves with what comes of the request, or with nothing if nobody is left to answer it.
    fn wait(&self, id: u32, deadline_ms: f64) -> impl Future<Output = Option<Reply>> + use<> {
        let (reply, replied) = oneshot::channel();
        let late = Rc::downgrade(&self.0);
        let deadline = Timeout::new(timer_ms(deadline_ms), move || {
            if let Some(requests) = late.upgrade() {
                Self(requests).settle(id, Reply::Late);
            }
        });
        let request = Request {
            reply,
            _deadline: deadline,
        };
        self.0.borrow_mut().insert(id, request);
        async move { replied.await.ok() }
    }

    fn settle(&self, id: u32, reply: Reply) {
        let request = self.0.borrow_mut().remove(&id);
        if let Some(request) = request {
            // Nobody listens any more if the one who asked was dropped.
            let _ = request.reply.send(reply);
        }
    }

    fn settle_all(&self, error: &CodeError) {
        let ids: Vec<u32> = self.0.borrow().keys().copied().collect();
        for id in ids {
            self.settle(id, Reply::Failed(error.clone()));
        }
    }

    fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

/// What a frame says.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FromFrame {
    Ready {},
    Ended { worker: u32 },
    Failed { worker: u32, error: CodeError },
}

/// What a worker says, but for the number of the request.
#[derive(Deserialize)]
struct Answer<T> {
    answer: Answered<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answered<T> {
    Done(T),
    Failed(CodeError),
}

#[derive(Deserialize)]
struct Started {
    set_up_ms: f64,
}

#[derive(Deserialize)]
struct Sampled {
    elapsed_ms: f64,
}

#[derive(Deserialize)]
struct Clock {
    step_ms: f64,
}

#[derive(Deserialize)]
struct Empty {
    call_ms: f64,
}

#[derive(Deserialize)]
struct Nothing {}

fn read<T: DeserializeOwned>(answer: &JsValue, part: Part) -> Result<T, RunError> {
    match serde_wasm_bindgen::from_value(answer.clone()) {
        Ok(Answer {
            answer: Answered::Done(done),
        }) => Ok(done),
        Ok(Answer {
            answer: Answered::Failed(error),
        }) => Err(RunError::Code(error)),
        Err(error) => Err(RunError::Code(CodeError {
            part,
            message: format!("an answer that is none: {error}"),
            line: None,
            column: None,
        })),
    }
}

fn wasm_order(bytes: &[u8], export: &str, values: &[Value]) -> Object {
    let arguments: Array = values
        .iter()
        .map(|value| match value {
            Value::Number(number) => JsValue::from(*number),
            Value::BigInt(whole) => BigInt::from(*whole).into(),
        })
        .collect();
    let order = Object::new();
    put(&order, "bytes", &Uint8Array::from(bytes).buffer());
    put(&order, "name", &export.into());
    put(&order, "arguments", &arguments);
    order
}

/// A deadline as a timer takes it.
fn timer_ms(deadline_ms: f64) -> u32 {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within the range of a timer, whose sign bit is not used"
    )]
    let ms = deadline_ms.clamp(0.0, f64::from(i32::MAX)) as u32;
    ms
}

async fn fetch_text(url: String) -> Result<String, RunError> {
    let fetched = async {
        let response: Response = JsFuture::from(window().fetch_with_str(&url))
            .await?
            .dyn_into()?;
        if !response.ok() {
            return Err(format!("HTTP {}", response.status()).into());
        }
        let text = JsFuture::from(response.text()?).await?;
        text.as_string().ok_or_else(|| "no text".into())
    };
    fetched.await.map_err(|error| RunError::NoSandbox {
        message: format!("{url}: {}", message_of(&error)),
    })
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // It fails on objects that are frozen only.
    let _ = Reflect::set(object, &name.into(), value);
}

fn number(object: &JsValue, name: &str) -> Option<u32> {
    let value = Reflect::get(object, &name.into()).ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

fn no_sandbox(error: &JsValue) -> RunError {
    RunError::NoSandbox {
        message: message_of(error),
    }
}

fn message_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || error.as_string().unwrap_or_else(|| format!("{error:?}")),
        |error| String::from(error.message()),
    )
}
