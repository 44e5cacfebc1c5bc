//! Perf Playground, the single-page app.
//!
//! What can be decided without a browser (forms, findings, texts) is compiled for every target and
//! tested natively; everything that touches the page exists on wasm32 only.

// Unit tests run natively. Without this, whoever tests in a browser compiles the app a second time, for no test.
#![cfg(not(all(test, target_arch = "wasm32")))]
#![allow(
    clippy::must_use_candidate,
    reason = "a component that is not used is never written down"
)]
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        unused_imports,
        reason = "without a browser only tests use what views use; what nobody uses is found for wasm32"
    )
)]

mod compute;
mod glossary;
mod labs;
pub mod own_code;
mod place;
mod start;
pub mod texts;
pub mod trust;
pub mod ui;

#[cfg(target_arch = "wasm32")]
#[path = "."]
mod browser {
    pub mod app;
    pub(crate) mod environment;
    pub(crate) mod frames;
    pub(crate) mod keys;
    pub(crate) mod offline;
}
#[cfg(target_arch = "wasm32")]
pub use browser::*;
