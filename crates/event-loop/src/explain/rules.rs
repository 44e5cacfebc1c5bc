//! Which of the rules holds between two executions.

use super::course::{Actor, Course, Met, Outcome, Run, RunId, Spot, Stay, Wait};
use super::reason::{Precedence, Reason};
use crate::trace::{Phase, Queue, Race, TaskId};

/// The least that a timer waits.
const SHORTEST_TIMER_NS: u64 = 1_000_000;

/// How much before a timer is due a race can be about it: the shortest timer, and that the loop counts milliseconds.
const EARLY_NS: u64 = 2_000_000;

/// How much later.
const LATE_NS: u64 = 10_000_000;

/// From how long on it is worth saying that a callback had to wait for the thread.
const HELD_UP_NS: u64 = 1_000_000;

/// What held the thread while a callback could have run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldUp {
    /// The execution that held it longest.
    pub by: RunId,
    /// For how long of that time.
    pub ns: u64,
}

impl Course {
    /// Why a run began when it did, and not what else waited: with respect to what ran next of that. None if there is no
    /// such run.
    #[must_use]
    pub fn why(&self, run: RunId) -> Option<Precedence> {
        self.runs.get(run)?;
        Some(match self.rival(run) {
            Some(rival) => self.contest(run, rival),
            None => self.precedence(run, None, self.alone(run)),
        })
    }

    /// Why a run began when it did, with respect to the first in each queue, its own too, and the first on which a
    /// thread of the pool is at work: what ran next comes first. It looks at everything that ever waited.
    #[must_use]
    pub fn whys(&self, run: RunId) -> Vec<Precedence> {
        let Some(of) = self.runs.get(run) else {
            return Vec::new();
        };
        let waiting = self.waits.iter().filter_map(|wait| {
            let stay = wait.stay_before(of.started)?;
            let spot = match stay.spot {
                Spot::Thread(_) => Spot::Thread(0),
                queue @ Spot::Queue(_) => queue,
            };
            (stay.to > of.started).then_some((wait, spot))
        });
        let mut firsts: Vec<(&Wait, Spot)> = Vec::new();
        for (wait, spot) in waiting {
            match firsts.iter_mut().find(|(_, of)| *of == spot) {
                Some((first, _)) if next_run(wait) < next_run(first) => *first = wait,
                Some(_) => {}
                None => firsts.push((wait, spot)),
            }
        }
        firsts.sort_by_key(|(wait, _)| next_run(wait));
        let whys = firsts.into_iter().map(|(wait, _)| self.contest(run, wait));
        whys.collect()
    }

    /// Why one callback ran before another; none stands for the main module. It is about their first executions. If it
    /// was the other way about, the answer says so and why.
    #[must_use]
    pub fn why_before(&self, first: Option<TaskId>, second: Option<TaskId>) -> Precedence {
        match (self.run_of(first), self.run_of(second)) {
            (Some(first), Some(second)) => self.why_run_before(first, second),
            (Some(run), None) => self.why_never(run, second),
            (None, Some(run)) => Precedence {
                is_reversed: true,
                ..self.why_never(run, first)
            },
            (None, None) => Precedence {
                first,
                ..self.never(second)
            },
        }
    }

    /// Why one run began before another: see [`Course::why_before`]. Runs that are not there are the main module.
    #[must_use]
    pub fn why_run_before(&self, first: RunId, second: RunId) -> Precedence {
        let known = |run: RunId| if run < self.runs.len() { run } else { 0 };
        let (first, second) = (known(first), known(second));
        if first > second {
            return Precedence {
                is_reversed: true,
                ..self.in_order(second, first)
            };
        }
        self.in_order(first, second)
    }

    /// Why one line was printed before another: indices of [`Course::lines`]. If it was the other way about, the answer
    /// says so and why; lines that are not there are the first.
    #[must_use]
    pub fn why_line(&self, first: usize, second: usize) -> Precedence {
        if first > second {
            return Precedence {
                is_reversed: true,
                ..self.why_line(second, first)
            };
        }
        let line = |index: usize| self.lines.get(index).or_else(|| self.lines.first());
        let (Some(first), Some(second)) = (line(first), line(second)) else {
            return self.in_order(0, 0);
        };
        if first.run > second.run {
            return self.precedence(first.run, second.task, Reason::Nested);
        }
        let why = self.in_order(first.run, second.run);
        let was_queued = || {
            let queued = self.link(first.run, second.run).and_then(Wait::queued);
            queued.is_some_and(|queued| queued < first.step)
        };
        match why.reason {
            Reason::Causes if was_queued() => Precedence {
                reason: Reason::RunsToEnd,
                ..why
            },
            _ => why,
        }
    }

    /// What held the thread longest while the callback of a run could have run already; none if nothing did.
    #[must_use]
    pub fn held_up(&self, run: RunId) -> Option<HeldUp> {
        let of = self.runs.get(run)?;
        let ready_ns = ready_ns(self.wait(run)?)?;
        let before = self.runs[..run].iter().enumerate().rev();
        // What runs within something ends before it does, so that only outermost ones end in order.
        let overlapping =
            before.take_while(|(_, run)| run.ended_ns > ready_ns || run.within.is_some());
        let held = overlapping.map(|(by, run)| HeldUp {
            by,
            ns: run
                .ended_ns
                .min(of.started_ns)
                .saturating_sub(run.started_ns.max(ready_ns)),
        });
        held.filter(|held| held.ns > 0)
            .max_by_key(|held| (held.ns, held.by))
    }

    /// What waited when a run began, and ran next; if none of it ever ran, what waited longest.
    fn rival(&self, run: RunId) -> Option<&Wait> {
        let step = self.runs[run].started;
        if run == 0 {
            return None;
        }
        let later = (run + 1..self.runs.len()).filter_map(|run| self.wait(run));
        let mut later = later.filter(|wait| wait.is_waiting_at(step));
        let vain = || {
            let vain = self.vain.iter().map(|wait| &self.waits[*wait]);
            vain.filter(|wait| wait.is_waiting_at(step))
                .min_by_key(|wait| wait.queued())
        };
        later.next().or_else(vain)
    }

    /// Two runs of which the first began first.
    fn in_order(&self, first: RunId, second: RunId) -> Precedence {
        let (run, other) = (&self.runs[first], &self.runs[second]);
        let say = |reason| self.precedence(first, other.task(), reason);
        if first == second {
            return say(Reason::SameCallback);
        }
        match (run.actor, other.actor) {
            (Actor::Main, _) => return say(Reason::MainRunsFirst),
            (_, Actor::Exit) => return say(Reason::ExitComesLast),
            (Actor::Node, _) | (_, Actor::Node) => return say(Reason::NodeItself),
            (Actor::Callback(_) | Actor::Exit, Actor::Main | Actor::Callback(_)) => {}
        }
        match self.wait(second) {
            Some(wait) => self.against(first, wait),
            None => say(Reason::Unruled),
        }
    }

    /// A run and a callback that had not begun when it did: looks for what led to the callback and waited then.
    fn against(&self, first: RunId, second: &Wait) -> Precedence {
        let step = self.runs[first].started;
        let mut wait = second;
        loop {
            if wait.queued().is_some_and(|queued| queued < step) {
                return self.contest(first, wait);
            }
            let Some(parent) = wait.parent else {
                return self.precedence(first, Some(wait.task), Reason::NotQueuedYet);
            };
            if parent == first {
                return self.precedence(first, Some(wait.task), Reason::Causes);
            }
            let of = &self.runs[parent];
            let say = |reason| self.precedence(first, of.task(), reason);
            match self.wait(parent) {
                _ if parent < first => return say(Reason::Nested),
                Some(of) => wait = of,
                None if of.actor == Actor::Exit => return say(Reason::ExitComesLast),
                None => return say(Reason::NodeItself),
            }
        }
    }

    /// The wait by which a run led to another.
    fn link(&self, first: RunId, second: RunId) -> Option<&Wait> {
        let led = self.ancestry(second).take_while(|run| *run > first);
        let link = self.wait(led.last()?)?;
        (link.parent == Some(first)).then_some(link)
    }

    /// A run, and a callback that never ran.
    fn why_never(&self, run: RunId, never: Option<TaskId>) -> Precedence {
        Precedence {
            first: self.runs[run].task(),
            ..self.never(never)
        }
    }

    fn never(&self, never: Option<TaskId>) -> Precedence {
        let wait = never.and_then(|task| self.first_wait(task));
        let is_cancelled = wait.is_some_and(|wait| matches!(wait.outcome, Outcome::Cancelled(_)));
        Precedence {
            first: None,
            second: never,
            reason: if is_cancelled {
                Reason::Cancelled
            } else {
                Reason::NeverRan
            },
            race: None,
            is_reversed: false,
        }
    }

    fn precedence(&self, first: RunId, second: Option<TaskId>, reason: Reason) -> Precedence {
        Precedence {
            first: self.runs[first].task(),
            second,
            reason,
            race: None,
            is_reversed: false,
        }
    }

    /// A run that began while nothing else waited.
    fn alone(&self, run: RunId) -> Reason {
        let of = &self.runs[run];
        match of.actor {
            Actor::Main => return Reason::MainRunsFirst,
            Actor::Exit => return Reason::ExitComesLast,
            Actor::Node => return Reason::NodeItself,
            Actor::Callback(_) => {}
        }
        let Some((wait, stay)) = self.last_stay(run) else {
            return Reason::NothingElse;
        };
        let is_timer = wait.is_timer();
        if !is_timer && phase_of(stay) != Some(Phase::Poll) {
            return Reason::NothingElse;
        }
        let held = self.held_up(run).filter(|held| held.ns >= HELD_UP_NS);
        match (held, stay.due_ns) {
            (Some(held), _) => Reason::BlockedBy {
                task: self.runs[held.by].task(),
                ns: held.ns,
            },
            (None, Some(due_ns)) if is_timer => Reason::TimerDue {
                due_ns,
                lateness_ns: of.started_ns.saturating_sub(due_ns),
            },
            (None, None) if is_timer => Reason::NothingElse,
            (None, _) => Reason::PollWasReady {
                ready_ns: done_ns(stay),
            },
        }
    }

    fn last_stay(&self, run: RunId) -> Option<(&Wait, &Stay)> {
        let wait = self.wait(run)?;
        Some((wait, wait.stays.last()?))
    }

    /// A run, and a callback that waited when it began.
    fn contest(&self, run: RunId, rival: &Wait) -> Precedence {
        let of = &self.runs[run];
        let say = |reason| self.precedence(run, Some(rival.task), reason);
        match of.actor {
            Actor::Main => return say(Reason::MainRunsFirst),
            Actor::Exit | Actor::Node => return say(Reason::NodeItself),
            Actor::Callback(_) => {}
        }
        let theirs = rival.stay_before(of.started);
        let (Some((wait, own)), Some(theirs)) = (self.last_stay(run), theirs) else {
            return say(Reason::Unruled);
        };
        let between = Between {
            course: self,
            run,
            of,
            wait,
            own,
            rival,
            theirs,
        };
        Precedence {
            race: between.race(),
            ..say(between.rule())
        }
    }
}

/// A run that began, and a callback that waited then.
struct Between<'a> {
    course: &'a Course,
    run: RunId,
    of: &'a Run,
    /// How the run's callback had waited.
    wait: &'a Wait,
    /// Where it had last.
    own: &'a Stay,
    rival: &'a Wait,
    /// Where the rival waited.
    theirs: &'a Stay,
}

impl Between<'_> {
    fn rule(&self) -> Reason {
        use Queue::{Microtask, NextTick, Poll, ThreadPool, Timers, Waiting};
        use Spot::{Queue as In, Thread};
        match (self.own.spot, self.theirs.spot) {
            (In(NextTick), In(NextTick)) | (In(Microtask), In(Microtask)) => self.in_order_queued(),
            (In(NextTick), In(Microtask)) => Reason::TickBeforeMicrotasks,
            (In(Microtask), In(NextTick)) => self.microtask_before_tick(),
            (In(NextTick | Microtask), _) => Reason::MicrotasksBeforeLoop,
            (_, In(NextTick | Microtask)) => Reason::PhaseBeforeMicrotasks {
                phase: self.of.phase,
            },
            (In(Timers), In(Timers)) => self.timers(),
            (_, In(Timers)) => self.timer_waits(),
            (_, In(ThreadPool)) => Reason::PoolWasFull {
                waited_ns: self.of.started_ns.saturating_sub(self.theirs.from_ns),
            },
            (_, In(Waiting) | Thread(_)) => self.under_way(),
            (In(Poll | Waiting | ThreadPool) | Thread(_), In(Poll)) => self.done_earlier(),
            (own, theirs) if own == theirs => self.in_order_queued(),
            _ => self.phases(),
        }
    }

    /// The race that the run met since both waited, if it is about their order.
    fn race(&self) -> Option<Race> {
        let since = self.wait.queued().max(self.rival.queued())?;
        let is_of_loop = |stay: &Stay| phase_of(stay).is_some();
        if !is_of_loop(self.own) || !is_of_loop(self.theirs) {
            return None;
        }
        let timer = match (self.wait.is_timer(), is_timer(self.theirs)) {
            (true, false) => self.own.due_ns,
            (false, true) => self.theirs.due_ns,
            (true, true) | (false, false) => None,
        };
        let are_requests = self.wait.is_request() && self.rival.is_request();
        let is_between = |met: &Met| match met.race {
            Race::TimerDue => timer.is_some_and(|due_ns| is_near(due_ns, met.at_ns)),
            Race::Completion => are_requests,
        };
        let races = &self.course.races;
        let from = races.partition_point(|met| met.step <= since);
        let met = races[from..].iter();
        met.take_while(|met| met.step <= self.of.started)
            .find(|met| is_between(met))
            .map(|met| met.race)
    }

    fn in_order_queued(&self) -> Reason {
        match self.own.spot {
            Spot::Queue(queue) if self.own.from < self.theirs.from => {
                Reason::InOrderQueued { queue }
            }
            _ => Reason::Unruled,
        }
    }

    fn microtask_before_tick(&self) -> Reason {
        let is_microtask = |run: RunId| {
            let stay = self.course.last_stay(run).map(|(_, stay)| stay.spot);
            stay == Some(Spot::Queue(Queue::Microtask))
        };
        // A CommonJS module's ticks run before its first microtask.
        if self.rival.parent == Some(0) && (1..self.run).all(is_microtask) {
            return Reason::MicrotaskBeforeTickInModule;
        }
        Reason::MicrotasksEmptied
    }

    fn timers(&self) -> Reason {
        let (Some(due_ns), Some(other_due_ns)) = (self.own.due_ns, self.theirs.due_ns) else {
            return self.in_order_queued();
        };
        if due_ns < other_due_ns {
            return Reason::TimerEarlierDue {
                due_ns,
                other_due_ns,
            };
        }
        if due_ns == other_due_ns && self.own.from < self.theirs.from {
            return self.in_order_queued();
        }
        if other_due_ns <= self.of.started_ns {
            return Reason::TimerList {
                due_ns,
                other_due_ns,
            };
        }
        Reason::Unruled
    }

    /// The rival is a timer, the run is none.
    fn timer_waits(&self) -> Reason {
        let Some(due_ns) = self.theirs.due_ns else {
            return self.phases();
        };
        if let Some(looked_ns) = self.timers_looked_at() {
            if due_ns > looked_ns {
                return Reason::TimerNotDue { due_ns, looked_ns };
            }
            return self.phases();
        }
        let is_shortest = due_ns.saturating_sub(self.theirs.from_ns) <= SHORTEST_TIMER_NS;
        if is_shortest || due_ns <= self.of.started_ns {
            return self.phases();
        }
        Reason::TimerNotDue {
            due_ns,
            looked_ns: self.of.started_ns,
        }
    }

    /// When the loop looked last at the timers since the rival is one of them; none if it has not yet.
    fn timers_looked_at(&self) -> Option<u64> {
        let course = self.course;
        let visits = |from: usize, to: usize| {
            let first = course.visits.partition_point(|visit| visit.from <= from);
            let last = course.visits.partition_point(|visit| visit.from <= to);
            &course.visits[first..last.max(first)]
        };
        let since = visits(self.theirs.from, self.of.started);
        let mut looks = since.iter().rev().filter(|of| of.phase == Phase::Timers);
        let queued_in = course.visit_at(self.theirs.from);
        let is_of_main = queued_in.is_none_or(|visit| course.visits[visit].phase == Phase::Main);
        // After the main module the loop begins with the timers, even if there is nothing to be seen of it.
        let after_main = since.first().filter(|_| is_of_main);
        looks.next().or(after_main).map(|visit| visit.from_ns)
    }

    /// The rival is a request that is not known to be done.
    fn under_way(&self) -> Reason {
        let now_ns = self.of.started_ns;
        let until_ns = self.theirs.due_ns;
        let waited_ns = self.rival.pool_wait_ns();
        match until_ns {
            Some(until_ns) if until_ns <= now_ns && phase_of(self.own) != Some(Phase::Poll) => {
                self.phases()
            }
            Some(until_ns) if waited_ns > 0 && until_ns.saturating_sub(waited_ns) <= now_ns => {
                Reason::PoolWasFull { waited_ns }
            }
            _ => Reason::StillUnderWay { until_ns },
        }
    }

    fn done_earlier(&self) -> Reason {
        let (done_ns, other_done_ns) = (done_ns(self.own), done_ns(self.theirs));
        let waited_ns = self.rival.pool_wait_ns();
        let is_by_pool = waited_ns > self.wait.pool_wait_ns()
            && other_done_ns > done_ns
            && other_done_ns.saturating_sub(waited_ns) <= done_ns;
        if is_by_pool {
            return Reason::PoolWasFull { waited_ns };
        }
        if self.own.from < self.theirs.from || done_ns < other_done_ns {
            return Reason::DoneEarlier {
                done_ns,
                other_done_ns,
            };
        }
        Reason::Unruled
    }

    /// Both wait for phases of the loop, which are not the same.
    fn phases(&self) -> Reason {
        let (Some(earlier), Some(later)) = (phase_of(self.own), phase_of(self.theirs)) else {
            return Reason::Unruled;
        };
        let queued_in = self.course.visit_at(self.theirs.from);
        let runs_in = self.course.visit_at(self.of.started);
        let is_in_own_phase =
            queued_in.is_some_and(|visit| self.course.visits[visit].phase == later);
        let takes_what_was_there = matches!(later, Phase::Pending | Phase::Check | Phase::Close);
        if takes_what_was_there && is_in_own_phase && queued_in < runs_in {
            return Reason::NextTurn { phase: later };
        }
        if earlier == later {
            return Reason::Unruled;
        }
        Reason::PhaseComesFirst { earlier, later }
    }
}

fn is_timer(stay: &Stay) -> bool {
    stay.spot == Spot::Queue(Queue::Timers)
}

/// Whether it can depend on a machine's speed if a timer is due when the loop looks: a race does not say of which timer
/// it is.
fn is_near(due_ns: u64, looked_ns: u64) -> bool {
    due_ns <= looked_ns.saturating_add(EARLY_NS) && looked_ns <= due_ns.saturating_add(LATE_NS)
}

/// The phase of the loop for which a callback waits; none for ticks and microtasks.
fn phase_of(stay: &Stay) -> Option<Phase> {
    Some(match stay.spot {
        Spot::Queue(Queue::NextTick | Queue::Microtask) => return None,
        Spot::Queue(Queue::Timers) => Phase::Timers,
        Spot::Queue(Queue::Pending) => Phase::Pending,
        Spot::Queue(Queue::ThreadPool | Queue::Waiting | Queue::Poll) | Spot::Thread(_) => {
            Phase::Poll
        }
        Spot::Queue(Queue::Check) => Phase::Check,
        Spot::Queue(Queue::Close) => Phase::Close,
    })
}

/// When a request was done.
fn done_ns(stay: &Stay) -> u64 {
    stay.due_ns.unwrap_or(stay.from_ns)
}

/// From when on a callback that ran could have run.
fn ready_ns(wait: &Wait) -> Option<u64> {
    let stay = wait.stays.last()?;
    Some(stay.due_ns.unwrap_or(stay.from_ns))
}

/// Which run a callback waited for; those that never ran come last.
fn next_run(wait: &Wait) -> (RunId, Option<usize>) {
    match wait.outcome {
        Outcome::Ran(run) => (run, None),
        Outcome::Cancelled(_) | Outcome::Left => (RunId::MAX, wait.queued()),
    }
}
