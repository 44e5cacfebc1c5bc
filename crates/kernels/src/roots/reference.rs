//! What a sum of many roots must be, without them.

use crate::engine::memory::index;
use crate::roots::{BLOCK_NUMBERS, blocks};

/// Roots that are summed one by one: only behind them is the formula as exact as an `f64`.
const FIRST: u64 = 64;

/// The sum of each block up to a limit, in order.
pub(crate) fn sums(limit: u64) -> impl ExactSizeIterator<Item = f64> {
    (0..index(blocks(limit))).map(move |block| {
        let behind = block as u64 * BLOCK_NUMBERS;
        between(behind, limit.min(behind + BLOCK_NUMBERS))
    })
}

/// The sum of the roots of the numbers behind `from`, up to and with `to`.
///
/// By the Euler–Maclaurin formula (Graham, Knuth and Patashnik, “Concrete Mathematics”, section 9.5)
/// the roots up to n sum up to ⅔ n√n + ½ √n + ζ(−½) + 1/24 n^(−½) − 1/1920 n^(−5/2) + 1/9216 n^(−9/2)
/// − …; in the difference of two such sums ζ(−½) falls out.
fn between(from: u64, to: u64) -> f64 {
    let first: f64 = (from + 1..=to.min(FIRST))
        .map(|number| (number as f64).sqrt())
        .sum();
    if to <= FIRST {
        return first;
    }
    let (from, to) = (from.max(FIRST) as f64, to as f64);
    // b√b − a√a would lose digits: it is (b³ − a³) / (b√b + a√a), and b − a divides the numerator.
    let area =
        (to - from) * (to * to + to * from + from * from) / (to * to.sqrt() + from * from.sqrt());
    let tail = |n: f64| n.powf(-0.5) / 24.0 - n.powf(-2.5) / 1_920.0 + n.powf(-4.5) / 9_216.0;
    let ends = (to - from) / (to.sqrt() + from.sqrt());
    first + area * 2.0 / 3.0 + ends / 2.0 + tail(to) - tail(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_sums_of_roots() {
        for (from, to) in [
            (0, 0),
            (0, 1),
            (0, 64),
            (0, 65),
            (0, 1_000),
            (1_000, 9_000),
            (500, 501),
        ] {
            let sum: f64 = (from + 1..=to).map(|number| (number as f64).sqrt()).sum();
            let found = between(from, to);
            assert!(
                (found - sum).abs() <= 1e-13 * sum,
                "{from} to {to}: {found} for {sum}"
            );
        }
    }
}
