//! A blurred pixel from the pixels around it alone.

/// The mean of each channel of some pixels, rounded half up.
pub(crate) fn pixel(around: &[u8], channels: usize) -> Vec<u8> {
    let pixels = around.len() / channels;
    (0..channels)
        .map(|channel| {
            let doubled: usize = around
                .iter()
                .skip(channel)
                .step_by(channels)
                .map(|&byte| 2 * usize::from(byte))
                .sum();
            // (2s + n) / 2n is s / n + ½, whose whole part is the rounded mean.
            u8::try_from((doubled + pixels) / (2 * pixels).max(1)).unwrap_or(u8::MAX)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up_and_keeps_channels_apart() {
        assert_eq!(pixel(&[0, 1], 1), [1]);
        assert_eq!(pixel(&[0, 0, 0, 1], 1), [0]);
        assert_eq!(pixel(&[7, 200, 9, 100], 2), [8, 150]);
        assert_eq!(pixel(&[255; 9], 1), [255]);
    }
}
