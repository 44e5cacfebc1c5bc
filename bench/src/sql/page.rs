//! The bench's page in headless Chromium, with a worker for each build of SQLite.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Host, Options, Site};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sql_workload::Totals;
use sql_workload::session::Build;
use tempfile::TempDir;

use super::Place;
use super::cases::{self, Case, LIBRARY};
use crate::site;

/// How long the page may take for what it is asked; the longest is to open a library.
const ANSWER_MAX: Duration = Duration::from_mins(1);

/// What stands for the id of a build, which this is not.
const BUILD_ID: &str = "000000000000";

/// What the page's files may do.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:";

const PAGES: &[(&str, &str)] = &[
    ("index.html", include_str!("../../page/sql/index.html")),
    ("page.js", include_str!("../../page/sql/page.js")),
    ("ours.js", include_str!("../../page/sql/ours.js")),
    ("others.js", include_str!("../../page/sql/others.js")),
    ("cases.js", include_str!("../../page/sql/cases.js")),
    ("digest.js", include_str!("../../page/sql/digest.js")),
    (
        "sqlite-wasm.js",
        include_str!("../../page/sql/sqlite-wasm.js"),
    ),
    ("sql-js.js", include_str!("../../page/sql/sql-js.js")),
    (
        "workers/sql.js",
        include_str!("../../../crates/workers/sql/worker.js"),
    ),
    (
        "workers/shared.js",
        include_str!("../../../www/workers/shared.js"),
    ),
];

/// What the pages take from npm: the folder or file there, and what they call it.
const LIBRARIES: &[(&str, &str)] = &[
    ("@sqlite.org/sqlite-wasm/dist", "sqlite-wasm"),
    (
        "sql.js/dist/sql-wasm-browser.js",
        "sql.js/sql-wasm-browser.js",
    ),
    (
        "sql.js/dist/sql-wasm-browser.wasm",
        "sql.js/sql-wasm-browser.wasm",
    ),
];

/// A case that was done once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Ran {
    /// Milliseconds, without messages.
    pub(crate) ms: f64,
    /// The fingerprint of its rows, where it was made.
    pub(crate) digest: Option<String>,
    /// What its statements took together, where it is a pattern that our worker did.
    #[serde(default)]
    pub(crate) totals: Option<Totals>,
}

/// The browser, as the page sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Environment {
    pub(crate) browser: String,
    /// Logical cores.
    pub(crate) cores: u32,
    #[serde(skip_serializing)]
    isolated: bool,
}

/// Where what the page needs lies.
pub(crate) struct Files<'a> {
    /// The folder of our module, as a site has it below `modules/`.
    pub(crate) module: &'a Path,
    /// `node_modules` with the others.
    pub(crate) npm: &'a Path,
    /// The library as a file.
    pub(crate) library: &'a [u8],
}

/// The page, with what it needs to be there.
pub(crate) struct Page {
    browser: Browser,
    pub(crate) environment: Environment,
    // Dropped behind the browser, in this order.
    _site: Site,
    _folder: TempDir,
}

impl Page {
    pub(crate) async fn open(files: &Files<'_>) -> Result<Self> {
        let folder = folder(files)?;
        let site = Site::of(folder.path()).start(Host::Isolating)?;
        let browser = Browser::start(&Options::chromium()).await?;
        browser.script_limit(ANSWER_MAX).await?;
        browser.goto(&site.url("")).await?;
        browser
            .wait_until("the page's script has run", "window.bench")
            .await?;
        let environment: Environment = browser.js("return bench.environment()").await?;
        ensure!(
            environment.isolated,
            "the page is not isolated, so its clock is coarse"
        );
        Ok(Self {
            browser,
            environment,
            _site: site,
            _folder: folder,
        })
    }

    /// Starts a fresh worker with the library.
    pub(crate) async fn begin(&self, place: Place) -> Result<Build> {
        self.ask("begin", &[place.name().into(), json!(LIBRARY)])
            .await
            .with_context(|| format!("opening {}", place.name()))
    }

    /// Does a case once in the worker of that name.
    pub(crate) async fn run(&self, place: Place, case: &Case, check: bool) -> Result<Ran> {
        let what = json!({
            "id": case.id,
            "statements": case.statements,
            "params": case.params,
        });
        self.ask("run", &[place.name().into(), what, check.into()])
            .await
            .with_context(|| format!("{} by {}", case.id, place.name()))
    }

    /// Ends all workers.
    pub(crate) async fn close_all(&self) -> Result<()> {
        self.ask("closeAll", &[]).await
    }

    /// Calls a function of `window.bench`.
    async fn ask<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> Result<T> {
        let body = format!("return (await bench.{function}(...args)) ?? null");
        self.browser.js_with(&body, arguments.to_vec()).await
    }
}

/// The site with the page, in a folder that is gone with this.
fn folder(files: &Files<'_>) -> Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("perf-playground-bench-")
        .tempdir()?;
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        let parent = file.parent().unwrap_or(folder.path());
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&file, bytes))
            .with_context(|| format!("{} could not be written", file.display()))
    };
    for (name, text) in PAGES {
        write(name, text.replace("__BUILD_ID__", BUILD_ID).as_bytes())?;
    }
    let facts = json!({ "build_id": BUILD_ID, "csp": POLICY });
    write(
        &format!("{BUILD_ID}/site.json"),
        facts.to_string().as_bytes(),
    )?;
    write("library.sqlite", files.library)?;
    write("data.json", cases::data().to_string().as_bytes())?;
    site::copy_folder(files.module, &folder.path().join("modules/sql"))?;
    for (from, name) in LIBRARIES {
        let (from, to) = (files.npm.join(from), folder.path().join("lib").join(name));
        if from.is_dir() {
            site::copy_folder(&from, &to)?;
        } else {
            let bytes =
                fs::read(&from).with_context(|| format!("{} could not be read", from.display()))?;
            write(&format!("lib/{name}"), &bytes)?;
        }
    }
    Ok(folder)
}
