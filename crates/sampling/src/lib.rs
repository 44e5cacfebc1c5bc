//! How to take samples that can be trusted, and what may be claimed of them.
//!
//! An [`Experiment`] compares two or more *candidates*. It reads no clock and starts no thread: it says
//! what to do next, is told what came of it, and can so be tested with times that are made up.
//!
//! - Samples are taken in *blocks*. Each block has fresh instances of all candidates (a worker each, in
//!   a browser), because samples of one instance are not independent: one may be slow from its birth on.
//! - Within a block candidates take turns in an order of their own each round, so that heat, boost and
//!   neighbours strike all alike. Before samples count, each instance is warmed up until it gets no faster.
//! - A sample is a *batch* of calls, so long that the clock's step does not matter.
//! - A block gives one figure a pair: the ratio of medians. Over blocks, [`sequence`] gives its interval,
//!   which holds however often one looks; so an experiment may end as soon as there is something to say.

pub mod batch;
pub mod experiment;
pub mod histogram;
pub mod median;
pub mod quality;
pub mod random;
pub mod sequence;
pub mod verdict;
pub mod warm_up;

pub use experiment::{Experiment, Plan, PlanError, Step};
pub use median::Median;
pub use random::Random;
pub use sequence::{Estimate, Interval};
pub use verdict::{Question, Verdict};
