//! What page, frame and workers say to each other, and how it is read and written.

use js_sys::{Array, BigInt, Object, Reflect, Uint8Array};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::own_code::{CallMode, CodeError, Reading, RunError, SandboxError, Value};

/// What a frame says.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FromFrame {
    Ready {},
    Ended { worker: u32 },
    Failed { worker: u32, error: CodeError },
}

/// What a worker says, but for the number of the request.
#[derive(Deserialize)]
struct Answer<T> {
    answer: Answered<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answered<T> {
    Done(T),
    Failed(CodeError),
}

#[derive(Deserialize)]
pub(super) struct Sampled {
    pub(super) elapsed_ms: f64,
}

#[derive(Deserialize)]
pub(super) struct Clock {
    pub(super) step_ms: f64,
}

#[derive(Deserialize)]
pub(super) struct Empty {
    pub(super) call_ms: f64,
}

#[derive(Deserialize)]
pub(super) struct Trend {
    #[serde(default)]
    pub(super) ratio: Option<f64>,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

pub(super) fn read<T: DeserializeOwned>(answer: &JsValue) -> Result<T, RunError> {
    match serde_wasm_bindgen::from_value(answer.clone()) {
        Ok(Answer {
            answer: Answered::Done(done),
        }) => Ok(done),
        Ok(Answer {
            answer: Answered::Failed(error),
        }) => Err(RunError::Code(error)),
        Err(error) => Err(internal(format!("an answer that is none: {error}"))),
    }
}

/// A part's reading, as the frame takes it.
pub(super) fn reading_order(reading: Reading, mode: CallMode) -> Result<JsValue, RunError> {
    let order = serde_wasm_bindgen::to_value(&reading)
        .map_err(|error| internal(format!("a reading: {error}")))?;
    put(order.unchecked_ref(), "mode", &mode.id().into());
    Ok(order)
}

pub(super) fn wasm_order(bytes: &[u8], export: &str, values: &[Value]) -> Object {
    let arguments: Array = values
        .iter()
        .map(|value| match value {
            Value::Number(number) => JsValue::from(*number),
            Value::BigInt(whole) => BigInt::from(*whole).into(),
        })
        .collect();
    let order = Object::new();
    put(&order, "bytes", &Uint8Array::from(bytes).buffer());
    put(&order, "name", &export.into());
    put(&order, "arguments", &arguments);
    order
}

pub(super) fn put(object: &Object, name: &str, value: &JsValue) {
    // It fails on objects that are frozen only.
    let _ = Reflect::set(object, &name.into(), value);
}

pub(super) fn number(object: &JsValue, name: &str) -> Option<u32> {
    let value = Reflect::get(object, &name.into()).ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

pub(super) fn no_sandbox(error: &JsValue) -> RunError {
    RunError::NoSandbox(SandboxError::Browser(message_of(error)))
}

/// A fault of this app, which those who mend it find in the console, too.
fn internal(message: String) -> RunError {
    leptos::logging::error!("internal error: {message}");
    RunError::Internal(message)
}

pub(super) fn message_of(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(
        || error.as_string().unwrap_or_else(|| format!("{error:?}")),
        |error| String::from(error.message()),
    )
}
