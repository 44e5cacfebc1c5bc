//! What of the lab needs no browser.

pub(crate) mod application;
pub(crate) mod builder;
pub(crate) mod code;
pub(crate) mod form;
pub(crate) mod misses;
pub(crate) mod results;
