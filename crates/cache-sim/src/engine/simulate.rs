//! Runs policies over whole traces.

use crate::session::{Outcome, Terms};
use crate::{Capacity, PolicyId, SimulateError};

use super::policies;
use super::policy::{Expiry, Part, Policy, Setup, Tally};
use super::trace::Trace;

/// A trace with what was found out about it, for runs over it.
#[derive(Debug)]
pub struct Runs<'a> {
    trace: &'a Trace,
    /// [`Trace::next_reads`], once an oracle needs it.
    next: Vec<u32>,
    terms: Terms,
}

/// A run that is under way.
pub struct Run<'a> {
    trace: &'a Trace,
    next: &'a [u32],
    policy: Box<dyn Policy>,
    expiry: Option<Expiry>,
    tally: Tally,
    done: usize,
}

impl<'a> Runs<'a> {
    /// Prepares runs over a trace.
    pub fn over(trace: &'a Trace, terms: Terms) -> Result<Self, SimulateError> {
        if terms.ttl_s.is_some() && !trace.has_times() {
            return Err(SimulateError::NoTimes);
        }
        Ok(Self {
            trace,
            next: Vec::new(),
            terms,
        })
    }

    /// Starts a policy with an empty cache.
    pub fn start(
        &mut self,
        policy: PolicyId,
        capacity: Capacity,
    ) -> Result<Run<'_>, SimulateError> {
        check(self.trace, policy, capacity)?;
        if policy == PolicyId::Opt && self.next.is_empty() {
            self.next = self.trace.next_reads();
        }
        let setup = Setup {
            capacity,
            objects: self.trace.objects_count(),
            seed: self.terms.seed.into(),
        };
        let knows_future = policy == PolicyId::Opt;
        Ok(Run {
            trace: self.trace,
            next: if knows_future { &self.next } else { &[] },
            policy: policies::start(policy, setup),
            expiry: (self.terms.ttl_s).map(|ttl_s| Expiry::new(ttl_s, setup.objects)),
            tally: Tally::default(),
            done: 0,
        })
    }

    /// Runs a policy from an empty cache to the trace's end.
    pub fn tally(&mut self, policy: PolicyId, capacity: Capacity) -> Result<Tally, SimulateError> {
        let mut run = self.start(policy, capacity)?;
        run.advance(usize::MAX);
        Ok(run.tally)
    }
}

impl Run<'_> {
    /// Serves so many further accesses; true while some are left.
    pub fn advance(&mut self, accesses: usize) -> bool {
        let end = self.done.saturating_add(accesses).min(self.trace.len());
        let part = Part {
            trace: self.trace,
            next: self.next,
            range: self.done..end,
        };
        self.policy
            .serve(&part, self.expiry.as_mut(), &mut self.tally);
        self.done = end;
        end < self.trace.len()
    }

    /// Accesses that were served.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// What came of them.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// The policy as it is now.
    #[must_use]
    pub fn policy(&self) -> &dyn Policy {
        &*self.policy
    }
}

/// Whether one pass over a trace ([`Distances`](super::Distances)) gives what runs at all these sizes would.
#[must_use]
pub fn is_of_one_pass(trace: &Trace, policy: PolicyId, sizes: &[Capacity], terms: Terms) -> bool {
    policy == PolicyId::Lru
        && terms.ttl_s.is_none()
        && !trace.has_sizes()
        && !sizes.iter().any(|size| size.is_in_bytes())
}

/// Whether a policy can be run over a trace with such a capacity.
pub fn check(trace: &Trace, policy: PolicyId, capacity: Capacity) -> Result<(), SimulateError> {
    if capacity.is_in_bytes() {
        if !policy.entry().in_bytes {
            return Err(SimulateError::CountsEntries(policy));
        }
        if !trace.has_sizes() {
            return Err(SimulateError::NoSizes);
        }
    }
    Ok(())
}

impl From<Tally> for Outcome {
    fn from(tally: Tally) -> Self {
        Self::Exact {
            requests: tally.requests,
            misses: tally.misses(),
            bytes: tally.bytes,
            bytes_missed: tally.bytes_missed,
        }
    }
}
