//! The frame in which the workers live: it is opened, asked to start and end them, and removed.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::{Array, Object};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort};

use super::message::{FromFrame, no_sandbox, put};
use super::waiting::{Reply, Waiting};
use super::{Documents, OnMessage};
use crate::own_code::{RunError, SandboxError};

/// How long the frame may take to load and to say that it is ready, in milliseconds.
const OPEN_DEADLINE_MS: f64 = 10_000.0;

/// How long the frame may take to say that it has ended a worker, in milliseconds, before it is
/// removed itself.
const END_DEADLINE_MS: f64 = 1_000.0;

/// The request of a frame that waits for it to be ready; workers have other numbers.
pub(super) const READY: u32 = 0;

/// The frame's looks. It has to be in sight, if only by a pixel: a browser gives a frame that is not
/// to be seen less of the processor.
const STYLE: &[(&str, &str)] = &[
    ("position", "fixed"),
    ("left", "0"),
    ("top", "0"),
    ("width", "1px"),
    ("height", "1px"),
    ("border", "0"),
    ("opacity", "0"),
    ("pointer-events", "none"),
];

/// The frame, as long as it is on the page.
pub(super) struct Frame {
    element: HtmlIFrameElement,
    port: MessagePort,
    /// For the frame to be ready, and for workers to have ended.
    waiting: Waiting,
    /// What waits for a worker, which the frame may say cannot start.
    pub(super) workers: RefCell<HashMap<u32, Waiting>>,
    on_message: RefCell<Option<OnMessage>>,
    is_open: Cell<bool>,
}

impl Frame {
    pub(super) async fn open(documents: &Documents) -> Result<Rc<Self>, RunError> {
        let element: HtmlIFrameElement = document()
            .create_element("iframe")
            .map_err(|error| no_sandbox(&error))?
            .unchecked_into();
        for (name, value) in [
            // No `allow-same-origin`: that would give it the page's own origin.
            ("sandbox", "allow-scripts"),
            // Only so has its clock steps as small as the page's.
            ("allow", "cross-origin-isolated"),
            ("aria-hidden", "true"),
            ("tabindex", "-1"),
            ("srcdoc", &documents.frame),
        ] {
            let set = element.set_attribute(name, value);
            set.map_err(|error| no_sandbox(&error))?;
        }
        for (name, value) in STYLE {
            let set = element.style().set_property(name, value);
            set.map_err(|error| no_sandbox(&error))?;
        }
        let channel = MessageChannel::new().map_err(|error| no_sandbox(&error))?;
        let frame = Rc::new(Self {
            element,
            port: channel.port1(),
            waiting: Waiting::default(),
            workers: RefCell::default(),
            on_message: RefCell::default(),
            is_open: Cell::new(true),
        });
        frame.listen();
        frame.introduce(documents, channel.port2()).await?;
        Ok(frame)
    }

    fn listen(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let on_message = OnMessage::new(move |event: MessageEvent| {
            if let Some(frame) = weak.upgrade() {
                frame.hear(&event.data());
            }
        });
        self.port
            .set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        *self.on_message.borrow_mut() = Some(on_message);
    }

    fn hear(&self, message: &JsValue) {
        match serde_wasm_bindgen::from_value(message.clone()) {
            Ok(FromFrame::Ready {}) => self.waiting.settle(READY, Reply::Answer(JsValue::NULL)),
            Ok(FromFrame::Ended { worker }) => {
                self.waiting.settle(worker, Reply::Answer(JsValue::NULL));
            }
            Ok(FromFrame::Failed { worker, error }) => {
                let waiting = self.workers.borrow().get(&worker).cloned();
                if let Some(waiting) = waiting {
                    waiting.settle_all(&error);
                }
            }
            // Nothing that a frame of this build says. Whoever waits will find that it is late.
            Err(error) => leptos::logging::error!("internal error: a frame's message: {error}"),
        }
    }

    /// Puts the frame onto the page, and hands it its end of the one port between them.
    async fn introduce(&self, documents: &Documents, port: MessagePort) -> Result<(), RunError> {
        let ready = self.waiting.wait(READY, OPEN_DEADLINE_MS);
        let scripts = Object::new();
        put(&scripts, "worker", &documents.worker.as_str().into());
        put(&scripts, "digest", &documents.digest.as_str().into());
        let message = Object::new();
        put(&message, "open", &scripts);
        let element = self.element.clone();
        let on_load = Closure::once(move || {
            if let Some(frame) = element.content_window() {
                // Its origin has no name that could be given here. If nothing arrives, it is late.
                let _ = frame.post_message_with_transfer(&message, "*", &Array::of1(&port));
            }
        });
        self.element
            .set_onload(Some(on_load.as_ref().unchecked_ref()));
        let body = document().body();
        let appended = body.is_some_and(|body| body.append_child(&self.element).is_ok());
        let reply = if appended { ready.await } else { None };
        self.element.set_onload(None);
        if matches!(reply, Some(Reply::Answer(_))) {
            return Ok(());
        }
        self.close();
        Err(RunError::NoSandbox(SandboxError::Late {
            limit_ms: OPEN_DEADLINE_MS,
        }))
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open.get()
    }

    pub(super) fn post(
        &self,
        kind: &str,
        details: &Object,
        transfer: &Array,
    ) -> Result<(), RunError> {
        let message = Object::new();
        put(&message, kind, details);
        self.port
            .post_message_with_transferable(&message, transfer)
            .map_err(|error| no_sandbox(&error))
    }

    /// Ends a worker that is not at work. A frame that does not answer is removed.
    pub(super) async fn end(&self, worker: u32) {
        self.workers.borrow_mut().remove(&worker);
        if !self.is_open() {
            return;
        }
        let details = Object::new();
        put(&details, "worker", &worker.into());
        let ended = self.waiting.wait(worker, END_DEADLINE_MS);
        let posted = self.post("end", &details, &Array::new());
        if posted.is_err() || !matches!(ended.await, Some(Reply::Answer(_))) {
            self.close();
        }
    }

    /// Removes it. Whoever waits for something of it, or of its workers, is told that they ended.
    pub(super) fn close(&self) {
        if !self.is_open.replace(false) {
            return;
        }
        self.element.remove();
        self.port.set_onmessage(None);
        self.port.close();
        self.waiting.clear();
        for waiting in self
            .workers
            .borrow_mut()
            .drain()
            .map(|(_, waiting)| waiting)
        {
            waiting.clear();
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.close();
    }
}
