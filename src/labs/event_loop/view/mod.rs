//! What of the lab touches the page.

pub(super) mod browser;
pub(super) mod card;
mod console;
mod controls;
mod film;
pub(super) mod kept;
pub(super) mod lab;
pub(super) mod orders;
pub(super) mod page;
mod panels;
pub(super) mod predict;
mod queues;
pub(super) mod results;
mod sessions;
pub(super) mod timeline;
mod transport;
pub(super) mod versions;
mod wheel;
mod words;
