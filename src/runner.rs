//! The app's handle on everything that computes: the pools of workers, and the modules that the
//! page's own thread loads for the runs that are meant to block it.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use kernels::{CheckError, Engine, Outcome, Request, Response, RunError, Spec, Strategy, registry};
use leptos::prelude::*;
use protocol::clock::now_ms;
use protocol::{Fault, Never};
use timeline::{Lane, Phase, Span, Thread};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker_pool::{Contract, JobError, JobPolicy, Pool, PoolConfig};

use crate::frames::next_frame;

/// How many jobs may wait for the one worker.
const QUEUE_MAX: usize = 64;

/// How long a worker may take until it is ready: a slow network has to deliver its module.
const START_TIMEOUT_MS: f64 = 30_000.0;

/// How often the sample of a calibration is computed; the last time counts.
const CALIBRATION_RUNS: u32 = 2;

/// How long a check may take; it is a small part of the run that it checks.
const CHECK_DEADLINE_MS: f64 = 60_000.0;

/// The app's side of the agreement with the compute worker and with the JavaScript one.
#[derive(Debug)]
pub enum Compute {}

impl Contract for Compute {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;
}

/// What a run gives.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What came out.
    pub outcome: Outcome,
    /// What each thread did.
    pub lanes: Vec<Lane>,
}

/// Why a run gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunFailure {
    /// A person wanted it to end.
    Cancelled,
    /// Anything else, in words.
    Failed(String),
}

impl<E: fmt::Display> From<JobError<E>> for RunFailure {
    fn from(error: JobError<E>) -> Self {
        match error {
            JobError::Cancelled => Self::Cancelled,
            other => Self::Failed(other.to_string()),
        }
    }
}

/// Where the build's files are: `<base>/<build-id>/`.
#[derive(Clone, Debug)]
pub struct Assets {
    base: String,
    /// The build that this page is of.
    pub build_id: String,
}

impl Assets {
    /// As the page itself says.
    #[must_use]
    pub fn of_page() -> Self {
        let build_id = document()
            .query_selector("meta[name=build-id]")
            .ok()
            .flatten()
            .and_then(|meta| meta.get_attribute("content"))
            .unwrap_or_default();
        let base = document().base_uri().ok().flatten().unwrap_or_default();
        Self { base, build_id }
    }

    /// The full address of a file of this build.
    #[must_use]
    pub fn url(&self, file: &str) -> String {
        web_sys::Url::new_with_base(&format!("{}/{file}", self.build_id), &self.base)
            .map_or_else(|_| file.to_owned(), |url| url.href())
    }
}

/// Runs computations where they are asked to run. Clones share all they hold.
#[derive(Clone)]
pub struct Runner(Rc<Inner>);

struct Inner {
    assets: Assets,
    pools: RefCell<HashMap<Engine, Pool<Compute>>>,
    /// Compares results on a worker of its own: the first run on a worker shall show what it costs
    /// to start one.
    checker: OnceCell<Pool<Compute>>,
    modules: RefCell<HashMap<Engine, js_sys::Function>>,
}

impl Runner {
    /// Starts nothing yet: the first route loads the app alone.
    #[must_use]
    pub fn new(assets: Assets) -> Self {
        Self(Rc::new(Inner {
            assets,
            pools: RefCell::default(),
            checker: OnceCell::new(),
            modules: RefCell::default(),
        }))
    }

    /// Computes in one place. `on_cancel` gets a handle that ends the run, where it can be ended;
    /// `on_progress` the share that is done, where it can be told.
    pub async fn run(
        &self,
        spec: Spec,
        engine: Engine,
        strategy: Strategy,
        fault: Option<Fault>,
        on_progress: impl Fn(f64) + 'static,
        on_cancel: impl FnOnce(Rc<dyn Fn()>),
    ) -> Result<Ran, RunFailure> {
        match strategy {
            Strategy::Main => self.run_here(spec, engine).await,
            Strategy::Worker => {
                let policy = JobPolicy {
                    fault,
                    ..JobPolicy::default()
                };
                let job = self.pool(engine).submit(
                    Request::Run { spec },
                    Vec::new(),
                    policy,
                    on_progress,
                );
                on_cancel(Rc::new(job.canceller()));
                let finished = job.await?;
                match finished.outcome {
                    Response::Ran { outcome } => Ok(Ran {
                        outcome,
                        lanes: finished.lanes,
                    }),
                    other @ Response::Checked { .. } => Err(RunFailure::Failed(format!(
                        "an answer to nothing: {other:?}"
                    ))),
                }
            }
        }
    }

    /// Compares a result, whichever engine gave it, with the reference that the compute module has.
    pub async fn check(
        &self,
        spec: Spec,
        outcome: Outcome,
    ) -> Result<Option<CheckError>, RunFailure> {
        let policy = JobPolicy {
            deadline_ms: Some(CHECK_DEADLINE_MS),
            retry: true,
            ..JobPolicy::default()
        };
        let request = Request::Check { spec, outcome };
        let job = self
            .0
            .checker
            .get_or_init(|| self.0.new_pool(Engine::Wasm))
            .submit(request, Vec::new(), policy, |_| ());
        match job.await?.outcome {
            Response::Checked { disagreement } => Ok(disagreement),
            other @ Response::Ran { .. } => Err(RunFailure::Failed(format!(
                "an answer to nothing: {other:?}"
            ))),
        }
    }

    /// How many milliseconds a unit of the registry's cost takes on this machine, found by short
    /// runs on a worker that is let go afterwards.
    pub async fn calibrate(&self, spec: Spec, engine: Engine) -> Option<f64> {
        let entry = registry::variant(spec.kernel, spec.variant)?;
        let sample = Spec {
            size: entry.size_calibration,
            rounds: 1,
            ..spec
        };
        let pool = self.0.new_pool(engine);
        let mut compute_ms = None;
        // The first time a module runs, its code is not optimised yet and its memory not there: three
        // times as slow was seen. So the second time counts.
        for _ in 0..CALIBRATION_RUNS {
            let request = Request::Run { spec: sample };
            let job = pool.submit(request, Vec::new(), JobPolicy::default(), |_| ());
            compute_ms = job.await.ok().map(|finished| {
                let lanes = finished.lanes.iter();
                lanes.map(|lane| lane.total_ms(Phase::Compute)).sum::<f64>()
            });
        }
        pool.shutdown(0.0).await;
        Some(compute_ms? / sample.cost())
    }

    /// The worker pool of an engine.
    fn pool(&self, engine: Engine) -> Pool<Compute> {
        self.0
            .pools
            .borrow_mut()
            .entry(engine)
            .or_insert_with(|| self.0.new_pool(engine))
            .clone()
    }

    /// Computes on the page's own thread, which stands still meanwhile.
    async fn run_here(&self, spec: Spec, engine: Engine) -> Result<Ran, RunFailure> {
        let loaded = self.0.modules.borrow().contains_key(&engine);
        let load_start_ms = now_ms();
        let function = self
            .0
            .function(engine)
            .await
            .map_err(|error| js_failure(&error))?;
        let compile = Span::between(Phase::Compile, load_start_ms, now_ms());

        // What says that the page is about to freeze must be on the screen before it does.
        next_frame().await;
        next_frame().await;

        let argument = serde_wasm_bindgen::to_value(&spec)
            .map_err(|error| RunFailure::Failed(error.to_string()))?;
        let start_ms = now_ms();
        let result = function.call1(&JsValue::UNDEFINED, &argument);
        let compute = Span::between(Phase::Compute, start_ms, now_ms());

        let value = result.map_err(|error| {
            serde_wasm_bindgen::from_value::<RunError>(error.clone()).map_or_else(
                |_| js_failure(&error),
                |error| RunFailure::Failed(error.to_string()),
            )
        })?;
        let outcome = serde_wasm_bindgen::from_value(value)
            .map_err(|error| RunFailure::Failed(error.to_string()))?;
        let spans = if loaded {
            vec![compute]
        } else {
            vec![compile, compute]
        };
        Ok(Ran {
            outcome,
            lanes: vec![Lane::new(Thread::Main, spans)],
        })
    }
}

impl Inner {
    fn new_pool(&self, engine: Engine) -> Pool<Compute> {
        let script = match engine {
            Engine::Wasm => "workers/compute.js",
            Engine::Js => "workers/baseline.js",
        };
        Pool::new(
            self.assets.url(script),
            PoolConfig {
                size: 1,
                queue_max: QUEUE_MAX,
                start_timeout_ms: START_TIMEOUT_MS,
                build_id: self.assets.build_id.clone(),
            },
        )
    }

    /// The function that computes on this thread: of the same module that the worker runs.
    async fn function(&self, engine: Engine) -> Result<js_sys::Function, JsValue> {
        if let Some(function) = self.modules.borrow().get(&engine) {
            return Ok(function.clone());
        }
        let (file, export) = match engine {
            Engine::Wasm => ("modules/compute/compute.js", "run_here"),
            Engine::Js => ("baselines/index.js", "run"),
        };
        let module = import(&self.assets.url(file)).await?;
        if engine == Engine::Wasm {
            let init: js_sys::Function =
                js_sys::Reflect::get(&module, &"default".into())?.dyn_into()?;
            let ready: js_sys::Promise = init.call0(&JsValue::UNDEFINED)?.dyn_into()?;
            JsFuture::from(ready).await?;
        }
        let function: js_sys::Function =
            js_sys::Reflect::get(&module, &export.into())?.dyn_into()?;
        self.modules.borrow_mut().insert(engine, function.clone());
        Ok(function)
    }
}

fn js_failure(error: &JsValue) -> RunFailure {
    let message = error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    );
    RunFailure::Failed(message)
}

#[wasm_bindgen(inline_js = "export function import_module(url) { return import(url); }")]
extern "C" {
    #[wasm_bindgen(catch, js_name = import_module)]
    async fn import(url: &str) -> Result<JsValue, JsValue>;
}
