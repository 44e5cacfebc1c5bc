//! The lab is a module of its own; what only a run makes, and what stands folded, are two more.

use leptos::prelude::{AnyView, RwSignal};

use super::view::controls::Checked;
use super::view::experiment::Lab;
use super::view::folded::Watched;
use super::view::kept::{self, Keeping};
use super::view::{page, pool_panel, results, sources, sweep_panel};
use crate::compute::Assets;
use crate::labs::registry::Page;
use crate::labs::threads::model::form::Form;
use crate::texts;
use crate::ui::later::part;

/// Makes what runs show.
pub(super) type Results = fn(Lab) -> AnyView;

/// Brings back what was kept, and keeps what changes.
pub(super) type Keeper = fn(&Keeping) -> AnyView;

/// Makes what stands folded below the runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    pub(super) pool: fn(Lab, Watched, Checked) -> AnyView,
    pub(super) sweep: fn(Lab, RwSignal<Form>, Checked) -> AnyView,
    pub(super) sources: fn(Checked, Assets) -> AnyView,
}

part! {
    /// The lab below its title; what it says comes with it.
    pub(crate) PAGE = threads_page: Page => {
        texts::learn_lab("threads", include_str!("texts/en.ftl"));
        page::view
    }
}

part! {
    /// What runs show.
    pub(super) RESULTS = threads_results: Results => results::view
}

part! {
    /// What brings back form and results, and keeps them.
    pub(super) KEPT = threads_kept: Keeper => kept::view
}

part! {
    /// What stands folded.
    pub(super) FOLDED = threads_folded: Folded => Folded {
        pool: pool_panel::view,
        sweep: sweep_panel::view,
        sources: sources::view,
    }
}
