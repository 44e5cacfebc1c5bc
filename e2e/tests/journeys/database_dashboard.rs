//! The Database lab's panels that tell what was executed, what a pool would make of it, and what transactions do to
//! each other.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, axe, untimed_journey};

/// SQLite's module has to be fetched and compiled, and every pattern reads several times.
const RUN_MAX: Duration = Duration::from_mins(1);

async fn open_lab(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url("database/")).await?;
    page.wait_for("#run").await?;
    page.wait_for("#round-trip-slider").await?;
    Ok(site)
}

async fn run(page: &Browser) -> Result<()> {
    page.click("#run").await?;
    page.wait_until_within(
        RUN_MAX,
        "results are there and nothing runs",
        "document.querySelector('[data-testid=why]') !== null \
         && document.querySelector('#cancel').getAttribute('aria-disabled') === 'true'",
    )
    .await
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

/// The calls of the shape in whose text that stands.
async fn calls(page: &Browser, of: &str) -> Result<String> {
    let script = "const rows = [...document.querySelectorAll('[data-testid=dashboard-statements] tbody tr')]; \
                  const row = rows.find((row) => row.cells[0].textContent.includes(args[0])); \
                  return row ? row.cells[1].textContent : null;";
    let found: Option<String> = page.js_with(script, vec![of.into()]).await?;
    found.with_context(|| format!("no shape with {of}"))
}

#[tokio::test]
async fn axe_finds_nothing_in_results_and_panels() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page).await?;
        run(page).await?;
        for (panel, there) in [
            ("#console", "#console-run"),
            ("#storage", "#storage input"),
            ("#dashboard", "#cache-run"),
            ("#transactions", "#transactions-run"),
            ("#pool", "#pool-run"),
        ] {
            page.unfold(panel).await?;
            page.wait_for(there).await?;
        }
        for (button, found) in [
            ("#cache-run", "cache-counts"),
            ("#transactions-run", "transactions-lanes"),
            ("#pool-run", "pool-lanes"),
        ] {
            press(page, button).await?;
            page.wait_until_within(
                RUN_MAX,
                found,
                &format!(
                    "document.querySelector('[data-testid={found}]') \
                     && document.querySelector('#cancel').getAttribute('aria-disabled') === 'true'"
                ),
            )
            .await?;
        }
        axe::assert_clean_in_every_theme_and_width(page).await
    })
    .await;
}

#[tokio::test]
async fn the_dashboard_counts_a_run_by_shape_and_logs_what_is_slow() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page).await?;
        run(page).await?;
        // What was executed before it was unfolded is there as well.
        page.unfold("#dashboard").await?;
        page.wait_until(
            "the statements are listed",
            "document.querySelectorAll('[data-testid=dashboard-statements] tbody tr').length === 5",
        )
        .await?;
        // N+1 reads the books of 100 authors five times, and those of 10 and of one three times.
        let books = calls(page, "books WHERE author_id = ?").await?;
        ensure!(books == "533", "{books} calls");
        let bars = page.count("[data-testid=dashboard-bars] li").await?;
        ensure!(bars == 5, "{bars} bars");

        page.fill("#slow-threshold", "0").await?;
        page.wait_until(
            "every statement is slow, and the last hundred are listed",
            "/^588 /.test(document.querySelector('[data-testid=dashboard-slow-found]').textContent) \
             && document.querySelectorAll('[data-testid=dashboard-slow] tbody tr').length === 100",
        )
        .await?;
        page.fill("#slow-threshold", "-1").await?;
        page.wait_for("#slow-threshold-error").await?;
        let error = page.text("#slow-threshold-error").await?;
        ensure!(error.contains("-1") && error.contains("60,000"), "{error}");

        // It goes on counting.
        run(page).await?;
        page.wait_until(
            "as many again",
            "[...document.querySelectorAll('[data-testid=dashboard-statements] tbody tr')] \
             .some((row) => row.cells[1].textContent === '1,066')",
        )
        .await?;
        press(page, "#dashboard-clear").await?;
        page.wait_until(
            "nothing is left",
            "document.querySelectorAll('[data-testid=dashboard-statements] tbody tr').length === 0",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn a_result_cache_saves_queries_and_every_reader_gets_the_same_rows() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page).await?;
        page.unfold("#dashboard").await?;
        page.wait_for("#cache-run").await?;
        press(page, "#cache-run").await?;
        page.wait_until_within(
            RUN_MAX,
            "both ways are measured",
            "document.querySelectorAll('[data-testid=cache-bars] li').length === 2",
        )
        .await?;
        let said = page.text("[data-testid=cache-finding]").await?;
        ensure!(
            said.contains("(600 queries)") && said.contains("% were hits"),
            "{said}"
        );
        let counts: Vec<u64> = page
            .js(
                "return [...document.querySelectorAll('[data-testid=cache-counts] tbody td')] \
                 .map((cell) => Number(cell.textContent))",
            )
            .await?;
        let [hits, misses, waits, _, _, invalidated] = counts[..] else {
            anyhow::bail!("{counts:?}");
        };
        ensure!(hits + misses + waits == 600, "{counts:?}");
        ensure!(hits > misses && waits > 0 && invalidated > 0, "{counts:?}");
        Ok(())
    })
    .await;
}

async fn model_pool(page: &Browser, until: &str) -> Result<String> {
    press(page, "#pool-run").await?;
    let finding = "document.querySelector('[data-testid=pool-finding]').textContent";
    page.wait_until(until, &format!("{finding}.includes('{until}')"))
        .await?;
    page.text("[data-testid=pool-finding]").await
}

#[tokio::test]
async fn a_pool_shows_its_wait_and_calls_a_deadlock_a_deadlock() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page).await?;
        page.unfold("#pool").await?;
        page.wait_for("#pool-run").await?;
        let said = model_pool(page, "Too small").await?;
        ensure!(said.contains("waits"), "{said}");
        for canvas in ["pool-lanes", "pool-curve"] {
            page.wait_for(&format!("[data-testid={canvas}] canvas"))
                .await?;
        }
        page.wait_for("[data-testid=pool-events]").await?;
        ensure!(page.count("[data-testid=pool-bars] li").await? >= 2);
        let facts = page.text("[data-testid=pool-facts]").await?;
        ensure!(
            facts.contains("Little") && facts.contains("M/M/c"),
            "{facts}"
        );
        let statuses = page.text("[data-testid=pool-statuses]").await?;
        ensure!(statuses.contains("total=4 active=4"), "{statuses}");

        page.unfold("#pool-more").await?;
        page.wait_for("#pool-checkouts").await?;
        page.fill("#pool-checkouts", "2").await?;
        let said = model_pool(page, "Deadlock").await?;
        ensure!(said.contains("all 4 connections"), "{said}");

        page.fill("#pool-checkouts", "5").await?;
        let error = page.text("#pool-checkouts-error").await?;
        ensure!(error.contains('5') && error.contains('4'), "{error}");
        ensure!(!page.is_enabled("#pool-run").await?);
        page.fill("#pool-checkouts", "1").await?;
        page.fill("#pool-max", "12").await?;
        page.fill("#pool-min", "12").await?;
        model_pool(page, "are enough").await?;

        // What was measured drives it as well.
        run(page).await?;
        press(page, "label[for=pool-service-n-plus-one]").await?;
        page.fill("#pool-per-s", "100").await?;
        press(page, "#pool-run").await?;
        page.wait_until(
            "each pattern has its bar",
            "document.querySelectorAll('[data-testid=pool-bars] li').length === 4 \
             && document.querySelector('[data-testid=pool-bars]').textContent.includes('N+1')",
        )
        .await
    })
    .await;
}

async fn play(page: &Browser, scenario: &str, until: &str) -> Result<String> {
    page.select("#conflict-scenario", scenario).await?;
    press(page, "#transactions-run").await?;
    let finding = "document.querySelector('[data-testid=transactions-finding]').textContent";
    page.wait_until_within(
        RUN_MAX,
        scenario,
        &format!("{finding}.includes('{until}') && document.querySelector('#transactions-run').disabled === false"),
    )
    .await?;
    page.text("[data-testid=transactions-finding]").await
}

#[tokio::test]
async fn transactions_show_the_lost_update_and_who_is_busy() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page).await?;
        page.unfold("#transactions").await?;
        page.wait_for("#transactions-run").await?;
        let said = play(page, "lost-update", "Lost:").await?;
        ensure!(
            said.contains("account 1 holds 1") && said.contains("130"),
            "{said}"
        );
        page.wait_for("[data-testid=transactions-lanes] canvas")
            .await?;
        let said = play(page, "immediate-retry", "Nothing is lost").await?;
        ensure!(!said.contains("Busy: 0 "), "{said}");
        let steps = page.text("[data-testid=transactions-steps]").await?;
        ensure!(
            steps.contains("SQLITE_BUSY") && steps.contains("RESERVED"),
            "{steps}"
        );

        page.fill("#conflict-attempts", "1").await?;
        let error = page.text("#conflict-attempts-error").await?;
        ensure!(error.contains('1') && error.contains("20"), "{error}");
        ensure!(!page.is_enabled("#transactions-run").await?);
        Ok(())
    })
    .await;
}
