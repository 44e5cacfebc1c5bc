//! Counts, and sums over time.

use crate::pool::load::ms;
use crate::pool::report::{Little, Summary, Times};

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Completed,
    TimedOut,
    Rejected,
    Failed,
}

/// What is there at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Present {
    pub(super) waiting: u32,
    pub(super) requests: u32,
    pub(super) active: u32,
    pub(super) total: u32,
}

#[derive(Debug, Default)]
pub(super) struct Meter {
    waiting_ns: u128,
    requests_ns: u128,
    active_ns: u128,
    /// Of the waits that ended.
    waits_ns: Vec<u64>,
    /// Of completed requests.
    responses_ns: Vec<u64>,
    /// Of all requests that ended.
    stays_ns: u128,
    summary: Summary,
}

impl Meter {
    /// So much was there for a while.
    pub(super) fn pass(&mut self, present: Present, passed_ns: u64) {
        let passed_ns = u128::from(passed_ns);
        self.waiting_ns += u128::from(present.waiting) * passed_ns;
        self.requests_ns += u128::from(present.requests) * passed_ns;
        self.active_ns += u128::from(present.active) * passed_ns;
        let summary = &mut self.summary;
        summary.waiting_max = summary.waiting_max.max(present.waiting);
        summary.connections_max = summary.connections_max.max(present.total);
    }

    pub(super) fn waited(&mut self, waited_ns: u64) {
        self.waits_ns.push(waited_ns);
    }

    pub(super) fn leaked(&mut self, connections: u64) {
        self.summary.leaked += connections;
    }

    pub(super) fn exhausted(&mut self, now_ns: u64) {
        self.summary.exhausted_ns.get_or_insert(now_ns);
    }

    pub(super) fn ended(&mut self, ending: Ending, stayed_ns: u64) {
        let summary = &mut self.summary;
        let count = match ending {
            Ending::Completed => &mut summary.completed,
            Ending::TimedOut => &mut summary.timed_out,
            Ending::Rejected => &mut summary.rejected,
            Ending::Failed => &mut summary.failed,
        };
        *count += 1;
        self.stays_ns += u128::from(stayed_ns);
        if ending == Ending::Completed {
            self.responses_ns.push(stayed_ns);
        }
    }

    /// The run in figures; `max` is how many connections it might have had.
    pub(super) fn finish(mut self, end_ns: u64, requests: u64, stuck: u64, max: u32) -> Measured {
        let whole_ns = end_ns.max(1) as f64;
        let waited_ns: u128 = self.waits_ns.iter().map(|ns| u128::from(*ns)).sum();
        let waits = self.waits_ns.len() as u64;
        let mut summary = self.summary;
        summary.end_ns = end_ns;
        summary.requests = requests;
        summary.stuck = stuck;
        summary.wait = times(&mut self.waits_ns);
        summary.response = times(&mut self.responses_ns);
        summary.utilisation = self.active_ns as f64 / (whole_ns * f64::from(max));
        summary.mean_waiting = self.waiting_ns as f64 / whole_ns;
        Measured {
            summary,
            waiting: little(self.waiting_ns, waits, waited_ns, whole_ns),
            system: little(self.requests_ns, requests - stuck, self.stays_ns, whole_ns),
        }
    }
}

#[derive(Debug)]
pub(super) struct Measured {
    pub(super) summary: Summary,
    pub(super) waiting: Little,
    pub(super) system: Little,
}

/// Of the area under the number over time, and of `count` that stayed for so long together.
fn little(area_ns: u128, count: u64, stayed_ns: u128, whole_ns: f64) -> Little {
    const NS_PER_S: f64 = 1e9;
    const NS_PER_MS: f64 = 1e6;
    let mean_number = area_ns as f64 / whole_ns;
    let per_ns = count as f64 / whole_ns;
    let mean_time_ns = stayed_ns as f64 / count.max(1) as f64;
    Little {
        mean_number,
        per_s: per_ns * NS_PER_S,
        mean_time_ms: mean_time_ns / NS_PER_MS,
        difference: mean_number - per_ns * mean_time_ns,
    }
}

fn times(all_ns: &mut [u64]) -> Times {
    all_ns.sort_unstable();
    let Some(last) = all_ns.last() else {
        return Times::default();
    };
    let total_ns: u128 = all_ns.iter().map(|ns| u128::from(*ns)).sum();
    // The nearest rank: the least of all that are not below so many in a hundred.
    let percentile = |percent: usize| {
        let rank = (all_ns.len() * percent).div_ceil(100).max(1);
        ms(all_ns[rank - 1])
    };
    Times {
        count: all_ns.len() as u64,
        mean_ms: total_ns as f64 / all_ns.len() as f64 / 1e6,
        p95_ms: percentile(95),
        p99_ms: percentile(99),
        max_ms: ms(*last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let mut all: Vec<u64> = (1..=100).rev().map(|n| n * 1_000_000).collect();
        let times = times(&mut all);
        assert_eq!(times.count, 100);
        let found = [times.mean_ms, times.p95_ms, times.p99_ms, times.max_ms];
        let expected = [50.5, 95.0, 99.0, 100.0];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
        assert_eq!(super::times(&mut []), Times::default());
        assert!((super::times(&mut [7_000_000]).p95_ms - 7.0).abs() < 1e-9);
    }
}
