//! Node's event loop in virtual time: what a program is, what its run is made of, and how a run is looked at step by
//! step.
//!
//! Without features the crate only *describes*: programs and the settings of a run ([`Program`], [`Settings`]), the
//! steps of a run ([`trace`]), the state of loop and queues after each of them ([`replay`]), the rules by which they came
//! in their order ([`explain`]), programs to begin with ([`presets`]), and what a worker is asked ([`session`]). What runs
//! JavaScript comes with the feature `engine`, which the worker's module and the command-line tool enable. Nothing here
//! reads a clock or a file.

pub mod explain;
#[cfg(any(test, feature = "fixtures"))]
pub mod fixtures;
pub mod presets;
mod program;
pub mod replay;
pub mod session;
mod settings;
pub mod trace;

#[cfg(feature = "engine")]
pub mod engine;

pub use program::{ModuleKind, Program, SOURCE_BYTES_MAX};
pub use settings::{Limits, NodeVersion, Settings, SettingsError, VirtualFile};
