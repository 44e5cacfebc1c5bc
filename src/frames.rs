//! Watches the page's frames: how long each kept the next one waiting.

use std::cell::{Cell, RefCell};
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

/// How long a browser may take to report a long frame that is over.
const REPORT_DELAY_MS: u32 = 60;

/// A loop that runs once a frame for as long as it is held, on the page's main thread: when that is
/// blocked the loop stops, which is the point.
#[derive(Clone)]
pub struct FrameLoop(Rc<Inner>);

struct Inner {
    last_ms: Cell<Option<f64>>,
    recording: RefCell<Option<Vec<Frame>>>,
    long_frames: RefCell<Vec<LongFrame>>,
    on_frame: Box<dyn Fn(f64)>,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
    handle: Cell<i32>,
    observer: RefCell<Option<(PerformanceObserver, ObserverCallback)>>,
}

type ObserverCallback = Closure<dyn FnMut(PerformanceObserverEntryList)>;

impl FrameLoop {
    /// Starts the loop; `on_frame` gets the instant of each frame, in milliseconds since the Unix
    /// epoch.
    #[must_use]
    pub fn start(on_frame: impl Fn(f64) + 'static) -> Self {
        let inner = Rc::new(Inner {
            last_ms: Cell::new(None),
            recording: RefCell::default(),
            long_frames: RefCell::default(),
            on_frame: Box::new(on_frame),
            tick: RefCell::default(),
            handle: Cell::new(0),
            observer: RefCell::default(),
        });
        let weak = Rc::downgrade(&inner);
        let tick = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.frame();
            }
        });
        *inner.tick.borrow_mut() = Some(tick);
        inner.request();
        let observer = observe_long_frames(&inner);
        *inner.observer.borrow_mut() = observer;
        Self(inner)
    }

    /// Keeps the frames from now on.
    pub fn record(&self) {
        self.0.long_frames.borrow_mut().clear();
        *self.0.recording.borrow_mut() = Some(Vec::new());
    }

    /// The frames kept so far.
    #[must_use]
    pub fn so_far(&self) -> Vec<Frame> {
        self.0.recording.borrow().clone().unwrap_or_default()
    }

    /// Ends the recording when the frame that was under way is over and the browser has reported
    /// the long ones.
    pub async fn finish(&self) -> (Vec<Frame>, Vec<LongFrame>) {
        next_frame().await;
        next_frame().await;
        TimeoutFuture::new(REPORT_DELAY_MS).await;
        let frames = self.0.recording.borrow_mut().take().unwrap_or_default();
        let long_frames = self.0.long_frames.borrow().clone();
        (frames, long_frames)
    }

    /// Ends the loop.
    pub fn stop(&self) {
        if let Some((observer, _)) = self.0.observer.borrow_mut().take() {
            observer.disconnect();
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
    const ENTRY_TYPE: &str = "long-animation-frame";
    let supported =
        js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("PerformanceObserver"))
            .and_then(|observer| js_sys::Reflect::get(&observer, &"supportedEntryTypes".into()))
            .ok()?
            .dyn_into::<js_sys::Array>()
            .ok()?;
    if !supported.includes(&ENTRY_TYPE.into(), 0) {
        return None;
    }
    let origin_ms = now_ms() - window().performance()?.now();
    let weak = Rc::downgrade(inner);
    let callback = ObserverCallback::new(move |list: PerformanceObserverEntryList| {
        let Some(inner) = weak.upgrade() else { return };
        for entry in list.get_entries() {
            let entry: web_sys::PerformanceEntry = entry.unchecked_into();
            let blocking = js_sys::Reflect::get(&entry, &"blockingDuration".into());
            inner.long_frames.borrow_mut().push(LongFrame {
                start_ms: origin_ms + entry.start_time(),
                duration_ms: entry.duration(),
                blocking_ms: blocking
                    .ok()
                    .and_then(|value| value.as_f64())
                    .unwrap_or(0.0),
            });
        }
    });
    let observer = PerformanceObserver::new(callback.as_ref().unchecked_ref()).ok()?;
    let types = js_sys::Array::of1(&ENTRY_TYPE.into());
    observer.observe(&PerformanceObserverInit::new(&types));
    Some((observer, callback))
}

/// Waits for the page's next frame.
pub async fn next_frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().request_animation_frame(&resolve);
    });
    // A frame that never comes (a page in the background) leaves the caller waiting, as it should.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
