//! The app's handle on everything that computes: the pools of workers, and the modules that the
//! page's own thread loads for the runs that are meant to block it.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use js_sys::{ArrayBuffer, SharedArrayBuffer, Uint8Array};
use kernels::registry::{self, Data};
use kernels::{
    CheckError, Engine, Extent, Outcome, Request, Response, RunError, Sample, Schedule, Share, Spec,
};
use leptos::prelude::*;
use protocol::clock::now_ms;
use protocol::{Fault, Never};
use timeline::{Lane, Phase, Span, Thread};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use worker_pool::{
    Attachment, Buffer, Contract, Finished, Job, JobError, JobPolicy, Pool, PoolConfig,
};

use crate::frames::next_frame;
use crate::place::{JOBS_MAX, Moving, Place};

/// How many jobs may wait: those of one run, and some that a person adds meanwhile.
const QUEUE_MAX: usize = JOBS_MAX as usize + 88;

/// How long a worker may take until it is ready: a slow network has to deliver its module.
const START_TIMEOUT_MS: f64 = 30_000.0;

/// How long threads that share memory may take to start: a browser in which they cannot would
/// otherwise keep a person waiting.
const PARALLEL_START_TIMEOUT_MS: f64 = 15_000.0;

/// How long threads that share memory may stand still: one that died would be waited for for ever.
const STALL_MS: f64 = 5_000.0;

/// How long threads that share memory have to notice that they shall stop, before they are ended.
const CANCEL_GRACE_MS: f64 = 1_000.0;

/// After so long without work a worker is let go, and its memory with it.
const IDLE_MAX_MS: f64 = 60_000.0;

/// How often the sample of a calibration is computed; the last time counts.
const CALIBRATION_RUNS: u32 = 2;

/// How long a check may take; it is a small part of the run that it checks.
const CHECK_DEADLINE_MS: f64 = 60_000.0;

/// How long the decoding of a picture may take.
const DECODE_DEADLINE_MS: f64 = 60_000.0;

/// The app's side of the agreement with the workers that compute.
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

/// A person's own picture.
#[derive(Clone, Debug)]
pub struct OwnPicture {
    /// Its extent.
    pub extent: Extent,
    rgba: Uint8Array,
    grey: Uint8Array,
}

/// What is to be run, and where.
#[derive(Clone)]
pub struct Order {
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
pub type Cancel = Rc<dyn Fn()>;

/// What tells of a run while it goes on, and what ends it.
pub struct Hooks {
    /// Gets the share that is done, where it can be told.
    pub on_progress: Rc<dyn Fn(f64)>,
    /// Gets a handle that ends the run, where it can be ended.
    pub on_cancel: Rc<dyn Fn(Cancel)>,
    /// Gets a view of the output as it grows, where it can be seen.
    pub on_view: Rc<dyn Fn(View)>,
}

/// Gives the bytes of the output so far, or nothing while there are none.
pub type View = Rc<dyn Fn() -> Option<Uint8Array>>;

/// What a run gives.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What came out.
    pub outcome: Outcome,
    /// What came out as bytes, for kernels of pictures or counts.
    pub output: Option<Uint8Array>,
    /// What each thread did.
    pub lanes: Vec<Lane>,
    /// Which worker or thread computed each row, where there were several.
    pub owners: Vec<u8>,
    /// For each job, how many the pool had started before it.
    pub starts: Vec<u32>,
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

    /// A module of JavaScript of this build, fetched unless it is here.
    pub async fn import(&self, file: &str) -> Result<JsValue, JsValue> {
        import(&self.url(file)).await
    }
}

/// Runs computations where they are asked to run. Clones share all they hold.
#[derive(Clone)]
pub struct Runner(Rc<Inner>);

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
    /// Starts nothing yet: the first route loads the app alone.
    #[must_use]
    pub fn new(assets: Assets) -> Self {
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
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Computes in one place.
    pub async fn run(&self, order: &Order, hooks: &Hooks) -> Result<Ran, RunFailure> {
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
    pub async fn warm(&self, place: Place, engine: Engine) -> Result<(), RunFailure> {
        let (pool, workers) = match place {
            Place::Main | Place::Sliced { .. } => return self.load(engine).await.map(|_| ()),
            Place::Worker => (self.single(engine), 1),
            Place::Pool { workers, .. } => (self.pool(engine), workers),
            Place::Parallel { threads, .. } => (self.0.parallel(threads), 1),
        };
        pool.resize(workers as usize);
        let echoes: Vec<Job<Compute>> = (0..workers)
            .map(|_| pool.submit(Request::Echo, Vec::new(), JobPolicy::default(), |_| ()))
            .collect();
        for echo in echoes {
            echo.await?;
        }
        Ok(())
    }

    /// Ends all workers and threads at once, whatever they do.
    pub async fn close(self) {
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

    /// Compares a result, whichever engine gave it, with the reference that the compute module has.
    pub async fn check(&self, order: &Order, ran: &Ran) -> Result<Option<CheckError>, RunFailure> {
        let policy = JobPolicy {
            deadline_ms: Some(CHECK_DEADLINE_MS),
            retry: true,
            ..JobPolicy::default()
        };
        let request = Request::Check {
            spec: order.spec,
            outcome: ran.outcome.clone(),
            samples: samples(order, ran),
        };
        let job = self.helper().submit(request, Vec::new(), policy, |_| ());
        match job.await?.outcome {
            Response::Checked { disagreement } => Ok(disagreement),
            other => Err(stray(&other)),
        }
    }

    /// The picture that a run without one of its own works on, as shared memory if it shall travel
    /// so; `None` for kernels that take no picture.
    pub async fn picture(
        &self,
        spec: Spec,
        own: Option<&OwnPicture>,
        moving: Moving,
    ) -> Result<Option<Uint8Array>, RunFailure> {
        let Data::Picture { channels } = registry::kernel(spec.kernel).data else {
            return Ok(None);
        };
        let picture = if let Some(own) = own {
            if channels == 1 {
                own.grey.clone()
            } else {
                own.rgba.clone()
            }
        } else {
            let key = Spec { rounds: 1, ..spec };
            let kept = self.0.picture.borrow().clone();
            match kept {
                Some((of, picture)) if of == key => picture,
                _ => {
                    let picture = self.generate(spec).await?;
                    *self.0.picture.borrow_mut() = Some((key, picture.clone()));
                    picture
                }
            }
        };
        if moving != Moving::Share {
            return Ok(Some(picture));
        }
        let shared = shared_bytes(picture.length()).ok_or_else(not_shareable)?;
        shared.set(&picture, 0);
        Ok(Some(shared))
    }

    async fn generate(&self, spec: Spec) -> Result<Uint8Array, RunFailure> {
        let policy = JobPolicy {
            retry: true,
            ..JobPolicy::default()
        };
        let job = self
            .helper()
            .submit(Request::Generate { spec }, Vec::new(), policy, |_| ());
        let finished = job.await?;
        match finished.outcome {
            Response::Generated { .. } => bytes_of(&finished.buffers),
            other => Err(stray(&other)),
        }
    }

    /// The pixels of an image file, for a run; decoded on a worker that is let go afterwards.
    pub async fn decode(
        &self,
        spec: Spec,
        file: ArrayBuffer,
    ) -> Result<OwnPicture, JobError<RunError>> {
        let pool: Pool<Compute> = Pool::new(
            self.0.assets.url("workers/picture.js"),
            self.0.config(1, START_TIMEOUT_MS),
        );
        let policy = JobPolicy {
            deadline_ms: Some(DECODE_DEADLINE_MS),
            ..JobPolicy::default()
        };
        let file = vec![Attachment::Move(file)];
        let result = pool
            .submit(Request::Generate { spec }, file, policy, |_| ())
            .await;
        let letting_go = pool.clone();
        spawn_local(async move { letting_go.shutdown(0.0).await });
        let finished = result?;
        let mut buffers = finished.buffers.iter().map(Buffer::bytes);
        let (Response::Generated { extent }, Some(rgba), Some(grey)) =
            (finished.outcome, buffers.next(), buffers.next())
        else {
            return Err(JobError::Failed(RunError::NotAnImage));
        };
        Ok(OwnPicture { extent, rgba, grey })
    }

    /// How many milliseconds a unit of the registry's cost takes on this machine, found by short
    /// runs on a worker that is let go afterwards.
    pub async fn calibrate(&self, spec: Spec, engine: Engine) -> Option<f64> {
        let entry = spec.entry()?;
        let sample = Spec {
            size: entry.size_calibration,
            rounds: 1,
            picture: None,
            ..spec
        };
        let order = Order {
            spec: sample,
            engine,
            place: Place::Worker,
            moving: Moving::Clone,
            fault: None,
            picture: self.picture(sample, None, Moving::Clone).await.ok()?,
        };
        let pool = self.0.new_pool(engine, 1);
        let hooks = Hooks::none();
        let mut compute_ms = None;
        // The first time a module runs, its code is not optimised yet and its memory not there: three
        // times as slow was seen. So the second time counts.
        for _ in 0..CALIBRATION_RUNS {
            let ran = share_out(&pool, &order, 1, JobPolicy::default(), &hooks).await;
            compute_ms = ran.ok().map(|ran| {
                let lanes = ran.lanes.iter();
                lanes.map(|lane| lane.total_ms(Phase::Compute)).sum::<f64>()
            });
        }
        pool.shutdown(0.0).await;
        Some(compute_ms? / sample.cost())
    }

    /// The pool of workers of an engine.
    #[must_use]
    pub fn pool(&self, engine: Engine) -> Pool<Compute> {
        self.0
            .pools
            .borrow_mut()
            .entry(engine)
            .or_insert_with(|| self.0.new_pool(engine, 1))
            .clone()
    }

    fn single(&self, engine: Engine) -> Pool<Compute> {
        self.0
            .single
            .borrow_mut()
            .entry(engine)
            .or_insert_with(|| self.0.new_pool(engine, 1))
            .clone()
    }

    fn helper(&self) -> &Pool<Compute> {
        self.0
            .helper
            .get_or_init(|| self.0.new_pool(Engine::Wasm, 1))
    }

    /// Computes on the page's own thread, which stands still meanwhile.
    async fn run_here(&self, order: &Order) -> Result<Ran, RunFailure> {
        let (module, spans) = self.load(order.engine).await?;
        let function: js_sys::Function = member(&module, "run_here")?;
        // What says that the page is about to freeze must be on the screen before it does.
        next_frame().await;
        next_frame().await;
        let arguments = arguments(order)?;
        let start_ms = now_ms();
        let result = function.apply(&JsValue::UNDEFINED, &arguments);
        let whole = Span::between(Phase::Compute, start_ms, now_ms());
        finished_here(result, spans, Some(whole))
    }

    /// Computes on the page's own thread, which gets its turn between slices.
    async fn run_sliced(
        &self,
        order: &Order,
        slice_ms: u32,
        hooks: &Hooks,
    ) -> Result<Ran, RunFailure> {
        let (module, mut spans) = self.load(order.engine).await?;
        let class: js_sys::Function = member(&module, "Slices")?;
        let cancelled = Rc::new(Cell::new(false));
        let handle = Rc::clone(&cancelled);
        (hooks.on_cancel)(Rc::new(move || handle.set(true)));
        next_frame().await;

        let start_ms = now_ms();
        let slices: Rc<Slices> = Rc::new(
            js_sys::Reflect::construct(&class, &arguments(order)?)
                .map_err(|error| failure(&error))?
                .unchecked_into(),
        );
        spans.push(Span::between(Phase::Copy, start_ms, now_ms()));
        if order.spec.extent().is_some() {
            let seen = Rc::downgrade(&slices);
            (hooks.on_view)(Rc::new(move || Some(seen.upgrade()?.output())));
        }
        loop {
            let start_ms = now_ms();
            let fraction = slices
                .advance(f64::from(slice_ms))
                .map_err(|error| failure(&error))?;
            spans.push(Span::between(Phase::Compute, start_ms, now_ms()));
            if fraction >= 1.0 {
                break;
            }
            (hooks.on_progress)(fraction);
            // The page's turn: a promise like another would go on before the page had it, and
            // `scheduler.yield` before the next frame is painted (docs/decisions/0006).
            yield_to_page().await.map_err(|error| failure(&error))?;
            if cancelled.get() {
                return Err(RunFailure::Cancelled);
            }
        }
        finished_here(slices.finish(), spans, None)
    }

    /// The module that computes on this thread: the one that the workers run.
    async fn load(&self, engine: Engine) -> Result<(JsValue, Vec<Span>), RunFailure> {
        if let Some(module) = self.0.modules.borrow().get(&engine) {
            return Ok((module.clone(), Vec::new()));
        }
        let start_ms = now_ms();
        let module = self
            .0
            .module(engine)
            .await
            .map_err(|error| failure(&error))?;
        let compile = Span::between(Phase::Compile, start_ms, now_ms());
        Ok((module, vec![compile]))
    }
}

impl Inner {
    fn config(&self, size: usize, start_timeout_ms: f64) -> PoolConfig {
        PoolConfig {
            size,
            queue_max: QUEUE_MAX,
            start_timeout_ms,
            build_id: self.assets.build_id.clone(),
            idle_max_ms: Some(IDLE_MAX_MS),
            cancel_grace_ms: None,
        }
    }

    fn new_pool(&self, engine: Engine, size: usize) -> Pool<Compute> {
        let script = match engine {
            Engine::Wasm => "workers/compute.js",
            Engine::Js => "workers/baseline.js",
        };
        Pool::new(self.assets.url(script), self.config(size, START_TIMEOUT_MS))
    }

    /// Threads over one memory, with the worker that owns them.
    fn parallel(&self, threads: u32) -> Pool<Compute> {
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

    async fn module(&self, engine: Engine) -> Result<JsValue, JsValue> {
        let file = match engine {
            Engine::Wasm => "modules/compute/compute.js",
            Engine::Js => "baselines/index.js",
        };
        let module = self.assets.import(file).await?;
        if engine == Engine::Wasm {
            let init: js_sys::Function =
                js_sys::Reflect::get(&module, &"default".into())?.dyn_into()?;
            let ready: js_sys::Promise = init.call0(&JsValue::UNDEFINED)?.dyn_into()?;
            JsFuture::from(ready).await?;
        }
        self.modules.borrow_mut().insert(engine, module.clone());
        Ok(module)
    }
}

impl Hooks {
    /// Tells nobody.
    #[must_use]
    pub fn none() -> Self {
        Self {
            on_progress: Rc::new(|_| ()),
            on_cancel: Rc::new(|_| ()),
            on_view: Rc::new(|_| ()),
        }
    }
}

/// Hands the work to a pool in so many jobs, and puts their results together.
async fn share_out(
    pool: &Pool<Compute>,
    order: &Order,
    jobs: u32,
    policy: JobPolicy,
    hooks: &Hooks,
) -> Result<Ran, RunFailure> {
    let sink = Sink::new(order, jobs)?;
    if let (Some(view), true) = (sink.view(), !matches!(order.place, Place::Parallel { .. })) {
        (hooks.on_view)(view);
    }
    let fractions = Rc::new(RefCell::new(vec![0.0; jobs as usize]));
    let mut spans = Vec::new();
    let mut under_way: Vec<Job<Compute>> = Vec::new();
    for index in 0..jobs {
        let share = Share { index, of: jobs };
        let (fractions, on_progress) = (Rc::clone(&fractions), Rc::clone(&hooks.on_progress));
        let policy = JobPolicy {
            fault: order.fault.filter(|_| index == jobs / 2),
            ..policy
        };
        let request = Request::Run {
            spec: order.spec,
            share,
            schedule: match order.place {
                Place::Parallel { schedule, .. } => schedule,
                _ => Schedule::default(),
            },
            into_shared: sink.is_shared(),
        };
        let attachments = attachments(order, share, &sink, &mut spans);
        under_way.push(pool.submit(request, attachments, policy, move |fraction| {
            let mut all = fractions.borrow_mut();
            all[index as usize] = fraction;
            on_progress(all.iter().sum::<f64>() / f64::from(jobs));
        }));
    }
    let cancellers: Vec<_> = under_way.iter().map(Job::canceller).collect();
    (hooks.on_cancel)(Rc::new(move || {
        for cancel in &cancellers {
            cancel();
        }
    }));

    let mut outcomes = Vec::new();
    let (mut lanes, mut owners, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for (index, job) in (0..jobs).zip(under_way) {
        // Whichever fails, those that follow are dropped, and so cancelled.
        let finished: Finished<Response> = job.await?;
        let Response::Ran {
            outcome,
            lanes: threads,
            owners: rows,
        } = finished.outcome
        else {
            return Err(stray(&finished.outcome));
        };
        if jobs > 1 {
            fractions.borrow_mut()[index as usize] = 1.0;
            (hooks.on_progress)(fractions.borrow().iter().sum::<f64>() / f64::from(jobs));
        }
        sink.take(
            order,
            Share { index, of: jobs },
            &finished.buffers,
            &mut spans,
        )?;
        outcomes.push(outcome);
        starts.push(finished.start_order);
        if jobs > 1 {
            let slot = u8::try_from(finished.worker.slot).unwrap_or(u8::MAX);
            let rows = order.spec.output_rows(Share { index, of: jobs });
            owners.extend(rows.map(|_| slot));
        }
        lanes.extend(finished.lanes);
        lanes.extend(threads);
        owners.extend(rows);
    }
    let outcome = Outcome::of_shares(&order.spec, outcomes)
        .ok_or_else(|| RunFailure::Failed("the jobs' results do not belong together".to_owned()))?;
    if !spans.is_empty() {
        lanes.push(Lane::new(Thread::Main, spans));
    }
    Ok(Ran {
        outcome,
        output: sink.bytes(),
        lanes,
        owners,
        starts,
    })
}

/// What a job takes with it: its rows of the picture, and the memory for its output.
fn attachments(order: &Order, share: Share, sink: &Sink, spans: &mut Vec<Span>) -> Vec<Attachment> {
    let mut attachments = Vec::new();
    if let (Some(picture), Some(extent)) = (&order.picture, order.spec.extent()) {
        let row_bytes =
            extent.width * u32::from(registry::kernel(order.spec.kernel).data.point_bytes());
        let rows = order.spec.input_rows(share);
        let band = || {
            picture
                .slice(rows.start * row_bytes, rows.end * row_bytes)
                .buffer()
        };
        match order.moving {
            Moving::Share => attachments.extend(
                picture
                    .buffer()
                    .dyn_into::<SharedArrayBuffer>()
                    .ok()
                    .map(Attachment::Share),
            ),
            Moving::Clone if share.of == 1 => attachments.push(Attachment::Clone(picture.buffer())),
            Moving::Clone | Moving::Transfer => {
                let start_ms = now_ms();
                let band = band();
                // The page keeps the picture for the next run, which whoever hands a picture over
                // does not: for one job this copy is ours, and is not counted.
                if share.of > 1 {
                    spans.push(Span::between(Phase::Copy, start_ms, now_ms()));
                }
                attachments.push(if order.moving == Moving::Clone {
                    Attachment::Clone(band)
                } else {
                    Attachment::Move(band)
                });
            }
        }
    }
    if let Sink::Shared(output) = sink {
        attachments.extend(
            output
                .buffer()
                .dyn_into::<SharedArrayBuffer>()
                .ok()
                .map(Attachment::Share),
        );
    }
    attachments
}

/// Where the output of all jobs comes together.
enum Sink {
    /// There is none but figures.
    None,
    /// Jobs write into it themselves.
    Shared(Uint8Array),
    /// Bands are copied into it as they arrive.
    Gathered(Uint8Array),
    /// The one job's own buffer.
    Whole(RefCell<Option<Uint8Array>>),
}

impl Sink {
    fn new(order: &Order, jobs: u32) -> Result<Self, RunFailure> {
        let Some(bytes) = output_bytes(&order.spec) else {
            return Ok(Self::None);
        };
        Ok(match order.moving {
            Moving::Share => Self::Shared(shared_bytes(bytes).ok_or_else(not_shareable)?),
            _ if jobs > 1 => Self::Gathered(Uint8Array::new_with_length(bytes)),
            _ => Self::Whole(RefCell::default()),
        })
    }

    fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    fn view(&self) -> Option<View> {
        match self {
            Self::Shared(bytes) | Self::Gathered(bytes) => {
                let bytes = bytes.clone();
                Some(Rc::new(move || Some(bytes.clone())))
            }
            Self::None | Self::Whole(_) => None,
        }
    }

    fn take(
        &self,
        order: &Order,
        share: Share,
        buffers: &[Buffer],
        spans: &mut Vec<Span>,
    ) -> Result<(), RunFailure> {
        match self {
            Self::None | Self::Shared(_) => {}
            Self::Gathered(all) => {
                let start_ms = now_ms();
                let band = bytes_of(buffers)?;
                let rows = order.spec.output_rows(share);
                let row_bytes = all.length() / order.spec.extent().map_or(1, |of| of.height);
                all.set(&band, rows.start * row_bytes);
                spans.push(Span::between(Phase::Copy, start_ms, now_ms()));
            }
            Self::Whole(whole) => *whole.borrow_mut() = Some(bytes_of(buffers)?),
        }
        Ok(())
    }

    fn bytes(self) -> Option<Uint8Array> {
        match self {
            Self::None => None,
            Self::Shared(bytes) | Self::Gathered(bytes) => Some(bytes),
            Self::Whole(bytes) => bytes.into_inner(),
        }
    }
}

/// The output in the memory that the threads share, as it grows.
fn view_of_threads(pool: &Pool<Compute>) -> View {
    let pool = pool.clone();
    Rc::new(move || pool.control(0)?.output())
}

fn output_bytes(spec: &Spec) -> Option<u32> {
    let extent = spec.extent()?;
    let bytes = extent.pixels() * u64::from(registry::kernel(spec.kernel).data.point_bytes());
    u32::try_from(bytes).ok()
}

/// Fresh memory that threads can share, or `None` where the page is not isolated.
fn shared_bytes(length: u32) -> Option<Uint8Array> {
    let isolated = js_sys::Reflect::get(&js_sys::global(), &"crossOriginIsolated".into());
    isolated
        .is_ok_and(|isolated| isolated.is_truthy())
        .then(|| Uint8Array::new(&SharedArrayBuffer::new(length)))
}

fn not_shareable() -> RunFailure {
    RunFailure::Failed("memory can be shared only where the page is isolated".to_owned())
}

fn bytes_of(buffers: &[Buffer]) -> Result<Uint8Array, RunFailure> {
    buffers
        .first()
        .map(Buffer::bytes)
        .ok_or_else(|| RunFailure::Failed("an answer without its bytes".to_owned()))
}

fn stray(answer: &Response) -> RunFailure {
    RunFailure::Failed(format!("an answer to nothing: {answer:?}"))
}

/// Points of a result, to be computed once more.
fn samples(order: &Order, ran: &Ran) -> Vec<Sample> {
    let Some(output) = &ran.output else {
        return Vec::new();
    };
    let byte = |bytes: &Uint8Array, index: usize| {
        u32::try_from(index).map_or(0, |index| bytes.get_index(index))
    };
    let input = |index| {
        order
            .picture
            .as_ref()
            .map_or(0, |picture| byte(picture, index))
    };
    kernels::samples(&order.spec, &input, &|index| byte(output, index))
}

/// What both functions that compute on this thread take.
fn arguments(order: &Order) -> Result<js_sys::Array, RunFailure> {
    let value = |result: Result<JsValue, serde_wasm_bindgen::Error>| {
        result.map_err(|error| RunFailure::Failed(error.to_string()))
    };
    let input = order
        .picture
        .as_ref()
        .map_or(JsValue::UNDEFINED, Into::into);
    Ok(js_sys::Array::of4(
        &value(serde_wasm_bindgen::to_value(&order.spec))?,
        &value(serde_wasm_bindgen::to_value(&Share::WHOLE))?,
        &input,
        &0.into(),
    ))
}

/// A result of this thread: `{ outcome, output }`.
fn finished_here(
    result: Result<JsValue, JsValue>,
    mut spans: Vec<Span>,
    whole: Option<Span>,
) -> Result<Ran, RunFailure> {
    let value = result.map_err(|error| failure(&error))?;
    let field = |name: &str| js_sys::Reflect::get(&value, &name.into());
    let outcome = field("outcome").map_err(|error| failure(&error))?;
    let outcome = serde_wasm_bindgen::from_value(outcome)
        .map_err(|error| RunFailure::Failed(error.to_string()))?;
    // The module tells copies into and out of its memory apart from the computation.
    if let Some(whole) = whole {
        let told = field("spans").ok();
        let told = told.and_then(|told| serde_wasm_bindgen::from_value(told).ok());
        spans.extend(told.unwrap_or_else(|| vec![whole]));
    }
    let output = field("output")
        .ok()
        .and_then(|output| output.dyn_into::<Uint8Array>().ok())
        .filter(|output| output.length() > 0);
    Ok(Ran {
        outcome,
        output,
        lanes: vec![Lane::new(Thread::Main, spans)],
        owners: Vec::new(),
        starts: Vec::new(),
    })
}

/// What went wrong, from what was thrown: the domain's error, or the browser's.
fn failure(error: &JsValue) -> RunFailure {
    if let Ok(error) = serde_wasm_bindgen::from_value::<RunError>(error.clone()) {
        return RunFailure::Failed(error.to_string());
    }
    let message = error.dyn_ref::<js_sys::Error>().map_or_else(
        || format!("{error:?}"),
        |error| String::from(error.message()),
    );
    RunFailure::Failed(message)
}

fn member(module: &JsValue, name: &str) -> Result<js_sys::Function, RunFailure> {
    js_sys::Reflect::get(module, &name.into())
        .and_then(JsCast::dyn_into)
        .map_err(|error| failure(&error))
}

#[wasm_bindgen(inline_js = "
export function import_module(url) { return import(url); }
let hopped = 0;
export async function yield_to_page() {
  const now = performance.now();
  if (globalThis.scheduler?.yield && now - hopped < 16) return scheduler.yield();
  hopped = now;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(); };
    port2.postMessage(null);
  });
}
")]
extern "C" {
    #[wasm_bindgen(catch, js_name = import_module)]
    async fn import(url: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn yield_to_page() -> Result<JsValue, JsValue>;

    /// A run in slices, of either engine's module.
    type Slices;

    #[wasm_bindgen(method, structural, catch)]
    fn advance(this: &Slices, budget_ms: f64) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, structural)]
    fn output(this: &Slices) -> Uint8Array;

    #[wasm_bindgen(method, structural, catch)]
    fn finish(this: &Slices) -> Result<JsValue, JsValue>;
}
