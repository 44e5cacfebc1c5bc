//! What of the lab touches the page.

pub(super) mod card;
mod controls;
mod film;
mod film_view;
pub(super) mod kept;
pub(super) mod lab;
pub(super) mod page;
mod pictures;
pub(super) mod results;
mod scoreboard;
mod sessions;
mod words;
