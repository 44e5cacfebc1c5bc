//! Workers that run programs, and commands to them.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use event_loop::session::{Command, Event, Open, SessionError};
use event_loop::trace::{Ending, Stopped};
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use worker_pool::{JobError, Pool, StepError, Steps};

use super::lab::Failure;
use crate::compute::Assets;
use crate::compute::script::{self, Script};

/// The most time that a worker may say nothing. It counts statements and looks at memory before each of them, so nothing
/// comes to this but one operation of the engine: a regular expression, or an array of a thousand million.
const SILENCE_MS_MAX: u32 = 15_000;

/// The most time that a worker has to notice that somebody cancelled.
const NOTICE_MS_MAX: u32 = 1_500;

/// A session, opened when it is first needed. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Alone(StoredValue<Option<(Pool<Script>, Session)>, LocalStorage>);

/// A session with its worker. Copies are handles on the same one.
#[derive(Clone)]
struct Session {
    steps: Rc<Steps<Script>>,
    /// How many commands are over.
    over: Rc<Cell<u32>>,
}

impl Alone {
    pub(super) fn new() -> Self {
        let alone = Self(StoredValue::new_local(None));
        on_cleanup(move || alone.let_go());
        alone
    }

    /// Ends the worker, whatever it does.
    pub(super) fn let_go(self) {
        let held = self.0.try_update_value(Option::take).flatten();
        if let Some((pool, _)) = held {
            spawn_local(async move { pool.shutdown(0.0).await });
        }
    }

    /// Ends what the session does, be it with its worker.
    pub(super) fn cancel(self) {
        let session = self.0.try_with_value(|held| {
            let (_, session) = held.as_ref()?;
            Some(session.clone())
        });
        let Some(session) = session.flatten().filter(Session::cancel) else {
            // Where nothing can be shared, the worker is all that can be ended.
            return self.let_go();
        };
        let over = session.over.get();
        spawn_local(async move {
            TimeoutFuture::new(NOTICE_MS_MAX).await;
            if session.over.get() == over && self.holds(&session) {
                self.let_go();
            }
        });
    }

    fn holds(self, session: &Session) -> bool {
        let is_held = self.0.try_with_value(|held| {
            let held = held.as_ref();
            held.is_some_and(|(_, held)| Rc::ptr_eq(&held.steps, &session.steps))
        });
        is_held.unwrap_or(false)
    }

    /// Does a command and hands on each of its events. A worker that says nothing for long, or whose memory is full, is
    /// ended.
    pub(super) async fn each(
        self,
        command: Command,
        mut told: impl FnMut(Event) + 'static,
    ) -> Result<(), Failure> {
        let session = self.session().await?;
        let events = Rc::new(Cell::new(0_u32));
        let is_full = Rc::new(Cell::new(false));
        let (counted, filled) = (Rc::clone(&events), Rc::clone(&is_full));
        let done = session.each(command, move |event| {
            counted.set(counted.get().wrapping_add(1));
            if let Event::Ended { ending, .. } = &event {
                filled.set(*ending == Ending::Stopped(Stopped::Memory));
            }
            told(event);
        });
        let mut done = pin!(done);
        loop {
            let before = events.get();
            match select(done.as_mut(), TimeoutFuture::new(SILENCE_MS_MAX)).await {
                Either::Left((done, _)) => {
                    if is_full.get() {
                        // What a module once needed it never gives back.
                        self.let_go();
                    }
                    return done;
                }
                Either::Right(_) if events.get() == before => {
                    self.let_go();
                    return Err(Failure::Silent);
                }
                Either::Right(_) => {}
            }
        }
    }

    /// The session; a new one in place of one that was lost.
    async fn session(self) -> Result<Session, Failure> {
        let held = self.0.try_with_value(|held| {
            let (_, session) = held.as_ref()?;
            session.steps.lost().is_none().then(|| session.clone())
        });
        if let Some(session) = held.ok_or(Failure::Cancelled)? {
            return Ok(session);
        }
        let pool = script::pool(&Assets::of_page());
        let session = Session::opened(&pool).await?;
        let is_here = self
            .0
            .try_set_value(Some((pool, session.clone())))
            .is_none();
        is_here.then_some(session).ok_or(Failure::Cancelled)
    }
}

impl Session {
    async fn opened(pool: &Pool<Script>) -> Result<Self, Failure> {
        let steps = pool.open_steps(Open, Vec::new()).await;
        let steps = steps.map_err(|error| match error {
            JobError::Failed(refused) => Failure::Refused(refused),
            other => Failure::of_worker(other.to_string()),
        })?;
        Ok(Self {
            steps: Rc::new(steps),
            over: Rc::default(),
        })
    }

    /// Whether what it does ends, or it does nothing.
    fn cancel(&self) -> bool {
        self.steps.cancel() || self.steps.can_cancel()
    }

    /// Does a command and hands on each of its events.
    async fn each(
        &self,
        command: Command,
        mut told: impl FnMut(Event) + 'static,
    ) -> Result<(), Failure> {
        let done = self
            .steps
            .step(command, Vec::new(), move |event, _| told(event));
        let done = done.await;
        self.over.set(self.over.get().wrapping_add(1));
        done.map_err(|error| match error {
            StepError::Failed(SessionError::Cancelled) => Failure::Cancelled,
            StepError::Failed(refused) => Failure::Refused(refused),
            other => Failure::of_worker(other.to_string()),
        })
    }
}
