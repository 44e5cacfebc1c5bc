//! Runs on the thread that calls: in one piece, or in slices.

use js_sys::{Object, Reflect, Uint8Array};
use kernels::engine::Task;
use kernels::{Outcome, RunError, Share, Spec};
use protocol::clock::now_ms;
use protocol::host::Stopwatch;
use serde::Serialize;
use timeline::Phase;
use wasm_bindgen::prelude::*;

use crate::rows;

/// What a run that is not at its end has done at the most: one is for those that are.
const NEARLY_ALL: f64 = 1.0 - f64::EPSILON;

/// Computes on the calling thread, which does nothing else until it is done.
///
/// Takes a `kernels::Spec`, a `kernels::Share`, and, for kernels that work on a picture, rows of
/// it, with the place of the first of them. Gives `{ outcome, output, spans }`: a
/// `kernels::Outcome`, the bytes that it computed, and what the time went into. Throws a
/// `kernels::RunError`.
#[wasm_bindgen]
#[allow(
    clippy::needless_pass_by_value,
    reason = "JavaScript hands values over"
)]
pub fn run_here(
    spec: JsValue,
    share: JsValue,
    input: Option<Uint8Array>,
    first_row: u32,
) -> Result<JsValue, JsValue> {
    let mut watch = Stopwatch::start();
    let (spec, share): (Spec, Share) = (read(spec)?, read(share)?);
    let rows = rows::given(input.as_ref(), first_row).map_err(thrown)?;
    if input.is_some() {
        watch.lap(Phase::Copy);
    }
    let task = Task::new(spec, share, rows).map_err(thrown)?;
    let ran = task.finish().map_err(thrown)?;
    watch.lap(Phase::Compute);
    let output = Uint8Array::new_from_slice(&ran.output);
    if !ran.output.is_empty() {
        watch.lap(Phase::Copy);
    }
    let answer = result(&ran.outcome, &output)?;
    let spans = serde_wasm_bindgen::to_value(&watch.spans())?;
    Reflect::set(&answer, &"spans".into(), &spans)?;
    Ok(answer.into())
}

/// A run on the calling thread that computes only while it is told to.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Slices(Task);

#[wasm_bindgen]
impl Slices {
    /// Takes what [`run_here`] takes, and computes nothing yet.
    #[wasm_bindgen(constructor)]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "JavaScript hands values over"
    )]
    pub fn new(
        spec: JsValue,
        share: JsValue,
        input: Option<Uint8Array>,
        first_row: u32,
    ) -> Result<Self, JsValue> {
        let input = rows::given(input.as_ref(), first_row).map_err(thrown)?;
        Task::new(read(spec)?, read(share)?, input)
            .map(Self)
            .map_err(thrown)
    }

    /// Computes until so much time has passed, at least one step; gives the part of the work that
    /// is done, which is one only when all is.
    pub fn advance(&mut self, budget_ms: f64) -> Result<f64, JsValue> {
        let end_ms = now_ms() + budget_ms;
        loop {
            if !self.0.step().map_err(thrown)? {
                return Ok(1.0);
            }
            if now_ms() >= end_ms {
                return Ok(self.0.fraction().min(NEARLY_ALL));
            }
        }
    }

    /// How many rows of the output are final, from its first on.
    #[must_use]
    pub fn rows_done(&self) -> u32 {
        self.0.rows_done()
    }

    /// The output so far, as it lies in the module's memory: to be read before anything else of
    /// this module is called.
    #[must_use]
    pub fn output(&self) -> Uint8Array {
        #[allow(
            unsafe_code,
            reason = "a copy for each frame would take part of the slice"
        )]
        // SAFETY: the view holds until this module's memory grows, which only its own code can make
        // it do, and whoever calls is told to read it before.
        unsafe {
            Uint8Array::view(self.0.output())
        }
    }

    /// Does what is left to do, and gives `{ outcome, output }`.
    pub fn finish(self) -> Result<JsValue, JsValue> {
        let ran = self.0.finish().map_err(thrown)?;
        let output = Uint8Array::new_from_slice(&ran.output);
        Ok(result(&ran.outcome, &output)?.into())
    }
}

fn result(outcome: &Outcome, output: &Uint8Array) -> Result<Object, JsValue> {
    let result = Object::new();
    let outcome = serde_wasm_bindgen::to_value(outcome)?;
    Reflect::set(&result, &"outcome".into(), &outcome)?;
    Reflect::set(&result, &"output".into(), output)?;
    Ok(result)
}

fn read<T: serde::de::DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn thrown(error: RunError) -> JsValue {
    error
        .serialize(&serde_wasm_bindgen::Serializer::new())
        .unwrap_or_else(Into::into)
}
