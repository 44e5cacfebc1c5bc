//! The experiment with the result cache: the same reads with the cache in front of the database, and without.
//!
//! Readers come in groups, all of a group at the same time, so that two who want the same wait for one query.
//! Which author somebody reads is drawn by Zipf's law, as pages of a site are: few are read often.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use sampling::Random;
use sql_workload::result_cache::{Counts, Flight, Limits, LimitsError, Lookup, ResultCache};
use sql_workload::sql::tables;

/// Readers that come at the same time.
pub(crate) const READERS: usize = 6;

/// Groups of readers in a pass.
pub(crate) const GROUPS: usize = 100;

/// Authors that are read, or as many as there are.
pub(crate) const AUTHORS: u32 = 100;

/// Passes of each kind, in turns; those of median duration count.
pub(crate) const ROUNDS: usize = 3;

/// What a reader executes.
pub(crate) const READ: &str = "SELECT id, title, year FROM books WHERE author_id = ? ORDER BY id";

/// What a writer executes. It leaves every book as it was: the library is read elsewhere, too.
pub(crate) const WRITE: &str = "UPDATE books SET year = year WHERE author_id = ?";

const SEED: u64 = 1;

/// Those who come at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Whose books are read.
    pub reads: Vec<u32>,
    /// Whose books somebody writes to after that.
    pub write: Option<u32>,
}

/// All groups of a pass: the same for every pass. Somebody writes whenever so many have read; never if after
/// none.
pub(crate) fn groups(authors: u32, reads_per_write: u64) -> Vec<Group> {
    let authors = authors.clamp(1, AUTHORS);
    let mut random = Random::of(SEED);
    let ranks: Vec<f64> = (1..=authors)
        .scan(0.0, |sum, rank| {
            *sum += 1.0 / f64::from(rank);
            Some(*sum)
        })
        .collect();
    let mut author = || {
        let all = ranks.last().copied().unwrap_or_default();
        let drawn = random.unit() * all;
        let rank = ranks.partition_point(|upto| *upto <= drawn);
        u32::try_from(rank).unwrap_or_default().min(authors - 1) + 1
    };
    let writes = |reads: usize| (reads as u64).checked_div(reads_per_write);
    (0..GROUPS)
        .map(|group| {
            let reads = (0..READERS).map(|_| author()).collect();
            let is_due = writes(group * READERS) != writes((group + 1) * READERS);
            Group {
                reads,
                write: is_due.then(&mut author),
            }
        })
        .collect()
}

/// What a query gave: the bytes of its rows.
pub(crate) type Rows = Rc<[u8]>;

/// Where the rows of a reader come from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// From the cache.
    Kept(Rows),
    /// From the query of that place in the list of queries.
    Query(usize),
}

/// A query that has to be executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    /// Its parameter.
    pub author: u32,
    /// What the cache knows it by.
    flight: Option<Flight>,
}

/// What a group brings about.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// To be executed, one after another.
    pub queries: Vec<Query>,
    /// For each reader.
    pub sources: Vec<Source>,
}

/// What stands before the database: a cache, or nothing.
#[derive(Debug)]
pub(crate) struct Front {
    cache: Option<ResultCache<Rows>>,
    read: BTreeSet<String>,
    written: BTreeSet<String>,
    queries: u64,
}

impl Front {
    /// A cache that is empty.
    pub(crate) fn cached(limits: Limits) -> Result<Self, LimitsError> {
        Ok(Self {
            cache: Some(ResultCache::new(limits)?),
            ..Self::none()
        })
    }

    /// Nothing.
    pub(crate) fn none() -> Self {
        Self {
            cache: None,
            read: tables(READ).read,
            written: tables(WRITE).written,
            queries: 0,
        }
    }

    /// Who of these has to ask the database, and who takes what others get.
    pub(crate) fn ask(&mut self, reads: &[u32], now_ms: f64) -> Plan {
        let mut plan = Plan {
            queries: Vec::new(),
            sources: Vec::new(),
        };
        for author in reads {
            let found = match &mut self.cache {
                Some(cache) => cache.lookup(&key(*author), &self.read, now_ms),
                None => Lookup::Alone,
            };
            let source = match found {
                Lookup::Hit(rows) => Source::Kept(Rc::clone(rows)),
                Lookup::Wait(flight) => waits(&plan.queries, flight),
                Lookup::Lead(flight) => leads(&mut plan.queries, *author, Some(flight)),
                Lookup::Alone => leads(&mut plan.queries, *author, None),
            };
            plan.sources.push(source);
        }
        self.queries += plan.queries.len() as u64;
        plan
    }

    /// A query gave these rows.
    pub(crate) fn complete(&mut self, query: Query, rows: &Rows, now_ms: f64) {
        if let (Some(cache), Some(flight)) = (&mut self.cache, query.flight) {
            cache.complete(flight, Rc::clone(rows), now_ms);
        }
    }

    /// Somebody wrote.
    pub(crate) fn write(&mut self) {
        if let Some(cache) = &mut self.cache {
            cache.invalidate(&self.written);
        }
    }

    /// What a pass gave that took so long, and whose rows have that digest.
    pub(crate) fn pass(&self, elapsed_ms: f64, digest: u64) -> Pass {
        let counts = self.cache.as_ref().map(ResultCache::counts);
        Pass {
            elapsed_ms,
            queries: self.queries,
            counts: counts.unwrap_or_default(),
            digest,
        }
    }
}

fn leads(queries: &mut Vec<Query>, author: u32, flight: Option<Flight>) -> Source {
    queries.push(Query { author, flight });
    Source::Query(queries.len() - 1)
}

fn waits(queries: &[Query], flight: Flight) -> Source {
    let place = queries
        .iter()
        .position(|query| query.flight == Some(flight));
    // Every flight of a group ends with the group.
    Source::Query(place.unwrap_or_default())
}

/// What makes two reads the same: the text and the parameter.
fn key(author: u32) -> String {
    format!("{READ} {author}")
}

/// Rows put together in the order of those who read them, to be compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Read(DefaultHasher);

impl Read {
    /// Takes in what one reader got.
    pub(crate) fn add(&mut self, rows: &[u8]) {
        rows.hash(&mut self.0);
    }

    /// Of all of it.
    pub(crate) fn digest(&self) -> u64 {
        self.0.finish()
    }
}

/// One pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pass {
    /// Real milliseconds.
    pub elapsed_ms: f64,
    /// Queries that were executed to read.
    pub queries: u64,
    /// What the cache did.
    pub counts: Counts,
    /// Of all rows that readers got.
    pub digest: u64,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// Without the cache.
    pub plain: Pass,
    /// With it.
    pub cached: Pass,
}

impl Found {
    /// Of passes of both kinds; `None` where readers did not get the same rows in each, or where there are none.
    pub(crate) fn of(plain: Vec<Pass>, cached: Vec<Pass>) -> Option<Self> {
        let digest = plain.first()?.digest;
        let mut all = plain.iter().chain(&cached);
        if !all.all(|pass| pass.digest == digest) {
            return None;
        }
        Some(Self {
            plain: median(plain)?,
            cached: median(cached)?,
        })
    }
}

fn median(mut passes: Vec<Pass>) -> Option<Pass> {
    passes.sort_by(|one, other| one.elapsed_ms.total_cmp(&other.elapsed_ms));
    passes.get(passes.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        ttl_ms: 1e6,
        entries_max: 50,
    };

    /// A pass over a database whose rows are the author's number, and whose queries take a millisecond.
    fn pass(mut front: Front, groups: &[Group]) -> Pass {
        let mut now_ms = 0.0;
        let mut read = Read::default();
        for group in groups {
            let plan = front.ask(&group.reads, now_ms);
            let mut answers: Vec<Rows> = Vec::new();
            for query in &plan.queries {
                now_ms += 1.0;
                let rows: Rows = query.author.to_le_bytes().into();
                front.complete(*query, &rows, now_ms);
                answers.push(rows);
            }
            for source in &plan.sources {
                read.add(match source {
                    Source::Kept(rows) => rows,
                    Source::Query(place) => &answers[*place],
                });
            }
            if group.write.is_some() {
                front.write();
            }
        }
        front.pass(now_ms, read.digest())
    }

    #[test]
    fn readers_get_the_same_with_a_cache_and_the_database_is_asked_less() {
        let groups = groups(1_000, 200);
        assert_eq!(groups.len(), GROUPS);
        let writes = groups.iter().filter(|group| group.write.is_some()).count();
        assert_eq!(writes, 3);
        let plain = pass(Front::none(), &groups);
        let cached = pass(Front::cached(LIMITS).expect("limits"), &groups);
        let found = Found::of(vec![plain], vec![cached]).expect("equal rows");
        assert_eq!(found.plain.queries, (GROUPS * READERS) as u64);
        let Counts {
            hits,
            misses,
            waits,
            evicted,
            invalidated,
            ..
        } = found.cached.counts;
        assert_eq!(hits + misses + waits, (GROUPS * READERS) as u64);
        assert_eq!(misses, found.cached.queries);
        assert!(hits > misses, "{hits} hits, {misses} misses");
        assert!(waits > 0 && evicted > 0 && invalidated > 0);
        assert!(cached.elapsed_ms < plain.elapsed_ms);
    }

    #[test]
    fn who_never_writes_takes_nothing_away_and_passes_come_again() {
        let never = groups(1, 0);
        assert!(never.iter().all(|group| group.write.is_none()));
        assert!(never.iter().all(|group| group.reads == [1; READERS]));
        let cached = pass(Front::cached(LIMITS).expect("limits"), &never);
        assert_eq!((cached.queries, cached.counts.waits), (1, 5));
        assert_eq!(groups(100, 7), groups(100, 7));
    }

    #[test]
    fn rows_that_differ_are_no_result() {
        let groups = groups(10, 0);
        let plain = pass(Front::none(), &groups);
        let other = Pass {
            digest: plain.digest + 1,
            ..plain
        };
        assert_eq!(Found::of(vec![plain], vec![other]), None);
        assert_eq!(Found::of(Vec::new(), Vec::new()), None);
    }
}
