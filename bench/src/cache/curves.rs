//! Curves of miss ratios: how long they take with two workers, as the lab has them, and what is lost by samples.

use anyhow::{Context, Result, ensure};
use cache_sim::recipe::Preset;
use cache_sim::session::{Outcome, Point, Sampling};
use cache_sim::{POLICIES, PolicyId, Recipe};
use serde::Serialize;

use super::native;
use super::page::Page;

/// The lab's first trace, larger: popular objects, and between them many that come once.
const RECIPE: &str = "mix(0.6*zipf(1,100000)+0.4*scan)*1000000";

/// Sizes of each curve, from the least one on in equal steps of the logarithm.
const SIZES: u32 = 32;
const SIZE_MIN: f64 = 8.0;
const SIZE_MAX: f64 = 200_000.0;

/// Workers that compute them.
pub(super) const WORKERS: usize = 2;

/// The most seconds that it may take with two cores.
pub(super) const EXACT_S_MAX: f64 = 60.0;
pub(super) const SAMPLED_S_MAX: f64 = 10.0;

/// As the lab samples: a fiftieth of the objects or more, four times over.
const SAMPLING: Sampling = Sampling {
    rate: 0.02,
    samples: 4,
};

/// Standard errors to either side, of the normal distribution, that the lab draws.
const ERRORS_NORMAL: f64 = 1.96;

/// The same of Student's distribution with three degrees of freedom, which four samples have.
const ERRORS_STUDENT: f64 = 3.182;

/// The trace that the lab begins with, and its sizes: from the least on, so many for each doubling, up to half of the
/// objects; and the one whose figures are told first.
const DEFAULT_TRACE: &str = "zipf-and-scan";
const DEFAULT_SIZES_PER_DOUBLING: f64 = 1.5;
const DEFAULT_SIZES_MAX: f64 = 0.5;
const DEFAULT_SIZE: u64 = 500;

/// All curves, exact and sampled.
#[derive(Debug, Serialize)]
pub(super) struct Curves {
    pub(super) recipe: &'static str,
    pub(super) sizes: Vec<u64>,
    sampling: Sampling,
    pub(super) exact_s: f64,
    pub(super) sampled_s: f64,
    pub(super) policies: Vec<Compared>,
}

/// How far a policy's sampled curve is from the exact one, in points of the miss ratio.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Compared {
    pub(super) policy: PolicyId,
    pub(super) mean: f64,
    pub(super) largest: f64,
    /// The size where that is.
    pub(super) largest_at: u64,
    /// Sizes whose interval holds the exact value.
    pub(super) held: Held,
    /// Sizes that were sampled. The others were counted, because samples would not have taken less.
    pub(super) sampled: usize,
}

/// In how many cases an interval of 95 % holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Held {
    /// With as many standard errors as of the normal distribution.
    pub(super) normal: usize,
    /// With as many as of Student's.
    pub(super) student: usize,
}

impl Curves {
    /// Computes them in the browser.
    pub(super) async fn measure(page: &Page) -> Result<Self> {
        let recipe: Recipe = RECIPE.parse()?;
        let policies: Vec<PolicyId> = (POLICIES.iter().map(|policy| policy.id))
            .filter(|policy| *policy != PolicyId::Articles)
            .collect();
        let sizes = sizes();
        let exact = page
            .curves(WORKERS, &recipe, &policies, &sizes, None)
            .await?;
        let sampled = page
            .curves(WORKERS, &recipe, &policies, &sizes, Some(SAMPLING))
            .await?;
        check(&recipe, &exact.points, &sizes)?;
        let compare = |policy: &PolicyId| compared(*policy, &exact.points, &sampled.points, &sizes);
        Ok(Self {
            recipe: RECIPE,
            sampling: SAMPLING,
            exact_s: exact.ms / 1e3,
            sampled_s: sampled.ms / 1e3,
            policies: policies.iter().map(compare).collect::<Result<_>>()?,
            sizes,
        })
    }

    /// Without policies.
    #[cfg(test)]
    pub(super) fn of_seconds(exact_s: f64, sampled_s: f64) -> Self {
        Self {
            recipe: RECIPE,
            sizes: sizes(),
            sampling: SAMPLING,
            exact_s,
            sampled_s,
            policies: Vec::new(),
        }
    }

    pub(super) fn exact_is_kept(&self) -> bool {
        self.exact_s <= EXACT_S_MAX
    }

    pub(super) fn sampled_is_kept(&self) -> bool {
        self.sampled_s <= SAMPLED_S_MAX
    }
}

fn sizes() -> Vec<u64> {
    let ratio = (SIZE_MAX / SIZE_MIN).ln() / f64::from(SIZES - 1);
    (0..SIZES)
        .map(|step| whole(SIZE_MIN * (ratio * f64::from(step)).exp()))
        .collect()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are positive, and far below what an integer holds"
)]
fn whole(size: f64) -> u64 {
    size.round() as u64
}

/// What the browser found for one policy is what this process finds.
fn check(recipe: &Recipe, points: &[Point], sizes: &[u64]) -> Result<()> {
    let policy = PolicyId::S3Fifo;
    for known in native::curves(recipe, &[policy], sizes, None)? {
        ensure!(
            points.contains(&known),
            "{policy} at {:?} is not {:?} in the browser",
            known.size,
            known.outcome
        );
    }
    Ok(())
}

fn compared(
    policy: PolicyId,
    exact: &[Point],
    sampled: &[Point],
    sizes: &[u64],
) -> Result<Compared> {
    let mut errors = Vec::new();
    let mut held = Held::default();
    let mut estimates = 0;
    for size in sizes {
        let exact = of(policy, *size, exact)?;
        let found = of(policy, *size, sampled)?;
        let error = (found.miss_ratio() - exact.miss_ratio()).abs();
        errors.push((error, *size));
        match found {
            Outcome::Sampled { standard_error, .. } => {
                let standard_error = standard_error.context("a single sample")?;
                held.normal += usize::from(error <= ERRORS_NORMAL * standard_error);
                held.student += usize::from(error <= ERRORS_STUDENT * standard_error);
                estimates += 1;
            }
            Outcome::Exact { .. } => ensure!(found == exact, "{policy} at {size}: {found:?}"),
        }
    }
    let largest = errors.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    let (largest, largest_at) = *largest.context("a curve without sizes")?;
    Ok(Compared {
        policy,
        mean: errors.iter().map(|(error, _)| error).sum::<f64>() / errors.len() as f64,
        largest,
        largest_at,
        held,
        sampled: estimates,
    })
}

fn of(policy: PolicyId, size: u64, points: &[Point]) -> Result<Outcome> {
    let mut points = points.iter();
    let point = points.find(|point| point.policy == policy && point.size.count() == size);
    Ok(point
        .with_context(|| format!("{policy} has no point at {size}"))?
        .outcome)
}

/// Miss ratios of all policies for the trace that the lab begins with.
#[derive(Debug, Serialize)]
pub(super) struct Ratios {
    pub(super) trace: &'static str,
    pub(super) policies: Vec<PolicyId>,
    /// Each with the policies' ratios.
    pub(super) sizes: Vec<(u64, Vec<f64>)>,
}

impl Ratios {
    pub(super) fn of_default_trace() -> Result<Self> {
        let preset = Preset::find(DEFAULT_TRACE).context("the lab's trace is gone")?;
        let recipe = preset.recipe();
        let policies: Vec<PolicyId> = POLICIES.iter().map(|policy| policy.id).collect();
        let sizes = default_sizes(native::objects(&recipe));
        let points = native::curves(&recipe, &policies, &sizes, None)?;
        let rows = sizes.into_iter().map(|size| {
            let ratios = policies
                .iter()
                .map(|policy| Ok(of(*policy, size, &points)?.miss_ratio()));
            Ok((size, ratios.collect::<Result<_>>()?))
        });
        Ok(Self {
            trace: DEFAULT_TRACE,
            sizes: rows.collect::<Result<_>>()?,
            policies,
        })
    }
}

fn default_sizes(objects: usize) -> Vec<u64> {
    let most = objects as f64 * DEFAULT_SIZES_MAX;
    let mut sizes = vec![DEFAULT_SIZE];
    let mut size = SIZE_MIN;
    while size <= most {
        sizes.push(whole(size));
        size *= DEFAULT_SIZES_PER_DOUBLING.recip().exp2();
    }
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

#[cfg(test)]
mod tests {
    use cache_sim::Capacity;

    use super::*;

    fn point(size: u64, outcome: Outcome) -> Point {
        Point {
            policy: PolicyId::Fifo,
            size: Capacity::Objects(size),
            outcome,
        }
    }

    fn exact(size: u64, misses: u64) -> Point {
        point(
            size,
            Outcome::Exact {
                requests: 100,
                misses,
                bytes: 100,
                bytes_missed: misses,
            },
        )
    }

    fn sampled(size: u64, miss_ratio: f64) -> Point {
        point(
            size,
            Outcome::Sampled {
                miss_ratio,
                standard_error: Some(0.01),
                samples: 4,
            },
        )
    }

    #[test]
    fn sizes_go_from_the_least_to_the_largest() {
        let sizes = sizes();
        assert_eq!((sizes[0], sizes[31], sizes.len()), (8, 200_000, 32));
        assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(default_sizes(10_000).contains(&500));
        assert_eq!(default_sizes(60), [8, 13, 20, 500]);
    }

    #[test]
    fn errors_are_absolute_and_intervals_reach_as_far_as_they_say() {
        let exact = [exact(8, 90), exact(100, 50), exact(1_000, 20)];
        let sampled = [exact[0], sampled(100, 0.475), sampled(1_000, 0.21)];
        let sizes = [8, 100, 1_000];
        let found = compared(PolicyId::Fifo, &exact, &sampled, &sizes).expect("points");
        assert!((found.mean - 0.035 / 3.0).abs() < 1e-9);
        assert!((found.largest - 0.025).abs() < 1e-9 && found.largest_at == 100);
        let held = Held {
            normal: 1,
            student: 2,
        };
        assert_eq!((found.held, found.sampled), (held, 2));
        // What was counted twice came to the same.
        assert!(
            compared(
                PolicyId::Fifo,
                &exact[1..2],
                &[self::exact(100, 51)],
                &[100]
            )
            .is_err()
        );
        assert!(compared(PolicyId::Lru, &exact, &sampled, &[100]).is_err());
    }
}
