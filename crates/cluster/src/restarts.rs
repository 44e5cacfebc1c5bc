//! When a worker that died is started again, and when the supervisor gives up.
//!
//! Exponential back-off with jitter, and a budget: so many restarts within a window, as supervisors in
//! OTP have it. A service that cannot start is then reported, and not tried for ever.

use std::collections::VecDeque;

/// How often, and how soon, dead workers are started again.
#[derive(Clone, Debug, PartialEq)]
pub struct RestartPolicy {
    /// The pause before the first restart, in milliseconds; each further one within the window doubles
    /// it.
    pub pause_ms_min: u64,
    /// No pause is longer.
    pub pause_ms_max: u64,
    /// The most restarts within the window. One more death, and the supervisor gives up.
    pub restarts_max: usize,
    /// Deaths that are longer ago than this, in milliseconds, do not count.
    pub window_ms: u64,
}

impl Default for RestartPolicy {
    fn default() -> Self {
        Self {
            pause_ms_min: 100,
            pause_ms_max: 5_000,
            restarts_max: 5,
            window_ms: 30_000,
        }
    }
}

/// What is to follow a death.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A new worker after so many milliseconds.
    RestartIn(u64),
    /// Nothing: the budget is spent.
    GiveUp,
}

/// The deaths so far, as far as they count.
#[derive(Clone, Debug)]
pub struct Deaths {
    policy: RestartPolicy,
    at_ms: VecDeque<u64>,
}

impl Deaths {
    /// None so far.
    #[must_use]
    pub fn new(policy: RestartPolicy) -> Self {
        Self {
            policy,
            at_ms: VecDeque::new(),
        }
    }

    /// Takes in a death. `chance`, from 0 to 1, spreads the restarts of workers that died together:
    /// a pause is between half and all of what the back-off says.
    pub fn count(&mut self, now_ms: u64, chance: f64) -> Verdict {
        let RestartPolicy {
            pause_ms_min,
            pause_ms_max,
            restarts_max,
            window_ms,
        } = self.policy;
        while self
            .at_ms
            .front()
            .is_some_and(|&at_ms| at_ms + window_ms <= now_ms)
        {
            self.at_ms.pop_front();
        }
        if self.at_ms.len() >= restarts_max {
            return Verdict::GiveUp;
        }
        let doublings = u32::try_from(self.at_ms.len()).unwrap_or(u32::MAX).min(32);
        let pause_ms = pause_ms_min
            .saturating_mul(1 << doublings)
            .min(pause_ms_max);
        self.at_ms.push_back(now_ms);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a number of milliseconds"
        )]
        let jitter_ms = (pause_ms as f64 / 2.0 * chance.clamp(0.0, 1.0)) as u64;
        Verdict::RestartIn(pause_ms - jitter_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(at_ms: &[u64], chance: f64) -> Vec<Verdict> {
        let mut deaths = Deaths::new(RestartPolicy::default());
        at_ms
            .iter()
            .map(|&now_ms| deaths.count(now_ms, chance))
            .collect()
    }

    #[test]
    fn pauses_double_and_the_sixth_death_in_the_window_is_the_last() {
        use Verdict::{GiveUp, RestartIn};
        let found = verdicts(&[0, 1, 2, 3, 4, 5], 0.0);
        let expected = [100, 200, 400, 800, 1_600].map(RestartIn);
        assert_eq!(found[..5], expected);
        assert_eq!(found[5], GiveUp);
    }

    #[test]
    fn deaths_that_are_long_ago_are_forgotten() {
        let found = verdicts(&[0, 1, 2, 3, 4, 30_000, 60_000], 0.0);
        assert_eq!(
            found[5],
            Verdict::RestartIn(1_600),
            "one has left the window"
        );
        assert_eq!(found[6], Verdict::RestartIn(100));
    }

    #[test]
    fn chance_takes_up_to_half_of_a_pause() {
        assert_eq!(verdicts(&[0], 1.0), [Verdict::RestartIn(50)]);
        assert_eq!(verdicts(&[0], 7.0), [Verdict::RestartIn(50)]);
    }

    #[test]
    fn no_pause_is_longer_than_the_longest() {
        let policy = RestartPolicy {
            restarts_max: 100,
            ..RestartPolicy::default()
        };
        let mut deaths = Deaths::new(policy);
        let last = (0..100).map(|now_ms| deaths.count(now_ms, 0.0)).last();
        assert_eq!(last, Some(Verdict::RestartIn(5_000)));
    }
}
