//! The lab is a module of its own; the JavaScript engine is one more, which its worker fetches.

use leptos::prelude::AnyView;

use super::view::kept::{self, Keeping};
use super::view::lab::Lab;
use super::view::{browser, orders, page, predict, results, timeline, versions};
use crate::labs::panels::Panel;
use crate::labs::registry::Page;
use crate::texts;
use crate::ui::later::part;

part! {
    /// The lab below its title; what it says comes with it.
    pub(crate) PAGE = event_loop_page: Page => {
        texts::learn_lab("event-loop", include_str!("texts/en.ftl"));
        page::view
    }
}

/// Makes what a run shows.
pub(super) type Shown = fn(Lab) -> AnyView;

part! {
    /// Loop, queues and console of a run, step by step.
    pub(super) RESULTS = event_loop_results: Shown => results::view
}

/// Brings back what was kept, and keeps what changes.
pub(super) type Keeper = fn(&Keeping) -> AnyView;

part! {
    /// What brings back form and results, and keeps them.
    pub(super) KEPT = event_loop_kept: Keeper => kept::view
}

part! {
    /// The order that the reader expects, against the one that came.
    pub(super) PREDICT = event_loop_predict: Panel<Lab> => predict::view
}

part! {
    /// Every order that Node allows.
    pub(super) ORDERS = event_loop_orders: Panel<Lab> => orders::view
}

part! {
    /// The same program under each version of Node.
    pub(super) VERSIONS = event_loop_versions: Panel<Lab> => versions::view
}

part! {
    /// What each thread did, over virtual time.
    pub(super) TIMELINE = event_loop_timeline: Panel<Lab> => timeline::view
}

part! {
    /// The browser's own loop, measured.
    pub(super) BROWSER = event_loop_browser: Panel<Lab> => browser::view
}
