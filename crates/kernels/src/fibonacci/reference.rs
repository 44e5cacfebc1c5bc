//! The numbers one after the other, as they are defined.

/// F(index); right for every index that a variant takes.
pub(crate) fn value(index: u64) -> u64 {
    let (mut this, mut next) = (0_u64, 1_u64);
    for _ in 0..index {
        (this, next) = (next, this.saturating_add(next));
    }
    this
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_numbers() {
        // OEIS A000045.
        for (index, expected) in [
            (0, 0),
            (1, 1),
            (2, 1),
            (10, 55),
            (45, 1_134_903_170),
            (78, 8_944_394_323_791_464),
        ] {
            assert_eq!(value(index), expected, "index {index}");
        }
    }
}
