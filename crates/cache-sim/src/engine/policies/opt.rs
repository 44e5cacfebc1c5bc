//! OPT: the object goes whose next access is farthest away. It knows the future, and for objects of one size nothing
//! misses less often (Belady's MIN). With sizes, with expiry or with writes it is a good guess, and no bound.

use std::collections::BinaryHeap;

use super::super::policy::NEVER;
use super::super::queues::Sizes;
use super::prelude::*;

/// Outdated entries that the heap may hold besides as many as it has good ones.
const OUTDATED_MAX: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Opt {
    capacity: u64,
    used: u64,
    resident: usize,
    sizes: Sizes,
    /// Next access and object, the farthest first. A hit adds an entry and leaves the old one behind.
    farthest: BinaryHeap<(u32, Object)>,
    /// The next access of each object that is there, by object.
    next: Vec<Option<u32>>,
}

impl Opt {
    pub(super) fn new(setup: Setup) -> Self {
        Self {
            capacity: setup.capacity.count(),
            used: 0,
            resident: 0,
            sizes: Sizes::new(setup.capacity, setup.objects),
            farthest: BinaryHeap::new(),
            next: vec![None; setup.objects],
        }
    }

    fn push(&mut self, access: Access) {
        self.next[access.object as usize] = Some(access.next);
        self.farthest.push((access.next, access.object));
        if self.farthest.len() > 2 * self.resident + OUTDATED_MAX {
            let next = &self.next;
            self.farthest
                .retain(|(at, object)| next[*object as usize] == Some(*at));
        }
    }

    fn evict(&mut self) {
        while let Some((at, object)) = self.farthest.pop() {
            if self.next[object as usize] == Some(at) {
                self.remove(object);
                return;
            }
        }
    }
}

impl Policy for Opt {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if self.contains(access.object) {
            self.push(access);
            return true;
        }
        let size = self.sizes.of_access(access);
        if size <= self.capacity {
            while self.used + size > self.capacity {
                self.evict();
            }
            self.sizes.insert(access);
            self.used += size;
            self.resident += 1;
            self.push(access);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.next[object as usize].is_some()
    }

    fn remove(&mut self, object: Object) {
        self.next[object as usize] = None;
        self.resident -= 1;
        self.used -= self.sizes.of(object);
    }

    fn used(&self) -> u64 {
        self.used
    }

    /// The nearest first; the mark is the next access.
    fn queues(&self) -> Vec<Queue> {
        let mut entries: Vec<(Object, u32)> = self
            .farthest
            .iter()
            .filter(|(at, object)| self.next[*object as usize] == Some(*at))
            .map(|(at, object)| (*object, *at))
            .collect();
        entries.sort_unstable_by_key(|(object, at)| (*at, *object));
        // An object that left and came back before its old entry was reached has two.
        entries.dedup();
        let next = |object: Object| self.next[object as usize].unwrap_or(NEVER);
        let objects = entries.iter().map(|(object, _)| *object);
        vec![Queue::new("by next access", objects, self.used).marked(next)]
    }
}
