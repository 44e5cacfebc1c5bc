//! Stack distances: LRU at every size, in one pass.
//!
//! R. L. Mattson, J. Gecsei, D. R. Slutz and I. L. Traiger, "Evaluation techniques for storage hierarchies", IBM Systems
//! Journal 9(2), 1970. Distances are counted by a Fenwick tree over time, in O(n log n).

use crate::Capacity;
use crate::session::Outcome;

use super::trace::Trace;

/// How far back in the LRU stack objects were found.
#[derive(Clone, Debug)]
pub struct Distances {
    /// Reads whose object was at a distance, from 1 on; the first entry is that of 1.
    found: Vec<u64>,
    requests: u64,
}

impl Distances {
    /// Measures them. Sizes of objects do not count.
    #[must_use]
    pub fn of(trace: &Trace) -> Self {
        let mut last = vec![None; trace.objects_count()];
        let mut latest = Fenwick::new(trace.len());
        let mut found = vec![0; trace.objects_count()];
        let mut requests = 0;
        let mut writes = trace.writes().iter().copied().peekable();
        for (index, object) in trace.objects().iter().enumerate() {
            let reads = writes.next_if(|write| *write as usize == index).is_none();
            requests += u64::from(reads);
            if let Some(before) = last[*object as usize].replace(index) {
                if reads {
                    // Of each object, only its latest access counts; so these are the objects accessed since, and
                    // itself.
                    found[latest.sum(before, index)] += 1;
                }
                latest.add(before, -1);
            }
            latest.add(index, 1);
        }
        Self { found, requests }
    }

    /// Hits of an LRU cache that holds so many objects.
    #[must_use]
    pub fn hits(&self, objects: usize) -> u64 {
        self.found.iter().take(objects).sum()
    }

    /// What comes of an LRU cache that holds so many objects. How many bytes miss is not known: each counts as one.
    #[must_use]
    pub fn outcome(&self, size: Capacity) -> Outcome {
        let objects = usize::try_from(size.count()).unwrap_or(usize::MAX);
        let misses = self.requests - self.hits(objects);
        Outcome::Exact {
            requests: self.requests,
            misses,
            bytes: self.requests,
            bytes_missed: misses,
        }
    }

    /// Reads of the trace.
    #[must_use]
    pub const fn requests(&self) -> u64 {
        self.requests
    }

    /// Reads by the distance at which they found their object, from 1 on.
    #[must_use]
    pub fn histogram(&self) -> &[u64] {
        &self.found
    }
}

/// Sums over ranges of a list whose entries change (P. M. Fenwick, "A new data structure for cumulative frequency
/// tables", 1994).
struct Fenwick {
    sums: Vec<i32>,
}

impl Fenwick {
    fn new(len: usize) -> Self {
        Self {
            sums: vec![0; len + 1],
        }
    }

    fn add(&mut self, index: usize, amount: i32) {
        let mut at = index + 1;
        while at < self.sums.len() {
            self.sums[at] += amount;
            at += at & at.wrapping_neg();
        }
    }

    /// The sum of the entries from one index on, up to but not including another one, without the first.
    fn sum(&self, after: usize, before: usize) -> usize {
        usize::try_from(self.up_to(before) - self.up_to(after + 1)).unwrap_or_default()
    }

    /// The sum of the first so many entries.
    fn up_to(&self, count: usize) -> i32 {
        let mut at = count;
        let mut sum = 0;
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }
}
