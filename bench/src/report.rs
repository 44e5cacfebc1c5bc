//! What the samples say: as Markdown for people, as JSON with every sample for programs.

use std::fmt::Write;

use kernels::Variant;
use serde::Serialize;

use crate::browser::{Facts, THREADS};
use crate::case::Work;
use crate::measure::{CANDIDATES, Measured, RaceTimes, RoundTrips, VariantTimes};
use crate::table::Table;
use sampling::Median;
use sampling::median::{median, percentile, ratios};

/// Of the JSON; goes up when a reader of the old form would misread the new one.
const SCHEMA_VERSION: u32 = 1;

/// What threads over one memory have to reach of the throughput of independent workers.
const THROUGHPUT_MIN: f64 = 0.9;

/// Everything, with its samples.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema_version: u32,
    seed: u32,
    quick: bool,
    rounds: usize,
    seconds: f64,
    machine: Machine,
    /// The site and the browser.
    #[serde(flatten)]
    facts: Facts,
    kernels: Vec<VariantReport>,
    empty_jobs: Vec<RoundTripReport>,
    races: Vec<RaceReport>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) os: &'static str,
    pub(crate) arch: &'static str,
    /// Processes that wanted to run, before and after.
    pub(crate) load: [Option<f64>; 2],
}

/// A variant on each engine. Times are of one round of the kernel, in milliseconds.
#[derive(Debug, Serialize)]
struct VariantReport {
    #[serde(flatten)]
    work: Work,
    native: Engine,
    wasm: Engine,
    /// `None` where the baselines lack the variant.
    js: Option<Engine>,
    wasm_over_native: Option<Median>,
    js_over_wasm: Option<Median>,
}

#[derive(Debug, Serialize)]
struct Engine {
    samples_ms: Vec<f64>,
    median_ms: Option<f64>,
    /// How many times as fast as the kernel's plain variant on the same engine; `None` for that one.
    speed_over_plain: Option<Median>,
}

#[derive(Debug, Serialize)]
struct RoundTripReport {
    /// Earlier reports call it by this name, and reports are compared.
    #[serde(rename = "contender")]
    candidate: &'static str,
    /// A list for each round.
    samples_ms: Vec<Vec<f64>>,
    samples: usize,
    median_ms: Option<f64>,
    p95_ms: Option<f64>,
    /// Our median over this one's, round by round; `None` for ours.
    ours_over_this: Option<Median>,
}

#[derive(Debug, Serialize)]
struct RaceReport {
    #[serde(flatten)]
    work: Work,
    threads: usize,
    threads_ms: Vec<f64>,
    workers_ms: Vec<f64>,
    /// The threads' throughput over that of the workers.
    throughput: Option<Median>,
    /// Whether its median is at least 0.9.
    passes: bool,
}

impl Report {
    pub(crate) fn new(seed: u32, quick: bool, facts: Facts, measured: Measured) -> Self {
        let samples = measured.samples;
        Self {
            schema_version: SCHEMA_VERSION,
            seed,
            quick,
            rounds: measured.rounds,
            seconds: measured.took.as_secs_f64(),
            machine: Machine {
                os: std::env::consts::OS,
                arch: std::env::consts::ARCH,
                load: measured.load,
            },
            facts,
            kernels: variants(&samples.variants),
            empty_jobs: empty_jobs(&samples.empty_jobs),
            races: samples.races.into_iter().map(race).collect(),
        }
    }

    /// The whole as one document.
    pub(crate) fn markdown(&self) -> String {
        [
            self.head(),
            self.kernels_in_markdown(),
            self.empty_jobs_in_markdown(),
            self.races_in_markdown(),
        ]
        .join("\n")
    }

    fn head(&self) -> String {
        let Facts {
            build_id,
            browser,
            cores,
            ..
        } = &self.facts;
        let load = match self.machine.load {
            [Some(before), Some(after)] => {
                format!(", load {before:.1} before and {after:.1} after")
            }
            _ => String::new(),
        };
        format!(
            "## Bench: kernels\n\n\
             {} rounds in {:.0} s, seed {}; {browser}, headless; {}, {}, {cores} cores{load}; build {build_id}.\n\
             A ratio is the median of the rounds' ratios, and in brackets {}.\n",
            self.rounds,
            self.seconds,
            self.seed,
            self.machine.os,
            self.machine.arch,
            interval_in_words(self.kernels.iter().find_map(|entry| entry.wasm_over_native)),
        )
    }

    fn kernels_in_markdown(&self) -> String {
        let mut table = Table::new(
            &[
                "kernel",
                "variant",
                "size",
                "× rounds",
                "native ms",
                "wasm ms",
                "JS ms",
                "wasm ÷ native",
                "JS ÷ wasm",
                "speed, plain = 1: native",
                "wasm",
                "JS",
                "n",
            ],
            2,
        );
        for entry in &self.kernels {
            let Work {
                kernel,
                variant,
                size,
                rounds,
                jobs,
            } = &entry.work;
            let js = entry.js.as_ref();
            let times = if *jobs == 1 {
                rounds.to_string()
            } else {
                format!("{rounds} × {jobs}")
            };
            table.row(vec![
                kernel.id().to_owned(),
                variant.id().to_owned(),
                size.to_string(),
                times,
                figure(entry.native.median_ms),
                figure(entry.wasm.median_ms),
                figure(js.and_then(|js| js.median_ms)),
                ratio(entry.wasm_over_native),
                ratio(entry.js_over_wasm),
                ratio(entry.native.speed_over_plain),
                ratio(entry.wasm.speed_over_plain),
                ratio(js.and_then(|js| js.speed_over_plain)),
                entry.wasm.samples_ms.len().to_string(),
            ]);
        }
        format!(
            "### Engines\n\n\
             Milliseconds for one round of that size; a sample is so many rounds, times so many jobs where a job is \
             short, after others that are not timed. In the browser it is the time that the worker gives to \
             computing, without messages. Natively, the variant `simd` is an array of two that the compiler may or \
             may not put into one register. Every result was checked.\n\n{}",
            table.markdown()
        )
    }

    fn empty_jobs_in_markdown(&self) -> String {
        let mut table = Table::new(&["empty job", "median µs", "p95 µs", "ours ÷ it", "n"], 1);
        for entry in &self.empty_jobs {
            let name = match entry.candidate {
                "comlink" => format!("comlink {}", self.facts.comlink),
                "workerpool" => format!("workerpool {}", self.facts.workerpool),
                _ => "our protocol".to_owned(),
            };
            table.row(vec![
                name,
                figure(entry.median_ms.map(|ms| ms * 1e3)),
                figure(entry.p95_ms.map(|ms| ms * 1e3)),
                ratio(entry.ours_over_this),
                entry.samples.to_string(),
            ]);
        }
        format!(
            "### An empty job, there and back\n\n\
             Warm workers of the same page, in turns. Ours is the protocol's round trip with the compute module: the \
             worker's side is the real one, the page's side is a few lines of JavaScript in place of the app's pool, \
             whose plan is not part of it.\n\n{}",
            table.markdown()
        )
    }

    fn races_in_markdown(&self) -> String {
        let mut table = Table::new(
            &[
                "kernel",
                "variant",
                "size",
                "threads ms",
                "workers ms",
                "throughput, workers = 1",
                "n",
                "at least 0.9",
            ],
            2,
        );
        for race in &self.races {
            table.row(vec![
                race.work.kernel.id().to_owned(),
                race.work.variant.id().to_owned(),
                race.work.size.to_string(),
                figure(median(&race.threads_ms)),
                figure(median(&race.workers_ms)),
                ratio(race.throughput),
                race.threads_ms.len().to_string(),
                if race.passes { "PASS" } else { "below" }.to_owned(),
            ]);
        }
        format!(
            "### One memory or independent workers\n\n\
             Milliseconds until {THREADS} runs are done: one after the other by {THREADS} threads over one memory, or \
             at the same time by {THREADS} workers.\n\n{}",
            table.markdown()
        )
    }
}

fn variants(all: &[VariantTimes]) -> Vec<VariantReport> {
    all.iter()
        .map(|times| {
            let plain = all.iter().find(|other| {
                other.work.kernel == times.work.kernel && other.work.variant == Variant::Plain
            });
            let engine = |of: fn(&VariantTimes) -> &Vec<f64>| Engine {
                median_ms: median(of(times)),
                speed_over_plain: plain
                    .filter(|_| times.work.variant != Variant::Plain)
                    .and_then(|plain| Median::of_ratios(of(plain), of(times))),
                samples_ms: of(times).clone(),
            };
            VariantReport {
                work: times.work.clone(),
                native: engine(|times| &times.native_ms),
                wasm: engine(|times| &times.wasm_ms),
                js: (!times.js_ms.is_empty()).then(|| engine(|times| &times.js_ms)),
                wasm_over_native: Median::of_ratios(&times.wasm_ms, &times.native_ms),
                js_over_wasm: Median::of_ratios(&times.js_ms, &times.wasm_ms),
            }
        })
        .collect()
}

fn empty_jobs(all: &[RoundTrips]) -> Vec<RoundTripReport> {
    let medians = |times: &RoundTrips| -> Vec<f64> {
        let rounds = times.rounds_ms.iter();
        rounds.filter_map(|round| median(round)).collect()
    };
    let ours = all.iter().find(|times| times.candidate == CANDIDATES[0]);
    all.iter()
        .map(|times| {
            let samples = times.rounds_ms.concat();
            RoundTripReport {
                candidate: times.candidate,
                samples: samples.len(),
                median_ms: median(&samples),
                p95_ms: percentile(&samples, 95),
                ours_over_this: ours
                    .filter(|ours| ours.candidate != times.candidate)
                    .and_then(|ours| Median::of_ratios(&medians(ours), &medians(times))),
                samples_ms: times.rounds_ms.clone(),
            }
        })
        .collect()
}

fn race(times: RaceTimes) -> RaceReport {
    let RaceTimes {
        work,
        threads_ms,
        workers_ms,
    } = times;
    // Both did the same work, so throughputs compare as the inverse of times.
    let throughput = Median::of(&ratios(&workers_ms, &threads_ms));
    RaceReport {
        work,
        threads: THREADS,
        passes: throughput.is_some_and(|throughput| throughput.median >= THROUGHPUT_MIN),
        throughput,
        threads_ms,
        workers_ms,
    }
}

/// What the brackets are. All ratios have a sample a round, so one says it for all.
pub(crate) fn interval_in_words(ratio: Option<Median>) -> String {
    match ratio.map(|ratio| ratio.coverage) {
        Some(coverage) if coverage >= 0.95 => format!(
            "an interval that holds the true median in {:.0} of 100 such benches (order statistics)",
            coverage * 100.0
        ),
        Some(coverage) => format!(
            "the least and the greatest of them, which hold the true median in only {:.0} of 100 such benches",
            coverage * 100.0
        ),
        None => "nothing, because there are no samples".to_owned(),
    }
}

/// Three digits that matter, or a dash.
pub(crate) fn figure(value: Option<f64>) -> String {
    const DIGITS: i32 = 3;
    let Some(value) = value else {
        return "–".to_owned();
    };
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    // Longer than a person reads at a glance.
    if !(1e-3..1e5).contains(&value.abs()) {
        return format!("{value:.2e}");
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "of a number between the two above"
    )]
    let before = value.abs().log10().floor() as i32 + 1;
    let decimals = usize::try_from(DIGITS - before).unwrap_or(0);
    format!("{value:.decimals$}")
}

/// A median and its interval, or a dash.
pub(crate) fn ratio(estimate: Option<Median>) -> String {
    let Some(estimate) = estimate else {
        return "–".to_owned();
    };
    let mut text = figure(Some(estimate.median));
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        " ({}–{})",
        figure(Some(estimate.low)),
        figure(Some(estimate.high))
    );
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use kernels::Kernel;

    use super::*;
    use crate::measure::Samples;

    fn work(variant: Variant) -> Work {
        Work {
            kernel: Kernel::Roots,
            variant,
            size: 20_000_000,
            rounds: 3,
            jobs: 1,
        }
    }

    fn report() -> Report {
        let times = |variant, native: f64, js: &[f64]| VariantTimes {
            work: work(variant),
            native_ms: vec![native, 2.0 * native, native],
            wasm_ms: vec![1.5 * native, 3.0 * native, 2.0 * native],
            js_ms: js.to_vec(),
        };
        let trips = |candidate, ms: f64| RoundTrips {
            candidate,
            rounds_ms: vec![vec![ms; 4], vec![2.0 * ms; 4], vec![ms; 4]],
        };
        let samples = Samples {
            variants: vec![
                times(Variant::Plain, 40.0, &[60.0, 120.0, 80.0]),
                times(Variant::Simd, 20.0, &[]),
            ],
            empty_jobs: vec![trips("protocol", 0.1), trips("comlink", 0.2)],
            races: vec![RaceTimes {
                work: work(Variant::Plain),
                threads_ms: vec![100.0, 200.0, 100.0],
                workers_ms: vec![95.0, 100.0, 89.0],
            }],
        };
        let facts = Facts {
            build_id: "0123456789ab".to_owned(),
            browser: "Chromium 1.2.3.4".to_owned(),
            cores: 2,
            comlink: "4".to_owned(),
            workerpool: "10".to_owned(),
        };
        let measured = Measured {
            samples,
            rounds: 3,
            took: Duration::from_secs(5),
            load: [None, None],
        };
        Report::new(9, true, facts, measured)
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        let report = report();
        let plain = &report.kernels[0];
        let ratio = plain.wasm_over_native.expect("three rounds");
        assert!((ratio.median - 1.5).abs() < 1e-9 && (ratio.high - 2.0).abs() < 1e-9);
        assert!(plain.native.speed_over_plain.is_none());
        let simd = &report.kernels[1];
        assert!(simd.js.is_none() && simd.js_over_wasm.is_none());
        let speed = simd.native.speed_over_plain.expect("three rounds");
        assert!((speed.median - 2.0).abs() < 1e-9);
        let ours = report.empty_jobs[1].ours_over_this.expect("three rounds");
        assert!((ours.median - 0.5).abs() < 1e-9 && (ours.high - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_race_is_judged_by_its_median() {
        let report = report();
        let throughput = report.races[0].throughput.expect("three rounds");
        assert!((throughput.median - 0.89).abs() < 1e-9);
        assert!(!report.races[0].passes);
        assert!(report.markdown().contains(" below |"));
    }

    #[test]
    fn the_document_says_what_the_brackets_are() {
        let text = report().markdown();
        assert!(text.contains("seed 9"), "{text}");
        assert!(text.contains("only 75 of 100"), "{text}");
        assert!(text.contains("1.50 (1.50–2.00)"), "{text}");
    }

    #[test]
    fn the_file_holds_every_sample_and_the_version_of_its_form() {
        let json = serde_json::to_value(report()).expect("plain data");
        assert_eq!(json["schema_version"], 1);
        assert_eq!(json["kernels"][0]["kernel"], "roots");
        assert_eq!(json["kernels"][0]["js"]["samples_ms"][1], 120.0);
        assert_eq!(json["empty_jobs"][0]["samples_ms"][2][3], 0.1);
        assert_eq!(json["browser"], "Chromium 1.2.3.4");
        assert_eq!(json["races"][0]["passes"], false);
    }

    #[test]
    fn figures_have_three_digits_that_matter() {
        for (value, text) in [
            (123.4, "123"),
            (1_234.5, "1234"),
            (12.34, "12.3"),
            (1.234, "1.23"),
            (0.012_34, "0.0123"),
            (0.000_012_34, "1.23e-5"),
            (2_211_707.0, "2.21e6"),
            (0.0, "0"),
        ] {
            assert_eq!(figure(Some(value)), text);
        }
        assert_eq!(figure(None), "–");
    }
}
