//! From which round trip and from which size on one pattern is faster than another.

use serde::{Deserialize, Serialize};

use super::{ROUND_TRIP_MS, Wire};
use crate::trace::Totals;

/// How long a run takes over a wire without jitter: a straight line over the length of a round trip.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Milliseconds where a round trip takes none.
    pub fixed_ms: f64,
    /// How many round trips: how much steeper it is than one.
    pub round_trips: u64,
}

impl Line {
    /// Of a run, over a wire of that bandwidth.
    #[must_use]
    pub fn of(totals: &Totals, wire: &Wire) -> Self {
        let bytes = totals.cost.request_bytes + totals.cost.answer_bytes;
        Self {
            fixed_ms: totals.cost.total_us() / 1e3 + wire.transfer_ms(bytes),
            round_trips: totals.statements,
        }
    }

    /// How long it takes at that round trip.
    #[must_use]
    pub fn total_ms(&self, round_trip_ms: f64) -> f64 {
        (self.round_trips as f64).mul_add(round_trip_ms, self.fixed_ms)
    }
}

/// Which of two patterns is faster, by the length of a round trip within [`ROUND_TRIP_MS`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum BreakEven {
    /// Neither, ever.
    Same,
    /// The first, at any round trip above zero.
    First,
    /// The second, at any round trip above zero.
    Second,
    /// The second up to here, the first from here on.
    FirstFrom {
        /// Milliseconds of a round trip.
        #[serde(rename = "roundTripMs")]
        round_trip_ms: f64,
    },
    /// The first up to here, the second from here on.
    SecondFrom {
        /// Milliseconds of a round trip.
        #[serde(rename = "roundTripMs")]
        round_trip_ms: f64,
    },
}

/// Where the lines of two runs cross.
#[must_use]
pub fn break_even(first: &Line, second: &Line) -> BreakEven {
    let ahead_ms = first.fixed_ms - second.fixed_ms;
    let steeper = first.round_trips as f64 - second.round_trips as f64;
    let longest_ms = *ROUND_TRIP_MS.end();
    let at_the_end_ms = steeper.mul_add(longest_ms, ahead_ms);
    let crossing_ms = -ahead_ms / steeper;
    if crossing_ms > 0.0 && crossing_ms < longest_ms {
        let round_trip_ms = crossing_ms;
        return if steeper < 0.0 {
            BreakEven::FirstFrom { round_trip_ms }
        } else {
            BreakEven::SecondFrom { round_trip_ms }
        };
    }
    // Without a crossing in between, both ends say the same; one of them may say nothing.
    let sum = ahead_ms + at_the_end_ms;
    if sum < 0.0 {
        BreakEven::First
    } else if sum > 0.0 {
        BreakEven::Second
    } else {
        BreakEven::Same
    }
}

/// What a run of one size took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Its size: [`Params::n`](crate::Params::n).
    pub n: u32,
    /// What its statements took.
    pub totals: Totals,
}

/// How long a run takes over a wire, with what was measured and what was modelled told apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parts {
    /// Milliseconds of the database and the program.
    pub measured_ms: f64,
    /// Milliseconds of the wire.
    pub modelled_ms: f64,
}

impl Parts {
    /// Of a run over a wire, whose jitter is left out.
    #[must_use]
    pub fn of(totals: &Totals, wire: &Wire) -> Self {
        let measured_ms = totals.cost.total_us() / 1e3;
        let whole_ms = Line::of(totals, wire).total_ms(wire.round_trip_ms);
        Self {
            measured_ms,
            modelled_ms: whole_ms - measured_ms,
        }
    }

    /// Both.
    #[must_use]
    pub fn total_ms(&self) -> f64 {
        self.measured_ms + self.modelled_ms
    }

    /// What lies between two, at a share of the way.
    fn between(from: &Self, to: &Self, share: f64) -> Self {
        let mix = |from: f64, to: f64| (to - from).mul_add(share, from);
        Self {
            measured_ms: mix(from.measured_ms, to.measured_ms),
            modelled_ms: mix(from.modelled_ms, to.modelled_ms),
        }
    }
}

/// A size at which two patterns take as long: read off a straight line between two sizes that were measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Crossing {
    /// The size.
    pub n: f64,
    /// The size that was measured before it.
    pub measured_below: u32,
    /// The size that was measured behind it.
    pub measured_above: u32,
    /// What the first takes there; as much as the second in all.
    pub first: Parts,
    /// What the second takes there.
    pub second: Parts,
}

/// Which of two patterns is faster, by size, within the sizes that both were measured at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "crossing")]
pub enum BreakEvenN {
    /// Neither, at the greatest size.
    Same,
    /// The first at every size.
    First,
    /// The second at every size.
    Second,
    /// The first from here on; below, the second is, at least in places.
    FirstFrom(Crossing),
    /// The second from here on; below, the first is, at least in places.
    SecondFrom(Crossing),
}

/// Where the curves of two patterns cross last, at that wire; `None` without a size that both were measured
/// at. Sizes that one has alone are left out.
#[must_use]
pub fn break_even_n(first: &[Measured], second: &[Measured], wire: &Wire) -> Option<BreakEvenN> {
    let mut points: Vec<(u32, Parts, Parts)> = first
        .iter()
        .filter_map(|one| {
            let other = second.iter().find(|other| other.n == one.n)?;
            let parts = |measured: &Measured| Parts::of(&measured.totals, wire);
            Some((one.n, parts(one), parts(other)))
        })
        .collect();
    points.sort_by_key(|(n, ..)| *n);
    let ahead_ms = |point: &(u32, Parts, Parts)| point.1.total_ms() - point.2.total_ms();
    let at_the_end_ms = ahead_ms(points.last()?);
    if at_the_end_ms == 0.0 {
        return Some(BreakEvenN::Same);
    }
    let first_wins = at_the_end_ms < 0.0;
    let crossing = points.windows(2).rev().find_map(|pair| {
        let (below_ms, above_ms) = (ahead_ms(&pair[0]), ahead_ms(&pair[1]));
        let changes = if first_wins {
            below_ms >= 0.0
        } else {
            below_ms <= 0.0
        };
        changes.then(|| crossing(&pair[0], &pair[1], below_ms / (below_ms - above_ms)))
    });
    Some(match (first_wins, crossing) {
        (true, None) => BreakEvenN::First,
        (false, None) => BreakEvenN::Second,
        (true, Some(crossing)) => BreakEvenN::FirstFrom(crossing),
        (false, Some(crossing)) => BreakEvenN::SecondFrom(crossing),
    })
}

fn crossing(below: &(u32, Parts, Parts), above: &(u32, Parts, Parts), share: f64) -> Crossing {
    let (from, to) = (f64::from(below.0), f64::from(above.0));
    Crossing {
        n: (to - from).mul_add(share, from),
        measured_below: below.0,
        measured_above: above.0,
        first: Parts::between(&below.1, &above.1, share),
        second: Parts::between(&below.2, &above.2, share),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::trace::Cost;

    fn line(fixed_ms: f64, round_trips: u64) -> Line {
        Line {
            fixed_ms,
            round_trips,
        }
    }

    fn measured(n: u32, statements: u64, ms: f64) -> Measured {
        let cost = Cost {
            step_us: ms * 1e3,
            ..Cost::default()
        };
        Measured {
            n,
            totals: Totals { statements, cost },
        }
    }

    #[test]
    fn two_lines_cross_once_or_never() {
        let at = |first, second| break_even(&first, &second);
        assert_eq!(at(line(1.0, 5), line(1.0, 5)), BreakEven::Same);
        assert_eq!(at(line(1.0, 5), line(2.0, 5)), BreakEven::First);
        assert_eq!(at(line(1.0, 5), line(1.0, 1)), BreakEven::Second);
        assert_eq!(at(line(1.0, 5), line(0.5, 1)), BreakEven::Second);
        // 4 ms ahead, 8 round trips behind.
        assert_eq!(
            at(line(1.0, 9), line(5.0, 1)),
            BreakEven::SecondFrom { round_trip_ms: 0.5 }
        );
        assert_eq!(
            at(line(5.0, 1), line(1.0, 9)),
            BreakEven::FirstFrom { round_trip_ms: 0.5 }
        );
        // At 400 ms, which is too far.
        assert_eq!(at(line(1.0, 2), line(401.0, 1)), BreakEven::First);
    }

    #[test]
    fn sizes_cross_between_two_that_were_measured() {
        let one = [
            measured(10, 11, 1.0),
            measured(100, 101, 1.0),
            measured(7, 1, 1.0),
        ];
        let other = [measured(100, 1, 56.0), measured(10, 1, 56.0)];
        // 12 ms to 57 ms at ten, and 102 ms to 57 ms at a hundred.
        let found = break_even_n(&one, &other, &Wire::of_round_trip(1.0)).expect("sizes");
        let BreakEvenN::SecondFrom(crossing) = found else {
            panic!("{found:?}");
        };
        assert!((crossing.n - 55.0).abs() < 1e-9);
        assert_eq!(
            (crossing.measured_below, crossing.measured_above),
            (10, 100)
        );
        assert!((crossing.first.measured_ms - 1.0).abs() < 1e-9);
        assert!((crossing.first.modelled_ms - 56.0).abs() < 1e-9);
        assert!((crossing.second.modelled_ms - 1.0).abs() < 1e-9);
        let near = break_even_n(&one, &other, &Wire::of_round_trip(0.1));
        assert_eq!(near, Some(BreakEvenN::First));
        let same = break_even_n(&one, &one, &Wire::of_round_trip(1.0));
        assert_eq!(same, Some(BreakEvenN::Same));
        assert_eq!(break_even_n(&one, &[], &Wire::of_round_trip(1.0)), None);
    }

    proptest! {
        #[test]
        fn the_break_even_says_who_is_faster(
            first in (0.0..100.0, 0_u64..100),
            second in (0.0..100.0, 0_u64..100),
            round_trip_ms in 0.001..100.0,
        ) {
            let (first, second) = (line(first.0, first.1), line(second.0, second.1));
            let ahead_ms = first.total_ms(round_trip_ms) - second.total_ms(round_trip_ms);
            prop_assume!(ahead_ms.abs() > 1e-6);
            let first_is_faster = ahead_ms < 0.0;
            let said = match break_even(&first, &second) {
                BreakEven::Same => None,
                BreakEven::First => Some(true),
                BreakEven::Second => Some(false),
                BreakEven::FirstFrom { round_trip_ms: from } => Some(round_trip_ms > from),
                BreakEven::SecondFrom { round_trip_ms: from } => Some(round_trip_ms < from),
            };
            prop_assert_eq!(said, Some(first_is_faster));
        }

        #[test]
        fn at_a_crossing_both_take_as_long(
            times in prop::collection::vec((0.0..100.0, 0.0..100.0, 1_u64..50), 1..8),
            round_trip_ms in 0.0..10.0,
        ) {
            let series = |at: fn(&(f64, f64, u64)) -> (f64, u64)| -> Vec<Measured> {
                (1..)
                    .zip(&times)
                    .map(|(n, one)| {
                        let (ms, statements) = at(one);
                        measured(n * 10, statements, ms)
                    })
                    .collect()
            };
            let first = series(|one| (one.0, one.2));
            let second = series(|one| (one.1, 1));
            let wire = Wire::of_round_trip(round_trip_ms);
            let found = break_even_n(&first, &second, &wire).expect("sizes");
            if let BreakEvenN::FirstFrom(crossing) | BreakEvenN::SecondFrom(crossing) = found {
                let apart = crossing.first.total_ms() - crossing.second.total_ms();
                prop_assert!(apart.abs() < 1e-6, "{:?}", crossing);
                prop_assert!(f64::from(crossing.measured_below) <= crossing.n);
                prop_assert!(crossing.n <= f64::from(crossing.measured_above));
            }
        }
    }
}
