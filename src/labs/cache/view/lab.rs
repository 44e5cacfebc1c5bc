//! The lab's state: its sessions, what goes on, and what was found.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use cache_sim::PolicyId;
use cache_sim::session::{Caches, Command, Description, Event, Point, SessionError};
use futures_util::future::try_join_all;
use leptos::prelude::*;
use protocol::clock::now_ms;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::film::Film;
use super::sessions::{Origin, Session, Sessions, is_held_once, runners};
use crate::labs::cache::model::form::{Form, Order, Source};
use crate::labs::cache::model::results::{Curve, Results, sizes};
use crate::labs::kept::Kept;
use crate::labs::run_control::RunControl;

/// The least time between two pictures of a curve that grows.
const SHOW_INTERVAL_MS: f64 = 200.0;

/// What goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Activity {
    /// Workers are fetched and started, and the trace is made.
    Opening,
    /// A file is read.
    Reading {
        /// Bytes that were read.
        bytes: u64,
        /// All of them.
        bytes_all: u64,
    },
    /// Curves are run.
    Running {
        /// From 0 to 1.
        share: f64,
    },
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody ended it.
    Cancelled,
    /// A file was to be read, and none was chosen.
    NoFile,
    /// What the session said.
    Refused(SessionError),
    /// What the worker, or the browser, said.
    Worker(String),
}

/// The lab's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
pub(in crate::labs::cache) struct Lab {
    pub(super) control: RunControl,
    pub(super) busy: ReadSignal<bool>,
    pub(super) activity: RwSignal<Option<Activity>>,
    pub(super) failure: RwSignal<Option<Failure>>,
    pub(super) results: RwSignal<Option<Results>>,
    /// The place among the sizes whose figures are told.
    pub(super) place: RwSignal<usize>,
    // By a handle, for a lab is passed by value.
    film: StoredValue<Film>,
    /// What was ordered of the trace that the sessions hold; nothing before the first run, or after a reload.
    pub(super) ordered: RwSignal<Option<Order>>,
    /// The file that was chosen or dropped last.
    pub(super) file: RwSignal<Option<File>, LocalStorage>,
    pub(super) sessions: Sessions,
    /// The lab's form, which a panel may fill in.
    pub(super) form: RwSignal<Form>,
    kept: StoredValue<Kept>,
    presses_over: RwSignal<u32>,
    cores: u32,
}

impl Lab {
    pub(super) fn new(cores: u32, form: RwSignal<Form>) -> Self {
        let control = RunControl::new();
        let sessions = Sessions::new(control);
        Self {
            control,
            busy: control.busy(),
            activity: RwSignal::new(None),
            failure: RwSignal::new(None),
            results: RwSignal::new(None),
            place: RwSignal::new(0),
            film: StoredValue::new(Film::new(sessions)),
            ordered: RwSignal::new(None),
            file: RwSignal::new_local(None),
            sessions,
            form,
            kept: StoredValue::new(Kept::new()),
            presses_over: RwSignal::new(0),
            cores,
        }
    }

    /// What the page knows of what is kept.
    pub(super) fn kept(self) -> Kept {
        self.kept.get_value()
    }

    /// The film of two caches.
    pub(super) fn film(self) -> Film {
        self.film.get_value()
    }

    /// How many presses of the button ended with something to show; tracks it.
    pub(super) fn presses_over(self) -> u32 {
        self.presses_over.get()
    }

    /// Forgets what was found.
    pub(super) fn forget(self) {
        self.results.set(None);
        self.film().forget();
    }

    /// Shows results, at the size that was asked for.
    pub(super) fn show(self, results: Results) {
        self.place.set(results.place_of(results.size));
        self.results.set(Some(results));
    }

    /// Simulates, unless something runs.
    pub(super) fn run(self, order: Order) {
        let Some(active) = self.control.begin() else {
            return;
        };
        self.failure.set(None);
        self.activity.set(Some(Activity::Opening));
        spawn_local(async move {
            let _active = active;
            let shown = Cell::new(false);
            let ended = self.simulate(&order, &shown).await;
            self.activity.try_set(None);
            if let Err(failure) = ended {
                let failure = if self.control.is_stop_asked() {
                    Failure::Cancelled
                } else {
                    failure
                };
                self.failure.try_set(Some(failure));
            }
            let is_whole = self
                .results
                .try_with_untracked(|results| results.as_ref().is_some_and(Results::is_whole));
            // The page may be gone.
            if shown.get() && is_whole == Some(true) {
                self.presses_over.try_update(|presses| *presses += 1);
            }
        });
    }

    /// Shows what it finds as it comes, and says in `shown` whether it did.
    async fn simulate(self, order: &Order, shown: &Cell<bool>) -> Result<(), Failure> {
        let origin = match &order.source {
            Source::Recipe(recipe) => Origin::Recipe(recipe.clone()),
            Source::File(format) => {
                let file = self.file.try_get_untracked().flatten();
                Origin::File(file.ok_or(Failure::NoFile)?, *format)
            }
        };
        self.ordered.try_set(None);
        self.film().let_go();
        let sessions = self.sessions.open(self.cores).await?;
        let viewer = sessions.first().cloned().ok_or(Failure::Cancelled)?;
        let trace = viewer.load(&origin, self.reading(&origin)).await?;
        self.sessions.go_on()?;
        // What was found before is not lost for what cannot be run.
        order
            .fits(&trace)
            .map_err(|error| Failure::Refused(error.into()))?;
        let sizes = sizes(&trace, order.size);
        let caches = Caches {
            policies: order.pair.to_vec(),
            size: order.queue_capacity(),
            terms: order.terms,
        };
        let parted = viewer.answer(
            Command::Part {
                caches: caches.clone(),
            },
            Vec::new(),
            |event| match event {
                Event::Parted { at } => Some(at),
                _ => None,
            },
        );
        let parted = parted.await?;
        let frames = self
            .film()
            .begin(&viewer, caches, trace.accesses, parted)
            .await?;
        let results = Results {
            file: match &origin {
                Origin::File(file, _) => Some(file.name()),
                Origin::Recipe(_) => None,
            },
            size: order.size,
            curves: (order.runs())
                .map(|policy| Curve {
                    policy,
                    points: Vec::new(),
                })
                .collect(),
            sizes,
            pair: order.pair,
            queue: order.queue,
            parted,
            film: frames,
            trace,
        };
        if let Some(kept) = self.kept.try_get_value() {
            kept.origin.set(None);
        }
        let runners = runners(&sessions, &results.trace);
        self.show(results.clone());
        self.ordered.try_set(Some(order.clone()));
        shown.set(true);
        self.run_curves(order, &results, &runners, &origin).await
    }

    /// Says how much of a file was read.
    fn reading(self, origin: &Origin) -> impl FnMut(u64) + 'static {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size in bytes"
        )]
        let bytes_all = match origin {
            Origin::File(file, _) => file.size() as u64,
            Origin::Recipe(_) => 0,
        };
        move |bytes| {
            self.activity
                .try_set(Some(Activity::Reading { bytes, bytes_all }));
        }
    }

    /// Runs every policy at every size; whoever is done with one takes the next.
    async fn run_curves(
        self,
        order: &Order,
        results: &Results,
        runners: &[Session],
        origin: &Origin,
    ) -> Result<(), Failure> {
        let left: VecDeque<PolicyId> = order.runs().collect();
        let left = Rc::new(RefCell::new(left));
        let done = Rc::new(Cell::new(0.0));
        let all = order.runs().count().max(1) as f64;
        // Where the trace is held once, it is there already.
        let is_loaded = is_held_once(&results.trace);
        let tasks = runners.iter().map(|runner| {
            let (left, done) = (Rc::clone(&left), Rc::clone(&done));
            async move {
                if !is_loaded {
                    self.load_runner(runner, origin, &results.trace).await?;
                }
                loop {
                    let next = left.borrow_mut().pop_front();
                    let Some(policy) = next else {
                        return Ok(());
                    };
                    self.sessions.go_on()?;
                    self.run_curve(order, results, runner, policy, (&done, all))
                        .await?;
                    done.set(done.get() + 1.0);
                }
            }
        });
        try_join_all(tasks).await.map(|_| ())
    }

    /// Gives a session that runs curves the trace that is looked at.
    async fn load_runner(
        self,
        runner: &Session,
        origin: &Origin,
        trace: &Description,
    ) -> Result<(), Failure> {
        let loaded = runner.load(origin, |_| {}).await?;
        if loaded != *trace {
            return Err(Failure::Worker("the file has changed".to_owned()));
        }
        Ok(())
    }

    async fn run_curve(
        self,
        order: &Order,
        results: &Results,
        runner: &Session,
        policy: PolicyId,
        (done, all): (&Rc<Cell<f64>>, f64),
    ) -> Result<(), Failure> {
        let sizes = results.sizes.clone();
        let command = Command::Curve {
            policy,
            sizes: sizes.clone(),
            terms: order.terms,
            sampling: order.method.sampling(),
        };
        let done = Rc::clone(done);
        let mut found: Vec<Point> = Vec::new();
        let mut shown_ms = now_ms();
        runner
            .each(command, move |event| match event {
                Event::Point(point) => {
                    found.push(point);
                    // Each time all curves and bars are drawn anew.
                    let is_last = found.last().map(|point| point.size) == sizes.last().copied();
                    if is_last || now_ms() - shown_ms >= SHOW_INTERVAL_MS {
                        shown_ms = now_ms();
                        self.add(&std::mem::take(&mut found));
                    }
                }
                Event::Running { share } => {
                    let share = (done.get() + share) / all;
                    self.activity.try_set(Some(Activity::Running { share }));
                }
                _ => {}
            })
            .await
    }

    fn add(self, points: &[Point]) {
        self.results.try_update(|results| {
            for point in points {
                if let Some(results) = results {
                    results.add(point);
                }
            }
        });
    }
}
