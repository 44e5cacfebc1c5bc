//! From what was measured to what is said and drawn. Knows no browser and no words.

use kernels::{CheckError, Engine, Outcome, Spec, Strategy};
use sampling::Median;
use timeline::{Frame, LONG_FRAME_MS, Lane, LongFrame, Phase, Span, Thread, extent_ms};

use super::summary::{Group, Worst, groups};
use crate::compute::RunFailure;
use crate::place::{Moving, Place};

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
    Failed(RunFailure),
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
    Failed(RunFailure),
    /// Because a person wanted it to.
    Cancelled,
}

/// What a person did on the page meanwhile, and how long they waited for it to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interactions {
    /// How many presses of a key or a button the browser timed.
    pub count: u32,
    /// The longest wait until the next paint, in milliseconds; browsers round it to eight.
    pub worst_ms: f64,
}

/// When a run had its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Which press of the button it belongs to, counted from one.
    pub press: u32,
    /// Which round of that press, counted from one.
    pub round: u32,
    /// What the orders of that press's rounds were drawn from.
    pub seed: u64,
}

impl Turn {
    /// Whether both ran in the same round, and so within a short while.
    #[must_use]
    pub const fn shares_round_with(self, other: Self) -> bool {
        self.press == other.press && self.round == other.round
    }
}

/// One run: one computation in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Counts the runs of this visit.
    pub number: u32,
    /// When it had its turn.
    pub turn: Turn,
    /// What was computed.
    pub computation: Spec,
    /// What executed it.
    pub engine: Engine,
    /// Where it ran.
    pub place: Place,
    /// How its bytes travelled.
    pub moving: Moving,
    /// How it ended.
    pub ending: Ending,
    /// What each thread did, one lane for each.
    pub lanes: Vec<Lane>,
    /// For each job, in order of submission, how many the pool had started before it.
    pub starts: Vec<u32>,
    /// The page's frames meanwhile.
    pub frames: Vec<Frame>,
    /// The long ones among them, where the browser reports such.
    pub long_frames: Vec<LongFrame>,
    /// What a person did meanwhile, where the browser tells.
    pub interactions: Interactions,
    /// When it was started, in milliseconds since the Unix epoch.
    pub start_ms: f64,
    /// When it ended.
    pub end_ms: f64,
    /// The page was hidden meanwhile: browsers then pause frames and slow timers.
    pub hidden: bool,
}

impl Run {
    /// Whether it ended with a result.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        matches!(self.ending, Ending::Finished { .. })
    }

    /// Whether it ended with a result that can be counted.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        match &self.ending {
            Ending::Finished { check, .. } => !self.hidden && !matches!(check, Check::Differs(_)),
            Ending::Failed(_) | Ending::Cancelled => false,
        }
    }

    /// Whether it had to wait for workers to start or for code to be loaded.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.spans(Phase::Spawn).next().is_some() || self.spans(Phase::Compile).next().is_some()
    }

    /// How long was computed, or `None` if it did not end: from the first thread's start to the
    /// last one's end, but for slices, whose pauses belong to the page.
    #[must_use]
    pub fn compute_ms(&self) -> Option<f64> {
        if !self.is_finished() {
            return None;
        }
        if self.place.strategy() == Strategy::Sliced {
            let slices = self.lanes.iter().map(|lane| lane.total_ms(Phase::Compute));
            return Some(slices.sum());
        }
        self.compute_span().map(|span| span.duration_ms)
    }

    /// From the first computation's start to the last one's end on the page's clock, or `None` if
    /// nothing was computed to its end.
    #[must_use]
    pub fn compute_span(&self) -> Option<Span> {
        if !self.is_finished() {
            return None;
        }
        self.spans(Phase::Compute)
            .map(|span| (span.start_ms, span.end_ms()))
            .reduce(|(start, end), (other_start, other_end)| {
                (start.min(other_start), end.max(other_end))
            })
            .map(|(start, end)| Span::between(Phase::Compute, start, end))
    }

    fn spans(&self, phase: Phase) -> impl Iterator<Item = &Span> {
        self.lanes
            .iter()
            .flat_map(|lane| &lane.spans)
            .filter(move |span| span.phase == phase)
    }

    /// The time from the press of the button until the result was there.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.end_ms - self.start_ms
    }

    /// How long the work took: from the press of the button to the result, but on the page's own thread
    /// without the frames that are let through first, so that the page can say what is about to happen.
    /// They are this lab's doing, and no cost of working there.
    #[must_use]
    pub fn work_ms(&self) -> f64 {
        match self.place {
            Place::Main | Place::Sliced { .. } => {
                let loading: f64 = self
                    .spans(Phase::Compile)
                    .map(|span| span.duration_ms)
                    .sum();
                loading + extent_of_work(self.lanes.iter().flat_map(|lane| &lane.spans))
            }
            Place::Worker | Place::Pool { .. } | Place::Parallel { .. } => self.total_ms(),
        }
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

    /// How long input would have been kept waiting by long frames, or `None` where there were none
    /// or the browser does not report them.
    #[must_use]
    pub fn blocking_ms(&self) -> Option<f64> {
        self.long_frames
            .iter()
            .map(|frame| frame.blocking_ms)
            .reduce(|all, one| all + one)
    }

    /// How the page fared meanwhile, or `None` if that cannot be told.
    #[must_use]
    pub fn liveliness(&self) -> Option<Liveliness> {
        let longest_ms = self.longest_frame_ms()?;
        let frozen = self
            .compute_ms()
            .is_some_and(|compute_ms| longest_ms >= FROZEN_SHARE * compute_ms);
        Some(match (longest_ms > LONG_FRAME_MS, frozen) {
            (false, _) => Liveliness::Smooth,
            (true, false) => Liveliness::Janky,
            (true, true) => Liveliness::Frozen,
        })
    }
}

/// How a page fared while something was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Liveliness {
    /// No frame was long.
    Smooth,
    /// Some frame was long, but no part of the computation to speak of.
    Janky,
    /// The page stood still for most of the computation.
    Frozen,
}

/// A page that stands still for this share of a computation is frozen by it; for less, something
/// else held it up.
const FROZEN_SHARE: f64 = 0.5;

/// What runs beside the main thread did, as far as the finding speaks of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OffMainThread {
    /// Where.
    pub place: Place,
    /// How long they took from the press of the button, in milliseconds.
    pub total: Median,
    /// The longest wait for a frame meanwhile.
    pub longest: Worst,
}

/// What a batch of runs shows, in figures; the catalogue has the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// The main thread computed, and the page stood still.
    Froze {
        /// The longest wait for a frame.
        longest: Worst,
    },
    /// Something else computed, and the page went on.
    Alive(OffMainThread),
    /// The same work on the main thread and elsewhere.
    Both {
        /// The longest wait while the main thread computed.
        froze: Worst,
        /// The quickest of the others whose frames were short.
        off_main: OffMainThread,
    },
    /// Something else computed, and the page was janky all the same.
    Janky(OffMainThread),
    /// The main thread computed too briefly for anyone to notice.
    TooShort {
        /// How long it computed, in milliseconds.
        compute: Median,
    },
    /// The page was hidden, so its frames say nothing.
    Hidden,
    /// A result is wrong, so its time says nothing.
    Wrong,
    /// Nothing ended with a result.
    Nothing,
}

impl Finding {
    /// Whether each of its figures comes from one run.
    #[must_use]
    pub const fn is_of_one_run(&self) -> bool {
        match self {
            Self::Froze { longest } => longest.count == 1,
            Self::Both { froze, off_main } => froze.count == 1 && off_main.total.count == 1,
            Self::Alive(off_main) | Self::Janky(off_main) => off_main.total.count == 1,
            Self::TooShort { compute } => compute.count == 1,
            Self::Hidden | Self::Wrong | Self::Nothing => false,
        }
    }
}

/// What the runs of one press of the button show.
#[must_use]
pub fn finding(runs: &[Run]) -> Finding {
    let is_wrong = |run: &Run| {
        matches!(
            run.ending,
            Ending::Finished {
                check: Check::Differs(_),
                ..
            }
        )
    };
    if !runs.iter().any(Run::is_finished) {
        return Finding::Nothing;
    }
    if runs.iter().any(is_wrong) {
        return Finding::Wrong;
    }
    if !runs.iter().any(Run::is_valid) {
        return Finding::Hidden;
    }
    let groups = groups(runs);
    let is_main = |group: &&Group| group.place == Place::Main;
    let main = groups
        .iter()
        .find(is_main)
        .and_then(|group| Some((group.compute?, group.longest_frame?)));
    let off_main = groups
        .iter()
        .filter(|group| !is_main(group))
        .filter_map(|group| {
            Some(OffMainThread {
                place: group.place,
                total: group.total?,
                longest: group.longest_frame?,
            })
        })
        // Those that left the page alive come first, then the quickest.
        .min_by(|a, b| {
            let by_time = a.total.median.total_cmp(&b.total.median);
            a.is_janky().cmp(&b.is_janky()).then(by_time)
        });
    match (main, off_main) {
        (Some((compute, froze)), _) if froze.ms <= LONG_FRAME_MS => Finding::TooShort { compute },
        (Some((_, froze)), Some(off_main)) => Finding::Both { froze, off_main },
        (Some((_, longest)), None) => Finding::Froze { longest },
        (None, Some(off_main)) if off_main.is_janky() => Finding::Janky(off_main),
        (None, Some(off_main)) => Finding::Alive(off_main),
        (None, None) => Finding::Nothing,
    }
}

impl OffMainThread {
    /// Whether some frame was too long for the page to be called alive.
    fn is_janky(&self) -> bool {
        self.longest.ms > 2.0 * LONG_FRAME_MS
    }
}

/// How long work on the page's own thread went on, its pauses included, in milliseconds: from the
/// first copy or computation to the end of the last. What went before, such as loading code and waiting
/// for a frame, is no part of it.
pub fn extent_of_work<'a>(spans: impl IntoIterator<Item = &'a Span>) -> f64 {
    spans
        .into_iter()
        .filter(|span| matches!(span.phase, Phase::Copy | Phase::Compute))
        .map(|span| (span.start_ms, span.end_ms()))
        .reduce(|(start, end), (other_start, other_end)| {
            (start.min(other_start), end.max(other_end))
        })
        .map_or(0.0, |(start, end)| end - start)
}

/// One lane for each thread, the main thread's first and always there: its emptiness is the point.
/// Jobs that wait at the same time are one wait.
#[must_use]
pub fn merge_lanes(lanes: &[Lane]) -> Vec<Lane> {
    let mut threads: Vec<Thread> = vec![Thread::Main];
    for lane in lanes {
        if !threads.contains(&lane.thread) {
            threads.push(lane.thread);
        }
    }
    threads.sort_by_key(|thread| match thread {
        Thread::Main => (0, 0),
        Thread::Worker(slot) => (1, *slot),
        Thread::Sub(index) => (2, *index),
    });
    threads
        .into_iter()
        .map(|thread| {
            let spans = lanes.iter().filter(|lane| lane.thread == thread);
            let lane = Lane::new(
                thread,
                spans.flat_map(|lane| lane.spans.iter().copied()).collect(),
            );
            // Every job that waited for a worker to start tells of that start.
            let mut spans = one_wait(lane.spans);
            spans.dedup();
            Lane::new(thread, spans)
        })
        .collect()
}

/// Queue spans that overlap become one; `spans` are in order of their start.
fn one_wait(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    let mut last_wait: Option<usize> = None;
    for span in spans {
        if span.phase == Phase::Queue
            && let Some(index) = last_wait
            && merged[index].end_ms() >= span.start_ms
        {
            let end_ms = merged[index].end_ms().max(span.end_ms());
            merged[index] = Span::between(Phase::Queue, merged[index].start_ms, end_ms);
            continue;
        }
        if span.phase == Phase::Queue {
            last_wait = Some(merged.len());
        }
        merged.push(span);
    }
    merged
}

/// How long one phase of a run took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseTime {
    /// Which phase.
    pub phase: Phase,
    /// The time of all threads together.
    pub total_ms: f64,
    /// How many stretches it was.
    pub count: usize,
    /// The longest stretch.
    pub longest_ms: f64,
}

/// Where the time of a run went: every phase that occurred, in the order in which a run goes
/// through them. Threads that share the memory of a worker are part of its computation, and do not
/// count beside it.
#[must_use]
pub fn breakdown(lanes: &[Lane]) -> Vec<PhaseTime> {
    Phase::ALL
        .into_iter()
        .filter_map(|phase| {
            let spans: Vec<f64> = lanes
                .iter()
                .filter(|lane| !matches!(lane.thread, Thread::Sub(_)))
                .flat_map(|lane| &lane.spans)
                .filter(|span| span.phase == phase)
                .map(|span| span.duration_ms)
                .collect();
            (!spans.is_empty()).then(|| PhaseTime {
                phase,
                total_ms: spans.iter().sum(),
                count: spans.len(),
                longest_ms: spans.iter().copied().fold(0.0, f64::max),
            })
        })
        .collect()
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
    /// Whether it is a long one.
    pub long: bool,
    /// How long it would have kept input waiting, where the browser reports that.
    pub blocking_ms: Option<f64>,
}

/// A lane as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LanePicture {
    /// Whose.
    pub thread: Thread,
    /// Its spans.
    pub spans: Vec<Span>,
}

/// Lays a run out on an axis that starts at the press of the button and ends with everything that
/// the run brought about, or with `least_end_ms` if that is later.
#[must_use]
pub fn picture(
    start_ms: f64,
    end_ms: f64,
    lanes: &[Lane],
    frames: &[Frame],
    long_frames: &[LongFrame],
    least_end_ms: f64,
) -> Picture {
    let spans_end_ms = extent_ms(lanes).map_or(end_ms, |(_, end)| end);
    let blocking = |frame: &Frame| {
        // Frames that overlap by more than half are one and the same, seen twice.
        long_frames
            .iter()
            .filter(|long| {
                let start = long.start_ms.max(frame.start_ms);
                let end = (long.start_ms + long.duration_ms).min(frame.start_ms + frame.gap_ms);
                end - start > 0.5 * frame.gap_ms
            })
            .map(|long| long.blocking_ms)
            .reduce(f64::max)
    };
    Picture {
        end_ms: (spans_end_ms.max(end_ms) - start_ms).max(least_end_ms),
        frames: frames
            .iter()
            .map(|frame| {
                let long = frame.gap_ms > LONG_FRAME_MS;
                Bar {
                    start_ms: frame.start_ms - start_ms,
                    gap_ms: frame.gap_ms,
                    long,
                    blocking_ms: if long { blocking(frame) } else { None },
                }
            })
            .collect(),
        lanes: lanes
            .iter()
            .map(|lane| LanePicture {
                thread: lane.thread,
                spans: lane
                    .spans
                    .iter()
                    .map(|span| Span {
                        start_ms: span.start_ms - start_ms,
                        ..*span
                    })
                    .collect(),
            })
            .collect(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use kernels::{Aspect, Kernel, Variant, primes};
    use timeline::fixtures::lanes;

    use super::*;

    /// A run whose frames follow one another from its start.
    pub(crate) fn run(place: Place, compute_ms: f64, gaps: &[f64]) -> Run {
        let mut at = 1_000.0;
        let frames = gaps
            .iter()
            .map(|&gap_ms| {
                let start_ms = at;
                at += gap_ms;
                Frame { start_ms, gap_ms }
            })
            .collect();
        let thread = match place {
            Place::Main | Place::Sliced { .. } => Thread::Main,
            _ => Thread::Worker(0),
        };
        Run {
            number: 1,
            turn: Turn::default(),
            computation: Spec {
                kernel: Kernel::Primes,
                variant: Variant::Plain,
                size: 10,
                rounds: 1,
                picture: None,
            },
            engine: Engine::Wasm,
            place,
            moving: Moving::Transfer,
            ending: Ending::Finished {
                outcome: Outcome::Primes(primes::Outcome::default()),
                check: Check::Agrees,
            },
            lanes: vec![Lane::new(
                thread,
                vec![Span::between(Phase::Compute, 1_000.0, 1_000.0 + compute_ms)],
            )],
            starts: Vec::new(),
            frames,
            long_frames: Vec::new(),
            interactions: Interactions::default(),
            start_ms: 1_000.0,
            end_ms: 1_000.0 + compute_ms,
            hidden: false,
        }
    }

    const POOL: Place = Place::Pool {
        workers: 2,
        jobs: 8,
    };

    #[test]
    fn a_frozen_page_and_a_live_one_are_told_apart() {
        let main = run(Place::Main, 1_800.0, &[16.0, 1_810.0, 16.0]);
        assert_eq!(main.liveliness(), Some(Liveliness::Frozen));
        let worker = run(Place::Worker, 1_900.0, &[16.0; 119]);
        let off_main = OffMainThread {
            place: Place::Worker,
            total: Median::of(&[1_900.0]).expect("a sample"),
            longest: Worst { ms: 16.0, count: 1 },
        };
        let froze = Worst {
            ms: 1_810.0,
            count: 1,
        };
        assert_eq!(
            finding(std::slice::from_ref(&main)),
            Finding::Froze { longest: froze }
        );
        assert_eq!(
            finding(std::slice::from_ref(&worker)),
            Finding::Alive(off_main)
        );
        let both = finding(&[main, worker]);
        assert_eq!(both, Finding::Both { froze, off_main });
        assert!(both.is_of_one_run());
    }

    #[test]
    fn of_repeated_runs_the_finding_gives_medians_and_the_worst_frame() {
        let runs: Vec<Run> = [900.0, 1_000.0, 1_100.0]
            .into_iter()
            .flat_map(|ms| {
                [
                    run(Place::Main, ms, &[ms + 10.0]),
                    run(Place::Worker, ms, &[16.0, ms / 50.0]),
                ]
            })
            .collect();
        let finding = finding(&runs);
        let Finding::Both { froze, off_main } = finding else {
            panic!("the page froze");
        };
        let (ms, count) = (1_110.0, 3);
        assert_eq!(froze, Worst { ms, count });
        assert_eq!((off_main.total.median, off_main.total.count), (1_000.0, 3));
        assert_eq!(off_main.longest, Worst { ms: 22.0, count });
        assert!(!finding.is_of_one_run());
    }

    #[test]
    fn the_finding_speaks_of_the_quickest_place_that_left_the_page_alive() {
        let main = run(Place::Main, 1_800.0, &[1_810.0]);
        let worker = run(Place::Worker, 1_900.0, &[16.0; 119]);
        let pool = run(POOL, 900.0, &[16.0; 60]);
        let janky = run(Place::Sliced { slice_ms: 900 }, 500.0, &[480.0, 20.0]);
        let Finding::Both { off_main, .. } = finding(&[main, worker, pool, janky]) else {
            panic!("the page froze");
        };
        assert_eq!(off_main.place, POOL);
    }

    #[test]
    fn what_cannot_be_trusted_gives_no_figure() {
        let mut hidden = run(Place::Main, 1_800.0, &[16.0, 1_810.0]);
        hidden.hidden = true;
        assert_eq!(hidden.longest_frame_ms(), None);
        assert_eq!(finding(std::slice::from_ref(&hidden)), Finding::Hidden);
        // What was seen before the page was hidden still counts.
        let seen = run(Place::Main, 1_700.0, &[16.0, 1_710.0]);
        assert!(matches!(finding(&[seen, hidden]), Finding::Froze { .. }));

        let mut wrong = run(Place::Main, 1_800.0, &[16.0, 1_810.0]);
        wrong.ending = Ending::Finished {
            outcome: Outcome::Primes(primes::Outcome::default()),
            check: Check::Differs(CheckError {
                what: Aspect::PrimeCount,
                found: "1".to_owned(),
                expected: "2".to_owned(),
            }),
        };
        assert_eq!(finding(&[wrong]), Finding::Wrong);

        let mut cancelled = run(Place::Worker, 1_800.0, &[16.0]);
        cancelled.ending = Ending::Cancelled;
        assert_eq!(cancelled.compute_ms(), None);
        assert_eq!(finding(&[cancelled]), Finding::Nothing);
        assert_eq!(finding(&[]), Finding::Nothing);
    }

    #[test]
    fn a_run_too_short_to_be_felt_claims_nothing() {
        let short = run(Place::Main, 8.0, &[16.0, 24.0]);
        let compute = Median::of(&[8.0]).expect("a sample");
        assert_eq!(finding(&[short]), Finding::TooShort { compute });
        assert_eq!(
            run(Place::Main, 8.0, &[24.0]).liveliness(),
            Some(Liveliness::Smooth)
        );
        let janky = run(Place::Worker, 900.0, &[16.0, 300.0, 16.0]);
        assert_eq!(janky.liveliness(), Some(Liveliness::Janky));
        assert!(matches!(finding(&[janky]), Finding::Janky(_)));
    }

    #[test]
    fn frames_before_and_after_the_run_do_not_count() {
        let mut run = run(Place::Worker, 50.0, &[16.0, 16.0, 16.0, 16.0]);
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
    fn computing_on_several_threads_counts_from_the_first_to_the_last() {
        let mut pool = run(POOL, 100.0, &[16.0]);
        pool.lanes.extend(lanes("worker 1: compute 1050-1180"));
        assert_eq!(pool.compute_ms(), Some(180.0));

        // The frames that are let through before it are no part of work on the main thread.
        let mut main = run(Place::Main, 100.0, &[16.0]);
        main.start_ms -= 33.0;
        assert!((main.total_ms() - 133.0).abs() < 1e-9 && (main.work_ms() - 100.0).abs() < 1e-9);

        let mut sliced = run(Place::Sliced { slice_ms: 12 }, 12.0, &[16.0]);
        sliced.lanes[0]
            .spans
            .push(Span::between(Phase::Compute, 1_100.0, 1_112.0));
        assert_eq!(sliced.compute_ms(), Some(24.0));
    }

    #[test]
    fn work_on_the_page_s_thread_has_pauses_and_does_not_begin_with_loading() {
        let main = lanes("main: compile 0-50, copy 66-67, compute 67-79, compute 83-90");
        let spans = &main[0].spans;
        assert!((extent_of_work(spans) - 24.0).abs() < 1e-9);
        assert!(extent_of_work(&spans[..1]).abs() < 1e-9);
    }

    #[test]
    fn lanes_of_many_jobs_become_one_for_each_thread() {
        let merged = merge_lanes(&lanes(
            "main: queue 0-10
             worker 1: compute 10-20
             main: queue 0-15
             worker 0: spawn 0-9
             worker 0: spawn 0-9, compute 12-22
             main: queue 30-31",
        ));
        // A start is told of once.
        let expected = lanes(
            "main: queue 0-15, queue 30-31
             worker 0: spawn 0-9, compute 12-22
             worker 1: compute 10-20",
        );
        assert_eq!(merged, expected);
        assert_eq!(merge_lanes(&[]).len(), 1);
    }

    #[test]
    fn the_breakdown_adds_up_what_each_phase_took() {
        // The worker's own time holds that of its threads.
        let phases = breakdown(&lanes(
            "worker 0: spawn 0-2, compute 3-9
             worker 1: compute 3-5
             sub 0: compute 3-9",
        ));
        assert_eq!(phases.len(), 2);
        assert_eq!(phases[0].phase, Phase::Spawn);
        assert_eq!(
            (phases[1].count, phases[1].total_ms, phases[1].longest_ms),
            (2, 8.0, 6.0)
        );
    }

    #[test]
    fn a_picture_counts_from_the_press_of_the_button() {
        let run = run(Place::Worker, 100.0, &[16.0, 60.0]);
        let long = LongFrame {
            start_ms: 1_017.0,
            duration_ms: 58.0,
            blocking_ms: 8.0,
        };
        let picture = picture(
            run.start_ms,
            run.end_ms,
            &run.lanes,
            &run.frames,
            &[long],
            0.0,
        );
        assert!((picture.end_ms - 100.0).abs() < 1e-9);
        assert!(picture.lanes[0].spans[0].start_ms.abs() < 1e-9);
        let bars: Vec<_> = picture
            .frames
            .iter()
            .map(|bar| (bar.long, bar.blocking_ms))
            .collect();
        assert_eq!(bars, [(false, None), (true, Some(8.0))]);
    }
}
