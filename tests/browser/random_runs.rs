//! Any run gives in a browser what its reference says, in WebAssembly and in JavaScript.

use kernels::{Engine, Kernel, Outcome, Response, Variant};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use worker_pool::{Attachment, Buffer, JobPolicy};

use crate::kernels_here::{baselines, run as request};
use crate::probe::{Answer, Ask, pool};
use crate::support::{Run, runs, variants};

/// Runs from each of the two seeds.
const RUNS: usize = 250;

/// Runs from a fixed seed, and from one of this test's own, which is printed. The same seed once more
/// is had by `KERNELS_SEED`, as in the native tests; here it counts when the test is compiled.
fn random_runs(of: &[(Kernel, Variant)]) -> Vec<Run> {
    // As many digits as a number of JavaScript holds exactly.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 2^53"
    )]
    let fresh = || (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
    let own = option_env!("KERNELS_SEED").and_then(|seed| seed.parse().ok());
    let own = own.unwrap_or_else(fresh);
    console_log!("KERNELS_SEED={own}");
    let mut cases = Vec::new();
    for seed in [1, own] {
        let mut runner = TestRunner::new(Config {
            rng_seed: RngSeed::Fixed(seed),
            failure_persistence: None,
            ..Config::default()
        });
        let strategy = runs(of.to_vec());
        cases.extend((0..RUNS).map(|_| {
            let tree = strategy.new_tree(&mut runner).expect("none is rejected");
            tree.current()
        }));
    }
    cases
}

fn attachments(run: &Run) -> Vec<Attachment> {
    if run.picture.is_empty() {
        return Vec::new();
    }
    vec![Attachment::of_bytes(&run.picture)]
}

fn check(run: &Run, outcome: &Outcome, buffers: &[Buffer]) {
    let output = buffers.first().map_or_else(Vec::new, |buffer| {
        buffer.copy(0..buffer.byte_length()).expect("small")
    });
    let rows = run.spec.output_rows(kernels::Share::WHOLE).len();
    assert_eq!(output.len(), run.row_bytes() * rows, "{run:?}");
    let samples = run.samples(&output);
    assert_eq!(
        kernels::check(run.spec, outcome, &samples),
        Ok(()),
        "{run:?}"
    );
}

#[wasm_bindgen_test]
async fn every_variant_agrees_with_its_reference_on_any_input() {
    let pool = pool(2, 4);
    for run in random_runs(&variants(Engine::Wasm)) {
        let ask = Ask::Kernel(request(run.spec));
        let finished = pool
            .submit(ask, attachments(&run), JobPolicy::default(), |_| ())
            .await
            .expect("an answer");
        let Answer::Kernel(Response::Ran { outcome, .. }) = finished.outcome else {
            panic!("{run:?}: {:?}", finished.outcome);
        };
        check(&run, &outcome, &finished.buffers);
    }
}

#[wasm_bindgen_test]
async fn every_baseline_agrees_with_its_reference_on_any_input() {
    let pool = baselines(4);
    for run in random_runs(&variants(Engine::Js)) {
        let finished = pool
            .submit(
                request(run.spec),
                attachments(&run),
                JobPolicy::default(),
                |_| (),
            )
            .await
            .expect("an answer");
        let Response::Ran { outcome, .. } = finished.outcome else {
            panic!("{run:?}: {:?}", finished.outcome);
        };
        check(&run, &outcome, &finished.buffers);
    }
}
