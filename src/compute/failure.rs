//! Why a run gave nothing. `labs::failures` puts it into words.

use serde::{Deserialize, Serialize};
use worker_pool::{Loss, Refusal};

/// Why a run gave nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunFailure {
    /// A person wanted it to end.
    Cancelled,
    /// The machine, or the module's own limit, did not give the memory.
    OutOfMemory {
        /// How much was asked for.
        bytes: u64,
    },
    /// An image file holds more than is taken.
    TooManyPixels {
        /// How many it has.
        pixels: u64,
        /// How many are taken.
        max: u64,
    },
    /// A file is no image that this browser knows.
    NotAnImage,
    /// The browser gives back other pixels than an image has.
    AlteredPixels,
    /// Threads cannot share memory here: the page is not isolated, or the browser has no shared memory.
    NotShareable,
    /// The worker was lost.
    Lost(Loss),
    /// The pool did not take a job on.
    Refused(Refusal),
    /// Something that the browser threw, in its own words.
    Browser(String),
    /// A fault of this app, in words for those who mend it.
    Internal(String),
}
