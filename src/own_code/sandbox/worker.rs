//! A thread of the frame that runs one variant, asked step by step.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use super::frame::Frame;
use super::message::{Clock, Empty, Nothing, Sampled, no_sandbox, number, put, read};
use super::waiting::{Reply, Waiting};
use super::{CALL_DEADLINE_MS, OnMessage};
use crate::own_code::{CallResult, Part, RunError};

/// How long a worker may take until it has started and set up, in milliseconds.
const SET_UP_DEADLINE_MS: f64 = 10_000.0;

/// How long the clock and the empty call may take to be measured, in milliseconds. The first call of
/// the reader's function may be part of it.
const MEASURE_DEADLINE_MS: f64 = CALL_DEADLINE_MS + 2_000.0;

/// How long a tear-down may take, in milliseconds.
const TEAR_DOWN_DEADLINE_MS: f64 = 2_000.0;

/// A thread that runs one variant for one parameter. It is ended where it is when this is dropped,
/// without a tear-down; if it is at work, the frame is removed: see [`Self::sample`].
pub struct Worker {
    frame: Rc<Frame>,
    id: u32,
    port: MessagePort,
    requests: Cell<u32>,
    waiting: Waiting,
    is_ended: bool,
    _on_message: OnMessage,
}

impl Worker {
    pub(super) async fn start(frame: Rc<Frame>, id: u32, order: &Object) -> Result<Self, RunError> {
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
        let worker = Self {
            frame,
            id,
            port,
            requests: Cell::new(0),
            waiting,
            is_ended: false,
            _on_message: on_message,
        };
        worker
            .frame
            .post("start", order, &Array::of1(&channel.port2()))?;
        let _: Nothing = worker
            .ask("start", Part::SetUp, SET_UP_DEADLINE_MS, None)
            .await?;
        Ok(worker)
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
    /// milliseconds. See [`crate::own_code::is_removed`].
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
            Some(Reply::Answer(answer)) => read(&answer),
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
