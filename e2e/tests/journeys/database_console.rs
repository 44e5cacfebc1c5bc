//! The Database lab's console: values, long results, errors, plans, links, the N+1 detector, and what is cancelled.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use e2e::compare_lab::{CATCH_EXPORTS, saved};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, untimed_journey};

/// SQLite's module has to be fetched and compiled, and a long result made.
const RUN_MAX: Duration = Duration::from_mins(1);

/// Within a second on a machine that has nothing else to do.
const CANCEL_MAX: Duration = Duration::from_secs(10);

const ESCAPE: &str = "\u{e00c}";
const END: &str = "\u{e010}";

const ENDLESS: &str =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

const MILLION: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000) \
                       SELECT x, 'row ' || x AS name FROM n";

async fn open_console(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url("database/")).await?;
    page.wait_for("#console").await?;
    page.unfold("#console").await?;
    page.wait_for("#console-run").await?;
    Ok(site)
}

/// Puts SQL into the editor by way of the plain field, which always holds what the editor does.
async fn write(page: &Browser, sql: &str) -> Result<()> {
    page.js_with::<()>(
        "const field = document.querySelector('#console-sql');
         field.value = args[0];
         field.dispatchEvent(new Event('input', { bubbles: true }))",
        vec![sql.into()],
    )
    .await
}

/// Executes SQL, and waits until the finding contains `expected`.
async fn execute(page: &Browser, sql: &str, expected: &str) -> Result<()> {
    write(page, sql).await?;
    page.click("#console-run").await?;
    says(page, expected).await
}

async fn says(page: &Browser, expected: &str) -> Result<()> {
    let shown = format!(
        "document.querySelector('[data-testid=console-finding]').textContent.includes({expected:?}) \
         && document.querySelector('#console-cancel').getAttribute('aria-disabled') === 'true'"
    );
    page.wait_until_within(RUN_MAX, &format!("the console says {expected:?}"), &shown)
        .await
}

async fn load_library(page: &Browser) -> Result<()> {
    page.click("#console-load").await?;
    page.wait_until_within(
        RUN_MAX,
        "the tables are listed",
        "document.querySelector('[data-testid=console-tables]')?.textContent.includes('rows: 10,000') \
         && document.querySelector('#console-cancel').getAttribute('aria-disabled') === 'true'",
    )
    .await
}

/// The cells of a row in sight, counted from zero.
async fn cells(page: &Browser, row: u32) -> Result<Vec<String>> {
    page.js::<Vec<String>>(&format!(
        "return [...document.querySelectorAll('[data-row=\"{row}\"] td')]
             .map((cell) => cell.textContent.trim())"
    ))
    .await
}

#[tokio::test]
async fn a_query_without_end_is_cancelled_and_the_data_are_still_there() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        load_library(page).await?;
        write(page, ENDLESS).await?;
        page.click("#console-run").await?;
        page.wait_until(
            "it executes",
            "document.querySelector('[data-testid=console-finding]').textContent.startsWith('Executing')",
        )
        .await?;
        let asked = Instant::now();
        page.press(ESCAPE).await?;
        says(page, "Cancelled.").await?;
        ensure!(asked.elapsed() < CANCEL_MAX, "{:?}", asked.elapsed());

        execute(page, "SELECT count(*) FROM books", "rows read: 1;").await?;
        let found = cells(page, 0).await?;
        ensure!(found == ["10000"], "{found:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_million_rows_are_scrolled_to_their_end() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        execute(page, MILLION, "rows read: 1,000,000;").await?;
        let rows = page.text("[data-testid=console-rows]").await?;
        ensure!(rows.contains("1 to 14 of 1,000,000"), "{rows}");
        let count = page.attr("[data-testid=console-grid] table", "aria-rowcount").await?;
        ensure!(count.as_deref() == Some("1000001"), "{count:?}");

        page.js::<()>("document.querySelector('[data-testid=console-grid]').focus()")
            .await?;
        page.press(END).await?;
        page.wait_until(
            "the last row is in sight",
            "document.querySelector('[data-row=\"999999\"]')?.textContent.includes('row 1000000')",
        )
        .await?;
        let in_page = page.count("[data-testid=console-grid] tbody tr").await?;
        ensure!(in_page <= 20, "{in_page} rows are in the page");
        let is_in_sight: bool = page
            .js(
                "const grid = document.querySelector('[data-testid=console-grid]');
                 const row = document.querySelector('[data-row=\"999999\"]');
                 return row.getBoundingClientRect().bottom <= grid.getBoundingClientRect().bottom",
            )
            .await?;
        ensure!(is_in_sight);

        // The scroll bar leads there as well.
        page.js::<()>(
            "const grid = document.querySelector('[data-testid=console-grid]');
             grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2",
        )
        .await?;
        page.wait_until(
            "rows of the middle are in sight",
            "/row (499|500)\\d{3}/.test(document.querySelector('[data-testid=console-grid] tbody').textContent)",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn values_are_exact_and_kinds_of_nothing_are_told_apart() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        let sql = "SELECT 9007199254740993, NULL, '', x'', x'00ff', 'NULL', 1.0";
        execute(page, sql, "rows read: 1;").await?;
        let found = cells(page, 0).await?;
        let expected = [
            "9007199254740993",
            "NULL(no value)",
            "empty text",
            "x''0 B",
            "x'00ff'2 B",
            "NULL",
            "1.0",
        ];
        ensure!(found == expected, "{found:?}");
        // What is no text says so by a badge.
        let badges = page
            .js::<Vec<bool>>(
                "return [...document.querySelectorAll('[data-row=\"0\"] td')]
                     .map((cell) => cell.querySelector('.badge') !== null)",
            )
            .await?;
        ensure!(
            badges == [false, true, true, true, true, false, false],
            "{badges:?}"
        );

        // A long text is there as a whole on a press.
        execute(page, "SELECT printf('%.*c', 5000, 'x') AS long", "rows read: 1;").await?;
        page.click("[data-row=\"0\"] td button").await?;
        page.wait_until(
            "all of it is shown",
            "document.querySelector('[data-testid=console-whole] pre')?.textContent.trim().length === 5000",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn a_result_is_saved_whole_as_csv_and_as_json() {
    untimed_journey(Options::chromium(), async |page| {
        page.before_every_page(CATCH_EXPORTS).await?;
        let _site = open_console(page).await?;
        let values = "SELECT 9007199254740993 AS big, NULL AS \"no, value\", '' AS empty, x'00ff' AS bytes, \
                      'two' || char(10) || '\"lines\"' AS text";
        execute(page, values, "rows read: 1;").await?;
        let csv = saved(page, "#console-save-csv").await?;
        ensure!(
            csv == "big,\"no, value\",empty,bytes,text\r\n\
                    9007199254740993,,\"\",x'00ff',\"two\n\"\"lines\"\"\"\r\n",
            "{csv:?}"
        );
        let json = saved(page, "#console-save-json").await?;
        let json: serde_json::Value = serde_json::from_str(&json)?;
        let expected = serde_json::json!({
            "columns": ["big", "no, value", "empty", "bytes", "text"],
            "rows": [["9007199254740993", null, "", { "blob": "00ff" }, "two\n\"lines\""]],
        });
        ensure!(json == expected, "{json}");

        // Many more rows than are in the page, or in one answer of the worker.
        let many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 30000) SELECT x FROM n";
        execute(page, many, "rows read: 30,000;").await?;
        let csv = saved(page, "#console-save-csv").await?;
        let numbers: Vec<u32> = csv
            .lines()
            .skip(1)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        ensure!(numbers.into_iter().eq(1..=30_000), "every row, in its order");
        says(page, "30,000").await
    })
    .await;
}

#[tokio::test]
async fn what_was_executed_is_there_again_after_a_reload_until_all_is_forgotten() {
    /// What the history says, from the last on.
    async fn history(page: &Browser) -> Result<Vec<String>> {
        page.js("return [...document.querySelectorAll('#console-history li button')].map((text) => text.textContent.trim())")
            .await
    }
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        execute(page, "SELECT 1 AS one", "rows read: 1;").await?;
        execute(page, "SELECT 2 AS two", "rows read: 1;").await?;
        let both = ["SELECT 2 AS two", "SELECT 1 AS one"];
        ensure!(history(page).await? == both);
        page.reload().await?;
        page.wait_for("#console").await?;
        page.unfold("#console").await?;
        page.wait_for("#console-history:not([hidden])").await?;
        ensure!(history(page).await? == both);

        page.wait_for("#forget").await?;
        page.click("#forget").await?;
        page.click("#forget-yes").await?;
        page.wait_until(
            "the history has gone",
            "document.querySelector('#console-history').hidden",
        )
        .await?;
        page.reload().await?;
        page.wait_for("#console").await?;
        page.unfold("#console").await?;
        page.wait_for("#console-run").await?;
        execute(page, "SELECT 3 AS three", "rows read: 1;").await?;
        ensure!(history(page).await? == ["SELECT 3 AS three"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_fills_the_editor_and_starts_nothing() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        page.goto(&site.url("database/?sql=SELECT%201%20AS%20one"))
            .await?;
        page.wait_for("#console-run").await?;
        page.wait_until(
            "the editor holds it",
            "document.querySelector('#console-sql').value === 'SELECT 1 AS one'",
        )
        .await?;
        let said = page.text("[data-testid=console-finding]").await?;
        ensure!(said == "Nothing executed yet.", "{said}");
        let fetched: bool = page
            .js("return performance.getEntriesByType('resource')
                     .some((entry) => entry.name.endsWith('workers/sql.js'))")
            .await?;
        ensure!(!fetched, "SQLite was fetched");
        page.click("#console-run").await?;
        says(page, "rows read: 1;").await?;
        let found = cells(page, 0).await?;
        ensure!(found == ["1"], "{found:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_error_names_its_place_and_its_code() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        page.wait_for("#console-sql-frame > div").await?;
        execute(page, "SELECT 1;\n  FROM books", "SQLITE_ERROR").await?;
        let said = page.text("[data-testid=console-finding]").await?;
        ensure!(said.contains("line 2, column 3"), "{said}");
        page.wait_until(
            "the place is marked",
            "document.querySelector('#console-sql-frame > div').shadowRoot
                 .querySelector('.cm-wrongPart')?.textContent === 'FROM'",
        )
        .await?;
        execute(
            page,
            "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (1)",
            "t.a",
        )
        .await?;
        let said = page.text("[data-testid=console-finding]").await?;
        ensure!(said.contains("SQLITE_CONSTRAINT_UNIQUE"), "{said}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn queries_one_by_one_are_found_with_the_join_that_replaces_them() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        load_library(page).await?;
        let mut seen = 0;
        let mut next = async |sql: &str| {
            seen += 1;
            write(page, sql).await?;
            page.click("#console-run").await?;
            page.wait_until(
                "it was seen",
                &format!(
                    "document.querySelector('[data-testid=console-detector]')?.textContent.startsWith('Statements seen: {seen}.') \
                     && document.querySelector('#console-cancel').getAttribute('aria-disabled') === 'true'"
                ),
            )
            .await
        };
        next("SELECT id, name FROM authors ORDER BY id LIMIT 5").await?;
        for author in 1..=4 {
            next(&format!("SELECT title FROM books WHERE author_id = {author}")).await?;
        }
        let finding = page.text("#console [data-testid=detector]").await?;
        ensure!(finding.contains("this query ran 4 times"), "{finding}");
        ensure!(finding.contains("LEFT JOIN books"), "{finding}");
        page.click("#console-forget").await?;
        ensure!(page.count("#console [data-testid=detector]").await? == 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_plans_stand_side_by_side_with_what_differs() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_console(page).await?;
        load_library(page).await?;
        write(page, "SELECT * FROM books ORDER BY title").await?;
        page.click("#console-explain").await?;
        page.wait_for("#console-keep-plan").await?;
        let plan = page.text("[data-testid=console-plan]").await?;
        ensure!(
            plan.contains("full table scan") && plan.contains("sort in a temporary b-tree"),
            "{plan}"
        );
        page.click("#console-keep-plan").await?;
        write(page, "SELECT * FROM books WHERE id = 7").await?;
        page.click("#console-explain").await?;
        page.wait_for("[data-testid=console-difference]").await?;
        let difference = page.text("[data-testid=console-difference]").await?;
        ensure!(difference.contains("search by key"), "{difference}");

        // What only reads can be timed.
        write(page, "SELECT count(*) FROM books").await?;
        page.click("#console-time").await?;
        page.wait_until_within(
            RUN_MAX,
            "there is a median, or the clock is too coarse",
            "/^Median|^The clock/.test(document.querySelector('[data-testid=console-finding]').textContent)",
        )
        .await?;
        write(page, "DELETE FROM books").await?;
        page.click("#console-time").await?;
        says(page, "takes only those that read").await
    })
    .await;
}
