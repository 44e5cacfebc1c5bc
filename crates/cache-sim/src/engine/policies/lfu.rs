//! LFU: what was accessed least often since it came goes; of equals, what has been so for longest.
//!
//! In constant time, after Shah, Mitra and Matani: objects of one frequency are a queue, and the queues are a list in
//! order of their frequencies.

use super::super::queues::Sizes;
use super::prelude::*;

/// No object, no queue.
const NONE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(super) struct Lfu {
    capacity: u64,
    used: u64,
    sizes: Sizes,
    /// By object.
    nodes: Vec<Node>,
    /// The queues; those in `spare` are empty and in no order.
    levels: Vec<Level>,
    spare: Vec<u32>,
    /// The level with the least frequency.
    lowest: u32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    level: u32,
    /// Arrived at this frequency before.
    older: u32,
    /// Arrived at this frequency after.
    newer: u32,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    frequency: u32,
    oldest: u32,
    newest: u32,
    below: u32,
    above: u32,
}

impl Lfu {
    pub(super) fn new(setup: Setup) -> Self {
        let nowhere = Node {
            level: NONE,
            older: NONE,
            newer: NONE,
        };
        Self {
            capacity: setup.capacity.count(),
            used: 0,
            sizes: Sizes::new(setup.capacity, setup.objects),
            nodes: vec![nowhere; setup.objects],
            levels: Vec::new(),
            spare: Vec::new(),
            lowest: NONE,
        }
    }

    /// The level of a frequency, right above another one, made if it is missing.
    fn level_above(&mut self, below: u32, frequency: u32) -> u32 {
        let above = if below == NONE {
            self.lowest
        } else {
            self.levels[below as usize].above
        };
        if above != NONE && self.levels[above as usize].frequency == frequency {
            return above;
        }
        let level = Level {
            frequency,
            oldest: NONE,
            newest: NONE,
            below,
            above,
        };
        let index = if let Some(index) = self.spare.pop() {
            self.levels[index as usize] = level;
            index
        } else {
            self.levels.push(level);
            number(self.levels.len() - 1)
        };
        if above != NONE {
            self.levels[above as usize].below = index;
        }
        if below == NONE {
            self.lowest = index;
        } else {
            self.levels[below as usize].above = index;
        }
        index
    }

    fn append(&mut self, level: u32, object: Object) {
        let older = std::mem::replace(&mut self.levels[level as usize].newest, object);
        if older == NONE {
            self.levels[level as usize].oldest = object;
        } else {
            self.nodes[older as usize].newer = object;
        }
        self.nodes[object as usize] = Node {
            level,
            older,
            newer: NONE,
        };
    }

    /// Takes an object out of its level, which may be empty then.
    fn unlink(&mut self, object: Object) {
        let Node {
            level,
            older,
            newer,
        } = self.nodes[object as usize];
        let ends = &mut self.levels[level as usize];
        if older == NONE {
            ends.oldest = newer;
        } else {
            self.nodes[older as usize].newer = newer;
        }
        if newer == NONE {
            ends.newest = older;
        } else {
            self.nodes[newer as usize].older = older;
        }
        self.nodes[object as usize].level = NONE;
    }

    /// Takes a level out of the order if nothing is in it.
    fn drop_if_empty(&mut self, level: u32) {
        let Level {
            oldest,
            below,
            above,
            ..
        } = self.levels[level as usize];
        if oldest != NONE {
            return;
        }
        if below == NONE {
            self.lowest = above;
        } else {
            self.levels[below as usize].above = above;
        }
        if above != NONE {
            self.levels[above as usize].below = below;
        }
        self.spare.push(level);
    }

    fn hit(&mut self, object: Object) {
        let level = self.nodes[object as usize].level;
        let frequency = self.levels[level as usize].frequency.saturating_add(1);
        let next = self.level_above(level, frequency);
        self.unlink(object);
        self.append(next, object);
        self.drop_if_empty(level);
    }

    fn evict(&mut self) {
        if let Some(level) = self.levels.get(self.lowest as usize) {
            self.remove(level.oldest);
        }
    }

    /// The levels, the lowest first.
    fn ascending(&self) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(some(self.lowest), |level| {
            some(self.levels[*level as usize].above)
        })
    }

    fn frequency(&self, object: Object) -> u32 {
        self.levels[self.nodes[object as usize].level as usize].frequency
    }
}

impl Policy for Lfu {
    #[inline]
    fn access(&mut self, access: Access) -> bool {
        if self.contains(access.object) {
            self.hit(access.object);
            return true;
        }
        let size = self.sizes.of_access(access);
        if size <= self.capacity {
            while self.used + size > self.capacity {
                self.evict();
            }
            self.sizes.insert(access);
            self.used += size;
            let level = self.level_above(NONE, 1);
            self.append(level, access.object);
        }
        false
    }

    #[inline]
    fn contains(&self, object: Object) -> bool {
        self.nodes[object as usize].level != NONE
    }

    fn remove(&mut self, object: Object) {
        let level = self.nodes[object as usize].level;
        self.unlink(object);
        self.drop_if_empty(level);
        self.used -= self.sizes.of(object);
    }

    fn used(&self) -> u64 {
        self.used
    }

    /// The most frequent first; the mark is the frequency.
    fn queues(&self) -> Vec<Queue> {
        let mut objects: Vec<Object> = self
            .ascending()
            .flat_map(|level| {
                std::iter::successors(some(self.levels[level as usize].oldest), |object| {
                    some(self.nodes[*object as usize].newer)
                })
            })
            .collect();
        objects.reverse();
        let queue = Queue::new("by frequency", objects.into_iter(), self.used);
        vec![queue.marked(|object| self.frequency(object))]
    }
}

const fn some(number: u32) -> Option<u32> {
    if number == NONE { None } else { Some(number) }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "there are no more levels than objects, whose numbers have 32 bits"
)]
const fn number(index: usize) -> u32 {
    index as u32
}
