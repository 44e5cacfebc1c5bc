//! The start page: one press freezes it and shows what un-freezes it; then every lab with its question, and examples.

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use view::Start;
