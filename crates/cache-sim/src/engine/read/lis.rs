//! The traces of ARC's paper: lines of four numbers, of which the first is a block, the second how many blocks are
//! accessed from there on. The others, zero and the request's number, are not used.

use crate::format::{Field, ReadError};

use super::lines::LineFormat;
use super::sink::Sink;

pub(super) struct Lis;

impl LineFormat for Lis {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut fields = line.split_ascii_whitespace();
        let Some(first) = fields.next() else {
            return Ok(());
        };
        let (Some(blocks), Some(_), Some(_), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(sink.no_line(line));
        };
        let first = sink.whole(Field::FirstBlock, first, 0, u64::MAX)?;
        // The last block has a number, too.
        let blocks = sink.whole(Field::Blocks, blocks, 1, (u64::MAX - first).max(1))?;
        // A line of a few bytes may stand for more accesses than there is memory.
        sink.make_room(blocks, 0)?;
        for block in first..first.saturating_add(blocks) {
            sink.number(block)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, refused};
    use crate::format::Format;

    #[test]
    fn a_line_is_a_run_of_blocks() {
        let trace = parsed(Format::Lis, b"5 3 0 0\n\n6 1 0 1\r\n 100 2 0 2").trace;
        assert_eq!(trace.objects(), [0, 1, 2, 1, 3, 4]);
        assert_eq!(trace.keys().name(4).unwrap(), "101");
    }

    #[test]
    fn a_run_without_end_is_refused_before_it_is_made() {
        assert_eq!(
            refused(Format::Lis, b"1 1 0 0\n0 9999999999 0 1\n"),
            "line 2 begins access 30000001; at most 30000000 can be read"
        );
        assert_eq!(
            refused(Format::Lis, b"18446744073709551000 9999 0 0"),
            "number of blocks is “9999” in line 1; give a number from 1 to 615"
        );
        assert!(refused(Format::Lis, b"18446744073709551615 2 0 0").contains("from 1 to 1"));
    }

    #[test]
    fn a_line_that_is_none_is_refused() {
        assert_eq!(
            refused(Format::Lis, b"5 3 0 0\n5 0 0 1"),
            "number of blocks is “0” in line 2; give a number from 1 to 18446744073709551610"
        );
        for line in ["5 3", "5 3 0 0 0", "a directory"] {
            let refused = refused(Format::Lis, line.as_bytes());
            assert!(
                refused.starts_with(&format!("line 1 is “{line}”; lis has lines")),
                "{refused}"
            );
        }
        assert!(refused(Format::Lis, b"-5 3 0 0").contains("first block is “-5”"));
    }
}
