//! Requests that are under way: in libuv's thread pool, or somewhere in the network.
//!
//! Instants are virtual nanoseconds. Nothing here waits: whoever advances the clock asks what has been done until then.

use std::collections::{BTreeSet, VecDeque};

use crate::trace::TaskId;

/// A request that waits for a thread.
#[derive(Clone, Copy, Debug)]
struct Job {
    task: TaskId,
    duration_ns: u64,
}

/// Something that happened to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// A thread took it.
    Took {
        /// From 0.
        thread: u8,
        /// Which.
        task: TaskId,
        /// When it will be done.
        until_ns: u64,
    },
    /// It is ready for the poll phase.
    Done {
        /// The thread that did it; none in the network.
        thread: Option<u8>,
        /// Which.
        task: TaskId,
    },
}

/// A request under way: when it is done, who does it, and which it is.
type UnderWay = (u64, TaskId, Option<u8>);

/// Threads and network.
#[derive(Debug)]
pub(super) struct Requests {
    waiting: VecDeque<Job>,
    free: BTreeSet<u8>,
    /// By the instant at which they are done.
    under_way: BTreeSet<UnderWay>,
}

impl Requests {
    /// With so many threads, all of them free.
    pub(super) fn new(threads: u8) -> Self {
        Self {
            waiting: VecDeque::new(),
            free: (0..threads).collect(),
            under_way: BTreeSet::new(),
        }
    }

    /// Hands a request to the pool.
    pub(super) fn submit(&mut self, task: TaskId, duration_ns: u64) {
        self.waiting.push_back(Job { task, duration_ns });
    }

    /// Sends a request that occupies no thread.
    pub(super) fn send(&mut self, task: TaskId, until_ns: u64) {
        self.under_way.insert((until_ns, task, None));
    }

    /// A free thread takes what has waited longest.
    pub(super) fn take(&mut self, now_ns: u64) -> Option<Happened> {
        let thread = *self.free.first()?;
        let job = self.waiting.pop_front()?;
        self.free.remove(&thread);
        let until_ns = now_ns + job.duration_ns;
        self.under_way.insert((until_ns, job.task, Some(thread)));
        Some(Happened::Took {
            thread,
            task: job.task,
            until_ns,
        })
    }

    /// When the next request is done.
    pub(super) fn next_done_ns(&self) -> Option<u64> {
        self.under_way.first().map(|(until_ns, ..)| *until_ns)
    }

    /// How many are done until an instant.
    pub(super) fn done_until(&self, until_ns: u64) -> usize {
        self.under_way
            .iter()
            .take_while(|(done_ns, ..)| *done_ns <= until_ns)
            .count()
    }

    /// The `index`th of those under way, in the order in which they are done, is done.
    pub(super) fn finish(&mut self, index: usize) -> Option<Happened> {
        let request = *self.under_way.iter().nth(index)?;
        self.under_way.remove(&request);
        let (_, task, thread) = request;
        self.free.extend(thread);
        Some(Happened::Done { thread, task })
    }

    /// Forgets a request. One that a thread is at work on keeps the thread until it is done, as in libuv. Says whether it
    /// was forgotten.
    pub(super) fn cancel(&mut self, task: TaskId) -> bool {
        let waiting = self.waiting.len();
        self.waiting.retain(|job| job.task != task);
        if self.waiting.len() < waiting {
            return true;
        }
        let sent = self
            .under_way
            .iter()
            .find(|(_, other, thread)| *other == task && thread.is_none())
            .copied();
        sent.is_some_and(|request| self.under_way.remove(&request))
    }
}
