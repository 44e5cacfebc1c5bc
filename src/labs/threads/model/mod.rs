//! What the lab decides without a browser: its form, its figures and its findings.

#[cfg(test)]
mod any_times;
pub(crate) mod finding;
pub(crate) mod form;
pub(crate) mod kept;
pub(crate) mod lanes;
pub(crate) mod preview;
pub(crate) mod resolution;
pub(crate) mod rounds;
pub(crate) mod run;
pub(crate) mod scaling;
pub(crate) mod scoreboard;
pub(crate) mod summary;
pub(crate) mod sweep;
