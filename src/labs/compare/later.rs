//! The lab is a module of its own: who comes for another one does not wait for it. What not everyone wants
//! to see, or nobody at first, are two more.

use leptos::prelude::*;

use super::model::form::Form;
use super::view::details::{self, Details};
use super::view::kept::{self, Keeping};
use super::view::own_modules::Entry;
use super::view::session::Lab;
use super::view::{own_controls, page};
use crate::compute::Assets;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::part;

/// Makes the inputs for own code.
pub(super) type Own = fn(RwSignal<Form>, RwSignal<Vec<Entry>>, Lab, Assets) -> AnyView;

/// Brings back what was kept, and keeps what changes.
pub(super) type Keeper = fn(&Keeping) -> AnyView;

/// Makes what stands beside the verdicts.
pub(super) type Rest = fn(Details) -> AnyView;

part! {
    /// The lab below its title; what it says comes with it.
    pub(crate) PAGE = compare_page: Page => {
        texts::learn_lab("compare", include_str!("texts/en.ftl"));
        page::view
    }
}

part! {
    /// The inputs for own code.
    pub(super) OWN = compare_own: Own => own_controls::view
}

part! {
    /// What brings back form and results, and keeps them.
    pub(super) KEPT = compare_kept: Keeper => kept::view
}

part! {
    /// What stands beside the verdicts.
    pub(super) REST = compare_rest: Rest => details::view
}
