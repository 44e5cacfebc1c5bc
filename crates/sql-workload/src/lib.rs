//! A library of authors and books in SQLite, and the ways in which programs read it: with a query for each
//! author, with a join, or with a query for all books at once.
//!
//! Without features the crate only *describes*: the schema, what is generated from a seed, the ways and
//! what they give. What runs it comes with the feature `engine`, which links SQLite.

pub mod detector;
mod generate;
mod library;
pub mod plan;
pub mod result_cache;
pub mod schema;
pub mod slow_log;
pub mod sql;
pub mod statistics;
pub mod trace;
pub mod wire;

#[cfg(feature = "engine")]
pub mod engine;

pub use generate::{Books, Size};
pub use library::{Author, Book, NewBook, NewBookError, Read, Statistics, Strategy, YEARS};
pub use trace::{Cost, Digest, Executed, Outcome, Totals, Trace};
