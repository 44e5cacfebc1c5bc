//! CPU kernels: computations that are heavy enough to freeze a page.
//!
//! Without features the crate only *describes*: what can be run ([`registry`]), with which
//! [`Spec`], and what comes out ([`Outcome`]). The algorithms come with the feature `engine`,
//! which only worker modules, the server and native benchmarks enable.

pub mod primes;
pub mod registry;
mod spec;

#[cfg(feature = "engine")]
mod engine;

#[cfg(feature = "engine")]
pub use engine::{check, run};
pub use registry::{Engine, Kernel, Strategy, Variant};
pub use spec::{
    CheckError, Field, Outcome, ROUNDS_MAX, Request, Response, RunError, Spec, SpecError,
};
