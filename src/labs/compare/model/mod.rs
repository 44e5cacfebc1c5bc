//! What the lab decides without a browser: its form, its figures and its findings.

#[cfg(test)]
mod any_times;
pub(crate) mod bars;
pub(crate) mod claim;
pub(crate) mod form;
pub(crate) mod kept;
pub(crate) mod presenter;
pub(crate) mod report;
