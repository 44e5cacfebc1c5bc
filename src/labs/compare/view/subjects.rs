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
use crate::own_code::sandbox::{Sandbox, Worker};
use crate::own_code::{CallResult, Program, RunError, Variant, is_removed};
use crate::place::{Moving, Place};
use crate::trust::watch::Watch;

/// The step of a clock that nobody could measure, in milliseconds: the coarsest of any browser.
const CLOCK_STEP_MS_UNKNOWN: f64 = 1.0;

/// Why there is no sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Failure {
    /// Somebody wanted it to end.
    Cancelled,
    /// The figures do not count. Why stands beside them.
    Void,
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
    },
    /// A candidate returns nothing, so nothing can be checked and its work may be left out.
    ReturnsNothing(usize),
    /// A candidate takes no longer than a function that does nothing.
    LikelyRemoved(usize),
    /// A candidate has the same thread and module in every block.
    SharedThread(usize),
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
        /// How long a call may take, in milliseconds.
        deadline_ms: f64,
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
                deadline_ms,
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
                    deadline_ms,
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
        deadline_ms: f64,
        /// By candidate.
        seen: RefCell<Vec<Seen>>,
    },
}

/// What is known of a piece of own code.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    /// What it returned.
    result: Option<CallResult>,
    /// The least that a call of a function that does nothing took there, in milliseconds.
    empty_call_ms: f64,
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
    deadline_ms: f64,
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
            Work::Own {
                program,
                deadline_ms,
                ..
            } => {
                let sandbox = Sandbox::open(assets).await.map_err(|error| match error {
                    RunError::Ended => Failure::Cancelled,
                    error => Failure::Sandbox(error),
                })?;
                let sandbox = Rc::new(sandbox);
                let parameter = parameter.unwrap_or_default();
                let step = async {
                    let first = sandbox.worker(program, 0, parameter).await?;
                    first.clock_step_ms().await
                };
                let step = guarded(&sandbox, cancel, 0, step).await?;
                let kind = Kind::Own {
                    sandbox,
                    program: Rc::clone(program),
                    parameter,
                    deadline_ms: *deadline_ms,
                    seen: RefCell::new(vec![Seen::default(); count]),
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
                deadline_ms,
                seen,
            } => {
                // A set-up may take long, too.
                let worker = sandbox.worker(program, index, *parameter);
                let worker = guarded(sandbox, &self.cancel, index, worker).await?;
                let instance = OwnInstance {
                    index,
                    worker,
                    sandbox: Rc::clone(sandbox),
                    deadline_ms: *deadline_ms,
                    cancel: Rc::clone(&self.cancel),
                };
                if !is_checked {
                    let first = instance.look().await?;
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
            Kind::Own { seen, .. } => own_remarks(&seen.borrow(), experiment),
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

fn own_remarks(seen: &[Seen], experiment: &Experiment) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let returned: Vec<(usize, &CallResult)> = seen
        .iter()
        .enumerate()
        .filter_map(|(index, seen)| Some((index, seen.result.as_ref()?)))
        .collect();
    if let Some((first, rest)) = returned.split_first() {
        let other = rest.iter().find(|(_, result)| *result != first.1);
        remarks.extend(other.map(|other| Remark::Differs {
            one: (first.0, first.1.text.clone()),
            other: (other.0, other.1.text.clone()),
        }));
    }
    for (index, seen) in seen.iter().enumerate() {
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
    remarks
}

/// The least that a call took, in milliseconds. Other work on the machine makes calls longer, never
/// shorter, and of empty calls the least is taken too.
fn least_call_ms(experiment: &Experiment, index: usize) -> Option<f64> {
    let all_ms = experiment.counted(index).map(Sample::call_ms);
    all_ms.reduce(f64::min)
}

impl Seen {
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
            Self::Own(own) => own.guarded(own.worker.sample(calls, own.deadline_ms)).await,
        }
    }

    /// Ends its workers.
    pub(super) async fn close(self) {
        match self {
            Self::Kernel(kernel) => kernel.runner.close().await,
            // What a tear-down says changes no figure any more.
            Self::Own(own) => drop(own.worker.stop().await),
        }
    }
}

impl OwnInstance {
    /// Finds out what it returns, and how long a call of nothing takes beside it.
    async fn look(&self) -> Result<Seen, Failure> {
        let result = self.guarded(self.worker.result(self.deadline_ms)).await?;
        Ok(Seen {
            result: Some(result),
            empty_call_ms: self.empty_call_ms().await?,
        })
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
