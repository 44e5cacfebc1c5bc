//! The button and what it freezes belong to the first route. What runs at its press, and what stands below, is a part of
//! the app that is fetched while that is read.

use leptos::prelude::AnyView;

use super::view::below;
use super::view::stage::Stage;
use crate::texts;
use crate::ui::later::part;

/// Makes what runs show, and what stands below.
pub(super) type Below = fn(Stage) -> AnyView;

part! {
    /// All but the button; what it says comes with it.
    pub(super) BELOW = start_below: Below => {
        texts::learn_start();
        // Runs are shown by the lab's own scoreboard and finding.
        texts::learn_lab("threads", include_str!("../labs/threads/texts/en.ftl"));
        below::view
    }
}
