//! The axis of ratios: which stretch it shows while intervals narrow, and its ticks.

use super::Model;
use crate::ui::scale::{Kind, Scale};

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
pub(super) struct Range {
    /// The step at which it ends on the side of less time.
    less: usize,
    /// And on the side of more.
    more: usize,
}

impl Range {
    /// The least and the greatest ratio.
    #[must_use]
    pub(super) fn ends(self) -> (f64, f64) {
        (1.0 / LADDER[self.less], LADDER[self.more])
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
    pub(super) fn range(&self, previous: Option<Range>) -> Range {
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
pub(super) fn ticks(range: Range, pixels: (f64, f64), gap: f64) -> Vec<f64> {
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

#[cfg(test)]
mod tests {
    use super::super::Row;
    use super::super::testing::{model, row};
    use super::*;

    /// Whether a ratio has its place on the axis.
    fn holds(range: Range, ratio: f64) -> bool {
        let (from, to) = range.ends();
        (from..=to).contains(&ratio)
    }

    #[test]
    fn the_axis_shows_all_that_has_a_place_on_it() {
        let mut picture = model(vec![row(0.8, 0.7, 0.9), row(130.0, 100.0, 1e9)]);
        picture.threshold = Some(0.5);
        let range = picture.range(None);
        for ratio in [0.8, 0.7, 0.9, 130.0, 100.0, 0.5, 0.98, 1.0] {
            assert!(holds(range, ratio), "{ratio} {range:?}");
        }
        assert!(!holds(range, 1e9));
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
        assert!(holds(long, 4.0) && !holds(short, 4.0));
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
}
