use timeline::fixtures::lanes;

use super::super::run::tests::run;
use super::*;
use crate::place::Place;

#[test]
fn work_on_the_page_s_thread_has_pauses_and_does_not_begin_with_loading() {
    let main = lanes("main: compile 0-50, copy 66-67, compute 67-79, compute 83-90");
    let spans = &main[0].spans;
    assert!((extent_of_work(spans) - 24.0).abs() < 1e-9);
    assert!(extent_of_work(&spans[..1]).abs() < 1e-9);
}

#[test]
fn lanes_of_many_jobs_become_one_for_each_thread() {
    let merged = merge_lanes(&lanes(
        "main: queue 0-10
         worker 1: compute 10-20
         main: queue 0-15
         worker 0: spawn 0-9
         worker 0: spawn 0-9, compute 12-22
         main: queue 30-31",
    ));
    // A start is told of once.
    let expected = lanes(
        "main: queue 0-15, queue 30-31
         worker 0: spawn 0-9, compute 12-22
         worker 1: compute 10-20",
    );
    assert_eq!(merged, expected);
    assert_eq!(merge_lanes(&[]).len(), 1);
}

#[test]
fn a_job_that_was_tried_again_shows_both_attempts() {
    let merged = merge_lanes(&lanes(
        "main: queue 0-8
         worker 0: spawn 0-4, compile 4-8, crashed 8-14
         main: queue 14-20
         worker 0: spawn 14-17, compile 17-20, compute 20-30",
    ));
    let expected = lanes(
        "main: queue 0-8, queue 14-20
         worker 0: spawn 0-4, compile 4-8, crashed 8-14, spawn 14-17, compile 17-20, compute 20-30",
    );
    assert_eq!(merged, expected);
    let lost = breakdown(&merged).pop().expect("a phase");
    assert_eq!((lost.phase, lost.total_ms), (Phase::Crashed, 6.0));
}

#[test]
fn the_breakdown_adds_up_what_each_phase_took() {
    // The worker's own time holds that of its threads.
    let phases = breakdown(&lanes(
        "worker 0: spawn 0-2, compute 3-9
         worker 1: compute 3-5
         sub 0: compute 3-9",
    ));
    assert_eq!(phases.len(), 2);
    assert_eq!(phases[0].phase, Phase::Spawn);
    assert_eq!(
        (phases[1].count, phases[1].total_ms, phases[1].longest_ms),
        (2, 8.0, 6.0)
    );
}

#[test]
fn a_picture_counts_from_the_press_of_the_button() {
    let run = run(Place::Worker, 100.0, &[16.0, 60.0]);
    let long = LongFrame {
        start_ms: 1_017.0,
        duration_ms: 58.0,
        blocking_ms: 8.0,
    };
    let picture = picture(
        run.start_ms,
        run.end_ms,
        &run.lanes,
        &run.frames,
        &[long],
        0.0,
    );
    assert!((picture.end_ms - 100.0).abs() < 1e-9);
    assert!(picture.lanes[0].spans[0].start_ms.abs() < 1e-9);
    let bars: Vec<_> = picture
        .frames
        .iter()
        .map(|bar| (bar.long, bar.blocking_ms))
        .collect();
    assert_eq!(bars, [(false, None), (true, Some(8.0))]);
}
