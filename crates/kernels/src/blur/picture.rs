//! The rows that a share of a run reads.

use crate::engine::Input;
use crate::engine::memory::index;
use crate::message::RunError;
use crate::registry::{self, Data};
use crate::spec::{Share, Spec};

pub(crate) struct Picture {
    /// Of the whole picture.
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Bytes a pixel.
    pub(crate) channels: usize,
    input: Input,
}

impl Picture {
    /// Takes any rows as long as those are among them that the share needs.
    pub(crate) fn new(spec: &Spec, share: Share, input: Input) -> Result<Self, RunError> {
        let extent = spec.extent().unwrap_or(crate::spec::Extent {
            width: 0,
            height: 0,
        });
        let channels = match registry::kernel(spec.kernel).data {
            Data::Picture { channels } => usize::from(channels),
            Data::Figures | Data::Counts => 0,
        };
        let picture = Self {
            width: extent.width as usize,
            height: extent.height as usize,
            channels,
            input,
        };

        let needed = spec.input_rows(share);
        let row_bytes = picture.row_bytes() as u64;
        let found = picture.input.bytes.len() as u64;
        let first = u64::from(picture.input.first_row);
        let rows = found.checked_div(row_bytes).unwrap_or(0);
        let whole = found == rows * row_bytes && first + rows <= u64::from(extent.height);
        let enough = first <= u64::from(needed.start) && first + rows >= u64::from(needed.end);
        if whole && enough {
            return Ok(picture);
        }
        Err(RunError::WrongPicture {
            found,
            expected: u64::from(needed.end - needed.start) * row_bytes,
        })
    }

    pub(crate) const fn row_bytes(&self) -> usize {
        self.width * self.channels
    }

    /// A row, counted from the picture's first.
    pub(crate) fn row(&self, row: usize) -> &[u8] {
        let start = (row - index(u64::from(self.input.first_row))) * self.row_bytes();
        &self.input.bytes[start..start + self.row_bytes()]
    }
}

/// The sum of bytes.
pub(crate) fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().map(|&byte| u64::from(byte)).sum()
}
