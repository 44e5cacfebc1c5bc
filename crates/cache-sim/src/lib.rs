//! Cache replacement policies, traces of accesses, and what a cache makes of them at each size; and what caches make of
//! an application.
//!
//! Without features the crate only *describes* and *models*: the policies ([`registry`]), capacities, recipes of traces
//! ([`recipe`]), formats of files ([`mod@format`]), what a session is asked ([`session`]), and, in virtual time, a cache in
//! front of a slow store ([`application`]). What runs policies over traces comes with the feature `engine`, which worker
//! modules, the command-line tool and native benchmarks enable. Nothing here reads a clock or a file: whoever runs
//! something gives bytes.

pub mod application;
mod capacity;
mod error;
pub mod format;
pub mod recipe;
pub mod registry;
pub mod session;

#[cfg(feature = "engine")]
pub mod engine;

pub use capacity::{CAPACITY_MAX, Capacity, CapacityError};
pub use error::SimulateError;
pub use format::{Format, Packing, ReadError};
pub use recipe::{Recipe, RecipeError};
pub use registry::{POLICIES, Policy, PolicyId};
