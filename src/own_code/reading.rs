//! What can be told of code by its text, and how its calls are made.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// What can be told of the body of a function without running it. `www/editor/reading.js` tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Whether it awaits something itself, not only in a function within it.
    #[serde(alias = "isAsync")]
    pub is_async: bool,
    /// Whether it asks for strict mode.
    #[serde(alias = "isStrict")]
    pub is_strict: bool,
    /// Where reading it stumbles. It may compile all the same, where the browser knows more of the language.
    pub fault: Option<Fault>,
}

/// A place where reading stumbles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Over what.
    pub kind: FaultKind,
    /// The line, from 1.
    pub line: u32,
    /// The column within the line, from 1, in UTF-16 units.
    pub column: u32,
}

/// What reading stumbles over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A bracket that closes what was not opened.
    Extra,
    /// A bracket that is never closed.
    Unclosed,
    /// Anything else.
    Other,
}

/// How the calls of a variant are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallMode {
    /// Awaited if its text awaits something, or if its first call gives a promise.
    #[default]
    Auto,
    /// Never awaited: what is timed ends when the call returns, be it with a promise.
    Sync,
    /// Each is awaited.
    Async,
}

impl CallMode {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Sync, Self::Async];

    /// The name in a link and in the sandbox.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Sync => "sync",
            Self::Async => "async",
        }
    }

    /// What has this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }

    /// Whether calls of code with this reading are awaited from the first on.
    #[must_use]
    pub const fn is_async(self, reading: Reading) -> bool {
        match self {
            Self::Auto => reading.is_async,
            Self::Sync => false,
            Self::Async => true,
        }
    }
}

/// Reads code.
pub type Reader = Rc<dyn Fn(&str) -> Reading>;

#[cfg(target_arch = "wasm32")]
mod of_editor {
    use js_sys::{Function, Reflect};
    use wasm_bindgen::prelude::*;

    use super::{Rc, Reader, Reading};

    /// The reader in the editor's module; `None` where it has none.
    #[must_use]
    pub fn reader_of(module: &JsValue) -> Option<Reader> {
        let read = Reflect::get(module, &"read".into()).ok()?;
        let read: Function = read.dyn_into().ok()?;
        Some(Rc::new(move |text: &str| {
            let found = read.call1(&JsValue::UNDEFINED, &text.into());
            found
                .ok()
                .and_then(|found| serde_wasm_bindgen::from_value::<Reading>(found).ok())
                .unwrap_or_default()
        }))
    }
}

#[cfg(target_arch = "wasm32")]
pub use of_editor::reader_of;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_read_as_the_editor_gives_it() {
        let text =
            r#"{"isAsync":true,"isStrict":false,"fault":{"kind":"unclosed","line":2,"column":7}}"#;
        let reading: Reading = serde_json::from_str(text).expect("a reading");
        let fault = Fault {
            kind: FaultKind::Unclosed,
            line: 2,
            column: 7,
        };
        assert!(reading.is_async && !reading.is_strict);
        assert_eq!(reading.fault, Some(fault));
    }

    #[test]
    fn somebody_may_know_better_than_the_text() {
        let awaits = Reading {
            is_async: true,
            ..Reading::default()
        };
        assert!(CallMode::Auto.is_async(awaits) && !CallMode::Auto.is_async(Reading::default()));
        assert!(!CallMode::Sync.is_async(awaits) && CallMode::Async.is_async(Reading::default()));
        for mode in CallMode::ALL {
            assert_eq!(CallMode::from_id(mode.id()), Some(mode));
        }
    }
}
