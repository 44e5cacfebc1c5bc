//! One folder per lab.

pub mod threads;
