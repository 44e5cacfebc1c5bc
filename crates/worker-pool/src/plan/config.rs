//! The bounds of a pool, and what its jobs allow to be done with them.

use protocol::Fault;

/// The bounds of a pool.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// How many workers it may have, at least one; they are spawned when first needed.
    pub size: usize,
    /// How many jobs and sessions may wait for a worker.
    pub queue_max: usize,
    /// How long a worker may take until it is ready.
    pub start_timeout_ms: f64,
    /// How long a worker may stand idle until it is let go; `None` keeps it.
    pub idle_max_ms: Option<f64>,
    /// How long a worker whose job was cancelled may take to end it by itself, having been asked
    /// to; `None`, for workers that hear nothing while they compute, ends them at once.
    pub cancel_grace_ms: Option<f64>,
    /// The build that a worker must be of.
    pub build_id: String,
}

/// What a job allows to be done with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct JobPolicy {
    /// How long it may compute; the worker is ended when it takes longer.
    pub deadline_ms: Option<f64>,
    /// How long its worker may go without a sign that it gets on; the worker is ended when it takes
    /// longer. For workers that give such signs.
    pub stall_ms: Option<f64>,
    /// Whether it is tried once more when its worker dies. Not honoured for a job whose buffers were
    /// moved: they went down with the worker that died.
    pub retry: bool,
    /// Whether it goes before all that wait: for what a person wants to see happen now.
    pub urgent: bool,
    /// How the worker shall fail at it: for the tests, and for those who want to see it happen.
    pub fault: Option<Fault>,
}
