//! What a replacement policy is.

use std::ops::Range;

use crate::Capacity;

use super::trace::Trace;

/// Number of an object. Keys are numbered as they first appear in a trace, so that policies need no hash table.
pub type Object = u32;

/// The next access to an object that is not accessed again.
pub const NEVER: u32 = u32::MAX;

/// Accesses that are looked at ([`Policy::look_at`]) before the first of them is served. From 32 to 256 it is all one;
/// with 8, nothing is gained.
const LOOK_AHEAD: usize = 64;

/// One access, as a policy sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// What is accessed.
    pub object: Object,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the object is overwritten, not read. It is in the cache afterwards either way, if it fits.
    pub writes: bool,
    /// The number of the next access that reads the object, or [`NEVER`]. Only OPT may look at it.
    pub next: u32,
}

/// What a policy is started with.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// How much fits.
    pub capacity: Capacity,
    /// Number of different objects in the trace.
    pub objects: usize,
    /// Where policies that draw lots begin.
    pub seed: u64,
}

/// A replacement policy with the contents of its cache.
///
/// On a miss an object that is larger than the cache is not admitted; else others are evicted until it fits, and it is
/// inserted. An object keeps the size that it had when it was inserted.
pub trait Policy: Checkpoint {
    /// Serves one access; true if the object was there.
    fn access(&mut self, access: Access) -> bool;

    /// Whether an object is in the cache. Ghosts are not.
    fn contains(&self, object: Object) -> bool;

    /// Takes an object out that is in the cache, as if it had never been there: it has expired.
    fn remove(&mut self, object: Object);

    /// What the cache holds, in the unit of its capacity.
    fn used(&self) -> u64;

    /// Its inner queues, for a picture of them.
    fn queues(&self) -> Vec<Queue>;

    /// What it adapts or counts besides, for a picture of it.
    fn targets(&self) -> Vec<Target> {
        Vec::new()
    }

    /// Reads what the policy keeps of objects that are accessed soon, and changes nothing.
    ///
    /// Where objects are many, it lies far away in memory. The computer fetches several such places at once as long as no
    /// decision hangs on them; while accesses are served, one does on each. Over 570,000 objects this makes FIFO and LRU
    /// about 1.5 times as fast, CLOCK 1.2, SIEVE and S3-FIFO 1.3 times; over 10,000 it changes little.
    fn look_at(&self, objects: &[Object]) {
        let _ = objects;
    }

    /// Serves part of a trace.
    // A default method, so that for each policy the compiler makes a loop in which `access` is inlined.
    fn serve(&mut self, part: &Part<'_>, expiry: Option<&mut Expiry>, tally: &mut Tally) {
        let Some(expiry) = expiry else {
            for range in part.stretches() {
                self.look_at(&part.trace.objects()[range.clone()]);
                for index in range {
                    let access = part.access(index);
                    let hit = self.access(access);
                    tally.count(access, hit);
                }
            }
            return;
        };
        for index in part.range.clone() {
            let access = part.access(index);
            let now = part.trace.seconds(index);
            if expiry.has_expired(access.object, now) && self.contains(access.object) {
                self.remove(access.object);
            }
            let hit = self.access(access);
            if !hit || access.writes {
                expiry.inserted(access.object, now);
            }
            tally.count(access, hit);
        }
    }

    /// Serves part of a trace and says of each of its accesses whether it hit.
    fn mark(&mut self, part: &Part<'_>, hits: &mut Vec<bool>) {
        hits.extend(
            part.range
                .clone()
                .map(|index| self.access(part.access(index))),
        );
    }
}

/// A copy of a policy with all that it holds, to come back to.
pub trait Checkpoint {
    /// The copy.
    fn checkpoint(&self) -> Box<dyn Policy>;
}

impl<P: Policy + Clone + 'static> Checkpoint for P {
    fn checkpoint(&self) -> Box<dyn Policy> {
        Box::new(self.clone())
    }
}

/// Part of a trace, and what an oracle knows of it.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// The whole trace.
    pub trace: &'a Trace,
    /// [`Trace::next_reads`], or nothing for policies that know no future.
    pub next: &'a [u32],
    /// Which accesses.
    pub range: Range<usize>,
}

impl Part<'_> {
    /// One of the trace's accesses.
    #[inline]
    #[must_use]
    pub fn access(&self, index: usize) -> Access {
        Access {
            next: self.next.get(index).copied().unwrap_or(NEVER),
            ..self.trace.access(index)
        }
    }

    /// Its accesses, so many at a time as are looked at before they are served.
    fn stretches(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let end = self.range.end;
        let starts = self.range.clone().step_by(LOOK_AHEAD);
        starts.map(move |start| start..end.min(start + LOOK_AHEAD))
    }
}

/// When objects expire: a fixed time after they were inserted or written. A hit does not prolong it.
#[derive(Clone, Debug)]
pub struct Expiry {
    ttl_s: u32,
    /// The last second in which an object is good, by object. One that was never inserted has none.
    until_s: Vec<u32>,
}

impl Expiry {
    /// Nothing is in the cache yet.
    #[must_use]
    pub fn new(ttl_s: u32, objects: usize) -> Self {
        Self {
            ttl_s,
            until_s: vec![u32::MAX; objects],
        }
    }

    /// Whether what was inserted for an object is not good any more.
    #[must_use]
    pub fn has_expired(&self, object: Object, now_s: u32) -> bool {
        self.until_s[object as usize] < now_s
    }

    /// Says that an object is new.
    pub fn inserted(&mut self, object: Object, now_s: u32) {
        self.until_s[object as usize] = now_s.saturating_add(self.ttl_s);
    }
}

/// What came of accesses. Those that write are no requests: nobody waits for what they find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accesses that read.
    pub requests: u64,
    /// Those that found their object.
    pub hits: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Bytes that were read and not found.
    pub bytes_missed: u64,
}

impl Tally {
    /// Accesses that read and did not find their object.
    #[must_use]
    pub const fn misses(&self) -> u64 {
        self.requests - self.hits
    }

    /// Misses over requests; zero without requests.
    #[must_use]
    pub fn miss_ratio(&self) -> f64 {
        if self.requests == 0 {
            return 0.0;
        }
        self.misses() as f64 / self.requests as f64
    }

    #[inline]
    fn count(&mut self, access: Access, hit: bool) {
        let reads = u64::from(!access.writes);
        self.requests += reads;
        self.hits += reads & u64::from(hit);
        self.bytes += reads * access.size;
        self.bytes_missed += reads * u64::from(!hit) * access.size;
    }
}

/// One of a policy's inner queues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name in the policy's paper.
    pub name: &'static str,
    /// Whether it remembers objects that are not in the cache any more.
    pub ghost: bool,
    /// Its objects, from the end at which they enter to the end at which they leave, each with its mark: a bit, a
    /// frequency, a status.
    pub entries: Vec<(Object, u32)>,
    /// The entry at which a hand stands, if the policy has one.
    pub hand: Option<usize>,
    /// What its objects take of the capacity, or would take.
    pub used: u64,
    /// The most it may hold, in the unit of the capacity, if it has a bound of its own.
    pub limit: Option<u64>,
}

impl Queue {
    /// A queue of objects in the cache, without marks.
    pub(crate) fn new(
        name: &'static str,
        entries: impl Iterator<Item = Object>,
        used: u64,
    ) -> Self {
        Self {
            name,
            ghost: false,
            entries: entries.map(|object| (object, 0)).collect(),
            hand: None,
            used,
            limit: None,
        }
    }

    /// Of objects that are not there any more.
    pub(crate) fn of_ghosts(mut self) -> Self {
        self.ghost = true;
        self
    }

    /// With a mark for each entry.
    pub(crate) fn marked(mut self, mark: impl Fn(Object) -> u32) -> Self {
        for (object, its) in &mut self.entries {
            *its = mark(*object);
        }
        self
    }

    /// With a bound of its own.
    pub(crate) fn limited(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// A figure that a policy adapts, such as ARC's p.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Its name in the policy's paper.
    pub name: &'static str,
    /// Its value, in the unit of the capacity.
    pub value: f64,
}
