//! From what was measured to what is said and drawn. Knows no browser and no words.

use kernels::{CheckError, Engine, Outcome, Spec, Strategy};
use timeline::{Frame, LONG_FRAME_MS, Lane, LongFrame, Phase, Span, Thread, extent_ms};

/// How a result compares with its reference.
#[derive(Clone, Debug, PartialEq)]
pub enum Check {
    /// Not compared yet.
    Pending,
    /// It agrees.
    Agrees,
    /// It does not.
    Differs(CheckError),
    /// It could not be compared.
    Failed(String),
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// With a result.
    Finished {
        /// What came out.
        outcome: Outcome,
        /// Whether it is right.
        check: Check,
    },
    /// Without a result.
    Failed(String),
    /// Because a person wanted it to.
    Cancelled,
}

/// One run: one computation in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Counts the runs of this visit.
    pub number: u32,
    /// What was computed.
    pub computation: Spec,
    /// What executed it.
    pub engine: Engine,
    /// Where it ran.
    pub strategy: Strategy,
    /// How it ended.
    pub ending: Ending,
    /// What each thread did.
    pub lanes: Vec<Lane>,
    /// The page's frames meanwhile.
    pub frames: Vec<Frame>,
    /// The long ones among them, where the browser reports such.
    pub long_frames: Vec<LongFrame>,
    /// When it was started, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// When it ended.
    pub end_ms: f64,
    /// The page was hidden meanwhile: browsers then pause frames and slow timers.
    pub hidden: bool,
}

impl Run {
    /// The time of the computation alone, or `None` if it did not end.
    #[must_use]
    pub fn compute_ms(&self) -> Option<f64> {
        let total: f64 = self
            .lanes
            .iter()
            .map(|lane| lane.total_ms(Phase::Compute))
            .sum();
        matches!(self.ending, Ending::Finished { .. }).then_some(total)
    }

    /// The computation's span on the page's clock, or `None` if it did not end.
    #[must_use]
    pub fn compute_span(&self) -> Option<Span> {
        self.lanes
            .iter()
            .flat_map(|lane| &lane.spans)
            .find(|span| span.phase == Phase::Compute)
            .copied()
    }

    /// The time from the press of the button until the result was there.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.end_ms - self.start_ms
    }

    /// The longest wait for a frame while the run went on, or `None` if no figure can be trusted.
    #[must_use]
    pub fn longest_frame_ms(&self) -> Option<f64> {
        if self.hidden {
            return None;
        }
        self.frames
            .iter()
            .filter(|frame| {
                frame.start_ms < self.end_ms && frame.start_ms + frame.gap_ms > self.start_ms
            })
            .map(|frame| frame.gap_ms)
            .reduce(f64::max)
    }

    /// How the page fared meanwhile, or `None` if that cannot be told.
    #[must_use]
    pub fn liveliness(&self) -> Option<Liveliness> {
        let longest_ms = self.longest_frame_ms()?;
        let frozen = self
            .compute_ms()
            .is_some_and(|compute_ms| longest_ms >= FROZEN_SHARE * compute_ms);
        Some(match (longest_ms > LONG_FRAME_MS, frozen) {
            (false, _) => Liveliness::Free,
            (true, false) => Liveliness::Hitched,
            (true, true) => Liveliness::Blocked,
        })
    }
}

/// How a page fared while something was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveliness {
    /// No frame was long.
    Free,
    /// Some frame was long, but no part of the computation to speak of.
    Hitched,
    /// The page stood still for most of the computation.
    Blocked,
}

/// A page that stands still for this share of a computation is blocked by it; for less, something
/// else held it up.
const FROZEN_SHARE: f64 = 0.5;

/// What a batch of runs shows, in figures; the catalogue has the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// The main thread computed, and the page stood still.
    Froze {
        /// The longest wait for a frame.
        longest_ms: f64,
    },
    /// A worker computed, and the page went on.
    Alive {
        /// How long the worker computed.
        compute_ms: f64,
        /// The longest wait for a frame.
        longest_ms: f64,
    },
    /// The same work in both places.
    Both {
        /// The longest wait while the main thread computed.
        froze_ms: f64,
        /// The longest wait while the worker computed.
        longest_ms: f64,
        /// How long the worker computed.
        compute_ms: f64,
    },
    /// A worker computed, and the page hitched all the same: something else kept it busy.
    Hitched {
        /// The longest wait for a frame.
        longest_ms: f64,
    },
    /// The main thread computed too briefly for anyone to notice.
    TooShort {
        /// How long it computed.
        compute_ms: f64,
    },
    /// The page was hidden, so its frames say nothing.
    Hidden,
    /// A result is wrong, so its time says nothing.
    Wrong,
    /// Nothing ended with a result.
    Nothing,
}

/// What the runs of one press of the button show.
#[must_use]
pub fn finding(runs: &[Run]) -> Finding {
    let finished: Vec<&Run> = runs
        .iter()
        .filter(|run| matches!(run.ending, Ending::Finished { .. }))
        .collect();
    if finished.is_empty() {
        return Finding::Nothing;
    }
    let wrong = |run: &&Run| {
        matches!(
            run.ending,
            Ending::Finished {
                check: Check::Differs(_),
                ..
            }
        )
    };
    if finished.iter().any(wrong) {
        return Finding::Wrong;
    }
    if finished.iter().any(|run| run.hidden) {
        return Finding::Hidden;
    }
    let figures = |strategy| {
        finished
            .iter()
            .rev()
            .find(|run| run.strategy == strategy)
            .and_then(|run| Some((run.compute_ms()?, run.longest_frame_ms()?)))
    };
    match (figures(Strategy::Main), figures(Strategy::Worker)) {
        (Some((compute_ms, froze_ms)), _) if froze_ms <= LONG_FRAME_MS => {
            Finding::TooShort { compute_ms }
        }
        (Some((_, froze_ms)), Some((compute_ms, longest_ms))) => Finding::Both {
            froze_ms,
            longest_ms,
            compute_ms,
        },
        (Some((_, longest_ms)), None) => Finding::Froze { longest_ms },
        (None, Some((_, longest_ms))) if longest_ms > 2.0 * LONG_FRAME_MS => {
            Finding::Hitched { longest_ms }
        }
        (None, Some((compute_ms, longest_ms))) => Finding::Alive {
            compute_ms,
            longest_ms,
        },
        (None, None) => Finding::Nothing,
    }
}

/// A run as it is drawn: everything in milliseconds since the press of the button.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where the axis ends.
    pub end_ms: f64,
    /// The frames.
    pub frames: Vec<Bar>,
    /// The lanes, the main thread's first.
    pub lanes: Vec<LanePicture>,
}

/// A frame as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins; before zero for the frame that was under way.
    pub start_ms: f64,
    /// How long it is.
    pub gap_ms: f64,
    /// Whether it is a hitch.
    pub long: bool,
}

/// A lane as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LanePicture {
    /// Whose.
    pub thread: Thread,
    /// Its spans.
    pub spans: Vec<SpanPicture>,
}

/// A span as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpanPicture {
    /// What happened.
    pub phase: Phase,
    /// Where it begins.
    pub start_ms: f64,
    /// How long it is.
    pub duration_ms: f64,
}

/// Lays a run out on an axis that starts at the press of the button and ends with everything that
/// the run brought about, or with `least_end_ms` if that is later.
#[must_use]
pub fn picture(
    start_ms: f64,
    end_ms: f64,
    lanes: &[Lane],
    frames: &[Frame],
    least_end_ms: f64,
) -> Picture {
    let spans_end_ms = extent_ms(lanes).map_or(end_ms, |(_, end)| end);
    Picture {
        end_ms: (spans_end_ms.max(end_ms) - start_ms).max(least_end_ms),
        frames: frames
            .iter()
            .map(|frame| Bar {
                start_ms: frame.start_ms - start_ms,
                gap_ms: frame.gap_ms,
                long: frame.gap_ms > LONG_FRAME_MS,
            })
            .collect(),
        lanes: lanes
            .iter()
            .map(|lane| LanePicture {
                thread: lane.thread,
                spans: lane
                    .spans
                    .iter()
                    .map(|span| SpanPicture {
                        phase: span.phase,
                        start_ms: span.start_ms - start_ms,
                        duration_ms: span.duration_ms,
                    })
                    .collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernels::primes;
    use kernels::{Kernel, Variant};

    fn run(strategy: Strategy, compute_ms: f64, gaps: &[f64]) -> Run {
        let mut at = 1_000.0;
        let frames = gaps
            .iter()
            .map(|&gap_ms| {
                let start_ms = at;
                at += gap_ms;
                Frame { start_ms, gap_ms }
            })
            .collect();
        let thread = match strategy {
            Strategy::Main => Thread::Main,
            Strategy::Worker => Thread::Worker(0),
        };
        Run {
            number: 1,
            computation: Spec {
                kernel: Kernel::Primes,
                variant: Variant::Plain,
                size: 10,
                rounds: 1,
            },
            engine: Engine::Wasm,
            strategy,
            ending: Ending::Finished {
                outcome: Outcome::Primes(primes::Outcome::default()),
                check: Check::Agrees,
            },
            lanes: vec![Lane::new(
                thread,
                vec![Span::between(Phase::Compute, 1_000.0, 1_000.0 + compute_ms)],
            )],
            frames,
            long_frames: Vec::new(),
            start_ms: 1_000.0,
            end_ms: 1_000.0 + compute_ms,
            hidden: false,
        }
    }

    #[test]
    fn a_frozen_page_and_a_live_one_are_told_apart() {
        let main = run(Strategy::Main, 1_800.0, &[16.0, 1_810.0, 16.0]);
        assert_eq!(main.liveliness(), Some(Liveliness::Blocked));
        let worker = run(Strategy::Worker, 1_900.0, &[16.0; 119]);
        assert_eq!(
            finding(std::slice::from_ref(&main)),
            Finding::Froze {
                longest_ms: 1_810.0
            }
        );
        assert_eq!(
            finding(std::slice::from_ref(&worker)),
            Finding::Alive {
                compute_ms: 1_900.0,
                longest_ms: 16.0
            }
        );
        assert_eq!(
            finding(&[main, worker]),
            Finding::Both {
                froze_ms: 1_810.0,
                longest_ms: 16.0,
                compute_ms: 1_900.0
            }
        );
    }

    #[test]
    fn what_cannot_be_trusted_gives_no_figure() {
        let mut hidden = run(Strategy::Main, 1_800.0, &[16.0, 1_810.0]);
        hidden.hidden = true;
        assert_eq!(hidden.longest_frame_ms(), None);
        assert_eq!(finding(&[hidden]), Finding::Hidden);

        let mut wrong = run(Strategy::Main, 1_800.0, &[16.0, 1_810.0]);
        wrong.ending = Ending::Finished {
            outcome: Outcome::Primes(primes::Outcome::default()),
            check: Check::Differs(CheckError {
                what: "the count".to_owned(),
                found: "1".to_owned(),
                expected: "2".to_owned(),
            }),
        };
        assert_eq!(finding(&[wrong]), Finding::Wrong);

        let mut cancelled = run(Strategy::Worker, 1_800.0, &[16.0]);
        cancelled.ending = Ending::Cancelled;
        assert_eq!(cancelled.compute_ms(), None);
        assert_eq!(finding(&[cancelled]), Finding::Nothing);
        assert_eq!(finding(&[]), Finding::Nothing);
    }

    #[test]
    fn a_run_too_short_to_be_felt_claims_nothing() {
        let short = run(Strategy::Main, 8.0, &[16.0, 24.0]);
        assert_eq!(finding(&[short]), Finding::TooShort { compute_ms: 8.0 });
        assert_eq!(
            run(Strategy::Main, 8.0, &[24.0]).liveliness(),
            Some(Liveliness::Free)
        );
        let hitched = run(Strategy::Worker, 900.0, &[16.0, 300.0, 16.0]);
        assert_eq!(hitched.liveliness(), Some(Liveliness::Hitched));
        assert_eq!(finding(&[hitched]), Finding::Hitched { longest_ms: 300.0 });
    }

    #[test]
    fn frames_before_and_after_the_run_do_not_count() {
        let mut run = run(Strategy::Worker, 50.0, &[16.0, 16.0, 16.0, 16.0]);
        run.frames.insert(
            0,
            Frame {
                start_ms: 0.0,
                gap_ms: 990.0,
            },
        );
        run.frames.push(Frame {
            start_ms: 1_064.0,
            gap_ms: 800.0,
        });
        assert_eq!(run.longest_frame_ms(), Some(16.0));
    }

    #[test]
    fn a_picture_counts_from_the_press_of_the_button() {
        let run = run(Strategy::Worker, 100.0, &[16.0, 60.0]);
        let picture = picture(run.start_ms, run.end_ms, &run.lanes, &run.frames, 0.0);
        assert!((picture.end_ms - 100.0).abs() < 1e-9);
        assert!(picture.lanes[0].spans[0].start_ms.abs() < 1e-9);
        assert_eq!(
            picture
                .frames
                .iter()
                .map(|bar| bar.long)
                .collect::<Vec<_>>(),
            [false, true]
        );
    }
}
