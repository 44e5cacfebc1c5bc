//! One folder per lab, and what labs have in common.

pub mod compare;
pub mod failures;
pub mod form;
pub mod registry;
pub mod threads;

#[cfg(target_arch = "wasm32")]
#[path = "."]
mod browser {
    pub(super) mod export;
    pub(super) mod link;
    pub(crate) mod page;
    pub(super) mod run_control;
    pub(super) mod scroll;
    pub(super) mod seed;
    pub(super) mod table;
    pub(super) mod words;
}
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::*;
