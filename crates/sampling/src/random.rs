//! An order that a seed brings about again.

/// `SplitMix64` (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The generator that a seed stands for.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number, each of all as likely as any other.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    pub fn unit(&mut self) -> f64 {
        // The 53 bits that an f64 holds.
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of the normal distribution of mean 0 and variance 1 (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// A whole number below `count`, which is at least one.
    pub fn below(&mut self, count: usize) -> usize {
        // The remainder favours the first numbers by less than one in 2^50.
        usize::try_from(self.next_u64() % count.max(1) as u64).unwrap_or_default()
    }

    /// Puts the items into any order, each as likely as any other (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }

    /// The items in such an order.
    pub fn shuffled<T>(&mut self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut items: Vec<T> = items.into_iter().collect();
        self.shuffle(&mut items);
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_its_published_numbers() {
        let mut random = Random::of(0);
        assert_eq!(random.next_u64(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next_u64(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn an_order_has_every_item_once_and_comes_again_with_its_seed() {
        let order = |seed| Random::of(seed).shuffled(0..20);
        let mut sorted = order(7);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..20).collect::<Vec<_>>());
        assert_eq!(order(7), order(7));
        assert_ne!(order(7), order(8));
        assert_eq!(Random::of(1).shuffled(Vec::<u8>::new()), Vec::<u8>::new());
    }

    #[test]
    fn normal_numbers_have_their_moments() {
        let mut random = Random::of(2);
        let numbers: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        let variance = numbers.iter().map(|number| number * number).sum::<f64>() / 20_000.0;
        let far = numbers.iter().filter(|number| number.abs() > 1.96).count();
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05);
        // One in twenty: a thousand, of which four standard deviations are 123.
        assert!((877..1_123).contains(&far), "{far}");
    }

    #[test]
    fn every_order_of_three_is_about_as_frequent() {
        let mut random = Random::of(1);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..6_000 {
            *counts.entry(random.shuffled(0..3)).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 6);
        // Four standard deviations of a count of a thousand are 115.
        assert!(
            counts.values().all(|count| (885..1_115).contains(count)),
            "{counts:?}"
        );
    }
}
