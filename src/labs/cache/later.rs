//! The lab is a module of its own; what simulates is one more, which its workers fetch.

use leptos::prelude::AnyView;

use super::view::kept::{self, Keeping};
use super::view::lab::Lab;
use super::view::{page, results};
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::part;

part! {
    /// The lab below its title; what it says comes with it.
    pub(crate) PAGE = cache_page: Page => {
        texts::learn_lab("cache", include_str!("texts/en.ftl"));
        page::view
    }
}

/// Makes what runs show.
pub(super) type Shown = fn(Lab) -> AnyView;

part! {
    /// What runs show.
    pub(super) RESULTS = cache_results: Shown => results::view
}

/// Brings back what was kept, and keeps what changes.
pub(super) type Keeper = fn(&Keeping) -> AnyView;

part! {
    /// What brings back form and results, and keeps them.
    pub(super) KEPT = cache_kept: Keeper => kept::view
}
