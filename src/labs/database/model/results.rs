//! What was found: each pattern with what it took, and from which round trip and size on one is faster.

use serde::{Deserialize, Serialize};
use sql_workload::plan::Plan;
use sql_workload::wire::{self, BreakEven, BreakEvenN, Line, Measured, Parts, Wire};
use sql_workload::{Digest, Outcome, Pattern, Task, Totals, Trace};

use super::form::Trips;
use super::kept::by_id;

/// How often each pattern runs at the size that was asked for, in turns with the others; the run of median duration
/// counts.
pub(crate) const ROUNDS: usize = 5;

/// How often at each smaller size.
pub(crate) const ROUNDS_BELOW: usize = 3;

/// The pattern that others are measured against.
pub(crate) fn baseline(task: Task) -> Option<&'static Pattern> {
    let usual = task.patterns().last();
    match task {
        // What a programmer would write instead of N+1 queries.
        Task::AuthorsWithBooks => Pattern::of_id("join").or(usual),
        _ => usual,
    }
}

/// The sizes below the one that was asked for at which patterns run as well: powers of ten.
pub(crate) fn sizes_below(n: u32) -> Vec<u32> {
    let powers = (0..10).map(|power| 10_u32.saturating_pow(power));
    powers.take_while(|size| *size < n).collect()
}

/// What one pattern gave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Which.
    #[serde(with = "by_id")]
    pub pattern: &'static Pattern,
    /// The run of median duration.
    pub trace: Trace,
    /// How many items it read or wrote.
    pub items: u64,
    /// Of these, in their order.
    pub digest: Digest,
    /// What it took at each size, from the smallest.
    pub ladder: Vec<Measured>,
    /// How SQLite goes about each of its statements.
    pub plans: Vec<Plan>,
    /// What it took where its round trips were taken.
    pub real: Option<Real>,
}

/// A run whose round trips were taken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Real {
    /// Statements, each of which was one round trip.
    pub statements: u64,
    /// Milliseconds from the first request to the last answer, decoded.
    pub total_ms: f64,
    /// The mean round trip, in milliseconds: of messages what is left of them without the work of the database; of
    /// the API what was asked of it.
    pub round_trip_ms: f64,
}

/// What all patterns of a task gave, on one library.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Results {
    /// What was done.
    pub task: Task,
    /// Whether round trips were taken.
    pub trips: Trips,
    /// In the order of the registry.
    pub runs: Vec<Run>,
}

/// Patterns of one task gave different rows, which none may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Different;

/// All rounds of a pattern at one size.
pub(crate) type Rounds = (u32, Vec<Outcome>);

impl Run {
    /// Of all rounds of a pattern, at each size, the one that was asked for last; `None` without any.
    pub(crate) fn of(
        pattern: &'static Pattern,
        rounds: Vec<Rounds>,
        plans: Vec<Plan>,
    ) -> Option<Self> {
        let medians = rounds
            .into_iter()
            .filter_map(|(n, outcomes)| Some((n, median(outcomes)?)));
        let mut medians: Vec<(u32, Outcome)> = medians.collect();
        let measured = |(n, outcome): &(u32, Outcome)| Measured {
            n: *n,
            totals: outcome.trace.totals,
        };
        let ladder = medians.iter().map(measured).collect();
        let (_, last) = medians.pop()?;
        Some(Self {
            pattern,
            items: last.items,
            digest: last.digest,
            trace: last.trace,
            ladder,
            plans,
            real: None,
        })
    }

    /// What all of its statements took.
    pub(crate) fn totals(&self) -> &Totals {
        &self.trace.totals
    }

    /// Milliseconds over a wire, the measured part and the modelled one.
    pub(crate) fn parts(&self, wire: &Wire) -> Parts {
        Parts::of(self.totals(), wire)
    }

    /// Whether it is the one that others are measured against.
    pub(crate) fn is_baseline(&self) -> bool {
        baseline(self.pattern.task).is_some_and(|baseline| baseline.id == self.pattern.id)
    }

    fn line(&self, wire: &Wire) -> Line {
        Line::of(self.totals(), wire)
    }
}

/// Whether all rounds of one size gave the same rows.
pub(crate) fn agree<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Result<(), Different> {
    let mut digests = outcomes.into_iter().map(|outcome| outcome.digest);
    let first = digests.next();
    if digests.all(|digest| Some(digest) == first) {
        Ok(())
    } else {
        Err(Different)
    }
}

impl Results {
    /// The slowest pattern over a wire, the one that it is measured against, and how many times as long the slowest
    /// takes. That is the baseline, however near others come to it: which of two that are nearly as fast is ahead,
    /// chance decides. Where the baseline itself is slowest, it is the fastest. `None` where the clock saw no time for one
    /// of them, and the wire adds none.
    pub(crate) fn contrast(&self, wire: &Wire) -> Option<(&Run, &Run, f64)> {
        let total = |run: &&Run| run.parts(wire).total_ms();
        let by_time = |one: &&Run, other: &&Run| total(one).total_cmp(&total(other));
        let slowest = self.runs.iter().max_by(by_time)?;
        let against = match self.baseline() {
            Some(baseline) if !slowest.is_baseline() => baseline,
            _ => self.runs.iter().min_by(by_time)?,
        };
        let ratio = total(&slowest) / total(&against);
        (ratio.is_finite() && ratio > 0.0).then_some((slowest, against, ratio))
    }

    /// The pattern that others are measured against.
    pub(crate) fn baseline(&self) -> Option<&Run> {
        self.runs.iter().find(|run| run.is_baseline())
    }

    /// Each pair, with the baseline first where it is one of them.
    fn pairs(&self) -> Vec<(&Run, &Run)> {
        let mut order: Vec<&Run> = self.runs.iter().rev().collect();
        order.sort_by_key(|run| !run.is_baseline());
        let pairs = order.iter().enumerate();
        pairs
            .flat_map(|(index, first)| order[index + 1..].iter().map(|second| (*first, *second)))
            .collect()
    }

    /// From which round trip on the first of each pair is faster, over such a wire.
    pub(crate) fn break_evens(&self, wire: &Wire) -> Vec<(&Run, &Run, BreakEven)> {
        let pairs = self.pairs().into_iter();
        let found = pairs.map(|(first, second)| {
            let found = wire::break_even(&first.line(wire), &second.line(wire));
            (first, second, found)
        });
        found.collect()
    }

    /// From which size on the first of each pair is faster, over that wire.
    pub(crate) fn break_even_sizes(&self, wire: &Wire) -> Vec<(&Run, &Run, BreakEvenN)> {
        let pairs = self.pairs().into_iter();
        let found = pairs.filter_map(|(first, second)| {
            let found = wire::break_even_n(&first.ladder, &second.ladder, wire)?;
            Some((first, second, found))
        });
        found.collect()
    }
}

/// The one in the middle, by what its statements took.
fn median(mut outcomes: Vec<Outcome>) -> Option<Outcome> {
    let took = |outcome: &Outcome| outcome.trace.totals.cost.total_us();
    outcomes.sort_by(|one, other| took(one).total_cmp(&took(other)));
    let middle = outcomes.len() / 2;
    (middle < outcomes.len()).then(|| outcomes.swap_remove(middle))
}

#[cfg(test)]
pub(super) mod tests {
    use sql_workload::Cost;

    use super::*;

    fn outcome(statements: u64, each_us: f64, digest: Digest) -> Outcome {
        let mut trace = Trace::default();
        for _ in 0..statements {
            trace.push(
                "SELECT ?",
                Cost {
                    step_us: each_us,
                    ..Cost::default()
                },
            );
        }
        Outcome {
            digest,
            items: 10,
            elapsed_ms: 1.0,
            trace,
        }
    }

    /// At ten authors: eleven statements of 100 µs, two of 300 µs, one of 1 ms, one of 2 ms; at one author two of 100 µs,
    /// two of 300 µs, and one of 100 and of 200 µs.
    pub(in crate::labs::database) fn results() -> Results {
        let rounds = |statements, each_us| {
            let times = [each_us * 3.0, each_us, each_us / 2.0];
            times
                .map(|us| outcome(statements, us, Digest::EMPTY))
                .to_vec()
        };
        let at = |one: (u64, f64), ten: (u64, f64)| {
            vec![(1, rounds(one.0, one.1)), (10, rounds(ten.0, ten.1))]
        };
        let all = [
            at((2, 100.0), (11, 100.0)),
            at((2, 300.0), (2, 300.0)),
            at((1, 100.0), (1, 1_000.0)),
            at((1, 200.0), (1, 2_000.0)),
        ];
        let task = Task::AuthorsWithBooks;
        let runs = task.patterns().zip(all);
        Results {
            task,
            trips: Trips::Modelled,
            runs: runs
                .filter_map(|(pattern, rounds)| Run::of(pattern, rounds, Vec::new()))
                .collect(),
        }
    }

    #[test]
    fn whatever_the_clock_saw_no_ratio_and_no_break_even_is_made_of_nothing() {
        let mut random = sampling::Random::of(11);
        let task = Task::AuthorsWithBooks;
        for case in 0..500 {
            let mut time_us = || match random.below(6) {
                0 => 0.0,
                1 => 100_000.0,
                2 => 1e-9,
                3 => 1e15,
                4 => -100.0,
                _ => 1_000.0 * random.unit(),
            };
            let runs = task.patterns().map(|pattern| {
                let mut round = || vec![outcome(2, time_us(), Digest::EMPTY)];
                Run::of(pattern, vec![(1, round()), (10, round())], Vec::new())
            });
            let results = Results {
                task,
                trips: Trips::Modelled,
                runs: runs.flatten().collect(),
            };
            for round_trip_ms in [0.0, 1.0, 1e9] {
                let wire = Wire::of_round_trip(round_trip_ms);
                let ratio = results.contrast(&wire).map(|(_, _, ratio)| ratio);
                let points: Vec<_> = results
                    .break_evens(&wire)
                    .into_iter()
                    .map(|of| of.2)
                    .collect();
                let sizes = results.break_even_sizes(&wire).into_iter();
                let sizes: Vec<_> = sizes.map(|of| of.2).collect();
                let said = format!("{ratio:?} {points:?} {sizes:?}");
                assert!(
                    !said.contains("NaN") && !said.contains("inf"),
                    "{case}: {said}"
                );
            }
        }
    }

    #[test]
    fn the_median_counts_and_the_wire_is_added() {
        let results = results();
        let totals = |round_trip_ms| {
            let wire = Wire::of_round_trip(round_trip_ms);
            let runs = results.runs.iter();
            runs.map(|run| run.parts(&wire).total_ms())
                .collect::<Vec<f64>>()
        };
        for (found, expected) in [(0.0, [1.1, 0.6, 1.0, 2.0]), (2.0, [23.1, 4.6, 3.0, 4.0])]
            .into_iter()
            .flat_map(|(ms, expected)| totals(ms).into_iter().zip(expected))
        {
            assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
        }
        let contrast = |results: &Results, round_trip_ms| {
            let wire = Wire::of_round_trip(round_trip_ms);
            let (slowest, against, factor) = results.contrast(&wire).expect("runs");
            let tenths = (factor * 10.0).round();
            (slowest.pattern.id, against.pattern.id, tenths)
        };
        assert_eq!(contrast(&results, 2.0), ("n-plus-one", "join", 77.0));
        // Two queries are faster than the baseline there, and it is the baseline all the same.
        assert_eq!(contrast(&results, 0.0), ("json-aggregation", "join", 20.0));
        let mut two = results.clone();
        two.runs
            .retain(|run| ["in-batches", "join"].contains(&run.pattern.id));
        assert_eq!(contrast(&two, 0.0), ("join", "in-batches", 17.0));
    }

    #[test]
    fn every_pair_is_told_apart_by_round_trip_and_by_size() {
        let results = results();
        let wire = Wire::of_round_trip(0.0);
        let found = results.break_evens(&wire);
        let names: Vec<_> = found
            .iter()
            .map(|(first, second, _)| (first.pattern.id, second.pattern.id))
            .collect();
        assert_eq!(
            names,
            [
                ("join", "json-aggregation"),
                ("join", "in-batches"),
                ("join", "n-plus-one"),
                ("json-aggregation", "in-batches"),
                ("json-aggregation", "n-plus-one"),
                ("in-batches", "n-plus-one"),
            ]
        );
        // At no round trip it is faster than eleven queries by a tenth of a millisecond.
        assert_eq!(found[2].2, BreakEven::First);
        let BreakEven::FirstFrom { round_trip_ms } = found[1].2 else {
            panic!("{:?}", found[1].2);
        };
        assert!((round_trip_ms - 0.4).abs() < 1e-9, "{round_trip_ms}");

        // One author costs the join half a millisecond less than batches, ten 0.4 ms more.
        let found = results.break_even_sizes(&wire);
        let BreakEvenN::SecondFrom(crossing) = found[1].2 else {
            panic!("{:?}", found[1].2);
        };
        assert!((crossing.n - 6.0).abs() < 1e-9, "{crossing:?}");
        assert_eq!((crossing.measured_below, crossing.measured_above), (1, 10));
    }

    #[test]
    fn rows_that_differ_are_no_result() {
        let other = Digest::EMPTY.integer(1);
        let outcomes = [outcome(1, 1.0, Digest::EMPTY), outcome(1, 1.0, other)];
        assert_eq!(agree(&outcomes), Err(Different));
        assert_eq!(agree(&outcomes[..1]), Ok(()));
        assert_eq!(agree([]), Ok(()));
    }

    #[test]
    fn every_task_has_a_baseline_and_smaller_sizes_are_powers_of_ten() {
        for task in Task::ALL {
            let baseline = baseline(task).expect("patterns");
            assert_eq!(baseline.task, task);
        }
        assert_eq!(sizes_below(1), Vec::<u32>::new());
        assert_eq!(sizes_below(100), [1, 10]);
        assert_eq!(sizes_below(101), [1, 10, 100]);
    }
}
