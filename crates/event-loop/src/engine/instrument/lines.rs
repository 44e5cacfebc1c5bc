//! Lines and columns of a text's bytes.

use super::scanner::is_line_break;
use crate::trace::Place;

/// Where a text's lines start.
#[derive(Debug)]
pub(super) struct Lines {
    /// The byte at which each line starts.
    starts: Vec<usize>,
    /// Bytes at which no character starts: those of a line are no columns.
    continuations: Vec<usize>,
    length: usize,
}

impl Lines {
    /// Of a text.
    pub(super) fn new(text: &str) -> Self {
        let ends = text.char_indices().filter(|(at, character)| {
            // Of the two characters that end a line on Windows, the second does.
            is_line_break(*character) && !(*character == '\r' && text[at + 1..].starts_with('\n'))
        });
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, character)| at + character.len_utf8()))
            .collect();
        let continuations = (0..text.len())
            .filter(|at| !text.is_char_boundary(*at))
            .collect();
        Self {
            starts,
            continuations,
            length: text.len(),
        }
    }

    /// Line and column of a byte, both from 1.
    pub(super) fn position(&self, at: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        let before = |byte: usize| self.continuations.partition_point(|other| *other < byte);
        (
            number(line),
            number(at - start - (before(at) - before(start)) + 1),
        )
    }

    /// The byte at a line and column, if the text is as long.
    pub(super) fn byte(&self, text: &str, line: u32, column: u32) -> Option<usize> {
        let start = *self
            .starts
            .get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let before = usize::try_from(column).ok()?.checked_sub(1)?;
        let characters = text.get(start..)?.char_indices().map(|(at, _)| start + at);
        characters.chain(std::iter::once(self.length)).nth(before)
    }

    /// Where what starts at one byte and ends before another stands.
    pub(super) fn place(&self, (start, end): (usize, usize)) -> Place {
        let ((line, column), (end_line, end_column)) = (self.position(start), self.position(end));
        Place {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
