//! Keeps what queries gave, until it is too old or somebody writes to what they read; and lets one of those
//! who ask for the same at the same time ask for all (single flight).
//!
//! A state machine: it runs no query and reads no clock. Whoever asks is told to use a value, to run the
//! query, or to wait for another who runs it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How long a value may be kept, in milliseconds: up to a day.
pub const TTL_MS: std::ops::RangeInclusive<f64> = 0.0..=86_400_000.0;

/// How many values may be kept.
pub const ENTRIES: std::ops::RangeInclusive<usize> = 1..=100_000;

/// Queries that may run for others at the same time; who comes later runs one for itself.
pub const FLIGHTS_MAX: usize = 1_024;

/// How long others wait for a query before one of them runs it again, in milliseconds: whoever ran it may be
/// gone.
pub const FLIGHT_MS_MAX: f64 = 30_000.0;

/// What a cache may hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Milliseconds after which a value is too old, of [`TTL_MS`].
    pub ttl_ms: f64,
    /// Most values, of [`ENTRIES`]; then the one goes that was used the longest ago.
    pub entries_max: usize,
}

/// Limits that no cache can have.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum LimitsError {
    /// See [`TTL_MS`].
    #[error("ttl is {found} ms; give {} to {}", TTL_MS.start(), TTL_MS.end())]
    Ttl {
        /// What it is.
        found: f64,
    },
    /// See [`ENTRIES`].
    #[error("entries is {found}; give {} to {}", ENTRIES.start(), ENTRIES.end())]
    Entries {
        /// How many.
        found: usize,
    },
}

/// A query that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flight(u64);

/// What whoever asks has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a, V> {
    /// Use this.
    Hit(&'a V),
    /// Run the query, and say how it ended: [`ResultCache::complete`] or [`ResultCache::fail`].
    Lead(Flight),
    /// Wait until that flight ends, and take its value; where it fails, ask again.
    Wait(Flight),
    /// Run the query for oneself: too many are running for others.
    Alone,
}

/// What a cache did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Values that were used again.
    pub hits: u64,
    /// Questions that were followed by a query.
    pub misses: u64,
    /// Questions that waited for another's query.
    pub waits: u64,
    /// Values that went because they were too old.
    pub expired: u64,
    /// Values that went because there were too many.
    pub evicted: u64,
    /// Values, of queries that were running as well, that went because of a write.
    pub invalidated: u64,
}

impl Counts {
    /// Which share of questions was answered from what was kept; `None` without questions.
    #[must_use]
    pub fn hit_ratio(&self) -> Option<f64> {
        let questions = self.hits + self.misses + self.waits;
        (questions > 0).then(|| self.hits as f64 / questions as f64)
    }
}

/// The cache. A key is what makes two queries the same: the text and the parameters.
#[derive(Clone, Debug)]
pub struct ResultCache<V> {
    limits: Limits,
    entries: HashMap<String, Entry<V>>,
    /// Keys by when they were used last.
    used: BTreeMap<u64, String>,
    /// For each key the query that runs for all who ask for it.
    flying: HashMap<String, Flight>,
    /// Queries that run and whose value may be kept.
    flights: BTreeMap<Flight, Flying>,
    next: u64,
    counts: Counts,
}

#[derive(Clone, Debug)]
struct Entry<V> {
    value: V,
    tables: BTreeSet<String>,
    /// When it is too old.
    until_ms: f64,
    used: u64,
}

#[derive(Clone, Debug)]
struct Flying {
    key: String,
    tables: BTreeSet<String>,
    since_ms: f64,
}

impl<V> ResultCache<V> {
    /// An empty one.
    pub fn new(limits: Limits) -> Result<Self, LimitsError> {
        if !TTL_MS.contains(&limits.ttl_ms) {
            return Err(LimitsError::Ttl {
                found: limits.ttl_ms,
            });
        }
        if !ENTRIES.contains(&limits.entries_max) {
            return Err(LimitsError::Entries {
                found: limits.entries_max,
            });
        }
        Ok(Self {
            limits,
            entries: HashMap::new(),
            used: BTreeMap::new(),
            flying: HashMap::new(),
            flights: BTreeMap::new(),
            next: 0,
            counts: Counts::default(),
        })
    }

    /// Asks for a query's result. `tables` are those that it reads: see [`tables`](crate::sql::tables()).
    pub fn lookup(&mut self, key: &str, tables: &BTreeSet<String>, now_ms: f64) -> Lookup<'_, V> {
        if self
            .entries
            .get(key)
            .is_some_and(|entry| entry.until_ms <= now_ms)
        {
            self.counts.expired += 1;
            self.remove(key);
        }
        if self.entries.contains_key(key) {
            return self.hit(key);
        }
        match self.running(key, now_ms) {
            Some(flight) => {
                self.counts.waits += 1;
                Lookup::Wait(flight)
            }
            None => self.lead(key, tables, now_ms),
        }
    }

    fn hit(&mut self, key: &str) -> Lookup<'_, V> {
        let now = self.tick();
        // It was there a moment ago.
        let Some(entry) = self.entries.get_mut(key) else {
            return Lookup::Alone;
        };
        self.counts.hits += 1;
        self.used.remove(&entry.used);
        self.used.insert(now, key.to_owned());
        entry.used = now;
        Lookup::Hit(&entry.value)
    }

    /// The query that runs for that key, unless it has run for too long.
    fn running(&mut self, key: &str, now_ms: f64) -> Option<Flight> {
        let flight = *self.flying.get(key)?;
        let since_ms = self.flights.get(&flight)?.since_ms;
        if now_ms - since_ms < FLIGHT_MS_MAX {
            return Some(flight);
        }
        self.end(flight);
        None
    }

    fn lead(&mut self, key: &str, tables: &BTreeSet<String>, now_ms: f64) -> Lookup<'_, V> {
        self.counts.misses += 1;
        if self.flights.len() >= FLIGHTS_MAX {
            return Lookup::Alone;
        }
        let flight = Flight(self.tick());
        self.flying.insert(key.to_owned(), flight);
        let flying = Flying {
            key: key.to_owned(),
            tables: tables.clone(),
            since_ms: now_ms,
        };
        self.flights.insert(flight, flying);
        Lookup::Lead(flight)
    }

    /// The query gave a value, which is kept unless somebody wrote to what it read in between, or it took too
    /// long. Says whether it is.
    pub fn complete(&mut self, flight: Flight, value: V, now_ms: f64) -> bool {
        let Some(Flying { key, tables, .. }) = self.end(flight) else {
            return false;
        };
        if self.entries.len() >= self.limits.entries_max
            && let Some((_, oldest)) = self.used.pop_first()
        {
            self.counts.evicted += 1;
            self.entries.remove(&oldest);
        }
        let used = self.tick();
        self.used.insert(used, key.clone());
        let entry = Entry {
            value,
            tables,
            until_ms: now_ms + self.limits.ttl_ms,
            used,
        };
        self.entries.insert(key, entry);
        true
    }

    /// The query gave nothing: the next who asks runs it again.
    pub fn fail(&mut self, flight: Flight) {
        self.end(flight);
    }

    /// Somebody wrote to those tables: what was read from them goes. A query that is running may have read
    /// before the write, so its value is not kept, and who asks from now on does not wait for it.
    pub fn invalidate(&mut self, tables: &BTreeSet<String>) {
        let stale: Vec<String> = self
            .entries
            .iter()
            .filter(|(_, entry)| !entry.tables.is_disjoint(tables))
            .map(|(key, _)| key.clone())
            .collect();
        let running: Vec<Flight> = self
            .flights
            .iter()
            .filter(|(_, flying)| !flying.tables.is_disjoint(tables))
            .map(|(flight, _)| *flight)
            .collect();
        self.counts.invalidated += (stale.len() + running.len()) as u64;
        for key in stale {
            self.remove(&key);
        }
        for flight in running {
            self.end(flight);
        }
    }

    /// How many values are kept, those included that are too old and that nobody asked for since.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it did so far.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    fn tick(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn remove(&mut self, key: &str) {
        if let Some(entry) = self.entries.remove(key) {
            self.used.remove(&entry.used);
        }
    }

    fn end(&mut self, flight: Flight) -> Option<Flying> {
        let flying = self.flights.remove(&flight)?;
        self.flying.remove(&flying.key);
        Some(flying)
    }
}

#[cfg(test)]
mod tests;
