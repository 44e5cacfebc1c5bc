//! One sum, to which each root is added in turn: each addition waits for the one before.

pub(crate) fn block(behind: u32, last: u32) -> f64 {
    let mut sum = 0.0;
    for number in behind + 1..=last {
        sum += f64::from(number).sqrt();
    }
    sum
}
