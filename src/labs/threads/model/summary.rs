//! Runs of the same work in the same place, summed up in one line.

use kernels::{Engine, Spec, Strategy};
use sampling::Median;
use sampling::median::{INTERVAL_SAMPLES_MIN, median};

use super::resolution;
use super::run::{Ending, Run};
use crate::place::{Moving, Place};
use crate::trust::{Reason, gathered};

/// One line of the table of runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    /// What was computed.
    pub computation: Spec,
    /// What executed it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
    /// How its bytes travelled.
    pub moving: Moving,
    /// How many runs did not end with a result that counts.
    pub failed: usize,
    /// Why some of them do not count although they ended with a result.
    pub void: Vec<Reason>,
    /// From the press of the button to the result ([`Run::work_ms`]), in milliseconds.
    pub total: Option<Median>,
    /// The computation alone, in milliseconds.
    pub compute: Option<Median>,
    /// The first runs among those that ended well.
    pub first_runs: Option<FirstRuns>,
    /// The longest wait for a frame in any run, where that can be told.
    pub longest_frame: Option<Worst>,
    /// The longest blocking of input in any run.
    pub blocking: Option<Worst>,
    /// The longest wait of a person who typed meanwhile.
    pub interaction: Option<Worst>,
    /// How much faster than on the main thread; `None` where one of both is too short for the timer.
    pub speed_up: Option<SpeedUp>,
    /// The step of the timer that timed them, in milliseconds.
    pub step_ms: f64,
    /// How the last run ended.
    pub last: Ending,
}

/// The worst that any of several runs showed: what a person feels is the one long frame, not the
/// median of those that were short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Worst {
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// Of how many runs.
    pub count: usize,
}

/// Runs that had to start workers or to load code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FirstRuns {
    /// How many.
    pub count: usize,
    /// Whether they are left out of the medians. Starting is another thing than running, so with both
    /// among the samples the upper end of an interval would say what a start costs, and nothing of the
    /// runs after it. They are left out only where enough other runs are there for an interval, since a
    /// first run among a few is a good part of what is known; and they are told of either way, for what
    /// a start costs is what many come to see.
    pub left_out: bool,
    /// How long the slowest of them took.
    pub slowest_ms: f64,
}

/// The time of the same work on the main thread, as a multiple of a place's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SpeedUp {
    /// It is the main thread.
    Measure,
    /// Of the runs that both had in the same rounds: the median of the ratios of the rounds.
    Rounds(Median),
    /// Of runs that did not share a round: the ratio of two medians. What slowed the machine down
    /// meanwhile is in it, so it has no interval.
    Apart(f64),
}

/// Runs of one kind.
struct Kind<'a> {
    all: Vec<&'a Run>,
    /// Those that medians are made of.
    counted: Vec<&'a Run>,
    first_runs: Option<FirstRuns>,
}

/// Sums runs up. Kinds are in the order in which presses of the button first had them, those of one press
/// in the order of the registry: within a press chance decides who comes first.
#[must_use]
pub(crate) fn groups(runs: &[Run]) -> Vec<Group> {
    let mut kinds: Vec<Kind> = Vec::new();
    for run in runs {
        match kinds.iter_mut().find(|kind| same_kind(kind.all[0], run)) {
            Some(kind) => kind.all.push(run),
            None => kinds.push(Kind {
                all: vec![run],
                counted: Vec::new(),
                first_runs: None,
            }),
        }
    }
    kinds.sort_by_key(|kind| (kind.all[0].turn.press, rank(kind.all[0].place)));
    for kind in &mut kinds {
        kind.count();
    }
    kinds
        .iter()
        .map(|kind| Group {
            speed_up: speed_up(kind, &kinds),
            ..kind.sum_up()
        })
        .collect()
}

/// Where the registry has the strategy of a place.
#[must_use]
pub(crate) fn rank(place: Place) -> usize {
    let is_same = |strategy: &Strategy| *strategy == place.strategy();
    Strategy::ALL.iter().position(is_same).unwrap_or_default()
}

fn same_kind(a: &Run, b: &Run) -> bool {
    same_work(a, b) && a.place == b.place && a.moving == b.moving
}

fn same_work(a: &Run, b: &Run) -> bool {
    a.computation == b.computation && a.engine == b.engine
}

impl Kind<'_> {
    /// Decides which runs medians are made of.
    fn count(&mut self) {
        let valid = self.all.iter().copied().filter(|run| run.is_valid());
        let (first, others): (Vec<&Run>, Vec<&Run>) = valid.partition(|run| run.is_first());
        let left_out = others.len() >= INTERVAL_SAMPLES_MIN;
        let slowest_ms = first.iter().map(|run| run.work_ms()).reduce(f64::max);
        self.first_runs = slowest_ms.map(|slowest_ms| FirstRuns {
            count: first.len(),
            left_out,
            slowest_ms,
        });
        self.counted = others;
        if !left_out {
            self.counted.extend(first);
        }
    }

    fn sum_up(&self) -> Group {
        let valid = || self.all.iter().filter(|run| run.is_valid());
        // Nothing is left out of these: the worst that can happen includes what happens at first.
        let worst = |figure: &dyn Fn(&Run) -> Option<f64>| {
            let figures = || valid().filter_map(|run| figure(run));
            let ms = figures().reduce(f64::max)?;
            let count = figures().count();
            Some(Worst { ms, count })
        };
        let last = self.all[self.all.len() - 1];
        let counted = self.counted.iter();
        let compute: Vec<f64> = counted.filter_map(|run| run.compute_ms()).collect();
        Group {
            computation: last.computation,
            engine: last.engine,
            place: last.place,
            moving: last.moving,
            failed: self.all.len() - valid().count(),
            void: gathered(self.all.iter().flat_map(|run| run.void_reasons())),
            total: Median::of(&self.totals_ms()),
            compute: Median::of(&compute),
            first_runs: self.first_runs,
            longest_frame: worst(&Run::longest_frame_ms),
            // A run without a long frame blocked nothing, and is one of those that this is the worst of.
            blocking: worst(&Run::blocking_ms).map(|worst| Worst {
                count: valid().count(),
                ..worst
            }),
            interaction: worst(&|run| {
                let seen = run.interactions;
                (seen.count > 0).then_some(seen.worst_ms)
            }),
            speed_up: None,
            step_ms: self.step_ms(),
            last: last.ending.clone(),
        }
    }

    fn step_ms(&self) -> f64 {
        self.all.iter().map(|run| run.step_ms()).fold(0.0, f64::max)
    }

    fn totals_ms(&self) -> Vec<f64> {
        self.counted.iter().map(|run| run.work_ms()).collect()
    }
}

fn speed_up(own: &Kind, kinds: &[Kind]) -> Option<SpeedUp> {
    let first = own.all[0];
    if first.place == Place::Main {
        return Median::of(&own.totals_ms()).map(|_| SpeedUp::Measure);
    }
    let main: Vec<&Run> = kinds
        .iter()
        .filter(|kind| kind.all[0].place == Place::Main && same_work(kind.all[0], first))
        .flat_map(|kind| kind.counted.iter().copied())
        .collect();
    let main_ms: Vec<f64> = main.iter().map(|run| run.work_ms()).collect();
    let (main_median, own_median) = (median(&main_ms)?, median(&own.totals_ms())?);
    let step_ms = main.iter().map(|run| run.step_ms());
    let step_ms = step_ms.fold(own.step_ms(), f64::max);
    let is_comparable = |ms| resolution::is_comparable(ms, step_ms);
    if !(is_comparable(main_median) && is_comparable(own_median)) {
        return None;
    }
    let (above, below): (Vec<f64>, Vec<f64>) = own
        .counted
        .iter()
        .filter_map(|run| {
            let same_round = main
                .iter()
                .find(|main| main.turn.shares_round_with(run.turn))?;
            Some((same_round.work_ms(), run.work_ms()))
        })
        .unzip();
    if let Some(ratios) = Median::of_ratios(&above, &below) {
        return Some(SpeedUp::Rounds(ratios));
    }
    Some(SpeedUp::Apart(main_median / own_median))
}

#[cfg(test)]
mod tests {
    use timeline::fixtures::lanes;

    use super::super::run::Turn;
    use super::super::run::tests::{hidden, run};
    use super::*;
    use crate::trust::{Pressure, Trust};

    /// A run in a round of the first press.
    fn in_round(round: u32, place: Place, ms: f64) -> Run {
        Run {
            turn: Turn {
                press: 1,
                round,
                seed: 1,
            },
            ..run(place, ms, &[16.0])
        }
    }

    /// A run that had to start a worker.
    fn first(round: u32, place: Place, ms: f64) -> Run {
        let mut run = in_round(round, place, ms);
        run.lanes.extend(lanes("worker 0: spawn 990-1000"));
        run
    }

    fn of(groups: &[Group], place: Place) -> &Group {
        let mut groups = groups.iter();
        groups.find(|group| group.place == place).expect("it ran")
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
        let total = groups[1].total.expect("two runs");
        assert_eq!((total.median, total.count), (400.0, 2));
        let (ms, count) = (40.0, 2);
        assert_eq!(groups[1].longest_frame, Some(Worst { ms, count }));
        assert_eq!(groups[0].speed_up, Some(SpeedUp::Measure));
    }

    #[test]
    fn a_speed_up_pairs_the_runs_of_each_round() {
        // The machine gets slower from round to round, the ratio stays.
        let runs: Vec<Run> = (1..=6)
            .flat_map(|round| {
                let ms = 100.0 * f64::from(round);
                [
                    in_round(round, Place::Worker, ms),
                    in_round(round, Place::Main, 2.0 * ms),
                ]
            })
            .collect();
        let groups = groups(&runs);
        // The registry has the main thread first, whoever ran first.
        assert_eq!(groups[0].place, Place::Main);
        let Some(SpeedUp::Rounds(ratios)) = of(&groups, Place::Worker).speed_up else {
            panic!("they shared rounds");
        };
        assert_eq!((ratios.median, ratios.count), (2.0, 6));
        assert_eq!(ratios.interval(), Some((2.0, 2.0)));
    }

    #[test]
    fn runs_that_shared_no_round_give_a_ratio_without_an_interval() {
        let later = Run {
            turn: Turn {
                press: 2,
                ..in_round(1, Place::Worker, 0.0).turn
            },
            ..in_round(1, Place::Worker, 250.0)
        };
        let groups = groups(&[in_round(1, Place::Main, 1_000.0), later]);
        assert_eq!(
            of(&groups, Place::Worker).speed_up,
            Some(SpeedUp::Apart(4.0))
        );
    }

    #[test]
    fn first_runs_are_left_out_once_the_others_are_enough_and_told_of_always() {
        let mut runs = vec![first(1, Place::Worker, 900.0)];
        runs.extend((2..=6).map(|round| in_round(round, Place::Worker, 100.0)));
        let few = &groups(&runs)[0];
        assert_eq!(few.total.map(|total| total.count), Some(6));
        let counted = FirstRuns {
            count: 1,
            left_out: false,
            slowest_ms: 900.0,
        };
        assert_eq!(few.first_runs, Some(counted));

        runs.push(in_round(7, Place::Worker, 100.0));
        let enough = &groups(&runs)[0];
        let total = enough.total.expect("six others");
        assert_eq!((total.count, total.interval()), (6, Some((100.0, 100.0))));
        let left_out = FirstRuns {
            left_out: true,
            ..counted
        };
        assert_eq!(enough.first_runs, Some(left_out));
        // The longest frame of all seven.
        assert_eq!(enough.longest_frame.map(|worst| worst.count), Some(7));
    }

    #[test]
    fn what_does_not_count_is_counted_apart() {
        let mut cancelled = run(Place::Worker, 500.0, &[16.0]);
        cancelled.ending = Ending::Cancelled;
        // Without a result there is no figure to speak against.
        cancelled.trust = Trust::Void(vec![Reason::Pressure(Pressure::Critical)]);
        let unseen = hidden(run(Place::Worker, 500.0, &[16.0]));
        let groups = groups(&[cancelled, unseen]);
        assert_eq!(groups[0].failed, 2);
        assert_eq!((groups[0].total, groups[0].speed_up), (None, None));
        assert_eq!(groups[0].longest_frame, None);
        assert_eq!(groups[0].void, [Reason::Hidden]);
    }

    #[test]
    fn a_void_run_enters_neither_medians_nor_speed_ups() {
        let mut runs: Vec<Run> = (1..=7)
            .flat_map(|round| {
                [
                    in_round(round, Place::Worker, 100.0),
                    in_round(round, Place::Main, 200.0),
                ]
            })
            .collect();
        // The main thread's run of the second round, whose worker's would have no partner.
        runs[3] = hidden(in_round(2, Place::Main, 90_000.0));
        let groups = groups(&runs);
        let main = of(&groups, Place::Main);
        let total = main.total.expect("six count");
        assert_eq!((total.count, total.high), (6, 200.0));
        let Some(SpeedUp::Rounds(ratios)) = of(&groups, Place::Worker).speed_up else {
            panic!("they shared rounds");
        };
        assert_eq!((ratios.count, ratios.low, ratios.high), (6, 2.0, 2.0));
    }
}
