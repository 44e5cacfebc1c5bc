//! On what a program runs: which Node, what its work costs, and when it is stopped.

use serde::{Deserialize, Serialize};

/// Versions of Node whose loops differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NodeVersion {
    /// 10 and before: ticks and microtasks run once a phase's callbacks are through, `await` takes three ticks, and an
    /// unhandled rejection is a warning.
    V10,
    /// 11 to 19: ticks and microtasks run after each callback, timers first in each turn of the loop.
    V18,
    /// 20 and later: timers run once before the first turn, and then after poll.
    #[default]
    V20,
}

impl NodeVersion {
    /// All of them, oldest first.
    pub const ALL: [Self; 3] = [Self::V10, Self::V18, Self::V20];
}

/// A file of the virtual disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualFile {
    /// Its path, relative to the working directory.
    pub path: String,
    /// Its size in bytes; longer than `text`, it is filled with lines of generated text.
    pub size: u64,
    /// What it begins with.
    pub text: String,
}

/// When a run is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Statements of the program, in callbacks too.
    pub statements_max: u64,
    /// Milliseconds of virtual time.
    pub virtual_ms_max: u64,
    /// Bytes of output.
    pub output_bytes_max: u64,
    /// Steps, recorded or not.
    pub steps_max: u32,
    /// Bytes that the engine holds, where it can be told.
    pub memory_bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            statements_max: 2_000_000,
            virtual_ms_max: 3_600_000,
            output_bytes_max: 1_000_000,
            steps_max: 100_000,
            memory_bytes_max: 256 << 20,
        }
    }
}

/// On what a program runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whose loop it is.
    pub node: NodeVersion,
    /// Virtual nanoseconds that each statement costs.
    pub statement_ns: u32,
    /// Threads of the pool that reads files and derives keys; libuv has four.
    pub pool_threads: u8,
    /// Virtual microseconds until the disk answers one operation (open, stat, read, close).
    pub disk_us: u32,
    /// Virtual microseconds until a server of the network answers.
    pub network_us: u32,
    /// What is on the disk.
    pub files: Vec<VirtualFile>,
    /// When the run is stopped.
    pub limits: Limits,
}

impl Settings {
    /// The most threads that libuv's pool can have.
    pub const POOL_THREADS_MAX: u8 = 128;
    /// The most that a statement may cost: a millisecond.
    pub const STATEMENT_NS_MAX: u32 = 1_000_000;
    /// The most that disk or network may take: ten seconds.
    pub const LATENCY_US_MAX: u32 = 10_000_000;

    /// Says what of these cannot be run with.
    pub fn check(&self) -> Result<(), SettingsError> {
        if !(1..=Self::POOL_THREADS_MAX).contains(&self.pool_threads) {
            return Err(SettingsError::PoolThreads(self.pool_threads));
        }
        if self.statement_ns > Self::STATEMENT_NS_MAX {
            return Err(SettingsError::StatementCost(self.statement_ns));
        }
        for latency_us in [self.disk_us, self.network_us] {
            if latency_us > Self::LATENCY_US_MAX {
                return Err(SettingsError::Latency(latency_us));
            }
        }
        Ok(())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            node: NodeVersion::default(),
            statement_ns: 1_000,
            pool_threads: 4,
            disk_us: 100,
            network_us: 5_000,
            files: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// Why a program cannot be run with given settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum SettingsError {
    /// The pool's size.
    #[error("a pool of {0} threads; it has 1 to {max}", max = Settings::POOL_THREADS_MAX)]
    PoolThreads(u8),
    /// A statement's cost.
    #[error("{0} ns a statement; at most {max}", max = Settings::STATEMENT_NS_MAX)]
    StatementCost(u32),
    /// The disk's or the network's latency.
    #[error("a latency of {0} µs; at most {max}", max = Settings::LATENCY_US_MAX)]
    Latency(u32),
}
