//! Steps caches through a trace, forwards and back: what was before is reached from a copy that was made on the way.

use crate::session::{Caches, Contents, ENTRIES_MAX, Frame, Queue as Told, SessionError};

use super::super::policies;
use super::super::policy::{Expiry, Object, Part, Policy, Queue, Setup, Tally};
use super::super::simulate::check;
use super::super::trace::Trace;
use super::{Outside, STRIDE, go_on};

/// Bytes that all copies of a film may take.
const COPIES_BYTES_MAX: usize = 64 << 20;

/// Bytes that a policy takes for each object, roughly.
const BYTES_PER_OBJECT: usize = 32;

/// The least number of accesses between two copies.
const APART_MIN: usize = 1024;

/// Several caches and the way that they went.
#[derive(Debug)]
pub(super) struct Film {
    caches: Caches,
    next: Vec<u32>,
    /// Accesses between two copies.
    apart: usize,
    /// Copies after 0, `apart`, twice `apart`… accesses.
    copies: Vec<State>,
    now: State,
}

/// Several caches after so many accesses.
struct State {
    done: usize,
    caches: Vec<Cache>,
}

struct Cache {
    policy: Box<dyn Policy>,
    expiry: Option<Expiry>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} caches after {}", self.caches.len(), self.done)
    }
}

impl Clone for State {
    fn clone(&self) -> Self {
        let caches = self.caches.iter().map(|cache| Cache {
            policy: cache.policy.checkpoint(),
            expiry: cache.expiry.clone(),
        });
        Self {
            done: self.done,
            caches: caches.collect(),
        }
    }
}

impl State {
    fn start(trace: &Trace, caches: &Caches) -> Result<Self, SessionError> {
        let setup = Setup {
            capacity: caches.size,
            objects: trace.objects_count(),
            seed: caches.terms.seed.into(),
        };
        let start = |policy: &crate::PolicyId| {
            check(trace, *policy, caches.size)?;
            Ok(Cache {
                policy: policies::start(*policy, setup),
                expiry: (caches.terms.ttl_s).map(|ttl_s| Expiry::new(ttl_s, setup.objects)),
            })
        };
        Ok(Self {
            done: 0,
            caches: (caches.policies.iter().map(start)).collect::<Result<_, SessionError>>()?,
        })
    }

    fn advance(&mut self, trace: &Trace, next: &[u32], to: usize) {
        let part = Part {
            trace,
            next,
            range: self.done..to,
        };
        for cache in &mut self.caches {
            let mut tally = Tally::default();
            cache.policy.serve(&part, cache.expiry.as_mut(), &mut tally);
        }
        self.done = to;
    }
}

impl Film {
    pub(super) fn new(trace: &Trace, caches: &Caches) -> Result<Self, SessionError> {
        let now = State::start(trace, caches)?;
        let copy_bytes = caches.policies.len() * trace.objects_count() * BYTES_PER_OBJECT;
        let copies_max = (COPIES_BYTES_MAX / copy_bytes.max(1)).max(2);
        Ok(Self {
            caches: caches.clone(),
            next: trace.next_reads(),
            apart: (trace.len() / copies_max).max(APART_MIN),
            copies: vec![now.clone()],
            now,
        })
    }

    pub(super) fn is_of(&self, caches: &Caches) -> bool {
        self.caches == *caches
    }

    pub(super) fn frames(
        &mut self,
        trace: &Trace,
        from: usize,
        count: usize,
        outside: Outside,
    ) -> Result<Vec<Frame>, SessionError> {
        self.go_to(trace, from, outside)?;
        let end = (from + count).min(trace.len());
        let mut frames = Vec::new();
        for index in from..end {
            go_on(outside)?;
            let before: Vec<Vec<Object>> = self.now.caches.iter().map(residents).collect();
            let part = Part {
                trace,
                next: &self.next,
                range: index..index + 1,
            };
            let caches = self.now.caches.iter_mut().zip(before);
            let contents = caches
                .map(|(cache, before)| step(cache, &part, &before))
                .collect();
            self.now.done = index + 1;
            let access = part.access(index);
            frames.push(Frame {
                index: u32::try_from(index).unwrap_or(u32::MAX),
                key: key(trace, access.object),
                writes: access.writes,
                caches: contents,
            });
        }
        Ok(frames)
    }

    /// Brings the caches to where so many accesses are over.
    fn go_to(&mut self, trace: &Trace, done: usize, outside: Outside) -> Result<(), SessionError> {
        let latest = (done / self.apart).min(self.copies.len() - 1);
        if done < self.now.done || self.copies[latest].done > self.now.done {
            self.now = self.copies[latest].clone();
        }
        while self.now.done < done {
            go_on(outside)?;
            // Copies are made where they belong, and steps are short enough to be cancelled.
            let next_copy = (self.now.done / self.apart + 1) * self.apart;
            let to = done.min(next_copy).min(self.now.done + STRIDE);
            self.now.advance(trace, &self.next, to);
            if to == next_copy && self.copies.len() * self.apart == to {
                self.copies.push(self.now.clone());
            }
        }
        Ok(())
    }
}

fn residents(cache: &Cache) -> Vec<Object> {
    let queues = cache.policy.queues();
    let entries = queues.iter().flat_map(|queue| queue.entries.iter());
    let mut objects: Vec<Object> = entries
        .map(|(object, _)| *object)
        .filter(|object| cache.policy.contains(*object))
        .collect();
    // LIRS has some in two queues.
    objects.sort_unstable();
    objects.dedup();
    objects
}

fn step(cache: &mut Cache, part: &Part<'_>, before: &[Object]) -> Contents {
    let mut tally = Tally::default();
    let access = part.access(part.range.start);
    let had = cache.policy.contains(access.object)
        && !(cache.expiry.as_ref()).is_some_and(|expiry| {
            expiry.has_expired(access.object, part.trace.seconds(part.range.start))
        });
    cache.policy.serve(part, cache.expiry.as_mut(), &mut tally);
    let gone = before
        .iter()
        .filter(|object| !cache.policy.contains(**object));
    let targets = cache.policy.targets();
    Contents {
        hit: had,
        evicted: gone.map(|object| key(part.trace, *object)).collect(),
        queues: (cache.policy.queues().iter())
            .map(|queue| told(part.trace, queue))
            .collect(),
        targets: (targets.iter())
            .map(|target| (target.name.to_owned(), target.value))
            .collect(),
    }
}

fn told(trace: &Trace, queue: &Queue) -> Told {
    let len = queue.entries.len();
    let half = ENTRIES_MAX / 2;
    let is_told = |index: &usize| len <= ENTRIES_MAX || *index < half || *index >= len - half;
    let entries = queue.entries.iter().enumerate();
    Told {
        name: queue.name.to_owned(),
        ghost: queue.ghost,
        entries: entries
            .filter(|(index, _)| is_told(index))
            .map(|(_, (object, mark))| (key(trace, *object), *mark))
            .collect(),
        len: u32::try_from(len).unwrap_or(u32::MAX),
        hand: queue.hand.filter(is_told).and_then(|hand| {
            let hidden = if hand >= half {
                len.saturating_sub(ENTRIES_MAX)
            } else {
                0
            };
            u32::try_from(hand - hidden).ok()
        }),
        limit: queue.limit,
    }
}

fn key(trace: &Trace, object: Object) -> String {
    trace.keys().name(object).unwrap_or_default()
}

/// The first access that hits in one of the caches and misses in another.
pub(super) fn part(
    trace: &Trace,
    caches: &Caches,
    outside: Outside,
) -> Result<Option<u32>, SessionError> {
    let mut state = State::start(trace, caches)?;
    let next = trace.next_reads();
    for index in 0..trace.len() {
        if index % STRIDE == 0 {
            go_on(outside)?;
        }
        let part = Part {
            trace,
            next: &next,
            range: index..index + 1,
        };
        // All of them have to serve the access, whatever the first two say.
        let mut hits = 0;
        for cache in &mut state.caches {
            let mut tally = Tally::default();
            cache.policy.serve(&part, cache.expiry.as_mut(), &mut tally);
            hits += tally.hits;
        }
        if hits != 0 && hits != state.caches.len() as u64 {
            return Ok(u32::try_from(index).ok());
        }
    }
    Ok(None)
}
