//! What a row of block figures says of the true one, at every look.
//!
//! An ordinary 95 % interval misses the truth in one case of twenty *if it is looked at once*. Looked at
//! after every block until it shows something, it sooner or later does. The intervals here are a
//! *confidence sequence*: the chance that any of them, ever, misses the truth is at most the error rate.
//! So one may look whenever one likes, stop at what one sees, and go on later.
//!
//! The method: for each value that the truth may have, a bet against it is kept. The stake is a mixture
//! over effects of all sizes, and whatever the figures' spread is, the bet's capital is expected to stay
//! as it is if the value is true. Capital above 1 / error rate has at most that chance (Ville), so a value
//! against which it was reached is left out. With normal figures of unknown spread the capital is the
//! t-test's Bayes factor with the spread integrated out by its Haar measure (T. L. Lai, "On confidence
//! sequences", 1976; H. Wang and A. Ramdas, "Anytime-valid t-tests and confidence sequences for Gaussian
//! means with unknown variance", 2024), and it can be solved for the interval's ends.
//!
//! Figures are logarithms of ratios of medians of blocks. Under "both are equal" such a logarithm is as
//! likely positive as negative, medians of blocks are close to normal, and heavier tails make a t-test
//! more careful, not less. The statistical tests of this crate hold the rates to it.

use serde::Serialize;

/// With fewer blocks nothing is claimed, however clear it looks: of six that point one way by chance
/// alone there is one case in thirty-two whatever their distribution, and blocks are rarely that unruly.
pub const BLOCKS_MIN: usize = 6;

/// The variance of the effects that the bets expect, in units of the figures' own: with two standard
/// deviations the interval is nearly as narrow as it can be for 6 to 60 blocks.
const EFFECT_VARIANCE: f64 = 4.0;

/// Two ends. Either may be infinite.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies in it.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A positive quantity, with the interval that its true value lies in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The best guess.
    pub value: f64,
    /// Where the true one is; `None` while there is too little to say.
    pub interval: Option<Interval>,
    /// How many blocks it comes from.
    pub blocks: usize,
}

impl Estimate {
    /// Of logarithms of positive figures, one a block; `None` without blocks.
    ///
    /// `error_rate` is the chance, over all looks together, that an interval misses the truth.
    /// `spread_min` is a spread that the figures have at least, such as that which the clock's step gives
    /// them: where all fall on the same step, their own spread says nothing.
    #[must_use]
    pub fn of_logs(logs: &[f64], error_rate: f64, spread_min: f64) -> Option<Self> {
        if logs.is_empty() {
            return None;
        }
        let blocks = logs.len();
        let mean = logs.iter().sum::<f64>() / blocks as f64;
        let squares: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
        let freedom = (blocks - 1) as f64;
        let spread = (squares / freedom).sqrt().max(spread_min);
        let half = factor(blocks, error_rate)
            .filter(|_| blocks >= BLOCKS_MIN && spread.is_finite())
            .map(|factor| factor * spread / (blocks as f64).sqrt());
        Some(Self {
            value: mean.exp(),
            interval: half
                .map(|half| Interval {
                    low: (mean - half).exp(),
                    high: (mean + half).exp(),
                })
                // Figures that differ by hundreds of powers of ten leave nothing out.
                .filter(|interval| interval.low > 0.0 && interval.high.is_finite()),
            blocks,
        })
    }
}

/// How many standard errors the interval reaches to either side; `None` where so few figures leave no
/// value out.
///
/// With n figures, t their t-statistic against a value, ν = n − 1 and G = 1 + n·g for effects of variance
/// g, the capital is G^(−1/2) · ((1 + t²/ν) / (1 + t²/(ν·G)))^(n/2). It reaches 1 / error rate at
/// t² = ν·(K − 1) / (1 − K/G) with K = (√G / error rate)^(2/n), if K < G.
fn factor(figures: usize, error_rate: f64) -> Option<f64> {
    let count = figures as f64;
    let growth = 1.0 + count * EFFECT_VARIANCE;
    let reach = (growth.sqrt() / error_rate).powf(2.0 / count);
    if figures < 2 || reach >= growth {
        return None;
    }
    Some(((count - 1.0) * (reach - 1.0) / (1.0 - reach / growth)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The capital of a bet against zero, as the module's comment defines it.
    fn capital(t: f64, figures: usize) -> f64 {
        let (count, freedom) = (figures as f64, (figures - 1) as f64);
        let growth = 1.0 + count * EFFECT_VARIANCE;
        let quotient = (1.0 + t * t / freedom) / (1.0 + t * t / (freedom * growth));
        quotient.powf(count / 2.0) / growth.sqrt()
    }

    #[test]
    fn at_the_interval_s_end_the_capital_is_just_what_is_too_much() {
        for figures in [3, 6, 10, 50, 1_000] {
            for error_rate in [0.05, 0.005] {
                if let Some(factor) = factor(figures, error_rate) {
                    let found = capital(factor, figures);
                    assert!(
                        (found * error_rate - 1.0).abs() < 1e-6,
                        "{figures}: {found}"
                    );
                }
            }
        }
        assert_eq!(factor(1, 0.05), None);
        assert_eq!(factor(2, 0.05), None);
    }

    #[test]
    fn a_look_reaches_further_than_if_it_were_the_only_one_but_not_much() {
        let mut last = f64::INFINITY;
        for figures in BLOCKS_MIN..40 {
            let factor = factor(figures, 0.05).expect("enough figures");
            assert!(factor < last, "{figures}");
            // 1.96 is what one look at very many figures would take.
            assert!(factor > 1.96);
            last = factor;
        }
        // It grows again, but only as the root of a logarithm.
        let many = factor(100_000, 0.05).expect("enough figures");
        assert!((last..5.0).contains(&many), "{many}");
    }

    #[test]
    fn the_interval_lies_around_the_geometric_mean_and_needs_six_blocks() {
        let logs = [0.01, -0.01, 0.02, 0.0, 0.01, -0.02];
        let all = Estimate::of_logs(&logs, 0.05, 0.0).expect("blocks");
        let interval = all.interval.expect("six blocks");
        assert!(interval.contains(all.value) && interval.contains(1.0));
        assert!((interval.low * interval.high / all.value.powi(2) - 1.0).abs() < 1e-9);
        let five = Estimate::of_logs(&logs[..5], 0.05, 0.0).expect("blocks");
        assert_eq!((five.interval, five.blocks), (None, 5));
        assert_eq!(Estimate::of_logs(&[], 0.05, 0.0), None);
    }

    #[test]
    fn figures_that_fall_on_one_step_of_the_clock_are_not_taken_for_exact() {
        let exact = Estimate::of_logs(&[0.0; 8], 0.05, 0.0).expect("blocks");
        assert_eq!(
            exact.interval,
            Some(Interval {
                low: 1.0,
                high: 1.0
            })
        );
        let honest = Estimate::of_logs(&[0.0; 8], 0.05, 0.01).expect("blocks");
        let interval = honest.interval.expect("eight blocks");
        assert!(interval.low < 0.99 && interval.high > 1.01);
    }
}
