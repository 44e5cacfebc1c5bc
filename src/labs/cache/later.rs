//! The lab is a module of its own; what simulates is one more, which its workers fetch.

use leptos::prelude::AnyView;

use super::view::kept::{self, Keeping};
use super::view::lab::Lab;
use super::view::{application, builder, code, misses, page, results};
use crate::labs::panels::Panel;
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

part! {
    /// Which misses could have been avoided, and what happened over time.
    pub(super) MISSES = cache_misses: Panel<Lab> => misses::view
}

part! {
    /// A trace that is made by hand, and who wins on it.
    pub(super) BUILDER = cache_builder: Panel<Lab> => builder::view
}

part! {
    /// A cache in front of a slow store, modelled.
    pub(super) APPLICATION = cache_application: Panel<Lab> => application::view
}

part! {
    /// The code of each policy.
    pub(super) CODE = cache_code: Panel<Lab> => code::view
}
