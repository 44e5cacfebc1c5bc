//! Nothing is lost: what was typed and what was measured are there again after another lab, and after a reload.

use anyhow::{Result, ensure};
use e2e::compare_lab::{self, compare};
use e2e::threads_lab::{lab, run, site};
use e2e::{Browser, Options, Site, untimed_journey};
use serde_json::Value;

const NOTE: &str = "[data-testid=kept-note]";
const FINDING: &str = "[data-testid=finding]";

/// Goes to a lab as a person does, by the link in the header.
async fn go_to(page: &Browser, lab: &str) -> Result<()> {
    page.click(&format!(".shell__head nav a[href$='/{lab}/']"))
        .await?;
    page.wait_for(&format!(".lab--{lab} [data-testid=kept]"))
        .await
}

/// Waits until the results of so many presses since the page was opened are written.
async fn wait_for_results(page: &Browser, count: u32) -> Result<()> {
    page.wait_until(
        "the results are kept",
        &format!(
            "document.querySelector('[data-testid=kept]')?.dataset.resultsSaved === '{count}'"
        ),
    )
    .await
}

/// Waits until the page has read what there is.
async fn wait_for_read(page: &Browser) -> Result<()> {
    page.wait_until(
        "what is kept is read",
        "!['reading', undefined].includes(document.querySelector('[data-testid=kept]')?.dataset.state)",
    )
    .await
}

/// Lets `change` alter a lab's record of results, as another build would have written it.
async fn alter_results(page: &Browser, lab: &str, change: &str) -> Result<()> {
    page.js::<Value>(&format!(
        "return new Promise((resolve, reject) => {{
             const opening = indexedDB.open('perf-playground');
             opening.onerror = () => reject(opening.error);
             opening.onsuccess = () => {{
                 const records = opening.result.transaction('records', 'readwrite').objectStore('records');
                 const getting = records.get('{lab}/results');
                 getting.onsuccess = () => {{
                     const record = getting.result;
                     {change}
                     records.put(record, '{lab}/results').onsuccess = () => {{
                         opening.result.close();
                         resolve(null);
                     }};
                 }};
             }};
         }})"
    ))
    .await?;
    Ok(())
}

async fn size(page: &Browser) -> Result<Option<String>> {
    page.prop("#size", "value").await
}

/// Fails unless the Threads lab shows the runs that gave this finding.
async fn assert_shows_runs(page: &Browser, finding: &str) -> Result<()> {
    page.wait_for(NOTE).await?;
    for (css, count) in [
        ("[data-testid=scoreboard] > li", 2),
        ("[data-testid=run-worker] [data-testid=result]", 1),
        ("[data-testid=runs] tbody tr", 2),
        ("[data-testid=live-run]", 0),
    ] {
        ensure!(page.count(css).await? == count, "{css}");
    }
    let result = page
        .text("[data-testid=run-worker] [data-testid=result]")
        .await?;
    ensure!(result.contains("✓ checked"), "{result}");
    let found = page.text(FINDING).await?;
    ensure!(found == finding, "{found}");
    Ok(())
}

const WORK: &str = "?size=1000000&rounds=2&on=main,worker";

async fn open_and_run(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&lab(&site, WORK)).await?;
    page.wait_for("#run").await?;
    run(page).await?;
    wait_for_results(page, 1).await?;
    Ok(site)
}

#[tokio::test]
async fn form_and_results_of_threads_outlive_another_lab_and_a_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_and_run(page).await?;
        let finding = page.text(FINDING).await?;
        ensure!(
            page.count(NOTE).await? == 0,
            "what was just measured is not from before"
        );

        // The lab's own name leads to no other form.
        go_to(page, "threads").await?;
        page.wait_until("the link says nothing", "location.search === ''")
            .await?;
        ensure!(size(page).await?.as_deref() == Some("1000000"));

        go_to(page, "compare").await?;
        go_to(page, "threads").await?;
        assert_shows_runs(page, &finding).await?;
        ensure!(size(page).await?.as_deref() == Some("1000000"));
        let is_other = page.attr(NOTE, "data-other-build").await?;
        ensure!(is_other.as_deref() == Some("false"), "{is_other:?}");

        // What was typed and not run comes back, too.
        page.fill("#size", "2000000").await?;
        page.wait_until(
            "the form is kept",
            "document.querySelector('[data-testid=kept]').dataset.state === 'saved'",
        )
        .await?;
        page.reload().await?;
        assert_shows_runs(page, &finding).await?;
        ensure!(size(page).await?.as_deref() == Some("2000000"));

        // A link has its own form, and results of that form alone.
        page.goto(&lab(&site, WORK)).await?;
        assert_shows_runs(page, &finding).await?;
        ensure!(size(page).await?.as_deref() == Some("1000000"));
        page.goto(&lab(&site, "?size=3000000&rounds=2&on=main,worker"))
            .await?;
        wait_for_read(page).await?;
        ensure!(size(page).await?.as_deref() == Some("3000000"));
        ensure!(page.count("[data-testid=scoreboard]").await? == 0);
        ensure!(page.count("[data-testid=empty]").await? == 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn results_of_another_build_are_marked_and_make_way_for_new_ones() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_and_run(page).await?;
        let finding = page.text(FINDING).await?;
        alter_results(page, "threads", "record.build = 'another-build';").await?;
        page.reload().await?;
        assert_shows_runs(page, &finding).await?;
        let note = page.text(NOTE).await?;
        ensure!(note.contains("another-build"), "{note}");
        run(page).await?;
        ensure!(page.count(NOTE).await? == 0, "these are of this build");
        wait_for_results(page, 1).await?;

        alter_results(
            page,
            "threads",
            "record.schema = 99; record.results = null;",
        )
        .await?;
        page.reload().await?;
        wait_for_read(page).await?;
        let said = page.text("[data-testid=kept-said]").await?;
        ensure!(said.contains("schema 99"), "{said}");
        ensure!(page.count("[data-testid=scoreboard]").await? == 0);
        page.fill("#size", "2000000").await?;
        run(page).await?;
        wait_for_results(page, 1).await?;
        let said = page.text("[data-testid=kept-said]").await?;
        ensure!(!said.contains("schema"), "{said}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn all_is_forgotten_when_that_is_asked_for_twice() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_and_run(page).await?;
        page.click("#forget").await?;
        page.click("#forget-no").await?;
        ensure!(page.count("[data-testid=scoreboard]").await? == 1);
        page.click("#forget").await?;
        page.click("#forget-yes").await?;
        page.wait_until(
            "the page says so",
            "document.querySelector('[data-testid=forgotten]').textContent.includes('Forgotten')",
        )
        .await?;
        ensure!(page.count("[data-testid=scoreboard]").await? == 0);
        let focus: String = page.js("return document.activeElement.id").await?;
        ensure!(focus == "forget", "the focus is on “{focus}”");
        page.goto(&lab(&site, "")).await?;
        wait_for_read(page).await?;
        ensure!(page.count("[data-testid=scoreboard]").await? == 0);
        ensure!(size(page).await?.as_deref() != Some("1000000"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_nothing_can_be_kept_the_lab_says_so_and_works() {
    untimed_journey(Options::chromium(), async |page| {
        page.before_every_page(
            "IDBFactory.prototype.open = () => { throw new DOMException('storage is off', 'SecurityError') };",
        )
        .await?;
        let site = site()?;
        page.goto(&lab(&site, WORK)).await?;
        wait_for_read(page).await?;
        let said = page.text("[data-testid=kept-said]").await?;
        ensure!(said.contains("storage is off"), "{said}");
        run(page).await
    })
    .await;
}

/// What the Database lab shows that was found: the finding, the bars, and the executed work.
async fn what_database_shows(page: &Browser) -> Result<Vec<String>> {
    page.wait_for("[data-testid=why]").await?;
    let mut shown = Vec::new();
    for css in [
        FINDING,
        "[data-testid=bar-n-plus-one]",
        "[data-testid=pattern-join]",
        "[data-testid=why]",
    ] {
        shown.push(page.text(css).await?);
    }
    Ok(shown)
}

#[tokio::test]
async fn form_and_results_of_the_database_lab_outlive_another_lab_and_a_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        page.goto(&site.url("database/?n=50")).await?;
        page.wait_for("#round-trip-slider").await?;
        page.click("#run").await?;
        wait_for_results(page, 1).await?;
        let shown = what_database_shows(page).await?;
        ensure!(
            page.count(NOTE).await? == 0,
            "what was just measured is not from before"
        );

        go_to(page, "compare").await?;
        go_to(page, "database").await?;
        page.wait_for(NOTE).await?;
        ensure!(what_database_shows(page).await? == shown);
        let n = page.prop("#n", "value").await?;
        ensure!(n.as_deref() == Some("50"), "{n:?}");

        // The slider redraws what was kept, and how it stands is kept as well.
        page.fill("#round-trip", "7").await?;
        page.wait_until(
            "the form is kept",
            "document.querySelector('[data-testid=kept]').dataset.state === 'saved'",
        )
        .await?;
        let slower = page.text(FINDING).await?;
        ensure!(slower != shown[0], "{slower}");
        page.reload().await?;
        page.wait_for(NOTE).await?;
        ensure!(page.text(FINDING).await? == slower);
        let is_other = page.attr(NOTE, "data-other-build").await?;
        ensure!(is_other.as_deref() == Some("false"), "{is_other:?}");

        // Of a build that knew another pattern.
        alter_results(
            page,
            "database",
            "record.results.runs[0].pattern = 'guess';",
        )
        .await?;
        page.reload().await?;
        wait_for_read(page).await?;
        let said = page.text("[data-testid=kept-said]").await?;
        ensure!(said.contains("guess"), "{said}");
        page.wait_for("[data-testid=empty]").await?;
        page.click("#run").await?;
        wait_for_results(page, 1).await?;
        ensure!(page.count(NOTE).await? == 0);

        page.click("#forget").await?;
        page.click("#forget-yes").await?;
        page.wait_for("[data-testid=empty]").await?;
        ensure!(page.count("[data-testid=why]").await? == 0);
        page.reload().await?;
        wait_for_read(page).await?;
        page.wait_for("[data-testid=empty]").await
    })
    .await;
}

#[tokio::test]
async fn form_code_and_results_of_compare_outlive_another_lab_and_a_reload() {
    untimed_journey(Options::chromium(), async |page| {
        let site = compare_lab::open_lab(page, "?budget=2").await?;
        compare(page).await?;
        wait_for_results(page, 1).await?;
        let shown = what_compare_shows(page).await?;
        page.click("#what-own").await?;
        page.wait_for("[data-testid=snippet-1-of]").await?;

        go_to(page, "threads").await?;
        go_to(page, "compare").await?;
        page.wait_for(NOTE).await?;
        ensure!(
            page.prop("#budget", "value").await?.as_deref() == Some("2"),
            "the form is back"
        );
        page.wait_for("[data-testid=snippet-1-of]").await?;
        ensure!(what_compare_shows(page).await? == shown);
        ensure!(
            page.prop("#go-on", "ariaDisabled").await?.as_deref() == Some("true"),
            "nobody is left who could be called"
        );

        alter_results(page, "compare", "record.build = 'another-build';").await?;
        page.goto(&compare_lab::lab(&site, "?budget=2")).await?;
        let note = page.text(NOTE).await?;
        ensure!(note.contains("another-build"), "{note}");
        ensure!(what_compare_shows(page).await? == shown);
        page.goto(&compare_lab::lab(&site, "?budget=3")).await?;
        wait_for_read(page).await?;
        ensure!(page.count("[data-testid=verdicts]").await? == 0);
        Ok(())
    })
    .await;
}

/// The finding, the tables, and how many samples the pictures have.
async fn what_compare_shows(page: &Browser) -> Result<Vec<String>> {
    let mut shown = Vec::new();
    for css in [FINDING, "[data-testid=verdicts]", "[data-testid=times]"] {
        shown.push(page.text(css).await?);
    }
    page.wait_for("[data-testid=spread]").await?;
    page.wait_for("[data-testid=course]").await?;
    Ok(shown)
}
