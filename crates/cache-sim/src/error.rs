//! Why a policy cannot be run over a trace.

use serde::{Deserialize, Serialize};

use crate::PolicyId;

/// Why a policy cannot be run over a trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SimulateError {
    /// A capacity in bytes for one that counts entries.
    #[error("{0} counts entries, so its size is a number of objects, not of bytes")]
    CountsEntries(PolicyId),
    /// A capacity in bytes, and a trace without sizes.
    #[error(
        "the trace does not say how large its objects are, so a size is a number of objects, not of bytes"
    )]
    NoSizes,
    /// Expiry, and a trace without times.
    #[error("the trace does not say when its objects are accessed, so nothing in it can expire")]
    NoTimes,
}
