//! What the SQL console decides without a browser: places in a text, how values are shown and saved, which rows are
//! asked for, and how a statement is timed.

pub(crate) mod codes;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod place;
pub(crate) mod rows;
pub(crate) mod shown;
pub(crate) mod timing;
