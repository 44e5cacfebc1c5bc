//! A reader's own code: what a program is, what is refused before it runs, and what may go wrong
//! while it does. [`sandbox`] runs it.

mod error;
mod module;
mod program;
#[cfg(target_arch = "wasm32")]
pub mod sandbox;
pub mod words;

use serde::Deserialize;

pub use error::{CodeError, CodeReason, Part, Quantity, RunError, SandboxError};
pub use module::{Defect, Module, ModuleError, ValueType};
pub use program::{Argument, Code, MODULE_BYTES_MAX, Program, Value, Variant};

/// Up to this multiple of the time of a call that does nothing, most of what is timed is the call
/// itself: two of three nanoseconds, where times of functions that do nothing differ by one in four.
const REMOVED_RATIO_MAX: f64 = 1.5;

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CallResult {
    /// The value in a form in which values that are deep-equal look alike and others do not. Of a
    /// long one it has the beginning, the length and a digest.
    pub text: String,
    /// Whether it was `undefined`: then the code has probably no `return`, and what it computes may
    /// be left out by the engine.
    pub is_undefined: bool,
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
