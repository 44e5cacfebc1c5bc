//! How time falls with threads, as two laws have it, and from which size on something pays.
//!
//! With T(n) for the time that n threads take and S(n) = T(1) / T(n) for the speed-up:
//!
//! - Amdahl's law, S(n) = 1 / (σ + (1 − σ) / n): a share σ of the work is done by one thread alone
//!   (G. M. Amdahl, *Validity of the single processor approach to achieving large scale computing
//!   capabilities*, AFIPS 1967).
//! - The universal scalability law, S(n) = n / (1 + α (n − 1) + β n (n − 1)): threads also wait for
//!   each other (contention α) and keep each other up to date (coherence β), which in the end makes
//!   more threads slower (N. J. Gunther, *Guerrilla Capacity Planning*, Springer 2007, chapter 5).
//!
//! Both are linear in their parameters once turned about, as Gunther does it:
//! n / S(n) − 1 = α (n − 1) + β n (n − 1), and Amdahl's law is the case β = 0. So least squares need
//! no start value and no iteration. Each point is weighed by S(n) / n, because it is the ratio of
//! times that a measurement errs by, not their difference.

use sampling::median::median;

/// A time that was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measured {
    /// With how many threads.
    pub threads: u32,
    /// How long they took, in milliseconds.
    pub time_ms: f64,
}

/// Why there is no fit; the catalogue has the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FitError {
    /// A line through as many points as it has parameters fits whatever they are.
    TooFewPoints {
        /// How many different counts there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A speed-up compares with one thread.
    NoSingleThread,
    /// Times so far apart that no law is between them.
    NoFigure,
    /// A time that cannot be.
    NotPositive {
        /// With how many threads.
        threads: u32,
        /// What was given.
        time_ms: f64,
    },
}

/// Different thread counts that a fit of Amdahl's one parameter takes.
const AMDAHL_COUNTS_MIN: usize = 3;

/// Different thread counts that a fit of Gunther's two parameters takes.
const UNIVERSAL_COUNTS_MIN: usize = 4;

/// Amdahl's law, fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amdahl {
    /// The share σ of the work that does not spread over threads, from 0 to 1.
    pub serial: f64,
    /// The time that one thread takes: the median of those measured.
    pub one_ms: f64,
    /// The share of the speed-ups' variance that the law explains; below 0 if a constant is better.
    pub r_squared: f64,
}

impl Amdahl {
    /// How many times as fast as one thread `threads` of them are, by the law.
    #[must_use]
    pub(crate) fn speed_up(&self, threads: f64) -> f64 {
        1.0 / (self.serial + (1.0 - self.serial) / threads)
    }
}

/// The universal scalability law, fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Universal {
    /// The contention α, 0 or more.
    pub contention: f64,
    /// The coherence β, 0 or more.
    pub coherence: f64,
    /// The time that one thread takes: the median of those measured.
    pub one_ms: f64,
    /// The share of the speed-ups' variance that the law explains; below 0 if a constant is better.
    pub r_squared: f64,
}

impl Universal {
    /// How many times as fast as one thread `threads` of them are, by the law.
    #[must_use]
    pub(crate) fn speed_up(&self, threads: f64) -> f64 {
        let more = threads - 1.0;
        threads / (1.0 + self.contention * more + self.coherence * threads * more)
    }

    /// How many threads are fastest, √((1 − α) / β), at least one; `None` if more are always faster.
    #[must_use]
    pub(crate) fn peak(&self) -> Option<f64> {
        (self.coherence > 0.0).then(|| {
            ((1.0 - self.contention).max(0.0) / self.coherence)
                .sqrt()
                .max(1.0)
        })
    }
}

/// Fits Amdahl's law. Points of the same number of threads may repeat; one thread is among them.
pub(crate) fn amdahl(points: &[Measured]) -> Result<Amdahl, FitError> {
    let sample = Sample::of(points, AMDAHL_COUNTS_MIN)?;
    let [serial, _] = sample.contention_alone();
    let fit = Amdahl {
        serial: serial.min(1.0),
        one_ms: sample.one_ms,
        r_squared: 0.0,
    };
    let r_squared = sample.r_squared(|threads| fit.speed_up(threads));
    let is_figure = [fit.serial, r_squared].iter().all(|of| of.is_finite());
    is_figure
        .then_some(Amdahl { r_squared, ..fit })
        .ok_or(FitError::NoFigure)
}

/// Fits the universal scalability law. Points of the same number of threads may repeat; one thread
/// is among them.
pub(crate) fn universal(points: &[Measured]) -> Result<Universal, FitError> {
    let sample = Sample::of(points, UNIVERSAL_COUNTS_MIN)?;
    let [contention, coherence] = sample.both();
    let fit = Universal {
        contention,
        coherence,
        one_ms: sample.one_ms,
        r_squared: 0.0,
    };
    let r_squared = sample.r_squared(|threads| fit.speed_up(threads));
    let figures = [
        fit.contention,
        fit.coherence,
        r_squared,
        fit.peak().unwrap_or_default(),
    ];
    figures
        .iter()
        .all(|of| of.is_finite())
        .then_some(Universal { r_squared, ..fit })
        .ok_or(FitError::NoFigure)
}

/// Measured speed-ups, and the sums that least squares are made of.
struct Sample {
    one_ms: f64,
    /// Threads and speed-up of each point.
    speed_ups: Vec<(f64, f64)>,
    /// Of x = n − 1, z = n (n − 1), y = n / S − 1, weighed: xx, xz, zz, xy, zy.
    sums: [f64; 5],
}

impl Sample {
    fn of(points: &[Measured], counts_min: usize) -> Result<Self, FitError> {
        let valid = |point: &&Measured| point.time_ms > 0.0 && point.time_ms.is_finite();
        if let Some(wrong) = points.iter().find(|point| !valid(point)) {
            return Err(FitError::NotPositive {
                threads: wrong.threads,
                time_ms: wrong.time_ms,
            });
        }
        let mut counts: Vec<u32> = points.iter().map(|point| point.threads).collect();
        counts.sort_unstable();
        counts.dedup();
        // A point of no thread at all counts for nothing.
        counts.retain(|threads| *threads > 0);
        if counts.len() < counts_min {
            return Err(FitError::TooFewPoints {
                found: counts.len(),
                needed: counts_min,
            });
        }
        let single = points.iter().filter(|point| point.threads == 1);
        let single: Vec<f64> = single.map(|point| point.time_ms).collect();
        let one_ms = median(&single).ok_or(FitError::NoSingleThread)?;
        let speed_ups: Vec<(f64, f64)> = points
            .iter()
            .filter(|point| point.threads > 0)
            .map(|point| (f64::from(point.threads), one_ms / point.time_ms))
            .collect();
        let mut sums = [0.0; 5];
        for &(threads, speed_up) in &speed_ups {
            let weight = (speed_up / threads).powi(2);
            let (x, z) = (threads - 1.0, threads * (threads - 1.0));
            let y = threads / speed_up - 1.0;
            for (sum, term) in sums.iter_mut().zip([x * x, x * z, z * z, x * y, z * y]) {
                *sum += weight * term;
            }
        }
        Ok(Self {
            one_ms,
            speed_ups,
            sums,
        })
    }

    /// The best α ≥ 0 with β = 0.
    fn contention_alone(&self) -> [f64; 2] {
        let [xx, _, _, xy, _] = self.sums;
        [(xy / xx).max(0.0), 0.0]
    }

    /// The best α ≥ 0 and β ≥ 0: where the free optimum is out of bounds, the better of the two
    /// optima at a bound, since the sum of squares is convex.
    fn both(&self) -> [f64; 2] {
        let [xx, xz, zz, xy, zy] = self.sums;
        let determinant = xx * zz - xz * xz;
        let free = [
            (xy * zz - zy * xz) / determinant,
            (zy * xx - xy * xz) / determinant,
        ];
        if free.iter().all(|parameter| *parameter >= 0.0) {
            return free;
        }
        let coherence_alone = [0.0, (zy / zz).max(0.0)];
        // What is left of the squares, but for a constant.
        let left = |[alpha, beta]: [f64; 2]| {
            alpha * alpha * xx + 2.0 * alpha * beta * xz + beta * beta * zz
                - 2.0 * (alpha * xy + beta * zy)
        };
        if left(coherence_alone) < left(self.contention_alone()) {
            coherence_alone
        } else {
            self.contention_alone()
        }
    }

    fn r_squared(&self, law: impl Fn(f64) -> f64) -> f64 {
        let count = self.speed_ups.len() as f64;
        let mean = self
            .speed_ups
            .iter()
            .map(|(_, speed_up)| speed_up)
            .sum::<f64>()
            / count;
        let squares = |expected: &dyn Fn(f64) -> f64| -> f64 {
            self.speed_ups
                .iter()
                .map(|&(threads, speed_up)| (speed_up - expected(threads)).powi(2))
                .sum()
        };
        let (left, all) = (squares(&law), squares(&|_| mean));
        if all > 0.0 {
            1.0 - left / all
        } else {
            // Speed-ups that are all the same: explained by a law that says so.
            f64::from(u8::from(left <= f64::EPSILON))
        }
    }
}

/// From which size on one thing is faster than another, and stays so up to the largest measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BreakEven {
    /// At every size that was measured.
    Always,
    /// Not at the largest size that was measured.
    Never,
    /// From this size on.
    From(f64),
}

/// Common sizes that a comparison takes.
const COMMON_SIZES_MIN: usize = 2;

/// From which size on `b` is faster than `a`, both given as sizes with times. Between the last size
/// at which it is not and the next, times are taken to follow a power law, as straight lines do on
/// axes that are both logarithmic. `None` if fewer than two sizes were measured of both.
#[must_use]
pub(crate) fn break_even(a: &[(f64, f64)], b: &[(f64, f64)]) -> Option<BreakEven> {
    let usable = |value: f64| value > 0.0 && value.is_finite();
    // By size: its logarithm, and that of how many times as long `b` takes.
    let mut ratios: Vec<(f64, f64)> = b
        .iter()
        .filter_map(|&(size, time_b)| {
            let (_, time_a) = *a.iter().find(|(other, _)| other.total_cmp(&size).is_eq())?;
            [size, time_a, time_b]
                .into_iter()
                .all(usable)
                .then(|| (size.ln(), time_b.ln() - time_a.ln()))
        })
        .collect();
    if ratios.len() < COMMON_SIZES_MIN {
        return None;
    }
    ratios.sort_by(|one, other| one.0.total_cmp(&other.0));
    let Some(last_slower) = ratios.iter().rposition(|(_, ratio)| *ratio >= 0.0) else {
        return Some(BreakEven::Always);
    };
    let (size, ratio) = ratios[last_slower];
    let Some(&(next_size, next_ratio)) = ratios.get(last_slower + 1) else {
        return Some(BreakEven::Never);
    };
    let way = ratio / (ratio - next_ratio);
    Some(BreakEven::From((size + way * (next_size - size)).exp()))
}

#[cfg(test)]
mod tests;
