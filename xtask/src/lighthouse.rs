//! Runs Lighthouse on every route, as a desktop and as a phone, and holds its scores to ours.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::exec;
use crate::packages;
use crate::pipeline::{self, Quality};
use crate::steps::Steps;
use crate::table::Table;
use crate::tools;
use crate::workspace::Workspace;

/// What is looked at, and how often.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How often each page is loaded; the median of performance counts
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    runs: u8,
    /// The folder of a built site; by default the site is built into dist/
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// Only this route, such as threads/ or api/; may be given several times
    #[arg(long, value_name = "ROUTE")]
    route: Vec<String>,
}

/// The device that Lighthouse plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preset {
    Desktop,
    /// A phone with a quarter of this machine's speed and a slow connection.
    Mobile,
}

impl Preset {
    const ALL: [Self; 2] = [Self::Desktop, Self::Mobile];

    fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Mobile => "mobile",
        }
    }

    /// The least that we are content with, out of 100.
    fn least(self, category: &str) -> u32 {
        match (category, self) {
            (PERFORMANCE, Self::Desktop) => 95,
            (PERFORMANCE, Self::Mobile) => 90,
            _ => 100,
        }
    }
}

const PERFORMANCE: &str = "performance";

/// How often Lighthouse may fail at a page before we do.
const TRIES_MAX: u8 = 3;

/// Lighthouse's names, in the order of the table.
const CATEGORIES: [&str; 3] = [PERFORMANCE, "accessibility", "best-practices"];

/// Metrics that stand beside the scores: the name of the audit, and what it is called for short.
const METRICS: [(&str, &str); 3] = [
    ("largest-contentful-paint", "LCP"),
    ("total-blocking-time", "TBT"),
    ("cumulative-layout-shift", "CLS"),
];

/// What one load of a page gave.
#[derive(Clone, Debug, PartialEq)]
struct Report {
    /// Out of 100, in the order of [`CATEGORIES`].
    scores: [u32; 3],
    /// As Lighthouse prints them, in the order of [`METRICS`].
    metrics: Vec<String>,
    /// What costs a score: its category, its name and what Lighthouse says of it.
    lacking: Vec<(&'static str, String)>,
}

impl Report {
    fn parse(json: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(json).context("Lighthouse printed no JSON")?;
        if let Some(message) = report["runtimeError"]["message"].as_str() {
            bail!("Lighthouse could not load the page: {message}");
        }
        let mut scores = [0; 3];
        let mut lacking = Vec::new();
        for (score, category) in scores.iter_mut().zip(CATEGORIES) {
            let found = &report["categories"][category];
            *score = out_of_100(&found["score"])
                .with_context(|| format!("Lighthouse gave no score for {category}"))?;
            for reference in found["auditRefs"].as_array().into_iter().flatten() {
                let name = reference["id"].as_str().unwrap_or_default();
                let audit = &report["audits"][name];
                let is_weighed = reference["weight"]
                    .as_f64()
                    .is_some_and(|weight| weight > 0.0);
                if is_weighed && audit["score"].as_f64().is_some_and(|score| score < 1.0) {
                    lacking.push((category, described(name, audit)));
                }
            }
        }
        let metrics = METRICS.map(|(name, _)| {
            let shown = report["audits"][name]["displayValue"].as_str();
            // Lighthouse puts a no-break space between figure and unit.
            shown.unwrap_or("–").replace('\u{a0}', " ")
        });
        Ok(Self {
            scores,
            metrics: metrics.to_vec(),
            lacking,
        })
    }

    /// Of several loads: the one with the median of performance, and the worst that any had in the rest, which
    /// does not hang on how fast the machine is.
    fn of_several(mut reports: Vec<Self>) -> Option<Self> {
        reports.sort_by_key(|report| report.scores[0]);
        let mut chosen = reports.get(reports.len() / 2)?.clone();
        for report in &reports {
            for (at, score) in chosen.scores.iter_mut().enumerate().skip(1) {
                *score = report.scores[at].min(*score);
            }
            for fault in &report.lacking {
                if fault.0 != PERFORMANCE && !chosen.lacking.contains(fault) {
                    chosen.lacking.push(fault.clone());
                }
            }
        }
        Some(chosen)
    }

    /// What falls short of our bounds, each with the audits to blame.
    fn problems(&self, preset: Preset) -> Vec<String> {
        let pairs = CATEGORIES.into_iter().zip(self.scores);
        let short = pairs.filter(|&(category, score)| score < preset.least(category));
        short
            .map(|(category, score)| {
                let least = preset.least(category);
                let audits = self.lacking.iter().filter(|(of, _)| *of == category);
                let list: String =
                    audits.fold(String::new(), |list, (_, audit)| list + "\n  - " + audit);
                format!("{category} {score}, less than {least}{list}")
            })
            .collect()
    }
}

/// An audit with what it measured and, of what it found, the first.
fn described(name: &str, audit: &Value) -> String {
    let title = audit["title"].as_str().unwrap_or_default();
    let value = audit["displayValue"].as_str();
    let mut text = match value {
        Some(value) => format!("{name}: {title} ({})", value.replace('\u{a0}', " ")),
        None => format!("{name}: {title}"),
    };
    let first = &audit["details"]["items"][0];
    let element = first["node"]["snippet"].as_str();
    if let Some(found) = element.or(first["description"].as_str()) {
        text = format!("{text}: {found}");
    }
    text
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Lighthouse's scores are from 0 to 1"
)]
fn out_of_100(score: &Value) -> Option<u32> {
    let score = score.as_f64().filter(|score| (0.0..=1.0).contains(score))?;
    Some((score * 100.0).round() as u32)
}

/// Builds what is missing, looks at every route and prints a table in Markdown; whether all is well.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let mut steps = Steps::default();
    let package = Package::locate(workspace)?;
    if !package.is_installed() {
        steps.run(
            "install Lighthouse from npm",
            "check that `npm ping` reaches the registry, then start the command again",
            || package.install(),
        )?;
    }
    steps.run("Chromium", "install Chromium or Chrome", || {
        tools::ensure_programs(&[&tools::CHROMIUM])
    })?;
    let dist = if let Some(folder) = &options.dist {
        std::path::absolute(folder)?
    } else {
        let site = pipeline::Options {
            quality: Quality::Small,
            base_path: None,
        };
        pipeline::build(workspace, &mut steps, &site)?;
        workspace.dist()
    };
    steps.run(
        "build the server",
        "read the compiler's message above",
        || build_server(workspace),
    )?;
    steps.summarise();

    let mut routes = routes(&dist)?;
    routes.push("api/".to_owned());
    if !options.route.is_empty() {
        for wanted in &options.route {
            ensure!(
                routes.contains(wanted),
                "there is no route {wanted:?}; there are {routes:?}"
            );
        }
        routes.retain(|route| options.route.contains(route));
    }
    let server = Server::start(workspace, &dist)?;
    let mut headings = vec![
        "route",
        "preset",
        "performance",
        "accessibility",
        "best practices",
    ];
    headings.extend(METRICS.map(|(_, short)| short));
    let mut table = Table::new(&headings);
    let mut problems = Vec::new();
    for route in &routes {
        for preset in Preset::ALL {
            eprintln!("==> /{route} as {}", preset.name());
            let url = format!("{}{route}", server.url);
            let loads = (0..options.runs).map(|_| package.look(workspace, &url, preset));
            let report = Report::of_several(loads.collect::<Result<Vec<_>>>()?)
                .context("a bug of xtask: no page was loaded")?;
            let scores = report.scores.map(|score| score.to_string());
            eprintln!("    {}", scores.join(", "));
            let cells = [format!("/{route}"), preset.name().to_owned()];
            table.row(
                cells
                    .into_iter()
                    .chain(scores)
                    .chain(report.metrics.clone()),
            );
            let found = report.problems(preset).into_iter();
            problems.extend(found.map(|text| format!("/{route} as {}: {text}", preset.name())));
        }
    }
    print!("{}", table.markdown());
    for problem in &problems {
        println!("\n{problem}");
    }
    Ok(problems.is_empty())
}

/// The routes that the build says it has.
fn routes(dist: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(dist)
        .with_context(|| format!("{} is no folder of a built site", dist.display()))?;
    let mut files = entries.filter_map(|entry| Some(entry.ok()?.path().join("site.json")));
    let file = files
        .find(|file| file.is_file())
        .with_context(|| format!("{} has no site.json", dist.display()))?;
    let facts: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    serde_json::from_value(facts["routes"].clone())
        .with_context(|| format!("{} names no routes", file.display()))
}

fn build_server(workspace: &Workspace) -> Result<()> {
    let mut command = exec::native("cargo", &workspace.root);
    command
        .args(["build", "--quiet", "--locked", "--package", "server"])
        .env("CARGO_TARGET_DIR", &workspace.target);
    exec::run(&mut command)
}

/// Our server on the site, as one process on a free port. It is asked to end when this is dropped.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(workspace: &Workspace, dist: &Path) -> Result<Self> {
        let program = workspace
            .target
            .join("debug")
            .join("perf-playground-server")
            .with_extension(std::env::consts::EXE_EXTENSION);
        let mut child = exec::native(program, &workspace.root)
            .args([
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--workers",
                "0",
                "--dist",
            ])
            .arg(dist)
            .env("RUST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("the server could not be started")?;
        let log = child.stderr.take().context("the server has no log")?;
        let mut lines = BufReader::new(log).lines().map_while(Result::ok);
        let url = lines.find_map(|line| {
            let (_, rest) = line.split_once("url=\"")?;
            Some(rest.split('"').next().unwrap_or_default().to_owned())
        });
        // Whoever does not read on lets the server wait for the pipe.
        thread::spawn(move || lines.for_each(drop));
        let mut server = Self {
            child,
            url: String::new(),
        };
        server.url = url.context("the server did not say where it listens")?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // By the signal upon which it takes its database away; where there is none, as it can be.
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// The folder with Lighthouse, of this checkout's lock file.
struct Package {
    source: PathBuf,
    folder: PathBuf,
}

impl Package {
    fn locate(workspace: &Workspace) -> Result<Self> {
        let source = workspace.root.join("xtask").join("lighthouse");
        let folder = tools::npm_folder(workspace, &source, "lighthouse")?;
        Ok(Self { source, folder })
    }

    fn program(&self) -> PathBuf {
        let package = self.folder.join("node_modules").join("lighthouse");
        package.join("cli").join("index.js")
    }

    fn is_installed(&self) -> bool {
        self.program().exists()
    }

    fn install(&self) -> Result<()> {
        tools::ensure_npm()?;
        tools::install_npm(&self.source, &self.folder)
    }

    /// Loads the page once.
    fn look(&self, workspace: &Workspace, url: &str, preset: Preset) -> Result<Report> {
        // Chromium's sandbox refuses to start for root, which is what containers run as.
        let sandbox = if packages::is_root() {
            " --no-sandbox"
        } else {
            ""
        };
        let mut command = exec::native("node", &workspace.root);
        command
            .arg(self.program())
            .arg(url)
            .args(["--output=json", "--quiet", "--no-enable-error-reporting"])
            .arg(format!("--only-categories={}", CATEGORIES.join(",")))
            .arg(format!("--chrome-flags=--headless=new{sandbox}"))
            .env("CHROME_PATH", tools::CHROMIUM.require()?);
        if preset == Preset::Desktop {
            // Without one it plays a phone.
            command.arg("--preset=desktop");
        }
        let mut tries = 1;
        loop {
            match exec::read(&mut command) {
                // On a busy machine Chromium now and then records no trace.
                Err(error) if tries < TRIES_MAX => exec::say(&format!("once more: {error:#}")),
                printed => return Report::parse(&printed?),
            }
            tries += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{
        "categories": {
            "performance": {"score": 0.934, "auditRefs": [{"id": "total-blocking-time", "weight": 30}]},
            "accessibility": {"score": 0.97, "auditRefs": [
                {"id": "color-contrast", "weight": 7}, {"id": "label", "weight": 7}, {"id": "hint", "weight": 0}]},
            "best-practices": {"score": 1, "auditRefs": [{"id": "absent", "weight": 1}]}
        },
        "audits": {
            "total-blocking-time": {"title": "Total Blocking Time", "score": 0.4, "displayValue": "520\u00a0ms"},
            "color-contrast": {"title": "No contrast", "score": 0,
                "details": {"items": [{"node": {"snippet": "<a href=\"x\">"}}]}},
            "label": {"title": "Fine", "score": 1},
            "hint": {"title": "Weighs nothing", "score": 0},
            "absent": {"title": "Does not apply", "score": null}
        }
    }"#;

    fn report(performance: u32, accessibility: u32) -> Report {
        Report {
            scores: [performance, accessibility, 100],
            metrics: vec![performance.to_string()],
            lacking: vec![("accessibility", format!("fault {accessibility}"))],
        }
    }

    #[test]
    fn scores_metrics_and_what_costs_them_are_read() {
        let report = Report::parse(JSON).expect("a report");
        assert_eq!(report.scores, [93, 97, 100]);
        assert_eq!(report.metrics, ["–", "520 ms", "–"]);
        assert!(
            report.problems(Preset::Mobile)[0].starts_with("accessibility 97, less than 100\n")
        );
        let problems = report.problems(Preset::Desktop);
        assert_eq!(
            problems,
            [
                "performance 93, less than 95\n  - total-blocking-time: Total Blocking Time (520 ms)",
                "accessibility 97, less than 100\n  - color-contrast: No contrast: <a href=\"x\">"
            ]
        );
    }

    #[test]
    fn a_page_that_did_not_load_is_no_report() {
        let error = Report::parse(r#"{"runtimeError": {"message": "it never painted"}}"#);
        let text = error.expect_err("no report").to_string();
        assert!(text.contains("it never painted"), "{text}");
        assert!(Report::parse("{}").is_err());
        assert!(Report::parse("no JSON").is_err());
    }

    #[test]
    fn of_several_loads_the_median_of_performance_counts_and_every_fault() {
        let several = vec![report(99, 100), report(60, 98), report(91, 100)];
        let chosen = Report::of_several(several).expect("three");
        assert_eq!(chosen.scores, [91, 98, 100]);
        assert_eq!(chosen.metrics, ["91"]);
        assert!(
            chosen
                .lacking
                .contains(&("accessibility", "fault 98".to_owned()))
        );
        assert_eq!(Report::of_several(Vec::new()), None);
    }
}
