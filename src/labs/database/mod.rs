//! What does N+1 cost against a join, and from which round trip on?

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use later::PAGE;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::card::view as card;
