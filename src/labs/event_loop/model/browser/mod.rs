//! Programs that run on the page's own main thread, what came of them, and what the standards say of it.
//!
//! A program is a fixed list of actions with parameters, never text: nothing that a link carries is executed here.

pub(crate) mod finding;
#[cfg(test)]
pub(crate) mod fixtures;
pub(crate) mod form;
pub(crate) mod lanes;
pub(crate) mod program;
pub(crate) mod record;
pub(crate) mod rules;
pub(crate) mod stages;
