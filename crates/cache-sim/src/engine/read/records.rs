//! Formats made of binary records.

use crate::format::{Place, ReadError};

use super::Parser;
use super::sink::Sink;

/// A format whose records are of one length.
pub(super) trait RecordFormat {
    /// The longest record, which is enough to tell their length by.
    const BYTES_MAX: usize;

    /// How long records are, by the file's first bytes: [`Self::BYTES_MAX`] of them, or all if there are fewer.
    fn record_bytes(&mut self, head: &[u8], sink: &Sink<'_>) -> Result<usize, ReadError>;

    /// Takes a record of that length.
    fn record(&mut self, record: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError>;
}

/// Cuts bytes into records.
pub(super) struct Records<F> {
    format: F,
    /// How long records are, once that is known.
    bytes: Option<usize>,
    /// A record's beginning, from slices before.
    begun: Vec<u8>,
    /// Records that were taken.
    taken: u64,
}

impl<F: RecordFormat> Records<F> {
    pub(super) fn new(format: F) -> Self {
        Self {
            format,
            bytes: None,
            begun: Vec::new(),
            taken: 0,
        }
    }

    fn all(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let length = match self.bytes {
            Some(length) => length,
            None => self.format.record_bytes(bytes, sink)?,
        };
        self.bytes = Some(length);
        let records = bytes.chunks_exact(length);
        let rest = records.remainder();
        for record in records {
            sink.at(Place::Record(self.taken + 1));
            self.format.record(record, sink)?;
            self.taken += 1;
        }
        sink.at(Place::Record(self.taken + 1));
        self.begun = rest.to_vec();
        Ok(())
    }
}

impl<F: RecordFormat> Parser for Records<F> {
    fn slice(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if self.begun.is_empty() && bytes.len() >= F::BYTES_MAX {
            return self.all(bytes, sink);
        }
        let mut whole = std::mem::take(&mut self.begun);
        whole.extend_from_slice(bytes);
        if whole.len() < F::BYTES_MAX {
            self.begun = whole;
            return Ok(());
        }
        self.all(&whole, sink)
    }

    fn finish(&mut self, sink: &mut Sink<'_>) -> Result<u64, ReadError> {
        let rest = std::mem::take(&mut self.begun);
        if !rest.is_empty() {
            self.all(&rest, sink)?;
        }
        match (self.begun.len(), self.bytes) {
            (bytes @ 1.., Some(bytes_expected)) => Err(ReadError::CutRecord {
                place: sink.place(),
                bytes,
                bytes_expected,
            }),
            _ => Ok(0),
        }
    }
}

/// Numbers of a record, the least significant byte first.
pub(super) fn u16_at(record: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array(record, at))
}

pub(super) fn u32_at(record: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(record, at))
}

pub(super) fn u64_at(record: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array(record, at))
}

/// Bytes of a record, which is as long as its format says.
fn array<const N: usize>(record: &[u8], at: usize) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&record[at..at + N]);
    bytes
}
