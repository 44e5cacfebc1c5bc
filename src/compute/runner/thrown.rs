//! Finds out why a run gave nothing from whatever reported it: a worker, the pool, or the browser.

use kernels::{Response, RunError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use worker_pool::{JobError, Loss};

use crate::compute::RunFailure;

impl From<RunError> for RunFailure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Cancelled => Self::Cancelled,
            RunError::OutOfMemory { bytes } => Self::OutOfMemory { bytes },
            RunError::TooManyPixels { pixels, max } => Self::TooManyPixels { pixels, max },
            RunError::NotAnImage => Self::NotAnImage,
            RunError::AlteredPixels => Self::AlteredPixels,
            RunError::Engine { message } => Self::Browser(message),
            // The page chooses what is asked for and hands over the picture.
            RunError::Refused { .. } | RunError::WrongPicture { .. } => internal(error.to_string()),
        }
    }
}

impl From<JobError<RunError>> for RunFailure {
    fn from(error: JobError<RunError>) -> Self {
        match error {
            JobError::Failed(error) => error.into(),
            JobError::Lost(loss @ Loss::Protocol(_)) => internal(loss.to_string()),
            JobError::Lost(loss) => Self::Lost(loss),
            JobError::Refused(refusal) => Self::Refused(refusal),
            JobError::Cancelled => Self::Cancelled,
            JobError::Unencodable(message) => internal(message),
            JobError::Unsendable(message) => Self::Browser(message),
        }
    }
}

impl RunFailure {
    /// Something that the browser threw.
    pub(crate) fn of_browser(error: &JsValue) -> Self {
        Self::Browser(words_of(error))
    }
}

/// A fault of this app, which those who mend it find in the console, too.
pub(super) fn internal(message: String) -> RunFailure {
    leptos::logging::error!("internal error: {message}");
    RunFailure::Internal(message)
}

/// An answer to something that was not asked.
pub(super) fn stray(answer: &Response) -> RunFailure {
    internal(format!("an answer to nothing: {answer:?}"))
}

/// What went wrong, from what was thrown: the domain's error, or the browser's.
pub(super) fn failure(error: &JsValue) -> RunFailure {
    if let Ok(error) = serde_wasm_bindgen::from_value::<RunError>(error.clone()) {
        return error.into();
    }
    RunFailure::of_browser(error)
}

/// The browser's own words.
fn words_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    )
}
