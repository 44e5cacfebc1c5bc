//! Runs drawn as text, for tests.
//!
//! ```text
//! frames 0 16 32
//! script 0-1 > timer 1, timer 2 +10, microtask 1
//! microtask 1 1-1.2
//! timer 1 2-2.5 > promise 1
//! frame 1 @16 16-16.5
//! ```
//!
//! A line is a callback that ran, from when to when in milliseconds, and what it queued; `+10` is a delay, `@16` the
//! timestamp of a frame, `x20` that it stands for twenty. `stage timer` begins another stage, `frames` are those that
//! were seen, of which those before the first stage had nothing to do.

use std::collections::HashMap;

use super::program::ProgramId;
use super::record::{Ending, FrameSeen, Kind, Recorder, Recording, Ticket};

/// A run of a program.
///
/// # Panics
/// With the line that means nothing, and where something runs that nothing queued.
pub(crate) fn run(program: ProgramId, text: &str) -> Recording {
    let mut reader = Reader {
        recorder: Recorder::new(program),
        waiting: HashMap::new(),
        end_ms: 0.0,
        in_stage: false,
        ran: false,
        by: None,
        idle_frames: 0,
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    for line in lines {
        reader
            .line(line)
            .unwrap_or_else(|| panic!("{line:?} means nothing"));
    }
    reader.end_stage();
    let idle = reader.idle_frames;
    reader.recorder.finish(Vec::new(), idle)
}

struct Reader {
    recorder: Recorder,
    waiting: HashMap<String, Ticket>,
    end_ms: f64,
    in_stage: bool,
    /// Whether any stage began.
    ran: bool,
    /// By what the next stage differs.
    by: Option<Kind>,
    idle_frames: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Option<()> {
        if let Some(frames) = line.strip_prefix("frames ") {
            return self.frames(frames);
        }
        if let Some(by) = line.strip_prefix("stage ") {
            self.end_stage();
            self.in_stage = false;
            self.by = Some(kind(by)?);
            return Some(());
        }
        let (callback, queues) = line.split_once('>').unwrap_or((line, ""));
        self.callback(callback.trim(), queues)
    }

    fn frames(&mut self, text: &str) -> Option<()> {
        for frame in text.split_whitespace() {
            let timestamp_ms = frame.parse().ok()?;
            self.recorder.frame(FrameSeen {
                timestamp_ms,
                start_ms: timestamp_ms,
            });
            self.idle_frames += usize::from(!self.ran);
        }
        Some(())
    }

    fn end_stage(&mut self) {
        if self.in_stage {
            self.recorder.stage_ended(Ending::Completed, self.end_ms);
        }
        self.waiting.clear();
    }

    fn callback(&mut self, text: &str, queues: &str) -> Option<()> {
        let (mut name, mut frame_ms, mut count, mut span) = (Vec::new(), None, None, None);
        for word in text.split_whitespace() {
            if let Some(at) = word.strip_prefix('@') {
                frame_ms = Some(at.parse().ok()?);
            } else if let Some(of) = word.strip_prefix('x') {
                count = Some(of.parse().ok()?);
            } else if let Some((start, end)) = numbers(word) {
                span = Some((start, end));
            } else {
                name.push(word);
            }
        }
        let (start_ms, end_ms) = span?;
        let name = name.join(" ");
        let ticket = self.ticket(&name, start_ms)?;
        self.recorder.begin(ticket, frame_ms, start_ms);
        for queued in queues.split(',').map(str::trim).filter(|of| !of.is_empty()) {
            self.queue(queued, start_ms)?;
        }
        match count {
            Some(count) => self.recorder.end_many(count, end_ms),
            None => self.recorder.end(end_ms),
        }
        self.end_ms = self.end_ms.max(end_ms);
        Some(())
    }

    fn ticket(&mut self, name: &str, at_ms: f64) -> Option<Ticket> {
        if name == "script" {
            if !self.in_stage {
                self.recorder.stage(self.by.take(), at_ms);
                self.in_stage = true;
                self.ran = true;
            }
            return Some(self.recorder.queue(Kind::Script, 0.0, at_ms));
        }
        self.waiting.remove(name)
    }

    fn queue(&mut self, text: &str, at_ms: f64) -> Option<()> {
        let (name, delay) = text.split_once(" +").unwrap_or((text, "0"));
        let kind = kind(name.split_whitespace().next()?)?;
        let ticket = self.recorder.queue(kind, delay.parse().ok()?, at_ms);
        self.waiting.insert(name.to_owned(), ticket);
        Some(())
    }
}

fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.id() == name)
}

fn numbers(word: &str) -> Option<(f64, f64)> {
    let (start, end) = word.split_once('-')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// One of each, as a browser may run them.
pub(crate) const EACH: &str = "
    frames -33 -17 -1
    script 0-1 > idle 1, frame 1, timer 1, timer 2, message 1, promise 1, microtask 1
    promise 1 1-1.1 > microtask 2
    microtask 1 1.1-1.2
    microtask 2 1.2-1.3
    message 1 2-3 > promise 2
    promise 2 3-3.1
    timer 1 4-5 > microtask 3
    microtask 3 5-5.1
    timer 2 6-7
    frames 15.7
    frame 1 @15.7 16-17 > layout 1, frame 2
    layout 1 17-17.5
    idle 1 20-21
    frames 32.4
    frame 2 @32.4 33-34
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_read_as_they_are_drawn() {
        let recording = run(ProgramId::Each, EACH);
        assert_eq!(recording.entries.len(), 13);
        let layout = recording
            .entries
            .iter()
            .find(|entry| entry.kind() == Kind::Layout);
        let parent = layout
            .and_then(|entry| entry.ticket.parent)
            .expect("a parent");
        assert_eq!(recording.entries[parent].frame_ms, Some(15.7));
        assert!((recording.interval_ms - 16.0).abs() < 1e-9);
        assert_eq!(recording.frames.len(), 5);
    }

    #[test]
    #[should_panic(expected = "\"timer 1 2-3\" means nothing")]
    fn what_nothing_queued_cannot_run() {
        let _ = run(ProgramId::Each, "script 0-1\ntimer 1 2-3");
    }
}
