//! Runs a reader's code where it reaches nothing: in workers of a frame that has an origin of its
//! own and may connect to nothing (`www/sandbox`, `docs/decisions/0010-own-code-in-a-frame.md`).

mod frame;
mod message;
mod waiting;
mod worker;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Object;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Response};

use super::{CallMode, Code, Program, Reader, Reading, RunError, SandboxError, reader_of};
use crate::compute::Assets;
use crate::ui::editor;
use frame::{Frame, READY};
use message::{message_of, put, reading_order, wasm_order};

pub use worker::Worker;

/// What the frame is made of.
#[derive(Clone, Debug)]
pub struct Documents {
    /// The frame's document.
    pub frame: String,
    /// The script of its workers, around the reader's functions.
    pub worker: String,
    /// What makes digests of values there.
    pub digest: String,
}

/// A frame for a reader's code. It is removed when this is dropped, and its workers with it.
pub struct Sandbox {
    documents: Documents,
    reader: Reader,
    frame: RefCell<Option<Rc<Frame>>>,
    workers: Cell<u32>,
    /// The step of its workers' clock, where somebody measured it, in milliseconds.
    clock_step_ms: Cell<Option<f64>>,
}

type OnMessage = Closure<dyn FnMut(MessageEvent)>;

impl Sandbox {
    /// Fetches what the frame is made of, and opens it.
    pub(crate) async fn open(assets: &Assets) -> Result<Self, RunError> {
        let file = |name: &str| fetch_text(assets.url(&format!("sandbox/{name}")));
        let documents = Documents {
            frame: file("frame.html").await?,
            worker: file("worker.js").await?,
            digest: file("digest.js").await?,
        };
        let module = assets.import(editor::MODULE).await;
        let module = module.map_err(|error| {
            let message = format!("{}: {}", editor::MODULE, message_of(&error));
            RunError::NoSandbox(SandboxError::Browser(message))
        })?;
        let reader = reader_of(&module)
            .ok_or_else(|| RunError::Internal(format!("{} reads no code", editor::MODULE)))?;
        Self::of_documents(documents, reader).await
    }

    /// Opens a frame that is made of these, for code that is read by `reader`.
    pub async fn of_documents(documents: Documents, reader: Reader) -> Result<Self, RunError> {
        let frame = Frame::open(&documents).await?;
        Ok(Self {
            documents,
            reader,
            frame: RefCell::new(Some(frame)),
            workers: Cell::new(READY),
            clock_step_ms: Cell::new(None),
        })
    }

    /// Starts a fresh worker for the variant at `index` and the parameter `n`, and sets up. Opens the
    /// frame again if it had to be removed.
    pub async fn worker(
        &self,
        program: &Program,
        index: usize,
        n: f64,
    ) -> Result<Worker, RunError> {
        program.check()?;
        let code = &program.variant(index)?.code;
        if !n.is_finite() {
            return Err(RunError::NotFinite { n });
        }
        let values = code.values(Some(n))?;
        let frame = self.frame().await?;
        let id = self.workers.get() + 1;
        self.workers.set(id);

        let order = Object::new();
        put(&order, "worker", &id.into());
        put(&order, "set_up", &program.set_up.as_str().into());
        put(&order, "tear_down", &program.tear_down.as_str().into());
        put(&order, "n", &n.into());
        put(&order, "fresh", &program.fresh_data.into());
        put(&order, "step_ms", &self.clock_step_ms.get().into());
        let (body, mode) = match code {
            Code::JavaScript { body, mode } => (body.as_str(), *mode),
            Code::Wasm { bytes, export, .. } => {
                put(&order, "wasm", &wasm_order(bytes, export, &values));
                ("", CallMode::Sync)
            }
        };
        put(&order, "body", &body.into());
        let readings = Object::new();
        for (part, text, mode) in [
            ("set_up", program.set_up.as_str(), CallMode::Auto),
            ("body", body, mode),
            ("tear_down", program.tear_down.as_str(), CallMode::Auto),
        ] {
            put(&readings, part, &reading_order(self.read(text), mode)?);
        }
        put(&order, "reading", &readings);
        let is_module = matches!(code, Code::Wasm { .. });
        Worker::start(frame, id, &order, program, is_module).await
    }

    /// What the text of a part says of it.
    fn read(&self, text: &str) -> Reading {
        (self.reader)(text)
    }

    /// Measures the smallest step of the workers' clock, in milliseconds, by a worker of its own; those that are started
    /// from now on know it.
    pub async fn clock_step_ms(&self, program: &Program, n: f64) -> Result<f64, RunError> {
        let step_ms = self.worker(program, 0, n).await?.clock_step_ms().await?;
        self.clock_step_ms.set(Some(step_ms));
        Ok(step_ms)
    }

    /// Ends every worker at once, whatever they do; who waits for one is told so.
    pub fn interrupt(&self) {
        if let Some(frame) = self.frame.borrow().as_ref() {
            frame.close();
        }
    }

    async fn frame(&self) -> Result<Rc<Frame>, RunError> {
        if let Some(frame) = self.frame.borrow().as_ref().filter(|frame| frame.is_open()) {
            return Ok(Rc::clone(frame));
        }
        let frame = Frame::open(&self.documents).await?;
        *self.frame.borrow_mut() = Some(Rc::clone(&frame));
        Ok(frame)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.interrupt();
    }
}

async fn fetch_text(url: String) -> Result<String, RunError> {
    let said = |error: JsValue| {
        let message = format!("{url}: {}", message_of(&error));
        RunError::NoSandbox(SandboxError::Browser(message))
    };
    let response = JsFuture::from(window().fetch_with_str(&url)).await;
    let response: Response = response.and_then(JsCast::dyn_into).map_err(said)?;
    if !response.ok() {
        let status = response.status();
        return Err(RunError::NoSandbox(SandboxError::Status { url, status }));
    }
    let text = JsFuture::from(response.text().map_err(said)?).await;
    // The text of an answer is a string.
    Ok(text.map_err(said)?.as_string().unwrap_or_default())
}
