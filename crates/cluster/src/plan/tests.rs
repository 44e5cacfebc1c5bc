use proptest::prelude::*;

use super::*;

fn limits(slots: usize) -> Limits {
    Limits {
        slots,
        start_ms_max: 10_000,
        beat_ms_max: 5_000,
        drain_ms_max: 30_000,
        restarts: RestartPolicy::default(),
        health: HealthPolicy::default(),
    }
}

/// A plan with what it wanted so far, and a clock.
struct Course {
    plan: Plan,
    now_ms: u64,
}

impl Course {
    fn new(slots: usize) -> Self {
        Self {
            plan: Plan::new(limits(slots), 7),
            now_ms: 0,
        }
    }

    fn handle(&mut self, event: Event) -> Vec<Command> {
        self.plan.handle(event, self.now_ms).expect("not refused")
    }

    fn tick(&mut self, pass_ms: u64) -> Vec<Command> {
        self.now_ms += pass_ms;
        self.handle(Event::Tick(Vec::new()))
    }

    /// All workers are started and ready.
    fn running(slots: usize) -> Self {
        let mut course = Self::new(slots);
        for process in spawned(&course.tick(0)) {
            course.handle(Event::Ready(process));
        }
        course
    }

    fn states(&self) -> Vec<State> {
        self.plan.slots().iter().map(|slot| slot.state).collect()
    }

    fn process(&self, slot: usize) -> ProcessId {
        self.plan.slots()[slot].process.expect("there")
    }

    /// What is seen of the workers of these slots, and of no others.
    fn see(&mut self, seen: &[(usize, Seen)]) -> Vec<Command> {
        let seen = seen
            .iter()
            .map(|&(slot, seen)| (self.process(slot), seen))
            .collect();
        self.handle(Event::Tick(seen))
    }
}

fn spawned(commands: &[Command]) -> Vec<ProcessId> {
    let process = |command: &Command| match command {
        Command::Spawn { process, .. } => Some(*process),
        _ => None,
    };
    commands.iter().filter_map(process).collect()
}

const HUNG: Seen = Seen {
    beat_age_ms: 5_001,
    counts: Counts {
        requests: 0,
        errors: 0,
    },
};

fn failing(requests: u64) -> Seen {
    Seen {
        beat_age_ms: 0,
        counts: Counts {
            requests,
            errors: requests,
        },
    }
}

#[test]
fn the_first_tick_starts_all_workers() {
    let mut course = Course::new(3);
    assert_eq!(course.states(), [State::Vacant; 3]);
    assert_eq!(spawned(&course.tick(0)).len(), 3);
    assert_eq!(course.states(), [State::Starting; 3]);
    assert!(course.tick(1).is_empty());
}

#[test]
fn who_dies_comes_back_after_a_pause() {
    let mut course = Course::running(2);
    let dead = course.process(0);
    assert!(course.handle(Event::Exited(dead)).is_empty());
    assert_eq!(course.states(), [State::Vacant, State::Ready]);
    assert!(course.tick(49).is_empty(), "half a pause, at least");
    let fresh = spawned(&course.tick(51));
    assert_eq!(fresh.len(), 1);
    assert_ne!(fresh[0], dead);
    let slot = course.plan.slots()[0];
    assert_eq!((slot.crashes, slot.generation), (1, 2));
}

#[test]
fn a_crash_on_boot_spends_the_budget_and_ends_the_rest() {
    let mut course = Course::running(2);
    let healthy = course.process(1);
    let mut dying = course.process(0);
    for _ in 0..5 {
        assert!(course.handle(Event::Exited(dying)).is_empty());
        dying = spawned(&course.tick(5_000))[0];
    }
    assert_eq!(
        course.handle(Event::Exited(dying)),
        [Command::Drain(healthy)]
    );
    assert!(
        course.tick(5_000).is_empty(),
        "nobody is started any longer"
    );
    assert_eq!(
        course.handle(Event::Exited(healthy)),
        [Command::Finish(Ending::GaveUp)]
    );
}

#[test]
fn who_does_not_become_ready_is_killed_and_counts_as_dead() {
    let mut course = Course::new(1);
    let process = spawned(&course.tick(0))[0];
    assert_eq!(
        course.tick(10_000),
        [Command::Kill(process, Reason::NeverReady)]
    );
    course.handle(Event::Exited(process));
    assert_eq!(course.plan.slots()[0].crashes, 1);
    assert_eq!(spawned(&course.tick(100)).len(), 1);
}

#[test]
fn a_reload_replaces_one_after_another_and_nobody_stops_before_there_is_another() {
    let mut course = Course::running(2);
    let old = [course.process(0), course.process(1)];
    let first = spawned(&course.handle(Event::Reload))[0];
    assert!(course.tick(1_000).is_empty());
    assert_eq!(course.handle(Event::Ready(first)), [Command::Drain(old[0])]);
    assert!(course.tick(1_000).is_empty(), "the old one still drains");
    let second = spawned(&course.handle(Event::Exited(old[0])))[0];
    assert_eq!(
        course.handle(Event::Ready(second)),
        [Command::Drain(old[1])]
    );
    assert!(course.handle(Event::Exited(old[1])).is_empty());
    assert_eq!([course.process(0), course.process(1)], [first, second]);
    assert!(course.plan.slots().iter().all(|slot| slot.crashes == 0));
}

#[test]
fn a_reload_waits_until_who_was_killed_has_ended() {
    let mut course = Course::running(1);
    let old = course.process(0);
    let fresh = spawned(&course.handle(Event::Reload))[0];
    course.handle(Event::Ready(fresh));
    course.handle(Event::Reload);
    assert_eq!(
        course.tick(30_000),
        [Command::Kill(old, Reason::DrainedTooLong)]
    );
    assert!(course.tick(1_000).is_empty(), "its end has not been seen");
    assert_eq!(spawned(&course.handle(Event::Exited(old))).len(), 1);
}

#[test]
fn a_reload_that_cannot_start_leaves_the_old_ones_alone() {
    let mut course = Course::running(2);
    let old = [course.process(0), course.process(1)];
    let fresh = spawned(&course.handle(Event::Reload))[0];
    assert!(course.handle(Event::Exited(fresh)).is_empty());
    assert!(course.tick(10_000).is_empty());
    assert_eq!([course.process(0), course.process(1)], old);
    assert_eq!(course.states(), [State::Ready; 2]);
}

#[test]
fn when_the_old_one_dies_first_the_new_one_takes_its_place() {
    let mut course = Course::running(1);
    let old = course.process(0);
    let fresh = spawned(&course.handle(Event::Reload))[0];
    course.handle(Event::Exited(old));
    assert_eq!(course.process(0), fresh);
    assert!(course.handle(Event::Ready(fresh)).is_empty());
    assert!(course.tick(10_000).is_empty(), "nobody else is started");
}

#[test]
fn stopping_waits_for_all_and_says_so() {
    let mut course = Course::running(2);
    let [first, second] = [course.process(0), course.process(1)];
    assert_eq!(
        course.handle(Event::Stop),
        [Command::Drain(first), Command::Drain(second)]
    );
    assert!(course.handle(Event::Exited(first)).is_empty());
    assert_eq!(
        course.handle(Event::Exited(second)),
        [Command::Finish(Ending::Drained)]
    );
}

#[test]
fn who_drains_too_long_is_killed_and_the_ending_tells() {
    let mut course = Course::running(1);
    let process = course.process(0);
    course.handle(Event::Stop);
    assert!(course.tick(29_999).is_empty());
    assert_eq!(
        course.tick(1),
        [Command::Kill(process, Reason::DrainedTooLong)]
    );
    assert!(course.tick(10_000).is_empty(), "once is enough");
    assert_eq!(
        course.handle(Event::Exited(process)),
        [Command::Finish(Ending::Killed)]
    );
}

#[test]
fn a_second_wish_to_stop_hastens_and_a_third_changes_nothing() {
    let mut course = Course::running(1);
    let process = course.process(0);
    course.handle(Event::Stop);
    assert_eq!(
        course.handle(Event::Stop),
        [Command::Kill(process, Reason::DrainedTooLong)]
    );
    assert!(course.handle(Event::Stop).is_empty());
}

#[test]
fn stopping_before_anyone_runs_ends_at_once() {
    let mut course = Course::new(2);
    assert_eq!(
        course.handle(Event::Stop),
        [Command::Finish(Ending::Drained)]
    );
}

#[test]
fn a_hung_worker_is_killed_even_if_it_is_the_only_one() {
    let mut course = Course::running(1);
    let process = course.process(0);
    assert_eq!(
        course.see(&[(0, HUNG)]),
        [Command::Kill(process, Reason::Hung)]
    );
    course.handle(Event::Exited(process));
    assert_eq!(course.plan.slots()[0].crashes, 1);
}

#[test]
fn of_several_that_hang_one_is_replaced_at_a_time() {
    let mut course = Course::running(3);
    let seen = [(0, HUNG), (1, HUNG), (2, HUNG)];
    assert_eq!(course.see(&seen).len(), 1);
    assert!(course.see(&seen).is_empty());
    let first = course.process(0);
    course.handle(Event::Exited(first));
    let fresh = spawned(&course.tick(5_000))[0];
    assert!(
        course.see(&seen[1..]).is_empty(),
        "the first is not back yet"
    );
    course.handle(Event::Ready(fresh));
    assert_eq!(course.see(&seen[1..]).len(), 1);
}

#[test]
fn who_fails_is_replaced_without_a_gap() {
    let mut course = Course::running(3);
    let old = course.process(1);
    assert!(course.see(&[(1, failing(0))]).is_empty());
    course.now_ms += 1_000;
    let fresh = spawned(&course.see(&[(1, failing(100))]))[0];
    assert_eq!(course.states(), [State::Ready; 3]);
    assert_eq!(course.handle(Event::Ready(fresh)), [Command::Drain(old)]);
}

#[test]
fn where_most_fail_nobody_is_replaced() {
    let mut course = Course::running(3);
    course.see(&[(0, failing(0)), (1, failing(0))]);
    course.now_ms += 1_000;
    assert!(
        course
            .see(&[(0, failing(100)), (1, failing(100))])
            .is_empty()
    );
}

#[test]
fn whoever_asks_for_a_kill_needs_two_that_are_ready() {
    let mut course = Course::running(2);
    let killed = course.process(0);
    assert_eq!(
        course.handle(Event::Kill(0)),
        [Command::Kill(killed, Reason::Asked)]
    );
    assert_eq!(
        course.plan.handle(Event::Kill(1), 0),
        Err(Refusal::TooFewReady { ready: 1 })
    );
    assert_eq!(
        course.plan.handle(Event::Restart(2), 0),
        Err(Refusal::NoSuchSlot { slot: 2, max: 1 })
    );
    course.handle(Event::Exited(killed));
    assert_eq!(spawned(&course.tick(0)).len(), 1, "at once");
    assert_eq!(course.plan.slots()[0].crashes, 0);
}

#[derive(Clone, Debug)]
enum Step {
    Pass(u64),
    Ready(usize),
    Exit(usize),
    See(usize, Seen),
    Reload,
    Restart(usize),
    Kill(usize),
    Stop,
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..8_000_u64).prop_map(Step::Pass),
        8 => (0..8_usize).prop_map(Step::Ready),
        3 => (0..8_usize).prop_map(Step::Exit),
        2 => (0..8_usize, prop_oneof![Just(HUNG), (0..500_u64).prop_map(failing)])
            .prop_map(|(at, seen)| Step::See(at, seen)),
        1 => Just(Step::Reload),
        1 => (0..5_usize).prop_map(Step::Restart),
        1 => (0..5_usize).prop_map(Step::Kill),
        1 => Just(Step::Stop),
    ]
}

proptest! {
    /// Whatever happens: a slot has two processes at most, and only while one takes over; a worker that
    /// is vacant comes back; and once asked to stop, it ends exactly once, when the last has ended.
    #[test]
    fn any_course_of_events_is_survived(
        slots in 1..5_usize,
        steps in proptest::collection::vec(steps(), 1..200),
    ) {
        let mut plan = Plan::new(limits(slots), 7);
        let mut alive: Vec<ProcessId> = Vec::new();
        // Those that were told to end, whether they have or not.
        let mut ending: Vec<ProcessId> = Vec::new();
        let (mut now_ms, mut finished) = (0, 0);
        let events = std::iter::once(Step::Pass(0)).chain(steps);
        for step in events {
            let pick = |at: usize, alive: &[ProcessId]| {
                (!alive.is_empty()).then(|| alive[at % alive.len()])
            };
            let event = match step {
                Step::Pass(ms) => {
                    now_ms += ms;
                    Some(Event::Tick(Vec::new()))
                }
                Step::Ready(at) => pick(at, &alive).map(Event::Ready),
                Step::Exit(at) => pick(at, &alive).map(|process| {
                    alive.retain(|other| *other != process);
                    Event::Exited(process)
                }),
                Step::See(at, seen) => {
                    pick(at, &alive).map(|process| Event::Tick(vec![(process, seen)]))
                }
                Step::Reload => Some(Event::Reload),
                Step::Restart(slot) => Some(Event::Restart(slot)),
                Step::Kill(slot) => Some(Event::Kill(slot)),
                Step::Stop => Some(Event::Stop),
            };
            let Some(event) = event else { continue };
            for command in plan.handle(event, now_ms).unwrap_or_default() {
                match command {
                    Command::Spawn { process, slot, .. } => {
                        prop_assert!(slot < slots && !alive.contains(&process));
                        prop_assert!(!plan.is_stopping());
                        alive.push(process);
                    }
                    Command::Drain(process) | Command::Kill(process, _) => {
                        prop_assert!(alive.contains(&process));
                        ending.push(process);
                    }
                    Command::Finish(_) => {
                        finished += 1;
                        prop_assert!(alive.is_empty());
                    }
                }
            }
            // One takes over in one slot, while the one before it may still drain.
            prop_assert!(alive.len() <= slots + 1, "{} of {slots}", alive.len());
            prop_assert_eq!(finished, usize::from(plan.is_stopping() && alive.is_empty()));
        }
        // Left to itself, with workers that start and end as they are told, a cluster that was not
        // stopped gets all its workers.
        for _ in 0..50 {
            now_ms += 5_000;
            let mut events: Vec<Event> = alive.iter().copied().map(Event::Ready).collect();
            let is_over = |process: &ProcessId| ending.contains(process);
            events.extend(alive.iter().copied().filter(is_over).map(Event::Exited));
            alive.retain(|process| !ending.contains(process));
            events.push(Event::Tick(Vec::new()));
            for event in events {
                for command in plan.handle(event, now_ms).unwrap_or_default() {
                    match command {
                        Command::Spawn { process, .. } => alive.push(process),
                        Command::Drain(process) | Command::Kill(process, _) => ending.push(process),
                        Command::Finish(_) => finished += 1,
                    }
                }
            }
        }
        if plan.is_stopping() {
            prop_assert_eq!(finished, 1);
        } else {
            prop_assert!(plan.slots().iter().all(|slot| slot.state == State::Ready));
        }
    }
}
