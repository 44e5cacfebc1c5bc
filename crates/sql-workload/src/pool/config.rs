//! What a pool may be set to.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How many connections a pool may have at most.
pub const MAX: RangeInclusive<u32> = 1..=200;

/// How long somebody may wait for a connection, in milliseconds.
pub const ACQUIRE_TIMEOUT_MS: RangeInclusive<f64> = 1.0..=600_000.0;

/// How many may wait.
pub const QUEUE_LIMIT: RangeInclusive<u32> = 0..=100_000;

/// How long it may take to open a connection, in milliseconds.
pub const CONNECT_MS: RangeInclusive<f64> = 0.0..=10_000.0;

/// How long a connection may be idle before it is closed, in milliseconds.
pub const IDLE_TIMEOUT_MS: RangeInclusive<f64> = 1.0..=3_600_000.0;

/// How long may lie between two [`Status`](super::Status)es, in milliseconds.
pub const STATUS_EVERY_MS: RangeInclusive<f64> = 10.0..=3_600_000.0;

/// How long a connection may be held before that is noticed, in milliseconds.
pub const LEAK_THRESHOLD_MS: RangeInclusive<f64> = 1.0..=3_600_000.0;

/// A pool.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolConfig {
    /// Connections that are opened at the beginning, and kept however idle they are; at most `max`.
    pub min: u32,
    /// Connections at most, of [`MAX`]; mysql2 calls it `connectionLimit`.
    pub max: u32,
    /// How long somebody waits for a connection before that is an error, of [`ACQUIRE_TIMEOUT_MS`]; `None`
    /// is for ever.
    pub acquire_timeout_ms: Option<f64>,
    /// How many may wait, of [`QUEUE_LIMIT`], besides those for whom connections are being opened; who comes
    /// then is rejected at once. `None`, mysql2's 0, is any number.
    pub queue_limit: Option<u32>,
    /// Whether anybody waits at all, besides those for whom connections are being opened.
    pub wait_for_connections: bool,
    /// How long it takes to open a connection, of [`CONNECT_MS`].
    pub connect_ms: f64,
    /// After which time a connection is closed that nobody used, of [`IDLE_TIMEOUT_MS`]; `None` is never.
    pub idle_timeout_ms: Option<f64>,
    /// How often the pool's status is told, of [`STATUS_EVERY_MS`].
    pub status_every_ms: f64,
    /// From when on a held connection is suspected to be leaked, of [`LEAK_THRESHOLD_MS`]: `HikariCP`'s
    /// `leakDetectionThreshold`.
    pub leak_threshold_ms: f64,
}

impl PoolConfig {
    /// One of ten connections that are there from the beginning, whose waiters never give up.
    pub const DEFAULT: Self = Self::of_size(10);

    /// One of so many connections that are there from the beginning, whose waiters never give up.
    #[must_use]
    pub const fn of_size(connections: u32) -> Self {
        Self {
            min: connections,
            max: connections,
            acquire_timeout_ms: None,
            queue_limit: None,
            wait_for_connections: true,
            connect_ms: 0.0,
            idle_timeout_ms: None,
            status_every_ms: 1_000.0,
            leak_threshold_ms: 2_000.0,
        }
    }

    /// Whether it can be had.
    pub fn check(&self) -> Result<(), PoolError> {
        whole("max", self.max, &MAX)?;
        whole("min", self.min, &(0..=self.max))?;
        if let Some(timeout_ms) = self.acquire_timeout_ms {
            within("acquireTimeoutMs", timeout_ms, &ACQUIRE_TIMEOUT_MS)?;
        }
        if let Some(limit) = self.queue_limit {
            whole("queueLimit", limit, &QUEUE_LIMIT)?;
        }
        within("connectMs", self.connect_ms, &CONNECT_MS)?;
        if let Some(timeout_ms) = self.idle_timeout_ms {
            within("idleTimeoutMs", timeout_ms, &IDLE_TIMEOUT_MS)?;
        }
        within("statusEveryMs", self.status_every_ms, &STATUS_EVERY_MS)?;
        within(
            "leakThresholdMs",
            self.leak_threshold_ms,
            &LEAK_THRESHOLD_MS,
        )
    }
}

impl Default for PoolConfig {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A number of a [`PoolConfig`] or a [`Load`](super::Load) that no model takes.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("{field} is {found}; give {min} to {max}")]
pub struct PoolError {
    /// Its name.
    pub field: &'static str,
    /// What it is.
    pub found: f64,
    /// The least.
    pub min: f64,
    /// The most.
    pub max: f64,
}

pub(super) fn within(
    field: &'static str,
    found: f64,
    range: &RangeInclusive<f64>,
) -> Result<(), PoolError> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(PoolError {
        field,
        found,
        min: *range.start(),
        max: *range.end(),
    })
}

pub(super) fn whole(
    field: &'static str,
    found: u32,
    range: &RangeInclusive<u32>,
) -> Result<(), PoolError> {
    let range = f64::from(*range.start())..=f64::from(*range.end());
    within(field, f64::from(found), &range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_refused_with_its_value_and_its_range() {
        let reason = |change: fn(&mut PoolConfig)| {
            let mut config = PoolConfig::DEFAULT;
            change(&mut config);
            config.check().map_err(|error| error.to_string())
        };
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(reason(|_| {}), Ok(()));
        assert_eq!(
            reason(|pool| pool.max = 0),
            refused("max is 0; give 1 to 200")
        );
        assert_eq!(
            reason(|pool| pool.min = 11),
            refused("min is 11; give 0 to 10")
        );
        assert_eq!(
            reason(|pool| pool.acquire_timeout_ms = Some(0.0)),
            refused("acquireTimeoutMs is 0; give 1 to 600000")
        );
        assert_eq!(
            reason(|pool| pool.queue_limit = Some(100_001)),
            refused("queueLimit is 100001; give 0 to 100000")
        );
        assert_eq!(
            reason(|pool| pool.connect_ms = f64::NAN),
            refused("connectMs is NaN; give 0 to 10000")
        );
        assert_eq!(
            reason(|pool| pool.idle_timeout_ms = Some(0.5)),
            refused("idleTimeoutMs is 0.5; give 1 to 3600000")
        );
        assert!(reason(|pool| pool.status_every_ms = 1.0).is_err());
        assert!(reason(|pool| pool.leak_threshold_ms = -1.0).is_err());
    }
}
