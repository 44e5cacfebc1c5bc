//! What works without a network, in words, and the button that stores all labs.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use crate::environment::Environment;
use crate::ui::say::use_speech;

const BYTES_PER_MB: f64 = 1e6;

/// How offline use stands, and a button where something is left to store.
#[component]
pub(crate) fn OfflineState() -> impl IntoView {
    let speech = use_speech();
    let environment: Environment = expect_context();
    let missing_bytes = move || environment.offline_missing_bytes.get();
    let state = move || {
        let is_complete = missing_bytes().is_some_and(|bytes| bytes <= 0.0);
        match environment.offline.get().as_str() {
            "ready" if is_complete => speech.say("offline-all-ready"),
            "ready" => speech.say("offline-ready"),
            "caching" => speech.say("offline-caching"),
            "failed" => speech.say("offline-failed"),
            _ => speech.say("offline-none"),
        }
    };
    let size = move || {
        let megabytes = missing_bytes().unwrap_or_default() / BYTES_PER_MB;
        // Never nothing where something is left.
        [("size", format!("{:.1}", megabytes.max(0.1)).into())]
    };
    let is_storing = move || environment.offline_all.get() == "storing";
    let is_offered = move || {
        environment.offline.get() == "ready" && missing_bytes().is_some_and(|bytes| bytes > 0.0)
    };
    let label = move || {
        let key = if is_storing() {
            "offline-all-storing"
        } else {
            "offline-all-store"
        };
        speech.say_with(key, &size())
    };
    let failure = move || match environment.offline_all.get().as_str() {
        "failed-quota" => Some(speech.say("offline-all-failed-quota")),
        "failed-network" => Some(speech.say("offline-all-failed-network")),
        "failed-storage" => Some(speech.say("offline-all-failed-storage")),
        _ => None,
    };
    let store = move |_| {
        if let Ok(event) = web_sys::Event::new("pp-store-all") {
            // `boot.js` listens; nobody can cancel the event.
            let _ = document().dispatch_event(&event);
        }
    };
    view! {
        <span data-testid="offline" role="status">{state}</span>
        <Show when=is_offered>
            " "
            <button
                type="button"
                class="quiet"
                data-testid="offline-all"
                disabled=is_storing
                on:click=store
            >
                {label}
            </button>
        </Show>
        {move || failure().map(|text| view! { <span class="field__error" role="alert">{text}</span> })}
    }
}
