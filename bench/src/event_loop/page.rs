//! The bench's page in headless Chromium, with our worker.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Host, Options, Site};
use event_loop::session::Command;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Ran;
use crate::site::{self, Parts};

/// How long the page may take for what it is asked; the longest is to stop an endless loop.
const ANSWER_MAX: Duration = Duration::from_mins(1);

const PAGES: &[(&str, &str)] = &[
    ("index.html", include_str!("../../page/loop/index.html")),
    ("page.js", include_str!("../../page/loop/page.js")),
    ("ours.js", include_str!("../../page/loop/ours.js")),
    (
        "workers/script.js",
        include_str!("../../../crates/workers/script/worker.js"),
    ),
    (
        "workers/shared.js",
        include_str!("../../../www/workers/shared.js"),
    ),
];

/// The browser, as the page sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Environment {
    pub(super) browser: String,
    /// Logical cores.
    pub(super) cores: u32,
    #[serde(skip_serializing)]
    isolated: bool,
}

/// The page, with what it needs to be there.
pub(super) struct Page {
    browser: Browser,
    pub(super) environment: Environment,
    // Dropped behind the browser, in this order.
    _site: Site,
    _folder: TempDir,
}

impl Page {
    /// Opens it with our module.
    pub(super) async fn open(module: &Path) -> Result<Self> {
        let folder = site::of_worker(&Parts {
            texts: PAGES,
            module: ("script", module),
            // Nothing comes from there.
            npm: Path::new(""),
            libraries: &[],
            files: &[],
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

    /// Starts a fresh worker.
    pub(super) async fn begin(&self) -> Result<()> {
        self.ask("begin", &[]).await.context("opening the worker")
    }

    /// Carries a command out.
    pub(super) async fn run(&self, command: &Command) -> Result<Ran> {
        self.ask("run", &[json!(command)]).await
    }

    /// Ends the worker.
    pub(super) async fn close(&self) -> Result<()> {
        self.ask("close", &[]).await
    }

    /// Calls a function of `window.bench`.
    async fn ask<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> Result<T> {
        let body = format!("return (await bench.{function}(...args)) ?? null");
        self.browser.js_with(&body, arguments.to_vec()).await
    }
}
