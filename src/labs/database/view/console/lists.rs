//! The tables of the reader's database, and what was executed before: each is a press away from the editor.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::session::Description;

use super::state::Console;
use crate::labs::database::model::console::history::{History, summary};
use crate::ui::figures;
use crate::ui::say::use_speech;

/// The tables with their rows, or, where there are none, the example.
#[component]
pub(super) fn Tables(console: Console) -> impl IntoView {
    let speech = use_speech();
    let description = console.lab().own.description();
    let count = move |number: u64| figures::count(speech.locale(), number);
    let content = move || {
        let tables = description.with(|description| {
            let description = description.as_ref();
            description.map_or((Vec::new(), 0), listed)
        });
        let (tables, all) = tables;
        if tables.is_empty() {
            return view! {
                <p class="note">{speech.text("console-no-tables")}</p>
                <button
                    type="button"
                    id="console-load"
                    aria-disabled=move || console.lab().busy.get().to_string()
                    on:click=move |_| console.load_library()
                >
                    {speech.text("console-load")}
                </button>
            }
            .into_any();
        }
        let listed = tables.len() as u64;
        let more = (all > listed).then(|| {
            let args = [("listed", count(listed).into()), ("all", count(all).into())];
            view! { <p class="note">{speech.say_with("console-more-tables", &args)}</p> }
        });
        let items: Vec<AnyView> = tables
            .into_iter()
            .map(|(name, rows)| {
                let args = [("count", count(rows).into())];
                let rows = speech.say_with("console-table-rows", &args);
                let label = name.clone();
                view! {
                    <li>
                        <button
                            type="button"
                            on:click=move |_| console.fill_with_table(&name)
                        >
                            <code>{label}</code>
                            " "
                            <span class="note">{rows}</span>
                        </button>
                    </li>
                }
                .into_any()
            })
            .collect();
        view! {
            <ul
                class="console__tables"
                data-testid="console-tables"
                aria-label=speech.text("console-tables")
            >
                {items}
            </ul>
            {more}
        }
        .into_any()
    };
    view! { <div class="console__lists">{content}</div> }
}

/// The tables with their rows, and how many tables there are.
fn listed(description: &Description) -> (Vec<(String, u64)>, u64) {
    let tables = description.tables.iter();
    let tables = tables.map(|table| (table.name.clone(), table.rows));
    (tables.collect(), u64::from(description.table_count))
}

/// What was executed before.
#[component]
pub(super) fn HistoryView(console: Console) -> impl IntoView {
    let speech = use_speech();
    let items = move || {
        console.history.with(|history| {
            let items = history.texts().map(|text| {
                let line = summary(text);
                let text = text.to_string();
                let press = move |_| {
                    console.text.set(text.clone());
                    console.editor().focus();
                };
                view! {
                    <li>
                        <button type="button" class="quiet" on:click=press>
                            <code>{line}</code>
                        </button>
                    </li>
                }
                .into_any()
            });
            items.collect::<Vec<AnyView>>()
        })
    };
    let is_empty = move || console.history.with(History::is_empty);
    view! {
        <details class="group" id="console-history" hidden=is_empty>
            <summary>{speech.text("console-history")}</summary>
            <ul class="console__history">{items}</ul>
        </details>
    }
}
