//! The policies once more, straight from their definitions: plain lists, searched from one end to the other, their
//! sizes summed up anew each time. What is fast is held to what is plain.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "each test file is a crate of its own, and uses a part"
)]

mod arc;
mod articles;
mod clock;
mod fifo;
mod held;
mod lfu;
mod lirs;
mod list;
mod lru;
mod opt;
mod random;
mod s3_fifo;
mod sieve;
mod slru;
mod two_q;
mod w_tinylfu;

use cache_sim::engine::{Access, Object, Policy, Queue, Target};
use cache_sim::{Capacity, PolicyId};

pub use held::{compare, drawn, minimal};
pub use w_tinylfu::{Comparisons, WTinyLfu};

use list::Bound;

/// A policy as its definition has it.
pub trait Reference {
    /// Serves an access; true if the object was there.
    ///
    /// Where the definition leaves a choice (a lot, a tie, an estimate), the one is taken that the policy took, which
    /// is seen as it is after the same access. An error says why the definition does not allow it.
    fn access(&mut self, access: Access, seen: &dyn Policy) -> Result<bool, String>;

    /// Takes out an object that has expired.
    fn remove(&mut self, object: Object);

    /// The objects in the cache, with their sizes, in any order.
    fn residents(&self) -> Vec<(Object, u64)>;

    /// Its queues, as the policy should show them; none where the definition has no order.
    fn queues(&self) -> Option<Vec<Queue>>;

    /// What it adapts.
    fn targets(&self) -> Vec<Target> {
        Vec::new()
    }
}

/// Starts a policy's reference with an empty cache.
pub fn reference(policy: PolicyId, capacity: Capacity) -> Box<dyn Reference> {
    let bound = Bound::of(capacity);
    match policy {
        PolicyId::Articles => Box::new(articles::Articles::new(bound)),
        PolicyId::Fifo => Box::new(fifo::Fifo::new(bound)),
        PolicyId::Lru => Box::new(lru::Lru::new(bound)),
        PolicyId::Random => Box::new(random::Random::new(bound)),
        PolicyId::Lfu => Box::new(lfu::Lfu::new(bound)),
        PolicyId::Clock => Box::new(clock::Clock::new(bound)),
        PolicyId::Sieve => Box::new(sieve::Sieve::new(bound)),
        PolicyId::Slru => Box::new(slru::Slru::new(bound)),
        PolicyId::TwoQ => Box::new(two_q::TwoQ::new(bound)),
        PolicyId::Arc => Box::new(arc::Arc::new(bound)),
        PolicyId::Lirs => Box::new(lirs::Lirs::new(bound)),
        PolicyId::WTinyLfu => Box::new(WTinyLfu::new(capacity)),
        PolicyId::S3Fifo => Box::new(s3_fifo::S3Fifo::new(bound)),
        PolicyId::Opt => Box::new(opt::Opt::new(bound)),
    }
}
