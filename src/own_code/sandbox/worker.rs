//! A thread of the frame that runs one variant, asked step by step.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Object};
use protocol::clock::now_ms;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use super::OnMessage;
use super::frame::Frame;
use super::message::{Clock, Empty, Nothing, Sampled, Trend, no_sandbox, number, put, read};
use super::waiting::{Reply, Waiting};
use crate::own_code::{CallResult, Called, Limits, Part, Program, RunError};

/// How long a module may take to be compiled, in milliseconds.
const COMPILE_DEADLINE_MS: f64 = 60_000.0;

/// How long the clock and the empty call may take to be measured, and the trend, in milliseconds, beside the calls of
/// the reader's function that may be part of that.
const MEASURE_DEADLINE_MS: f64 = 10_000.0;

/// How long it may take to look at a result, in milliseconds: more than it takes itself, unless what it looks at never
/// comes to an end.
const LOOK_DEADLINE_MS: f64 = 15_000.0;

/// How many times as long as expected many calls in a row may take, beside what one may take: there is no telling which
/// of them is the one that takes too long.
const SLACK: f64 = 4.0;

/// A thread that runs one variant for one parameter. It is ended where it is when this is dropped,
/// without a tear-down; if it is at work, the frame is removed: see [`Self::sample`].
pub struct Worker {
    frame: Rc<Frame>,
    id: u32,
    port: MessagePort,
    requests: Cell<u32>,
    waiting: Waiting,
    limits: Limits,
    /// How long the set-up took, in milliseconds, if each call has one.
    making_ms: Cell<f64>,
    is_ended: bool,
    _on_message: OnMessage,
}

impl Worker {
    pub(super) async fn start(
        frame: Rc<Frame>,
        id: u32,
        order: &Object,
        program: &Program,
        is_module: bool,
    ) -> Result<Self, RunError> {
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
            limits: program.limits,
            making_ms: Cell::new(0.0),
            is_ended: false,
            _on_message: on_message,
        };
        worker
            .frame
            .post("start", order, &Array::of1(&channel.port2()))?;
        let Limits {
            set_up_ms, call_ms, ..
        } = program.limits;
        if is_module {
            let compiling = worker.ask("compile", Part::Module, COMPILE_DEADLINE_MS);
            let _: Nothing = compiling.await?;
            let _: Nothing = worker.ask("instantiate", Part::Start, call_ms).await?;
        }
        let start_ms = now_ms();
        let _: Nothing = worker.ask("start", Part::SetUp, set_up_ms).await?;
        if program.fresh_data {
            worker.making_ms.set(now_ms() - start_ms);
        }
        Ok(worker)
    }

    /// Calls the function so many times in a row, each of which is expected to take so many
    /// milliseconds; `None` where nobody knows. Gives how long that took by the worker's own clock,
    /// in milliseconds. If it takes too long, the code is ended, and all other workers of the
    /// sandbox with it: a browser lets a loop that is told to end go on for seconds, in which nothing
    /// could be timed beside it, unless its frame is removed.
    pub async fn sample(
        &self,
        iterations: u32,
        expected_call_ms: Option<f64>,
    ) -> Result<f64, RunError> {
        let details = Object::new();
        put(&details, "iterations", &iterations.into());
        let calls = f64::from(iterations);
        let expected_ms = match expected_call_ms {
            Some(call_ms) => SLACK * calls * call_ms,
            None => (calls - 1.0) * self.limits.call_ms,
        };
        let making_ms = SLACK * calls * self.making_ms.get();
        let question = Question {
            what: "sample",
            part: Part::Body,
            limit_ms: self.limits.call_ms,
            calls: iterations,
            waited_ms: self.call_limit_ms() + expected_ms + making_ms,
        };
        let sampled: Sampled = self.ask_with(question, Some(&details)).await?;
        Ok(sampled.elapsed_ms)
    }

    /// Calls the function once, and keeps what it returns for [`Self::look`].
    pub async fn call(&self) -> Result<Called, RunError> {
        let _: Nothing = self.ask("see", Part::Result, LOOK_DEADLINE_MS).await?;
        let question = Question {
            what: "call",
            part: Part::Body,
            limit_ms: self.limits.call_ms,
            calls: 1,
            waited_ms: self.call_limit_ms(),
        };
        self.ask_with(question, None).await
    }

    /// Looks at what [`Self::call`] returned, and at its data once more.
    pub async fn look(&self) -> Result<CallResult, RunError> {
        self.ask("look", Part::Result, LOOK_DEADLINE_MS).await
    }

    /// The smallest step of the worker's clock, measured, in milliseconds.
    pub async fn clock_step_ms(&self) -> Result<f64, RunError> {
        let clock: Clock = self.ask("clock", Part::Body, MEASURE_DEADLINE_MS).await?;
        Ok(clock.step_ms)
    }

    /// How long a call of a function that does nothing takes in the loop of [`Self::sample`], in
    /// milliseconds. See [`crate::own_code::is_removed`].
    pub async fn empty_call_ms(&self) -> Result<f64, RunError> {
        let limit_ms = self.call_limit_ms() + MEASURE_DEADLINE_MS;
        let empty: Empty = self.ask("empty", Part::Body, limit_ms).await?;
        Ok(empty.call_ms)
    }

    /// How many times as long a second call on the same data takes as a first one on fresh data, where
    /// that is sure and there is time to find out.
    pub async fn trend(&self) -> Result<Option<f64>, RunError> {
        let limit_ms = self.call_limit_ms() + self.limits.set_up_ms + MEASURE_DEADLINE_MS;
        let trend: Trend = self.ask("trend", Part::Body, limit_ms).await?;
        Ok(trend.ratio)
    }

    /// Tears down, then ends the worker, whatever the tear-down says.
    pub async fn stop(mut self) -> Result<(), RunError> {
        let torn_down: Result<Nothing, RunError> = self
            .ask("stop", Part::TearDown, self.limits.tear_down_ms)
            .await;
        self.is_ended = true;
        self.frame.end(self.id).await;
        torn_down.map(|_| ())
    }

    /// How long a call may take, with a set-up of its own if it has one.
    fn call_limit_ms(&self) -> f64 {
        let is_fresh = self.making_ms.get() > 0.0;
        self.limits.call_ms + if is_fresh { self.limits.set_up_ms } else { 0.0 }
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        what: &'static str,
        part: Part,
        limit_ms: f64,
    ) -> Result<T, RunError> {
        let question = Question {
            what,
            part,
            limit_ms,
            calls: 1,
            waited_ms: limit_ms,
        };
        self.ask_with(question, None).await
    }

    async fn ask_with<T: DeserializeOwned>(
        &self,
        question: Question,
        details: Option<&Object>,
    ) -> Result<T, RunError> {
        if !self.frame.is_open() {
            return Err(RunError::Ended);
        }
        let id = self.requests.get() + 1;
        self.requests.set(id);
        let request = Object::new();
        put(&request, "id", &id.into());
        put(&request, "ask", &question.what.into());
        if let Some(details) = details {
            Object::assign(&request, details);
        }
        let reply = self.waiting.wait(id, question.waited_ms);
        self.port
            .post_message(&request)
            .map_err(|error| no_sandbox(&error))?;
        match reply.await {
            Some(Reply::Answer(answer)) => read(&answer),
            Some(Reply::Failed(error)) => Err(RunError::Code(error)),
            Some(Reply::Late) => {
                self.frame.close();
                Err(RunError::Deadline {
                    part: question.part,
                    limit_ms: question.limit_ms,
                    calls: question.calls,
                    waited_ms: question.waited_ms,
                })
            }
            None => Err(RunError::Ended),
        }
    }
}

/// What a worker is asked to do, and for how long it may.
struct Question {
    what: &'static str,
    part: Part,
    limit_ms: f64,
    calls: u32,
    waited_ms: f64,
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
