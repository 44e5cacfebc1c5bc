//! What the form sets in a scenario: terms that all variants share, and a cache of the reader's own.

use cache_sim::application::{
    Arrivals, Cache, Code, Delay, Fault, FaultKind, PER_S, REQUESTS_EXPECTED_MAX, Remote, Scenario,
};

/// How many times as long a slow store takes.
pub(crate) const STORE_SLOWDOWN: f64 = 10.0;
/// How many times as long a slow cache takes: half a second for half a millisecond.
pub(crate) const CACHE_SLOWDOWN: f64 = 1_000.0;

/// What is wrong in the middle third of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failing {
    Nothing,
    Refuses,
    Silent,
    Slow,
    ReadOnly,
}

impl Failing {
    /// What may be wrong with a store, which is only read.
    pub(crate) const OF_STORE: [Self; 4] = [Self::Nothing, Self::Refuses, Self::Silent, Self::Slow];
    /// What may be wrong with a cache.
    pub(crate) const OF_CACHE: [Self; 5] = [
        Self::Nothing,
        Self::Refuses,
        Self::Silent,
        Self::Slow,
        Self::ReadOnly,
    ];

    /// Its name in the form.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Refuses => "refuses",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::ReadOnly => "read-only",
        }
    }

    /// What is wrong first.
    pub(super) fn of(faults: &[Fault]) -> Self {
        match faults.first().map(|fault| fault.kind) {
            None => Self::Nothing,
            Some(FaultKind::Refuses) => Self::Refuses,
            Some(FaultKind::Silent) => Self::Silent,
            Some(FaultKind::Slow { .. }) => Self::Slow,
            Some(FaultKind::ReadOnly) => Self::ReadOnly,
        }
    }

    fn faults(self, factor: f64, duration_us: u64) -> Vec<Fault> {
        let kind = match self {
            Self::Nothing => return Vec::new(),
            Self::Refuses => FaultKind::Refuses,
            Self::Silent => FaultKind::Silent,
            Self::Slow => FaultKind::Slow { factor },
            Self::ReadOnly => FaultKind::ReadOnly,
        };
        vec![Fault {
            kind,
            from_us: duration_us / 3,
            until_us: duration_us / 3 * 2,
        }]
    }
}

/// Where a cache stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    None,
    Memo,
    Remote,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::None, Self::Memo, Self::Remote];

    /// Its name in the form.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Memo => "memo",
            Self::Remote => "remote",
        }
    }

    pub(super) const fn of(cache: &Cache) -> Self {
        match cache {
            Cache::None => Self::None,
            Cache::Memo => Self::Memo,
            Cache::Remote(_) => Self::Remote,
        }
    }
}

/// What all variants have in common. A preset's own terms leave it as it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Terms {
    pub per_s: u64,
    pub keys: u32,
    pub skew: f64,
    pub seed: u32,
    pub service_us: u64,
    pub concurrency: u32,
    pub store: Failing,
    pub round_trip_us: u64,
    pub cache: Failing,
}

impl Terms {
    pub(super) fn apply(&self, scenario: &mut Scenario) {
        let duration_us = scenario.duration_us;
        set_per_s(&mut scenario.arrivals, self.per_s as f64);
        scenario.keys.count = self.keys;
        scenario.keys.skew = self.skew;
        scenario.seed = self.seed;
        set_median(&mut scenario.store.service, self.service_us);
        scenario.store.concurrency = self.concurrency;
        scenario.store.faults = self.store.faults(STORE_SLOWDOWN, duration_us);
        if let Cache::Remote(remote) = &mut scenario.cache {
            self.apply_to_remote(remote, duration_us);
        }
    }

    fn apply_to_remote(&self, remote: &mut Remote, duration_us: u64) {
        set_median(&mut remote.round_trip, self.round_trip_us);
        remote.faults = self.cache.faults(CACHE_SLOWDOWN, duration_us);
    }
}

/// The reader's own cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Own {
    pub kind: Kind,
    pub ttl_us: Option<u64>,
    pub jitter_share: f64,
    pub single_flight: bool,
    pub stale_us: u64,
    pub timeout_us: Option<u64>,
    pub code: Code,
}

impl Own {
    /// Puts it in front of a scenario's store. `deploys_us` is when the process starts anew, which empties a cache
    /// inside it and no other.
    pub(super) fn apply(&self, scenario: &mut Scenario, terms: &Terms, deploys_us: &[u64]) {
        scenario.lifetime.ttl_us = self.ttl_us;
        scenario.lifetime.jitter_share = self.jitter_share;
        scenario.lifetime.stale_while_revalidate_us = self.stale_us;
        scenario.single_flight = self.single_flight;
        scenario.emptied_us = Vec::new();
        scenario.cache = match self.kind {
            Kind::None => Cache::None,
            Kind::Memo => {
                scenario.emptied_us = deploys_us.to_vec();
                Cache::Memo
            }
            Kind::Remote => {
                let mut remote = Remote {
                    timeout_us: self.timeout_us,
                    code: self.code,
                    ..Remote::DEFAULT
                };
                terms.apply_to_remote(&mut remote, scenario.duration_us);
                Cache::Remote(remote)
            }
        };
    }
}

/// How many requests come in a second, apart from a burst.
pub(super) fn per_s(arrivals: &Arrivals) -> f64 {
    match arrivals {
        Arrivals::Poisson { per_s } | Arrivals::Burst { per_s, .. } => *per_s,
        Arrivals::AtOnce { .. } => 0.0,
    }
}

/// A burst stays as many times as strong.
fn set_per_s(arrivals: &mut Arrivals, to: f64) {
    match arrivals {
        Arrivals::Poisson { per_s } => *per_s = to,
        Arrivals::Burst {
            per_s, burst_per_s, ..
        } => {
            *burst_per_s *= to / *per_s;
            *per_s = to;
        }
        Arrivals::AtOnce { .. } => {}
    }
}

/// How many requests may come in a second, so that a run has no more of them than it may.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 1 to the greatest rate"
)]
pub(super) fn per_s_max(scenario: &Scenario) -> u64 {
    let share = f64::from(REQUESTS_EXPECTED_MAX) / scenario.requests_expected().max(1.0);
    (per_s(&scenario.arrivals) * share).clamp(1.0, *PER_S.end()) as u64
}

pub(super) const fn median_us(delay: &Delay) -> u64 {
    match *delay {
        Delay::Constant { us } => us,
        Delay::LogNormal { median_us, .. } => median_us,
    }
}

/// The spread stays as it is.
const fn set_median(delay: &mut Delay, to_us: u64) {
    match delay {
        Delay::Constant { us } => *us = to_us,
        Delay::LogNormal { median_us, .. } => *median_us = to_us,
    }
}
