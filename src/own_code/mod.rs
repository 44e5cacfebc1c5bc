//! A reader's own code: what a program is, what is refused before it runs, and what may go wrong
//! while it does. [`sandbox`] runs it.

pub mod border;
mod error;
mod module;
mod program;
mod reading;
#[cfg(target_arch = "wasm32")]
pub mod sandbox;
pub mod words;

use serde::{Deserialize, Serialize};

pub use error::{CodeError, CodeReason, Part, Quantity, RunError, SandboxError};
pub use module::{Export, Module, ModuleError, ValueType};
pub use program::{Argument, Code, MODULE_BYTES_MAX, Program, Value, Variant, distinct_names};
#[cfg(target_arch = "wasm32")]
pub use reading::reader_of;
pub use reading::{CallMode, Fault, FaultKind, Reader, Reading};

/// Up to this multiple of the time of a call that does nothing, most of what is timed is the call
/// itself: two of three nanoseconds, where times of functions that do nothing differ by one in four.
const REMOVED_RATIO_MAX: f64 = 1.5;

/// How long the parts of a program may take, each in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The set-up.
    pub set_up_ms: f64,
    /// A call of a snippet, or of a function that a module exports, or that module's start.
    pub call_ms: f64,
    /// The tear-down.
    pub tear_down_ms: f64,
}

impl Default for Limits {
    /// Ten seconds for each.
    fn default() -> Self {
        const SOME_MS: f64 = 10_000.0;
        Self {
            set_up_ms: SOME_MS,
            call_ms: SOME_MS,
            tear_down_ms: SOME_MS,
        }
    }
}

/// What a call was like.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Called {
    /// How long it took, in milliseconds, with the wait for its promise.
    pub elapsed_ms: f64,
    /// Whether its promise is awaited, and those of all others.
    pub is_async: bool,
}

/// What a call returned.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an answer of its own"
)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct CallResult {
    /// The value as a person writes it, or its beginning.
    pub text: String,
    /// Whether that is not all of it.
    pub is_cut: bool,
    /// A digest of 128 bits, in hexadecimal. Values have the same content exactly where they have
    /// the same digest, but for what is in `detail`, and what cannot be seen into.
    pub content: String,
    /// A digest of the order of fields and of entries of maps and sets, of which parts are one
    /// object, and of the attributes of fields.
    pub detail: String,
    /// What of it cannot be seen into.
    #[serde(default)]
    pub opaque: Option<Opaque>,
    /// Whether it has more parts than are looked at, so that its digests are none.
    pub is_too_large: bool,
    /// Whether it was `undefined`: then the code has probably no `return`, and what it computes may
    /// be left out by the engine.
    pub is_undefined: bool,
    /// Whether the call changed the data that it was called with. Of data that is large, or that
    /// cannot be seen into, that stays unknown.
    pub changed_data: bool,
}

/// A part of a value that cannot be seen into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opaque {
    /// What it is.
    pub kind: OpaqueKind,
    /// What it is called; empty where it has no name.
    pub name: String,
}

/// What cannot be seen into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpaqueKind {
    /// A function.
    Function,
    /// An iterator or a generator: to see what it gives would use it up.
    Iterator,
    /// An instance of a class with private fields.
    Private,
    /// An object of the browser that does not tell what it holds.
    Object,
    /// A symbol that only its own thread has.
    Symbol,
    /// Something that throws when it is looked at.
    Unreadable,
}

/// How the results of two variants stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// They are the same.
    Same,
    /// They have the same content, and differ in what [`CallResult::detail`] is about.
    Detail,
    /// What can be seen of them is the same.
    Unknown(Opaque),
    /// One of them is too large to be looked at.
    TooLarge,
    /// They differ.
    Different,
}

impl CallResult {
    /// How this stands to another.
    #[must_use]
    pub fn against(&self, other: &Self) -> Sameness {
        if self.is_too_large || other.is_too_large {
            Sameness::TooLarge
        } else if self.content != other.content {
            Sameness::Different
        } else if let Some(opaque) = self.opaque.as_ref().or(other.opaque.as_ref()) {
            Sameness::Unknown(opaque.clone())
        } else if self.detail == other.detail {
            Sameness::Same
        } else {
            Sameness::Detail
        }
    }
}

/// Whether a call took no longer than one of a function that does nothing: its work was most likely
/// removed by the engine, or is too little to be told from none. Times in milliseconds.
#[must_use]
pub fn is_removed(call_ms: f64, empty_call_ms: f64) -> bool {
    call_ms <= empty_call_ms * REMOVED_RATIO_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_into_is_never_called_the_same() {
        let of = |content: &str, detail: &str| CallResult {
            content: content.to_owned(),
            detail: detail.to_owned(),
            ..CallResult::default()
        };
        let iterator = Opaque {
            kind: OpaqueKind::Iterator,
            name: "Generator".to_owned(),
        };
        let opaque = CallResult {
            opaque: Some(iterator.clone()),
            ..of("a", "b")
        };
        let large = CallResult {
            is_too_large: true,
            ..of("a", "b")
        };
        assert_eq!(of("a", "b").against(&of("a", "b")), Sameness::Same);
        assert_eq!(of("a", "b").against(&of("a", "c")), Sameness::Detail);
        assert_eq!(of("a", "b").against(&of("b", "b")), Sameness::Different);
        assert_eq!(opaque.against(&opaque), Sameness::Unknown(iterator.clone()));
        assert_eq!(of("a", "b").against(&opaque), Sameness::Unknown(iterator));
        // Of what differs in sight, nothing else counts.
        assert_eq!(of("b", "b").against(&opaque), Sameness::Different);
        assert_eq!(large.against(&large), Sameness::TooLarge);
    }

    #[test]
    fn a_call_that_takes_no_longer_than_an_empty_one_was_removed() {
        let empty_ms = 10e-6;
        for removed_ms in [0.0, 8e-6, 10e-6, 14.9e-6] {
            assert!(is_removed(removed_ms, empty_ms), "{removed_ms}");
        }
        for worked_ms in [15.1e-6, 20e-6, 1.0] {
            assert!(!is_removed(worked_ms, empty_ms), "{worked_ms}");
        }
    }
}
