//! 2Q.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

pub struct TwoQ {
    bound: Bound,
    a1in: List,
    a1out: List,
    am: List,
    a1in_limit: u64,
    a1out_limit: u64,
}

impl TwoQ {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            a1in: List::default(),
            a1out: List::default(),
            am: List::default(),
            a1in_limit: (bound.capacity / 4).max(1),
            a1out_limit: bound.capacity / 2,
        }
    }

    fn reclaim(&mut self) {
        if self.a1in.total() > self.a1in_limit || self.am.is_empty() {
            if let Some(tail) = self.a1in.pop() {
                self.a1out.remember(tail, self.a1out_limit);
            }
        } else {
            self.am.pop();
        }
    }
}

impl Reference for TwoQ {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if self.a1in.has(access.object) || self.am.refresh(access.object) {
            return Ok(true);
        }
        let was_ghost = self.a1out.take(access.object).is_some();
        let Some(entry) = self.bound.entry(access) else {
            return Ok(false);
        };
        while self.a1in.total() + self.am.total() + entry.size > self.bound.capacity {
            self.reclaim();
        }
        let queue = if was_ghost {
            &mut self.am
        } else {
            &mut self.a1in
        };
        queue.push(entry);
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.a1in.take(object);
        self.am.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        [self.a1in.sized(), self.am.sized()].concat()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let a1in = Queue {
            limit: Some(self.a1in_limit),
            ..self.a1in.shown("A1in")
        };
        let a1out = Queue {
            limit: Some(self.a1out_limit),
            ..self.a1out.shown_as_ghosts("A1out")
        };
        Some(vec![self.am.shown("Am"), a1in, a1out])
    }
}
