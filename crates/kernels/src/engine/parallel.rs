//! One run by several threads over one memory.

use std::hint::black_box;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    /// also in what [`run_parallel`] gives back; so do the owners, which say of each part which thread
    /// has done it: its number counted from one, or zero while none has.
    fn begin(&self, parts_total: u64, output: &[u8], owners: &[AtomicU8]);
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
        let variant = Prepared {
            scratch: (0..self.threads).map(|_| Mutex::default()).collect(),
            chunk: chunk(&variant),
            parts: variant,
        };
        let work = Work {
            parts: parts.end,
            rounds,
            row_bytes: rows.row_bytes,
            chunk: variant.chunk,
            tile: P::TILE,
            compute: &|band, notes| variant.compute(band, notes, &self),
        };
        self.run(&work)
    }

    fn rounds(self, spec: Spec, _: Box<dyn Steps>) -> Result<ParallelRan, RunError> {
        Err(refused(format!(
            "{} ({}) cannot be shared out to threads: each step needs the one before",
            spec.kernel.id(),
            spec.variant.id()
        )))
    }
}

/// How many parts are done between two looks at whether the run goes on.
fn chunk<P: Parts>(variant: &P) -> u64 {
    let parts = P::UNITS_PER_STEP / STEP_SHARE / variant.units();
    (parts / P::TILE).max(1) * P::TILE
}

/// Some parts of a round, and where their rows go.
struct Band<'a> {
    parts: Range<u64>,
    output: &'a mut [u8],
}

/// What became of a band.
struct Done {
    parts: Range<u64>,
    outcome: Outcome,
}

/// What is written down while threads compute.
struct Notes {
    /// When each thread did.
    lanes: Vec<Mutex<Recorder>>,
    /// Which thread did each part, counted from one; zero for none.
    owners: Vec<AtomicU8>,
}

/// A run's work, whichever variant does it: what follows from it stands in the module once, and not
/// once for each variant.
struct Work<'a> {
    parts: u64,
    rounds: u32,
    row_bytes: usize,
    chunk: u64,
    tile: u64,
    compute: &'a Compute<'a>,
}

/// Computes a band by the thread that calls, and notes when, and that it did.
type Compute<'a> = dyn Fn(Band, &Notes) -> Result<Done, RunError> + Sync + 'a;

impl ByThreads<'_> {
    fn ask(&self) -> Result<(), RunError> {
        if self.watch.cancelled() {
            return Err(RunError::Cancelled);
        }
        Ok(())
    }

    fn run(&self, work: &Work) -> Result<ParallelRan, RunError> {
        let mut output = filled(index(work.parts).saturating_mul(work.row_bytes), 0)?;
        let total = work.parts * u64::from(work.rounds);
        let owners = filled(index(work.parts), 0)?;
        let notes = Notes {
            lanes: (0..self.threads).map(|_| Mutex::default()).collect(),
            owners: owners.into_iter().map(AtomicU8::new).collect(),
        };
        self.watch.begin(total, &output, &notes.owners);

        let mut last = Vec::new();
        for _ in 0..work.rounds {
            last = match self.schedule {
                Schedule::Static => self.in_equal_bands(work, &mut output, &notes)?,
                Schedule::Stealing => self.in_pieces(work, &mut output, &notes)?,
            };
            // Nobody looks at the results of most rounds, but the compiler must not see that.
            black_box((&last, &output));
        }

        let owners = notes.owners.into_iter().map(AtomicU8::into_inner);
        let owners = owners.map(|owner| owner.saturating_sub(1)).collect();
        let outcome = last
            .into_iter()
            .map(|done| done.outcome)
            .reduce(|all, next| all.and(next).expect("all of one kernel"))
            .ok_or_else(|| refused("a run without a part".to_owned()))?;
        Ok(ParallelRan {
            outcome,
            output,
            lanes: (0..)
                .zip(notes.lanes)
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

    /// A band for each thread, whatever it then turns out to cost.
    fn in_equal_bands(
        &self,
        work: &Work,
        output: &mut [u8],
        notes: &Notes,
    ) -> Result<Vec<Done>, RunError> {
        let of = u32::try_from(self.threads).unwrap_or(u32::MAX);
        let bands = (0..of).map(|index| Share { index, of }.of_units(work.parts));
        let bands: Vec<_> = work
            .cut(bands, output)?
            .into_iter()
            .map(|band| Mutex::new(Some(band)))
            .collect();
        // To each thread its own, which no thread that is early may take.
        let done = rayon::broadcast(|thread| {
            bands
                .iter()
                .skip(thread.index())
                .step_by(thread.num_threads())
                .filter_map(|band| lock(band).take())
                .map(|band| (work.compute)(band, notes))
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
    fn in_pieces(
        &self,
        work: &Work,
        output: &mut [u8],
        notes: &Notes,
    ) -> Result<Vec<Done>, RunError> {
        let even = work.parts / (self.threads as u64 * PIECES_PER_THREAD);
        let len = work.chunk.min((even / work.tile).max(1) * work.tile);
        let count = work.parts.div_ceil(len);
        let bands = (0..count).map(|band| band * len..((band + 1) * len).min(work.parts));
        work.cut(bands, output)?
            .into_par_iter()
            .map(|band| (work.compute)(band, notes))
            .collect()
    }
}

impl Work<'_> {
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
}

/// A variant, and what each thread works with.
struct Prepared<P: Parts> {
    parts: P,
    chunk: u64,
    scratch: Vec<Mutex<Option<P::Scratch>>>,
}

impl<P: Parts> Prepared<P> {
    fn compute(
        &self,
        Band { parts, output }: Band,
        notes: &Notes,
        by: &ByThreads,
    ) -> Result<Done, RunError> {
        let (variant, watch) = (&self.parts, by.watch);
        let thread = watch.thread();
        // A thread has its own, so nobody waits here.
        let mut scratch = lock(&self.scratch[thread % self.scratch.len()]);
        let scratch = match &mut *scratch {
            Some(scratch) => scratch,
            none => none.insert(variant.scratch()?),
        };
        let row_bytes = output.len() / index(parts.end - parts.start);
        let mut figures = variant.figures(parts.end - parts.start)?;
        let mut next = parts.start;
        while next < parts.end {
            by.ask()?;
            let piece = Piece {
                parts: next..(next + self.chunk).min(parts.end),
                columns: 0..variant.columns(),
            };
            let at = |part: u64| index(part - parts.start) * row_bytes;
            let output = &mut output[at(piece.parts.start)..at(piece.parts.end)];
            let start_ms = watch.now_ms();
            variant.compute(black_box(&piece), scratch, &mut figures, output);
            let span = Span::between(Phase::Compute, start_ms, watch.now_ms());
            if let Some(lane) = notes.lanes.get(thread) {
                lock(lane).add(span);
            }
            // In the order in which a reader looks: who sees an owner sees its output, too.
            let owner = u8::try_from(thread + 1).unwrap_or(u8::MAX);
            for part in &notes.owners[index(piece.parts.start)..index(piece.parts.end)] {
                part.store(owner, Ordering::Release);
                watch.part_done();
            }
            next = piece.parts.end;
        }
        Ok(Done {
            parts,
            outcome: P::outcome(figures),
        })
    }
}

/// What a thread that panicked left is not looked at again: the panic ends the run.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
