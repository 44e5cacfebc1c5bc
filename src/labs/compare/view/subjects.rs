//! What is compared, as it runs: fresh instances for each block, and the time that their calls take.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::{CheckError, ROUNDS_MAX, Spec};
use protocol::clock::now_ms;
use sampling::Experiment;
use sampling::experiment::Sample;
use serde::{Deserialize, Serialize};
use timeline::{Lane, Phase};

use crate::compute::{Assets, Hooks, Order, RunFailure, Runner};
use crate::labs::compare::model::form::Candidate;
use crate::labs::run_control::CancelSlot;
use crate::own_code::border::Border;
use crate::own_code::sandbox::{Sandbox, Worker};
use crate::own_code::{
    CallResult, CodeError, Opaque, Program, RunError, Sameness, Variant, is_removed,
};
use crate::place::{Moving, Place};
use crate::trust::watch::Watch;

/// The step of a clock that nobody could measure, in milliseconds: the coarsest of any browser.
const CLOCK_STEP_MS_UNKNOWN: f64 = 1.0;

/// A call that takes longer is not made once more only to look at what it returns.
const LOOKED_AT_AGAIN_MS: f64 = 1_000.0;

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody wanted it to end.
    Cancelled,
    /// The figures do not count. Why stands beside them.
    Void,
    /// The time budget is too short for the clock that times samples.
    Budget {
        /// What is enough, in milliseconds.
        least_ms: f64,
    },
    /// A candidate's result is wrong: whose, and what is wrong.
    Wrong(usize, CheckError),
    /// Anything else, with the candidate.
    Failed(usize, RunFailure),
    /// The frame in which own code runs did not open: no candidate has been reached yet.
    Sandbox(RunError),
    /// The link's own code cannot be read, in the browser's words.
    Link(String),
    /// A fault of this app, in words for those who mend it.
    Internal(String),
    /// The reader's own code failed.
    Own {
        /// Whose.
        index: usize,
        /// Why.
        error: RunError,
        /// How long after it was called that was known, in milliseconds.
        after_ms: f64,
    },
}

/// What results have to be read with. Candidates are counted from zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::labs::compare) enum Remark {
    /// Two candidates do not do the same: each with what it returned.
    Differs {
        one: (usize, String),
        other: (usize, String),
        /// Why, where the border between two languages explains it.
        #[serde(default)]
        border: Option<Border>,
    },
    /// Two candidates return the same content, but not in the same order, or with other parts in common, or with other
    /// attributes.
    DiffersInDetail { one: usize, other: usize },
    /// Whether two candidates return the same cannot be told, because this part of it cannot be seen into.
    CannotCompare {
        one: usize,
        other: usize,
        opaque: Opaque,
    },
    /// What a candidate returns is too large to be compared.
    TooLarge(usize),
    /// A candidate changes what it works on.
    ChangesInput {
        index: usize,
        /// Whether its data were other ones after the first call.
        data: bool,
        /// What the first call returned and what a later one did, where that differs.
        results: Option<(String, String)>,
        /// How many times as long as a first call on fresh data a second call on the same takes.
        trend: Option<f64>,
    },
    /// These wait for the promise of each call.
    Awaits {
        who: Vec<usize>,
        /// What the wait alone costs, in milliseconds, where others do not wait.
        await_ms: Option<f64>,
    },
    /// The tear-down failed, in the same way after each of these.
    TearDownFailed { who: Vec<usize>, failure: TearDown },
    /// A candidate returns nothing, so nothing can be checked and its work may be left out.
    ReturnsNothing(usize),
    /// A candidate takes no longer than a function that does nothing.
    LikelyRemoved(usize),
    /// A candidate has the same thread and module in every block.
    SharedThread(usize),
}

/// How a tear-down failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::labs::compare) enum TearDown {
    /// It threw something.
    Threw(CodeError),
    /// It was ended after so many milliseconds.
    Late(f64),
}

impl Remark {
    /// Whose calls take hardly longer than those of an empty function.
    pub(super) fn removed(remarks: &[Self]) -> Vec<usize> {
        let removed = remarks.iter().filter_map(|remark| match remark {
            Self::LikelyRemoved(index) => Some(*index),
            _ => None,
        });
        removed.collect()
    }
}

/// What is to be compared.
#[derive(Clone)]
pub(super) enum Work {
    /// Kernels, each in its place.
    Kernels(Vec<Candidate>),
    /// The reader's own code, for each value of its parameter.
    Own {
        program: Rc<Program>,
        parameters: Vec<f64>,
    },
}

impl Work {
    /// The values of the parameter, one after another.
    pub(super) fn parameters(&self) -> Vec<Option<f64>> {
        match self {
            Self::Kernels(_) => vec![None],
            Self::Own { parameters, .. } => parameters.iter().copied().map(Some).collect(),
        }
    }

    /// The first candidate, and the first candidate.
    pub(super) fn first_with_itself(self) -> Self {
        match self {
            Self::Kernels(candidates) => {
                Self::Kernels(candidates.first().map_or_else(Vec::new, |&of| vec![of; 2]))
            }
            Self::Own {
                program,
                parameters,
            } => {
                let mut program = Program::clone(&program);
                program.variants.truncate(1);
                let again = program.variants.first().cloned();
                program.variants.extend(again.map(|of| Variant {
                    name: format!("{} 2", of.name),
                    ..of
                }));
                Self::Own {
                    program: Rc::new(program),
                    parameters,
                }
            }
        }
    }
}

/// What is compared in one experiment.
pub(super) struct Subjects {
    kind: Kind,
    clock_step_ms: f64,
    /// For each candidate, whether it was looked at whether it does what it shall.
    checked: Vec<Cell<bool>>,
    cancel: CancelSlot,
}

enum Kind {
    Kernels {
        assets: Assets,
        candidates: Vec<Candidate>,
        /// The pictures that kernels of pictures work on, by candidate.
        pictures: Vec<Option<Uint8Array>>,
    },
    Own {
        sandbox: Rc<Sandbox>,
        program: Rc<Program>,
        parameter: f64,
        /// By candidate.
        seen: Rc<RefCell<Vec<Seen>>>,
    },
}

/// What is known of a piece of own code.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    /// What it returned.
    result: Option<CallResult>,
    /// The least that a call of a function that does nothing took there, in milliseconds.
    empty_call_ms: f64,
    /// Whether each call's promise is awaited.
    is_async: bool,
    /// The longest that a call took in a sample, or alone, in milliseconds.
    call_ms: Option<f64>,
    /// Whether the first call changed its data.
    changed_data: bool,
    /// What a later call returned, where that is something else.
    later: Option<String>,
    /// How many times as long as a first call on fresh data a second call on the same takes.
    trend: Option<f64>,
    /// How its tear-down failed.
    tear_down: Option<TearDown>,
}

/// One candidate's own workers, or the page's thread.
pub(super) enum Instance {
    Kernel(Box<KernelInstance>),
    Own(Box<OwnInstance>),
}

/// A piece of own code in its worker.
pub(super) struct OwnInstance {
    index: usize,
    worker: Worker,
    sandbox: Rc<Sandbox>,
    seen: Rc<RefCell<Vec<Seen>>>,
    /// Whether it was looked at what it returns, so that it can be told whether that stays so.
    is_first: bool,
    cancel: CancelSlot,
}

/// A kernel in its place.
pub(super) struct KernelInstance {
    index: usize,
    runner: Runner,
    order: Order,
    cancel: CancelSlot,
}

impl Subjects {
    /// Makes what the candidates work on, and finds out how fine their clock is.
    pub(super) async fn new(
        work: &Work,
        parameter: Option<f64>,
        assets: &Assets,
        cancel: &CancelSlot,
        watch: &Watch,
    ) -> Result<Self, Failure> {
        let count = match work {
            Work::Kernels(candidates) => candidates.len(),
            Work::Own { program, .. } => program.variants.len(),
        };
        // Until it has measured, the gauge keeps a core busy. What it cannot tell in this browser stays
        // unknown.
        watch.ready().await;
        let (kind, clock_step_ms) = match work {
            Work::Kernels(candidates) => {
                let kind = kernels(assets, candidates.clone()).await?;
                let conditions = watch.conditions_now();
                let steps = [
                    conditions.page_clock_step_us,
                    conditions.worker_clock_step_us,
                ];
                let longest = steps.into_iter().flatten().max_by(f64::total_cmp);
                (kind, longest.map(|step_us| step_us / 1_000.0))
            }
            Work::Own { program, .. } => {
                let sandbox = Sandbox::open(assets).await.map_err(|error| match error {
                    RunError::Ended => Failure::Cancelled,
                    error => Failure::Sandbox(error),
                })?;
                let sandbox = Rc::new(sandbox);
                let parameter = parameter.unwrap_or_default();
                let step = sandbox.clock_step_ms(program, parameter);
                let step = guarded(&sandbox, cancel, 0, step).await?;
                let kind = Kind::Own {
                    sandbox,
                    program: Rc::clone(program),
                    parameter,
                    seen: Rc::new(RefCell::new(vec![Seen::default(); count])),
                };
                (kind, Some(step))
            }
        };
        Ok(Self {
            kind,
            clock_step_ms: clock_step_ms.unwrap_or(CLOCK_STEP_MS_UNKNOWN),
            checked: vec![Cell::new(false); count],
            cancel: Rc::clone(cancel),
        })
    }

    /// How often each candidate can be called for one sample.
    pub(super) fn calls_max(&self) -> Vec<u32> {
        let most = match &self.kind {
            Kind::Kernels { .. } => ROUNDS_MAX,
            Kind::Own { .. } => u32::MAX,
        };
        vec![most; self.checked.len()]
    }

    /// The most threads that a candidate keeps busy at once.
    pub(super) fn threads(&self) -> u32 {
        match &self.kind {
            Kind::Kernels { candidates, .. } => {
                let threads = candidates.iter().map(|candidate| candidate.place.threads());
                threads.max().unwrap_or(1)
            }
            Kind::Own { .. } => 1,
        }
    }

    /// The step of the clock that times samples, in milliseconds.
    pub(super) const fn clock_step_ms(&self) -> f64 {
        self.clock_step_ms
    }

    /// A fresh instance, ready to compute. The first one of each candidate is looked at whether it does
    /// what it shall; if somebody ends that, the next one is. One whose calls seem to do nothing is
    /// looked at again.
    pub(super) async fn open(
        &self,
        index: usize,
        experiment: &RefCell<Experiment>,
    ) -> Result<Instance, Failure> {
        let is_checked = self.checked[index].get();
        match &self.kind {
            Kind::Kernels {
                assets,
                candidates,
                pictures,
            } => {
                let candidate = candidates[index];
                let instance = KernelInstance {
                    index,
                    runner: Runner::new(assets.clone()),
                    order: Order {
                        spec: candidate.computation,
                        engine: candidate.engine,
                        place: candidate.place,
                        moving: Moving::Transfer,
                        fault: None,
                        picture: pictures[index].clone(),
                    },
                    cancel: Rc::clone(&self.cancel),
                };
                if let Err(failure) = instance.prepare(!is_checked).await {
                    instance.runner.close().await;
                    return Err(failure);
                }
                self.checked[index].set(true);
                Ok(Instance::Kernel(Box::new(instance)))
            }
            Kind::Own {
                sandbox,
                program,
                parameter,
                seen,
            } => {
                // A set-up may take long, too.
                let worker = sandbox.worker(program, index, *parameter);
                let worker = guarded(sandbox, &self.cancel, index, worker).await?;
                let instance = OwnInstance {
                    index,
                    worker,
                    sandbox: Rc::clone(sandbox),
                    seen: Rc::clone(seen),
                    is_first: !is_checked,
                    cancel: Rc::clone(&self.cancel),
                };
                if !is_checked {
                    let first = instance.look(program.fresh_data).await?;
                    seen.borrow_mut()[index] = first;
                    self.checked[index].set(true);
                } else if seen.borrow()[index]
                    .is_removed(least_call_ms(&experiment.borrow(), index))
                {
                    // A core that is shared with other work is slow for a while, which the empty calls
                    // may have met and the others not.
                    let again_ms = instance.empty_call_ms().await?;
                    let seen = &mut seen.borrow_mut()[index];
                    seen.empty_call_ms = seen.empty_call_ms.min(again_ms);
                }
                Ok(Instance::Own(Box::new(instance)))
            }
        }
    }

    /// What results have to be read with.
    pub(super) fn remarks(&self, experiment: &Experiment) -> Vec<Remark> {
        match &self.kind {
            Kind::Kernels { candidates, .. } => {
                let places = candidates.iter().map(|candidate| candidate.place);
                let on_page = places
                    .enumerate()
                    .filter(|(_, place)| matches!(place, Place::Main | Place::Sliced { .. }));
                on_page
                    .map(|(index, _)| Remark::SharedThread(index))
                    .collect()
            }
            Kind::Own { seen, program, .. } => own_remarks(&seen.borrow(), program, experiment),
        }
    }
}

async fn kernels(assets: &Assets, candidates: Vec<Candidate>) -> Result<Kind, Failure> {
    let maker = Runner::new(assets.clone());
    let pictures = pictures(&maker, &candidates).await;
    // Its workers would run on beside what is timed, or after what failed.
    maker.close().await;
    Ok(Kind::Kernels {
        assets: assets.clone(),
        pictures: pictures?,
        candidates,
    })
}

async fn pictures(
    maker: &Runner,
    candidates: &[Candidate],
) -> Result<Vec<Option<Uint8Array>>, Failure> {
    let mut pictures = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let picture = maker
            .picture(candidate.computation, None, Moving::Transfer)
            .await
            .map_err(|failure| failed(index, failure))?;
        pictures.push(picture);
    }
    Ok(pictures)
}

fn own_remarks(seen: &[Seen], program: &Program, experiment: &Experiment) -> Vec<Remark> {
    let returned: Vec<(usize, &CallResult)> = seen
        .iter()
        .enumerate()
        .filter_map(|(index, seen)| Some((index, seen.result.as_ref()?)))
        .collect();
    let mut remarks: Vec<Remark> = sameness(&returned, program).into_iter().collect();
    let large = returned.iter().filter(|(_, result)| result.is_too_large);
    remarks.extend(large.map(|(index, _)| Remark::TooLarge(*index)));
    for (index, seen) in seen.iter().enumerate() {
        remarks.extend(seen.changes(index));
        if seen
            .result
            .as_ref()
            .is_some_and(|result| result.is_undefined)
        {
            remarks.push(Remark::ReturnsNothing(index));
        }
        if seen.is_removed(least_call_ms(experiment, index)) {
            remarks.push(Remark::LikelyRemoved(index));
        }
    }
    remarks.extend(awaits(seen));
    remarks.extend(tear_downs(seen));
    remarks
}

/// What is worst of how the others' results stand to the first's.
fn sameness(returned: &[(usize, &CallResult)], program: &Program) -> Option<Remark> {
    let ((one, first), rest) = returned.split_first()?;
    let all: Vec<(usize, &CallResult, Sameness)> = rest
        .iter()
        .map(|(index, result)| (*index, *result, first.against(result)))
        .collect();
    let text = |result: &CallResult| {
        if result.is_cut {
            // The beginnings of two may be alike.
            format!(
                "{} (#{})",
                result.text,
                &result.content[..8.min(result.content.len())]
            )
        } else {
            result.text.clone()
        }
    };
    let different = all.iter().find(|(.., same)| *same == Sameness::Different);
    if let Some((other, result, _)) = different {
        return Some(Remark::Differs {
            one: (*one, text(first)),
            other: (*other, text(result)),
            border: program.border((*one, &first.text), (*other, &result.text)),
        });
    }
    let unknown = all.iter().find_map(|(other, _, same)| match same {
        Sameness::Unknown(opaque) => Some(Remark::CannotCompare {
            one: *one,
            other: *other,
            opaque: opaque.clone(),
        }),
        _ => None,
    });
    let detail = || {
        let found = all.iter().find(|(.., same)| *same == Sameness::Detail);
        found.map(|(other, ..)| Remark::DiffersInDetail {
            one: *one,
            other: *other,
        })
    };
    unknown.or_else(detail)
}

/// How the tear-down failed, each way once.
fn tear_downs(seen: &[Seen]) -> Vec<Remark> {
    let mut failures: Vec<(TearDown, Vec<usize>)> = Vec::new();
    for (index, seen) in seen.iter().enumerate() {
        let Some(failure) = &seen.tear_down else {
            continue;
        };
        match failures.iter_mut().find(|(known, _)| known == failure) {
            Some((_, who)) => who.push(index),
            None => failures.push((failure.clone(), vec![index])),
        }
    }
    let remark = |(failure, who)| Remark::TearDownFailed { who, failure };
    failures.into_iter().map(remark).collect()
}

/// Who waits for promises, and what that costs where not all do.
fn awaits(seen: &[Seen]) -> Option<Remark> {
    let of = |is_async: bool| {
        let known = seen
            .iter()
            .enumerate()
            .filter(|(_, seen)| seen.result.is_some());
        known.filter(move |(_, seen)| seen.is_async == is_async)
    };
    let who: Vec<usize> = of(true).map(|(index, _)| index).collect();
    if who.is_empty() {
        return None;
    }
    let least = |is_async| {
        of(is_async)
            .map(|(_, seen)| seen.empty_call_ms)
            .reduce(f64::min)
    };
    let await_ms = least(true)
        .zip(least(false))
        .map(|(with_ms, without_ms)| (with_ms - without_ms).max(0.0));
    Some(Remark::Awaits { who, await_ms })
}

/// The least that a call took, in milliseconds. Other work on the machine makes calls longer, never
/// shorter, and of empty calls the least is taken too.
fn least_call_ms(experiment: &Experiment, index: usize) -> Option<f64> {
    let all_ms = experiment.counted(index).map(Sample::call_ms);
    all_ms.reduce(f64::min)
}

impl Seen {
    /// That it changes what it works on, if so.
    fn changes(&self, index: usize) -> Option<Remark> {
        let first = self.result.as_ref().map(|result| result.text.clone());
        let results = first.zip(self.later.clone());
        (self.changed_data || results.is_some() || self.trend.is_some()).then_some(
            Remark::ChangesInput {
                index,
                data: self.changed_data,
                results,
                trend: self.trend,
            },
        )
    }

    /// Whether its calls take no longer than empty ones.
    fn is_removed(&self, least_call_ms: Option<f64>) -> bool {
        least_call_ms.is_some_and(|least_ms| is_removed(least_ms, self.empty_call_ms))
    }
}

impl Instance {
    /// Calls it so many times; gives how many milliseconds that took.
    pub(super) async fn sample(&self, calls: u32) -> Result<f64, Failure> {
        match self {
            Self::Kernel(kernel) => kernel.sample(calls).await,
            Self::Own(own) => own.sample(calls).await,
        }
    }

    /// At the end of a block: looks whether what it does has stayed the same.
    pub(super) async fn look_again(&self) -> Result<(), Failure> {
        match self {
            Self::Kernel(_) => Ok(()),
            Self::Own(own) => own.look_again().await,
        }
    }

    /// Ends its workers.
    pub(super) async fn close(self) {
        match self {
            Self::Kernel(kernel) => kernel.runner.close().await,
            Self::Own(own) => own.close().await,
        }
    }
}

impl OwnInstance {
    /// Finds out what it returns, and how long a call of nothing takes beside it.
    async fn look(&self, has_fresh_data: bool) -> Result<Seen, Failure> {
        let called = self.guarded(self.worker.call()).await?;
        let result = self.guarded(self.worker.look()).await?;
        let empty_call_ms = self.empty_call_ms().await?;
        let trend = if has_fresh_data {
            None
        } else {
            self.guarded(self.worker.trend()).await?
        };
        Ok(Seen {
            changed_data: result.changed_data,
            result: Some(result),
            empty_call_ms,
            is_async: called.is_async,
            call_ms: Some(called.elapsed_ms),
            trend,
            ..Seen::default()
        })
    }

    async fn sample(&self, calls: u32) -> Result<f64, Failure> {
        let expected_ms = self.seen.borrow()[self.index].call_ms;
        let elapsed_ms = self.guarded(self.worker.sample(calls, expected_ms)).await?;
        let call_ms = elapsed_ms / f64::from(calls.max(1));
        let seen = &mut self.seen.borrow_mut()[self.index];
        seen.call_ms = Some(
            seen.call_ms
                .map_or(call_ms, |longest_ms| longest_ms.max(call_ms)),
        );
        Ok(elapsed_ms)
    }

    async fn look_again(&self) -> Result<(), Failure> {
        let is_slow = self.seen.borrow()[self.index]
            .call_ms
            .is_none_or(|call_ms| call_ms > LOOKED_AT_AGAIN_MS);
        if !self.is_first || is_slow {
            return Ok(());
        }
        self.guarded(self.worker.call()).await?;
        let later = self.guarded(self.worker.look()).await?;
        let seen = &mut self.seen.borrow_mut()[self.index];
        let first = seen.result.as_ref();
        if first.is_some_and(|first| first.against(&later) == Sameness::Different) {
            seen.later = Some(later.text);
        }
        Ok(())
    }

    /// What a tear-down says changes no figure any more, but it is said.
    async fn close(self) {
        let failure = match self.worker.stop().await {
            Err(RunError::Code(error)) => TearDown::Threw(error),
            Err(RunError::Deadline { limit_ms, .. }) => TearDown::Late(limit_ms),
            // Else it is over.
            _ => return,
        };
        let seen = &mut self.seen.borrow_mut()[self.index];
        seen.tear_down.get_or_insert(failure);
    }

    async fn empty_call_ms(&self) -> Result<f64, Failure> {
        self.guarded(self.worker.empty_call_ms()).await
    }

    async fn guarded<T>(
        &self,
        work: impl Future<Output = Result<T, RunError>>,
    ) -> Result<T, Failure> {
        guarded(&self.sandbox, &self.cancel, self.index, work).await
    }
}

/// Lets something that a worker does be ended from outside.
async fn guarded<T>(
    sandbox: &Rc<Sandbox>,
    cancel: &CancelSlot,
    index: usize,
    work: impl Future<Output = Result<T, RunError>>,
) -> Result<T, Failure> {
    let start_ms = now_ms();
    let ended = Rc::clone(sandbox);
    *cancel.borrow_mut() = Some(Rc::new(move || ended.interrupt()));
    let done = work.await;
    cancel.borrow_mut().take();
    done.map_err(|error| own_failure(index, error, start_ms))
}

fn own_failure(index: usize, error: RunError, start_ms: f64) -> Failure {
    match error {
        RunError::Ended => Failure::Cancelled,
        error => Failure::Own {
            index,
            error,
            after_ms: now_ms() - start_ms,
        },
    }
}

impl KernelInstance {
    async fn prepare(&self, checked: bool) -> Result<(), Failure> {
        let fail = |failure| failed(self.index, failure);
        let (place, engine) = (self.order.place, self.order.engine);
        self.runner.warm(place, engine).await.map_err(fail)?;
        if !checked {
            return Ok(());
        }
        let ran = self.runner.run(&self.order, &self.hooks()).await;
        let ran = ran.map_err(fail)?;
        match self.runner.check(&self.order, &ran).await.map_err(fail)? {
            None => Ok(()),
            Some(error) => Err(Failure::Wrong(self.index, error)),
        }
    }

    /// Computes so many times over; gives the milliseconds from the first moment of computing to the last.
    async fn sample(&self, calls: u32) -> Result<f64, Failure> {
        let order = Order {
            spec: Spec {
                rounds: calls,
                ..self.order.spec
            },
            ..self.order.clone()
        };
        let ran = self.runner.run(&order, &self.hooks()).await;
        self.cancel.borrow_mut().take();
        let ran = ran.map_err(|failure| failed(self.index, failure))?;
        Ok(computing_ms(&ran.lanes))
    }

    fn hooks(&self) -> Hooks {
        let cancel = Rc::clone(&self.cancel);
        Hooks {
            on_cancel: Rc::new(move |handle| *cancel.borrow_mut() = Some(handle)),
            ..Hooks::none()
        }
    }
}

fn failed(index: usize, failure: RunFailure) -> Failure {
    match failure {
        RunFailure::Cancelled => Failure::Cancelled,
        failure => Failure::Failed(index, failure),
    }
}

/// From the first moment of computing on any thread to the last on any.
fn computing_ms(lanes: &[Lane]) -> f64 {
    let spans = lanes.iter().flat_map(|lane| &lane.spans);
    spans
        .filter(|span| span.phase == Phase::Compute)
        .map(|span| (span.start_ms, span.end_ms()))
        .reduce(|(start, end), (other_start, other_end)| {
            (start.min(other_start), end.max(other_end))
        })
        .map_or(0.0, |(start, end)| end - start)
}
