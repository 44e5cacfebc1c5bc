//! A trace that somebody holds open and asks one thing after another: what may be asked, and what is answered. The
//! feature `engine` has what carries it out.

use serde::{Deserialize, Serialize};

use crate::application::ScenarioError;
use crate::format::{Format, ReadError};
use crate::recipe::Recipe;
use crate::{Capacity, PolicyId, SimulateError};

/// What a session begins with: nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open;

/// The most frames of one [`Command::Film`].
pub const FRAMES_MAX: u32 = 500;

/// The most entries of a queue in one frame. What a larger cache holds besides is counted.
pub const ENTRIES_MAX: usize = 64;

/// The most sizes of one [`Command::Curve`].
pub const SIZES_MAX: usize = 256;

/// The most columns and rows of a [`Command::Map`].
pub const CELLS_MAX: u32 = 512;

/// The most samples of one size.
pub const SAMPLES_MAX: u32 = 16;

/// A step of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Makes the session's trace. Answered by [`Event::Loaded`].
    Generate(Recipe),
    /// Reads the session's trace from the file that comes beside this. Answered by [`Event::Reading`] on the way, and by
    /// [`Event::Loaded`].
    Read {
        /// The file's name.
        name: String,
        /// What is in it, if its name does not say.
        format: Option<Format>,
    },
    /// Runs a policy at several sizes. Answered by an [`Event::Point`] for each, in this order, and by
    /// [`Event::Running`] on the way.
    Curve {
        /// The policy.
        policy: PolicyId,
        /// The sizes.
        sizes: Vec<Capacity>,
        /// How the caches are run.
        terms: Terms,
        /// By samples of the trace, or else by all of it.
        sampling: Option<Sampling>,
    },
    /// Serves the first accesses with a policy, one by one, even where what comes of them is known without: what a
    /// benchmark times. Answered by [`Event::Point`].
    Serve {
        /// The policy.
        policy: PolicyId,
        /// How much it holds.
        size: Capacity,
        /// How it is run.
        terms: Terms,
        /// How many accesses; all of them if the trace has fewer.
        accesses: u32,
    },
    /// Steps several policies through part of the trace. Answered by [`Event::Frames`].
    Film {
        /// The policies, and how much each of them holds.
        caches: Caches,
        /// The first access.
        from: u32,
        /// How many, at most [`FRAMES_MAX`].
        count: u32,
    },
    /// Finds the first access that hits under one policy and misses under another. Answered by [`Event::Parted`].
    Part {
        /// The policies, and how much each of them holds.
        caches: Caches,
    },
    /// Tells how popular objects are, and after how many others they are read again. Answered by [`Event::Profiled`].
    Profile,
    /// Says of each miss whether it could have been avoided. Answered by [`Event::Regret`] for each policy.
    Regret {
        /// The policies, and how much each of them holds.
        caches: Caches,
    },
    /// Counts hits and misses over time and objects, and how a policy's queues fill. Answered by [`Event::Map`] and
    /// [`Event::Course`].
    Map {
        /// The policy.
        policy: PolicyId,
        /// How much it holds.
        size: Capacity,
        /// How it is run.
        terms: Terms,
        /// Stretches of time, at most [`CELLS_MAX`].
        columns: u32,
        /// Groups of objects, at most [`CELLS_MAX`].
        rows: u32,
    },
}

/// Policies that are looked at side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caches {
    /// The policies.
    pub policies: Vec<PolicyId>,
    /// How much each of them holds.
    pub size: Capacity,
    /// How they are run.
    pub terms: Terms,
}

/// How caches are run: what all of them have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Seconds after which an object expires; never if none.
    pub ttl_s: Option<u32>,
    /// Where policies that draw lots begin.
    pub seed: u32,
}

/// Runs over samples in place of runs over the whole.
///
/// What samples would not shorten is counted, and its outcome is [`Outcome::Exact`]: sizes at which all samples together
/// would be as large as the trace, and LRU wherever one pass gives all its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// The least share of the objects in a sample, above 0 and at most 1. It is doubled, for small sizes again and again,
    /// until a scaled cache has room for 64 objects and a sample has about 4,096.
    pub rate: f64,
    /// Number of samples, which have no object in common.
    pub samples: u32,
}

/// What a step brings about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// So many bytes of a file were read.
    Reading {
        /// Of the file, as it is packed.
        bytes: u64,
    },
    /// The session has a trace.
    Loaded(Description),
    /// How it is accessed.
    Profiled(Profile),
    /// So much of a curve is done.
    Running {
        /// From 0 to 1.
        share: f64,
    },
    /// One size of a curve.
    Point(Point),
    /// What policies did, access by access.
    Frames(Vec<Frame>),
    /// Where two policies part.
    Parted {
        /// The number of the access, if there is one.
        at: Option<u32>,
    },
    /// What became of a policy's misses.
    Regret {
        /// The policy.
        policy: PolicyId,
        /// Its misses.
        regret: Regret,
    },
    /// Hits and misses over time and objects, row by row.
    Map {
        /// Reads that hit.
        hits: Vec<u32>,
        /// Reads that missed.
        misses: Vec<u32>,
    },
    /// How a policy's queues fill, and what it adapts, at the end of each stretch of time.
    Course(Vec<Line>),
}

/// A session's trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Accesses, those that write included.
    pub accesses: u32,
    /// Accesses that write.
    pub writes: u32,
    /// Different objects.
    pub objects: u32,
    /// Objects that are accessed once.
    pub accessed_once: u32,
    /// Bytes of all objects, each with its largest size; none where the source has no sizes.
    pub bytes: Option<u64>,
    /// Seconds from the first access to the last; none where the source has no times.
    pub seconds: Option<u32>,
    /// Lines of the file that were passed over.
    pub skipped: u64,
}

impl Description {
    /// Of a trace without an access.
    pub const EMPTY: Self = Self {
        accesses: 0,
        writes: 0,
        objects: 0,
        accessed_once: 0,
        bytes: None,
        seconds: None,
        skipped: 0,
    };
}

/// How a trace is accessed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Accesses of the most popular object, the second one, and so on, at ranks that grow by a fixed ratio.
    pub popularity: Vec<(u32, u32)>,
    /// Reads by the number of different objects accessed since the last access to their own: the least number of each
    /// class, and how many. The first class is what an LRU cache of one object hits; classes double.
    pub reuse: Vec<(u32, u64)>,
}

/// A policy at one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The policy.
    pub policy: PolicyId,
    /// How much its cache holds.
    pub size: Capacity,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a policy at one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Counted over the whole trace.
    Exact {
        /// Reads.
        requests: u64,
        /// Reads that missed.
        misses: u64,
        /// Bytes that were read.
        bytes: u64,
        /// Bytes that were read and missed.
        bytes_missed: u64,
    },
    /// Estimated from samples.
    Sampled {
        /// The mean of their miss ratios.
        miss_ratio: f64,
        /// The standard error of that mean; none from a single sample.
        standard_error: Option<f64>,
        /// Number of samples.
        samples: u32,
    },
}

/// Standard errors on either side of the mean of two samples, of three and so on up to [`SAMPLES_MAX`], that hold the true
/// mean with 95 %: Student's t, which for so few is far from the normal distribution's 1.96.
const STUDENT_95: [f64; SAMPLES_MAX as usize - 1] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131,
];

impl Outcome {
    /// Half of the interval around the miss ratio that holds it with 95 %; none for what was counted, or for a single
    /// sample.
    #[must_use]
    pub fn half_width_95(&self) -> Option<f64> {
        let Self::Sampled {
            standard_error: Some(error),
            samples,
            ..
        } = *self
        else {
            return None;
        };
        let student = STUDENT_95.get(usize::try_from(samples).ok()?.checked_sub(2)?)?;
        Some(error * student)
    }

    /// Misses over reads.
    #[must_use]
    pub fn miss_ratio(&self) -> f64 {
        match *self {
            Self::Exact { requests: 0, .. } => 0.0,
            Self::Exact {
                requests, misses, ..
            } => misses as f64 / requests as f64,
            Self::Sampled { miss_ratio, .. } => miss_ratio,
        }
    }
}

/// One access, and what several caches hold after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Number of the access.
    pub index: u32,
    /// What is accessed, by its key.
    pub key: String,
    /// Whether it is written, not read.
    pub writes: bool,
    /// By policy, in the order in which they were asked for.
    pub caches: Vec<Contents>,
}

/// What a cache holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// Whether the access found its object.
    pub hit: bool,
    /// Keys that were there before the access and are not any more.
    pub evicted: Vec<String>,
    /// Its queues.
    pub queues: Vec<Queue>,
    /// What it adapts, by name.
    pub targets: Vec<(String, f64)>,
}

/// One queue of a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    /// Its name in the policy's paper.
    pub name: String,
    /// Whether it remembers objects that are not in the cache any more.
    pub ghost: bool,
    /// From the end at which objects enter to the end at which they leave: keys with their marks. Of more than
    /// [`ENTRIES_MAX`], those at either end.
    pub entries: Vec<(String, u32)>,
    /// How many entries it has.
    pub len: u32,
    /// The entry at which a hand stands, if it is among those that are told.
    pub hand: Option<u32>,
    /// The most it may hold, if it has a bound of its own.
    pub limit: Option<u64>,
}

/// What became of a policy's misses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regret {
    /// Reads.
    pub requests: u64,
    /// Misses of objects that nobody had read before: no cache would have had them.
    pub cold: u64,
    /// Misses that OPT has, too.
    pub shared: u64,
    /// Misses where OPT hits.
    pub avoidable: u64,
}

/// How something goes over the trace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The queue's or the target's name.
    pub name: String,
    /// Whether it is a target, not what a queue holds.
    pub target: bool,
    /// Whether it is a queue of objects that are not in the cache any more.
    pub ghost: bool,
    /// At the end of each stretch of time, in the unit of the capacity.
    pub values: Vec<f64>,
}

/// Why a step fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum SessionError {
    /// The file is no trace, or too large a one.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A policy cannot be run so.
    #[error(transparent)]
    Simulate(#[from] SimulateError),
    /// A scenario of a cache in an application cannot be run. It is asked for by a job: it needs no session.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// Nothing was read or generated before.
    #[error("there is no trace yet")]
    NoTrace,
    /// A file whose name does not say what is in it.
    #[error(
        "the name “{name}” does not say what is in the file; its ending should be one of .csv, .txt, .log, .lis, .trace, .vscsi, .oracleGeneral or .monitor, packed or not"
    )]
    UnknownFormat {
        /// The file's name.
        name: String,
    },
    /// No file came with the command.
    #[error("no file came with the command")]
    NoFile,
    /// More was asked for than is answered at once.
    #[error("{what}: {value} is not within {min} to {max}")]
    OutOfRange {
        /// Of what.
        what: String,
        /// What was asked for.
        value: u64,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
    /// It was to stop.
    #[error("cancelled")]
    Cancelled,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_samples_have_wide_intervals_and_one_has_none() {
        let of = |samples, standard_error| {
            Outcome::Sampled {
                miss_ratio: 0.5,
                standard_error,
                samples,
            }
            .half_width_95()
        };
        assert_eq!(of(4, Some(0.01)), Some(0.01 * 3.182));
        assert_eq!(of(SAMPLES_MAX, Some(1.0)), Some(2.131));
        assert_eq!(of(1, None), None);
        assert_eq!(of(SAMPLES_MAX + 1, Some(1.0)), None);
        let counted = Outcome::Exact {
            requests: 2,
            misses: 1,
            bytes: 0,
            bytes_missed: 0,
        };
        assert_eq!(counted.half_width_95(), None);
    }
}
