//! Which entry goes, under which policy, and what does it cost at each size?

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use later::PAGE;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::card::view as card;
