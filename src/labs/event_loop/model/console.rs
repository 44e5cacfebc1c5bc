//! What the program printed, and which callback did.

use event_loop::trace::{Event, Origin, Phase, Place, Step, Stream, TaskId};

/// A piece of output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Print {
    /// The number of steps after which it is there.
    pub at: usize,
    pub at_ns: u64,
    pub stream: Stream,
    /// What was printed, with its line breaks.
    pub text: String,
    /// The callback that printed it; none for the main module, and for what Node does itself.
    pub by: Option<By>,
    /// The phase in which it was printed.
    pub phase: Phase,
    /// The line that printed it.
    pub line: Option<u32>,
    /// Whether Node printed it, and not the program: that it ends with an error, or a warning.
    pub is_of_node: bool,
}

/// A callback, as far as output tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct By {
    pub task: TaskId,
    pub origin: Origin,
}

impl Print {
    /// What was printed, without its last line break.
    pub(crate) fn shown(&self) -> &str {
        self.text.strip_suffix('\n').unwrap_or(&self.text)
    }
}

/// All that was printed.
pub(crate) fn prints(steps: &[Step], places: &[Place]) -> Vec<Print> {
    let mut prints = Vec::new();
    let mut origins: Vec<(TaskId, Origin, bool)> = Vec::new();
    // Callbacks under way, each with whether Node queued it itself.
    let mut running: Vec<(TaskId, Option<(By, bool)>)> = Vec::new();
    let mut phase = Phase::Main;
    let mut line = None;
    for (index, step) in steps.iter().enumerate() {
        match &step.event {
            Event::Queued {
                task,
                origin,
                line: queued,
                ..
            } => {
                // Numbers are given in the order of queueing.
                match origins.binary_search_by_key(task, |(of, ..)| *of) {
                    Ok(_) => {}
                    Err(at) => origins.insert(at, (*task, *origin, queued.is_none())),
                }
            }
            Event::Started(task) => {
                let found = origins.binary_search_by_key(task, |(of, ..)| *of);
                // What never waited is no callback.
                let by = found.ok().map(|at| {
                    let (task, origin, is_of_node) = origins[at];
                    let is_of_node =
                        is_of_node && matches!(origin, Origin::NextTick | Origin::Internal);
                    (By { task, origin }, is_of_node)
                });
                running.push((*task, by));
                line = None;
            }
            Event::Ended(task) => {
                running.retain(|(of, _)| of != task);
                line = None;
            }
            Event::Phase(of) => phase = *of,
            Event::Statement { place, .. } => {
                line = places.get(*place as usize).map(|place| place.line);
            }
            Event::Printed { stream, text } => prints.push(Print {
                at: index + 1,
                at_ns: step.at_ns,
                stream: *stream,
                text: text.clone(),
                by: running.last().and_then(|(_, by)| Some(by.as_ref()?.0)),
                phase,
                line,
                // What no statement printed, a callback such as console.error may have.
                is_of_node: *stream == Stream::Error
                    && line.is_none()
                    && running
                        .last()
                        .is_none_or(|(_, by)| by.is_none_or(|(_, is_of_node)| is_of_node)),
            }),
            _ => {}
        }
    }
    prints
}

/// What stands on the console after so many steps.
pub(crate) fn until(prints: &[Print], at: usize) -> &[Print] {
    &prints[..prints.partition_point(|print| print.at <= at)]
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::run;
    use super::*;

    #[test]
    fn each_line_knows_who_printed_it_and_where() {
        let run = run();
        let told: Vec<_> = run
            .prints
            .iter()
            .map(|print| (print.shown(), print.by.map(|by| by.task), print.line))
            .collect();
        assert_eq!(
            told,
            [
                ("main", None, Some(3)),
                ("tick", Some(2), Some(2)),
                ("timer", Some(1), Some(1)),
            ]
        );
    }

    #[test]
    fn the_console_fills_step_by_step() {
        let prints = run().prints;
        assert_eq!(until(&prints, 7).len(), 0);
        assert_eq!(until(&prints, 8).len(), 1);
        assert_eq!(until(&prints, usize::MAX).len(), 3);
    }
}
