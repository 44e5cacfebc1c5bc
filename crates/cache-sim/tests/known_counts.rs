//! Policies miss as often as they did when the counts were written down. `tests/browser` holds WebAssembly against the
//! same counts.
#![cfg(feature = "engine")]
#![allow(clippy::unwrap_used, reason = "tests")]

mod counts;

use cache_sim::PolicyId;

#[test]
fn policies_miss_what_is_written_down() {
    assert_eq!(counts::differing(), Vec::<String>::new());
}

#[test]
fn what_is_written_down_of_a_loop_is_what_arithmetic_says() {
    let of_loop = counts::COUNTS
        .iter()
        .find(|case| case.recipe == "loop(1000)*20000" && case.objects == 250)
        .unwrap();
    let misses = |policy: PolicyId| of_loop.misses[policy as usize];
    for policy in [PolicyId::Articles, PolicyId::Fifo, PolicyId::Lru] {
        assert_eq!(misses(policy), 20_000, "{policy}");
    }
    // The oracle hits as many as fit in each round but the first, LIRS as many as are LIR.
    assert_eq!(misses(PolicyId::Opt), 20_000 - 250 * 19);
    assert_eq!(misses(PolicyId::Lirs), 20_000 - 248 * 19);
}
