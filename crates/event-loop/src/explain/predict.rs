//! Whether somebody knew in which order a program prints.

use super::course::{Course, RunId};
use super::reason::Precedence;
use crate::trace::{Stream, TaskId};

/// A line that a program printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it says, without its line break.
    pub text: String,
    /// Where.
    pub stream: Stream,
    /// The callback that printed it, or its beginning; none for what is no callback.
    pub task: Option<TaskId>,
    /// The execution that did.
    pub run: RunId,
    /// The step.
    pub step: usize,
}

/// Where a guess and a run part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    /// At which place of the output, from 0.
    pub at: usize,
    /// The line that was expected there; of lines with the same text, the first that had not come.
    pub expected: usize,
    /// The line that came there.
    pub actual: usize,
    /// Why it came before the one that was expected.
    pub why: Precedence,
}

/// Puts lines together from what is printed in pieces.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    /// The line of each stream that is not ended.
    open: [Option<usize>; 2],
}

impl Lines {
    pub(super) fn print(&mut self, stream: Stream, text: &str, line: impl Fn(String) -> Line) {
        let open = &mut self.open[usize::from(stream == Stream::Error)];
        for piece in text.split_inclusive('\n') {
            let content = piece.strip_suffix('\n');
            let written = content.unwrap_or(piece);
            let index = if let Some(index) = *open {
                self.lines[index].text.push_str(written);
                index
            } else {
                self.lines.push(line(written.to_owned()));
                self.lines.len() - 1
            };
            *open = content.is_none().then_some(index);
        }
    }

    pub(super) fn into_lines(self) -> Vec<Line> {
        self.lines
    }
}

impl Course {
    /// The lines that the program printed, in the order in which they were begun.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The first place where an order of the lines that somebody expected and the real one part: `guess` holds indices
    /// of [`Course::lines`]. Lines with the same text can stand for each other; what is no line, or there twice, is
    /// passed over, and lines that are missing follow in their real order.
    #[must_use]
    pub fn compare(&self, guess: &[usize]) -> Option<Parting> {
        let mut order = completed(guess, self.lines.len());
        let mut places = vec![0; order.len()];
        for (place, line) in order.iter().enumerate() {
            places[*line] = place;
        }
        for at in 0..order.len() {
            let expected = order[at];
            let text = &self.lines[expected].text;
            if *text != self.lines[at].text {
                let same = (at + 1..order.len()).find(|line| self.lines[*line].text == *text);
                return Some(self.parting(at, same.unwrap_or(expected)));
            }
            order.swap(at, places[at]);
            places.swap(at, expected);
        }
        None
    }

    fn parting(&self, at: usize, expected: usize) -> Parting {
        Parting {
            at,
            expected,
            actual: at,
            why: self.why_line(at, expected),
        }
    }
}

/// An order of so many lines that begins with a guess.
fn completed(guess: &[usize], lines: usize) -> Vec<usize> {
    let mut is_there = vec![false; lines];
    let mut order = Vec::with_capacity(lines);
    for line in guess.iter().copied().chain(0..lines) {
        if let Some(is_there) = is_there.get_mut(line)
            && !std::mem::replace(is_there, true)
        {
            order.push(line);
        }
    }
    order
}
