//! What came of a run: a curve for each policy, and where two of them part.

use cache_sim::session::{Description, Frame, Outcome, Point};
use cache_sim::{Capacity, PolicyId};
use serde::{Deserialize, Serialize};

/// Sizes between two doublings of the curves.
const SIZES_PER_DOUBLING: f64 = 1.5;

/// The least size of the curves, in objects.
const SIZE_MIN: f64 = 8.0;

/// The largest share of the objects that the curves go to: beyond it little is left to miss.
const SIZE_SHARE_MAX: f64 = 0.5;

/// All that a run found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Results {
    /// The trace.
    pub trace: Description,
    /// The name of the file that it was read from.
    pub file: Option<String>,
    /// The size whose figures are told first.
    pub size: Capacity,
    /// The sizes of the curves, ascending, in the unit of that one.
    pub sizes: Vec<Capacity>,
    /// In the order of the form; a policy whose curve is not done yet has some points fewer.
    pub curves: Vec<Curve>,
    /// The two policies that are stepped through.
    pub pair: [PolicyId; 2],
    /// How many entries their queues hold.
    pub queue: u64,
    /// The first access that hits under one of them and misses under the other.
    pub parted: Option<u32>,
    /// What both of them do around that access, or at the trace's beginning.
    pub film: Vec<Frame>,
}

/// A policy at every size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Curve {
    pub policy: PolicyId,
    /// In the order of [`Results::sizes`].
    pub points: Vec<Outcome>,
}

impl Results {
    /// Adds a point of a curve. Points of a curve come in the order of the sizes.
    pub(crate) fn add(&mut self, point: &Point) {
        if let Some(curve) = (self.curves.iter_mut()).find(|curve| curve.policy == point.policy) {
            curve.points.push(point.outcome);
        }
    }

    /// The place among the sizes that is nearest to one.
    pub(crate) fn place_of(&self, size: Capacity) -> usize {
        self.place_near(size.count() as f64)
    }

    /// The place among the sizes whose ratio to a number of objects or bytes is nearest to one.
    pub(crate) fn place_near(&self, count: f64) -> usize {
        let away = |known: &Capacity| (known.count() as f64 / count.max(1.0)).ln().abs();
        let nearest = self.sizes.iter().enumerate();
        let nearest = nearest.min_by(|(_, one), (_, other)| away(one).total_cmp(&away(other)));
        nearest.map_or(0, |(place, _)| place)
    }

    /// The policies with their miss ratios at a place among the sizes, the worst first, the oracle last.
    pub(crate) fn ranking(&self, place: usize) -> Vec<(PolicyId, f64)> {
        let mut ranking: Vec<(PolicyId, f64)> = (self.curves.iter())
            .filter_map(|curve| Some((curve.policy, curve.points.get(place)?.miss_ratio())))
            .collect();
        ranking.sort_by(|(one, ratio), (other, its)| {
            let oracle = |policy: &PolicyId| *policy == PolicyId::Opt;
            (oracle(one).cmp(&oracle(other))).then(its.total_cmp(ratio))
        });
        ranking
    }

    /// Whether a policy has a curve, finished or not.
    pub(crate) fn has_curve(&self, policy: PolicyId) -> bool {
        self.curves.iter().any(|curve| curve.policy == policy)
    }

    /// The miss ratio of a policy at a place among the sizes.
    pub(crate) fn ratio(&self, policy: PolicyId, place: usize) -> Option<f64> {
        let curve = self.curves.iter().find(|curve| curve.policy == policy)?;
        Some(curve.points.get(place)?.miss_ratio())
    }

    /// Whether every curve has all its points.
    pub(crate) fn is_whole(&self) -> bool {
        let points = self.sizes.len();
        self.curves.iter().all(|curve| curve.points.len() == points)
    }
}

/// The sizes of a trace's curves: evenly over their logarithm, and the one that is asked for among them.
pub(crate) fn sizes(trace: &Description, asked: Capacity) -> Vec<Capacity> {
    let (all, least, unit): (f64, f64, fn(u64) -> Capacity) = match asked {
        Capacity::Objects(_) => (f64::from(trace.objects), SIZE_MIN, Capacity::Objects),
        Capacity::Bytes(_) => {
            let bytes = trace.bytes.unwrap_or_default() as f64;
            // A cache of so many objects of mean size.
            let least = SIZE_MIN * bytes / f64::from(trace.objects.max(1));
            (bytes, least.max(1.0), Capacity::Bytes)
        }
    };
    let most = (all * SIZE_SHARE_MAX).max(least);
    let steps = (most / least).log2() * SIZES_PER_DOUBLING;
    let mut sizes = vec![asked];
    let mut step = 0.0;
    while step <= steps {
        let size = least * (step / SIZES_PER_DOUBLING).exp2();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least one, and at most half of what a trace comes to"
        )]
        sizes.push(unit(size.round() as u64));
        step += 1.0;
    }
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Results that were kept, if they hold together; what is wrong with them otherwise.
pub(crate) fn checked(results: Results) -> Result<Results, String> {
    if results.sizes.is_empty() || !results.sizes.is_sorted() {
        return Err("the sizes are in no order".to_owned());
    }
    if !results.is_whole() {
        return Err("a curve has no point for some size".to_owned());
    }
    Ok(results)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn outcome(misses: u64) -> Outcome {
        Outcome::Exact {
            requests: 100,
            misses,
            bytes: 100,
            bytes_missed: misses,
        }
    }

    pub(crate) fn results() -> Results {
        let curve = |policy, misses: [u64; 2]| Curve {
            policy,
            points: misses.map(outcome).to_vec(),
        };
        Results {
            trace: Description {
                accesses: 100,
                writes: 0,
                objects: 50,
                accessed_once: 10,
                bytes: None,
                seconds: None,
                skipped: 0,
            },
            file: None,
            size: Capacity::Objects(16),
            sizes: [8, 16].map(Capacity::Objects).to_vec(),
            curves: vec![
                curve(PolicyId::Opt, [50, 30]),
                curve(PolicyId::Lru, [80, 60]),
                curve(PolicyId::Fifo, [90, 50]),
            ],
            pair: [PolicyId::Articles, PolicyId::Lru],
            queue: 8,
            parted: Some(7),
            film: Vec::new(),
        }
    }

    #[test]
    fn the_worst_comes_first_and_the_oracle_last() {
        let names = |place| {
            let ranking = results().ranking(place);
            ranking
                .into_iter()
                .map(|(policy, _)| policy)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(0), [PolicyId::Fifo, PolicyId::Lru, PolicyId::Opt]);
        assert_eq!(names(1), [PolicyId::Lru, PolicyId::Fifo, PolicyId::Opt]);
        assert_eq!(results().ratio(PolicyId::Lru, 1), Some(0.6));
    }

    #[test]
    fn the_size_that_is_asked_for_is_among_those_of_the_curves() {
        for (objects, asked) in [(1, 1), (10, 500), (2_000, 500), (1_000_000, 12_345)] {
            let trace = Description {
                objects,
                bytes: Some(u64::from(objects) * 4_000),
                ..results().trace
            };
            for asked in [Capacity::Objects(asked), Capacity::Bytes(asked * 4_000)] {
                let sizes = sizes(&trace, asked);
                assert!(sizes.contains(&asked) && sizes.is_sorted(), "{sizes:?}");
                let of_one_unit = |size: &Capacity| size.is_in_bytes() == asked.is_in_bytes();
                assert!(sizes.iter().all(of_one_unit), "{sizes:?}");
                assert!(sizes.len() < 40, "{sizes:?}");
            }
        }
        assert_eq!(results().place_of(Capacity::Objects(15)), 1);
        assert_eq!(results().place_of(Capacity::Objects(1)), 0);
        assert_eq!(results().place_near(11.0), 0);
        assert_eq!(results().place_near(12.0), 1);
    }

    #[test]
    fn what_does_not_hold_together_is_refused() {
        let record = serde_json::to_string(&results()).expect("a record");
        let back: Results = serde_json::from_str(&record).expect("the same");
        assert_eq!(checked(back), Ok(results()));
        let mut torn = results();
        torn.curves[1].points.pop();
        assert!(checked(torn).is_err());
        let mut mixed = results();
        mixed.sizes.reverse();
        assert!(checked(mixed).is_err());
    }
}
