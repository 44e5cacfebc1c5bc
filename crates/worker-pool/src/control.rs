//! The page's eye on a worker whose threads share a memory, and its one way to stop them.

use js_sys::{Atomics, Int32Array, Uint8Array, WebAssembly};
use protocol::control::Word;

/// The control words of one worker, read from the memory that its threads share.
#[derive(Clone, Debug)]
pub struct ControlView {
    memory: WebAssembly::Memory,
    words: Int32Array,
}

impl ControlView {
    /// The block that begins at this byte, if it lies within the memory and on the boundary of a
    /// word.
    pub(crate) fn new(memory: WebAssembly::Memory, offset: u32) -> Option<Self> {
        let buffer = memory.buffer();
        let bytes = Uint8Array::new(&buffer).byte_length();
        let length = u32::try_from(Word::COUNT).ok()?;
        let word_bytes = u32::try_from(size_of::<u32>()).ok()?;
        let end = offset.checked_add(length * word_bytes)?;
        if end > bytes || !offset.is_multiple_of(word_bytes) {
            return None;
        }
        // The block lies below what the memory has now, so this view holds however it grows.
        let words = Int32Array::new_with_byte_offset_and_length(&buffer, offset, length);
        Some(Self { memory, words })
    }

    /// Grows whenever a thread gets on; it may wrap.
    #[must_use]
    pub fn heartbeat(&self) -> u32 {
        self.read(Word::Heartbeat)
    }

    /// How much is done of what there is to do.
    #[must_use]
    pub fn done(&self) -> u32 {
        self.read(Word::Done)
    }

    /// What there is to do; zero while nothing is known of it.
    fn total(&self) -> u32 {
        self.read(Word::Total)
    }

    /// The share that is done, from 0 to 1, where it is known.
    #[must_use]
    pub fn fraction(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| (f64::from(self.done()) / f64::from(total)).min(1.0))
    }

    /// How many bytes the output that grows has, and where in the memory it does.
    fn output_place(&self) -> Option<(u32, u32)> {
        let bytes = self.read(Word::OutputBytes);
        (bytes > 0).then(|| (self.read(Word::OutputAddress), bytes))
    }

    /// A view of the output as it grows; none before a run has made room for it and after its end.
    ///
    /// Threads write while the page reads, so what is not computed yet may hold anything, and a
    /// view that is kept shows other things later. Most browser interfaces take no shared bytes:
    /// copy them first.
    #[must_use]
    pub fn output(&self) -> Option<Uint8Array> {
        let (address, bytes) = self.output_place()?;
        self.bytes(address, bytes)
    }

    /// A view of which thread has done each part of that output, as it grows: its number counted from one, or zero
    /// while none has. None when there is no output.
    #[must_use]
    pub fn owners(&self) -> Option<Uint8Array> {
        let count = self.read(Word::OwnersCount);
        (count > 0)
            .then(|| self.bytes(self.read(Word::OwnersAddress), count))
            .flatten()
    }

    /// The words with which a thread died, if one has: the others wait for it for ever.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let bytes = self.read(Word::FaultBytes);
        if bytes == 0 {
            return None;
        }
        let text = self.bytes(self.read(Word::FaultAddress), bytes)?.to_vec();
        Some(String::from_utf8_lossy(&text).into_owned())
    }

    /// Asks the threads to end the job that runs, or lets the next one run.
    pub(crate) fn set_cancel(&self, cancel: bool) {
        // The words are a typed array of 32-bit integers, and the index lies within it.
        let _ = Atomics::store(&self.words, Word::Cancel as u32, i32::from(cancel));
    }

    /// The memory may have grown since, so its buffer is asked for anew.
    fn bytes(&self, address: u32, bytes: u32) -> Option<Uint8Array> {
        let all = Uint8Array::new(&self.memory.buffer());
        let end = address.checked_add(bytes)?;
        (end <= all.byte_length()).then(|| all.subarray(address, end))
    }

    fn read(&self, word: Word) -> u32 {
        Atomics::load(&self.words, word as u32)
            .unwrap_or_default()
            .cast_unsigned()
    }
}
