//! A file that came with a message, read piece by piece: a worker may wait for each of them.

use std::io::{self, Read};

use js_sys::Uint8Array;
use web_sys::{Blob, FileReaderSync};

use crate::wire::Buffer;

/// Bytes that are fetched at once, whatever is asked for.
const PIECE_BYTES: u32 = 1 << 20;

/// Reads a file from its beginning.
#[derive(Debug)]
pub struct Contents {
    file: Blob,
    /// How much was fetched.
    fetched: f64,
    /// What was fetched last.
    piece: Uint8Array,
    /// How much of that was handed out.
    taken: u32,
}

impl Contents {
    /// The first file that came with a message.
    #[must_use]
    pub fn received(buffers: &[Buffer]) -> Option<Self> {
        buffers.iter().find_map(|buffer| match buffer {
            Buffer::File(file) => Some(Self::of(file.clone())),
            Buffer::Own(_) | Buffer::Shared(_) => None,
        })
    }

    fn of(file: Blob) -> Self {
        Self {
            file,
            fetched: 0.0,
            piece: Uint8Array::new_with_length(0),
            taken: 0,
        }
    }

    /// Fetches the next piece; an empty one at the end.
    fn fetch(&mut self) -> io::Result<()> {
        let end = (self.fetched + f64::from(PIECE_BYTES)).min(self.file.size());
        // A file that was changed or removed since it was chosen cannot be read.
        let read = || {
            let piece = self.file.slice_with_f64_and_f64(self.fetched, end)?;
            FileReaderSync::new()?.read_as_array_buffer(&piece)
        };
        let bytes = read().map_err(|error| io::Error::other(format!("{error:?}")))?;
        self.piece = Uint8Array::new(&bytes);
        self.taken = 0;
        self.fetched = end;
        Ok(())
    }
}

impl Read for Contents {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.length() {
            self.fetch()?;
        }
        let room_bytes = u32::try_from(room.len()).unwrap_or(u32::MAX);
        let count = room_bytes.min(self.piece.length() - self.taken);
        let part = self.piece.subarray(self.taken, self.taken + count);
        part.copy_to(&mut room[..count as usize]);
        self.taken += count;
        Ok(count as usize)
    }
}
