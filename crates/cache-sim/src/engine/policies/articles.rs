//! The articles' `LRUCache`, as they wrote it: a `Map` in which the key goes that was inserted first.
//!
//! Its `set` looks whether the map is full before it looks whether the key is there. So an overwritten key costs another
//! one its place; and no read ever moves a key, which makes a FIFO of it.

use super::prelude::*;

/// The `Map`, its first key at the back.
const MAP: usize = 0;

#[derive(Clone, Debug)]
pub(super) struct Articles {
    entries_max: u64,
    map: Queues<1>,
}

impl Articles {
    /// It counts entries: a capacity in bytes is refused before (`registry::Policy::in_bytes`).
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            entries_max: setup.capacity.count(),
            map: Queues::new(setup.capacity, setup.objects),
        }
    }

    fn set(&mut self, access: Access) {
        if self.map.used(MAP) >= self.entries_max {
            self.map.pop(MAP);
        }
        // A key that is there stays where it is.
        if !self.contains(access.object) {
            self.map.insert(MAP, access);
        }
    }
}

impl Policy for Articles {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        let hit = self.contains(access.object);
        if !hit || access.writes {
            self.set(access);
        }
        hit
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.map.is_in(MAP, object)
    }

    fn look_at(&self, objects: &[Object]) {
        self.map.look_at(objects);
    }

    fn remove(&mut self, object: Object) {
        self.map.take(object);
    }

    fn used(&self) -> u64 {
        self.map.used(MAP)
    }

    fn queues(&self) -> Vec<Queue> {
        vec![self.map.told(MAP, "Map")]
    }
}
