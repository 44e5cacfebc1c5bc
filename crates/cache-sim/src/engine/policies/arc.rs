//! ARC: two LRU lists, of what was accessed once and of what was accessed again, whose shares follow the hits among
//! their ghosts.

use super::super::policy::Target;
use super::prelude::*;

/// Accessed once lately.
const T1: usize = 0;
/// Accessed again.
const T2: usize = 1;
/// Evicted from [`T1`].
const B1: usize = 2;
/// Evicted from [`T2`].
const B2: usize = 3;

#[derive(Clone, Debug)]
pub(super) struct Arc {
    capacity: u64,
    /// The paper's p: what [`T1`] is to hold, in the unit of the capacity. In bytes, too, a hit among ghosts moves it by
    /// the ratio of the lists and by one at least, as the paper and libCacheSim have it.
    target: f64,
    queues: Queues<4>,
}

impl Arc {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            target: 0.0,
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn used_f64(&self, queue: usize) -> f64 {
        self.queues.used(queue) as f64
    }

    /// Adapts p to a hit among the ghosts.
    fn adapt(&mut self, ghosts: usize) {
        let ratio = |of: usize, over: usize| (self.used_f64(of) / self.used_f64(over)).max(1.0);
        self.target = if ghosts == B1 {
            (self.target + ratio(B2, B1)).min(self.capacity as f64)
        } else {
            (self.target - ratio(B1, B2)).max(0.0)
        };
    }

    /// The paper's REPLACE: evicts from T1 if that holds more than it is to, else from T2.
    fn replace(&mut self, in_b2: bool) {
        let t1 = self.used_f64(T1);
        #[allow(clippy::float_cmp, reason = "the paper compares them")]
        let from_t1 = !self.queues.is_empty(T1)
            && (t1 > self.target || (in_b2 && t1 == self.target))
            || self.queues.is_empty(T2);
        let (list, ghosts) = if from_t1 { (T1, B1) } else { (T2, B2) };
        if let Some(object) = self.queues.pop(list) {
            self.queues.push(ghosts, object);
        }
    }

    /// Makes room for an object that is in none of the four lists: the paper's case IV.
    fn evict_for_new(&mut self, size: u64) {
        let once = self.queues.used(T1) + self.queues.used(B1);
        if once + size > self.capacity {
            if self.queues.pop(B1).is_some() {
                self.replace(false);
            } else {
                self.queues.pop(T1);
            }
            return;
        }
        let all = once + self.queues.used(T2) + self.queues.used(B2);
        if all >= 2 * self.capacity {
            self.queues.pop(B2);
        }
        self.replace(false);
    }
}

impl Policy for Arc {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        let place = self.queues.place(access.object);
        match place {
            Some(T1 | T2) => {
                self.queues.shift(T2, access.object);
                return true;
            }
            Some(ghosts) => {
                self.adapt(ghosts);
                self.queues.take(access.object);
            }
            None => {}
        }
        let size = self.queues.size(access);
        if size > self.capacity {
            return false;
        }
        while self.used() + size > self.capacity {
            match place {
                Some(ghosts) => self.replace(ghosts == B2),
                None => self.evict_for_new(size),
            }
        }
        let list = if place.is_some() { T2 } else { T1 };
        self.queues.insert(list, access);
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        matches!(self.queues.place(object), Some(T1 | T2))
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
    }

    #[inline]
    fn used(&self) -> u64 {
        self.queues.used(T1) + self.queues.used(T2)
    }

    fn queues(&self) -> Vec<Queue> {
        let list = |queue, name| self.queues.told(queue, name);
        vec![
            list(T1, "T1"),
            list(B1, "B1").of_ghosts(),
            list(T2, "T2"),
            list(B2, "B2").of_ghosts(),
        ]
    }

    fn targets(&self) -> Vec<Target> {
        vec![Target {
            name: "p",
            value: self.target,
        }]
    }
}
