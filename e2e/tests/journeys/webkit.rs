//! The main journey of each lab in WebKit: as WebKitGTK is built, isolated and without shared memory, and with shared
//! memory as Safari has it.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::compare_lab::{self, bar, compare};
use e2e::threads_lab::{self, panel, result_of};
use e2e::{Browser, Options, untimed_journey};

use super::{
    cache, database, database_storage, event_loop, event_loop_browser, harness, isolation,
    own_code, start,
};

/// What is still under way says so with an ellipsis; it is over by then.
const SETTLED_MAX: Duration = Duration::from_secs(20);

/// Nothing on the page waits for anything any more, and no figure is none.
async fn assert_settled(page: &Browser) -> Result<()> {
    page.wait_until_within(
        SETTLED_MAX,
        "nothing is under way",
        "!/(computing|Checking|Reading|Loading|Fetching|being measured)\\b/.test(document.querySelector('main').innerText)",
    )
    .await?;
    let wrong: Vec<String> = page
        .js(
            "const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
             const wrong = [];
             while (texts.nextNode()) {
                 const { data, parentElement } = texts.currentNode;
                 if (/NaN|∞|Infinity/.test(data) && !parentElement.closest('script, style, code, pre')) wrong.push(data);
             }
             return wrong",
        )
        .await?;
    ensure!(wrong.is_empty(), "no figures: {wrong:?}");
    let (is, has): (u32, u32) = page
        .js("const { scrollWidth, clientWidth } = document.documentElement; return [scrollWidth, clientWidth]")
        .await?;
    ensure!(is <= has, "the page is {is} wide, the window {has}");
    Ok(())
}

/// The scoreboard's lines, in words.
async fn scores(page: &Browser) -> Result<Vec<String>> {
    page.js("return [...document.querySelectorAll('[data-testid=scoreboard] > li')].map((line) => line.innerText)")
        .await
}

/// Runs in the places that a browser has without shared memory, and in that if it has it.
async fn runs_in_every_place(page: &Browser, has_memory: bool) -> Result<()> {
    let _site = threads_lab::open_lab(
        page,
        "?kernel=mandelbrot&size=300&rounds=1&on=main,sliced,worker,pool,parallel&workers=2&jobs=6&threads=2",
    )
    .await?;
    threads_lab::run(page).await?;
    let mut places = vec!["main", "sliced", "worker", "pool"];
    if has_memory {
        places.push("parallel");
    } else {
        let is_offered = page.count("#on-parallel:not(:disabled)").await? > 0;
        let has_run = page.count(&panel("parallel")).await? > 0;
        ensure!(
            !is_offered || has_run && result_of(page, "parallel").await?.contains("Failed"),
            "shared memory is offered where there is none"
        );
    }
    for place in &places {
        let result = result_of(page, place).await?;
        ensure!(result.contains("✓ checked"), "{place}: {result}");
    }
    let scores = scores(page).await?;
    ensure!(scores.len() >= places.len(), "{scores:?}");
    assert_settled(page).await
}

/// One press freezes the page and paints the picture in three places.
async fn freezes_the_start_page(page: &Browser) -> Result<()> {
    let site = threads_lab::site()?;
    start::open(page, &site).await?;
    page.click("#freeze").await?;
    start::wait_for_end(page).await?;
    let lines = start::scoreboard(page).await?;
    ensure!(lines.len() == 3, "{lines:?}");
    let (place, liveliness) = &lines[0];
    ensure!(place == "score-main" && liveliness == "frozen", "{lines:?}");
    for place in ["main", "worker"] {
        let (share, _) = start::painted(page, place).await?;
        ensure!(share > 0.99, "{place}: {share} is painted");
    }
    assert_settled(page).await
}

#[tokio::test]
async fn the_start_page_freezes_and_thaws() {
    untimed_journey(Options::webkit(), freezes_the_start_page).await;
}

#[tokio::test]
async fn the_start_page_freezes_and_thaws_with_shared_memory() {
    untimed_journey(Options::webkit().shared_memory(), async |page| {
        freezes_the_start_page(page).await?;
        let (share, _) = start::painted(page, "parallel").await?;
        ensure!(share > 0.99, "{share} is painted");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn threads_run_in_every_place_but_shared_memory() {
    untimed_journey(Options::webkit(), async |page| {
        runs_in_every_place(page, false).await
    })
    .await;
}

#[tokio::test]
async fn threads_run_on_shared_memory_as_in_safari() {
    untimed_journey(Options::webkit().shared_memory(), async |page| {
        runs_in_every_place(page, true).await
    })
    .await;
}

#[tokio::test]
async fn a_crashed_worker_is_told_of_in_a_few_words() {
    untimed_journey(Options::webkit().viewport(450, 800), async |page| {
        let _site = threads_lab::open_lab(
            page,
            "?kernel=roots&size=1000000&rounds=1&on=pool&workers=2&jobs=2",
        )
        .await?;
        page.click("[data-testid=pool] > summary").await?;
        page.click("#pool-crash").await?;
        page.wait_until(
            "the crash is told of",
            "document.querySelector('[data-testid=pool-jobs] li[data-state=failed]')",
        )
        .await?;
        let said = page.text("[data-testid=pool-jobs]").await?;
        ensure!(said.contains("crashed"), "{said}");
        assert_settled(page).await
    })
    .await;
}

/// Compares so many candidates. A verdict is not asked for: what else runs beside this may leave it open.
async fn compares(page: &Browser, candidates: usize) -> Result<()> {
    compare(page).await?;
    let said = compare_lab::finding(page).await?;
    ensure!(!said.contains("failed"), "{said}");
    for number in 1..=candidates {
        let bar = bar(page, number).await?;
        ensure!(bar.end > 0.0, "{bar:?}");
        let times = page.text(&format!("[data-testid=times-{number}]")).await?;
        ensure!(times.contains(" block"), "{times}");
    }
    assert_settled(page).await
}

#[tokio::test]
async fn kernels_are_compared() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = compare_lab::open_lab(page, "?budget=10").await?;
        compares(page, 2).await
    })
    .await;
}

#[tokio::test]
async fn own_code_is_compared() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = compare_lab::open_lab(page, "?what=own&budget=10").await?;
        compares(page, 3).await
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_own_code_is_said_with_its_line() {
    untimed_journey(Options::webkit(), async |page| {
        for (body, expected) in [
            (
                "let a = 1;\nlet b = ;",
                "line 2: “SyntaxError: Unexpected token",
            ),
            (
                "let a = 1; // (a) 'b' @c\nnull.a;",
                "line 2, column 5: “TypeError: null is not",
            ),
            ("while (true);", "a call was ended after 1 s"),
        ] {
            let link = compare_lab::own_code("", &[("a", body), ("b", "return 1;")], "3", 1);
            let _site = compare_lab::open_lab(page, &link).await?;
            compare(page).await?;
            let said = compare_lab::finding(page).await?;
            ensure!(said.contains(expected), "{body}: {said}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn own_code_reaches_neither_network_nor_storage_nor_page() {
    untimed_journey(Options::webkit(), own_code::reaches_nothing).await;
}

#[tokio::test]
async fn patterns_run_on_sqlite() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = database::open_lab(page, "").await?;
        database::run(page).await?;
        database::shows_the_default(page).await?;
        assert_settled(page).await
    })
    .await;
}

#[tokio::test]
async fn a_database_that_cannot_be_stored_stays_in_memory_and_says_so() {
    // A driver's session stores no files.
    untimed_journey(Options::webkit(), async |page| {
        let said = "this browser has no storage in which a worker can keep a database";
        database_storage::works_in_memory_instead(page, said).await
    })
    .await;
}

#[tokio::test]
async fn every_cache_policy_has_its_curve() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = cache::open_lab(page, "").await?;
        cache::run(page).await?;
        let said = cache::finding(page).await?;
        ensure!(said.contains("part at access"), "{said}");
        ensure!(page.count("[data-testid=bars] > li").await? == 14);
        ensure!(page.count("[data-testid=cache-curves] canvas").await? == 1);
        assert_settled(page).await
    })
    .await;
}

#[tokio::test]
async fn a_program_runs_in_the_event_loop() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = event_loop::open_lab(page, "").await?;
        event_loop::run(page).await?;
        let printed = event_loop::printed(page).await?;
        ensure!(printed.len() == 9, "{printed:?}");
        let said = event_loop::finding(page).await?;
        ensure!(said.contains("ticks and microtasks are emptied"), "{said}");
        assert_settled(page).await
    })
    .await;
}

#[tokio::test]
async fn the_browsers_own_loop_keeps_what_is_guaranteed() {
    untimed_journey(Options::webkit(), async |page| {
        let _site = event_loop_browser::open_panel(page).await?;
        let said = event_loop_browser::run(page, "each").await?;
        ensure!(said.contains("microtasks ran before"), "{said}");
        event_loop_browser::held(page).await?;
        assert_settled(page).await
    })
    .await;
}

#[tokio::test]
async fn a_plain_host_is_isolated_and_works_offline() {
    untimed_journey(Options::webkit(), isolation::works_offline).await;
}

#[tokio::test]
async fn options_reach_the_page() {
    // Wide enough for a window.
    untimed_journey(
        Options::webkit().viewport(900, 740).dark(),
        harness::reads_options,
    )
    .await;
}

#[tokio::test]
async fn fields_are_filled_and_lists_chosen_from() {
    untimed_journey(Options::webkit(), harness::fills_fields).await;
}

#[tokio::test]
async fn nothing_is_left_of_a_browser_however_its_journey_ends() -> Result<()> {
    harness::leaves_nothing(&Options::webkit()).await
}
