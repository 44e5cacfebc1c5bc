//! Messages as the browser carries them: plain objects, with large buffers beside them.
//!
//! A message is an object `{ body, buffers }`: `body` is the serde form, and is cloned; each buffer
//! is moved, cloned or shared, as its sender chose. A worker whose threads share a memory puts that
//! beside its first message, as a third field `memory`.

use std::ops::Range;

use js_sys::{Array, ArrayBuffer, Reflect, SharedArrayBuffer, Uint8Array, WebAssembly};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// A buffer to send, and how.
#[derive(Clone, Debug)]
pub enum Attachment {
    /// Moved to the receiver, in no time; empty at the sender from then on.
    Move(ArrayBuffer),
    /// Copied; the sender keeps its own.
    Clone(ArrayBuffer),
    /// Seen by both from then on. Only pages that are isolated can share.
    Share(SharedArrayBuffer),
    /// A file: the receiver reads of it what it wants, when it wants it.
    File(Blob),
}

impl Attachment {
    fn value(&self) -> &JsValue {
        match self {
            Self::Move(buffer) | Self::Clone(buffer) => buffer,
            Self::Share(buffer) => buffer,
            Self::File(file) => file,
        }
    }

    /// A copy of these bytes, to be moved.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        // A module's memory cannot be moved, nor part of it: it has to be copied out.
        Self::Move(Uint8Array::new_from_slice(bytes).buffer())
    }

    /// Whether the sender still has it when it is sent, and so can send it once more.
    #[must_use]
    pub fn stays(&self) -> bool {
        !matches!(self, Self::Move(_))
    }
}

/// A buffer that came with a message.
#[derive(Clone, Debug)]
pub enum Buffer {
    /// The receiver's own, whether it was moved or cloned.
    Own(ArrayBuffer),
    /// Seen by the sender, too.
    Shared(SharedArrayBuffer),
    /// A file, whose bytes are not here yet: see [`crate::file`].
    File(Blob),
}

impl Buffer {
    /// A view of its bytes. Those of a file are not here.
    #[must_use]
    pub fn bytes(&self) -> Uint8Array {
        match self {
            Self::Own(buffer) => Uint8Array::new(buffer),
            Self::Shared(buffer) => Uint8Array::new(buffer),
            Self::File(_) => Uint8Array::new_with_length(0),
        }
    }

    /// How many bytes are here.
    #[must_use]
    pub fn byte_length(&self) -> u32 {
        match self {
            Self::Own(buffer) => buffer.byte_length(),
            Self::Shared(buffer) => buffer.byte_length(),
            Self::File(_) => 0,
        }
    }

    /// Copies a stretch of its bytes into this module's memory; `None` where there is no room for
    /// them. A stretch that leads beyond the end is cut there.
    #[must_use]
    pub fn copy(&self, bytes: Range<u32>) -> Option<Vec<u8>> {
        copy_of(&self.bytes().subarray(bytes.start, bytes.end))
    }

    /// Sends it on: what is one's own is moved, what is shared stays shared.
    #[must_use]
    pub fn into_attachment(self) -> Attachment {
        match self {
            Self::Own(buffer) => Attachment::Move(buffer),
            Self::Shared(buffer) => Attachment::Share(buffer),
            Self::File(file) => Attachment::File(file),
        }
    }
}

/// Copies bytes into this module's memory; `None` where there is no room for them.
#[must_use]
pub fn copy_of(bytes: &Uint8Array) -> Option<Vec<u8>> {
    let length = usize::try_from(bytes.byte_length()).ok()?;
    let mut copy = Vec::new();
    copy.try_reserve_exact(length).ok()?;
    copy.resize(length, 0);
    bytes.copy_to(&mut copy);
    Some(copy)
}

/// A message and what travels with it.
#[derive(Debug)]
pub struct Envelope<T> {
    /// The message.
    pub body: T,
    /// In the order in which they were attached.
    pub buffers: Vec<Buffer>,
    /// The memory that the sender's threads share, with its first message.
    pub memory: Option<WebAssembly::Memory>,
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

/// Fresh memory that page and worker can share, of so many bytes, or `None` where the browser gives none: the constructor
/// may be missing although the page is isolated, and may throw where there is no room.
#[must_use]
pub fn shared_memory(bytes: u32) -> Option<SharedArrayBuffer> {
    let constructor = Reflect::get(&js_sys::global(), &"SharedArrayBuffer".into()).ok()?;
    let constructor: js_sys::Function = constructor.dyn_into().ok()?;
    let made = Reflect::construct(&constructor, &Array::of1(&bytes.into())).ok()?;
    made.dyn_into().ok()
}

/// The object to post, and the list of what is to be moved with it.
pub fn encode<T: Serialize>(
    body: &T,
    attachments: &[Attachment],
) -> Result<(JsValue, Array), WireError> {
    encode_with(body, attachments, None)
}

/// The same for a message with the memory that the sender's threads share. It is sent itself, and
/// not its bytes as they are now, because it may grow.
pub fn encode_with<T: Serialize>(
    body: &T,
    attachments: &[Attachment],
    memory: Option<&WebAssembly::Memory>,
) -> Result<(JsValue, Array), WireError> {
    let body =
        serde_wasm_bindgen::to_value(body).map_err(|error| WireError::Encode(error.to_string()))?;
    let buffers: Array = attachments.iter().map(Attachment::value).collect();
    let transfer: Array = attachments
        .iter()
        .filter(|attachment| !attachment.stays())
        .map(Attachment::value)
        .collect();
    let envelope = js_sys::Object::new();
    // Setting a field of a fresh plain object cannot fail.
    let _ = Reflect::set(&envelope, &"body".into(), &body);
    let _ = Reflect::set(&envelope, &"buffers".into(), &buffers);
    if let Some(memory) = memory {
        let _ = Reflect::set(&envelope, &"memory".into(), memory);
    }
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
        .map(buffer)
        .collect::<Result<_, _>>()?;
    let memory = field("memory")?.dyn_into().ok();
    Ok(Envelope {
        body,
        buffers,
        memory,
    })
}

fn buffer(value: JsValue) -> Result<Buffer, WireError> {
    value
        .dyn_into::<ArrayBuffer>()
        .map(Buffer::Own)
        .or_else(|value| value.dyn_into::<SharedArrayBuffer>().map(Buffer::Shared))
        .or_else(|value| value.dyn_into::<Blob>().map(Buffer::File))
        .map_err(|other| WireError::Decode(format!("not a buffer: {other:?}")))
}
