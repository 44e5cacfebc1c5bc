//! What is claimed of two candidates, as it is said: whoever is faster is named first, then how many times as long the
//! other takes.

use sampling::Verdict;

/// How the one compares with the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Claim {
    /// The one is faster: the other takes so many times as long.
    Faster(Longer),
    /// The one is slower: it takes so many times as long.
    Slower(Longer),
    /// Their times differ by at most this share.
    Same {
        /// The share.
        within: f64,
    },
    /// The intervals allow for more than one of these.
    Inconclusive,
}

/// How many times as long the slower one takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Longer {
    /// At least; above 1.
    pub low: f64,
    /// At most.
    pub high: f64,
}

impl From<Verdict> for Claim {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            // Less time by half is half the time, and the other's is twice that.
            Verdict::Faster { from, to } => Self::Faster(Longer {
                low: 1.0 / (1.0 - from),
                high: 1.0 / (1.0 - to),
            }),
            Verdict::Slower { from, to } => Self::Slower(Longer {
                low: 1.0 + from,
                high: 1.0 + to,
            }),
            Verdict::Same { within } => Self::Same { within },
            Verdict::Unsure => Self::Inconclusive,
        }
    }
}

#[cfg(test)]
mod tests {
    use sampling::Question;
    use sampling::sequence::Interval;

    use super::*;

    fn claim(low: f64, high: f64) -> Claim {
        Question::default()
            .verdict(Some(Interval { low, high }))
            .into()
    }

    #[test]
    fn both_sides_claim_the_same_of_the_slower_one() {
        let near = |found: Longer, low: f64, high: f64| {
            (found.low - low).abs() < 1e-9 && (found.high - high).abs() < 1e-9
        };
        let Claim::Faster(of_other) = claim(1.0 / 18.0, 1.0 / 11.0) else {
            panic!("it takes less time");
        };
        assert!(near(of_other, 11.0, 18.0), "{of_other:?}");
        let Claim::Slower(of_it) = claim(11.0, 18.0) else {
            panic!("it takes more time");
        };
        assert!(near(of_it, 11.0, 18.0), "{of_it:?}");
    }

    #[test]
    fn what_is_no_difference_is_claimed_as_it_is() {
        assert!(matches!(claim(0.99, 1.01), Claim::Same { .. }));
        assert_eq!(claim(0.5, 2.0), Claim::Inconclusive);
        assert_eq!(Claim::from(Verdict::Unsure), Claim::Inconclusive);
    }
}
