//! Files that a person gives: chosen in a field or dropped on it, dropped anywhere on the page, or pasted.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, FileList};

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
    /// What the browser's own dialog shows first, as the attribute `accept` lists it, such as `image/*`; nothing for all.
    /// It refuses nothing: a system knows few types, and a name says little. What a file is, its bytes tell.
    accept: &'static str,
    /// Gets each file.
    on_file: Callback<File>,
    /// What is wrong with the file.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let input: NodeRef<html::Input> = NodeRef::new();
    let hovered = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
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
            <p class="field__error" id=error_id role="alert">{error}</p>
        </div>
    }
    .into_any()
}

/// Takes a file that is dropped anywhere on the page, or pasted, for as long as it is in the page. Over a
/// page without it a browser opens the file in the page's place.
#[component]
pub(crate) fn PageDrop(
    /// What would be done with the file, while one is held over the page.
    #[prop(into)]
    label: Signal<String>,
    /// Gets each file.
    on_file: Callback<File>,
) -> impl IntoView {
    let hovered = RwSignal::new(false);
    let over = move |event: DragEvent| {
        if holds_files(&event) {
            // Says that it may be dropped here.
            event.prevent_default();
            if !hovered.get_untracked() {
                hovered.set(true);
            }
        }
    };
    let listeners = [
        window_event_listener(ev::dragenter, over),
        window_event_listener(ev::dragover, over),
        window_event_listener(ev::dragleave, move |event: DragEvent| {
            // From one element to the next it is still over the page.
            if event.related_target().is_none() {
                hovered.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event: DragEvent| {
            hovered.set(false);
            // A field that the file was dropped on has taken it.
            if holds_files(&event) && !event.default_prevented() {
                event.prevent_default();
                give(event.data_transfer(), on_file);
            }
        }),
        window_event_listener(ev::paste, move |event: ClipboardEvent| {
            // What holds text, too, such as cells of a table with their picture, is meant as text.
            let data = event
                .clipboard_data()
                .filter(|data| !holds(data, "text/plain"));
            if give(data, on_file) {
                event.prevent_default();
            }
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    view! {
        <div
            class="drop-overlay"
            data-testid="drop-overlay"
            hidden=move || !hovered.get()
        >
            <p>{label}</p>
        </div>
    }
    .into_any()
}

/// Whether files are held over the page, and not a part of it or text.
fn holds_files(event: &DragEvent) -> bool {
    event
        .data_transfer()
        .is_some_and(|data| holds(&data, "Files"))
}

fn holds(data: &DataTransfer, kind: &str) -> bool {
    data.types().includes(&kind.into(), 0)
}

/// Hands on the first file; says whether there was one.
fn give(data: Option<DataTransfer>, on_file: Callback<File>) -> bool {
    let file = data
        .and_then(|data| data.files())
        .and_then(|files| files.get(0));
    let is_there = file.is_some();
    if let Some(file) = file {
        on_file.run(file);
    }
    is_there
}
