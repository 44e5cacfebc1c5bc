//! What a run gives. Instants are in virtual microseconds since the run began.

use serde::{Deserialize, Serialize};

/// A run. All of it is modelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// What became of all requests.
    pub tally: Tally,
    /// How long they took.
    pub latency: Latency,
    /// What the store was asked.
    pub store: StoreCounts,
    /// What became of what the cache was told to keep.
    pub cache: CacheCounts,
    /// How long a bucket is.
    pub bucket_us: u64,
    /// What happened over time. One more than the scenario asks for stands at the end, without an end of its own, where
    /// something was left to do after the duration.
    pub buckets: Vec<Bucket>,
    /// Requests one by one, by arrival.
    pub log: Vec<LoggedRequest>,
    /// How many came later than those of the log.
    pub log_left_out: u64,
    /// When nothing was left to do: not before the duration was over.
    pub end_us: u64,
    /// How many events it took, of which [`EVENTS_MAX`](super::EVENTS_MAX) is the bound.
    pub events: u64,
}

/// What the cache said when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// It had something fresh: a value, or that there is none, or an error that it was told to keep.
    Hit,
    /// It had something that had expired and might be served while the store is read.
    Stale,
    /// It had nothing to serve at once, or there is no cache.
    Miss,
    /// It gave an error, or no answer in time.
    Unreachable,
}

/// How a request ended for its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// With a value from the store, or one from the cache that had not expired.
    Fresh,
    /// With a value that had expired.
    Stale,
    /// With the answer that there is no value.
    Absent,
    /// With an error.
    Failed,
    /// The client gave up.
    TimedOut,
}

/// Requests by what the cache said, and by how they ended. Each of the two is a sum of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// All of them.
    pub requests: u64,
    /// [`Found::Hit`].
    pub hits: u64,
    /// [`Found::Stale`].
    pub stale_hits: u64,
    /// [`Found::Miss`].
    pub misses: u64,
    /// [`Found::Unreachable`].
    pub unreachable: u64,
    /// Those of the last two that read nothing themselves, but waited for another's read.
    pub joined: u64,
    /// [`Ending::Fresh`].
    pub fresh: u64,
    /// [`Ending::Stale`]: more than [`Self::stale_hits`] where something stale was served for an error.
    pub stale: u64,
    /// [`Ending::Absent`].
    pub absent: u64,
    /// [`Ending::Failed`].
    pub failed: u64,
    /// [`Ending::TimedOut`].
    pub timed_out: u64,
}

impl Tally {
    /// The share of requests that the cache had something for, stale or not; `None` without requests.
    #[must_use]
    pub fn hit_ratio(&self) -> Option<f64> {
        self.share(self.hits + self.stale_hits)
    }

    /// The share of requests that ended with an error or a client that gave up; `None` without requests.
    #[must_use]
    pub fn error_ratio(&self) -> Option<f64> {
        self.share(self.failed + self.timed_out)
    }

    fn share(&self, part: u64) -> Option<f64> {
        (self.requests > 0).then(|| part as f64 / self.requests as f64)
    }
}

/// How long requests took, from their arrival to an answer, an error or the client's giving up. Percentiles are of the
/// nearest rank, of all samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Latency {
    /// How many there were; without any, all else is 0.
    pub count: u64,
    /// On average.
    pub mean_us: f64,
    /// At most in half of them.
    pub p50_us: u64,
    /// At most in 90 of 100.
    pub p90_us: u64,
    /// At most in 99 of 100.
    pub p99_us: u64,
    /// At most.
    pub max_us: u64,
}

impl Latency {
    /// Of samples in any order.
    #[must_use]
    pub fn of(mut samples_us: Vec<u64>) -> Self {
        samples_us.sort_unstable();
        let Some(max_us) = samples_us.last().copied() else {
            return Self::default();
        };
        let count = samples_us.len();
        let percentile = |percent: usize| samples_us[(count * percent).div_ceil(100) - 1];
        Self {
            count: count as u64,
            mean_us: samples_us.iter().map(|us| *us as f64).sum::<f64>() / count as f64,
            p50_us: percentile(50),
            p90_us: percentile(90),
            p99_us: percentile(99),
            max_us,
        }
    }
}

/// What the store was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoreCounts {
    /// Reads that it was asked for: those for requests, the next two kinds included.
    pub reads: u64,
    /// Reads in the background, after something stale was served, without their repetitions.
    pub refreshes: u64,
    /// Second reads for the same question, by the articles' code.
    pub repeated: u64,
    /// Reads that single flight saved: those of requests that joined another's, and refreshes of what was being read.
    pub saved: u64,
    /// Reads that got an error because too many waited.
    pub rejected: u64,
    /// Reads that got an error because the store was down.
    pub refused: u64,
    /// How many ran at a time at most.
    pub running_max: u32,
    /// How many waited at a time at most.
    pub waiting_max: u32,
}

/// What became of what a cache was told to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CacheCounts {
    /// Writes that gave an error, or no answer in time.
    pub writes_failed: u64,
    /// Entries that went because they were too many.
    pub evicted: u64,
    /// Entries that went because somebody asked for them after their time.
    pub expired: u64,
    /// How many there were at most, expired ones included that nobody asked for.
    pub entries_max: u32,
}

/// A part of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// When it begins.
    pub start_us: u64,
    /// What became of the requests that came in it, whenever that was.
    pub tally: Tally,
    /// How long they took.
    pub latency: Latency,
    /// Reads that the store was asked for in it.
    pub store_reads: u64,
    /// How many ran at a time in it at most.
    pub running_max: u32,
    /// How many waited at a time in it at most.
    pub waiting_max: u32,
}

/// One request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedRequest {
    /// Which one, counted from 0 by arrival.
    pub request: u32,
    /// What it asked for.
    pub key: u32,
    /// When it came.
    pub arrived_us: u64,
    /// When its client had an answer or an error, or gave up.
    pub ended_us: u64,
    /// What the cache said, even if the client had given up by then.
    pub found: Found,
    /// Whether it waited for another's read.
    pub joined: bool,
    /// How it ended.
    pub ending: Ending,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples_at_their_rank() {
        let latency = Latency::of((1..=200).rev().collect());
        assert_eq!(
            (
                latency.p50_us,
                latency.p90_us,
                latency.p99_us,
                latency.max_us
            ),
            (100, 180, 198, 200)
        );
        assert!((latency.mean_us - 100.5).abs() < 1e-12);
        let one = Latency::of(vec![7]);
        assert_eq!((one.p50_us, one.p99_us, one.max_us), (7, 7, 7));
        assert_eq!(Latency::of(Vec::new()), Latency::default());
    }
}
