//! OPT: what is read again the latest goes first. Of objects that are never read again, or in one access, any.

use std::collections::HashMap;

use cache_sim::engine::{Access, NEVER, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};
use super::random::victims;

pub struct Opt {
    bound: Bound,
    residents: List,
    /// The next access that reads an object.
    next: HashMap<Object, u32>,
}

impl Opt {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            residents: List::default(),
            next: HashMap::new(),
        }
    }

    /// Whether the policy shows what is read first, first.
    fn agrees_with(&self, seen: &dyn Policy) -> Result<(), String> {
        let queues = seen.queues();
        let entries = queues.iter().flat_map(|queue| &queue.entries);
        let shown: Vec<u32> = entries.clone().map(|(_, next)| *next).collect();
        let right = entries.map(|(object, _)| self.next.get(object).copied());
        if shown.is_sorted() && right.eq(shown.iter().map(|next| Some(*next))) {
            return Ok(());
        }
        Err(format!("shows {queues:?}, where {:?} is right", self.next))
    }

    fn next(&self, entry: &Entry) -> u32 {
        self.next.get(&entry.object).copied().unwrap_or(NEVER)
    }
}

impl Reference for Opt {
    fn access(&mut self, access: Access, seen: &dyn Policy) -> Result<bool, String> {
        if self.residents.has(access.object) {
            self.next.insert(access.object, access.next);
            self.agrees_with(seen)?;
            return Ok(true);
        }
        let Some(entry) = self.bound.entry(access) else {
            return Ok(false);
        };
        let gone = victims(&mut self.residents, entry, self.bound.capacity, seen)?;
        let nearest = gone.0.iter().map(|entry| self.next(entry)).min();
        let farthest = self.residents.0.iter().map(|entry| self.next(entry)).max();
        if let (Some(nearest), Some(farthest)) = (nearest, farthest)
            && nearest < farthest
        {
            return Err(format!(
                "evicts what is read at {nearest}, keeps what is read at {farthest}"
            ));
        }
        // Of those that went, the one that is read first went last, so it must have been needed.
        let mut last = gone
            .0
            .iter()
            .filter(|entry| Some(self.next(entry)) == nearest);
        let taken = self.residents.total() + entry.size;
        if nearest.is_some() && !last.any(|entry| taken + entry.size > self.bound.capacity) {
            return Err(format!("need not evict what is read at {nearest:?}"));
        }
        self.next.insert(access.object, access.next);
        self.residents.push(entry);
        self.agrees_with(seen)?;
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        self.residents.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.residents.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        None
    }
}
