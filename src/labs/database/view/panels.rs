//! What stands folded below the results: each a module of the app that comes when it is unfolded.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::lab::Lab;
use crate::labs::database::later::{self, Panel};
use crate::ui::later::{Later, Load};
use crate::ui::say::use_speech;

/// All of them.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel>); 5] = [
        ("console", "database-console", later::CONSOLE),
        ("storage", "database-storage", later::STORAGE),
        ("dashboard", "database-dashboard", later::DASHBOARD),
        ("transactions", "database-transactions", later::TRANSACTIONS),
        ("pool", "database-pool", later::POOL),
    ];
    panels
        .map(|(id, title, load)| view! { <Folded id title load lab /> })
        .into_any()
}

#[component]
fn Folded(id: &'static str, title: &'static str, load: Load<Panel>, lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let code = Later::new(load);
    view! {
        <details class="panel" id=id on:toggle=move |_| code.want()>
            <summary>{speech.text(title)}</summary>
            {code.show(move |panel| panel(lab))}
        </details>
    }
}
