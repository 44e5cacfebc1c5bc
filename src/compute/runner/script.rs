//! What a module of WebAssembly cannot do by itself: the import of a module, and giving way to the page.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
const ARRIVAL_MS_MAX = 30000;
export function within(promise) {
  const late = new Promise((_, reject) => {
    const message = `it was not there within ${ARRIVAL_MS_MAX} ms`;
    setTimeout(reject, ARRIVAL_MS_MAX, new Error(message));
  });
  return Promise.race([promise, late]);
}
export function import_module(url) { return within(import(url)); }
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
    pub(super) async fn import(url: &str) -> Result<JsValue, JsValue>;

    /// A promise that is rejected where it takes longer than code may take to arrive.
    #[wasm_bindgen(catch)]
    pub(super) async fn within(promise: &js_sys::Promise) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    pub(super) async fn yield_to_page() -> Result<JsValue, JsValue>;

    /// A run in slices, of either engine's module.
    pub(super) type Slices;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn advance(this: &Slices, budget_ms: f64) -> Result<f64, JsValue>;

    #[wasm_bindgen(method, structural)]
    pub(super) fn output(this: &Slices) -> Uint8Array;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn finish(this: &Slices) -> Result<JsValue, JsValue>;
}
