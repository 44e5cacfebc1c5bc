//! The bench's page in headless Chromium, with a worker for each build of SQLite.

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
use crate::site::{self, Parts};

/// How long the page may take for what it is asked; the longest is to open a library.
const ANSWER_MAX: Duration = Duration::from_mins(1);

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
        let data = cases::data().to_string();
        let folder = site::of_worker(&Parts {
            texts: PAGES,
            module: ("sql", files.module),
            npm: files.npm,
            libraries: LIBRARIES,
            files: &[
                ("library.sqlite", files.library),
                ("data.json", data.as_bytes()),
            ],
        })?;
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
