//! Random: which objects go is for lots to say; that no more of them go than have to is not.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, Entry, List};

pub struct Random {
    bound: Bound,
    residents: List,
}

impl Random {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            residents: List::default(),
        }
    }
}

/// Takes from a list what the policy has evicted for an object, and returns it.
///
/// An error says that too little went, or that it was enough without each single one of them: the last one to go must
/// have been needed, and nobody sees which one that was.
pub fn victims(
    residents: &mut List,
    entry: Entry,
    capacity: u64,
    seen: &dyn Policy,
) -> Result<List, String> {
    let (kept, gone): (Vec<_>, Vec<_>) =
        (residents.0.iter().copied()).partition(|resident| seen.contains(resident.object));
    *residents = List(kept.into());
    let gone = List(gone.into());
    let taken = residents.total() + entry.size;
    if taken > capacity {
        return Err(format!("{taken} of {capacity} are taken"));
    }
    let needed = |victim: &Entry| taken + victim.size > capacity;
    if !gone.is_empty() && !gone.0.iter().any(needed) {
        return Err(format!("more than needed was evicted: {:?}", gone.sized()));
    }
    Ok(gone)
}

impl Reference for Random {
    fn access(&mut self, access: Access, seen: &dyn Policy) -> Result<bool, String> {
        if self.residents.has(access.object) {
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            victims(&mut self.residents, entry, self.bound.capacity, seen)?;
            self.residents.push(entry);
        }
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
