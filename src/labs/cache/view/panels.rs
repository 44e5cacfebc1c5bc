//! What stands folded below the results.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::lab::Lab;
use crate::labs::cache::later;
use crate::labs::panels::{Folded, Panel};
use crate::ui::later::Load;

/// All of them.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel<Lab>>); 4] = [
        ("misses", "cache-misses", later::MISSES),
        ("builder", "cache-builder", later::BUILDER),
        ("application", "cache-application", later::APPLICATION),
        ("code", "cache-code", later::CODE),
    ];
    panels
        .map(|(id, title, load)| view! { <Folded id title load lab /> })
        .into_any()
}
