//! What a reader takes along: texts for the clipboard, and files. Each button says what came of it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::ui::save;
use crate::ui::say::use_speech;

/// Puts a text on the clipboard, and says whether that was done.
#[component]
pub(in crate::labs) fn CopyButton(
    /// Names the button in the page.
    id: &'static str,
    label: Signal<String>,
    /// What it says once the text is on the clipboard.
    done: Signal<String>,
    /// Makes the text; tracks nothing.
    text: Callback<(), String>,
    /// Tracks what the text is made of: what was copied is not the text of what has changed since.
    track: Callback<()>,
    #[prop(optional)] quiet: bool,
    #[prop(default = Signal::stored(false))] disabled: Signal<bool>,
) -> impl IntoView {
    let speech = use_speech();
    let copied: RwSignal<Option<bool>> = RwSignal::new(None);
    Effect::new(move || {
        track.run(());
        copied.set(None);
    });
    let copy = move |_| {
        let text = text.run(());
        spawn_local(async move {
            let done = save::copy(&text).await;
            copied.try_set(Some(done));
        });
    };
    let label = move || match copied.get() {
        None => label.get(),
        Some(true) => done.get(),
        Some(false) => speech.say("copy-link-failed"),
    };
    view! {
        <button
            type="button"
            id=id
            class:quiet=quiet
            disabled=move || disabled.get()
            on:click=copy
        >
            <span aria-live="polite">{label}</span>
        </button>
    }
}

/// A file as it is offered.
#[derive(Clone, Copy, Debug)]
pub(in crate::labs) struct FileType {
    pub(in crate::labs) name: &'static str,
    pub(in crate::labs) media_type: &'static str,
}

/// Saves a file.
#[component]
pub(in crate::labs) fn SaveButton(
    /// Names the button in the page.
    id: &'static str,
    label: Signal<String>,
    file: FileType,
    /// Makes what the file holds; tracks nothing.
    text: Callback<(), Result<String, String>>,
    /// Gets why there is no file, for [`ExportFailure`].
    failure: RwSignal<Option<String>>,
    disabled: Signal<bool>,
) -> impl IntoView {
    let save = move |_| {
        let saved = text
            .run(())
            .and_then(|text| save::try_save_text(file.name, file.media_type, &text));
        if let Err(message) = &saved {
            leptos::logging::error!("internal error: no {}: {message}", file.name);
        }
        failure.set(saved.err());
    };
    view! {
        <button type="button" id=id disabled=move || disabled.get() on:click=save>
            {label}
        </button>
    }
}

/// Says why there is no file, which is a fault of this app.
#[component]
pub(in crate::labs) fn ExportFailure(failure: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let message = failure.get()?;
        Some(speech.say_with("export-failed", &[("message", message.into())]))
    };
    view! {
        <p class="field__error" data-testid="export-failure" role="alert">
            {text}
        </p>
    }
}

/// A value as JSON, indented by so many spaces; on one line if by none.
pub(in crate::labs) fn json(value: &impl Serialize, indent: u32) -> Result<String, String> {
    let value = value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| error.to_string())?;
    js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent.into())
        .map(String::from)
        .map_err(|error| format!("{error:?}"))
}
