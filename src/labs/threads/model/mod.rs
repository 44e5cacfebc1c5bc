//! What the lab decides without a browser: its form, its figures and its findings.

pub mod form;
pub mod presenter;
pub mod preview;
pub mod rounds;
pub mod scaling;
pub mod summary;
pub mod sweep;
