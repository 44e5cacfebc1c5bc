//! Finds out under what conditions this page times things, and follows how they change.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::clock::now_ms;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::frames::{BEAT_MS, FrameSample};
use super::gauge::Message;
use super::{Conditions, Gauging, Log, Pressure, Reason, RunStart, Trust};
use crate::compute::Assets;
use crate::environment;
use crate::frames::{FrameLoop, next_frame};

/// The worker that measures.
const GAUGE: &str = "workers/gauge.js";

/// When the pressure that a link asks for takes effect, after the start, in milliseconds: late enough for a
/// run to begin before it.
const FORCED_AFTER_MS: u32 = 1_000;

/// How often [`Watch::ready`] looks whether it is, in milliseconds.
const READY_POLL_MS: u32 = 20;

/// How long [`Watch::ready`] waits at most, in milliseconds. A device for which measuring takes longer is
/// measured while the run goes on.
const READY_MS_MAX: f64 = 4_000.0;

/// How long a page is made before the worker that measures starts, in milliseconds: that keeps a core busy.
const GAUGE_AFTER_MS: u32 = 1_000;

/// How often the page is asked for a moment in which it is idle, to sample its frames, after the start.
const FRAME_SAMPLES_MAX: u32 = 3;

/// The pause between two such tries, in milliseconds.
const FRAME_SAMPLE_PAUSE_MS: u32 = 1_000;

/// What a watch is started with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Where the script of the worker that measures is.
    pub script_url: String,
    /// What pressure the browser shall be taken to report, a second after the start and from then on;
    /// until then none, and what it does report never counts.
    pub pressure: Option<Pressure>,
}

/// Follows the conditions for as long as a clone of it is held: a worker that measures where the work is
/// done, and the page's own visibility, clock and frames.
#[derive(Clone)]
pub struct Watch(Rc<Inner>);

struct Inner {
    log: ArcRwSignal<Log>,
    /// The script of the worker that measures, until that is started.
    script_url: RefCell<Option<String>>,
    gauge: RefCell<Option<Gauge>>,
    on_visibility: RefCell<Option<Closure<dyn FnMut()>>>,
    forcing: RefCell<Option<Timeout>>,
}

/// The worker, and what listens to it.
struct Gauge {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Watch {
    /// Starts to watch. For tests a link may say `?pressure=critical`, or another state: what the browser
    /// says of the processor is then never heard, and this is taken for it, see [`Setup::pressure`].
    #[must_use]
    pub(crate) fn start(assets: &Assets) -> Self {
        Self::start_with(&Setup {
            script_url: assets.url(GAUGE),
            pressure: pressure_hook(),
        })
    }

    /// Starts to watch with a worker of that script.
    #[must_use]
    pub fn start_with(setup: &Setup) -> Self {
        let inner = Rc::new(Inner {
            log: ArcRwSignal::new(Log::new(at_first())),
            script_url: RefCell::new(Some(setup.script_url.clone())),
            gauge: RefCell::default(),
            on_visibility: RefCell::default(),
            forcing: RefCell::default(),
        });
        follow_visibility(&inner);
        if let Some(pressure) = setup.pressure {
            force(&inner, pressure);
        }
        let weak = Rc::downgrade(&inner);
        spawn_local(async move {
            // What is seen first is painted first.
            next_frame().await;
            next_frame().await;
            let step_us = environment::clock_step_ms().map(|step| step * 1_000.0);
            if let Some(inner) = weak.upgrade() {
                inner.log.update(|log| log.page_clock(step_us));
            }
            TimeoutFuture::new(GAUGE_AFTER_MS).await;
            if let Some(inner) = weak.upgrade() {
                start_gauge(&inner);
            }
            sample_when_idle(weak).await;
        });
        Self(inner)
    }

    /// The conditions, as views follow them.
    #[must_use]
    pub fn conditions(&self) -> Signal<Conditions> {
        let log = self.0.log.clone();
        Signal::derive(move || log.with(|log| log.conditions().clone()))
    }

    /// The conditions now; follows nothing.
    #[must_use]
    pub fn conditions_now(&self) -> Conditions {
        self.0.log.with_untracked(|log| log.conditions().clone())
    }

    /// The instant from which on [`Self::since`] can be asked; taken when a run starts.
    #[must_use]
    pub fn run_start(&self) -> RunStart {
        Log::run_start(now_ms())
    }

    /// What speaks against a run that went on from then till now, [`super::Trust::judge`] says how much.
    #[must_use]
    pub fn since(&self, start: RunStart) -> Vec<Reason> {
        self.0.log.with_untracked(|log| log.since(start))
    }

    /// What the figures of a run are worth that went on from then till now and kept so many threads busy.
    #[must_use]
    pub fn judge(&self, start: RunStart, threads: u32) -> Trust {
        self.0
            .log
            .with_untracked(|log| log.judge(start, threads, now_ms()))
    }

    /// A run that kept so many threads busy is over: what the browser reports next may still tell of it.
    pub fn run_ended(&self, threads: u32) {
        // No condition changes by it, so no view has to be told.
        self.0
            .log
            .update_untracked(|log| log.run_ended(threads, now_ms()));
    }

    /// Waits until the worker has measured the clock and the device, for a few seconds at most: meanwhile
    /// it keeps a core busy. Returns whether it has.
    pub async fn ready(&self) -> bool {
        start_gauge(&self.0);
        let begun_ms = now_ms();
        let is_over = || self.conditions_now().gauging == Gauging::Over;
        while !is_over() && now_ms() - begun_ms < READY_MS_MAX {
            TimeoutFuture::new(READY_POLL_MS).await;
        }
        is_over()
    }

    /// Samples the page's frames for a third of a second, where they come as often as they should, else
    /// for a second and a half. Only while the page has nothing to do: no run goes on, nothing is drawn.
    ///
    /// Returns how long it is from one to the next, in milliseconds; `None`, and nothing is noted, where
    /// the page was busy or hidden after all.
    pub async fn sample_frames(&self) -> Option<f64> {
        sample_frames(&self.0.log).await
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(gauge) = self.gauge.borrow_mut().take() {
            gauge.worker.set_onmessage(None);
            gauge.worker.set_onerror(None);
            gauge.worker.terminate();
        }
        if let Some(on_visibility) = self.on_visibility.borrow_mut().take() {
            // Neither taking on a listener nor letting it go can fail without a signal that aborts it.
            let _ = document().remove_event_listener_with_callback(
                "visibilitychange",
                on_visibility.as_ref().unchecked_ref(),
            );
        }
    }
}

/// What the page knows before anything is measured.
fn at_first() -> Conditions {
    let cores = f64::max(1.0, window().navigator().hardware_concurrency());
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a browser reports at most a few hundred"
    )]
    Conditions {
        isolated: environment::is_isolated(),
        cores: cores as u32,
        visible: !document().hidden(),
        ..Conditions::default()
    }
}

fn follow_visibility(inner: &Rc<Inner>) {
    let weak = Rc::downgrade(inner);
    let on_visibility = Closure::<dyn FnMut()>::new(move || {
        if let Some(inner) = weak.upgrade() {
            inner
                .log
                .update(|log| log.seen(!document().hidden(), now_ms()));
        }
    });
    // As above.
    let _ = document().add_event_listener_with_callback(
        "visibilitychange",
        on_visibility.as_ref().unchecked_ref(),
    );
    *inner.on_visibility.borrow_mut() = Some(on_visibility);
}

/// The pressure that a link asks for. One that does not exist is refused in the console, where whoever
/// writes such links looks.
fn pressure_hook() -> Option<Pressure> {
    let search = window().location().search().ok()?;
    let name = web_sys::UrlSearchParams::new_with_str(&search)
        .ok()?
        .get("pressure")?;
    let pressure = Pressure::from_name(&name);
    if pressure.is_none() {
        let names = Pressure::ALL.map(Pressure::name).join(", ");
        leptos::logging::error!("the link's pressure is “{name}”; give one of {names}");
    }
    pressure
}

fn force(inner: &Rc<Inner>, pressure: Pressure) {
    inner.log.update(Log::expect_force);
    let weak = Rc::downgrade(inner);
    let forcing = Timeout::new(FORCED_AFTER_MS, move || {
        if let Some(inner) = weak.upgrade() {
            inner
                .log
                .update(|log| log.force_pressure(pressure, now_ms()));
        }
    });
    *inner.forcing.borrow_mut() = Some(forcing);
}

/// Starts the worker that measures, unless it was started.
fn start_gauge(inner: &Rc<Inner>) {
    let Some(script_url) = inner.script_url.take() else {
        return;
    };
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("gauge");
    let worker = match Worker::new_with_options(&script_url, &options) {
        Ok(worker) => worker,
        Err(error) => {
            leptos::logging::error!("the worker that measures could not be started: {error:?}");
            inner.log.update(Log::gauge_lost);
            return;
        }
    };
    let weak = Rc::downgrade(inner);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(inner) = weak.upgrade() else { return };
        match serde_wasm_bindgen::from_value::<Message>(event.data()) {
            Ok(message) => inner.log.update(|log| log.told(message, now_ms())),
            Err(error) => leptos::logging::error!("the worker that measures said: {error}"),
        }
    });
    let weak = Rc::downgrade(inner);
    // The browser itself writes to the console what failed.
    let on_error = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
        if let Some(inner) = weak.upgrade() {
            inner.log.update(Log::gauge_lost);
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    *inner.gauge.borrow_mut() = Some(Gauge {
        worker,
        _on_message: on_message,
        _on_error: on_error,
    });
}

/// Samples the frames some time after the start, in a moment in which the page is idle.
async fn sample_when_idle(weak: Weak<Inner>) {
    for _ in 0..FRAME_SAMPLES_MAX {
        TimeoutFuture::new(FRAME_SAMPLE_PAUSE_MS).await;
        let Some(log) = weak.upgrade().map(|inner| inner.log.clone()) else {
            return;
        };
        if sample_frames(&log).await.is_some() {
            return;
        }
    }
}

async fn sample_frames(log: &ArcRwSignal<Log>) -> Option<f64> {
    let start = Log::run_start(now_ms());
    let frames: Rc<RefCell<Vec<f64>>> = Rc::default();
    let sink = Rc::clone(&frames);
    let frame_loop = FrameLoop::start(move |now_ms| sink.borrow_mut().push(now_ms));
    let mut sample = FrameSample {
        frames_ms: Vec::new(),
        beats_ms: vec![now_ms()],
    };
    while !sample.is_over() {
        TimeoutFuture::new(BEAT_MS).await;
        sample.beats_ms.push(now_ms());
        sample.frames_ms.clone_from(&frames.borrow());
    }
    frame_loop.stop();
    let was_hidden = log.with_untracked(|log| log.since(start).contains(&Reason::Hidden));
    let gap_ms = sample.gap_ms().filter(|_| !was_hidden)?;
    log.update(|log| log.frames_sampled(gap_ms, now_ms()));
    Some(gap_ms)
}
