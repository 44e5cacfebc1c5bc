//! What the samples say: as Markdown for people, as JSON with every sample for programs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::api::gauge::{Cores, Doubt, doubts};
use crate::api::measure::{AtRate, Both, CONNECTIONS, CaseSamples, LEVELS, Measured, Side};
use crate::load::oha::Kind;
use crate::load::process::Memory;
use crate::load::server::Programs;
use crate::load::{GENERATOR_THREADS, Sample};
use crate::report::{Machine, figure, interval_in_words, ratio};
use crate::table::Table;
use sampling::Median;
use sampling::median::median;

/// Of the JSON; goes up when a reader of the old form would misread the new one.
const SCHEMA_VERSION: u32 = 1;

/// What was measured with which versions.
#[derive(Debug, Serialize)]
pub(crate) struct Facts {
    server: String,
    node: String,
    express: String,
    generator: String,
}

impl Facts {
    pub(crate) fn find(programs: &Programs, modules: &Path) -> Result<Self> {
        Ok(Self {
            server: version(&programs.server)?,
            node: version(Path::new("node"))?,
            express: crate::site::version(modules, "express")?,
            generator: version(&programs.oha)?,
        })
    }
}

fn version(program: &Path) -> Result<String> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .with_context(|| format!("{} could not be started", program.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Everything, with its samples.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema_version: u32,
    seed: u32,
    quick: bool,
    rounds: usize,
    seconds: f64,
    workers: usize,
    cores: usize,
    connections: usize,
    generator_threads: usize,
    machine: Machine,
    facts: Facts,
    idle_memory: Both<Memory>,
    peak_memory: Both<Memory>,
    cases: Vec<CaseReport>,
}

/// A case. Ratios are ours over Express's, round by round.
#[derive(Debug, Serialize)]
struct CaseReport {
    #[serde(flatten)]
    samples: CaseSamples,
    max_rate_ratio: Option<Median>,
    /// Processor time for a request at the maximum.
    cpu_ratio: Option<Median>,
    /// At the same rate.
    equal_p50_ratio: Option<Median>,
    equal_p99_ratio: Option<Median>,
    equal_p999_ratio: Option<Median>,
    equal_cpu_ratio: Option<Median>,
    closed_doubts: Both<Vec<Doubt>>,
}

impl Report {
    pub(crate) fn new(
        seed: u32,
        quick: bool,
        workers: usize,
        cores: usize,
        facts: Facts,
        load: [Option<f64>; 2],
        measured: Measured,
    ) -> Self {
        let mut peak = measured.idle.clone();
        for case in &measured.cases {
            for side in Side::ALL {
                for memory in case
                    .closed
                    .of(side)
                    .iter()
                    .filter_map(|sample| sample.memory)
                {
                    let most = peak.of_mut(side);
                    *most = most.most(memory);
                }
            }
        }
        let usable = Cores {
            machine: cores,
            server: cores.min(workers),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            seed,
            quick,
            rounds: measured.rounds,
            seconds: measured.took.as_secs_f64(),
            workers,
            cores,
            connections: CONNECTIONS,
            generator_threads: GENERATOR_THREADS,
            machine: Machine {
                os: std::env::consts::OS,
                arch: std::env::consts::ARCH,
                load,
            },
            facts,
            idle_memory: measured.idle,
            peak_memory: peak,
            cases: measured
                .cases
                .into_iter()
                .map(|samples| CaseReport::new(samples, usable))
                .collect(),
        }
    }

    /// The whole as one document.
    pub(crate) fn markdown(&self) -> String {
        [
            self.head(),
            self.maximum(),
            self.equal(),
            self.levels(),
            self.memory(),
            self.gauges(),
        ]
        .join("\n")
    }

    fn there(&self) -> impl Iterator<Item = &CaseReport> {
        let cases = self.cases.iter();
        cases.filter(|case| case.samples.not_there.is_none())
    }

    fn head(&self) -> String {
        let Facts {
            server,
            node,
            express,
            generator,
        } = &self.facts;
        let load = match self.machine.load {
            [Some(before), Some(after)] => {
                format!(", load {before:.1} before and {after:.1} after")
            }
            _ => String::new(),
        };
        let missing = self.cases.iter().filter_map(|case| {
            let why = case.samples.not_there.as_ref()?;
            Some(format!("Not there: {} ({why}).\n", case.samples.case))
        });
        format!(
            "## Bench: API\n\n\
             {} rounds in {:.0} s, seed {}; {server}, {} workers, beside Express {express} on Node {node}, {} \
             workers; {generator} with {} thread and {} connections; {}, {}, {} cores{load}.\n\
             The generator runs on the same cores as the servers, so a maximum is one beside it: what a server \
             takes for a request is the figure that does not depend on that. While one server is loaded the \
             other is idle. Both answered alike before anything was timed.\n\
             A ratio is ours ÷ Express, the median of the rounds' ratios, and in brackets {}.\n{}",
            self.rounds,
            self.seconds,
            self.seed,
            self.workers,
            self.workers,
            self.generator_threads,
            self.connections,
            self.machine.os,
            self.machine.arch,
            self.cores,
            interval_in_words(self.there().find_map(|case| case.cpu_ratio)),
            missing.collect::<String>(),
        )
    }

    fn maximum(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "doubts",
                "ours req/s",
                "Express req/s",
                "ours ÷ Express",
                "ours CPU µs/req",
                "Express CPU µs/req",
                "ours ÷ Express",
                "n",
            ],
            2,
        );
        for case in self.there() {
            let closed = &case.samples.closed;
            table.row(vec![
                case.samples.case.to_owned(),
                both_in_words(&case.closed_doubts),
                figure(of(&closed.ours, Sample::rate)),
                figure(of(&closed.express, Sample::rate)),
                ratio(case.max_rate_ratio),
                figure(of(&closed.ours, Sample::cpu_us)),
                figure(of(&closed.express, Sample::cpu_us)),
                ratio(case.cpu_ratio),
                closed.ours.len().to_string(),
            ]);
        }
        format!(
            "### Maximum\n\n\
             Closed loop: every connection asks again as soon as it was answered. Processor time is that of all \
             processes of the server.\n\n{}",
            table.markdown()
        )
    }

    fn equal(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "doubts",
                "req/s",
                "ours p50 ms",
                "p99",
                "p99.9",
                "Express p50 ms",
                "p99",
                "p99.9",
                "p50: ours ÷ Express",
                "p99",
                "p99.9",
                "CPU",
            ],
            2,
        );
        for case in self.there() {
            let Some(equal) = &case.samples.equal else {
                continue;
            };
            let mut row = vec![
                case.samples.case.to_owned(),
                both_in_words(&Both {
                    ours: self.doubts(&equal.ours),
                    express: self.doubts(&equal.express),
                }),
                figure(Some(equal.ours.rate)),
            ];
            for side in Side::ALL {
                row.extend(latencies(&equal.of(side).samples));
            }
            row.extend(
                [
                    case.equal_p50_ratio,
                    case.equal_p99_ratio,
                    case.equal_p999_ratio,
                    case.equal_cpu_ratio,
                ]
                .map(ratio),
            );
            table.row(row);
        }
        format!(
            "### The same rate\n\n\
             Open load: requests are due at fixed instants, at half of the slower one's maximum, and latency \
             counts from there. Percentiles are those of a round, their median over the rounds.\n\n{}",
            table.markdown()
        )
    }

    fn levels(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "server",
                "doubts",
                "of its max",
                "req/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "CPU µs/req",
            ],
            3,
        );
        for case in self.there() {
            for side in Side::ALL {
                for (percent, at) in LEVELS.iter().zip(case.samples.levels.of(side)) {
                    let mut row = vec![
                        case.samples.case.to_owned(),
                        side.name().to_owned(),
                        in_words(&self.doubts(at)),
                        format!("{percent} %"),
                        figure(Some(at.rate)),
                    ];
                    row.extend(latencies(&at.samples));
                    row.push(figure(of(&at.samples, Sample::cpu_us)));
                    table.row(row);
                }
            }
        }
        format!(
            "### Each at parts of its own maximum\n\n\
             Open load. The rates of both differ, so latencies of one row do not compare with those of \
             another.\n\n{}",
            table.markdown()
        )
    }

    fn memory(&self) -> String {
        let mut table = Table::new(
            &[
                "server",
                "idle Pss MiB",
                "idle Rss",
                "peak Pss MiB",
                "peak Rss",
            ],
            1,
        );
        for side in Side::ALL {
            let (idle, peak) = (self.idle_memory.of(side), self.peak_memory.of(side));
            let figures = [idle.pss_mib, idle.rss_mib, peak.pss_mib, peak.rss_mib];
            let mut row = vec![side.name().to_owned()];
            row.extend(figures.map(|mib| figure(Some(mib))));
            table.row(row);
        }
        format!(
            "### Memory\n\n\
             Resident, of all processes of a server: Pss shares out what they share, Rss counts it in each. Idle \
             is after one request of each case, peak the most that was seen at maximal load.\n\n{}",
            table.markdown()
        )
    }

    fn gauges(&self) -> String {
        let mut table = Table::new(
            &[
                "case",
                "server",
                "server cores",
                "busiest process, at worst",
                "generator of its thread",
                "cores of others",
                "failed",
            ],
            2,
        );
        for case in self.there() {
            for side in Side::ALL {
                let closed = case.samples.closed.of(side);
                let percent = |share: Option<f64>| {
                    share.map_or("–".to_owned(), |share| format!("{:.0} %", share * 100.0))
                };
                let failed: u64 = closed.iter().map(|sample| sample.answered.failed()).sum();
                table.row(vec![
                    case.samples.case.to_owned(),
                    side.name().to_owned(),
                    figure(of(closed, Sample::server_cores)),
                    percent(
                        closed
                            .iter()
                            .map(|sample| sample.busiest_share)
                            .reduce(f64::max),
                    ),
                    percent(of(closed, Sample::generator_share)),
                    figure(of(closed, Sample::others_cores)),
                    failed.to_string(),
                ]);
            }
        }
        format!(
            "### Gauges at the maximum\n\n\
             A maximum is void when the server took less than 60 % of its cores, the generator more than 80 % of its \
             thread, other programs more than 10 % of the machine, or a request failed. The busiest process's part of the server's processor time shows whether \
             all workers had work.\n\n{}",
            table.markdown()
        )
    }

    fn doubts(&self, at: &AtRate) -> Vec<Doubt> {
        let cores = Cores {
            machine: self.cores,
            server: self.cores.min(self.workers),
        };
        doubts(&at.samples, at.kind(), cores)
    }
}

impl CaseReport {
    fn new(samples: CaseSamples, cores: Cores) -> Self {
        let closed = |figure: fn(&Sample) -> f64| {
            let of = |side| {
                samples
                    .closed
                    .of(side)
                    .iter()
                    .map(figure)
                    .collect::<Vec<_>>()
            };
            Median::of_ratios(&of(Side::Ours), &of(Side::Express))
        };
        let equal = |figure: fn(&Sample) -> Option<f64>| {
            let both = samples.equal.as_ref()?;
            // A round counts if both have the figure.
            let pairs = both.ours.samples.iter().zip(&both.express.samples);
            let ratios: Vec<f64> = pairs
                .filter_map(|(ours, express)| Some(figure(ours)? / figure(express)?))
                .collect();
            Median::of(&ratios)
        };
        let kind = Kind::Closed {
            lasts: std::time::Duration::ZERO,
        };
        Self {
            max_rate_ratio: closed(Sample::rate),
            cpu_ratio: closed(Sample::cpu_us),
            equal_p50_ratio: equal(|sample| sample.answered.p50_ms),
            equal_p99_ratio: equal(|sample| sample.answered.p99_ms),
            equal_p999_ratio: equal(|sample| sample.answered.p999_ms),
            equal_cpu_ratio: equal(|sample| Some(sample.cpu_us())),
            closed_doubts: Both {
                ours: doubts(&samples.closed.ours, kind, cores),
                express: doubts(&samples.closed.express, kind, cores),
            },
            samples,
        }
    }
}

fn of(samples: &[Sample], figure: fn(&Sample) -> f64) -> Option<f64> {
    let all: Vec<f64> = samples.iter().map(figure).collect();
    median(&all)
}

fn latencies(samples: &[Sample]) -> [String; 3] {
    let of = |figure: fn(&Sample) -> Option<f64>| {
        let all: Vec<f64> = samples.iter().filter_map(figure).collect();
        // A median of some of the rounds would be of the lucky ones.
        crate::report::figure(median(&all).filter(|_| all.len() == samples.len()))
    };
    [
        of(|sample| sample.answered.p50_ms),
        of(|sample| sample.answered.p99_ms),
        of(|sample| sample.answered.p999_ms),
    ]
}

fn in_words(doubts: &[Doubt]) -> String {
    let all: Vec<String> = doubts.iter().map(Doubt::to_string).collect();
    all.join("; ")
}

fn both_in_words(doubts: &Both<Vec<Doubt>>) -> String {
    let sides = Side::ALL
        .into_iter()
        .filter(|&side| !doubts.of(side).is_empty());
    let all: Vec<String> = sides
        .map(|side| format!("{} {}", side.name(), in_words(doubts.of(side))))
        .collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::load::oha::Answered;

    fn sample(ok: u64, server_cpu_s: f64, ms: f64) -> Sample {
        Sample {
            answered: Answered {
                seconds: 2.0,
                ok,
                p50_ms: Some(ms),
                p99_ms: Some(4.0 * ms),
                ..Answered::default()
            },
            window_s: 2.0,
            server_cpu_s,
            busiest_share: 0.5,
            generator_cpu_s: 0.5,
            others_cpu_s: 0.0,
            memory: Some(Memory {
                rss_mib: 90.0,
                pss_mib: 70.0,
            }),
        }
    }

    fn report() -> Report {
        let at = |samples| AtRate {
            rate: 500.0,
            requests: 1_000,
            samples,
        };
        let there = CaseSamples {
            case: "/fibonacci/20",
            not_there: None,
            closed: Both {
                ours: vec![sample(4_000, 2.8, 1.0), sample(2_000, 2.8, 1.0)],
                express: vec![sample(1_000, 2.8, 1.0), sample(500, 2.8, 1.0)],
            },
            levels: Both {
                ours: vec![at(vec![sample(1_000, 0.4, 1.0)])],
                express: vec![at(vec![sample(1_000, 1.4, 3.0)])],
            },
            equal: Some(Both {
                ours: at(vec![sample(1_000, 0.4, 1.0)]),
                express: at(vec![sample(1_000, 1.6, 2.0)]),
            }),
        };
        let missing = CaseSamples {
            case: "/books",
            not_there: Some("ours does not have it".to_owned()),
            closed: Both::default(),
            levels: Both::default(),
            equal: None,
        };
        let facts = Facts {
            server: "server 1".to_owned(),
            node: "v20".to_owned(),
            express: "5".to_owned(),
            generator: "oha 1".to_owned(),
        };
        let measured = Measured {
            cases: vec![there, missing],
            idle: Both::default(),
            rounds: 2,
            took: Duration::from_secs(9),
        };
        Report::new(9, true, 2, 2, facts, [None, None], measured)
    }

    #[test]
    fn ratios_are_ours_over_theirs_round_by_round() {
        let report = report();
        let case = &report.cases[0];
        let near = |estimate: Option<Median>, expected: f64| {
            estimate.is_some_and(|estimate| (estimate.median - expected).abs() < 1e-9)
        };
        assert!(near(case.max_rate_ratio, 4.0) && near(case.cpu_ratio, 0.25));
        assert!(near(case.equal_p50_ratio, 0.5) && near(case.equal_cpu_ratio, 0.25));
        assert!(case.equal_p999_ratio.is_none());
    }

    #[test]
    fn the_document_names_what_is_not_there_and_what_is_void() {
        let mut report = report();
        let text = report.markdown();
        assert!(
            text.contains("Not there: /books (ours does not have it)"),
            "{text}"
        );
        assert!(!text.contains("| /books"), "{text}");
        let doubt = Doubt::Failures(3);
        report.cases[0].closed_doubts.ours.push(doubt);
        let text = report.markdown();
        assert!(text.contains("ours void: 3 failed"), "{text}");
    }

    #[test]
    fn the_peak_is_the_most_that_was_seen() {
        let report = report();
        assert!((report.peak_memory.ours.pss_mib - 70.0).abs() < 1e-9);
        let json = serde_json::to_value(report).expect("plain data");
        assert_eq!(json["cases"][0]["closed"]["ours"][1]["ok"], 2_000);
        assert_eq!(json["schema_version"], 1);
    }
}
