//! What each thread did, over virtual time.

use std::collections::HashMap;

use event_loop::trace::{Event, Origin, Phase, Queue, Step, TaskId};

/// Whose lane it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// The thread that executes JavaScript.
    Main,
    /// A thread of the pool, from 0.
    Thread(u8),
    /// Disk and network.
    Outside,
}

/// What it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The main module, or what Node does itself in another phase.
    Program(Phase),
    /// A callback, or a request.
    Task { origin: Origin, label: String },
    /// A synchronous operation.
    Blocked(String),
    /// The loop slept in the poll phase.
    Slept,
}

/// From when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub start_ns: u64,
    pub end_ns: u64,
    pub what: What,
}

/// What one thread did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lane {
    pub who: Who,
    /// By start.
    pub spans: Vec<Span>,
}

/// The lanes of a run: the main thread, the pool's threads as far as they were used, and what is outside.
pub(crate) fn lanes(steps: &[Step]) -> Vec<Lane> {
    let mut drawing = Drawing {
        lanes: Vec::new(),
        phase: Phase::Main,
        of: HashMap::new(),
        running: Vec::new(),
        outside: Vec::new(),
        threads: HashMap::new(),
    };
    for step in steps {
        drawing.add(step);
    }
    drawing.finish(steps.last().map_or(0, |step| step.at_ns))
}

struct Drawing {
    lanes: Vec<Lane>,
    phase: Phase,
    of: HashMap<TaskId, (Origin, String)>,
    /// Callbacks under way, with when they began.
    running: Vec<(TaskId, u64)>,
    /// What waits for disk or network, with since when.
    outside: Vec<(TaskId, u64)>,
    threads: HashMap<u8, (TaskId, u64)>,
}

impl Drawing {
    fn add(&mut self, step: &Step) {
        let now = step.at_ns;
        match &step.event {
            Event::Queued {
                task,
                queue,
                origin,
                label,
                ..
            } => {
                self.of.insert(*task, (*origin, label.clone()));
                self.back_from_outside(*task, now);
                if *queue == Queue::Waiting {
                    self.outside.push((*task, now));
                }
            }
            Event::Cancelled(task) => self.back_from_outside(*task, now),
            Event::ThreadTook { thread, task, .. } => {
                self.threads.insert(*thread, (*task, now));
            }
            Event::ThreadDone { thread, .. } => {
                if let Some((task, since)) = self.threads.remove(thread) {
                    let what = self.what(task);
                    self.put(Who::Thread(*thread), since, now, what);
                }
            }
            Event::Started(task) => {
                self.back_from_outside(*task, now);
                self.running.push((*task, now));
            }
            Event::Ended(task) => {
                let found = self.running.iter().position(|(of, _)| of == task);
                if let Some((task, since)) = found.map(|at| self.running.remove(at)) {
                    let what = self.what(task);
                    self.put(Who::Main, since, now, what);
                }
            }
            Event::Phase(phase) => self.phase = *phase,
            Event::Blocked { label, until_ns } => {
                self.put(Who::Main, now, *until_ns, What::Blocked(label.clone()));
            }
            Event::Slept { until_ns } => self.put(Who::Main, now, *until_ns, What::Slept),
            _ => {}
        }
    }

    fn back_from_outside(&mut self, task: TaskId, now: u64) {
        let found = self.outside.iter().position(|(of, _)| *of == task);
        if let Some((task, since)) = found.map(|at| self.outside.remove(at)) {
            let what = self.what(task);
            self.put(Who::Outside, since, now, what);
        }
    }

    /// What never waited is no callback.
    fn what(&self, task: TaskId) -> What {
        let of = self.of.get(&task).cloned();
        of.map_or(What::Program(self.phase), |(origin, label)| What::Task {
            origin,
            label,
        })
    }

    fn put(&mut self, who: Who, start_ns: u64, end_ns: u64, what: What) {
        let at = match self.lanes.binary_search_by_key(&who, |lane| lane.who) {
            Ok(at) => at,
            Err(at) => {
                let spans = Vec::new();
                self.lanes.insert(at, Lane { who, spans });
                at
            }
        };
        self.lanes[at].spans.push(Span {
            start_ns,
            end_ns,
            what,
        });
    }

    fn finish(mut self, end_ns: u64) -> Vec<Lane> {
        // What a limit stopped is drawn as far as it came.
        for (task, since) in std::mem::take(&mut self.running) {
            let what = self.what(task);
            self.put(Who::Main, since, end_ns, what);
        }
        for (task, since) in std::mem::take(&mut self.outside) {
            let what = self.what(task);
            self.put(Who::Outside, since, end_ns, what);
        }
        for (thread, (task, since)) in std::mem::take(&mut self.threads) {
            let what = self.what(task);
            self.put(Who::Thread(thread), since, end_ns, what);
        }
        for lane in &mut self.lanes {
            // Of equals the longer one lies below.
            lane.spans
                .sort_by_key(|span| (span.start_ns, u64::MAX - span.end_ns));
        }
        self.lanes
    }
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::recorded;
    use super::*;

    #[test]
    fn the_main_thread_runs_the_program_then_callbacks_and_sleeps_between() {
        let lanes = lanes(&recorded().steps);
        assert_eq!(lanes.len(), 1);
        let spans = lanes[0].spans.iter();
        let spans: Vec<_> = spans
            .map(|span| (span.start_ns / 1_000, span.end_ns / 1_000))
            .collect();
        assert_eq!(spans, [(0, 3), (3, 4), (4, 1_000), (1_000, 1_001)]);
        assert_eq!(lanes[0].spans[0].what, What::Program(Phase::Main));
        assert_eq!(lanes[0].spans[2].what, What::Slept);
    }

    #[test]
    fn a_request_has_a_lane_of_its_own_while_a_thread_or_the_disk_is_at_it() {
        let queued = |queue| Event::Queued {
            task: 1,
            queue,
            origin: Origin::File,
            label: "read".to_owned(),
            line: Some(1),
            due_ns: None,
        };
        let steps = [
            (0, queued(Queue::ThreadPool)),
            (
                1,
                Event::ThreadTook {
                    thread: 2,
                    task: 1,
                    until_ns: 5,
                },
            ),
            (5, Event::ThreadDone { thread: 2, task: 1 }),
            (5, queued(Queue::Waiting)),
            (9, queued(Queue::Poll)),
            (9, Event::Started(1)),
        ];
        let steps = steps.map(|(at_ns, event)| Step { at_ns, event });
        let lanes = lanes(&steps);
        let who: Vec<Who> = lanes.iter().map(|lane| lane.who).collect();
        assert_eq!(who, [Who::Main, Who::Thread(2), Who::Outside]);
        let span = |lane: usize| (lanes[lane].spans[0].start_ns, lanes[lane].spans[0].end_ns);
        assert_eq!((span(1), span(2)), ((1, 5), (5, 9)));
    }
}
