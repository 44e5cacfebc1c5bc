//! The course of a run: what waited where, from when to when, and what ran.

use std::collections::HashMap;

use super::predict::{Line, Lines};
use crate::trace::{Event, Origin, Phase, Queue, Race, Step, TaskId};

/// Number of an execution, in the order in which they began; the main module's is 0.
pub type RunId = usize;

/// Whose code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The main module, as far as it runs before the first callback.
    Main,
    /// A callback.
    Callback(TaskId),
    /// Listeners of `beforeExit` and `exit`.
    Exit,
    /// Node itself, outside of callbacks.
    Node,
}

/// One execution. An interval's callback has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whose code.
    pub actor: Actor,
    /// How it waited, an index for [`Course::wait`]; none unless it is a callback.
    pub wait: Option<usize>,
    /// What it runs within, where executions nest.
    pub within: Option<RunId>,
    /// The phase in which it began.
    pub phase: Phase,
    /// The loop's turn in which it began; 0 before the first.
    pub turn: u32,
    /// The step with which it began.
    pub started: usize,
    /// When.
    pub started_ns: u64,
    /// The step with which it was over; the number of steps if the run of the program was over before.
    pub ended: usize,
    /// When.
    pub ended_ns: u64,
}

impl Run {
    /// The callback that it executes.
    #[must_use]
    pub fn task(&self) -> Option<TaskId> {
        match self.actor {
            Actor::Callback(task) => Some(task),
            Actor::Main | Actor::Exit | Actor::Node => None,
        }
    }

    /// For how long it held the thread.
    #[must_use]
    pub fn duration_ns(&self) -> u64 {
        self.ended_ns.saturating_sub(self.started_ns)
    }
}

/// Where a callback can be while it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// In a queue.
    Queue(Queue),
    /// On a thread of the pool, by its number.
    Thread(u8),
}

/// A callback at one spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Where.
    pub spot: Spot,
    /// The step that brought it there.
    pub from: usize,
    /// When.
    pub from_ns: u64,
    /// The step that took it away; the number of steps if none did.
    pub to: usize,
    /// When.
    pub to_ns: u64,
    /// When it is due, ready or done, if that is known.
    pub due_ns: Option<u64>,
}

/// What became of a callback that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It ran.
    Ran(RunId),
    /// It was cancelled, with this step.
    Cancelled(usize),
    /// It waited until the program's end.
    Left,
}

/// How a callback waited, from the step that queued it until it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Which.
    pub task: TaskId,
    /// What the program called.
    pub origin: Origin,
    /// The line that queued it; none for Node's own.
    pub line: Option<u32>,
    /// What ran when it was queued; none if the loop itself queued it.
    pub parent: Option<RunId>,
    /// Where it was, one after the other.
    pub stays: Vec<Stay>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Wait {
    /// The step that queued it.
    #[must_use]
    pub fn queued(&self) -> Option<usize> {
        self.stays.first().map(|stay| stay.from)
    }

    /// Where it last was before a step.
    #[must_use]
    pub fn stay_before(&self, step: usize) -> Option<&Stay> {
        let count = self.stays.partition_point(|stay| stay.from < step);
        count.checked_sub(1).map(|index| &self.stays[index])
    }

    /// Whether it waits when a step comes.
    #[must_use]
    pub fn is_waiting_at(&self, step: usize) -> bool {
        self.stay_before(step).is_some_and(|stay| stay.to > step)
    }

    /// For how long it waited until a thread of the pool was free.
    #[must_use]
    pub fn pool_wait_ns(&self) -> u64 {
        let in_pool = |stay: &&Stay| stay.spot == Spot::Queue(Queue::ThreadPool);
        let stays = self.stays.iter().filter(in_pool);
        stays
            .map(|stay| stay.to_ns.saturating_sub(stay.from_ns))
            .sum()
    }

    /// Whether it is a request to disk, network or thread pool.
    pub(super) fn is_request(&self) -> bool {
        self.stays.iter().any(|stay| {
            matches!(
                stay.spot,
                Spot::Thread(_) | Spot::Queue(Queue::ThreadPool | Queue::Waiting | Queue::Poll)
            )
        })
    }

    pub(super) fn is_timer(&self) -> bool {
        let last = self.stays.last();
        last.is_some_and(|stay| stay.spot == Spot::Queue(Queue::Timers))
    }

    fn close_stay(&mut self, step: usize, at_ns: u64) {
        if let Some(stay) = self.stays.last_mut() {
            (stay.to, stay.to_ns) = (step, at_ns);
        }
    }
}

/// From when on the loop was in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) phase: Phase,
    pub(super) from: usize,
    pub(super) from_ns: u64,
}

/// A race that a run met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Met {
    /// The step before which it did.
    pub(super) step: usize,
    pub(super) at_ns: u64,
    pub(super) race: Race,
}

/// What waited and ran in a run of a program, of which its steps need not be kept: it holds about as much as they do,
/// once.
#[derive(Clone, Debug)]
pub struct Course {
    pub(super) runs: Vec<Run>,
    pub(super) waits: Vec<Wait>,
    /// The first wait of each callback.
    first_waits: HashMap<TaskId, usize>,
    /// Waits that ended otherwise than by running.
    pub(super) vain: Vec<usize>,
    pub(super) visits: Vec<Visit>,
    pub(super) lines: Vec<Line>,
    pub(super) races: Vec<Met>,
    pub(super) turns: u32,
    pub(super) total_ns: u64,
}

impl Course {
    /// Of the steps of a run and the races that it met.
    #[must_use]
    pub fn new(steps: &[Step], races: &[(u32, Race)]) -> Self {
        let mut builder = Builder::new(steps.first().map_or(0, |step| step.at_ns));
        for (index, step) in steps.iter().enumerate() {
            builder.apply(index, step);
        }
        let mut course = builder.finish(steps);
        let met = |&(step, race): &(u32, Race)| {
            let step = usize::try_from(step).unwrap_or(usize::MAX);
            let at_ns = steps.get(step).map_or(course.total_ns, |step| step.at_ns);
            Met { step, at_ns, race }
        };
        course.races = races.iter().map(met).collect();
        course.races.sort_by_key(|met| met.step);
        course
    }

    /// What ran, in order; the main module first.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// How a run had waited.
    #[must_use]
    pub fn wait(&self, run: RunId) -> Option<&Wait> {
        let wait = self.runs.get(run)?.wait?;
        self.waits.get(wait)
    }

    /// How everything waited, in the order in which it was queued.
    #[must_use]
    pub fn waits(&self) -> &[Wait] {
        &self.waits
    }

    /// How a callback waited first; none if it was never queued.
    #[must_use]
    pub fn first_wait(&self, task: TaskId) -> Option<&Wait> {
        self.first_waits.get(&task).map(|wait| &self.waits[*wait])
    }

    /// The first execution of a callback, or that of the main module; none if the callback never ran.
    #[must_use]
    pub fn run_of(&self, task: Option<TaskId>) -> Option<RunId> {
        let Some(task) = task else {
            return Some(0);
        };
        match self.first_wait(task)?.outcome {
            Outcome::Ran(run) => Some(run),
            Outcome::Cancelled(_) | Outcome::Left => None,
        }
    }

    /// What runs after a step: innermost, if executions nest. None if the loop is between two.
    #[must_use]
    pub fn run_at(&self, step: usize) -> Option<RunId> {
        let begun = self.runs.partition_point(|run| run.started <= step);
        let outwards = std::iter::successors(begun.checked_sub(1), |run| self.runs[*run].within);
        outwards
            .into_iter()
            .find(|run| self.runs[*run].ended > step)
    }

    /// What led to a run, itself first and, unless Node itself began it, the main module last.
    pub fn ancestry(&self, run: RunId) -> impl Iterator<Item = RunId> + '_ {
        let known = (run < self.runs.len()).then_some(run);
        std::iter::successors(known, |run| self.wait(*run)?.parent)
    }

    /// The visit to a phase during which a step came: its index.
    pub(super) fn visit_at(&self, step: usize) -> Option<usize> {
        self.visits
            .partition_point(|visit| visit.from <= step)
            .checked_sub(1)
    }
}

/// Reads steps.
struct Builder {
    course: Course,
    lines: Lines,
    /// The wait of each callback that waits.
    waiting: HashMap<TaskId, usize>,
    /// The last execution of each callback.
    last_runs: HashMap<TaskId, RunId>,
    /// Callbacks that are executed, outermost first.
    running: Vec<RunId>,
    /// What runs while no callback does: the main module, listeners of `exit`, Node itself.
    between: Option<RunId>,
    phase: Phase,
    turn: u32,
}

impl Builder {
    fn new(from_ns: u64) -> Self {
        let course = Course {
            runs: Vec::new(),
            waits: Vec::new(),
            first_waits: HashMap::new(),
            vain: Vec::new(),
            visits: Vec::new(),
            lines: Vec::new(),
            races: Vec::new(),
            turns: 0,
            total_ns: 0,
        };
        let mut builder = Self {
            course,
            lines: Lines::default(),
            waiting: HashMap::new(),
            last_runs: HashMap::new(),
            running: Vec::new(),
            between: None,
            phase: Phase::Main,
            turn: 0,
        };
        builder.between = Some(builder.begin(Actor::Main, None, 0, from_ns));
        builder
    }

    fn apply(&mut self, index: usize, step: &Step) {
        let at_ns = step.at_ns;
        match &step.event {
            Event::Turn(turn) => {
                self.leave_between(index, at_ns);
                self.turn = *turn;
                self.course.turns = self.course.turns.max(*turn);
            }
            Event::Phase(phase) => self.enter(*phase, index, at_ns),
            Event::Queued {
                task,
                queue,
                origin,
                line,
                due_ns,
                ..
            } => {
                let wait = self.wait_of(*task, *origin);
                let wait = &mut self.course.waits[wait];
                wait.line = wait.line.or(*line);
                wait.close_stay(index, at_ns);
                let spot = Spot::Queue(*queue);
                wait.stays.push(stay(spot, index, at_ns, *due_ns));
            }
            Event::ThreadTook {
                thread,
                task,
                until_ns,
            } => {
                let wait = self.wait_of(*task, Origin::Internal);
                let wait = &mut self.course.waits[wait];
                wait.close_stay(index, at_ns);
                let spot = Spot::Thread(*thread);
                wait.stays.push(stay(spot, index, at_ns, Some(*until_ns)));
            }
            Event::Cancelled(task) => self.cancel(*task, index, at_ns),
            Event::Started(task) => self.start(*task, index, at_ns),
            Event::Ended(task) => self.end(*task, index, at_ns),
            Event::Statement { .. } => {
                self.current(index, at_ns);
            }
            Event::Printed { stream, text } => {
                let run = self.current(index, at_ns);
                let task = self.course.runs[run].task();
                self.lines.print(*stream, text, |text| Line {
                    text,
                    stream: *stream,
                    task,
                    run,
                    step: index,
                });
            }
            Event::ThreadDone { .. }
            | Event::Skipped { .. }
            | Event::Blocked { .. }
            | Event::Slept { .. }
            | Event::Uncaught { .. } => {}
        }
    }

    fn finish(mut self, steps: &[Step]) -> Course {
        let total_ns = steps.last().map_or(0, |step| step.at_ns);
        self.leave_between(steps.len(), total_ns);
        for run in std::mem::take(&mut self.running) {
            self.close_run(run, steps.len(), total_ns);
        }
        let mut left: Vec<usize> = self.waiting.into_values().collect();
        left.sort_unstable();
        for wait in &left {
            self.course.waits[*wait].close_stay(steps.len(), total_ns);
        }
        self.course.vain.extend(left);
        self.course.lines = self.lines.into_lines();
        self.course.total_ns = total_ns;
        self.course
    }

    fn begin(&mut self, actor: Actor, wait: Option<usize>, step: usize, at_ns: u64) -> RunId {
        self.course.runs.push(Run {
            actor,
            wait,
            within: self.running.last().copied(),
            phase: self.phase,
            turn: self.turn,
            started: step,
            started_ns: at_ns,
            ended: usize::MAX,
            ended_ns: at_ns,
        });
        self.course.runs.len() - 1
    }

    fn close_run(&mut self, run: RunId, step: usize, at_ns: u64) {
        let run = &mut self.course.runs[run];
        (run.ended, run.ended_ns) = (step, at_ns);
    }

    fn leave_between(&mut self, step: usize, at_ns: u64) {
        if let Some(run) = self.between.take() {
            self.close_run(run, step, at_ns);
        }
    }

    fn enter(&mut self, phase: Phase, step: usize, at_ns: u64) {
        if phase != Phase::Main {
            self.leave_between(step, at_ns);
        }
        self.phase = phase;
        self.course.visits.push(Visit {
            phase,
            from: step,
            from_ns: at_ns,
        });
    }

    /// What executes the program's code now.
    fn current(&mut self, step: usize, at_ns: u64) -> RunId {
        if let Some(run) = self.running.last().copied().or(self.between) {
            return run;
        }
        let actor = match self.phase {
            Phase::Exit => Actor::Exit,
            _ => Actor::Node,
        };
        let run = self.begin(actor, None, step, at_ns);
        self.between = Some(run);
        run
    }

    /// The wait of a callback; a new one if it does not wait.
    fn wait_of(&mut self, task: TaskId, origin: Origin) -> usize {
        if let Some(wait) = self.waiting.get(&task) {
            return *wait;
        }
        let running = self.running.last().copied().or(self.between);
        let wait = self.course.waits.len();
        self.course.waits.push(Wait {
            task,
            origin,
            line: None,
            parent: running.or_else(|| self.last_runs.get(&task).copied()),
            stays: Vec::new(),
            outcome: Outcome::Left,
        });
        self.course.first_waits.entry(task).or_insert(wait);
        self.waiting.insert(task, wait);
        wait
    }

    fn cancel(&mut self, task: TaskId, step: usize, at_ns: u64) {
        if let Some(wait) = self.waiting.remove(&task) {
            self.course.waits[wait].close_stay(step, at_ns);
            self.course.waits[wait].outcome = Outcome::Cancelled(step);
            self.course.vain.push(wait);
        }
    }

    fn start(&mut self, task: TaskId, step: usize, at_ns: u64) {
        if self.is_main_module(task) {
            return;
        }
        self.leave_between(step, at_ns);
        let wait = match self.waiting.remove(&task) {
            Some(wait) => wait,
            None => self.wait_again(task),
        };
        let run = self.begin(Actor::Callback(task), Some(wait), step, at_ns);
        let wait = &mut self.course.waits[wait];
        wait.close_stay(step, at_ns);
        wait.outcome = Outcome::Ran(run);
        self.last_runs.insert(task, run);
        self.running.push(run);
    }

    /// Whether what starts is the main module, which a run may tell as an execution of what never waited.
    fn is_main_module(&self, task: TaskId) -> bool {
        let is_first = self.phase == Phase::Main && self.last_runs.is_empty();
        is_first && !self.course.first_waits.contains_key(&task)
    }

    /// A callback that runs once more without having been queued again waited, since it was through, where it had before.
    fn wait_again(&mut self, task: TaskId) -> usize {
        let before = self.last_runs.get(&task).copied();
        let wait = self.wait_of(task, Origin::Internal);
        self.waiting.remove(&task);
        if let Some(before) = before {
            let run = &self.course.runs[before];
            let (ended, ended_ns) = (run.ended, run.ended_ns);
            if let Some(was) = self.course.wait(before) {
                let (origin, line) = (was.origin, was.line);
                let spot = was.stays.last().map(|stay| stay.spot);
                let again = &mut self.course.waits[wait];
                (again.origin, again.line, again.parent) = (origin, line, Some(before));
                let stays = spot.map(|spot| stay(spot, ended, ended_ns, None));
                again
                    .stays
                    .extend(stays.filter(|stay| stay.from != usize::MAX));
            }
        }
        wait
    }

    fn end(&mut self, task: TaskId, step: usize, at_ns: u64) {
        let runs = &self.course.runs;
        let place = self
            .running
            .iter()
            .rposition(|run| runs[*run].task() == Some(task));
        if let Some(place) = place {
            let run = self.running.remove(place);
            self.close_run(run, step, at_ns);
        }
    }
}

fn stay(spot: Spot, from: usize, from_ns: u64, due_ns: Option<u64>) -> Stay {
    Stay {
        spot,
        from,
        from_ns,
        to: usize::MAX,
        to_ns: from_ns,
        due_ns,
    }
}
