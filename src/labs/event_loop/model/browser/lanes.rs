//! A run as lanes: the frames, the callbacks by kind, and what the browser reports of itself.

use timeline::LONG_FRAME_MS;

use super::record::{Entry, Kind, Priority, Recording, Reported};
use crate::ui::timeline::{Block, Fill, Row};

/// A lane, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    Frames,
    Script,
    Microtasks,
    Timers,
    Messages,
    Tasks,
    Continuations,
    Animation,
    Idle,
    Reported,
}

impl Lane {
    /// All of them, from the top.
    pub(crate) const ALL: [Self; 10] = [
        Self::Frames,
        Self::Script,
        Self::Microtasks,
        Self::Timers,
        Self::Messages,
        Self::Tasks,
        Self::Continuations,
        Self::Animation,
        Self::Idle,
        Self::Reported,
    ];

    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Script => Self::Script,
            Kind::Microtask | Kind::Promise => Self::Microtasks,
            Kind::Timer => Self::Timers,
            Kind::Message => Self::Messages,
            Kind::Task(_) => Self::Tasks,
            Kind::Continuation => Self::Continuations,
            Kind::Frame | Kind::Layout => Self::Animation,
            Kind::Idle => Self::Idle,
        }
    }
}

/// What is written beside and into the lanes.
pub(crate) trait Words {
    /// A lane's label.
    fn lane(&self, lane: Lane) -> String;
    /// What ran.
    fn entry(&self, entry: &Entry) -> String;
    /// A frame, and whether it is a long one.
    fn frame(&self, is_long: bool) -> String;
    /// What the browser reports.
    fn reported(&self, what: Reported) -> String;
}

/// Rows of a picture, and where its axis ends, in milliseconds since the first stage began. Lanes in which nothing
/// happened are left out.
pub(crate) fn rows(recording: &Recording, words: &dyn Words) -> (Vec<Row>, f64) {
    let all = Lane::ALL.into_iter().map(|lane| Row {
        label: words.lane(lane),
        blocks: blocks(recording, lane, words),
    });
    let rows: Vec<Row> = all.filter(|row| !row.blocks.is_empty()).collect();
    let ends = rows.iter().flat_map(|row| &row.blocks);
    let end_ms = ends
        .map(|block| block.start_ms + block.duration_ms)
        .fold(0.0, f64::max);
    (rows, end_ms)
}

fn blocks(recording: &Recording, lane: Lane, words: &dyn Words) -> Vec<Block> {
    match lane {
        Lane::Frames => frames(recording, words),
        Lane::Reported => reports(recording, words),
        lane => {
            let entries = recording.entries.iter();
            let of_lane = entries.filter(|entry| Lane::of(entry.kind()) == lane);
            of_lane
                .map(|entry| block(recording, entry, words))
                .collect()
        }
    }
}

fn block(recording: &Recording, entry: &Entry, words: &dyn Words) -> Block {
    let (color, fill) = look(entry.kind());
    let name = words.entry(entry);
    Block {
        start_ms: entry.start_ms - recording.start_ms(),
        duration_ms: entry.duration_ms(),
        height: 1.0,
        color,
        fill,
        caption: name.clone(),
        name,
        readable: true,
    }
}

/// From one frame to the next. Those that were over before the first stage are left out.
fn frames(recording: &Recording, words: &dyn Words) -> Vec<Block> {
    let start_ms = recording.start_ms();
    let gaps = recording.frames.windows(2);
    let seen = gaps.filter(|pair| pair[1].start_ms > start_ms);
    seen.map(|pair| {
        let gap_ms = pair[1].start_ms - pair[0].start_ms;
        let is_long = gap_ms > LONG_FRAME_MS;
        Block {
            start_ms: pair[0].start_ms - start_ms,
            duration_ms: gap_ms,
            height: (gap_ms / LONG_FRAME_MS).clamp(0.15, 1.0),
            color: if is_long { "--blocked" } else { "--free" },
            fill: if is_long { Fill::Hatched } else { Fill::Solid },
            caption: String::new(),
            name: words.frame(is_long),
            readable: true,
        }
    })
    .collect()
}

fn reports(recording: &Recording, words: &dyn Words) -> Vec<Block> {
    let mut blocks: Vec<Block> = recording
        .reports
        .iter()
        .map(|report| {
            let (color, fill) = match report.what {
                Reported::LongFrame => ("--blocked", Fill::Hatched),
                Reported::LongTask => ("--series-7", Fill::Striped),
                Reported::Input => ("--series-5", Fill::Waiting),
            };
            let name = words.reported(report.what);
            Block {
                start_ms: report.start_ms - recording.start_ms(),
                duration_ms: report.duration_ms,
                height: 1.0,
                color,
                fill,
                caption: name.clone(),
                name,
                readable: true,
            }
        })
        .collect();
    blocks.sort_by(|one, other| one.start_ms.total_cmp(&other.start_ms));
    blocks
}

const fn look(kind: Kind) -> (&'static str, Fill) {
    match kind {
        Kind::Script => ("--series-1", Fill::Solid),
        Kind::Microtask => ("--series-2", Fill::Solid),
        Kind::Promise => ("--series-2", Fill::Striped),
        Kind::Timer => ("--series-3", Fill::Solid),
        Kind::Message => ("--series-4", Fill::Solid),
        Kind::Task(Priority::UserBlocking) => ("--series-7", Fill::Solid),
        Kind::Task(Priority::UserVisible) => ("--series-7", Fill::Striped),
        Kind::Task(Priority::Background) => ("--series-7", Fill::Hatched),
        Kind::Continuation => ("--series-6", Fill::Solid),
        Kind::Frame => ("--series-5", Fill::Solid),
        Kind::Layout => ("--series-5", Fill::Striped),
        Kind::Idle => ("--series-1", Fill::Hatched),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{EACH, run};
    use super::super::program::ProgramId;
    use super::super::record::Report;
    use super::*;

    struct Plain;

    impl Words for Plain {
        fn lane(&self, lane: Lane) -> String {
            format!("{lane:?}")
        }

        fn entry(&self, entry: &Entry) -> String {
            format!("{} {}", entry.kind().id(), entry.ticket.number)
        }

        fn frame(&self, is_long: bool) -> String {
            format!("long: {is_long}")
        }

        fn reported(&self, what: Reported) -> String {
            format!("{what:?}")
        }
    }

    #[test]
    fn each_kind_that_ran_has_its_lane() {
        let (rows, end_ms) = rows(&run(ProgramId::Each, EACH), &Plain);
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(
            labels,
            [
                "Frames",
                "Script",
                "Microtasks",
                "Timers",
                "Messages",
                "Animation",
                "Idle"
            ]
        );
        assert!((end_ms - 34.0).abs() < 1e-9);
        let animation: Vec<&str> = rows[5].blocks.iter().map(|of| of.name.as_str()).collect();
        assert_eq!(animation, ["frame 1", "layout 1", "frame 2"]);
        // The frame that was under way is there, those before it are not.
        assert_eq!(rows[0].blocks.len(), 2);
        assert!((rows[0].blocks[0].start_ms + 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_the_browser_reports_stands_below() {
        let mut recording = run(ProgramId::Each, EACH);
        recording.reports.push(Report {
            what: Reported::LongFrame,
            start_ms: 10.0,
            duration_ms: 80.0,
        });
        let (rows, end_ms) = rows(&recording, &Plain);
        assert_eq!(rows.last().map(|row| row.blocks.len()), Some(1));
        assert!((end_ms - 90.0).abs() < 1e-9);
    }
}
