//! The Event-loop lab's panel of the browser's own loop: what really ran, and in which order.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, axe, untimed_journey};

/// A run takes a second or a few, on a busy machine several times that.
const RUN_MAX: Duration = Duration::from_mins(1);

pub(crate) async fn open_panel(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url("event-loop/")).await?;
    page.wait_for("#browser > summary").await?;
    page.unfold("#browser").await?;
    page.wait_for("#loop-browser-run").await?;
    Ok(site)
}

/// Clicks what may lie under the lab's bar, which a driver takes to be in sight.
async fn press(page: &Browser, css: &str) -> Result<()> {
    page.js_with::<()>(
        "document.querySelector(args[0]).scrollIntoView({ block: 'center' })",
        vec![css.into()],
    )
    .await?;
    page.click(css).await
}

/// Runs a program to its end, and gives what was found.
pub(crate) async fn run(page: &Browser, program: &str) -> Result<String> {
    page.select("#loop-browser-program", program).await?;
    press(page, "#loop-browser-run").await?;
    page.wait_until_within(
        RUN_MAX,
        program,
        "!document.querySelector('#loop-browser-run').disabled \
         && document.querySelector('[data-testid=loop-browser-order] tbody tr') !== null",
    )
    .await?;
    page.text("[data-testid=loop-browser-finding]").await
}

/// The rows of a table, each as its cells' texts.
async fn rows(page: &Browser, table: &str) -> Result<Vec<Vec<String>>> {
    page.js_with(
        "return [...document.querySelectorAll(`[data-testid=${args[0]}] tbody tr`)] \
         .map((row) => [...row.cells].map((cell) => cell.textContent))",
        vec![table.into()],
    )
    .await
}

/// What ran, in its order.
async fn order(page: &Browser) -> Result<Vec<String>> {
    let rows = rows(page, "loop-browser-order").await?;
    Ok(rows.into_iter().map(|row| row[1].clone()).collect())
}

fn place(order: &[String], name: &str) -> Result<usize> {
    let place = order.iter().position(|ran| ran == name);
    place.with_context(|| format!("no {name} in {order:?}"))
}

/// Every guarantee was held; gives the rules that were checked.
pub(crate) async fn held(page: &Browser) -> Result<String> {
    let rules = rows(page, "loop-browser-rules").await?;
    let guaranteed = rules.iter().filter(|row| row[1].starts_with("guaranteed"));
    let broken: Vec<_> = guaranteed
        .clone()
        .filter(|row| !row[2].starts_with("held"))
        .collect();
    ensure!(broken.is_empty(), "{broken:?}");
    let names: Vec<&str> = guaranteed.map(|row| row[0].as_str()).collect();
    Ok(names.join("\n"))
}

/// Milliseconds of a duration such as `4.3 ms`.
fn milliseconds(text: &str) -> Result<f64> {
    let (figure, unit) = text
        .split_once([' ', '\u{a0}', '\u{202f}'])
        .context("no unit")?;
    let figure: f64 = figure.replace(',', "").parse()?;
    Ok(match unit {
        "s" => figure * 1e3,
        "ms" => figure,
        "µs" => figure / 1e3,
        _ => 0.0,
    })
}

#[tokio::test]
async fn one_of_each_runs_in_the_order_that_the_standards_guarantee() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        let said = run(page, "each").await?;
        ensure!(said.starts_with("4 microtasks ran before"), "{said}");
        let order = order(page).await?;
        let at = |name| place(&order, name);
        ensure!(order[0] == "script", "{order:?}");
        // Promise reactions and microtasks are one queue.
        ensure!(
            at("promise.then 1")? == 1 && at("queueMicrotask 1")? == 2,
            "{order:?}"
        );
        ensure!(at("setTimeout 1")? < at("setTimeout 2")?, "{order:?}");
        ensure!(
            at("requestAnimationFrame 1")? < at("ResizeObserver 1")?,
            "{order:?}"
        );
        ensure!(
            at("postTask user-blocking 1")? < at("postTask background 1")?,
            "{order:?}"
        );
        let rules = held(page).await?;
        for part in [
            "Microtasks run before",
            "before layout and paint",
            "higher priority",
        ] {
            ensure!(rules.contains(part), "{rules}");
        }
        let all = rows(page, "loop-browser-rules").await?;
        let open = all.iter().filter(|row| row[1] == "not guaranteed").count();
        ensure!(open >= 4, "{all:?}");
        page.wait_for("[data-testid=loop-browser-lanes] canvas")
            .await?;
        axe::assert_clean_in_every_theme_and_width(page).await
    })
    .await;
}

#[tokio::test]
async fn nested_timers_wait_four_milliseconds_from_the_sixth_level_on() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        let said = run(page, "nested").await?;
        ensure!(said.contains("From timer 7 on"), "{said}");
        let all = rows(page, "loop-browser-order").await?;
        let timers = all.iter().filter(|row| row[1].starts_with("setTimeout"));
        let waits: Vec<f64> = timers
            .map(|row| milliseconds(&row[5]))
            .collect::<Result<_>>()?;
        ensure!(waits.len() == 12, "{waits:?}");
        ensure!(waits[6..].iter().all(|wait| *wait >= 3.9), "{waits:?}");
        ensure!(held(page).await?.contains("at least 4 ms"));

        page.fill("#loop-browser-timers", "51").await?;
        page.wait_for("#loop-browser-timers-error").await?;
        let error = page.text("#loop-browser-timers-error").await?;
        ensure!(error.contains("51") && error.contains("50"), "{error}");
        ensure!(!page.is_enabled("#loop-browser-run").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn floods_rounds_slices_and_priorities_are_compared_by_stage() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        let said = run(page, "flood").await?;
        ensure!(said.contains("20,000 microtasks ran for"), "{said}");
        held(page).await?;
        let said = run(page, "rounds").await?;
        ensure!(said.starts_with("Between two frames"), "{said}");
        held(page).await?;
        let said = run(page, "slices").await?;
        ensure!(
            said.starts_with("In one task the page stood still"),
            "{said}"
        );
        let stages = rows(page, "loop-browser-stages").await?;
        ensure!(stages.len() == 4, "{stages:?}");
        let gap = |at: usize| milliseconds(&stages[at][4]);
        ensure!(gap(0)? >= 400.0, "{stages:?}");
        let said = run(page, "priorities").await?;
        ensure!(
            said.contains("3 × user-blocking → 3 × user-visible → 3 × background"),
            "{said}"
        );
        ensure!(held(page).await?.contains("higher priority"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_run_that_is_stopped_says_so() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        page.select("#loop-browser-program", "slices").await?;
        page.fill("#loop-browser-total", "2000").await?;
        press(page, "#loop-browser-run").await?;
        page.wait_until(
            "it can be stopped",
            "!document.querySelector('#loop-browser-stop').disabled",
        )
        .await?;
        press(page, "#loop-browser-stop").await?;
        page.wait_until_within(
            RUN_MAX,
            "it is stopped",
            "document.querySelector('[data-testid=loop-browser-finding]').textContent.startsWith('Stopped.')",
        )
        .await?;
        ensure!(page.is_enabled("#loop-browser-run").await?);
        Ok(())
    })
    .await;
}
