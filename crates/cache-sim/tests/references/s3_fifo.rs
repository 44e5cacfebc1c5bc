//! S3-FIFO. The mark of an entry is its frequency.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

/// From this frequency on, an object goes from the small queue to the main one.
const THRESHOLD: u32 = 2;
/// A higher frequency counts as this one.
const FREQUENCY_MAX: u32 = 3;
/// Nobody counts further, for what is shown.
const COUNTED_MAX: u32 = 255;

pub struct S3Fifo {
    bound: Bound,
    small: List,
    main: List,
    ghost: List,
    small_limit: u64,
    ghost_limit: u64,
}

impl S3Fifo {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            small: List::default(),
            main: List::default(),
            ghost: List::default(),
            small_limit: (bound.capacity / 10).max(1),
            ghost_limit: bound.capacity - bound.capacity.div_ceil(10),
        }
    }

    fn main_limit(&self) -> u64 {
        self.bound.capacity - self.small_limit
    }

    /// Takes objects from the small queue until one of them leaves the cache.
    fn evict_from_small(&mut self) {
        while let Some(tail) = self.small.pop() {
            if tail.mark < THRESHOLD {
                self.ghost.remember(tail, self.ghost_limit);
                return;
            }
            self.main.push(Entry { mark: 0, ..tail });
        }
    }

    /// Takes objects from the main queue until one of them leaves the cache.
    fn evict_from_main(&mut self) {
        while let Some(tail) = self.main.pop() {
            if tail.mark == 0 {
                return;
            }
            let mark = tail.mark.min(FREQUENCY_MAX) - 1;
            self.main.push(Entry { mark, ..tail });
        }
    }
}

impl Reference for S3Fifo {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        for queue in [&mut self.small, &mut self.main] {
            if let Some(entry) = queue.get_mut(access.object) {
                entry.mark = (entry.mark + 1).min(COUNTED_MAX);
                return Ok(true);
            }
        }
        let was_ghost = self.ghost.take(access.object).is_some();
        let Some(entry) = self.bound.entry(access) else {
            return Ok(false);
        };
        while self.small.total() + self.main.total() + entry.size > self.bound.capacity {
            if self.main.total() > self.main_limit() || self.small.is_empty() {
                self.evict_from_main();
            } else {
                self.evict_from_small();
            }
        }
        let queue = if was_ghost {
            &mut self.main
        } else {
            &mut self.small
        };
        queue.push(entry);
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.small.take(object);
        self.main.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        [self.small.sized(), self.main.sized()].concat()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let small = Queue {
            limit: Some(self.small_limit),
            ..self.small.shown("small")
        };
        let main = Queue {
            limit: Some(self.main_limit()),
            ..self.main.shown("main")
        };
        let ghost = Queue {
            limit: Some(self.ghost_limit),
            ..self.ghost.shown_as_ghosts("ghost")
        };
        Some(vec![main, small, ghost])
    }
}
