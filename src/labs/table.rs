//! A table of a lab: wide ones are scrolled sideways, by keyboard too. Its rows stay while their figures
//! change, so that focus, selection and scrolling survive a run.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

/// A column's head.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::labs) struct Column {
    pub(in crate::labs) title: String,
    /// Whether it holds figures, which stand at the right.
    pub(in crate::labs) is_number: bool,
}

impl Column {
    pub(in crate::labs) fn text(title: String) -> Self {
        Self {
            title,
            is_number: false,
        }
    }

    pub(in crate::labs) fn number(title: String) -> Self {
        Self {
            title,
            is_number: true,
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
    let heads = move || {
        let head = |Column { title, is_number }| {
            view! { <th scope="col" class:number=is_number>{title}</th> }
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
