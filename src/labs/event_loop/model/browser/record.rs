//! What a run leaves: which callback ran when, in the order in which they ran.

use super::program::ProgramId;

/// A priority of `scheduler.postTask`, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Priority {
    UserBlocking,
    UserVisible,
    Background,
}

impl Priority {
    /// All of them, the highest first.
    pub(crate) const ALL: [Self; 3] = [Self::UserBlocking, Self::UserVisible, Self::Background];

    /// Its name in the standard.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::UserBlocking => "user-blocking",
            Self::UserVisible => "user-visible",
            Self::Background => "background",
        }
    }
}

/// By what a callback was queued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The task that a stage starts with.
    Script,
    /// `queueMicrotask`.
    Microtask,
    /// `Promise.prototype.then`; a microtask as well.
    Promise,
    /// `setTimeout`.
    Timer,
    /// `MessagePort.postMessage`.
    Message,
    /// `scheduler.postTask`.
    Task(Priority),
    /// `scheduler.yield`.
    Continuation,
    /// `requestAnimationFrame`.
    Frame,
    /// A `ResizeObserver`, which is told between layout and paint of a frame.
    Layout,
    /// `requestIdleCallback`.
    Idle,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 12] = [
        Self::Script,
        Self::Microtask,
        Self::Promise,
        Self::Timer,
        Self::Message,
        Self::Task(Priority::UserBlocking),
        Self::Task(Priority::UserVisible),
        Self::Task(Priority::Background),
        Self::Continuation,
        Self::Frame,
        Self::Layout,
        Self::Idle,
    ];

    /// Its name in the page and in fixtures.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Microtask => "microtask",
            Self::Promise => "promise",
            Self::Timer => "timer",
            Self::Message => "message",
            Self::Task(priority) => priority.id(),
            Self::Continuation => "continuation",
            Self::Frame => "frame",
            Self::Layout => "layout",
            Self::Idle => "idle",
        }
    }

    /// Whether it is run at microtask checkpoints.
    pub(crate) const fn is_microtask(self) -> bool {
        matches!(self, Self::Microtask | Self::Promise)
    }

    /// Whether it is run while a frame is rendered.
    pub(crate) const fn is_of_rendering(self) -> bool {
        matches!(self, Self::Frame | Self::Layout)
    }
}

/// A callback that was queued.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ticket {
    pub kind: Kind,
    /// Its place among those of its kind in its stage, from one, as they were queued.
    pub number: u32,
    /// Its place among all that were queued.
    pub queued: u32,
    /// The entry that queued it.
    pub parent: Option<usize>,
    pub queued_ms: f64,
    /// The delay that was asked for, in milliseconds; zero where there is none to ask for.
    pub delay_ms: f64,
    /// How many timers, each set by the one before, it was set in: the standard's *timer nesting level*.
    pub nesting: u32,
}

/// A callback that ran, or several of a loop that followed one another within one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Of the first.
    pub ticket: Ticket,
    /// Index into [`Recording::stages`].
    pub stage: usize,
    pub start_ms: f64,
    /// When the last ended.
    pub end_ms: f64,
    /// The timestamp that an animation frame's callback got.
    pub frame_ms: Option<f64>,
    /// How many they are.
    pub count: u32,
}

impl Entry {
    pub(crate) fn kind(&self) -> Kind {
        self.ticket.kind
    }

    pub(crate) fn duration_ms(&self) -> f64 {
        self.end_ms - self.start_ms
    }

    pub(crate) fn waited_ms(&self) -> f64 {
        self.start_ms - self.ticket.queued_ms
    }
}

/// A frame, as a callback that the page has in every one saw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FrameSeen {
    /// The timestamp that callbacks got.
    pub timestamp_ms: f64,
    /// When they began to run.
    pub start_ms: f64,
}

/// What the browser reports of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reported {
    /// A long animation frame.
    LongFrame,
    /// A long task.
    LongTask,
    /// An event that waited for the next paint.
    Input,
}

/// Something reported, and when it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Report {
    pub what: Reported,
    pub start_ms: f64,
    pub duration_ms: f64,
}

/// How a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All that was queued has run.
    Completed,
    /// A person stopped it.
    Stopped,
    /// Its time was up.
    TimeLimit,
    /// The browser has not what it needs, so it did not begin.
    Missing,
}

/// A stage of a program that ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct StageRun {
    /// By what it differs from others.
    pub by: Option<Kind>,
    pub start_ms: f64,
    pub end_ms: f64,
    pub ending: Ending,
}

/// A whole run. Instants are in milliseconds on the page's clock.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recording {
    pub program: ProgramId,
    pub stages: Vec<StageRun>,
    /// In the order in which they ran.
    pub entries: Vec<Entry>,
    pub frames: Vec<FrameSeen>,
    pub reports: Vec<Report>,
    /// What this browser does not have.
    pub missing: Vec<Kind>,
    /// From one frame to the next while the page had nothing to do.
    pub interval_ms: f64,
}

impl Recording {
    fn new(program: ProgramId) -> Self {
        Self {
            program,
            stages: Vec::new(),
            entries: Vec::new(),
            frames: Vec::new(),
            reports: Vec::new(),
            missing: Vec::new(),
            interval_ms: 0.0,
        }
    }

    /// When the first stage began.
    pub(crate) fn start_ms(&self) -> f64 {
        self.stages.first().map_or(0.0, |stage| stage.start_ms)
    }

    /// The entries of one stage, each with its index.
    pub(crate) fn of_stage(&self, stage: usize) -> impl Iterator<Item = (usize, &Entry)> {
        let entries = self.entries.iter().enumerate();
        entries.filter(move |(_, entry)| entry.stage == stage)
    }

    /// How it ended: as the first stage that was not completed.
    pub(crate) fn ending(&self) -> Ending {
        let endings = self.stages.iter().map(|stage| stage.ending);
        let mut early =
            endings.filter(|ending| matches!(ending, Ending::Stopped | Ending::TimeLimit));
        early.next().unwrap_or(Ending::Completed)
    }
}

/// The most entries that a run keeps; what runs after those is not recorded.
pub(crate) const ENTRIES_MAX: usize = 4_000;

/// The most frames that a run keeps.
const FRAMES_MAX: usize = 4_000;

/// Records a run while it goes on.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    recording: Recording,
    queued: u32,
    running: Option<usize>,
    /// How many of each kind the stage has queued.
    numbers: [u32; Kind::ALL.len()],
    /// The loop that the last entry is of, and how many frames there were then.
    looped: Option<(u32, usize)>,
}

impl Recorder {
    pub(crate) fn new(program: ProgramId) -> Self {
        Self {
            recording: Recording::new(program),
            queued: 0,
            running: None,
            numbers: [0; Kind::ALL.len()],
            looped: None,
        }
    }

    /// Begins a stage.
    pub(crate) fn stage(&mut self, by: Option<Kind>, now_ms: f64) {
        self.numbers = [0; Kind::ALL.len()];
        self.recording.stages.push(StageRun {
            by,
            start_ms: now_ms,
            end_ms: now_ms,
            ending: Ending::Completed,
        });
    }

    /// Ends the stage.
    pub(crate) fn stage_ended(&mut self, ending: Ending, now_ms: f64) {
        if let Some(stage) = self.recording.stages.last_mut() {
            stage.end_ms = now_ms;
            stage.ending = ending;
        }
        self.running = None;
        self.looped = None;
    }

    /// Notes that a callback is queued, by the one that runs just now.
    pub(crate) fn queue(&mut self, kind: Kind, delay_ms: f64, now_ms: f64) -> Ticket {
        self.queued += 1;
        let place = Kind::ALL.iter().position(|other| *other == kind);
        let number = &mut self.numbers[place.unwrap_or_default()];
        *number += 1;
        Ticket {
            kind,
            number: *number,
            queued: self.queued,
            parent: self.running,
            queued_ms: now_ms,
            delay_ms,
            nesting: self.nesting(kind),
        }
    }

    /// A timer's nesting level is that of the timer which sets it, and one.
    fn nesting(&self, kind: Kind) -> u32 {
        let parent = self.running.and_then(|at| self.recording.entries.get(at));
        match parent {
            Some(entry) if kind == Kind::Timer && entry.kind() == Kind::Timer => {
                entry.ticket.nesting + entry.count
            }
            _ => 0,
        }
    }

    /// Notes that a callback begins. `frame_ms` is the timestamp that it got, if any.
    pub(crate) fn begin(&mut self, ticket: Ticket, frame_ms: Option<f64>, now_ms: f64) {
        self.looped = None;
        if self.recording.entries.len() >= ENTRIES_MAX {
            self.running = None;
            return;
        }
        self.running = Some(self.recording.entries.len());
        self.recording.entries.push(Entry {
            ticket,
            stage: self.recording.stages.len().saturating_sub(1),
            start_ms: now_ms,
            end_ms: now_ms,
            frame_ms,
            count: 1,
        });
    }

    /// The same for a callback of a loop: those that follow one another within a frame are one entry.
    pub(crate) fn begin_looped(&mut self, of_loop: u32, ticket: Ticket, now_ms: f64) {
        let frames = self.recording.frames.len();
        let goes_on = self.looped == Some((of_loop, frames));
        let last = self.recording.entries.len().checked_sub(1);
        if let Some(at) = last.filter(|_| goes_on) {
            self.recording.entries[at].count += 1;
            self.running = last;
            return;
        }
        self.begin(ticket, None, now_ms);
        self.looped = Some((of_loop, frames));
    }

    /// Notes that the callback has ended.
    pub(crate) fn end(&mut self, now_ms: f64) {
        if let Some(entry) = self
            .running
            .and_then(|at| self.recording.entries.get_mut(at))
        {
            entry.end_ms = now_ms;
        }
        self.running = None;
    }

    /// The same for what stands for so many that are not noted one by one.
    pub(crate) fn end_many(&mut self, count: u32, now_ms: f64) {
        if let Some(entry) = self
            .running
            .and_then(|at| self.recording.entries.get_mut(at))
        {
            entry.count = count;
        }
        self.end(now_ms);
    }

    /// Notes a frame.
    pub(crate) fn frame(&mut self, seen: FrameSeen) {
        if self.recording.frames.len() < FRAMES_MAX {
            self.recording.frames.push(seen);
        }
    }

    /// How many frames there were.
    pub(crate) fn frames(&self) -> usize {
        self.recording.frames.len()
    }

    /// Notes what the browser reports.
    pub(crate) fn report(&mut self, report: Report) {
        self.recording.reports.push(report);
    }

    /// What was recorded; `missing` is what the browser does not have, `idle_frames` how many of the first frames had
    /// nothing to do.
    pub(crate) fn finish(mut self, missing: Vec<Kind>, idle_frames: usize) -> Recording {
        self.recording.missing = missing;
        let idle = self.recording.frames.iter().take(idle_frames);
        let instants: Vec<f64> = idle.map(|frame| frame.timestamp_ms).collect();
        let gaps = instants.windows(2).map(|pair| pair[1] - pair[0]);
        self.recording.interval_ms = median(gaps.collect()).unwrap_or_default();
        let start_ms = self.recording.start_ms();
        let reports = &mut self.recording.reports;
        reports.retain(|report| report.start_ms + report.duration_ms >= start_ms);
        self.recording
    }
}

/// The middle one; the lower of two.
pub(crate) fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    let last = figures.len().checked_sub(1)?;
    figures.get(last / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_queued_what_is_kept() {
        let mut recorder = Recorder::new(ProgramId::Each);
        recorder.stage(None, 0.0);
        let script = recorder.queue(Kind::Script, 0.0, 0.0);
        recorder.begin(script, None, 1.0);
        let first = recorder.queue(Kind::Timer, 0.0, 1.1);
        let second = recorder.queue(Kind::Timer, 5.0, 1.2);
        recorder.end(2.0);
        recorder.begin(first, None, 3.0);
        let inner = recorder.queue(Kind::Timer, 0.0, 3.1);
        recorder.end(3.5);
        recorder.stage_ended(Ending::Completed, 4.0);
        assert_eq!(
            (first.parent, second.number, first.nesting),
            (Some(0), 2, 0)
        );
        assert_eq!((inner.parent, inner.nesting, inner.number), (Some(1), 1, 3));
        let recording = recorder.finish(Vec::new(), 0);
        assert_eq!(recording.entries.len(), 2);
        assert!((recording.entries[1].waited_ms() - 1.9).abs() < 1e-9);
        assert!((recording.entries[1].duration_ms() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn rounds_between_two_frames_are_one_entry() {
        let mut recorder = Recorder::new(ProgramId::Rounds);
        recorder.stage(Some(Kind::Message), 0.0);
        for round in 0..6 {
            let at = f64::from(round);
            if round == 4 {
                recorder.frame(FrameSeen {
                    timestamp_ms: at,
                    start_ms: at,
                });
            }
            let ticket = recorder.queue(Kind::Message, 0.0, at);
            recorder.begin_looped(1, ticket, at);
            recorder.end(at + 0.5);
        }
        let recording = recorder.finish(Vec::new(), 0);
        let counts: Vec<u32> = recording.entries.iter().map(|entry| entry.count).collect();
        assert_eq!(counts, [4, 2]);
        assert!((recording.entries[0].end_ms - 3.5).abs() < 1e-9);
    }

    #[test]
    fn the_interval_is_that_of_the_frames_that_had_nothing_to_do() {
        let mut recorder = Recorder::new(ProgramId::Each);
        for timestamp_ms in [0.0, 16.0, 33.0, 49.0, 500.0] {
            recorder.frame(FrameSeen {
                timestamp_ms,
                start_ms: timestamp_ms,
            });
        }
        let recording = recorder.finish(vec![Kind::Idle], 4);
        assert!((recording.interval_ms - 16.0).abs() < 1e-9);
        assert_eq!(recording.missing, [Kind::Idle]);
    }

    #[test]
    fn no_run_grows_without_bound() {
        let mut recorder = Recorder::new(ProgramId::Each);
        recorder.stage(None, 0.0);
        for _ in 0..ENTRIES_MAX + 3 {
            let ticket = recorder.queue(Kind::Timer, 0.0, 0.0);
            recorder.begin(ticket, None, 0.0);
            recorder.end(1.0);
        }
        assert_eq!(recorder.finish(Vec::new(), 0).entries.len(), ENTRIES_MAX);
    }
}
