//! A database in its worker, and commands to it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use protocol::wire::{Attachment, Buffer};
use sql_workload::session::{Command, Description, Event, Open, Place, SessionError};
use wasm_bindgen_futures::spawn_local;
use worker_pool::{JobError, Pool, StepError, Steps};

use super::lab::{Activity, Failure};
use crate::compute::Assets;
use crate::compute::sql::{self, Sql};
use crate::labs::run_control::{ActiveRun, RunControl};

/// How long a command may take where the page cannot cancel it: a million books take some seconds.
const LIMIT_MS: f64 = 60_000.0;

/// A database of the lab. Copies are handles on the same one. Nothing is fetched before its first use.
#[derive(Clone, Copy)]
pub(super) struct Database {
    /// One thing at a time, for all databases of the lab.
    control: RunControl,
    /// What goes on, likewise.
    activity: RwSignal<Option<Activity>>,
    /// Where it lies, from the next opening on.
    place: RwSignal<Place>,
    /// What it is and holds, as it was told last; `None` while it is not open.
    description: RwSignal<Option<Description>>,
    held: StoredValue<Rc<RefCell<Held>>, LocalStorage>,
}

/// The worker, once there is one.
#[derive(Default)]
struct Held {
    pool: Option<Pool<Sql>>,
    steps: Option<Rc<Steps<Sql>>>,
}

/// The right to use a database, alone. Whoever has it may give commands; Cancel and Escape end the one under way.
pub(super) struct Work {
    database: Database,
    steps: Rc<Steps<Sql>>,
    _active: ActiveRun,
}

impl Database {
    /// In memory.
    pub(super) fn new(control: RunControl, activity: RwSignal<Option<Activity>>) -> Self {
        Self::at(Place::Memory, control, activity)
    }

    /// There.
    pub(super) fn at(
        place: Place,
        control: RunControl,
        activity: RwSignal<Option<Activity>>,
    ) -> Self {
        let database = Self {
            control,
            activity,
            place: RwSignal::new(place),
            description: RwSignal::new(None),
            held: StoredValue::new_local(Rc::default()),
        };
        // The database goes with the page that it was made for; what is stored stays.
        on_cleanup(move || database.let_go());
        database
    }

    /// What it is and holds, as it was told last; `None` while it is not open.
    pub(super) fn description(self) -> ReadSignal<Option<Description>> {
        self.description.read_only()
    }

    /// Where it lies.
    pub(super) fn place(self) -> ReadSignal<Place> {
        self.place.read_only()
    }

    /// Ends its session; the next use opens one there.
    pub(super) fn move_to(self, place: Place) {
        self.let_go();
        self.place.set(place);
    }

    /// Ends the worker, and with it what is in memory.
    fn let_go(self) {
        let held = self.held.try_with_value(|held| held.take());
        if let Some(pool) = held.and_then(|held| held.pool) {
            spawn_local(async move { pool.shutdown(0.0).await });
        }
        self.description.try_set(None);
    }

    /// Takes the database for some commands, and opens it by the first; `None` while something else goes on.
    pub(super) fn begin(self) -> Option<Opening> {
        let active = self.control.begin()?;
        Some(Opening {
            database: self,
            active,
        })
    }

    /// Says what goes on, unless the run shall end.
    pub(super) fn tell(self, activity: Activity) -> Result<(), Failure> {
        if self.control.is_stop_asked() || self.activity.try_set(Some(activity)).is_some() {
            return Err(Failure::Cancelled);
        }
        Ok(())
    }

    async fn steps(self) -> Result<Rc<Steps<Sql>>, Failure> {
        let held = self.held.try_with_value(Rc::clone);
        let held = held.ok_or(Failure::Cancelled)?;
        let open = held.borrow().steps.clone();
        if let Some(steps) = open.filter(|steps| steps.lost().is_none()) {
            return Ok(steps);
        }
        self.tell(Activity::Opening)?;
        self.description.try_set(None);
        let pool = sql::pool(&Assets::of_page());
        let activity = self.activity;
        pool.on_loading(move |bytes, bytes_total| {
            activity.try_set(Some(Activity::Fetching { bytes, bytes_total }));
        });
        let open = Open {
            place: self.place.try_get_untracked().ok_or(Failure::Cancelled)?,
            limit_ms: (!shares_memory()).then_some(LIMIT_MS),
        };
        *held.borrow_mut() = Held {
            pool: Some(pool.clone()),
            ..Held::default()
        };
        let steps = pool.open_steps(open, Vec::new()).await;
        let steps = steps.map_err(|error| match error {
            JobError::Failed(refused) => Failure::Refused(refused),
            other => Failure::Worker(other.to_string()),
        })?;
        let steps = Rc::new(steps);
        held.borrow_mut().steps = Some(Rc::clone(&steps));
        Ok(steps)
    }
}

/// The right to use a database that may not be open yet.
pub(super) struct Opening {
    database: Database,
    active: ActiveRun,
}

impl Opening {
    /// Fetches the worker and opens the database, unless it is open, and asks what it holds.
    pub(super) async fn open(self) -> Result<Work, Failure> {
        let database = self.database;
        let steps = database.steps().await;
        let steps = steps.inspect_err(|_| {
            database.activity.try_set(None);
        })?;
        let cancelling = Rc::clone(&steps);
        let cancel = move || {
            if !cancelling.cancel() && !cancelling.can_cancel() {
                // Where nothing can be shared, the worker is all that can be ended.
                database.let_go();
            }
        };
        *database.control.cancel_slot().borrow_mut() = Some(Rc::new(cancel));
        let work = Work {
            database,
            steps,
            _active: self.active,
        };
        if database.description.with_untracked(Option::is_none) {
            work.answer(Command::Describe, Vec::new(), |event, _| match event {
                Event::Described(_) => Some(()),
                _ => None,
            })
            .await?;
        }
        Ok(work)
    }
}

impl Work {
    /// Does a command, and gives what `pick` takes of its events and of the buffers beside them. What the database is
    /// told to be on the way is kept.
    pub(super) async fn answer<T: 'static>(
        &self,
        command: Command,
        attachments: Vec<Attachment>,
        mut pick: impl FnMut(Event, Vec<Buffer>) -> Option<T> + 'static,
    ) -> Result<T, Failure> {
        let database = self.database;
        let picked: Rc<RefCell<Option<T>>> = Rc::default();
        let sink = Rc::clone(&picked);
        let done = self
            .steps
            .step(command, attachments, move |event, buffers| {
                if let Event::Described(description) = &event {
                    database.description.try_set(Some(description.clone()));
                }
                if let Some(found) = pick(event, buffers) {
                    *sink.borrow_mut() = Some(found);
                }
            });
        let done = done.await;
        if database.control.is_stop_asked() {
            return Err(Failure::Cancelled);
        }
        done.map_err(|error| match error {
            StepError::Failed(SessionError::Cancelled) => Failure::Cancelled,
            StepError::Failed(refused) => Failure::Refused(refused),
            other => Failure::Worker(other.to_string()),
        })?;
        let found = picked.borrow_mut().take();
        found.ok_or_else(|| Failure::Worker("no answer".to_owned()))
    }

    /// Says what goes on, unless the run shall end.
    pub(super) fn tell(&self, activity: Activity) -> Result<(), Failure> {
        self.database.tell(activity)
    }

    /// Says from within a command what goes on.
    pub(super) fn progress(&self) -> impl Fn(Activity) + 'static {
        let activity = self.database.activity;
        move |what| {
            activity.try_set(Some(what));
        }
    }

    /// What it is and holds.
    pub(super) fn description(&self) -> Option<Description> {
        self.database.description.try_get_untracked().flatten()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.database.activity.try_set(None);
    }
}

/// Whether page and worker can share the word that cancels.
fn shares_memory() -> bool {
    crate::environment::shares_memory()
}
