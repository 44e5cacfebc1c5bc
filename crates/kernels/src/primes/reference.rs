//! Counts and sums primes without finding them, to check those who do.

use crate::primes::{FIRST_MAX, Outcome};

/// The same outcome as a sieve's, by another road.
///
/// Count and sum come from the recurrence of Lucy Hedgehog (the Project Euler forum's thread on
/// problem 10): start from all numbers, and for each prime p take away those whose least factor is
/// p, only at the values ⌊limit / k⌋. That takes O(limit^¾) steps and O(√limit) memory, so the check
/// of a second's work takes milliseconds. The first and the largest are found by trial division.
pub(crate) fn outcome(limit: u64) -> Outcome {
    let (count, sum) = count_and_sum(limit);
    Outcome {
        count,
        sum,
        largest: (2..=limit).rev().find(|&number| is_prime(number)),
        first: (2..=limit)
            .filter(|&number| is_prime(number))
            .take(FIRST_MAX)
            .collect(),
    }
}

fn count_and_sum(limit: u64) -> (u64, u64) {
    if limit < 2 {
        return (0, 0);
    }
    let root = limit.isqrt();
    // small[v] holds the figures of v, large[k] those of limit / k.
    let all = |v: u64| (v - 1, v * (v + 1) / 2 - 1);
    let mut small: Vec<(u64, u64)> = (0..=root)
        .map(|v| if v < 2 { (0, 0) } else { all(v) })
        .collect();
    let mut large: Vec<(u64, u64)> = std::iter::once((0, 0))
        .chain((1..=root).map(|k| all(limit / k)))
        .collect();
    let index = |v: u64| usize::try_from(v).expect("below the square root of a size that fits");

    for p in 2..=root {
        let (below_count, below_sum) = small[index(p - 1)];
        if small[index(p)].0 == below_count {
            continue;
        }
        let square = p * p;
        for k in 1..=root.min(limit / square) {
            let (count, sum) = if k * p <= root {
                large[index(k * p)]
            } else {
                small[index(limit / (k * p))]
            };
            let slot = &mut large[index(k)];
            slot.0 -= count - below_count;
            slot.1 -= p * (sum - below_sum);
        }
        for v in (square..=root).rev() {
            let (count, sum) = small[index(v / p)];
            let slot = &mut small[index(v)];
            slot.0 -= count - below_count;
            slot.1 -= p * (sum - below_sum);
        }
    }
    large[1]
}

fn is_prime(number: u64) -> bool {
    number >= 2 && (2..=number.isqrt()).all(|divisor| !number.is_multiple_of(divisor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_counts() {
        // OEIS A006880 and A046731.
        for (limit, count, sum) in [
            (0, 0, 0),
            (1, 0, 0),
            (2, 1, 2),
            (3, 2, 5),
            (10, 4, 17),
            (100, 25, 1_060),
            (1_000_000, 78_498, 37_550_402_023),
            (100_000_000, 5_761_455, 279_209_790_387_276),
        ] {
            assert_eq!(count_and_sum(limit), (count, sum), "limit {limit}");
        }
    }
}
