//! Random: each object that is there is as likely to go as any other.

use sampling::random::Random as Lots;

use super::super::queues::Sizes;
use super::prelude::*;

const NOWHERE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(super) struct Random {
    capacity: u64,
    used: u64,
    sizes: Sizes,
    resident: Vec<Object>,
    /// Index into `resident`, by object.
    slots: Vec<u32>,
    lots: Lots,
}

impl Random {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            used: 0,
            sizes: Sizes::new(setup.capacity, setup.objects),
            resident: Vec::new(),
            slots: vec![NOWHERE; setup.objects],
            lots: Lots::of(setup.seed),
        }
    }

    fn evict(&mut self) {
        let slot = self.lots.below(self.resident.len());
        self.remove(self.resident[slot]);
    }
}

impl Policy for Random {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if self.contains(access.object) {
            return true;
        }
        let size = self.sizes.of_access(access);
        if size <= self.capacity {
            while self.used + size > self.capacity {
                self.evict();
            }
            self.sizes.insert(access);
            self.used += size;
            self.slots[access.object as usize] = index(self.resident.len());
            self.resident.push(access.object);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.slots[object as usize] != NOWHERE
    }

    fn remove(&mut self, object: Object) {
        let slot = self.slots[object as usize];
        self.slots[object as usize] = NOWHERE;
        self.used -= self.sizes.of(object);
        self.resident.swap_remove(slot as usize);
        if let Some(moved) = self.resident.get(slot as usize) {
            self.slots[*moved as usize] = slot;
        }
    }

    fn used(&self) -> u64 {
        self.used
    }

    fn queues(&self) -> Vec<Queue> {
        vec![Queue::new("set", self.resident.iter().copied(), self.used)]
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "there are no more than there are objects, whose numbers have 32 bits"
)]
const fn index(index: usize) -> u32 {
    index as u32
}
