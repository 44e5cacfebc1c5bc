//! What is due later, in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::application::contents::Value;

/// How a question to a cache ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reply {
    Answered,
    Refused,
    /// The application waited for as long as it may.
    GaveUp,
}

/// What is due at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The cache loses all that it holds.
    Emptied,
    /// A request knows what the cache says.
    Got { request: u32, reply: Reply },
    /// The store has read.
    HasRead { fetch: u32 },
    /// A write has been answered.
    Wrote {
        fetch: u32,
        value: Value,
        reply: Reply,
    },
    /// A cache has written what the application gave up.
    WroteLate { key: u32, value: Value },
}

/// A queue by instant, and by order of entry for those of the same instant.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    due: BinaryHeap<Reverse<(u64, u64, Due)>>,
    entered: u64,
}

impl Schedule {
    pub(super) fn push(&mut self, at_us: u64, due: Due) {
        self.due.push(Reverse((at_us, self.entered, due)));
        self.entered += 1;
    }

    /// Takes what is due next, if that is not later than a given instant.
    pub(super) fn pop_until(&mut self, last_us: u64) -> Option<(u64, Due)> {
        let Reverse((at_us, ..)) = self.due.peek()?;
        if *at_us > last_us {
            return None;
        }
        self.due.pop().map(|Reverse((at_us, _, due))| (at_us, due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_comes_first_and_of_equals_what_entered_first() {
        let mut schedule = Schedule::default();
        let read = |fetch| Due::HasRead { fetch };
        schedule.push(20, read(9));
        schedule.push(10, read(8));
        schedule.push(10, Due::Emptied);
        schedule.push(10, read(1));
        assert_eq!(schedule.pop_until(9), None);
        let order: Vec<Due> = std::iter::from_fn(|| schedule.pop_until(19))
            .map(|(_, due)| due)
            .collect();
        assert_eq!(order, [read(8), Due::Emptied, read(1)]);
        assert_eq!(schedule.pop_until(u64::MAX), Some((20, read(9))));
    }
}
