//! What the points of a sweep show together: who is quickest, from where on a place pays, how threads scale.

use sampling::Median;

use super::super::scaling::{
    Amdahl, BreakEven, FitError, Measured, Universal, amdahl, break_even, universal,
};
use super::{Axis, Point, Sweep};
use crate::place::Place;

/// From which size on a place is quicker than the first one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pays {
    /// Which of [`super::Plan::places`].
    pub place: usize,
    /// From where on, by the medians.
    pub from: BreakEven,
    /// The sizes that rounds give each by itself, 0 for [`BreakEven::Always`] and infinity for
    /// [`BreakEven::Never`]; `None` before there is a whole round.
    pub rounds: Option<Median>,
    /// How many of these rounds say the same, where medians say always or never.
    pub alike: usize,
}

impl Pays {
    /// Whether medians say always or never, but the interval of the rounds holds something else, too.
    #[must_use]
    pub(crate) fn is_open(&self) -> bool {
        let is_size = matches!(self.from, BreakEven::From(_));
        let interval = self.rounds.and_then(|rounds| rounds.interval());
        let own = size_of(self.from);
        interval.is_some_and(|(low, high)| !is_size && (low < own || high > own))
    }
}

/// The laws that scaling follows, as far as there are points for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Laws {
    /// Amdahl's, fitted to the medians.
    pub amdahl: Result<Amdahl, FitError>,
    /// The serial shares that rounds give each by itself.
    pub serial: Option<Median>,
    /// The universal law, fitted to the medians.
    pub universal: Result<Universal, FitError>,
    /// The contentions that rounds give.
    pub contention: Option<Median>,
    /// The coherences that rounds give.
    pub coherence: Option<Median>,
}

impl Sweep {
    /// How many times as long one point takes as another: the ratios of the rounds that had both.
    #[must_use]
    pub(crate) fn ratio(&self, above: Point, below: Point) -> Option<Median> {
        let (above, below): (Vec<f64>, Vec<f64>) = self
            .cell(above)
            .times_ms()
            .filter_map(|(round, ms)| Some((ms, self.time_in(below, round)?)))
            .unzip();
        Median::of_ratios(&above, &below)
    }

    /// The place that is quickest at a size, if it is: where intervals leave open which one is, none is.
    #[must_use]
    pub(crate) fn quickest(&self, size: usize) -> Option<usize> {
        let points = (0..self.plan.places.len()).map(|place| Point { place, size });
        let medians: Option<Vec<f64>> = points
            .clone()
            .map(|point| Some(self.median(point)?.median))
            .collect();
        let medians = medians.filter(|medians| medians.len() > 1)?;
        let best = (0..medians.len()).min_by(|a, b| medians[*a].total_cmp(&medians[*b]))?;
        let best_point = Point { place: best, size };
        points
            .filter(|other| other.place != best)
            .all(|other| {
                let ratio = self.ratio(other, best_point);
                let interval = ratio.and_then(|ratio| ratio.interval());
                interval.is_some_and(|(low, _)| low > 1.0)
            })
            .then_some(best)
    }

    /// From which size on each other place is quicker than the first one.
    #[must_use]
    pub(crate) fn pays(&self) -> Vec<Pays> {
        let curve = |place: usize| -> Vec<(f64, f64)> {
            (0..self.sizes.len())
                .filter_map(|size| {
                    let median = self.median(Point { place, size })?;
                    Some((self.sizes[size] as f64, median.median))
                })
                .collect()
        };
        let first = curve(0);
        (1..self.plan.places.len())
            .filter_map(|place| {
                let from = break_even(&first, &curve(place))?;
                let ends: Vec<f64> = self
                    .whole_rounds(&[0, place])
                    .into_iter()
                    .filter_map(|round| self.break_even_in(round, place))
                    .map(size_of)
                    .collect();
                Some(Pays {
                    place,
                    from,
                    rounds: Median::of(&ends),
                    alike: ends
                        .iter()
                        .filter(|end| end.total_cmp(&size_of(from)).is_eq())
                        .count(),
                })
            })
            .collect()
    }

    /// From which size on a place is quicker than the first one, by one round alone.
    fn break_even_in(&self, round: u32, place: usize) -> Option<BreakEven> {
        let curve = |place: usize| -> Vec<(f64, f64)> {
            (0..self.sizes.len())
                .filter_map(|size| {
                    let time_ms = self.time_in(Point { place, size }, round)?;
                    Some((self.sizes[size] as f64, time_ms))
                })
                .collect()
        };
        break_even(&curve(0), &curve(place))
    }

    /// Rounds that measured these places at every size.
    fn whole_rounds(&self, places: &[usize]) -> Vec<u32> {
        let sizes = 0..self.sizes.len();
        (1..=self.round)
            .filter(|round| {
                places.iter().all(|&place| {
                    sizes
                        .clone()
                        .all(|size| self.time_in(Point { place, size }, *round).is_some())
                })
            })
            .collect()
    }

    /// The largest size that is measured with one thread, where threads are what is varied.
    fn scaling_size(&self) -> Option<usize> {
        if self.plan.axis == Axis::Places {
            return None;
        }
        (0..self.sizes.len())
            .rev()
            .find(|&size| self.median(Point { place: 0, size }).is_some())
    }

    /// Medians at the largest size that is measured with one thread, by the number of threads.
    #[must_use]
    pub(crate) fn scaling(&self) -> Option<(u64, Vec<Measured>)> {
        let size = self.scaling_size()?;
        let points = self.threads().filter_map(|(place, threads)| {
            let time_ms = self.median(Point { place, size })?.median;
            Some(Measured { threads, time_ms })
        });
        Some((self.sizes[size], points.collect()))
    }

    /// How many times as fast as one thread each number of them is, at the same size.
    #[must_use]
    pub(crate) fn speed_ups(&self) -> Vec<(u32, Median)> {
        let Some(size) = self.scaling_size() else {
            return Vec::new();
        };
        let one = Point { place: 0, size };
        self.threads()
            .filter_map(|(place, threads)| {
                let ratio = self.ratio(one, Point { place, size })?;
                Some((threads, ratio))
            })
            .collect()
    }

    /// The laws that the scaling follows.
    #[must_use]
    pub(crate) fn laws(&self) -> Option<Laws> {
        let size = self.scaling_size()?;
        let (_, points) = self.scaling()?;
        // Rounds that had all the numbers of threads.
        let rounds: Vec<Vec<Measured>> = (1..=self.round)
            .filter_map(|round| {
                let of_round = self.threads().map(|(place, threads)| {
                    let time_ms = self.time_in(Point { place, size }, round)?;
                    Some(Measured { threads, time_ms })
                });
                of_round.collect()
            })
            .collect();
        let amdahls: Vec<Amdahl> = rounds.iter().filter_map(|of| amdahl(of).ok()).collect();
        let universals: Vec<Universal> =
            rounds.iter().filter_map(|of| universal(of).ok()).collect();
        let serial: Vec<f64> = amdahls.iter().map(|law| law.serial).collect();
        let contention: Vec<f64> = universals.iter().map(|law| law.contention).collect();
        let coherence: Vec<f64> = universals.iter().map(|law| law.coherence).collect();
        Some(Laws {
            amdahl: amdahl(&points),
            serial: Median::of(&serial),
            universal: universal(&points),
            contention: Median::of(&contention),
            coherence: Median::of(&coherence),
        })
    }

    /// The number of threads of each place.
    fn threads(&self) -> impl Iterator<Item = (usize, u32)> {
        let places = self.plan.places.iter().enumerate();
        places.filter_map(|(index, place)| match place {
            Place::Pool { workers, .. } => Some((index, *workers)),
            Place::Parallel { threads, .. } => Some((index, *threads)),
            Place::Main | Place::Sliced { .. } | Place::Worker => None,
        })
    }
}

/// A break-even as a size: none at all, or more than there is.
const fn size_of(from: BreakEven) -> f64 {
    match from {
        BreakEven::Always => 0.0,
        BreakEven::From(size) => size,
        BreakEven::Never => f64::INFINITY,
    }
}
