//! Traces in their workers, and commands to them.

use std::cell::RefCell;
use std::rc::Rc;

use cache_sim::Recipe;
use cache_sim::format::Format;
use cache_sim::session::{Command, Description, Event, Open, SessionError};
use leptos::prelude::*;
use protocol::wire::Attachment;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use worker_pool::{JobError, Pool, StepError, Steps};

use super::lab::Failure;
use crate::compute::Assets;
use crate::compute::cache::{self, Cache};
use crate::labs::run_control::RunControl;

/// Workers that run curves, at the most: they are as many traces in memory.
const RUNNERS_MAX: u32 = 4;

/// A trace of more accesses than that is held once.
const SHARED_OUT_MAX: u32 = 5_000_000;

/// What a session's trace is made of.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    Recipe(Recipe),
    /// What is in it, if its name is not to say it.
    File(File, Option<Format>),
}

/// The lab's sessions. Copies are handles on the same ones. Nothing is fetched before their first use.
#[derive(Clone, Copy)]
pub(super) struct Sessions {
    control: RunControl,
    held: StoredValue<Rc<RefCell<Held>>, LocalStorage>,
}

#[derive(Default)]
struct Held {
    pool: Option<Pool<Cache>>,
    /// The first is there for what is looked at; the others run curves.
    open: Vec<Session>,
}

/// A session. Copies are handles on the same one.
#[derive(Clone)]
pub(super) struct Session(Rc<Steps<Cache>>);

impl Sessions {
    pub(super) fn new(control: RunControl) -> Self {
        let sessions = Self {
            control,
            held: StoredValue::new_local(Rc::default()),
        };
        on_cleanup(move || sessions.let_go());
        sessions
    }

    /// Ends the workers, and with them what they hold.
    pub(super) fn let_go(self) {
        let held = self.held.try_with_value(|held| held.take());
        if let Some(pool) = held.and_then(|held| held.pool) {
            spawn_local(async move { pool.shutdown(0.0).await });
        }
    }

    /// The session for what is looked at, if a trace is held.
    pub(super) fn viewer(self) -> Option<Session> {
        let held = self.held.try_with_value(Rc::clone)?;
        let first = held.borrow().open.first().cloned();
        first.filter(|session| session.0.lost().is_none())
    }

    /// A session that holds the trace and that nobody steps through, if there are as many.
    pub(super) fn analyst(self, trace: &Description) -> Option<Session> {
        let held = self.held.try_with_value(Rc::clone)?;
        let last = runners(&held.borrow().open, trace).pop();
        last.filter(|session| session.0.lost().is_none())
    }

    /// Opens a session for what is looked at and some that run curves, in place of those that were open.
    pub(super) async fn open(self, cores: u32) -> Result<Vec<Session>, Failure> {
        self.let_go();
        let runners = cores.clamp(1, RUNNERS_MAX) as usize;
        let pool = cache::pool(&Assets::of_page(), 1 + runners);
        let held = self.held.try_with_value(Rc::clone);
        let held = held.ok_or(Failure::Cancelled)?;
        held.borrow_mut().pool = Some(pool.clone());
        let mut open = Vec::new();
        for _ in 0..=runners {
            open.push(Session::opened(&pool).await?);
            self.go_on()?;
        }
        held.borrow_mut().open.clone_from(&open);
        let cancelling = open.clone();
        let cancel = move || {
            let ended = cancelling.iter().all(Session::cancel);
            if !ended {
                // Where nothing can be shared, the workers are all that can be ended.
                self.let_go();
            }
        };
        *self.control.cancel_slot().borrow_mut() = Some(Rc::new(cancel));
        Ok(open)
    }

    /// Refuses to go on with a run that shall end.
    pub(super) fn go_on(self) -> Result<(), Failure> {
        if self.control.is_stop_asked() {
            return Err(Failure::Cancelled);
        }
        Ok(())
    }
}

/// A session of a panel's own, opened when it is first needed. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(super) struct Alone(StoredValue<Option<(Pool<Cache>, Session)>, LocalStorage>);

impl Alone {
    pub(super) fn new() -> Self {
        let alone = Self(StoredValue::new_local(None));
        on_cleanup(move || {
            if let Some((pool, _)) = alone.0.try_update_value(Option::take).flatten() {
                spawn_local(async move { pool.shutdown(0.0).await });
            }
        });
        alone
    }

    /// The session; a new one in place of one that was lost.
    pub(super) async fn session(self) -> Result<Session, Failure> {
        let held = self.0.try_with_value(|held| {
            let (_, session) = held.as_ref()?;
            session.0.lost().is_none().then(|| session.clone())
        });
        if let Some(session) = held.ok_or(Failure::Cancelled)? {
            return Ok(session);
        }
        let pool = cache::pool(&Assets::of_page(), 1);
        let session = Session::opened(&pool).await?;
        let is_here = self
            .0
            .try_set_value(Some((pool, session.clone())))
            .is_none();
        is_here.then_some(session).ok_or(Failure::Cancelled)
    }
}

impl Session {
    async fn opened(pool: &Pool<Cache>) -> Result<Self, Failure> {
        let steps = pool.open_steps(Open, Vec::new()).await;
        let steps = steps.map_err(|error| match error {
            JobError::Failed(refused) => Failure::Refused(refused),
            other => Failure::Worker(other.to_string()),
        })?;
        Ok(Self(Rc::new(steps)))
    }

    /// Whether what it does ends, or it does nothing.
    pub(super) fn cancel(&self) -> bool {
        self.0.cancel() || self.0.can_cancel()
    }

    /// Makes or reads its trace, and says how far it is.
    pub(super) async fn load(
        &self,
        origin: &Origin,
        mut progress: impl FnMut(u64) + 'static,
    ) -> Result<Description, Failure> {
        let (command, attachments) = match origin {
            Origin::Recipe(recipe) => (Command::Generate(recipe.clone()), Vec::new()),
            Origin::File(file, format) => {
                let (name, format) = (file.name(), *format);
                let file = Attachment::File(file.clone().into());
                (Command::Read { name, format }, vec![file])
            }
        };
        let answer = self.answer(command, attachments, move |event| match event {
            Event::Reading { bytes } => {
                progress(bytes);
                None
            }
            Event::Loaded(description) => Some(description),
            _ => None,
        });
        answer.await
    }

    /// Does a command and hands on each of its events.
    pub(super) async fn each(
        &self,
        command: Command,
        mut told: impl FnMut(Event) + 'static,
    ) -> Result<(), Failure> {
        let done = self
            .0
            .step(command, Vec::new(), move |event, _| told(event));
        done.await.map_err(of_step)
    }

    /// Does a command, and gives what `pick` takes of its events.
    pub(super) async fn answer<T: 'static>(
        &self,
        command: Command,
        attachments: Vec<Attachment>,
        mut pick: impl FnMut(Event) -> Option<T> + 'static,
    ) -> Result<T, Failure> {
        let picked: Rc<RefCell<Option<T>>> = Rc::default();
        let sink = Rc::clone(&picked);
        let done = self.0.step(command, attachments, move |event, _| {
            if let Some(found) = pick(event) {
                *sink.borrow_mut() = Some(found);
            }
        });
        done.await.map_err(of_step)?;
        let found = picked.borrow_mut().take();
        found.ok_or_else(|| Failure::Worker("no answer".to_owned()))
    }
}

/// Whether a trace is too large to be held more than once.
pub(super) const fn is_held_once(trace: &Description) -> bool {
    trace.accesses > SHARED_OUT_MAX
}

/// The sessions that run curves over a trace.
pub(super) fn runners(sessions: &[Session], trace: &Description) -> Vec<Session> {
    if is_held_once(trace) {
        return sessions.iter().take(1).cloned().collect();
    }
    sessions.iter().skip(1).cloned().collect()
}

fn of_step(error: StepError<SessionError>) -> Failure {
    match error {
        StepError::Failed(SessionError::Cancelled) => Failure::Cancelled,
        StepError::Failed(refused) => Failure::Refused(refused),
        other => Failure::Worker(other.to_string()),
    }
}
