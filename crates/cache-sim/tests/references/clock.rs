//! CLOCK: FIFO with a second chance. The mark of an entry is its bit.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

pub struct Clock {
    bound: Bound,
    queue: List,
}

impl Clock {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            queue: List::default(),
        }
    }
}

impl Reference for Clock {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if let Some(entry) = self.queue.get_mut(access.object) {
            entry.mark = 1;
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            while self.queue.total() + entry.size > self.bound.capacity {
                let tail = self.queue.pop().ok_or("nothing to evict")?;
                if tail.mark == 1 {
                    self.queue.push(Entry { mark: 0, ..tail });
                }
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
        Some(vec![self.queue.shown("clock")])
    }
}
