//! FIFO: what came first goes first.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

pub struct Fifo {
    bound: Bound,
    queue: List,
}

impl Fifo {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            queue: List::default(),
        }
    }
}

impl Reference for Fifo {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if self.queue.has(access.object) {
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            while self.queue.total() + entry.size > self.bound.capacity {
                self.queue.pop();
            }
            self.queue.push(entry);
        }
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.queue.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.queue.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        Some(vec![self.queue.shown("queue")])
    }
}
