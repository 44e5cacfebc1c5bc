//! What the threads of a run did: merged into one lane each, added up by phase, and laid out to be drawn.

use timeline::{Frame, LONG_FRAME_MS, Lane, LongFrame, Phase, Span, Thread, extent_ms};

/// How long work on the page's own thread went on, its pauses included, in milliseconds: from the
/// first copy or computation to the end of the last. What went before, such as loading code and waiting
/// for a frame, is no part of it.
pub(crate) fn extent_of_work<'a>(spans: impl IntoIterator<Item = &'a Span>) -> f64 {
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
pub(crate) fn merge_lanes(lanes: &[Lane]) -> Vec<Lane> {
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
pub(crate) struct PhaseTime {
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
pub(crate) fn breakdown(lanes: &[Lane]) -> Vec<PhaseTime> {
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
pub(crate) struct Picture {
    /// Where the axis ends.
    pub end_ms: f64,
    /// The frames.
    pub frames: Vec<Bar>,
    /// The lanes, the main thread's first.
    pub lanes: Vec<LanePicture>,
}

/// A frame as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
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
pub(crate) struct LanePicture {
    /// Whose.
    pub thread: Thread,
    /// Its spans.
    pub spans: Vec<Span>,
}

/// Lays a run out on an axis that starts at the press of the button and ends with everything that
/// the run brought about, or with `least_end_ms` if that is later.
#[must_use]
pub(crate) fn picture(
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
mod tests;
