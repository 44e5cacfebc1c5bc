//! How long somebody waits before it tries again.

use sampling::Random;

/// Exponential back-off with full jitter: before the nth try anything from nothing to `base` · 2^(n−2), or to
/// `cap`, with equal chances (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). Without
/// the jitter two that collided once would collide again.
#[derive(Clone, Debug)]
pub struct Backoff {
    base_ms: f64,
    cap_ms: f64,
    random: Random,
}

impl Backoff {
    /// With its shortest and longest bound, in milliseconds; the seed brings the same waits about again.
    #[must_use]
    pub const fn new(base_ms: f64, cap_ms: f64, seed: u64) -> Self {
        Self {
            base_ms,
            cap_ms,
            random: Random::of(seed),
        }
    }

    /// How long to wait after so many tries that failed, at least one, in milliseconds.
    pub fn wait_ms(&mut self, failed: u32) -> f64 {
        self.bound_ms(failed) * self.random.unit()
    }

    /// How long that may be at most.
    #[must_use]
    pub fn bound_ms(&self, failed: u32) -> f64 {
        // Beyond 2^32 any bound is the cap.
        let doublings = i32::try_from(failed.saturating_sub(1).min(32)).unwrap_or(0);
        (self.base_ms * 2.0_f64.powi(doublings)).min(self.cap_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_cap() {
        let backoff = Backoff::new(4.0, 100.0, 1);
        let bounds: Vec<_> = (1..8).map(|failed| backoff.bound_ms(failed)).collect();
        let expected = [4.0, 8.0, 16.0, 32.0, 64.0, 100.0, 100.0];
        for (bound, expected) in bounds.into_iter().zip(expected) {
            assert!((bound - expected).abs() < 1e-12, "{bound} {expected}");
        }
        assert!((backoff.bound_ms(u32::MAX) - 100.0).abs() < 1e-12);
    }

    #[test]
    fn waits_fill_their_bounds_evenly() {
        let mut backoff = Backoff::new(4.0, 100.0, 7);
        let waits: Vec<_> = (0..10_000).map(|_| backoff.wait_ms(3)).collect();
        assert!(waits.iter().all(|wait| (0.0..16.0).contains(wait)));
        let mean = waits.iter().sum::<f64>() / 10_000.0;
        // A standard deviation of the mean is 16 / √(12 · 10,000).
        assert!((mean - 8.0).abs() < 0.2, "{mean}");
        let mut again = Backoff::new(4.0, 100.0, 7);
        assert!((again.wait_ms(3) - waits[0]).abs() < 1e-12);
    }
}
