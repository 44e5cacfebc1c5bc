//! What happens over virtual time, as lines of pictures.

use cache_sim::application::{Arrivals, Bucket, Cache, Outcome, Variant};

use super::Order;
use crate::ui::scale::Kind;

/// What a line follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Reads that the store is asked for, in a second.
    Reads,
    /// Reads at the store at a time at most, running and waiting.
    AtStore,
    /// The latency that 99 of 100 requests do not exceed, in milliseconds.
    P99,
}

/// From here on an axis is logarithmic: so many times as much is the greatest value as the least.
const LOG_FROM: f64 = 100.0;

/// A variant's line: virtual milliseconds, and the value. Where nobody came there is no latency.
pub(crate) fn points(figure: Figure, variant: &Variant, outcome: &Outcome) -> Vec<(f64, f64)> {
    let bucket_us = outcome.bucket_us as f64;
    let value = |bucket: &Bucket| match figure {
        Figure::Reads => Some(bucket.store_reads as f64 / bucket_us * 1e6),
        Figure::AtStore => Some(f64::from(bucket.running_max) + f64::from(bucket.waiting_max)),
        Figure::P99 => {
            let p99_ms = bucket.latency.p99_us as f64 / 1e3;
            (bucket.latency.count > 0).then_some(p99_ms)
        }
    };
    // What is left to do after the last of them has a bucket without an end.
    let buckets = (outcome.buckets.iter()).take(variant.scenario.recording.buckets as usize);
    let point = |bucket: &Bucket| {
        let middle_ms = (bucket.start_us as f64 + bucket_us / 2.0) / 1e3;
        Some((middle_ms, value(bucket)?))
    };
    buckets.filter_map(point).collect()
}

/// A logarithmic axis has no zero, and helps where values are far apart.
pub(crate) fn axis(lines: &[Vec<(f64, f64)>]) -> Kind {
    let values = || lines.iter().flatten().map(|(_, value)| *value);
    let least = values().fold(f64::INFINITY, f64::min);
    let greatest = values().fold(0.0, f64::max);
    if least > 0.0 && greatest / least >= LOG_FROM {
        Kind::Log
    } else {
        Kind::Linear
    }
}

/// Something that happens to all variants, or to those that have what it happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Burst,
    Deploy,
    StoreFails,
    StoreBack,
    CacheFails,
    CacheBack,
}

/// What happens, and when, in virtual milliseconds.
pub(crate) fn moments(order: &Order) -> Vec<(Moment, f64)> {
    let scenarios = || order.variants.iter().map(|variant| &variant.scenario);
    let mut moments = Vec::new();
    let mut add = |moment, at_us: u64| moments.push((moment, at_us as f64 / 1e3));
    if let Some(first) = scenarios().next() {
        if let Arrivals::Burst { from_us, .. } = first.arrivals {
            add(Moment::Burst, from_us);
        }
        for fault in &first.store.faults {
            add(Moment::StoreFails, fault.from_us);
            add(Moment::StoreBack, fault.until_us);
        }
    }
    let emptied = scenarios().find_map(|scenario| scenario.emptied_us.first());
    if let Some(at_us) = emptied {
        add(Moment::Deploy, *at_us);
    }
    let fault = scenarios().find_map(|scenario| match &scenario.cache {
        Cache::Remote(remote) => remote.faults.first(),
        Cache::None | Cache::Memo => None,
    });
    if let Some(fault) = fault {
        add(Moment::CacheFails, fault.from_us);
        add(Moment::CacheBack, fault.until_us);
    }
    moments
}
