//! The experiment as it goes on: presses of the button in, runs out.

use std::cell::RefCell;
use std::rc::Rc;

use kernels::{Engine, Spec, Strategy};
use leptos::prelude::*;
use protocol::Fault;
use protocol::clock::now_ms;
use timeline::Frame;
use wasm_bindgen_futures::spawn_local;

use crate::frames::FrameLoop;
use crate::labs::threads::form::Experiment;
use crate::labs::threads::presenter::{Check, Ending, Run};
use crate::runner::{RunFailure, Runner};

/// How many runs the table keeps; the oldest go first.
const RUNS_MAX: usize = 50;

/// The least time between two pictures of a run under way.
const REDRAW_INTERVAL_MS: f64 = 100.0;

/// A run under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Live {
    pub(super) strategy: Strategy,
    pub(super) start_ms: f64,
    /// The share that is done, where that can be told.
    pub(super) fraction: Option<f64>,
    /// The page's frames so far.
    pub(super) frames: Vec<Frame>,
    pub(super) cancellable: bool,
}

/// The lab's state, shared by its controls and its results.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    /// From the press of the button until the last run of it is checked.
    pub(super) busy: RwSignal<bool>,
    /// The run under way.
    pub(super) live: RwSignal<Option<Live>>,
    /// The runs of the last press of the button.
    pub(super) batch: RwSignal<Vec<Run>>,
    /// All runs of this visit.
    pub(super) runs: RwSignal<Vec<Run>>,
    /// Milliseconds per unit of cost, for each engine that has run here.
    pub(super) rates: RwSignal<Vec<(Engine, f64)>>,
    /// Runs are counted from one.
    next_number: StoredValue<u32>,
    shared: StoredValue<Shared, LocalStorage>,
}

/// What ends the run under way, where it can be ended.
type CancelSlot = Rc<RefCell<Option<Rc<dyn Fn()>>>>;

struct Shared {
    runner: Runner,
    frames: FrameLoop,
    cancel: CancelSlot,
    /// Set by a press of Cancel; what has not begun then does not.
    cancelled: bool,
    /// A failure that a test asked for; it strikes once.
    fault: Option<Fault>,
    hidden: bool,
}

impl Lab {
    pub(super) fn new(runner: Runner, frames: FrameLoop, fault: Option<Fault>) -> Self {
        Self {
            busy: RwSignal::new(false),
            live: RwSignal::new(None),
            batch: RwSignal::new(Vec::new()),
            runs: RwSignal::new(Vec::new()),
            rates: RwSignal::new(Vec::new()),
            next_number: StoredValue::new(1),
            shared: StoredValue::new_local(Shared {
                runner,
                frames,
                cancel: Rc::default(),
                cancelled: false,
                fault,
                hidden: false,
            }),
        }
    }

    /// Runs the computation in each place, one after another. Ignored while a run is under way.
    pub(super) fn run(self, experiment: Experiment) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.batch.set(Vec::new());
        self.shared.update_value(|shared| shared.cancelled = false);
        spawn_local(async move {
            for &strategy in &experiment.strategies {
                let stopped = self.shared.try_with_value(|shared| shared.cancelled);
                // The page that this ran on may be gone meanwhile.
                if stopped != Some(false) {
                    break;
                }
                self.run_one(experiment.computation, experiment.engine, strategy)
                    .await;
            }
            self.busy.try_set(false);
        });
    }

    /// Ends the run under way where it can be ended, and those that would have followed.
    pub(super) fn cancel(self) {
        self.shared.update_value(|shared| shared.cancelled = true);
        let cancel = self
            .shared
            .with_value(|shared| shared.cancel.borrow().clone());
        if let Some(cancel) = cancel {
            cancel();
        }
    }

    /// To be called when the page is hidden or shown.
    pub(super) fn page_hidden(self) {
        self.shared.update_value(|shared| shared.hidden = true);
    }

    /// Takes the frames recorded so far into the picture of the run under way: not with every frame,
    /// or the instrument would be what keeps the page busy.
    pub(super) fn show_frames(self, now_ms: f64) {
        let due = self.live.with_untracked(|live| {
            live.as_ref().is_some_and(|live| {
                let shown_ms = live
                    .frames
                    .last()
                    .map_or(live.start_ms, |frame| frame.start_ms + frame.gap_ms);
                now_ms - shown_ms >= REDRAW_INTERVAL_MS
            })
        });
        if due {
            let frames = self.shared.with_value(|shared| shared.frames.so_far());
            self.live.update(|live| {
                if let Some(live) = live {
                    live.frames = frames;
                }
            });
        }
    }

    /// An estimate of how long a run computes, or `None` before anything is known.
    pub(super) fn estimate_ms(self, spec: &Spec, engine: Engine) -> Option<f64> {
        self.rates.with(|rates| {
            rates
                .iter()
                .find(|(of, _)| *of == engine)
                .map(|(_, rate)| rate * spec.cost())
        })
    }

    /// Finds out how fast an engine is here, unless that is known.
    pub(super) fn calibrate(self, spec: Spec, engine: Engine) {
        if self.rate_is_known(engine) {
            return;
        }
        let runner = self.shared.with_value(|shared| shared.runner.clone());
        spawn_local(async move {
            if let Some(rate) = runner.calibrate(spec, engine).await
                && !self.rates.is_disposed()
                && !self.rate_is_known(engine)
            {
                self.rates.update(|rates| rates.push((engine, rate)));
            }
        });
    }

    fn rate_is_known(self, engine: Engine) -> bool {
        self.rates
            .with_untracked(|rates| rates.iter().any(|(of, _)| *of == engine))
    }

    async fn run_one(self, computation: Spec, engine: Engine, strategy: Strategy) {
        let number = self.next_number.get_value();
        self.next_number.set_value(number + 1);
        let prepared = self.shared.try_update_value(|shared| {
            shared.hidden = false;
            shared.cancel.borrow_mut().take();
            shared.frames.record();
            let fault = match strategy {
                Strategy::Worker => shared.fault.take(),
                Strategy::Main => None,
            };
            (
                shared.runner.clone(),
                shared.frames.clone(),
                Rc::clone(&shared.cancel),
                fault,
            )
        });
        let Some((runner, frames, cancel, fault)) = prepared else {
            return;
        };
        let start_ms = now_ms();
        self.live.set(Some(Live {
            strategy,
            start_ms,
            fraction: None,
            frames: Vec::new(),
            cancellable: strategy != Strategy::Main,
        }));
        let live = self.live;
        let on_progress = move |fraction| {
            live.try_update(|live| {
                if let Some(live) = live {
                    live.fraction = Some(fraction);
                }
            });
        };
        let result = runner
            .run(
                computation,
                engine,
                strategy,
                fault,
                on_progress,
                |handle| {
                    *cancel.borrow_mut() = Some(handle);
                },
            )
            .await;
        let end_ms = now_ms();
        cancel.borrow_mut().take();
        let (ending, lanes) = match result {
            Ok(ran) => (
                Ending::Finished {
                    outcome: ran.outcome,
                    check: Check::Pending,
                },
                ran.lanes,
            ),
            Err(RunFailure::Cancelled) => (Ending::Cancelled, Vec::new()),
            Err(RunFailure::Failed(message)) => (Ending::Failed(message), Vec::new()),
        };
        let mut run = Run {
            number,
            computation,
            engine,
            strategy,
            ending,
            lanes,
            frames: frames.so_far(),
            long_frames: Vec::new(),
            start_ms,
            end_ms,
            hidden: false,
        };
        // Who cancelled is not kept waiting for the last frames.
        if run.ending != Ending::Cancelled {
            (run.frames, run.long_frames) = frames.finish().await;
        }
        let Some(hidden) = self.shared.try_with_value(|shared| shared.hidden) else {
            return;
        };
        run.hidden = hidden;
        self.keep(&run);
        self.live.set(None);
        if matches!(run.ending, Ending::Finished { .. }) {
            self.check(&runner, run).await;
        }
    }

    fn keep(self, run: &Run) {
        if let Some(compute_ms) = run.compute_ms().filter(|ms| *ms > 0.0) {
            let rate = compute_ms / run.computation.cost();
            self.rates.update(|rates| {
                rates.retain(|(of, _)| *of != run.engine);
                rates.push((run.engine, rate));
            });
        }
        self.batch.update(|batch| batch.push(run.clone()));
        self.runs.update(|runs| {
            if runs.len() == RUNS_MAX {
                runs.remove(0);
            }
            runs.push(run.clone());
        });
    }

    async fn check(self, runner: &Runner, run: Run) {
        let Ending::Finished { outcome, .. } = run.ending else {
            return;
        };
        let check = match runner.check(run.computation, outcome).await {
            Ok(None) => Check::Agrees,
            Ok(Some(disagreement)) => Check::Differs(disagreement),
            Err(RunFailure::Failed(message)) => Check::Failed(message),
            Err(RunFailure::Cancelled) => return,
        };
        for list in [self.batch, self.runs] {
            list.try_update(|runs| {
                let checked = runs.iter_mut().find(|other| other.number == run.number);
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
}
