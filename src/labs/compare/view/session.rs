//! A comparison as it goes on: what was pressed goes in, results come out.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use protocol::clock::now_ms;
use sampling::experiment::End;
use sampling::{Experiment, Plan, PlanError, Step, Verdict};
use wasm_bindgen_futures::spawn_local;

use super::subjects::{Failure, Instance, Remark, Subjects, Work};
use crate::compute::Assets;
use crate::labs::compare::model::form::SamplingSettings;
use crate::labs::compare::model::kept::{KeptPart, KeptParts};
use crate::labs::compare::model::presenter::{self, Results};
use crate::labs::compare::model::report::Part;
use crate::labs::kept::Kept;
use crate::labs::run_control::{ActiveRun, CancelSlot, RunControl};
use crate::trust::watch::Watch;
use crate::trust::{Conditions, Trust};

/// The least time between two looks at how far it is, in milliseconds.
const LOOK_INTERVAL_MS: f64 = 200.0;

/// What the last press of a button started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activity {
    /// A comparison, which results are shown of.
    Comparison,
    /// The A/A test, whose outcome is a count of claims.
    SelfTest,
}

/// Where a comparison stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Progress {
    /// How much of its time is gone, from 0 to 1.
    pub(super) fraction: f64,
    /// Blocks that are done.
    pub(super) blocks: usize,
    /// Samples that were taken.
    pub(super) samples: usize,
    /// Whether instances are being warmed up.
    pub(super) warming_up: bool,
    /// The time of a call in each candidate's last samples, in milliseconds.
    pub(super) recent_ms: Vec<Option<f64>>,
}

/// How often equal things were called different.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claims {
    /// Comparisons that are done.
    pub(super) done: usize,
    /// Comparisons that were asked for.
    pub(super) wanted: usize,
    /// Those that claimed a difference.
    pub(super) claimed: usize,
    /// Those that claimed nothing in their time.
    pub(super) unsure: usize,
    /// What they are worth together.
    pub(super) trust: Trust,
}

/// What one experiment showed at the last look.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    /// The parameter's value, where there is one.
    pub(super) parameter: Option<f64>,
    pub(super) results: Results,
    /// What the results have to be read with.
    pub(super) remarks: Vec<Remark>,
    /// Why they must not be used, or what they have to be read with.
    pub(super) trust: Trust,
}

/// What is to be compared, by whom it is called, and what is asked.
#[derive(Clone)]
pub(super) struct Order {
    pub(super) work: Work,
    pub(super) names: Vec<String>,
    pub(super) settings: SamplingSettings,
    /// What every order is drawn from.
    pub(super) seed: u64,
}

/// An experiment with what it is about.
struct RunningExperiment {
    parameter: Option<f64>,
    subjects: Rc<Subjects>,
    experiment: Rc<RefCell<Experiment>>,
    names: Vec<String>,
}

/// The lab's state, shared by its controls and its results.
#[derive(Clone, Copy)]
pub(in crate::labs::compare) struct Lab {
    /// Whether something runs.
    pub(super) busy: ReadSignal<bool>,
    pub(super) control: RunControl,
    pub(super) progress: RwSignal<Option<Progress>>,
    /// One for each value of the parameter that was reached.
    pub(super) shown: RwSignal<Vec<Shown>>,
    /// Which of them is looked at.
    pub(super) chosen: RwSignal<usize>,
    /// Why there is no result.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// What a thing compared with itself gave.
    pub(super) claims: RwSignal<Option<Claims>>,
    /// What was started last, which is what the finding is about.
    pub(super) activity: RwSignal<Activity>,
    /// Whether what was started last goes on although its figures do not count, because somebody wants that.
    pub(super) anyway: RwSignal<bool>,
    /// What of the lab outlives the page.
    pub(super) kept: Kept,
    /// How many comparisons are over.
    pub(super) presses_over: RwSignal<u32>,
    shared: StoredValue<Shared, LocalStorage>,
}

struct Shared {
    assets: Assets,
    watch: Watch,
    experiments: Vec<Rc<RunningExperiment>>,
    /// What the last comparison was to compare.
    order: Option<Order>,
    /// What the last A/A test was made of, and how often it was to compare.
    self_test: Option<(Order, usize)>,
    /// In their place, where results are shown that were kept.
    past: Vec<PastExperiment>,
}

/// An experiment of an earlier visit: there is nobody any more who could be called.
struct PastExperiment {
    parameter: Option<f64>,
    experiment: Experiment,
    names: Vec<String>,
}

impl Lab {
    pub(super) fn new(assets: Assets, watch: Watch) -> Self {
        let control = RunControl::new();
        Self {
            busy: control.busy(),
            control,
            progress: RwSignal::new(None),
            shown: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(0),
            failure: RwSignal::new(None),
            claims: RwSignal::new(None),
            activity: RwSignal::new(Activity::Comparison),
            anyway: RwSignal::new(false),
            kept: Kept::new(),
            presses_over: RwSignal::new(0),
            shared: StoredValue::new_local(Shared {
                assets,
                watch,
                experiments: Vec::new(),
                order: None,
                self_test: None,
                past: Vec::new(),
            }),
        }
    }

    /// What is looked at; tracks it.
    pub(super) fn current(self) -> Option<Shown> {
        let chosen = self.chosen.get();
        self.shown.with(|shown| shown.get(chosen).cloned())
    }

    fn is_current_void(self) -> bool {
        untrack(|| self.current().is_some_and(|shown| shown.trust.is_void()))
    }

    /// The experiment that is looked at; tracks its looks.
    pub(super) fn with_experiment<T>(self, of: impl FnOnce(&Experiment) -> T) -> Option<T> {
        self.shown.track();
        let chosen = self.chosen.get();
        self.shared.with_value(|shared| {
            if let Some(past) = shared.past.get(chosen) {
                return Some(of(&past.experiment));
            }
            let running = shared.experiments.get(chosen)?;
            Some(of(&running.experiment.borrow()))
        })
    }

    /// Every experiment with its samples, and what they are worth.
    pub(super) fn parts(self) -> Vec<Part> {
        let trusts = self.shown.with_untracked(|shown| {
            let trusts = shown
                .iter()
                .map(|shown| (shown.trust.clone(), Remark::removed(&shown.remarks)));
            trusts.collect::<Vec<_>>()
        });
        self.shared.with_value(|shared| {
            let past = shared.past.iter();
            let past = past.map(|of| (of.parameter, of.experiment.clone(), &of.names));
            let running = shared.experiments.iter();
            let running =
                running.map(|of| (of.parameter, of.experiment.borrow().clone(), &of.names));
            let all = past.chain(running).zip(trusts);
            all.map(|((parameter, experiment, names), (trust, removed))| {
                let raw = Part::of(parameter, &experiment, names, trust);
                let results = raw.results.without_claims_between(removed);
                Part { results, ..raw }
            })
            .collect()
        })
    }

    /// Compares, for one value of the parameter after another. Ignored while something runs.
    pub(super) fn run(self, order: Order) {
        let Some(active) = self.begin(Activity::Comparison) else {
            return;
        };
        self.anyway.set(false);
        self.take_away();
        self.shared
            .update_value(|shared| shared.order = Some(order.clone()));
        spawn_local(async move {
            let outcome = self.compare(order, 0).await;
            self.end(outcome, active);
            self.presses_over.try_update(|presses| *presses += 1);
        });
    }

    /// Goes on with what was void, because somebody wants its figures nevertheless. They stay void.
    pub(super) fn run_anyway(self) {
        let activity = self.activity.get_untracked();
        let of_before = self.shared.with_value(|shared| match activity {
            Activity::Comparison => shared.order.clone().map(|order| (order, 0)),
            Activity::SelfTest => shared.self_test.clone(),
        });
        let Some((order, times)) = of_before else {
            return;
        };
        if activity == Activity::SelfTest {
            return self.claim_with(order, times, true);
        }
        let Some(active) = self.begin(activity) else {
            return;
        };
        self.anyway.set(true);
        spawn_local(async move {
            let outcome = self.resume(order).await;
            self.end(outcome, active);
            self.presses_over.try_update(|presses| *presses += 1);
        });
    }

    /// Goes on with what is looked at, for as long again.
    pub(super) fn go_on(self, budget_ms: f64) {
        let chosen = self.chosen.get_untracked();
        let running = self
            .shared
            .with_value(|shared| shared.experiments.get(chosen).cloned());
        let Some(running) = running else { return };
        let Some(active) = self.begin(Activity::Comparison) else {
            return;
        };
        // Wanting void figures of it is no wish for void figures of another.
        let is_void = self.is_current_void();
        self.anyway.update(|anyway| *anyway &= is_void);
        running.experiment.borrow_mut().go_on(now_ms(), budget_ms);
        spawn_local(async move {
            let outcome = self.watched(chosen, &running).await;
            self.end(outcome, active);
            self.presses_over.try_update(|presses| *presses += 1);
        });
    }

    /// Compares the order's first candidate with itself, so many times.
    pub(super) fn compare_with_itself(self, mut order: Order, times: usize) {
        order.work = order.work.first_with_itself();
        self.claim_with(order, times, false);
    }

    /// Counts what is claimed of two that are the same; void figures end it, unless they are wanted anyway.
    fn claim_with(self, order: Order, times: usize, anyway: bool) {
        let Some(active) = self.begin(Activity::SelfTest) else {
            return;
        };
        self.anyway.set(anyway);
        self.claims.set(Some(Claims {
            done: 0,
            wanted: times,
            claimed: 0,
            unsure: 0,
            trust: Trust::Good,
        }));
        self.shared
            .update_value(|shared| shared.self_test = Some((order.clone(), times)));
        spawn_local(async move {
            let outcome = self.claim(order, times).await;
            self.end(outcome, active);
        });
    }

    /// Takes all results off the page.
    pub(super) fn take_away(self) {
        self.shared.update_value(|shared| {
            shared.experiments.clear();
            shared.past.clear();
        });
        self.shown.set(Vec::new());
        self.chosen.set(0);
        self.claims.set(None);
        self.failure.set(None);
        self.kept.origin.set(None);
    }

    /// What is shown, as it can be kept; `None` where that is nothing.
    pub(super) fn to_keep(self) -> Option<KeptParts<Remark>> {
        // Without its failure a comparison that failed would read as one that did not.
        let is_whole = self
            .failure
            .with_untracked(|failure| matches!(failure, None | Some(Failure::Void)));
        if !is_whole {
            return None;
        }
        let shown = self.shown.get_untracked();
        let parts: Vec<KeptPart<Remark>> = self.shared.with_value(|shared| {
            let both = shared.experiments.iter().zip(shown);
            both.filter_map(|(running, shown)| {
                Some(KeptPart {
                    parameter: running.parameter,
                    names: running.names.clone(),
                    experiment: running.experiment.borrow().record()?,
                    remarks: shown.remarks,
                    trust: shown.trust,
                })
            })
            .collect()
        });
        (!parts.is_empty()).then(|| KeptParts::of(parts, self.chosen.get_untracked()))
    }

    /// Shows results that were kept; else says what is wrong with them.
    pub(super) fn bring_back(self, kept: KeptParts<Remark>) -> Result<(), String> {
        let chosen = kept.chosen;
        let (mut all, mut past) = (Vec::new(), Vec::new());
        for (experiment, part) in kept.into_experiments()? {
            all.push(Shown {
                parameter: part.parameter,
                results: Results::of(&experiment, &part.names)
                    .without_claims_between(Remark::removed(&part.remarks)),
                remarks: part.remarks,
                trust: part.trust,
            });
            past.push(PastExperiment {
                parameter: part.parameter,
                experiment,
                names: part.names,
            });
        }
        self.shared.update_value(|shared| shared.past = past);
        self.chosen.set(chosen);
        self.shown.set(all);
        Ok(())
    }

    fn begin(self, activity: Activity) -> Option<ActiveRun> {
        let active = self.control.begin()?;
        self.activity.set(activity);
        self.failure.set(None);
        Some(active)
    }

    fn end(self, outcome: Result<(), Failure>, active: ActiveRun) {
        self.progress.try_set(None);
        match outcome {
            // What voids figures stands beside them.
            Ok(()) | Err(Failure::Cancelled | Failure::Void) => {}
            Err(failure) => self.fail(failure),
        }
        drop(active);
    }

    /// Shows why there is no result.
    pub(super) fn fail(self, failure: Failure) {
        if let Failure::Internal(message) = &failure {
            leptos::logging::error!("internal error: {message}");
        }
        self.failure.try_set(Some(failure));
    }

    /// The build that this page is of.
    pub(super) fn build_id(self) -> String {
        self.shared
            .with_value(|shared| shared.assets.build_id.clone())
    }

    /// Under what conditions the page measures just now.
    pub(super) fn conditions_now(self) -> Conditions {
        self.shared
            .with_value(|shared| shared.watch.conditions_now())
    }

    fn handles(self) -> (Assets, CancelSlot, Watch) {
        self.shared.with_value(|shared| {
            (
                shared.assets.clone(),
                self.control.cancel_slot(),
                shared.watch.clone(),
            )
        })
    }

    /// Goes on with the experiment that ended before its time, and with those that were not reached.
    async fn resume(self, order: Order) -> Result<(), Failure> {
        let (reached, last) = self.shared.with_value(|shared| {
            let experiments = &shared.experiments;
            (experiments.len(), experiments.last().cloned())
        });
        let stopped = last.filter(|of| of.experiment.borrow().ended() == Some(End::Stopped));
        if let Some(running) = stopped {
            let budget_ms = order.settings.budget_ms;
            running.experiment.borrow_mut().go_on(now_ms(), budget_ms);
            self.watched(reached - 1, &running).await?;
        }
        self.compare(order, reached).await
    }

    /// Compares for each value of the parameter but the first ones.
    async fn compare(self, order: Order, skipped: usize) -> Result<(), Failure> {
        let (assets, cancel, watch) = self.handles();
        let parameters = order.work.parameters().into_iter().enumerate();
        for (index, parameter) in parameters.skip(skipped) {
            let subjects = Subjects::new(&order.work, parameter, &assets, &cancel, &watch).await?;
            let experiment = plan(&subjects, order.settings, order.seed)?;
            let running = Rc::new(RunningExperiment {
                parameter,
                subjects: Rc::new(subjects),
                experiment: Rc::new(RefCell::new(experiment)),
                names: order.names.clone(),
            });
            let kept = Rc::clone(&running);
            self.shared
                .try_update_value(|shared| shared.experiments.push(kept));
            self.chosen.try_set(index);
            self.watched(index, &running).await?;
        }
        Ok(())
    }

    async fn claim(self, order: Order, times: usize) -> Result<(), Failure> {
        let (assets, cancel, watch) = self.handles();
        let parameter = order.work.parameters().first().copied().flatten();
        let subjects = Subjects::new(&order.work, parameter, &assets, &cancel, &watch).await?;
        let mut seed = order.seed;
        for _ in 0..times {
            let experiment = RefCell::new(plan(&subjects, order.settings, seed)?);
            seed = seed.wrapping_add(1);
            let start = watch.run_start();
            self.carry_out(&subjects, &experiment, &mut || Ok(()))
                .await?;
            let trust = watch.judge(start, subjects.threads());
            self.claims.try_update(|claims| {
                if let Some(claims) = claims {
                    claims.trust = trust.clone().after(&claims.trust);
                }
            });
            if trust.is_void() && !self.is_wanted_anyway() {
                return Err(Failure::Void);
            }
            let verdict = Results::of(&experiment.borrow(), &[])
                .pair(0, 1)
                .map_or(Verdict::Unsure, |pair| pair.verdict);
            self.claims.try_update(|claims| {
                if let Some(claims) = claims {
                    claims.done += 1;
                    claims.claimed += usize::from(verdict.is_difference());
                    claims.unsure += usize::from(verdict == Verdict::Unsure);
                }
            });
        }
        Ok(())
    }

    fn is_wanted_anyway(self) -> bool {
        self.anyway.try_get_untracked() == Some(true)
    }

    /// Carries an experiment out, and shows what it finds as it goes on. It ends where it cannot be
    /// trusted any more, unless it is wanted anyway.
    async fn watched(self, index: usize, running: &RunningExperiment) -> Result<(), Failure> {
        let (_, _, watch) = self.handles();
        let start = watch.run_start();
        let mut look = || {
            let trust = watch.judge(start, running.subjects.threads());
            let is_void = trust.is_void();
            self.show(index, running, trust);
            if is_void && !self.is_wanted_anyway() {
                Err(Failure::Void)
            } else {
                Ok(())
            }
        };
        // Whom it is about can be shown before anything is known.
        let before = self
            .shown
            .try_with_untracked(|all| Some(all.get(index)?.trust.clone()));
        self.show(index, running, before.flatten().unwrap_or(Trust::Good));
        let outcome = self
            .carry_out(&running.subjects, &running.experiment, &mut look)
            .await;
        // One more, for why it is over.
        let outcome = look().and(outcome);
        watch.run_ended(running.subjects.threads());
        outcome
    }

    fn show(self, index: usize, running: &RunningExperiment, trust: Trust) {
        let experiment = running.experiment.borrow();
        let remarks = running.subjects.remarks(&experiment);
        let shown = Shown {
            parameter: running.parameter,
            results: Results::of(&experiment, &running.names)
                .without_claims_between(Remark::removed(&remarks)),
            remarks,
            trust,
        };
        self.shown.try_update(|all| {
            if let Some(slot) = all.get_mut(index) {
                let trust = shown.trust.after(&slot.trust);
                *slot = Shown { trust, ..shown };
            } else {
                all.push(shown);
            }
        });
    }

    /// Does what the experiment says until it is over, or somebody stops it. `look` is called after every
    /// block, and may end it.
    async fn carry_out(
        self,
        subjects: &Subjects,
        experiment: &RefCell<Experiment>,
        look: &mut dyn FnMut() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut instances: Vec<Option<Instance>> = Vec::new();
        let outcome = self.steps(subjects, experiment, &mut instances, look).await;
        for instance in instances.into_iter().flatten() {
            instance.close().await;
        }
        if outcome.is_err() {
            experiment.borrow_mut().stop();
        }
        outcome
    }

    async fn steps(
        self,
        subjects: &Subjects,
        experiment: &RefCell<Experiment>,
        instances: &mut Vec<Option<Instance>>,
        look: &mut dyn FnMut() -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut looked_ms = 0.0;
        loop {
            if self.control.is_stop_asked() {
                return Err(Failure::Cancelled);
            }
            let step = experiment.borrow_mut().next(now_ms());
            match step {
                Step::Open(order) => {
                    instances.clear();
                    instances.resize_with(order.len(), || None);
                    for index in order {
                        instances[index] = Some(subjects.open(index, experiment).await?);
                    }
                    experiment.borrow_mut().opened();
                }
                Step::Sample { candidate, calls } => {
                    let instance = instances.get(candidate).and_then(Option::as_ref);
                    let Some(instance) = instance else {
                        return Err(Failure::Internal(format!(
                            "sample of candidate {candidate} before open"
                        )));
                    };
                    let elapsed_ms = instance.sample(calls).await?;
                    experiment.borrow_mut().sampled(elapsed_ms);
                }
                Step::Close => {
                    for instance in instances.iter().flatten() {
                        instance.look_again().await?;
                    }
                    for instance in instances.drain(..).flatten() {
                        instance.close().await;
                    }
                    experiment.borrow_mut().closed(now_ms());
                    look()?;
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
            recent_ms: presenter::recent_ms(experiment),
        }));
    }
}

fn plan(subjects: &Subjects, settings: SamplingSettings, seed: u64) -> Result<Experiment, Failure> {
    let calls_max = subjects.calls_max();
    let plan = Plan {
        question: settings.question,
        calls_max: calls_max.clone(),
        ..Plan::of(
            calls_max.len(),
            subjects.clock_step_ms(),
            settings.budget_ms,
            seed,
        )
    };
    Experiment::new(plan).map_err(|error| match error {
        PlanError::BudgetForClock { least_ms, .. } => Failure::Budget { least_ms },
        error => Failure::Internal(format!("no experiment: {error}")),
    })
}
