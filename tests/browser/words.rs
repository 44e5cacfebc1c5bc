//! A worker that posts nothing while it computes, and is watched and stopped through words in the
//! memory that it shares: here one of a few lines of JavaScript, whose every step is known.

use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{JobError, JobPolicy, Loss, Pool, PoolConfig};

use crate::probe::{self, Answer, Ask, Probe, pause, shared};

/// Answers `Ask::Steps` alone: each step writes its number to the output, which lies beyond what the
/// memory had when the page got it.
const SCRIPT: &str = "
const startedMs = performance.timeOrigin + performance.now();
await new Promise((held) => {
  navigator.locks.request(self.name, () => (held(), new Promise(() => {})));
});
const memory = new WebAssembly.Memory({ initial: 1, maximum: 64, shared: true });
const words = new Int32Array(memory.buffer, 64, 8);
const now = () => performance.timeOrigin + performance.now();
const post = (body, more) => self.postMessage({ body, buffers: [], ...more });
self.onmessage = ({ data }) => {
  const { job_id, request } = data.body.run;
  const [steps, stepMs] = request.Steps;
  const address = memory.buffer.byteLength;
  memory.grow(1);
  const output = new Uint8Array(memory.buffer, address, steps);
  [0, steps, address, steps].forEach((value, at) => Atomics.store(words, [1, 2, 4, 5][at], value));
  for (let step = 0; step < steps && !Atomics.load(words, 3); step++) {
    for (const end = now() + stepMs; now() < end; );
    output[step] = step + 1;
    Atomics.add(words, 1, 1);
    Atomics.add(words, 0, 1);
  }
  const cancelled = Atomics.load(words, 3) !== 0;
  Atomics.store(words, 5, 0);
  const ending = { job_id, spans: [], sent_ms: now() };
  post(cancelled ? { failed: { ...ending, error: 'cancelled' } } : { finished: { ...ending, outcome: request } });
};
post({ ready: { build_id: 'BUILD', spans: [], control: 64 } }, { memory });
";

fn watched(cancel_grace_ms: f64) -> Pool<Probe> {
    let script = SCRIPT
        .replace("BUILD", probe::BUILD)
        .replace("outcome: request", "outcome: { Steps: steps }");
    let config = PoolConfig {
        cancel_grace_ms: Some(cancel_grace_ms),
        ..probe::config(1, 4)
    };
    Pool::new(probe::blob_url(&script), config)
}

fn steps(
    pool: &Pool<Probe>,
    count: u32,
    step_ms: f64,
    policy: JobPolicy,
) -> worker_pool::Job<Probe> {
    pool.submit(Ask::Steps(count, step_ms), Vec::new(), policy, |_| ())
}

#[wasm_bindgen_test]
async fn progress_and_output_are_seen_while_the_worker_computes() {
    let pool = watched(1_000.0);
    let seen = shared::<Vec<f64>>();
    let sink = seen.clone();
    let policy = JobPolicy {
        stall_ms: Some(400.0),
        ..JobPolicy::default()
    };
    let job = pool.submit(Ask::Steps(60, 20.0), Vec::new(), policy, move |fraction| {
        sink.borrow_mut().push(fraction);
    });
    let outputs = shared::<Vec<Vec<u8>>>();
    let (watcher, sink) = (pool.clone(), outputs.clone());
    spawn_local(async move {
        while watcher.status().totals.finished == 0 {
            if let Some(output) = watcher.control(0).and_then(|control| control.output()) {
                sink.borrow_mut().push(output.to_vec());
            }
            pause(40).await;
        }
    });
    assert_eq!(job.await.expect("an answer").outcome, Answer::Steps(60));

    let seen = seen.borrow();
    assert!(seen.len() > 4 && seen.is_sorted(), "{seen:?}");
    let rows = outputs.borrow();
    let done = |row: &Vec<u8>| row.iter().take_while(|byte| **byte != 0).count();
    let counts: Vec<usize> = rows.iter().map(done).collect();
    assert!(
        counts.is_sorted() && counts.iter().any(|count| (5..55).contains(count)),
        "{counts:?}"
    );
    // What was looked at is gone with the run.
    let control = pool.control(0).expect("a worker");
    assert!(control.output().is_none());
    assert_eq!((control.done(), control.heartbeat()), (60, 60));
}

#[wasm_bindgen_test]
async fn a_worker_whose_words_stand_still_is_ended() {
    let pool = watched(1_000.0);
    let policy = JobPolicy {
        stall_ms: Some(300.0),
        ..JobPolicy::default()
    };
    let start_ms = protocol::clock::now_ms();
    let result = steps(&pool, 2, 20_000.0, policy).await;
    assert!(
        matches!(result, Err(JobError::Lost(Loss::Stalled { .. }))),
        "{result:?}"
    );
    assert!(protocol::clock::now_ms() - start_ms < 5_000.0);
    let finished = steps(&pool, 2, 1.0, policy).await.expect("another worker");
    assert_eq!(finished.worker.generation, 1);
}

#[wasm_bindgen_test]
async fn a_worker_that_hears_stops_and_stays() {
    let pool = watched(2_000.0);
    let quick = JobPolicy::default();
    steps(&pool, 1, 1.0, quick).await.expect("an answer");
    let long = steps(&pool, 1_000, 20.0, quick);
    pause(100).await;
    let start_ms = protocol::clock::now_ms();
    long.canceller()();
    assert!(matches!(long.await, Err(JobError::Cancelled)));
    assert!(protocol::clock::now_ms() - start_ms < 200.0);
    // The next job is not taken for the one that was cancelled.
    let finished = steps(&pool, 3, 1.0, quick).await.expect("an answer");
    assert_eq!(finished.outcome, Answer::Steps(3));
    assert_eq!(finished.worker.generation, 0);
    assert_eq!(pool.status().totals.cancelled, 1);
}

#[wasm_bindgen_test]
async fn a_worker_that_does_not_hear_is_ended_after_a_while() {
    let pool = watched(200.0);
    let quick = JobPolicy::default();
    steps(&pool, 1, 1.0, quick).await.expect("an answer");
    let deaf = steps(&pool, 1, 20_000.0, quick);
    // One that is asked before it begins hears all the same.
    pause(100).await;
    deaf.canceller()();
    assert!(matches!(deaf.await, Err(JobError::Cancelled)));
    let finished = steps(&pool, 3, 1.0, quick).await.expect("another worker");
    assert_eq!(finished.worker.generation, 1);
}

#[wasm_bindgen_test]
async fn a_worker_that_cannot_start_says_why() {
    let script =
        "self.postMessage({ body: { crashed: { message: 'no threads here' } }, buffers: [] });";
    let pool: Pool<Probe> = Pool::new(probe::blob_url(script), probe::config(1, 4));
    match probe::echo(&pool, "anyone").await {
        Err(JobError::Lost(Loss::Crashed(message))) => assert_eq!(message, "no threads here"),
        other => panic!("{other:?}"),
    }
}
