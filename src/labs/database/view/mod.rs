//! What of the lab touches the page.

mod bars;
pub(super) mod card;
pub(super) mod console;
mod controls;
pub(super) mod dashboard;
mod database;
pub(super) mod kept;
pub(super) mod lab;
pub(super) mod page;
mod panels;
mod pictures;
mod plan_tree;
pub(super) mod pool;
pub(super) mod results;
mod scoreboard;
pub(super) mod storage;
pub(super) mod transactions;
mod trips;
mod why;
mod words;
