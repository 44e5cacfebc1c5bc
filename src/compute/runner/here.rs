//! Runs on the page's own thread, which stands still meanwhile or gets its turn between slices.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Uint8Array;
use kernels::{Engine, Share};
use protocol::clock::now_ms;
use timeline::{Lane, Phase, Span, Thread};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::script::{Slices, within, yield_to_page};
use super::thrown::{failure, internal};
use super::{Growing, Hooks, Inner, Order, Ran, Runner};
use crate::compute::RunFailure;
use crate::frames::next_frame;

impl Runner {
    /// Computes on the page's own thread, which stands still meanwhile.
    pub(super) async fn run_here(&self, order: &Order) -> Result<Ran, RunFailure> {
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
    pub(super) async fn run_sliced(
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
            (hooks.on_view)(Rc::new(move || {
                Some(Growing {
                    output: seen.upgrade()?.output(),
                    owners: None,
                })
            }));
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
    pub(super) async fn load(&self, engine: Engine) -> Result<(JsValue, Vec<Span>), RunFailure> {
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
            within(&ready).await?;
        }
        self.modules.borrow_mut().insert(engine, module.clone());
        Ok(module)
    }
}

/// What both functions that compute on this thread take.
fn arguments(order: &Order) -> Result<js_sys::Array, RunFailure> {
    let value = |result: Result<JsValue, serde_wasm_bindgen::Error>| {
        result.map_err(|error| internal(error.to_string()))
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
    let outcome =
        serde_wasm_bindgen::from_value(outcome).map_err(|error| internal(error.to_string()))?;
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

fn member(module: &JsValue, name: &str) -> Result<js_sys::Function, RunFailure> {
    js_sys::Reflect::get(module, &name.into())
        .and_then(JsCast::dyn_into)
        .map_err(|error| failure(&error))
}
