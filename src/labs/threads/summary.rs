//! Runs of the same work in the same place, summed up in one line.

use kernels::{Engine, Spec};

use super::presenter::{Ending, Run};
use crate::place::{Moving, Place};

/// From so many runs on there is an interval that holds the median with 95 % certainty (at least);
/// with fewer, not even the range of all runs does.
pub const INTERVAL_RUNS_MIN: usize = 6;

/// One line of the table of runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What was computed.
    pub computation: Spec,
    /// What executed it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
    /// How its bytes travelled.
    pub moving: Moving,
    /// How many runs ended with a result that counts.
    pub count: usize,
    /// How many did not.
    pub failed: usize,
    /// From the press of the button to the result, of those that count.
    pub total: Option<Median>,
    /// The computation alone.
    pub compute: Option<Median>,
    /// The longest wait for a frame in any run, where that can be told.
    pub longest_frame_ms: Option<f64>,
    /// The longest blocking of input in any run.
    pub blocking_ms: Option<f64>,
    /// The longest wait of a person who typed meanwhile.
    pub interaction_ms: Option<f64>,
    /// The median time of the same work on the main thread, as a multiple of this one's.
    pub speed_up: Option<f64>,
    /// How the last run ended.
    pub last: Ending,
}

/// A median with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The median itself.
    pub ms: f64,
    /// What holds the true median with 95 % certainty at least; `None` for too few runs.
    pub interval: Option<(f64, f64)>,
    /// How many runs.
    pub count: usize,
}

/// Sums runs up, in the order in which each kind first came.
#[must_use]
pub fn groups(runs: &[Run]) -> Vec<Group> {
    let mut kinds: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        let kind = kinds.iter_mut().find(|kind| same_kind(kind[0], run));
        match kind {
            Some(kind) => kind.push(run),
            None => kinds.push(vec![run]),
        }
    }
    let mut groups: Vec<Group> = kinds.iter().map(|kind| sum_up(kind)).collect();
    for index in 0..groups.len() {
        let main = groups
            .iter()
            .find(|other| {
                other.place == Place::Main
                    && other.computation == groups[index].computation
                    && other.engine == groups[index].engine
            })
            .and_then(|main| main.total);
        groups[index].speed_up = main
            .zip(groups[index].total)
            .map(|(main, own)| main.ms / own.ms);
    }
    groups
}

fn same_kind(a: &Run, b: &Run) -> bool {
    a.computation == b.computation
        && a.engine == b.engine
        && a.place == b.place
        && a.moving == b.moving
}

fn sum_up(runs: &[&Run]) -> Group {
    let counts = |run: &&&Run| match &run.ending {
        Ending::Finished { check, .. } => {
            !run.hidden && !matches!(check, super::presenter::Check::Differs(_))
        }
        Ending::Failed(_) | Ending::Cancelled => false,
    };
    let valid: Vec<&&Run> = runs.iter().filter(counts).collect();
    let worst = |figure: &dyn Fn(&Run) -> Option<f64>| {
        valid.iter().filter_map(|run| figure(run)).reduce(f64::max)
    };
    let last = runs[runs.len() - 1];
    Group {
        computation: last.computation,
        engine: last.engine,
        place: last.place,
        moving: last.moving,
        count: valid.len(),
        failed: runs.len() - valid.len(),
        total: median(valid.iter().map(|run| run.total_ms()).collect()),
        compute: median(valid.iter().filter_map(|run| run.compute_ms()).collect()),
        longest_frame_ms: worst(&Run::longest_frame_ms),
        blocking_ms: worst(&Run::blocking_ms),
        interaction_ms: worst(&|run| {
            let seen = run.interactions;
            (seen.count > 0).then_some(seen.worst_ms)
        }),
        speed_up: None,
        last: last.ending.clone(),
    }
}

/// The median, and the order statistics around it between which the true median lies with 95 %
/// certainty at least, whatever the times' distribution (the sign test's interval: the number of
/// samples below the true median is binomial with p = ½). `None` without samples.
#[must_use]
pub fn median(mut samples: Vec<f64>) -> Option<Median> {
    samples.sort_by(f64::total_cmp);
    let count = samples.len();
    let middle = *samples.get(count / 2)?;
    let ms = if count % 2 == 1 {
        middle
    } else {
        f64::midpoint(samples[count / 2 - 1], middle)
    };
    let interval = (count >= INTERVAL_RUNS_MIN).then(|| {
        let skip = samples_outside(count);
        (samples[skip], samples[count - 1 - skip])
    });
    Some(Median {
        ms,
        interval,
        count,
    })
}

/// How many of the least, and of the greatest, samples can be left out: the largest k for which
/// fewer than k + 1 of n tosses of a coin show heads in at most 2.5 % of all cases.
fn samples_outside(count: usize) -> usize {
    let mut chance = 0.5_f64.powf(count as f64);
    let mut below = chance;
    let mut skip = 0;
    // Stops long before the middle, where half of all cases are below.
    loop {
        chance *= (count - skip) as f64 / (skip + 1) as f64;
        below += chance;
        if below > 0.025 {
            return skip;
        }
        skip += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::presenter::tests::run;
    use super::*;

    #[test]
    fn an_interval_needs_six_runs_and_narrows_with_more() {
        let of = |count: u32| median((1..=count).map(f64::from).collect()).expect("samples");
        assert_eq!(of(1).interval, None);
        assert_eq!(of(5).interval, None);
        assert_eq!(of(6).interval, Some((1.0, 6.0)));
        // From the table of the sign test: ranks 2 and 9 of 10, 6 and 15 of 20.
        assert_eq!(of(10).interval, Some((2.0, 9.0)));
        assert_eq!(of(20).interval, Some((6.0, 15.0)));
        assert!((of(6).ms - 3.5).abs() < f64::EPSILON);
        assert!((of(7).ms - 4.0).abs() < f64::EPSILON);
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn runs_of_one_kind_make_one_line_and_are_compared_with_the_main_thread() {
        let runs = [
            run(Place::Main, 1_000.0, &[1_005.0]),
            run(Place::Worker, 500.0, &[16.0, 40.0]),
            run(Place::Worker, 300.0, &[16.0]),
        ];
        let groups = groups(&runs);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[1].count, 2);
        assert_eq!(groups[1].total.map(|median| median.ms), Some(400.0));
        assert_eq!(groups[1].speed_up, Some(2.5));
        assert_eq!(groups[1].longest_frame_ms, Some(40.0));
    }

    #[test]
    fn what_does_not_count_is_counted_apart() {
        let mut cancelled = run(Place::Worker, 500.0, &[16.0]);
        cancelled.ending = Ending::Cancelled;
        let mut hidden = run(Place::Worker, 500.0, &[16.0]);
        hidden.hidden = true;
        let groups = groups(&[cancelled, hidden]);
        assert_eq!((groups[0].count, groups[0].failed), (0, 2));
        assert_eq!(groups[0].total, None);
        assert_eq!(groups[0].speed_up, None);
    }
}
