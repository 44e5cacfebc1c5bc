//! What key functions of `memoize` make of calls: which share a value that should not, and which miss for nothing.

use cache_sim::application::keys::{
    Judgement, KEY_EXAMPLES, KEY_FUNCTIONS, KeyExample, KeyFunction,
};
use leptos::prelude::*;

use crate::labs::table::{Column, ScrollTable};
use crate::ui::say::Speech;

/// The function that the examples call.
const FUNCTION: &str = "load";

/// The table, with what to look for.
pub(super) fn view(speech: Speech) -> AnyView {
    let columns = Signal::derive(move || {
        let first = [
            Column::text(speech.say("application-key-calls")),
            Column::text(speech.say("application-key-should")),
        ];
        let functions = KEY_FUNCTIONS.map(|one| Column::text(speech.say(function(one))));
        first.into_iter().chain(functions).collect::<Vec<_>>()
    });
    let rows = Signal::derive(|| (0..KEY_EXAMPLES.len()).collect::<Vec<usize>>());
    let row = Callback::new(move |at: usize| row(speech, &KEY_EXAMPLES[at]));
    view! {
        <section class="application-part">
            <h2>{speech.text("application-keys-title")}</h2>
            <p class="note">{speech.text("application-keys-about")}</p>
            <div class="application-keys">
                <ScrollTable
                    label=speech.text("application-keys-title")
                    testid="application-keys"
                    columns
                    rows
                    row
                />
            </div>
        </section>
    }
    .into_any()
}

fn row(speech: Speech, example: &'static KeyExample) -> AnyView {
    let [one, other] = example.sources(FUNCTION);
    let should = if example.is_same {
        "application-key-same"
    } else {
        "application-key-different"
    };
    let cells = KEY_FUNCTIONS.map(|function| {
        let judgement = function.judge(example);
        let is_wrong = judgement != Judgement::Right;
        view! {
            <td class:application-key--wrong=is_wrong>{speech.text(judged(judgement))}</td>
        }
    });
    view! {
        <tr>
            <th scope="row">
                <code>{one}</code>
                <code>{other}</code>
            </th>
            <td>{speech.text(should)}</td>
            {cells.to_vec()}
        </tr>
    }
    .into_any()
}

const fn function(function: KeyFunction) -> &'static str {
    match function {
        KeyFunction::Template => "application-key-template",
        KeyFunction::Json => "application-key-json",
        KeyFunction::Tagged => "application-key-tagged",
    }
}

const fn judged(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Right => "application-key-right",
        Judgement::Collision => "application-key-collision",
        Judgement::Split => "application-key-split",
        Judgement::Throws => "application-key-throws",
    }
}
