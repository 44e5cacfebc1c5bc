//! Node's timers: lists by duration, a queue of lists by expiry, and the one libuv timer beneath them.
//!
//! Times are whole milliseconds of the loop's clock, as in Node. After `lib/internal/timers.js` of Node 20.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::trace::TaskId;

/// Timers of one duration, in the order in which they were started.
#[derive(Debug)]
struct List {
    expiry_ms: u64,
    /// Decides between lists that expire at once: the one that was put into the queue first.
    rank: u64,
    timers: VecDeque<TaskId>,
}

#[derive(Clone, Copy, Debug)]
struct Timer {
    duration_ms: u64,
    started_ms: u64,
    is_ref: bool,
    /// Whether it stands in the list of its duration; while its callback runs it does not.
    is_listed: bool,
}

/// libuv's timer, which wakes the loop for the earliest list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Alarm {
    /// When the loop has to run timers.
    pub(super) due_ms: u64,
}

/// What the head of a list says when its time is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// This timer is due.
    Due(TaskId),
    /// The list's first timer is not due yet; the list was put back.
    Later,
    /// The list is empty and was removed.
    Empty,
}

/// All timers of a program.
#[derive(Debug, Default)]
pub(super) struct Timers {
    by_task: HashMap<TaskId, Timer>,
    lists: BTreeMap<u64, List>,
    /// Lists by expiry, then rank, with their duration.
    queue: BTreeSet<(u64, u64, u64)>,
    next_rank: u64,
    /// Expiry of the list that the alarm is set for.
    next_expiry_ms: Option<u64>,
    alarm: Option<Alarm>,
    refs: usize,
}

impl Timers {
    /// Starts a timer, or starts it again.
    pub(super) fn start(&mut self, task: TaskId, duration_ms: u64, is_ref: bool, now_ms: u64) {
        self.stop(task);
        self.by_task.insert(
            task,
            Timer {
                duration_ms,
                started_ms: now_ms,
                is_ref,
                is_listed: true,
            },
        );
        self.refs += usize::from(is_ref);
        let rank = self.next_rank;
        let list = self.lists.entry(duration_ms).or_insert_with(|| List {
            expiry_ms: now_ms + duration_ms,
            rank,
            timers: VecDeque::new(),
        });
        list.timers.push_back(task);
        let expiry_ms = list.expiry_ms;
        if list.rank == rank {
            self.next_rank += 1;
            self.queue.insert((expiry_ms, rank, duration_ms));
            if self.next_expiry_ms.is_none_or(|next| next > expiry_ms) {
                self.alarm = Some(Alarm {
                    due_ms: now_ms + duration_ms,
                });
                self.next_expiry_ms = Some(expiry_ms);
            }
        }
    }

    /// Forgets a timer. Says whether it was there.
    pub(super) fn stop(&mut self, task: TaskId) -> bool {
        let Some(timer) = self.by_task.remove(&task) else {
            return false;
        };
        self.refs -= usize::from(timer.is_ref);
        if timer.is_listed
            && let Some(list) = self.lists.get_mut(&timer.duration_ms)
        {
            list.timers.retain(|other| *other != task);
            if list.timers.is_empty() {
                self.remove_list(timer.duration_ms);
            }
        }
        true
    }

    /// Whether the timer keeps the loop alive.
    pub(super) fn set_ref(&mut self, task: TaskId, is_ref: bool) {
        if let Some(timer) = self.by_task.get_mut(&task)
            && timer.is_ref != is_ref
        {
            timer.is_ref = is_ref;
            if is_ref {
                self.refs += 1;
            } else {
                self.refs -= 1;
            }
        }
    }

    /// Whether a timer keeps the loop alive.
    pub(super) fn keep_alive(&self) -> bool {
        self.refs > 0 && self.alarm.is_some()
    }

    /// When timers have to be run; none if there are none.
    pub(super) fn alarm(&self) -> Option<Alarm> {
        self.alarm
    }

    /// Timers are about to be run.
    pub(super) fn begin(&mut self) {
        self.alarm = None;
        self.next_expiry_ms = None;
    }

    /// The duration of the first list that has expired.
    pub(super) fn first_expired(&self, now_ms: u64) -> Option<u64> {
        let (expiry_ms, _, duration_ms) = self.queue.first()?;
        (*expiry_ms <= now_ms).then_some(*duration_ms)
    }

    /// Looks at a list's first timer.
    pub(super) fn head(&mut self, duration_ms: u64, now_ms: u64) -> Head {
        let Some(list) = self.lists.get_mut(&duration_ms) else {
            return Head::Empty;
        };
        let Some(task) = list.timers.front().copied() else {
            self.remove_list(duration_ms);
            return Head::Empty;
        };
        let started_ms = self.by_task[&task].started_ms;
        if now_ms.saturating_sub(started_ms) >= duration_ms {
            return Head::Due(task);
        }
        self.queue.remove(&(list.expiry_ms, list.rank, duration_ms));
        list.expiry_ms = (started_ms + duration_ms).max(now_ms + 1);
        list.rank = self.next_rank;
        self.next_rank += 1;
        self.queue.insert((list.expiry_ms, list.rank, duration_ms));
        Head::Later
    }

    /// Takes a timer out of its list, because its callback is about to run.
    pub(super) fn take(&mut self, task: TaskId) {
        if let Some(timer) = self.by_task.get_mut(&task) {
            timer.is_listed = false;
            if let Some(list) = self.lists.get_mut(&timer.duration_ms) {
                list.timers.retain(|other| *other != task);
            }
        }
    }

    /// Whether a timer that was taken was started again, or never stopped.
    pub(super) fn is_listed(&self, task: TaskId) -> Option<bool> {
        self.by_task.get(&task).map(|timer| timer.is_listed)
    }

    /// Whether a timer keeps the loop alive.
    pub(super) fn is_ref(&self, task: TaskId) -> Option<bool> {
        self.by_task.get(&task).map(|timer| timer.is_ref)
    }

    /// All that expired has run: sets the alarm for what is next.
    pub(super) fn end(&mut self, now_ms: u64) {
        let next = self.queue.first().map(|(expiry_ms, ..)| *expiry_ms);
        self.next_expiry_ms = next;
        self.alarm = next.map(|expiry_ms| Alarm {
            due_ms: now_ms + expiry_ms.saturating_sub(now_ms).max(1),
        });
    }

    /// Expiries of the lists with other durations.
    pub(super) fn other_expiries(&self, duration_ms: u64) -> impl Iterator<Item = u64> + '_ {
        self.lists
            .iter()
            .filter(move |(duration, _)| **duration != duration_ms)
            .map(|(_, list)| list.expiry_ms)
    }

    /// When the last of a duration's timers was started.
    pub(super) fn last_start_ms(&self, duration_ms: u64) -> Option<u64> {
        let task = self.lists.get(&duration_ms)?.timers.back()?;
        self.by_task.get(task).map(|timer| timer.started_ms)
    }

    fn remove_list(&mut self, duration_ms: u64) {
        if let Some(list) = self.lists.remove(&duration_ms) {
            self.queue.remove(&(list.expiry_ms, list.rank, duration_ms));
        }
    }
}
