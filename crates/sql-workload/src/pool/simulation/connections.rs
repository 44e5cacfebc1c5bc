//! The connections of a pool, and what each of them does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::pool::recorder::Recorder;
use crate::pool::report::{Span, SpanState, Suspect};

#[derive(Debug)]
struct Connection {
    lane: u32,
    state: SpanState,
    request: Option<u32>,
    since_ns: u64,
    acquired_ns: u64,
    /// Counts how often it was idle, so that a timer of an earlier time says nothing.
    idle_times: u32,
    is_open: bool,
}

#[derive(Debug)]
pub(super) struct Connections {
    /// All that ever were, by number.
    all: Vec<Connection>,
    /// Those that nobody has; who was used last is used next, so that the others grow old.
    idle: Vec<u32>,
    free_lanes: BinaryHeap<Reverse<u32>>,
    leak_threshold_ns: u64,
    pub(super) total: u32,
    pub(super) connecting: u32,
    pub(super) leaked: u32,
}

impl Connections {
    pub(super) fn new(max: u32, leak_threshold_ns: u64) -> Self {
        Self {
            all: Vec::new(),
            idle: Vec::new(),
            free_lanes: (0..max).map(Reverse).collect(),
            leak_threshold_ns,
            total: 0,
            connecting: 0,
            leaked: 0,
        }
    }

    pub(super) fn idle(&self) -> u32 {
        u32::try_from(self.idle.len()).unwrap_or(u32::MAX)
    }

    /// How many somebody holds, or held and never gave back.
    pub(super) fn active(&self) -> u32 {
        self.total - self.connecting - self.idle()
    }

    pub(super) fn opened(&self) -> u64 {
        self.all.len() as u64 - u64::from(self.connecting)
    }

    pub(super) fn removed(&self) -> u64 {
        self.all.len() as u64 - u64::from(self.total)
    }

    /// Begins to open one, which takes a free lane.
    pub(super) fn open(&mut self, now_ns: u64) -> u32 {
        let id = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let lane = self.free_lanes.pop().map_or(0, |Reverse(lane)| lane);
        self.all.push(Connection {
            lane,
            state: SpanState::Connecting,
            request: None,
            since_ns: now_ns,
            acquired_ns: now_ns,
            idle_times: 0,
            is_open: true,
        });
        self.total += 1;
        self.connecting += 1;
        id
    }

    pub(super) fn take_idle(&mut self) -> Option<u32> {
        self.idle.pop()
    }

    /// Nobody has it from now on. Gives what [`is_still_idle`](Self::is_still_idle) takes.
    pub(super) fn put_idle(&mut self, id: u32, now_ns: u64, recorder: &mut Recorder) -> u32 {
        self.set(id, SpanState::Idle, None, now_ns, recorder);
        self.idle.push(id);
        let connection = &mut self.all[id as usize];
        connection.idle_times += 1;
        connection.idle_times
    }

    pub(super) fn is_still_idle(&self, id: u32, idle_times: u32) -> bool {
        let connection = &self.all[id as usize];
        connection.is_open
            && connection.state == SpanState::Idle
            && connection.idle_times == idle_times
    }

    /// A request has it from now on.
    pub(super) fn acquire(&mut self, id: u32, request: u32, now_ns: u64, recorder: &mut Recorder) {
        self.set(id, SpanState::Active, Some(request), now_ns, recorder);
        self.all[id as usize].acquired_ns = now_ns;
    }

    /// The request that had it no longer does, and may be suspected to have had it for too long.
    pub(super) fn let_go(&mut self, id: u32, now_ns: u64, recorder: &mut Recorder) {
        if let Some(suspect) = self.suspect(id, now_ns, Some(now_ns)) {
            recorder.suspect(suspect);
        }
    }

    pub(super) fn set(
        &mut self,
        id: u32,
        state: SpanState,
        request: Option<u32>,
        now_ns: u64,
        recorder: &mut Recorder,
    ) {
        let connection = &mut self.all[id as usize];
        if (connection.state, connection.request) != (state, request) {
            recorder.span(connection.span(id, now_ns));
            (connection.state, connection.request) = (state, request);
            connection.since_ns = now_ns;
        }
    }

    /// Closes one, whose lane is free then.
    pub(super) fn remove(&mut self, id: u32, now_ns: u64, recorder: &mut Recorder) {
        self.idle.retain(|idle| *idle != id);
        let connection = &mut self.all[id as usize];
        recorder.span(connection.span(id, now_ns));
        connection.is_open = false;
        self.free_lanes.push(Reverse(connection.lane));
        self.total -= 1;
    }

    /// The run is over: what each did last, and who is held for long.
    pub(super) fn finish(&self, now_ns: u64, recorder: &mut Recorder) {
        for (id, connection) in (0..).zip(&self.all) {
            if connection.is_open {
                recorder.span(connection.span(id, now_ns));
                if let Some(suspect) = self.suspect(id, now_ns, None) {
                    recorder.suspect(suspect);
                }
            }
        }
    }

    fn suspect(&self, id: u32, now_ns: u64, returned_ns: Option<u64>) -> Option<Suspect> {
        let connection = &self.all[id as usize];
        let noticed_ns = connection.acquired_ns + self.leak_threshold_ns;
        let request = connection.request.filter(|_| noticed_ns < now_ns)?;
        Some(Suspect {
            connection: id,
            request,
            since_ns: connection.acquired_ns,
            noticed_ns,
            returned_ns,
        })
    }
}

impl Connection {
    fn span(&self, id: u32, end_ns: u64) -> Span {
        Span {
            lane: self.lane,
            connection: id,
            state: self.state,
            request: self.request,
            start_ns: self.since_ns,
            end_ns,
        }
    }
}
