//! The bench's page in headless Chromium, with our worker and one for what it is measured beside.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use cache_sim::session::{Point, Sampling};
use cache_sim::{PolicyId, Recipe};
use e2e::{Browser, Host, Options, Site};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Ran, limit};
use crate::site::{self, Parts};

/// How long the page may take for what it is asked; the longest are all curves.
const ANSWER_MAX: Duration = Duration::from_mins(5);

const PAGES: &[(&str, &str)] = &[
    ("index.html", include_str!("../../page/cache/index.html")),
    ("page.js", include_str!("../../page/cache/page.js")),
    ("ours.js", include_str!("../../page/cache/ours.js")),
    ("others.js", include_str!("../../page/cache/others.js")),
    (
        "workers/cache.js",
        include_str!("../../../crates/workers/cache/worker.js"),
    ),
    (
        "workers/shared.js",
        include_str!("../../../www/workers/shared.js"),
    ),
];

/// What the page takes from npm, and what it calls it.
const LIBRARIES: &[(&str, &str)] = &[("lru-cache/dist/esm/browser/index.min.js", "lru-cache.mjs")];

/// Who has turns in the browser besides our policies, as the page names them.
pub(super) const LIMIT: &str = "limit";
pub(super) const LRU_CACHE: &str = "lru-cache";

/// The browser, as the page sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Environment {
    pub(super) browser: String,
    /// Logical cores.
    pub(super) cores: u32,
    #[serde(skip_serializing)]
    isolated: bool,
}

/// Curves as the page's workers computed them.
#[derive(Debug, Deserialize)]
pub(super) struct Curves {
    pub(super) ms: f64,
    pub(super) points: Vec<Point>,
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
    /// Opens it with our module, lru-cache, and the objects that these shall go through.
    pub(super) async fn open(module: &Path, npm: &Path, objects: &[u32]) -> Result<Self> {
        let objects: Vec<u8> = objects
            .iter()
            .flat_map(|object| object.to_le_bytes())
            .collect();
        let folder = site::of_worker(&Parts {
            texts: PAGES,
            module: ("cache", module),
            npm,
            libraries: LIBRARIES,
            files: &[("objects.bin", &objects), ("limit.wasm", &limit::module())],
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

    /// Starts fresh workers, ours with the trace of a recipe.
    pub(super) async fn begin(&self, recipe: &Recipe) -> Result<()> {
        self.ask("begin", &[json!(recipe), limit::NODE_BYTES.into()])
            .await
            .context("opening the workers")
    }

    /// Serves the first accesses with one of our policies.
    pub(super) async fn serve(
        &self,
        policy: PolicyId,
        size: NonZeroUsize,
        accesses: u32,
    ) -> Result<Ran> {
        let arguments = [policy.name().into(), size.get().into(), accesses.into()];
        self.ask("serve", &arguments)
            .await
            .with_context(|| format!("{policy} in the browser"))
    }

    /// Lets another have its turn with the first accesses.
    pub(super) async fn other(&self, name: &str, size: NonZeroUsize, accesses: u32) -> Result<Ran> {
        let what = json!({ "accesses": accesses, "size": size });
        self.ask("runOther", &[name.into(), what])
            .await
            .with_context(|| format!("{name} in the browser"))
    }

    /// Ends all workers.
    pub(super) async fn close_all(&self) -> Result<()> {
        self.ask("closeAll", &[]).await
    }

    /// The curves of policies, by so many workers of their own.
    pub(super) async fn curves(
        &self,
        workers: usize,
        recipe: &Recipe,
        policies: &[PolicyId],
        sizes: &[u64],
        sampling: Option<Sampling>,
    ) -> Result<Curves> {
        let arguments = [
            workers.into(),
            json!(recipe),
            json!(policies),
            json!(sizes),
            json!(sampling),
        ];
        self.ask("curves", &arguments).await.context("curves")
    }

    /// Calls a function of `window.bench`.
    async fn ask<T: DeserializeOwned>(&self, function: &str, arguments: &[Value]) -> Result<T> {
        let body = format!("return (await bench.{function}(...args)) ?? null");
        self.browser.js_with(&body, arguments.to_vec()).await
    }
}
