//! SLRU with five segments.

use cache_sim::engine::{Access, Object, Policy, Queue};

use super::Reference;
use super::list::{Bound, List};

const SEGMENTS: usize = 5;
const NAMES: [&str; SEGMENTS] = [
    "segment 1",
    "segment 2",
    "segment 3",
    "segment 4",
    "segment 5",
];

pub struct Slru {
    bound: Bound,
    /// The lowest first.
    segments: [List; SEGMENTS],
    limits: [u64; SEGMENTS],
}

impl Slru {
    pub fn new(bound: Bound) -> Self {
        let equal = bound.capacity / SEGMENTS as u64;
        let mut limits = [equal; SEGMENTS];
        limits[0] += bound.capacity % SEGMENTS as u64;
        Self {
            bound,
            segments: Default::default(),
            limits,
        }
    }

    fn total(&self) -> u64 {
        self.segments.iter().map(List::total).sum()
    }

    /// Moves what a segment holds too much down by one, and so on; from the lowest it goes for good.
    fn cool(&mut self, segment: usize) {
        while self.segments[segment].total() > self.limits[segment]
            && let Some(tail) = self.segments[segment].pop()
        {
            if segment > 0 {
                self.segments[segment - 1].push(tail);
                self.cool(segment - 1);
            }
        }
    }
}

impl Reference for Slru {
    fn access(&mut self, access: Access, _: &dyn Policy) -> Result<bool, String> {
        for segment in 0..SEGMENTS {
            if let Some(entry) = self.segments[segment].take(access.object) {
                let next = (segment + 1).min(SEGMENTS - 1);
                self.segments[next].push(entry);
                if next > segment {
                    self.cool(next);
                }
                return Ok(true);
            }
        }
        let Some(entry) = self.bound.entry(access) else {
            return Ok(false);
        };
        if entry.size > self.limits[0] {
            return Ok(false);
        }
        while self.total() + entry.size > self.bound.capacity {
            let lowest = self.segments.iter_mut().find(|list| !list.is_empty());
            lowest.ok_or("nothing to evict")?.pop();
        }
        let with_room = (0..SEGMENTS)
            .find(|&segment| self.segments[segment].total() + entry.size <= self.limits[segment]);
        self.segments[with_room.unwrap_or(0)].push(entry);
        Ok(false)
    }

    fn remove(&mut self, object: Object) {
        for segment in &mut self.segments {
            segment.take(object);
        }
    }

    fn residents(&self) -> Vec<(Object, u64)> {
        self.segments.iter().flat_map(List::sized).collect()
    }

    fn queues(&self) -> Option<Vec<Queue>> {
        let segments = self.segments.iter().zip(NAMES).zip(self.limits);
        let queues = segments.map(|((segment, name), limit)| Queue {
            limit: Some(limit),
            ..segment.shown(name)
        });
        Some(queues.rev().collect())
    }
}
