//! Who is timed, where, and what it has to reach.

use cache_sim::{POLICIES, PolicyId};
use sampling::experiment::ERROR_RATE;
use sampling::sequence::{BLOCKS_MIN, Estimate, Interval};
use serde::Serialize;

use super::others::Other;
use super::page::{LIMIT, LRU_CACHE};

/// The policies that shall serve so many accesses a second.
const PROMISED: [PolicyId; 5] = [
    PolicyId::Fifo,
    PolicyId::Lru,
    PolicyId::Clock,
    PolicyId::Sieve,
    PolicyId::S3Fifo,
];

/// Turns in a round of whoever has a promise. One turn may be struck by what else the machine does; the median of
/// three is rarely.
const TURNS_OF_PROMISED: usize = 3;

/// Where a turn is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In this process.
    Native,
    /// In a worker: ours in WebAssembly, lru-cache in JavaScript.
    Browser,
}

impl Place {
    /// Both, as the figures of a round stand.
    pub(super) const ALL: [Self; 2] = [Self::Native, Self::Browser];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Native => "natively",
            Self::Browser => "in the browser",
        }
    }

    /// Millions of accesses a second that are promised here.
    pub(super) const fn promise(self) -> f64 {
        match self {
            Self::Native => 20.0,
            Self::Browser => 10.0,
        }
    }
}

/// Who is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Candidate {
    /// One of ours.
    Policy(PolicyId),
    /// What the machine allows.
    Limit,
    /// A crate.
    Other(Other),
    /// The package of npm.
    LruCache,
}

impl Candidate {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let policies = POLICIES.iter().map(|policy| Self::Policy(policy.id));
        let others = Other::ALL.into_iter().map(Self::Other);
        policies
            .chain([Self::Limit])
            .chain(others)
            .chain([Self::LruCache])
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Policy(policy) => policy.name(),
            Self::Limit => LIMIT,
            Self::Other(other) => other.name(),
            Self::LruCache => LRU_CACHE,
        }
    }

    pub(super) const fn places(self) -> &'static [Place] {
        match self {
            Self::Policy(_) | Self::Limit => &Place::ALL,
            Self::Other(_) => &[Place::Native],
            Self::LruCache => &[Place::Browser],
        }
    }

    pub(super) fn has_promise(self) -> bool {
        matches!(self, Self::Policy(policy) if PROMISED.contains(&policy))
    }

    /// How often it has its turn in a round, at each of its places.
    pub(super) fn turns(self) -> usize {
        if self.has_promise() || self == Self::Limit {
            TURNS_OF_PROMISED
        } else {
            1
        }
    }

    /// Whose results its own are equal to, by name; nobody's where a cache decides by its own hash function or by the
    /// clock what to keep.
    pub(super) const fn counts_as(self) -> Option<&'static str> {
        match self {
            Self::Policy(policy) => Some(policy.name()),
            Self::Limit => Some(LIMIT),
            Self::Other(Other::Lru) | Self::LruCache => Some(PolicyId::Lru.name()),
            Self::Other(Other::Moka | Other::QuickCache) => None,
        }
    }
}

/// A candidate's millions of accesses a second.
#[derive(Debug)]
pub(super) struct Speeds {
    pub(super) candidate: Candidate,
    /// Of each round, by [`Place`].
    rounds: Vec<[Option<f64>; 2]>,
    /// Misses of a turn, or the limit's sum.
    pub(super) result: Option<u64>,
}

impl Speeds {
    pub(super) const fn of(candidate: Candidate) -> Self {
        Self {
            candidate,
            rounds: Vec::new(),
            result: None,
        }
    }

    pub(super) fn add(&mut self, medians: [Option<f64>; 2]) {
        self.rounds.push(medians);
    }

    /// Whether more rounds would change no verdict.
    pub(super) fn is_decided(&self) -> bool {
        self.rounds.len() >= BLOCKS_MIN
            && (!self.candidate.has_promise()
                || Place::ALL
                    .iter()
                    .all(|place| self.verdict(*place, None) != Verdict::Inconclusive))
    }

    /// Of each round, where it took part.
    pub(super) fn at(&self, place: Place) -> Vec<f64> {
        let rounds = self.rounds.iter();
        rounds.filter_map(|round| round[place as usize]).collect()
    }

    /// Millions of accesses a second. Both places of a policy share in the chance that an interval is wrong.
    pub(super) fn rate(&self, place: Place) -> Option<Estimate> {
        let logs = self.at(place).into_iter().map(f64::ln);
        Estimate::of_logs(&logs.collect::<Vec<_>>(), error_rate(), 0.0)
    }

    /// The speed in WebAssembly as a share of that natively, round by round.
    pub(super) fn browser_over_native(&self) -> Option<Estimate> {
        let logs = self.rounds.iter().filter_map(|round| match *round {
            [Some(native), Some(browser)] => Some((browser / native).ln()),
            _ => None,
        });
        Estimate::of_logs(&logs.collect::<Vec<_>>(), error_rate(), 0.0)
    }

    /// What may be said of the promise; `limit` is what the machine allows there.
    pub(super) fn verdict(&self, place: Place, limit: Option<Estimate>) -> Verdict {
        let interval = self.rate(place).and_then(|rate| rate.interval);
        Verdict::of(interval, limit, place.promise())
    }
}

/// Claims of a candidate.
fn error_rate() -> f64 {
    ERROR_RATE / Place::ALL.len() as f64
}

/// What may be said of a speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// It is what was promised, or more.
    Kept,
    /// It is less.
    Broken,
    /// It is less, and so is what the machine allows.
    Limited,
    /// There is too little to say any of that.
    Inconclusive,
}

impl Verdict {
    fn of(rate: Option<Interval>, limit: Option<Estimate>, promise: f64) -> Self {
        match rate {
            Some(Interval { low, .. }) if low >= promise => Self::Kept,
            Some(Interval { high, .. }) if high < promise => match limit {
                Some(Estimate { value, .. }) if value < promise => Self::Limited,
                _ => Self::Broken,
            },
            _ => Self::Inconclusive,
        }
    }

    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "BROKEN",
            Self::Limited => "the machine's limit",
            Self::Inconclusive => "inconclusive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64) -> Estimate {
        Estimate {
            value,
            interval: None,
            blocks: 6,
        }
    }

    #[test]
    fn a_promise_is_broken_by_what_is_surely_slower_though_the_machine_is_not() {
        let between = |low, high| Some(Interval { low, high });
        let (fast, slow) = (Some(estimate(90.0)), Some(estimate(15.0)));
        for (rate, limit, verdict) in [
            (between(20.0, 22.0), fast, Verdict::Kept),
            (between(19.9, 22.0), fast, Verdict::Inconclusive),
            (between(17.0, 19.9), fast, Verdict::Broken),
            (between(17.0, 19.9), None, Verdict::Broken),
            (between(9.0, 14.0), slow, Verdict::Limited),
            (None, fast, Verdict::Inconclusive),
        ] {
            assert_eq!(Verdict::of(rate, limit, 20.0), verdict, "{rate:?}");
        }
    }

    #[test]
    fn who_has_a_promise_goes_on_until_its_verdict_is_there() {
        let mut fifo = Speeds::of(Candidate::Policy(PolicyId::Fifo));
        let mut arc = Speeds::of(Candidate::Policy(PolicyId::Arc));
        for round in 0..BLOCKS_MIN {
            assert!(!fifo.is_decided() && !arc.is_decided());
            // Around twenty millions a second natively, whatever the round.
            let native = Some(if round % 2 == 0 { 18.0 } else { 22.0 });
            fifo.add([native, Some(15.0)]);
            arc.add([native, Some(15.0)]);
        }
        assert!(!fifo.is_decided() && arc.is_decided());
        assert_eq!(fifo.verdict(Place::Browser, None), Verdict::Kept);
        for _ in 0..40 {
            fifo.add([Some(22.0), Some(15.0)]);
        }
        assert!(fifo.is_decided());
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        let mut speeds = Speeds::of(Candidate::Limit);
        for round in 1..8 {
            let slow = f64::from(round);
            speeds.add([Some(100.0 / slow), Some(80.0 / slow)]);
        }
        let ratio = speeds.browser_over_native().expect("rounds");
        assert!((ratio.value - 0.8).abs() < 1e-9);
    }
}
