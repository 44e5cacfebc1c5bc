//! In which order does this code run, phase by phase, and what delays it?

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use later::PAGE;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::card::view as card;
