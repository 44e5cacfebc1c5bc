//! A library of authors, books, users and orders in SQLite, and the patterns by which programs work with
//! it: with a query for each author, with a join, or in batches; with an index and without; and so on.
//!
//! Without features the crate only *describes* and *models*: what is generated from a [`Spec`], the tasks
//! and their patterns ([`registry`]), what a run reports ([`trace`]), what a wire would add to it ([`wire`]),
//! how a plan looks ([`plan`]), what statements have in common ([`sql`], [`detector`]), what a server keeps of
//! them ([`statistics`], [`slow_log`], [`result_cache`]), how a pool of connections fares ([`pool`]), and how
//! transactions get into each other's way ([`conflict`]). What runs it comes with the feature `engine`, which
//! links SQLite. Nothing here reads a clock: whoever runs something gives one.

pub mod conflict;
pub mod detector;
pub mod generate;
mod library;
mod patterns;
pub mod plan;
pub mod pool;
pub mod program;
pub mod registry;
pub mod result_cache;
pub mod schema;
pub mod session;
pub mod slow_log;
pub mod spec;
pub mod sql;
pub mod statistics;
pub mod trace;
pub mod wire;

#[cfg(feature = "engine")]
pub mod engine;

pub use library::{
    Author, Book, NewBook, NewBookError, Order, Read, Strategy, User, YEARS, authors_digest,
};
pub use registry::{PATTERNS, Pattern, Task};
pub use spec::{Extent, Params, ParamsError, Spec, SpecError};
pub use trace::{Cost, Digest, Executed, Outcome, Totals, Trace};
