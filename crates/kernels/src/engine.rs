//! Runs what the registry offers, and checks what came out of it.

use std::hint::black_box;

use crate::primes;
use crate::spec::{CheckError, Outcome, RunError, Spec};
use crate::{Kernel, Variant};

/// Computes; `progress` is called now and then with the share of the work that is done, 0 to 1.
pub fn run(spec: Spec, progress: &mut dyn FnMut(f64)) -> Result<Outcome, RunError> {
    let rounds = f64::from(spec.rounds);
    for round in 1..spec.rounds {
        let before = f64::from(round - 1);
        // Nobody looks at the result of this round, so the compiler must not see that.
        black_box(once(black_box(spec), &mut |share| {
            progress((before + share) / rounds);
        })?);
    }
    once(spec, &mut |share| progress((rounds - 1.0 + share) / rounds))
}

fn once(spec: Spec, progress: &mut dyn FnMut(f64)) -> Result<Outcome, RunError> {
    match (spec.kernel, spec.variant) {
        (Kernel::Primes, Variant::Plain) => {
            primes::sieve::run(spec.size, progress).map(Outcome::Primes)
        }
    }
}

/// Compares a result with a reference that takes another road, far shorter than the run itself.
pub fn check(spec: Spec, outcome: &Outcome) -> Result<(), CheckError> {
    match (spec.kernel, outcome) {
        (Kernel::Primes, Outcome::Primes(found)) => {
            let expected = primes::reference::outcome(spec.size);
            same("the count of primes", found.count, expected.count)?;
            same("the sum of the primes", found.sum, expected.sum)?;
            same(
                "the largest prime",
                found.largest.unwrap_or(0),
                expected.largest.unwrap_or(0),
            )?;
            if found.first != expected.first {
                return Err(CheckError {
                    what: "the list of the first primes".to_owned(),
                    found: format!("{:?}", found.first),
                    expected: format!("{:?}", expected.first),
                });
            }
            Ok(())
        }
    }
}

fn same(what: &str, found: u64, expected: u64) -> Result<(), CheckError> {
    if found == expected {
        return Ok(());
    }
    Err(CheckError {
        what: what.to_owned(),
        found: found.to_string(),
        expected: expected.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spec(size: u64) -> Spec {
        Spec {
            kernel: Kernel::Primes,
            variant: Variant::Plain,
            size,
            rounds: 1,
        }
    }

    fn primes(outcome: &mut Outcome) -> &mut primes::Outcome {
        let Outcome::Primes(primes) = outcome;
        primes
    }

    #[test]
    fn every_small_limit_agrees_with_the_reference() {
        for size in 0..2_000 {
            let outcome = run(spec(size), &mut |_| ()).expect("fits");
            assert_eq!(check(spec(size), &outcome), Ok(()), "limit {size}");
        }
    }

    #[test]
    fn the_check_finds_each_kind_of_wrong_result() {
        let right = run(spec(1_000), &mut |_| ()).expect("fits");
        let spoil: [fn(&mut primes::Outcome); 4] = [
            |outcome| outcome.count += 1,
            |outcome| outcome.sum -= 1,
            |outcome| outcome.largest = None,
            |outcome| outcome.first[3] = 9,
        ];
        for spoil in spoil {
            let mut wrong = right.clone();
            spoil(primes(&mut wrong));
            assert!(check(spec(1_000), &wrong).is_err());
        }
    }

    #[test]
    fn progress_only_grows_and_ends_at_one() {
        let mut seen = vec![0.0];
        let three_rounds = Spec {
            rounds: 3,
            ..spec(1_000_000)
        };
        run(three_rounds, &mut |share| seen.push(share)).expect("fits");
        assert!(seen.is_sorted(), "{seen:?}");
        assert!(seen.len() > 100 && (seen[seen.len() - 1] - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_stored_results_are_what_this_build_computes() {
        // The browser's tests read the same file: so results there equal native ones.
        let sizes = [0, 1, 2, 3, 4, 100, 7_919, 65_536, 1_000_000];
        let computed: Vec<(Spec, Outcome)> = sizes
            .map(|size| (spec(size), run(spec(size), &mut |_| ()).expect("fits")))
            .into();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/primes.json");
            let text = serde_json::to_string(&computed).expect("plain data");
            std::fs::write(path, text + "\n").expect("writable");
        }
        let stored: Vec<(Spec, Outcome)> =
            serde_json::from_str(include_str!("../golden/primes.json")).expect("valid");
        assert_eq!(stored, computed, "UPDATE_GOLDEN=1 writes the file anew");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_limit_agrees_with_the_reference(size in 0_u64..300_000) {
            let outcome = run(spec(size), &mut |_| ()).expect("fits");
            prop_assert_eq!(check(spec(size), &outcome), Ok(()));
        }
    }
}
