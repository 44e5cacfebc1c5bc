//! Messages as the browser carries them: plain objects, with large buffers beside them.
//!
//! A message is an object `{ body, buffers }`: `body` is the serde form, and is cloned; `buffers`
//! are moved to the receiver and are empty at the sender from then on.

use js_sys::{Array, ArrayBuffer, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use wasm_bindgen::prelude::*;

/// A message and the buffers that travel with it.
#[derive(Debug)]
pub struct Envelope<T> {
    /// The message.
    pub body: T,
    /// Moved, never copied.
    pub buffers: Vec<ArrayBuffer>,
}

/// Something that cannot be sent, or is no message.
#[derive(Clone, Debug, Error)]
pub enum WireError {
    /// A value that JavaScript cannot hold, such as a whole number beyond 2^53.
    #[error("cannot be sent: {0}")]
    Encode(String),
    /// A value of another shape than was agreed.
    #[error("cannot be read: {0}")]
    Decode(String),
}

/// The object to post, and the list of what is to be moved with it.
pub fn encode<T: Serialize>(
    body: &T,
    buffers: &[ArrayBuffer],
) -> Result<(JsValue, Array), WireError> {
    let body =
        serde_wasm_bindgen::to_value(body).map_err(|error| WireError::Encode(error.to_string()))?;
    let transfer: Array = buffers.iter().collect();
    let envelope = js_sys::Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(&envelope, &"body".into(), &body);
    let _ = Reflect::set(&envelope, &"buffers".into(), &transfer);
    Ok((envelope.into(), transfer))
}

/// Reads what `encode` made.
pub fn decode<T: DeserializeOwned>(data: &JsValue) -> Result<Envelope<T>, WireError> {
    let field = |name: &str| {
        Reflect::get(data, &name.into())
            .map_err(|_| WireError::Decode(format!("no object with the field {name}: {data:?}")))
    };
    let body = serde_wasm_bindgen::from_value(field("body")?)
        .map_err(|error| WireError::Decode(error.to_string()))?;
    let buffers = field("buffers")?
        .dyn_into::<Array>()
        .map_err(|_| WireError::Decode("“buffers” is no array".to_owned()))?
        .iter()
        .map(|buffer| {
            buffer
                .dyn_into::<ArrayBuffer>()
                .map_err(|other| WireError::Decode(format!("not a buffer: {other:?}")))
        })
        .collect::<Result<_, _>>()?;
    Ok(Envelope { body, buffers })
}
