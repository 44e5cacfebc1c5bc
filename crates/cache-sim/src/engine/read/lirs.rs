//! The traces of LIRS's paper: a block number a line. Lines with a star, which mark where a part ends, are skipped.

use crate::format::{Field, ReadError};

use super::lines::LineFormat;
use super::sink::Sink;

pub(super) struct Lirs;

impl LineFormat for Lirs {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let block = line.trim();
        if block.is_empty() || block.contains('*') {
            return Ok(());
        }
        let block = sink.whole(Field::Key, block, 0, u64::MAX)?;
        sink.number(block)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, refused};
    use crate::format::Format;

    #[test]
    fn blocks_are_read_and_stars_are_not() {
        let trace = parsed(Format::Lirs, b"*\n 10\n11\r\n\n10\n*\n12").trace;
        assert_eq!(trace.objects(), [0, 1, 0, 2]);
        assert_eq!(trace.keys().name(2).unwrap(), "12");
    }

    #[test]
    fn a_line_that_is_no_number_is_refused() {
        for (line, found) in [("abc", "abc"), ("-1", "-1"), ("1 2", "1 2"), ("1e3", "1e3")] {
            assert_eq!(
                refused(Format::Lirs, format!("1\n{line}\n").as_bytes()),
                format!("key is “{found}” in line 2; give a number from 0 to 18446744073709551615")
            );
        }
        assert!(refused(Format::Lirs, b"18446744073709551616").contains("line 1"));
    }
}
