//! A session whose steps are futures, and how they end without it.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use worker_pool::{StepError, Steps};

use crate::probe::{Probe, Step, pool, shared};

/// Does a step, and gives the last number that it told.
async fn number(steps: &Steps<Probe>, step: Step) -> Result<Option<i32>, StepError<String>> {
    let told = shared::<Option<i32>>();
    let sink = told.clone();
    let done = steps.step(step, Vec::new(), move |number, _| {
        *sink.borrow_mut() = Some(number);
    });
    done.await.map(|()| *told.borrow())
}

#[wasm_bindgen_test]
async fn steps_end_when_asked_to_and_what_comes_after_is_done() {
    let pool = pool(1, 4);
    let steps = pool.open_steps(1, Vec::new()).await.expect("open");
    assert_eq!(number(&steps, Step::Add(1)).await.expect("added"), Some(2));
    assert!(!steps.cancel(), "nothing is at work");

    assert!(steps.can_cancel(), "the tests' page is isolated");
    let endless = steps.step(Step::UntilCancelled, Vec::new(), |_, _| ());
    TimeoutFuture::new(50).await;
    assert!(steps.cancel());
    // Handed in before the answer: it is done all the same, once the flag is down.
    let after = steps.step(Step::Add(10), Vec::new(), |_, _| ());
    let failed = endless.await.expect_err("cancelled");
    assert!(matches!(failed, StepError::Failed(reason) if reason == "cancelled"));
    after.await.expect("done");
    assert_eq!(number(&steps, Step::Add(0)).await.expect("told"), Some(12));
    let refused = number(&steps, Step::Refuse).await.expect_err("refused");
    assert_eq!(refused.to_string(), "as asked");
    steps.close().await;
}

#[wasm_bindgen_test]
async fn steps_of_a_lost_session_say_what_was_lost() {
    let pool = pool(1, 4);
    let steps = pool.open_steps(1, Vec::new()).await.expect("open");
    let trap = steps.step(Step::Trap, Vec::new(), |_, _| ());
    let behind = steps.step(Step::Add(1), Vec::new(), |_, _| ());
    for lost in [trap.await, behind.await] {
        let Err(StepError::Lost(end)) = lost else {
            panic!("{lost:?}");
        };
        assert_eq!(end.unanswered, [0, 1]);
    }
    let after = number(&steps, Step::Add(1)).await;
    assert!(matches!(after, Err(StepError::Lost(_))));
    assert!(steps.lost().is_some());
}
