//! Runs computations where they are asked to run: on pools of workers, or by the modules that the
//! page's own thread loads for the runs that are meant to block it.

mod assets;
mod calibration;
mod check;
mod here;
mod jobs;
mod picture;
mod pools;
mod script;
mod sink;
mod thrown;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::{Engine, Outcome, Request, Response, RunError, Spec};
use protocol::{Fault, Never};
use timeline::Lane;
use wasm_bindgen::prelude::*;
use worker_pool::{Contract, Job, JobPolicy, Pool};

use crate::compute::RunFailure;
use crate::place::{Moving, Place};
use jobs::share_out;
use sink::view_of_threads;

pub(crate) use assets::Assets;
pub(crate) use picture::OwnPicture;

/// How long a worker may take until it is ready: a slow network has to deliver its module.
const START_TIMEOUT_MS: f64 = 30_000.0;

/// How long work of a moment may take that nobody can cancel: a picture made, a word sent there and back, a run that shows
/// how fast the machine is. A worker that ended without a word would be waited for without an end.
const MOMENT_MS_MAX: f64 = 60_000.0;

/// How long threads that share memory may stand still: one that died would be waited for for ever.
const STALL_MS: f64 = 5_000.0;

/// The app's side of the agreement with the workers that compute.
#[derive(Debug)]
pub(crate) enum Compute {}

impl Contract for Compute {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;
}

/// What is to be run, and where.
#[derive(Clone)]
pub(crate) struct Order {
    /// What to compute.
    pub spec: Spec,
    /// What executes it.
    pub engine: Engine,
    /// Where.
    pub place: Place,
    /// How pictures travel.
    pub moving: Moving,
    /// A failure that was asked for; of several jobs it strikes the middle one.
    pub fault: Option<Fault>,
    /// The picture to work on, for kernels that take one.
    pub picture: Option<Uint8Array>,
}

/// Ends a run.
pub(crate) type Cancel = Rc<dyn Fn()>;

/// What tells of a run while it goes on, and what ends it.
#[allow(
    clippy::struct_field_names,
    reason = "handlers are called by what they handle"
)]
pub(crate) struct Hooks {
    /// Gets the share that is done, where it can be told.
    pub on_progress: Rc<dyn Fn(f64)>,
    /// Gets a handle that ends the run, where it can be ended.
    pub on_cancel: Rc<dyn Fn(Cancel)>,
    /// Gets the lanes of attempts that were lost with their workers, be there another attempt or not.
    pub on_lost: Rc<dyn Fn(Vec<Lane>)>,
    /// Gets a view of the output as it grows, where it can be seen.
    pub on_view: Rc<dyn Fn(View)>,
}

/// Gives the output so far, or nothing while there is none.
pub(crate) type View = Rc<dyn Fn() -> Option<Growing>>;

/// An output as it grows. Others write to its bytes meanwhile.
pub(crate) struct Growing {
    /// The rows.
    pub output: Uint8Array,
    /// Which worker or thread has computed each row, where there are several: counted from one, zero while none has.
    pub owners: Option<Uint8Array>,
}

/// What a run gives.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    /// What came out.
    pub outcome: Outcome,
    /// What came out as bytes, for kernels of pictures or counts.
    pub output: Option<Uint8Array>,
    /// What each thread did.
    pub lanes: Vec<Lane>,
    /// Which worker or thread computed each row, where there were several: counted from one.
    pub owners: Vec<u8>,
    /// For each job, how many the pool had started before it.
    pub starts: Vec<u32>,
}

/// Runs computations where they are asked to run. Clones share all they hold.
#[derive(Clone)]
pub(crate) struct Runner(Rc<Inner>);

thread_local! {
    // No context of the app: what the shell holds would belong to the first route, which computes nothing.
    static SHARED: OnceCell<Runner> = const { OnceCell::new() };
}

struct Inner {
    assets: Assets,
    /// One worker for each engine.
    single: RefCell<HashMap<Engine, Pool<Compute>>>,
    /// As many workers as were asked for last, for each engine.
    pools: RefCell<HashMap<Engine, Pool<Compute>>>,
    /// Threads that share memory; their number is fixed when they start.
    parallel: RefCell<Option<(u32, Pool<Compute>)>>,
    /// Makes pictures, and compares results, on a worker of its own: the first run on a worker
    /// shall show what it costs to start one.
    helper: OnceCell<Pool<Compute>>,
    modules: RefCell<HashMap<Engine, JsValue>>,
    /// The picture that was made last: it is used over and over.
    picture: RefCell<Option<(Spec, Uint8Array)>>,
}

impl Runner {
    /// The one that all labs share, so that who comes back finds workers started.
    #[must_use]
    pub(crate) fn shared() -> Self {
        SHARED.with(|shared| shared.get_or_init(|| Self::new(Assets::of_page())).clone())
    }

    /// Another one, with workers of its own. Starts nothing yet.
    #[must_use]
    pub(crate) fn new(assets: Assets) -> Self {
        Self(Rc::new(Inner {
            assets,
            single: RefCell::default(),
            pools: RefCell::default(),
            parallel: RefCell::default(),
            helper: OnceCell::new(),
            modules: RefCell::default(),
            picture: RefCell::default(),
        }))
    }

    /// Where the build's files are.
    #[must_use]
    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Computes in one place.
    pub(crate) async fn run(&self, order: &Order, hooks: &Hooks) -> Result<Ran, RunFailure> {
        match order.place {
            Place::Main => self.run_here(order).await,
            Place::Sliced { slice_ms } => self.run_sliced(order, slice_ms, hooks).await,
            Place::Worker => {
                let pool = self.single(order.engine);
                share_out(&pool, order, 1, JobPolicy::default(), hooks).await
            }
            Place::Pool { workers, jobs } => {
                let pool = self.pool(order.engine);
                pool.resize(workers as usize);
                let policy = JobPolicy {
                    retry: true,
                    ..JobPolicy::default()
                };
                share_out(&pool, order, jobs, policy, hooks).await
            }
            Place::Parallel { threads, .. } => {
                let pool = self.0.parallel(threads);
                let policy = JobPolicy {
                    stall_ms: Some(STALL_MS),
                    ..JobPolicy::default()
                };
                if order.spec.extent().is_some() {
                    (hooks.on_view)(view_of_threads(&pool));
                }
                share_out(&pool, order, 1, policy, hooks).await
            }
        }
    }

    /// Starts what a place needs, so that the next run there finds it ready.
    pub(crate) async fn warm(&self, place: Place, engine: Engine) -> Result<(), RunFailure> {
        let (pool, workers) = match place {
            Place::Main | Place::Sliced { .. } => return self.load(engine).await.map(|_| ()),
            Place::Worker => (self.single(engine), 1),
            Place::Pool { workers, .. } => (self.pool(engine), workers),
            Place::Parallel { threads, .. } => (self.0.parallel(threads), 1),
        };
        pool.resize(workers as usize);
        let echoes: Vec<Job<Compute>> = (0..workers)
            .map(|_| pool.submit(Request::Echo, Vec::new(), of_a_moment(), |_| ()))
            .collect();
        for echo in echoes {
            echo.await?;
        }
        Ok(())
    }

    /// Ends all workers and threads at once, whatever they do.
    pub(crate) async fn close(self) {
        let inner = &self.0;
        let mut pools: Vec<Pool<Compute>> = Vec::new();
        pools.extend(inner.single.borrow_mut().drain().map(|(_, pool)| pool));
        pools.extend(inner.pools.borrow_mut().drain().map(|(_, pool)| pool));
        pools.extend(inner.parallel.borrow_mut().take().map(|(_, pool)| pool));
        pools.extend(inner.helper.get().cloned());
        for pool in pools {
            pool.shutdown(0.0).await;
        }
    }
}

/// For work of a moment that nobody can cancel.
const fn of_a_moment() -> JobPolicy {
    JobPolicy {
        deadline_ms: Some(MOMENT_MS_MAX),
        stall_ms: None,
        retry: false,
        urgent: false,
        fault: None,
    }
}

impl Hooks {
    /// Tells nobody.
    #[must_use]
    pub(crate) fn none() -> Self {
        Self {
            on_progress: Rc::new(|_| ()),
            on_cancel: Rc::new(|_| ()),
            on_lost: Rc::new(|_| ()),
            on_view: Rc::new(|_| ()),
        }
    }
}
