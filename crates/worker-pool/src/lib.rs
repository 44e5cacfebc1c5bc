//! The page's side of the workers: spawn, queue, cancel, replace.
//!
//! [`plan`] decides everything as a pure function from events to commands, in fake time if need
//! be; `pool` (in a browser only) carries the commands out on real workers. Neither knows what the
//! workers compute.

pub mod plan;

#[cfg(target_arch = "wasm32")]
mod pool;

pub use plan::{JobPolicy, Loss, PoolConfig, Refusal, Status, WorkerState, WorkerStatus};
#[cfg(target_arch = "wasm32")]
pub use pool::{
    Contract, Finished, Job, JobError, Pool, Session, SessionEnd, SessionError, SessionEvent,
};
