//! The patterns, a file each: what it executes, and how.

pub(crate) mod all_columns;
pub(crate) mod few_columns;
pub(crate) mod in_batches;
pub(crate) mod insert_in_chunks;
pub(crate) mod insert_in_transaction;
pub(crate) mod insert_prepared;
pub(crate) mod insert_singly;
pub(crate) mod join;
pub(crate) mod json_aggregation;
pub(crate) mod keyset;
pub(crate) mod n_plus_one;
pub(crate) mod offset;
pub(crate) mod prepared;
pub(crate) mod re_parsed;
#[cfg(feature = "engine")]
mod shared;
pub(crate) mod with_index;
pub(crate) mod without_index;

/// The first authors by id, which most ways to read their books begin with.
const AUTHORS: &str = "SELECT id, name FROM authors ORDER BY id LIMIT ?";

/// How a transaction begins that will write: with the lock that it needs, instead of finding out later that
/// another has it.
const BEGIN: &str = "BEGIN IMMEDIATE";

const COMMIT: &str = "COMMIT";

/// One order, with its columns in the order of the table.
const INSERT: &str = "\
INSERT INTO incoming (id, user_id, book_id, quantity, placed_at) VALUES (?, ?, ?, ?, ?)";
