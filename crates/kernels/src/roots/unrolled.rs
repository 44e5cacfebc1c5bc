//! Four sums that take turns, so that an addition need not wait for the one before.

pub(crate) fn block(behind: u32, last: u32) -> f64 {
    let [mut a, mut b, mut c, mut d] = [0.0; 4];
    let mut number = behind;
    while last - number >= 4 {
        a += f64::from(number + 1).sqrt();
        b += f64::from(number + 2).sqrt();
        c += f64::from(number + 3).sqrt();
        d += f64::from(number + 4).sqrt();
        number += 4;
    }
    let mut sum = (a + b) + (c + d);
    while number < last {
        number += 1;
        sum += f64::from(number).sqrt();
    }
    sum
}
