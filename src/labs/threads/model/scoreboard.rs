//! The scoreboard: what the runs of one press of the button show at a glance, in a line for each place.

use sampling::Median;

use super::run::{Liveliness, Run};
use super::summary::{SpeedUp, Worst, groups};
use crate::place::Place;

/// Ratios as near to one as this are not told from it in a figure with one digit.
const SAME_WITHIN: f64 = 0.05;

/// A line of the scoreboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score {
    /// Where the work ran.
    pub place: Place,
    /// How long it took, in milliseconds; `None` where no run counts.
    pub total: Option<Median>,
    /// That time as a share of the longest one on the board.
    pub share: f64,
    /// How the page fared in the worst of the runs.
    pub liveliness: Option<Liveliness>,
    /// The longest wait for a frame.
    pub longest_frame: Option<Worst>,
    /// Against the baseline, where that ran, too, and both were long enough for the timer.
    pub speed: Option<Speed>,
    /// The step of the timer, in milliseconds.
    pub step_ms: f64,
}

/// How quick a place is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Speed {
    /// It is what the others are compared with: the main thread.
    Baseline,
    /// Neither faster nor slower, as far as one digit tells.
    Same,
    /// So many times as fast.
    Faster(f64),
    /// So many times as slow.
    Slower(f64),
}

impl Speed {
    fn of(speed_up: SpeedUp) -> Self {
        let ratio = match speed_up {
            SpeedUp::Measure => return Self::Baseline,
            SpeedUp::Rounds(ratios) => ratios.median,
            SpeedUp::Apart(ratio) => ratio,
        };
        if (ratio - 1.0).abs() < SAME_WITHIN {
            Self::Same
        } else if ratio > 1.0 {
            Self::Faster(ratio)
        } else {
            Self::Slower(1.0 / ratio)
        }
    }
}

/// The scoreboard of the runs of one press, in the order of the registry.
#[must_use]
pub(crate) fn scores(runs: &[Run]) -> Vec<Score> {
    let groups = groups(runs);
    let longest_ms = groups
        .iter()
        .filter_map(|group| Some(group.total?.median))
        .fold(0.0, f64::max);
    groups
        .iter()
        .map(|group| {
            let of_place = runs
                .iter()
                .filter(|run| run.place == group.place && run.is_valid());
            Score {
                place: group.place,
                total: group.total,
                share: match group.total {
                    Some(total) if longest_ms > 0.0 => total.median / longest_ms,
                    _ => 0.0,
                },
                liveliness: of_place.filter_map(Run::liveliness).max(),
                longest_frame: group.longest_frame,
                speed: group.speed_up.map(Speed::of),
                step_ms: group.step_ms,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::{hidden, run};
    use super::*;

    #[test]
    fn bars_are_shares_of_the_longest_and_speeds_have_the_main_thread_as_their_baseline() {
        let scores = scores(&[
            run(Place::Main, 2_000.0, &[2_004.0]),
            run(Place::Worker, 2_040.0, &[16.0]),
            run(
                Place::Pool {
                    workers: 4,
                    jobs: 16,
                },
                500.0,
                &[16.0],
            ),
        ]);
        let shares: Vec<f64> = scores.iter().map(|score| score.share).collect();
        assert_eq!(shares[1..], [1.0, 500.0 / 2_040.0]);
        let speeds: Vec<_> = scores.iter().map(|score| score.speed).collect();
        assert_eq!(
            speeds,
            [
                Some(Speed::Baseline),
                Some(Speed::Same),
                Some(Speed::Faster(4.0))
            ]
        );
        let liveliness: Vec<_> = scores.iter().map(|score| score.liveliness).collect();
        assert_eq!(
            liveliness,
            [
                Some(Liveliness::Frozen),
                Some(Liveliness::Smooth),
                Some(Liveliness::Smooth)
            ]
        );
    }

    #[test]
    fn below_one_it_is_slower_and_not_a_fraction_as_fast() {
        let scores = scores(&[
            run(Place::Main, 1_000.0, &[1_000.0]),
            run(Place::Worker, 4_000.0, &[16.0]),
        ]);
        assert_eq!(scores[1].speed, Some(Speed::Slower(4.0)));
    }

    #[test]
    fn the_worst_run_of_a_place_counts_for_its_liveliness() {
        let scores = scores(&[
            run(Place::Worker, 1_000.0, &[16.0]),
            run(Place::Worker, 1_000.0, &[80.0]),
        ]);
        assert_eq!(scores[0].liveliness, Some(Liveliness::Janky));
        assert_eq!(scores[0].speed, None, "there is no baseline");
    }

    #[test]
    fn what_does_not_count_has_a_line_without_figures() {
        let scores = scores(&[
            run(Place::Main, 1_000.0, &[1_000.0]),
            hidden(run(Place::Worker, 500.0, &[16.0])),
        ]);
        assert_eq!((scores[1].total, scores[1].share), (None, 0.0));
        assert_eq!((scores[1].liveliness, scores[1].speed), (None, None));
    }

    #[test]
    fn nothing_has_run_and_nothing_is_on_the_board() {
        assert_eq!(scores(&[]), []);
    }
}
