//! The beginning of a run as lanes: one for each connection, and one for those who wait.

use sql_workload::pool::{Run, SpanState};

use super::ms;
use crate::ui::timeline::{Block, Fill, Row};

/// Stretches of time that are drawn, over all lanes.
const SPANS_MAX: usize = 400;

/// What is drawn at least, in milliseconds.
const END_MS_MIN: f64 = 1.0;

/// What is drawn of a deadlock, as a share of what was before it.
const DEADLOCK_SHARE: f64 = 0.5;

/// What is written beside and into the lanes.
pub(crate) trait Words {
    /// A connection's lane, counted from one.
    fn connection(&self, number: u32) -> String;
    /// The lane of those who wait.
    fn waiters(&self) -> String;
    /// What a connection does, and for which request, counted from one.
    fn state(&self, state: SpanState, request: Option<u32>) -> String;
    /// How many wait.
    fn waiting(&self, waiting: u32) -> String;
}

/// Rows of a picture, and where its axis ends, in milliseconds.
pub(crate) fn rows(run: &Run, words: &dyn Words) -> (Vec<Row>, f64) {
    let end_ms = end_ms(run);
    let lanes = run.spans.items.iter().map(|span| span.lane + 1).max();
    let mut rows: Vec<Row> = (0..lanes.unwrap_or(0))
        .map(|lane| Row {
            label: words.connection(lane + 1),
            blocks: Vec::new(),
        })
        .collect();
    for span in &run.spans.items {
        let start_ms = ms(span.start_ns);
        let row = rows.get_mut(span.lane as usize);
        let Some(row) = row.filter(|_| start_ms < end_ms) else {
            continue;
        };
        let (color, fill) = look(span.state);
        row.blocks.push(Block {
            start_ms,
            duration_ms: ms(span.end_ns).min(end_ms) - start_ms,
            height: 1.0,
            color,
            fill,
            caption: String::new(),
            name: words.state(span.state, span.request),
            readable: span.state != SpanState::Idle,
        });
    }
    for row in &mut rows {
        let by_start = |one: &Block, other: &Block| one.start_ms.total_cmp(&other.start_ms);
        row.blocks.sort_by(by_start);
    }
    rows.push(waiters(run, end_ms, words));
    (rows, end_ms)
}

/// As much of the run as can be told apart, and not much of a time in which nothing happens any more.
fn end_ms(run: &Run) -> f64 {
    let deadlock = run.deadlocks.items.iter().find(|one| one.end_ns.is_none());
    let whole_ms = deadlock.map_or(ms(run.summary.end_ns), |deadlock| {
        let before_ms = ms(deadlock.start_ns).max(END_MS_MIN);
        (before_ms * (1.0 + DEADLOCK_SHARE)).min(ms(run.summary.end_ns))
    });
    let mut ends: Vec<u64> = run.spans.items.iter().map(|span| span.end_ns).collect();
    ends.sort_unstable();
    let end_ms = ends.get(SPANS_MAX).map_or(whole_ms, |end_ns| ms(*end_ns));
    end_ms.min(whole_ms).max(END_MS_MIN)
}

/// How many wait, as heights: the highest is the most of what is drawn.
fn waiters(run: &Run, end_ms: f64, words: &dyn Words) -> Row {
    let steps = &run.queue.items;
    let drawn = steps.iter().filter(|step| ms(step.at_ns) < end_ms);
    let most = drawn.map(|step| step.waiting).max().unwrap_or(0).max(1);
    let ends = steps.iter().skip(1).map(|step| ms(step.at_ns));
    let ends = ends.chain([ms(run.summary.end_ns)]);
    let blocks = steps.iter().zip(ends).filter_map(|(step, until_ms)| {
        let start_ms = ms(step.at_ns);
        (step.waiting > 0 && start_ms < end_ms).then(|| Block {
            start_ms,
            duration_ms: until_ms.min(end_ms) - start_ms,
            height: f64::from(step.waiting) / f64::from(most),
            color: "--blocked",
            fill: Fill::Solid,
            caption: String::new(),
            name: words.waiting(step.waiting),
            readable: true,
        })
    });
    Row {
        label: words.waiters(),
        blocks: blocks.collect(),
    }
}

const fn look(state: SpanState) -> (&'static str, Fill) {
    match state {
        SpanState::Connecting => ("--series-4", Fill::Striped),
        SpanState::Idle => ("--line-strong", Fill::Waiting),
        SpanState::Active => ("--series-5", Fill::Solid),
        SpanState::Blocked => ("--blocked", Fill::Hatched),
        SpanState::Leaked => ("--series-7", Fill::Lost),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::{Field, Form};
    use super::*;

    struct Plain;

    impl Words for Plain {
        fn connection(&self, number: u32) -> String {
            format!("connection {number}")
        }

        fn waiters(&self) -> String {
            "waiting".to_owned()
        }

        fn state(&self, state: SpanState, request: Option<u32>) -> String {
            format!("{state:?} {request:?}")
        }

        fn waiting(&self, waiting: u32) -> String {
            format!("{waiting} wait")
        }
    }

    fn drawn(changes: &[(Field, &str)]) -> (Vec<Row>, f64) {
        let mut form = Form::default();
        for (field, text) in changes {
            form.set(*field, text);
        }
        let run = form.order(&[]).expect("right").run().expect("a pool");
        rows(&run, &Plain)
    }

    #[test]
    fn every_connection_has_a_lane_and_so_have_those_who_wait() {
        let (rows, end_ms) = drawn(&[]);
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels.len(), 5);
        assert_eq!((labels[3], labels[4]), ("connection 4", "waiting"));
        let blocks: usize = rows[..4].iter().map(|row| row.blocks.len()).sum();
        assert!((SPANS_MAX..SPANS_MAX + 8).contains(&blocks), "{blocks}");
        let all = rows.iter().flat_map(|row| &row.blocks);
        for block in all {
            assert!(block.start_ms + block.duration_ms <= end_ms + 1e-9);
            assert!(block.duration_ms > 0.0 && block.height <= 1.0);
        }
        let highest = rows[4].blocks.iter().map(|block| block.height);
        assert!((highest.fold(0.0, f64::max) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_beginning_of_a_deadlock_is_drawn() {
        let (rows, end_ms) = drawn(&[(Field::Checkouts, "2")]);
        assert!(end_ms < 2_500.0, "{end_ms}");
        let last = rows[0].blocks.last().expect("some");
        assert!(last.name.starts_with("Blocked"), "{}", last.name);
        assert!((last.start_ms + last.duration_ms - end_ms).abs() < 1e-6);
    }
}
