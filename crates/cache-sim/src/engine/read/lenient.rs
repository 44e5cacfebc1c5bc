//! Logs in which a few lines may be damaged.

use crate::format::{Format, Place, ReadError, quoted};

use super::sink::Sink;

/// Lines that have to be right, so that a file of another format is noticed.
const LINES_SURE: u64 = 10;

/// How many lines may be skipped, in percent; one always may: a log's last line is often cut off.
const PERCENT_MAX: u64 = 1;

/// Lines that are skipped before their share is looked at while there are still lines to come.
const SKIPPED_EARLY: u64 = 1_000;

/// Counts the lines of a log, and those of them that are none.
pub(super) struct Lenient {
    format: Format,
    lines: u64,
    skipped: u64,
    /// The first that was skipped, and its beginning.
    first: Option<(Place, String)>,
}

impl Lenient {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            lines: 0,
            skipped: 0,
            first: None,
        }
    }

    /// Counts a line that is one.
    pub(super) fn good(&mut self) {
        self.lines += 1;
    }

    /// Counts a line that is none, and refuses it if there are too many.
    pub(super) fn bad(&mut self, line: &str, sink: &Sink<'_>) -> Result<(), ReadError> {
        self.lines += 1;
        self.skipped += 1;
        if self.lines <= LINES_SURE {
            return Err(sink.no_line(line));
        }
        self.first
            .get_or_insert_with(|| (sink.place(), quoted(line)));
        if self.skipped > SKIPPED_EARLY {
            self.check()
        } else {
            Ok(())
        }
    }

    /// How many lines were skipped, unless they are too many.
    pub(super) fn finish(&self) -> Result<u64, ReadError> {
        self.check()?;
        Ok(self.skipped)
    }

    fn check(&self) -> Result<(), ReadError> {
        match &self.first {
            Some((place, found)) if self.skipped > (self.lines * PERCENT_MAX / 100).max(1) => {
                Err(ReadError::ManyLines {
                    format: self.format,
                    skipped: self.skipped,
                    lines: self.lines,
                    percent_max: PERCENT_MAX,
                    found: found.clone(),
                    place: *place,
                })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::read::Limits;

    /// Lines that are good (`.`) or bad (`x`), each so many times.
    fn skipped(lines: &[(char, u64)]) -> Result<u64, ReadError> {
        let limits = Limits::default();
        let mut sink = Sink::new(Format::AccessLog, &limits);
        let mut lenient = Lenient::new(Format::AccessLog);
        let mut number = 0;
        for (kind, times) in lines {
            for _ in 0..*times {
                number += 1;
                sink.at(Place::Line(number));
                match kind {
                    '.' => lenient.good(),
                    _ => lenient.bad("???", &sink)?,
                }
            }
        }
        lenient.finish()
    }

    #[test]
    fn the_first_ten_lines_have_to_be_right() {
        let refused = skipped(&[('.', 9), ('x', 1), ('.', 1000)])
            .unwrap_err()
            .to_string();
        assert!(
            refused.starts_with("line 10 is “???”; access-log has lines"),
            "{refused}"
        );
        assert_eq!(skipped(&[('.', 10), ('x', 1)]), Ok(1));
    }

    #[test]
    fn one_percent_may_be_wrong_wherever_it_stands() {
        assert_eq!(skipped(&[('.', 10), ('x', 3), ('.', 287)]), Ok(3));
        let refused = skipped(&[('.', 10), ('x', 3), ('.', 286)])
            .unwrap_err()
            .to_string();
        assert!(
            refused.starts_with(
                "3 of 299 lines cannot be read, more than 1 %; the first, line 11, is “???”"
            ),
            "{refused}"
        );
    }

    #[test]
    fn a_log_that_is_all_wrong_is_not_read_to_its_end() {
        let refused = skipped(&[('.', 10), ('x', 1_000_000)]).unwrap_err();
        assert!(
            matches!(refused, ReadError::ManyLines { skipped: 1_001, .. }),
            "{refused}"
        );
    }
}
