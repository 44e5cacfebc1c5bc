//! What a browser shows of the start page.

pub(super) mod below;
mod cards;
mod gallery;
mod race;
pub(super) mod stage;

pub(crate) use stage::Start;
