//! Watches the page's frames: how long each kept the next one waiting.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::clock::now_ms;
use timeline::{Frame, LongFrame};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit};

/// The most frames that one recording keeps: ten minutes at 60 a second.
const FRAMES_MAX: usize = 36_000;

/// The shortest wait of an interaction that a browser reports, by the standard.
const INTERACTION_THRESHOLD_MS: u32 = 16;

/// How long a browser may take to report a long frame that is over.
const REPORT_DELAY_MS: u32 = 60;

/// A loop that runs once a frame for as long as it is held, on the page's main thread: when that is
/// blocked the loop stops, which is the point.
#[derive(Clone)]
pub(crate) struct FrameLoop(Rc<Inner>);

struct Inner {
    last_ms: Cell<Option<f64>>,
    recording: RefCell<Option<Vec<Frame>>>,
    long_frames: RefCell<Vec<LongFrame>>,
    on_frame: Box<dyn Fn(f64)>,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
    handle: Cell<i32>,
    observers: RefCell<Vec<(PerformanceObserver, ObserverCallback)>>,
    interactions: RefCell<HashMap<u64, f64>>,
    presses: Cell<u32>,
    on_press: RefCell<Option<Closure<dyn FnMut()>>>,
}

/// What was seen from the beginning of a recording to its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recording {
    /// Every frame.
    pub frames: Vec<Frame>,
    /// The long ones, where the browser reports such.
    pub long_frames: Vec<LongFrame>,
    /// How many keys were pressed.
    pub presses: u32,
    /// The longest wait from a press to the next paint, in milliseconds; zero where no press waited
    /// longer than browsers report.
    pub worst_interaction_ms: f64,
}

/// What an observer calls.
pub(crate) type ObserverCallback = Closure<dyn FnMut(PerformanceObserverEntryList)>;

impl FrameLoop {
    /// Starts the loop; `on_frame` gets the instant of each frame, in milliseconds since the Unix
    /// epoch.
    #[must_use]
    pub(crate) fn start(on_frame: impl Fn(f64) + 'static) -> Self {
        let frames = Self::start_bare(on_frame);
        let observers = [
            observe_long_frames(&frames.0),
            observe_interactions(&frames.0),
        ];
        *frames.0.observers.borrow_mut() = observers.into_iter().flatten().collect();
        count_presses(&frames.0);
        frames
    }

    /// The same for who records nothing: neither long frames nor interactions are observed.
    #[must_use]
    pub(crate) fn start_bare(on_frame: impl Fn(f64) + 'static) -> Self {
        let inner = Rc::new(Inner {
            last_ms: Cell::new(None),
            recording: RefCell::default(),
            long_frames: RefCell::default(),
            on_frame: Box::new(on_frame),
            tick: RefCell::default(),
            handle: Cell::new(0),
            observers: RefCell::default(),
            interactions: RefCell::default(),
            presses: Cell::new(0),
            on_press: RefCell::default(),
        });
        let weak = Rc::downgrade(&inner);
        let tick = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.frame();
            }
        });
        *inner.tick.borrow_mut() = Some(tick);
        inner.request();
        Self(inner)
    }

    /// Keeps the frames from now on.
    pub(crate) fn record(&self) {
        self.0.long_frames.borrow_mut().clear();
        self.0.interactions.borrow_mut().clear();
        self.0.presses.set(0);
        *self.0.recording.borrow_mut() = Some(Vec::new());
    }

    /// The frames kept so far.
    #[must_use]
    pub(crate) fn so_far(&self) -> Vec<Frame> {
        self.0.recording.borrow().clone().unwrap_or_default()
    }

    /// Ends the recording when the frame that was under way is over and the browser has reported
    /// the long ones.
    pub(crate) async fn finish(&self) -> Recording {
        next_frame().await;
        next_frame().await;
        TimeoutFuture::new(REPORT_DELAY_MS).await;
        let frames = self.0.recording.borrow_mut().take().unwrap_or_default();
        let interactions = self.0.interactions.borrow();
        Recording {
            frames,
            long_frames: self.0.long_frames.borrow().clone(),
            presses: self.0.presses.get(),
            worst_interaction_ms: worst_but_one_in_fifty(interactions.values().copied().collect()),
        }
    }

    /// Ends the loop.
    pub(crate) fn stop(&self) {
        for (observer, _) in self.0.observers.borrow_mut().drain(..) {
            observer.disconnect();
        }
        if let Some(on_press) = self.0.on_press.borrow_mut().take() {
            let _ = window().remove_event_listener_with_callback_and_bool(
                "keydown",
                on_press.as_ref().unchecked_ref(),
                true,
            );
        }
        let _ = window().cancel_animation_frame(self.0.handle.get());
        // The loop holds its callback and the callback only a weak reference to the loop.
        self.0.recording.borrow_mut().take();
    }
}

impl Inner {
    fn request(&self) {
        if let Some(tick) = &*self.tick.borrow() {
            let handle = window().request_animation_frame(tick.as_ref().unchecked_ref());
            self.handle.set(handle.unwrap_or_default());
        }
    }

    fn frame(&self) {
        let now = now_ms();
        if let Some(last_ms) = self.last_ms.replace(Some(now))
            && let Some(frames) = &mut *self.recording.borrow_mut()
            && frames.len() < FRAMES_MAX
        {
            frames.push(Frame {
                start_ms: last_ms,
                gap_ms: now - last_ms,
            });
        }
        (self.on_frame)(now);
        self.request();
    }
}

/// Long animation frames, where the browser reports them (Chrome since 123).
fn observe_long_frames(inner: &Rc<Inner>) -> Option<(PerformanceObserver, ObserverCallback)> {
    let origin_ms = now_ms() - window().performance()?.now();
    let weak = Rc::downgrade(inner);
    observe("long-animation-frame", move |entry| {
        let Some(inner) = weak.upgrade() else { return };
        inner.long_frames.borrow_mut().push(LongFrame {
            start_ms: origin_ms + entry.start_time(),
            duration_ms: entry.duration(),
            blocking_ms: number(entry, "blockingDuration"),
        });
    })
}

/// How long presses of keys and buttons waited for the next paint (Event Timing). One press makes
/// several events; the longest counts.
fn observe_interactions(inner: &Rc<Inner>) -> Option<(PerformanceObserver, ObserverCallback)> {
    let weak = Rc::downgrade(inner);
    observe("event", move |entry| {
        let Some(inner) = weak.upgrade() else { return };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count that the browser keeps"
        )]
        let id = number(entry, "interactionId") as u64;
        if id > 0 {
            let mut interactions = inner.interactions.borrow_mut();
            let worst = interactions.entry(id).or_insert(0.0);
            *worst = worst.max(entry.duration());
        }
    })
}

/// Has every entry of a type told, from now on, unless the browser reports none of it.
pub(crate) fn observe(
    entry_type: &str,
    on_entry: impl Fn(&web_sys::PerformanceEntry) + 'static,
) -> Option<(PerformanceObserver, ObserverCallback)> {
    let supported =
        js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("PerformanceObserver"))
            .and_then(|observer| js_sys::Reflect::get(&observer, &"supportedEntryTypes".into()))
            .ok()?
            .dyn_into::<js_sys::Array>()
            .ok()?;
    if !supported.includes(&entry_type.into(), 0) {
        return None;
    }
    let callback = ObserverCallback::new(move |list: PerformanceObserverEntryList| {
        for entry in list.get_entries() {
            on_entry(entry.unchecked_ref());
        }
    });
    let observer = PerformanceObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    // The typed options know only lists of types, which take no threshold.
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"type".into(), &entry_type.into());
    let _ = js_sys::Reflect::set(
        &options,
        &"durationThreshold".into(),
        &INTERACTION_THRESHOLD_MS.into(),
    );
    observer.observe(options.unchecked_ref::<PerformanceObserverInit>());
    Some((observer, callback))
}

/// A property of an entry that holds a number; zero where there is none.
pub(crate) fn number(entry: &web_sys::PerformanceEntry, name: &str) -> f64 {
    js_sys::Reflect::get(entry, &name.into())
        .ok()
        .and_then(|value| value.as_f64())
        .unwrap_or(0.0)
}

/// Browsers report only interactions that waited; how many there were they do not say everywhere.
fn count_presses(inner: &Rc<Inner>) {
    let weak = Rc::downgrade(inner);
    let on_press = Closure::<dyn FnMut()>::new(move || {
        if let Some(inner) = weak.upgrade() {
            inner.presses.set(inner.presses.get() + 1);
        }
    });
    let _ = window().add_event_listener_with_callback_and_bool(
        "keydown",
        on_press.as_ref().unchecked_ref(),
        true,
    );
    *inner.on_press.borrow_mut() = Some(on_press);
}

/// The worst of a few waits; of more than fifty, one in fifty is left out, as the measure
/// *interaction to next paint* has it.
fn worst_but_one_in_fifty(mut waits_ms: Vec<f64>) -> f64 {
    waits_ms.sort_by(f64::total_cmp);
    let skip = waits_ms.len() / 50;
    waits_ms.iter().rev().nth(skip).copied().unwrap_or(0.0)
}

/// Waits for the page's next frame.
pub(crate) async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().request_animation_frame(&resolve);
    });
    // A frame that never comes (a page in the background) leaves the caller waiting, as it should.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
