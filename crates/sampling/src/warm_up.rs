//! Until when samples do not count: engines optimise what runs often, and caches fill.

use crate::median::median;

/// A stretch of warm-up that is better than the best before it by less than this share brought nothing.
pub const IMPROVEMENT_MIN: f64 = 0.05;

/// So many stretches in a row that brought nothing end it: engines optimise in steps, and rest in between.
pub const IDLE_STRETCHES: usize = 2;

/// How long a stretch lasts at least, in milliseconds of the thing itself: engines optimise in the
/// background meanwhile.
pub const STRETCH_MS: f64 = 20.0;

/// What takes longer than this without getting warm is as warm as it will be, in milliseconds.
pub const WARM_UP_MS_MAX: f64 = 1_000.0;

/// The warm-up of one instance.
#[derive(Clone, Debug, Default)]
pub struct WarmUp {
    /// Milliseconds a call, of the stretch under way.
    stretch: Vec<f64>,
    stretch_ms: f64,
    total_ms: f64,
    /// The best stretch's median, in milliseconds a call.
    best: Option<f64>,
    /// Stretches in a row that brought nothing.
    idle: usize,
    end: Option<End>,
}

/// How a warm-up ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The last stretches brought nothing.
    Settled,
    /// [`WARM_UP_MS_MAX`] were over, and it still got faster.
    Exhausted,
}

impl WarmUp {
    /// Takes a sample in.
    pub fn add(&mut self, calls: u32, elapsed_ms: f64) {
        self.stretch.push(elapsed_ms / f64::from(calls));
        self.stretch_ms += elapsed_ms;
        self.total_ms += elapsed_ms;
        if self.stretch_ms >= STRETCH_MS
            && let Some(now) = median(&self.stretch)
        {
            let is_better = |best| now < best * (1.0 - IMPROVEMENT_MIN);
            if self.best.is_none_or(is_better) {
                self.idle = 0;
            } else {
                self.idle += 1;
            }
            if self.idle == IDLE_STRETCHES && self.end.is_none() {
                self.end = Some(End::Settled);
            }
            self.best = Some(self.best.map_or(now, |best| best.min(now)));
            self.stretch.clear();
            self.stretch_ms = 0.0;
        }
        if self.total_ms >= WARM_UP_MS_MAX && self.end.is_none() {
            self.end = Some(End::Exhausted);
        }
    }

    /// How it ended, if it did.
    #[must_use]
    pub const fn end(&self) -> Option<End> {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a warm-up of calls that take as long as `time` says of the time gone by; gives how it ended
    /// and after how many milliseconds.
    fn run(time: impl Fn(f64) -> f64) -> (End, f64) {
        let (mut warm_up, mut gone) = (WarmUp::default(), 0.0);
        loop {
            let elapsed = time(gone);
            warm_up.add(1, elapsed);
            gone += elapsed;
            if let Some(end) = warm_up.end() {
                return (end, gone);
            }
        }
    }

    #[test]
    fn what_is_warm_from_the_start_takes_three_stretches() {
        let (end, gone) = run(|_| 2.0);
        assert_eq!(end, End::Settled);
        assert!((gone - 3.0 * STRETCH_MS).abs() < 1e-9);
    }

    #[test]
    fn what_is_optimised_after_a_while_is_waited_for() {
        // Tiers of an engine: ten times as slow at first, then twice, then as it stays.
        let tiers = |gone: f64| match gone {
            gone if gone < 25.0 => 10.0,
            gone if gone < 55.0 => 2.0,
            _ => 1.0,
        };
        let (end, gone) = run(tiers);
        assert_eq!(end, End::Settled);
        assert!(gone > 75.0, "{gone}");
    }

    #[test]
    fn what_gets_faster_for_ever_is_given_up() {
        let (end, gone) = run(|gone| 10.0 * (-gone / 150.0).exp().max(1e-3));
        assert_eq!(end, End::Exhausted);
        assert!(gone >= WARM_UP_MS_MAX);
    }

    #[test]
    fn one_call_that_takes_longer_than_all_of_it_is_enough() {
        let (end, gone) = run(|_| 5_000.0);
        assert_eq!(end, End::Exhausted);
        assert!((gone - 5_000.0).abs() < 1e-9);
    }
}
