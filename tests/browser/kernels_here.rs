//! Results in a browser equal native ones, in WebAssembly and in JavaScript.

use kernels::{Outcome, Request, Response, RunError, Spec};
use protocol::Never;
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{Contract, JobPolicy, Pool};

use crate::probe::{self, Answer, Ask, pool};

/// Results that a native test computes again on every run.
fn native() -> Vec<(Spec, Outcome)> {
    serde_json::from_str(include_str!("../../crates/kernels/golden/primes.json")).expect("valid")
}

#[wasm_bindgen_test]
async fn webassembly_computes_what_native_code_computes() {
    let pool = pool(1, 64);
    for (spec, expected) in native() {
        let finished = pool
            .submit(
                Ask::Kernel(Request::Run { spec }),
                Vec::new(),
                JobPolicy::default(),
                |_| (),
            )
            .await
            .expect("an answer");
        assert_eq!(
            finished.outcome,
            Answer::Kernel(Response::Ran { outcome: expected }),
            "{spec:?}"
        );
    }
}

#[derive(Debug)]
enum Baseline {}

impl Contract for Baseline {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;
}

#[wasm_bindgen_test]
async fn javascript_computes_what_native_code_computes() {
    // The runner serves the repository, so this is the very script that the app runs; its build's
    // id is still the placeholder.
    let mut config = probe::config(1, 64);
    "__BUILD_ID__".clone_into(&mut config.build_id);
    let script = format!("{}/www/workers/baseline.js", probe::origin());
    let pool: Pool<Baseline> = Pool::new(script, config);
    for (spec, expected) in native() {
        let finished = pool
            .submit(
                Request::Run { spec },
                Vec::new(),
                JobPolicy::default(),
                |_| (),
            )
            .await
            .expect("an answer");
        assert_eq!(
            finished.outcome,
            Response::Ran { outcome: expected },
            "{spec:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_check_tells_a_right_result_from_a_wrong_one() {
    let pool = pool(1, 4);
    let (spec, right) = native().pop().expect("some");
    let Outcome::Primes(mut primes) = right.clone();
    primes.count += 1;
    for (outcome, agrees) in [(right, true), (Outcome::Primes(primes), false)] {
        let ask = Ask::Kernel(Request::Check { spec, outcome });
        let finished = pool
            .submit(ask, Vec::new(), JobPolicy::default(), |_| ())
            .await
            .expect("an answer");
        let Answer::Kernel(Response::Checked { disagreement }) = finished.outcome else {
            panic!("{:?}", finished.outcome);
        };
        assert_eq!(disagreement.is_none(), agrees);
    }
}
