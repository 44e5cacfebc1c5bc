//! Which misses could have been avoided.

use crate::PolicyId;
use crate::session::{Caches, Event, Regret, SessionError};

use super::super::policies;
use super::super::policy::{Expiry, Part, Setup, Tally};
use super::super::simulate::{Runs, check};
use super::super::trace::Trace;
use super::{Emit, Outside, STRIDE, go_on};

/// Tells it for each policy: cold, missed by OPT too, or avoidable.
pub(super) fn tell(
    trace: &Trace,
    caches: &Caches,
    outside: Outside,
    emit: &mut Emit<'_>,
) -> Result<(), SessionError> {
    // Terms that a trace cannot have are refused once, before anything runs.
    Runs::over(trace, caches.terms)?;
    let next = trace.next_reads();
    let best = hits(trace, &next, PolicyId::Opt, caches, outside)?;
    let cold = first_reads(trace);
    for policy in &caches.policies {
        let hits = hits(trace, &next, *policy, caches, outside)?;
        let mut regret = Regret::default();
        let mut writes = trace.writes().iter().peekable();
        for index in 0..trace.len() {
            if writes.next_if(|write| **write as usize == index).is_some() {
                continue;
            }
            regret.requests += 1;
            if !hits[index] {
                *match (cold[index], best[index]) {
                    (true, _) => &mut regret.cold,
                    (false, false) => &mut regret.shared,
                    (false, true) => &mut regret.avoidable,
                } += 1;
            }
        }
        emit(Event::Regret {
            policy: *policy,
            regret,
        });
    }
    Ok(())
}

/// By access, whether it is the first one to its object.
fn first_reads(trace: &Trace) -> Vec<bool> {
    let mut seen = 0;
    let mut first = Vec::with_capacity(trace.len());
    for object in trace.objects() {
        // Objects are numbered as they first appear.
        let is_first = *object == seen;
        seen += u32::from(is_first);
        first.push(is_first);
    }
    first
}

/// By access, whether it hits.
fn hits(
    trace: &Trace,
    next: &[u32],
    policy: PolicyId,
    caches: &Caches,
    outside: Outside,
) -> Result<Vec<bool>, SessionError> {
    check(trace, policy, caches.size)?;
    let setup = Setup {
        capacity: caches.size,
        objects: trace.objects_count(),
        seed: caches.terms.seed.into(),
    };
    let mut cache = policies::start(policy, setup);
    let mut expiry = (caches.terms.ttl_s).map(|ttl_s| Expiry::new(ttl_s, setup.objects));
    let mut hits = Vec::with_capacity(trace.len());
    for index in 0..trace.len() {
        if index % STRIDE == 0 {
            go_on(outside)?;
        }
        let part = Part {
            trace,
            next,
            range: index..index + 1,
        };
        let mut tally = Tally::default();
        cache.serve(&part, expiry.as_mut(), &mut tally);
        hits.push(tally.hits == 1);
    }
    Ok(hits)
}
