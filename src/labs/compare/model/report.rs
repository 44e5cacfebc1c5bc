//! What a reader takes along: figures for other programs to read.

use sampling::Experiment;
use sampling::experiment::Sample;
use serde::Serialize;

use super::presenter::Results;
use crate::labs::kept::Machine;
use crate::trust::{Reason, Trust};
use crate::ui::csv;

/// Counts up when a field changes its name or its meaning.
pub(crate) const SCHEMA: u32 = 1;

/// A whole comparison, with every sample.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The build that measured.
    pub build: String,
    /// When, in the form of ISO 8601.
    pub at: String,
    /// What it was measured on.
    pub machine: Machine,
    /// Why the figures must not be used, if so.
    pub void: Vec<String>,
    /// What the figures have to be read with.
    #[serde(rename = "marks")]
    pub remarks: Vec<String>,
    /// One experiment for each value of the parameter.
    pub experiments: Vec<Part>,
}

/// One experiment of a report.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Part {
    /// The parameter's value, where there is one.
    pub parameter: Option<f64>,
    /// What came of it.
    pub results: Results,
    /// What it is worth, and why.
    pub trust: Trust,
    /// Every sample, in the order in which they were taken.
    pub samples: Vec<Sample>,
}

impl Part {
    /// Of an experiment at this look.
    #[must_use]
    pub(crate) fn of(
        parameter: Option<f64>,
        experiment: &Experiment,
        names: &[String],
        trust: Trust,
    ) -> Self {
        Self {
            parameter,
            results: Results::of(experiment, names),
            trust,
            samples: experiment.samples().to_vec(),
        }
    }
}

/// Why figures do not count, for programs to read: a word each, with what belongs to it behind a colon. Empty if they
/// do.
fn void_words(trust: &Trust) -> String {
    let word = |reason: &Reason| match reason {
        Reason::Hidden => "hidden".to_owned(),
        Reason::Pressure(pressure) => format!("pressure:{}", pressure.name()),
        Reason::FramesThrottled { gap_ms } => format!("frames_throttled:{gap_ms:.0}ms"),
        Reason::NotIsolated => "not_isolated".to_owned(),
        Reason::CoarseClock { step_us } => format!("coarse_clock:{step_us:.0}us"),
    };
    let words: Vec<String> = trust.void_reasons().iter().map(word).collect();
    words.join(" ")
}

/// Every sample as a line of comma-separated values, times in milliseconds; `void` says why a sample does not count.
#[must_use]
pub(crate) fn csv(parts: &[Part]) -> String {
    let mut lines = csv::record(&[
        "parameter",
        "contender",
        "block",
        "warm_up",
        "calls",
        "elapsed_ms",
        "call_ms",
        "void",
    ]);
    for part in parts {
        let parameter = part.parameter.map_or_else(String::new, |of| of.to_string());
        let void = void_words(&part.trust);
        for sample in &part.samples {
            let name = part.results.summaries.get(sample.candidate);
            lines.push_str(&csv::record(&[
                parameter.clone(),
                name.map_or_else(String::new, |summary| summary.name.clone()),
                sample.block.to_string(),
                sample.warm_up.to_string(),
                sample.calls.to_string(),
                sample.elapsed_ms.to_string(),
                sample.call_ms().to_string(),
                void.clone(),
            ]));
        }
    }
    lines
}

/// Products by their names in a user agent, each before those whose names it also carries.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// Systems by their names in a user agent, each before those whose names it also carries.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// A browser's name, its main version and its system, for a person to read: `Firefox 140, Linux`. Of a browser that
/// nobody knows, all that it says of itself.
#[must_use]
pub(crate) fn browser_name(user_agent: &str) -> String {
    let browser = BROWSERS.iter().find_map(|(token, name)| {
        let (_, version) = user_agent.split_once(token)?;
        let digits = version.find(|c: char| !c.is_ascii_digit());
        Some((name, &version[..digits.unwrap_or(version.len())]))
    });
    let Some((name, version)) = browser.filter(|(_, version)| !version.is_empty()) else {
        return user_agent.to_owned();
    };
    let system = SYSTEMS.iter().find(|(token, _)| user_agent.contains(token));
    system.map_or_else(
        || format!("{name} {version}"),
        |(_, system)| format!("{name} {version}, {system}"),
    )
}

#[cfg(test)]
mod tests {
    use sampling::Question;

    use super::super::presenter::tests::experiment;
    use super::*;
    use crate::trust::Pressure;

    #[test]
    fn every_sample_is_a_line_that_names_its_candidate() {
        let names = ["a, \"b\"".to_owned(), "c".to_owned()];
        let experiment = experiment(&[1.0, 2.0], Question::default());
        let part = Part::of(Some(10.0), &experiment, &names, Trust::Good);
        let csv = csv(&[part]);
        assert_eq!(csv.lines().count(), 1 + experiment.samples().len());
        assert!(
            csv.lines().skip(1).all(|line| {
                line.starts_with("10,\"a, \"\"b\"\"\",") || line.starts_with("10,c,")
            })
        );
        assert!(csv.contains(",true,") && csv.contains(",false,"));
        assert!(csv.lines().skip(1).all(|line| line.ends_with(',')));
    }

    #[test]
    fn every_sample_of_a_void_experiment_says_why() {
        let experiment = experiment(&[1.0, 2.0], Question::default());
        let reasons = vec![
            Reason::Hidden,
            Reason::Pressure(Pressure::Serious),
            Reason::FramesThrottled { gap_ms: 300.4 },
        ];
        let part = Part::of(None, &experiment, &[], Trust::Void(reasons));
        let why = ",hidden pressure:serious frames_throttled:300ms";
        let csv = csv(&[part]);
        assert!(csv.lines().skip(1).all(|line| line.ends_with(why)), "{csv}");
        // What is only remarked voids nothing.
        let remarked = Trust::Remarked(vec![Reason::NotIsolated]);
        assert_eq!(void_words(&remarked), "");
    }

    #[test]
    fn a_browser_is_named_in_short_and_quoted_where_nobody_knows_it() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                "Chrome 156, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
                "Edge 156, Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox 140, Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
                "Safari 26, iOS",
            ),
            ("Chrome/new", "Chrome/new"),
            ("something else", "something else"),
            ("", ""),
        ] {
            assert_eq!(browser_name(user_agent), name);
        }
    }
}
