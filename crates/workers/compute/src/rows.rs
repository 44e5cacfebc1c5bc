//! Rows of pictures on their way into and out of the module's memory.

use js_sys::Uint8Array;
use kernels::engine::Input;
use kernels::{RunError, Share, Spec, registry};
use protocol::wire::{self, Buffer};

/// The rows that a share works on. What is moved or cloned holds just them; what is shared, the
/// whole picture.
pub(crate) fn input(spec: &Spec, share: Share, buffer: Option<&Buffer>) -> Result<Input, RunError> {
    let Some(buffer) = buffer else {
        return Ok(Input::none());
    };
    let rows = spec.input_rows(share);
    let row_bytes = row_bytes(spec);
    let bytes = match buffer {
        Buffer::Own(_) | Buffer::File(_) => 0..buffer.byte_length(),
        Buffer::Shared(_) => {
            expect_whole(spec, buffer)?;
            rows.start * row_bytes..rows.end * row_bytes
        }
    };
    let length = u64::from(bytes.end - bytes.start);
    let bytes = buffer
        .copy(bytes)
        .ok_or(RunError::OutOfMemory { bytes: length })?;
    Ok(Input {
        bytes,
        first_row: rows.start,
    })
}

/// Input that the page's own thread gives.
pub(crate) fn given(bytes: Option<&Uint8Array>, first_row: u32) -> Result<Input, RunError> {
    let Some(bytes) = bytes else {
        return Ok(Input::none());
    };
    let length = u64::from(bytes.byte_length());
    Ok(Input {
        bytes: wire::copy_of(bytes).ok_or(RunError::OutOfMemory { bytes: length })?,
        first_row,
    })
}

/// Shared memory into which rows are written as they are done.
pub(crate) struct Target {
    /// The share's own rows of it.
    bytes: Uint8Array,
    row_bytes: u32,
    rows_written: u32,
}

impl Target {
    /// Memory for the whole output, of which this share's rows are written.
    pub(crate) fn new(spec: &Spec, share: Share, buffer: Option<Buffer>) -> Result<Self, RunError> {
        let Some(buffer @ Buffer::Shared(_)) = buffer else {
            return Err(RunError::Refused {
                message: "the output is to be written to shared memory, but none came".to_owned(),
            });
        };
        expect_whole(spec, &buffer)?;
        let (rows, row_bytes) = (spec.output_rows(share), row_bytes(spec));
        Ok(Self {
            bytes: buffer
                .bytes()
                .subarray(rows.start * row_bytes, rows.end * row_bytes),
            row_bytes,
            rows_written: 0,
        })
    }

    /// Writes what is new of the first `rows` rows of `output`.
    pub(crate) fn write(&mut self, rows: u32, output: &[u8]) {
        let from = self.rows_written * self.row_bytes;
        let rows = rows.min(self.bytes.byte_length() / self.row_bytes.max(1));
        let until = rows * self.row_bytes;
        if let Some(fresh) = output.get(from as usize..until as usize)
            && !fresh.is_empty()
        {
            self.bytes.subarray(from, until).copy_from(fresh);
            self.rows_written = rows;
        }
    }
}

/// Bytes of a row of the input, where there is one, and of the output.
fn row_bytes(spec: &Spec) -> u32 {
    let point_bytes = registry::kernel(spec.kernel).data.point_bytes();
    // At most some ten thousand pixels, of four bytes each.
    spec.extent()
        .map_or(0, |extent| extent.width * u32::from(point_bytes))
}

/// Fails unless the buffer is as large as the picture that the spec speaks of.
fn expect_whole(spec: &Spec, buffer: &Buffer) -> Result<(), RunError> {
    let rows = spec.extent().map_or(0, |extent| extent.height);
    let expected = u64::from(rows) * u64::from(row_bytes(spec));
    let found = u64::from(buffer.byte_length());
    if found == expected {
        return Ok(());
    }
    Err(RunError::WrongPicture { found, expected })
}
