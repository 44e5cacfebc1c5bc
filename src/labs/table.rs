//! A table of a lab: wide ones are scrolled sideways, by keyboard too. Its rows stay while their figures
//! change, so that focus, selection and scrolling survive a run.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::glossary::Entry;
use crate::ui::explained::Term;
use crate::ui::say::use_speech;

/// A column's head.
#[derive(Clone, Debug)]
pub(in crate::labs) struct Column {
    pub(in crate::labs) title: String,
    /// Whether it holds figures, which stand at the right.
    pub(in crate::labs) is_number: bool,
    /// What explains it.
    pub(in crate::labs) entry: Option<&'static Entry>,
}

impl Column {
    pub(in crate::labs) fn text(title: String) -> Self {
        Self {
            title,
            is_number: false,
            entry: None,
        }
    }

    pub(in crate::labs) fn number(title: String) -> Self {
        Self {
            title,
            is_number: true,
            entry: None,
        }
    }

    /// The head of a column that the glossary explains.
    pub(in crate::labs) fn explained(self, entry: &'static Entry) -> Self {
        Self {
            entry: Some(entry),
            ..self
        }
    }
}

/// A table in a region of its own.
#[component]
pub(in crate::labs) fn ScrollTable(
    /// What the region is called.
    label: Signal<String>,
    /// Names the table for tests.
    #[prop(optional)]
    testid: Option<&'static str>,
    columns: Signal<Vec<Column>>,
    /// What each row is known by, from the top.
    rows: Signal<Vec<usize>>,
    /// Makes a row, once; it follows itself what changes in it later.
    row: Callback<usize, AnyView>,
) -> impl IntoView {
    let speech = use_speech();
    let heads = move || {
        let head = |column: Column| {
            let title = column.entry.map_or_else(
                || column.title.clone().into_any(),
                |entry| {
                    let name = Signal::stored(column.title.clone());
                    let text = speech.text(entry.explained);
                    view! { <Term name text entry=Some(entry) /> }.into_any()
                },
            );
            view! { <th scope="col" class:number=column.is_number>{title}</th> }
        };
        columns.get().into_iter().map(head).collect_view()
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=label>
            <table data-testid=testid>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row| *row children=move |of| row.run(of) />
                </tbody>
            </table>
        </div>
    }
}
