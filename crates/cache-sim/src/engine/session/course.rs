//! One policy over the whole trace: where it hits, and how its queues fill.

use crate::session::{CELLS_MAX, Event, Line, SessionError, Terms};
use crate::{Capacity, PolicyId};

use super::super::policy::Tally;
use super::super::simulate::{Run, Runs};
use super::super::trace::Trace;
use super::{Emit, Outside, go_on, within};

/// What is asked for.
pub(super) struct Wanted {
    pub(super) policy: PolicyId,
    pub(super) size: Capacity,
    pub(super) terms: Terms,
    pub(super) columns: u32,
    pub(super) rows: u32,
}

pub(super) fn tell(
    trace: &Trace,
    wanted: &Wanted,
    outside: Outside,
    emit: &mut Emit<'_>,
) -> Result<(), SessionError> {
    within("columns", wanted.columns.into(), 1, CELLS_MAX.into())?;
    within("rows", wanted.rows.into(), 1, CELLS_MAX.into())?;
    let (columns, rows) = (wanted.columns as usize, wanted.rows as usize);
    let mut runs = Runs::over(trace, wanted.terms)?;
    let mut run = runs.start(wanted.policy, wanted.size)?;
    let (mut hits, mut misses) = (vec![0; columns * rows], vec![0; columns * rows]);
    let mut lines: Vec<Line> = Vec::new();
    for column in 0..columns {
        go_on(outside)?;
        let end = (column + 1) * trace.len() / columns;
        while run.done() < end {
            let object = trace.objects()[run.done()] as usize;
            let before = run.tally();
            run.advance(1);
            let cell = object * rows / trace.objects_count() * columns + column;
            count(before, run.tally(), &mut hits[cell], &mut misses[cell]);
        }
        note(&run, &mut lines);
    }
    emit(Event::Map { hits, misses });
    emit(Event::Course(lines));
    Ok(())
}

fn count(before: Tally, after: Tally, hits: &mut u32, misses: &mut u32) {
    *hits += u32::from(after.hits > before.hits);
    *misses += u32::from(after.misses() > before.misses());
}

/// Adds what queues hold and what is adapted to the lines.
fn note(run: &Run<'_>, lines: &mut Vec<Line>) {
    let policy = run.policy();
    let queues = policy
        .queues()
        .into_iter()
        .map(|queue| (queue.name, [false, queue.ghost], queue.used as f64));
    let targets = policy
        .targets()
        .into_iter()
        .map(|target| (target.name, [true, false], target.value));
    let now: Vec<_> = queues.chain(targets).collect();
    if lines.is_empty() {
        lines.extend(now.iter().map(|(name, [target, ghost], _)| Line {
            name: (*name).to_owned(),
            target: *target,
            ghost: *ghost,
            values: Vec::new(),
        }));
    }
    for (line, (_, _, value)) in lines.iter_mut().zip(now) {
        line.values.push(value);
    }
}
