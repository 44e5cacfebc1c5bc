//! Where the marks of an axis stand.

/// Round figures for an axis from zero: at most `most` steps, each 1, 2 or 5 times a power of ten.
#[must_use]
pub fn ticks(end_ms: f64, most: u32) -> Vec<f64> {
    if end_ms.is_nan() || end_ms <= 0.0 || most == 0 {
        return vec![0.0];
    }
    let least = end_ms / f64::from(most);
    let power = 10_f64.powf(least.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    let mut ticks = Vec::new();
    let mut tick = 0.0;
    while tick <= end_ms * (1.0 + 1e-9) && ticks.len() <= most as usize {
        ticks.push(tick);
        tick += step;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 5), [0.0]);
        assert_eq!(ticks(1_843.0, 4), [0.0, 500.0, 1_000.0, 1_500.0]);
        assert_eq!(ticks(100.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        for end in [0.3, 7.0, 99.0, 12_345.0] {
            let ticks = ticks(end, 6);
            assert!(ticks.len() <= 7 && ticks.len() >= 3, "{end}: {ticks:?}");
        }
    }
}
