//! The pools of workers, each started when it is first needed.

use kernels::Engine;
use wasm_bindgen_futures::spawn_local;
use worker_pool::{Pool, PoolConfig};

use super::{Compute, Inner, Runner, START_TIMEOUT_MS};
use crate::place::JOBS_MAX;

/// How many jobs may wait: those of one run, and some that a person adds meanwhile.
const QUEUE_MAX: usize = JOBS_MAX as usize + 88;

/// How long threads that share memory may take to start: a browser in which they cannot would
/// otherwise keep a person waiting.
const PARALLEL_START_TIMEOUT_MS: f64 = 15_000.0;

/// How long threads that share memory have to notice that they shall stop, before they are ended.
const CANCEL_GRACE_MS: f64 = 1_000.0;

/// After so long without work a worker is let go, and its memory with it.
const IDLE_MAX_MS: f64 = 60_000.0;

impl Runner {
    /// The pool of workers of an engine.
    #[must_use]
    pub(crate) fn pool(&self, engine: Engine) -> Pool<Compute> {
        self.0
            .pools
            .borrow_mut()
            .entry(engine)
            .or_insert_with(|| self.0.new_pool(engine, 1))
            .clone()
    }

    pub(super) fn single(&self, engine: Engine) -> Pool<Compute> {
        self.0
            .single
            .borrow_mut()
            .entry(engine)
            .or_insert_with(|| self.0.new_pool(engine, 1))
            .clone()
    }

    pub(super) fn helper(&self) -> &Pool<Compute> {
        self.0
            .helper
            .get_or_init(|| self.0.new_pool(Engine::Wasm, 1))
    }
}

impl Inner {
    pub(super) fn config(&self, size: usize, start_timeout_ms: f64) -> PoolConfig {
        PoolConfig {
            size,
            queue_max: QUEUE_MAX,
            start_timeout_ms,
            build_id: self.assets.build_id.clone(),
            idle_max_ms: Some(IDLE_MAX_MS),
            cancel_grace_ms: None,
        }
    }

    pub(super) fn new_pool(&self, engine: Engine, size: usize) -> Pool<Compute> {
        let script = match engine {
            Engine::Wasm => "workers/compute.js",
            Engine::Js => "workers/baseline.js",
        };
        Pool::new(self.assets.url(script), self.config(size, START_TIMEOUT_MS))
    }

    /// Threads over one memory, with the worker that owns them.
    pub(super) fn parallel(&self, threads: u32) -> Pool<Compute> {
        let mut parallel = self.parallel.borrow_mut();
        if let Some((_, pool)) = parallel.as_ref().filter(|(of, _)| *of == threads) {
            return pool.clone();
        }
        let script = format!("workers/parallel.js?threads={threads}");
        let config = PoolConfig {
            cancel_grace_ms: Some(CANCEL_GRACE_MS),
            ..self.config(1, PARALLEL_START_TIMEOUT_MS)
        };
        let pool = Pool::new(self.assets.url(&script), config);
        if let Some((_, old)) = parallel.replace((threads, pool.clone())) {
            spawn_local(async move { old.shutdown(0.0).await });
        }
        pool
    }
}
