//! What there is to say of a trace before any cache is run over it.

use crate::session::{Description, Profile};

use super::super::distances::Distances;
use super::super::trace::Trace;

/// How many ranks of popularity are told for each doubling.
const RANKS_PER_DOUBLING: f64 = 4.0;

pub(super) fn describe(trace: &Trace, skipped: u64) -> Description {
    let mut counts = vec![0_u32; trace.objects_count()];
    let mut largest = vec![0_u64; if trace.has_sizes() { counts.len() } else { 0 }];
    for (index, object) in trace.objects().iter().enumerate() {
        counts[*object as usize] += 1;
        if let Some(largest) = largest.get_mut(*object as usize) {
            *largest = (*largest).max(trace.size(index));
        }
    }
    let accessed_once = counts.iter().filter(|count| **count == 1).count();
    Description {
        accesses: number(trace.len()),
        writes: number(trace.writes().len()),
        objects: number(trace.objects_count()),
        accessed_once: number(accessed_once),
        bytes: trace.has_sizes().then(|| largest.iter().sum()),
        seconds: (trace.has_times() && !trace.is_empty()).then(|| {
            trace
                .seconds(trace.len() - 1)
                .saturating_sub(trace.seconds(0))
        }),
        skipped,
    }
}

pub(super) fn profile(trace: &Trace, distances: &Distances) -> Profile {
    let mut counts = vec![0_u32; trace.objects_count()];
    for object in trace.objects() {
        counts[*object as usize] += 1;
    }
    counts.sort_unstable_by(|one, other| other.cmp(one));
    Profile {
        popularity: popularity(&counts),
        reuse: reuse(distances),
    }
}

/// Ranks and counts, at ranks that grow by a fixed ratio.
fn popularity(counts: &[u32]) -> Vec<(u32, u32)> {
    let mut told = Vec::new();
    let mut step = 0.0;
    while let Some(count) = counts.get(rank(step) - 1) {
        let rank = number(rank(step));
        if told.last().is_none_or(|(last, _)| *last != rank) {
            told.push((rank, *count));
        }
        step += 1.0;
    }
    told
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least one, and it ends with the objects"
)]
fn rank(step: f64) -> usize {
    (step / RANKS_PER_DOUBLING).exp2().round() as usize
}

/// Classes that double, from a distance of one on.
fn reuse(distances: &Distances) -> Vec<(u32, u64)> {
    let histogram = distances.histogram();
    let mut classes = Vec::new();
    let mut from = 1;
    while from <= histogram.len() {
        let to = (2 * from - 1).min(histogram.len());
        classes.push((number(from), histogram[from - 1..to].iter().sum()));
        from *= 2;
    }
    while classes.last().is_some_and(|(_, count)| *count == 0) {
        classes.pop();
    }
    classes
}

fn number(count: usize) -> u32 {
    // A trace has fewer accesses than that, and no more objects than accesses.
    u32::try_from(count).unwrap_or(u32::MAX)
}
