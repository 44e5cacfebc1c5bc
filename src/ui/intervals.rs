//! Ratios of times with their intervals, one below the other: what is faster, by how much, how sure.
//!
//! What stands here needs no browser; the picture itself is in `Intervals`.

use crate::ui::marker::Marker;
use crate::ui::scale::{Kind, Scale};

#[cfg(target_arch = "wasm32")]
mod view;

#[cfg(target_arch = "wasm32")]
pub use view::Intervals;

/// What is claimed of a ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It takes less time.
    Faster,
    /// It takes more.
    Slower,
    /// It takes as much, as far as that matters.
    Same,
    /// Nothing yet.
    Unsure,
}

impl Tone {
    /// Its marker, which points to the side of the axis that is claimed.
    #[must_use]
    pub const fn marker(self) -> Marker {
        match self {
            Self::Faster => Marker::Left,
            Self::Slower => Marker::Right,
            Self::Same => Marker::Square,
            Self::Unsure => Marker::Circle,
        }
    }

    /// The custom property that holds its colour.
    #[must_use]
    pub const fn color(self) -> &'static str {
        match self {
            Self::Faster => "--series-5",
            Self::Slower => "--series-7",
            Self::Same => "--ink",
            Self::Unsure => "--ink-muted",
        }
    }

    /// Its name in a file.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::Same => "same",
            Self::Unsure => "unsure",
        }
    }
}

/// One ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose time is compared.
    pub name: String,
    /// Its time as a share of the other's, 1 if they take equally long; `None` until something is known.
    pub value: Option<f64>,
    /// The interval's lower end; without one the interval is open to that side.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// What is claimed of it.
    pub tone: Tone,
    /// The claim in words, such as “faster by 3–5 %”. If it is empty, the tone's word stands there.
    pub note: String,
}

/// A whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What the picture shows, in a sentence, for those who cannot see it.
    pub summary: String,
    /// What the axis counts, such as “time compared with A”; that it is in per cent, and logarithmic, is
    /// added.
    pub title: String,
    /// The ratios, from the top.
    pub rows: Vec<Row>,
    /// The ratios between which two times count as the same.
    pub band: Option<(f64, f64)>,
    /// The ratio that was asked about.
    pub threshold: Option<f64>,
}

/// How far from 1 an axis can end, as a factor. So few steps, so far apart, that it rarely changes.
const LADDER: [f64; 18] = [
    1.01,
    1.02,
    1.05,
    1.1,
    1.2,
    1.5,
    2.0,
    3.0,
    5.0,
    10.0,
    20.0,
    50.0,
    100.0,
    200.0,
    500.0,
    1_000.0,
    10_000.0,
    1_000_000.0,
];

/// The least share of the axis's longer side that the other has, so that both can be seen.
const SIDE_MIN: f64 = 0.25;
/// What is shown keeps this share of the way to an end clear.
const ROOM: f64 = 0.06;
/// An axis becomes shorter only where what is shown could grow by this share of its length meanwhile.
const SLACK: f64 = 0.3;
/// Ends of intervals that are further away than this factor do not make the axis longer: at first
/// intervals are wide, and all else would stand on one spot.
const ENDS_MAX: f64 = 20.0;

/// The stretch of ratios that an axis shows, in steps of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The step at which it ends on the side of less time.
    less: usize,
    /// And on the side of more.
    more: usize,
}

impl Range {
    /// The least and the greatest ratio.
    #[must_use]
    pub fn ends(self) -> (f64, f64) {
        (1.0 / LADDER[self.less], LADDER[self.more])
    }

    /// Whether a ratio has its place on it.
    #[must_use]
    pub fn holds(self, ratio: f64) -> bool {
        let (from, to) = self.ends();
        (from..=to).contains(&ratio)
    }
}

/// The least step that is so far away, as a logarithm, with some more room.
fn step_for(distance: f64, room: f64) -> usize {
    let is_short = |step: &f64| step.ln() < distance * (1.0 + room);
    LADDER.partition_point(is_short).min(LADDER.len() - 1)
}

/// Where one side of the axis ends: further out as soon as it has to, further in only with room to spare.
fn side(distance: f64, previous: Option<usize>) -> usize {
    let wanted = step_for(distance, ROOM);
    match previous {
        Some(previous) if wanted < previous && step_for(distance, SLACK) >= previous => previous,
        _ => wanted,
    }
}

impl Model {
    /// The stretch that the axis shows, given what it showed before. While intervals narrow it changes
    /// rarely and in coarse steps, and it does not go back and forth.
    #[must_use]
    pub fn range(&self, previous: Option<Range>) -> Range {
        let (mut less, mut more) = (0.0_f64, 0.0_f64);
        let mut show = |ratio: f64| {
            if ratio.is_finite() && ratio > 0.0 {
                less = less.max(-ratio.ln());
                more = more.max(ratio.ln());
            }
        };
        for row in &self.rows {
            let ends = [row.low, row.high].into_iter().flatten();
            ends.filter(|end| *end > 0.0)
                .for_each(|end| show(end.clamp(1.0 / ENDS_MAX, ENDS_MAX)));
            row.value.into_iter().for_each(&mut show);
        }
        let (low, high) = self.band.unwrap_or((1.0, 1.0));
        [low, high, self.threshold.unwrap_or(1.0)]
            .into_iter()
            .for_each(&mut show);
        let longer = less.max(more);
        let of = |distance: f64, previous| side(distance.max(longer * SIDE_MIN), previous);
        Range {
            less: of(less, previous.map(|range| range.less)),
            more: of(more, previous.map(|range| range.more)),
        }
    }

    /// The row that a key leads to; `None` if it means nothing here.
    #[must_use]
    pub fn step(&self, at: Option<usize>, key: &str) -> Option<usize> {
        let last = self.rows.len().checked_sub(1)?;
        let at = at.filter(|at| *at <= last);
        Some(match key {
            "ArrowDown" => at.map_or(0, |at| (at + 1).min(last)),
            "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            _ => return None,
        })
    }
}

/// Steps between ticks, in per cent, where the axis is short.
const PERCENT_STEPS: [f64; 10] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// Ratios within so many powers of ten at which a long axis has ticks, from many to few.
const DECADE_TICKS: [(&[f64], usize); 4] =
    [(&[1.0, 2.0, 5.0], 1), (&[1.0], 1), (&[1.0], 2), (&[1.0], 3)];

/// The greatest power of ten that an axis reaches.
const POWER_MAX: i32 = 6;

/// More ticks than this on one side nobody can see apart.
const TICKS_MAX: f64 = 100.0;

/// The ticks of the axis: round shares more or less, at least `gap` pixels apart, equal times among
/// them. Gives ratios, the least first. Each side has steps of its own, for the same share takes more room
/// on the side of less time.
#[must_use]
pub fn ticks(range: Range, pixels: (f64, f64), gap: f64) -> Vec<f64> {
    let (from, to) = range.ends();
    let scale = Scale::new(Kind::Log, (from, to), pixels);
    let are_apart = |ticks: &Vec<f64>| {
        let places: Vec<f64> = std::iter::once(&1.0)
            .chain(ticks)
            .map(|ratio| scale.px(*ratio))
            .collect();
        let is_far = |pair: &[f64]| (pair[1] - pair[0]).abs() >= gap;
        places.windows(2).all(is_far)
    };
    let side = |end: f64| {
        let all = side_ticks(end).into_iter().filter(are_apart);
        // Of those with equally many ticks the first, whose steps are even.
        all.rev().max_by_key(Vec::len).unwrap_or_default()
    };
    let less = side(from);
    let more = side(to);
    less.into_iter()
        .rev()
        .chain(std::iter::once(1.0))
        .chain(more)
        .collect()
}

/// Sets of ticks from equal times to one of its ends, each from the middle outwards.
fn side_ticks(end: f64) -> Vec<Vec<f64>> {
    let is_within = |ratio: &f64| {
        // The end of the axis may be round, but for rounding.
        let slack = 1e-9;
        if end < 1.0 {
            *ratio >= end - slack
        } else {
            *ratio <= end + slack
        }
    };
    let by_share = PERCENT_STEPS.into_iter().filter_map(|step| {
        let step = step / 100.0 * (end - 1.0).signum();
        let most = (end - 1.0) / step;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to TICKS_MAX"
        )]
        let count = (most <= TICKS_MAX).then_some((most + 1e-6) as u32)?;
        Some(
            (1..=count)
                .map(|index| 1.0 + f64::from(index) * step)
                .collect(),
        )
    });
    let by_decade = DECADE_TICKS.into_iter().map(|(factors, step)| {
        let of_power = |power: i32| factors.iter().map(move |by| by * 10_f64.powi(power));
        let above = (0..=POWER_MAX).step_by(step).flat_map(of_power).skip(1);
        // Their reciprocals are as round: a half, a fifth, a tenth.
        let ratios = above.map(|ratio| if end < 1.0 { 1.0 / ratio } else { ratio });
        ratios.take_while(is_within).collect()
    });
    by_share.chain(by_decade).collect()
}

/// Where the words of a row stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// The name before its interval, the claim after it.
    Beside,
    /// Both above it, in one line.
    Above,
    /// Both above it, in two lines.
    Stacked,
}

/// Where things are, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Where the words of a row stand.
    pub words: Words,
    /// Where the axis begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// The first row's upper edge.
    pub top: f64,
    /// The last row's lower edge, where the axis is.
    pub bottom: f64,
    /// From one row to the next.
    pub row_height: f64,
    /// How high the picture is.
    pub height: f64,
}

/// Between the picture's edge and what is in it.
pub const PADDING: f64 = 10.0;
/// A line of text.
pub const LINE_HEIGHT: f64 = 17.0;
/// Which way is which, above the rows.
const HEAD_HEIGHT: f64 = PADDING + LINE_HEIGHT + 4.0;
/// The axis's ticks and title, below the rows.
const AXIS_HEIGHT: f64 = 44.0;
/// What an interval takes of a row's height.
const INTERVAL_HEIGHT: f64 = 28.0;
/// Between words and the axis beside them.
const WORDS_GAP: f64 = 12.0;
/// Words beside the axis leave it at least this share of the width.
const AXIS_MIN: f64 = 0.45;
/// Below this width words stand above their intervals.
const NARROW: f64 = 560.0;
/// Claims are given room in steps, for they change while the axis should stay.
const NOTE_STEP: f64 = 40.0;
/// And no less than for a short one.
const NOTE_MIN: f64 = 120.0;

impl Layout {
    /// For a picture so wide, with the widths of its widest name and claim, and lines of a legend below.
    #[must_use]
    pub fn new(width: f64, names: f64, notes: f64, rows: usize, legend_lines: usize) -> Self {
        let notes = ((notes / NOTE_STEP).ceil() * NOTE_STEP).max(NOTE_MIN);
        let axis = width - names - notes - 2.0 * (PADDING + WORDS_GAP);
        let words = if width >= NARROW && axis >= width * AXIS_MIN {
            Words::Beside
        } else if names + notes + WORDS_GAP <= width - 2.0 * PADDING {
            Words::Above
        } else {
            Words::Stacked
        };
        let (left, right, lines) = match words {
            Words::Beside => (
                PADDING + names + WORDS_GAP,
                width - PADDING - notes - WORDS_GAP,
                0.0,
            ),
            Words::Above => (PADDING, width - PADDING, 1.0),
            Words::Stacked => (PADDING, width - PADDING, 2.0),
        };
        let row_height = INTERVAL_HEIGHT + lines * LINE_HEIGHT;
        let bottom = HEAD_HEIGHT + rows as f64 * row_height;
        Self {
            words,
            left,
            right: right.max(left + 1.0),
            top: HEAD_HEIGHT,
            bottom,
            row_height,
            height: bottom + AXIS_HEIGHT + legend_lines as f64 * LINE_HEIGHT,
        }
    }

    /// The middle of the interval of a row.
    #[must_use]
    pub fn interval_y(&self, row: usize) -> f64 {
        self.row_top(row) + self.row_height - INTERVAL_HEIGHT / 2.0
    }

    /// From where to where a row is drawn, without its words.
    #[must_use]
    pub fn interval_stretch(&self, row: usize) -> (f64, f64) {
        let below = self.row_top(row) + self.row_height;
        (below - INTERVAL_HEIGHT, below)
    }

    /// The upper edge of a row.
    #[must_use]
    pub fn row_top(&self, row: usize) -> f64 {
        self.top + row as f64 * self.row_height
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

    fn row(value: f64, low: f64, high: f64) -> Row {
        Row {
            name: String::new(),
            value: Some(value),
            low: Some(low),
            high: Some(high),
            tone: Tone::Unsure,
            note: String::new(),
        }
    }

    fn model(rows: Vec<Row>) -> Model {
        Model {
            summary: String::new(),
            title: String::new(),
            rows,
            band: Some((0.98, 1.0 / 0.98)),
            threshold: None,
        }
    }

    #[test]
    fn the_axis_shows_all_that_has_a_place_on_it() {
        let mut picture = model(vec![row(0.8, 0.7, 0.9), row(130.0, 100.0, 1e9)]);
        picture.threshold = Some(0.5);
        let range = picture.range(None);
        for ratio in [0.8, 0.7, 0.9, 130.0, 100.0, 0.5, 0.98, 1.0] {
            assert!(range.holds(ratio), "{ratio} {range:?}");
        }
        assert!(!range.holds(1e9));
    }

    #[test]
    fn an_axis_has_two_sides_whatever_is_on_it() {
        let open = Row {
            value: None,
            low: None,
            high: None,
            ..row(1.0, 1.0, 1.0)
        };
        for rows in [
            vec![],
            vec![open],
            vec![row(0.1, 0.09, 0.11)],
            vec![row(0.0, -1.0, f64::NAN)],
            vec![row(f64::INFINITY, 1.0, f64::INFINITY)],
            vec![row(1e300, 1e300, 1e300)],
        ] {
            let (from, to) = model(rows).range(None).ends();
            assert!(from < 1.0 && to > 1.0 && from > 0.0 && to.is_finite());
            let share = (to.ln() / -from.ln()).min(-from.ln() / to.ln());
            assert!(share >= SIDE_MIN * 0.9, "{from} {to}");
        }
    }

    #[test]
    fn while_an_interval_narrows_the_axis_changes_rarely_and_never_back() {
        let mut previous = None;
        let mut changes = 0;
        for look in 1..=1_000_u32 {
            // As confidence sequences narrow, and a little to and fro besides.
            let half = 1.5 / f64::from(look).sqrt() * (1.0 + 0.1 * f64::from(look % 2));
            let picture = model(vec![row(0.9, 0.9 * (-half).exp(), 0.9 * half.exp())]);
            let range = picture.range(previous);
            if let Some(previous) = previous
                && previous != range
            {
                changes += 1;
                assert!(range.less <= previous.less && range.more <= previous.more);
            }
            previous = Some(range);
        }
        assert!((3..=12).contains(&changes), "{changes} changes");
    }

    #[test]
    fn the_axis_becomes_longer_at_once() {
        let short = model(vec![row(1.01, 1.0, 1.02)]).range(None);
        let long = model(vec![row(3.0, 2.0, 4.0)]).range(Some(short));
        assert!(long.holds(4.0) && !short.holds(4.0));
    }

    #[test]
    fn ticks_are_round_apart_and_hold_equality() {
        for less in 0..LADDER.len() {
            for more in 0..LADDER.len() {
                let range = Range { less, more };
                let scale = Scale::new(Kind::Log, range.ends(), (0.0, 320.0));
                let found = ticks(range, (0.0, 320.0), 50.0);
                assert!(
                    found.iter().any(|tick| (tick - 1.0).abs() < 1e-9),
                    "{range:?} {found:?}"
                );
                for pair in found.windows(2) {
                    assert!(scale.px(pair[1]) - scale.px(pair[0]) >= 50.0 - 1e-9);
                }
                let (from, to) = range.ends();
                let slack = 1e-6;
                assert!(
                    found
                        .iter()
                        .all(|tick| (from - slack..to + slack).contains(tick))
                );
                assert!(found.is_sorted());
                let middle = scale.px(1.0);
                let (first, last) = (found[0], found[found.len() - 1]);
                assert!(first < 1.0 || middle < 150.0, "{range:?} {found:?}");
                assert!(last > 1.0 || 320.0 - middle < 150.0, "{range:?} {found:?}");
            }
        }
        let near = |found: &[f64], expected: &[f64]| {
            found.len() == expected.len()
                && found
                    .iter()
                    .zip(expected)
                    .all(|(a, b)| (a - b).abs() < 1e-9)
        };
        let few = ticks(Range { less: 4, more: 4 }, (0.0, 320.0), 50.0);
        assert!(near(&few, &[0.9, 1.0, 1.1, 1.2]), "{few:?}");
        let many = ticks(Range { less: 9, more: 9 }, (0.0, 600.0), 50.0);
        let (less, more) = (step_for(3.0_f64.ln(), 0.0), step_for(3.0_f64.ln(), 0.0));
        let uneven = ticks(Range { less, more }, (0.0, 490.0), 46.0);
        let expected = [0.4, 0.6, 0.8, 1.0, 2.0, 3.0];
        assert!(near(&uneven, &expected), "{uneven:?}");
        assert!(
            near(&many, &[0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]),
            "{many:?}"
        );
    }

    #[test]
    fn words_stand_where_there_is_room() {
        let at = |width, names, notes| Layout::new(width, names, notes, 3, 1);
        assert_eq!(at(900.0, 150.0, 130.0).words, Words::Beside);
        assert_eq!(at(340.0, 100.0, 100.0).words, Words::Above);
        assert_eq!(at(340.0, 250.0, 150.0).words, Words::Stacked);
        assert_eq!(at(900.0, 500.0, 130.0).words, Words::Above);
        for width in [0.0, 10.0, 340.0, 2_000.0] {
            let layout = at(width, 100.0, 100.0);
            assert!(layout.right > layout.left && layout.height > layout.bottom);
            for row in 0..3 {
                let y = layout.interval_y(row);
                assert_eq!(layout.row_at(y, 3), Some(row));
                assert!(y < layout.bottom);
            }
            assert_eq!(layout.row_at(layout.bottom + 1.0, 3), None);
            assert_eq!(layout.row_at(layout.top - 1.0, 3), None);
        }
    }

    #[test]
    fn a_claim_that_changes_a_little_leaves_the_axis_where_it_is() {
        let at = |notes| Layout::new(900.0, 150.0, notes, 3, 1);
        assert_eq!(at(20.0), at(118.0));
        assert_eq!(at(121.0), at(159.0));
    }

    #[test]
    fn keys_lead_from_row_to_row_and_no_further() {
        let picture = model(vec![row(1.0, 0.9, 1.1), row(2.0, 1.5, 2.5)]);
        let step = |at, key| picture.step(at, key);
        assert_eq!(step(None, "ArrowDown"), Some(0));
        assert_eq!(step(Some(0), "ArrowDown"), Some(1));
        assert_eq!(step(Some(1), "ArrowDown"), Some(1));
        assert_eq!(step(Some(1), "ArrowUp"), Some(0));
        assert_eq!(step(None, "End"), Some(1));
        // There were more rows when it was chosen.
        assert_eq!(step(Some(7), "ArrowUp"), Some(1));
        assert_eq!(step(Some(0), "a"), None);
        assert_eq!(model(vec![]).step(None, "ArrowDown"), None);
    }
}
