//! What stands folded below the results: each a module of the app that comes when it is unfolded.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::console;
use super::lab::Lab;
use crate::labs::database::later::{self, Panel};
use crate::ui::later::{Later, Load};
use crate::ui::say::use_speech;

/// All of them.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel>); 5] = [
        (console::ID, "database-console", later::CONSOLE),
        ("storage", "database-storage", later::STORAGE),
        ("dashboard", "database-dashboard", later::DASHBOARD),
        ("transactions", "database-transactions", later::TRANSACTIONS),
        ("pool", "database-pool", later::POOL),
    ];
    // A link that carries a query is about the console.
    let has_query = use_query_map().with_untracked(|query| query.get(console::IN_LINK).is_some());
    panels
        .map(|(id, title, load)| {
            let open = id == console::ID && has_query;
            view! { <Folded id title load lab open /> }
        })
        .into_any()
}

#[component]
fn Folded(
    id: &'static str,
    title: &'static str,
    load: Load<Panel>,
    lab: Lab,
    open: bool,
) -> impl IntoView {
    let speech = use_speech();
    let code = Later::new(load);
    if open {
        code.want();
    }
    view! {
        <details class="panel" id=id open=open on:toggle=move |_| code.want()>
            <summary>{speech.text(title)}</summary>
            {code.show(move |panel| panel(lab))}
        </details>
    }
}
