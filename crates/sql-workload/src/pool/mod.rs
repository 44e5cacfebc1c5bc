//! A connection pool in virtual time: *modelled*, from service times that may have been measured.
//!
//! The model is a queue with `max` servers that are connections: whoever finds none free waits in one line,
//! first come, first served. Connections are opened on demand, closed when nobody needs them, and may break
//! or leak. The database behind them is never slower for being asked by many at once, which a real one is; a
//! larger pool looks better here than it is there.
//!
//! A run's requests follow from its [`Load`] alone: pools that are tried with one load and seed are tried
//! with equal requests. Nothing reads a clock.
//!
//! ```
//! use sql_workload::pool::{Arrivals, Load, PoolConfig, Service, simulate};
//!
//! let load = Load {
//!     arrivals: Arrivals::Poisson { per_s: 400.0 },
//!     service: Service::Exponential { mean_ms: 5.0 },
//!     ..Load::DEFAULT
//! };
//! let run = simulate(&PoolConfig::of_size(4), &load)?;
//! assert_eq!(run.summary.requests, run.summary.completed);
//! // What Little's law says of an empty pool that was filled and emptied again holds exactly.
//! assert!(run.waiting.difference.abs() < 1e-9);
//! # Ok::<(), sql_workload::pool::PoolError>(())
//! ```

mod config;
mod load;
mod recorder;
mod report;
mod simulation;
mod theory;

pub use config::{
    ACQUIRE_TIMEOUT_MS, CONNECT_MS, IDLE_TIMEOUT_MS, LEAK_THRESHOLD_MS, MAX, PoolConfig, PoolError,
    QUEUE_LIMIT, STATUS_EVERY_MS,
};
pub use load::{
    Arrivals, BREAKS, CHECKOUTS, DURATION_MS, LEAK_NTH, Leak, Load, MEAN_MS, MEASURED_MAX, PER_S,
    REQUESTS_MAX, Service, THREADS,
};
pub use recorder::{EVENTS_MAX, QUEUE_STEPS_MAX, SPANS_MAX, STATUSES_MAX, SUSPECTS_MAX, WAITS_MAX};
pub use report::{
    Deadlock, Event, EventKind, Listed, Little, QueueStep, Run, Span, SpanState, Status, Summary,
    Suspect, Times, Wait, WaitEnd,
};
pub use theory::{Assumption, MMc, Theory, deadlock_free_size, hikari_size, mmc};

/// Runs a load against a pool, until the last request has gone and the load's duration is over, or until
/// nothing can happen any more.
pub fn simulate(config: &PoolConfig, load: &Load) -> Result<Run, PoolError> {
    config.check()?;
    load.check()?;
    Ok(simulation::Simulation::new(config, load).run())
}
