//! Whatever times a timer shows, no model of the lab makes something of them that is no figure.

use sampling::Random;
use timeline::{Frame, LongFrame};

use super::finding::{finding, left_out};
use super::resolution;
use super::run::Run;
use super::run::tests::{POOL, run};
use super::scaling::{Measured, amdahl, break_even, universal};
use super::scoreboard::scores;
use super::summary::{SpeedUp, groups};
use crate::place::Place;

/// Random courses that a test goes through.
const CASES: u64 = 2_000;

/// Steps of the timers that browsers have, in milliseconds, and some that none has.
const STEPS_MS: [f64; 8] = [
    0.0,
    0.005,
    0.02,
    0.1,
    1.0,
    16.666_666_666_666_668,
    100.0,
    1e9,
];

/// A time as a timer of that step may show it: none, one step, a few, tiny, huge, backwards.
fn time_ms(random: &mut Random, step_ms: f64) -> f64 {
    match random.below(8) {
        0 => 0.0,
        1 => step_ms,
        2 => step_ms * random.below(40) as f64,
        3 => f64::MIN_POSITIVE,
        4 => 1e-9,
        5 => 1e15 * random.unit(),
        6 => -step_ms * random.below(4) as f64,
        _ => 1_000.0 * random.unit(),
    }
}

fn any_runs(random: &mut Random, step_ms: f64) -> Vec<Run> {
    let places = [
        Place::Main,
        Place::Worker,
        POOL,
        Place::Sliced { slice_ms: 8 },
    ];
    let is_equal = random.below(4) == 0;
    let same_ms = time_ms(random, step_ms);
    (0..[1, 2, 6, 12][random.below(4)])
        .map(|index| {
            let mut time = || {
                if is_equal {
                    same_ms
                } else {
                    time_ms(random, step_ms)
                }
            };
            let (took_ms, gaps) = (time(), [time(), time()]);
            let place = places[random.below(places.len())];
            let mut run = run(place, took_ms, &gaps);
            run.clock_step_ms = (random.below(8) > 0).then_some(step_ms);
            run.turn.round = [0, 1, 2, 3][random.below(4)];
            run.turn.press = 1;
            run.number = index;
            run.long_frames = vec![LongFrame {
                start_ms: 1_000.0,
                duration_ms: took_ms,
                blocking_ms: took_ms,
            }];
            run.frames.push(Frame {
                start_ms: 1_000.0,
                gap_ms: took_ms,
            });
            run
        })
        .collect()
}

/// Fails where something in the debug form of a model is no figure.
fn assert_figures(what: &impl std::fmt::Debug, case: u64) {
    let said = format!("{what:?}");
    for nonsense in ["NaN", "inf"] {
        assert!(!said.contains(nonsense), "case {case}: {said}");
    }
}

#[test]
fn no_table_and_no_sentence_has_what_is_no_figure() {
    for case in 0..CASES {
        let mut random = Random::of(case);
        let step_ms = STEPS_MS[random.below(STEPS_MS.len())];
        let runs = any_runs(&mut random, step_ms);
        let groups = groups(&runs);
        assert_figures(&groups, case);
        assert_figures(&scores(&runs), case);
        assert_figures(&finding(&runs), case);
        assert_figures(&left_out(&runs), case);
        for group in &groups {
            let ratio = match group.speed_up {
                Some(SpeedUp::Rounds(ratios)) => ratios.median,
                Some(SpeedUp::Apart(ratio)) => ratio,
                Some(SpeedUp::Measure) | None => continue,
            };
            assert!(ratio > 0.0, "case {case}");
            let total_ms = group.total.map_or(0.0, |total| total.median);
            let is_comparable = resolution::is_comparable(total_ms, group.step_ms);
            assert!(is_comparable, "case {case}: a ratio of {total_ms} ms");
        }
        for score in scores(&runs) {
            assert!((0.0..=1.0).contains(&score.share), "case {case}: {score:?}");
        }
    }
}

#[test]
fn no_law_and_no_break_even_is_made_of_what_is_no_time() {
    for case in 0..CASES {
        let mut random = Random::of(case);
        let step_ms = STEPS_MS[random.below(STEPS_MS.len())];
        let points: Vec<Measured> = (1..=6)
            .map(|threads| Measured {
                threads,
                time_ms: time_ms(&mut random, step_ms),
            })
            .collect();
        if let Ok(law) = amdahl(&points) {
            assert_figures(&law, case);
        }
        if let Ok(law) = universal(&points) {
            assert_figures(&law, case);
            assert_figures(&law.peak(), case);
        }
        let mut curve = || -> Vec<(f64, f64)> {
            (1..5)
                .map(|size| (f64::from(size), time_ms(&mut random, step_ms)))
                .collect()
        };
        assert_figures(&break_even(&curve(), &curve()), case);
    }
}

#[test]
fn a_run_that_a_coarse_timer_does_not_see_is_said_to_be_too_short() {
    let unseen = |place| {
        let mut run = run(place, 0.0, &[33.3]);
        run.clock_step_ms = Some(16.7);
        run
    };
    let runs = [unseen(Place::Main), unseen(POOL)];
    assert!(groups(&runs).iter().all(|group| {
        group
            .speed_up
            .is_none_or(|speed_up| speed_up == SpeedUp::Measure)
    }));
    let super::finding::Finding::BelowResolution { step_ms, .. } = finding(&runs) else {
        panic!("{:?}", finding(&runs));
    };
    assert!((step_ms - 16.7).abs() < 1e-9, "{step_ms}");
}
