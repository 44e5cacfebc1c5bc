//! CLOCK: FIFO with a second chance for what was accessed since it came, or since it had the last one.

use super::prelude::*;

const QUEUE: usize = 0;

#[derive(Clone, Debug)]
pub(super) struct Clock {
    capacity: u64,
    /// An object's mark is set by a hit.
    queues: Queues<1>,
}

impl Clock {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn evict(&mut self) {
        while let Some(object) = self.queues.back(QUEUE) {
            if std::mem::take(self.queues.mark_mut(object)) == 0 {
                self.queues.take(object);
                return;
            }
            self.queues.shift(QUEUE, object);
        }
    }
}

impl Policy for Clock {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if self.contains(access.object) {
            *self.queues.mark_mut(access.object) = 1;
            return true;
        }
        let size = self.queues.size(access);
        if size <= self.capacity {
            while self.queues.used(QUEUE) + size > self.capacity {
                self.evict();
            }
            self.queues.insert(QUEUE, access);
            *self.queues.mark_mut(access.object) = 0;
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
        let bit = |object| u32::from(self.queues.mark(object));
        vec![self.queues.told(QUEUE, "clock").marked(bit)]
    }
}
