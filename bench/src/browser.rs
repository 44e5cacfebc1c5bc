//! The bench's page in headless Chromium, and what can be asked of it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::build_copy::build_id_of;
use e2e::{Browser, Host, Options, Site};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::case::{Case, Found};
use crate::native::Sample;
use crate::site;

/// How long the page may take for what it is asked; the longest are samples of a few seconds.
const ANSWER_MAX: Duration = Duration::from_mins(1);

/// How many threads race how many workers. Any laptop has two cores.
pub(crate) const THREADS: usize = 2;

/// For how long a fresh worker does the same work before it is timed. Where a machine is busy, the
/// compiler of the good code, which runs beside, takes some hundred milliseconds.
const WARM_UP_MS: u32 = 250;

/// The same where workers and threads race, whose runs are longer.
const RACE_WARM_UP_MS: u32 = 1_000;

/// The page's own names of workers' scripts.
pub(crate) const WASM: &str = "wasm";
pub(crate) const JS: &str = "js";
pub(crate) const PARALLEL: &str = "parallel";

/// The page, with what it needs to be there.
pub(crate) struct Page {
    browser: Browser,
    facts: Facts,
    // Dropped behind the browser, in this order.
    _site: Site,
    _folder: TempDir,
}

/// What was measured, and in what.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Facts {
    /// The site's build.
    pub(crate) build_id: String,
    /// The browser with its whole version.
    pub(crate) browser: String,
    /// Logical cores, as the browser counts them.
    pub(crate) cores: u32,
    /// The version of comlink.
    pub(crate) comlink: String,
    /// The version of workerpool.
    pub(crate) workerpool: String,
}

impl Page {
    pub(crate) async fn open(dist: &Path, npm: &Path) -> Result<Self> {
        #[derive(Deserialize)]
        struct Environment {
            browser: String,
            cores: u32,
            isolated: bool,
        }

        let build_id = build_id_of(dist)?;
        let folder = site::with_pages(dist, npm)?;
        let site = Site::of(folder.path()).start(Host::Isolating)?;
        let browser = Browser::start(&Options::chromium()).await?;
        browser.script_limit(ANSWER_MAX).await?;
        browser
            .goto(&site.url(&format!("{}/", site::FOLDER)))
            .await?;
        browser
            .wait_until("the page's script has run", "window.bench")
            .await?;
        let found: Environment = browser.js("return bench.environment()").await?;
        ensure!(
            found.isolated,
            "the page is not isolated, so threads cannot share a memory"
        );
        let workers = site.url(&format!("{build_id}/"));
        let page = Self {
            browser,
            facts: Facts {
                build_id,
                browser: found.browser,
                cores: found.cores,
                comlink: site::version(npm, "comlink")?,
                workerpool: site::version(npm, "workerpool")?,
            },
            _site: site,
            _folder: folder,
        };
        page.ask::<()>("begin", &[workers.into(), THREADS.into()])
            .await?;
        Ok(page)
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Starts workers, each by the name of its script and a name of its own.
    pub(crate) async fn open_workers(&self, workers: &[(&str, &str)]) -> Result<()> {
        let names: serde_json::Map<String, Value> = workers
            .iter()
            .map(|&(name, script)| (name.to_owned(), script.into()))
            .collect();
        self.ask("openWorkers", &[names.into()]).await
    }

    /// Starts one worker of each library and of ours, and sends each some empty jobs.
    pub(crate) async fn open_candidates(&self, warm_ups: usize) -> Result<()> {
        self.ask("openCandidates", &[warm_ups.into()]).await
    }

    /// Ends all workers.
    pub(crate) async fn close_all(&self) -> Result<()> {
        self.ask("closeAll", &[]).await
    }

    /// Tells the page of a case; needs the worker [`WASM`].
    pub(crate) async fn prepare(&self, case: &Case) -> Result<()> {
        let arguments = [
            case.number.into(),
            json!(case.spec),
            case.takes_picture().into(),
            json!(case.looked_at),
        ];
        self.ask("prepare", &arguments).await
    }

    /// One sample on a worker.
    pub(crate) async fn sample(&self, worker: &str, case: &Case) -> Result<Sample> {
        #[derive(Deserialize)]
        struct Answer {
            compute_ms: f64,
            result: Seen,
        }

        let arguments = [
            worker.into(),
            case.number.into(),
            case.jobs.into(),
            WARM_UP_MS.into(),
        ];
        let answer: Answer = self
            .ask("sample", &arguments)
            .await
            .with_context(|| format!("{} on the worker {worker}", case.name()))?;
        Ok(Sample {
            ms: answer.compute_ms,
            found: answer.result.read()?,
        })
    }

    /// How many milliseconds pass until each of the workers has run a case so many times, all of them
    /// at the same time; and what came out. Fresh workers are warmed up before.
    pub(crate) async fn together(
        &self,
        workers: &[&str],
        case: &Case,
        jobs: usize,
        fresh: bool,
    ) -> Result<(f64, Vec<Found>)> {
        #[derive(Deserialize)]
        struct Answer {
            wall_ms: f64,
            results: Vec<Seen>,
        }

        let arguments = [
            json!(workers),
            case.number.into(),
            jobs.into(),
            if fresh { RACE_WARM_UP_MS } else { 0 }.into(),
        ];
        let answer: Answer = self
            .ask("together", &arguments)
            .await
            .with_context(|| format!("{} on {workers:?}", case.name()))?;
        let found: Result<Vec<Found>> = answer.results.into_iter().map(Seen::read).collect();
        Ok((answer.wall_ms, found?))
    }

    /// The round trips of empty jobs, in milliseconds.
    pub(crate) async fn round_trips(&self, candidate: &str, count: usize) -> Result<Vec<f64>> {
        self.ask("roundTrips", &[candidate.into(), count.into()])
            .await
    }

    /// Calls a function of `window.bench`.
    async fn ask<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> Result<T> {
        let body = format!("return (await bench.{function}(...args)) ?? null");
        self.browser.js_with(&body, arguments.to_vec()).await
    }
}

/// A result as the page gives it.
#[derive(Deserialize)]
struct Seen {
    outcome: String,
    bytes: Vec<u8>,
}

impl Seen {
    fn read(self) -> Result<Found> {
        let outcome = serde_json::from_str(&self.outcome)
            .with_context(|| format!("a worker gave {:.300}", self.outcome))?;
        Ok(Found {
            outcome,
            bytes: self.bytes,
        })
    }
}
