//! libCacheSim's oracleGeneral: records of 24 bytes, little-endian: u32 time in seconds, u64 key, u32 size in bytes, i64
//! number of the key's next access.
//!
//! The next access is not read, since it can be computed; but it tells records from other data.

use crate::format::{Content, ReadError};

use super::records::{RecordFormat, u32_at, u64_at};
use super::sink::Sink;

const BYTES: usize = 24;

/// No trace is as long: a next access farther away is none.
const NEXT_MAX: i64 = 1 << 48;

pub(super) struct OracleGeneral;

impl RecordFormat for OracleGeneral {
    const BYTES_MAX: usize = BYTES;

    fn record_bytes(&mut self, _head: &[u8], _sink: &Sink<'_>) -> Result<usize, ReadError> {
        Ok(BYTES)
    }

    fn record(&mut self, record: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let next = u64_at(record, 16).cast_signed();
        if !(-NEXT_MAX..=NEXT_MAX).contains(&next) && next != i64::MAX {
            return Err(sink.other(Content::Binary));
        }
        sink.number(u64_at(record, 4))?;
        sink.time(u32_at(record, 0));
        sink.size(u64::from(u32_at(record, 12)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, refused};
    use super::*;
    use crate::format::Format;

    fn record(time: u32, key: u64, size: u32, next: i64) -> Vec<u8> {
        [
            &time.to_le_bytes()[..],
            &key.to_le_bytes(),
            &size.to_le_bytes(),
            &next.to_le_bytes(),
        ]
        .concat()
    }

    #[test]
    fn records_are_read() {
        let file = [
            record(10, 1 << 40, 4096, 2),
            record(10, 7, 512, -1),
            record(12, 1 << 40, 8192, i64::MAX),
        ]
        .concat();
        let trace = parsed(Format::OracleGeneral, &file).trace;
        assert_eq!(trace.objects(), [0, 1, 0]);
        assert_eq!(trace.keys().name(0).unwrap(), "1099511627776");
        assert_eq!((trace.size(0), trace.size(2)), (4096, 8192));
        assert_eq!((trace.seconds(1), trace.seconds(2)), (10, 12));
    }

    #[test]
    fn what_is_cut_off_or_is_no_record_is_refused() {
        let file = [record(1, 1, 1, -1), record(1, 2, 1, -1)].concat();
        assert_eq!(
            refused(Format::OracleGeneral, &file[..40]),
            "record 2 is cut off: it has 16 bytes of 24"
        );
        assert_eq!(
            refused(Format::OracleGeneral, &file[..5]),
            "record 1 is cut off: it has 5 bytes of 24"
        );
        let file = [record(1, 1, 1, -1), record(1, 2, 1, i64::MIN)].concat();
        assert!(refused(Format::OracleGeneral, &file).contains("record 2 holds binary data"));
        let file = record(1, 1, 1, NEXT_MAX + 1);
        assert!(refused(Format::OracleGeneral, &file).contains("record 1 holds binary data"));
    }
}
