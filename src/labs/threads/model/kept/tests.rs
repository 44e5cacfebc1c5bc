use kernels::{Aspect, CheckError};
use timeline::fixtures::lanes;
use worker_pool::{Loss, Refusal};

use super::super::run::tests::run;
use super::super::run::{Check, Ending};
use super::*;
use crate::compute::RunFailure;
use crate::labs::kept::tests::{read_json, written_and_read};
use crate::place::Place;
use crate::trust::{Pressure, Reason, Trust};

fn numbered(number: u32, run: Run) -> Run {
    Run { number, ..run }
}

/// A run whose page waited 16, 400 and 20 ms, with many slices.
fn sliced(number: u32) -> Run {
    Run {
        lanes: lanes(
            "main: compile 1000-1005, compute 1010-1020, compute 1022-1030, compute 1032-1040, compute 1040-1055, compute 1056-1058, compute 1060-1100",
        ),
        end_ms: 1_100.0,
        ..numbered(
            number,
            run(Place::Sliced { slice_ms: 12 }, 100.0, &[16.0, 400.0, 20.0]),
        )
    }
}

#[test]
fn runs_come_back_with_all_that_is_shown_of_them() {
    let differs = Check::Differs(CheckError {
        what: Aspect::Pixel { x: 3, y: 4 },
        found: "1".to_owned(),
        expected: "2".to_owned(),
    });
    let checks = [
        Check::Pending,
        Check::Agrees,
        differs,
        Check::Cancelled,
        Check::Failed(RunFailure::Lost(Loss::Deadline { limit_ms: 5.0 })),
        Check::Failed(RunFailure::Refused(Refusal::QueueFull { limit: 3 })),
    ];
    let mut runs: Vec<Run> = checks
        .into_iter()
        .map(|check| {
            let mut run = sliced(0);
            if let Ending::Finished { check: slot, .. } = &mut run.ending {
                *slot = check;
            }
            run
        })
        .collect();
    let endings = [
        Ending::Cancelled,
        Ending::Failed(RunFailure::OutOfMemory { bytes: 1 << 40 }),
        Ending::Failed(RunFailure::Lost(Loss::Crashed("unreachable".to_owned()))),
    ];
    runs.extend(endings.map(|ending| Run {
        ending,
        ..sliced(0)
    }));
    let reasons = vec![
        Reason::Hidden,
        Reason::Pressure(Pressure::Critical),
        Reason::FramesThrottled { gap_ms: 250.0 },
        Reason::NotIsolated,
        Reason::CoarseClock { step_us: 1_000.0 },
    ];
    for trust in [Trust::Void(reasons.clone()), Trust::Remarked(reasons)] {
        runs.push(Run { trust, ..sliced(0) });
    }
    let runs: Vec<Run> = runs
        .into_iter()
        .zip(1..)
        .map(|(run, number)| numbered(number, run))
        .collect();
    let batch = [runs[3].clone(), runs[1].clone()];
    let kept = written_and_read(KeptRuns::of(&runs, &batch));
    assert_eq!(
        (
            kept.left_out.runs,
            kept.left_out.frames,
            kept.left_out.spans
        ),
        (0, 0, 0)
    );
    assert_eq!(kept.into_runs(), Ok((runs, batch.to_vec())));
}

#[test]
fn where_there_is_no_room_the_figures_stay_and_the_oldest_runs_go() {
    let runs: Vec<Run> = (1..=4).map(sliced).collect();
    let batch = [runs[3].clone()];
    // Room for one run in full, and for two others put together.
    let kept = KeptRuns::within(&runs, &batch, 7, 13);
    let left_out = kept.left_out;
    assert_eq!((left_out.runs, left_out.frames, left_out.spans), (1, 2, 8));
    assert_eq!((left_out.frames_max, left_out.spans_max), (7, 13));
    let (kept, shown) = kept.into_runs().expect("runs");
    assert_eq!(shown, batch);
    let numbers: Vec<u32> = kept.iter().map(|run| run.number).collect();
    assert_eq!(numbers, [2, 3, 4]);
    for (kept, run) in kept.iter().zip(&runs[1..]) {
        assert_eq!(kept.compute_ms(), run.compute_ms());
        assert!((kept.work_ms() - run.work_ms()).abs() < 1e-9);
        assert_eq!(kept.compute_span(), run.compute_span());
        assert_eq!(kept.longest_frame_ms(), run.longest_frame_ms());
        assert_eq!(kept.liveliness(), run.liveliness());
    }
}

#[test]
fn a_batch_that_names_no_run_is_damaged() {
    let kept = KeptRuns {
        batch: vec![7],
        ..KeptRuns::of(&[sliced(1)], &[])
    };
    assert_eq!(kept.into_runs(), Err("no run 7".to_owned()));
}

/// What a page of schema 1 wrote. Whoever has to change it counts `SCHEMA` up.
#[test]
fn a_record_of_the_first_day_is_read() {
    let text = include_str!("tests/schema_1.json");
    let record: crate::labs::kept::Envelope<std::collections::BTreeMap<String, String>, KeptRuns> =
        read_json(text).expect("readable");
    let (runs, batch) = record.results.expect("results").into_runs().expect("runs");
    assert_eq!((runs.len(), batch.len()), (1, 1));
    assert_eq!(
        runs[0].place,
        Place::Pool {
            workers: 2,
            jobs: 8
        }
    );
    assert_eq!(runs[0].compute_ms(), Some(90.0));
}
