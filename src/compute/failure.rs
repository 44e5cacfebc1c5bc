//! Why a run gave nothing, found out from whatever reported it.

use std::fmt;

use kernels::{Response, RunError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use worker_pool::JobError;

/// Why a run gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunFailure {
    /// A person wanted it to end.
    Cancelled,
    /// Anything else, in words.
    Failed(String),
}

impl<E: fmt::Display> From<JobError<E>> for RunFailure {
    fn from(error: JobError<E>) -> Self {
        match error {
            JobError::Cancelled => Self::Cancelled,
            other => Self::Failed(other.to_string()),
        }
    }
}

pub(super) fn not_shareable() -> RunFailure {
    RunFailure::Failed("memory can be shared only where the page is isolated".to_owned())
}

pub(super) fn stray(answer: &Response) -> RunFailure {
    RunFailure::Failed(format!("an answer to nothing: {answer:?}"))
}

/// What went wrong, from what was thrown: the domain's error, or the browser's.
pub(super) fn failure(error: &JsValue) -> RunFailure {
    if let Ok(error) = serde_wasm_bindgen::from_value::<RunError>(error.clone()) {
        return RunFailure::Failed(error.to_string());
    }
    let message = error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    );
    RunFailure::Failed(message)
}
