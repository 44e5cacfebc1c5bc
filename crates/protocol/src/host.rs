//! The worker's side: one loop that decodes requests, calls the domain, and posts the answers.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::WebAssembly;
use serde::Serialize;
use serde::de::DeserializeOwned;
use timeline::{Phase, Span};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::clock::now_ms;
use crate::message::{Fault, FromWorker, JobId, Never, SessionId, ToWorker};
use crate::wire::{self, Attachment, Buffer, Envelope, WireError};

/// The least time between two progress messages: ten a second are as many as a person can read.
const PROGRESS_INTERVAL_MS: f64 = 100.0;

/// How far a job comes that is to fail on the way.
const FAULT_FRACTION: f64 = 1.0 / 3.0;

/// A result, and what belongs to it.
#[derive(Debug)]
pub struct Reply<T> {
    /// The result.
    pub outcome: T,
    /// What travels beside it.
    pub buffers: Vec<Attachment>,
    /// What the time of a job went into, where that is not all computing; see [`Stopwatch`].
    pub spans: Vec<Span>,
}

impl<T> From<T> for Reply<T> {
    fn from(outcome: T) -> Self {
        Self {
            outcome,
            buffers: Vec::new(),
            spans: Vec::new(),
        }
    }
}

/// Tells what a job's time goes into, one phase after another without a gap.
#[derive(Debug)]
pub struct Stopwatch {
    since_ms: f64,
    spans: Vec<Span>,
}

impl Stopwatch {
    /// Counts from now on.
    #[must_use]
    pub fn start() -> Self {
        Self {
            since_ms: now_ms(),
            spans: Vec::new(),
        }
    }

    /// What went on until now, since the last word or the start, was this.
    pub fn lap(&mut self, phase: Phase) {
        let now = now_ms();
        self.spans.push(Span::between(phase, self.since_ms, now));
        self.since_ms = now;
    }

    /// All that was told.
    #[must_use]
    pub fn spans(self) -> Vec<Span> {
        self.spans
    }
}

/// How the page watches and stops a worker whose threads share a memory.
#[derive(Clone, Debug)]
pub struct Control {
    /// The memory.
    pub memory: WebAssembly::Memory,
    /// Where the block of [`crate::control::Word`]s begins in it, in bytes.
    pub offset: u32,
}

/// What has to come before a session can be opened.
pub type Waiting<T> = Pin<Box<dyn Future<Output = T>>>;

/// What one kind of worker can do.
///
/// A worker that offers only jobs uses [`Never`] for the payloads of sessions: their
/// messages then cannot be decoded, and the methods' bodies are `match command {}`.
pub trait Host: 'static {
    /// What a job asks for.
    type Request: DeserializeOwned;
    /// What a job gives.
    type Outcome: Serialize;
    /// Why a job or a command fails.
    type Error: Serialize;
    /// What a session starts from.
    type Open: DeserializeOwned;
    /// A step of a session.
    type Command: DeserializeOwned;
    /// What a step brings about.
    type Event: Serialize;

    /// Told before each job how it is to fail, if it is, by a host whose own threads can: where the
    /// work goes on in them, the loop that calls [`Host::run`] can only strike when it is done.
    fn arm(&mut self, _fault: Option<Fault>) {}

    /// Does a job to its end.
    fn run(
        &mut self,
        request: Self::Request,
        buffers: Vec<Buffer>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Reply<Self::Outcome>, Self::Error>;

    /// Called before a session is opened, with what it starts from, by a host that has to wait for something
    /// first, such as the browser's storage: [`Host::open`] is called when that has come, and the session is
    /// refused where it fails. Most hosts wait for nothing.
    fn prepare(&mut self, _open: &Self::Open) -> Option<Waiting<Result<(), Self::Error>>> {
        None
    }

    /// Begins a session; the worker holds no other.
    fn open(&mut self, open: Self::Open, buffers: Vec<Buffer>) -> Result<(), Self::Error>;

    /// Does one step of the session that is open.
    fn command(
        &mut self,
        command: Self::Command,
        buffers: Vec<Buffer>,
        emit: &mut dyn FnMut(Reply<Self::Event>),
    ) -> Result<(), Self::Error>;

    /// Ends the session that is open, and lets go of what it held.
    fn close(&mut self);
}

type Incoming<H> = ToWorker<<H as Host>::Request, <H as Host>::Open, <H as Host>::Command>;
type Outgoing<H> = FromWorker<<H as Host>::Outcome, <H as Host>::Error, <H as Host>::Event>;

/// Takes requests from now on, and says so with the first message.
///
/// `started_ms` is when the worker's script began to run: from then until this call its code was
/// fetched, compiled and instantiated.
pub fn serve<H: Host>(host: H, build_id: String, started_ms: f64) {
    report_panics();
    listen(host, build_id, started_ms, None);
}

/// The same for a worker whose threads share a memory. Reporting panics is left to it: most happen
/// in threads that the page does not listen to.
pub fn serve_shared<H: Host>(host: H, build_id: String, started_ms: f64, control: &Control) {
    listen(host, build_id, started_ms, Some(control));
}

fn listen<H: Host>(host: H, build_id: String, started_ms: f64, control: Option<&Control>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let host = Rc::new(RefCell::new(host));
    let port = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let received_ms = now_ms();
        match wire::decode::<Incoming<H>>(&event.data()) {
            Ok(envelope) => answer(&host, &port, envelope, received_ms),
            Err(error) => post::<H>(
                &port,
                &FromWorker::Undecodable {
                    message: error.to_string(),
                },
                &[],
            ),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // The worker listens for as long as it lives.
    on_message.forget();

    let ready: Outgoing<H> = FromWorker::Ready {
        build_id,
        spans: vec![Span::between(Phase::Compile, started_ms, now_ms())],
        control: control.map(|control| control.offset),
    };
    let memory = control.map(|control| &control.memory);
    send(&scope, wire::encode_with(&ready, &[], memory));
}

fn answer<H: Host>(
    shared: &Rc<RefCell<H>>,
    port: &DedicatedWorkerGlobalScope,
    envelope: Envelope<Incoming<H>>,
    received_ms: f64,
) {
    let Envelope { body, buffers, .. } = envelope;
    let host = &mut *shared.borrow_mut();
    match body {
        ToWorker::Run {
            job_id,
            request,
            sent_ms,
            fault,
        } => {
            if fault == Some(Fault::Exit) {
                port.close();
                return;
            }
            let transfer = Span::between(Phase::Transfer, sent_ms, received_ms);
            let mut tell = throttled_progress::<H>(port.clone(), job_id);
            let mut progress = |fraction| {
                tell(fraction);
                if fraction > FAULT_FRACTION {
                    strike(fault);
                }
            };
            host.arm(fault);
            let start_ms = now_ms();
            let result = host.run(request, buffers, &mut progress);
            let mut spans = vec![transfer];
            match &result {
                Ok(reply) if !reply.spans.is_empty() => spans.extend(&reply.spans),
                _ => spans.push(Span::between(Phase::Compute, start_ms, now_ms())),
            }
            let sent_ms = now_ms();
            match result {
                Ok(reply) => post::<H>(
                    port,
                    &FromWorker::Finished {
                        job_id,
                        outcome: reply.outcome,
                        spans,
                        sent_ms,
                    },
                    &reply.buffers,
                ),
                Err(error) => post::<H>(
                    port,
                    &FromWorker::Failed {
                        job_id,
                        error,
                        spans,
                        sent_ms,
                    },
                    &[],
                ),
            }
        }
        ToWorker::Open { session_id, open } => {
            let Some(waiting) = host.prepare(&open) else {
                let opened = host.open(open, buffers);
                return tell_opened::<H>(port, session_id, opened);
            };
            let (shared, port) = (Rc::clone(shared), port.clone());
            // Until it is told that the session is open, the page sends nothing more.
            spawn_local(async move {
                let opened = match waiting.await {
                    Ok(()) => shared.borrow_mut().open(open, buffers),
                    Err(error) => Err(error),
                };
                tell_opened::<H>(&port, session_id, opened);
            });
        }
        ToWorker::Command {
            session_id,
            seq,
            command,
        } => {
            let mut emit = |reply: Reply<H::Event>| emit_event::<H>(port, session_id, seq, reply);
            let error = host.command(command, buffers, &mut emit).err();
            post::<H>(
                port,
                &FromWorker::CommandDone {
                    session_id,
                    seq,
                    error,
                },
                &[],
            );
        }
        ToWorker::Close { session_id } => {
            host.close();
            post::<H>(port, &FromWorker::Closed { session_id }, &[]);
        }
    }
}

fn tell_opened<H: Host>(
    port: &DedicatedWorkerGlobalScope,
    session_id: SessionId,
    opened: Result<(), H::Error>,
) {
    let message = match opened {
        Ok(()) => FromWorker::Opened { session_id },
        Err(error) => FromWorker::OpenFailed { session_id, error },
    };
    post::<H>(port, &message, &[]);
}

fn strike(fault: Option<Fault>) {
    match fault {
        Some(Fault::Trap) => core::arch::wasm32::unreachable(),
        Some(Fault::Hang) => loop {
            std::hint::spin_loop();
        },
        Some(Fault::Exit) | None => {}
    }
}

fn emit_event<H: Host>(
    port: &DedicatedWorkerGlobalScope,
    session_id: SessionId,
    seq: u32,
    reply: Reply<H::Event>,
) {
    post::<H>(
        port,
        &FromWorker::Event {
            session_id,
            seq,
            event: reply.outcome,
        },
        &reply.buffers,
    );
}

fn throttled_progress<H: Host>(port: DedicatedWorkerGlobalScope, job_id: JobId) -> impl FnMut(f64) {
    // The first share is worth showing only after an interval too: most jobs are done by then.
    let mut last_ms = now_ms();
    move |fraction| {
        let now = now_ms();
        if now - last_ms >= PROGRESS_INTERVAL_MS {
            last_ms = now;
            post::<H>(&port, &FromWorker::Progress { job_id, fraction }, &[]);
        }
    }
}

fn post<H: Host>(
    port: &DedicatedWorkerGlobalScope,
    message: &Outgoing<H>,
    attachments: &[Attachment],
) {
    send(port, wire::encode(message, attachments));
}

fn send(port: &DedicatedWorkerGlobalScope, encoded: Result<(JsValue, js_sys::Array), WireError>) {
    let posted = encoded
        .map_err(|error| error.to_string())
        .and_then(|(data, transfer)| {
            port.post_message_with_transfer(&data, &transfer)
                .map_err(|error| format!("{error:?}"))
        });
    if let Err(message) = posted {
        // The page waits for an answer: a fault that it sees beats a silence.
        wasm_bindgen::throw_str(&message);
    }
}

/// Tells the page why the worker dies; the trap that follows carries no words.
fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let crashed: FromWorker<Never, Never, Never> = FromWorker::Crashed {
            message: info.to_string(),
            reason: None,
        };
        if let Ok((data, transfer)) = wire::encode(&crashed, &[]) {
            let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
            let _ = scope.post_message_with_transfer(&data, &transfer);
        }
    }));
}
