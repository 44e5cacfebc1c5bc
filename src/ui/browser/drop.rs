//! A place to drop a file on, or to choose one at.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

use crate::ui::say::use_speech;

/// Takes one file.
#[component]
pub(crate) fn FileDrop(
    /// Names the field in the page, for labels and tests.
    id: &'static str,
    /// What to give it.
    #[prop(into)]
    label: Signal<String>,
    /// What it takes, and what happens to it.
    #[prop(into)]
    hint: Signal<String>,
    /// The media types it takes, as the attribute `accept` lists them, such as `image/*`.
    accept: &'static str,
    /// Gets each file of such a type.
    on_file: Callback<File>,
    /// What is wrong with the file.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let input: NodeRef<html::Input> = NodeRef::new();
    let hovered = RwSignal::new(false);
    // The name and type of a file that is refused here.
    let refused: RwSignal<Option<(String, String)>> = RwSignal::new(None);
    let take = move |files: Option<FileList>| {
        let Some(file) = files.and_then(|files| files.get(0)) else {
            return;
        };
        if accepts(accept, &file.type_()) {
            refused.set(None);
            on_file.run(file);
        } else {
            refused.set(Some((file.name(), file.type_())));
        }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // The same file may be given again.
            input.set_value("");
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        hovered.set(false);
        take(event.data_transfer().and_then(|data| data.files()));
    };
    let over = move |event: DragEvent| {
        // Without this the browser would open the file in the page's place.
        event.prevent_default();
        hovered.set(true);
    };
    let message = move || {
        let Some((name, media_type)) = refused.get() else {
            return error.get();
        };
        let media_type = if media_type.is_empty() {
            speech.say("drop-unknown-type")
        } else {
            media_type
        };
        Some(speech.say_with(
            "drop-refused",
            &[
                ("name", name.into()),
                ("type", media_type.into()),
                ("accept", accept.into()),
            ],
        ))
    };
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = format!("{hint_id} {error_id}");
    view! {
        <div
            class="drop"
            class:drop--hovered=move || hovered.get()
            on:dragover=over
            on:dragleave=move |_| hovered.set(false)
            on:drop=dropped
        >
            <label class="drop__label" for=id>{label}</label>
            <input
                node_ref=input
                id=id
                type="file"
                accept=accept
                aria-describedby=described_by
                on:change=chosen
            />
            <p class="field__hint" id=hint_id>{hint}</p>
            <p class="field__error" id=error_id role="alert">{message}</p>
        </div>
    }
    .into_any()
}

/// Whether a file of a media type is among those that `accept` lists.
fn accepts(accept: &str, media_type: &str) -> bool {
    accept.split(',').map(str::trim).any(|allowed| {
        allowed
            .strip_suffix('*')
            .map_or(allowed == media_type, |group| media_type.starts_with(group))
    })
}
