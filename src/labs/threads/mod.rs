//! Where should a computation run: on the main thread, in slices, on one worker, several, or on
//! threads that share one memory?

pub mod form;
pub mod presenter;
pub mod preview;
pub mod rounds;
pub mod scaling;
pub mod summary;
pub mod sweep;

#[cfg(target_arch = "wasm32")]
mod controls;
#[cfg(target_arch = "wasm32")]
mod experiment;
#[cfg(target_arch = "wasm32")]
mod finding;
#[cfg(target_arch = "wasm32")]
mod folded;
#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod picture_panel;
#[cfg(target_arch = "wasm32")]
mod pool_panel;
#[cfg(target_arch = "wasm32")]
mod results;
#[cfg(target_arch = "wasm32")]
mod run_words;
#[cfg(target_arch = "wasm32")]
mod sources;
#[cfg(target_arch = "wasm32")]
mod sweep_panel;
#[cfg(target_arch = "wasm32")]
mod words;

#[cfg(target_arch = "wasm32")]
pub use later::PAGE;
