//! Formats made of lines.

use std::borrow::Cow;
use std::fmt::Write;

use crate::format::{Content, Place, ReadError};

use super::sink::Sink;
use super::{BOM, Parser, content};

/// A format that is read line by line.
pub(super) trait LineFormat {
    /// Takes a line without its end.
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError>;

    /// Takes notice that there are no more, and says how many lines were skipped.
    fn finish(&mut self, _sink: &mut Sink<'_>) -> Result<u64, ReadError> {
        Ok(0)
    }
}

/// Cuts bytes into lines, which end with a line feed, or with a carriage return before it; the last need not.
pub(super) struct Lines<F> {
    format: F,
    /// A line's beginning, from slices before.
    begun: Vec<u8>,
    /// Lines that were taken.
    taken: u64,
}

impl<F: LineFormat> Lines<F> {
    pub(super) fn new(format: F) -> Self {
        Self {
            format,
            begun: Vec::new(),
            taken: 0,
        }
    }

    fn line(&mut self, line: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        refuse_long(line.len(), sink)?;
        if content::is_binary(line) {
            return Err(sink.other(Content::Binary));
        }
        let mut line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.taken == 0 {
            line = line.strip_prefix(BOM).unwrap_or(line);
        }
        self.format.line(&text(line), sink)?;
        self.taken += 1;
        Ok(())
    }
}

impl<F: LineFormat> Parser for Lines<F> {
    fn slice(&mut self, mut bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError> {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(end);
            bytes = &rest[1..];
            sink.at(Place::Line(self.taken + 1));
            if self.begun.is_empty() {
                self.line(line, sink)?;
            } else {
                let mut whole = std::mem::take(&mut self.begun);
                whole.extend_from_slice(line);
                self.line(&whole, sink)?;
                whole.clear();
                self.begun = whole;
            }
        }
        sink.at(Place::Line(self.taken + 1));
        refuse_long(self.begun.len() + bytes.len(), sink)?;
        self.begun.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink<'_>) -> Result<u64, ReadError> {
        if !self.begun.is_empty() {
            let line = std::mem::take(&mut self.begun);
            self.line(&line, sink)?;
        }
        self.format.finish(sink)
    }
}

fn refuse_long(bytes: usize, sink: &Sink<'_>) -> Result<(), ReadError> {
    let bytes_max = sink.limits().line_bytes_max;
    if bytes <= bytes_max {
        return Ok(());
    }
    Err(ReadError::LongLine {
        place: sink.place(),
        bytes_max,
    })
}

/// Bytes as text. What is no UTF-8 becomes `\xNN`, so that different bytes stay different.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing into a string does not fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::read::Limits;
    use crate::format::Format;

    /// Keeps what it is given.
    #[derive(Default)]
    struct Kept(Vec<(Place, String)>);

    impl LineFormat for Kept {
        fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
            self.0.push((sink.place(), line.to_owned()));
            Ok(())
        }
    }

    fn cut(slices: &[&[u8]], line_bytes_max: usize) -> Result<Vec<String>, ReadError> {
        let limits = Limits {
            line_bytes_max,
            ..Limits::default()
        };
        let mut sink = Sink::new(Format::Txt, &limits);
        let mut lines = Lines::new(Kept::default());
        for slice in slices {
            lines.slice(slice, &mut sink)?;
        }
        lines.finish(&mut sink)?;
        for (index, (place, _)) in lines.format.0.iter().enumerate() {
            assert_eq!(*place, Place::Line(index as u64 + 1));
        }
        Ok(lines.format.0.into_iter().map(|(_, line)| line).collect())
    }

    #[test]
    fn lines_are_whole_wherever_slices_end() {
        let bytes = "\u{feff}one\r\n\ntwo é\nthree".as_bytes();
        for size in 1..=bytes.len() {
            let slices: Vec<&[u8]> = bytes.chunks(size).collect();
            assert_eq!(
                cut(&slices, 100).unwrap(),
                ["one", "", "two é", "three"],
                "{size}"
            );
        }
        assert_eq!(cut(&[b"a\n"], 100).unwrap(), ["a"]);
        assert!(cut(&[], 100).unwrap().is_empty());
    }

    #[test]
    fn a_line_that_does_not_end_is_refused_before_it_takes_memory() {
        for slices in [
            &[&b"12345\n123456\n"[..]][..],
            &[b"12345\n1234", b"56"],
            &[b"12345\n", b"123456"],
        ] {
            let refused = cut(slices, 5).unwrap_err().to_string();
            assert_eq!(refused, "line 2 is longer than 5 bytes");
        }
    }

    #[test]
    fn bytes_that_are_no_text_stay_different() {
        assert_eq!(text(b"menu\xe9 \xff"), "menu\\xe9 \\xff");
        assert_eq!(text("café".as_bytes()), "café");
        let refused = cut(&[b"one\ntw\0o\n"], 100).unwrap_err().to_string();
        assert!(refused.contains("line 2 holds binary data"), "{refused}");
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_whole(
            texts in proptest::collection::vec("[a-z ]{0,9}", 0..9),
            size in 1..9_usize,
        ) {
            let whole: String = texts.iter().flat_map(|text| [text.as_str(), "\n"]).collect();
            let slices: Vec<&[u8]> = whole.as_bytes().chunks(size).collect();
            prop_assert_eq!(cut(&slices, 100).unwrap(), texts);
        }
    }
}
