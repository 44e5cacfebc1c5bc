//! What a run is made of: steps, each of which changes one thing in the loop, its queues, the thread pool, the call
//! stack or the console.

use serde::{Deserialize, Serialize};

/// A phase of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// The main module, before the loop turns.
    Main,
    /// `setTimeout` and `setInterval`.
    Timers,
    /// Callbacks that the turn before put off.
    Pending,
    /// Waits for input and output, and runs what it brings.
    Poll,
    /// `setImmediate`.
    Check,
    /// `close` callbacks.
    Close,
    /// Nothing keeps the loop alive: `beforeExit` and `exit`.
    Exit,
}

/// Where a callback waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Queue {
    /// `process.nextTick`.
    NextTick,
    /// Promise reactions, `await`, `queueMicrotask`.
    Microtask,
    /// Timers, by the instant at which they are due.
    Timers,
    /// Put off by the turn before.
    Pending,
    /// A request that the thread pool has still to take.
    ThreadPool,
    /// A request that disk, pool or network are at work on; it is ready when they are done.
    Waiting,
    /// Ready for the poll phase.
    Poll,
    /// `setImmediate`.
    Check,
    /// `close` callbacks.
    Close,
}

impl Queue {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NextTick,
        Self::Microtask,
        Self::Timers,
        Self::Pending,
        Self::ThreadPool,
        Self::Waiting,
        Self::Poll,
        Self::Check,
        Self::Close,
    ];
}

/// Who queued a callback: what the program called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// `process.nextTick`.
    NextTick,
    /// A promise's reaction: `then`, `catch`, `finally`, or the rest of an async function after `await`.
    Promise,
    /// `queueMicrotask`.
    QueueMicrotask,
    /// `setTimeout`.
    Timeout,
    /// `setInterval`.
    Interval,
    /// `setImmediate`.
    Immediate,
    /// An operation on a file.
    File,
    /// A computation that the thread pool does: `crypto`, `zlib`.
    Computation,
    /// A request or connection.
    Network,
    /// A handle that was closed.
    Close,
    /// Something of Node's own, such as an event that a stream puts off.
    Internal,
}

/// Number of a callback, given in the order in which callbacks were queued.
pub type TaskId = u32;

/// Where a statement stands in the program: lines and columns count from 1, columns in characters; the end is the
/// first character behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
}

/// A function of the program that is being executed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Its name; empty if it has none.
    pub function: String,
    /// The line that it is at.
    pub line: u32,
}

/// Where the program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Error,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The loop begins another turn, numbered from 1.
    Turn(u32),
    /// The loop enters a phase.
    Phase(Phase),
    /// A callback begins to wait, or goes on to another queue.
    Queued {
        /// Which.
        task: TaskId,
        /// Where.
        queue: Queue,
        /// What the program called.
        origin: Origin,
        /// What it is, such as `readFile · open`; empty if the origin says it all.
        label: String,
        /// The line that queued it; none for Node's own.
        line: Option<u32>,
        /// When it is due or ready, in virtual nanoseconds, if that is known.
        due_ns: Option<u64>,
    },
    /// A callback is taken out of its queue unexecuted: cleared, or its request aborted.
    Cancelled(TaskId),
    /// A thread of the pool takes a request, which leaves [`Queue::ThreadPool`].
    ThreadTook {
        /// The thread, from 0.
        thread: u8,
        /// The request.
        task: TaskId,
        /// When it will be done.
        until_ns: u64,
    },
    /// A thread of the pool has done its request, which a [`Event::Queued`] for the poll phase follows.
    ThreadDone {
        /// The thread, from 0.
        thread: u8,
        /// The request.
        task: TaskId,
    },
    /// A callback leaves its queue and is executed.
    Started(TaskId),
    /// It is through. What it queued and printed came between the two.
    Ended(TaskId),
    /// A statement of the program is about to be executed: its index in [`Trace::places`].
    Statement {
        /// Which.
        place: u32,
        /// The functions of the program on the stack, outermost first, if they are others than at the statement before.
        stack: Option<Vec<Frame>>,
    },
    /// Statements were executed that are not recorded one by one, because a callback had executed many before them.
    Skipped {
        /// How many.
        statements: u64,
    },
    /// The program printed something.
    Printed {
        /// Where.
        stream: Stream,
        /// What, with its line breaks.
        text: String,
    },
    /// A synchronous operation holds the only thread, such as `readFileSync`.
    Blocked {
        /// What it is.
        label: String,
        /// Until when.
        until_ns: u64,
    },
    /// The poll phase sleeps, because nothing is ready.
    Slept {
        /// Until when.
        until_ns: u64,
    },
    /// An exception that nothing catches, or a rejection that nothing handles.
    Uncaught {
        /// Its message, as Node prints it.
        message: String,
        /// Whether it is a rejection.
        is_rejection: bool,
    },
}

/// A step of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When, in virtual nanoseconds since the program began.
    pub at_ns: u64,
    /// What.
    pub event: Event,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ending {
    /// With an exit code: by itself, by `process.exit`, or by an error.
    Exited {
        /// The code.
        code: i32,
    },
    /// Stopped by a limit.
    Stopped(Stopped),
    /// The program is no JavaScript.
    Syntax(SyntaxError),
}

/// Which limit stopped a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopped {
    /// It executed more statements than it may; with the line it was at.
    Statements {
        /// The line.
        line: Option<u32>,
    },
    /// It took more virtual time than it may.
    VirtualTime,
    /// It printed more than it may.
    Output,
    /// It took more steps than are recorded.
    Steps,
    /// It held more memory than it may.
    Memory,
    /// Functions called each other deeper than the engine allows.
    Recursion,
    /// Somebody cancelled it.
    Cancelled,
}

/// Why a program is no JavaScript.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{line}:{column}: {message}")]
pub struct SyntaxError {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What the parser says.
    pub message: String,
}

/// A point at which Node itself does not say what comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Race {
    /// Whether a timer is due when the loop looks depends on how fast the machine was until then.
    TimerDue,
    /// Requests that are under way at once may be done in any order.
    Completion,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Its steps.
    pub steps: Vec<Step>,
    /// Where the program's statements stand.
    pub places: Vec<Place>,
    /// How it ended.
    pub ending: Ending,
    /// The races that it met, each with the step before which it did.
    pub races: Vec<(u32, Race)>,
}
