//! A text field with its label, a hint and, where something is wrong, an error beside it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

/// A field for a number or another short text, held as text until it is read.
#[component]
pub(crate) fn NumberField(
    /// Names the field in the page, for labels and tests.
    #[prop(into)]
    id: String,
    /// What the field is called.
    #[prop(into)]
    label: Signal<String>,
    /// What it takes.
    #[prop(into)]
    hint: Signal<String>,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Gets what a person types.
    on_input: Callback<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether letters are typed, too: some keyboards on screens have digits only otherwise.
    #[prop(optional)]
    letters: bool,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || {
            if error.get().is_some() {
                error_id.clone()
            } else {
                hint_id.clone()
            }
        }
    };
    view! {
        <div class="field" class:field--wrong=move || error.get().is_some()>
            <label for=id.clone()>{move || label.get()}</label>
            <input
                id=id
                type="text"
                inputmode=if letters { "text" } else { "numeric" }
                autocomplete="off"
                spellcheck="false"
                prop:value=move || value.get()
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by
                on:input:target=move |event| on_input.run(event.target().value())
            />
            <p class="field__hint" id=hint_id hidden=move || error.get().is_some()>
                {move || hint.get()}
            </p>
            <p class="field__error" id=error_id role="alert">
                {move || error.get()}
            </p>
        </div>
    }
}
