//! What of the lab touches the page.

mod bars;
pub(super) mod controls;
pub(super) mod details;
pub(super) mod engines_card;
mod export;
pub(super) mod kept;
pub(super) mod own_controls;
pub(super) mod own_modules;
pub(super) mod page;
mod pictures;
mod results;
mod run_bar;
mod self_test;
pub(super) mod session;
mod subjects;
mod words;
