//! What was found: as Markdown for people, as JSON for programs.

use sampling::median::median;
use sampling::sequence::{Estimate, Interval};
use serde::Serialize;

use super::cases::{Case, Outcome, Place};
use super::page::Environment;
use super::times::{Times, Verdict};
use crate::report::{Machine, figure};
use crate::table::Table;

/// Of the JSON; goes up when a reader of the old form would misread the new one.
const SCHEMA_VERSION: u32 = 1;

/// What the bench hands over.
pub(super) struct Found {
    pub(super) seed: u32,
    pub(super) quick: bool,
    pub(super) seconds: f64,
    /// Processes that wanted to run, before and after.
    pub(super) load: [Option<f64>; 2],
    pub(super) environment: Environment,
    pub(super) times: Vec<Times>,
}

/// Milliseconds of a run.
#[derive(Debug, Serialize)]
struct Time {
    rounds_ms: Vec<f64>,
    median_ms: Option<f64>,
    ms: Option<Estimate>,
    /// The most that is promised, and whether that is kept.
    promise_ms: Option<f64>,
    verdict: Option<Verdict>,
}

/// How many of something were done in thousands a second.
#[derive(Debug, Serialize)]
struct Speed {
    what: &'static str,
    /// In a run.
    count: u64,
    native: Option<Rate>,
    wasm: Option<Rate>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Rate {
    median: Option<f64>,
    rate: Option<Estimate>,
}

/// A case at its places.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    native: Option<Time>,
    wasm: Option<Time>,
    /// Of the times.
    wasm_over_native: Option<Estimate>,
    speeds: Vec<Speed>,
    outcome: Option<Outcome>,
}

/// Everything, with the figures of every round.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema_version: u32,
    seed: u32,
    quick: bool,
    seconds: f64,
    machine: Machine,
    #[serde(flatten)]
    environment: Environment,
    cases: Vec<Line>,
    /// Whether no promise was broken.
    pub(crate) kept: bool,
}

impl Report {
    pub(super) fn new(found: Found) -> Self {
        let cases: Vec<Line> = found.times.into_iter().map(line).collect();
        Self {
            schema_version: SCHEMA_VERSION,
            seed: found.seed,
            quick: found.quick,
            seconds: found.seconds,
            machine: Machine {
                os: std::env::consts::OS,
                arch: std::env::consts::ARCH,
                load: found.load,
            },
            environment: found.environment,
            kept: !cases.iter().any(Line::is_broken),
            cases,
        }
    }

    /// The whole as one document.
    pub(crate) fn markdown(&self) -> String {
        [self.head(), self.speeds(), self.times()].join("\n")
    }

    fn head(&self) -> String {
        let Environment { browser, cores, .. } = &self.environment;
        let load = match self.machine.load {
            [Some(before), Some(after)] => {
                format!(", load {before:.1} before and {after:.1} after")
            }
            _ => String::new(),
        };
        format!(
            "## Bench: event loop\n\n\
             {:.0} s, seed {}{}; {browser}, headless; {}, {}, {cores} cores{load}.\n\
             One thread, steps recorded, in the browser with the messages that carry them to the page; a run goes from the \
             command to its ending: the median of all rounds, and in brackets the interval that holds the figure with \
             95 % for both places, however often one looks. A ratio is of times, taken round by round.\n",
            self.seconds,
            self.seed,
            if self.quick { ", quick" } else { "" },
            self.machine.os,
            self.machine.arch,
        )
    }

    fn speeds(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "thousands a second",
                "native",
                "WebAssembly",
                "time WebAssembly ÷ native",
                "in a run",
                "rounds",
            ],
            2,
        );
        for line in &self.cases {
            for speed in &line.speeds {
                table.row(vec![
                    line.name.to_owned(),
                    speed.what.to_owned(),
                    rate(speed.native),
                    rate(speed.wasm),
                    estimate(line.wasm_over_native, None),
                    speed.count.to_string(),
                    rounds(line),
                ]);
            }
        }
        table.markdown()
    }

    fn times(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "native ms",
                "WebAssembly ms",
                "at most",
                "promise",
                "time WebAssembly ÷ native",
                "rounds",
            ],
            1,
        );
        for line in &self.cases {
            let promised = line.wasm.as_ref();
            let verdict = promised.and_then(|time| time.verdict);
            table.row(vec![
                line.name.to_owned(),
                time(line.native.as_ref()),
                time(promised),
                figure(promised.and_then(|time| time.promise_ms)),
                verdict.map_or("–", Verdict::in_words).to_owned(),
                estimate(line.wasm_over_native, None),
                rounds(line),
            ]);
        }
        table.markdown()
    }
}

impl Line {
    fn is_broken(&self) -> bool {
        [&self.native, &self.wasm]
            .into_iter()
            .flatten()
            .any(|time| time.verdict == Some(Verdict::Broken))
    }
}

fn line(times: Times) -> Line {
    let case = times.case;
    let at = |place: Place| {
        let rounds_ms = times.at(place);
        (!rounds_ms.is_empty()).then(|| Time {
            median_ms: median(&rounds_ms),
            rounds_ms,
            ms: times.ms(place),
            promise_ms: case.promise(place),
            verdict: times.verdict(place),
        })
    };
    let (native, wasm) = (at(Place::Native), at(Place::Wasm));
    Line {
        name: case.name(),
        wasm_over_native: times.wasm_over_native(),
        speeds: speeds(case, times.outcome.as_ref(), native.as_ref(), wasm.as_ref()),
        native,
        wasm,
        outcome: times.outcome,
    }
}

fn speeds(
    case: Case,
    outcome: Option<&Outcome>,
    native: Option<&Time>,
    wasm: Option<&Time>,
) -> Vec<Speed> {
    let units = case.units().iter();
    units
        .filter_map(|unit| {
            let count = unit.of(outcome?);
            Some(Speed {
                what: unit.name(),
                count,
                native: native.map(|time| time.rate(count)),
                wasm: wasm.map(|time| time.rate(count)),
            })
        })
        .collect()
}

impl Time {
    /// So many within the time. As many a millisecond are as many thousands a second.
    fn rate(&self, count: u64) -> Rate {
        let of = |ms: f64| count as f64 / ms;
        Rate {
            median: self.median_ms.map(of),
            rate: self.ms.map(|ms| Estimate {
                value: of(ms.value),
                interval: ms.interval.map(|Interval { low, high }| Interval {
                    low: of(high),
                    high: of(low),
                }),
                ..ms
            }),
        }
    }
}

fn time(time: Option<&Time>) -> String {
    time.map_or_else(|| figure(None), |time| estimate(time.ms, time.median_ms))
}

fn rate(rate: Option<Rate>) -> String {
    rate.map_or_else(|| figure(None), |rate| estimate(rate.rate, rate.median))
}

/// The value in place of the estimate's own, if there is one, with the interval behind it.
fn estimate(estimate: Option<Estimate>, value: Option<f64>) -> String {
    let Some(estimate) = estimate else {
        return figure(value);
    };
    let value = figure(value.or(Some(estimate.value)));
    match estimate.interval {
        Some(Interval { low, high }) => {
            format!("{value} ({}–{})", figure(Some(low)), figure(Some(high)))
        }
        None => value,
    }
}

fn rounds(line: &Line) -> String {
    let times = [&line.native, &line.wasm].into_iter().flatten();
    let rounds = times.map(|time| time.rounds_ms.len()).max();
    rounds.unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use event_loop::trace::Ending;

    use super::*;

    fn times(case: Case, native: Option<f64>, wasm: Option<f64>) -> Times {
        let mut times = Times::of(case);
        for round in 0..8 {
            let noise = 1.0 + 0.001 * f64::from(round % 2);
            times.add([native, wasm].map(|ms| ms.map(|ms| ms * noise)));
        }
        times.outcome = Some(Outcome {
            ending: Ending::Exited { code: 0 },
            text: String::new(),
            statements: 1_000,
            steps: 90_000,
            callbacks: 10_000,
        });
        times
    }

    fn report(endless_ms: f64) -> Report {
        Report::new(Found {
            seed: 1,
            quick: false,
            seconds: 60.0,
            load: [Some(0.1), Some(1.0)],
            environment: serde_json::from_value(serde_json::json!({
                "browser": "Chromium 1", "cores": 2, "isolated": true
            }))
            .expect("an environment"),
            times: vec![
                times(Case::Callbacks, Some(50.0), Some(100.0)),
                times(Case::FirstPreset, None, Some(300.0)),
                times(Case::Endless, Some(400.0), Some(endless_ms)),
            ],
        })
    }

    #[test]
    fn each_table_has_what_belongs_to_it() {
        let report = report(900.0);
        assert!(report.kept);
        let text = report.markdown();
        let row = |parts: &[&str]| {
            let has = |line: &&str| parts.iter().all(|part| line.contains(part));
            assert!(text.lines().any(|line| has(&line)), "{parts:?} in {text}");
        };
        row(&[
            "callbacks",
            "recorded steps",
            "1799 (",
            "900 (",
            "2.00 (",
            "90000",
        ]);
        row(&["callbacks", "200 (", "100.0 (", "10000"]);
        row(&["first run", "–", "300 (", "500", "kept"]);
        row(&["endless loop", "400 (", "900 (", "1000", "kept"]);
    }

    #[test]
    fn one_broken_promise_is_enough() {
        let report = report(1_100.0);
        assert!(!report.kept);
        assert!(report.markdown().contains("BROKEN"));
    }
}
