//! What stands folded below the results: each a module of the app that comes when it is unfolded.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlDetailsElement};

use super::console;
use super::lab::Lab;
use crate::labs::database::later::{self, Panel};
use crate::ui::drop::PageDrop;
use crate::ui::later::{Later, Load};
use crate::ui::say::use_speech;

/// The panel that takes files.
const STORAGE: &str = "storage";

/// All of them.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel>); 5] = [
        (console::ID, "database-console", later::CONSOLE),
        (STORAGE, "database-storage", later::STORAGE),
        ("dashboard", "database-dashboard", later::DASHBOARD),
        ("transactions", "database-transactions", later::TRANSACTIONS),
        ("pool", "database-pool", later::POOL),
    ];
    let speech = use_speech();
    // A link that carries a query is about the console.
    let has_query = use_query_map().with_untracked(|query| query.get(console::IN_LINK).is_some());
    let take = Callback::new(move |file: File| {
        unfold(STORAGE);
        lab.dropped.set(Some(file));
    });
    view! {
        {panels
            .map(|(id, title, load)| {
                let open = id == console::ID && has_query;
                view! { <Folded id title load lab open /> }
            })}
        <PageDrop label=speech.text("database-drop") on_file=take />
    }
    .into_any()
}

/// Unfolds a panel, which fetches its code, and brings it into sight.
fn unfold(id: &str) {
    let panel = document().get_element_by_id(id);
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlDetailsElement>().ok()) {
        panel.set_open(true);
        panel.scroll_into_view();
    }
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
