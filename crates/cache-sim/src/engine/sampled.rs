//! Small simulations in place of large ones: a share of the objects, in a cache of that share of the size.
//!
//! C. A. Waldspurger, T. Saemundsson, I. Ahmad and N. Park, "Cache modeling and optimization using miniature
//! simulations", USENIX ATC 2017. Which objects are kept is decided by a hash of their key, as in SHARDS (Waldspurger,
//! Park, Garthwaite and Ahmad, FAST 2015). Several samples without a common object show how far they are apart.

use sampling::random::Random;

use crate::Capacity;

use super::policy::Tally;
use super::trace::Trace;

/// Objects are kept in so many equal shares.
const SHARES: u64 = 1 << 24;

/// The accesses to a share of a trace's objects.
#[derive(Debug)]
pub struct Sample {
    trace: Trace,
    rate: f64,
    /// Reads of the whole trace.
    requests: u64,
}

impl Sample {
    /// The accesses to one share of the objects: the `index`th of those that `rate` makes, which is above 0 and at most
    /// 1. Samples of different indices, while they are below `1 / rate`, have no object in common.
    #[must_use]
    pub fn of(trace: &Trace, rate: f64, index: u32) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 1 to 2^24"
        )]
        let width = ((rate.clamp(0.0, 1.0) * SHARES as f64) as u64).max(1);
        let first = width * u64::from(index);
        let kept: Vec<bool> = (0..trace.objects_count() as u64)
            .map(|object| {
                let share = Random::of(object).next_u64() % SHARES;
                (first..first + width).contains(&share)
            })
            .collect();
        Self {
            trace: trace.of_objects(|object| kept[object as usize]),
            rate: width as f64 / SHARES as f64,
            requests: trace.reads() as u64,
        }
    }

    /// The accesses that were kept.
    #[must_use]
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The capacity that stands for one of the whole trace: at least one object or byte.
    #[must_use]
    pub fn capacity(&self, whole: Capacity) -> Capacity {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "no larger than the capacity, and not negative"
        )]
        let scaled = |count: u64| ((count as f64 * self.rate).round() as u64).max(1);
        match whole {
            Capacity::Objects(count) => Capacity::Objects(scaled(count)),
            Capacity::Bytes(count) => Capacity::Bytes(scaled(count)),
        }
    }

    /// The miss ratio of the whole trace that a run over the sample stands for.
    ///
    /// A sample that lacks a very popular object has fewer reads than its share, and nearly all of the missing ones would
    /// hit. So misses are held against the reads that a share should have, as in SHARDS-adj.
    #[must_use]
    pub fn miss_ratio(&self, tally: Tally) -> f64 {
        if self.requests == 0 {
            return 0.0;
        }
        (tally.misses() as f64 / (self.rate * self.requests as f64)).min(1.0)
    }
}
