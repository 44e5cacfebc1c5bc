//! A run in figures.

use super::course::{Course, Run, RunId, Spot, Wait};
use crate::trace::{Queue, TaskId};

/// What held the thread longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The execution.
    pub run: RunId,
    /// Of which callback; none for what is no callback.
    pub task: Option<TaskId>,
    /// The line that queued it.
    pub line: Option<u32>,
    /// For how long.
    pub ns: u64,
}

/// The timer that ran latest after it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// The execution.
    pub run: RunId,
    /// Which timer.
    pub task: TaskId,
    /// The line that set it.
    pub line: Option<u32>,
    /// When it was due.
    pub due_ns: u64,
    /// How much later it ran.
    pub ns: u64,
}

/// Ticks and microtasks that ran in one go, during which the loop stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drain {
    /// The first of them.
    pub first: RunId,
    /// How many.
    pub callbacks: u32,
    /// How long they took.
    pub ns: u64,
}

/// A run in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Callbacks of `process.nextTick` that ran.
    pub ticks: u32,
    /// Microtasks.
    pub microtasks: u32,
    /// Timers.
    pub timers: u32,
    /// Callbacks that the turn before had put off.
    pub pending: u32,
    /// Callbacks of requests.
    pub io: u32,
    /// Immediates.
    pub immediates: u32,
    /// `close` callbacks.
    pub closes: u32,
    /// Turns of the loop.
    pub turns: u32,
    /// Virtual time, in nanoseconds.
    pub total_ns: u64,
    /// What held the thread longest; none only if nothing took time.
    pub busiest: Option<Busy>,
    /// The timer that ran latest after it was due.
    pub latest: Option<Late>,
    /// The most ticks and microtasks in one go.
    pub drain: Option<Drain>,
    /// Points at which Node itself does not say what comes first.
    pub races: usize,
    /// Whether two lines that follow each other stand in an order that Node does not determine.
    pub is_undetermined: bool,
}

impl Course {
    /// The run in figures.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            turns: self.turns,
            total_ns: self.total_ns,
            busiest: self.busiest(),
            latest: self.latest(),
            drain: self.drain(),
            races: self.races.len(),
            is_undetermined: self.is_undetermined(),
            ..Summary::default()
        };
        for run in &self.runs {
            if let Some(queue) = self.queue_of(run) {
                *summary.count_of(queue) += 1;
            }
        }
        summary
    }

    /// The queue out of which a callback was executed.
    fn queue_of(&self, run: &Run) -> Option<Queue> {
        let stay = self.waits[run.wait?].stays.last()?;
        Some(match stay.spot {
            Spot::Queue(queue) => queue,
            Spot::Thread(_) => Queue::Poll,
        })
    }

    fn waits_of_runs(&self) -> impl Iterator<Item = (RunId, &Run, &Wait)> {
        let runs = self.runs.iter().enumerate();
        runs.filter_map(|(id, run)| Some((id, run, &self.waits[run.wait?])))
    }

    fn busiest(&self) -> Option<Busy> {
        let runs = self.runs.iter().enumerate().rev();
        let (id, run) = runs.max_by_key(|(_, run)| run.duration_ns())?;
        let ns = run.duration_ns();
        (ns > 0).then(|| Busy {
            run: id,
            task: run.task(),
            line: self.wait(id).and_then(|wait| wait.line),
            ns,
        })
    }

    fn latest(&self) -> Option<Late> {
        let timers = self.waits_of_runs().filter(|(_, _, wait)| wait.is_timer());
        let late = timers.filter_map(|(id, run, wait)| {
            let due_ns = wait.stays.last()?.due_ns?;
            Some(Late {
                run: id,
                task: wait.task,
                line: wait.line,
                due_ns,
                ns: run.started_ns.saturating_sub(due_ns),
            })
        });
        late.reduce(|latest, late| if late.ns > latest.ns { late } else { latest })
    }

    fn drain(&self) -> Option<Drain> {
        let mut longest: Option<Drain> = None;
        let mut open: Option<(Drain, Option<usize>)> = None;
        for (id, run) in self.runs.iter().enumerate() {
            let is_drained = matches!(self.queue_of(run), Some(Queue::NextTick | Queue::Microtask));
            if !is_drained {
                open = None;
                continue;
            }
            let visit = self.visit_at(run.started);
            let (mut drain, _) = open.filter(|(_, of)| *of == visit).unwrap_or((
                Drain {
                    first: id,
                    callbacks: 0,
                    ns: 0,
                },
                visit,
            ));
            drain.callbacks += 1;
            drain.ns = run
                .ended_ns
                .saturating_sub(self.runs[drain.first].started_ns);
            open = Some((drain, visit));
            if longest.is_none_or(|longest| drain.callbacks > longest.callbacks) {
                longest = Some(drain);
            }
        }
        longest
    }

    fn is_undetermined(&self) -> bool {
        let follows = 1..self.lines.len();
        !self.races.is_empty()
            && follows
                .into_iter()
                .any(|line| self.why_line(line - 1, line).race.is_some())
    }
}

impl Summary {
    fn count_of(&mut self, queue: Queue) -> &mut u32 {
        match queue {
            Queue::NextTick => &mut self.ticks,
            Queue::Microtask => &mut self.microtasks,
            Queue::Timers => &mut self.timers,
            Queue::Pending => &mut self.pending,
            Queue::ThreadPool | Queue::Waiting | Queue::Poll => &mut self.io,
            Queue::Check => &mut self.immediates,
            Queue::Close => &mut self.closes,
        }
    }
}
