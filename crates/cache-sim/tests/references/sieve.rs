//! SIEVE: a hand walks from the tail to the head, clears bits, and takes the first entry without. The mark of an entry
//! is its bit.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

pub struct Sieve {
    bound: Bound,
    queue: List,
    /// Where the hand stands; at the tail if nowhere.
    hand: Option<Object>,
}

impl Sieve {
    pub fn new(bound: Bound) -> Self {
        Self {
            bound,
            queue: List::default(),
            hand: None,
        }
    }

    /// What entered right after the entry at a place, if anything has.
    fn predecessor(&self, place: usize) -> Option<Object> {
        let place = place.checked_sub(1)?;
        Some(self.queue.0[place].object)
    }

    fn evict(&mut self) {
        loop {
            let hand = self.hand.and_then(|object| self.queue.place(object));
            let place = hand.unwrap_or(self.queue.0.len() - 1);
            self.hand = self.predecessor(place);
            if self.queue.0[place].mark == 0 {
                self.queue.0.remove(place);
                return;
            }
            self.queue.0[place].mark = 0;
        }
    }
}

impl Reference for Sieve {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        if let Some(entry) = self.queue.get_mut(access.object) {
            entry.mark = 1;
            return Ok(true);
        }
        if let Some(entry) = self.bound.entry(access) {
            while self.queue.total() + entry.size > self.bound.capacity {
                self.evict();
            }
            self.queue.push(entry);
        }
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        if self.hand == Some(object) {
            let place = self.queue.place(object);
            self.hand = place.and_then(|place| self.predecessor(place));
        }
        self.queue.take(object);
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.queue.sized()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let mut queue = self.queue.shown("queue");
        let hand = self.hand.and_then(|object| self.queue.place(object));
        queue.hand = hand.or(self.queue.0.len().checked_sub(1));
        Some(vec![queue])
    }
}
