//! What the words on the pages mean: the glossary's entries, which labs explain their terms with, and its page.

#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
pub(crate) use page::GlossaryPage;

/// The page's route, below the site's root.
pub(crate) const ROUTE: &str = "glossary";

/// A term and what it means.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Its anchor on the glossary's page.
    pub id: &'static str,
    /// The text that is the term.
    pub name: &'static str,
    /// The text that explains it.
    pub explained: &'static str,
}

/// Terms that belong together.
#[derive(Debug)]
pub(crate) struct Group {
    /// The text of its heading.
    pub name: &'static str,
    /// Its terms, those first that others are explained with.
    pub entries: &'static [&'static Entry],
}

macro_rules! entries {
    ($($entry:ident: $id:literal, $name:literal, $explained:literal;)*) => {
        $(
            pub(crate) static $entry: Entry = Entry {
                id: $id,
                name: $name,
                explained: $explained,
            };
        )*
    };
}

entries! {
    KERNEL: "kernel", "glossary-kernel", "glossary-kernel-explained";
    VARIANT: "variant", "glossary-variant", "glossary-variant-explained";
    ENGINE: "engine", "glossary-engine", "glossary-engine-explained";
    PLACE: "place", "glossary-place", "glossary-place-explained";
    CANDIDATE: "candidate", "glossary-candidate", "glossary-candidate-explained";
    BASELINE: "baseline", "glossary-baseline", "glossary-baseline-explained";
    OWN_CODE: "own-code", "glossary-own-code", "glossary-own-code-explained";
    ITERATION: "iteration", "glossary-iteration", "glossary-iteration-explained";
    SAMPLE: "sample", "glossary-sample", "glossary-sample-explained";
    BLOCK: "block", "glossary-block", "glossary-block-explained";
    WARM_UP: "warm-up", "glossary-warm-up", "glossary-warm-up-explained";
    COLD_RUN: "cold-run", "glossary-cold-run", "glossary-cold-run-explained";
    TOTAL: "total", "glossary-total", "glossary-total-explained";
    VOID: "void", "glossary-void", "glossary-void-explained";
    DEAD_CODE_ELIMINATION: "dead-code-elimination", "glossary-dead-code-elimination", "glossary-dead-code-elimination-explained";
    MEDIAN: "median", "glossary-median", "glossary-median-explained";
    CONFIDENCE_INTERVAL: "confidence-interval", "glossary-confidence-interval", "glossary-confidence-interval-explained";
    CONFIDENCE_SEQUENCE: "confidence-sequence", "glossary-confidence-sequence", "glossary-confidence-sequence-explained";
    VERDICT: "verdict", "glossary-verdict", "glossary-verdict-explained";
    INCONCLUSIVE: "inconclusive", "glossary-inconclusive", "glossary-inconclusive-explained";
    SPEED_UP: "speed-up", "glossary-speed-up", "glossary-speed-up-explained";
    BREAK_EVEN: "break-even", "glossary-break-even", "glossary-break-even-explained";
    P90: "p90", "glossary-p90", "glossary-p90-explained";
    DISTRIBUTION: "distribution", "glossary-distribution", "glossary-distribution-explained";
    SAMPLES_OVER_TIME: "samples-over-time", "glossary-samples-over-time", "glossary-samples-over-time-explained";
    OUTLIER: "outlier", "glossary-outlier", "glossary-outlier-explained";
    AUTOCORRELATION: "autocorrelation", "glossary-autocorrelation", "glossary-autocorrelation-explained";
    A_A_TEST: "a-a-test", "glossary-a-a-test", "glossary-a-a-test-explained";
    AMDAHL: "amdahl", "glossary-amdahl", "glossary-amdahl-explained";
    UNIVERSAL_SCALABILITY_LAW: "universal-scalability-law", "glossary-universal-scalability-law", "glossary-universal-scalability-law-explained";
    MAIN_THREAD: "main-thread", "glossary-main-thread", "glossary-main-thread-explained";
    SLICE: "slice", "glossary-slice", "glossary-slice-explained";
    WORKER: "worker", "glossary-worker", "glossary-worker-explained";
    POOL: "pool", "glossary-pool", "glossary-pool-explained";
    JOB: "job", "glossary-job", "glossary-job-explained";
    DRAIN: "drain", "glossary-drain", "glossary-drain-explained";
    DATA_PASSING: "data-passing", "glossary-data-passing", "glossary-data-passing-explained";
    STRUCTURED_CLONE: "structured-clone", "glossary-structured-clone", "glossary-structured-clone-explained";
    TRANSFER: "transfer", "glossary-transfer", "glossary-transfer-explained";
    SHARED_MEMORY: "shared-memory", "glossary-shared-memory", "glossary-shared-memory-explained";
    LANE: "lane", "glossary-lane", "glossary-lane-explained";
    PHASE: "phase", "glossary-phase", "glossary-phase-explained";
    FRAME: "frame", "glossary-frame", "glossary-frame-explained";
    LONG_FRAME: "long-frame", "glossary-long-frame", "glossary-long-frame-explained";
    BLOCKING_TIME: "blocking-time", "glossary-blocking-time", "glossary-blocking-time-explained";
    SLOWEST_KEY: "slowest-key", "glossary-slowest-key", "glossary-slowest-key-explained";
    SMOOTH: "smooth", "glossary-smooth", "glossary-smooth-explained";
    JANKY: "janky", "glossary-janky", "glossary-janky-explained";
    FROZEN: "frozen", "glossary-frozen", "glossary-frozen-explained";
    TIMER_RESOLUTION: "timer-resolution", "glossary-timer-resolution", "glossary-timer-resolution-explained";
    CROSS_ORIGIN_ISOLATION: "cross-origin-isolation", "glossary-cross-origin-isolation", "glossary-cross-origin-isolation-explained";
    CPU_PRESSURE: "cpu-pressure", "glossary-cpu-pressure", "glossary-cpu-pressure-explained";
    FRAME_INTERVAL: "frame-interval", "glossary-frame-interval", "glossary-frame-interval-explained";
    DEVICE_INDEX: "device-index", "glossary-device-index", "glossary-device-index-explained";
    CONDITIONS: "conditions", "glossary-conditions", "glossary-conditions-explained";
    EVENT_LOOP: "event-loop", "glossary-event-loop", "glossary-event-loop-explained";
    LOOP_PHASE: "loop-phase", "glossary-loop-phase", "glossary-loop-phase-explained";
    TIMERS_PHASE: "timers-phase", "glossary-timers-phase", "glossary-timers-phase-explained";
    PENDING_PHASE: "pending-phase", "glossary-pending-phase", "glossary-pending-phase-explained";
    POLL_PHASE: "poll-phase", "glossary-poll-phase", "glossary-poll-phase-explained";
    CHECK_PHASE: "check-phase", "glossary-check-phase", "glossary-check-phase-explained";
    CLOSE_PHASE: "close-phase", "glossary-close-phase", "glossary-close-phase-explained";
    TICK_QUEUE: "tick-queue", "glossary-tick-queue", "glossary-tick-queue-explained";
    MICROTASK: "microtask", "glossary-microtask", "glossary-microtask-explained";
    CALL_STACK: "call-stack", "glossary-call-stack", "glossary-call-stack-explained";
    THREAD_POOL: "thread-pool", "glossary-thread-pool", "glossary-thread-pool-explained";
    NON_BLOCKING: "non-blocking", "glossary-non-blocking", "glossary-non-blocking-explained";
    STARVATION: "starvation", "glossary-starvation", "glossary-starvation-explained";
    VIRTUAL_TIME: "virtual-time", "glossary-virtual-time", "glossary-virtual-time-explained";
    MISS_RATIO: "miss-ratio", "glossary-miss-ratio", "glossary-miss-ratio-explained";
    REPLACEMENT_POLICY: "replacement-policy", "glossary-replacement-policy", "glossary-replacement-policy-explained";
    GHOST_ENTRY: "ghost-entry", "glossary-ghost-entry", "glossary-ghost-entry-explained";
    REUSE_DISTANCE: "reuse-distance", "glossary-reuse-distance", "glossary-reuse-distance-explained";
    OPT: "opt", "glossary-opt", "glossary-opt-explained";
    SCAN_RESISTANCE: "scan-resistance", "glossary-scan-resistance", "glossary-scan-resistance-explained";
    CACHE_STAMPEDE: "cache-stampede", "glossary-cache-stampede", "glossary-cache-stampede-explained";
    SINGLE_FLIGHT: "single-flight", "glossary-single-flight", "glossary-single-flight-explained";
    STALE_WHILE_REVALIDATE: "stale-while-revalidate", "glossary-stale-while-revalidate", "glossary-stale-while-revalidate-explained";
}

/// All entries.
pub(crate) static GROUPS: [Group; 6] = [
    Group {
        name: "glossary-group-timed",
        entries: &[
            &KERNEL,
            &VARIANT,
            &ENGINE,
            &PLACE,
            &CANDIDATE,
            &BASELINE,
            &OWN_CODE,
            &ITERATION,
            &SAMPLE,
            &BLOCK,
            &WARM_UP,
            &COLD_RUN,
            &TOTAL,
            &VOID,
            &DEAD_CODE_ELIMINATION,
        ],
    },
    Group {
        name: "glossary-group-claimed",
        entries: &[
            &MEDIAN,
            &CONFIDENCE_INTERVAL,
            &CONFIDENCE_SEQUENCE,
            &VERDICT,
            &INCONCLUSIVE,
            &SPEED_UP,
            &BREAK_EVEN,
            &P90,
            &DISTRIBUTION,
            &SAMPLES_OVER_TIME,
            &OUTLIER,
            &AUTOCORRELATION,
            &A_A_TEST,
            &AMDAHL,
            &UNIVERSAL_SCALABILITY_LAW,
        ],
    },
    Group {
        name: "glossary-group-threads",
        entries: &[
            &MAIN_THREAD,
            &SLICE,
            &WORKER,
            &POOL,
            &JOB,
            &DRAIN,
            &DATA_PASSING,
            &STRUCTURED_CLONE,
            &TRANSFER,
            &SHARED_MEMORY,
            &LANE,
            &PHASE,
            &FRAME,
            &LONG_FRAME,
            &BLOCKING_TIME,
            &SLOWEST_KEY,
            &SMOOTH,
            &JANKY,
            &FROZEN,
        ],
    },
    Group {
        name: "glossary-group-machine",
        entries: &[
            &TIMER_RESOLUTION,
            &CROSS_ORIGIN_ISOLATION,
            &CPU_PRESSURE,
            &FRAME_INTERVAL,
            &DEVICE_INDEX,
            &CONDITIONS,
        ],
    },
    Group {
        name: "glossary-group-loop",
        entries: &[
            &EVENT_LOOP,
            &LOOP_PHASE,
            &TIMERS_PHASE,
            &PENDING_PHASE,
            &POLL_PHASE,
            &CHECK_PHASE,
            &CLOSE_PHASE,
            &TICK_QUEUE,
            &MICROTASK,
            &CALL_STACK,
            &THREAD_POOL,
            &NON_BLOCKING,
            &STARVATION,
            &VIRTUAL_TIME,
        ],
    },
    Group {
        name: "glossary-group-caches",
        entries: &[
            &MISS_RATIO,
            &REPLACEMENT_POLICY,
            &GHOST_ENTRY,
            &REUSE_DISTANCE,
            &OPT,
            &SCAN_RESISTANCE,
            &CACHE_STAMPEDE,
            &SINGLE_FLIGHT,
            &STALE_WHILE_REVALIDATE,
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::labs::registry::Lab;
    use crate::texts::{Locale, english, indonesian, learn, text};

    fn entries() -> impl Iterator<Item = &'static Entry> {
        GROUPS.iter().flat_map(|group| group.entries).copied()
    }

    #[test]
    fn every_entry_has_an_anchor_of_its_own_and_its_texts_are_named_after_it() {
        let ids: BTreeSet<&str> = entries().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), entries().count());
        for Entry {
            id,
            name,
            explained,
        } in entries()
        {
            assert!(
                id.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || b"-09".contains(&byte)),
                "{id}"
            );
            assert_eq!(*name, format!("glossary-{id}"));
            assert_eq!(*explained, format!("glossary-{id}-explained"));
        }
    }

    #[test]
    fn the_page_without_the_app_has_the_same_terms_in_the_same_order() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/locales/en/glossary.ftl");
        let catalogue = std::fs::read_to_string(file).expect("readable");
        let names = catalogue.lines().filter_map(|line| line.split_once(" = "));
        let names: Vec<&str> = names
            .map(|(name, _)| name)
            .skip_while(|name| *name != GROUPS[0].name)
            .collect();
        let shown: Vec<&str> = GROUPS
            .iter()
            .flat_map(|group| {
                let entries = group.entries.iter();
                let entries = entries.flat_map(|entry| [entry.name, entry.explained]);
                std::iter::once(group.name).chain(entries)
            })
            .collect();
        assert_eq!(names, shown);
    }

    #[test]
    fn explanations_are_sentences() {
        english().into_iter().chain(indonesian()).for_each(learn);
        for locale in Locale::ALL {
            for entry in entries() {
                let explained = text(locale, entry.explained, &[]);
                assert!(
                    explained.ends_with('.') && explained.contains(' '),
                    "{explained}"
                );
                let term = text(locale, entry.name, &[]);
                assert!(!term.ends_with('.') && term != explained, "{term}");
            }
        }
    }

    #[test]
    fn the_glossary_for_developers_has_every_term() {
        english().into_iter().for_each(learn);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/glossary.md");
        let docs = std::fs::read_to_string(file)
            .expect("readable")
            .to_lowercase();
        let terms: Vec<&str> = docs
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
            .collect();
        for entry in entries() {
            let term = text(Locale::En, entry.name, &[]).to_lowercase();
            assert!(
                terms.iter().any(|known| known.contains(&term)),
                "docs/glossary.md lacks {term}"
            );
        }
    }

    #[test]
    fn no_lab_has_the_glossarys_route() {
        assert!(Lab::from_id(ROUTE).is_none());
    }
}
