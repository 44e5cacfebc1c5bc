//! What of a lab outlives its page: its form and its last results, as records in the browser's own database.
//!
//! A record says by which schema it was written, so that a page of another build shows what it can read, and leaves
//! alone what it cannot.

use serde::{Deserialize, Serialize};

use crate::trust::PressureSource;

mod forms;

#[cfg(target_arch = "wasm32")]
#[path = "."]
mod browser {
    mod keeper;
    mod live_form;
    pub(in crate::labs) mod panel;
    mod store;

    pub(in crate::labs) use keeper::{Keeps, Kept, keep, machine, recall, remember};
    pub(in crate::labs) use live_form::LiveForm;
}
#[cfg(target_arch = "wasm32")]
pub(in crate::labs) use browser::*;
use forms::Forms;

/// Counts up when a field of a record changes its name or its meaning.
pub(crate) const SCHEMA: u32 = 1;

/// A lab's form, and what came of a press of its button.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Envelope<F, R> {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The build that wrote it.
    pub build: String,
    /// When, in milliseconds since the Unix epoch.
    pub saved_at_ms: f64,
    /// On what.
    pub machine: Machine,
    /// The lab's id.
    pub lab: String,
    /// The form, by the names that its fields have in a link; of results, as it was when they were asked for.
    pub form: F,
    /// The results; `None` in the record of a form alone.
    pub results: Option<R>,
}

/// What the figures were measured on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// How the browser names itself.
    pub browser: String,
    /// Logical cores.
    pub cores: u32,
    /// Whether the page was cross-origin isolated.
    pub isolated: bool,
    /// The step of the clock, in microseconds, where it could be measured.
    pub clock_step_us: Option<f64>,
    /// How fast the device is, compared with one of reference; roughly, and where it could be measured.
    pub device_index: Option<f64>,
    /// Who said how much other work the processor had.
    pub pressure_source: PressureSource,
}

/// Where results come from that were kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Origin {
    /// The build that measured.
    pub build: String,
    /// Whether that is another than this page's.
    pub is_other_build: bool,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: f64,
    /// On what.
    pub machine: Machine,
}

/// Which of a lab's records is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    /// The form as it was left.
    Form,
    /// The last results, with their form.
    Results,
}

impl Record {
    /// Its key in the database.
    #[must_use]
    pub(crate) fn key(self, lab: &str) -> String {
        let name = match self {
            Self::Form => "form",
            Self::Results => "results",
        };
        format!("{lab}/{name}")
    }
}

/// Why a record is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The browser gives no database, in its own words.
    Blocked(String),
    /// It was written by another schema.
    OtherSchema {
        /// By which.
        found: u32,
    },
    /// It is not what it should be.
    Damaged(String),
}

/// The one field that records of all schemas have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Head {
    schema: u32,
}

/// A record, if it is of this schema: `head` and `whole` decode the same value.
pub(crate) fn read<T>(
    head: Result<Head, String>,
    whole: impl FnOnce() -> Result<T, String>,
) -> Result<T, Unread> {
    match head {
        Ok(Head { schema: SCHEMA }) => whole().map_err(Unread::Damaged),
        Ok(Head { schema: found }) => Err(Unread::OtherSchema { found }),
        Err(message) => Err(Unread::Damaged(message)),
    }
}

#[cfg(test)]
pub(crate) mod tests;
