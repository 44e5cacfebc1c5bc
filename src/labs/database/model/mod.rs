//! What the lab decides without a browser: its form, its figures and its findings.

pub(crate) mod form;
pub(crate) mod lanes;
pub(crate) mod results;
