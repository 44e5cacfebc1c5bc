//! The class `LRUCache` of the first article, line by line: a JavaScript Map keeps the order in which keys were added,
//! and setting a key that is there leaves it at its place.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

pub struct Articles {
    bound: Bound,
    map: List,
}

impl Articles {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            map: List::default(),
        }
    }

    /// `if (this.cache.size >= this.maxSize) this.cache.delete(firstKey); this.cache.set(key, value)`.
    fn set(&mut self, object: Object) {
        if self.map.total() >= self.bound.capacity {
            self.map.pop();
        }
        if !self.map.has(object) {
            let entry = Entry {
                object,
                size: 1,
                mark: 0,
            };
            self.map.push(entry);
        }
    }
}

impl Reference for Articles {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        let there = self.map.has(access.object);
        if access.writes || !there {
            self.set(access.object);
        }
        Ok(there)
    }

    fn remove(&mut self, object: Object) {
        self.map.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.map.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        Some(vec![self.map.shown("Map")])
    }
}
