//! SLRU: segments of equal size, one above the other; each hit promotes by one, and what overflows is demoted by one.

use super::prelude::*;

/// Number of segments.
const SEGMENTS: usize = 5;

const NAMES: [&str; SEGMENTS] = [
    "segment 1",
    "segment 2",
    "segment 3",
    "segment 4",
    "segment 5",
];

#[derive(Clone, Debug)]
pub(super) struct Slru {
    capacity: u64,
    /// The most that each segment holds. What is left of the capacity belongs to the lowest.
    limits: [u64; SEGMENTS],
    queues: Queues<SEGMENTS>,
}

impl Slru {
    pub(super) fn new(setup: Setup) -> Self {
        let capacity = setup.capacity.count();
        let share = capacity / SEGMENTS as u64;
        let mut limits = [share; SEGMENTS];
        limits[0] = capacity - share * (SEGMENTS as u64 - 1);
        Self {
            capacity,
            limits,
            queues: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn evict(&mut self) {
        let lowest = (0..SEGMENTS).find(|segment| !self.queues.is_empty(*segment));
        if let Some(segment) = lowest {
            self.queues.pop(segment);
        }
    }

    fn promote(&mut self, object: Object, segment: usize) {
        let above = (segment + 1).min(SEGMENTS - 1);
        self.queues.shift(above, object);
        self.demote_from(above);
    }

    /// Demotes until a segment is within its limit, and so do those below that get something; the lowest evicts.
    fn demote_from(&mut self, segment: usize) {
        while self.queues.used(segment) > self.limits[segment] {
            match (self.queues.back(segment), segment.checked_sub(1)) {
                (Some(object), Some(below)) => {
                    self.queues.shift(below, object);
                    self.demote_from(below);
                }
                (Some(object), None) => self.queues.take(object),
                (None, _) => return,
            }
        }
    }

    fn insert(&mut self, access: Access, size: u64) {
        let roomy = (0..SEGMENTS)
            .find(|segment| self.queues.used(*segment) + size <= self.limits[*segment]);
        self.queues.insert(roomy.unwrap_or_default(), access);
    }
}

impl Policy for Slru {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if let Some(segment) = self.queues.place(access.object) {
            self.promote(access.object, segment);
            return true;
        }
        let size = self.queues.size(access);
        // One that is larger than its segment would be evicted by its own first hit.
        if size <= self.limits[0] {
            while self.used() + size > self.capacity {
                self.evict();
            }
            self.insert(access, size);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.queues.place(object).is_some()
    }

    fn look_at(&self, objects: &[Object]) {
        self.queues.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.queues.take(object);
    }

    #[inline]
    fn used(&self) -> u64 {
        (0..SEGMENTS).map(|segment| self.queues.used(segment)).sum()
    }

    fn queues(&self) -> Vec<Queue> {
        (0..SEGMENTS)
            .rev()
            .map(|segment| {
                self.queues
                    .told(segment, NAMES[segment])
                    .limited(self.limits[segment])
            })
            .collect()
    }
}
