//! Caches in front of a slow store, in virtual time: *modelled*, from what a scenario says.
//!
//! Requests come for keys; a cache inside the application or behind a network has their values or not; a store with so
//! many connections has the rest. The run is one of discrete events: what is due at an instant happens in the order in
//! which it was brought about, and before whoever comes at that instant. Nothing computes, so an application that is busy
//! itself is not seen here, and the store is never slower for being asked much at a time, which a real one is.
//!
//! Requests follow from arrivals, keys, duration and seed alone: caches that are tried with the same of these are tried
//! with equal requests. Nothing reads a clock.
//!
//! ```
//! use cache_sim::application::{Arrivals, Delay, Group, Scenario, Store, simulate};
//!
//! // A hundred clients ask for what the cache does not have, and the store takes 100 ms.
//! let stampede = Scenario {
//!     arrivals: Arrivals::AtOnce {
//!         groups: vec![Group { at_us: 0, requests: 100, key: Some(0) }],
//!     },
//!     store: Store {
//!         service: Delay::Constant { us: 100_000 },
//!         concurrency: 100,
//!         ..Store::DEFAULT
//!     },
//!     ..Scenario::DEFAULT
//! };
//! assert_eq!(simulate(&stampede)?.store.reads, 100);
//!
//! let single_flight = Scenario { single_flight: true, ..stampede };
//! assert_eq!(simulate(&single_flight)?.store.reads, 1);
//! # Ok::<(), cache_sim::application::ScenarioError>(())
//! ```

mod arrivals;
mod check;
mod contents;
pub mod keys;
mod outcome;
mod presets;
mod recorder;
mod scenario;
mod server;
mod simulation;
#[cfg(test)]
mod tests;

pub use check::{
    BUCKETS, CONCURRENCY, DELAY_US, DURATION_US, EMPTIED_MAX, ENTRIES, FAULTS_MAX, GROUPS_MAX,
    KEYS, LOG, PER_S, REQUESTS_EXPECTED_MAX, REQUESTS_MAX, SKEW, SLOWDOWN, SPREAD, ScenarioError,
    TIMEOUT_US, TTL_US, WAITING, WINDOW_US,
};
pub use outcome::{
    Bucket, CacheCounts, Ending, Found, Latency, LoggedRequest, Outcome, StoreCounts, Tally,
};
pub use presets::{PRESETS, Preset, Variant};
pub use scenario::{
    Arrivals, Cache, Code, Delay, Fault, FaultKind, Group, Keys, Lifetime, Recording, Remote,
    Scenario, Start, Store,
};
pub use simulation::EVENTS_MAX;

/// Runs a scenario until nothing is left to do. What it gives is modelled, all of it.
pub fn simulate(scenario: &Scenario) -> Result<Outcome, ScenarioError> {
    scenario.check()?;
    Ok(simulation::Simulation::new(scenario).run())
}
