//! The bars above the tables: each candidate's time against the slowest, while samples arrive and afterwards.

use sampling::Verdict;

use super::presenter::Results;

/// How much of an interval has room beyond the slowest candidate's time, as a multiple of that time: what is wider
/// ends at the axis' end, or the bars would be too short to be read.
const BEYOND_MAX: f64 = 1.25;

/// One candidate's bar. Positions are shares of the axis, which begins at zero.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bar {
    /// What it is called.
    pub name: String,
    /// The time of a call, in milliseconds; `None` before the first sample.
    pub time_ms: Option<f64>,
    /// Where the bar ends; the slowest candidate's is the longest.
    pub end: f64,
    /// Where the 95 % interval of that time begins and ends, once there are blocks enough.
    pub whisker: Option<(f64, f64)>,
    /// How it compares with the one that takes the least time.
    pub standing: Standing,
}

/// What may be said of a candidate beside its bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Standing {
    /// Nothing is known, or nothing is to be said.
    None,
    /// It takes less time than every other, which is proven.
    Fastest,
    /// It is one of several ahead that do not differ.
    Same,
    /// It takes the least time so far, which proves nothing.
    Ahead,
    /// It takes so many times as long as the one ahead.
    Times {
        /// How many.
        ratio: f64,
        /// Whether it is known to be slower.
        is_proven: bool,
    },
}

/// The bars of all candidates, in the order of the form. `recent_ms` has the times of each candidate's last samples,
/// which stand in until a block is done.
#[must_use]
pub(crate) fn bars(results: &Results, recent_ms: &[Option<f64>]) -> Vec<Bar> {
    let times_ms: Vec<Option<f64>> = results
        .summaries
        .iter()
        .enumerate()
        .map(|(index, summary)| {
            let known = summary.time_ms.map(|time| time.value);
            known.or_else(|| recent_ms.get(index).copied().flatten())
        })
        .collect();
    let known = || times_ms.iter().flatten().copied();
    let slowest_ms = known().fold(0.0, f64::max);
    let highs = results
        .summaries
        .iter()
        .filter_map(|summary| Some(summary.time_ms?.interval?.high));
    let axis_ms = highs
        .fold(slowest_ms, f64::max)
        .min(slowest_ms * BEYOND_MAX);
    let share = |ms: f64| {
        if axis_ms > 0.0 {
            (ms / axis_ms).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let fastest = times_ms
        .iter()
        .enumerate()
        .filter_map(|(index, time_ms)| Some((index, (*time_ms)?)))
        .min_by(|(_, one), (_, other)| one.total_cmp(other));
    let summaries = results.summaries.iter().zip(&times_ms).enumerate();
    summaries
        .map(|(index, (summary, time_ms))| Bar {
            name: summary.name.clone(),
            time_ms: *time_ms,
            end: time_ms.map_or(0.0, share),
            whisker: summary
                .time_ms
                .and_then(|time| time.interval)
                .map(|interval| (share(interval.low), share(interval.high))),
            standing: fastest
                .zip(*time_ms)
                .map_or(Standing::None, |(fastest, time_ms)| {
                    standing(results, index, time_ms, fastest)
                }),
        })
        .collect()
}

/// How the candidate that takes `time_ms` compares with the fastest, of which index and time are given.
fn standing(
    results: &Results,
    index: usize,
    time_ms: f64,
    (fastest, fastest_ms): (usize, f64),
) -> Standing {
    let verdict = |one, other| {
        results
            .pair(one, other)
            .map_or(Verdict::Unsure, |pair| pair.verdict)
    };
    let is_same = |verdict| matches!(verdict, Verdict::Same { .. });
    if results.nothing_between(fastest).contains(&index) {
        return Standing::None;
    }
    if index != fastest {
        let verdict = verdict(index, fastest);
        let ratio = time_ms / fastest_ms;
        // The clock did not see the fastest, or both, in the samples so far.
        let is_ratio = ratio.is_finite() && ratio > 0.0;
        return if is_same(verdict) {
            Standing::Same
        } else if !is_ratio {
            Standing::None
        } else {
            Standing::Times {
                ratio,
                is_proven: matches!(verdict, Verdict::Slower { .. }),
            }
        };
    }
    let mut verdicts = (0..results.summaries.len())
        .filter(|&other| other != fastest)
        .map(|other| verdict(fastest, other));
    if verdicts
        .clone()
        .all(|of| matches!(of, Verdict::Faster { .. }))
    {
        Standing::Fastest
    } else if verdicts.any(is_same) {
        Standing::Same
    } else {
        Standing::Ahead
    }
}

#[cfg(test)]
mod tests {
    use sampling::{Experiment, Plan, Question};

    use super::super::presenter::tests::results;
    use super::*;

    fn of(times_ms: &[f64]) -> Vec<Bar> {
        bars(&results(times_ms, Question::default()), &[])
    }

    #[test]
    fn the_slowest_has_the_longest_bar_and_the_fastest_is_named() {
        let bars = of(&[3.0, 1.0, 2.0]);
        assert!(bars[0].end > bars[2].end && bars[2].end > bars[1].end);
        assert!(bars[0].end > 1.0 / BEYOND_MAX);
        assert_eq!(bars[1].standing, Standing::Fastest);
        let Standing::Times { ratio, is_proven } = bars[0].standing else {
            panic!("{:?}", bars[0]);
        };
        assert!(is_proven && (2.8..3.2).contains(&ratio), "{ratio}");
    }

    #[test]
    fn bars_begin_at_zero_so_that_twice_the_time_is_twice_the_length() {
        let bars = of(&[1.0, 2.0]);
        let times = bars[1].time_ms.zip(bars[0].time_ms);
        let (slow, fast) = times.expect("both are known");
        assert!((bars[1].end / bars[0].end - slow / fast).abs() < 1e-9);
    }

    #[test]
    fn a_whisker_holds_the_bars_end_and_stays_on_the_axis() {
        for bar in of(&[1.0, 2.0, 1.0]) {
            let (low, high) = bar.whisker.expect("blocks enough");
            assert!(0.0 < low && low <= bar.end && bar.end <= high && high <= 1.0);
        }
    }

    #[test]
    fn several_that_are_ahead_together_are_the_same() {
        let bars = of(&[1.0, 2.0, 1.0]);
        assert_eq!(bars[0].standing, Standing::Same);
        assert_eq!(bars[2].standing, Standing::Same);
        assert!(matches!(
            bars[1].standing,
            Standing::Times {
                is_proven: true,
                ..
            }
        ));
    }

    #[test]
    fn of_two_that_do_nothing_none_is_the_fastest() {
        let results = results(&[1.0, 2.0, 9.0], Question::default());
        let bars = bars(&results.without_claims_between(vec![0, 1]), &[]);
        let standings = [bars[0].standing, bars[1].standing];
        assert_eq!(standings, [Standing::None, Standing::None]);
        assert!(matches!(
            bars[2].standing,
            Standing::Times {
                is_proven: true,
                ..
            }
        ));
    }

    #[test]
    fn before_a_block_is_done_recent_samples_stand_in_and_prove_nothing() {
        let plan = Plan::of(3, 0.005, 60_000.0, 3);
        let experiment = Experiment::new(plan).expect("a plan");
        let names = ["one", "two", "three"].map(str::to_owned);
        let results = Results::of(&experiment, &names);
        for bar in bars(&results, &[]) {
            assert_eq!((bar.time_ms, bar.end, bar.whisker), (None, 0.0, None));
            assert_eq!(bar.standing, Standing::None);
        }
        let bars = bars(&results, &[Some(4.0), Some(2.0), None]);
        assert_eq!((bars[0].end, bars[1].end, bars[2].end), (1.0, 0.5, 0.0));
        assert_eq!(bars[1].standing, Standing::Ahead);
        let twice = Standing::Times {
            ratio: 2.0,
            is_proven: false,
        };
        assert_eq!(bars[0].standing, twice);
        assert_eq!(bars[2].standing, Standing::None);
        assert_eq!(bars[0].name, "one");
    }
}
