//! Why a run came in the order in which it did: by which rule of Node's each callback ran when it did, where an order
//! that somebody expected parts from the real one, and a run in figures.
//!
//! ```text
//! steps ──▶ Course ──▶ why(run)             the rule by which a callback ran now
//!                 ├──▶ why_before(a, b)     the rule by which one ran before another
//!                 ├──▶ compare(guess)       where a guess and the run part, and the rule there
//!                 └──▶ summary()            the run in figures
//! ```

mod course;
mod predict;
mod reason;
mod rules;
mod summary;

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

pub use course::{Actor, Course, Outcome, Run, RunId, Spot, Stay, Wait};
pub use predict::{Line, Parting};
pub use reason::{Precedence, Reason};
pub use rules::HeldUp;
pub use summary::{Busy, Drain, Late, Summary};
