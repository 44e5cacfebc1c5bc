//! Results in a browser equal native ones, in WebAssembly and in JavaScript.

use kernels::registry::{self, Data};
use kernels::{Engine, Extent, Outcome, Request, Response, RunError, Schedule, Share, Spec};
use protocol::Never;
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{Attachment, Buffer, Contract, JobPolicy, Pool};

use crate::probe::{self, Answer, Ask, pool};

/// Results that a native test computes again on every run.
fn native() -> Vec<(Spec, Outcome)> {
    serde_json::from_str(include_str!("../../crates/kernels/golden/outcomes.json")).expect("valid")
}

/// Written down and read again, as the stored results are: in that, a figure may lose its last bit.
fn as_stored(outcome: &Outcome) -> Outcome {
    let text = serde_json::to_string(outcome).expect("plain data");
    serde_json::from_str(&text).expect("just written")
}

pub(crate) fn run(spec: Spec) -> Request {
    Request::Run {
        spec,
        share: Share::WHOLE,
        schedule: Schedule::default(),
        into_shared: false,
    }
}

/// The picture that the run works on, if it works on one.
fn input(spec: Spec) -> Vec<Attachment> {
    match registry::kernel(spec.kernel).data {
        Data::Picture { .. } => {
            let picture = kernels::generate(spec).expect("fits");
            vec![Attachment::of_bytes(&picture)]
        }
        Data::Figures | Data::Counts => Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn webassembly_computes_what_native_code_computes() {
    let pool = pool(1, 64);
    for (spec, expected) in native() {
        let ask = Ask::Kernel(run(spec));
        let finished = pool
            .submit(ask, input(spec), JobPolicy::default(), |_| ())
            .await
            .expect("an answer");
        let Answer::Kernel(Response::Ran { outcome, .. }) = finished.outcome else {
            panic!("{spec:?}: {:?}", finished.outcome);
        };
        assert_eq!(as_stored(&outcome), expected, "{spec:?}");
    }
}

/// The part of a picture that a share reads, and the run that computes it.
fn of_share(spec: Spec, share: Share) -> (Request, Vec<Attachment>) {
    let request = Request::Run {
        spec,
        share,
        schedule: Schedule::default(),
        into_shared: false,
    };
    let Data::Picture { channels } = registry::kernel(spec.kernel).data else {
        return (request, Vec::new());
    };
    let picture = kernels::generate(spec).expect("fits");
    let extent = spec.extent().expect("a picture has one");
    let row_bytes = extent.width as usize * usize::from(channels);
    let rows = spec.input_rows(share);
    let bytes = &picture[rows.start as usize * row_bytes..rows.end as usize * row_bytes];
    (request, vec![Attachment::of_bytes(bytes)])
}

/// Computes each stored result in shares, as several workers do, and compares what they give together.
async fn in_shares<C: Contract>(
    pool: Pool<C>,
    engine: Engine,
    ask: impl Fn(Request) -> C::Request,
    outcome_in: impl Fn(C::Outcome) -> Option<Outcome>,
) {
    let mut cut = 0;
    for (spec, expected) in native() {
        let entry = spec.entry().expect("stored under its name");
        let of = u32::try_from(spec.jobs_max().min(3)).expect("at most three");
        if of < 2 || entry.support(engine).is_none() {
            continue;
        }
        let mut outcomes = Vec::new();
        for index in 0..of {
            let (request, input) = of_share(spec, Share { index, of });
            let finished = pool
                .submit(ask(request), input, JobPolicy::default(), |_| ())
                .await
                .unwrap_or_else(|_| panic!("{spec:?}: no answer"));
            outcomes.push(outcome_in(finished.outcome).expect("the answer to a run"));
        }
        let outcome = Outcome::of_shares(&spec, outcomes).expect("shares of one run");
        assert_eq!(as_stored(&outcome), expected, "{spec:?}");
        cut += 1;
    }
    assert!(cut > 20, "only {cut} results were computed in shares");
}

#[wasm_bindgen_test]
async fn webassembly_computes_the_same_in_shares() {
    let outcome_in = |answer| match answer {
        Answer::Kernel(Response::Ran { outcome, .. }) => Some(outcome),
        _ => None,
    };
    in_shares(pool(1, 64), Engine::Wasm, Ask::Kernel, outcome_in).await;
}

#[wasm_bindgen_test]
async fn javascript_computes_the_same_in_shares() {
    let outcome_in = |answer| match answer {
        Response::Ran { outcome, .. } => Some(outcome),
        _ => None,
    };
    in_shares(baselines(64), Engine::Js, |request| request, outcome_in).await;
}

/// What the baselines' worker takes and gives.
#[derive(Debug)]
pub(crate) enum Baseline {}

impl Contract for Baseline {
    type Request = Request;
    type Outcome = Response;
    type Error = RunError;
    type Open = Never;
    type Command = Never;
    type Event = Never;
}

/// The baselines' worker, with so much room for jobs that wait.
pub(crate) fn baselines(queue_max: usize) -> Pool<Baseline> {
    // The runner serves the repository, so this is the very script that the app runs; its build's
    // id is still the placeholder.
    let mut config = probe::config(1, queue_max);
    "__BUILD_ID__".clone_into(&mut config.build_id);
    let script = format!("{}/www/workers/baseline.js", probe::origin());
    Pool::new(script, config)
}

#[wasm_bindgen_test]
async fn javascript_computes_what_native_code_computes() {
    let pool = baselines(64);
    for (spec, expected) in native() {
        let entry = spec.entry().expect("stored under its name");
        if entry.support(Engine::Js).is_none() {
            continue;
        }
        let finished = pool
            .submit(run(spec), input(spec), JobPolicy::default(), |_| ())
            .await
            .expect("an answer");
        let Response::Ran { outcome, .. } = finished.outcome else {
            panic!("{spec:?}: {:?}", finished.outcome);
        };
        assert_eq!(as_stored(&outcome), expected, "{spec:?}");
        let bytes = finished.buffers.first().map_or(0, Buffer::byte_length);
        let points = spec.extent().map_or(0, Extent::pixels);
        let point_bytes = registry::kernel(spec.kernel).data.point_bytes();
        assert_eq!(
            u64::from(bytes),
            points * u64::from(point_bytes),
            "{spec:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_check_tells_a_right_result_from_a_wrong_one() {
    let pool = pool(1, 4);
    let mut primes = native()
        .into_iter()
        .filter_map(|(spec, outcome)| match outcome {
            Outcome::Primes(primes) => Some((spec, primes)),
            _ => None,
        });
    let (spec, right) = primes.next_back().expect("some");
    let mut wrong = right.clone();
    wrong.count += 1;
    for (outcome, agrees) in [(right, true), (wrong, false)] {
        let ask = Ask::Kernel(Request::Check {
            spec,
            outcome: Outcome::Primes(outcome),
            samples: Vec::new(),
        });
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
