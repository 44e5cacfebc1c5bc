//! What is modelled: who asks when, the store, the cache in front of it, and how long what it keeps is good.
//!
//! Instants and durations are whole virtual microseconds. Instants count from the run's beginning.

use serde::{Deserialize, Serialize};

/// A cache in front of a store, and those who ask for its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    /// When requests come.
    pub arrivals: Arrivals,
    /// What they ask for.
    pub keys: Keys,
    /// For how long they come, of [`DURATION_US`](super::DURATION_US). The run goes on until nothing is left to do.
    pub duration_us: u64,
    /// After which time a client gives up, of [`TIMEOUT_US`](super::TIMEOUT_US); `None` is never. Nobody tells the
    /// application, so it goes on with its work, and so does the store.
    pub client_timeout_us: Option<u64>,
    /// Where values come from.
    pub store: Store,
    /// What stands in front of it.
    pub cache: Cache,
    /// How long the cache's entries are good.
    pub lifetime: Lifetime,
    /// Whether those who miss the same key at the same time share one read of the store. The flight lasts until the
    /// cache has what it is to keep, so that nobody reads again in between.
    pub single_flight: bool,
    /// Most entries, of [`ENTRIES`](super::ENTRIES); then the one goes that was used the longest ago. `None` is any
    /// number: node-cache's default.
    pub entries_max: Option<u32>,
    /// What the cache holds at the beginning.
    pub start: Start,
    /// When the cache loses all that it holds, as one inside the application does with each deploy: at most
    /// [`EMPTIED_MAX`](super::EMPTIED_MAX) instants. Requests that are on their way go on.
    pub emptied_us: Vec<u64>,
    /// How closely the run is looked at.
    pub recording: Recording,
    /// Decides about everything that is left to chance.
    pub seed: u32,
}

/// When requests come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Arrivals {
    /// Each without regard to all others: with exponential gaps.
    Poisson {
        /// How many in a second on average, of [`PER_S`](super::PER_S).
        per_s: f64,
    },
    /// Poisson arrivals whose rate is another one for a while.
    Burst {
        /// How many in a second on average before and after, from 0 on.
        per_s: f64,
        /// How many in a second meanwhile, of [`PER_S`](super::PER_S).
        burst_per_s: f64,
        /// When the burst begins.
        from_us: u64,
        /// When it is over.
        until_us: u64,
    },
    /// Many at once, at given instants.
    AtOnce {
        /// In any order, at most [`GROUPS_MAX`](super::GROUPS_MAX).
        groups: Vec<Group>,
    },
}

/// Requests that come at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// When.
    pub at_us: u64,
    /// How many.
    pub requests: u32,
    /// The key that all of them ask for; `None` draws one for each.
    pub key: Option<u32>,
}

/// What requests ask for: keys counted from 0, the most popular, drawn from a Zipf distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    /// How many there are, of [`KEYS`](super::KEYS).
    pub count: u32,
    /// Zipf's exponent, of [`SKEW`](super::SKEW): 0 makes all keys equally popular.
    pub skew: f64,
    /// The share of keys for which the store has nothing, from 0 to 1.
    pub absent_share: f64,
}

/// Where values come from: as many reads at a time as it has connections, and a queue in front of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Store {
    /// How long a read takes once it has begun.
    pub service: Delay,
    /// Most reads at a time, of [`CONCURRENCY`](super::CONCURRENCY). More at a time make none of them slower, which
    /// they do in most stores.
    pub concurrency: u32,
    /// How many more may wait, of [`WAITING`](super::WAITING); whoever comes then gets an error at once.
    pub waiting_max: u32,
    /// When it fails, at most [`FAULTS_MAX`](super::FAULTS_MAX). A read goes by the fault at the instant at which it
    /// begins, and one that is refused takes no time.
    pub faults: Vec<Fault>,
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Delay {
    /// Always as long, of [`DELAY_US`](super::DELAY_US).
    Constant {
        /// How long.
        us: u64,
    },
    /// As the log-normal distribution has it: mostly near the median, now and then far longer.
    LogNormal {
        /// Half take no longer, of [`DELAY_US`](super::DELAY_US).
        median_us: u64,
        /// The standard deviation of the logarithm, of [`SPREAD`](super::SPREAD).
        spread: f64,
    },
}

/// A time in which something does not work as it should. Where several overlap, the one that is listed first counts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// From when.
    pub from_us: u64,
    /// Until when: the first instant at which all is well again.
    pub until_us: u64,
}

/// What is wrong with a store or a cache.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FaultKind {
    /// It is down, and says so: whoever asks gets an error, from a cache after a round trip.
    Refuses,
    /// It is down, and says nothing: what it is asked meanwhile it answers when it is back, as a client does that
    /// queues commands until it is connected again.
    Silent,
    /// It takes that many times as long.
    Slow {
        /// Of [`SLOWDOWN`](super::SLOWDOWN).
        factor: f64,
    },
    /// It answers reads and refuses writes, as a cache out of memory does, or a replica. A store, which is only read
    /// here, works as ever.
    ReadOnly,
}

/// What stands in front of the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cache {
    /// Nothing: each request reads the store.
    None,
    /// A table inside the application, as the articles' `memoize` over node-cache: it takes no time and does not fail.
    /// Where a function gave `undefined`, theirs asks it again, as here without [`Lifetime::absent_ttl_us`].
    Memo,
    /// A cache behind a network, such as Redis.
    Remote(Remote),
}

/// A cache behind a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Remote {
    /// From a question to its answer. What the cache holds is what it holds when the answer comes.
    pub round_trip: Delay,
    /// After which time the application goes on without an answer, of [`TIMEOUT_US`](super::TIMEOUT_US); `None` is
    /// never. The cache does late what it was told to write.
    pub timeout_us: Option<u64>,
    /// What the application does around it.
    pub code: Code,
    /// When it fails, at most [`FAULTS_MAX`](super::FAULTS_MAX), by the instant of the question.
    pub faults: Vec<Fault>,
}

/// What an application does around a remote cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The first article's `getCachedData`: get, read, write and return stand in one `try`, whose `catch` reads the
    /// store.
    ///
    /// - Where the get fails, the store is read once and nothing is written.
    /// - The answer waits for the write. Where that fails, the value at hand is thrown away and the store is read
    ///   again.
    /// - Where the read fails, the store that has just failed is read again at once.
    /// - Where the store has nothing (`undefined`, as the articles' `getUser` gives), the write throws, for
    ///   `JSON.stringify` makes no text of it; so each such request reads the store twice.
    Article,
    /// Each failure where it happens: a get that fails is a miss, the store is read once, and the answer does not wait
    /// for the write, whose failure concerns nobody.
    Corrected,
}

/// How long entries are good. An entry has expired when that time was over before now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lifetime {
    /// How long a value is fresh, of [`TTL_US`](super::TTL_US); `None` is for ever, which is node-cache's default.
    pub ttl_us: Option<u64>,
    /// Which share of its time an entry may lose by lot, from 0 to 1, so that those written together do not expire
    /// together. None lives longer than it was promised.
    pub jitter_share: f64,
    /// How long an expired value is served at once while the store is read for the next, of
    /// [`WINDOW_US`](super::WINDOW_US) (RFC 5861).
    pub stale_while_revalidate_us: u64,
    /// How long an expired value is served where reading the store gave an error, of [`WINDOW_US`](super::WINDOW_US)
    /// (RFC 5861).
    pub stale_if_error_us: u64,
    /// How long it is kept that the store has nothing, of [`TTL_US`](super::TTL_US); `None` is not at all.
    pub absent_ttl_us: Option<u64>,
    /// How long it is kept that the store gave an error, of [`TTL_US`](super::TTL_US); `None` is not at all. A value
    /// that may be served instead is not overwritten.
    pub errors_ttl_us: Option<u64>,
}

/// What a cache holds at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Start {
    /// Nothing.
    Empty,
    /// All keys, or as many of the most popular as fit, all written at one instant before the run. What has expired
    /// since is not there.
    Warm {
        /// How long ago, at most the longest time to live.
        age_us: u64,
    },
}

/// How closely a run is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recording {
    /// Into how many parts the duration is cut for what is told over time, of [`BUCKETS`](super::BUCKETS).
    pub buckets: u32,
    /// From when on requests are logged one by one.
    pub log_from_us: u64,
    /// How many, of [`LOG`](super::LOG).
    pub log_max: u32,
}

const MS: u64 = 1_000;
const S: u64 = 1_000_000;

impl Scenario {
    /// A hundred requests a second for a thousand seconds, through the articles' `memoize`.
    pub const DEFAULT: Self = Self {
        arrivals: Arrivals::Poisson { per_s: 100.0 },
        keys: Keys::DEFAULT,
        duration_us: 1_000 * S,
        client_timeout_us: None,
        store: Store::DEFAULT,
        cache: Cache::Memo,
        lifetime: Lifetime::DEFAULT,
        single_flight: false,
        entries_max: None,
        start: Start::Empty,
        emptied_us: Vec::new(),
        recording: Recording::DEFAULT,
        seed: 1,
    };
}

impl Keys {
    /// A thousand, as unequal as pages of a site, each with a value.
    pub const DEFAULT: Self = Self {
        count: 1_000,
        skew: 0.9,
        absent_share: 0.0,
    };
}

impl Store {
    /// Reads of mostly 20 ms, twenty at a time, that never fail.
    pub const DEFAULT: Self = Self {
        service: Delay::LogNormal {
            median_us: 20 * MS,
            spread: 0.5,
        },
        concurrency: 20,
        waiting_max: 1_000,
        faults: Vec::new(),
    };
}

impl Remote {
    /// Half a millisecond away, asked without a timeout by code that handles failures where they happen.
    pub const DEFAULT: Self = Self {
        round_trip: Delay::Constant { us: 500 },
        timeout_us: None,
        code: Code::Corrected,
        faults: Vec::new(),
    };
}

impl Lifetime {
    /// The articles' `stdTTL` of 600 s, and nothing besides.
    pub const DEFAULT: Self = Self {
        ttl_us: Some(600 * S),
        jitter_share: 0.0,
        stale_while_revalidate_us: 0,
        stale_if_error_us: 0,
        absent_ttl_us: None,
        errors_ttl_us: None,
    };
}

impl Recording {
    /// A hundred parts and the first thousand requests.
    pub const DEFAULT: Self = Self {
        buckets: 100,
        log_from_us: 0,
        log_max: 1_000,
    };
}

macro_rules! defaults {
    ($($kind:ty)*) => {$(
        impl Default for $kind {
            fn default() -> Self {
                Self::DEFAULT
            }
        }
    )*};
}

defaults! { Scenario Keys Store Remote Lifetime Recording }
