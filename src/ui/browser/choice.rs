//! A choice between a few things, all of which are in sight.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::glossary::Entry;
use crate::ui::explained::Explained;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// Its name, for links and tests.
    pub id: &'static str,
    /// What it is called.
    pub label: String,
    /// What it is, in a sentence.
    pub explanation: String,
    /// Why it cannot be chosen just now, if so.
    pub refusal: Option<String>,
}

/// A row of things to choose from: exactly one, or any number if `many`.
#[component]
pub(crate) fn Choices(
    /// Names the group in the page.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    legend: Signal<String>,
    /// What there is; the choices are fixed, their words follow the language.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Whether several may be chosen.
    #[prop(optional)]
    many: bool,
    /// Where the glossary has more of what is chosen.
    #[prop(optional_no_strip)]
    entry: Option<&'static Entry>,
    /// Whether a thing is chosen.
    is_chosen: Callback<&'static str, bool>,
    /// Gets each change: what, and whether it is chosen now.
    on_change: Callback<(&'static str, bool)>,
    /// What is wrong with the choice.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    // Explanations that are open stay so while no choice changes.
    let choices = Memo::new(move |_| choices.get());
    let error_id = format!("{name}-error");
    let described_by = error_id.clone();
    let kind = if many { "checkbox" } else { "radio" };
    let option = move |choice: Choice| {
        let id = choice.id;
        let input_id = format!("{name}-{id}");
        let label_for = input_id.clone();
        let explained_by = format!("{input_id}-explained");
        let disabled = choice.refusal.is_some();
        view! {
            <Explained
                text=Signal::stored(choice.refusal.unwrap_or(choice.explanation))
                id=explained_by.clone()
                entry
            >
                <label class="choice" class:choice--disabled=disabled for=label_for>
                    <input
                        id=input_id
                        type=kind
                        name=name
                        value=id
                        disabled=disabled
                        aria-describedby=explained_by
                        prop:checked=move || !disabled && is_chosen.run(id)
                        on:change:target=move |event| on_change.run((id, event.target().checked()))
                    />
                    <span>{choice.label}</span>
                </label>
            </Explained>
        }
    };
    view! {
        <fieldset class="choices" aria-describedby=described_by>
            <legend>{move || legend.get()}</legend>
            <div class="choices__row">
                {move || choices.get().into_iter().map(option).collect_view()}
            </div>
            {move || refusals(&choices.get()).map(|text| view! { <p class="field__hint">{text}</p> })}
            <p class="field__error" id=error_id role="alert">
                {move || error.get()}
            </p>
        </fieldset>
    }
}

/// Why some things cannot be chosen: those with the same reason together.
fn refusals(choices: &[Choice]) -> Option<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for choice in choices {
        let Some(reason) = &choice.refusal else {
            continue;
        };
        match reasons.iter_mut().find(|(other, _)| other == reason) {
            Some((_, labels)) => labels.push(&choice.label),
            None => reasons.push((reason, vec![&choice.label])),
        }
    }
    let sentences: Vec<String> = reasons
        .into_iter()
        .map(|(reason, labels)| format!("{}: {reason}", labels.join(", ")))
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}
