use super::*;

/// Carries an experiment out on a machine that is made up: `time` says how many milliseconds a call of a
/// candidate takes in a block, and the machine's clock has the plan's step.
fn run(experiment: &mut Experiment, time: &mut dyn FnMut(usize, usize) -> f64) -> (End, Vec<Step>) {
    let (mut now_ms, mut steps) = (0.0_f64, Vec::new());
    loop {
        let step = experiment.next(now_ms);
        assert_eq!(experiment.next(now_ms), step, "asked twice");
        match &step {
            Step::Open(_) => {
                now_ms += 50.0;
                experiment.opened();
            }
            Step::Sample { candidate, calls } => {
                let elapsed = time(*candidate, experiment.blocks()) * f64::from(*calls);
                let clock = experiment.plan().clock_step_ms;
                let read = |at: f64| (at / clock).floor() * clock;
                experiment.sampled(read(now_ms + elapsed) - read(now_ms));
                now_ms += elapsed + 0.2;
            }
            Step::Close => {
                now_ms += 5.0;
                experiment.closed(now_ms);
            }
            Step::Done(end) => return (*end, steps),
        }
        steps.push(step);
    }
}

fn experiment(candidates: usize) -> Experiment {
    Experiment::new(Plan::of(candidates, 0.005, 30_000.0, 7)).expect("a plan")
}

#[test]
fn a_clear_difference_is_found_after_the_fewest_blocks() {
    let mut experiment = experiment(2);
    let mut random = Random::of(1);
    let mut time = |candidate, _| [1.0, 1.5][candidate] * (0.02 * random.normal()).exp();
    let (end, _) = run(&mut experiment, &mut time);
    assert_eq!(end, End::Answered);
    assert_eq!(experiment.blocks(), crate::sequence::BLOCKS_MIN);
    let Verdict::Faster { from, to } = experiment.compare(0, 1).verdict else {
        panic!("{:?}", experiment.compare(0, 1));
    };
    assert!(
        from < 1.0 / 3.0 && 1.0 / 3.0 < to && to - from < 0.1,
        "{from} {to}"
    );
    assert!(matches!(
        experiment.compare(1, 0).verdict,
        Verdict::Slower { .. }
    ));
    assert!(experiment.counted(0).count() >= 50);
}

#[test]
fn the_order_is_another_in_each_round_and_comes_again_with_the_seed() {
    let order = |seed| {
        let plan = Plan::of(3, 0.005, 5_000.0, seed);
        let mut experiment = Experiment::new(plan).expect("a plan");
        let mut random = Random::of(9);
        let mut time = |_, _| 2.0 + 0.1 * random.unit();
        run(&mut experiment, &mut time);
        let order: Vec<usize> = experiment
            .samples()
            .iter()
            .filter(|sample| !sample.warm_up)
            .map(|sample| sample.candidate)
            .collect();
        order
    };
    let found = order(1);
    for round in found.chunks(3) {
        let mut sorted = round.to_vec();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2], "everyone has a turn in every round");
    }
    for first in 0..3 {
        assert!(found.chunks(3).any(|round| round[0] == first));
    }
    assert_eq!(found, order(1));
    assert_ne!(found, order(2));
}

#[test]
fn every_instance_is_warmed_up_and_that_does_not_count() {
    let mut experiment = experiment(2);
    let calls = std::cell::RefCell::new([[0_u32; 2]; 64]);
    let mut random = Random::of(3);
    // An instance is ten times as slow until its engine has optimised it.
    let mut time = |candidate: usize, block: usize| {
        let count = &mut calls.borrow_mut()[block][candidate];
        *count += 1;
        let cold = if *count <= 2 { 10.0 } else { 1.0 };
        cold * 0.2 * (0.01 * random.normal()).exp()
    };
    run(&mut experiment, &mut time);
    for block in 0..experiment.blocks() {
        for candidate in 0..2 {
            let of = |warm_up| {
                experiment.samples().iter().filter(move |sample| {
                    sample.block == block
                        && sample.candidate == candidate
                        && sample.warm_up == warm_up
                })
            };
            assert!(of(true).count() > 20, "the warm-up ran");
            let slow = of(false).filter(|sample| sample.call_ms() > 1.0).count();
            assert_eq!(slow, 0, "what counts is warm");
        }
    }
    assert_eq!(experiment.quality(0).unsettled, 0);
}

#[test]
fn what_takes_microseconds_is_called_until_a_hundred_steps_are_over() {
    for (clock_step_ms, least_ms) in [(0.005, 1.4), (0.1, 7.0), (1.0, 70.0)] {
        let plan = Plan::of(2, clock_step_ms, 60_000.0, 1);
        let mut experiment = Experiment::new(plan).expect("a plan");
        let mut random = Random::of(4);
        let mut time = |_, _| 0.003 * (0.02 * random.normal()).exp();
        run(&mut experiment, &mut time);
        assert!(
            experiment
                .counted(0)
                .all(|sample| sample.elapsed_ms >= least_ms),
            "{clock_step_ms}"
        );
        let quality = experiment.quality(0);
        assert!(!quality.saturated && !quality.short);
    }
}

#[test]
fn a_clock_that_is_too_coarse_is_called_so_and_nothing_is_claimed() {
    // Each call can be made but once, and takes less than a step.
    let plan = Plan {
        calls_max: vec![1, 1],
        ..Plan::of(2, 1.0, 20_000.0, 1)
    };
    let mut experiment = Experiment::new(plan).expect("a plan");
    let (end, _) = run(&mut experiment, &mut |candidate, _| [0.01, 0.1][candidate]);
    assert_eq!(end, End::TimeIsUp);
    assert!(experiment.quality(0).saturated && experiment.quality(0).short);
    assert_eq!(experiment.compare(0, 1).verdict, Verdict::Unsure);
}

#[test]
fn time_that_is_up_ends_it_without_a_claim_and_more_time_lets_it_go_on() {
    let plan = Plan::of(2, 0.005, 1_500.0, 1);
    let mut experiment = Experiment::new(plan).expect("a plan");
    let mut random = Random::of(6);
    // Instances differ by far more than the candidates do.
    let mut births = vec![[0.0; 2]; 10_000];
    for birth in births.iter_mut().flatten() {
        *birth = (0.3 * random.normal()).exp();
    }
    let mut time = |candidate: usize, block: usize| births[block][candidate];
    let (end, _) = run(&mut experiment, &mut time);
    let blocks = experiment.blocks();
    assert_eq!(end, End::TimeIsUp);
    assert_eq!(experiment.compare(0, 1).verdict, Verdict::Unsure);
    experiment.go_on(1_500.0, 60_000.0);
    let (_, steps) = run(&mut experiment, &mut time);
    assert!(!steps.is_empty() && experiment.blocks() > blocks);
}

#[test]
fn a_stop_forgets_the_block_under_way_and_goes_on_with_a_fresh_one() {
    let mut experiment = experiment(2);
    for _ in 0..7 {
        match experiment.next(0.0) {
            Step::Open(_) => experiment.opened(),
            Step::Sample { .. } => experiment.sampled(3.0),
            Step::Close | Step::Done(_) => break,
        }
    }
    assert!(!experiment.samples().is_empty());
    experiment.stop();
    assert_eq!(experiment.next(10.0), Step::Done(End::Stopped));
    assert!(experiment.samples().is_empty());
    experiment.go_on(20.0, 5_000.0);
    assert!(matches!(experiment.next(20.0), Step::Open(_)));
}

#[test]
fn whoever_wants_narrower_intervals_gets_them() {
    let mut experiment = experiment(2);
    let mut random = Random::of(8);
    let mut time = |candidate, _| [1.0, 1.2][candidate] * (0.05 * random.normal()).exp();
    run(&mut experiment, &mut time);
    let width = |experiment: &Experiment| {
        let interval = experiment.compare(0, 1).ratio?.interval?;
        Some(interval.high - interval.low)
    };
    let before = width(&experiment).expect("answered");
    experiment.go_on(0.0, 20_000.0);
    let (end, _) = run(&mut experiment, &mut time);
    assert_eq!(end, End::TimeIsUp);
    assert!(width(&experiment).expect("answered") < before / 2.0);
}

#[test]
fn long_samples_are_few_and_the_count_says_so() {
    let mut experiment = Experiment::new(Plan::of(2, 0.005, 60_000.0, 1)).expect("a plan");
    let mut random = Random::of(2);
    let mut time = |candidate, _| [1_500.0, 2_500.0][candidate] * (0.01 * random.normal()).exp();
    run(&mut experiment, &mut time);
    assert_eq!(experiment.counted(0).count(), experiment.blocks());
    assert!(experiment.blocks() >= 6);
}

#[test]
fn a_threshold_is_asked_of_each_against_the_first() {
    let plan = Plan {
        question: Question::AtLeast { faster_by: 0.1 },
        ..Plan::of(3, 0.005, 30_000.0, 5)
    };
    let mut experiment = Experiment::new(plan).expect("a plan");
    let mut random = Random::of(8);
    let mut time = |candidate, _| [1.0, 0.8, 0.97][candidate] * (0.02 * random.normal()).exp();
    let (end, _) = run(&mut experiment, &mut time);
    assert_eq!(end, End::Answered);
    assert_eq!(experiment.compare(1, 0).answer, Some(true));
    assert_eq!(experiment.compare(2, 0).answer, Some(false));
}

#[test]
fn a_plan_out_of_range_is_refused_with_the_value_and_the_range() {
    let refused = |plan| Experiment::new(plan).expect_err("refused").to_string();
    let one = refused(Plan::of(1, 0.005, 5_000.0, 1));
    assert!(
        one.contains("1 things") && one.contains("from 2 to 8"),
        "{one}"
    );
    let long = refused(Plan::of(2, 0.005, 4e6, 1));
    assert!(
        long.contains("4000000") && long.contains("3600000"),
        "{long}"
    );
    assert!(refused(Plan::of(2, 0.0, 5_000.0, 1)).contains("0 ms"));
}

#[test]
fn an_experiment_that_was_kept_shows_the_same() {
    for (times, budget_ms) in [([1.0, 1.5, 1.0], 30_000.0), ([1.0, 1.004, 0.999], 1_500.0)] {
        let plan = Plan::of(3, 0.005, budget_ms, 7);
        let mut experiment = Experiment::new(plan).expect("a plan");
        assert_eq!(experiment.record(), None, "it has not begun");
        let mut random = Random::of(1);
        let mut time = |candidate: usize, _| times[candidate] * (0.1 * random.normal()).exp();
        let (end, _) = run(&mut experiment, &mut time);
        let kept = Experiment::of_record(experiment.record().expect("it is over")).expect("whole");
        assert_eq!(kept.ended(), Some(end));
        assert_eq!(kept.samples(), experiment.samples());
        assert_eq!(kept.blocks(), experiment.blocks());
        for one in 0..3 {
            assert_eq!(kept.time_ms(one), experiment.time_ms(one));
            assert_eq!(kept.quality(one), experiment.quality(one));
            for other in (0..3).filter(|other| *other != one) {
                assert_eq!(kept.compare(one, other), experiment.compare(one, other));
            }
        }
        let record = experiment.record();
        assert_eq!(kept.record(), record);
        assert_eq!(
            record.map(|record| record.samples()),
            Some(experiment.samples().len())
        );
    }
}

#[test]
fn a_record_that_is_none_is_refused() {
    let mut experiment = experiment(2);
    run(&mut experiment, &mut |_, _| 1.0);
    let record = experiment.record().expect("it is over");
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = serde_json::to_value(&record).expect("JSON");
        change(&mut value);
        let record: Record = serde_json::from_value(value).expect("a record");
        Experiment::of_record(record)
            .expect_err("refused")
            .to_string()
    };
    let pop = |value: &mut serde_json::Value, name: &str| {
        value[name].as_array_mut().expect("a column").pop();
    };
    assert!(refused(&|value| pop(value, "calls")).contains("another column"));
    assert!(refused(&|value| pop(value, "unsettled")).contains("the plan has 2"));
    assert!(refused(&|value| value["candidate"][3] = 2.into()).contains("sample 3"));
    assert!(refused(&|value| value["calls"][4] = 0.into()).contains("sample 4"));
    assert!(refused(&|value| value["block"][5] = 3.into()).contains("sample 5"));
    assert!(refused(&|value| value["plan"]["budget_ms"] = 0.into()).contains("out of range"));
}

/// Carries a plan out on a machine on which a call of any candidate takes so long; gives when it was over.
fn over_after(plan: Plan, call_ms: f64) -> f64 {
    let mut experiment = Experiment::new(plan).expect("a plan");
    let mut random = Random::of(5);
    let mut now_ms = 0.0_f64;
    loop {
        match experiment.next(now_ms) {
            Step::Open(_) => experiment.opened(),
            Step::Sample { calls, .. } => {
                let clock = experiment.plan().clock_step_ms;
                let read = |at: f64| (at / clock).floor() * clock;
                let elapsed = call_ms * f64::from(calls) * (0.05 * random.normal()).exp();
                experiment.sampled(read(now_ms + elapsed) - read(now_ms));
                now_ms += elapsed;
            }
            Step::Close => experiment.closed(now_ms),
            Step::Done(_) => return now_ms,
        }
    }
}

#[test]
fn a_budget_is_kept_however_coarse_the_clock() {
    for clock_step_ms in [0.005, 0.1, 1.0, 16.7, 33.3, 100.0, 200.0] {
        for candidates in [2, 3, 8] {
            let least_ms = budget_ms_min(candidates, clock_step_ms).max(*BUDGET_MS.start());
            for budget_ms in [least_ms, 10_000.0_f64.max(least_ms)] {
                // What is too short to be timed alone, and what is about as long as a sample.
                for call_ms in [1e-6, 0.3] {
                    let plan = Plan::of(candidates, clock_step_ms, budget_ms, 1);
                    let over_ms = over_after(plan, call_ms);
                    // The last block may take a little longer than those before.
                    assert!(
                        over_ms <= 1.05 * budget_ms,
                        "{over_ms} of {budget_ms} ms: {clock_step_ms} {candidates} {call_ms}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_first_block_that_does_not_end_is_given_up_after_as_long_again() {
    for (call_ms, budget_ms) in [(700.0, 1_000.0), (9_000.0, 10_000.0), (60_000.0, 10_000.0)] {
        let over_ms = over_after(Plan::of(2, 0.005, budget_ms, 1), call_ms);
        // A call that has begun is waited for.
        assert!(over_ms <= 2.0 * budget_ms + 2.0 * call_ms, "{over_ms}");
    }
}

#[test]
fn a_budget_too_short_for_the_clock_is_refused_with_the_least_that_is_enough() {
    let error = Experiment::new(Plan::of(2, 100.0, 10_000.0, 1)).expect_err("too short");
    let PlanError::BudgetForClock { least_ms, .. } = error else {
        panic!("{error}");
    };
    assert!(Experiment::new(Plan::of(2, 100.0, least_ms, 1)).is_ok());
    // On the clocks that browsers have by default every budget is enough.
    for step_ms in [0.005, 0.02, 0.1, 1.0] {
        assert!(Experiment::new(Plan::of(8, step_ms, *BUDGET_MS.start(), 1)).is_ok());
    }
}

#[test]
fn whatever_a_clock_shows_no_figure_is_made_of_nothing() {
    for case in 0..300 {
        let mut random = Random::of(case);
        let step_ms = [0.005, 0.1, 1.0, 16.7, 100.0][random.below(5)];
        let budget_ms = budget_ms_min(3, step_ms).max(2_000.0);
        let plan = Plan::of(3, step_ms, budget_ms, case);
        let mut experiment = Experiment::new(plan).expect("a plan");
        let kind = random.below(5);
        let mut now_ms = 0.0;
        loop {
            match experiment.next(now_ms) {
                Step::Open(_) => experiment.opened(),
                Step::Sample { .. } => {
                    let steps = random.below(200) as f64;
                    let elapsed_ms = match kind {
                        0 => 0.0,
                        1 => step_ms,
                        2 => step_ms * steps,
                        3 => -step_ms * steps,
                        _ => [0.0, 1e-12, 1e9, step_ms][random.below(4)],
                    };
                    experiment.sampled(elapsed_ms);
                    now_ms += budget_ms / 300.0;
                }
                Step::Close => experiment.closed(now_ms),
                Step::Done(_) => break,
            }
        }
        for one in 0..3 {
            let said = format!(
                "{:?} {:?} {:?} {:?}",
                experiment.time_ms(one),
                experiment.compare(one, (one + 1) % 3),
                experiment.quality(one),
                experiment.fraction(now_ms),
            );
            assert!(
                !said.contains("NaN") && !said.contains("inf"),
                "{case}: {said}"
            );
        }
    }
}
