//! How many workers there are: more, fewer, none while nobody needs them, none after a drain.

use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{JobError, JobPolicy, Pool, PoolConfig, Refusal, Status, WorkerState};

use crate::probe::{self, Ask, Probe, assert_works, echo, pause, pool, shared};

fn threads(status: &Status) -> usize {
    let workers = status.workers.iter();
    workers
        .filter(|worker| worker.state != WorkerState::Vacant)
        .count()
}

/// Waits until the status is as it is to be.
async fn until(pool: &Pool<Probe>, what: &str, holds: impl Fn(&Status) -> bool) {
    for _ in 0..500 {
        if holds(&pool.status()) {
            return;
        }
        pause(10).await;
    }
    panic!("not {what}: {:?}", pool.status());
}

#[wasm_bindgen_test]
async fn a_pool_grows_while_jobs_wait_and_shrinks_without_losing_any() {
    let pool = pool(1, 16);
    let jobs: Vec<_> = (0..8)
        .map(|_| {
            pool.submit(
                Ask::Steps(10, 20.0),
                Vec::new(),
                JobPolicy::default(),
                |_| (),
            )
        })
        .collect();
    until(&pool, "at work", |status| status.active_jobs == 1).await;
    pool.resize(3);
    until(&pool, "at work on three", |status| status.active_jobs == 3).await;
    pool.resize(1);
    assert_eq!(threads(&pool.status()), 3, "those that work may finish");
    for job in jobs {
        job.await.expect("an answer");
    }
    let status = pool.status();
    assert_eq!((status.size, threads(&status)), (1, 1));
    assert_eq!(status.totals.finished, 8);
    assert!(status.workers.iter().all(|worker| worker.restarts == 0));
    assert_works(&pool).await;
}

#[wasm_bindgen_test]
async fn a_worker_that_nobody_needs_is_let_go_and_comes_back() {
    let config = PoolConfig {
        idle_max_ms: Some(150.0),
        ..probe::config(1, 4)
    };
    let pool: Pool<Probe> = Pool::new(probe::script_url(probe::BUILD), config);
    assert_works(&pool).await;
    assert_eq!(threads(&pool.status()), 1);
    until(&pool, "let go", |status| threads(status) == 0).await;
    let finished = echo(&pool, "again").await.expect("an answer");
    assert_eq!(finished.worker.generation, 1);
    assert_eq!(pool.status().workers[0].restarts, 0);
}

#[wasm_bindgen_test]
async fn a_pool_that_was_drained_takes_jobs_again() {
    let pool = pool(2, 4);
    assert_works(&pool).await;
    let active = pool.submit(
        Ask::Steps(10, 10.0),
        Vec::new(),
        JobPolicy::default(),
        |_| (),
    );
    let draining = pool.clone();
    let drained = shared::<bool>();
    let done = drained.clone();
    spawn_local(async move {
        draining.shutdown(10_000.0).await;
        *done.borrow_mut() = true;
    });
    pause(10).await;
    assert!(pool.status().draining && !*drained.borrow());
    assert!(matches!(
        echo(&pool, "too late").await,
        Err(JobError::Refused(Refusal::ShuttingDown))
    ));
    assert!(active.await.is_ok());
    pause(10).await;
    assert!(*drained.borrow());
    let status = pool.status();
    assert!(status.closed && !status.draining);
    assert_eq!((threads(&status), status.totals.refused), (0, 1));

    pool.reopen();
    assert!(!pool.status().closed);
    assert_works(&pool).await;
    pool.shutdown(1_000.0).await;
    assert_eq!(threads(&pool.status()), 0);
}

#[wasm_bindgen_test]
async fn whoever_listens_is_told_each_change_until_they_stop() {
    let pool = pool(1, 4);
    let seen = shared::<Vec<Status>>();
    let sink = seen.clone();
    let listener = pool.on_change(move |status| sink.borrow_mut().push(status.clone()));
    assert_works(&pool).await;
    let changes = seen.borrow().clone();
    assert!(changes.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(changes.iter().any(|status| status.active_jobs == 1));
    let last = changes.last().expect("some");
    assert_eq!((last.available, last.totals.finished), (1, 1));

    drop(listener);
    assert_works(&pool).await;
    assert_eq!(seen.borrow().len(), changes.len());
}
