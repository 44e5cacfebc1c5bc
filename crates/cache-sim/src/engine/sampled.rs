//! Small simulations in place of large ones: a share of the objects, in a cache of that share of the size.
//!
//! C. A. Waldspurger, T. Saemundsson, I. Ahmad and N. Park, "Cache modeling and optimization using miniature
//! simulations", USENIX ATC 2017. Which objects are kept is decided by a hash of their key, as in SHARDS (Waldspurger,
//! Park, Garthwaite and Ahmad, FAST 2015). Several samples without a common object show how far they are apart.

use sampling::random::Random;

use crate::Capacity;
use crate::session::Sampling;

use super::policy::{Object, Tally};
use super::trace::Trace;

/// Objects are kept in so many equal shares.
const SHARES: u64 = 1 << 24;

/// How the objects of a trace are shared out among samples.
struct Shares {
    /// Of a sample.
    width: u64,
    /// Popular objects have the first numbers in every trace. Would these alone decide, the same ones were together in all
    /// traces, and so were their errors.
    salt: u64,
    /// Reads of the whole trace.
    requests: u64,
}

impl Shares {
    fn of(trace: &Trace, rate: f64) -> Self {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 1 to 2^24"
        )]
        let width = ((rate.clamp(0.0, 1.0) * SHARES as f64) as u64).max(1);
        Self {
            width,
            salt: (trace.objects_count() as u64) << 32,
            requests: trace.reads() as u64,
        }
    }

    /// The sample that an object is in.
    fn index(&self, object: Object) -> u64 {
        Random::of(self.salt | u64::from(object)).next_u64() % SHARES / self.width
    }

    fn sample(&self, trace: Trace) -> Sample {
        Sample {
            trace,
            rate: self.width as f64 / SHARES as f64,
            requests: self.requests,
        }
    }
}

/// The least number of objects for which a scaled cache has room. Under Zipf's law, four samples are off by up to 0.02 of
/// the miss ratio then, as `tests/sampled_curves.rs` prints; with room for 8 by 0.07, for 2 by 0.2.
const ROOM_MIN: f64 = 64.0;

/// The most doublings of a rate: those that lead from a single share to all.
const DOUBLINGS_MAX: u32 = SHARES.ilog2();

/// The least number of objects of which a sample is made. Of a few hundred hot ones, a fiftieth is a matter of luck: the
/// authors of MINISIM, too, report what samples of thousands do.
const OBJECTS_MIN: f64 = 4096.0;

/// At which rates the sizes of a curve are sampled: the one asked for where that gives samples that say something, or
/// else its double, and so on. So few rates serve all sizes, and samples are made for few rates.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    sampling: Sampling,
    /// Different ones, of the whole trace.
    objects: f64,
    /// Of an access, on average.
    bytes: f64,
}

impl Rates {
    /// For the sizes of a trace.
    #[must_use]
    pub fn of(trace: &Trace, sampling: Sampling) -> Self {
        let bytes: f64 = (0..trace.len())
            .map(|access| trace.size(access) as f64)
            .sum();
        Self {
            sampling,
            objects: trace.objects_count() as f64,
            bytes: bytes / trace.len().max(1) as f64,
        }
    }

    /// How often the rate is doubled for a size; none if its samples would come to the whole trace, which is run in their
    /// place then: it takes no longer, and is exact.
    #[must_use]
    pub fn doublings(&self, size: Capacity) -> Option<u32> {
        let room = match size {
            Capacity::Objects(count) => count as f64,
            Capacity::Bytes(count) => count as f64 / self.bytes.max(1.0),
        };
        let least = (ROOM_MIN / room).max(OBJECTS_MIN / self.objects);
        (0..=DOUBLINGS_MAX)
            .take_while(|doublings| self.sampled(*doublings) < 1.0)
            .find(|doublings| self.rate(*doublings) >= least)
    }

    /// The rate when it was doubled so often.
    #[must_use]
    pub fn rate(&self, doublings: u32) -> f64 {
        self.sampling.rate * f64::from(doublings).exp2()
    }

    /// The share of the objects that are in any sample then.
    #[must_use]
    pub fn sampled(&self, doublings: u32) -> f64 {
        self.rate(doublings) * f64::from(self.sampling.samples)
    }

    /// Number of samples.
    #[must_use]
    pub const fn samples(&self) -> u32 {
        self.sampling.samples
    }
}

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
        let shares = Shares::of(trace, rate);
        shares.sample(trace.of_objects(|object| shares.index(object) == u64::from(index)))
    }

    /// The first so many of them, for which the trace is gone through once.
    #[must_use]
    pub fn several(trace: &Trace, rate: f64, count: u32) -> Vec<Self> {
        let shares = Shares::of(trace, rate);
        let index = |object| usize::try_from(shares.index(object)).ok();
        let traces = trace.split(count as usize, |object| {
            index(object).filter(|index| *index < count as usize)
        });
        (traces.into_iter().map(|trace| shares.sample(trace))).collect()
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
