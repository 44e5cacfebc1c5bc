//! What the times say: as Markdown for people, as JSON for programs.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use sampling::experiment::ERROR_RATE;
use sampling::median::median;
use sampling::sequence::{BLOCKS_MIN, Estimate, Interval};
use serde::Serialize;
use sql_workload::session::Build;

use super::break_evens::BreakEvens;
use super::cases::Case;
use super::page::Environment;
use super::{Bench, Place, TURNS};
use crate::report::figure;
use crate::table::Table;

/// Of the JSON; goes up when a reader of the old form would misread the new one.
const SCHEMA_VERSION: u32 = 1;

/// The share within which two times count as the same.
const SAME_WITHIN: f64 = 0.05;

/// So many times as long as natively it may take in the browser.
const NATIVE_MAX: f64 = 2.0;

/// Whom ours is compared with: each shares in the chance of a wrong claim.
const OTHERS: [Place; 3] = [Place::SqliteWasm, Place::SqlJs, Place::Native];

/// Milliseconds of all candidates, one after another, in the order of [`Place::ALL`].
pub(crate) type Turn = [f64; Place::ALL.len()];

/// A case with its times so far.
#[derive(Debug, Serialize)]
pub(crate) struct Times {
    #[serde(flatten)]
    pub(crate) case: Case,
    /// Of each round its turns.
    rounds_ms: Vec<Vec<Turn>>,
}

impl Times {
    pub(crate) fn of(case: Case) -> Self {
        Self {
            case,
            rounds_ms: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, turns: Vec<Turn>) {
        self.rounds_ms.push(turns);
    }

    /// Whether more rounds would change no verdict.
    pub(crate) fn is_decided(&self) -> bool {
        self.rounds_ms.len() >= BLOCKS_MIN
            && OTHERS
                .iter()
                .all(|&other| self.compare(other).verdict != Verdict::Inconclusive)
    }

    fn of_place(&self, place: Place) -> Vec<f64> {
        self.rounds_ms
            .iter()
            .flatten()
            .map(|turn| turn[place as usize])
            .collect()
    }

    fn compare(&self, other: Place) -> Comparison {
        let logs: Vec<f64> = self
            .rounds_ms
            .iter()
            .filter_map(|turns| {
                let ratios = turns
                    .iter()
                    .map(|turn| (turn[Place::Ours as usize] / turn[other as usize]).ln());
                median(&ratios.collect::<Vec<_>>())
            })
            .collect();
        let ratio = Estimate::of_logs(&logs, ERROR_RATE / OTHERS.len() as f64, 0.0);
        let interval = ratio.and_then(|ratio| ratio.interval);
        Comparison {
            with: other.name(),
            ratio,
            verdict: match other {
                Place::Native => Verdict::of_limit(interval),
                _ => Verdict::of_time(interval),
            },
        }
    }
}

/// What may be said of our time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// It is shorter.
    Faster,
    /// It differs by no more than a twentieth.
    Same,
    /// It is not longer by more than a twentieth; whether it is shorter cannot be told yet.
    FasterOrSame,
    /// It is longer, by more than a twentieth.
    Slower,
    /// Of the time natively: it is no longer than it may be.
    Within,
    /// Of the time natively: it is longer.
    Above,
    /// There is too little to say any of that.
    Inconclusive,
}

impl Verdict {
    /// Of our time as a share of another's.
    fn of_time(ratio: Option<Interval>) -> Self {
        match ratio {
            Some(Interval { high, .. }) if high < 1.0 => Self::Faster,
            Some(Interval { low, .. }) if low > 1.0 + SAME_WITHIN => Self::Slower,
            Some(Interval { low, high })
                if low >= 1.0 - SAME_WITHIN && high <= 1.0 + SAME_WITHIN =>
            {
                Self::Same
            }
            Some(Interval { high, .. }) if high <= 1.0 + SAME_WITHIN => Self::FasterOrSame,
            _ => Self::Inconclusive,
        }
    }

    /// Of our time as a share of that natively.
    fn of_limit(ratio: Option<Interval>) -> Self {
        match ratio {
            Some(Interval { high, .. }) if high <= NATIVE_MAX => Self::Within,
            Some(Interval { low, .. }) if low > NATIVE_MAX => Self::Above,
            _ => Self::Inconclusive,
        }
    }

    /// Whether it breaks a promise.
    fn is_broken(self) -> bool {
        matches!(self, Self::Slower | Self::Above)
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Same => "same within 5 %",
            Self::FasterOrSame => "faster or same within 5 %",
            Self::Slower => "SLOWER",
            Self::Within => "at most 2",
            Self::Above => "ABOVE 2",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Ours beside one other.
#[derive(Clone, Copy, Debug, Serialize)]
struct Comparison {
    with: &'static str,
    /// Our time as a share of the other's.
    ratio: Option<Estimate>,
    verdict: Verdict,
}

#[derive(Debug, Serialize)]
struct CaseReport {
    #[serde(flatten)]
    times: Times,
    comparisons: Vec<Comparison>,
}

/// A build of `SQLite` that took part.
#[derive(Debug, Serialize)]
struct Candidate {
    name: &'static str,
    /// Of the package, where it is one.
    package: Option<String>,
    #[serde(flatten)]
    build: Build,
}

/// Everything, with the figures of every round.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema_version: u32,
    seed: u32,
    quick: bool,
    seconds: f64,
    os: &'static str,
    arch: &'static str,
    #[serde(flatten)]
    environment: Environment,
    places: [&'static str; 4],
    candidates: Vec<Candidate>,
    cases: Vec<CaseReport>,
    break_evens: BreakEvens,
    /// Whether no promise was broken.
    pub(crate) kept: bool,
}

impl Report {
    pub(super) fn new(
        seed: u32,
        quick: bool,
        took: Duration,
        bench: Bench,
        break_evens: BreakEvens,
        versions: &[(Place, String)],
    ) -> Self {
        let builds = bench.builds.into_iter();
        let mut candidates: Vec<(Place, Candidate)> = builds
            .map(|(place, build)| {
                let package = versions.iter().find(|(of, _)| *of == place);
                let candidate = Candidate {
                    name: place.name(),
                    package: package.map(|(_, version)| version.clone()),
                    build,
                };
                (place, candidate)
            })
            .collect();
        candidates.sort_by_key(|(place, _)| *place as usize);
        let cases: Vec<CaseReport> = bench.times.into_iter().map(case).collect();
        let broken = cases
            .iter()
            .flat_map(|case| &case.comparisons)
            .any(|comparison| comparison.verdict.is_broken());
        Self {
            schema_version: SCHEMA_VERSION,
            seed,
            quick,
            seconds: took.as_secs_f64(),
            os: std::env::consts::OS,
            arch: std::env::consts::ARCH,
            environment: bench.page.environment.clone(),
            places: Place::ALL.map(Place::name),
            candidates: candidates
                .into_iter()
                .map(|(_, candidate)| candidate)
                .collect(),
            cases,
            break_evens,
            kept: !broken,
        }
    }

    /// The whole as one document.
    pub(crate) fn markdown(&self) -> String {
        [
            self.head(),
            self.table(),
            self.builds(),
            self.break_evens.markdown(),
        ]
        .join("\n")
    }

    fn head(&self) -> String {
        let Environment { browser, cores, .. } = &self.environment;
        format!(
            "## Bench: SQLite\n\n\
             {:.0} s, seed {}{}; {browser}, headless; {}, {}, {cores} cores.\n\
             Milliseconds of a whole case within its worker, all in memory: the median of all turns. A ratio is ours \
             divided by the other's, turn by turn, of a round the median of {TURNS}, and in brackets the interval that \
             holds it with 95 % for all three of a case, however often one looks. Every candidate's rows were the \
             same.\n",
            self.seconds,
            self.seed,
            if self.quick { ", quick" } else { "" },
            self.os,
            self.arch,
        )
    }

    fn table(&self) -> String {
        let mut heading = vec!["case".to_owned()];
        heading.extend(self.places.map(|name| format!("{name} ms")));
        for other in OTHERS {
            heading.push(format!("ours ÷ {}", other.name()));
            heading.push("verdict".to_owned());
        }
        heading.push("rounds".to_owned());
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let mut table = Table::new(&heading, 1);
        for CaseReport { times, comparisons } in &self.cases {
            let mut row = vec![times.case.what.clone()];
            row.extend(Place::ALL.map(|place| figure(median(&times.of_place(place)))));
            for comparison in comparisons {
                row.push(ratio(comparison.ratio));
                row.push(comparison.verdict.in_words().to_owned());
            }
            row.push(times.rounds_ms.len().to_string());
            table.row(row);
        }
        table.markdown()
    }

    fn builds(&self) -> String {
        let mut text = String::new();
        let sets: Vec<BTreeSet<&String>> = self
            .candidates
            .iter()
            .map(|candidate| candidate.build.options.iter().collect())
            .collect();
        let common = sets
            .iter()
            .skip(1)
            .fold(sets.first().cloned().unwrap_or_default(), |common, set| {
                common.intersection(set).copied().collect()
            });
        for (candidate, options) in self.candidates.iter().zip(&sets) {
            let package = candidate.package.as_deref();
            let package = package.map_or_else(String::new, |version| format!(" {version}"));
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "- {}{package}: SQLite {}, {}; of its own {}.",
                candidate.name,
                candidate.build.version,
                candidate.build.source_id,
                list(options.difference(&common).copied())
            );
        }
        let _ = writeln!(
            text,
            "- Options that all have: {}.",
            list(common.into_iter())
        );
        text
    }
}

fn list<'a>(options: impl Iterator<Item = &'a String>) -> String {
    let options: Vec<String> = options.map(|option| format!("`{option}`")).collect();
    if options.is_empty() {
        return "none".to_owned();
    }
    options.join(", ")
}

fn case(times: Times) -> CaseReport {
    CaseReport {
        comparisons: OTHERS.map(|other| times.compare(other)).to_vec(),
        times,
    }
}

fn ratio(estimate: Option<Estimate>) -> String {
    let Some(Estimate {
        value, interval, ..
    }) = estimate
    else {
        return "–".to_owned();
    };
    let value = figure(Some(value));
    match interval {
        Some(Interval { low, high }) => {
            format!("{value} ({}–{})", figure(Some(low)), figure(Some(high)))
        }
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(low: f64, high: f64) -> Interval {
        Interval { low, high }
    }

    #[test]
    fn a_promise_is_broken_by_what_is_surely_slower() {
        for (interval, verdict) in [
            (Some(between(0.8, 0.99)), Verdict::Faster),
            (Some(between(0.96, 1.04)), Verdict::Same),
            (Some(between(1.01, 1.04)), Verdict::Same),
            (Some(between(1.06, 1.2)), Verdict::Slower),
            (Some(between(1.01, 1.2)), Verdict::Inconclusive),
            (Some(between(0.9, 1.01)), Verdict::FasterOrSame),
            (Some(between(0.9, 1.06)), Verdict::Inconclusive),
            (None, Verdict::Inconclusive),
        ] {
            assert_eq!(Verdict::of_time(interval), verdict, "{interval:?}");
            assert_eq!(verdict.is_broken(), verdict == Verdict::Slower);
        }
    }

    #[test]
    fn a_browser_may_take_twice_the_time() {
        for (interval, verdict) in [
            (Some(between(1.2, 2.0)), Verdict::Within),
            (Some(between(1.9, 2.1)), Verdict::Inconclusive),
            (Some(between(2.1, 2.4)), Verdict::Above),
            (None, Verdict::Inconclusive),
        ] {
            assert_eq!(Verdict::of_limit(interval), verdict, "{interval:?}");
        }
    }

    #[test]
    fn times_are_compared_turn_by_turn() {
        let case = Case::all().expect("they can be had").remove(0);
        let mut times = Times::of(case);
        assert!(!times.is_decided());
        for round in 0..8 {
            // The machine slows down, and the ratios do not.
            let slow = 1.0 + f64::from(round);
            let noise = 1.0 + 0.001 * f64::from(round % 2);
            let turn = [100.0, 200.0, 99.0 * noise, 80.0].map(|ms| ms * slow);
            // What strikes one of them once is left out.
            times.add(vec![turn, [900.0, 1.0, 1.0, 1.0], turn]);
        }
        assert!(times.is_decided());
        let verdicts = OTHERS.map(|other| times.compare(other).verdict);
        assert_eq!(verdicts, [Verdict::Faster, Verdict::Same, Verdict::Within]);
        let ratio = times.compare(Place::SqliteWasm).ratio.expect("rounds");
        assert!((ratio.value - 0.5).abs() < 0.01);
    }
}
