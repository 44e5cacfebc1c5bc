//! LIRS. The mark of an entry in S is its status.

use std::collections::VecDeque;

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

const GHOST: u32 = 0;
const HIR: u32 = 1;
const LIR: u32 = 2;

pub struct Lirs {
    bound: Bound,
    /// From top to bottom.
    stack: List,
    /// Resident HIR; the oldest one is the last.
    queue: List,
    /// The ghosts in S, in the order in which they were evicted.
    ghosts: VecDeque<Object>,
    queue_limit: u64,
    lir_limit: u64,
}

impl Lirs {
    pub fn new(bound: Bound) -> Self {
        let queue_limit = (bound.capacity / 100).max(2).min(bound.capacity);
        Self {
            bound,
            stack: List::default(),
            queue: List::default(),
            ghosts: VecDeque::new(),
            queue_limit,
            lir_limit: bound.capacity - queue_limit,
        }
    }

    fn lir(&self) -> impl Iterator<Item = Entry> {
        let entries = self.stack.0.iter().copied();
        entries.filter(|entry| entry.mark == LIR)
    }

    fn lir_total(&self) -> u64 {
        self.lir().map(|entry| entry.size).sum()
    }

    /// Removes from the stack's bottom what is not LIR. What is a ghost is forgotten; what is in Q remains there.
    fn prune(&mut self) {
        while self.stack.last().is_some_and(|bottom| bottom.mark != LIR) {
            if let Some(gone) = self.stack.pop() {
                self.ghosts.retain(|ghost| *ghost != gone.object);
            }
        }
    }

    /// Evicts the front of Q, which becomes a ghost if it is in the stack.
    fn evict(&mut self) {
        if let Some(victim) = self.queue.pop()
            && let Some(entry) = self.stack.get_mut(victim.object)
        {
            entry.mark = GHOST;
            self.ghosts.push_back(victim.object);
        }
    }

    /// Puts an object at the end of Q; one that is too large for Q leaves the cache.
    fn queue_up(&mut self, entry: Entry) {
        if entry.size > self.queue_limit {
            return;
        }
        while self.queue.total() + entry.size > self.queue_limit {
            self.evict();
        }
        self.queue.push(Entry { mark: 0, ..entry });
    }

    /// Moves the bottom LIR to Q while LIR have more than their share.
    fn demote(&mut self) {
        while self.lir_total() > self.lir_limit {
            self.prune();
            if let Some(bottom) = self.stack.pop() {
                self.queue_up(bottom);
            }
        }
    }

    /// Makes an object LIR, at the top of the stack.
    fn promote(&mut self, entry: Entry) {
        self.stack.take(entry.object);
        self.queue.take(entry.object);
        self.ghosts.retain(|ghost| *ghost != entry.object);
        self.stack.push(Entry { mark: LIR, ..entry });
        self.demote();
    }

    /// Takes a ghost out of the stack: it has come back, too large for either share.
    fn forget(&mut self, object: Object) {
        self.stack.take(object);
        self.ghosts.retain(|ghost| *ghost != object);
    }

    /// Serves an access to an object that is neither in the stack nor in Q.
    fn admit(&mut self, entry: Entry) {
        if self.lir_total() + entry.size <= self.lir_limit {
            self.stack.push(Entry { mark: LIR, ..entry });
        } else if entry.size <= self.queue_limit {
            self.queue_up(entry);
            self.stack.push(Entry { mark: HIR, ..entry });
        }
    }

    fn tidy(&mut self) {
        self.prune();
        while self.stack.total() > 2 * self.bound.capacity
            && let Some(oldest) = self.ghosts.pop_front()
        {
            self.stack.take(oldest);
        }
    }
}

impl Reference for Lirs {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        let in_stack = self
            .stack
            .place(access.object)
            .map(|place| self.stack.0[place]);
        let in_queue = self
            .queue
            .place(access.object)
            .map(|place| self.queue.0[place]);
        let hit = in_queue.is_some() || in_stack.is_some_and(|entry| entry.mark == LIR);
        match (in_stack, in_queue) {
            (Some(entry), _) if entry.mark == LIR => {
                self.stack.refresh(access.object);
            }
            (Some(entry), Some(_)) => self.promote(entry),
            (None, Some(entry)) => {
                self.queue.refresh(access.object);
                self.stack.push(Entry { mark: HIR, ..entry });
            }
            (in_stack, None) => match self.bound.entry(access) {
                Some(entry) if in_stack.is_none() => self.admit(entry),
                Some(entry) if entry.size <= self.lir_limit.max(self.queue_limit) => {
                    self.promote(entry);
                }
                _ => self.forget(access.object),
            },
        }
        self.tidy();
        Ok(hit)
    }

    fn remove(&mut self, object: Object) {
        self.stack.take(object);
        self.queue.take(object);
        self.prune();
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        let lir = self.lir().map(|entry| (entry.object, entry.size));
        lir.chain(self.queue.sized()).collect()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let queue = Queue {
            limit: Some(self.queue_limit),
            ..self.queue.shown("Q")
        };
        Some(vec![self.stack.shown("S"), queue])
    }
}
