//! SIEVE: a hand that stays where it evicted walks from the oldest to the newest, and what was accessed survives where
//! it is.

use super::prelude::*;

const QUEUE: usize = 0;

#[derive(Clone, Debug)]
pub(super) struct Sieve {
    capacity: u64,
    /// An object's mark is set by a hit.
    queues: Queues<1>,
    /// Where the hand stands; at the oldest if nowhere.
    hand: Option<Object>,
}

impl Sieve {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            queues: Queues::new(setup.capacity, setup.objects),
            hand: None,
        }
    }

    fn evict(&mut self) {
        let mut next = self.hand.or_else(|| self.queues.back(QUEUE));
        while let Some(object) = next {
            if std::mem::take(self.queues.mark_mut(object)) == 0 {
                self.remove_at(object, true);
                return;
            }
            next = self
                .queues
                .toward_front(object)
                .or_else(|| self.queues.back(QUEUE));
        }
    }

    fn remove_at(&mut self, object: Object, evicted: bool) {
        if evicted || self.hand == Some(object) {
            self.hand = self.queues.toward_front(object);
        }
        self.queues.take(object);
    }
}

impl Policy for Sieve {
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
        self.remove_at(object, false);
    }

    fn used(&self) -> u64 {
        self.queues.used(QUEUE)
    }

    fn queues(&self) -> Vec<Queue> {
        let bit = |object| u32::from(self.queues.mark(object));
        let mut queue = self.queues.told(QUEUE, "queue").marked(bit);
        let hand = self.hand.or_else(|| self.queues.back(QUEUE));
        queue.hand = queue
            .entries
            .iter()
            .position(|(object, _)| Some(*object) == hand);
        vec![queue]
    }
}
