//! What the lab decides without a browser: its form, its figures and its findings.

pub mod form;
pub mod own;
pub mod presenter;
pub mod report;
