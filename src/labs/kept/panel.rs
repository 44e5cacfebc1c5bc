//! What a person sees of what is kept: where shown results come from, whether anything is kept, and how to forget it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::super::{SCHEMA, Unread};
use super::keeper::{Keeps, Kept, State, Trouble, forget};
use crate::ui::say::{Speech, use_speech};

/// Says of results that were kept when they were measured, and if that was with another build.
#[component]
pub(in crate::labs) fn KeptNote(kept: Kept) -> impl IntoView {
    let speech = use_speech();
    move || {
        kept.origin.get().map(|origin| {
            let is_other = origin.is_other_build;
            let text = move || {
                let at = ("at", date(speech, origin.at_ms).into());
                if is_other {
                    let build = ("build", origin.build.clone().into());
                    speech.say_with("kept-other-build", &[at, build])
                } else {
                    speech.say_with("kept-from", &[at])
                }
            };
            view! {
                <p class="kept-note" data-testid="kept-note" data-other-build=is_other.to_string()>
                    {text}
                </p>
            }
        })
    }
}

/// Says whether form and results are kept, and forgets them when it is told to, twice.
#[component]
pub(in crate::labs) fn KeptPanel<L: Keeps>(lab: L) -> impl IntoView {
    let speech = use_speech();
    let kept = lab.kept();
    let asking = RwSignal::new(false);
    let outcome: RwSignal<Option<Result<(), String>>> = RwSignal::new(None);
    let button: NodeRef<html::Button> = NodeRef::new();
    // What takes the button's place is gone when it is pressed, and the focus must not go with it.
    let focus = move || {
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let ask = move |_| {
        outcome.set(None);
        asking.update(|asking| *asking = !*asking);
    };
    let leave = move |_| {
        asking.set(false);
        focus();
    };
    let forget = move |_| {
        asking.set(false);
        focus();
        spawn_local(async move {
            let forgotten = forget(lab).await;
            outcome.try_set(Some(forgotten));
        });
    };
    let said = move || match outcome.get() {
        None => String::new(),
        Some(Ok(())) => speech.say("forgotten"),
        Some(Err(message)) => speech.say_with("forget-failed", &[("message", message.into())]),
    };
    view! {
        <section
            class="kept"
            data-testid="kept"
            data-state=move || state(kept.state.get())
            data-results-saved=move || kept.results_saved.get().to_string()
        >
            <p class="note" data-testid="kept-said">{move || says(speech, kept)}</p>
            <button
                type="button"
                class="quiet"
                id="forget"
                node_ref=button
                aria-expanded=move || asking.get().to_string()
                disabled=move || lab.busy() == Some(true)
                on:click=ask
            >
                {speech.text("forget")}
            </button>
            <Show when=move || asking.get()>
                <div class="kept__question" role="group" aria-labelledby="forget-question">
                    <p id="forget-question">{speech.text("forget-question")}</p>
                    <button type="button" id="forget-yes" on:click=forget>
                        {speech.text("forget-yes")}
                    </button>
                    <button type="button" class="quiet" id="forget-no" on:click=leave>
                        {speech.text("forget-no")}
                    </button>
                </div>
            </Show>
            <p class="note" role="status" data-testid="forgotten">{said}</p>
        </section>
    }
}

/// Whether anything is kept; if not, why.
fn says(speech: Speech, kept: Kept) -> String {
    let message =
        |name: &str, message: String| speech.say_with(name, &[("message", message.into())]);
    match kept.trouble.get() {
        None => speech.say("kept-here"),
        Some(Trouble::Unwritten(said) | Trouble::Unread(Unread::Blocked(said))) => {
            message("kept-nowhere", said)
        }
        Some(Trouble::Unread(Unread::Damaged(said))) => message("kept-damaged", said),
        Some(Trouble::Unread(Unread::OtherSchema { found })) => speech.say_with(
            "kept-other-schema",
            &[
                ("found", found.to_string().into()),
                ("expected", SCHEMA.to_string().into()),
            ],
        ),
    }
}

/// The same, as an attribute says it.
const fn state(state: State) -> &'static str {
    match state {
        State::Reading => "reading",
        State::Idle => "idle",
        State::Saving => "saving",
        State::Saved => "saved",
    }
}

/// An instant as the reader's language writes date and time.
fn date(speech: Speech, at_ms: f64) -> String {
    let options = js_sys::Object::new();
    for (part, style) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // Setting a field of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&options, &part.into(), &style.into());
    }
    let date = js_sys::Date::new(&at_ms.into());
    date.to_locale_string(speech.locale().tag(), &options)
        .into()
}
