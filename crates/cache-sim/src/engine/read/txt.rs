//! A key a line, whatever it looks like.

use crate::format::ReadError;

use super::lines::LineFormat;
use super::sink::Sink;

pub(super) struct Txt;

impl LineFormat for Txt {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let key = line.trim();
        if !key.is_empty() {
            sink.key(key)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{parsed, refused};
    use crate::engine::Keys;
    use crate::format::Format;

    #[test]
    fn each_line_is_a_key() {
        let trace = parsed(Format::Txt, b"user:1\r\n\nuser 2\nuser:1\n  7 ").trace;
        assert_eq!(trace.objects(), [0, 1, 0, 2]);
        assert_eq!(trace.keys().name(1).unwrap(), "user 2");
        assert!(!trace.has_sizes() && !trace.has_times());
    }

    #[test]
    fn keys_that_are_all_numbers_take_no_text() {
        let trace = parsed(Format::Txt, b"3\n1\n3\n").trace;
        assert!(matches!(trace.keys(), Keys::Numbers { .. }));
        assert_eq!(trace.objects(), [0, 1, 0]);
    }

    #[test]
    fn blank_lines_alone_are_no_trace() {
        assert!(refused(Format::Txt, b" \n\n").starts_with("there is no access in the file; txt"));
    }
}
