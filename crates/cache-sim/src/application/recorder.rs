//! Keeps what happened, and makes figures of it.

use super::outcome::{Bucket, Ending, Found, Latency, LoggedRequest, Outcome, StoreCounts, Tally};
use super::scenario::Recording;

/// A request, from its arrival on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request {
    pub(super) key: u32,
    pub(super) arrived_us: u64,
    /// When its client got an answer or gave up; the arrival until then.
    pub(super) ended_us: u64,
    pub(super) found: Found,
    pub(super) ending: Ending,
    pub(super) is_joined: bool,
    /// Until when what it found, expired, may be served for an error.
    pub(super) rescue_until_us: Option<u64>,
}

impl Request {
    pub(super) const fn new(key: u32, arrived_us: u64) -> Self {
        Self {
            key,
            arrived_us,
            ended_us: arrived_us,
            found: Found::Miss,
            ending: Ending::Fresh,
            is_joined: false,
            rescue_until_us: None,
        }
    }
}

/// Cuts a run into parts; the last one, after the duration, has no end.
#[derive(Clone, Copy, Debug)]
struct Cut {
    bucket_us: u64,
    last: usize,
}

impl Cut {
    fn of(&self, at_us: u64) -> usize {
        usize::try_from(at_us / self.bucket_us).map_or(self.last, |bucket| bucket.min(self.last))
    }
}

/// A number that changes now and then, and its maximum by bucket.
#[derive(Debug)]
struct Gauge {
    value: u32,
    /// The bucket in which it changed last.
    bucket: usize,
    max: Vec<u32>,
}

impl Gauge {
    fn new(buckets: usize) -> Self {
        Self {
            value: 0,
            bucket: 0,
            max: vec![0; buckets],
        }
    }

    fn set(&mut self, bucket: usize, value: u32) {
        // What it was until now, it was in all buckets since.
        for max in &mut self.max[self.bucket + 1..=bucket.max(self.bucket)] {
            *max = self.value;
        }
        self.bucket = bucket;
        self.value = value;
        self.max[bucket] = self.max[bucket].max(value);
    }
}

#[derive(Debug)]
pub(super) struct Recorder {
    recording: Recording,
    cut: Cut,
    reads: Vec<u64>,
    running: Gauge,
    waiting: Gauge,
    pub(super) store: StoreCounts,
    pub(super) writes_failed: u64,
}

impl Recorder {
    pub(super) fn new(recording: Recording, duration_us: u64) -> Self {
        let last = recording.buckets as usize;
        let bucket_us = duration_us.div_ceil(u64::from(recording.buckets));
        Self {
            recording,
            cut: Cut { bucket_us, last },
            reads: vec![0; last + 1],
            running: Gauge::new(last + 1),
            waiting: Gauge::new(last + 1),
            store: StoreCounts::default(),
            writes_failed: 0,
        }
    }

    pub(super) fn read(&mut self, at_us: u64) {
        self.store.reads += 1;
        self.reads[self.cut.of(at_us)] += 1;
    }

    pub(super) fn load(&mut self, at_us: u64, running: u32, waiting: u32) {
        let bucket = self.cut.of(at_us);
        self.running.set(bucket, running);
        self.waiting.set(bucket, waiting);
        self.store.running_max = self.store.running_max.max(running);
        self.store.waiting_max = self.store.waiting_max.max(waiting);
    }

    /// The outcome, but for what others count. Requests are in the order of their arrival.
    pub(super) fn outcome(mut self, requests: &[Request], end_us: u64) -> Outcome {
        let end = self.cut.of(end_us);
        self.running.set(end, self.running.value);
        self.waiting.set(end, self.waiting.value);
        let (log, log_left_out) = self.log(requests);
        Outcome {
            tally: tally(requests),
            latency: latency(requests),
            store: self.store,
            cache: super::outcome::CacheCounts::default(),
            bucket_us: self.cut.bucket_us,
            buckets: self.buckets(requests, end_us),
            log,
            log_left_out,
            end_us,
            events: 0,
        }
    }

    fn buckets(&self, requests: &[Request], end_us: u64) -> Vec<Bucket> {
        let cut = self.cut;
        let mut buckets: Vec<Bucket> = (0..=cut.last)
            .map(|bucket| Bucket {
                start_us: bucket as u64 * cut.bucket_us,
                store_reads: self.reads[bucket],
                running_max: self.running.max[bucket],
                waiting_max: self.waiting.max[bucket],
                ..Bucket::default()
            })
            .collect();
        let of = |request: &Request| cut.of(request.arrived_us);
        for together in requests.chunk_by(|one, next| of(one) == of(next)) {
            let bucket = &mut buckets[of(&together[0])];
            bucket.tally = tally(together);
            bucket.latency = latency(together);
        }
        if end_us < buckets[cut.last].start_us || is_empty(&buckets[cut.last]) {
            buckets.truncate(cut.last);
        }
        buckets
    }

    fn log(&self, requests: &[Request]) -> (Vec<LoggedRequest>, u64) {
        let from_us = self.recording.log_from_us;
        let first = requests.partition_point(|request| request.arrived_us < from_us);
        let log: Vec<LoggedRequest> = (0..)
            .zip(requests)
            .skip(first)
            .take(self.recording.log_max as usize)
            .map(|(request, its)| LoggedRequest {
                request,
                key: its.key,
                arrived_us: its.arrived_us,
                ended_us: its.ended_us,
                found: its.found,
                joined: its.is_joined,
                ending: its.ending,
            })
            .collect();
        let left_out = requests.len() - first - log.len();
        (log, left_out as u64)
    }
}

const fn is_empty(bucket: &Bucket) -> bool {
    bucket.tally.requests == 0
        && bucket.store_reads == 0
        && bucket.running_max == 0
        && bucket.waiting_max == 0
}

fn latency(requests: &[Request]) -> Latency {
    let samples_us = requests
        .iter()
        .map(|request| request.ended_us - request.arrived_us);
    Latency::of(samples_us.collect())
}

fn tally(requests: &[Request]) -> Tally {
    let mut tally = Tally::default();
    for request in requests {
        tally.requests += 1;
        tally.joined += u64::from(request.is_joined);
        *match request.found {
            Found::Hit => &mut tally.hits,
            Found::Stale => &mut tally.stale_hits,
            Found::Miss => &mut tally.misses,
            Found::Unreachable => &mut tally.unreachable,
        } += 1;
        *match request.ending {
            Ending::Fresh => &mut tally.fresh,
            Ending::Stale => &mut tally.stale,
            Ending::Absent => &mut tally.absent,
            Ending::Failed => &mut tally.failed,
            Ending::TimedOut => &mut tally.timed_out,
        } += 1;
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gauge_holds_its_value_until_it_changes() {
        let mut gauge = Gauge::new(6);
        gauge.set(0, 3);
        gauge.set(0, 1);
        gauge.set(3, 0);
        gauge.set(3, 2);
        gauge.set(5, 2);
        assert_eq!(gauge.max, [3, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn what_comes_after_the_duration_is_in_the_last_bucket() {
        let recording = Recording {
            buckets: 4,
            ..Recording::DEFAULT
        };
        // Four buckets of 3 µs hold ten.
        let recorder = Recorder::new(recording, 10);
        let of: Vec<usize> = [0, 2, 3, 11, 12, u64::MAX]
            .map(|at_us| recorder.cut.of(at_us))
            .to_vec();
        assert_eq!(of, [0, 0, 1, 3, 4, 4]);
    }

    #[test]
    fn the_log_begins_where_it_is_told_to_and_says_what_it_leaves_out() {
        let recording = Recording {
            log_from_us: 20,
            log_max: 2,
            ..Recording::DEFAULT
        };
        let requests: Vec<Request> = (0..6).map(|n| Request::new(n, u64::from(n) * 10)).collect();
        let (log, left_out) = Recorder::new(recording, 1_000).log(&requests);
        let logged: Vec<u32> = log.iter().map(|one| one.request).collect();
        assert_eq!((logged, left_out), (vec![2, 3], 2));
    }
}
