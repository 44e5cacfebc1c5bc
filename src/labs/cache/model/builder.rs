//! A trace that is made of a few knobs, and who wins on it.

use cache_sim::recipe::Pattern;
use cache_sim::session::Outcome;
use cache_sim::{Capacity, PolicyId, Recipe};

/// Accesses of a trace: few enough that every policy runs over it while a knob is dragged.
pub(crate) const ACCESSES: u32 = 100_000;

/// Places of a knob that are tried for the row of winners.
pub(crate) const TRIED: u32 = 11;

/// What scans and loops may come to, so that no knob of the popular objects does nothing.
const POPULAR_MIN_REST: f64 = 0.95;

/// What is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Knob {
    /// How many times other objects become the popular ones.
    Drift,
    /// The exponent of Zipf's law.
    Skew,
    /// Popular objects.
    Objects,
    /// The share of accesses that scan.
    Scans,
    /// The share of accesses that go round in a loop.
    Loops,
    /// Objects of the loop.
    LoopLength,
    /// Objects that the cache holds.
    Size,
}

impl Knob {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Drift,
        Self::Scans,
        Self::Loops,
        Self::LoopLength,
        Self::Skew,
        Self::Objects,
        Self::Size,
    ];

    /// Its name in the page.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Skew => "skew",
            Self::Objects => "objects",
            Self::Scans => "scans",
            Self::Loops => "loops",
            Self::LoopLength => "loop-length",
            Self::Size => "cache-size",
        }
    }

    /// How many places it has beyond the first.
    pub(crate) const fn last(self) -> u32 {
        match self {
            Self::Drift => 4,
            Self::Skew => 24,
            Self::Scans | Self::Loops => 18,
            Self::Objects => 20,
            Self::LoopLength | Self::Size => 30,
        }
    }

    /// What a place stands for.
    pub(crate) fn value(self, place: u32) -> f64 {
        let place = f64::from(place.min(self.last()));
        // Ten places are a factor of ten.
        let decade = |least: f64| (least * 10_f64.powf(place / 10.0)).round();
        match self {
            Self::Drift => place.exp2() - 1.0,
            Self::Skew => 0.4 + place * 0.05,
            Self::Scans | Self::Loops => place * 0.05,
            Self::Objects => decade(200.0),
            Self::LoopLength => decade(20.0),
            Self::Size => decade(10.0),
        }
    }
}

/// Where the knobs stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Knobs([u32; Knob::ALL.len()]);

impl Default for Knobs {
    /// Popular objects under a cache that holds a seventh of them, without a scan or a loop. The winner becomes another
    /// one as soon as other objects become popular.
    fn default() -> Self {
        Self(Knob::ALL.map(|knob| match knob {
            Knob::Skew => 12,
            Knob::Drift | Knob::Scans | Knob::Loops => 0,
            Knob::Objects | Knob::LoopLength => 10,
            Knob::Size => 15,
        }))
    }
}

impl Knobs {
    /// Where one stands.
    pub(crate) const fn place(&self, knob: Knob) -> u32 {
        self.0[Self::index(knob)]
    }

    /// The same with one of them elsewhere.
    #[must_use]
    pub(crate) fn with(mut self, knob: Knob, place: u32) -> Self {
        self.0[Self::index(knob)] = place.min(knob.last());
        self
    }

    /// What one stands for.
    pub(crate) fn value(&self, knob: Knob) -> f64 {
        knob.value(self.place(knob))
    }

    /// The order is that of [`Knob::ALL`].
    const fn index(knob: Knob) -> usize {
        match knob {
            Knob::Drift => 0,
            Knob::Scans => 1,
            Knob::Loops => 2,
            Knob::LoopLength => 3,
            Knob::Skew => 4,
            Knob::Objects => 5,
            Knob::Size => 6,
        }
    }

    /// How much the cache holds.
    pub(crate) fn size(&self) -> Capacity {
        Capacity::Objects(whole(self.value(Knob::Size)).into())
    }

    /// The trace. What scans and loops leave is popular objects; where both want more, they leave a twentieth.
    pub(crate) fn recipe(&self) -> Recipe {
        let (scans, loops) = (self.value(Knob::Scans), self.value(Knob::Loops));
        let fits = (POPULAR_MIN_REST / (scans + loops)).min(1.0);
        let (scans, loops) = (scans * fits, loops * fits);
        let popular = 1.0 - scans - loops;
        let parts = [
            (popular, self.popular(popular)),
            (scans, Pattern::Scan),
            (
                loops,
                Pattern::Loop {
                    objects: whole(self.value(Knob::LoopLength)),
                },
            ),
        ];
        // Shares of a twentieth, without what a sum of them leaves behind the comma.
        let parts = parts.map(|(share, pattern)| ((share * 100.0).round() / 100.0, pattern));
        let mut parts: Vec<_> = parts
            .into_iter()
            .filter(|(share, _)| *share > 0.0)
            .collect();
        let pattern = match parts.len() {
            1 => parts.remove(0).1,
            _ => Pattern::Mix(parts),
        };
        Recipe::new(pattern, ACCESSES, 1).unwrap_or_else(|_| Self::default().recipe())
    }

    /// Popular objects, which are so large a share of the accesses; each phase has some of its own.
    fn popular(&self, share: f64) -> Pattern {
        let zipf = || Pattern::Zipf {
            alpha: self.value(Knob::Skew),
            objects: whole(self.value(Knob::Objects)),
        };
        let phases = whole(self.value(Knob::Drift)) + 1;
        if phases == 1 {
            return zipf();
        }
        let accesses = f64::from(ACCESSES / phases) * share;
        let phase = || (zipf(), whole(accesses.round()).max(1));
        Pattern::Phases((0..phases).map(|_| phase()).collect())
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "values of knobs are some thousands at most, and accesses a hundred times as many"
)]
fn whole(value: f64) -> u32 {
    value as u32
}

/// The policies' miss ratios on a trace, the worst first, the oracle last.
pub(crate) type Ranking = Vec<(PolicyId, f64)>;

/// Sorts what came of each policy.
pub(crate) fn ranked(outcomes: &[(PolicyId, Outcome)]) -> Ranking {
    let mut ranking: Ranking = outcomes
        .iter()
        .map(|(policy, outcome)| (*policy, outcome.miss_ratio()))
        .collect();
    let is_oracle = |policy: PolicyId| policy == PolicyId::Opt;
    ranking.sort_by(|(one, ratio), (other, its)| {
        (is_oracle(*one).cmp(&is_oracle(*other))).then(its.total_cmp(ratio))
    });
    ranking
}

/// Who misses least but for the oracle.
pub(crate) fn winner(ranking: &Ranking) -> Option<(PolicyId, f64)> {
    let known = ranking.iter().rev();
    known.copied().find(|(policy, _)| *policy != PolicyId::Opt)
}

/// The same, but who won before goes on to win while nobody misses less: whoever draws level overtakes nobody.
#[allow(clippy::float_cmp, reason = "of the same ranking")]
pub(crate) fn winner_after(before: Option<PolicyId>, ranking: &Ranking) -> Option<PolicyId> {
    let (best, least) = winner(ranking)?;
    let is_level = |policy: &PolicyId| ranking.contains(&(*policy, least));
    Some(before.filter(is_level).unwrap_or(best))
}

/// The places of a knob that are tried, from the first to the last.
pub(crate) fn tried(knob: Knob) -> Vec<u32> {
    let mut places: Vec<u32> = (0..TRIED)
        .map(|step| step * knob.last() / (TRIED - 1))
        .collect();
    places.dedup();
    places
}

/// Who wins at each place that was tried.
pub(crate) type Winners = Vec<(u32, PolicyId)>;

/// Where the winner becomes another one: the place, who won before it, and who wins from it on.
pub(crate) fn flips(winners: &Winners) -> Vec<(u32, PolicyId, PolicyId)> {
    winners
        .windows(2)
        .filter(|pair| pair[0].1 != pair[1].1)
        .map(|pair| (pair[1].0, pair[0].1, pair[1].1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_every_knob_gives_a_recipe_of_its_own() {
        for knob in Knob::ALL {
            let mut last = f64::NEG_INFINITY;
            for place in 0..=knob.last() {
                assert!(knob.value(place) > last, "{knob:?} at {place}");
                last = knob.value(place);
                let both = Knobs::default().with(Knob::Loops, 8).with(knob, place);
                assert_eq!(both.place(knob), place);
                let recipe = both.recipe();
                let again: Recipe = recipe.to_string().parse().expect("a recipe");
                assert_eq!((again, recipe.accesses()), (recipe.clone(), ACCESSES));
                assert!((10..=10_000).contains(&both.size().count()));
            }
        }
    }

    #[test]
    fn scans_and_loops_push_popular_objects_aside() {
        let plain = Knobs::default();
        assert_eq!(plain.recipe().to_string(), "zipf(1,2000)*100000");
        let mixed = plain.with(Knob::Scans, 6).with(Knob::Loops, 4);
        assert_eq!(
            mixed.recipe().to_string(),
            "mix(0.5*zipf(1,2000)+0.3*scan+0.2*loop(200))*100000"
        );
        let drifts = plain.with(Knob::Drift, 1).with(Knob::Scans, 8);
        assert_eq!(
            drifts.recipe().to_string(),
            "mix(0.6*phases(zipf(1,2000)*30000,zipf(1,2000)*30000)+0.4*scan)*100000"
        );
        let full = plain.with(Knob::Scans, 18).with(Knob::Loops, 18);
        assert_eq!(
            full.recipe().to_string(),
            "mix(0.05*zipf(1,2000)+0.48*scan+0.48*loop(200))*100000"
        );
    }

    #[test]
    fn winners_flip_where_another_one_wins() {
        let winners = vec![
            (0, PolicyId::Lfu),
            (2, PolicyId::Lfu),
            (4, PolicyId::Arc),
            (6, PolicyId::Lfu),
        ];
        assert_eq!(
            flips(&winners),
            [
                (4, PolicyId::Lfu, PolicyId::Arc),
                (6, PolicyId::Arc, PolicyId::Lfu)
            ]
        );
        for knob in Knob::ALL {
            let tried = tried(knob);
            assert_eq!((tried[0], tried.last()), (0, Some(&knob.last())));
        }
    }

    #[test]
    fn the_oracle_wins_nothing() {
        let outcome = |misses| Outcome::Exact {
            requests: 10,
            misses,
            bytes: 0,
            bytes_missed: 0,
        };
        let ranking = ranked(&[
            (PolicyId::Opt, outcome(1)),
            (PolicyId::Lru, outcome(5)),
            (PolicyId::Arc, outcome(3)),
        ]);
        let order: Vec<PolicyId> = ranking.iter().map(|(policy, _)| *policy).collect();
        assert_eq!(order, [PolicyId::Lru, PolicyId::Arc, PolicyId::Opt]);
        assert_eq!(winner(&ranking), Some((PolicyId::Arc, 0.3)));
        assert_eq!(winner(&Vec::new()), None);
        let level = vec![
            (PolicyId::Lru, 0.3),
            (PolicyId::Arc, 0.3),
            (PolicyId::Opt, 0.1),
        ];
        assert_eq!(winner_after(None, &level), Some(PolicyId::Arc));
        assert_eq!(
            winner_after(Some(PolicyId::Lru), &level),
            Some(PolicyId::Lru)
        );
        assert_eq!(
            winner_after(Some(PolicyId::Fifo), &level),
            Some(PolicyId::Arc)
        );
    }
}
