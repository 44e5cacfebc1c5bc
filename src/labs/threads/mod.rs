//! Where should a computation run: on the main thread, or on a worker?

pub mod form;
pub mod presenter;

#[cfg(target_arch = "wasm32")]
mod controls;
#[cfg(target_arch = "wasm32")]
mod experiment;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod results;

#[cfg(target_arch = "wasm32")]
pub use page::ThreadsPage;
