//! How much is read at most.

use crate::engine::trace::ACCESSES_MAX;

/// Bounds on what a file may cost whoever reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Accesses, of which no trace has more than [`ACCESSES_MAX`].
    pub accesses_max: usize,
    /// Bytes that come out of the file, unpacked.
    pub unpacked_bytes_max: u64,
    /// Bytes that the trace takes, by [`Trace::memory_bytes`](crate::engine::Trace::memory_bytes). While it grows it
    /// may take twice as many for a moment.
    pub memory_bytes_max: usize,
    /// Bytes of a line. Redis' MONITOR prints values in full.
    pub line_bytes_max: usize,
}

impl Limits {
    /// For a machine of one's own: only what a trace can hold.
    pub const NATIVE: Self = Self {
        accesses_max: ACCESSES_MAX,
        unpacked_bytes_max: u64::MAX,
        memory_bytes_max: usize::MAX,
        line_bytes_max: 16 << 20,
    };
}

impl Default for Limits {
    /// For a browser's tab, in which a module has four gigabytes at most.
    fn default() -> Self {
        Self {
            accesses_max: 30_000_000,
            unpacked_bytes_max: 8 << 30,
            memory_bytes_max: 1 << 30,
            line_bytes_max: 16 << 20,
        }
    }
}
