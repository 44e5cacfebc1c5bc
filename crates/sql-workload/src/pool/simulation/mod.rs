//! A pool's events, one after another: what is due next happens, and brings about what is due later.

mod connections;
mod meter;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::config::PoolConfig;
use super::load::{Drawn, Load, Requests, ns};
use super::recorder::{Recorder, SUSPECTS_MAX};
use super::report::{
    Deadlock, Event, EventKind, Listed, QueueStep, Run, SpanState, Status, Wait, WaitEnd,
};
use super::theory::Theory;
use connections::Connections;
use meter::{Ending, Meter, Present};

/// What is due at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A connection is open.
    Connected { connection: u32 },
    /// A request has used its last connection for as long as it wanted.
    Served { request: u32 },
    /// A connection has been idle for long, unless somebody had it meanwhile.
    IdleExpired { connection: u32, idle_times: u32 },
}

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Next {
    Due,
    Timeout,
    Arrival,
}

#[derive(Debug)]
struct Request {
    at_ns: u64,
    services_ns: Vec<u64>,
    breaks_at: Option<usize>,
    leaks: bool,
    /// Its connections, as it got them.
    held: Vec<u32>,
}

#[derive(Debug)]
struct Waiter {
    request: u32,
    since_ns: u64,
}

/// The pool's times in nanoseconds.
#[derive(Debug)]
struct Timing {
    acquire_timeout: Option<u64>,
    connect: u64,
    idle_timeout: Option<u64>,
    status_every: u64,
    duration: u64,
}

#[derive(Debug)]
pub(super) struct Simulation<'a> {
    config: &'a PoolConfig,
    load: &'a Load,
    timing: Timing,
    arrivals: Requests<'a>,
    arriving: Option<Drawn>,
    /// All that have come, by number.
    requests: Vec<Request>,
    /// Those that have come and not gone.
    present: u32,
    /// Those of them that do not ask the pool yet, since the program works on as many as it can.
    backlog: VecDeque<u32>,
    /// Those that wait for a connection. All wait for at most as long, so the first is the first to give up.
    waiters: VecDeque<Waiter>,
    /// How many of those hold connections.
    blocked: u32,
    /// How many connections are held by requests that do not wait.
    working: u32,
    connections: Connections,
    due: BinaryHeap<Reverse<(u64, u64, Due)>>,
    scheduled: u64,
    now_ns: u64,
    next_status_ns: u64,
    waiting_max: u32,
    deadlock: Option<Deadlock>,
    deadlocks: Listed<Deadlock>,
    recorder: Recorder,
    meter: Meter,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(config: &'a PoolConfig, load: &'a Load) -> Self {
        let timing = Timing {
            acquire_timeout: config.acquire_timeout_ms.map(ns),
            connect: ns(config.connect_ms),
            idle_timeout: config.idle_timeout_ms.map(ns),
            status_every: ns(config.status_every_ms),
            duration: ns(load.duration_ms),
        };
        let mut arrivals = Requests::new(load);
        let mut simulation = Self {
            config,
            load,
            next_status_ns: timing.status_every,
            timing,
            arriving: arrivals.next(),
            arrivals,
            requests: Vec::new(),
            present: 0,
            backlog: VecDeque::new(),
            waiters: VecDeque::new(),
            blocked: 0,
            working: 0,
            connections: Connections::new(config.max, ns(config.leak_threshold_ms)),
            due: BinaryHeap::new(),
            scheduled: 0,
            now_ns: 0,
            waiting_max: 0,
            deadlock: None,
            deadlocks: Listed::new(),
            recorder: Recorder::new(),
            meter: Meter::default(),
        };
        simulation.open_connections();
        simulation
    }

    pub(super) fn run(mut self) -> Run {
        while let Some((at_ns, next)) = self.next() {
            if self.present == 0 && at_ns > self.timing.duration {
                break;
            }
            match next {
                Next::Due => self.due(at_ns),
                Next::Timeout => {
                    self.advance(at_ns);
                    self.time_out();
                }
                Next::Arrival => {
                    self.advance(at_ns);
                    self.arrive();
                }
            }
            self.start_backlog();
        }
        self.finish()
    }

    /// What is due first; of several at one time a connection that comes free is before whoever gives up, and
    /// both before whoever comes.
    fn next(&self) -> Option<(u64, Next)> {
        let due = self.due.peek().map(|Reverse((at_ns, ..))| *at_ns);
        let timeout = self
            .timing
            .acquire_timeout
            .zip(self.waiters.front())
            .map(|(timeout_ns, waiter)| waiter.since_ns + timeout_ns);
        let arrival = self.arriving.as_ref().map(|drawn| drawn.at_ns);
        [
            (due, Next::Due),
            (timeout, Next::Timeout),
            (arrival, Next::Arrival),
        ]
        .into_iter()
        .filter_map(|(at_ns, next)| Some((at_ns?, next)))
        .min_by_key(|(at_ns, _)| *at_ns)
    }

    fn due(&mut self, at_ns: u64) {
        let Some(Reverse((_, _, due))) = self.due.pop() else {
            return;
        };
        match due {
            Due::Connected { connection } => {
                self.advance(at_ns);
                self.connections.connecting -= 1;
                self.event(EventKind::Connect, Some(connection), None);
                self.hand_on(connection);
            }
            Due::Served { request } => {
                self.advance(at_ns);
                self.served(request);
            }
            Due::IdleExpired {
                connection,
                idle_times,
            } => {
                // A timer that has nothing to say is no event: time does not pass for it.
                if self.connections.total > self.config.min
                    && self.connections.is_still_idle(connection, idle_times)
                {
                    self.advance(at_ns);
                    self.remove(connection);
                }
            }
        }
    }

    fn schedule(&mut self, after_ns: u64, due: Due) {
        // The number keeps what is due at one time in the order in which it was scheduled.
        self.scheduled += 1;
        let at_ns = self.now_ns + after_ns;
        self.due.push(Reverse((at_ns, self.scheduled, due)));
    }

    fn event(&mut self, kind: EventKind, connection: Option<u32>, request: Option<u32>) {
        self.recorder.event(Event {
            at_ns: self.now_ns,
            kind,
            connection,
            request,
        });
    }

    // Requests

    fn arrive(&mut self) {
        let Some(drawn) = self.arriving.take() else {
            return;
        };
        self.arriving = self.arrivals.next();
        let request = u32::try_from(self.requests.len()).unwrap_or(u32::MAX);
        self.requests.push(Request {
            at_ns: drawn.at_ns,
            services_ns: drawn.services_ns,
            breaks_at: drawn.breaks_at,
            leaks: drawn.leaks,
            held: Vec::new(),
        });
        self.present += 1;
        self.backlog.push_back(request);
    }

    /// Lets as many requests ask the pool as the program works on.
    fn start_backlog(&mut self) {
        let threads = self.load.threads.unwrap_or(u32::MAX);
        while (self.present as usize - self.backlog.len()) < threads as usize
            && let Some(request) = self.backlog.pop_front()
        {
            self.ask(request);
        }
    }

    fn ask(&mut self, request: u32) {
        if let Some(connection) = self.connections.take_idle() {
            self.meter.waited(0);
            self.acquire(connection, request);
            return;
        }
        let opening = self.connections.connecting as usize;
        let is_for_one = opening > self.waiters.len() || self.connections.total < self.config.max;
        let limit = if self.config.wait_for_connections {
            self.config.queue_limit.unwrap_or(u32::MAX)
        } else {
            0
        };
        let queued = self.waiters.len().saturating_sub(opening);
        if !is_for_one && queued >= limit as usize {
            self.event(EventKind::Rejected, None, Some(request));
            self.end(request, Ending::Rejected);
            return;
        }
        self.event(EventKind::Wait, None, Some(request));
        self.set_held(request, SpanState::Blocked);
        self.blocked += u32::from(self.holds(request) > 0);
        self.waiters.push_back(Waiter {
            request,
            since_ns: self.now_ns,
        });
        self.open_connections();
    }

    fn holds(&self, request: u32) -> u32 {
        u32::try_from(self.requests[request as usize].held.len()).unwrap_or(u32::MAX)
    }

    fn set_held(&mut self, request: u32, state: SpanState) {
        for connection in &self.requests[request as usize].held {
            let (request, recorder) = (Some(request), &mut self.recorder);
            self.connections
                .set(*connection, state, request, self.now_ns, recorder);
        }
    }

    fn acquire(&mut self, connection: u32, request: u32) {
        self.event(EventKind::Acquire, Some(connection), Some(request));
        self.connections
            .acquire(connection, request, self.now_ns, &mut self.recorder);
        self.set_held(request, SpanState::Active);
        let asked = &mut self.requests[request as usize];
        let service_ns = asked.services_ns[asked.held.len()];
        asked.held.push(connection);
        self.working += self.holds(request);
        self.schedule(service_ns, Due::Served { request });
    }

    fn served(&mut self, request: u32) {
        self.working -= self.holds(request);
        let served = &mut self.requests[request as usize];
        let at = served.held.len() - 1;
        if served.breaks_at == Some(at) {
            if let Some(connection) = served.held.pop() {
                self.event(EventKind::Error, Some(connection), Some(request));
                let (now_ns, recorder) = (self.now_ns, &mut self.recorder);
                self.connections.let_go(connection, now_ns, recorder);
                self.remove(connection);
            }
            self.end(request, Ending::Failed);
            self.open_connections();
        } else if at + 1 < served.services_ns.len() {
            self.ask(request);
        } else if served.leaks {
            self.set_held(request, SpanState::Leaked);
            let leaked = self.holds(request);
            self.connections.leaked += leaked;
            self.meter.leaked(u64::from(leaked));
            self.requests[request as usize].held.clear();
            self.end(request, Ending::Completed);
        } else {
            self.end(request, Ending::Completed);
        }
    }

    /// The first of those that wait has waited for as long as it may.
    fn time_out(&mut self) {
        if let Some(request) = self.stop_waiting(WaitEnd::TimedOut) {
            self.event(EventKind::Timeout, None, Some(request));
            self.end(request, Ending::TimedOut);
        }
    }

    fn stop_waiting(&mut self, end: WaitEnd) -> Option<u32> {
        let Waiter { request, since_ns } = self.waiters.pop_front()?;
        let held = self.holds(request);
        self.blocked -= u32::from(held > 0);
        if end != WaitEnd::Stuck {
            self.meter.waited(self.now_ns - since_ns);
        }
        self.recorder.wait(Wait {
            request,
            held,
            start_ns: since_ns,
            end_ns: self.now_ns,
            end,
        });
        Some(request)
    }

    /// A request goes, and gives back what it holds, the last first.
    fn end(&mut self, request: u32, ending: Ending) {
        let ended = &mut self.requests[request as usize];
        let held = std::mem::take(&mut ended.held);
        ended.services_ns = Vec::new();
        self.meter.ended(ending, self.now_ns - ended.at_ns);
        self.present -= 1;
        for connection in held.into_iter().rev() {
            self.event(EventKind::Release, Some(connection), Some(request));
            let (now_ns, recorder) = (self.now_ns, &mut self.recorder);
            self.connections.let_go(connection, now_ns, recorder);
            self.hand_on(connection);
        }
    }

    // Connections

    /// Opens as many as are waited for or to be kept, if there may be as many.
    fn open_connections(&mut self) {
        while self.connections.total < self.config.max
            && ((self.connections.connecting as usize) < self.waiters.len()
                || self.connections.total < self.config.min)
        {
            let connection = self.connections.open(self.now_ns);
            self.schedule(self.timing.connect, Due::Connected { connection });
        }
    }

    /// Gives a connection that is free to the first of those that wait.
    fn hand_on(&mut self, connection: u32) {
        if let Some(request) = self.stop_waiting(WaitEnd::Acquired) {
            self.acquire(connection, request);
            return;
        }
        let idle_times = self
            .connections
            .put_idle(connection, self.now_ns, &mut self.recorder);
        if let Some(timeout_ns) = self.timing.idle_timeout {
            let due = Due::IdleExpired {
                connection,
                idle_times,
            };
            self.schedule(timeout_ns, due);
        }
    }

    fn remove(&mut self, connection: u32) {
        self.event(EventKind::Remove, Some(connection), None);
        self.connections
            .remove(connection, self.now_ns, &mut self.recorder);
    }

    // Time

    /// Lets time pass, in which nothing changes.
    fn advance(&mut self, at_ns: u64) {
        if at_ns == self.now_ns {
            return;
        }
        self.observe();
        while self.next_status_ns <= at_ns {
            self.tell_status();
        }
        self.meter.pass(self.present(), at_ns - self.now_ns);
        self.now_ns = at_ns;
    }

    fn waiting(&self) -> u32 {
        u32::try_from(self.waiters.len()).unwrap_or(u32::MAX)
    }

    fn present(&self) -> Present {
        Present {
            waiting: self.waiting(),
            requests: self.present,
            active: self.connections.active(),
            total: self.connections.total,
        }
    }

    /// Looks at what everything that happened now has come to.
    fn observe(&mut self) {
        let waiting = self.waiting();
        self.waiting_max = self.waiting_max.max(waiting);
        self.recorder.queue(QueueStep {
            at_ns: self.now_ns,
            waiting,
        });
        if self.connections.leaked == self.config.max {
            self.meter.exhausted(self.now_ns);
        }
        let is_deadlocked = self.blocked > 0
            && self.working == 0
            && self.connections.connecting == 0
            && self.connections.idle() == 0;
        if is_deadlocked {
            self.deadlock.get_or_insert(Deadlock {
                start_ns: self.now_ns,
                end_ns: None,
                requests: self.blocked,
            });
        } else if let Some(mut deadlock) = self.deadlock.take() {
            deadlock.end_ns = Some(self.now_ns);
            self.deadlocks.push(deadlock, SUSPECTS_MAX);
        }
    }

    fn tell_status(&mut self) {
        self.recorder.status(Status {
            at_ns: self.next_status_ns,
            total: self.connections.total,
            connecting: self.connections.connecting,
            idle: self.connections.idle(),
            active: self.connections.active(),
            waiting: self.waiting(),
            waiting_max: self.waiting_max,
        });
        self.waiting_max = self.waiting();
        self.next_status_ns += self.timing.status_every;
    }

    /// Nothing is due any more, or nobody is there and the time is over.
    fn finish(mut self) -> Run {
        self.advance(self.timing.duration.max(self.now_ns));
        self.observe();
        if let Some(deadlock) = self.deadlock {
            self.deadlocks.push(deadlock, SUSPECTS_MAX);
        }
        while self.stop_waiting(WaitEnd::Stuck).is_some() {}
        self.connections.finish(self.now_ns, &mut self.recorder);
        let (requests, stuck) = (self.requests.len() as u64, u64::from(self.present));
        let measured = self
            .meter
            .finish(self.now_ns, requests, stuck, self.config.max);
        let mut summary = measured.summary;
        summary.connects = self.connections.opened();
        summary.removes = self.connections.removed();
        let mut suspects = self.recorder.suspects;
        suspects.items.sort_by_key(|suspect| suspect.noticed_ns);
        Run {
            events: self.recorder.events,
            spans: self.recorder.spans,
            waits: self.recorder.waits,
            queue: self.recorder.queue,
            statuses: self.recorder.statuses,
            deadlocks: self.deadlocks,
            suspects,
            summary,
            waiting: measured.waiting,
            system: measured.system,
            theory: Theory::of(self.config, self.load, &summary),
        }
    }
}
