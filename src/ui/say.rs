//! Texts in the reader's language, as views use them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::texts::{self, Arg, Locale};
use crate::ui::catalogue;

/// Where the reader's choice of language is kept.
const STORAGE_KEY: &str = "pp-locale";

/// The reader's language, in the scope of the whole app.
#[derive(Clone, Copy, Debug)]
pub struct Speech(RwSignal<Locale>);

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
        let speech = Self(RwSignal::new(locale));
        Effect::new(move || {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", speech.0.get().tag());
            }
        });
        speech
    }

    /// The language just now; tracks it.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.0.get()
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
            self.0.try_update(|current| {
                if speaks {
                    *current = locale;
                }
            });
        });
    }

    /// A text by its name; follows the language.
    #[must_use]
    pub fn say(self, name: &str) -> String {
        texts::text(self.0.get(), name, &[])
    }

    /// A text by its name, for views. All such signals are of one type: a closure for each would be
    /// compiled into a view of its own, over a kilobyte each.
    #[must_use]
    pub fn text(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || self.say(name))
    }

    /// A text by its name, with its variables; follows the language.
    #[must_use]
    pub fn say_with(self, name: &str, args: &[(&str, Arg)]) -> String {
        texts::text(self.0.get(), name, args)
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
