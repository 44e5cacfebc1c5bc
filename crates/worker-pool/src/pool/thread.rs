//! A worker's thread: how it is started, watched and ended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use protocol::clock::now_ms;
use timeline::{Phase, Span};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::post::words_of;
use super::{Contract, Inner};
use crate::control::ControlView;
use crate::plan::{Event, Loss, WorkerId};

pub(super) struct WorkerThread {
    pub(super) worker: Worker,
    pub(super) lock_name: String,
    /// Whether it holds that lock, as far as it has said.
    pub(super) has_lock: Cell<bool>,
    pub(super) spawned_ms: f64,
    pub(super) start_spans: RefCell<Vec<Span>>,
    pub(super) control: RefCell<Option<ControlView>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl WorkerThread {
    pub(super) fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Drop for WorkerThread {
    fn drop(&mut self) {
        // A pool that is dropped leaves no threads behind, which nobody would hear.
        self.end();
    }
}

impl<C: Contract> Inner<C> {
    pub(super) fn spawn(self: &Rc<Self>, id: WorkerId) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let lock_name = format!(
            "worker-{}-{}-{}",
            id.slot,
            id.generation,
            js_sys::Math::random()
        );
        options.set_name(&lock_name);
        let spawned_ms = now_ms();
        let worker = match Worker::new_with_options(&self.script_url, &options) {
            Ok(worker) => worker,
            Err(error) => {
                self.pending.borrow_mut().push_back(Event::Lost {
                    worker: id,
                    loss: Loss::Crashed(words_of(&error)),
                });
                return;
            }
        };

        let pool = Rc::downgrade(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(pool) = pool.upgrade() {
                pool.receive(id, &event);
            }
        });
        let pool = Rc::downgrade(self);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            if let Some(pool) = pool.upgrade() {
                let told = js_sys::Reflect::get(&event, &"message".into())
                    .ok()
                    .and_then(|message| message.as_string());
                // A module whose threads share a memory has written down more than the trap tells.
                let written = pool.control_of(id).and_then(|control| control.fault());
                let loss = match written.or(told) {
                    Some(message) => Loss::Crashed(message),
                    // A script that cannot be fetched gives a plain event without a message.
                    None => Loss::NotLoaded {
                        script: pool.script_url.clone(),
                    },
                };
                pool.dispatch(Event::Lost { worker: id, loss });
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        self.threads.borrow_mut().insert(
            id,
            Rc::new(WorkerThread {
                worker,
                lock_name,
                has_lock: Cell::new(true),
                spawned_ms,
                start_spans: RefCell::default(),
                control: RefCell::default(),
                _on_message: on_message,
                _on_error: on_error,
            }),
        );
    }

    pub(super) fn ready(
        self: &Rc<Self>,
        id: WorkerId,
        build_id: String,
        spans: Vec<Span>,
        control: Option<ControlView>,
    ) {
        let thread = self.threads.borrow().get(&id).cloned();
        if let Some(thread) = thread {
            let started_ms = spans.first().map_or_else(now_ms, |span| span.start_ms);
            let mut all = vec![Span::between(Phase::Spawn, thread.spawned_ms, started_ms)];
            all.extend(spans);
            *thread.start_spans.borrow_mut() = all;
            *thread.control.borrow_mut() = control;
            // Without a lock the page would get it at once, and take the worker for one that has ended.
            if thread.has_lock.get() {
                self.watch_for_exit(id, &thread.lock_name);
            }
        }
        self.dispatch(Event::Ready {
            worker: id,
            build_id,
        });
    }

    /// A worker that closes itself tells nobody. But it holds a lock of its own for as long as it
    /// lives, so whoever asks for the same lock gets it on the worker's death.
    fn watch_for_exit(self: &Rc<Self>, id: WorkerId, lock_name: &str) {
        let Some(locks) = locks() else { return };
        let pool = Rc::downgrade(self);
        let on_granted = Closure::once_into_js(move |_: JsValue| {
            if let Some(pool) = pool.upgrade() {
                pool.dispatch(Event::Lost {
                    worker: id,
                    loss: Loss::Exited,
                });
            }
        });
        // A browser that refuses locks to the page gives the worker none either, most likely; then nobody waits.
        if let Ok(granted) = locks.request(lock_name, on_granted.unchecked_ref()) {
            let ignored = Closure::once_into_js(|_: JsValue| ());
            let _ = granted.settle(&JsValue::UNDEFINED, ignored.unchecked_ref());
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = LockManager)]
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, on_granted: &js_sys::Function)
    -> Result<Granted, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Promise)]
    type Granted;

    #[wasm_bindgen(method, js_name = then)]
    fn settle(this: &Granted, on_done: &JsValue, on_refused: &js_sys::Function) -> JsValue;
}

/// The page's locks; there are none where the page is not served securely.
fn locks() -> Option<Locks> {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = js_sys::Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
