//! The second shape: a session owns its worker, and takes commands one after another.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{JobError, Loss, Pool, Session, SessionEvent, WorkerState};

use crate::probe::{Ask, Probe, Step, pool, shared};

type Seen = Rc<RefCell<Vec<String>>>;

/// Opens a session and writes down all that happens in it, a line each.
async fn open(pool: &Pool<Probe>, start: i32) -> (Result<Session<Probe>, JobError<String>>, Seen) {
    let seen: Seen = shared();
    let sink = seen.clone();
    let session = pool
        .open(start, Vec::new(), move |event| {
            sink.borrow_mut().push(match event {
                SessionEvent::Event { seq, event, .. } => format!("{seq}: {event}"),
                SessionEvent::Done { seq, error: None } => format!("{seq} done"),
                SessionEvent::Done {
                    seq,
                    error: Some(error),
                } => format!("{seq} failed: {error}"),
                SessionEvent::Ended(end) => format!("ended: {end}; lost {:?}", end.unanswered),
            });
        })
        .await;
    (session, seen)
}

/// Waits until a line has come that the test waits for.
async fn until(seen: &Seen, line: &str) {
    for _ in 0..500 {
        if seen.borrow().iter().any(|other| other.contains(line)) {
            return;
        }
        gloo_timers::future::TimeoutFuture::new(10).await;
    }
    panic!("no “{line}” in {:?}", seen.borrow());
}

#[wasm_bindgen_test]
async fn commands_are_answered_in_order_by_one_state() {
    let pool = pool(1, 4);
    let (session, seen) = open(&pool, 1).await;
    let session = session.expect("open");
    assert!(matches!(
        pool.status().workers[0].state,
        WorkerState::Session { .. }
    ));
    for command in [Step::Add(1), Step::Refuse, Step::CountDown] {
        session.send(command, &[]).expect("sent");
    }
    until(&seen, "2 done").await;
    assert_eq!(
        *seen.borrow(),
        [
            "0: 2",
            "0 done",
            "1 failed: as asked",
            "2: 2",
            "2: 1",
            "2: 0",
            "2 done"
        ]
    );
    session.close().await;
    assert_eq!(pool.status().workers[0].state, WorkerState::Idle);

    // The worker goes on to other work, with nothing left of the session.
    let (session, seen) = open(&pool, 5).await;
    let session = session.expect("open again");
    session.send(Step::Add(0), &[]).expect("sent");
    until(&seen, "0: 5").await;
}

#[wasm_bindgen_test]
async fn a_session_that_cannot_begin_says_why_and_leaves_the_worker_free() {
    let pool = pool(1, 4);
    let (session, _) = open(&pool, -3).await;
    assert!(matches!(session, Err(JobError::Failed(reason)) if reason == "-3 is less than zero"));
    assert_eq!(pool.status().workers[0].state, WorkerState::Idle);
}

#[wasm_bindgen_test]
async fn a_session_whose_worker_dies_says_what_was_lost() {
    let pool = pool(1, 4);
    let (session, seen) = open(&pool, 1).await;
    let session = session.expect("open");
    session.send(Step::Add(1), &[]).expect("sent");
    until(&seen, "0 done").await;
    session.send(Step::Trap, &[]).expect("sent");
    session.send(Step::Add(1), &[]).expect("sent");
    until(&seen, "ended").await;
    let last = seen.borrow().last().cloned().unwrap_or_default();
    assert!(last.contains("unreachable"), "{last}");
    assert!(last.ends_with("lost [1, 2]"), "{last}");
    assert!(matches!(
        session.send(Step::Add(1), &[]),
        Err(JobError::Lost(Loss::Exited))
    ));
}

#[wasm_bindgen_test]
async fn a_session_that_is_dropped_gives_its_worker_back() {
    let pool = pool(1, 4);
    let (session, _) = open(&pool, 1).await;
    let waiting = pool.submit(
        Ask::Echo("me too".to_owned()),
        Vec::new(),
        worker_pool::JobPolicy::default(),
        |_| (),
    );
    assert_eq!(pool.status().queue_length, 1);
    drop(session);
    assert!(waiting.await.is_ok());
}
