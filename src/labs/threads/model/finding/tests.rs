use kernels::{Aspect, CheckError, Outcome, primes};

use super::super::run::Liveliness;
use super::super::run::tests::{POOL, hidden, run};
use super::*;
use crate::trust::{Pressure, Trust};

#[test]
fn a_frozen_page_and_a_live_one_are_told_apart() {
    let main = run(Place::Main, 1_800.0, &[16.0, 1_810.0, 16.0]);
    assert_eq!(main.liveliness(), Some(Liveliness::Frozen));
    let worker = run(Place::Worker, 1_900.0, &[16.0; 119]);
    let off_main = OffMainThread {
        place: Place::Worker,
        total: Median::of(&[1_900.0]).expect("a sample"),
        longest: Worst { ms: 16.0, count: 1 },
    };
    let froze = Worst {
        ms: 1_810.0,
        count: 1,
    };
    assert_eq!(
        finding(std::slice::from_ref(&main)),
        Finding::Froze { longest: froze }
    );
    assert_eq!(
        finding(std::slice::from_ref(&worker)),
        Finding::Alive(off_main)
    );
    let both = finding(&[main, worker]);
    assert_eq!(both, Finding::Both { froze, off_main });
    assert!(both.is_of_one_run());
}

#[test]
fn of_repeated_runs_the_finding_gives_medians_and_the_worst_frame() {
    let runs: Vec<Run> = [900.0, 1_000.0, 1_100.0]
        .into_iter()
        .flat_map(|ms| {
            [
                run(Place::Main, ms, &[ms + 10.0]),
                run(Place::Worker, ms, &[16.0, ms / 50.0]),
            ]
        })
        .collect();
    let finding = finding(&runs);
    let Finding::Both { froze, off_main } = finding else {
        panic!("the page froze");
    };
    let (ms, count) = (1_110.0, 3);
    assert_eq!(froze, Worst { ms, count });
    assert_eq!((off_main.total.median, off_main.total.count), (1_000.0, 3));
    assert_eq!(off_main.longest, Worst { ms: 22.0, count });
    assert!(!finding.is_of_one_run());
}

#[test]
fn the_finding_speaks_of_the_quickest_place_that_left_the_page_alive() {
    let main = run(Place::Main, 1_800.0, &[1_810.0]);
    let worker = run(Place::Worker, 1_900.0, &[16.0; 119]);
    let pool = run(POOL, 900.0, &[16.0; 60]);
    let janky = run(Place::Sliced { slice_ms: 900 }, 500.0, &[480.0, 20.0]);
    let Finding::Both { off_main, .. } = finding(&[main, worker, pool, janky]) else {
        panic!("the page froze");
    };
    assert_eq!(off_main.place, POOL);
}

#[test]
fn what_cannot_be_trusted_gives_no_figure() {
    let unseen = hidden(run(Place::Main, 1_800.0, &[16.0, 1_810.0]));
    assert_eq!(unseen.longest_frame_ms(), None);
    assert_eq!(
        finding(std::slice::from_ref(&unseen)),
        Finding::Void(vec![Reason::Hidden])
    );
    // What was seen before the page was hidden still counts.
    let seen = run(Place::Main, 1_700.0, &[16.0, 1_710.0]);
    assert!(matches!(finding(&[seen, unseen]), Finding::Froze { .. }));

    let mut wrong = run(Place::Main, 1_800.0, &[16.0, 1_810.0]);
    wrong.ending = Ending::Finished {
        outcome: Outcome::Primes(primes::Outcome::default()),
        check: Check::Differs(CheckError {
            what: Aspect::PrimeCount,
            found: "1".to_owned(),
            expected: "2".to_owned(),
        }),
    };
    assert_eq!(finding(&[wrong]), Finding::Wrong);

    let mut cancelled = run(Place::Worker, 1_800.0, &[16.0]);
    cancelled.ending = Ending::Cancelled;
    assert_eq!(cancelled.compute_ms(), None);
    assert_eq!(finding(&[cancelled]), Finding::Nothing);
    assert_eq!(finding(&[]), Finding::Nothing);
}

#[test]
fn a_run_too_short_to_be_felt_claims_nothing() {
    let short = run(Place::Main, 8.0, &[16.0, 24.0]);
    let compute = Median::of(&[8.0]).expect("a sample");
    assert_eq!(finding(&[short]), Finding::TooShort { compute });
    assert_eq!(
        run(Place::Main, 8.0, &[24.0]).liveliness(),
        Some(Liveliness::Smooth)
    );
    let janky = run(Place::Worker, 900.0, &[16.0, 300.0, 16.0]);
    assert_eq!(janky.liveliness(), Some(Liveliness::Janky));
    assert!(matches!(finding(&[janky]), Finding::Janky(_)));
}

#[test]
fn void_runs_are_left_out_and_the_reasons_are_told() {
    let worker = |ms| run(Place::Worker, ms, &[16.0; 60]);
    let pressed = |pressure| Run {
        trust: Trust::Void(vec![Reason::Pressure(pressure)]),
        ..worker(9_000.0)
    };
    let runs = [
        worker(500.0),
        pressed(Pressure::Serious),
        hidden(worker(8_000.0)),
        pressed(Pressure::Critical),
        Run {
            // What is only remarked counts.
            trust: Trust::Remarked(vec![Reason::NotIsolated]),
            ..worker(700.0)
        },
    ];
    let Finding::Alive(off_main) = finding(&runs) else {
        panic!("the page went on");
    };
    assert_eq!((off_main.total.median, off_main.total.count), (600.0, 2));
    let reasons = vec![Reason::Pressure(Pressure::Critical), Reason::Hidden];
    let expected = LeftOut {
        count: 3,
        all: 5,
        reasons: reasons.clone(),
    };
    assert_eq!(left_out(&runs), Some(expected));
    assert_eq!(left_out(&runs[..1]), None);
    // Where nothing is left, the finding itself says why.
    assert_eq!(left_out(&runs[1..4]), None);
    assert_eq!(finding(&runs[1..4]), Finding::Void(reasons));
}
