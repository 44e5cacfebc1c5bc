//! Each rule, by a run in which it decides.

use super::*;
use crate::fixtures::steps;
use crate::trace::{Phase, Queue, Race, Stream, TaskId};

fn course(text: &str) -> Course {
    Course::new(&steps(text), &[])
}

/// Why the first callback ran before the second, which it did.
fn before(course: &Course, first: TaskId, second: TaskId) -> Reason {
    let why = course.why_before(Some(first), Some(second));
    assert!(!why.is_reversed, "{why:?}");
    let back = course.why_before(Some(second), Some(first));
    assert!(back.is_reversed);
    assert_eq!(back.reason, why.reason);
    why.reason
}

fn why(course: &Course, task: TaskId) -> Reason {
    let run = course.run_of(Some(task)).expect("it ran");
    course.why(run).expect("a run").reason
}

/// A main module that queues one callback of each kind.
const DEMONSTRATION: &str = "
    0 phase main
    1us queue t1 timers line 1 due 1ms
    2us queue t2 check line 2
    3us queue t3 pool line 3 label \"readFile\"
    3us took t3 thread 0 until 103us
    4us queue t4 microtask line 4
    5us queue t5 tick line 5
    6us print \"main\"
    7us start t5
    8us print \"tick\"
    8us queue t6 tick line 6
    9us end t5
    9us start t6
    9us end t6
    9us start t4
    10us print \"promise\"
    11us end t4
    11us phase timers
    11us turn 1
    11us phase poll
    11us phase check
    11us start t2
    12us print \"immediate\"
    13us end t2
    13us phase timers
    13us turn 2
    13us phase poll
    13us sleep until 103us
    103us done t3 thread 0
    103us queue t3 poll due 103us
    103us start t3
    104us print \"file\"
    105us end t3
    105us phase check
    105us phase timers
    105us turn 3
    105us phase poll
    105us sleep until 1ms
    1ms phase timers
    1ms start t1
    1001us print \"timeout\"
    1002us end t1
    1002us phase exit
    1003us print \"bye\"
    1004us phase exit
";

#[test]
fn a_run_is_told_callback_by_callback() {
    let course = course(DEMONSTRATION);
    let actors: Vec<Actor> = course.runs().iter().map(|run| run.actor).collect();
    let tasks = [5, 6, 4, 2, 3, 1].map(Actor::Callback);
    let expected = [&[Actor::Main][..], &tasks, &[Actor::Exit]].concat();
    assert_eq!(actors, expected);
    let main = &course.runs()[0];
    assert_eq!(
        (main.ended_ns, main.phase, main.turn),
        (7_000, Phase::Main, 0)
    );
    let nested = course.first_wait(6).expect("it waited");
    assert_eq!((nested.parent, nested.line), (Some(1), Some(6)));
    let request = course.first_wait(3).expect("it waited");
    let spots: Vec<Spot> = request.stays.iter().map(|stay| stay.spot).collect();
    let queues = [Queue::ThreadPool, Queue::Poll].map(Spot::Queue);
    assert_eq!(spots, [queues[0], Spot::Thread(0), queues[1]]);
    assert_eq!(request.parent, Some(0));
    let run = &course.runs()[5];
    assert_eq!(
        (run.phase, run.turn, run.duration_ns()),
        (Phase::Poll, 2, 2_000)
    );
    assert_eq!(request.outcome, Outcome::Ran(5));
    assert_eq!(course.ancestry(2).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(course.run_at(run.started), Some(5));
    assert_eq!(course.run_at(run.ended), None);
    assert_eq!(course.run_at(0), Some(0));
}

#[test]
fn ticks_run_before_microtasks_and_both_before_the_loop() {
    let course = course(DEMONSTRATION);
    assert_eq!(before(&course, 5, 4), Reason::TickBeforeMicrotasks);
    assert_eq!(before(&course, 6, 4), Reason::TickBeforeMicrotasks);
    assert_eq!(before(&course, 5, 6), Reason::Causes);
    for loops in [1, 2, 3] {
        assert_eq!(before(&course, 4, loops), Reason::MicrotasksBeforeLoop);
        assert_eq!(before(&course, 6, loops), Reason::MicrotasksBeforeLoop);
    }
    let main = course.why_before(None, Some(5));
    assert_eq!((main.first, main.reason), (None, Reason::MainRunsFirst));
    assert_eq!(why(&course, 5), Reason::TickBeforeMicrotasks);
    assert_eq!(why(&course, 4), Reason::MicrotasksBeforeLoop);
    assert_eq!(
        course.why(0).map(|why| why.reason),
        Some(Reason::MainRunsFirst)
    );
    assert_eq!(
        course.why(7).map(|why| why.reason),
        Some(Reason::ExitComesLast)
    );
    assert_eq!(course.why(8), None);
    let whys = course.whys(1);
    let rivals: Vec<Option<TaskId>> = whys.iter().map(|why| why.second).collect();
    assert_eq!(rivals, [Some(4), Some(2), Some(3), Some(1)]);
}

#[test]
fn an_immediate_runs_before_what_is_neither_due_nor_done() {
    let course = course(DEMONSTRATION);
    let not_due = Reason::TimerNotDue {
        due_ns: 1_000_000,
        looked_ns: 11_000,
    };
    assert_eq!(before(&course, 2, 1), not_due);
    let under_way = Reason::StillUnderWay {
        until_ns: Some(103_000),
    };
    assert_eq!(before(&course, 2, 3), under_way);
    assert_eq!(why(&course, 2), under_way);
    let due = Reason::TimerDue {
        due_ns: 1_000_000,
        lateness_ns: 0,
    };
    assert_eq!(why(&course, 1), due);
}

#[test]
fn a_module_runs_within_a_microtask() {
    let course = course(
        "0 phase main
         1 queue t1 tick
         2 queue t2 microtask
         3 start t2
         4 queue t3 tick
         5 queue t4 microtask
         6 end t2
         7 start t4
         8 end t4
         9 start t1
         10 queue t5 microtask
         11 end t1
         12 start t3
         13 end t3
         14 start t5
         15 end t5",
    );
    assert_eq!(before(&course, 2, 1), Reason::MicrotaskBeforeTickInModule);
    assert_eq!(before(&course, 4, 1), Reason::MicrotaskBeforeTickInModule);
    assert_eq!(before(&course, 4, 3), Reason::MicrotasksEmptied);
    assert_eq!(before(&course, 3, 5), Reason::TickBeforeMicrotasks);
    let ticks = Reason::InOrderQueued {
        queue: Queue::NextTick,
    };
    assert_eq!(before(&course, 1, 3), ticks);
    assert_eq!(why(&course, 5), Reason::NothingElse);
}

#[test]
fn timers_run_when_due_and_those_of_one_duration_together() {
    let course = course(
        "0 phase main
         0 queue t1 timers due 2ms
         0 queue t2 timers due 1ms
         500us queue t3 timers due 2ms
         1500us queue t4 timers due 2500us
         10ms phase timers
         10ms start t2
         10ms end t2
         10ms start t4
         10ms end t4
         10ms start t1
         10ms end t1
         10ms start t3
         12ms end t3",
    );
    let earlier = Reason::TimerEarlierDue {
        due_ns: 1_000_000,
        other_due_ns: 2_000_000,
    };
    assert_eq!(before(&course, 2, 1), earlier);
    let list = Reason::TimerList {
        due_ns: 2_500_000,
        other_due_ns: 2_000_000,
    };
    assert_eq!(before(&course, 4, 1), list);
    let queue = Queue::Timers;
    assert_eq!(before(&course, 1, 3), Reason::InOrderQueued { queue });
    let blocked = Reason::BlockedBy {
        task: None,
        ns: 8_000_000,
    };
    assert_eq!(why(&course, 3), blocked);
    let late = course.summary().latest.expect("a late timer");
    assert_eq!((late.task, late.ns), (2, 9_000_000));
}

#[test]
fn a_due_timer_runs_in_its_phase_before_an_immediate() {
    let text = "0 phase main
         0 queue t1 timers due 1ms
         0 queue t2 check
         2ms phase timers
         2ms start t1
         2ms print \"timeout\"
         2ms end t1
         2ms turn 1
         2ms phase check
         2ms start t2
         2ms print \"immediate\"
         2ms end t2";
    let course = Course::new(&steps(text), &[(3, Race::TimerDue)]);
    let phases = Reason::PhaseComesFirst {
        earlier: Phase::Timers,
        later: Phase::Check,
    };
    assert_eq!(before(&course, 1, 2), phases);
    let why = course.why_before(Some(1), Some(2));
    assert_eq!(why.race, Some(Race::TimerDue));
    assert!(course.summary().is_undetermined);
    let parting = course.compare(&[1, 0]).expect("a parting");
    assert_eq!(parting.why, why);
    let calm = self::course(text);
    assert!(!calm.summary().is_undetermined);
}

#[test]
fn a_race_is_of_the_timer_that_was_nearly_due() {
    let text = "0 phase main
         0 queue t1 timers due 1ms
         0 queue t2 timers due 100ms
         0 queue t3 check
         0 queue t4 tick
         10us start t4
         10us end t4
         10us phase timers
         10us phase check
         10us start t3
         10us end t3
         1ms phase timers
         1ms start t1
         1ms end t1
         100ms phase timers
         100ms start t2
         100ms end t2";
    let course = Course::new(&steps(text), &[(7, Race::TimerDue)]);
    let race = |first, second| course.why_before(Some(first), Some(second)).race;
    assert_eq!(race(3, 1), Some(Race::TimerDue));
    assert_eq!(race(3, 2), None);
    assert_eq!(race(1, 2), None);
    assert_eq!(race(4, 1), None);
}

#[test]
fn after_a_request_an_immediate_comes_before_a_timeout() {
    let course = course(
        "0 phase main
         1us queue t1 waiting due 5ms
         2us phase timers
         2us turn 1
         2us phase poll
         2us sleep until 5ms
         5ms queue t1 poll due 5ms
         5ms start t1
         5001us queue t2 timers due 6ms
         5002us queue t3 check
         5002us queue t4 timers due 105ms
         5003us end t1
         5003us phase check
         5003us start t3
         5004us queue t5 check
         9ms end t3
         9ms phase timers
         9ms start t2
         9ms end t2
         9ms turn 2
         9ms phase poll
         9ms phase check
         9ms start t5
         9ms end t5
         105ms phase timers
         105ms start t4
         105ms end t4",
    );
    let phases = Reason::PhaseComesFirst {
        earlier: Phase::Check,
        later: Phase::Timers,
    };
    assert_eq!(before(&course, 3, 2), phases);
    let not_due = Reason::TimerNotDue {
        due_ns: 105_000_000,
        looked_ns: 5_003_000,
    };
    assert_eq!(before(&course, 3, 4), not_due);
    let next = Reason::NextTurn {
        phase: Phase::Check,
    };
    assert_eq!(before(&course, 2, 5), next);
    assert_eq!(
        why(&course, 1),
        Reason::PollWasReady {
            ready_ns: 5_000_000
        }
    );
    let held = course.held_up(course.run_of(Some(2)).expect("it ran"));
    assert_eq!(
        held,
        Some(HeldUp {
            by: 2,
            ns: 3_000_000
        })
    );
}

#[test]
fn requests_run_in_the_order_in_which_they_are_done() {
    let text = "0 phase main
         0 queue t1 pool
         0 took t1 thread 0 until 100us
         0 queue t2 pool
         0 took t2 thread 1 until 300us
         0 queue t3 pool
         0 queue t4 waiting due 5ms
         0 queue t5 check
         0 queue t6 timers due 150us
         1us phase timers
         1us turn 1
         1us phase poll
         1us phase check
         1us start t5
         1us end t5
         1us phase poll
         100us done t1 thread 0
         100us queue t1 poll due 100us
         100us took t3 thread 0 until 200us
         100us start t1
         100us end t1
         150us phase timers
         150us start t6
         350us end t6
         350us phase poll
         350us done t3 thread 0
         350us queue t3 poll due 200us
         350us done t2 thread 1
         350us queue t2 poll due 300us
         350us start t3
         350us end t3
         350us start t2
         350us end t2
         5ms queue t4 poll due 5ms
         5ms start t4
         5ms end t4";
    let course = Course::new(&steps(text), &[(25, Race::Completion)]);
    let waited = |waited_ns| Reason::PoolWasFull { waited_ns };
    assert_eq!(before(&course, 5, 3), waited(1_000));
    assert_eq!(before(&course, 1, 3), waited(100_000));
    assert_eq!(before(&course, 6, 3), waited(100_000));
    let until = |until_ns| Reason::StillUnderWay {
        until_ns: Some(until_ns),
    };
    assert_eq!(before(&course, 6, 2), until(300_000));
    assert_eq!(before(&course, 2, 4), until(5_000_000));
    let done = Reason::DoneEarlier {
        done_ns: 200_000,
        other_done_ns: 300_000,
    };
    assert_eq!(before(&course, 3, 2), done);
    let race = |first, second| course.why_before(Some(first), Some(second)).race;
    assert_eq!(race(3, 2), Some(Race::Completion));
    assert_eq!(race(1, 2), None);
    assert_eq!(course.first_wait(3).map(Wait::pool_wait_ns), Some(100_000));
}

#[test]
fn up_to_node_10_a_phase_runs_before_microtasks() {
    let course = course(
        "0 phase main
         0 queue t1 timers due 1ms
         0 queue t2 timers due 1ms
         1ms phase timers
         1ms start t1
         1ms queue t3 tick
         1ms end t1
         1ms start t2
         1ms end t2
         1ms start t3
         1ms end t3",
    );
    let phase = Phase::Timers;
    assert_eq!(
        before(&course, 2, 3),
        Reason::PhaseBeforeMicrotasks { phase }
    );
}

#[test]
fn what_is_not_queued_cancelled_or_left_did_not_run() {
    let course = course(
        "0 phase main
         0 queue t1 timers due 1ms
         0 queue t2 timers due 1ms
         0 queue t3 timers due 9ms
         1ms phase timers
         1ms start t1
         1ms cancel t2
         1ms end t1
         2ms queue t4 poll internal due 2ms
         2ms start t4
         2ms uncaught \"Error\"
         2ms end t4
         2ms error \"Error\"
         2ms phase exit
         2ms print \"bye\"",
    );
    assert_eq!(before(&course, 1, 4), Reason::NotQueuedYet);
    let never = |task| course.why_before(Some(1), Some(task));
    assert_eq!(
        (never(2).reason, never(2).second),
        (Reason::Cancelled, Some(2))
    );
    assert_eq!(never(3).reason, Reason::NeverRan);
    assert_eq!(never(77).reason, Reason::NeverRan);
    let reversed = course.why_before(Some(2), Some(4));
    assert_eq!((reversed.first, reversed.second), (Some(4), Some(2)));
    assert!(reversed.is_reversed);
    let neither = course.why_before(Some(2), Some(3));
    assert_eq!((neither.first, neither.reason), (Some(2), Reason::NeverRan));
    assert_eq!(
        why(&course, 1),
        Reason::InOrderQueued {
            queue: Queue::Timers
        }
    );
    let actors: Vec<Actor> = course.runs().iter().map(|run| run.actor).collect();
    assert_eq!(actors[3..], [Actor::Node, Actor::Exit]);
    let reasons =
        [(2, 3), (3, 4), (2, 4)].map(|(first, second)| course.why_run_before(first, second).reason);
    let expected = [
        Reason::NodeItself,
        Reason::ExitComesLast,
        Reason::ExitComesLast,
    ];
    assert_eq!(reasons, expected);
}

#[test]
fn an_interval_waits_again() {
    let course = course(
        "0 phase main
         0 queue t1 timers interval line 1 due 1ms
         0 queue t2 timers line 2 due 2ms
         1ms phase timers
         1ms start t1
         1ms end t1
         1ms queue t1 timers interval due 2ms
         2ms start t2
         2ms end t2
         2ms start t1
         2ms end t1
         3ms start t1
         3ms end t1",
    );
    let tasks: Vec<Option<TaskId>> = course.runs().iter().map(Run::task).collect();
    assert_eq!(tasks, [None, Some(1), Some(2), Some(1), Some(1)]);
    assert_eq!(course.ancestry(4).collect::<Vec<_>>(), [4, 3, 1, 0]);
    let queue = Queue::Timers;
    let why = course.why_run_before(2, 3);
    assert_eq!(
        (why.reason, why.second),
        (Reason::InOrderQueued { queue }, Some(1))
    );
    assert_eq!(course.summary().timers, 4);
}

#[test]
fn executions_can_nest() {
    let course = course(
        "0 phase main
         0 queue t1 check
         0 queue t2 tick
         1 phase check
         1 start t1
         2 start t2
         3 queue t3 tick
         3 print \"inner\"
         4 end t2
         5 print \"outer\"
         6 end t1
         7 start t3
         7 print \"last\"
         8 end t3",
    );
    assert_eq!(course.run_at(7), Some(2));
    assert_eq!(course.run_at(9), Some(1));
    assert_eq!(course.runs()[2].within, Some(1));
    assert_eq!(course.why_line(0, 1).reason, Reason::Nested);
    assert_eq!(
        course.why_line(1, 2).reason,
        Reason::PhaseBeforeMicrotasks {
            phase: Phase::Check
        }
    );
}

#[test]
fn lines_are_put_together_by_stream() {
    let course = course(
        "0 phase main
         0 write \"a\"
         0 error \"x\"
         0 queue t1 tick
         1 start t1
         1 print \"b\"
         1 print \"\"
         1 write \"open\"
         1 end t1",
    );
    let lines: Vec<_> = course
        .lines()
        .iter()
        .map(|line| (line.text.as_str(), line.stream, line.task, line.step))
        .collect();
    let expected = [
        ("ab", Stream::Out, None, 1),
        ("x", Stream::Error, None, 2),
        ("", Stream::Out, Some(1), 6),
        ("open", Stream::Out, Some(1), 7),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_guess_parts_from_the_run_at_its_first_wrong_line() {
    let course = course(DEMONSTRATION);
    let texts: Vec<&str> = course
        .lines()
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    let expected = [
        "main",
        "tick",
        "promise",
        "immediate",
        "file",
        "timeout",
        "bye",
    ];
    assert_eq!(texts, expected);
    assert_eq!(course.compare(&[0, 1, 2, 3, 4, 5, 6]), None);
    assert_eq!(course.compare(&[0, 1, 9, 1]), None);
    let parting = course.compare(&[0, 2, 1, 3]).expect("a parting");
    assert_eq!((parting.at, parting.actual, parting.expected), (1, 1, 2));
    assert_eq!(parting.why.reason, Reason::TickBeforeMicrotasks);
    let parting = course.compare(&[0, 1, 2, 5]).expect("a parting");
    assert_eq!((parting.actual, parting.expected), (3, 5));
    assert!(matches!(parting.why.reason, Reason::TimerNotDue { .. }));
    let parting = course.compare(&[1]).expect("a parting");
    assert_eq!(parting.why.reason, Reason::MainRunsFirst);
    let parting = course.compare(&[0, 6]).expect("a parting");
    assert_eq!(parting.why.reason, Reason::ExitComesLast);
}

#[test]
fn a_callback_prints_in_order_and_runs_to_its_end() {
    let course = course(
        "0 phase main
         0 queue t1 tick
         1 start t1
         1 print \"a\"
         1 queue t2 tick
         1 print \"b\"
         1 end t1
         2 start t2
         2 print \"c\"
         2 end t2",
    );
    let reason = |first, second| course.why_line(first, second).reason;
    assert_eq!(reason(0, 1), Reason::SameCallback);
    assert_eq!(reason(0, 2), Reason::Causes);
    assert_eq!(reason(1, 2), Reason::RunsToEnd);
    assert!(course.why_line(2, 0).is_reversed);
}

#[test]
fn equal_lines_stand_for_each_other() {
    let course = course(
        "0 phase main
         0 print \"x\"
         0 print \"y\"
         0 print \"x\"",
    );
    assert_eq!(course.compare(&[2, 1, 0]), None);
    let parting = course.compare(&[2, 0, 1]).expect("a parting");
    assert_eq!((parting.at, parting.actual, parting.expected), (1, 1, 2));
}

#[test]
fn a_run_has_its_figures() {
    let summary = course(DEMONSTRATION).summary();
    let counts = [
        summary.ticks,
        summary.microtasks,
        summary.timers,
        summary.io,
        summary.immediates,
        summary.pending,
        summary.closes,
        summary.turns,
    ];
    assert_eq!(counts, [2, 1, 1, 1, 1, 0, 0, 3]);
    assert_eq!(summary.total_ns, 1_004_000);
    let busiest = summary.busiest.expect("something took time");
    assert_eq!((busiest.run, busiest.task, busiest.ns), (0, None, 7_000));
    let drain = summary.drain.expect("ticks ran");
    assert_eq!((drain.first, drain.callbacks, drain.ns), (1, 3, 4_000));
    assert_eq!(course("").summary(), Summary::default());
}

#[test]
fn nothing_is_asked_of_an_empty_run_in_vain() {
    let course = course("");
    assert_eq!(course.compare(&[3]), None);
    assert_eq!(course.why_line(1, 2).reason, Reason::SameCallback);
    assert_eq!(course.why_run_before(3, 4).reason, Reason::SameCallback);
    assert_eq!(course.run_at(5), None);
    assert_eq!(course.whys(3), []);
}
