//! ARC, in the cases of its paper's figure 4; conditions on lists that are not full as in libCacheSim, which reduces
//! them only where something has to be evicted.

use cache_sim::engine::{Access, Object, Policy, Queue, Target};

use super::Reference;
use super::list::{Bound, List};

pub struct Arc {
    bound: Bound,
    t1: List,
    t2: List,
    b1: List,
    b2: List,
    p: f64,
}

impl Arc {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            t1: List::default(),
            t2: List::default(),
            b1: List::default(),
            b2: List::default(),
            p: 0.0,
        }
    }

    /// Moves the target towards the list whose ghost was hit: by the ratio of the other ghosts to these, by 1 at least.
    fn adapt(&mut self, in_b2: bool) {
        let (b1, b2) = (self.b1.total() as f64, self.b2.total() as f64);
        self.p = if in_b2 {
            (self.p - (b1 / b2).max(1.0)).max(0.0)
        } else {
            (self.p + (b2 / b1).max(1.0)).min(self.bound.capacity as f64)
        };
    }

    fn replace(&mut self, in_b2: bool) {
        let t1 = self.t1.total() as f64;
        #[allow(clippy::float_cmp, reason = "the paper compares them so")]
        let above = t1 > self.p || (t1 == self.p && in_b2);
        let (list, ghosts) = if (above && !self.t1.is_empty()) || self.t2.is_empty() {
            (&mut self.t1, &mut self.b1)
        } else {
            (&mut self.t2, &mut self.b2)
        };
        if let Some(victim) = list.pop() {
            ghosts.push(victim);
        }
    }

    /// Evicts in case IV: the object is in none of the lists.
    fn evict_for_new(&mut self, size: u64) {
        let l1 = self.t1.total() + self.b1.total();
        if l1 + size > self.bound.capacity {
            if self.b1.is_empty() {
                self.t1.pop();
                return;
            }
            self.b1.pop();
        } else if l1 + self.t2.total() + self.b2.total() >= 2 * self.bound.capacity {
            self.b2.pop();
        }
        self.replace(false);
    }
}

impl Reference for Arc {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        let object = access.object;
        if let Some(entry) = self.t1.take(object).or_else(|| self.t2.take(object)) {
            self.t2.push(entry);
            return Ok(true);
        }
        let (in_b1, in_b2) = (self.b1.has(object), self.b2.has(object));
        if in_b1 || in_b2 {
            self.adapt(in_b2);
            self.b1.take(object);
            self.b2.take(object);
        }
        let Some(entry) = self.bound.entry(access) else {
            return Ok(false);
        };
        while self.t1.total() + self.t2.total() + entry.size > self.bound.capacity {
            if in_b1 || in_b2 {
                self.replace(in_b2);
            } else {
                self.evict_for_new(entry.size);
            }
        }
        let list = if in_b1 || in_b2 {
            &mut self.t2
        } else {
            &mut self.t1
        };
        list.push(entry);
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.t1.take(object);
        self.t2.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        [self.t1.sized(), self.t2.sized()].concat()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        Some(vec![
            self.t1.shown("T1"),
            self.b1.shown_as_ghosts("B1"),
            self.t2.shown("T2"),
            self.b2.shown_as_ghosts("B2"),
        ])
    }

    fn targets(&self) -> Vec<Target> {
        vec![Target {
            name: "p",
            value: self.p,
        }]
    }
}
