//! Texts in the reader's language, as views use them.

use crate::texts::{self, Arg, Locale};

#[cfg_attr(not(target_arch = "wasm32"), path = "fixed.rs")]
mod reader;

use reader::Current;
#[cfg(target_arch = "wasm32")]
pub use reader::{locale_of_reader, storage, use_speech};

/// The reader's language, in the scope of the whole app.
#[derive(Clone, Copy, Debug)]
pub struct Speech(Current);

impl Speech {
    /// The language just now; in a browser it is tracked.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.0.get()
    }

    /// A text by its name; follows the language.
    #[must_use]
    pub fn say(self, name: &str) -> String {
        texts::text(self.0.get(), name, &[])
    }

    /// A text by its name, with its variables; follows the language.
    #[must_use]
    pub fn say_with(self, name: &str, args: &[(&str, Arg)]) -> String {
        texts::text(self.0.get(), name, args)
    }
}
