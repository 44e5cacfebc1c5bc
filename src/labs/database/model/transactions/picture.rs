//! A scenario as lanes: for each connection its statements, and below them what it has of the file.

use sql_workload::conflict::{Answer, LockState, Report, Step};

use super::statement;
use crate::ui::timeline::{Block, Fill, Row};

/// What is written beside and into the lanes.
pub(crate) trait Words {
    /// The lane of a connection's statements; it is counted from one.
    fn statements(&self, connection: usize) -> String;
    /// The lane of its locks.
    fn locks(&self, connection: usize) -> String;
    /// A statement and what came of it.
    fn step(&self, statement: &str, answer: &Answer) -> String;
    /// That a connection backs off.
    fn backoff(&self) -> String;
    /// What a connection has.
    fn lock(&self, state: LockState) -> String;
}

/// Rows of a picture, and where its axis ends, in milliseconds.
pub(crate) fn rows(report: &Report, words: &dyn Words) -> (Vec<Row>, f64) {
    let end_ms = report.end_ms();
    let connections = 0..report.left_open.len();
    let rows = connections.flat_map(|connection| {
        [
            Row {
                label: words.statements(connection + 1),
                blocks: statements(report, connection, words),
            },
            Row {
                label: words.locks(connection + 1),
                blocks: locks(report, connection, end_ms, words),
            },
        ]
    });
    (rows.collect(), end_ms)
}

fn statements(report: &Report, connection: usize, words: &dyn Words) -> Vec<Block> {
    let steps = report.steps.iter();
    let steps = steps.filter(|step| step.connection == connection);
    steps
        .flat_map(|step| {
            let backoff = step.backoff_ms.map(|backoff_ms| Block {
                start_ms: step.at_ms + step.duration_ms,
                duration_ms: backoff_ms,
                color: "--blocked",
                fill: Fill::Waiting,
                name: words.backoff(),
                ..block(step, words)
            });
            std::iter::once(block(step, words)).chain(backoff)
        })
        .collect()
}

fn block(step: &Step, words: &dyn Words) -> Block {
    let (color, fill) = match step.answer {
        Answer::Busy { .. } => ("--blocked", Fill::Hatched),
        Answer::Failed { .. } => ("--error", Fill::Lost),
        Answer::Done => ("--series-3", Fill::Solid),
        Answer::Balances { .. } => ("--series-1", Fill::Solid),
        Answer::Changed { .. } => ("--series-5", Fill::Striped),
    };
    Block {
        start_ms: step.at_ms,
        duration_ms: step.duration_ms,
        height: 1.0,
        color,
        fill,
        caption: String::new(),
        name: words.step(&statement(step), &step.answer),
        readable: true,
    }
}

/// What a connection has between one step of either and the next. The stronger the lock, the higher.
fn locks(report: &Report, connection: usize, end_ms: f64, words: &dyn Words) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut before = LockState::None;
    for (at, step) in report.steps.iter().enumerate() {
        let after_ms = step.at_ms + step.duration_ms;
        let until_ms = report.steps.get(at + 1).map_or(end_ms, |next| {
            // Statements of the two may overlap on the axis; on the database they do not.
            (next.at_ms + next.duration_ms).max(after_ms)
        });
        let state = step.locks.get(connection).copied().unwrap_or_default();
        match blocks.last_mut() {
            Some(last) if state == before && state != LockState::None => {
                last.duration_ms = until_ms - last.start_ms;
            }
            _ if state != LockState::None && until_ms > after_ms => blocks.push(Block {
                start_ms: after_ms,
                duration_ms: until_ms - after_ms,
                height: height(state),
                color: color(state),
                fill: Fill::Solid,
                caption: words.lock(state),
                name: words.lock(state),
                readable: true,
            }),
            _ => {}
        }
        before = state;
    }
    blocks
}

const fn height(state: LockState) -> f64 {
    match state {
        LockState::None => 0.0,
        LockState::Shared => 0.4,
        LockState::Reserved => 0.6,
        LockState::Pending => 0.8,
        LockState::Exclusive => 1.0,
    }
}

const fn color(state: LockState) -> &'static str {
    match state {
        LockState::None | LockState::Shared => "--series-1",
        LockState::Reserved => "--series-4",
        LockState::Pending => "--series-2",
        LockState::Exclusive => "--series-7",
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::report;
    use super::*;

    struct Plain;

    impl Words for Plain {
        fn statements(&self, connection: usize) -> String {
            format!("connection {connection}")
        }

        fn locks(&self, connection: usize) -> String {
            format!("locks {connection}")
        }

        fn step(&self, statement: &str, answer: &Answer) -> String {
            format!("{statement}: {answer:?}")
        }

        fn backoff(&self) -> String {
            "backs off".to_owned()
        }

        fn lock(&self, state: LockState) -> String {
            format!("{state:?}")
        }
    }

    #[test]
    fn each_connection_has_its_statements_and_its_locks() {
        let (rows, end_ms) = rows(&report(), &Plain);
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(
            labels,
            ["connection 1", "locks 1", "connection 2", "locks 2"]
        );
        assert!((end_ms - 27.5).abs() < 1e-9);
        let second = &rows[2].blocks;
        let fills: Vec<Fill> = second.iter().map(|block| block.fill).collect();
        assert_eq!(
            fills,
            [Fill::Solid, Fill::Hatched, Fill::Waiting, Fill::Striped]
        );
        assert!((second[2].start_ms - 23.5).abs() < 1e-9);
    }

    #[test]
    fn a_lock_that_stays_is_one_block() {
        let (rows, _) = rows(&report(), &Plain);
        let [lock] = &rows[3].blocks[..] else {
            panic!("{:?}", rows[3].blocks);
        };
        // From the end of its first statement to that of its last.
        assert_eq!(lock.name, "Shared");
        assert!((lock.start_ms - 2.5).abs() < 1e-9 && (lock.duration_ms - 25.0).abs() < 1e-9);
        assert_eq!(rows[1].blocks.len(), 1);
    }
}
