//! The reader's language in a browser: chosen once, kept, and followed by all that shows it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Speech;
use crate::texts::Locale;
use crate::ui::catalogue;

/// Where the reader's choice of language is kept.
const STORAGE_KEY: &str = "pp-locale";

/// The language that is spoken just now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Current(RwSignal<Locale>);

impl Current {
    /// Tracks it.
    pub(super) fn get(self) -> Locale {
        self.0.get()
    }
}

/// The language that the reader chose before, else the first of the browser's that the app speaks.
#[must_use]
pub fn locale_of_reader() -> Locale {
    let stored = storage()
        .and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten())
        .and_then(|tag| Locale::from_tag(&tag));
    let preferred = || {
        window()
            .navigator()
            .languages()
            .iter()
            .filter_map(|tag| tag.as_string())
            .find_map(|tag| Locale::from_tag(&tag))
    };
    stored.or_else(preferred).unwrap_or_default()
}

impl Speech {
    /// Speaks this language, whose catalogue is here.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        let current = RwSignal::new(locale);
        Effect::new(move || {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", current.get().tag());
            }
        });
        Self(Current(current))
    }

    /// Speaks another language on later visits, and from now on, as soon as its texts are here.
    pub fn set_locale(self, locale: Locale) {
        if let Some(storage) = storage() {
            // A browser that keeps nothing asks again next time.
            let _ = storage.set_item(STORAGE_KEY, locale.tag());
        }
        spawn_local(async move {
            let speaks = catalogue::fetch(locale).await;
            // Also where nothing changes, so that what shows the choice shows what became of it.
            self.0.0.try_update(|current| {
                if speaks {
                    *current = locale;
                }
            });
        });
    }

    /// A text by its name, for views. All such signals are of one type: a closure for each would be
    /// compiled into a view of its own, over a kilobyte each.
    #[must_use]
    pub fn text(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || self.say(name))
    }
}

/// The language of the app that this component is part of.
#[must_use]
pub fn use_speech() -> Speech {
    expect_context()
}

/// The browser's storage, where it allows any.
#[must_use]
pub fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
