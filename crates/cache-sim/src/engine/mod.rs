//! What computes: traces, policies, and what is run with them.

mod distances;
mod generate;
mod policies;
mod policy;
mod queues;
mod read;
mod sampled;
pub mod session;
mod simulate;
mod trace;

pub use crate::session::Terms;
pub use distances::Distances;
pub use generate::generate;
pub use policies::start;
pub use policy::{
    Access, Checkpoint, Expiry, NEVER, Object, Part, Policy, Queue, Setup, Tally, Target,
};
pub use read::{Limits, Parsed, read};
pub use sampled::{Rates, Sample};
pub use simulate::{Run, Runs, check, is_of_one_pass};
pub use trace::{ACCESSES_MAX, Keys, Trace};
