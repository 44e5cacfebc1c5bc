//! The page's side of the workers: spawn, queue, cancel, replace.
//!
//! [`plan`] decides everything as a pure function from events to commands, in fake time if need
//! be; `pool` (in a browser only) carries the commands out on real workers. Neither knows what the
//! workers compute.

pub mod outstanding;
pub mod plan;

#[cfg(any(target_arch = "wasm32", test))]
mod attempt;
#[cfg(target_arch = "wasm32")]
mod control;
#[cfg(target_arch = "wasm32")]
mod pool;

#[cfg(target_arch = "wasm32")]
pub use control::ControlView;
pub use plan::{
    JobPolicy, Loss, PoolConfig, Refusal, Status, Totals, WorkerId, WorkerState, WorkerStatus,
};
#[cfg(target_arch = "wasm32")]
pub use pool::{
    Contract, Finished, Job, JobError, Listener, Pool, Session, SessionEnd, SessionError,
    SessionEvent, StepError, Steps,
};
pub use protocol::StartFault;
#[cfg(target_arch = "wasm32")]
pub use protocol::wire::{Attachment, Buffer};
