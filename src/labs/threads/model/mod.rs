//! What the lab decides without a browser: its form, its figures and its findings.

pub mod finding;
pub mod form;
pub mod lanes;
pub mod preview;
pub mod rounds;
pub mod run;
pub mod scaling;
pub mod summary;
pub mod sweep;
