//! Why policies miss: which of their misses OPT has too, what they hold over time, where they hit.

use cache_sim::session::{Description, Line, Profile, Regret};
use cache_sim::{Capacity, PolicyId};

/// Stretches of time of the map and of the lines over time.
pub(crate) const COLUMNS: u32 = 96;

/// Groups of objects of the map.
pub(crate) const ROWS: u32 = 48;

/// What was looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// The size of the caches.
    pub size: Capacity,
    /// Accesses of the trace.
    pub accesses: u32,
    /// Those of them that read.
    pub reads: u32,
    /// Objects of the trace.
    pub objects: u32,
    /// By policy, as far as they are done, in the order in which they were asked for.
    pub regrets: Vec<(PolicyId, Regret)>,
    /// How the trace is accessed.
    pub profile: Option<Profile>,
    /// One policy over time.
    pub course: Option<Course>,
}

/// One policy over time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Course {
    /// The policy.
    pub policy: PolicyId,
    /// Reads that hit, by group of objects and stretch of time.
    pub hits: Vec<u32>,
    /// Reads that missed, likewise.
    pub misses: Vec<u32>,
    /// What its queues hold and what it adapts.
    pub lines: Vec<Line>,
}

/// A policy's misses, in shares of the reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Split {
    pub policy: PolicyId,
    /// First reads, which no cache could have.
    pub cold: f64,
    /// Misses that OPT has too.
    pub shared: f64,
    /// Misses where OPT hits: these could have been avoided.
    pub avoidable: f64,
}

impl Split {
    fn of(policy: PolicyId, regret: &Regret) -> Self {
        let share = |count: u64| count as f64 / regret.requests.max(1) as f64;
        Self {
            policy,
            cold: share(regret.cold),
            shared: share(regret.shared),
            avoidable: share(regret.avoidable),
        }
    }

    /// All of them.
    #[must_use]
    pub(crate) fn misses(&self) -> f64 {
        self.cold + self.shared + self.avoidable
    }
}

impl Found {
    /// Nothing yet, of caches of that size over a trace.
    #[must_use]
    pub(crate) const fn nothing(trace: &Description, size: Capacity) -> Self {
        Self {
            size,
            accesses: trace.accesses,
            reads: trace.accesses - trace.writes,
            objects: trace.objects,
            regrets: Vec::new(),
            profile: None,
            course: None,
        }
    }

    /// The policies' misses, the most first, and OPT's last.
    #[must_use]
    pub(crate) fn splits(&self) -> Vec<Split> {
        let splits = self.regrets.iter();
        let mut splits: Vec<Split> = splits
            .map(|(policy, regret)| Split::of(*policy, regret))
            .collect();
        let is_oracle = |split: &Split| split.policy == PolicyId::Opt;
        splits.sort_by(|one, other| {
            let by_misses = other.misses().total_cmp(&one.misses());
            is_oracle(one).cmp(&is_oracle(other)).then(by_misses)
        });
        splits
    }

    /// What OPT misses in all, in shares of the reads. Hits that it has and a policy does not are told by each policy's
    /// split, but where a policy hits and OPT misses is told by none: so the sum is OPT's own.
    #[must_use]
    pub(crate) fn of_opt(&self) -> Option<f64> {
        let mut splits = self.regrets.iter();
        let (policy, regret) = splits.find(|(policy, _)| *policy == PolicyId::Opt)?;
        Some(Split::of(*policy, regret).misses())
    }

    /// A policy's misses, and those of the policy that misses least, oracle aside; nothing until both are known.
    #[must_use]
    pub(crate) fn compared(&self, policy: PolicyId) -> Option<(Split, Split)> {
        let splits = self.splits();
        let its = splits.iter().find(|split| split.policy == policy)?;
        let known = splits
            .iter()
            .rev()
            .find(|split| split.policy != PolicyId::Opt);
        Some((*its, *known.unwrap_or(its)))
    }
}

/// The hit ratio of LRU at each size that the distances' classes end with: reads within the distance over all reads.
#[must_use]
pub(crate) fn lru_hit_ratios(reuse: &[(u32, u64)], reads: u32) -> Vec<(u32, f64)> {
    let mut within = 0;
    reuse
        .iter()
        .map(|(from, count)| {
            within += count;
            (2 * from - 1, within as f64 / f64::from(reads.max(1)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::results;
    use super::*;

    fn regret(cold: u64, shared: u64, avoidable: u64) -> Regret {
        Regret {
            requests: 100,
            cold,
            shared,
            avoidable,
        }
    }

    #[test]
    fn who_misses_most_comes_first_and_the_oracle_last() {
        let found = Found {
            regrets: vec![
                (PolicyId::Lru, regret(10, 20, 15)),
                (PolicyId::Opt, regret(10, 25, 0)),
                (PolicyId::Arc, regret(10, 22, 5)),
                (PolicyId::Fifo, regret(10, 20, 30)),
            ],
            ..Found::nothing(&results().trace, Capacity::Objects(8))
        };
        let order: Vec<PolicyId> = found.splits().iter().map(|split| split.policy).collect();
        assert_eq!(
            order,
            [PolicyId::Fifo, PolicyId::Lru, PolicyId::Arc, PolicyId::Opt]
        );
        let (lru, best) = found.compared(PolicyId::Lru).expect("both are known");
        assert!((lru.misses() - 0.45).abs() < 1e-12);
        assert_eq!(best.policy, PolicyId::Arc);
        assert_eq!(found.of_opt(), Some(0.35));
        assert_eq!(found.compared(PolicyId::Lirs), None);
    }

    #[test]
    fn reads_within_a_distance_are_those_that_lru_hits() {
        let ratios = lru_hit_ratios(&[(1, 10), (2, 20), (4, 0), (8, 30)], 100);
        assert_eq!(ratios, [(1, 0.1), (3, 0.3), (7, 0.3), (15, 0.6)]);
        assert_eq!(lru_hit_ratios(&[], 0), []);
    }
}
