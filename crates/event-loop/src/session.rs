//! What a worker that runs programs is asked, and what it answers.

use serde::{Deserialize, Serialize};

use crate::trace::{Ending, Place, Race, Step};
use crate::{Program, Settings, SettingsError};

/// What a session begins with: nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open;

/// The most outputs of [`Event::Orders`].
pub const ORDERS_MAX: usize = 24;

/// The most steps of one [`Event::Steps`].
pub const STEPS_AT_ONCE: usize = 2_000;

/// A step of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Runs a program to its end. Answered by [`Event::Places`], [`Event::Steps`] as they come, and [`Event::Ended`].
    Run {
        /// The program.
        program: Program,
        /// On what.
        settings: Settings,
    },
    /// Runs a program in every order that Node allows, as far as that is possible. Answered by [`Event::Exploring`] on the
    /// way, and by [`Event::Orders`].
    Explore {
        /// The program.
        program: Program,
        /// On what.
        settings: Settings,
    },
}

/// What a step brings about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Where the program's statements stand.
    Places(Vec<Place>),
    /// The next steps.
    Steps(Vec<Step>),
    /// The run is over.
    Ended {
        /// How.
        ending: Ending,
        /// The races that it met, each with the step before which it did.
        races: Vec<(u32, Race)>,
        /// Statements that were executed.
        statements: u64,
    },
    /// So many runs were made.
    Exploring {
        /// Runs.
        runs: u32,
        /// Different outputs so far.
        orders: u32,
    },
    /// What the program can print.
    Orders {
        /// Each output, the likeliest first.
        outputs: Vec<Output>,
        /// Whether these are all.
        is_complete: bool,
    },
}

/// What a program prints in one order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// All that it printed, on both streams.
    pub text: String,
    /// How it ended.
    pub ending: Ending,
}

/// Why a step failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum SessionError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The program's text is too long.
    #[error("a program of {bytes} bytes; at most {max}", max = crate::SOURCE_BYTES_MAX)]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Somebody cancelled it.
    #[error("cancelled")]
    Cancelled,
    /// A fault of ours.
    #[error("internal: {0}")]
    Internal(String),
}
