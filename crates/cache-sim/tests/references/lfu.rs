//! LFU: the least often used goes first; of several, the one that was the first to be used so often.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

/// The mark of an entry is its frequency, and the list is in the order in which they reached theirs.
pub struct Lfu {
    bound: Bound,
    arrivals: List,
}

impl Lfu {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            arrivals: List::default(),
        }
    }

    /// The next to go is the last one.
    fn in_order(&self) -> List {
        let mut entries: Vec<Entry> = self.arrivals.0.iter().copied().collect();
        // A stable sort: of equal frequencies, the first to arrive remains the last in the list.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.mark));
        List(entries.into())
    }
}

impl Reference for Lfu {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if let Some(mut entry) = self.arrivals.take(access.object) {
            entry.mark += 1;
            self.arrivals.push(entry);
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            while self.arrivals.total() + entry.size > self.bound.capacity {
                let victim = self.in_order().last().ok_or("nothing to evict")?;
                self.arrivals.take(victim.object);
            }
            self.arrivals.push(Entry { mark: 1, ..entry });
        }
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.arrivals.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.arrivals.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        Some(vec![self.in_order().shown("by frequency")])
    }
}
