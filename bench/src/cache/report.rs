//! What was found: as Markdown for people, as JSON for programs.

use sampling::median::median;
use sampling::sequence::{Estimate, Interval};
use serde::Serialize;

use super::SIZE;
use super::candidates::{Candidate, Place, Speeds, Verdict};
use super::curves::{Curves, EXACT_S_MAX, Ratios, SAMPLED_S_MAX, WORKERS};
use super::limit::NODE_BYTES;
use super::page::Environment;
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
    pub(super) recipe: String,
    /// The version of lru-cache.
    pub(super) lru_cache: String,
    pub(super) speeds: Vec<Speeds>,
    pub(super) curves: Curves,
    pub(super) ratios: Ratios,
}

/// A speed in millions of accesses a second.
#[derive(Debug, Serialize)]
struct Speed {
    rounds: Vec<f64>,
    median: Option<f64>,
    rate: Option<Estimate>,
    /// Of the promise, where there is one.
    verdict: Option<Verdict>,
}

/// A candidate at its places.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    native: Option<Speed>,
    browser: Option<Speed>,
    browser_over_native: Option<Estimate>,
    /// Misses of a turn; the sum of what was read for the limit.
    result: Option<u64>,
    #[serde(skip)]
    is_other: bool,
    #[serde(skip)]
    is_limit: bool,
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
    recipe: String,
    size: usize,
    lru_cache: String,
    candidates: Vec<Line>,
    curves: Curves,
    ratios: Ratios,
    /// Whether no promise was broken.
    pub(crate) kept: bool,
}

impl Report {
    pub(super) fn new(found: Found) -> Self {
        let limit = (found.speeds.iter()).find(|speeds| speeds.candidate == Candidate::Limit);
        let limits = Place::ALL.map(|place| limit.and_then(|limit| limit.rate(place)));
        let candidates: Vec<Line> = (found.speeds.iter())
            .map(|speeds| line(speeds, limits))
            .collect();
        let curves = found.curves;
        let broken = candidates.iter().any(Line::is_broken);
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
            recipe: found.recipe,
            size: SIZE.get(),
            lru_cache: found.lru_cache,
            kept: !broken && curves.exact_is_kept() && curves.sampled_is_kept(),
            candidates,
            curves,
            ratios: found.ratios,
        }
    }

    /// The whole as one document.
    pub(crate) fn markdown(&self) -> String {
        [
            self.head(),
            self.speeds(),
            self.others(),
            self.curves(),
            self.ratios(),
        ]
        .join("\n")
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
            "## Bench: caches\n\n\
             {:.0} s, seed {}{}; {browser}, headless; {}, {}, {cores} cores{load}.\n\
             Millions of accesses a second, one thread, `{}`, caches of {} objects: the median of all rounds, and in \
             brackets the interval that holds the speed with 95 % for both places, however often one looks. A ratio is \
             taken round by round. An empty cache is made and OPT looks ahead within the time.\n",
            self.seconds,
            self.seed,
            if self.quick { ", quick" } else { "" },
            self.machine.os,
            self.machine.arch,
            self.recipe,
            self.size,
        )
    }

    fn speeds(&self) -> String {
        let mut table = Table::new(
            &[
                "policy",
                "native M/s",
                "at least 20",
                "WebAssembly M/s",
                "at least 10",
                "WebAssembly ÷ native",
                "misses",
                "rounds",
            ],
            1,
        );
        for line in self.candidates.iter().filter(|line| !line.is_other) {
            table.row(vec![
                line.name.to_owned(),
                speed(line.native.as_ref()),
                verdict(line.native.as_ref()),
                speed(line.browser.as_ref()),
                verdict(line.browser.as_ref()),
                estimate(line.browser_over_native, None),
                if line.is_limit {
                    "–".to_owned()
                } else {
                    count(line.result)
                },
                rounds(line),
            ]);
        }
        format!(
            "{}\nlimit: a loop that does nothing but read one byte of each object's {NODE_BYTES}, in the same order.\n",
            table.markdown()
        )
    }

    fn others(&self) -> String {
        let mut table = Table::new(&["cache", "where", "M/s", "misses", "rounds"], 2);
        for line in self.candidates.iter().filter(|line| line.is_other) {
            let (place, its) = match &line.native {
                Some(native) => ("native", Some(native)),
                None => ("JavaScript", line.browser.as_ref()),
            };
            table.row(vec![
                line.name.to_owned(),
                place.to_owned(),
                speed(its),
                count(line.result),
                rounds(line),
            ]);
        }
        format!(
            "### Beside others\n\n\
             Caches as programs use them, with keys that they hash: what is not there is put there. `lru` and lru-cache \
             {} have as many misses as our LRU; the other two decide themselves what to keep, and lock.\n\n{}",
            self.lru_cache,
            table.markdown()
        )
    }

    fn curves(&self) -> String {
        let Curves {
            recipe,
            sizes,
            exact_s,
            sampled_s,
            policies,
            ..
        } = &self.curves;
        let mut table = Table::new(
            &[
                "policy",
                "mean error",
                "largest",
                "at size",
                "sampled sizes",
                "within 1.96 errors",
                "within 3.18 errors",
            ],
            1,
        );
        for its in policies {
            table.row(vec![
                its.policy.name().to_owned(),
                format!("{:.4}", its.mean),
                format!("{:.4}", its.largest),
                its.largest_at.to_string(),
                its.sampled.to_string(),
                format!("{} of {}", its.held.normal, its.sampled),
                format!("{} of {}", its.held.student, its.sampled),
            ]);
        }
        format!(
            "### Curves\n\n\
             {} policies at {} sizes, `{recipe}`, {WORKERS} workers in the browser, one run.\n\n\
             - exact: {exact_s:.1} s, at most {EXACT_S_MAX}: {}\n\
             - sampled, 4 × 2 % of the objects and more for small sizes: {sampled_s:.1} s, at most {SAMPLED_S_MAX}: {}\n\n\
             Errors are absolute, over all sizes; those that samples would not have shortened were counted, and have none. Of an interval of 95 % by four samples the standard errors are \
             3.18, those of many samples 1.96.\n\n{}",
            policies.len(),
            sizes.len(),
            kept(self.curves.exact_is_kept()),
            kept(self.curves.sampled_is_kept()),
            table.markdown()
        )
    }

    fn ratios(&self) -> String {
        let Ratios {
            trace,
            policies,
            sizes,
        } = &self.ratios;
        let mut heading = vec!["size"];
        heading.extend(policies.iter().map(|policy| policy.name()));
        let mut table = Table::new(&heading, 0);
        for (size, ratios) in sizes {
            let mut row = vec![size.to_string()];
            row.extend(ratios.iter().map(|ratio| format!("{ratio:.4}")));
            table.row(row);
        }
        format!("### Miss ratios of `{trace}`\n\n{}", table.markdown())
    }
}

impl Line {
    fn is_broken(&self) -> bool {
        [&self.native, &self.browser]
            .into_iter()
            .flatten()
            .any(|speed| speed.verdict == Some(Verdict::Broken))
    }
}

fn line(speeds: &Speeds, limits: [Option<Estimate>; 2]) -> Line {
    let candidate = speeds.candidate;
    let at = |place: Place| {
        let rounds = speeds.at(place);
        (!rounds.is_empty()).then(|| Speed {
            median: median(&rounds),
            rounds,
            rate: speeds.rate(place),
            verdict: candidate
                .has_promise()
                .then(|| speeds.verdict(place, limits[place as usize])),
        })
    };
    Line {
        name: candidate.name(),
        native: at(Place::Native),
        browser: at(Place::Browser),
        browser_over_native: speeds.browser_over_native(),
        result: speeds.result,
        is_other: matches!(candidate, Candidate::Other(_) | Candidate::LruCache),
        is_limit: candidate == Candidate::Limit,
    }
}

fn speed(speed: Option<&Speed>) -> String {
    let Some(speed) = speed else {
        return "–".to_owned();
    };
    estimate(speed.rate, speed.median)
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

fn verdict(speed: Option<&Speed>) -> String {
    let verdict = speed.and_then(|speed| speed.verdict);
    verdict.map_or("–", Verdict::in_words).to_owned()
}

fn rounds(line: &Line) -> String {
    let speeds = [&line.native, &line.browser].into_iter().flatten();
    let rounds = speeds.map(|speed| speed.rounds.len()).max();
    rounds.unwrap_or_default().to_string()
}

fn count(value: Option<u64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

const fn kept(kept: bool) -> &'static str {
    if kept { "kept" } else { "BROKEN" }
}

#[cfg(test)]
mod tests {
    use cache_sim::PolicyId;

    use super::super::PATTERN;
    use super::super::others::Other;
    use super::*;

    fn speeds(candidate: Candidate, native: Option<f64>, browser: Option<f64>) -> Speeds {
        let mut speeds = Speeds::of(candidate);
        for round in 0..8 {
            let noise = 1.0 + 0.001 * f64::from(round % 2);
            speeds.add([native, browser].map(|rate| rate.map(|rate| rate * noise)));
        }
        speeds.result = Some(7);
        speeds
    }

    fn report(fifo_browser: f64, exact_s: f64) -> Report {
        let policy = Candidate::Policy(PolicyId::Fifo);
        Report::new(Found {
            seed: 1,
            quick: false,
            seconds: 60.0,
            load: [Some(0.1), Some(1.0)],
            environment: serde_json::from_value(serde_json::json!({
                "browser": "Chromium 1", "cores": 2, "isolated": true
            }))
            .expect("an environment"),
            recipe: format!("{PATTERN}*10"),
            lru_cache: "11.5.3".to_owned(),
            speeds: vec![
                speeds(policy, Some(30.0), Some(fifo_browser)),
                speeds(Candidate::Limit, Some(90.0), Some(80.0)),
                speeds(Candidate::Other(Other::Moka), Some(4.0), None),
                speeds(Candidate::LruCache, None, Some(5.0)),
            ],
            curves: Curves::of_seconds(exact_s, 4.0),
            ratios: Ratios {
                trace: "zipf",
                policies: vec![PolicyId::Fifo],
                sizes: vec![(8, vec![0.5])],
            },
        })
    }

    #[test]
    fn each_table_has_what_belongs_to_it() {
        let report = report(15.0, 40.0);
        assert!(report.kept);
        let text = report.markdown();
        let line = |start: &str| text.lines().find(|line| line.starts_with(start));
        let fifo = line("| fifo").expect("a row");
        assert_eq!(fifo.matches("kept").count(), 2, "{fifo}");
        assert!(fifo.contains("0.500 ("), "{fifo}");
        assert!(line("| limit").is_some_and(|line| line.contains('–')));
        assert!(line("| moka").is_some_and(|line| line.contains("native")));
        assert!(line("| lru-cache").is_some_and(|line| line.contains("JavaScript")));
        assert!(text.contains("40.0 s, at most 60: kept"));
        assert!(
            text.lines().any(|line| line.ends_with("| 0.5000 |")),
            "{text}"
        );
    }

    #[test]
    fn one_broken_promise_is_enough() {
        assert!(!report(9.0, 40.0).kept);
        assert!(report(9.0, 40.0).markdown().contains("BROKEN"));
        assert!(!report(15.0, 61.0).kept);
    }
}
