//! One share of a run, step by step.

use std::hint::black_box;
use std::ops::Range;

use super::memory::{index, narrow, room};
use super::parts::{Parts, Piece};
use super::{Ran, Rows};
use crate::message::RunError;
use crate::spec::Portion;

/// What a task does, whatever it computes.
pub(crate) trait Steps {
    /// See [`super::Task::step`].
    fn step(&mut self) -> Result<bool, RunError>;
    /// See [`super::Task::fraction`].
    fn fraction(&self) -> f64;
    /// See [`super::Task::rows_done`].
    fn rows_done(&self) -> u32 {
        0
    }
    /// See [`super::Task::output`].
    fn output(&self) -> &[u8] {
        &[]
    }
    /// The result, once all is done.
    fn finish(self: Box<Self>) -> Ran;
}

/// The steps of a variant whose rounds fall into parts.
pub(crate) struct Partwise<P: Parts> {
    variant: P,
    portion: Portion,
    row_bytes: usize,
    scratch: P::Scratch,
    figures: P::Figures,
    /// Grows during the first round, so that no step has to clear all of it.
    output: Vec<u8>,
    /// Rounds that are done.
    round: u32,
    /// The next part, and its next column.
    part: u64,
    column: usize,
}

impl<P: Parts> Partwise<P> {
    pub(crate) fn new(variant: P, portion: Portion, rows: &Rows) -> Result<Self, RunError> {
        let parts = portion.parts.end - portion.parts.start;
        let row_bytes = rows.row_bytes;
        Ok(Self {
            scratch: variant.scratch()?,
            figures: variant.figures(parts)?,
            output: room(index(parts).saturating_mul(row_bytes))?,
            variant,
            row_bytes,
            // A share of nothing is done at once.
            round: if parts == 0 { portion.rounds } else { 0 },
            part: portion.parts.start,
            column: 0,
            portion,
        })
    }

    /// The next piece of at most so many units, or the smallest that there is.
    fn next_piece(&self, units: u64) -> Piece {
        let (part, columns) = (self.part, self.variant.columns());
        let affordable = units / self.variant.units();
        if self.column == 0 && (affordable > 0 || columns == 1) {
            let tiles = (affordable / P::TILE).max(1) * P::TILE;
            return Piece {
                parts: part..(part + tiles).min(self.portion.parts.end),
                columns: 0..columns,
            };
        }
        let share = units as f64 / self.variant.units() as f64;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a number of columns"
        )]
        let affordable = (columns as f64 * share) as usize;
        Piece {
            parts: part..part + 1,
            columns: self.column..(self.column + affordable.max(1)).min(columns),
        }
    }

    /// Where the rows of parts lie in the output.
    fn bytes_of(&self, parts: &Range<u64>) -> Range<usize> {
        let at = |part: u64| index(part - self.portion.parts.start) * self.row_bytes;
        at(parts.start)..at(parts.end)
    }

    fn go_behind(&mut self, piece: &Piece) -> Result<(), RunError> {
        if piece.columns.end < self.variant.columns() {
            self.column = piece.columns.end;
            return Ok(());
        }
        self.column = 0;
        self.part = piece.parts.end;
        if self.part < self.portion.parts.end {
            return Ok(());
        }
        self.round += 1;
        // Nobody looks at the results of most rounds, but the compiler must not see that.
        black_box((&self.figures, &self.output));
        if self.round < self.portion.rounds {
            self.part = self.portion.parts.start;
            let parts = self.portion.parts.end - self.portion.parts.start;
            self.figures = self.variant.figures(parts)?;
        }
        Ok(())
    }
}

impl<P: Parts> Steps for Partwise<P> {
    fn step(&mut self) -> Result<bool, RunError> {
        if self.variant.prepare()? {
            return Ok(true);
        }
        let mut left = P::UNITS_PER_STEP;
        while self.round < self.portion.rounds {
            let piece = self.next_piece(left);
            let bytes = self.bytes_of(&piece.parts);
            if bytes.end > self.output.len() {
                self.output.resize(bytes.end, 0);
            }
            let took = self.variant.compute(
                black_box(&piece),
                &mut self.scratch,
                &mut self.figures,
                &mut self.output[bytes],
            );
            self.go_behind(&piece)?;
            // A piece costs a little even if it is empty; and one that is too large for what is left
            // is better the first of the next step than cut small.
            left = left.saturating_sub(took.max(P::UNITS_PER_STEP / 4096));
            let columns = self.variant.columns() as u64;
            if left < (self.variant.units() / columns).max(P::UNITS_PER_STEP / 4) {
                break;
            }
        }
        Ok(self.round < self.portion.rounds)
    }

    fn fraction(&self) -> f64 {
        let Portion { parts, rounds } = &self.portion;
        if self.round >= *rounds {
            return 1.0;
        }
        let within = self.column as f64 / self.variant.columns() as f64;
        let done = (self.part - parts.start) as f64 + within;
        (f64::from(self.round) + done / (parts.end - parts.start) as f64) / f64::from(*rounds)
    }

    fn rows_done(&self) -> u32 {
        if self.row_bytes == 0 || self.round + 1 < self.portion.rounds {
            return 0;
        }
        narrow(self.part - self.portion.parts.start)
    }

    fn output(&self) -> &[u8] {
        &self.output
    }

    fn finish(self: Box<Self>) -> Ran {
        Ran {
            outcome: P::outcome(self.figures),
            output: self.output,
        }
    }
}
