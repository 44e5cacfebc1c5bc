//! A choice between many things, one of which is in sight.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

/// One thing to choose: its name for links and tests, and what it is called.
pub(crate) type Item = (&'static str, String);

/// A list to choose one thing from. A value that is none of them is shown as it is.
#[component]
pub(crate) fn Select(
    /// Names the field in the page, for labels and tests.
    #[prop(into)]
    id: String,
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// What there is.
    #[prop(into)]
    items: Signal<Vec<Item>>,
    /// The name of what is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Gets the name of what a person chooses.
    on_change: Callback<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> AnyView {
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let options = move || {
        let chosen = value.get();
        let mut items = items.get();
        let is_known = items.iter().any(|(name, _)| *name == chosen);
        let unknown = (!is_known).then(|| {
            view! { <option value=chosen.clone() selected=true>{chosen.clone()}</option> }
        });
        let known: Vec<_> = items
            .drain(..)
            .map(|(name, label)| {
                let selected = name == chosen;
                view! { <option value=name selected=selected>{label}</option> }
            })
            .collect();
        (unknown, known)
    };
    view! {
        <div class="field" class:field--wrong=move || error.get().is_some()>
            <label for=id.clone()>{move || label.get()}</label>
            <select
                id=id
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by
                prop:value=move || value.get()
                on:change:target=move |event| on_change.run(event.target().value())
            >
                {options}
            </select>
            <p class="field__error" id=error_id role="alert">
                {move || error.get()}
            </p>
        </div>
    }
    .into_any()
}
