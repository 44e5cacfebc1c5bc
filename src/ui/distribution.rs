//! How samples are spread: for each contender a histogram, its samples and its percentiles, all on one
//! axis of time.
//!
//! What stands here needs no browser; the picture itself is in `Distribution`.

use crate::ui::scale::{self, Kind, Scale};

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::Distribution;

/// The samples of one contender. All times are in milliseconds; what is not known yet is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Whose they are.
    pub name: String,
    /// The samples, in any order.
    pub samples_ms: Vec<f64>,
    /// Their median.
    pub median_ms: Option<f64>,
    /// The lower end of the median's interval.
    pub low_ms: Option<f64>,
    /// Its upper end.
    pub high_ms: Option<f64>,
    /// What nine of ten samples do not exceed.
    pub p90_ms: Option<f64>,
    /// What ninety-nine of a hundred do not exceed.
    pub p99_ms: Option<f64>,
}

/// A whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// What the axis counts, such as “time of a call”; its ticks have the unit.
    pub title: String,
    /// How the axis spreads times; [`suiting`] finds what suits them.
    pub kind: Kind,
    /// The contenders, from the top.
    pub rows: Vec<Row>,
}

/// The axis is logarithmic where medians differ by more than this factor.
const LINEAR_FACTOR_MAX: f64 = 4.0;

/// How an axis should spread the times of these rows: so that each one's spread can be seen.
#[must_use]
pub fn suiting(rows: &[Row]) -> Kind {
    let medians = rows.iter().filter_map(|row| row.median_ms);
    let (least, greatest) = scale::extent(medians.filter(|median| *median > 0.0));
    if least > 0.0 && greatest > least * LINEAR_FACTOR_MAX {
        Kind::Log
    } else {
        Kind::Linear
    }
}

/// The axis reaches so many interquartile ranges beyond the quartiles at most; few outliers further away
/// would leave no room for all the others. They are counted at its end.
const FENCE: f64 = 5.0;
/// Samples that are all alike are given so large a share of their value to either side.
const ALIKE_ROOM: f64 = 0.02;
/// The maximum number of bins of a histogram.
pub const BINS_MAX: usize = 80;
/// And at least, where there are several values.
const BINS_MIN: f64 = 4.0;
/// The maximum number of samples of a row drawn one by one.
pub const TICKS_MAX: usize = 400;
/// An axis ends at one of so many round values.
const ENDS: f64 = 10.0;

/// Samples counted in bins of one width. On a logarithmic axis they are equally wide there.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    kind: Kind,
    /// The first bin's lower edge, and the width of each, in milliseconds or in their logarithm.
    from: f64,
    width: f64,
    /// How many samples are in each.
    pub counts: Vec<usize>,
}

/// Where a time stands on an axis that is spread like this, before it is laid out on pixels.
fn spread(kind: Kind, ms: f64) -> f64 {
    match kind {
        Kind::Linear => ms,
        Kind::Log => ms.ln(),
    }
}

/// The value below which so large a share of sorted values lies.
fn quantile(sorted: &[f64], share: f64) -> f64 {
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
    pub fn of(sorted_ms: &[f64], kind: Kind) -> Option<Self> {
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
    pub fn edges(&self, bin: usize) -> (f64, f64) {
        let back = |value: f64| match self.kind {
            Kind::Linear => value,
            Kind::Log => value.exp(),
        };
        let from = self.from + bin as f64 * self.width;
        (back(from), back(from + self.width))
    }

    /// How many samples the fullest bin has.
    #[must_use]
    pub fn fullest(&self) -> usize {
        self.counts.iter().copied().max().unwrap_or_default()
    }

    /// The bin with samples in it that is nearest to a time.
    fn nearest(&self, ms: f64) -> Option<usize> {
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
fn alike(kind: Kind, value: f64) -> f64 {
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

/// Of so many things, the places of at most `most`, evenly spread, the first and the last among them.
#[must_use]
pub fn evenly(count: usize, most: usize) -> Vec<usize> {
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
pub struct DrawnRow {
    /// The samples within the axis, counted.
    pub bins: Option<Bins>,
    /// Those that are drawn one by one, the least first.
    pub ticks_ms: Vec<f64>,
    /// How many samples there are.
    pub count: usize,
    /// How many are less than the axis shows.
    pub below: usize,
    /// How many are more.
    pub above: usize,
    /// The least and the greatest of all samples.
    pub extent_ms: Option<(f64, f64)>,
}

/// What is drawn: the axis, and what is on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// How the axis spreads times.
    pub kind: Kind,
    /// Where it begins and ends, in milliseconds.
    pub ends_ms: (f64, f64),
    /// Row by row.
    pub rows: Vec<DrawnRow>,
}

/// More than a row has bins: what is read has the number of its row times this, and its bin's.
const STRIDE: usize = BINS_MAX + 1;

impl Drawn {
    /// Counts what there is to draw.
    #[must_use]
    pub fn of(model: &Model) -> Self {
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
    pub fn scale(&self, pixels: (f64, f64)) -> Scale {
        Scale::new(self.kind, self.ends_ms, pixels)
    }

    /// The axis's ticks: their values.
    #[must_use]
    pub fn ticks(&self, most: u32) -> Vec<f64> {
        scale::ticks_of(self.kind, self.ends_ms, most)
    }

    /// The row and the bin that are read; rows without samples have no bins.
    #[must_use]
    pub fn read(&self, selected: Option<usize>) -> Option<(usize, Option<usize>)> {
        let (row, bin) = (selected? / STRIDE, selected? % STRIDE);
        let bins = self.rows.get(row)?.bins.as_ref();
        let last = bins.and_then(|bins| bins.counts.len().checked_sub(1));
        Some((row, last.map(|last| bin.min(last))))
    }

    /// What is selected to read the bin of a row that is nearest to a time.
    #[must_use]
    pub fn select(&self, row: usize, ms: f64) -> Option<usize> {
        let bins = self.rows.get(row)?.bins.as_ref();
        let bin = bins.and_then(|bins| bins.nearest(ms));
        Some(row * STRIDE + bin.unwrap_or_default())
    }

    /// What a key leads to; `None` if it means nothing here.
    #[must_use]
    pub fn step(&self, selected: Option<usize>, key: &str) -> Option<usize> {
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

/// Between the picture's edge and what is in it.
pub const PADDING: f64 = 10.0;
/// A line of text.
pub const LINE_HEIGHT: f64 = 17.0;
/// How high the fullest bin is.
pub const RIDGE_HEIGHT: f64 = 44.0;
/// Below the ridge, the median's interval and the percentiles.
pub const FIGURES_HEIGHT: f64 = 16.0;
/// Below them, the samples one by one.
pub const TICKS_HEIGHT: f64 = 8.0;
/// Between rows.
const ROW_GAP: f64 = 10.0;
/// The axis's ticks and title, below the rows.
const AXIS_HEIGHT: f64 = 44.0;
/// Between a name and the figures in the same line.
const WORDS_GAP: f64 = 16.0;

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Whether a row's figures have a line of their own, below its name.
    pub is_stacked: bool,
    /// Where the axis begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// The last row's lower edge, where the axis is.
    pub bottom: f64,
    /// From one row to the next.
    pub row_height: f64,
    /// How high the picture is.
    pub height: f64,
}

impl Layout {
    /// For a picture so wide, with the greatest width of a name with its figures, and lines of a legend below.
    #[must_use]
    pub fn new(width: f64, words: f64, rows: usize, legend_lines: usize) -> Self {
        let is_stacked = words + WORDS_GAP > width - 2.0 * PADDING;
        let lines = if is_stacked { 2.0 } else { 1.0 };
        let row_height =
            lines * LINE_HEIGHT + RIDGE_HEIGHT + FIGURES_HEIGHT + TICKS_HEIGHT + ROW_GAP;
        let bottom = PADDING + rows as f64 * row_height;
        Self {
            is_stacked,
            left: PADDING,
            right: (width - PADDING).max(PADDING + 1.0),
            bottom,
            row_height,
            height: bottom + AXIS_HEIGHT + legend_lines as f64 * LINE_HEIGHT,
        }
    }

    /// The upper edge of a row.
    #[must_use]
    pub fn row_top(&self, row: usize) -> f64 {
        PADDING + row as f64 * self.row_height
    }

    /// Where the ridge of a row stands.
    #[must_use]
    pub fn ridge_foot(&self, row: usize) -> f64 {
        self.row_top(row + 1) - ROW_GAP - TICKS_HEIGHT - FIGURES_HEIGHT
    }

    /// The row at a height, of so many.
    #[must_use]
    pub fn row_at(&self, y: f64, rows: usize) -> Option<usize> {
        (0..rows).find(|row| (0.0..self.row_height).contains(&(y - self.row_top(*row))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampling::Random;

    fn sorted(mut samples: Vec<f64>) -> Vec<f64> {
        samples.sort_by(f64::total_cmp);
        samples
    }

    fn normal(count: usize, middle: f64, spread: f64) -> Vec<f64> {
        let mut random = Random::of(7);
        sorted(
            (0..count)
                .map(|_| middle + spread * random.normal())
                .collect(),
        )
    }

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

    #[test]
    fn rows_stand_below_one_another() {
        for (width, words) in [(1_000.0, 300.0), (340.0, 400.0), (0.0, 0.0)] {
            let layout = Layout::new(width, words, 3, 2);
            assert!(layout.right > layout.left && layout.height > layout.bottom);
            for row in 0..3 {
                let foot = layout.ridge_foot(row);
                assert!(foot - RIDGE_HEIGHT >= layout.row_top(row));
                assert_eq!(layout.row_at(foot, 3), Some(row));
            }
            assert_eq!(layout.row_at(layout.bottom, 3), None);
        }
        assert!(Layout::new(340.0, 400.0, 1, 0).is_stacked);
    }
}
