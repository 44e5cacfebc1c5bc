//! The list of keys: the question mark shows it, and a button does where there are none.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::texts;
use crate::ui::later::{Later, part};
use crate::ui::say::use_speech;

/// Makes the list; it is shown for as long as the signal says so.
type List = fn(RwSignal<bool>) -> AnyView;

part! {
    /// The list of keys, with what it says.
    KEYS = shell_keys: List => {
        texts::learn_keys();
        list
    }
}

/// The button, and the list once it was asked for.
#[component]
pub(crate) fn Keys() -> impl IntoView {
    let speech = use_speech();
    let keys = Later::new(KEYS);
    let open = RwSignal::new(false);
    let show = move || {
        keys.want();
        open.set(true);
    };
    let on_key = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "?" && !types(&event) {
            show();
        }
    });
    on_cleanup(move || on_key.remove());
    view! {
        <button type="button" class="quiet" id="keys" aria-keyshortcuts="?" on:click=move |_| show()>
            {speech.text("keys")}
        </button>
        {keys.show(move |view| view(open))}
    }
}

/// Whether a key means a character for a field.
fn types(event: &web_sys::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        let field = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true]";
        element.closest(field).is_ok_and(|field| field.is_some())
    })
}

fn list(open: RwSignal<bool>) -> AnyView {
    view! { <List open /> }.into_any()
}

/// Keys, and the name of what they do. Keys themselves are the same in every language, but for how they are called.
const LINES: [(&str, &str); 8] = [
    ("keys-enter", "keys-enter-does"),
    ("keys-escape", "keys-escape-does"),
    ("keys-question", "keys-question-does"),
    ("keys-tab", "keys-tab-does"),
    ("keys-arrows", "keys-arrows-does"),
    ("keys-ends", "keys-ends-does"),
    ("keys-zoom", "keys-zoom-does"),
    ("keys-editor", "keys-editor-does"),
];

#[component]
fn List(open: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move || {
        let (Some(dialog), true) = (dialog.get(), open.get()) else {
            return;
        };
        if !dialog.open() {
            // It is on the page and closed, so it can be shown.
            let _ = dialog.show_modal();
        }
    });
    let lines = LINES.map(|(keys, does)| {
        view! {
            <dt>{speech.text(keys)}</dt>
            <dd>{speech.text(does)}</dd>
        }
    });
    // What the key that closes it would end besides goes on.
    let on_key = |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    view! {
        <dialog
            class="keys"
            node_ref=dialog
            aria-labelledby="keys-title"
            data-testid="keys"
            on:close=move |_| open.set(false)
            on:keydown=on_key
        >
            <h2 id="keys-title">{speech.text("keys")}</h2>
            <dl>{lines}</dl>
            <form method="dialog">
                <button>{speech.text("keys-close")}</button>
            </form>
        </dialog>
    }
}
