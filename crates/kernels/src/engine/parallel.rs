//! One run by several threads over one memory.

use std::hint::black_box;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use timeline::{Lane, Phase, Span, Thread};

use super::memory::{filled, index, more_room};
use super::parts::{Parts, Piece};
use super::{Input, Rows, Steps, Use, choose, refused};
use crate::message::{Outcome, RunError};
use crate::registry::Schedule;
use crate::spec::{Portion, Share, Spec};

/// Pieces that a thread gets to do, on average, of a round whose threads steal from one another:
/// enough to be even at the end, few enough to cost nothing.
const PIECES_PER_THREAD: u64 = 16;

/// Of what a step takes, the share after which a thread looks whether the run is cancelled.
const STEP_SHARE: u64 = 4;

/// The most spans that a thread's lane gets; what comes later makes its last one longer.
const SPANS_MAX: usize = 300;

/// A thread that pauses for less has, to a person's eye, not paused.
const GAP_MS: f64 = 0.5;

/// How the threads of a run tell the page, which cannot wait for them, how they get on.
pub trait Watch: Sync {
    /// Called once, before the first round. The output stays at this address until the run is over,
    /// also in what [`run_parallel`] gives back.
    fn begin(&self, parts_total: u64, output: *const u8, output_bytes: usize);
    /// Called by any thread, for every part of every round.
    fn part_done(&self);
    /// Whether the run shall end early; asked between parts.
    fn cancelled(&self) -> bool;
    /// The time, in milliseconds since the Unix epoch.
    fn now_ms(&self) -> f64;
    /// Which thread of the pool calls, counted from zero.
    fn thread(&self) -> usize;
}

/// What a run by several threads gave.
#[derive(Clone, Debug, PartialEq)]
pub struct ParallelRan {
    /// Its figures.
    pub outcome: Outcome,
    /// The whole output; empty where only figures come out.
    pub output: Vec<u8>,
    /// When each thread computed.
    pub lanes: Vec<Lane>,
    /// Which thread computed each part of the last round.
    pub owners: Vec<u8>,
}

/// Computes a whole run by the threads of the current rayon pool, of which there are `threads`.
pub fn run_parallel(
    spec: Spec,
    input: Input,
    schedule: Schedule,
    threads: usize,
    watch: &dyn Watch,
) -> Result<ParallelRan, RunError> {
    let threads = threads.max(1);
    choose(
        spec,
        Share::WHOLE,
        input,
        ByThreads {
            schedule,
            threads,
            watch,
        },
    )
}

struct ByThreads<'a> {
    schedule: Schedule,
    threads: usize,
    watch: &'a dyn Watch,
}

impl Use for ByThreads<'_> {
    type Made = ParallelRan;

    fn parts<P: Parts>(
        self,
        mut variant: P,
        Portion { parts, rounds }: Portion,
        rows: &Rows,
    ) -> Result<ParallelRan, RunError> {
        while variant.prepare()? {
            self.ask()?;
        }
        let mut output = filled(index(parts.end).saturating_mul(rows.row_bytes), 0)?;
        let total = parts.end * u64::from(rounds);
        self.watch.begin(total, output.as_ptr(), output.len());

        let lanes: Vec<Mutex<Recorder>> = (0..self.threads).map(|_| Mutex::default()).collect();
        let mut last = Vec::new();
        for _ in 0..rounds {
            let round = Round {
                variant: &variant,
                row_bytes: rows.row_bytes,
                by: &self,
                lanes: &lanes,
            };
            last = match self.schedule {
                Schedule::Static => round.in_equal_bands(parts.end, &mut output)?,
                Schedule::Stealing => round.in_pieces(parts.end, &mut output)?,
            };
            // Nobody looks at the results of most rounds, but the compiler must not see that.
            black_box((&last, &output));
        }

        let mut owners = filled(index(parts.end), 0)?;
        for done in &last {
            let parts = index(done.parts.start)..index(done.parts.end);
            owners[parts].fill(u8::try_from(done.thread).unwrap_or(u8::MAX));
        }
        let outcome = last
            .into_iter()
            .map(|done| P::outcome(done.figures))
            .reduce(|all, next| all.and(next).expect("all of one kernel"))
            .ok_or_else(|| refused("a run without a part".to_owned()))?;
        Ok(ParallelRan {
            outcome,
            output,
            lanes: (0..)
                .zip(lanes)
                .map(|(thread, recorder)| {
                    let recorder = recorder
                        .into_inner()
                        .unwrap_or_else(PoisonError::into_inner);
                    Lane::new(Thread::Sub(thread), recorder.spans)
                })
                .collect(),
            owners,
        })
    }

    fn rounds(self, spec: Spec, _: Box<dyn Steps>) -> Result<ParallelRan, RunError> {
        Err(refused(format!(
            "{} ({}) cannot be shared out to threads: each step needs the one before",
            spec.kernel.id(),
            spec.variant.id()
        )))
    }
}

impl ByThreads<'_> {
    fn ask(&self) -> Result<(), RunError> {
        if self.watch.cancelled() {
            return Err(RunError::Cancelled);
        }
        Ok(())
    }
}

/// Some parts of a round, and where their rows go.
struct Band<'a> {
    parts: Range<u64>,
    output: &'a mut [u8],
}

/// What became of a band.
struct Done<F> {
    parts: Range<u64>,
    figures: F,
    thread: usize,
}

struct Round<'a, P> {
    variant: &'a P,
    row_bytes: usize,
    by: &'a ByThreads<'a>,
    lanes: &'a [Mutex<Recorder>],
}

impl<P: Parts> Round<'_, P> {
    /// A band for each thread, whatever it then turns out to cost.
    fn in_equal_bands(
        &self,
        parts: u64,
        output: &mut [u8],
    ) -> Result<Vec<Done<P::Figures>>, RunError> {
        let of = u32::try_from(self.by.threads).unwrap_or(u32::MAX);
        let bands = self.cut(
            (0..of).map(|index| Share { index, of }.of_units(parts)),
            output,
        )?;
        let bands: Vec<_> = bands
            .into_iter()
            .map(|band| Mutex::new(Some(band)))
            .collect();
        // To each thread its own, which no thread that is early may take.
        let done = rayon::broadcast(|thread| {
            bands
                .iter()
                .skip(thread.index())
                .step_by(thread.num_threads())
                .filter_map(|band| band.lock().unwrap_or_else(PoisonError::into_inner).take())
                .map(|band| self.band(&mut self.variant.scratch()?, band))
                .collect::<Result<Vec<_>, _>>()
        });
        let mut done: Vec<_> = done
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        done.sort_unstable_by_key(|done| done.parts.start);
        Ok(done)
    }

    /// Small bands, which threads take and steal.
    fn in_pieces(&self, parts: u64, output: &mut [u8]) -> Result<Vec<Done<P::Figures>>, RunError> {
        let even = parts / (self.by.threads as u64 * PIECES_PER_THREAD);
        let len = self.chunk().min((even / P::TILE).max(1) * P::TILE);
        let bands = (0..parts.div_ceil(len)).map(|band| band * len..((band + 1) * len).min(parts));
        self.cut(bands, output)?
            .into_par_iter()
            .map_init(
                || self.variant.scratch(),
                |scratch, band| match scratch {
                    Ok(scratch) => self.band(scratch, band),
                    Err(error) => Err(error.clone()),
                },
            )
            .collect()
    }

    /// How many parts are done between two looks at whether the run goes on.
    fn chunk(&self) -> u64 {
        let parts = P::UNITS_PER_STEP / STEP_SHARE / self.variant.units();
        (parts / P::TILE).max(1) * P::TILE
    }

    fn cut<'o>(
        &self,
        parts: impl Iterator<Item = Range<u64>>,
        mut output: &'o mut [u8],
    ) -> Result<Vec<Band<'o>>, RunError> {
        let mut bands = Vec::new();
        for parts in parts.filter(|parts| !parts.is_empty()) {
            if bands.len() == bands.capacity() {
                more_room(&mut bands, 1024)?;
            }
            let bytes = index(parts.end - parts.start) * self.row_bytes;
            let (band, rest) = output.split_at_mut(bytes);
            output = rest;
            bands.push(Band {
                parts,
                output: band,
            });
        }
        Ok(bands)
    }

    fn band(&self, scratch: &mut P::Scratch, band: Band) -> Result<Done<P::Figures>, RunError> {
        let (variant, watch) = (self.variant, self.by.watch);
        let thread = watch.thread();
        let Band {
            parts: Range { start, end },
            output,
        } = band;
        let mut figures = variant.figures(end - start)?;
        let mut next = start;
        while next < end {
            self.by.ask()?;
            let parts = next..(next + self.chunk()).min(end);
            let at = |part: u64| index(part - start) * self.row_bytes;
            let bytes = at(parts.start)..at(parts.end);
            let piece = Piece {
                parts: parts.clone(),
                columns: 0..variant.columns(),
            };
            let start_ms = watch.now_ms();
            variant.compute(black_box(&piece), scratch, &mut figures, &mut output[bytes]);
            let span = Span::between(Phase::Compute, start_ms, watch.now_ms());
            if let Some(lane) = self.lanes.get(thread) {
                lane.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(span);
            }
            for _ in parts.clone() {
                watch.part_done();
            }
            next = parts.end;
        }
        Ok(Done {
            parts: start..end,
            figures,
            thread,
        })
    }
}

/// The spans of a thread as they come.
#[derive(Default)]
struct Recorder {
    spans: Vec<Span>,
}

impl Recorder {
    fn add(&mut self, span: Span) {
        let full = self.spans.len() == SPANS_MAX;
        match self.spans.last_mut() {
            Some(last) if full || span.start_ms - last.end_ms() < GAP_MS => {
                *last = Span::between(last.phase, last.start_ms, span.end_ms());
            }
            _ => self.spans.push(span),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_joins_what_follows_closely_and_stays_short() {
        let mut recorder = Recorder::default();
        for (start_ms, end_ms) in [(0.0, 1.0), (1.2, 2.0), (3.0, 4.0)] {
            recorder.add(Span::between(Phase::Compute, start_ms, end_ms));
        }
        let ends: Vec<_> = recorder
            .spans
            .iter()
            .map(|span| (span.start_ms, span.end_ms()))
            .collect();
        assert_eq!(ends, [(0.0, 2.0), (3.0, 4.0)]);
        for start_ms in 1..1_000 {
            let start_ms = f64::from(start_ms) * 10.0;
            recorder.add(Span::between(Phase::Compute, start_ms, start_ms + 5.0));
        }
        assert_eq!(recorder.spans.len(), SPANS_MAX);
        let end_ms = recorder.spans.last().expect("some").end_ms();
        assert!((end_ms - 9_995.0).abs() < 1e-9);
    }
}
