//! Policies held to their definitions: on drawn traces, every hit, every object in the cache and every queue is what a
//! plain reference, written on its own, has.
#![cfg(feature = "engine")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    reason = "tests, of small numbers"
)]

mod references;
mod support;

use cache_sim::{POLICIES, PolicyId};
use proptest::prelude::*;

use references::{compare, minimal};
use support::{Case, Kinds, cases, hold, written};

/// Cases for each policy, unit and seed.
const CASES: u32 = 80;

fn held(policy: PolicyId, case: &Case) -> Result<(), TestCaseError> {
    let parts = |steps: &[support::Step]| compare(policy, case.capacity, steps);
    let Err(error) = parts(&case.steps) else {
        return Ok(());
    };
    let steps = minimal(&case.steps, |steps| parts(steps).is_err());
    let error = parts(&steps).err().unwrap_or(error);
    let steps = written(&steps);
    Err(TestCaseError::fail(format!(
        "{policy} at {} over “{steps}”, {error}",
        case.capacity
    )))
}

fn hold_policy(policy: PolicyId) {
    for in_bytes in [false, true] {
        if in_bytes && !policy.entry().in_bytes {
            continue;
        }
        let kinds = Kinds {
            in_bytes,
            writes: true,
            expires: true,
        };
        hold(CASES, 0, &cases(kinds), |case| held(policy, &case));
        let plain = Kinds {
            writes: false,
            expires: false,
            ..kinds
        };
        hold(CASES / 2, 0, &cases(plain), |case| held(policy, &case));
    }
}

macro_rules! hold_policies {
    ($($test:ident: $policy:ident,)*) => {
        $(
            #[test]
            fn $test() {
                hold_policy(PolicyId::$policy);
            }
        )*

        #[test]
        fn no_policy_is_left_out() {
            let held = [$(PolicyId::$policy),*];
            assert!(POLICIES.iter().map(|policy| policy.id).eq(held));
        }
    };
}

hold_policies! {
    articles_is_the_class: Articles,
    fifo_is_its_definition: Fifo,
    lru_is_its_definition: Lru,
    random_evicts_no_more_than_it_has_to: Random,
    lfu_is_its_definition: Lfu,
    clock_is_its_definition: Clock,
    sieve_is_its_definition: Sieve,
    slru_is_its_definition: Slru,
    two_q_is_its_definition: TwoQ,
    arc_is_its_definition: Arc,
    lirs_is_its_definition: Lirs,
    w_tinylfu_evicts_as_caffeine: WTinyLfu,
    s3_fifo_is_its_definition: S3Fifo,
    opt_evicts_what_is_read_the_latest: Opt,
}
