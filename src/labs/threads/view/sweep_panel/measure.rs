//! Takes the samples of a sweep, one after another.

use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::Spec;
use leptos::prelude::*;
use protocol::clock::now_ms;
use timeline::Phase;

use crate::compute::{Hooks, Order, RunFailure};
use crate::frames::next_frame;
use crate::labs::threads::model::lanes::extent_of_work;
use crate::labs::threads::model::sweep::{Axis, Point, Sweep, Task};
use crate::labs::threads::view::experiment::Lab;
use crate::place::Place;
use crate::trust::{Reason, Trust};

/// How often a sample is taken until no worker had to be started for it; the last one counts anyhow.
const STARTS_MAX: u32 = 2;

#[derive(Clone, Copy)]
pub(super) struct Panel {
    pub(super) lab: Lab,
    pub(super) axis: RwSignal<Axis>,
    pub(super) sweep: RwSignal<Option<Sweep>>,
    /// The point that is measured just now.
    pub(super) active: RwSignal<Option<Point>>,
    pub(super) running: RwSignal<bool>,
    pub(super) failure: RwSignal<Option<SweepFailure>>,
}

/// Why a sweep ended before it was asked to.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::labs::threads::view) enum SweepFailure {
    /// Figures that are taken now do not count. The last sample is forgotten.
    Void(Vec<Reason>),
    /// Anything else.
    Failed(RunFailure),
}

/// What one stretch of measuring keeps.
#[derive(Default)]
struct Kept {
    /// Places whose workers are started and warm.
    warm: Vec<usize>,
    /// The picture of each size, for kernels that take one: rounds need all of them over and over.
    pictures: HashMap<usize, Uint8Array>,
}

impl Panel {
    /// Measures what is not known well enough yet, until all is, the time is up or someone stops it.
    pub(super) async fn go_on(self) {
        let Some(_active) = self.lab.control.begin() else {
            return;
        };
        self.running.set(true);
        self.failure.set(None);
        self.sweep.update(|sweep| {
            if let Some(sweep) = sweep {
                sweep.go_on();
            }
        });
        let mut kept = Kept::default();
        let watch = self.lab.watch();
        watch.ready().await;
        loop {
            // What belongs to a page that is gone is gone too.
            let Some(Some(sweep)) = self.sweep.try_get_untracked() else {
                return;
            };
            let Some(task) = sweep.next() else { break };
            self.active.set(Some(task.point));
            let began_ms = now_ms();
            let start = watch.run_start();
            match self.measure(&sweep, &task, &mut kept).await {
                Ok(elapsed_ms) => {
                    // Pressure that the places of this sweep make together is no other work's.
                    let threads = sweep.plan.places.iter().map(|place| place.threads());
                    let threads = threads.max().unwrap_or(1);
                    let trust = watch.judge(start, threads);
                    watch.run_ended(threads);
                    if let Trust::Void(reasons) = trust {
                        self.failure.try_set(Some(SweepFailure::Void(reasons)));
                        break;
                    }
                    self.sweep.try_update(|sweep| {
                        if let Some(sweep) = sweep {
                            sweep.record(elapsed_ms, now_ms() - began_ms);
                        }
                    });
                }
                Err(RunFailure::Cancelled) => break,
                Err(failure) => {
                    self.failure.try_set(Some(SweepFailure::Failed(failure)));
                    break;
                }
            }
            if self.lab.control.is_stop_asked() {
                break;
            }
        }
        self.active.try_set(None);
        self.running.try_set(false);
    }

    /// Takes one sample: how long all its runs took, in milliseconds.
    async fn measure(self, sweep: &Sweep, task: &Task, kept: &mut Kept) -> Result<f64, RunFailure> {
        let runner = self.lab.runner();
        let (place, at) = (task.place, task.point.place);
        let cancel = self.lab.control.cancel_slot();
        let hooks = Hooks {
            on_cancel: Rc::new(move |handle| *cancel.borrow_mut() = Some(handle)),
            ..Hooks::none()
        };
        // Starting threads is what the first run shows; a sweep is about the work.
        if !kept.warm.contains(&at) {
            if sweep.plan.axis.restarts() {
                kept.warm.clear();
            }
            runner.warm(place, sweep.plan.engine).await?;
            // The first time that a module runs, its code is not optimised yet: the largest size shows
            // it all there is to optimise. The page's own thread is spared that freeze.
            if !task.is_here() {
                let last = sweep.sizes.len() - 1;
                let largest = self
                    .order(sweep, sweep.plan.largest, place, last, kept)
                    .await?;
                runner.run(&largest, &hooks).await?;
            }
            kept.warm.push(at);
        }
        let order = self
            .order(sweep, task.spec, place, task.point.size, kept)
            .await?;
        for _ in 1..STARTS_MAX {
            let (elapsed_ms, is_first) = self.sample(&order, task, &hooks).await?;
            if !is_first {
                return Ok(elapsed_ms);
            }
            // Workers that nobody needed for a while were let go, and have been started anew.
        }
        let (elapsed_ms, _) = self.sample(&order, task, &hooks).await?;
        Ok(elapsed_ms)
    }

    /// Runs a task as often as a sample takes; says, too, whether anything had to be started for it.
    async fn sample(
        self,
        order: &Order,
        task: &Task,
        hooks: &Hooks,
    ) -> Result<(f64, bool), RunFailure> {
        let runner = self.lab.runner();
        // The page shows what is measured before it is kept from showing anything.
        next_frame().await;
        let start_ms = now_ms();
        let (mut is_first, mut here_ms) = (false, 0.0);
        for _ in 0..task.calls {
            if self.lab.control.is_stop_asked() {
                return Err(RunFailure::Cancelled);
            }
            let ran = runner.run(order, hooks).await?;
            let spans = ran.lanes.iter().flat_map(|lane| &lane.spans);
            is_first |= spans
                .clone()
                .any(|span| matches!(span.phase, Phase::Spawn | Phase::Compile));
            here_ms += extent_of_work(spans);
        }
        // On the page's own thread a run waits for frames first: only its own time counts.
        let elapsed_ms = if task.is_here() {
            here_ms
        } else {
            now_ms() - start_ms
        };
        Ok((elapsed_ms, is_first))
    }

    /// What is to be run, with its picture where it takes one.
    async fn order(
        self,
        sweep: &Sweep,
        spec: Spec,
        place: Place,
        size: usize,
        kept: &mut Kept,
    ) -> Result<Order, RunFailure> {
        let moving = sweep.plan.moving;
        let picture = match kept.pictures.get(&size) {
            Some(picture) => Some(picture.clone()),
            None => self.lab.runner().picture(spec, None, moving).await?,
        };
        if let Some(picture) = &picture {
            kept.pictures.insert(size, picture.clone());
        }
        Ok(Order {
            spec,
            engine: sweep.plan.engine,
            place,
            moving,
            fault: None,
            picture,
        })
    }
}
