//! What stands folded below the run.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::lab::Lab;
use crate::labs::event_loop::later;
use crate::labs::panels::{Folded, Panel};
use crate::ui::later::Load;

/// All of them: its id, its title's name in the catalogue, and its part of the app.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel<Lab>>); 5] = [
        ("predict", "loop-predict", later::PREDICT),
        ("orders", "loop-orders", later::ORDERS),
        ("versions", "loop-versions", later::VERSIONS),
        ("timeline", "loop-timeline", later::TIMELINE),
        ("browser", "loop-browser", later::BROWSER),
    ];
    panels
        .map(|(id, title, load)| view! { <Folded id title load lab /> })
        .into_any()
}
