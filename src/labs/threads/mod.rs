//! Where should a computation run: on the main thread, in slices, on one worker, several, or on
//! threads that share one memory?

pub(crate) mod model;

#[cfg(target_arch = "wasm32")]
mod later;
#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub(crate) use later::PAGE;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::experiment::{Lab, Shown};
#[cfg(target_arch = "wasm32")]
pub(crate) use view::finding::FindingLine;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::frames_card::view as card;
#[cfg(target_arch = "wasm32")]
pub(crate) use view::scoreboard::Scoreboard;
