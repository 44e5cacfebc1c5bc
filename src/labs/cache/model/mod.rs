//! What of the lab needs no browser.

pub(crate) mod form;
pub(crate) mod results;
