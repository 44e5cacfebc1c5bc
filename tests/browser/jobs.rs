//! The first shape: a job carries all it needs, and gets exactly one answer.

use protocol::Fault;
use timeline::{Phase, Thread};
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{JobError, JobPolicy, Loss, Pool, Refusal};

use crate::probe::{self, Answer, Ask, Probe, assert_works, echo, pool, shared};

#[wasm_bindgen_test]
async fn a_job_comes_back_with_its_spans_on_one_clock() {
    let pool = pool(1, 4);
    let before_ms = protocol::clock::now_ms();
    let finished = echo(&pool, "§ ünï").await.expect("an answer");
    let after_ms = protocol::clock::now_ms();
    assert_eq!(finished.outcome, Answer::Echo("§ ünï".to_owned()));
    assert_eq!(finished.lanes[0].thread, Thread::Main);
    assert_eq!(finished.lanes[1].thread, Thread::Worker(0));
    let phases: Vec<Phase> = finished
        .lanes
        .iter()
        .flat_map(|lane| lane.spans.iter().map(|span| span.phase))
        .collect();
    for phase in Phase::ALL {
        // The probe copies nothing, and says so of nothing; and nothing was lost.
        let expected = phase != Phase::Copy && !phase.is_lost();
        assert_eq!(phases.contains(&phase), expected, "{phase:?}: {phases:?}");
    }
    for span in finished.lanes.iter().flat_map(|lane| &lane.spans) {
        // The clocks of two threads agree to a fraction of a millisecond.
        assert!(span.start_ms > before_ms - 1.0, "{span:?}");
        assert!(span.end_ms() < after_ms + 1.0, "{span:?}");
    }

    // A worker that stands ready costs the next job nothing.
    let again = echo(&pool, "again").await.expect("an answer");
    assert!(again.lanes[1].total_ms(Phase::Compile).abs() < f64::EPSILON);
    assert_eq!(pool.status().workers[0].jobs_done, 2);
}

#[wasm_bindgen_test]
async fn an_error_is_the_domains_own_and_the_worker_is_well() {
    let pool = pool(1, 4);
    let ask = Ask::Fail("the reason".to_owned());
    let result = pool
        .submit(ask, Vec::new(), JobPolicy::default(), |_| ())
        .await;
    assert!(matches!(result, Err(JobError::Failed(reason)) if reason == "the reason"));
    assert_eq!(pool.status().workers[0].restarts, 0);
    assert_works(&pool).await;
}

#[wasm_bindgen_test]
async fn progress_is_told_at_most_ten_times_a_second() {
    let pool = pool(1, 4);
    let seen = shared::<Vec<f64>>();
    let sink = seen.clone();
    let ask = Ask::Steps(100, 5.0);
    let start_ms = protocol::clock::now_ms();
    pool.submit(ask, Vec::new(), JobPolicy::default(), move |fraction| {
        sink.borrow_mut().push(fraction);
    })
    .await
    .expect("an answer");
    let seen = seen.borrow();
    assert!(seen.is_sorted(), "{seen:?}");
    // On a busy machine the steps take longer than asked, and there are more of them.
    let most = (protocol::clock::now_ms() - start_ms) / 100.0;
    assert!(
        seen.len() >= 2 && seen.len() as f64 <= most,
        "{most}: {seen:?}"
    );
}

#[wasm_bindgen_test]
async fn jobs_start_in_the_order_in_which_they_came() {
    let pool = pool(2, 200);
    let order = shared::<Vec<usize>>();
    let jobs: Vec<_> = (0..60)
        .map(|number| echo(&pool, &number.to_string()))
        .collect();
    let all: Vec<_> = jobs
        .into_iter()
        .enumerate()
        .map(|(number, job)| {
            let order = order.clone();
            async move {
                let finished = job.await.expect("an answer");
                assert_eq!(finished.outcome, Answer::Echo(number.to_string()));
                order.borrow_mut().push(number);
                (finished.start_order, finished.started_ms)
            }
        })
        .collect();
    let mut started = Vec::new();
    for job in all {
        started.push(job.await);
    }
    let in_order = started
        .iter()
        .zip(0..)
        .all(|((order, _), number)| *order == number);
    assert!(in_order && started.is_sorted(), "{started:?}");
    assert_eq!(pool.status().queue_length, 0);
}

#[wasm_bindgen_test]
async fn a_full_queue_refuses_at_once() {
    let pool = pool(1, 2);
    let _waiting = [echo(&pool, "0"), echo(&pool, "1"), echo(&pool, "2")];
    let refused = echo(&pool, "3").await;
    assert!(matches!(
        refused,
        Err(JobError::Refused(Refusal::QueueFull { limit: 2 }))
    ));
}

#[wasm_bindgen_test]
async fn a_panic_ends_its_job_with_the_words_of_the_panic() {
    let pool = pool(1, 4);
    let job = pool.submit(
        Ask::Panic("mind the gap".to_owned()),
        Vec::new(),
        JobPolicy::default(),
        |_| (),
    );
    let behind = echo(&pool, "behind it");
    match job.await {
        Err(JobError::Lost(Loss::Crashed(message))) => {
            assert!(message.contains("mind the gap"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    assert!(behind.await.is_ok(), "the job behind it is not lost");
    assert_eq!(pool.status().workers[0].restarts, 1);
}

#[wasm_bindgen_test]
async fn a_trap_and_an_exit_are_noticed_too() {
    let pool = pool(1, 4);
    for (fault, steps) in [(Fault::Trap, 4), (Fault::Exit, 4)] {
        let policy = JobPolicy {
            fault: Some(fault),
            ..JobPolicy::default()
        };
        let result = pool
            .submit(Ask::Steps(steps, 1.0), Vec::new(), policy, |_| ())
            .await;
        match (fault, result) {
            (Fault::Trap, Err(JobError::Lost(Loss::Crashed(message)))) => {
                assert!(message.contains("unreachable"), "{message}");
            }
            (Fault::Exit, Err(JobError::Lost(Loss::Exited))) => {}
            other => panic!("{other:?}"),
        }
        assert_works(&pool).await;
    }
}

#[wasm_bindgen_test]
async fn a_job_that_hangs_ends_at_its_deadline() {
    let pool = pool(1, 4);
    assert_works(&pool).await;
    let policy = JobPolicy {
        deadline_ms: Some(300.0),
        fault: Some(Fault::Hang),
        ..JobPolicy::default()
    };
    let start_ms = protocol::clock::now_ms();
    let result = pool
        .submit(Ask::Steps(2, 1.0), Vec::new(), policy, |_| ())
        .await;
    assert!(
        matches!(result, Err(JobError::Lost(Loss::Deadline { .. }))),
        "{result:?}"
    );
    assert!(protocol::clock::now_ms() - start_ms >= 300.0);
    assert_works(&pool).await;
}

#[wasm_bindgen_test]
async fn a_cancelled_job_ends_at_once_and_the_next_runs() {
    let pool = pool(1, 4);
    assert_works(&pool).await;
    let endless = Ask::Steps(1, 60_000.0);
    let job = pool.submit(endless.clone(), Vec::new(), JobPolicy::default(), |_| ());
    let start_ms = protocol::clock::now_ms();
    job.canceller()();
    assert!(matches!(job.await, Err(JobError::Cancelled)));
    assert!(protocol::clock::now_ms() - start_ms < 200.0);

    // Nobody waits for a job whose future is dropped.
    drop(pool.submit(endless, Vec::new(), JobPolicy::default(), |_| ()));
    assert_eq!(pool.status().active_jobs, 0);
    assert_works(&pool).await;
}

#[wasm_bindgen_test]
async fn a_job_that_may_is_tried_once_more() {
    let pool = pool(1, 4);
    let policy = JobPolicy {
        fault: Some(Fault::Trap),
        retry: true,
        ..JobPolicy::default()
    };
    // A failure on demand strikes once.
    let mut job = pool.submit(Ask::Steps(2, 1.0), Vec::new(), policy, |_| ());
    let finished = (&mut job).await.expect("the second attempt");
    assert_eq!(pool.status().workers[0].restarts, 1);
    // Both attempts can be told of, and the second waited only since the first was lost.
    let lost = job.lost_attempts();
    let crash = lost[1].spans.last().expect("a span");
    assert_eq!(crash.phase, Phase::Crashed, "{lost:?}");
    let waited = finished.lanes[0].spans[0];
    assert!(waited.start_ms >= crash.end_ms(), "{waited:?}, {crash:?}");

    // A job that is at fault itself fails the second time too, and there is no third.
    let policy = JobPolicy {
        retry: true,
        ..JobPolicy::default()
    };
    let panics = Ask::Panic("on purpose".to_owned());
    let mut job = pool.submit(panics, Vec::new(), policy, |_| ());
    let result = (&mut job).await;
    assert!(matches!(result, Err(JobError::Lost(Loss::Crashed(_)))));
    assert_eq!(job.lost_attempts().len(), 4, "two lanes each");
    assert_eq!(pool.status().workers[0].restarts, 3);
}

#[wasm_bindgen_test]
async fn a_worker_of_another_build_is_not_listened_to() {
    let pool = probe::pool_of_build(1, 4, "ba9876543210");
    let result = echo(&pool, "anyone").await;
    match result {
        Err(JobError::Lost(Loss::WrongBuild { expected, found })) => {
            assert_eq!(
                (expected.as_str(), found.as_str()),
                (probe::BUILD, "ba9876543210")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_script_that_is_not_there_is_an_error_and_not_a_silence() {
    let script = format!("{}/no-such-script.js", probe::origin());
    let pool: Pool<Probe> = Pool::new(script, probe::config(1, 4));
    match echo(&pool, "anyone").await {
        // The test runner puts a script of its own around a worker's, and imports that from there.
        Err(JobError::Lost(loss @ (Loss::NotLoaded { .. } | Loss::Crashed(_)))) => {
            assert!(loss.to_string().contains("/no-such-script.js"), "{loss}");
        }
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn shutting_down_waits_for_what_runs() {
    let pool = pool(1, 4);
    assert_works(&pool).await;
    let active = pool.submit(
        Ask::Steps(10, 10.0),
        Vec::new(),
        JobPolicy::default(),
        |_| (),
    );
    let waiting = echo(&pool, "too late");
    pool.shutdown(10_000.0).await;
    assert!(active.await.is_ok());
    assert!(matches!(
        waiting.await,
        Err(JobError::Refused(Refusal::ShuttingDown))
    ));
    assert!(matches!(
        echo(&pool, "later still").await,
        Err(JobError::Refused(Refusal::ShuttingDown))
    ));
}
