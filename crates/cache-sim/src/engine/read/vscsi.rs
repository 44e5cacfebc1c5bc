//! Requests to a virtual disk, as vscsiStats records them: records of 32 bytes in version 1, of 40 in version 2,
//! little-endian. The key is the block number, the size the request's length, the time in microseconds.
//!
//! Requests that write are accesses like those that read, as in libCacheSim: a disk's cache serves both.

use crate::format::{Content, Field, ReadError};

use super::records::{RecordFormat, u16_at, u32_at, u64_at};
use super::sink::Sink;

const MICROSECONDS: u64 = 1_000_000;

/// The latest time in microseconds whose seconds a trace can hold.
const TIME_US_MAX: u64 = u32::MAX as u64 * MICROSECONDS + (MICROSECONDS - 1);

/// Where the fields stand that are read.
#[derive(Clone, Copy)]
struct Layout {
    bytes: usize,
    /// The version is the upper byte of two.
    version: u8,
    version_at: usize,
    size_at: usize,
    key_at: usize,
    time_at: usize,
}

/// `u32 number, u32 size, u32 segments, u16 command, u16 version, u64 block, u64 time`
const FIRST: Layout = Layout {
    bytes: 32,
    version: 1,
    version_at: 14,
    size_at: 4,
    key_at: 16,
    time_at: 24,
};

/// `u16 command, u16 version, u32 number, u32 size, u32 segments, u64 block, u64 time, u64 response time`
const SECOND: Layout = Layout {
    bytes: 40,
    version: 2,
    version_at: 2,
    size_at: 8,
    key_at: 16,
    time_at: 24,
};

impl Layout {
    fn version_of(self, record: &[u8]) -> u8 {
        let [_, version] = u16_at(record, self.version_at).to_le_bytes();
        version
    }
}

#[derive(Default)]
pub(super) struct Vscsi {
    /// The first record's.
    layout: Option<Layout>,
}

impl RecordFormat for Vscsi {
    const BYTES_MAX: usize = SECOND.bytes;

    fn record_bytes(&mut self, head: &[u8], sink: &Sink<'_>) -> Result<usize, ReadError> {
        // Where version 1 has its version, version 2 has the number of segments, which is never as large.
        let layout = [FIRST, SECOND].into_iter().find(|layout| {
            head.len() > layout.version_at + 1 && layout.version_of(head) == layout.version
        });
        self.layout = layout;
        match layout {
            Some(layout) => Ok(layout.bytes),
            None if head.len() < FIRST.bytes => Ok(FIRST.bytes),
            None => Err(sink.other(Content::Binary)),
        }
    }

    fn record(&mut self, record: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let layout = self.layout.unwrap_or(FIRST);
        let version = layout.version_of(record);
        if version != layout.version {
            return Err(ReadError::Version {
                place: sink.place(),
                found: version,
                expected: layout.version.to_string(),
            });
        }
        let time_us = u64_at(record, layout.time_at);
        let Ok(seconds) = u32::try_from(time_us / MICROSECONDS) else {
            return Err(sink.no_number(Field::Time, &time_us.to_string(), 0, TIME_US_MAX));
        };
        sink.number(u64_at(record, layout.key_at))?;
        sink.time(seconds);
        sink.size(u64::from(u32_at(record, layout.size_at)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, refused};
    use super::*;
    use crate::format::Format;

    fn first(version: u16, size: u32, block: u64, time_us: u64) -> Vec<u8> {
        let mut record = [0x8000_00f4, size, 1].map(u32::to_le_bytes).concat();
        record.extend([0x2a, version].map(u16::to_le_bytes).concat());
        record.extend([block, time_us].map(u64::to_le_bytes).concat());
        record
    }

    fn second(version: u16, size: u32, block: u64, time_us: u64) -> Vec<u8> {
        let mut record = [0x28, version].map(u16::to_le_bytes).concat();
        record.extend([9, size, 1].map(u32::to_le_bytes).concat());
        record.extend([block, time_us, 300].map(u64::to_le_bytes).concat());
        record
    }

    #[test]
    fn records_of_either_version_are_read() {
        for (record, version) in [(first as fn(_, _, _, _) -> _, 0x0100), (second, 0x0203)] {
            let file = [
                record(version, 512, 42_932_745, 5_999_999),
                record(version, 4096, 7, 6_000_000),
                record(version, 512, 42_932_745, 6_000_001),
            ]
            .concat();
            let trace = parsed(Format::Vscsi, &file).trace;
            assert_eq!(trace.objects(), [0, 1, 0]);
            assert_eq!(trace.keys().name(0).unwrap(), "42932745");
            assert_eq!((trace.size(0), trace.size(1)), (512, 4096));
            assert_eq!((trace.seconds(0), trace.seconds(1)), (5, 6));
            assert_eq!(trace.reads(), 3);
        }
    }

    #[test]
    fn each_record_has_to_be_of_the_first_ones_version() {
        let file = [
            first(0x0100, 1, 1, 1),
            first(0x0100, 1, 2, 1),
            first(0x0700, 1, 3, 1),
        ]
        .concat();
        assert_eq!(
            refused(Format::Vscsi, &file),
            "record 3 has version 7; vscsi has records of version 1"
        );
        let file = [first(0x0300, 1, 1, 1), first(0x0300, 1, 1, 1)].concat();
        assert!(refused(Format::Vscsi, &file).contains("byte 0 holds binary data"));
    }

    #[test]
    fn a_record_that_is_cut_off_is_refused() {
        let file = [second(0x0200, 1, 1, 1), second(0x0200, 1, 2, 1)].concat();
        assert_eq!(
            refused(Format::Vscsi, &file[..50]),
            "record 2 is cut off: it has 10 bytes of 40"
        );
        assert_eq!(
            refused(Format::Vscsi, &first(0x0100, 1, 1, 1)[..12]),
            "record 1 is cut off: it has 12 bytes of 32"
        );
    }

    #[test]
    fn a_time_beyond_a_traces_clock_is_refused() {
        let trace = parsed(Format::Vscsi, &first(0x0100, 1, 1, TIME_US_MAX)).trace;
        assert_eq!(trace.seconds(0), u32::MAX);
        let file = first(0x0100, 1, 1, TIME_US_MAX + 1);
        assert_eq!(
            refused(Format::Vscsi, &file),
            "time is “4294967296000000” in record 1; give a number from 0 to 4294967295999999"
        );
    }
}
