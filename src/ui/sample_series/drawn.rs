//! Which samples are drawn, on which axes.

use sampling::median::median;
use sampling::quality::OUTLIER_DISTANCE;

use super::{Model, Sample};
use crate::ui::scale::{self, Kind, Scale};

/// The maximum number of samples drawn.
pub(super) const DRAWN_MAX: usize = 1_500;

/// The axis is logarithmic where the greatest median is so many times the least.
const LINEAR_FACTOR_MAX: f64 = 4.0;
/// Room at the ends of the axis of times, as a share of it.
const ROOM: f64 = 0.06;
/// The axis reaches so many times the distance of the farthest tenth from the median at most; what is
/// further away stands at its end.
const FENCE: f64 = 4.0;

/// What is drawn of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DrawnSample {
    /// Its place among the samples.
    pub(super) index: usize,
    /// Whether it is an outlier among those of its series that count, by the bound that
    /// [`sampling::quality`] has.
    pub(super) is_outlier: bool,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    /// How the axis spreads times.
    pub(super) kind: Kind,
    /// Where the axis of times begins and ends, in milliseconds.
    pub(super) ends_ms: (f64, f64),
    /// How long the order is.
    pub(super) last_at: usize,
    /// The samples that are drawn, by series and then by their order.
    pub(super) samples: Vec<DrawnSample>,
    /// How many samples there are.
    pub(super) count: usize,
    /// How many of them are outliers.
    pub(super) outliers: usize,
    /// How many were taken to warm up.
    pub(super) warm_ups: usize,
    /// Where a block begins that is not the first, and which.
    pub(super) blocks: Vec<(usize, usize)>,
}

/// The samples of one series, as places among all.
struct Taken {
    warm_up: Vec<usize>,
    steady: Vec<usize>,
    median: Option<f64>,
    /// From where to where a sample that counts is no outlier.
    usual: Option<(f64, f64)>,
}

impl Taken {
    fn of(points: &[Sample], series: usize) -> Self {
        let is_shown = |point: &Sample| point.series == series && point.ms.is_finite();
        let all = (0..points.len()).filter(|index| is_shown(&points[*index]));
        let (warm_up, steady): (Vec<usize>, Vec<usize>) =
            all.partition(|index| points[*index].warm_up);
        let counted: Vec<f64> = steady.iter().map(|index| points[*index].ms).collect();
        let middle = median(&counted);
        let usual = middle.and_then(|middle| {
            let distances: Vec<f64> = counted.iter().map(|ms| (ms - middle).abs()).collect();
            let reach = OUTLIER_DISTANCE * median(&distances)?;
            (reach > 0.0).then_some((middle - reach, middle + reach))
        });
        Self {
            warm_up,
            steady,
            median: middle,
            usual,
        }
    }

    fn is_outlier(&self, point: &Sample) -> bool {
        let is_within = |(low, high): (f64, f64)| (low..=high).contains(&point.ms);
        !point.warm_up && self.usual.is_some_and(|usual| !is_within(usual))
    }
}

impl Drawn {
    /// Finds what there is to draw.
    #[must_use]
    pub(super) fn of(model: &Model) -> Self {
        let points = &model.samples;
        let taken: Vec<Taken> = (0..model.names.len())
            .map(|series| Taken::of(points, series))
            .collect();
        let kind = suiting(&taken);
        let groups: Vec<&[usize]> = taken
            .iter()
            .flat_map(|taken| [&taken.warm_up[..], &taken.steady[..]])
            .collect();
        let kept = thinned(&groups, |index| points[index].ms, DRAWN_MAX);
        let mut kept_samples: Vec<DrawnSample> = kept
            .into_iter()
            .map(|index| DrawnSample {
                index,
                is_outlier: taken[points[index].series].is_outlier(&points[index]),
            })
            .collect();
        kept_samples.sort_by_key(|drawn| (points[drawn.index].series, drawn.index));
        let outliers = taken.iter().map(|taken| {
            let steady = taken.steady.iter();
            steady
                .filter(|index| taken.is_outlier(&points[**index]))
                .count()
        });
        Self {
            kind,
            ends_ms: ends(kind, points, &taken),
            last_at: points.iter().map(|point| point.at).max().unwrap_or(0),
            samples: kept_samples,
            count: points.len(),
            outliers: outliers.sum(),
            warm_ups: points.iter().filter(|point| point.warm_up).count(),
            blocks: points
                .windows(2)
                .filter(|pair| pair[0].block != pair[1].block)
                .map(|pair| (pair[1].at, pair[1].block))
                .collect(),
        }
    }

    /// The axis of times on these pixels.
    #[must_use]
    pub(super) fn scale(&self, pixels: (f64, f64)) -> Scale {
        Scale::new(self.kind, self.ends_ms, pixels)
    }

    /// The ticks of the axis of times.
    #[must_use]
    pub(super) fn times(&self, most: u32) -> Vec<f64> {
        scale::ticks_of(self.kind, self.ends_ms, most)
    }

    /// What a key leads to: a place among the samples that are drawn. `None` if it means nothing here.
    #[must_use]
    pub(super) fn step(&self, points: &[Sample], at: Option<usize>, key: &str) -> Option<usize> {
        let last = self.samples.len().checked_sub(1)?;
        let at = at.filter(|at| *at <= last);
        Some(match key {
            "ArrowRight" => at.map_or(0, |at| (at + 1).min(last)),
            "ArrowLeft" => at.map_or(last, |at| at.saturating_sub(1)),
            "ArrowUp" | "ArrowDown" => self.beside(points, at?, key == "ArrowDown"),
            "Home" => 0,
            "End" => last,
            _ => return None,
        })
    }

    /// The sample of the next or the previous series that is nearest in the order.
    fn beside(&self, points: &[Sample], at: usize, forth: bool) -> usize {
        let of = |drawn: &DrawnSample| points.get(drawn.index);
        let Some(here) = self.samples.get(at).and_then(of) else {
            return at;
        };
        let series = self.samples.iter().filter_map(of);
        let series = series.map(|point| point.series);
        let wanted = if forth {
            series.filter(|other| *other > here.series).min()
        } else {
            series.filter(|other| *other < here.series).max()
        };
        let places = self.samples.iter().enumerate();
        places
            .filter_map(|(place, drawn)| Some((place, of(drawn)?)))
            .filter(|(_, point)| Some(point.series) == wanted)
            .min_by_key(|(_, point)| point.at.abs_diff(here.at))
            .map_or(at, |(place, _)| place)
    }
}

fn suiting(taken: &[Taken]) -> Kind {
    let medians = taken.iter().filter_map(|taken| taken.median);
    let (least, greatest) = scale::extent(medians.filter(|median| *median > 0.0));
    if greatest > least * LINEAR_FACTOR_MAX && least > 0.0 {
        Kind::Log
    } else {
        Kind::Linear
    }
}

/// Where the axis ends, so that the bulk of each series' samples can be told apart.
fn ends(kind: Kind, points: &[Sample], taken: &[Taken]) -> (f64, f64) {
    /// What is not of the bulk: so large a share at either end.
    const TAIL: f64 = 0.1;
    let is_shown = |ms: &f64| kind == Kind::Linear || *ms > 0.0;
    let of_series = |taken: &Taken| {
        let all = taken.warm_up.iter().chain(&taken.steady);
        let mut all: Vec<f64> = all
            .map(|index| points[*index].ms)
            .filter(is_shown)
            .collect();
        all.sort_by(f64::total_cmp);
        let (least, greatest) = (*all.first()?, *all.last()?);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index below the number of samples"
        )]
        let tail = (all.len() as f64 * TAIL) as usize;
        let (low, high) = (all[tail], all[all.len() - 1 - tail]);
        let middle = taken.median.unwrap_or(f64::midpoint(low, high));
        let reach = FENCE * (high - middle).max(middle - low).max(middle.abs() * 1e-3);
        Some([
            least.max(middle - reach).max(0.0_f64.min(least)),
            greatest.min(middle + reach),
        ])
    };
    let shown = taken.iter().filter_map(of_series).flatten();
    let (low, high) = scale::extent(shown.filter(is_shown));
    match kind {
        Kind::Log => {
            let room = (high / low).powf(ROOM).max(1.0 + ROOM);
            (low / room, high * room)
        }
        Kind::Linear => {
            // A billionth of a millisecond where all are zero.
            let room = ((high - low) * ROOM).max(high.abs() * 1e-3).max(1e-9);
            (
                if low >= 0.0 {
                    (low - room).max(0.0)
                } else {
                    low - room
                },
                high + room,
            )
        }
    }
}

/// Chooses at most `most` of the things in these groups, each in its order. Of a group with too many, runs
/// of neighbours are shown by their least, their greatest and their first, so that peaks stay and a trend,
/// too. Every group gets a share of the room, and those with few things leave theirs to the others.
#[must_use]
fn thinned(groups: &[&[usize]], value: impl Fn(usize) -> f64, most: usize) -> Vec<usize> {
    /// What stays of a run.
    const KEPT: usize = 3;
    let mut by_length: Vec<&[usize]> = groups.to_vec();
    by_length.sort_by_key(|group| group.len());
    let mut kept = Vec::new();
    for (done, group) in by_length.iter().enumerate() {
        let share = most.saturating_sub(kept.len()) / (by_length.len() - done);
        if group.len() <= share {
            kept.extend_from_slice(group);
            continue;
        }
        let runs = share / KEPT;
        if runs == 0 {
            continue;
        }
        for run in 0..runs {
            let run = &group[run * group.len() / runs..(run + 1) * group.len() / runs];
            let by_value = |a: &&usize, b: &&usize| value(**a).total_cmp(&value(**b));
            let least = run.iter().min_by(by_value);
            let greatest = run.iter().max_by(by_value);
            let mut of_run: Vec<usize> = [run.first(), least, greatest]
                .into_iter()
                .flatten()
                .copied()
                .collect();
            of_run.sort_unstable();
            of_run.dedup();
            kept.extend(of_run);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampling::Random;

    /// Rounds of all series in blocks, each with a warm-up that gets faster.
    fn model(middles: &[f64], blocks: usize, rounds: usize, warm_up: usize) -> Model {
        let mut random = Random::of(11);
        let mut points = Vec::new();
        for block in 0..blocks {
            for round in 0..rounds {
                for (series, middle) in middles.iter().enumerate() {
                    let slow = warm_up.saturating_sub(round) as f64;
                    let ms = middle * (1.0 + 0.02 * random.normal() + 0.1 * slow);
                    points.push(Sample {
                        series,
                        at: points.len(),
                        block,
                        warm_up: round < warm_up,
                        ms,
                    });
                }
            }
        }
        Model {
            summary: String::new(),
            names: middles.iter().map(f64::to_string).collect(),
            samples: points,
        }
    }

    #[test]
    fn few_samples_are_all_drawn() {
        let model = model(&[10.0, 11.0], 3, 20, 5);
        let picture = Drawn::of(&model);
        let mut drawn: Vec<usize> = picture.samples.iter().map(|drawn| drawn.index).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, (0..model.samples.len()).collect::<Vec<_>>());
        assert_eq!(picture.kind, Kind::Linear);
        assert_eq!((picture.count, picture.warm_ups), (120, 30));
        assert_eq!(picture.blocks, [(40, 1), (80, 2)]);
        assert_eq!(picture.last_at, 119);
    }

    #[test]
    fn of_thousands_the_peaks_and_every_series_stay() {
        let mut model = model(&[10.0, 11.0, 12.0], 40, 200, 20);
        let peak = 7_001;
        model.samples[peak].warm_up = false;
        model.samples[peak].ms = 500.0;
        let picture = Drawn::of(&model);
        assert!(picture.samples.len() <= DRAWN_MAX);
        assert!(picture.samples.len() >= DRAWN_MAX / 2);
        let found = picture.samples.iter().find(|drawn| drawn.index == peak);
        assert_eq!(found.map(|drawn| drawn.is_outlier), Some(true));
        for series in 0..3 {
            for warm_up in [false, true] {
                let is_one = |drawn: &&DrawnSample| {
                    let point = &model.samples[drawn.index];
                    point.series == series && point.warm_up == warm_up
                };
                assert!(picture.samples.iter().filter(is_one).count() > 100);
            }
        }
        // A trend over the order would be seen: no stretch of it is left out.
        for stretch in 0..24 {
            let stretch = stretch * 1_000..(stretch + 1) * 1_000;
            let has_some = |drawn: &&DrawnSample| stretch.contains(&drawn.index);
            assert!(picture.samples.iter().filter(has_some).count() > 20);
        }
    }

    #[test]
    fn thinning_keeps_to_its_bound_whatever_the_groups() {
        let things: Vec<usize> = (0..10_000).collect();
        let groups = |lengths: &[usize]| -> Vec<usize> {
            let groups: Vec<&[usize]> = lengths.iter().map(|length| &things[..*length]).collect();
            thinned(&groups, |thing| (thing as f64).sin(), 100)
        };
        assert!(groups(&[10_000, 10_000]).len() <= 100);
        assert!(groups(&[10_000; 90]).len() <= 100);
        assert_eq!(groups(&[10, 10]).len(), 20);
        assert_eq!(groups(&[]).len(), 0);
        let uneven = groups(&[10, 10_000]).len();
        assert!((80..=100).contains(&uneven), "{uneven}");
    }

    #[test]
    fn outliers_are_those_that_the_sampler_counts() {
        let mut model = model(&[10.0], 1, 200, 10);
        for index in [50, 90, 130] {
            model.samples[index].ms = 40.0;
        }
        // Slow while it warms up is what is to be expected.
        model.samples[3].ms = 90.0;
        let steady = model.samples.iter().filter(|point| !point.warm_up);
        let steady: Vec<f64> = steady.map(|point| point.ms).collect();
        let picture = Drawn::of(&model);
        assert_eq!(picture.outliers, 3);
        assert_eq!(picture.outliers, sampling::quality::outliers(&steady));
        let found = picture.samples.iter().filter(|drawn| drawn.is_outlier);
        assert_eq!(
            found.map(|drawn| drawn.index).collect::<Vec<_>>(),
            [50, 90, 130]
        );
        assert!(picture.ends_ms.1 < 40.0, "{:?}", picture.ends_ms);
    }

    #[test]
    fn series_far_apart_have_a_logarithmic_axis() {
        let picture = Drawn::of(&model(&[0.01, 10.0], 2, 50, 5));
        assert_eq!(picture.kind, Kind::Log);
        let (from, to) = picture.ends_ms;
        assert!(
            from > 0.005 && from < 0.01 && to > 10.0 && to < 30.0,
            "{from} {to}"
        );
    }

    #[test]
    fn nonsense_gives_an_axis_all_the_same() {
        let strange = |ms| Sample {
            series: 0,
            at: 0,
            block: 0,
            warm_up: false,
            ms,
        };
        for points in [
            vec![],
            vec![strange(f64::NAN)],
            vec![strange(0.0), strange(0.0)],
            vec![strange(5.0)],
            vec![Sample {
                series: 9,
                ..strange(1.0)
            }],
        ] {
            let picture = Drawn::of(&Model {
                names: vec!["one".to_owned()],
                samples: points,
                ..Model::default()
            });
            let (from, to) = picture.ends_ms;
            assert!(
                from < to && from.is_finite() && to.is_finite(),
                "{from} {to}"
            );
        }
    }

    #[test]
    fn keys_lead_along_the_order_and_between_series() {
        let model = model(&[10.0, 11.0], 2, 10, 2);
        let picture = Drawn::of(&model);
        let step = |at, key| picture.step(&model.samples, at, key);
        let of = |at: Option<usize>| model.samples[picture.samples[at.expect("a sample")].index];
        let first = step(None, "ArrowRight");
        assert_eq!((of(first).series, of(first).at), (0, 0));
        let next = step(first, "ArrowRight");
        assert_eq!((of(next).series, of(next).at), (0, 2));
        let below = step(next, "ArrowDown");
        assert_eq!(of(below).series, 1);
        assert!(of(below).at.abs_diff(of(next).at) <= 1);
        assert_eq!(step(below, "ArrowDown"), below);
        assert_eq!(of(step(below, "ArrowUp")).series, 0);
        assert_eq!(step(step(first, "End"), "ArrowRight"), Some(39));
        assert_eq!(step(first, "a"), None);
        assert_eq!(Drawn::of(&Model::default()).step(&[], None, "Home"), None);
    }
}
