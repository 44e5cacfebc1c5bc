//! What the standards guarantee of the order in which callbacks run, and whether a run kept to it.
//!
//! Sources: the HTML standard (event loops, timers, message ports, animation frames), Prioritized Task Scheduling
//! (`scheduler`), and `requestIdleCallback()`.

use super::record::{Entry, Kind, Recording};

/// How much earlier than its delay a timer may be seen to run: the page's clock is coarse, and not the timers' clock.
const CLOCK_MS: f64 = 0.25;

/// A timer's nesting level above which a delay is at least [`CLAMP_MS`].
pub(crate) const NESTING_FREE: u32 = 5;

/// The least delay of deeply nested timers, in milliseconds.
pub(crate) const CLAMP_MS: f64 = 4.0;

/// What is guaranteed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A callback ends before another one begins.
    RunToCompletion,
    /// Microtasks run before the next task, and before the next callback of the same frame.
    MicrotasksFirst,
    /// Microtasks run in the order in which they were queued.
    MicrotaskOrder,
    /// Of two timers the one that was set earlier runs first, unless its delay is the longer one.
    TimerOrder,
    /// A timer does not run before its delay is over.
    TimerDelay,
    /// A timer that is nested more than five levels deep waits four milliseconds at least.
    NestedClamp,
    /// Messages of one port arrive in the order in which they were posted.
    MessageOrder,
    /// The animation callbacks of a frame run in the order in which they were requested, with no task between.
    FrameTogether,
    /// An animation callback that is requested by one runs in a later frame.
    FrameLater,
    /// Layout, and with it paint, comes after a frame's animation callbacks, with no task between.
    FrameBeforeLayout,
    /// Of tasks that wait the one with the higher priority runs first.
    PriorityOrder,
    /// Tasks of one priority run in the order in which they were posted.
    TaskOrder,
    /// Idle callbacks run in the order in which they were requested.
    IdleOrder,
}

impl Rule {
    /// All of them.
    pub(crate) const ALL: [Self; 13] = [
        Self::RunToCompletion,
        Self::MicrotasksFirst,
        Self::MicrotaskOrder,
        Self::TimerOrder,
        Self::TimerDelay,
        Self::NestedClamp,
        Self::MessageOrder,
        Self::FrameTogether,
        Self::FrameLater,
        Self::FrameBeforeLayout,
        Self::PriorityOrder,
        Self::TaskOrder,
        Self::IdleOrder,
    ];
}

/// What broke a rule. Numbers are indices into [`Recording::entries`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Breach {
    /// One ran before the other, and should not have.
    Before { ran: usize, other: usize },
    /// It waited less than it had to.
    Early { ran: usize, least_ms: f64 },
}

/// What a run says of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub rule: Rule,
    /// How many callbacks, or pairs of them, it was held against.
    pub cases: u32,
    /// The first that broke it.
    pub breach: Option<Breach>,
}

/// Every rule that the run can be held against.
pub(crate) fn verdicts(recording: &Recording) -> Vec<Verdict> {
    let all = Rule::ALL.into_iter().map(|rule| verdict(recording, rule));
    all.filter(|verdict| verdict.cases > 0).collect()
}

fn verdict(recording: &Recording, rule: Rule) -> Verdict {
    let mut check = Check {
        entries: &recording.entries,
        cases: 0,
        breach: None,
    };
    match rule {
        Rule::RunToCompletion => check.run_to_completion(),
        Rule::MicrotasksFirst => check.follows_its_parent(Kind::is_microtask, Kind::is_microtask),
        Rule::MicrotaskOrder => check.in_order(Kind::is_microtask),
        Rule::TimerOrder => check.timer_order(),
        Rule::TimerDelay => check.waits(|ticket| ticket.nesting <= NESTING_FREE, 0.0),
        Rule::NestedClamp => check.waits(|ticket| ticket.nesting > NESTING_FREE, CLAMP_MS),
        Rule::MessageOrder => check.in_order(|kind| kind == Kind::Message),
        Rule::FrameTogether => check.frame_together(),
        Rule::FrameLater => check.frame_later(),
        Rule::FrameBeforeLayout => check.follows_its_parent(
            |kind| kind == Kind::Layout,
            |kind| kind.is_microtask() || kind.is_of_rendering(),
        ),
        Rule::PriorityOrder => check.priority_order(),
        Rule::TaskOrder => check.task_order(),
        Rule::IdleOrder => check.in_order(|kind| kind == Kind::Idle),
    }
    Verdict {
        rule,
        cases: check.cases,
        breach: check.breach,
    }
}

struct Check<'a> {
    entries: &'a [Entry],
    cases: u32,
    breach: Option<Breach>,
}

impl Check<'_> {
    fn case(&mut self, breach: Option<Breach>) {
        self.cases += 1;
        self.breach = self.breach.or(breach);
    }

    fn of(&self, is: impl Fn(Kind) -> bool) -> Vec<usize> {
        let all = 0..self.entries.len();
        all.filter(|at| is(self.entries[*at].kind())).collect()
    }

    fn run_to_completion(&mut self) {
        for at in 1..self.entries.len() {
            let is_broken = self.entries[at].start_ms < self.entries[at - 1].end_ms;
            self.case(is_broken.then_some(Breach::Before {
                ran: at,
                other: at - 1,
            }));
        }
    }

    /// Between what queued it and itself nothing runs but what may.
    fn follows_its_parent(&mut self, is: fn(Kind) -> bool, may: fn(Kind) -> bool) {
        for at in self.of(is) {
            let Some(parent) = self.entries[at].ticket.parent else {
                continue;
            };
            let mut between = parent + 1..at;
            let alien = between.find(|other| !may(self.entries[*other].kind()));
            self.case(alien.map(|ran| Breach::Before { ran, other: at }));
        }
    }

    /// Each of a kind was queued after the one that ran before it.
    fn in_order(&mut self, is: impl Fn(Kind) -> bool) {
        for pair in self.of(is).windows(2) {
            let [first, second] = [pair[0], pair[1]];
            let is_broken = self.entries[first].ticket.queued > self.entries[second].ticket.queued;
            self.case(is_broken.then_some(Breach::Before {
                ran: first,
                other: second,
            }));
        }
    }

    fn timer_order(&mut self) {
        let timers = self.of(|kind| kind == Kind::Timer);
        for (place, first) in timers.iter().enumerate() {
            for second in &timers[place + 1..] {
                let [ran, other] = [*first, *second].map(|at| &self.entries[at].ticket);
                if ran.queued < other.queued {
                    self.cases += u32::from(delay_ms(ran) <= delay_ms(other));
                    continue;
                }
                let is_broken = delay_ms(other) <= delay_ms(ran);
                if is_broken {
                    self.case(Some(Breach::Before {
                        ran: *first,
                        other: *second,
                    }));
                }
            }
        }
    }

    fn waits(&mut self, is: fn(&super::record::Ticket) -> bool, least_ms: f64) {
        for at in self.of(|kind| kind == Kind::Timer) {
            let entry = &self.entries[at];
            let least_ms = least_ms.max(entry.ticket.delay_ms);
            // Of those of a loop only the first is known, and of a timer without delay there is nothing to see.
            if !is(&entry.ticket) || entry.count > 1 || least_ms <= 0.0 {
                continue;
            }
            let is_broken = entry.waited_ms() < least_ms - CLOCK_MS;
            self.case(is_broken.then_some(Breach::Early { ran: at, least_ms }));
        }
    }

    fn frame_together(&mut self) {
        for pair in self.of(|kind| kind == Kind::Frame).windows(2) {
            let [first, second] = [pair[0], pair[1]];
            let [ran, then] = [&self.entries[first], &self.entries[second]];
            if ran.frame_ms != then.frame_ms {
                continue;
            }
            let mut between = first + 1..second;
            let may = |kind: Kind| kind.is_microtask();
            let alien = between.find(|at| !may(self.entries[*at].kind()));
            let swapped = (ran.ticket.queued > then.ticket.queued).then_some(first);
            let ran = alien.or(swapped);
            self.case(ran.map(|ran| Breach::Before { ran, other: second }));
        }
    }

    fn frame_later(&mut self) {
        for at in self.of(|kind| kind == Kind::Frame) {
            let parent = self.entries[at].ticket.parent;
            let Some(parent) = parent.filter(|of| self.entries[*of].kind() == Kind::Frame) else {
                continue;
            };
            let is_broken = self.entries[at].frame_ms <= self.entries[parent].frame_ms;
            self.case(is_broken.then_some(Breach::Before {
                ran: at,
                other: parent,
            }));
        }
    }

    fn priority_order(&mut self) {
        let tasks = self.of(|kind| matches!(kind, Kind::Task(_)));
        for (place, first) in tasks.iter().enumerate() {
            for second in &tasks[place + 1..] {
                let (Kind::Task(ran), Kind::Task(waited)) =
                    (self.entries[*first].kind(), self.entries[*second].kind())
                else {
                    continue;
                };
                if ran == waited || !self.waited_together(*first, *second) {
                    continue;
                }
                let is_broken = waited < ran;
                self.case(is_broken.then_some(Breach::Before {
                    ran: *first,
                    other: *second,
                }));
            }
        }
    }

    /// Whether the later one was queued when the earlier one began.
    fn waited_together(&self, earlier: usize, later: usize) -> bool {
        let parent = self.entries[later].ticket.parent;
        self.entries[earlier].stage == self.entries[later].stage
            && parent.is_none_or(|parent| parent < earlier)
    }

    fn task_order(&mut self) {
        for priority in super::record::Priority::ALL {
            self.in_order(|kind| kind == Kind::Task(priority));
        }
    }
}

/// The delay that a timer has by the standard.
fn delay_ms(ticket: &super::record::Ticket) -> f64 {
    if ticket.nesting > NESTING_FREE {
        ticket.delay_ms.max(CLAMP_MS)
    } else {
        ticket.delay_ms
    }
}

/// Two kinds of which no standard says which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub first: usize,
    pub then: usize,
}

/// What no standard says, and which came first: the first callbacks of two kinds that the same task queued.
pub(crate) fn open(recording: &Recording) -> Vec<Open> {
    use super::record::Priority::{UserBlocking, UserVisible};
    let pairs = [
        (Kind::Timer, Kind::Message),
        (Kind::Timer, Kind::Frame),
        (Kind::Message, Kind::Frame),
        (Kind::Task(UserVisible), Kind::Timer),
        (Kind::Task(UserBlocking), Kind::Message),
        (Kind::Idle, Kind::Timer),
    ];
    let found = pairs.into_iter().filter_map(|(one, other)| {
        let (one, other) = (first_of(recording, one)?, first_of(recording, other)?);
        Some(Open {
            first: one.min(other),
            then: one.max(other),
        })
    });
    found.collect()
}

/// The first of a kind that the task of the first stage queued.
fn first_of(recording: &Recording, kind: Kind) -> Option<usize> {
    let entries = &recording.entries;
    let mut of_stage = recording.of_stage(0);
    let first = of_stage.find(|(_, entry)| {
        let parent = entry.ticket.parent.and_then(|parent| entries.get(parent));
        entry.kind() == kind && parent.is_some_and(|parent| parent.kind() == Kind::Script)
    });
    first.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{EACH, run};
    use super::super::program::ProgramId;
    use super::*;

    /// What breaks a rule in a run.
    fn broken(text: &str, rule: Rule) -> Option<Breach> {
        let recording = run(ProgramId::Each, text);
        let verdicts = verdicts(&recording);
        let verdict = verdicts.iter().find(|verdict| verdict.rule == rule);
        verdict.expect("it is held against it").breach
    }

    #[test]
    fn a_run_by_the_standard_breaks_nothing() {
        let verdicts = verdicts(&run(ProgramId::Each, EACH));
        assert!(verdicts.iter().all(|verdict| verdict.breach.is_none()));
        let rules: Vec<Rule> = verdicts.iter().map(|verdict| verdict.rule).collect();
        assert_eq!(
            rules,
            [
                Rule::RunToCompletion,
                Rule::MicrotasksFirst,
                Rule::MicrotaskOrder,
                Rule::TimerOrder,
                Rule::FrameLater,
                Rule::FrameBeforeLayout,
            ]
        );
    }

    #[test]
    fn a_callback_that_begins_within_another_is_named() {
        let run = "script 0-2 > timer 1\ntimer 1 1-3";
        let breach = Breach::Before { ran: 1, other: 0 };
        assert_eq!(broken(run, Rule::RunToCompletion), Some(breach));
    }

    #[test]
    fn a_task_before_a_microtask_is_named() {
        // As Node 10 and before ran timers.
        let run = "
            script 0-1 > timer 1, timer 2
            timer 1 1-2 > microtask 1
            timer 2 2-3
            microtask 1 3-4";
        let breach = Breach::Before { ran: 2, other: 3 };
        assert_eq!(broken(run, Rule::MicrotasksFirst), Some(breach));
    }

    #[test]
    fn callbacks_of_one_source_that_swap_are_named() {
        let swapped = |kind: &str| {
            format!("script 0-1 > {kind} 1, {kind} 2\n{kind} 2 @5 5-6\n{kind} 1 @5 6-7")
        };
        let breach = Some(Breach::Before { ran: 1, other: 2 });
        for (kind, rule) in [
            ("microtask", Rule::MicrotaskOrder),
            ("timer", Rule::TimerOrder),
            ("message", Rule::MessageOrder),
            ("frame", Rule::FrameTogether),
            ("background", Rule::TaskOrder),
            ("idle", Rule::IdleOrder),
        ] {
            assert_eq!(broken(&swapped(kind), rule), breach, "{kind}");
        }
    }

    #[test]
    fn a_timer_with_a_shorter_delay_may_come_first() {
        let run = "script 0-1 > timer 1 +10, timer 2\ntimer 2 2-3\ntimer 1 10-11";
        let recording = verdicts(&super::super::fixtures::run(ProgramId::Each, run));
        assert!(recording.iter().all(|verdict| verdict.breach.is_none()));
        let late = "script 0-1 > timer 1 +10, timer 2\ntimer 2 2-3\ntimer 1 8-9";
        let breach = Breach::Early {
            ran: 2,
            least_ms: 10.0,
        };
        assert_eq!(broken(late, Rule::TimerDelay), Some(breach));
    }

    /// Timers that follow one another this far apart.
    fn chain(gap_ms: f64) -> String {
        let timers = (1..=9).map(|timer| {
            let start_ms = 1.0 + f64::from(timer) * gap_ms;
            let (end_ms, next) = (start_ms + 0.1, timer + 1);
            format!("timer {timer} {start_ms}-{end_ms} > timer {next}\n")
        });
        let script = "script 0-1 > timer 1\n".to_owned();
        std::iter::once(script).chain(timers).collect()
    }

    #[test]
    fn a_deeply_nested_timer_that_does_not_wait_is_named() {
        let breach = Breach::Early {
            ran: 7,
            least_ms: 4.0,
        };
        assert_eq!(broken(&chain(1.0), Rule::NestedClamp), Some(breach));
        assert_eq!(broken(&chain(4.1), Rule::NestedClamp), None);
    }

    #[test]
    fn a_task_between_a_frame_and_its_layout_is_named() {
        let run = "
            script 0-1 > frame 1, frame 2, message 1
            frame 1 @5 5-6 > layout 1, frame 3
            message 1 6-7
            frame 2 @5 7-8
            layout 1 8-9
            frame 3 @5 9-10";
        let breach = Some(Breach::Before { ran: 2, other: 4 });
        assert_eq!(broken(run, Rule::FrameBeforeLayout), breach);
        let breach = Some(Breach::Before { ran: 2, other: 3 });
        assert_eq!(broken(run, Rule::FrameTogether), breach);
        let breach = Some(Breach::Before { ran: 5, other: 1 });
        assert_eq!(broken(run, Rule::FrameLater), breach);
    }

    #[test]
    fn a_lower_priority_that_runs_first_is_named_if_the_higher_one_waited() {
        let run = "
            script 0-1 > background 1, user-blocking 1
            background 1 1-2
            user-blocking 1 2-3";
        let breach = Breach::Before { ran: 1, other: 2 };
        assert_eq!(broken(run, Rule::PriorityOrder), Some(breach));
        let run = "
            script 0-1 > background 1, background 2
            background 1 1-2 > user-blocking 1
            user-blocking 1 2-3
            background 2 3-4";
        assert_eq!(broken(run, Rule::PriorityOrder), None);
    }

    #[test]
    fn what_is_not_guaranteed_is_told_as_it_was() {
        let recording = run(ProgramId::Each, EACH);
        let kinds: Vec<(Kind, Kind)> = open(&recording)
            .into_iter()
            .map(|open| {
                let kind = |at: usize| recording.entries[at].kind();
                (kind(open.first), kind(open.then))
            })
            .collect();
        assert_eq!(
            kinds,
            [
                (Kind::Message, Kind::Timer),
                (Kind::Timer, Kind::Frame),
                (Kind::Message, Kind::Frame),
                (Kind::Timer, Kind::Idle),
            ]
        );
    }
}
