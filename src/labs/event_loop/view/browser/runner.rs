//! Runs a program on the page's main thread and records when each callback really ran.
//!
//! While it runs nothing else of the panel does: signals would queue microtasks among those that are measured.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, MessageChannel, MessageEvent, MessagePort, Performance, ResizeObserver, Window,
};

use super::observers::Observers;
use crate::compute::Cancel;
use crate::frames::next_frame;
use crate::labs::event_loop::model::browser::form::Order;
use crate::labs::event_loop::model::browser::program::{Action, Callback, Stage, program};
use crate::labs::event_loop::model::browser::record::{
    Ending, FrameSeen, Kind, Priority, Recorder, Recording, Ticket,
};

/// How long one stage may go on, in milliseconds; what waits then does not run any more.
const STAGE_MS_MAX: u32 = 10_000;

/// Frames before the first stage, in which the page has nothing to do: they tell how far apart frames are.
const IDLE_FRAMES: u32 = 6;

/// Frames after each stage, so that the one in which it ended is seen whole.
const LAST_FRAMES: u32 = 2;

/// How long to wait for a frame: pages in the background get none.
const FRAME_MS_MAX: u32 = 500;

/// How long a browser may take to report a long frame that is over.
const REPORT_DELAY_MS: u32 = 100;

/// What happens when a callback runs, with the timestamp of its frame where it has one.
type Job = Box<dyn FnOnce(Option<f64>)>;

/// A program that is about to run.
pub(super) struct Runner {
    page: Rc<Page>,
    order: Order,
}

/// The page's queues, as a program uses them.
struct Page {
    window: Window,
    clock: Performance,
    /// What a `ResizeObserver` is told of.
    probe: Element,
    /// Where messages are posted, and where they arrive.
    ports: (MessagePort, MessagePort),
    on_message: OnceCell<Closure<dyn FnMut(MessageEvent)>>,
    /// What the messages on their way are for.
    messages: RefCell<HashMap<u32, Job>>,
    posted: Cell<u32>,
    on_frame: OnceCell<Closure<dyn FnMut(f64)>>,
    /// The request for the next frame.
    frame: Cell<i32>,
    flood: RefCell<Option<Closure<dyn FnMut()>>>,
    recorder: RefCell<Recorder>,
    missing: Vec<Kind>,
    /// Callbacks of the stage that have not run.
    pending: Cell<u32>,
    loops: Cell<u32>,
    done: RefCell<Option<oneshot::Sender<()>>>,
    stopped: Cell<bool>,
    /// Whether the run is over: what is still queued does nothing any more.
    over: Cell<bool>,
}

impl Runner {
    /// `None` where the browser gives no message channel or no clock.
    pub(super) fn new(order: Order, probe: Element) -> Option<Self> {
        let window = leptos::prelude::window();
        let channel = MessageChannel::new().ok()?;
        let page = Rc::new(Page {
            clock: window.performance()?,
            missing: missing(&window),
            window,
            probe,
            ports: (channel.port1(), channel.port2()),
            on_message: OnceCell::new(),
            messages: RefCell::default(),
            posted: Cell::new(0),
            on_frame: OnceCell::new(),
            frame: Cell::new(0),
            flood: RefCell::default(),
            recorder: RefCell::new(Recorder::new(order.program)),
            pending: Cell::new(0),
            loops: Cell::new(0),
            done: RefCell::default(),
            stopped: Cell::new(false),
            over: Cell::new(false),
        });
        Some(Self { page, order })
    }

    /// What ends the run before the next callback.
    pub(super) fn canceller(&self) -> Cancel {
        let page = Rc::downgrade(&self.page);
        Rc::new(move || {
            if let Some(page) = page.upgrade() {
                page.stopped.set(true);
                page.over.set(true);
                page.finish_stage();
            }
        })
    }

    /// Runs all stages and tells what ran when.
    pub(super) async fn run(self) -> Recording {
        let Self { page, order } = self;
        page.listen();
        page.watch_frames();
        let observers = page.observe();
        page.frames(IDLE_FRAMES).await;
        let idle_frames = page.recorder.borrow().frames();
        for stage in (program(order.program).stages)(&order.values) {
            if page.run_stage(stage).await != Ending::Completed {
                break;
            }
            page.frames(LAST_FRAMES).await;
        }
        page.forget_frames();
        TimeoutFuture::new(REPORT_DELAY_MS).await;
        drop(observers);
        page.close();
        let recorder = page.recorder.borrow().clone();
        recorder.finish(page.missing.clone(), idle_frames)
    }
}

impl Page {
    fn now(&self) -> f64 {
        self.clock.now()
    }

    /// Waits for so many frames, unless the run is stopped or there are none.
    async fn frames(&self, count: u32) {
        for _ in 0..count {
            if self.stopped.get() {
                return;
            }
            let frame = Box::pin(next_frame());
            select(frame, TimeoutFuture::new(FRAME_MS_MAX)).await;
        }
    }

    /// A message is a task of its own, and no timer, whose nesting would count.
    async fn run_stage(self: &Rc<Self>, stage: Stage) -> Ending {
        if self.stopped.get() {
            return Ending::Stopped;
        }
        if stage.by.is_some_and(|kind| self.missing.contains(&kind)) {
            let mut recorder = self.recorder.borrow_mut();
            recorder.stage(stage.by, self.now());
            recorder.stage_ended(Ending::Missing, self.now());
            return Ending::Completed;
        }
        let (done, finished) = oneshot::channel();
        *self.done.borrow_mut() = Some(done);
        self.pending.set(1);
        let page = Rc::clone(self);
        self.post(Box::new(move |_| page.begin_stage(&stage)));
        select(finished, TimeoutFuture::new(STAGE_MS_MAX)).await;
        let ending = match (self.stopped.get(), self.pending.get()) {
            (true, _) => Ending::Stopped,
            (false, 0) => Ending::Completed,
            (false, _) => Ending::TimeLimit,
        };
        self.over.set(ending != Ending::Completed);
        self.recorder.borrow_mut().stage_ended(ending, self.now());
        ending
    }

    fn begin_stage(self: &Rc<Self>, stage: &Stage) {
        if self.over.get() {
            return;
        }
        self.note(|recorder, now_ms| {
            recorder.stage(stage.by, now_ms);
            let ticket = recorder.queue(Kind::Script, 0.0, now_ms);
            recorder.begin(ticket, None, now_ms);
        });
        for action in &stage.actions {
            let kind = action.kind();
            if !kind.is_some_and(|kind| self.missing.contains(&kind)) {
                self.act(*action);
            }
        }
        self.note(Recorder::end);
        self.ran();
    }

    fn act(self: &Rc<Self>, action: Action) {
        match action {
            Action::Queue { callback, work_ms } => self.queue_callback(callback, work_ms),
            Action::Busy { ms } => self.busy(ms),
            Action::Nested { timers } => self.chain(Kind::Timer, None, 0, counted(timers)),
            Action::Flood { kind, count } if kind.is_microtask() => self.flood(kind, count),
            Action::Flood { kind, count } => {
                let looped = Some(self.new_loop());
                self.chain(kind, looped, 0, counted(count));
            }
            Action::Rounds { kind, frames } => self.rounds(kind, frames),
            Action::Slices {
                kind,
                total_ms,
                slice_ms,
            } => {
                let slices = total_ms.div_ceil(slice_ms.max(1));
                self.chain(kind, None, slice_ms, counted(slices));
            }
        }
    }

    fn queue_callback(self: &Rc<Self>, callback: Callback, work_ms: u32) {
        self.queue(callback.kind, None, move |page| {
            page.busy(work_ms);
            for kind in callback.queues {
                page.queue(*kind, None, move |page| page.busy(work_ms));
            }
        });
    }

    fn rounds(self: &Rc<Self>, kind: Kind, frames: u32) {
        let first = self.recorder.borrow().frames();
        let page = Rc::clone(self);
        let goes_on = move || {
            let seen = page.recorder.borrow().frames() - first;
            // The first and the last stretch are no whole frames.
            seen <= frames as usize
        };
        let looped = Some(self.new_loop());
        self.chain(kind, looped, 0, Rc::new(goes_on));
    }

    /// A callback that queues the next one as long as it goes on.
    fn chain(self: &Rc<Self>, kind: Kind, looped: Option<u32>, work_ms: u32, goes_on: GoesOn) {
        self.queue(kind, looped, move |page| {
            page.busy(work_ms);
            if goes_on() {
                page.chain(kind, looped, work_ms, goes_on);
            }
        });
    }

    /// So many microtasks, each queued by the one before. They are not noted one by one: that would take longer than
    /// they do.
    fn flood(self: &Rc<Self>, kind: Kind, count: u32) {
        let ticket = self.ticket(kind);
        let page = Rc::clone(self);
        let again: Rc<OnceCell<Function>> = Rc::default();
        let next = Rc::clone(&again);
        let mut ran = 0;
        let closure = Closure::<dyn FnMut()>::new(move || {
            if ran == 0 {
                page.note(|recorder, now_ms| recorder.begin(ticket, None, now_ms));
            }
            ran += 1;
            if let Some(next) = next.get().filter(|_| ran < count) {
                page.window.queue_microtask(next);
            } else {
                page.note(|recorder, now_ms| recorder.end_many(count, now_ms));
                page.ran();
            }
        });
        let function: Function = closure.as_ref().unchecked_ref::<Function>().clone();
        self.window.queue_microtask(&function);
        let _ = again.set(function);
        *self.flood.borrow_mut() = Some(closure);
    }

    /// Computes for so long, as a loop that asks for the time.
    fn busy(&self, ms: u32) {
        let end_ms = self.now() + f64::from(ms);
        while self.now() < end_ms {}
    }

    /// Notes a callback and hands it to the browser.
    fn queue(
        self: &Rc<Self>,
        kind: Kind,
        looped: Option<u32>,
        work: impl FnOnce(&Rc<Self>) + 'static,
    ) {
        let ticket = self.ticket(kind);
        let page = Rc::clone(self);
        let job = Box::new(move |frame_ms| {
            if page.over.get() {
                return;
            }
            page.note(|recorder, now_ms| match looped {
                Some(of_loop) => recorder.begin_looped(of_loop, ticket, now_ms),
                None => recorder.begin(ticket, frame_ms, now_ms),
            });
            work(&page);
            page.note(Recorder::end);
            page.ran();
        });
        if self.hand_over(kind, job).is_none() {
            leptos::logging::error!("internal error: no {} could be queued", kind.id());
            self.ran();
        }
    }

    fn ticket(&self, kind: Kind) -> Ticket {
        self.pending.set(self.pending.get() + 1);
        let now_ms = self.now();
        self.recorder.borrow_mut().queue(kind, 0.0, now_ms)
    }

    fn hand_over(&self, kind: Kind, job: Job) -> Option<()> {
        match kind {
            Kind::Script | Kind::Message => self.post(job),
            Kind::Microtask => self.window.queue_microtask(&once(job)),
            Kind::Promise => then(&Promise::resolve(&JsValue::UNDEFINED), &once(job))?,
            Kind::Timer => {
                let timer = self.window.set_timeout_with_callback(&once(job));
                timer.ok()?;
            }
            Kind::Task(priority) => post_task(&self.window, priority, &once(job))?,
            Kind::Continuation => {
                let scheduler = property(&self.window, "scheduler")?;
                let promise = method(&scheduler, "yield")?.call0(&scheduler).ok()?;
                then(&promise, &once(job))?;
            }
            Kind::Frame => {
                let frame = self.window.request_animation_frame(&once(job));
                frame.ok()?;
            }
            Kind::Layout => observe_once(&self.probe, job)?,
            Kind::Idle => {
                let idle = self.window.request_idle_callback(&once(job));
                idle.ok()?;
            }
        }
        Some(())
    }

    fn post(&self, job: Job) {
        let id = self.posted.get() + 1;
        self.posted.set(id);
        self.messages.borrow_mut().insert(id, job);
        // Only what cannot be cloned is refused.
        let _ = self.ports.0.post_message(&id.into());
    }

    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(page) = weak.upgrade() else { return };
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "the number that was posted"
            )]
            let id = event.data().as_f64().unwrap_or_default() as u32;
            let job = page.messages.borrow_mut().remove(&id);
            if let Some(job) = job {
                job(None);
            }
        });
        let handler = on_message.as_ref().unchecked_ref();
        self.ports.1.set_onmessage(Some(handler));
        let _ = self.on_message.set(on_message);
    }

    /// Has a callback in every frame until the run is over.
    fn watch_frames(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let on_frame = Closure::<dyn FnMut(f64)>::new(move |timestamp_ms| {
            let Some(page) = weak.upgrade() else { return };
            let start_ms = page.now();
            page.recorder.borrow_mut().frame(FrameSeen {
                timestamp_ms,
                start_ms,
            });
            page.request_frame();
        });
        let _ = self.on_frame.set(on_frame);
        self.request_frame();
    }

    fn request_frame(&self) {
        if let Some(on_frame) = self.on_frame.get() {
            let function = on_frame.as_ref().unchecked_ref();
            let frame = self.window.request_animation_frame(function);
            self.frame.set(frame.unwrap_or_default());
        }
    }

    /// Has no callback in frames any more: what comes now is no part of the run.
    fn forget_frames(&self) {
        // One that is none is no matter.
        let _ = self.window.cancel_animation_frame(self.frame.get());
    }

    fn observe(self: &Rc<Self>) -> Observers {
        let weak = Rc::downgrade(self);
        Observers::start(move |report| {
            if let Some(page) = weak.upgrade() {
                page.recorder.borrow_mut().report(report);
            }
        })
    }

    fn new_loop(&self) -> u32 {
        self.loops.set(self.loops.get() + 1);
        self.loops.get()
    }

    fn note(&self, what: impl FnOnce(&mut Recorder, f64)) {
        let now_ms = self.now();
        what(&mut self.recorder.borrow_mut(), now_ms);
    }

    /// A callback has run; where it was the last, the stage is over.
    fn ran(&self) {
        self.pending.set(self.pending.get().saturating_sub(1));
        if self.pending.get() == 0 {
            self.finish_stage();
        }
    }

    fn finish_stage(&self) {
        if let Some(done) = self.done.borrow_mut().take() {
            // Nobody waits any more where its time was up.
            let _ = done.send(());
        }
    }

    /// Ends what would keep the page's queues busy.
    fn close(&self) {
        self.over.set(true);
        self.ports.0.close();
        self.ports.1.close();
        self.messages.borrow_mut().clear();
        self.flood.borrow_mut().take();
    }
}

/// Whether a chain goes on.
type GoesOn = Rc<dyn Fn() -> bool>;

/// So many in all, the first included.
fn counted(count: u32) -> GoesOn {
    let left = Cell::new(count);
    Rc::new(move || {
        left.set(left.get().saturating_sub(1));
        left.get() > 0
    })
}

/// A function that runs a job once; it is freed then.
fn once(job: Job) -> Function {
    Closure::once_into_js(move |timestamp: JsValue| job(timestamp.as_f64())).unchecked_into()
}

/// Tells of an element's size once: in the frame that is being rendered, after layout, if it is begun in one of the
/// frame's callbacks.
fn observe_once(probe: &Element, job: Job) -> Option<()> {
    let told = Closure::once_into_js(move |_: JsValue, observer: ResizeObserver| {
        observer.disconnect();
        job(None);
    });
    let observer = ResizeObserver::new(told.unchecked_ref()).ok()?;
    observer.observe(probe);
    Some(())
}

fn then(promise: &JsValue, function: &Function) -> Option<()> {
    let then = method(promise, "then")?;
    then.call1(promise, function).ok().map(|_| ())
}

fn post_task(window: &Window, priority: Priority, function: &Function) -> Option<()> {
    let scheduler = property(window, "scheduler")?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"priority".into(), &priority.id().into()).ok()?;
    let post = method(&scheduler, "postTask")?;
    post.call2(&scheduler, function, &options).ok().map(|_| ())
}

/// What this browser does not have.
fn missing(window: &Window) -> Vec<Kind> {
    let scheduler = property(window, "scheduler");
    let has_method = |name| {
        scheduler
            .as_ref()
            .is_some_and(|of| method(of, name).is_some())
    };
    let all = Kind::ALL.into_iter();
    all.filter(|kind| match kind {
        Kind::Task(_) => !has_method("postTask"),
        Kind::Continuation => !has_method("yield"),
        Kind::Idle => method(window, "requestIdleCallback").is_none(),
        _ => false,
    })
    .collect()
}

fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &name.into()).ok()?;
    value.is_object().then_some(value)
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}
