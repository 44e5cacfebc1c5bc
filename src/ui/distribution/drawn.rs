//! What is drawn of samples: on which axis, in which bins, which of them one by one.

use super::bins::{ALIKE_ROOM, BINS_MAX, Bins, alike, quantile, spread};
use super::{Model, Row};
use crate::ui::scale::{self, Kind, Scale};

/// The axis reaches so many interquartile ranges beyond the quartiles at most; few outliers further away
/// would leave no room for all the others. They are counted at its end.
const FENCE: f64 = 5.0;
/// The maximum number of samples of a row drawn one by one.
pub(super) const TICKS_MAX: usize = 400;
/// An axis ends at one of so many round values.
const ENDS: f64 = 10.0;

/// Of so many things, the places of at most `most`, evenly spread, the first and the last among them.
#[must_use]
fn evenly(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    let last = most.saturating_sub(1).max(1);
    (0..most)
        .map(|index| (index * (count - 1) + last / 2) / last)
        .collect()
}

/// What of a row is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DrawnRow {
    /// The samples within the axis, counted.
    pub(super) bins: Option<Bins>,
    /// Those that are drawn one by one, the least first.
    pub(super) ticks_ms: Vec<f64>,
    /// How many samples there are.
    pub(super) count: usize,
    /// How many are less than the axis shows.
    pub(super) below: usize,
    /// How many are more.
    pub(super) above: usize,
    /// The least and the greatest of all samples.
    pub(super) extent_ms: Option<(f64, f64)>,
}

/// What is drawn: the axis, and what is on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawn {
    /// How the axis spreads times.
    pub(super) kind: Kind,
    /// Where it begins and ends, in milliseconds.
    pub(super) ends_ms: (f64, f64),
    /// Row by row.
    pub(super) rows: Vec<DrawnRow>,
}

/// More than a row has bins: what is read has the number of its row times this, and its bin's.
const STRIDE: usize = BINS_MAX + 1;

impl Drawn {
    /// Counts what there is to draw.
    #[must_use]
    pub(super) fn of(model: &Model) -> Self {
        let is_shown = |ms: &f64| ms.is_finite() && (model.kind == Kind::Linear || *ms > 0.0);
        let sorted: Vec<Vec<f64>> = model
            .rows
            .iter()
            .map(|row| {
                let mut sorted: Vec<f64> =
                    row.samples_ms.iter().copied().filter(is_shown).collect();
                sorted.sort_by(f64::total_cmp);
                sorted
            })
            .collect();
        let of_row = |(row, sorted): (&Row, &Vec<f64>)| {
            let figures = [row.median_ms, row.low_ms, row.high_ms, row.p90_ms];
            let figures = figures.into_iter().flatten().filter(is_shown);
            let figures = figures.map(|ms| spread(model.kind, ms));
            fenced(model.kind, sorted).into_iter().chain(figures)
        };
        let all = model.rows.iter().zip(&sorted).flat_map(of_row);
        let ends_ms = round_ends(model.kind, all);
        let rows = sorted.iter().map(|row| drawn(model.kind, row, ends_ms));
        Self {
            kind: model.kind,
            ends_ms,
            rows: rows.collect(),
        }
    }

    /// The axis on these pixels.
    #[must_use]
    pub(super) fn scale(&self, pixels: (f64, f64)) -> Scale {
        Scale::new(self.kind, self.ends_ms, pixels)
    }

    /// The axis's ticks: their values.
    #[must_use]
    pub(super) fn ticks(&self, most: u32) -> Vec<f64> {
        scale::ticks_of(self.kind, self.ends_ms, most)
    }

    /// The row and the bin that are read; rows without samples have no bins.
    #[must_use]
    pub(super) fn read(&self, selected: Option<usize>) -> Option<(usize, Option<usize>)> {
        let (row, bin) = (selected? / STRIDE, selected? % STRIDE);
        let bins = self.rows.get(row)?.bins.as_ref();
        let last = bins.and_then(|bins| bins.counts.len().checked_sub(1));
        Some((row, last.map(|last| bin.min(last))))
    }

    /// What is selected to read the bin of a row that is nearest to a time.
    #[must_use]
    pub(super) fn select(&self, row: usize, ms: f64) -> Option<usize> {
        let bins = self.rows.get(row)?.bins.as_ref();
        let bin = bins.and_then(|bins| bins.nearest(ms));
        Some(row * STRIDE + bin.unwrap_or_default())
    }

    /// What a key leads to; `None` if it means nothing here.
    #[must_use]
    pub(super) fn step(&self, selected: Option<usize>, key: &str) -> Option<usize> {
        let last = self.rows.len().checked_sub(1)?;
        let is_ours = matches!(
            key,
            "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End"
        );
        if !is_ours {
            return None;
        }
        let Some((row, bin)) = self.read(selected) else {
            return self.select(0, self.ends_ms.0);
        };
        let at_ms = |row: usize, bin: Option<usize>| {
            let bins = self.rows[row].bins.as_ref();
            bins.zip(bin).map_or(0.0, |(bins, bin)| {
                let (from, to) = bins.edges(bin);
                f64::midpoint(from, to)
            })
        };
        match key {
            "ArrowUp" => self.select(row.saturating_sub(1), at_ms(row, bin)),
            "ArrowDown" => self.select((row + 1).min(last), at_ms(row, bin)),
            "Home" => self.select(row, self.ends_ms.0),
            "End" => self.select(row, self.ends_ms.1),
            _ => {
                let (bins, bin) = self.rows[row].bins.as_ref().zip(bin)?;
                let has_some = |bin: &usize| bins.counts[*bin] > 0;
                let next = if key == "ArrowLeft" {
                    (0..bin).rev().find(has_some)
                } else {
                    (bin + 1..bins.counts.len()).find(has_some)
                };
                Some(row * STRIDE + next.unwrap_or(bin))
            }
        }
    }
}

/// The least and the greatest sample that the axis has to show, spread like it.
fn fenced(kind: Kind, sorted_ms: &[f64]) -> Vec<f64> {
    let (Some(least), Some(greatest)) = (sorted_ms.first(), sorted_ms.last()) else {
        return Vec::new();
    };
    let (low, high) = (quantile(sorted_ms, 0.25), quantile(sorted_ms, 0.75));
    let (low, high) = (spread(kind, low), spread(kind, high));
    let room = ALIKE_ROOM * alike(kind, f64::midpoint(low, high));
    let reach = FENCE * (high - low).max(room);
    let (least, greatest) = (spread(kind, *least), spread(kind, *greatest));
    let (least, greatest) = (least.max(low - reach), greatest.min(high + reach));
    if greatest - least < room {
        vec![least - room, greatest + room]
    } else {
        vec![least, greatest]
    }
}

/// Round ends around these values, so that an axis moves rarely while samples come in. Values are spread
/// like the axis, and the ends are in milliseconds.
fn round_ends(kind: Kind, values: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut values = values.peekable();
    if values.peek().is_none() {
        return (0.1, 1.0);
    }
    let (least, greatest) = scale::extent(values);
    let span = (greatest - least).max(greatest.abs() * 1e-6).max(1e-9);
    let power = 10_f64.powf((span / ENDS).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= span / ENDS)
        .unwrap_or(span);
    let from = (least / step).floor() * step;
    let to = (greatest / step).ceil() * step;
    let to = if to > from { to } else { from + step };
    match kind {
        // No time is less than none.
        Kind::Linear => (if least >= 0.0 { from.max(0.0) } else { from }, to),
        Kind::Log => (from.exp(), to.exp()),
    }
}

fn drawn(kind: Kind, sorted_ms: &[f64], (from, to): (f64, f64)) -> DrawnRow {
    let below = sorted_ms.partition_point(|ms| *ms < from);
    let within = sorted_ms.partition_point(|ms| *ms <= to);
    let shown = &sorted_ms[below..within];
    let ticks = evenly(shown.len(), TICKS_MAX);
    DrawnRow {
        bins: Bins::of(shown, kind),
        ticks_ms: ticks.into_iter().map(|index| shown[index]).collect(),
        count: sorted_ms.len(),
        below,
        above: sorted_ms.len() - within,
        extent_ms: sorted_ms.first().copied().zip(sorted_ms.last().copied()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::suiting;
    use super::super::testing::normal;
    use super::*;
    use sampling::Random;

    fn of(samples: &[Vec<f64>], kind: Kind) -> Drawn {
        let rows = samples.iter().map(|samples_ms| Row {
            samples_ms: samples_ms.clone(),
            ..Row::default()
        });
        Drawn::of(&Model {
            kind,
            rows: rows.collect(),
            ..Model::default()
        })
    }

    #[test]
    fn ticks_are_spread_evenly_from_the_first_to_the_last() {
        assert_eq!(evenly(3, 5), [0, 1, 2]);
        assert_eq!(evenly(0, 5), [0_usize; 0]);
        assert_eq!(evenly(9, 5), [0, 2, 4, 6, 8]);
        assert_eq!(evenly(9, 1).len(), 1);
        let many = evenly(123_457, TICKS_MAX);
        assert_eq!(many.len(), TICKS_MAX);
        assert_eq!((many[0], many[TICKS_MAX - 1]), (0, 123_456));
        let gaps: Vec<usize> = many.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (309..=310).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn outliers_are_counted_where_the_axis_ends() {
        for kind in [Kind::Linear, Kind::Log] {
            let mut samples = normal(500, 10.0, 0.1);
            samples.push(400.0);
            samples.push(900.0);
            let picture = of(&[samples], kind);
            let row = &picture.rows[0];
            assert_eq!((row.count, row.below, row.above), (502, 0, 2));
            assert!(picture.ends_ms.1 < 20.0, "{kind:?} {:?}", picture.ends_ms);
            let (_, greatest) = row.extent_ms.expect("samples");
            assert!((greatest - 900.0).abs() < 1e-9);
            let counted: usize = row.bins.as_ref().map_or(0, |bins| bins.counts.iter().sum());
            assert_eq!(counted + row.below + row.above, row.count);
        }
    }

    #[test]
    fn the_axis_moves_rarely_while_samples_come_in() {
        let mut random = Random::of(3);
        let mut samples = Vec::new();
        let mut moves = 0;
        let mut before = None;
        for _ in 0..500 {
            samples.push(10.0 + 0.1 * random.normal());
            let ends = of(&[samples.clone()], Kind::Linear).ends_ms;
            if before.is_some_and(|before| before != ends) {
                moves += 1;
            }
            before = Some(ends);
        }
        assert!(moves <= 40, "{moves}");
    }

    #[test]
    fn nonsense_is_left_out() {
        for kind in [Kind::Linear, Kind::Log] {
            let picture = of(
                &[vec![f64::NAN, f64::INFINITY], vec![], vec![0.0, -1.0]],
                kind,
            );
            let (from, to) = picture.ends_ms;
            assert!(from < to && to.is_finite() && from.is_finite());
            assert_eq!(picture.rows[0].count, 0);
            assert_eq!(picture.rows[0].bins, None);
            assert!(!picture.ticks(6).is_empty());
        }
        assert_eq!(of(&[vec![0.0, -1.0]], Kind::Log).rows[0].count, 0);
    }

    #[test]
    fn an_axis_shows_medians_and_has_several_ticks() {
        let row = |median| Row {
            median_ms: Some(median),
            low_ms: Some(median * 0.99),
            high_ms: Some(median * 1.01),
            p90_ms: Some(median * 1.05),
            ..Row::default()
        };
        for (low, high) in [(1.0, 1.02), (1e-5, 2e-5), (0.01, 5_000.0), (3.0, 3.0)] {
            let rows = vec![row(low), row(high)];
            for kind in [Kind::Linear, Kind::Log] {
                let picture = Drawn::of(&Model {
                    kind,
                    rows: rows.clone(),
                    ..Model::default()
                });
                let (from, to) = picture.ends_ms;
                assert!(
                    from <= low * 0.99 && to >= high * 1.05,
                    "{kind:?} {from} {to}"
                );
                let ticks = picture.ticks(6);
                assert!((2..=7).contains(&ticks.len()), "{low} {high} {ticks:?}");
            }
        }
        assert_eq!(suiting(&[row(1.0), row(1.3)]), Kind::Linear);
        assert_eq!(suiting(&[row(1.0), row(30.0)]), Kind::Log);
        assert_eq!(suiting(&[Row::default()]), Kind::Linear);
    }

    #[test]
    fn keys_lead_through_bins_that_hold_something_and_from_row_to_row() {
        let picture = of(
            &[normal(400, 10.0, 0.2), vec![], normal(400, 10.5, 0.2)],
            Kind::Linear,
        );
        let step = |at, key| picture.step(at, key);
        let first = step(None, "ArrowRight");
        assert_eq!(picture.read(first), Some((0, Some(0))));
        let last = step(first, "End");
        let bins = picture.rows[0].bins.as_ref().expect("samples");
        assert_eq!(picture.read(last), Some((0, Some(bins.counts.len() - 1))));
        assert_eq!(step(last, "ArrowRight"), last);
        assert_eq!(step(last, "Home"), first);
        let mut at = first;
        for _ in 0..bins.counts.len() {
            let (_, bin) = picture.read(at).expect("a place");
            assert!(bins.counts[bin.expect("a bin")] > 0);
            at = step(at, "ArrowRight");
        }
        assert_eq!(at, last);
        let empty = step(first, "ArrowDown");
        assert_eq!(picture.read(empty), Some((1, None)));
        assert_eq!(step(empty, "ArrowRight"), None);
        let below = step(empty, "ArrowDown");
        assert_eq!(picture.read(below).map(|(row, _)| row), Some(2));
        assert_eq!(step(below, "ArrowDown").map(|at| at / STRIDE), Some(2));
        assert_eq!(step(first, "a"), None);
        assert_eq!(of(&[], Kind::Linear).step(None, "Home"), None);
    }
}
