//! What a run is at any moment: clock, queues, requests and recorded steps. It calls no JavaScript; `host` does, and the
//! functions that programs call change it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use boa_engine::error::RuntimeLimitError;
use boa_engine::job::{NativeAsyncJob, PromiseJob};
use boa_engine::{Context, JsError, JsNativeError, JsObject, JsResult, JsValue};

use super::SLACK_NS;
use super::choices::Choices;
use super::pool::{Happened, Requests};
use super::position::{Positions, depth, is_program};
use super::recorder::Recorder;
use super::timers::Timers;
use crate::trace::{Event, Frame, Origin, Place, Queue, Race, Stopped, Stream, TaskId};
use crate::{NodeVersion, Settings};

/// The path that the program has for the engine.
pub(super) const PROGRAM_PATH: &str = "program.js";

/// Statements between two looks at whether somebody cancelled the run.
const STATEMENTS_PER_LOOK: u64 = 64;

/// Functions on the stack at which Node says that it is full, about.
const FRAMES_DEEP: usize = 9_000;

/// The engine's own stack that a program may use: functions of JavaScript need none of it, but those that functions of
/// the engine call, such as `map`'s, do. In WebAssembly this is but the part in its own memory: a browser's worker also has
/// a stack out of sight, which is full at three times as many calls (of `replace`, `sort`, `forEach`, getters).
const STACK_BYTES_MAX: usize = if cfg!(target_family = "wasm") {
    128 << 10
} else if cfg!(debug_assertions) {
    1 << 20
} else {
    512 << 10
};

/// The most functions on the stack that a step tells.
const FRAMES_MAX: usize = 24;

/// What a callback is.
pub(super) enum Work {
    /// A function with its arguments.
    Call {
        /// The function.
        function: JsObject,
        /// Its arguments.
        args: Vec<JsValue>,
    },
    /// A timer: the object that `setTimeout` gave.
    Timer(JsObject),
    /// A promise's reaction.
    Reaction(PromiseJob),
    /// Something that the engine has put off, such as loading a module.
    Load(NativeAsyncJob),
    /// Nothing but the ticks and microtasks that follow it.
    Nothing,
}

/// A callback that waits.
pub(super) struct Task {
    pub(super) work: Work,
    pub(super) origin: Origin,
    label: String,
    line: Option<u32>,
    /// Whether it keeps the loop alive.
    is_ref: bool,
}

/// Why a run ends before nothing is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A limit.
    Limit(Stopped),
    /// `process.exit`, or an error that nothing handled.
    Exit(i32),
}

/// Everything but the JavaScript engine.
pub(crate) struct Core {
    pub(super) settings: Settings,
    pub(super) recorder: RefCell<Recorder>,
    pub(super) choices: RefCell<Choices>,
    pub(super) timers: RefCell<Timers>,
    tasks: RefCell<HashMap<TaskId, Task>>,
    next_task: Cell<TaskId>,
    queues: RefCell<Queues>,
    requests: RefCell<Requests>,
    /// Rejections that nothing handled so far, and those that something handled too late.
    pub(super) rejections: RefCell<Rejections>,
    pub(super) places: RefCell<Vec<Place>>,
    /// What is executed, and the marked text.
    pub(super) positions: RefCell<Positions>,
    idle_ns: Cell<u64>,
    has_ties: Cell<bool>,
    /// About where the engine's own stack stood when the run began.
    stack_base: Cell<usize>,
    output: RefCell<Vec<(Stream, String)>>,
    output_bytes: Cell<u64>,
    now_ns: Cell<u64>,
    /// The loop's own clock, in milliseconds: it stands still while callbacks run.
    loop_ms: Cell<u64>,
    statements: Cell<u64>,
    stop: Cell<Option<Stop>>,
    is_cancelled: fn() -> bool,
    memory_bytes: fn() -> u64,
    /// How close two instants are for chance to decide between them.
    slack_ns: u64,
}

/// Callbacks by where they wait.
#[derive(Default)]
pub(super) struct Queues {
    pub(super) ticks: VecDeque<TaskId>,
    pub(super) microtasks: VecDeque<TaskId>,
    pub(super) immediates: VecDeque<TaskId>,
    /// Immediates of a turn in which one threw.
    pub(super) outstanding: VecDeque<TaskId>,
    pub(super) pending: VecDeque<TaskId>,
    pub(super) poll: VecDeque<TaskId>,
    pub(super) closing: VecDeque<TaskId>,
}

/// Promises that were rejected.
#[derive(Default)]
pub(super) struct Rejections {
    pub(super) unhandled: Vec<JsObject>,
    /// Reported as unhandled before.
    pub(super) reported: Vec<JsObject>,
    pub(super) handled_late: Vec<JsObject>,
}

/// From outside of a run.
#[derive(Clone, Copy)]
pub struct Outside {
    /// Whether the run is to be stopped.
    pub is_cancelled: fn() -> bool,
    /// Bytes that the engine holds; 0 where nobody counts.
    pub memory_bytes: fn() -> u64,
}

impl Default for Outside {
    fn default() -> Self {
        Self {
            is_cancelled: || false,
            memory_bytes: || 0,
        }
    }
}

impl Core {
    pub(super) fn new(
        settings: Settings,
        recorder: Recorder,
        choices: Choices,
        slack_ns: u64,
        outside: Outside,
    ) -> Self {
        let requests = Requests::new(settings.pool_threads);
        Self {
            settings,
            recorder: RefCell::new(recorder),
            choices: RefCell::new(choices),
            timers: RefCell::default(),
            tasks: RefCell::default(),
            next_task: Cell::new(0),
            queues: RefCell::default(),
            requests: RefCell::new(requests),
            rejections: RefCell::default(),
            places: RefCell::default(),
            positions: RefCell::default(),
            idle_ns: Cell::new(0),
            has_ties: Cell::new(false),
            stack_base: Cell::new(stack_address()),
            output: RefCell::default(),
            output_bytes: Cell::new(0),
            now_ns: Cell::new(0),
            loop_ms: Cell::new(0),
            statements: Cell::new(0),
            stop: Cell::new(None),
            is_cancelled: outside.is_cancelled,
            memory_bytes: outside.memory_bytes,
            slack_ns,
        }
    }

    pub(super) fn node(&self) -> NodeVersion {
        self.settings.node
    }

    pub(super) fn queues(&self) -> std::cell::RefMut<'_, Queues> {
        self.queues.borrow_mut()
    }

    // ---- the clock ----

    pub(super) fn now_ns(&self) -> u64 {
        self.now_ns.get()
    }

    pub(super) fn loop_ms(&self) -> u64 {
        self.loop_ms.get()
    }

    /// The loop looks at the clock.
    pub(super) fn update_time(&self) -> u64 {
        let now_ms = self.now_ns() / 1_000_000;
        self.loop_ms.set(now_ms);
        now_ms
    }

    /// Time passes; requests go on meanwhile.
    pub(super) fn advance_to(&self, until_ns: u64) {
        while self
            .next_done_ns()
            .is_some_and(|done_ns| done_ns <= until_ns)
        {
            self.wait_for_request();
        }
        self.set_now(until_ns.max(self.now_ns()));
        if self.now_ns() / 1_000_000 > self.settings.limits.virtual_ms_max {
            self.stop(Stop::Limit(Stopped::VirtualTime));
        }
    }

    pub(super) fn advance(&self, ns: u64) {
        self.advance_to(self.now_ns().saturating_add(ns));
    }

    /// The loop sleeps until an instant.
    pub(super) fn sleep_to(&self, until_ns: u64) {
        let slept_ns = until_ns.saturating_sub(self.now_ns());
        self.idle_ns.set(self.idle_ns.get() + slept_ns);
    }

    /// Nanoseconds that the loop slept.
    pub(super) fn idle_ns(&self) -> u64 {
        self.idle_ns.get()
    }

    fn set_now(&self, now_ns: u64) {
        self.now_ns.set(now_ns);
        self.recorder.borrow_mut().set_now(now_ns);
    }

    // ---- stopping ----

    pub(super) fn stop(&self, stop: Stop) {
        if self.stop.get().is_none() {
            self.stop.set(Some(stop));
        }
    }

    pub(super) fn stopped(&self) -> Option<Stop> {
        self.stop.get()
    }

    /// What a function gives that must not return into the program, if the run is to end: nothing catches it.
    pub(super) fn check(&self) -> JsResult<()> {
        match self.stop.get() {
            Some(_) => Err(halt()),
            None => Ok(()),
        }
    }

    // ---- recording ----

    pub(super) fn record(&self, event: Event) {
        if matches!(event, Event::Started(_)) {
            self.positions.borrow_mut().clear();
        }
        let steps_max = self.settings.limits.steps_max;
        let mut recorder = self.recorder.borrow_mut();
        recorder.push(event);
        // Also of a run that nobody records: callbacks that queue each other without end cost few statements.
        if recorder.count() > u64::from(steps_max) {
            drop(recorder);
            self.stop(Stop::Limit(Stopped::Steps));
        }
    }

    /// A statement of the program is about to be executed.
    pub(super) fn statement(&self, place: u32, context: &Context) -> JsResult<()> {
        let statements = self.statements.get() + 1;
        self.statements.set(statements);
        let limits = &self.settings.limits;
        if statements > limits.statements_max {
            let line = self
                .places
                .borrow()
                .get(place as usize)
                .map(|place| place.line);
            self.stop(Stop::Limit(Stopped::Statements { line }));
        }
        if statements.is_multiple_of(STATEMENTS_PER_LOOK) && (self.is_cancelled)() {
            self.stop(Stop::Limit(Stopped::Cancelled));
        }
        // At each of them: a text that is doubled is past any limit after few more.
        if (self.memory_bytes)() > limits.memory_bytes_max {
            self.stop(Stop::Limit(Stopped::Memory));
        }
        if self.recorder.borrow_mut().wants_statement() {
            self.record_statement(place, context);
        }
        self.advance(u64::from(self.settings.statement_ns));
        let depth = depth(context);
        self.positions.borrow_mut().begin(depth, place);
        self.check_depth(depth)?;
        self.check()
    }

    fn record_statement(&self, place: u32, context: &Context) {
        let stack = frames(context);
        let stack = self.recorder.borrow_mut().new_stack(stack);
        self.record(Event::Statement { place, stack });
    }

    /// Records which statement is being executed, if that is not the one that was recorded last: functions that it called
    /// have had statements since, or too many were executed for all to be recorded.
    pub(super) fn record_current(&self, context: &Context) {
        let Some(place) = self.positions.borrow().current(context) else {
            return;
        };
        if self.recorder.borrow_mut().wants_again(place) {
            self.record_statement(place, context);
        }
    }

    /// Whether functions call each other deeper than Node would bear, which a program can catch.
    fn check_depth(&self, frames: usize) -> JsResult<()> {
        let stack_bytes = self.stack_base.get().abs_diff(stack_address());
        if frames > FRAMES_DEEP || stack_bytes > STACK_BYTES_MAX {
            return Err(JsNativeError::range()
                .with_message("Maximum call stack size exceeded")
                .into());
        }
        Ok(())
    }

    pub(super) fn statements(&self) -> u64 {
        self.statements.get()
    }

    /// The program prints. Says whether it may print so much.
    pub(super) fn add_output(&self, stream: Stream, text: &str) -> bool {
        let bytes = self.output_bytes.get() + text.len() as u64;
        if bytes > self.settings.limits.output_bytes_max {
            return false;
        }
        self.output_bytes.set(bytes);
        self.output.borrow_mut().push((stream, text.to_owned()));
        true
    }

    /// What it printed since it was last asked.
    pub(super) fn take_output(&self) -> Vec<(Stream, String)> {
        self.output.take()
    }

    // ---- tasks and queues ----

    fn new_task(&self) -> TaskId {
        let task = self.next_task.get();
        self.next_task.set(task + 1);
        task
    }

    /// Makes a callback that waits nowhere yet.
    pub(super) fn task(
        &self,
        work: Work,
        origin: Origin,
        label: &str,
        line: Option<u32>,
    ) -> TaskId {
        let task = self.new_task();
        self.tasks.borrow_mut().insert(
            task,
            Task {
                work,
                origin,
                label: label.to_owned(),
                line,
                is_ref: true,
            },
        );
        task
    }

    /// Records that a callback waits.
    pub(super) fn record_queued(&self, task: TaskId, queue: Queue, due_ns: Option<u64>) {
        if !self.recorder.borrow().is_on() {
            return;
        }
        let tasks = self.tasks.borrow();
        let Some(waiting) = tasks.get(&task) else {
            return;
        };
        let event = Event::Queued {
            task,
            queue,
            origin: waiting.origin,
            label: waiting.label.clone(),
            line: waiting.line,
            due_ns,
        };
        drop(tasks);
        self.record(event);
    }

    /// Puts a callback into a queue that is served in order.
    pub(super) fn queue(&self, task: TaskId, queue: Queue) {
        let mut queues = self.queues.borrow_mut();
        match queue {
            Queue::NextTick => queues.ticks.push_back(task),
            Queue::Microtask => queues.microtasks.push_back(task),
            Queue::Check => queues.immediates.push_back(task),
            Queue::Pending => queues.pending.push_back(task),
            Queue::Poll => queues.poll.push_back(task),
            // libuv chains handles that close at the front.
            Queue::Close => queues.closing.push_front(task),
            Queue::Timers | Queue::ThreadPool | Queue::Waiting => {}
        }
        drop(queues);
        self.record_queued(task, queue, None);
    }

    /// Takes a callback in order to run it.
    pub(super) fn take(&self, task: TaskId) -> Option<Task> {
        self.tasks.borrow_mut().remove(&task)
    }

    pub(super) fn has_task(&self, task: TaskId) -> bool {
        self.tasks.borrow().contains_key(&task)
    }

    /// Puts a callback back that runs more than once.
    pub(super) fn put_back(&self, task: TaskId, waiting: Task) {
        self.tasks.borrow_mut().insert(task, waiting);
    }

    /// Forgets a callback that has not run. Says whether it was there.
    pub(super) fn cancel(&self, task: TaskId) -> bool {
        let had = self.tasks.borrow_mut().remove(&task).is_some();
        if !had {
            return false;
        }
        self.requests.borrow_mut().cancel(task);
        let mut queues = self.queues.borrow_mut();
        queues.poll.retain(|other| *other != task);
        queues.immediates.retain(|other| *other != task);
        drop(queues);
        self.record(Event::Cancelled(task));
        true
    }

    /// Whether a callback keeps the loop alive.
    pub(super) fn set_ref(&self, task: TaskId, is_ref: bool) {
        if let Some(waiting) = self.tasks.borrow_mut().get_mut(&task) {
            waiting.is_ref = is_ref;
        }
        self.timers.borrow_mut().set_ref(task, is_ref);
    }

    fn is_ref(&self, task: TaskId) -> bool {
        self.tasks
            .borrow()
            .get(&task)
            .is_some_and(|task| task.is_ref)
    }

    /// Whether an immediate keeps the loop from sleeping.
    pub(super) fn has_ref_immediates(&self) -> bool {
        let queues = self.queues.borrow();
        queues
            .immediates
            .iter()
            .chain(&queues.outstanding)
            .any(|task| self.is_ref(*task))
    }

    /// Whether anything keeps the loop alive.
    pub(super) fn is_alive(&self) -> bool {
        if self.timers.borrow().keep_alive() || self.has_ref_immediates() {
            return true;
        }
        let queues = self.queues.borrow();
        if !queues.pending.is_empty() || !queues.closing.is_empty() {
            return true;
        }
        let tasks = self.tasks.borrow();
        tasks.values().any(|task| {
            task.is_ref
                && matches!(
                    task.origin,
                    Origin::File | Origin::Computation | Origin::Network
                )
        })
    }

    // ---- requests ----

    /// Hands a request to the thread pool.
    pub(super) fn submit(&self, task: TaskId, duration_ns: u64) {
        self.record_queued(task, Queue::ThreadPool, None);
        self.requests.borrow_mut().submit(task, duration_ns);
        self.threads_take();
    }

    /// Sends a request that occupies no thread.
    pub(super) fn send(&self, task: TaskId, duration_ns: u64) {
        let until_ns = self.now_ns() + duration_ns;
        self.record_queued(task, Queue::Waiting, Some(until_ns));
        self.requests.borrow_mut().send(task, until_ns);
    }

    fn threads_take(&self) {
        loop {
            let took = self.requests.borrow_mut().take(self.now_ns());
            let Some(Happened::Took {
                thread,
                task,
                until_ns,
            }) = took
            else {
                return;
            };
            self.record(Event::ThreadTook {
                thread,
                task,
                until_ns,
            });
        }
    }

    /// A request under way is done: the poll phase will find it.
    fn finish_request(&self, index: usize) {
        let done = self.requests.borrow_mut().finish(index);
        if let Some(Happened::Done { thread, task }) = done {
            if let Some(thread) = thread {
                self.record(Event::ThreadDone { thread, task });
            }
            if self.has_task(task) {
                self.queue(task, Queue::Poll);
            }
            self.threads_take();
        }
    }

    /// Whether requests are under way.
    pub(super) fn next_done_ns(&self) -> Option<u64> {
        self.requests.borrow().next_done_ns()
    }

    /// Time passes until a request is done; which one of those that end close together, chance decides.
    pub(super) fn wait_for_request(&self) {
        let Some(first_ns) = self.next_done_ns() else {
            return;
        };
        let close = self
            .requests
            .borrow()
            .done_until(first_ns.saturating_add(self.slack_ns));
        let which = self.decide(Race::Completion, close);
        self.set_now(first_ns.max(self.now_ns()));
        self.finish_request(which);
    }

    // ---- chance ----

    /// Decides between options where Node leaves it to chance.
    pub(super) fn decide(&self, race: Race, options: usize) -> usize {
        if options > 1 {
            self.recorder.borrow_mut().race(race);
        }
        self.choices.borrow_mut().choose(options)
    }

    /// A timer is due shortly after another whose start may have been delayed: which of the two comes first, no decision
    /// from here on can turn round.
    pub(super) fn tie(&self) {
        self.has_ties.set(true);
    }

    /// Whether there were such timers.
    pub(super) fn has_ties(&self) -> bool {
        self.has_ties.get()
    }

    /// Whether machines are considered that are far slower than usual.
    pub(super) fn is_strict(&self) -> bool {
        self.slack_ns > SLACK_NS
    }

    pub(super) fn slack_ns(&self) -> u64 {
        self.slack_ns
    }

    pub(super) fn slack_ms(&self) -> u64 {
        self.slack_ns.div_ceil(1_000_000)
    }
}

/// About where the engine's own stack stands.
#[inline(never)]
fn stack_address() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

/// An error that no program can catch.
pub(super) fn halt() -> JsError {
    RuntimeLimitError::LoopIteration.into()
}

/// The line of the program that is being executed, if any is.
pub(super) fn line(context: &Context) -> Option<u32> {
    context.stack_trace().find_map(|frame| {
        let at = frame.position();
        is_program(&at.path)
            .then(|| at.position.map(boa_engine::ast::Position::line_number))
            .flatten()
    })
}

/// The functions of the program on the stack, outermost first.
fn frames(context: &Context) -> Vec<Frame> {
    let mut frames: Vec<Frame> = context
        .stack_trace()
        .filter_map(|frame| {
            let at = frame.position();
            is_program(&at.path).then(|| Frame {
                function: at.function_name.to_std_string_escaped(),
                line: at
                    .position
                    .map_or(0, boa_engine::ast::Position::line_number),
            })
        })
        .take(FRAMES_MAX)
        .collect();
    frames.reverse();
    frames
}
