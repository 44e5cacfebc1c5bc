//! The policies, a file each.

mod arc;
mod articles;
mod clock;
mod fifo;
mod lfu;
mod lirs;
mod lru;
mod opt;
mod random;
mod s3_fifo;
mod sieve;
mod slru;
mod two_q;
mod w_tinylfu;

use crate::PolicyId;

use super::policy::{Policy, Setup};

/// What every policy is written with.
mod prelude {
    pub(super) use super::super::policy::{Access, Object, Policy, Queue, Setup};
    pub(super) use super::super::queues::Queues;
}

/// An empty cache under a policy.
#[must_use]
pub fn start(id: PolicyId, setup: Setup) -> Box<dyn Policy> {
    match id {
        PolicyId::Articles => Box::new(articles::Articles::new(setup)),
        PolicyId::Fifo => Box::new(fifo::Fifo::new(setup)),
        PolicyId::Lru => Box::new(lru::Lru::new(setup)),
        PolicyId::Random => Box::new(random::Random::new(setup)),
        PolicyId::Lfu => Box::new(lfu::Lfu::new(setup)),
        PolicyId::Clock => Box::new(clock::Clock::new(setup)),
        PolicyId::Sieve => Box::new(sieve::Sieve::new(setup)),
        PolicyId::Slru => Box::new(slru::Slru::new(setup)),
        PolicyId::TwoQ => Box::new(two_q::TwoQ::new(setup)),
        PolicyId::Arc => Box::new(arc::Arc::new(setup)),
        PolicyId::Lirs => Box::new(lirs::Lirs::new(setup)),
        PolicyId::WTinyLfu => Box::new(w_tinylfu::WTinyLfu::new(setup)),
        PolicyId::S3Fifo => Box::new(s3_fifo::S3Fifo::new(setup)),
        PolicyId::Opt => Box::new(opt::Opt::new(setup)),
    }
}
