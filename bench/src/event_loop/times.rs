//! How long a case took in each round, and what may be said of it.

use sampling::experiment::ERROR_RATE;
use sampling::sequence::{BLOCKS_MIN, Estimate, Interval};
use serde::Serialize;

use super::cases::{Case, Outcome, Place};

/// A case's milliseconds.
#[derive(Debug)]
pub(super) struct Times {
    pub(super) case: Case,
    /// Of each round, by [`Place`].
    rounds: Vec<[Option<f64>; 2]>,
    /// Of every run.
    pub(super) outcome: Option<Outcome>,
}

impl Times {
    pub(super) const fn of(case: Case) -> Self {
        Self {
            case,
            rounds: Vec::new(),
            outcome: None,
        }
    }

    pub(super) fn add(&mut self, medians: [Option<f64>; 2]) {
        self.rounds.push(medians);
    }

    /// Whether these are as many rounds as everybody has, and more would change no verdict.
    pub(super) fn is_decided(&self, rounds: usize) -> bool {
        self.rounds.len() >= rounds.max(BLOCKS_MIN)
            && Place::ALL
                .iter()
                .all(|place| self.verdict(*place) != Some(Verdict::Inconclusive))
    }

    /// Of each round, where it took part.
    pub(super) fn at(&self, place: Place) -> Vec<f64> {
        let rounds = self.rounds.iter();
        rounds.filter_map(|round| round[place as usize]).collect()
    }

    /// Milliseconds. Both places of a case share in the chance that an interval is wrong.
    pub(super) fn ms(&self, place: Place) -> Option<Estimate> {
        let logs = self.at(place).into_iter().map(f64::ln);
        Estimate::of_logs(&logs.collect::<Vec<_>>(), error_rate(), 0.0)
    }

    /// How many times as long it takes in WebAssembly, round by round.
    pub(super) fn wasm_over_native(&self) -> Option<Estimate> {
        let logs = self.rounds.iter().filter_map(|round| match *round {
            [Some(native), Some(wasm)] => Some((wasm / native).ln()),
            _ => None,
        });
        Estimate::of_logs(&logs.collect::<Vec<_>>(), error_rate(), 0.0)
    }

    /// What may be said of the promise, where there is one.
    pub(super) fn verdict(&self, place: Place) -> Option<Verdict> {
        let promise = self.case.promise(place)?;
        let interval = self.ms(place).and_then(|ms| ms.interval);
        Some(Verdict::of(interval, promise))
    }
}

/// Claims of a case.
fn error_rate() -> f64 {
    ERROR_RATE / Place::ALL.len() as f64
}

/// What may be said of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// It is what was promised, or less.
    Kept,
    /// It is more.
    Broken,
    /// There is too little to say either.
    Inconclusive,
}

impl Verdict {
    fn of(ms: Option<Interval>, promise: f64) -> Self {
        match ms {
            Some(Interval { high, .. }) if high <= promise => Self::Kept,
            Some(Interval { low, .. }) if low > promise => Self::Broken,
            _ => Self::Inconclusive,
        }
    }

    pub(super) const fn in_words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Broken => "BROKEN",
            Self::Inconclusive => "inconclusive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_broken_by_what_is_surely_longer() {
        for (low, high, verdict) in [
            (400.0, 500.0, Verdict::Kept),
            (400.0, 500.1, Verdict::Inconclusive),
            (500.0, 600.0, Verdict::Inconclusive),
            (500.1, 600.0, Verdict::Broken),
        ] {
            let interval = Some(Interval { low, high });
            assert_eq!(Verdict::of(interval, 500.0), verdict, "{interval:?}");
        }
        assert_eq!(Verdict::of(None, 500.0), Verdict::Inconclusive);
    }

    #[test]
    fn who_has_a_promise_goes_on_until_its_verdict_is_there() {
        let mut endless = Times::of(Case::Endless);
        let mut ticks = Times::of(Case::Ticks);
        for round in 0..BLOCKS_MIN {
            assert!(!endless.is_decided(0) && !ticks.is_decided(0));
            // Around a second in the browser, whatever the round.
            let wasm = Some(if round % 2 == 0 { 900.0 } else { 1_100.0 });
            endless.add([Some(300.0), wasm]);
            ticks.add([Some(300.0), wasm]);
        }
        assert!(!endless.is_decided(BLOCKS_MIN) && ticks.is_decided(BLOCKS_MIN));
        assert!(!ticks.is_decided(BLOCKS_MIN + 1));
        assert_eq!(ticks.verdict(Place::Wasm), None);
        for _ in 0..40 {
            endless.add([Some(300.0), Some(900.0)]);
        }
        assert!(endless.is_decided(BLOCKS_MIN));
        assert_eq!(endless.verdict(Place::Wasm), Some(Verdict::Kept));
        assert_eq!(endless.verdict(Place::Native), None);
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        let mut times = Times::of(Case::Start);
        for round in 1..8 {
            let slow = f64::from(round);
            times.add([Some(10.0 * slow), Some(25.0 * slow)]);
        }
        let ratio = times.wasm_over_native().expect("rounds");
        assert!((ratio.value - 2.5).abs() < 1e-9);
    }
}
