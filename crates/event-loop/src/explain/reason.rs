//! The rules by which one callback runs before another.

use serde::{Deserialize, Serialize};

use crate::trace::{Phase, Queue, Race, TaskId};

/// Why what ran first ran first. The *other* is what came later, or still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Both are one execution of the same code, which goes statement by statement.
    SameCallback,
    /// The main module runs before every callback.
    MainRunsFirst,
    /// The other was queued by the first, or by something that the first had queued.
    Causes,
    /// The other was queued already, but what queued it runs to its end. Of lines only.
    RunsToEnd,
    /// The first ran within the other, or the other was queued only while the first ran within what queued it.
    Nested,
    /// The queue of `process.nextTick` is emptied before the microtasks.
    TickBeforeMicrotasks,
    /// Ticks and microtasks are emptied before the loop goes on.
    MicrotasksBeforeLoop,
    /// Microtasks that have begun are all executed before the next tick.
    MicrotasksEmptied,
    /// An ES module's body runs within a microtask: what it queues as microtasks runs before its ticks.
    MicrotaskBeforeTickInModule,
    /// Up to Node 10, all callbacks of a phase are executed before ticks and microtasks.
    PhaseBeforeMicrotasks {
        /// The phase.
        phase: Phase,
    },
    /// Both waited in the same queue: first in, first out.
    InOrderQueued {
        /// The queue.
        queue: Queue,
    },
    /// Both are timers, and the first was due earlier.
    TimerEarlierDue {
        /// When the first was due.
        due_ns: u64,
        /// When the other was.
        other_due_ns: u64,
    },
    /// Both are timers. Those of one duration stand in one list, and a list that is due is gone through, as far as it is
    /// due, before the next list is.
    TimerList {
        /// When the first was due.
        due_ns: u64,
        /// When the other was.
        other_due_ns: u64,
    },
    /// The other is a timer that was not due yet when the loop looked.
    TimerNotDue {
        /// When it is due.
        due_ns: u64,
        /// When the loop looked last.
        looked_ns: u64,
    },
    /// Nothing else could have run, and the timer was due.
    TimerDue {
        /// When it was.
        due_ns: u64,
        /// How much later it ran.
        lateness_ns: u64,
    },
    /// From where it was, the loop came to the first's phase before the other's.
    PhaseComesFirst {
        /// The phase of the first.
        earlier: Phase,
        /// The phase of the other.
        later: Phase,
    },
    /// The other was queued during its own phase, which takes only what was there when it began: it waits for the next
    /// turn of the loop.
    NextTurn {
        /// The phase.
        phase: Phase,
    },
    /// Nothing else could have run, and the request was done.
    PollWasReady {
        /// Since when.
        ready_ns: u64,
    },
    /// Both are requests, and the first was done earlier.
    DoneEarlier {
        /// When the first was done.
        done_ns: u64,
        /// When the other was.
        other_done_ns: u64,
    },
    /// The other is a request on which disk, network or a thread of the pool were still at work.
    StillUnderWay {
        /// Until when, if that is known.
        until_ns: Option<u64>,
    },
    /// The other is a request that had to wait until a thread of the pool was free; without that, it would have been done.
    PoolWasFull {
        /// How long it had waited for one.
        waited_ns: u64,
    },
    /// Nothing else waited; it could have run earlier, had something else not held the only thread.
    BlockedBy {
        /// What held it longest; none for the main module.
        task: Option<TaskId>,
        /// For how long of the time in which this could have run.
        ns: u64,
    },
    /// Nothing else waited.
    NothingElse,
    /// The other was not queued yet, and not by the first.
    NotQueuedYet,
    /// The program ends when nothing keeps the loop alive.
    ExitComesLast,
    /// One of both Node did itself, without a queue: such as the message of an error that nothing catches.
    NodeItself,
    /// The other was cancelled before it ran.
    Cancelled,
    /// The other never ran: the run was over before.
    NeverRan,
    /// By none of the rules here. The runs that our engine makes have none of these.
    Unruled,
}

/// What ran first, what did not, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Precedence {
    /// What ran first, at the point where both could have: the callback itself, or the one that led to it. None for what
    /// is no callback: the main module, `exit` listeners.
    pub first: Option<TaskId>,
    /// What waited then: the other itself, or the one that led to it. None for what is no callback, and where nothing
    /// waited.
    pub second: Option<TaskId>,
    /// The rule.
    pub reason: Reason,
    /// Whether Node determines this order; if not, what it depends on.
    pub race: Option<Race>,
    /// Whether it was the other way about than asked: what was said to be second ran first.
    pub is_reversed: bool,
}
