//! S3-FIFO: a small FIFO that most objects leave soon, a main FIFO for what was accessed in it, and ghosts.

use super::prelude::*;

const SMALL: usize = 0;
const MAIN: usize = 1;
const GHOST: usize = 2;

/// Hits in the small queue that bring an object into the main one, by the authors' simulator; their paper says "more
/// than once".
const PROMOTED_FROM: u8 = 2;

/// The most hits that count in the main queue.
const FREQUENCY_MAX: u8 = 3;

#[derive(Clone, Debug)]
pub(super) struct S3Fifo {
    capacity: u64,
    /// The most that the main queue holds before it is what is evicted from: all but a tenth.
    main_limit: u64,
    /// The most that is remembered: nine tenths.
    ghost_limit: u64,
    /// An object's mark is the number of hits since it was inserted; in the main queue, what is left of them.
    queues: Queues<3>,
}

impl S3Fifo {
    pub(super) fn new(setup: Setup) -> Self {
        let capacity = setup.capacity.count();
        Self {
            capacity,
            main_limit: capacity - (capacity / 10).max(1),
            ghost_limit: capacity - capacity.div_ceil(10),
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn evict(&mut self) {
        if self.queues.used(MAIN) > self.main_limit || self.queues.is_empty(SMALL) {
            self.evict_main();
        } else {
            self.evict_small();
        }
    }

    /// Evicts one object of the small queue, or moves all of them to the main one.
    fn evict_small(&mut self) {
        while let Some(object) = self.queues.pop(SMALL) {
            if self.queues.mark(object) < PROMOTED_FROM {
                self.queues.remember(GHOST, object, self.ghost_limit);
                return;
            }
            *self.queues.mark_mut(object) = 0;
            self.queues.push(MAIN, object);
        }
    }

    fn evict_main(&mut self) {
        while let Some(object) = self.queues.back(MAIN) {
            let frequency = self.queues.mark_mut(object);
            if *frequency == 0 {
                self.queues.take(object);
                return;
            }
            *frequency = (*frequency).min(FREQUENCY_MAX) - 1;
            self.queues.shift(MAIN, object);
        }
    }
}

impl Policy for S3Fifo {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        let place = self.queues.place(access.object);
        match place {
            Some(SMALL | MAIN) => {
                let frequency = self.queues.mark_mut(access.object);
                *frequency = frequency.saturating_add(1);
                return true;
            }
            Some(_) => self.queues.take(access.object),
            None => {}
        }
        let size = self.queues.size(access);
        if size <= self.capacity {
            while self.used() + size > self.capacity {
                self.evict();
            }
            let queue = if place.is_some() { MAIN } else { SMALL };
            self.queues.insert(queue, access);
            *self.queues.mark_mut(access.object) = 0;
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.queues
            .place(object)
            .is_some_and(|place| place != GHOST)
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
    }

    #[inline]
    fn used(&self) -> u64 {
        self.queues.used(SMALL) + self.queues.used(MAIN)
    }

    fn queues(&self) -> Vec<Queue> {
        let frequency = |object| u32::from(self.queues.mark(object));
        vec![
            self.queues
                .told(MAIN, "main")
                .marked(frequency)
                .limited(self.main_limit),
            self.queues
                .told(SMALL, "small")
                .marked(frequency)
                .limited(self.capacity - self.main_limit),
            self.queues
                .told(GHOST, "ghost")
                .of_ghosts()
                .limited(self.ghost_limit),
        ]
    }
}
