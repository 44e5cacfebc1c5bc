//! Texts in the reader's language, as views use them.

use leptos::prelude::*;

use crate::texts::{self, Arg, Locale};

/// Where the reader's choice of language is kept.
const STORAGE_KEY: &str = "pp-locale";

/// The reader's language, in the scope of the whole app.
#[derive(Clone, Copy, Debug)]
pub struct Speech(RwSignal<Locale>);

impl Speech {
    /// The language that was chosen before, else the first of the browser's that the app speaks.
    #[must_use]
    pub fn of_reader() -> Self {
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
        let speech = Self(RwSignal::new(stored.or_else(preferred).unwrap_or_default()));
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

    /// Speaks another language from now on, and on later visits.
    pub fn set_locale(self, locale: Locale) {
        if let Some(storage) = storage() {
            // A browser that keeps nothing asks again next time.
            let _ = storage.set_item(STORAGE_KEY, locale.tag());
        }
        self.0.set(locale);
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
