//! LRU: what was used the longest ago goes first.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

pub struct Lru {
    bound: Bound,
    stack: List,
}

impl Lru {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            stack: List::default(),
        }
    }
}

impl Reference for Lru {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if self.stack.refresh(access.object) {
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            while self.stack.total() + entry.size > self.bound.capacity {
                self.stack.pop();
            }
            self.stack.push(entry);
        }
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.stack.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.stack.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        Some(vec![self.stack.shown("stack")])
    }
}
