//! One word that page and worker share, by which the page asks a worker that has a memory of its own to end what
//! it does: a worker that computes takes no message.

use std::cell::RefCell;

use js_sys::{Atomics, Int32Array, SharedArrayBuffer};

use crate::wire::{self, Attachment, Buffer};

/// The word, seen from either side.
#[derive(Clone, Debug)]
pub struct Flag {
    buffer: SharedArrayBuffer,
    word: Int32Array,
}

impl Flag {
    /// A flag that is down; `None` where the browser shares no memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        /// Bytes of the word.
        const BYTES: u32 = 4;
        wire::shared_memory(BYTES).map(Self::over)
    }

    /// The flag that came with a message, where one did.
    #[must_use]
    pub fn received(buffers: &[Buffer]) -> Option<Self> {
        buffers.iter().find_map(|buffer| match buffer {
            Buffer::Shared(buffer) if buffer.byte_length() == 4 => Some(Self::over(buffer.clone())),
            _ => None,
        })
    }

    fn over(buffer: SharedArrayBuffer) -> Self {
        let word = Int32Array::new(&buffer);
        Self { buffer, word }
    }

    /// For the message that opens a session.
    #[must_use]
    pub fn attachment(&self) -> Attachment {
        Attachment::Share(self.buffer.clone())
    }

    /// Raises or lowers it.
    pub fn set(&self, is_up: bool) {
        // The array is one of 32-bit integers, and has the word.
        let _ = Atomics::store(&self.word, 0, i32::from(is_up));
    }

    /// Whether it is up.
    #[must_use]
    pub fn is_up(&self) -> bool {
        Atomics::load(&self.word, 0).is_ok_and(|word| word != 0)
    }
}

thread_local! {
    /// A domain asks by a function that holds nothing of JavaScript's, so the flag waits here for it.
    static HEARD: RefCell<Option<Flag>> = const { RefCell::new(None) };
}

/// In a worker, looks at this flag from now on, or at none.
pub fn listen(flag: Option<Flag>) {
    HEARD.set(flag);
}

/// Whether the flag that the worker looks at is up.
#[must_use]
pub fn is_raised() -> bool {
    HEARD.with_borrow(|flag| flag.as_ref().is_some_and(Flag::is_up))
}
