//! The public surface in a real browser: workers that are threads, messages that cross them.
#![cfg(target_arch = "wasm32")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests say what they are about by their names"
)]

mod buffers;
#[path = "../../crates/cache-sim/tests/counts/mod.rs"]
mod counts;
mod jobs;
mod kernels_here;
mod own_code;
mod own_values;
mod policies;
mod probe;
mod random_runs;
mod sessions;
mod size;
mod steps;
#[path = "../../crates/kernels/tests/support/mod.rs"]
mod support;
mod trust;
mod words;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
