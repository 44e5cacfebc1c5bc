//! The experiment as it goes on: presses of the button in, runs out.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::registry::{self, Data};
use kernels::{Engine, Extent, Kernel, Spec, Variant};
use leptos::prelude::*;
use protocol::Fault;
use protocol::clock::now_ms;
use timeline::{Frame, Lane};
use wasm_bindgen_futures::spawn_local;

use crate::compute::{Growing, Hooks, Order, OwnPicture, Ran, RunFailure, Runner, View};
use crate::environment;
use crate::frames::{FrameLoop, Recording, next_frame};
use crate::labs::kept::Kept;
use crate::labs::run_control::{CancelSlot, RunControl};
use crate::labs::threads::model::form::Experiment;
use crate::labs::threads::model::lanes::merge_lanes;
use crate::labs::threads::model::rounds::{Rounds, TurnOrder};
use crate::labs::threads::model::run::{Check, Ending, Interactions, Run, Turn};
use crate::labs::threads::model::summary::rank;
use crate::place::{Moving, Place};
use crate::trust::Trust;
use crate::trust::watch::Watch;

/// How many runs the table keeps; the oldest go first.
const RUNS_MAX: usize = 300;

/// The least time between two pictures of a run under way.
const REDRAW_INTERVAL_MS: f64 = 100.0;

/// The least time between two looks at an output that grows: reading it takes the page a while.
const LOOK_INTERVAL_MS: f64 = 200.0;

/// A run under way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Live {
    pub(crate) place: Place,
    pub(super) start_ms: f64,
    /// The share that is done, where that can be told.
    pub(super) fraction: Option<f64>,
    /// The page's frames so far.
    pub(super) frames: Vec<Frame>,
}

/// A picture that went in or came out, as far as it is there.
#[derive(Clone)]
pub(crate) struct Shown {
    /// Where the run is that it belongs to.
    pub(crate) place: Place,
    pub(crate) extent: Extent,
    pub(crate) data: Data,
    pub(super) before: Option<Uint8Array>,
    pub(crate) after: Option<Uint8Array>,
    /// Of the last run by several threads since the button was pressed.
    pub(crate) owners: Option<Owners>,
}

impl Shown {
    /// Puts a row of one of its pictures into `into`, as it is just then: threads may still write to it. Nothing changes
    /// where the row is not there.
    pub(crate) fn read_row(&self, bytes: &Uint8Array, row: u32, into: &mut [u8]) {
        let row_bytes = self.extent.width * u32::from(self.data.point_bytes());
        let band = bytes.subarray(row * row_bytes, (row + 1) * row_bytes);
        if band.length() == row_bytes {
            band.copy_to(into);
        }
    }
}

/// Which thread computed each row, counted from one; zero where none has yet.
#[derive(Clone)]
pub(crate) struct Owners {
    pub(crate) place: Place,
    pub(crate) rows: Vec<u8>,
}

/// What a machine is fast at differs from algorithm to algorithm.
type RateKey = (Kernel, Variant, Engine);

/// The lab's state, shared by its controls and its results.
#[derive(Clone, Copy)]
pub(crate) struct Lab {
    /// From the press of the button until the last run of it is checked, and while a sweep measures.
    pub(crate) busy: ReadSignal<bool>,
    pub(crate) control: RunControl,
    /// The run under way.
    pub(crate) live: RwSignal<Option<Live>>,
    /// The last run in each place of the last press of the button.
    pub(crate) batch: RwSignal<Vec<Run>>,
    /// All runs of this visit.
    pub(crate) runs: RwSignal<Vec<Run>>,
    /// Milliseconds per unit of cost, for everything that has run here.
    pub(super) rates: RwSignal<Vec<(RateKey, f64)>>,
    /// A person's own picture.
    pub(super) own: RwSignal<Option<OwnPicture>, LocalStorage>,
    /// The pictures of the last run that has any.
    pub(crate) shown: RwSignal<Option<Shown>, LocalStorage>,
    /// What of them outlives the page.
    pub(super) kept: Kept,
    /// How many presses of the button are over.
    pub(super) presses_over: RwSignal<u32>,
    shared: StoredValue<Shared, LocalStorage>,
}

struct Shared {
    /// Runs are counted from one.
    next_number: u32,
    /// So are presses of the button.
    presses: u32,
    runner: Runner,
    frames: FrameLoop,
    /// A failure that a link asked for; it strikes once.
    fault: Option<Fault>,
    watch: Watch,
    /// The output of the run under way, as it grows.
    view: Rc<RefCell<Option<View>>>,
    looked_ms: f64,
}

impl Lab {
    pub(crate) fn new(
        runner: Runner,
        frames: FrameLoop,
        watch: Watch,
        fault: Option<Fault>,
    ) -> Self {
        let control = RunControl::new();
        Self {
            busy: control.busy(),
            control,
            live: RwSignal::new(None),
            batch: RwSignal::new(Vec::new()),
            runs: RwSignal::new(Vec::new()),
            rates: RwSignal::new(Vec::new()),
            own: RwSignal::new_local(None),
            shown: RwSignal::new_local(None),
            kept: Kept::new(),
            presses_over: RwSignal::new(0),
            shared: StoredValue::new_local(Shared {
                next_number: 1,
                presses: 0,
                runner,
                frames,
                fault,
                watch,
                view: Rc::default(),
                looked_ms: 0.0,
            }),
        }
    }

    /// The app's handle on the workers.
    pub(super) fn runner(self) -> Runner {
        self.shared.with_value(|shared| shared.runner.clone())
    }

    /// Runs what `prepare` gives in each of its places, one after another; nothing if it gives nothing. Repeated, the
    /// places take turns. Ignored while a run is under way.
    pub(crate) fn run(
        self,
        order: TurnOrder,
        prepare: impl Future<Output = Option<Experiment>> + 'static,
    ) {
        let Some(active) = self.control.begin() else {
            return;
        };
        self.batch.set(Vec::new());
        if self.kept.is_of_other_build() {
            // What two builds measured is not one figure.
            self.runs.set(Vec::new());
        }
        self.kept.origin.set(None);
        let press = self.shared.try_update_value(|shared| {
            shared.presses += 1;
            shared.presses
        });
        // Without it the page is gone.
        let press = press.unwrap_or_default();
        spawn_local(async move {
            let Some(experiment) = prepare.await else {
                return;
            };
            let mut rounds = Rounds::new(&experiment.places, experiment.repeats, press, order);
            while let Some((place, turn)) = rounds.next_turn() {
                if self.control.is_stop_asked() {
                    break;
                }
                let run = self.run_one(&experiment, place, turn).await;
                if run.is_some_and(|run| run.is_finished() && run.is_first()) {
                    rounds.first_run(place);
                }
            }
            // Held until the last run is over.
            drop(active);
            self.presses_over.try_update(|presses| *presses += 1);
        });
    }

    /// Shows runs of an earlier visit, `batch` in full; those of this visit are counted on from them.
    pub(super) fn bring_back(self, runs: Vec<Run>, batch: Vec<Run>) {
        let last = |of: fn(&Run) -> u32| runs.iter().map(of).max().unwrap_or_default();
        self.shared.update_value(|shared| {
            shared.next_number = last(|run| run.number) + 1;
            shared.presses = last(|run| run.turn.press);
        });
        self.runs.set(runs);
        self.batch.set(batch);
    }

    /// Takes all runs off the page.
    pub(super) fn forget(self) {
        self.shown.set(None);
        self.batch.set(Vec::new());
        self.runs.set(Vec::new());
    }

    /// All runs since the button was last pressed, those of further rounds included. Tracks them.
    pub(crate) fn runs_of_press(self) -> Vec<Run> {
        let press = self
            .batch
            .with(|runs| runs.first().map(|run| run.turn.press));
        self.runs.with(|runs| {
            let of_press = runs.iter().filter(|run| Some(run.turn.press) == press);
            of_press.cloned().collect()
        })
    }

    /// What follows the conditions of this page.
    pub(crate) fn watch(self) -> Watch {
        self.shared.with_value(|shared| shared.watch.clone())
    }

    /// Takes what was recorded so far into the picture of the run under way: not with every frame,
    /// or the instrument would be what keeps the page busy.
    pub(crate) fn show_progress(self, now_ms: f64) {
        let due = self.live.with_untracked(|live| {
            live.as_ref().is_some_and(|live| {
                let shown_ms = live
                    .frames
                    .last()
                    .map_or(live.start_ms, |frame| frame.start_ms + frame.gap_ms);
                now_ms - shown_ms >= REDRAW_INTERVAL_MS
            })
        });
        if !due {
            return;
        }
        let frames = self.shared.with_value(|shared| shared.frames.so_far());
        self.live.update(|live| {
            if let Some(live) = live {
                live.frames = frames;
            }
        });
        let view = self.shared.try_update_value(|shared| {
            let due = now_ms - shared.looked_ms >= LOOK_INTERVAL_MS;
            if due {
                shared.looked_ms = now_ms;
            }
            due.then(|| shared.view.borrow().clone()).flatten()
        });
        if let Some(Growing { output, owners }) = view.flatten().and_then(|view| view()) {
            self.shown.update(|shown| {
                if let Some(shown) = shown {
                    shown.after = Some(output);
                    if let Some(owners) = owners {
                        let (place, rows) = (shown.place, owners.to_vec());
                        shown.owners = Some(Owners { place, rows });
                    }
                }
            });
        }
    }

    /// An estimate of how long a run computes, or `None` before anything is known.
    pub(crate) fn estimate_ms(self, spec: &Spec, engine: Engine) -> Option<f64> {
        let key = (spec.kernel, spec.variant, engine);
        self.rates.with(|rates| {
            rates
                .iter()
                .find(|(of, _)| *of == key)
                .map(|(_, rate)| rate * spec.cost())
        })
    }

    /// Finds out how fast an engine is here, unless that is known.
    pub(crate) async fn calibrate(self, spec: Spec, engine: Engine) {
        let key = (spec.kernel, spec.variant, engine);
        if self.rate_is_known(key) {
            return;
        }
        let runner = self.runner();
        // What measures the conditions keeps a core busy until it is done.
        self.watch().ready().await;
        // Without a rate nothing is lost: the form does not warn before a run has given one.
        if let Some(rate) = runner.calibrate(spec, engine).await
            && !self.rates.is_disposed()
            && !self.rate_is_known(key)
        {
            self.rates.update(|rates| rates.push((key, rate)));
        }
    }

    fn rate_is_known(self, key: RateKey) -> bool {
        self.rates
            .with_untracked(|rates| rates.iter().any(|(of, _)| *of == key))
    }

    /// Runs in one place. `None` if the page that this ran on is gone.
    async fn run_one(self, experiment: &Experiment, place: Place, turn: Turn) -> Option<Run> {
        let prepared = self.shared.try_update_value(|shared| {
            let number = shared.next_number;
            shared.next_number += 1;
            let fault = match place {
                Place::Main | Place::Sliced { .. } => None,
                Place::Worker | Place::Pool { .. } | Place::Parallel { .. } => shared.fault.take(),
            };
            (
                number,
                shared.runner.clone(),
                shared.frames.clone(),
                shared.watch.clone(),
                Rc::clone(&shared.view),
                fault,
            )
        });
        let (number, runner, frames, watch, view, fault) = prepared?;
        let cancel = self.control.cancel_slot();
        cancel.borrow_mut().take();
        let mut order = Order {
            spec: experiment.computation,
            engine: experiment.engine,
            place,
            moving: experiment.moving,
            fault,
            picture: None,
        };
        // The picture is there before the run begins: whoever has one need not make it.
        let own = self.own.get_untracked();
        let picture = runner.picture(order.spec, own.as_ref(), order.moving).await;
        if self.live.is_disposed() {
            return None;
        }
        let picture = picture.map(|picture| order.picture = picture);
        self.show_before(&order);
        // What the page draws of the run before, and of this one's picture, is no part of this one.
        next_frame().await;
        next_frame().await;
        if self.live.is_disposed() {
            return None;
        }

        frames.record();
        let run_start = watch.run_start();
        let start_ms = now_ms();
        self.live.set(Some(Live {
            place,
            start_ms,
            fraction: None,
            frames: Vec::new(),
        }));
        let lost: Rc<RefCell<Vec<Lane>>> = Rc::default();
        let hooks = self.hooks(cancel.clone(), view.clone(), lost.clone());
        let result = match picture {
            Ok(()) => runner.run(&order, &hooks).await,
            Err(failure) => Err(failure),
        };
        let end_ms = now_ms();
        cancel.borrow_mut().take();
        view.borrow_mut().take();

        let (ending, ran) = ending(result);
        let mut run = Run {
            number,
            turn,
            computation: order.spec,
            engine: order.engine,
            place,
            moving: order.moving,
            ending,
            lanes: all_lanes(lost.take(), ran.as_ref()),
            starts: ran.as_ref().map_or_else(Vec::new, |ran| ran.starts.clone()),
            frames: frames.so_far(),
            long_frames: Vec::new(),
            interactions: Interactions::default(),
            start_ms,
            end_ms,
            clock_step_ms: watch.conditions_now().clock_step_ms(),
            trust: Trust::Good,
        };
        // Who cancelled is not kept waiting for the last frames.
        if run.ending != Ending::Cancelled {
            take_in(&mut run, frames.finish().await);
        }
        // Pressure that the places of this press make together is no other work's.
        let threads = experiment.places.iter().map(|place| place.threads());
        let threads = threads.max().unwrap_or(1);
        run.trust = watch.judge(run_start, threads);
        watch.run_ended(threads);
        if self.live.is_disposed() {
            return None;
        }
        self.show_after(place, ran.as_ref());
        self.keep(&run);
        self.live.set(None);
        if let Some(ran) = ran {
            self.check(&runner, &order, &ran, run.number).await;
        }
        Some(run)
    }

    fn hooks(
        self,
        cancel: CancelSlot,
        view: Rc<RefCell<Option<View>>>,
        lost: Rc<RefCell<Vec<Lane>>>,
    ) -> Hooks {
        let live = self.live;
        Hooks {
            on_progress: Rc::new(move |fraction| {
                live.try_update(|live| {
                    if let Some(live) = live {
                        live.fraction = Some(fraction);
                    }
                });
            }),
            on_cancel: Rc::new(move |handle| *cancel.borrow_mut() = Some(handle)),
            on_lost: Rc::new(move |lanes| lost.borrow_mut().extend(lanes)),
            on_view: Rc::new(move |handle| *view.borrow_mut() = Some(handle)),
        }
    }

    fn show_before(self, order: &Order) {
        let data = registry::kernel(order.spec.kernel).data;
        let is_first = self.batch.with_untracked(Vec::is_empty);
        self.shown.update(|shown| {
            // Chance decides which place comes last, and one thread has nothing to tell of others.
            let owners = shown.take().and_then(|before| before.owners);
            *shown = order.spec.extent().map(|extent| Shown {
                place: order.place,
                extent,
                data,
                before: order.picture.clone(),
                after: None,
                owners: owners.filter(|_| !is_first),
            });
        });
    }

    fn show_after(self, place: Place, ran: Option<&Ran>) {
        self.shown.update(|shown| {
            if let (Some(shown), Some(ran)) = (shown, ran) {
                shown.after.clone_from(&ran.output);
                let rows = &ran.owners;
                if rows.iter().any(|owner| Some(owner) != rows.first()) {
                    let rows = rows.clone();
                    shown.owners = Some(Owners { place, rows });
                }
            }
        });
    }

    fn keep(self, run: &Run) {
        let alone = matches!(run.place, Place::Main | Place::Worker);
        let tells = alone && !run.trust.is_void();
        if let Some(compute_ms) = run.compute_ms().filter(|ms| tells && *ms > 0.0) {
            let key = (run.computation.kernel, run.computation.variant, run.engine);
            let rate = compute_ms / run.computation.cost();
            self.rates.update(|rates| {
                rates.retain(|(of, _)| *of != key);
                rates.push((key, rate));
            });
        }
        self.batch.update(|batch| {
            batch.retain(|other| other.place != run.place);
            batch.push(run.clone());
            // Chance decides who runs first, but pictures stand where one looks for them.
            batch.sort_by_key(|run| rank(run.place));
        });
        self.runs.update(|runs| {
            if runs.len() == RUNS_MAX {
                runs.remove(0);
            }
            runs.push(run.clone());
        });
    }

    async fn check(self, runner: &Runner, order: &Order, ran: &Ran, number: u32) {
        let check = match runner.check(order, ran).await {
            Ok(None) => Check::Agrees,
            Ok(Some(disagreement)) => Check::Differs(disagreement),
            Err(RunFailure::Cancelled) => Check::Cancelled,
            Err(failure) => Check::Failed(failure),
        };
        for list in [self.batch, self.runs] {
            list.try_update(|runs| {
                let checked = runs.iter_mut().find(|other| other.number == number);
                if let Some(Run {
                    ending: Ending::Finished { check: slot, .. },
                    ..
                }) = checked
                {
                    *slot = check.clone();
                }
            });
        }
    }

    /// Whether bytes can be moved that way here.
    pub(crate) fn can_move(moving: Moving) -> bool {
        moving != Moving::Share || environment::shares_memory()
    }
}

/// The lanes of a run, with those of the attempts that were lost; none of a run of which nothing is known.
fn all_lanes(mut lanes: Vec<Lane>, ran: Option<&Ran>) -> Vec<Lane> {
    lanes.extend(ran.into_iter().flat_map(|ran| ran.lanes.iter().cloned()));
    if lanes.is_empty() {
        return lanes;
    }
    merge_lanes(&lanes)
}

fn ending(result: Result<Ran, RunFailure>) -> (Ending, Option<Ran>) {
    match result {
        Ok(ran) => (
            Ending::Finished {
                outcome: ran.outcome.clone(),
                check: Check::Pending,
            },
            Some(ran),
        ),
        Err(RunFailure::Cancelled) => (Ending::Cancelled, None),
        Err(failure) => (Ending::Failed(failure), None),
    }
}

fn take_in(run: &mut Run, recording: Recording) {
    run.frames = recording.frames;
    run.long_frames = recording.long_frames;
    run.interactions = Interactions {
        count: recording.presses,
        worst_ms: recording.worst_interaction_ms,
    };
}
