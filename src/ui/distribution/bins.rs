//! Histograms: into how many bins samples are counted, and where these begin.

use crate::ui::scale::Kind;

/// Samples that are all alike are given so large a share of their value to either side.
pub(super) const ALIKE_ROOM: f64 = 0.02;
/// The maximum number of bins of a histogram.
pub(super) const BINS_MAX: usize = 80;
/// And at least, where there are several values.
const BINS_MIN: f64 = 4.0;

/// Samples counted in bins of one width. On a logarithmic axis they are equally wide there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bins {
    kind: Kind,
    /// The first bin's lower edge, and the width of each, in milliseconds or in their logarithm.
    from: f64,
    width: f64,
    /// How many samples are in each.
    pub(super) counts: Vec<usize>,
}

/// Where a time stands on an axis that is spread like this, before it is laid out on pixels.
pub(super) fn spread(kind: Kind, ms: f64) -> f64 {
    match kind {
        Kind::Linear => ms,
        Kind::Log => ms.ln(),
    }
}

/// The value below which so large a share of sorted values lies.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index below the number of values"
    )]
    let index = (share * last as f64).round() as usize;
    sorted.get(index.min(last)).copied().unwrap_or_default()
}

impl Bins {
    /// Counts times that are sorted, positive where the axis is logarithmic; `None` without any.
    ///
    /// The width is that of Freedman and Diaconis (1981), twice the interquartile range by the cube root
    /// of the number of samples, within bounds: there are no more than [`BINS_MAX`] bins, and where a
    /// clock has left few values, no bin is narrower than the step between them.
    #[must_use]
    pub(super) fn of(sorted_ms: &[f64], kind: Kind) -> Option<Self> {
        let sorted: Vec<f64> = sorted_ms.iter().map(|ms| spread(kind, *ms)).collect();
        let (least, greatest) = (*sorted.first()?, *sorted.last()?);
        let range = greatest - least;
        if range <= least.abs() * 1e-9 {
            return Some(Self {
                kind,
                from: least - ALIKE_ROOM / 2.0 * alike(kind, least),
                width: ALIKE_ROOM * alike(kind, least),
                counts: vec![sorted.len()],
            });
        }
        let middle_half = quantile(&sorted, 0.75) - quantile(&sorted, 0.25);
        let wanted = 2.0 * middle_half / (sorted.len() as f64).cbrt();
        let width = wanted.clamp(range / (BINS_MAX - 1) as f64, range / BINS_MIN);
        let step = clock_step(&sorted);
        let (from, width) = step.map_or((least, width), |step| {
            // Each bin has the same number of values that can occur, none of them on an edge.
            let values = (width / step).round().max(1.0);
            (least - step / 2.0, step * values)
        });
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most BINS_MAX bins"
        )]
        let bin_of = |value: f64| ((value - from) / width) as usize;
        let count = (bin_of(greatest) + 1).min(BINS_MAX);
        let mut counts = vec![0; count];
        for value in sorted {
            // The greatest value lies on the last edge.
            counts[bin_of(value).min(count - 1)] += 1;
        }
        Some(Self {
            kind,
            from,
            width,
            counts,
        })
    }

    /// Where a bin begins and ends, in milliseconds.
    #[must_use]
    pub(super) fn edges(&self, bin: usize) -> (f64, f64) {
        let back = |value: f64| match self.kind {
            Kind::Linear => value,
            Kind::Log => value.exp(),
        };
        let from = self.from + bin as f64 * self.width;
        (back(from), back(from + self.width))
    }

    /// How many samples the fullest bin has.
    #[must_use]
    pub(super) fn fullest(&self) -> usize {
        self.counts.iter().copied().max().unwrap_or_default()
    }

    /// The bin with samples in it that is nearest to a time.
    pub(super) fn nearest(&self, ms: f64) -> Option<usize> {
        let away = |bin: &usize| {
            let (from, to) = self.edges(*bin);
            (f64::midpoint(from, to) - ms).abs()
        };
        (0..self.counts.len())
            .filter(|bin| self.counts[*bin] > 0)
            .min_by(|a, b| away(a).total_cmp(&away(b)))
    }
}

/// What the room around samples that are all alike is a share of.
pub(super) fn alike(kind: Kind, value: f64) -> f64 {
    match kind {
        // A logarithm's difference is a share already.
        Kind::Log => 1.0,
        Kind::Linear if value.abs() > 0.0 => value.abs(),
        Kind::Linear => 1e-6,
    }
}

/// The step between values, where a clock has left so few that most samples share theirs with others.
fn clock_step(sorted: &[f64]) -> Option<f64> {
    let range = sorted.last()? - sorted.first()?;
    let step = sorted
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|gap| *gap > range * 1e-6)
        .fold(f64::INFINITY, f64::min);
    let values = range / step + 1.0;
    (values <= BINS_MAX as f64 && 2.0 * values <= sorted.len() as f64).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{normal, sorted};
    use super::*;

    #[test]
    fn the_width_of_bins_is_that_of_freedman_and_diaconis() {
        // The interquartile range of 0, 1, …, 1000 is 500, and the cube root of their number 10.003.
        let samples: Vec<f64> = (0..=1_000).map(f64::from).collect();
        let bins = Bins::of(&samples, Kind::Linear).expect("samples");
        let (from, to) = bins.edges(0);
        assert!((to - from - 100.0).abs() < 0.5, "{from} {to}");
        assert_eq!(bins.counts.iter().sum::<usize>(), samples.len());
        assert!((10..=11).contains(&bins.counts.len()), "{:?}", bins.counts);
    }

    #[test]
    fn every_sample_is_in_the_bin_whose_edges_hold_it() {
        for kind in [Kind::Linear, Kind::Log] {
            let samples = normal(5_000, 10.0, 1.0);
            let bins = Bins::of(&samples, kind).expect("samples");
            assert_eq!(bins.counts.iter().sum::<usize>(), samples.len());
            for (bin, count) in bins.counts.iter().enumerate() {
                let (from, to) = bins.edges(bin);
                let slack = 1e-9;
                let least = samples
                    .iter()
                    .filter(|it| (from + slack..to - slack).contains(*it));
                assert!(least.count() <= *count, "{kind:?} {bin}");
            }
        }
    }

    #[test]
    fn there_are_neither_too_many_bins_nor_too_few() {
        // Few values in the middle, many far away: the rule alone would ask for thousands of bins.
        let mut tailed = normal(10_000, 10.0, 0.001);
        tailed.extend((0..50).map(|step| 11.0 + f64::from(step)));
        for samples in [
            tailed,
            vec![1.0, 2.0],
            vec![1.0, 1.0, 1.0, 9.0],
            normal(3, 1.0, 0.1),
        ] {
            for kind in [Kind::Linear, Kind::Log] {
                let bins = Bins::of(&samples, kind).expect("samples");
                assert!((1..=BINS_MAX).contains(&bins.counts.len()));
                assert_eq!(bins.counts.iter().sum::<usize>(), samples.len());
            }
        }
        let two = Bins::of(&[1.0, 2.0], Kind::Linear).expect("samples");
        assert!(two.counts.len() >= 4, "{:?}", two.counts);
    }

    #[test]
    fn samples_that_are_all_alike_have_one_bin_around_them() {
        for (value, kind) in [(5.0, Kind::Linear), (5.0, Kind::Log), (0.0, Kind::Linear)] {
            let bins = Bins::of(&[value; 9], kind).expect("samples");
            assert_eq!(bins.counts, [9]);
            let (from, to) = bins.edges(0);
            assert!(from < value && value < to);
        }
        assert_eq!(Bins::of(&[], Kind::Log), None);
    }

    #[test]
    fn a_coarse_clock_does_not_make_a_comb() {
        // Ten values, each as often as the next: so are the bins, whichever width the rule asks for.
        let samples = sorted(
            (0..400)
                .map(|index| 5.0 + 0.005 * f64::from(index % 10))
                .collect(),
        );
        let bins = Bins::of(&samples, Kind::Linear).expect("samples");
        let width = bins.edges(0).1 - bins.edges(0).0;
        let values = (width / 0.005).round();
        assert!((width - values * 0.005).abs() < 1e-9, "{width}");
        let (last, full) = bins.counts.split_last().expect("bins");
        assert!(full.iter().all(|count| *count == full[0]), "{bins:?}");
        assert!(*last <= full[0]);
    }
}
