//! What a run of a pool gives. Times are in virtual nanoseconds since the run began, unless they say otherwise.

use serde::{Deserialize, Serialize};

use super::theory::Theory;

/// A list with a bound: the first of many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed<T> {
    /// Those that fit.
    pub items: Vec<T>,
    /// How many there were besides.
    pub left_out: u64,
}

/// What happens in a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A connection is open now.
    Connect,
    /// A request has a connection.
    Acquire,
    /// A request waits for one.
    Wait,
    /// A request gives one back.
    Release,
    /// A connection is closed: it was idle for long, or broke.
    Remove,
    /// A request waited for as long as it may.
    Timeout,
    /// A request is told at once that it will get none.
    Rejected,
    /// A connection broke.
    Error,
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// When.
    pub at_ns: u64,
    /// What.
    pub kind: EventKind,
    /// Which connection, counted from 0 in the order in which they were opened.
    pub connection: Option<u32>,
    /// Which request, counted from 0 in the order in which they came.
    pub request: Option<u32>,
}

/// What a connection does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpanState {
    /// It is being opened.
    Connecting,
    /// Nobody has it.
    Idle,
    /// A request uses it.
    Active,
    /// A request holds it while it waits for another.
    Blocked,
    /// A request that is gone never gave it back.
    Leaked,
}

/// A stretch of time in which a connection does one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Where it is drawn: below the pool's `max`; a connection keeps its lane, and leaves it to another when
    /// it is closed.
    pub lane: u32,
    /// Which connection.
    pub connection: u32,
    /// What it does.
    pub state: SpanState,
    /// For whom.
    pub request: Option<u32>,
    /// From when.
    pub start_ns: u64,
    /// Until when.
    pub end_ns: u64,
}

/// How a wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitEnd {
    /// With a connection.
    Acquired,
    /// With an error.
    TimedOut,
    /// Never.
    Stuck,
}

/// A stretch of time in which a request waits for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wait {
    /// Which request.
    pub request: u32,
    /// How many connections it holds meanwhile.
    pub held: u32,
    /// From when.
    pub start_ns: u64,
    /// Until when.
    pub end_ns: u64,
    /// How it ends.
    pub end: WaitEnd,
}

/// From when on so many wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueStep {
    /// From when.
    pub at_ns: u64,
    /// How many.
    pub waiting: u32,
}

/// What a program that looks at its pool now and then sees. What happens between two looks it does not see,
/// but for `waiting_max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// When.
    pub at_ns: u64,
    /// Connections, those included that are being opened.
    pub total: u32,
    /// Connections that are being opened. A program that takes all for active that are not idle counts them
    /// as active.
    pub connecting: u32,
    /// Connections that nobody has.
    pub idle: u32,
    /// Connections that somebody holds, or held and never gave back.
    pub active: u32,
    /// Requests that wait for a connection.
    pub waiting: u32,
    /// The most that waited since the status before.
    pub waiting_max: u32,
}

/// A time in which every connection was held by a request that waited for another, or leaked. Only an acquire
/// timeout ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deadlock {
    /// From when.
    pub start_ns: u64,
    /// Until when; `None` is never.
    pub end_ns: Option<u64>,
    /// How many requests held connections and waited for more, at its beginning.
    pub requests: u32,
}

/// A connection that was held for longer than the pool's threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Suspect {
    /// Which connection.
    pub connection: u32,
    /// By which request.
    pub request: u32,
    /// Since when.
    pub since_ns: u64,
    /// When that was noticed: the threshold later.
    pub noticed_ns: u64,
    /// When it came back or broke: a suspicion that was wrong. `None` is not until the run's end.
    pub returned_ns: Option<u64>,
}

/// How long something took, in milliseconds. Percentiles are of the nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// How many times.
    pub count: u64,
    /// On average.
    pub mean_ms: f64,
    /// At most in 95 of 100.
    pub p95_ms: f64,
    /// At most in 99 of 100.
    pub p99_ms: f64,
    /// At most.
    pub max_ms: f64,
}

/// A run in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// When it ended: not before the load's duration was over.
    pub end_ns: u64,
    /// Requests that came: the sum of the next five.
    pub requests: u64,
    /// That were done.
    pub completed: u64,
    /// That waited for as long as they may.
    pub timed_out: u64,
    /// That were told at once that they would get no connection.
    pub rejected: u64,
    /// Whose connection broke.
    pub failed: u64,
    /// That never ended.
    pub stuck: u64,
    /// Waits for a connection that ended, with one or with a timeout, those of no time included. A request
    /// has one for each of its checkouts.
    pub wait: Times,
    /// Completed requests from their arrival to their end. What programs often log as a query's time is this,
    /// with the wait in it.
    pub response: Times,
    /// The share of all connections that might be that was held, on average over the run; leaked ones are.
    pub utilisation: f64,
    /// How many waited, on average over the run.
    pub mean_waiting: f64,
    /// How many waited at most.
    pub waiting_max: u32,
    /// How many connections were there at most, those included that were being opened.
    pub connections_max: u32,
    /// How many connections were opened.
    pub connects: u64,
    /// How many were closed.
    pub removes: u64,
    /// How many were leaked.
    pub leaked: u64,
    /// When all that might be were leaked, if they were.
    pub exhausted_ns: Option<u64>,
}

/// Little's law (Little, "A Proof for the Queuing Formula: L = λW", 1961), both sides counted on their own:
/// one by how many are there as time goes by, the other by when each came and left. They agree exactly when
/// all have left at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Little {
    /// L: how many were there, on average over the run.
    pub mean_number: f64,
    /// λ: how many came and left, in a second of the run.
    pub per_s: f64,
    /// W: how long each of them stayed on average, in milliseconds.
    pub mean_time_ms: f64,
    /// L − λW: more than rounding only where some have never left.
    pub difference: f64,
}

/// A run of a pool. All of it is modelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// What happened, in order.
    pub events: Listed<Event>,
    /// What each connection did, by end.
    pub spans: Listed<Span>,
    /// Who waited, by end; those who did not wait are left out and not counted.
    pub waits: Listed<Wait>,
    /// How many waited; the first step is at 0.
    pub queue: Listed<QueueStep>,
    /// What the pool told of itself now and then.
    pub statuses: Listed<Status>,
    /// When nothing could go on.
    pub deadlocks: Listed<Deadlock>,
    /// Connections that were held for long, by when that was noticed.
    pub suspects: Listed<Suspect>,
    /// In figures.
    pub summary: Summary,
    /// Little's law of those who wait for a connection.
    pub waiting: Little,
    /// Little's law of requests, from their arrival to their end.
    pub system: Little,
    /// What the theory of queues says.
    pub theory: Theory,
}
