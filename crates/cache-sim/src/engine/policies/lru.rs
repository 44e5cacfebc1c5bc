//! LRU: what was not accessed for longest goes.

use super::prelude::*;

const QUEUE: usize = 0;

#[derive(Clone, Debug)]
pub(super) struct Lru {
    capacity: u64,
    queues: Queues<1>,
}

impl Lru {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }
}

impl Policy for Lru {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if self.contains(access.object) {
            self.queues.shift(QUEUE, access.object);
            return true;
        }
        let size = self.queues.size(access);
        if size <= self.capacity {
            while self.queues.used(QUEUE) + size > self.capacity {
                self.queues.pop(QUEUE);
            }
            self.queues.insert(QUEUE, access);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.queues.is_in(QUEUE, object)
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
    }

    fn used(&self) -> u64 {
        self.queues.used(QUEUE)
    }

    fn queues(&self) -> Vec<Queue> {
        vec![self.queues.told(QUEUE, "stack")]
    }
}
