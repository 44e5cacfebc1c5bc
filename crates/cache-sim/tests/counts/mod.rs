//! What every policy misses on a few recipes, for tests of every target.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "part of tests of several crates"
)]

use cache_sim::engine::{Runs, Terms, generate};
use cache_sim::{Capacity, POLICIES, Recipe};

/// Misses on a recipe's trace.
pub struct Case {
    pub recipe: &'static str,
    /// Objects that fit.
    pub objects: u64,
    /// By policy, in the registry's order.
    pub misses: [u64; POLICIES.len()],
}

const ZIPF: &str = "zipf(1,5000)*20000@7";
const LOOP: &str = "loop(1000)*20000";
const MIX: &str = "mix(3*zipf(0.9,4000)+1*scan+1*zigzag(300))*20000@3";

const fn case(recipe: &'static str, objects: u64, misses: [u64; POLICIES.len()]) -> Case {
    Case {
        recipe,
        objects,
        misses,
    }
}

// Where SIEVE's hand has not come round yet, it evicts as LFU does: what was never hit, the oldest first. So some of their
// counts are equal.
pub const COUNTS: &[Case] = &[
    case(
        ZIPF,
        50,
        [
            14_056, 14_056, 13_133, 14_153, 10_781, 12_854, 10_762, 10_901, 11_208, 10_920, 10_846,
            10_648, 10_689, 9_097,
        ],
    ),
    case(
        ZIPF,
        500,
        [
            8_002, 8_002, 7_068, 7_920, 6_135, 6_824, 6_135, 6_299, 6_397, 6_058, 6_017, 5_902,
            6_069, 4_368,
        ],
    ),
    case(
        LOOP,
        250,
        [
            20_000, 20_000, 20_000, 19_629, 20_000, 20_000, 20_000, 16_200, 20_000, 20_000, 15_288,
            15_924, 20_000, 15_250,
        ],
    ),
    case(
        LOOP,
        999,
        [
            20_000, 20_000, 20_000, 1_041, 20_000, 20_000, 20_000, 4_876, 1_823, 20_000, 1_190,
            1_210, 2_437, 1_019,
        ],
    ),
    case(
        MIX,
        50,
        [
            18_074, 18_074, 17_734, 18_103, 15_755, 17_540, 15_774, 15_987, 15_949, 15_853, 15_842,
            15_632, 15_673, 14_372,
        ],
    ),
    case(
        MIX,
        1_000,
        [
            11_957, 11_957, 11_362, 12_062, 9_609, 11_499, 9_609, 9_625, 10_304, 8_818, 8_776,
            8_781, 9_109, 7_287,
        ],
    ),
];

/// What does not come out as it is written down.
pub fn differing() -> Vec<String> {
    let differs = |case: &Case| {
        let trace = generate(&case.recipe.parse::<Recipe>().unwrap());
        let mut runs = Runs::over(&trace, Terms::default()).unwrap();
        let capacity = Capacity::Objects(case.objects);
        let misses: Vec<u64> = POLICIES
            .iter()
            .map(|policy| runs.tally(policy.id, capacity).unwrap().misses())
            .collect();
        (misses != case.misses)
            .then(|| format!("{}, {} objects: {misses:?}", case.recipe, case.objects))
    };
    COUNTS.iter().filter_map(differs).collect()
}
