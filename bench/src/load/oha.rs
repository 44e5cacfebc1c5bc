//! The generator oha: how it is asked, and what it reports.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::load::{GENERATOR_THREADS, Load};

/// What oha calls a request that it dropped itself because the time was up.
const DROPPED: &str = "aborted due to deadline";

/// The longest that a request may take; longer than servers take to give one up.
const REQUEST_MAX: &str = "30s";

/// How a load is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Each connection asks again as soon as it was answered.
    Closed {
        /// How long.
        lasts: Duration,
    },
    /// Requests are due at fixed instants, whether those before were answered or not; latency counts from
    /// there. All of them are waited for: a backlog at the end is a part of the result.
    Open {
        /// In a second.
        rate: f64,
        /// How many.
        requests: u64,
    },
}

impl Kind {
    /// How long it takes if the server keeps up.
    pub(crate) fn lasts(self) -> Duration {
        match self {
            Self::Closed { lasts } => lasts,
            Self::Open { rate, requests } => Duration::from_secs_f64(requests as f64 / rate),
        }
    }
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Answered {
    pub(crate) seconds: f64,
    /// Answers with status 200.
    pub(crate) ok: u64,
    /// Answers with another status.
    pub(crate) other_status: BTreeMap<String, u64>,
    /// Requests that had no answer, by the reason, but for those that the generator dropped at the end.
    pub(crate) errors: BTreeMap<String, u64>,
    /// Requests that the generator dropped at the end.
    pub(crate) dropped: u64,
    pub(crate) p50_ms: Option<f64>,
    /// Of at least 100 requests.
    pub(crate) p99_ms: Option<f64>,
    /// Of at least 1,000 requests.
    pub(crate) p999_ms: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    summary: Summary,
    latency_percentiles: BTreeMap<String, Option<f64>>,
    status_code_distribution: BTreeMap<String, u64>,
    error_distribution: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct Summary {
    /// Seconds.
    total: f64,
}

impl Answered {
    /// Of what oha prints with `--output-format json`.
    pub(crate) fn of_json(text: &str) -> Result<Self> {
        let Output {
            summary,
            latency_percentiles,
            mut status_code_distribution,
            mut error_distribution,
        } = serde_json::from_str(text)
            .with_context(|| format!("oha printed what is no report: {text:?}"))?;
        let dropped = error_distribution.remove(DROPPED).unwrap_or(0);
        let ok = status_code_distribution.remove("200").unwrap_or(0);
        let answers = ok + status_code_distribution.values().sum::<u64>();
        // Below so many answers a percentile would be the greatest latency under another name.
        let percentile = |name: &str, answers_min: u64| {
            let seconds = latency_percentiles.get(name).copied().flatten();
            seconds.filter(|_| answers >= answers_min).map(|s| s * 1e3)
        };
        Ok(Self {
            seconds: summary.total,
            ok,
            errors: error_distribution,
            dropped,
            p50_ms: percentile("p50", 1),
            p99_ms: percentile("p99", 100),
            p999_ms: percentile("p99.9", 1_000),
            other_status: status_code_distribution,
        })
    }

    /// Requests that were not answered as they should have been.
    pub(crate) fn failed(&self) -> u64 {
        self.other_status.values().sum::<u64>() + self.errors.values().sum::<u64>()
    }

    /// The kinds of failures, each with its number.
    pub(crate) fn failures_in_words(&self) -> String {
        let statuses = self.other_status.iter();
        let statuses = statuses.map(|(status, count)| format!("{count} × status {status}"));
        let errors = self.errors.iter();
        let errors = errors.map(|(error, count)| format!("{count} × {error}"));
        let all: Vec<String> = statuses.chain(errors).collect();
        if all.is_empty() {
            "none".to_owned()
        } else {
            all.join(", ")
        }
    }
}

/// The generator's command line.
pub(crate) fn arguments(load: &Load<'_>) -> Vec<String> {
    let mut arguments = [
        "--no-tui",
        "--output-format",
        "json",
        "--disable-compression",
        "--redirect",
        "0",
        "-t",
        REQUEST_MAX,
    ]
    .map(str::to_owned)
    .to_vec();
    let mut add = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
    add("--worker-threads", GENERATOR_THREADS.to_string());
    add("-c", load.connections.to_string());
    match load.kind {
        Kind::Closed { lasts } => add("-z", format!("{}ms", lasts.as_millis())),
        Kind::Open { rate, requests } => {
            add("-q", rate.to_string());
            add("-n", requests.to_string());
        }
    }
    if let Some(body) = &load.request.json {
        add("-m", "POST".to_owned());
        add("-T", "application/json".to_owned());
        add("-d", body.clone());
    }
    if matches!(load.kind, Kind::Open { .. }) {
        arguments.push("--latency-correction".to_owned());
    }
    arguments.push(format!("http://{}{}", load.address, load.request.path));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::http::Request;

    const OUTPUT: &str = r#"{
        "summary": {"successRate": 1.0, "total": 2.5, "slowest": 0.5, "requestsPerSec": 400.0},
        "metrics": {"requestsPerSec": 400.0},
        "latencyPercentiles": {"p50": 0.002, "p99": 0.05, "p99.9": 0.4, "p99.99": null},
        "statusCodeDistribution": {"200": 990, "503": 4},
        "errorDistribution": {"aborted due to deadline": 16, "connection closed before message completed": 3}
    }"#;

    #[test]
    fn what_the_generator_dropped_is_no_failure_and_another_status_is() {
        let answered = Answered::of_json(OUTPUT).expect("a report");
        assert_eq!((answered.ok, answered.dropped), (990, 16));
        assert_eq!(answered.failed(), 7);
        assert_eq!(
            answered.failures_in_words(),
            "4 × status 503, 3 × connection closed before message completed"
        );
    }

    #[test]
    fn percentiles_need_samples_enough() {
        let answered = Answered::of_json(OUTPUT).expect("a report");
        assert_eq!((answered.p50_ms, answered.p99_ms), (Some(2.0), Some(50.0)));
        // Of 994 answers.
        assert_eq!(answered.p999_ms, None);
        let more = OUTPUT.replace("990", "996");
        let answered = Answered::of_json(&more).expect("a report");
        assert_eq!(answered.p999_ms, Some(400.0));
    }

    #[test]
    fn without_an_answer_there_are_no_percentiles() {
        let text = r#"{"summary": {"total": 1.0, "average": null}, "latencyPercentiles": {"p50": null},
            "statusCodeDistribution": {}, "errorDistribution": {"Connection refused (os error 111)": 5}}"#;
        let answered = Answered::of_json(text).expect("a report");
        assert_eq!(
            (answered.ok, answered.failed(), answered.p50_ms),
            (0, 5, None)
        );
        assert!(Answered::of_json("no JSON").is_err());
    }

    #[test]
    fn an_open_load_is_corrected_and_counted_to_its_end() {
        let request = Request::get("/health/live");
        let load = Load {
            address: ([127, 0, 0, 1], 80).into(),
            request: &request,
            connections: 16,
            kind: Kind::Open {
                rate: 250.5,
                requests: 501,
            },
        };
        let line = arguments(&load).join(" ");
        assert!(
            line.contains("-q 250.5 -n 501 --latency-correction"),
            "{line}"
        );
        assert!(line.ends_with("http://127.0.0.1:80/health/live"), "{line}");
        assert_eq!(load.kind.lasts(), Duration::from_secs(2));
        let closed = Load {
            kind: Kind::Closed {
                lasts: Duration::from_secs(2),
            },
            ..load
        };
        let line = arguments(&closed).join(" ");
        assert!(line.contains("-z 2000ms") && !line.contains("-q"), "{line}");
    }
}
