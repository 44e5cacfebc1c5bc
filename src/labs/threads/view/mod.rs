//! What of the lab touches the page.

pub(super) mod controls;
pub(super) mod experiment;
mod finding;
pub(super) mod folded;
pub(super) mod page;
mod picture_panel;
pub(super) mod pool_panel;
pub(super) mod results;
mod run_bar;
mod run_table;
mod run_words;
mod scoreboard;
pub(super) mod sources;
pub(super) mod sweep_panel;
mod words;
