//! What the stages of a run come to, side by side.

use super::record::{Ending, Kind, Recording, StageRun, median};

/// A stage's figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stage {
    /// By what it differs from others.
    pub by: Option<Kind>,
    pub ending: Ending,
    pub duration_ms: f64,
    /// How many callbacks of that kind ran.
    pub callbacks: u32,
    /// How many frames came while it went on.
    pub frames: u32,
    /// The median of the callbacks between two frames, where at least one whole stretch between two was seen.
    pub per_frame: Option<f64>,
    /// The longest time from one frame to the next that it had a part in.
    pub longest_gap_ms: Option<f64>,
    /// How much later than due its first frame came.
    pub late_ms: Option<f64>,
}

/// All stages that were begun.
pub(crate) fn stages(recording: &Recording) -> Vec<Stage> {
    let stages = recording.stages.iter().enumerate();
    stages.map(|(at, run)| stage(recording, at, run)).collect()
}

fn stage(recording: &Recording, at: usize, run: &StageRun) -> Stage {
    let counted = run.by.unwrap_or(Kind::Script);
    let of_kind = recording
        .of_stage(at)
        .filter(|(_, entry)| entry.kind() == counted);
    let frames = recording.frames.iter();
    let is_within = |instant: f64| (run.start_ms..=run.end_ms).contains(&instant);
    Stage {
        by: run.by,
        ending: run.ending,
        duration_ms: run.end_ms - run.start_ms,
        callbacks: of_kind.map(|(_, entry)| entry.count).sum(),
        frames: u32::try_from(frames.filter(|frame| is_within(frame.start_ms)).count())
            .unwrap_or(u32::MAX),
        per_frame: per_frame(recording, at, counted),
        longest_gap_ms: longest_gap_ms(recording, run),
        late_ms: late_ms(recording, run),
    }
}

/// Only loops are recorded as one entry between two frames; the first and the last are cut off by the stage.
fn per_frame(recording: &Recording, at: usize, kind: Kind) -> Option<f64> {
    let of_kind = recording
        .of_stage(at)
        .filter(|(_, entry)| entry.kind() == kind);
    let counts: Vec<f64> = of_kind.map(|(_, entry)| f64::from(entry.count)).collect();
    if !counts.iter().any(|count| *count > 1.0) {
        return None;
    }
    let whole = counts.get(1..counts.len().checked_sub(1)?)?;
    median(whole.to_vec())
}

fn longest_gap_ms(recording: &Recording, run: &StageRun) -> Option<f64> {
    let pairs = recording.frames.windows(2);
    let shared =
        pairs.filter(|pair| pair[1].start_ms > run.start_ms && pair[0].start_ms < run.end_ms);
    shared
        .map(|pair| pair[1].start_ms - pair[0].start_ms)
        .reduce(f64::max)
}

/// A frame is due one interval after the one before the stage.
fn late_ms(recording: &Recording, run: &StageRun) -> Option<f64> {
    let frames = &recording.frames;
    let next = frames
        .iter()
        .position(|frame| frame.start_ms > run.start_ms)?;
    let before = frames.get(next.checked_sub(1)?)?;
    let due_ms = before.start_ms + recording.interval_ms;
    Some((frames[next].start_ms - due_ms).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::run;
    use super::super::program::ProgramId;
    use super::*;

    #[test]
    fn a_flood_that_holds_a_frame_up_makes_it_late() {
        let recording = run(
            ProgramId::Flood,
            "frames 0 16 32
             stage microtask
             script 33-34 > frame 1, microtask 1
             microtask 1 x2000 34-74
             frames 75
             frame 1 @75 75-76",
        );
        let [stage] = stages(&recording)[..] else {
            panic!("{recording:?}");
        };
        assert_eq!((stage.callbacks, stage.frames), (2_000, 1));
        assert!((stage.late_ms.expect("late") - 27.0).abs() < 1e-9);
        assert!((stage.longest_gap_ms.expect("a gap") - 43.0).abs() < 1e-9);
    }

    #[test]
    fn rounds_are_counted_between_whole_frames() {
        let recording = run(
            ProgramId::Rounds,
            "frames 0 16
             stage timer
             script 17-17.1 > timer 1
             timer 1 x9 18-31 > timer 2
             frames 32
             timer 2 x4 33-47 > timer 3
             frames 48
             timer 3 x5 49-63 > timer 4
             frames 64
             timer 4 65-65.1",
        );
        let stages = stages(&recording);
        assert_eq!(stages[0].callbacks, 19);
        assert_eq!(stages[0].per_frame, Some(4.0));
        assert_eq!(stages[0].frames, 3);
    }
}
