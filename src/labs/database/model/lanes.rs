//! The runs as lanes of one picture: application, wire and database of each pattern, to one scale of time.

use sql_workload::wire::{self, Activity, Lane, Wire, WireError};

use super::results::{Results, Run};
use crate::ui::timeline::{Block, Fill, Row};

/// The lanes of a run, from the top.
pub(crate) const LANES: [Lane; 3] = [Lane::Application, Lane::Wire, Lane::Database];

/// What is written beside and into the lanes.
pub(crate) trait Words {
    /// Whose lane it is, of which pattern.
    fn lane(&self, pattern: &str, lane: Lane) -> String;
    /// What happens in a block.
    fn activity(&self, activity: Activity) -> String;
}

/// Rows of a picture, and where its axis ends, in milliseconds.
pub(crate) fn rows(
    results: &Results,
    wire: &Wire,
    words: &dyn Words,
) -> Result<(Vec<Row>, f64), WireError> {
    let mut rows = Vec::new();
    let mut end_ms: f64 = 0.0;
    for run in &results.runs {
        let schedule = wire::schedule(&run.trace, wire)?;
        end_ms = end_ms.max(schedule.total_ms());
        rows.extend(LANES.map(|lane| row(run, &schedule, lane, words)));
    }
    Ok((rows, end_ms))
}

fn row(run: &Run, schedule: &wire::Schedule, lane: Lane, words: &dyn Words) -> Row {
    let spans = schedule.spans.iter();
    let blocks = spans.filter(|span| span.activity.lane() == lane);
    let blocks = blocks.map(|span| {
        let (color, fill) = look(span.activity);
        Block {
            start_ms: span.start_ms(),
            duration_ms: span.duration_ms(),
            height: 1.0,
            color,
            fill,
            caption: String::new(),
            name: words.activity(span.activity),
            readable: true,
        }
    });
    Row {
        label: words.lane(run.pattern.id, lane),
        blocks: blocks.collect(),
    }
}

/// What is modelled is hatched.
const fn look(activity: Activity) -> (&'static str, Fill) {
    match activity {
        Activity::Request | Activity::Answer => ("--series-4", Fill::Hatched),
        Activity::Service => ("--series-5", Fill::Solid),
        Activity::Decode => ("--series-2", Fill::Solid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::database::model::results::tests::results;

    struct Plain;

    impl Words for Plain {
        fn lane(&self, pattern: &str, lane: Lane) -> String {
            format!("{pattern} {lane:?}")
        }

        fn activity(&self, activity: Activity) -> String {
            format!("{activity:?}")
        }
    }

    #[test]
    fn every_pattern_has_three_lanes_on_one_axis() {
        let (rows, end_ms) = rows(&results(), &Wire::of_round_trip(2.0), &Plain).expect("a wire");
        assert_eq!(rows.len(), 12);
        // The slowest: eleven round trips and 1.1 ms of work.
        assert!((end_ms - 23.1).abs() < 1e-9, "{end_ms}");
        let wire = &rows[1];
        assert_eq!(
            (wire.label.as_str(), wire.blocks.len()),
            ("n-plus-one Wire", 22)
        );
        assert!(wire.blocks.iter().all(|block| block.fill == Fill::Hatched));
        let database = &rows[8];
        assert_eq!(
            (database.label.as_str(), database.blocks.len()),
            ("join Database", 1)
        );
        assert!((database.blocks[0].start_ms - 1.0).abs() < 1e-9);
    }
}
