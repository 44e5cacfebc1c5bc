//! What stands folded below the results.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use web_sys::File;

use super::console;
use super::lab::Lab;
use crate::labs::database::later;
use crate::labs::panels::{Folded, Panel, unfold};
use crate::ui::drop::PageDrop;
use crate::ui::later::Load;
use crate::ui::say::use_speech;

/// The panel that takes files.
const STORAGE: &str = "storage";

/// All of them.
#[component]
pub(super) fn Panels(lab: Lab) -> impl IntoView {
    let panels: [(&'static str, &'static str, Load<Panel<Lab>>); 5] = [
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
