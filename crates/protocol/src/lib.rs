//! What the page and its workers say to each other, in two shapes and no third.
//!
//! A **job** carries all it needs and ends with exactly one answer; the worker keeps nothing. A
//! **session** owns its worker for as long as it lives: it is opened, takes commands one after
//! another, and is closed. The payloads belong to the domains; this crate knows none of them.
//!
//! [`message`] holds the types, [`wire`] turns them into messages between threads, and [`host`]
//! is the loop that a worker runs. [`control`] is how a worker is watched that cannot post messages
//! while it computes, and [`flag`] how one is stopped that has a memory of its own. [`mod@file`]
//! reads files that a page hands over.

pub mod control;
pub mod message;

#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod file;
#[cfg(target_arch = "wasm32")]
pub mod flag;
#[cfg(target_arch = "wasm32")]
pub mod host;
#[cfg(target_arch = "wasm32")]
pub mod wire;

pub use message::{Fault, FromWorker, JobId, Never, SessionId, StartFault, ToWorker};
