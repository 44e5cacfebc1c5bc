//! One folder per lab, and what labs have in common.

pub(crate) mod cache;
pub(crate) mod compare;
pub(crate) mod database;
pub(crate) mod event_loop;
pub(crate) mod failures;
pub(crate) mod form;
pub(crate) mod kept;
pub(crate) mod own_form;
pub(crate) mod registry;
pub(crate) mod threads;

#[cfg(target_arch = "wasm32")]
#[path = "."]
mod browser {
    pub(super) mod bound;
    pub(crate) mod card;
    pub(super) mod export;
    pub(super) mod group;
    pub(crate) mod invitation;
    pub(crate) mod link;
    pub(crate) mod page;
    pub(super) mod panels;
    pub(super) mod run_bar;
    pub(super) mod run_control;
    pub(super) mod scroll;
    pub(super) mod seed;
    pub(crate) mod signs_of_life;
    pub(super) mod table;
    pub(super) mod words;
}
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::*;
