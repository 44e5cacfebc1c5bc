//! What of the lab touches the page.

pub(super) mod application;
pub(super) mod builder;
pub(super) mod card;
pub(super) mod code;
mod controls;
mod film;
mod film_view;
pub(super) mod kept;
pub(super) mod lab;
pub(super) mod misses;
pub(super) mod page;
mod panels;
mod pictures;
mod refusals;
pub(super) mod results;
mod scoreboard;
mod sessions;
mod words;
