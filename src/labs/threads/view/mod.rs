//! What of the lab touches the page.

pub(super) mod controls;
pub(super) mod experiment;
pub(super) mod finding;
pub(super) mod folded;
pub(super) mod frames_card;
pub(super) mod kept;
pub(super) mod page;
mod picture_panel;
pub(super) mod pool_panel;
pub(super) mod results;
mod run_bar;
mod run_table;
mod run_words;
pub(super) mod scoreboard;
pub(super) mod sources;
pub(super) mod sweep_panel;
mod words;
