//! Whatever times a clock shows, no model of the lab makes something of them that is no figure.

use sampling::experiment::budget_ms_min;
use sampling::{Experiment, Plan, Question, Random, Step};

use super::bars::bars;
use super::presenter::{Results, recent_ms, sample_series, spread};
use super::report::{Part, csv};
use crate::trust::Trust;

/// Random courses that the test goes through.
const CASES: u64 = 60;

const STEPS_MS: [f64; 5] = [0.005, 0.1, 1.0, 16.7, 100.0];

/// Fails where something in the debug form of a model is no figure.
fn assert_figures(what: &impl std::fmt::Debug, case: u64) {
    let said = format!("{what:?}");
    for nonsense in ["NaN", "inf"] {
        assert!(!said.contains(nonsense), "case {case}: {said}");
    }
}

fn look(experiment: &Experiment, case: u64) {
    let names = ["one", "two", "three"].map(str::to_owned);
    let results = Results::of(experiment, &names);
    let recent = recent_ms(experiment);
    assert_figures(&results, case);
    assert_figures(&results.finding(), case);
    assert_figures(&bars(&results, &recent), case);
    assert_figures(&spread(experiment, &results), case);
    assert_figures(&sample_series(experiment), case);
    let part = Part::of(None, experiment, &names, Trust::Good);
    assert_figures(&csv(&[part]), case);
}

#[test]
fn no_figure_is_made_of_what_a_clock_did_not_see() {
    for case in 0..CASES {
        let mut random = Random::of(case);
        let step_ms = STEPS_MS[random.below(STEPS_MS.len())];
        let budget_ms = budget_ms_min(3, step_ms).max(1_000.0);
        let plan = Plan {
            question: [Question::default(), Question::AtLeast { faster_by: 0.1 }][random.below(2)],
            ..Plan::of(3, step_ms, budget_ms, case)
        };
        let mut experiment = Experiment::new(plan).expect("a plan");
        let (kind, mut now_ms, mut steps) = (random.below(6), 0.0, 0_u32);
        loop {
            match experiment.next(now_ms) {
                Step::Open(_) => experiment.opened(),
                Step::Sample { .. } => {
                    experiment.sampled(match kind {
                        0 => 0.0,
                        1 => step_ms,
                        2 => step_ms * random.below(200) as f64,
                        3 => -step_ms * random.below(200) as f64,
                        4 => 1e15,
                        _ => [0.0, 1e-12, 1e9, step_ms][random.below(4)],
                    });
                    now_ms += budget_ms / 300.0;
                }
                Step::Close => experiment.closed(now_ms),
                Step::Done(_) => break,
            }
            steps += 1;
            if steps.is_multiple_of(100) {
                look(&experiment, case);
            }
        }
        look(&experiment, case);
    }
}
