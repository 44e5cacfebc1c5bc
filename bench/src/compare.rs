//! The Compare lab itself, as a reader uses it: how long a comparison takes, whether it says the same every
//! time, and how often it claims a difference between equal things. Fails if a promise is broken.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::compare_lab::{compare, finding, open_lab, verdict, wait_for_end_within};
use e2e::{Browser, Options as BrowserOptions};
use sampling::Median;
use serde::Serialize;

/// How often the default comparison is made.
const COMPARISONS: usize = 10;

/// How often a thing is compared with itself.
const PAIRS: u32 = 200;

/// The same where somebody is in a hurry.
const PAIRS_QUICK: u32 = 20;

/// At most such a share of them may claim a difference.
const CLAIMED_MAX: f64 = 0.08;

/// A pair takes about two seconds, and a machine may be busy.
const PAIR_MAX: Duration = Duration::from_secs(30);

/// What is asked of the bench.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Twenty pairs in place of two hundred, and no promise about them
    #[arg(long)]
    quick: bool,
    /// Where compare.md and compare.json go
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Seconds from the press of the button to the verdict, for each of the comparisons.
    seconds: Vec<f64>,
    /// Their median, with its interval.
    median_s: Option<Median>,
    /// How many of them called WebAssembly faster.
    same_verdict: usize,
    /// The last finding.
    finding: String,
    /// Comparisons of a thing with itself.
    pairs: u32,
    /// Those that claimed a difference.
    claimed: u32,
    /// Whether all promises were kept.
    pub(crate) kept: bool,
}

/// Measures in a headless browser.
pub(crate) async fn run(options: &Options) -> Result<Report> {
    let browser = Browser::start(&BrowserOptions::chromium()).await?;
    let _site = open_lab(&browser, "").await?;
    let (mut seconds, mut same_verdict) = (Vec::new(), 0);
    for round in 1..=COMPARISONS {
        let start = Instant::now();
        compare(&browser).await?;
        seconds.push(start.elapsed().as_secs_f64());
        same_verdict += usize::from(verdict(&browser, 2, 1).await? == "faster");
        eprintln!(
            "comparison {round} of {COMPARISONS}: {}",
            finding(&browser).await?
        );
    }
    let finding = finding(&browser).await?;
    let pairs = if options.quick { PAIRS_QUICK } else { PAIRS };
    let claimed = with_itself(&browser, pairs).await?;
    let share = f64::from(claimed) / f64::from(pairs);
    let kept = same_verdict == COMPARISONS && (options.quick || share <= CLAIMED_MAX);
    Ok(Report {
        median_s: Median::of(&seconds),
        seconds,
        same_verdict,
        finding,
        pairs,
        claimed,
        kept,
    })
}

/// So long a pair has: the whole time of a default comparison would make this last for hours.
const PAIR_BUDGET: &str = "5";

async fn with_itself(browser: &Browser, pairs: u32) -> Result<u32> {
    const OUTCOME: &str = "[data-testid=self-test-outcome]";
    eprintln!("comparing a thing with itself {pairs} times");
    browser.click("[data-testid=self-test] > summary").await?;
    browser.fill("#budget", PAIR_BUDGET).await?;
    browser.fill("#self-test-times", &pairs.to_string()).await?;
    browser.click("#self-test-run").await?;
    wait_for_end_within(browser, PAIR_MAX * pairs).await?;
    let outcome = browser.text(OUTCOME).await?;
    eprintln!("{outcome}");
    let figure = async |name: &str| -> Result<u32> {
        let text = browser.attr(OUTCOME, name).await?;
        let text = text.with_context(|| format!("{OUTCOME} has no {name}"))?;
        text.parse().with_context(|| format!("{name} is {text}"))
    };
    let done = figure("data-done").await?;
    ensure!(
        done == pairs,
        "only {done} of {pairs} pairs were compared: {outcome}"
    );
    figure("data-claimed").await
}

impl Report {
    /// As a table in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from("| what | promise | found |\n| --- | --- | --- |\n");
        let (low, high) = self
            .median_s
            .map_or((f64::NAN, f64::NAN), |median| (median.low, median.high));
        let median = self.median_s.map_or(f64::NAN, |median| median.median);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| default comparison, until its verdict | – | {median:.1} s ({low:.1}–{high:.1} s, n = {}) |",
            self.seconds.len()
        );
        let _ = writeln!(
            text,
            "| its verdict | the same {COMPARISONS} times of {COMPARISONS} | {} times: {} |",
            self.same_verdict, self.finding
        );
        let _ = writeln!(
            text,
            "| A/A: a difference claimed | at most {:.0} % of {PAIRS} | {} of {} ({:.1} %) |",
            CLAIMED_MAX * 100.0,
            self.claimed,
            self.pairs,
            f64::from(self.claimed) / f64::from(self.pairs) * 100.0
        );
        text
    }
}
