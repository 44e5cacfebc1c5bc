//! Which of several ways is faster, by how much, and how sure is that?

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use later::PAGE;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::engines_card::view as card;
