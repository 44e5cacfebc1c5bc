//! Isolation, offline use and builds: what `boot.js` and the service worker promise, on hosts with and without headers.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::{Browser, BuildCopy, Host, Isolation, Kind, Options, Site, threads_lab, untimed_journey};
use serde::Deserialize;
use serde_json::json;

/// A page that is going to reload by itself does so long before: the reload follows the worker's start, some 100 ms.
const SETTLED: Duration = Duration::from_millis(1500);
const SUB_PATH: &str = "/sub/path/";
const NEW_BUILD: &str = "feedfacecafe";

fn plain_site() -> Result<Site> {
    Site::of(e2e::dist()?).under(SUB_PATH).start(Host::Plain)
}

fn is_isolated(found: &Isolation) -> bool {
    found.cross_origin_isolated && found.isolation == "isolated" && found.reason.is_empty()
}

fn is_not_isolated_because(found: &Isolation, reason: &str) -> bool {
    !found.cross_origin_isolated && found.isolation == "none" && found.reason == reason
}

// --- a host without headers ---

#[tokio::test]
async fn a_plain_host_is_isolated_after_exactly_one_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        page.goto(&site.url("")).await?;
        let found = page.wait_for_isolation().await?;
        ensure!(is_isolated(&found), "{found:?}");
        page.wait_for_app().await?;
        page.assert_stays(SETTLED).await?;
        let loads = page.loads().await?;
        ensure!(
            loads == 2,
            "one reload makes two loads, but there were {loads}"
        );

        // The next page of the same visit needs none.
        page.goto(&site.url("threads/")).await?;
        page.wait_for_app().await?;
        ensure!(page.isolation().await?.cross_origin_isolated);
        page.assert_stays(SETTLED).await?;
        let loads = page.loads().await?;
        ensure!(
            loads == 3,
            "a visit to another page is one load more, but there were {loads}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn workers_of_a_plain_host_are_isolated_and_have_the_policy() {
    untimed_journey(Options::chromium(), async |page| {
        let copy = BuildCopy::new(&e2e::dist()?, NEW_BUILD)?;
        // Beside the app's own workers, which have no reason to tell what they may not do.
        let probe = "let evaluates = true;
             try { new Function('')(); } catch { evaluates = false; }
             postMessage({ crossOriginIsolated, evaluates });";
        std::fs::write(copy.root().join(NEW_BUILD).join("probe.js"), probe)?;
        let site = Site::of(copy.root()).under(SUB_PATH).start(Host::Plain)?;
        page.expect_console("unsafe-eval");
        page.goto(&site.url("threads/")).await?;
        page.wait_for_isolation().await?;
        let told: WorkerTold = page
            .js_with(
                "const worker = new Worker(new URL(args[0], document.baseURI), { type: 'module' });
                 return new Promise((resolve, reject) => {
                     worker.onmessage = ({ data }) => resolve(data);
                     worker.onerror = () => reject(new Error('the worker did not start'));
                 })",
                vec![format!("{NEW_BUILD}/probe.js").into()],
            )
            .await?;
        ensure!(told.cross_origin_isolated && !told.evaluates, "{told:?}");
        Ok(())
    })
    .await;
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct WorkerTold {
    cross_origin_isolated: bool,
    evaluates: bool,
}

#[tokio::test]
async fn a_forced_reload_past_the_worker_makes_no_second_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        page.goto(&site.url("")).await?;
        let found = page.wait_for_isolation().await?;
        ensure!(is_isolated(&found), "{found:?}");
        page.wait_for_offline().await?;

        page.js::<()>("window.__before = true").await?;
        page.cdp("Page.reload", json!({ "ignoreCache": true }))
            .await?;
        page.wait_until("another page is there", "!window.__before")
            .await?;
        let found = page.wait_for_isolation().await?;
        ensure!(
            is_not_isolated_because(&found, "reload-did-not-help"),
            "{found:?}"
        );
        page.assert_stays(SETTLED).await?;
        let loads = page.loads().await?;
        ensure!(
            loads == 3,
            "first visit, its reload, the forced one: 3 loads, but there were {loads}"
        );

        page.reload().await?;
        let found = page.wait_for_isolation().await?;
        ensure!(is_isolated(&found), "an ordinary reload helps: {found:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_person_began_is_not_lost_in_a_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        // From the first moment on, so before the worker is there.
        page.before_every_page(
            "setInterval(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' })), 1)",
        )
        .await?;
        page.goto(&site.url("")).await?;
        let found = page.wait_for_isolation().await?;
        ensure!(
            is_not_isolated_because(&found, "reload-needed"),
            "{found:?}"
        );
        page.wait_for_app().await?;
        page.wait_for_offline().await?;
        page.assert_stays(SETTLED).await?;
        ensure!(page.loads().await? == 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_session_storage_the_page_never_reloads_itself() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        let blocked = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('blocked', 'SecurityError') } })";
        page.before_every_page(blocked).await?;
        page.goto(&site.url("")).await?;
        page.wait_for_offline().await?;
        page.assert_stays(SETTLED).await?;
        let found = page.isolation().await?;
        ensure!(is_not_isolated_because(&found, "reload-needed"), "{found:?}");
        Ok(())
    })
    .await;
}

// --- offline ---

#[tokio::test]
async fn the_second_visit_works_offline() {
    untimed_journey(Options::chromium(), works_offline).await;
}

pub(crate) async fn works_offline(page: &Browser) -> Result<()> {
    let mut site = plain_site()?;
    page.goto(&site.url("")).await?;
    page.wait_for_isolation().await?;
    page.wait_for_app().await?;
    page.wait_for_offline().await?;

    site.stop();
    if page.kind() == Kind::Chromium {
        // Or the browser's own cache would help out.
        page.clear_http_cache().await?;
    }
    page.reload().await?;
    page.wait_for_app().await?;
    let found = page.isolation().await?;
    ensure!(is_isolated(&found), "{found:?}");

    // What a lab that was never opened is made of cannot be fetched; its page is there and says so.
    page.expect_console("net::ERR_FAILED");
    page.expect_console("Failed to fetch");
    // A deep link that was never opened before, as it stands in a bookmark, without the slash, and with the file's name.
    for link in [
        "threads/?limit=1000&place=worker",
        "threads?limit=1000&place=worker",
        "threads/index.html?limit=1000",
    ] {
        page.goto(&site.url(link)).await?;
        page.wait_for_app().await?;
        ensure!(page.isolation().await?.cross_origin_isolated, "{link}");
        ensure!(
            page.url().await?.contains("?limit=1000"),
            "{link}: the query is lost: {}",
            page.url().await?
        );
        let sentence = page.text(".lab [role=alert]").await?;
        ensure!(
            sentence.contains("has not been stored"),
            "{link}: {sentence}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_was_opened_works_offline_and_all_labs_when_that_was_asked_for() {
    untimed_journey(Options::chromium(), async |page| {
        // What an offline page cannot fetch is reported there, whoever asked for it.
        page.expect_console("net::ERR_");
        page.expect_console("Failed to fetch");
        let mut site = plain_site()?;
        let threads = site.url("threads/?kernel=primes&size=1000000&rounds=2&on=worker");
        page.goto(&threads).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;
        page.wait_for("#run").await?;
        threads_lab::run(page).await?;
        page.wait_until("the parts of the lab are stored", STORED).await?;

        site.stop();
        page.clear_http_cache().await?;
        page.goto(&threads).await?;
        page.wait_for("#run").await?;
        threads_lab::run(page).await?;
        let result = threads_lab::result_of(page, "worker").await?;
        ensure!(result.contains("✓ checked"), "{result}");
        // The other lab was never opened.
        page.goto(&site.url("compare/")).await?;
        let sentence = page.text(".lab [role=alert]").await?;
        ensure!(sentence.contains("has not been stored"), "{sentence}");

        site.restart()?;
        page.goto(&site.url("")).await?;
        page.wait_for_offline().await?;
        page.click("[data-testid=offline-all]").await?;
        page.wait_until(
            "all is stored",
            "document.querySelector('[data-testid=offline]')?.textContent === 'All labs work offline'",
        )
        .await?;
        ensure!(page.count("[data-testid=offline-all]").await? == 0);
        site.stop();
        page.clear_http_cache().await?;
        page.goto(&site.url("compare/")).await?;
        page.wait_for("#compare").await?;
        page.goto(&site.url("threads/?kernel=mandelbrot&size=500&on=parallel&threads=2")).await?;
        page.wait_for("#run").await?;
        threads_lab::run(page).await?;
        let result = threads_lab::result_of(page, "parallel").await?;
        ensure!(result.contains("✓ checked"), "{result}");
        Ok(())
    })
    .await;
}

/// Whether each part of the app that the page has fetched is in a cache of the service worker's.
const STORED: &str = "await Promise.all(
    performance.getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => /(split|chunk)_\\w+\\.wasm$/.test(name))
        .map((name) => caches.match(name, { ignoreVary: true }))
).then((found) => found.length > 0 && found.every(Boolean))";

// --- no service worker ---

#[tokio::test]
async fn with_service_workers_off_the_page_says_so_and_works() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        page.before_every_page("delete Navigator.prototype.serviceWorker")
            .await?;
        page.goto(&site.url("threads/")).await?;
        page.wait_for_app().await?;
        page.assert_stays(SETTLED).await?;
        let found = page.isolation().await?;
        ensure!(
            is_not_isolated_because(&found, "no-service-worker"),
            "{found:?}"
        );
        ensure!(found.offline.is_empty(), "{found:?}");
        ensure!(page.loads().await? == 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_is_passed_by_costs_one_reload_and_no_more() {
    untimed_journey(Options::chromium(), async |page| {
        let site = plain_site()?;
        page.bypass_service_worker(true).await?;
        page.goto(&site.url("")).await?;
        page.wait_until(
            "the reload was made",
            "Number(localStorage.getItem('e2e-loads')) === 2",
        )
        .await?;
        let found = page.wait_for_isolation().await?;
        ensure!(
            is_not_isolated_because(&found, "reload-did-not-help"),
            "{found:?}"
        );
        page.wait_for_app().await?;
        page.assert_stays(SETTLED).await?;
        let loads = page.loads().await?;
        ensure!(loads == 2, "{loads} loads");

        // Nor does the next page try again.
        page.goto(&site.url("threads/")).await?;
        page.assert_stays(SETTLED).await?;
        let loads = page.loads().await?;
        ensure!(loads == 3, "{loads} loads");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_host_without_the_worker_file_is_no_dead_end() {
    untimed_journey(Options::chromium(), async |page| {
        let copy = BuildCopy::new(&e2e::dist()?, NEW_BUILD)?;
        std::fs::remove_file(copy.root().join("sw.js"))?;
        let site = Site::of(copy.root()).under(SUB_PATH).start(Host::Plain)?;
        page.expect_console("A bad HTTP response code (404) was received when fetching the script");
        page.goto(&site.url("")).await?;
        page.wait_for_app().await?;
        let found = page.wait_for_isolation().await?;
        ensure!(
            is_not_isolated_because(&found, "no-service-worker"),
            "{found:?}"
        );
        page.assert_stays(SETTLED).await?;
        ensure!(page.isolation().await?.offline.is_empty());
        Ok(())
    })
    .await;
}

// --- a host with headers ---

#[tokio::test]
async fn where_the_host_sends_headers_the_worker_adds_nothing() {
    untimed_journey(Options::chromium(), async |page| {
        let site = Site::of(e2e::dist()?).start(Host::Isolating)?;
        page.goto(&site.url("")).await?;
        page.wait_for_app().await?;
        let found = page.isolation().await?;
        ensure!(is_isolated(&found), "{found:?}");
        page.wait_for_offline().await?;
        page.assert_stays(SETTLED).await?;
        ensure!(page.loads().await? == 1, "no reload is needed");

        // On the second visit everything goes through the worker, and comes as the host sent it.
        page.reload().await?;
        page.wait_for_app().await?;
        ensure!(page.isolation().await?.cross_origin_isolated);
        ensure!(page.loads().await? == 2);
        for path in [
            "threads/",
            &format!("{}/workers/compute.js", page.build_id().await?),
        ] {
            page.bypass_service_worker(false).await?;
            let through = all_headers_of(page, path).await?;
            page.bypass_service_worker(true).await?;
            let past = all_headers_of(page, path).await?;
            ensure!(through == past, "{path}: {through:?} against {past:?}");
        }
        Ok(())
    })
    .await;
}

// --- a new build ---

#[tokio::test]
async fn a_new_build_reaches_an_open_page_only_on_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let (a, b) = two_builds()?;
        let site = Site::of(a.root()).under(SUB_PATH).start(Host::Plain)?;
        let lazy_file = format!("{}/workers/compute.js", a.build_id());
        page.goto(&site.url("")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;

        site.deploy(b.root())?;
        site.forget_hits();
        ensure!(status_of(page, &lazy_file).await? == 200);
        ensure!(
            site.count(&lazy_file) == 0,
            "the host was asked for a file that it no longer has"
        );
        ensure!(page.build_id().await? == a.build_id());
        page.assert_stays(SETTLED).await?;

        page.reload().await?;
        page.wait_for_app().await?;
        ensure!(page.build_id().await? == b.build_id());
        page.wait_for_offline().await?;
        wait_for_caches(page, &[b.build_id()]).await?;
        // And nothing of it is left for the page to see.
        page.expect_console("404");
        ensure!(status_of(page, &lazy_file).await? == 404);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_second_tab_keeps_its_builds_files_until_it_is_left() {
    untimed_journey(Options::chromium(), async |page| {
        let (a, b) = two_builds()?;
        let site = Site::of(a.root()).under(SUB_PATH).start(Host::Plain)?;
        let lazy_file = format!("{}/workers/compute.js", a.build_id());
        page.goto(&site.url("")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;
        let first = page.tab().await?;
        let second = page.open_tab().await?;
        page.goto(&site.url("threads/")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;
        // What the lab asks for by itself has come.
        page.wait_for("[data-testid=kept]").await?;

        site.deploy(b.root())?;
        page.switch_to(&first).await?;
        page.reload().await?;
        page.wait_for_offline().await?;
        ensure!(page.build_id().await? == b.build_id());
        wait_for_caches(page, &[a.build_id(), b.build_id()]).await?;

        page.switch_to(&second).await?;
        ensure!(page.build_id().await? == a.build_id());
        ensure!(
            status_of(page, &lazy_file).await? == 200,
            "the open page of the old build still gets its files"
        );
        page.reload().await?;
        ensure!(page.build_id().await? == b.build_id());
        page.wait_for("[data-testid=kept]").await?;
        wait_for_caches(page, &[b.build_id()]).await
    })
    .await;
}

#[tokio::test]
async fn a_deploy_between_page_and_cache_is_not_mixed_into_one() {
    untimed_journey(Options::chromium(), async |page| {
        let (a, b) = two_builds()?;
        let site = Site::of(a.root()).under(SUB_PATH).start(Host::Plain)?;
        // The page of build A is there, and the host has the pages of build B by the time the worker stores A's.
        b.keep_files_of(&a)?;
        page.before_every_page("addEventListener('load', (event) => event.stopImmediatePropagation(), { capture: true, once: true })").await?;
        page.goto(&site.url("")).await?;
        page.wait_for_isolation().await?;
        // All that the page itself asks for has come.
        page.wait_for("[data-testid=labs]").await?;
        site.deploy(b.root())?;
        let answer: bool = page
            .js(
                "const { active } = await navigator.serviceWorker.ready;
                 const answer = new Promise((resolve) => navigator.serviceWorker.addEventListener('message', resolve, { once: true }));
                 navigator.serviceWorker.startMessages();
                 active.postMessage({ type: 'precache' });
                 return (await answer).data.ok",
            )
            .await?;
        ensure!(!answer, "a cache of build A that holds pages of build B must not count as complete");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_new_worker_that_chromium_forgot_takes_over() {
    untimed_journey(Options::chromium(), async |page| {
        let (a, b) = two_builds()?;
        let site = Site::of(a.root()).under(SUB_PATH).start(Host::Plain)?;
        page.goto(&site.url("threads/")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;
        // What the lab asks for by itself has come.
        page.wait_for("[data-testid=kept]").await?;
        // Gives the old worker something to do in the moment in which the new one is to replace it: Chromium then leaves
        // the new one waiting for good.
        page.before_every_page(
            "navigator.serviceWorker.getRegistration().then((registration) => {
                 registration.onupdatefound = () => {
                     const next = registration.installing;
                     next.onstatechange = () => {
                         if (next.state === 'installed') registration.active.postMessage({});
                     };
                 };
             })",
        )
        .await?;
        site.deploy(b.root())?;
        page.reload().await?;
        page.wait_for_offline().await?;
        ensure!(page.build_id().await? == b.build_id());
        wait_for_caches(page, &[b.build_id()]).await
    })
    .await;
}

fn two_builds() -> Result<(BuildCopy, BuildCopy)> {
    let dist = e2e::dist()?;
    Ok((
        BuildCopy::new(&dist, "aaaaaaaaaaaa")?,
        BuildCopy::new(&dist, "bbbbbbbbbbbb")?,
    ))
}

/// The builds that have a cache, sorted.
async fn wait_for_caches(page: &Browser, builds: &[&str]) -> Result<()> {
    let expected = serde_json::to_string(builds)?;
    // A condition cannot wait for a promise, so the names are fetched into a variable that the next look reads.
    let look = "(caches.keys().then((names) => { window.__caches = names.map((name) => name.slice('perf-playground-'.length, 28)).sort() }), JSON.stringify(window.__caches))";
    page.wait_until(
        &format!("there are caches of exactly {expected}"),
        &format!("{look} === '{expected}'"),
    )
    .await
}

// --- what the worker leaves alone ---

#[tokio::test]
async fn the_worker_never_touches_an_api_or_an_event_stream() {
    untimed_journey(Options::chromium(), async |page| {
        let mut site = plain_site()?;
        page.goto(&site.url("")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_offline().await?;
        ensure!(page.js::<bool>("return navigator.serviceWorker.controller !== null").await?);

        let headers = headers_of(page, "health").await?;
        ensure!(headers.status == 200 && headers.coep.is_none(), "the answer is not the host's own: {headers:?}");
        // A file of the build does go through the worker, so the same look would see it.
        let headers = headers_of(page, &format!("{}/boot.js", page.build_id().await?)).await?;
        ensure!(headers.coep.is_some(), "{headers:?}");
        // Not even a file of the build when a part of it is asked for.
        let status: u16 = page
            .js("return (await fetch(document.querySelector('script[src$=\"boot.js\"]').src, { headers: { range: 'bytes=0-3' }, cache: 'no-store' })).headers.has('cross-origin-embedder-policy') ? 1 : 0")
            .await?;
        ensure!(status == 0, "a range request was answered by the worker");

        let events: Vec<String> = page
            .js(
                "const source = new EventSource('events');
                 const events = [];
                 await new Promise((resolve, reject) => {
                     source.onerror = reject;
                     source.onmessage = ({ data }) => { events.push(data); if (events.length === 3) resolve(); };
                 });
                 source.close();
                 return events",
            )
            .await?;
        ensure!(events == ["0", "1", "2"], "{events:?}");

        site.stop();
        page.expect_console("health");
        let failed = page.js::<bool>("return fetch('health').then(() => false, () => true)").await?;
        ensure!(failed, "offline, an API has no answer");
        Ok(())
    })
    .await;
}

// --- a browser that is too old ---

#[tokio::test]
async fn a_browser_without_webassembly_is_told_which_versions_work() {
    untimed_journey(Options::chromium(), async |page| {
        too_old(
            page,
            "delete window.WebAssembly; delete Array.prototype.at",
            "WebAssembly",
        )
        .await?;
        let reason = page.text("#unsupported-reason").await?;
        for version in ["Chrome", "Edge 91", "Firefox 114", "Safari 16.4"] {
            ensure!(
                reason.contains(version),
                "{reason:?} does not name {version}"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_simd_is_told_so_in_indonesian_too() {
    untimed_journey(Options::chromium().locale("id"), async |page| {
        too_old(
            page,
            "WebAssembly.validate = () => false",
            "WebAssembly SIMD",
        )
        .await?;
        let reason = page.text("#unsupported-reason").await?;
        ensure!(
            reason.starts_with("Peramban") && reason.contains("Firefox 114"),
            "{reason:?}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_module_workers_is_told_so() {
    untimed_journey(Options::chromium(), async |page| {
        let classic_only =
            "const Native = Worker; window.Worker = function (url) { return new Native(url) }";
        too_old(page, classic_only, "JavaScript modules in workers").await
    })
    .await;
}

async fn too_old(page: &Browser, before: &str, lacking: &str) -> Result<()> {
    let site = plain_site()?;
    page.before_every_page(before).await?;
    // What the app's own loader says without WebAssembly is its business; the message is ours.
    page.expect_console("WebAssembly");
    page.goto(&site.url("threads/")).await?;
    page.wait_for("#unsupported").await?;
    let found: Option<String> = page.attr("html", "data-unsupported").await?;
    ensure!(found.as_deref() == Some(lacking), "{found:?}");
    ensure!(page.text("#unsupported-reason").await?.contains(lacking));
    page.assert_stays(SETTLED).await?;
    ensure!(
        page.attr("html", "data-app").await?.is_none(),
        "the app must not start"
    );
    Ok(())
}

// --- theme ---

#[tokio::test]
async fn the_theme_follows_the_system_until_the_person_chooses() {
    untimed_journey(Options::chromium().dark(), async |page| {
        let site = Site::of(e2e::dist()?).start(Host::Isolating)?;
        page.goto(&site.url("")).await?;
        let is = |theme: &str| format!("document.documentElement.dataset.theme === '{theme}'");
        page.wait_until("the page is dark as the system", &is("dark"))
            .await?;
        page.set_theme(e2e::Theme::Light).await?;
        page.wait_until("the page follows the system", &is("light"))
            .await?;
        page.js::<()>("localStorage.setItem('pp-theme', 'dark')")
            .await?;
        page.reload().await?;
        page.wait_until("the person's choice goes first", &is("dark"))
            .await
    })
    .await;
}

// --- Firefox ---

#[tokio::test]
async fn firefox_is_isolated_on_a_plain_host_and_stays() {
    untimed_journey(Options::firefox(), async |page| {
        let site = plain_site()?;
        page.goto(&site.url("")).await?;
        let found = page.wait_for_isolation().await?;
        ensure!(is_isolated(&found), "{found:?}");
        page.wait_for_app().await?;
        let kind: String = page
            .js("return performance.getEntriesByType('navigation')[0].type")
            .await?;
        ensure!(kind == "reload", "the page that is isolated came by {kind}");
        page.assert_stays(SETTLED).await
    })
    .await;
}

#[tokio::test]
async fn firefox_works_offline_on_the_second_visit() {
    untimed_journey(Options::firefox(), works_offline).await;
}

// --- small helpers ---

#[derive(Debug, Deserialize)]
struct Headers {
    status: u16,
    coep: Option<String>,
}

async fn headers_of(page: &Browser, path: &str) -> Result<Headers> {
    let script = "const response = await fetch(new URL(args[0], document.baseURI), { cache: 'no-store' });
         return { status: response.status, coep: response.headers.get('cross-origin-embedder-policy') }";
    page.js_with(script, vec![path.into()]).await
}

/// All but the date, which differs from one answer to the next.
async fn all_headers_of(page: &Browser, path: &str) -> Result<Vec<(String, String)>> {
    let script = "const { headers } = await fetch(new URL(args[0], document.baseURI), { cache: 'no-store' });
         return [...headers].filter(([name]) => name !== 'date')";
    page.js_with(script, vec![path.into()]).await
}

async fn status_of(page: &Browser, path: &str) -> Result<u16> {
    Ok(headers_of(page, path).await?.status)
}
