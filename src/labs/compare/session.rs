//! A comparison as it goes on: what was pressed goes in, results come out.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use protocol::clock::now_ms;
use sampling::{Experiment, Plan, Step};
use wasm_bindgen_futures::spawn_local;

use super::form::{Comparison, Terms};
use super::presenter::Results;
use super::subjects::{CancelSlot, Failure, Instance, Kernels};
use crate::runner::{Assets, Cancel};

/// The least time between two looks at how far it is, in milliseconds.
const LOOK_INTERVAL_MS: f64 = 200.0;

/// Where a comparison stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Progress {
    /// How much of its time is gone, from 0 to 1.
    pub(super) fraction: f64,
    /// Blocks that are done.
    pub(super) blocks: usize,
    /// Samples that were taken.
    pub(super) samples: usize,
    /// Whether instances are being warmed up.
    pub(super) warming_up: bool,
}

/// How often equal things were called different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    /// Comparisons that are done.
    pub(super) done: usize,
    /// Comparisons that were asked for.
    pub(super) wanted: usize,
    /// Those that claimed a difference.
    pub(super) claimed: usize,
    /// Those that claimed nothing in their time.
    pub(super) unsure: usize,
}

/// The lab's state, shared by its controls and its results.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    /// Whether something runs.
    pub(super) busy: RwSignal<bool>,
    pub(super) progress: RwSignal<Option<Progress>>,
    /// What the last look showed.
    pub(super) results: RwSignal<Option<Results>>,
    /// Why there is no result.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What a thing compared with itself gave.
    pub(super) claims: RwSignal<Option<Claims>>,
    /// The experiment, with all its samples.
    pub(super) experiment: StoredValue<Option<Rc<RefCell<Experiment>>>, LocalStorage>,
    shared: StoredValue<Shared, LocalStorage>,
}

struct Shared {
    assets: Assets,
    cancel: CancelSlot,
    /// Set by a press of Stop.
    stopped: bool,
    subjects: Option<Rc<Kernels>>,
    names: Vec<String>,
}

impl Lab {
    pub(super) fn new(assets: Assets) -> Self {
        Self {
            busy: RwSignal::new(false),
            progress: RwSignal::new(None),
            results: RwSignal::new(None),
            failure: RwSignal::new(None),
            claims: RwSignal::new(None),
            experiment: StoredValue::new_local(None),
            shared: StoredValue::new_local(Shared {
                assets,
                cancel: Rc::default(),
                stopped: false,
                subjects: None,
                names: Vec::new(),
            }),
        }
    }

    /// Where the build's files are.
    pub(super) fn assets(self) -> Assets {
        self.shared.with_value(|shared| shared.assets.clone())
    }

    /// Compares. `names` has one name for each contender. Ignored while something runs.
    pub(super) fn run(
        self,
        comparison: Comparison,
        names: Vec<String>,
        clock_step_ms: f64,
        seed: u64,
    ) {
        if !self.begin() {
            return;
        }
        self.results.set(None);
        self.claims.set(None);
        spawn_local(async move {
            let outcome = self.compare(comparison, names, clock_step_ms, seed).await;
            self.end(outcome);
        });
    }

    /// Goes on with the comparison that was stopped, or that found its answer, for as long again.
    pub(super) fn go_on(self, budget_ms: f64) {
        let subjects = self.shared.with_value(|shared| shared.subjects.clone());
        let experiment = self.experiment.get_value();
        let (Some(subjects), Some(experiment)) = (subjects, experiment) else {
            return;
        };
        if !self.begin() {
            return;
        }
        experiment.borrow_mut().go_on(now_ms(), budget_ms);
        spawn_local(async move {
            let outcome = self.carry_out(&subjects, &experiment, true).await;
            self.end(outcome);
        });
    }

    /// Compares the comparison's first contender with itself, so many times.
    pub(super) fn compare_with_itself(
        self,
        comparison: &Comparison,
        times: usize,
        clock_step_ms: f64,
        mut seed: u64,
    ) {
        let Some(&first) = comparison.contenders.first() else {
            return;
        };
        if !self.begin() {
            return;
        }
        let terms = comparison.terms;
        self.claims.set(Some(Claims {
            wanted: times,
            ..Claims::default()
        }));
        let (assets, cancel) = self
            .shared
            .with_value(|shared| (shared.assets.clone(), Rc::clone(&shared.cancel)));
        spawn_local(async move {
            let outcome = async {
                let subjects = Kernels::new(assets, vec![first; 2], cancel).await?;
                for _ in 0..times {
                    let experiment = plan(&subjects, terms, clock_step_ms, seed);
                    seed = seed.wrapping_add(1);
                    let experiment = RefCell::new(experiment?);
                    self.carry_out(&subjects, &experiment, false).await?;
                    let results = Results::of(&experiment.borrow(), &[]);
                    let verdict = results.pair(0, 1).map(|pair| pair.verdict);
                    let Some(verdict) = verdict else { break };
                    self.claims.try_update(|claims| {
                        if let Some(claims) = claims {
                            claims.done += 1;
                            claims.claimed += usize::from(verdict.is_difference());
                            claims.unsure += usize::from(verdict == sampling::Verdict::Unsure);
                        }
                    });
                }
                Ok(())
            };
            let outcome = outcome.await;
            self.end(outcome);
        });
    }

    /// Ends what runs. What is known so far stays.
    pub(super) fn stop(self) {
        self.shared.update_value(|shared| shared.stopped = true);
        let cancel: Option<Cancel> = self
            .shared
            .with_value(|shared| shared.cancel.borrow().clone());
        if let Some(cancel) = cancel {
            cancel();
        }
    }

    fn begin(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.busy.set(true);
        self.failure.set(None);
        self.shared.update_value(|shared| shared.stopped = false);
        true
    }

    fn end(self, outcome: Result<(), Failure>) {
        self.progress.try_set(None);
        if let Err(failure) = outcome
            && failure != Failure::Cancelled
        {
            self.failure.try_set(Some(failure));
        }
        self.busy.try_set(false);
    }

    async fn compare(
        self,
        comparison: Comparison,
        names: Vec<String>,
        clock_step_ms: f64,
        seed: u64,
    ) -> Result<(), Failure> {
        let (assets, cancel) = self
            .shared
            .with_value(|shared| (shared.assets.clone(), Rc::clone(&shared.cancel)));
        let terms = comparison.terms;
        let subjects = Rc::new(Kernels::new(assets, comparison.contenders, cancel).await?);
        let experiment = plan(&subjects, terms, clock_step_ms, seed)?;
        let experiment = Rc::new(RefCell::new(experiment));
        self.shared.try_update_value(|shared| {
            shared.subjects = Some(Rc::clone(&subjects));
            shared.names = names;
        });
        self.experiment.try_set_value(Some(Rc::clone(&experiment)));
        self.carry_out(&subjects, &experiment, true).await
    }

    /// Does what the experiment says until it is over, or somebody stops it. What it finds is shown as it
    /// goes on, if it `shall be`.
    async fn carry_out(
        self,
        subjects: &Kernels,
        experiment: &RefCell<Experiment>,
        shown: bool,
    ) -> Result<(), Failure> {
        let mut instances: Vec<Option<Instance>> = Vec::new();
        let outcome = self
            .steps(subjects, experiment, &mut instances, shown)
            .await;
        for instance in instances.into_iter().flatten() {
            instance.close().await;
        }
        if outcome.is_err() {
            experiment.borrow_mut().stop();
        }
        if shown {
            self.show(&experiment.borrow());
        }
        outcome
    }

    async fn steps(
        self,
        subjects: &Kernels,
        experiment: &RefCell<Experiment>,
        instances: &mut Vec<Option<Instance>>,
        shown: bool,
    ) -> Result<(), Failure> {
        let mut looked_ms = 0.0;
        loop {
            let stopped = self.shared.try_with_value(|shared| shared.stopped);
            // The page that this ran on may be gone meanwhile.
            if stopped != Some(false) {
                return Err(Failure::Cancelled);
            }
            let step = experiment.borrow_mut().next(now_ms());
            match step {
                Step::Open(order) => {
                    instances.clear();
                    instances.resize_with(order.len(), || None);
                    let checked = experiment.borrow().blocks() == 0;
                    for index in order {
                        instances[index] = Some(subjects.open(index, checked).await?);
                    }
                    experiment.borrow_mut().opened();
                }
                Step::Sample { contender, calls } => {
                    let Some(instance) = &instances[contender] else {
                        continue;
                    };
                    let elapsed_ms = instance.sample(calls).await?;
                    experiment.borrow_mut().sampled(elapsed_ms);
                }
                Step::Close => {
                    for instance in instances.drain(..).flatten() {
                        instance.close().await;
                    }
                    experiment.borrow_mut().closed(now_ms());
                    if shown {
                        self.show(&experiment.borrow());
                    }
                }
                Step::Done(_) => return Ok(()),
            }
            if now_ms() - looked_ms >= LOOK_INTERVAL_MS {
                looked_ms = now_ms();
                self.tell(&experiment.borrow());
            }
        }
    }

    fn tell(self, experiment: &Experiment) {
        self.progress.try_set(Some(Progress {
            fraction: experiment.fraction(now_ms()),
            blocks: experiment.blocks(),
            samples: experiment.samples().len(),
            warming_up: experiment.is_warming_up(),
        }));
    }

    fn show(self, experiment: &Experiment) {
        let names = self.shared.try_with_value(|shared| shared.names.clone());
        if let Some(names) = names {
            self.results.try_set(Some(Results::of(experiment, &names)));
        }
    }
}

fn plan(
    subjects: &Kernels,
    terms: Terms,
    clock_step_ms: f64,
    seed: u64,
) -> Result<Experiment, Failure> {
    let calls_max = subjects.calls_max();
    let plan = Plan {
        question: terms.question,
        calls_max: calls_max.clone(),
        ..Plan::of(calls_max.len(), clock_step_ms, terms.budget_ms, seed)
    };
    Experiment::new(plan).map_err(|error| Failure::Failed(0, error.to_string()))
}
