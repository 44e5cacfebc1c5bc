//! Whether a worker that is alive does its work: the share of its own errors in a sliding window.

use std::collections::VecDeque;

/// When a worker counts as unhealthy.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthPolicy {
    /// What is longer ago than this, in milliseconds, does not count.
    pub window_ms: u64,
    /// Fewer requests than this within the window say nothing.
    pub requests_min: u64,
    /// The largest share of requests that may end in an error of the server's own (5xx), from 0 to 1.
    pub error_share_max: f64,
}

impl Default for HealthPolicy {
    fn default() -> Self {
        Self {
            window_ms: 30_000,
            requests_min: 100,
            error_share_max: 0.1,
        }
    }
}

/// A worker's counters at some time. They only grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests that were answered.
    pub requests: u64,
    /// Those of them that ended in an error of the server's own.
    pub errors: u64,
}

/// The counters of the last while.
#[derive(Clone, Debug, Default)]
pub struct Window {
    seen: VecDeque<(u64, Counts)>,
}

impl Window {
    /// The most readings that are kept; with one each second this is beyond any sensible window.
    const READINGS_MAX: usize = 600;

    /// Takes in a reading.
    pub fn add(&mut self, policy: &HealthPolicy, now_ms: u64, counts: Counts) {
        // The last reading before the window is where it begins.
        while self.seen.len() > 1 && self.seen[1].0 + policy.window_ms <= now_ms
            || self.seen.len() >= Self::READINGS_MAX
        {
            self.seen.pop_front();
        }
        self.seen.push_back((now_ms, counts));
    }

    /// What happened within the window.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (Some((_, first)), Some((_, last))) = (self.seen.front(), self.seen.back()) else {
            return Counts::default();
        };
        Counts {
            requests: last.requests.saturating_sub(first.requests),
            errors: last.errors.saturating_sub(first.errors),
        }
    }

    /// Whether too many requests within the window failed.
    #[must_use]
    pub fn is_unhealthy(&self, policy: &HealthPolicy) -> bool {
        let Counts { requests, errors } = self.counts();
        requests >= policy.requests_min && errors as f64 > policy.error_share_max * requests as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(readings: &[(u64, u64, u64)]) -> Window {
        let mut window = Window::default();
        for &(now_ms, requests, errors) in readings {
            window.add(
                &HealthPolicy::default(),
                now_ms,
                Counts { requests, errors },
            );
        }
        window
    }

    fn is_unhealthy(readings: &[(u64, u64, u64)]) -> bool {
        window(readings).is_unhealthy(&HealthPolicy::default())
    }

    #[test]
    fn a_tenth_is_borne_and_more_is_not() {
        assert!(!is_unhealthy(&[(0, 0, 0), (1_000, 100, 10)]));
        assert!(is_unhealthy(&[(0, 0, 0), (1_000, 100, 11)]));
    }

    #[test]
    fn a_few_requests_say_nothing() {
        assert!(!is_unhealthy(&[(0, 0, 0), (1_000, 99, 99)]));
    }

    #[test]
    fn errors_of_long_ago_are_forgotten() {
        let bad = (1_000, 1_000, 1_000);
        assert!(is_unhealthy(&[(0, 0, 0), bad, (20_000, 1_500, 1_000)]));
        assert!(!is_unhealthy(&[(0, 0, 0), bad, (31_000, 1_500, 1_000)]));
    }

    #[test]
    fn a_long_life_does_not_hide_a_bad_minute() {
        let healthy: Vec<_> = (0..100)
            .map(|second| (second * 1_000, second * 500, 0))
            .collect();
        let mut readings = healthy;
        readings.push((100_000, 49_700, 150));
        readings.push((101_000, 49_900, 350));
        let found = window(&readings).counts();
        assert_eq!(found.errors, 350);
        // 350 of some fifteen thousand.
        assert!(!is_unhealthy(&readings));
        readings.extend((102..130).map(|second| (second * 1_000, second * 500, second * 100)));
        assert!(is_unhealthy(&readings));
    }
}
