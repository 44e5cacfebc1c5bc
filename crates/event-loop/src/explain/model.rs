//! A little model of Node's loop, which makes runs of random programs: whatever they do, a rule is found.

use std::collections::{HashMap, VecDeque};

use proptest::prelude::*;

use super::*;
use crate::trace::{Event, Origin, Phase, Queue, Step, Stream, TaskId};
use crate::{ModuleKind, NodeVersion};

/// What a program does, one after the other.
#[derive(Clone, Debug)]
enum Act {
    Print,
    Work { us: u64 },
    Queue(Kind, Vec<Act>),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Tick,
    Microtask,
    Timer { ms: u64 },
    Immediate,
    File,
    Network { us: u64 },
    Close,
}

fn program() -> impl Strategy<Value = Vec<Act>> {
    let leaf = prop_oneof![
        2 => Just(Act::Print),
        1 => (0_u64..4_000).prop_map(|us| Act::Work { us }),
    ];
    let kind = prop_oneof![
        2 => Just(Kind::Tick),
        2 => Just(Kind::Microtask),
        2 => (1_u64..6).prop_map(|ms| Kind::Timer { ms }),
        2 => Just(Kind::Immediate),
        2 => Just(Kind::File),
        1 => (1_u64..4_000).prop_map(|us| Kind::Network { us }),
        1 => Just(Kind::Close),
    ];
    let act = leaf.prop_recursive(4, 40, 5, move |act| {
        let body = prop::collection::vec(act, 0..5);
        (kind.clone(), body).prop_map(|(kind, body)| Act::Queue(kind, body))
    });
    prop::collection::vec(act, 0..10)
}

struct Timer {
    task: TaskId,
    ms: u64,
    due_ns: u64,
}

/// Nanoseconds of a file's operation.
const FILE_NS: u64 = 700_000;

struct Model {
    node: NodeVersion,
    now_ns: u64,
    steps: Vec<Step>,
    bodies: HashMap<TaskId, Vec<Act>>,
    printed: u32,
    ticks: VecDeque<TaskId>,
    microtasks: VecDeque<TaskId>,
    timers: Vec<Timer>,
    check: VecDeque<TaskId>,
    close: VecDeque<TaskId>,
    poll: VecDeque<TaskId>,
    pool: VecDeque<TaskId>,
    threads: [Option<(TaskId, u64)>; 2],
    network: Vec<(TaskId, u64)>,
}

fn run(program: &[Act], node: NodeVersion, kind: ModuleKind) -> Vec<Step> {
    let mut model = Model {
        node,
        now_ns: 0,
        steps: Vec::new(),
        bodies: HashMap::new(),
        printed: 0,
        ticks: VecDeque::new(),
        microtasks: VecDeque::new(),
        timers: Vec::new(),
        check: VecDeque::new(),
        close: VecDeque::new(),
        poll: VecDeque::new(),
        pool: VecDeque::new(),
        threads: [None; 2],
        network: Vec::new(),
    };
    model.say(Event::Phase(Phase::Main));
    model.execute(program);
    if kind == ModuleKind::Module {
        model.drain_microtasks();
    }
    model.drain();
    model.turn_until_done();
    model.say(Event::Phase(Phase::Exit));
    model.steps
}

impl Model {
    fn say(&mut self, event: Event) {
        let at_ns = self.now_ns;
        self.steps.push(Step { at_ns, event });
    }

    fn execute(&mut self, acts: &[Act]) {
        for act in acts {
            self.now_ns += 1_000;
            match act {
                Act::Print => {
                    self.printed += 1;
                    let text = format!("{}\n", self.printed);
                    let stream = Stream::Out;
                    self.say(Event::Printed { stream, text });
                }
                Act::Work { us } => self.now_ns += us * 1_000,
                Act::Queue(kind, body) => self.queue(*kind, body.clone()),
            }
        }
    }

    fn queue(&mut self, kind: Kind, body: Vec<Act>) {
        let task = TaskId::try_from(self.bodies.len()).unwrap();
        self.bodies.insert(task, body);
        match kind {
            Kind::Tick => {
                self.ticks.push_back(task);
                self.queued(task, Queue::NextTick, None);
            }
            Kind::Microtask => {
                self.microtasks.push_back(task);
                self.queued(task, Queue::Microtask, None);
            }
            Kind::Timer { ms } => {
                let due_ns = self.now_ns + ms * 1_000_000;
                self.timers.push(Timer { task, ms, due_ns });
                self.queued(task, Queue::Timers, Some(due_ns));
            }
            Kind::Immediate => {
                self.check.push_back(task);
                self.queued(task, Queue::Check, None);
            }
            Kind::File => {
                self.pool.push_back(task);
                self.queued(task, Queue::ThreadPool, None);
                self.take(self.now_ns);
            }
            Kind::Network { us } => {
                let ready_ns = self.now_ns + us * 1_000;
                self.network.push((task, ready_ns));
                self.queued(task, Queue::Waiting, Some(ready_ns));
            }
            Kind::Close => {
                self.close.push_back(task);
                self.queued(task, Queue::Close, None);
            }
        }
    }

    fn queued(&mut self, task: TaskId, queue: Queue, due_ns: Option<u64>) {
        self.say(Event::Queued {
            task,
            queue,
            origin: Origin::Internal,
            label: String::new(),
            line: None,
            due_ns,
        });
    }

    /// Free threads take requests.
    fn take(&mut self, from_ns: u64) {
        for thread in 0..self.threads.len() {
            if self.threads[thread].is_none()
                && let Some(task) = self.pool.pop_front()
            {
                let until_ns = from_ns + FILE_NS;
                self.threads[thread] = Some((task, until_ns));
                let thread = u8::try_from(thread).unwrap();
                self.say(Event::ThreadTook {
                    thread,
                    task,
                    until_ns,
                });
            }
        }
    }

    /// When the next request is done, and on which thread.
    fn next_done(&self) -> Option<(u64, Option<usize>)> {
        let threads = self.threads.iter().enumerate();
        let threads =
            threads.filter_map(|(thread, work)| work.map(|(_, until)| (until, Some(thread))));
        let network = self.network.iter().map(|(_, ready)| (*ready, None));
        threads.chain(network).min()
    }

    fn gather(&mut self) {
        while let Some((done_ns, thread)) = self.next_done()
            && done_ns <= self.now_ns
        {
            let task = if let Some(thread) = thread {
                let (task, _) = self.threads[thread].take().unwrap();
                let thread = u8::try_from(thread).unwrap();
                self.say(Event::ThreadDone { thread, task });
                task
            } else {
                let place = self.network.iter().position(|(_, at)| *at == done_ns);
                self.network.remove(place.unwrap()).0
            };
            self.poll.push_back(task);
            self.queued(task, Queue::Poll, Some(done_ns));
            self.take(done_ns);
        }
    }

    fn call(&mut self, task: TaskId) {
        self.say(Event::Started(task));
        let body = self.bodies[&task].clone();
        self.execute(&body);
        self.now_ns += 1_000;
        self.say(Event::Ended(task));
    }

    fn call_of_loop(&mut self, task: TaskId) {
        self.call(task);
        if self.node != NodeVersion::V10 {
            self.drain();
        }
    }

    fn drain_microtasks(&mut self) {
        while let Some(task) = self.microtasks.pop_front() {
            self.call(task);
        }
    }

    fn drain(&mut self) {
        while !self.ticks.is_empty() || !self.microtasks.is_empty() {
            while let Some(task) = self.ticks.pop_front() {
                self.call(task);
            }
            self.drain_microtasks();
        }
    }

    /// The list whose first timer is due first, as far as it is due; then the next.
    fn run_timers(&mut self) {
        self.say(Event::Phase(Phase::Timers));
        let first = |timers: &[Timer]| timers.iter().map(|of| (of.due_ns, of.ms)).min();
        while let Some((due_ns, ms)) = first(&self.timers)
            && due_ns <= self.now_ns
        {
            let looked_ns = self.now_ns;
            let is_due = |timer: &Timer| timer.ms == ms && timer.due_ns <= looked_ns;
            while let Some(place) = self.timers.iter().position(is_due) {
                let task = self.timers.remove(place).task;
                self.call_of_loop(task);
            }
        }
        self.drain();
    }

    fn run_poll(&mut self) {
        self.say(Event::Phase(Phase::Poll));
        self.gather();
        let is_idle = self.poll.is_empty() && self.check.is_empty() && self.close.is_empty();
        let timer = self.timers.iter().map(|timer| timer.due_ns).min();
        let done = self.next_done().map(|(done_ns, _)| done_ns);
        if let Some(until_ns) = timer.into_iter().chain(done).min()
            && is_idle
        {
            self.say(Event::Slept { until_ns });
            self.now_ns = self.now_ns.max(until_ns);
            self.gather();
        }
        for _ in 0..self.poll.len() {
            let task = self.poll.pop_front().unwrap();
            self.call_of_loop(task);
        }
        self.drain();
    }

    fn run_batch(&mut self, phase: Phase) {
        self.say(Event::Phase(phase));
        let queue = match phase {
            Phase::Check => &mut self.check,
            _ => &mut self.close,
        };
        for task in std::mem::take(queue) {
            self.call_of_loop(task);
        }
        self.drain();
    }

    fn turn_until_done(&mut self) {
        if self.node == NodeVersion::V20 {
            self.run_timers();
        }
        let mut turn = 0;
        while !self.timers.is_empty()
            || !self.check.is_empty()
            || !self.close.is_empty()
            || !self.poll.is_empty()
            || self.next_done().is_some()
        {
            turn += 1;
            self.say(Event::Turn(turn));
            if self.node != NodeVersion::V20 {
                self.run_timers();
            }
            self.run_poll();
            self.run_batch(Phase::Check);
            self.run_batch(Phase::Close);
            if self.node == NodeVersion::V20 {
                self.run_timers();
            }
        }
    }
}

fn node() -> impl Strategy<Value = NodeVersion> {
    prop::sample::select(NodeVersion::ALL.to_vec())
}

fn kind() -> impl Strategy<Value = ModuleKind> {
    prop::sample::select(vec![ModuleKind::CommonJs, ModuleKind::Module])
}

proptest! {
    #[test]
    fn there_is_a_rule_between_any_two_callbacks(program in program(), node in node(), kind in kind()) {
        let course = Course::new(&run(&program, node, kind), &[]);
        let runs = course.runs().len();
        for first in 0..runs {
            for second in 0..runs {
                let why = course.why_run_before(first, second);
                prop_assert_ne!(why.reason, Reason::Unruled, "{} before {}", first, second);
                prop_assert_eq!(why.is_reversed, first > second);
                let tasks = [first, second].map(|run| course.runs()[run].task());
                prop_assert_eq!(course.why_before(tasks[0], tasks[1]), why);
                check_versions(why.reason, node, kind)?;
            }
            for why in course.whys(first).into_iter().chain(course.why(first)) {
                prop_assert_ne!(why.reason, Reason::Unruled, "{}", first);
                check_versions(why.reason, node, kind)?;
            }
        }
        let counted = course.summary();
        let counts = [counted.ticks, counted.microtasks, counted.timers, counted.io];
        let sum: u32 = counts.into_iter().chain([counted.immediates, counted.closes]).sum();
        prop_assert_eq!(usize::try_from(sum).unwrap(), runs - 1);
    }

    #[test]
    fn a_guess_parts_unless_it_is_the_order(program in program(), node in node(), seed in any::<u64>()) {
        let course = Course::new(&run(&program, node, ModuleKind::CommonJs), &[]);
        let lines = course.lines().len();
        let right: Vec<usize> = (0..lines).collect();
        prop_assert_eq!(course.compare(&right), None);
        let mut guess = right.clone();
        let mut random = seed;
        for place in (1..lines).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from(random >> 33).unwrap() % (place + 1);
            guess.swap(place, other);
        }
        let parting = course.compare(&guess);
        prop_assert_eq!(parting.is_none(), guess == right);
        if let Some(parting) = parting {
            let common = guess.iter().zip(&right).take_while(|(guess, right)| guess == right);
            prop_assert_eq!(parting.at, common.count());
            prop_assert_eq!(parting.expected, guess[parting.at]);
            prop_assert!(!parting.why.is_reversed);
            prop_assert_ne!(parting.why.reason, Reason::Unruled);
        }
    }

    #[test]
    fn steps_without_sense_are_read_too(words in prop::collection::vec((0_u8..9, 0_u32..5), 0..60)) {
        let steps: Vec<Step> = words.iter().enumerate().map(senseless).collect();
        let course = Course::new(&steps, &[]);
        for first in 0..course.runs().len() {
            for second in 0..course.runs().len() {
                let _ = course.why_run_before(first, second);
            }
            let _ = course.whys(first);
            let _ = course.why(first);
            let _ = course.held_up(first);
        }
        for step in 0..=steps.len() {
            let _ = course.run_at(step);
        }
        for task in 0..6 {
            let _ = course.why_before(Some(task), Some(5 - task));
        }
        let backwards: Vec<usize> = (0..course.lines().len()).rev().collect();
        let _ = course.compare(&backwards);
        let _ = course.summary();
    }
}

/// What only some versions of Node, or modules, have is said of no others.
fn check_versions(
    reason: Reason,
    node: NodeVersion,
    kind: ModuleKind,
) -> Result<(), TestCaseError> {
    match reason {
        Reason::PhaseBeforeMicrotasks { .. } => prop_assert_eq!(node, NodeVersion::V10),
        Reason::MicrotaskBeforeTickInModule => prop_assert_eq!(kind, ModuleKind::Module),
        _ => {}
    }
    Ok(())
}

fn senseless((index, &(word, task)): (usize, &(u8, u32))) -> Step {
    let phases = [
        Phase::Timers,
        Phase::Poll,
        Phase::Check,
        Phase::Exit,
        Phase::Main,
    ];
    let number = usize::try_from(task).unwrap();
    let thread = 0;
    let event = match word {
        0 => Event::Started(task),
        1 => Event::Ended(task),
        2 => Event::Cancelled(task),
        3 => Event::Phase(phases[number]),
        4 => Event::ThreadTook {
            thread,
            task,
            until_ns: 3,
        },
        5 => Event::Printed {
            stream: Stream::Out,
            text: task.to_string() + "\n",
        },
        _ => Event::Queued {
            task,
            queue: Queue::ALL[(index * 7 + number) % Queue::ALL.len()],
            origin: Origin::Internal,
            label: String::new(),
            line: None,
            due_ns: (task > 2).then_some(u64::from(task)),
        },
    };
    let at_ns = u64::try_from(index / 3).unwrap();
    Step { at_ns, event }
}
