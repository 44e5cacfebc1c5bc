//! The Database lab: patterns on a real SQLite, their lanes, the slider, round trips that are taken, and what is
//! cancelled.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Host, Options, Site, untimed_journey};

/// SQLite's module has to be fetched and compiled, and every pattern reads several times.
const RUN_MAX: Duration = Duration::from_mins(1);

const ESCAPE: &str = "\u{e00c}";

pub(crate) async fn open_lab(page: &Browser, query: &str) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url(&format!("database/{query}"))).await?;
    page.wait_for("#run").await?;
    page.wait_for("#round-trip-slider").await?;
    Ok(site)
}

pub(crate) async fn finding(page: &Browser) -> Result<String> {
    page.text("[data-testid=finding]").await
}

pub(crate) async fn run(page: &Browser) -> Result<()> {
    page.click("#run").await?;
    page.wait_until_within(
        RUN_MAX,
        "results are there and nothing runs",
        "document.querySelector('[data-testid=why]') !== null \
         && document.querySelector('#cancel').getAttribute('aria-disabled') === 'true'",
    )
    .await
}

/// A figure of a pattern's row in the table of its work, by its column.
async fn work(page: &Browser, pattern: &str, column: u32) -> Result<String> {
    let css = format!("[data-testid=pattern-{pattern}] :nth-child({column})");
    page.text(&css).await
}

/// What a pattern's bar says: its time, and how it stands.
async fn bar(page: &Browser, pattern: &str) -> Result<String> {
    page.text(&format!("[data-testid=bar-{pattern}]")).await
}

/// Chooses from a list.
async fn choose(page: &Browser, id: &str, value: &str) -> Result<()> {
    page.js::<()>(&format!(
        "const list = document.querySelector('#{id}'); list.value = '{value}'; \
         list.dispatchEvent(new Event('change', {{bubbles: true}}));"
    ))
    .await
}

#[tokio::test]
async fn a_run_shows_queries_lanes_and_break_evens_and_the_slider_redraws_them() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        run(page).await?;
        shows_the_default(page).await?;

        // Modelled: 101 round trips of 1 ms, and of 10 ms.
        page.fill("#round-trip", "10").await?;
        page.wait_until(
            "the wire takes ten times as long",
            "document.querySelector('[data-testid=bar-n-plus-one] .bars__time').textContent.startsWith('1.0')",
        )
        .await?;
        page.js::<()>(
            "const slider = document.querySelector('#round-trip-slider'); slider.value = 0; \
             slider.dispatchEvent(new Event('input'));",
        )
        .await?;
        page.wait_until(
            "no wire",
            "document.querySelector('#round-trip').value === '0'",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn firefox_runs_it_too() {
    untimed_journey(Options::firefox(), async |page| {
        let _site = open_lab(page, "").await?;
        run(page).await?;
        shows_the_default(page).await
    })
    .await;
}

pub(crate) async fn shows_the_default(page: &Browser) -> Result<()> {
    for (pattern, queries) in [
        ("n-plus-one", "101"),
        ("in-batches", "2"),
        ("join", "1"),
        ("json-aggregation", "1"),
    ] {
        let found = work(page, pattern, 2).await?;
        ensure!(found == queries, "{pattern}: {found} queries");
    }
    let said = finding(page).await?;
    ensure!(
        said.contains("N+1") && said.contains("101 queries"),
        "{said}"
    );
    let said = bar(page, "join").await?;
    ensure!(said.contains("baseline"), "{said}");
    ensure!(page.count("[data-testid=database-lanes] canvas").await? == 1);
    ensure!(page.count("[data-testid=database-curves] canvas").await? == 1);
    ensure!(page.count("[data-testid=database-sizes] canvas").await? == 1);
    // Six pairs of four patterns.
    ensure!(page.count("[data-testid=break-evens] li").await? == 6);
    ensure!(page.count("[data-testid=break-even-sizes] li").await? == 6);
    let found = page.text("[data-testid=why-n-plus-one]").await?;
    ensure!(
        found.contains("ran 100 times") && found.contains("JOIN"),
        "{found}"
    );
    let found = page.text("[data-testid=why-join]").await;
    ensure!(found.is_ok(), "the join's plan");
    Ok(())
}

#[tokio::test]
async fn round_trips_are_taken_by_messages_and_by_the_api() {
    untimed_journey(Options::chromium(), async |page| {
        let site = Site::of(e2e::dist()?).start(Host::Api)?;
        let lab = site.url("database/?n=50&trips=messages");
        page.goto(&lab).await?;
        page.wait_for("#round-trip-slider").await?;
        run(page).await?;
        let queries = page
            .text("[data-testid=real-n-plus-one] :nth-child(2)")
            .await?;
        ensure!(queries == "51", "{queries}");
        let queries = page.text("[data-testid=real-join] :nth-child(2)").await?;
        ensure!(queries == "1", "{queries}");
        ensure!(page.count("[data-testid^=real-]").await? == 3);

        page.click("#trips-http").await?;
        page.fill("#round-trip", "2").await?;
        run(page).await?;
        page.wait_until_within(
            RUN_MAX,
            "the API took 51 round trips of 2 ms",
            "parseFloat(document.querySelector('[data-testid=real-n-plus-one] :nth-child(4)').textContent) === 2",
        )
        .await?;
        let total = page
            .text("[data-testid=real-n-plus-one] :nth-child(3)")
            .await?;
        let ms: f64 = total.split_whitespace().next().unwrap_or_default().parse()?;
        ensure!(total.ends_with("ms") && ms >= 102.0, "{total}");

        // Another task is known to neither.
        choose(page, "task", "inserts").await?;
        page.wait_until(
            "round trips are modelled alone",
            "document.querySelector('#trips-messages').disabled && document.querySelector('#trips-modelled').checked",
        )
        .await
    })
    .await;
}

/// What a native run of each pattern costs at its usual size; a test of `sql-workload` holds the table against SQLite.
const NATIVE: &str = include_str!("../../../crates/sql-workload/tests/steps.csv");

/// Rows and virtual-machine steps of every pattern that is shown are those of a native run.
async fn costs_what_it_does_natively(page: &Browser) -> Result<()> {
    let shown: HashMap<String, [String; 3]> = page
        .js(
            "const digits = (row, at) => row.children[at].textContent.replace(/\\D/g, ''); \
             return Object.fromEntries([...document.querySelectorAll('[data-testid=work] tbody tr')] \
             .map(row => [row.dataset.testid, [1, 2, 7].map(at => digits(row, at))]))",
        )
        .await?;
    ensure!(shown.len() >= 2, "{shown:?}");
    for (row, figures) in shown {
        let name = row.strip_prefix("pattern-").unwrap_or(&row);
        let native = NATIVE
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(','));
        ensure!(
            native == Some(&*figures.join(",")),
            "{name}: {figures:?} in the browser, {native:?} natively"
        );
    }
    Ok(())
}

#[tokio::test]
async fn every_task_runs_and_its_plans_differ_in_what_it_is_about() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        for (task, patterns) in [
            ("authors-with-books", 4),
            ("orders-of-users", 2),
            ("point-reads", 2),
            ("inserts", 4),
            ("pages", 2),
            ("columns", 2),
        ] {
            choose(page, "task", task).await?;
            run(page).await?;
            page.wait_until_within(
                RUN_MAX,
                "its patterns have bars",
                &format!(
                    "document.querySelectorAll('[data-testid=bars] li').length === {patterns}"
                ),
            )
            .await?;
            costs_what_it_does_natively(page).await?;
            if task == "orders-of-users" {
                let scanned = work(page, "without-index", 9).await?;
                ensure!(scanned != "0", "{scanned} full-scan steps");
                let searched = work(page, "with-index", 9).await?;
                ensure!(searched == "0", "{searched} full-scan steps");
                let difference = page.text("[data-testid=plan-difference]").await?;
                ensure!(difference.contains("orders"), "{difference}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_library_that_is_being_made_can_be_cancelled_and_wrong_numbers_are_named() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?books=1000000").await?;
        page.click("#run").await?;
        page.wait_until_within(
            RUN_MAX,
            "rows are inserted",
            "/^Inserting rows: [1-9]/.test(document.querySelector('[data-testid=finding]').textContent)",
        )
        .await?;
        page.press(ESCAPE).await?;
        page.wait_until(
            "it ended",
            "document.querySelector('[data-testid=finding]').textContent === 'Cancelled.'",
        )
        .await?;

        page.click("#library summary").await?;
        page.fill("#books", "99").await?;
        page.fill("#n", "10001").await?;
        ensure!(!page.is_enabled("#run").await?);
        let error = page.text("#books-error").await?;
        ensure!(error.contains("99") && error.contains("100"), "{error}");

        // The worker that was cancelled goes on.
        page.fill("#books", "1000").await?;
        page.fill("#n", "10").await?;
        run(page).await?;
        let queries = work(page, "n-plus-one", 2).await?;
        ensure!(queries == "11", "{queries}");
        Ok(())
    })
    .await;
}
