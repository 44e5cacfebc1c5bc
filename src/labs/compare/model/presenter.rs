//! From the course of an experiment to what is shown of it.

use sampling::experiment::{Comparison, End, Sample};
use sampling::histogram::Histogram;
use sampling::quality::Quality;
use sampling::{Estimate, Experiment, Question, Verdict};
use serde::Serialize;

use super::claim::{Claim, Longer};
use crate::ui::{distribution, sample_series};

/// Everything that is shown of one experiment, at one look.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Results {
    /// Who took part, in the order of the form. Exports of schema 1 call them by an old name.
    #[serde(rename = "standings")]
    pub summaries: Vec<Summary>,
    /// Row by row, how each compares with each other; `None` with itself.
    pub pairs: Vec<Vec<Option<Comparison>>>,
    /// What was asked.
    pub question: Question,
    /// Blocks that are done.
    pub blocks: usize,
    /// Why it is over, if it is.
    pub end: Option<End>,
    /// What every order was drawn from.
    pub seed: u64,
    /// The chance that anything is claimed wrongly.
    pub error_rate: f64,
    /// Who takes hardly longer than an empty function: nothing is claimed between any two of these. Remarks say it in
    /// exports.
    #[serde(skip)]
    empty: Vec<usize>,
}

/// What is known of one candidate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Summary {
    /// What it is called.
    pub name: String,
    /// The time of a call, in milliseconds.
    pub time_ms: Option<Estimate>,
    /// Nine of ten calls take no longer, in milliseconds.
    pub p90_ms: Option<f64>,
    /// Ninety-nine of a hundred calls take no longer, in milliseconds.
    pub p99_ms: Option<f64>,
    /// Samples that were taken to warm instances up.
    pub warm_up_samples: usize,
    /// Calls of the last sample.
    pub calls: u32,
    /// What there is to say against its samples.
    pub quality: Quality,
}

/// What the results show, in one sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Finding {
    /// Nothing can be said yet, or ever.
    Unsure,
    /// These take hardly longer than an empty function, so nothing can be claimed between them.
    Nothing {
        /// Who, the first of the form first.
        who: Vec<usize>,
    },
    /// The clock is too coarse for this candidate.
    Blind {
        /// Who.
        who: usize,
    },
    /// This one takes less time than every other.
    Fastest {
        /// Who.
        who: usize,
        /// Who is second.
        than: usize,
        /// How many times as long the second takes.
        longer: Longer,
    },
    /// These are ahead of all others, and do not differ from one another by more than the share.
    Same {
        /// Who, the first of the form first.
        who: Vec<usize>,
        /// The share.
        within: f64,
    },
    /// Each of the others, with the answer to what was asked of it and the first.
    Answers(Vec<(usize, Option<bool>)>),
}

impl Results {
    /// At this look. `names` has one name for each candidate.
    #[must_use]
    pub(crate) fn of(experiment: &Experiment, names: &[String]) -> Self {
        let candidates = 0..experiment.plan().candidates();
        let pairs = candidates
            .clone()
            .map(|one| {
                let compare = |other| (one != other).then(|| experiment.compare(one, other));
                candidates.clone().map(compare).collect()
            })
            .collect();
        let summaries = candidates
            .map(|index| summary(experiment, index, names.get(index)))
            .collect();
        Self {
            summaries,
            pairs,
            question: experiment.plan().question,
            blocks: experiment.blocks(),
            end: experiment.ended(),
            seed: experiment.plan().seed,
            error_rate: experiment.plan().error_rate,
            empty: Vec::new(),
        }
    }

    /// The same, but that nothing is claimed between any two of these, which take hardly longer than an empty function:
    /// what differs is how they are called.
    #[must_use]
    pub(crate) fn without_claims_between(mut self, empty: Vec<usize>) -> Self {
        for &one in &empty {
            for &other in &empty {
                let pair = self.pairs.get_mut(one).and_then(|row| row.get_mut(other));
                if let Some(Some(pair)) = pair {
                    pair.verdict = Verdict::Unsure;
                    pair.answer = None;
                }
            }
        }
        self.empty = empty;
        self
    }

    /// Whether both take hardly longer than an empty function.
    #[must_use]
    pub(crate) fn is_nothing_between(&self, one: usize, other: usize) -> bool {
        one != other && self.empty.contains(&one) && self.empty.contains(&other)
    }

    /// The candidate with all others of which nothing can be claimed against it for that reason, the first of the form
    /// first; nobody if there is none.
    #[must_use]
    pub(crate) fn nothing_between(&self, one: usize) -> Vec<usize> {
        let all = 0..self.summaries.len();
        let who: Vec<usize> = all
            .filter(|other| *other == one || self.is_nothing_between(one, *other))
            .collect();
        if who.len() > 1 { who } else { Vec::new() }
    }

    /// How the one compares with the other.
    #[must_use]
    pub(crate) fn pair(&self, one: usize, other: usize) -> Option<Comparison> {
        *self.pairs.get(one)?.get(other)?
    }

    /// The results in a sentence.
    #[must_use]
    pub(crate) fn finding(&self) -> Finding {
        let count = self.summaries.len();
        let is_blind = |summary: &Summary| summary.quality.saturated;
        if let Some(who) = self.summaries.iter().position(is_blind) {
            return Finding::Blind { who };
        }
        if let Question::AtLeast { .. } = self.question {
            let who = self.nothing_between(0);
            if count > 0 && who.len() == count {
                return Finding::Nothing { who };
            }
            let answer = |one| self.pair(one, 0).and_then(|pair| pair.answer);
            return Finding::Answers((1..count).map(|one| (one, answer(one))).collect());
        }
        let time = |index: &usize| {
            let time = self.summaries[*index].time_ms;
            time.map_or(f64::INFINITY, |time| time.value)
        };
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|one, other| time(one).total_cmp(&time(other)));
        let (Some(&first), Some(&second)) = (order.first(), order.get(1)) else {
            return Finding::Unsure;
        };
        let verdict = |other| {
            self.pair(first, other)
                .map_or(Verdict::Unsure, |pair| pair.verdict)
        };
        let mut unsure = order[1..]
            .iter()
            .filter(|other| verdict(**other) == Verdict::Unsure)
            .peekable();
        if unsure.peek().is_some() {
            return if unsure.all(|other| self.is_nothing_between(first, *other)) {
                Finding::Nothing {
                    who: self.nothing_between(first),
                }
            } else {
                Finding::Unsure
            };
        }
        if let Claim::Faster(longer) = verdict(second).into() {
            return Finding::Fastest {
                who: first,
                than: second,
                longer,
            };
        }
        let mut who = vec![first];
        let mut widest: f64 = 0.0;
        for &other in &order[1..] {
            if let Verdict::Same { within } = verdict(other) {
                who.push(other);
                widest = widest.max(within);
            }
        }
        who.sort_unstable();
        Finding::Same {
            who,
            within: widest,
        }
    }
}

fn summary(experiment: &Experiment, index: usize, name: Option<&String>) -> Summary {
    let mut histogram = Histogram::new();
    histogram.extend(experiment.counted(index).map(Sample::call_ms));
    let of_candidate = |warm_up| {
        experiment
            .samples()
            .iter()
            .filter(move |sample| sample.candidate == index && sample.warm_up == warm_up)
    };
    Summary {
        name: name.cloned().unwrap_or_default(),
        time_ms: experiment.time_ms(index),
        p90_ms: histogram.percentile_ms(90.0),
        p99_ms: histogram.percentile_ms(99.0),
        warm_up_samples: of_candidate(true).count(),
        calls: of_candidate(false)
            .next_back()
            .map_or(0, |sample| sample.calls),
        quality: experiment.quality(index),
    }
}

/// The last samples of each candidate whose median is shown until a block is done.
const RECENT: usize = 9;

/// The time of a call in each candidate's last samples, in milliseconds, those to warm up included; `None` without
/// any. It is what can be shown of a first block, and proves nothing.
#[must_use]
pub(crate) fn recent_ms(experiment: &Experiment) -> Vec<Option<f64>> {
    let of_candidate = |index| {
        let samples = experiment.samples().iter().rev();
        let last = samples.filter(|sample| sample.candidate == index);
        let times: Vec<f64> = last.take(RECENT).map(Sample::call_ms).collect();
        sampling::median::median(&times)
    };
    (0..experiment.plan().candidates())
        .map(of_candidate)
        .collect()
}

/// Each candidate's samples that count, with the figures of its time.
#[must_use]
pub(crate) fn spread(experiment: &Experiment, results: &Results) -> Vec<distribution::Row> {
    let summaries = results.summaries.iter().enumerate();
    summaries
        .map(|(index, summary)| {
            let interval = summary.time_ms.and_then(|time| time.interval);
            distribution::Row {
                name: summary.name.clone(),
                samples_ms: experiment.counted(index).map(Sample::call_ms).collect(),
                median_ms: summary.time_ms.map(|time| time.value),
                low_ms: interval.map(|interval| interval.low),
                high_ms: interval.map(|interval| interval.high),
                p90_ms: summary.p90_ms,
                p99_ms: summary.p99_ms,
            }
        })
        .collect()
}

/// Every sample in the order in which they were taken.
#[must_use]
pub(crate) fn sample_series(experiment: &Experiment) -> Vec<sample_series::Sample> {
    let samples = experiment.samples().iter().enumerate();
    samples
        .map(|(at, sample)| sample_series::Sample {
            series: sample.candidate,
            at,
            block: sample.block,
            warm_up: sample.warm_up,
            ms: sample.call_ms(),
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use sampling::{Plan, Random, Step};

    use super::*;

    /// An experiment with calls that take about as many milliseconds, until it is over.
    pub(crate) fn experiment(times_ms: &[f64], question: Question) -> Experiment {
        let plan = Plan {
            question,
            ..Plan::of(times_ms.len(), 0.005, 60_000.0, 3)
        };
        let mut experiment = Experiment::new(plan).expect("a plan");
        let (mut random, mut now_ms) = (Random::of(4), 0.0);
        loop {
            match experiment.next(now_ms) {
                Step::Open(_) => experiment.opened(),
                Step::Sample { candidate, calls } => {
                    let noise = (0.02 * random.normal()).exp();
                    let elapsed = times_ms[candidate] * noise * f64::from(calls);
                    now_ms += elapsed;
                    experiment.sampled(elapsed);
                }
                Step::Close => experiment.closed(now_ms),
                Step::Done(_) => return experiment,
            }
        }
    }

    pub(crate) fn results(times_ms: &[f64], question: Question) -> Results {
        let names: Vec<String> = (0..times_ms.len()).map(|index| index.to_string()).collect();
        Results::of(&experiment(times_ms, question), &names)
    }

    #[test]
    fn the_fastest_is_named_with_the_second() {
        let found = results(&[3.0, 1.0, 2.0], Question::default());
        let Finding::Fastest { who, than, longer } = found.finding() else {
            panic!("{:?}", found.finding());
        };
        assert_eq!((who, than), (1, 2));
        assert!(longer.low < 2.0 && 2.0 < longer.high);
        assert_eq!(found.pair(1, 1), None);
        assert!(found.summaries[0].p99_ms > found.summaries[0].p90_ms);
    }

    #[test]
    fn between_two_that_do_nothing_nothing_is_claimed() {
        let found = results(&[1.0, 2.0], Question::default()).without_claims_between(vec![0, 1]);
        assert_eq!(found.finding(), Finding::Nothing { who: vec![0, 1] });
        for (one, other) in [(0, 1), (1, 0)] {
            let pair = found.pair(one, other).expect("two candidates");
            assert_eq!((pair.verdict, pair.answer), (Verdict::Unsure, None));
            assert!(pair.ratio.is_some());
        }
        // Of three, the two that are ahead.
        let three = [1.0, 2.0, 9.0];
        let found = results(&three, Question::default()).without_claims_between(vec![0, 1]);
        assert_eq!(found.finding(), Finding::Nothing { who: vec![0, 1] });
        // What comes after them takes longer for certain.
        assert!(matches!(
            found.pair(2, 0).expect("three candidates").verdict,
            Verdict::Slower { .. }
        ));
    }

    #[test]
    fn one_that_does_nothing_is_faster_than_one_that_does_something() {
        let found = results(&[1.0, 2.0], Question::default()).without_claims_between(vec![0]);
        assert!(matches!(found.finding(), Finding::Fastest { who: 0, .. }));
    }

    #[test]
    fn no_question_is_answered_between_two_that_do_nothing() {
        let ten = Question::AtLeast { faster_by: 0.1 };
        let found = results(&[1.0, 0.8], ten).without_claims_between(vec![0, 1]);
        assert_eq!(found.finding(), Finding::Nothing { who: vec![0, 1] });
        let found = results(&[1.0, 0.8, 0.5], ten).without_claims_between(vec![0, 1]);
        assert_eq!(
            found.finding(),
            Finding::Answers(vec![(1, None), (2, Some(true))])
        );
        assert_eq!(found.nothing_between(1), [0, 1]);
        assert!(found.nothing_between(2).is_empty());
    }

    #[test]
    fn several_that_are_the_same_are_ahead_together() {
        let found = results(&[1.0, 2.0, 1.0], Question::default());
        let Finding::Same { who, within } = found.finding() else {
            panic!("{:?}", found.finding());
        };
        assert_eq!(who, [0, 2]);
        assert!(within <= sampling::verdict::SAME_WITHIN);
    }

    #[test]
    fn a_question_with_a_threshold_gets_yes_or_no() {
        let ten = Question::AtLeast { faster_by: 0.1 };
        let found = results(&[1.0, 0.8, 0.97], ten);
        assert_eq!(
            found.finding(),
            Finding::Answers(vec![(1, Some(true)), (2, Some(false))])
        );
    }

    #[test]
    fn without_blocks_nothing_is_claimed() {
        let plan = Plan::of(2, 0.005, 60_000.0, 3);
        let experiment = Experiment::new(plan).expect("a plan");
        assert_eq!(Results::of(&experiment, &[]).finding(), Finding::Unsure);
    }

    #[test]
    fn a_first_block_is_shown_by_its_last_samples() {
        let mut experiment = Experiment::new(Plan::of(2, 0.005, 60_000.0, 3)).expect("a plan");
        assert_eq!(recent_ms(&experiment), [None, None]);
        let Step::Open(_) = experiment.next(0.0) else {
            panic!("nothing is open");
        };
        experiment.opened();
        let Step::Sample { candidate, calls } = experiment.next(0.0) else {
            panic!("all are open");
        };
        experiment.sampled(3.0 * f64::from(calls));
        let mut expected = [None, None];
        expected[candidate] = Some(3.0);
        assert_eq!(recent_ms(&experiment), expected);
    }

    #[test]
    fn pictures_show_every_sample() {
        let experiment = experiment(&[1.0, 2.0], Question::default());
        let names = ["one", "two"].map(str::to_owned);
        let results = Results::of(&experiment, &names);
        let rows = spread(&experiment, &results);
        let points = sample_series(&experiment);
        assert_eq!(points.len(), experiment.samples().len());
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row.name, names[index]);
            assert_eq!(
                row.samples_ms.len(),
                results.summaries[index].quality.samples
            );
            let of_row = points.iter().filter(|point| point.series == index);
            let (warm_ups, counted): (Vec<sample_series::Sample>, Vec<_>) =
                of_row.copied().partition(|point| point.warm_up);
            assert_eq!(warm_ups.len(), results.summaries[index].warm_up_samples);
            assert!(!warm_ups.is_empty());
            let times: Vec<f64> = counted.iter().map(|point| point.ms).collect();
            assert_eq!(times, row.samples_ms);
            assert!(row.low_ms < row.median_ms && row.median_ms < row.high_ms);
            assert!(row.median_ms < row.p99_ms);
        }
    }
}
