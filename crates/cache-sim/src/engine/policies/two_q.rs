//! 2Q: a FIFO for what is new, an LRU for what came back after it had left that, and ghosts to tell the one from the
//! other.

use super::prelude::*;

/// What is new: a FIFO, in which a hit changes nothing.
const A1_IN: usize = 0;
/// What left it: ghosts.
const A1_OUT: usize = 1;
/// What was accessed again after that: an LRU.
const AM: usize = 2;

#[derive(Clone, Debug)]
pub(super) struct TwoQ {
    capacity: u64,
    /// The share of [`A1_IN`], a quarter; above it, that is what is reclaimed.
    in_limit: u64,
    /// The most that is remembered in [`A1_OUT`], a half.
    out_limit: u64,
    queues: Queues<3>,
}

impl TwoQ {
    pub(super) fn new(setup: Setup) -> Self {
        let capacity = setup.capacity.count();
        Self {
            capacity,
            in_limit: (capacity / 4).max(1),
            out_limit: capacity / 2,
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn evict(&mut self) {
        if self.queues.used(A1_IN) > self.in_limit || self.queues.is_empty(AM) {
            if let Some(object) = self.queues.pop(A1_IN) {
                self.queues.remember(A1_OUT, object, self.out_limit);
            }
        } else {
            self.queues.pop(AM);
        }
    }
}

impl Policy for TwoQ {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        let place = self.queues.place(access.object);
        match place {
            Some(A1_IN) => return true,
            Some(AM) => {
                self.queues.shift(AM, access.object);
                return true;
            }
            Some(_) => self.queues.take(access.object),
            None => {}
        }
        let size = self.queues.size(access);
        if size <= self.capacity {
            while self.used() + size > self.capacity {
                self.evict();
            }
            let queue = if place.is_some() { AM } else { A1_IN };
            self.queues.insert(queue, access);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.queues
            .place(object)
            .is_some_and(|place| place != A1_OUT)
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
    }

    #[inline]
    fn used(&self) -> u64 {
        self.queues.used(A1_IN) + self.queues.used(AM)
    }

    fn queues(&self) -> Vec<Queue> {
        vec![
            self.queues.told(AM, "Am"),
            self.queues.told(A1_IN, "A1in").limited(self.in_limit),
            self.queues
                .told(A1_OUT, "A1out")
                .of_ghosts()
                .limited(self.out_limit),
        ]
    }
}
