//! The reader's database: where it lies, files that come and go.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod facts;
mod folder;
mod keeper;
pub(super) mod remembered;
mod words;

use leptos::html;
use leptos::prelude::*;
use sql_workload::session::{LIMITS, SessionError};
use web_sys::File;

use super::lab::Lab;
use crate::labs::database::model::storage;
use crate::ui::drop::FileDrop;
use crate::ui::figures;
use crate::ui::say::use_speech;
use facts::{Engine, Tables};
use keeper::{Answer, Keeper};

/// The panel, below its title.
pub(in crate::labs::database) fn view(lab: Lab) -> AnyView {
    view! { <Storage lab /> }.into_any()
}

#[component]
fn Storage(lab: Lab) -> impl IntoView {
    let speech = use_speech();
    let keeper = Keeper::new(lab);
    Effect::new(move || {
        if let Some(file) = lab.dropped.get() {
            lab.dropped.set(None);
            keeper.import(file, false);
        }
    });
    let is_open = Memo::new(move |_| keeper.description().with(Option::is_some));
    let is_stored = Memo::new(move |_| keeper.whereabouts().stored().is_some());
    let place = move || words::whereabouts(speech, &keeper.whereabouts());
    let hint = Signal::derive(move || {
        let max = figures::count(speech.locale(), LIMITS.database_bytes >> 20);
        speech.say_with("storage-file-hint", &[("max", max.into())])
    });
    let status: NodeRef<html::P> = NodeRef::new();
    let facts = move || {
        is_open.get().then(|| {
            view! {
                <Tables keeper />
                <Engine keeper />
            }
        })
    };
    let leaving = move || is_stored.get().then(|| view! { <Leaving keeper /> });
    // What was typed is there again when the field is.
    let name = RwSignal::new(storage::NAME.to_owned());
    let storing = move || (!is_stored.get()).then(|| view! { <Storing keeper name /> });
    view! {
        <div class="storage">
            <p data-testid="storage-place">{place}</p>
            <div class="controls__buttons">
                <Press
                    keeper
                    id="storage-look"
                    text="storage-look"
                    act=Callback::new(move |()| keeper.look())
                />
                <Press
                    keeper
                    id="storage-export"
                    text="storage-export"
                    act=Callback::new(move |()| keeper.export())
                />
                {leaving}
            </div>
            {storing}
            <p
                class="finding"
                role="status"
                tabindex="-1"
                node_ref=status
                data-testid="storage-said"
            >
                {move || words::status(speech, keeper)}
            </p>
            <Asked keeper status />
            <FileDrop
                id="storage-file"
                label=speech.text("storage-file")
                hint
                accept=""
                on_file=Callback::new(move |file: File| keeper.import(file, false))
                error=Signal::stored(None::<String>)
            />
            {facts}
        </div>
    }
}

/// A button that nothing comes of while something else goes on.
#[component]
fn Press(keeper: Keeper, id: &'static str, text: &'static str, act: Callback<()>) -> impl IntoView {
    let speech = use_speech();
    let press = move |_| {
        if !untrack(move || keeper.is_blocked()) {
            act.run(());
        }
    };
    view! {
        <button
            type="button"
            id=id
            aria-disabled=move || keeper.is_blocked().to_string()
            on:click=press
        >
            {speech.text(text)}
        </button>
    }
}

/// From memory into the browser's storage.
#[component]
fn Storing(keeper: Keeper, name: RwSignal<String>) -> impl IntoView {
    let speech = use_speech();
    let error = move || match name.with(|name| storage::name(name)) {
        Err(SessionError::Name { found }) => {
            Some(speech.say_with("storage-name-wrong", &[("name", found.into())]))
        }
        _ => None,
    };
    let store = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(name) = name.with_untracked(|name| storage::name(name))
            && !untrack(move || keeper.is_blocked())
        {
            keeper.store(name);
        }
    };
    view! {
        <form class="storage__form" on:submit=store novalidate>
            <div class="field" class:field--wrong=move || error().is_some()>
                <label for="storage-name">{speech.text("storage-name")}</label>
                <input
                    id="storage-name"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="storage-name-hint storage-name-error"
                    aria-invalid=move || error().is_some().to_string()
                    prop:value=move || name.get()
                    on:input:target=move |event| name.set(event.target().value())
                />
                <p class="field__hint" id="storage-name-hint">
                    {speech.text("storage-name-hint")}
                </p>
                <p class="field__error" id="storage-name-error" role="alert">
                    {error}
                </p>
            </div>
            <button
                type="submit"
                id="storage-store"
                disabled=move || error().is_some()
                aria-disabled=move || keeper.is_blocked().to_string()
            >
                {speech.text("storage-store")}
            </button>
        </form>
    }
}

/// Out of the browser's storage.
#[component]
fn Leaving(keeper: Keeper) -> impl IntoView {
    let stored = move || untrack(move || keeper.whereabouts().stored().cloned());
    let leave = Callback::new(move |()| {
        if let Some(name) = stored() {
            keeper.leave(name);
        }
    });
    let delete = Callback::new(move |()| {
        if let Some(name) = stored() {
            keeper.ask_to_delete(name);
        }
    });
    view! {
        <Press keeper id="storage-leave" text="storage-leave" act=leave />
        <Press keeper id="storage-delete" text="storage-delete" act=delete />
    }
}

/// The answers to what is asked.
#[component]
fn Asked(keeper: Keeper, status: NodeRef<html::P>) -> impl IntoView {
    let speech = use_speech();
    let button = move |(text, answer): (&'static str, Answer)| {
        let press = move |_| {
            if untrack(move || keeper.busy.get()) {
                return;
            }
            // The button goes with the question, and the focus must not go with it.
            if let Some(status) = status.get_untracked() {
                let _ = status.focus();
            }
            keeper.answer(answer);
        };
        view! {
            <button
                type="button"
                id=text
                aria-disabled=move || keeper.busy.get().to_string()
                on:click=press
            >
                {speech.text(text)}
            </button>
        }
    };
    let answers = move || {
        let answers = keeper
            .question
            .with(|question| Some(question.as_ref()?.answers()))?;
        let buttons = answers.iter().copied().map(button).collect_view();
        Some(view! {
            <div class="controls__buttons" role="group" aria-label=speech.text("storage-answers")>
                {buttons}
            </div>
        })
    };
    view! { {answers} }
}
