//! A scenario's events, one after another: what is due next happens, and brings about what is due later.

mod schedule;

use std::iter::Peekable;

use sampling::Random;

use super::arrivals::{Arrival, Requests, Seeds, absences, times};
use super::check::{EMPTIED_MAX, REQUESTS_MAX};
use super::contents::{Contents, Lookup, Value};
use super::outcome::{CacheCounts, Ending, Found, Outcome};
use super::recorder::{Recorder, Request};
use super::scenario::{Cache, Code, Fault, FaultKind, Remote, Scenario, Start};
use super::server::{Admission, Server};
use schedule::{Due, Reply, Schedule};

/// Events that a request brings about at most: its arrival, the cache's answer, two reads of the store, the answer to a
/// write, and a write that was given up and is done late.
const EVENTS_PER_REQUEST_MAX: u64 = 6;

/// Events of a run at most.
pub const EVENTS_MAX: u64 = REQUESTS_MAX as u64 * EVENTS_PER_REQUEST_MAX + EMPTIED_MAX as u64;

/// What the application does with what the store gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// Answers, and keeps it.
    Corrected,
    /// Keeps it, answers once it is kept, and reads again where anything fails.
    Article,
    /// Answers, as the articles' `catch` does.
    ArticleCatch,
}

/// The work for one question to the store, with whoever waits for it.
#[derive(Debug)]
struct Fetch {
    key: u32,
    /// Who asked; nobody where something stale has been served.
    leader: Option<u32>,
    /// Who joined, by single flight.
    followers: Vec<u32>,
    plan: Plan,
    /// What they were answered.
    settled: Option<Value>,
}

/// How a call of the cache goes on.
#[derive(Clone, Copy, Debug)]
struct Call {
    /// When the application goes on.
    heard_us: u64,
    reply: Reply,
    /// When the cache does what was given up.
    late_us: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Get,
    Set,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    Arrival(Arrival),
    Due(Due),
}

#[derive(Debug)]
pub(super) struct Simulation<'a> {
    scenario: &'a Scenario,
    arrivals: Peekable<Requests<'a>>,
    /// All that have come, by number.
    requests: Vec<Request>,
    /// All that were begun, by number.
    fetches: Vec<Fetch>,
    /// The fetch that others may join, by key; empty without single flight.
    flights: Vec<Option<u32>>,
    contents: Contents,
    server: Server,
    /// Whether the store has nothing, by key.
    absent: Vec<bool>,
    schedule: Schedule,
    recorder: Recorder,
    store_random: Random,
    cache_random: Random,
    jitter_random: Random,
    now_us: u64,
    events: u64,
}

impl<'a> Simulation<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        let mut seeds = Seeds::new(scenario.seed);
        let keys = scenario.keys.count;
        let flights = if scenario.single_flight { keys } else { 0 };
        let mut simulation = Self {
            scenario,
            arrivals: Requests::new(scenario, seeds.arrivals, seeds.keys).peekable(),
            requests: Vec::new(),
            fetches: Vec::new(),
            flights: vec![None; flights as usize],
            contents: Contents::new(keys, scenario.entries_max, &scenario.lifetime),
            server: Server::new(scenario.store.concurrency, scenario.store.waiting_max),
            absent: absences(&scenario.keys, &mut seeds.absences),
            schedule: Schedule::default(),
            recorder: Recorder::new(scenario.recording, scenario.duration_us),
            store_random: seeds.store,
            cache_random: seeds.cache,
            jitter_random: seeds.jitter,
            now_us: 0,
            events: 0,
        };
        if let Start::Warm { age_us } = scenario.start
            && scenario.cache != Cache::None
        {
            simulation.warm(age_us);
        }
        for at_us in &scenario.emptied_us {
            simulation.schedule.push(*at_us, Due::Emptied);
        }
        simulation
    }

    pub(super) fn run(mut self) -> Outcome {
        while let Some(next) = self.next() {
            self.events += 1;
            match next {
                Next::Arrival(arrival) => self.arrive(arrival),
                Next::Due(due) => self.happen(due),
            }
        }
        let end_us = self.now_us.max(self.scenario.duration_us);
        let cache = CacheCounts {
            writes_failed: self.recorder.writes_failed,
            evicted: self.contents.counts.evicted,
            expired: self.contents.counts.expired,
            entries_max: self.contents.counts.len_max,
        };
        Outcome {
            cache,
            events: self.events,
            ..self.recorder.outcome(&self.requests, end_us)
        }
    }

    fn next(&mut self) -> Option<Next> {
        let arrives_us = self.arrivals.peek().map_or(u64::MAX, |next| next.at_us);
        if let Some((at_us, due)) = self.schedule.pop_until(arrives_us) {
            self.now_us = at_us;
            return Some(Next::Due(due));
        }
        let arrival = self.arrivals.next()?;
        self.now_us = arrival.at_us;
        Some(Next::Arrival(arrival))
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Emptied => self.contents.clear(),
            Due::Got { request, reply } => self.got(request, reply),
            Due::HasRead { fetch } => self.has_read(fetch),
            Due::Wrote {
                fetch,
                value,
                reply,
            } => self.wrote(fetch, value, reply),
            Due::WroteLate { key, value } => self.insert(key, value),
        }
    }

    /// Keeps the most popular keys since before the run, the most popular as what was used last.
    fn warm(&mut self, age_us: u64) {
        let keys = self.scenario.keys.count;
        let kept = self.scenario.entries_max.map_or(keys, |max| max.min(keys));
        for key in (0..kept).rev() {
            let value = self.stored(key);
            if value == Value::Absent && self.scenario.lifetime.absent_ttl_us.is_none() {
                continue;
            }
            match self.ttl_us(value) {
                None => self.contents.insert(key, value, u64::MAX),
                Some(ttl_us) if ttl_us >= age_us => {
                    self.contents.insert(key, value, ttl_us - age_us);
                }
                Some(_) => {}
            }
        }
    }
}

// A request: from its arrival to the cache's answer, and to its end.
impl Simulation<'_> {
    fn arrive(&mut self, arrival: Arrival) {
        let request = number(self.requests.len());
        self.requests.push(Request::new(arrival.key, arrival.at_us));
        match &self.scenario.cache {
            Cache::None => self.load(request, Plan::Corrected),
            Cache::Memo => self.look_up(request),
            Cache::Remote(remote) => {
                let call = self.call(remote, Access::Get);
                let reply = call.reply;
                self.schedule
                    .push(call.heard_us, Due::Got { request, reply });
            }
        }
    }

    fn got(&mut self, request: u32, reply: Reply) {
        if reply == Reply::Answered {
            return self.look_up(request);
        }
        self.requests[request as usize].found = Found::Unreachable;
        let plan = match self.plan() {
            Plan::Corrected => Plan::Corrected,
            Plan::Article | Plan::ArticleCatch => Plan::ArticleCatch,
        };
        self.load(request, plan);
    }

    fn look_up(&mut self, request: u32) {
        let its = &mut self.requests[request as usize];
        let key = its.key;
        match self.contents.lookup(key, self.now_us) {
            Lookup::Fresh(value) => {
                its.found = Found::Hit;
                self.answer(request, value);
            }
            Lookup::Stale => {
                its.found = Found::Stale;
                self.end(request, Ending::Stale);
                self.refresh(key);
            }
            Lookup::Missing { rescue_until_us } => {
                its.found = Found::Miss;
                its.rescue_until_us = rescue_until_us;
                self.load(request, self.plan());
            }
        }
    }

    /// What the application does on a miss.
    fn plan(&self) -> Plan {
        match &self.scenario.cache {
            Cache::Remote(remote) if remote.code == Code::Article => Plan::Article,
            Cache::Remote(_) | Cache::Memo | Cache::None => Plan::Corrected,
        }
    }

    fn answer(&mut self, request: u32, value: Value) {
        let rescue_until_us = self.requests[request as usize].rescue_until_us;
        let ending = match value {
            Value::Present => Ending::Fresh,
            Value::Absent => Ending::Absent,
            Value::Error if rescue_until_us.is_some_and(|until_us| self.now_us <= until_us) => {
                Ending::Stale
            }
            Value::Error => Ending::Failed,
        };
        self.end(request, ending);
    }

    /// Ends a request now, or when its client gave up before: nothing else depends on that.
    fn end(&mut self, request: u32, ending: Ending) {
        let its = &mut self.requests[request as usize];
        let timeout_us = self.scenario.client_timeout_us;
        let gives_up_us = timeout_us.map_or(u64::MAX, |timeout_us| its.arrived_us + timeout_us);
        if gives_up_us < self.now_us {
            its.ended_us = gives_up_us;
            its.ending = Ending::TimedOut;
        } else {
            its.ended_us = self.now_us;
            its.ending = ending;
        }
    }
}

// A fetch: from the first question to the store to the value's being kept.
impl Simulation<'_> {
    fn load(&mut self, request: u32, plan: Plan) {
        let key = self.requests[request as usize].key;
        match self.flight(key) {
            Some(fetch) => self.join(request, fetch),
            None => self.fetch(key, Some(request), plan),
        }
    }

    fn refresh(&mut self, key: u32) {
        if self.flight(key).is_some() {
            self.recorder.store.saved += 1;
        } else {
            self.recorder.store.refreshes += 1;
            self.fetch(key, None, self.plan());
        }
    }

    /// The fetch for a key that others may join.
    fn flight(&self, key: u32) -> Option<u32> {
        self.flights.get(key as usize).copied().flatten()
    }

    fn join(&mut self, request: u32, fetch: u32) {
        self.requests[request as usize].is_joined = true;
        self.recorder.store.saved += 1;
        let its = &mut self.fetches[fetch as usize];
        match its.settled {
            Some(value) => self.answer(request, value),
            None => its.followers.push(request),
        }
    }

    fn fetch(&mut self, key: u32, leader: Option<u32>, plan: Plan) {
        let fetch = number(self.fetches.len());
        self.fetches.push(Fetch {
            key,
            leader,
            followers: Vec::new(),
            plan,
            settled: None,
        });
        if let Some(flight) = self.flights.get_mut(key as usize) {
            *flight = Some(fetch);
        }
        self.read(fetch);
    }

    /// What the store gave, or that it gave an error.
    fn fetched(&mut self, fetch: u32, value: Value) {
        match (self.fetches[fetch as usize].plan, value) {
            (Plan::Article, Value::Present) => self.keep(fetch, value),
            (Plan::Article, Value::Absent | Value::Error) => self.read_again(fetch),
            (Plan::ArticleCatch, _) => {
                self.settle(fetch, value);
                self.land(fetch);
            }
            (Plan::Corrected, _) => {
                self.settle(fetch, value);
                if self.is_kept(fetch, value) {
                    self.keep(fetch, value);
                } else {
                    self.land(fetch);
                }
            }
        }
    }

    /// Answers whoever waits.
    fn settle(&mut self, fetch: u32, value: Value) {
        let its = &mut self.fetches[fetch as usize];
        its.settled = Some(value);
        let followers = std::mem::take(&mut its.followers);
        for request in its.leader.into_iter().chain(followers) {
            self.answer(request, value);
        }
    }

    /// Lets nobody join any more.
    fn land(&mut self, fetch: u32) {
        let key = self.fetches[fetch as usize].key;
        if let Some(flight) = self.flights.get_mut(key as usize)
            && *flight == Some(fetch)
        {
            *flight = None;
        }
    }

    fn is_kept(&self, fetch: u32, value: Value) -> bool {
        let lifetime = &self.scenario.lifetime;
        match value {
            Value::Present => true,
            Value::Absent => lifetime.absent_ttl_us.is_some(),
            Value::Error => lifetime.errors_ttl_us.is_some() && !self.has_rescue(fetch),
        }
    }

    /// Whether the cache has something that may be served for an error.
    fn has_rescue(&self, fetch: u32) -> bool {
        self.fetches[fetch as usize].leader.is_none_or(|request| {
            let rescue_until_us = self.requests[request as usize].rescue_until_us;
            rescue_until_us.is_some_and(|until_us| self.now_us <= until_us)
        })
    }

    fn keep(&mut self, fetch: u32, value: Value) {
        let key = self.fetches[fetch as usize].key;
        match &self.scenario.cache {
            Cache::None => self.land(fetch),
            Cache::Memo => {
                self.insert(key, value);
                self.land(fetch);
            }
            Cache::Remote(remote) => {
                let call = self.call(remote, Access::Set);
                let reply = call.reply;
                let wrote = Due::Wrote {
                    fetch,
                    value,
                    reply,
                };
                self.schedule.push(call.heard_us, wrote);
                if let Some(late_us) = call.late_us {
                    self.schedule.push(late_us, Due::WroteLate { key, value });
                }
            }
        }
    }

    fn wrote(&mut self, fetch: u32, value: Value, reply: Reply) {
        let is_written = reply == Reply::Answered;
        if is_written {
            self.insert(self.fetches[fetch as usize].key, value);
        } else {
            self.recorder.writes_failed += 1;
        }
        match (self.fetches[fetch as usize].plan, is_written) {
            (Plan::Article, true) => {
                self.settle(fetch, value);
                self.land(fetch);
            }
            (Plan::Article, false) => self.read_again(fetch),
            (Plan::Corrected | Plan::ArticleCatch, _) => self.land(fetch),
        }
    }

    fn insert(&mut self, key: u32, value: Value) {
        let ttl_us = self.ttl_us(value);
        let until_us = ttl_us.map_or(u64::MAX, |ttl_us| self.now_us.saturating_add(ttl_us));
        self.contents.insert(key, value, until_us);
    }

    /// How long a new entry is fresh; `None` is for ever.
    fn ttl_us(&mut self, value: Value) -> Option<u64> {
        let lifetime = &self.scenario.lifetime;
        let ttl_us = match value {
            Value::Present => lifetime.ttl_us,
            Value::Absent => lifetime.absent_ttl_us,
            Value::Error => lifetime.errors_ttl_us,
        }?;
        let lost = lifetime.jitter_share * self.jitter_random.unit();
        Some(ttl_us - times(ttl_us, lost))
    }
}

// The store and the cache, as they are asked.
impl Simulation<'_> {
    /// What the store has for a key.
    fn stored(&self, key: u32) -> Value {
        if self.absent[key as usize] {
            Value::Absent
        } else {
            Value::Present
        }
    }

    fn read(&mut self, fetch: u32) {
        self.recorder.read(self.now_us);
        if self.store_refuses() {
            return self.refused(fetch);
        }
        match self.server.ask(fetch) {
            Admission::Starts => self.start(fetch),
            Admission::Waits => self.note_load(),
            Admission::Rejected => {
                self.recorder.store.rejected += 1;
                self.fetched(fetch, Value::Error);
            }
        }
    }

    /// Reads a second time, as the articles' `catch` does.
    fn read_again(&mut self, fetch: u32) {
        self.fetches[fetch as usize].plan = Plan::ArticleCatch;
        self.recorder.store.repeated += 1;
        self.read(fetch);
    }

    fn start(&mut self, fetch: u32) {
        let store = &self.scenario.store;
        let takes_us = store.service.draw(&mut self.store_random);
        let done_us = self.done_us(&store.faults, takes_us);
        self.schedule.push(done_us, Due::HasRead { fetch });
        self.note_load();
    }

    fn has_read(&mut self, fetch: u32) {
        self.server.leave();
        while let Some(next) = self.server.start_next() {
            if self.store_refuses() {
                self.server.leave();
                self.refused(next);
            } else {
                self.start(next);
            }
        }
        self.note_load();
        let key = self.fetches[fetch as usize].key;
        self.fetched(fetch, self.stored(key));
    }

    fn refused(&mut self, fetch: u32) {
        self.recorder.store.refused += 1;
        self.fetched(fetch, Value::Error);
    }

    fn note_load(&mut self) {
        let (running, waiting) = (self.server.running(), self.server.waiting());
        self.recorder.load(self.now_us, running, waiting);
    }

    fn store_refuses(&self) -> bool {
        let fault = self.fault(&self.scenario.store.faults);
        fault.is_some_and(|fault| fault.kind == FaultKind::Refuses)
    }

    fn fault(&self, faults: &[Fault]) -> Option<Fault> {
        let in_force = |fault: &&Fault| (fault.from_us..fault.until_us).contains(&self.now_us);
        faults.iter().find(in_force).copied()
    }

    /// When something is done that begins now and takes so long.
    fn done_us(&self, faults: &[Fault], takes_us: u64) -> u64 {
        let (begins_us, takes_us) = match self.fault(faults) {
            Some(Fault {
                kind: FaultKind::Slow { factor },
                ..
            }) => (self.now_us, times(takes_us, factor)),
            Some(Fault {
                kind: FaultKind::Silent,
                until_us,
                ..
            }) => (until_us, takes_us),
            _ => (self.now_us, takes_us),
        };
        begins_us.saturating_add(takes_us)
    }

    fn call(&mut self, remote: &Remote, access: Access) -> Call {
        let takes_us = remote.round_trip.draw(&mut self.cache_random);
        let done_us = self.done_us(&remote.faults, takes_us);
        let is_refused = match self.fault(&remote.faults).map(|fault| fault.kind) {
            Some(FaultKind::Refuses) => true,
            Some(FaultKind::ReadOnly) => access == Access::Set,
            Some(FaultKind::Silent | FaultKind::Slow { .. }) | None => false,
        };
        let timeout_us = remote.timeout_us;
        let gives_up_us = timeout_us.map_or(u64::MAX, |timeout_us| self.now_us + timeout_us);
        if gives_up_us < done_us {
            return Call {
                heard_us: gives_up_us,
                reply: Reply::GaveUp,
                late_us: (access == Access::Set && !is_refused).then_some(done_us),
            };
        }
        Call {
            heard_us: done_us,
            reply: if is_refused {
                Reply::Refused
            } else {
                Reply::Answered
            },
            late_us: None,
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "there are at most `REQUESTS_MAX` requests, and a fetch for each of them"
)]
const fn number(len: usize) -> u32 {
    len as u32
}
