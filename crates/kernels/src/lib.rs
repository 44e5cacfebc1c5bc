//! CPU kernels: computations that are heavy enough to freeze a page.
//!
//! Without features the crate only *describes*: what can be run ([`registry`]), with which
//! [`Spec`], and what comes out ([`Outcome`]). The algorithms come with the feature `engine`,
//! which only worker modules, the server and native benchmarks enable; `parallel` adds threads.

pub mod blur;
pub mod fibonacci;
pub mod mandelbrot;
pub mod matrix;
mod message;
pub mod primes;
pub mod registry;
pub mod roots;
mod sample;
mod spec;

#[cfg(feature = "engine")]
pub mod engine;

#[cfg(feature = "engine")]
pub use engine::{Input, Ran, Task, check, generate, run};
pub use message::{Aspect, CheckError, Outcome, Request, Response, RunError, Sample};
pub use registry::{Engine, Kernel, Schedule, Strategy, Variant};
pub use sample::samples;
pub use spec::{Extent, Field, PIXELS_MAX, Portion, ROUNDS_MAX, Share, Spec, SpecError, ungrouped};
