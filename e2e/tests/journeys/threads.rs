//! The Threads lab: the main thread blocked and not blocked, cancelled and crashed, by mouse, keyboard and link.

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::frames::{self, Frames};
use e2e::threads_lab::{
    Figures, cancel, figures, lab, open_lab, panel, result_of, run, site, wait_for_end,
    wait_for_progress,
};
use e2e::{Browser, Host, Kind, Options, Site, axe, journey, untimed_journey};
use serde_json::json;

/// A task that is longer than this is felt by whoever uses the page meanwhile.
const TASK_MS_MAX: f64 = 50.0;
const CANCEL_MS_MAX: f64 = 200.0;
/// Long enough for the freeze to be beyond doubt.
const BLOCKING_MS_MIN: f64 = 1000.0;
/// Puts the main figures into the log of every run of the journeys, past the capture of what tests print.
fn report(page: &Browser, engine: &str, main: &Figures, worker: &Figures) -> Result<()> {
    let line = |place: &str, figures: &Figures| {
        format!(
            "{:?}, {engine}, {place}: computed for {:.0} ms, longest frame {:.0} ms",
            page.kind(),
            figures.compute_ms,
            figures.longest_frame_ms
        )
    };
    let (main, worker) = (line("main thread", main), line("worker", worker));
    writeln!(std::io::stderr(), "\n{main}\n{worker}")?;
    Ok(())
}

/// The figures of the last run on a worker do not count, and the page says why wherever they would stand.
async fn is_void(page: &Browser, why: &str) -> Result<()> {
    let badge = page.text("[data-testid=run-worker] .badge").await?;
    ensure!(badge == "void", "{badge}");
    let note = page
        .text("[data-testid=run-worker] [data-testid=void]")
        .await?;
    ensure!(
        note.contains("do not count") && note.contains(why),
        "{note}"
    );
    let table = page.text("[data-testid=runs] tbody").await?;
    ensure!(
        table.contains("did not count") && table.contains(why),
        "{table}"
    );
    let counted = page
        .attr("[data-testid=group-worker]", "data-count")
        .await?;
    ensure!(counted.as_deref() == Some("0"), "{counted:?}");
    let void = page.attr("[data-testid=finding]", "data-void").await?;
    let finding = page.text("[data-testid=finding]").await?;
    ensure!(void.as_deref() == Some("true"), "{finding}");
    ensure!(
        finding.contains("do not count") && finding.contains(why),
        "{finding}"
    );
    Ok(())
}

/// Gives so many rounds that the computation takes long enough on this machine, and runs it.
async fn run_for_a_second(
    page: &Browser,
    site: &Site,
    engine: &str,
    strategy: &str,
) -> Result<(Figures, Frames)> {
    if page.kind() == Kind::Chromium {
        frames::watch(page).await?;
    }
    // In Firefox and in JavaScript a round takes many times what it takes elsewhere.
    let mut rounds = 5;
    loop {
        let query = format!("?size=20000000&rounds={rounds}&engine={engine}&on={strategy}");
        page.goto(&lab(site, &query)).await?;
        page.wait_for("#run").await?;
        if page.kind() == Kind::Firefox {
            frames::watch(page).await?;
        }
        run(page).await?;
        let figures = figures(page, strategy).await?;
        if figures.compute_ms >= BLOCKING_MS_MIN {
            return Ok((figures, frames::seen(page).await?));
        }
        ensure!(
            rounds < 1000,
            "no number of rounds takes a second: {figures:?}"
        );
        rounds = (rounds * 3).min(1000);
    }
}

async fn both_places(page: &Browser, engine: &str) -> Result<()> {
    let site = site()?;
    let (main, _) = run_for_a_second(page, &site, engine, "main").await?;
    ensure!(main.longest_frame_ms >= 0.9 * main.compute_ms, "{main:?}");
    page.click("#on-worker").await?;
    run(page).await?;
    for strategy in ["main", "worker"] {
        let result = result_of(page, strategy).await?;
        ensure!(result.contains("✓ checked"), "{strategy}: {result}");
    }
    let worker = figures(page, "worker").await?;
    report(page, engine, &figures(page, "main").await?, &worker)?;
    ensure!(
        worker.longest_frame_ms < 0.5 * worker.compute_ms,
        "{worker:?}"
    );
    let finding = page.text("[data-testid=finding]").await?;
    ensure!(
        finding.contains("froze for") && finding.contains("Worker: the same work in"),
        "{finding}"
    );
    // The first run of a worker shows what it costs to start one.
    page.click("[data-testid=run-worker] summary").await?;
    let table = page.text("[data-testid=run-worker] table").await?;
    for phase in [
        "spawn", "compile", "waiting", "transfer", "compute", "return",
    ] {
        ensure!(table.contains(phase), "no {phase} in {table}");
    }
    Ok(())
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    // --- blocked and not blocked ---

    #[tokio::test]
    async fn the_main_thread_computes_and_the_page_stands_still() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            let (figures, seen) = run_for_a_second(page, &site, "wasm", "main").await?;
            // Seen by the journey's own loop, and by the page's.
            let gap_ms = seen.longest_gap_ms();
            ensure!(
                gap_ms >= 0.9 * figures.compute_ms,
                "{gap_ms} of {figures:?}"
            );
            ensure!(
                figures.longest_frame_ms >= 0.9 * figures.compute_ms,
                "{figures:?}"
            );
            let badge = page.text("[data-testid=run-main] .badge").await?;
            ensure!(badge.contains("frozen"), "{badge}");
            let result = result_of(page, "main").await?;
            ensure!(
                result.contains("1,270,607 primes") && result.contains("✓ checked"),
                "{result}"
            );
            let finding = page.text("[data-testid=finding]").await?;
            ensure!(finding.contains("The page froze for"), "{finding}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_worker_computes_and_no_task_of_ours_keeps_the_page() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            let (figures, seen) = run_for_a_second(page, &site, "wasm", "worker").await?;
            let during = seen.between(figures.start_ms, figures.start_ms + figures.compute_ms);
            let longest_ms = during.longest_script_ms(&site.url(""));
            ensure!(
                longest_ms <= TASK_MS_MAX,
                "a script of ours ran for {longest_ms} ms while the worker computed: {during:?}"
            );
            // The page went on painting: a page that is blocked has no frame at all.
            ensure!(
                figures.longest_frame_ms < 0.5 * figures.compute_ms,
                "{figures:?}"
            );
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn both_are_run_and_the_finding_says_what_the_difference_is() {
        journey(Options::chromium(), async |page| {
            both_places(page, "wasm").await
        })
        .await;
    }

    #[tokio::test]
    async fn javascript_blocks_and_is_offloaded_in_the_same_way() {
        journey(Options::chromium(), async |page| {
            both_places(page, "js").await
        })
        .await;
    }

    #[tokio::test]
    async fn firefox_shows_the_same() {
        journey(Options::firefox(), async |page| {
            both_places(page, "wasm").await
        })
        .await;
    }

    // --- cancelled and crashed ---

    #[tokio::test]
    async fn cancel_returns_at_once_and_the_next_run_works() {
        journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=1000&on=worker").await?;
            page.click("#run").await?;
            wait_for_progress(page).await?;
            let took_ms = cancel(page).await?;
            ensure!(took_ms <= CANCEL_MS_MAX, "{took_ms} ms");
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("Cancelled"), "{result}");

            page.unfold("#group-algorithm").await?;
            page.fill("#rounds", "2").await?;
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            Ok(())
        })
        .await;
    }
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    // --- blocked and not blocked ---

    #[tokio::test]
    async fn the_page_can_be_typed_into_while_a_worker_computes() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=1000&on=worker").await?;
            page.click("#run").await?;
            wait_for_progress(page).await?;
            page.type_into("#type-here", "still alive").await?;
            ensure!(page.prop("#type-here", "value").await?.as_deref() == Some("still alive"));
            ensure!(
                page.count("[data-testid=live-run]").await? == 1,
                "it still computes"
            );
            page.click("#cancel").await
        })
        .await;
    }

    // --- cancelled and crashed ---

    #[tokio::test]
    async fn a_crash_of_the_worker_is_said_and_the_next_run_works() {
        untimed_journey(Options::chromium(), async |page| {
            let site = site()?;
            page.expect_console("RuntimeError: unreachable");
            for (fault, words, lost) in [
                ("trap", "the worker crashed", "lost: worker crashed"),
                (
                    "exit",
                    "the worker ended without an answer",
                    "lost: worker ended without an answer",
                ),
            ] {
                let query = format!("?size=1000000&rounds=3&on=worker&fault={fault}");
                page.goto(&lab(&site, &query)).await?;
                page.wait_for("#run").await?;
                run(page).await?;
                let result = result_of(page, "worker").await?;
                ensure!(
                    result.contains("Failed") && result.contains(words),
                    "{fault}: {result}"
                );
                page.click(&format!("{} .chart__tools summary", panel("worker")))
                    .await?;
                let table = page
                    .text(&format!("{} .chart__tools table", panel("worker")))
                    .await?;
                ensure!(table.contains(lost), "{fault}: {table}");
                run(page).await?;
                let result = result_of(page, "worker").await?;
                ensure!(result.contains("✓ checked"), "{fault}: {result}");
            }
            Ok(())
        })
        .await;
    }

    // --- the form and its link ---

    #[tokio::test]
    async fn the_page_says_beforehand_how_long_it_will_freeze() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=30&on=main").await?;
            page.wait_until(
                "the page has an estimate",
                "/will freeze for about [\\d.,]+ m?s/.test(document.querySelector('[data-testid=freeze-warning]').textContent)",
            )
            .await?;
            page.click("#on-worker").await?;
            page.click("#on-main").await?;
            ensure!(!page.is_shown("[data-testid=freeze-warning]").await?, "a worker freezes nothing");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_link_restores_the_experiment_and_does_not_start_it() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?kernel=primes&variant=plain&size=12%20345&rounds=7&engine=js&on=worker").await?;
            ensure!(page.prop("#size", "value").await?.as_deref() == Some("12 345"));
            ensure!(page.prop("#rounds", "value").await?.as_deref() == Some("7"));
            let chosen: Vec<String> = page
                .js("return [...document.querySelectorAll('.controls .choices input:checked')].map((input) => input.id)")
                .await?;
            ensure!(chosen == ["kernel-primes", "on-worker", "variant-plain", "engine-js"], "{chosen:?}");
            page.assert_stays(Duration::from_secs(2)).await?;
            ensure!(page.count(".run").await? == 0, "nobody pressed Run");
            ensure!(page.is_enabled("#run").await?);

            // A run puts what was run into the link, and the back button leads to what was before.
            page.unfold("#group-algorithm").await?;
            page.fill("#rounds", "8").await?;
            run(page).await?;
            let url = page.url().await?;
            ensure!(url.contains("rounds=8") && url.contains("on=worker"), "{url}");
            page.js::<()>("history.back()").await?;
            page.wait_until("the form of the link before", "document.querySelector('#rounds').value === '7'")
                .await
        })
        .await;
    }

    #[tokio::test]
    async fn every_invalid_input_is_named_and_run_is_disabled() {
        untimed_journey(Options::chromium(), async |page| {
            // What is folded up is seen where it is wrong.
            let _site = open_lab(page, "?on=main,worker&rounds=0").await?;
            let error = page.text("#rounds-error").await?;
            ensure!(error.contains("0 is out of range"), "{error}");
            page.fill("#rounds", "1").await?;
            let cases = [
                ("#size", "10abc", "“10abc” is not a whole number"),
                ("#size", "", "“” is not a whole number"),
                ("#size", "-1", "“-1” is not a whole number"),
                ("#size", "1.5", "“1.5” is not a whole number"),
                ("#size", "NaN", "“NaN” is not a whole number"),
                (
                    "#size",
                    "200000001",
                    "200000001 is out of range. Give a number from 0 to 200,000,000",
                ),
                (
                    "#size",
                    "99999999999999999999",
                    "99999999999999999999 is out of range",
                ),
                (
                    "#rounds",
                    "0",
                    "0 is out of range. Give a number from 1 to 1,000",
                ),
                ("#rounds", "1001", "1001 is out of range"),
                ("#rounds", "many", "“many” is not a whole number"),
            ];
            for (field, text, message) in cases {
                let before = page.prop(field, "value").await?.unwrap_or_default();
                page.fill(field, text).await?;
                let error = page.text(&format!("{field}-error")).await?;
                ensure!(error.contains(message), "{field} = {text}: {error}");
                ensure!(
                    !page.is_enabled("#run").await?,
                    "{field} = {text}: Run is enabled"
                );
                ensure!(page.attr(field, "aria-invalid").await?.as_deref() == Some("true"));
                page.fill(field, &before).await?;
                ensure!(
                    page.is_enabled("#run").await?,
                    "{field} = {before}: Run is disabled"
                );
            }
            // More than V8 keeps flat, so more than the JavaScript sieve takes.
            page.fill("#size", "40 000 000").await?;
            page.click("#engine-js").await?;
            let error = page.text("#size-error").await?;
            ensure!(error.contains("40000000 is out of range"), "{error}");
            page.click("#engine-wasm").await?;
            ensure!(page.is_enabled("#run").await?);

            page.click("#on-main").await?;
            page.click("#on-worker").await?;
            let error = page.text("#on-error").await?;
            ensure!(error.contains("at least one place"), "{error}");
            ensure!(!page.is_enabled("#run").await?);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_link_with_mistakes_shows_them_all() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(
                page,
                "?kernel=prime&variant=fast&size=1e6&rounds=0&engine=asm&on=gpu",
            )
            .await?;
            let form = page.text("form.controls").await?;
            for part in [
                "“prime” is unknown",
                "“fast” is unknown",
                "“1e6” is not",
                "0 is out of range",
                "“asm” is unknown",
                "“gpu” is unknown",
            ] {
                ensure!(form.contains(part), "no “{part}” in {form}");
            }
            ensure!(!page.is_enabled("#run").await?);
            ensure!(
                page.prop("#size", "value").await?.as_deref() == Some("1e6"),
                "what was given is kept"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_run_that_was_hidden_does_not_count() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=30&on=worker").await?;
            page.click("#run").await?;
            wait_for_progress(page).await?;
            page.hide_for_a_moment().await?;
            wait_for_end(page).await?;
            is_void(page, "hidden").await
        })
        .await;
    }

    #[tokio::test]
    async fn a_machine_under_pressure_voids_a_run() {
        untimed_journey(Options::chromium(), async |page| {
            let query = "?size=2000000&rounds=5&on=worker&repeats=2&pressure=critical";
            let _site = open_lab(page, query).await?;
            // The link's pressure comes a second after the page.
            page.wait_until(
                "the page knows of the pressure",
                "document.querySelector('[data-item=pressure]')?.dataset.standing === 'voids'",
            )
            .await?;
            run(page).await?;
            is_void(page, "pressure").await
        })
        .await;
    }

    #[tokio::test]
    async fn who_wants_less_motion_sees_a_count_of_frames() {
        untimed_journey(Options::chromium(), async |page| {
            let site = site()?;
            let features =
                json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
            page.cdp("Emulation.setEmulatedMedia", features).await?;
            page.goto(&lab(&site, "")).await?;
            page.wait_for("#run").await?;
            ensure!(!page.is_shown(".mover").await?);
            let before = page.text(".mover__count").await?;
            page.wait_until(
                "the count goes on",
                &format!("document.querySelector('.mover__count').textContent !== '{before}'"),
            )
            .await
        })
        .await;
    }

    // --- for everyone ---

    #[tokio::test]
    async fn all_of_it_can_be_done_by_keyboard() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=1000&on=worker").await?;
            // Enter in a field runs, Escape cancels.
            page.js::<()>("document.querySelector('.skip').focus()")
                .await?;
            page.press("\u{e007}").await?;
            ensure!(
                page.js::<bool>("return document.activeElement.id === 'main'")
                    .await?,
                "the way past the header"
            );
            page.unfold("#group-algorithm").await?;
            page.type_into("#rounds", "\u{e007}").await?;
            wait_for_progress(page).await?;
            page.press("\u{e00c}").await?;
            wait_for_end(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("Cancelled"), "{result}");

            page.unfold("#group-algorithm").await?;
            page.fill("#rounds", "3").await?;
            run(page).await?;
            page.js::<()>("document.querySelector('[data-testid=run-worker] canvas').focus()")
                .await?;
            page.press("\u{e010}").await?; // End
            let last = page.text("[data-testid=run-worker] figcaption").await?;
            ensure!(last.contains("return"), "{last}");
            page.press("\u{e012}").await?; // Left
            let before = page.text("[data-testid=run-worker] figcaption").await?;
            ensure!(before.contains("compute"), "{before}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn axe_finds_nothing_in_what_a_run_shows() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=1000000&rounds=2&jobs=2").await?;
            run(page).await?;
            page.click("[data-testid=run-worker] summary").await?;
            page.click("[data-testid=machine] summary").await?;
            page.fill("#size", "wrong").await?;
            axe::assert_clean_in_every_theme_and_width(page).await
        })
        .await;
    }

    #[tokio::test]
    async fn the_page_speaks_the_readers_language_and_remembers_it() {
        untimed_journey(Options::chromium().locale("id-ID"), async |page| {
            let _site = open_lab(page, "?size=1000000&rounds=2&jobs=2").await?;
            ensure!(page.text("#run").await? == "Jalankan");
            ensure!(page.attr("html", "lang").await?.as_deref() == Some("id"));
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("78.498 bilangan prima"), "{result}");
            page.select("#language", "en").await?;
            page.wait_until(
                "English",
                "document.querySelector('#run').textContent === 'Run'",
            )
            .await?;
            let result = result_of(page, "worker").await?;
            ensure!(
                result.contains("78,498 primes"),
                "what is there is translated too: {result}"
            );
            page.reload().await?;
            page.wait_for("#run").await?;
            ensure!(page.text("#run").await? == "Run");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn the_theme_is_switched_and_kept() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "").await?;
            ensure!(page.attr("html", "data-theme").await?.as_deref() == Some("light"));
            page.click("#theme").await?;
            ensure!(page.attr("html", "data-theme").await?.as_deref() == Some("dark"));
            page.reload().await?;
            page.wait_for("#run").await?;
            ensure!(page.attr("html", "data-theme").await?.as_deref() == Some("dark"));
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn nothing_leaves_the_page() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=1000000&rounds=2&jobs=2").await?;
            run(page).await?;
            let elsewhere: Vec<String> = page
                .js("return performance.getEntriesByType('resource')
                         .map((entry) => entry.name)
                         .filter((name) => new URL(name).origin !== location.origin)")
                .await?;
            ensure!(elsewhere.is_empty(), "{elsewhere:?}");
            // And could not: the page's policy lets it connect to nobody else.
            let other = Site::of(e2e::dist()?).start(Host::Plain)?;
            let fetch_other = format!(
                "return fetch({:?}, {{ mode: 'no-cors' }}).then(() => true, () => false)",
                other.url("health")
            );
            page.expect_console("Content Security Policy");
            page.expect_console("Refused to connect");
            ensure!(!page.js::<bool>(&fetch_other).await?, "it was not refused");
            ensure!(other.hits().is_empty(), "{:?}", other.hits());
            ensure!(
                page.text("footer")
                    .await?
                    .contains("Nothing leaves this page")
            );
            // Where no policy is, the very same reaches the other host.
            let open = Site::of(e2e::dist()?).start(Host::Plain)?;
            page.expect_console("favicon");
            page.goto(&open.url("health")).await?;
            ensure!(page.js::<bool>(&fetch_other).await?, "it was refused");
            ensure!(other.count("health") == 1, "{:?}", other.hits());
            Ok(())
        })
        .await;
    }
}
