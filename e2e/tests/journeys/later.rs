//! Parts of the app that are modules of their own: fetched when somebody wants to see them, and not before.

use anyhow::{Result, ensure};
use e2e::threads_lab::{open_lab, result_of, run, wait_for_end};
use e2e::{Browser, Options, untimed_journey};

/// Lets no part of the app through while the page says so. The pages' own service worker is no help
/// to it: the promise fails before anything is asked of that.
const GATE: &str = "
const through = window.fetch;
window.fetch = (input, init) =>
    window.__noParts && /(split|chunk)_\\w+\\.wasm$/.test(String(input?.url ?? input))
        ? Promise.reject(new TypeError('no connection'))
        : through(input, init);
";

const WORK: &str = "?size=1000000&rounds=2&on=worker";

/// The parts that the page has fetched so far, in order, without what they have in common.
async fn parts(page: &Browser) -> Result<Vec<String>> {
    page.js("return performance.getEntriesByType('resource')
         .map(({ name }) => /split_(\\w+)\\.wasm$/.exec(name)?.[1])
         .filter((part) => part)")
        .await
}

async fn let_parts_through(page: &Browser, through: bool) -> Result<()> {
    page.js_with("window.__noParts = !args[0]", vec![through.into()])
        .await
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn a_part_is_fetched_when_somebody_wants_to_see_it() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, WORK).await?;
            page.wait_for("[data-testid=kept]").await?;
            ensure!(parts(page).await? == ["threads_page", "threads_kept"]);
            page.click("#sources > summary").await?;
            page.wait_for("#sources :is(.sources__code:not([hidden]), .sources__editor > div)")
                .await?;
            ensure!(parts(page).await? == ["threads_page", "threads_kept", "threads_folded"]);
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            page.click("#sweep > summary").await?;
            page.wait_for("#sweep-start").await?;
            run(page).await?;
            page.select("#language", "id").await?;
            page.wait_until(
                "Indonesian",
                "document.querySelector('#run').textContent === 'Jalankan'",
            )
            .await?;
            let fetched = parts(page).await?;
            ensure!(
                fetched
                    == [
                        "threads_page",
                        "threads_kept",
                        "threads_folded",
                        "threads_results",
                        "locale_id"
                    ],
                "each once: {fetched:?}"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_part_that_does_not_come_is_said_and_asked_for_once_more() {
        untimed_journey(Options::chromium(), async |page| {
            page.expect_console("no connection");
            page.before_every_page(GATE).await?;
            let _site = open_lab(page, WORK).await?;
            let_parts_through(page, false).await?;

            page.click("#run").await?;
            let error = page.text(".lab__picture > [role=alert]").await?;
            ensure!(error.contains("could not be fetched"), "{error}");
            ensure!(
                page.attr("#run", "aria-disabled").await?.as_deref() == Some("false"),
                "Run can be pressed again"
            );
            ensure!(page.count(".run").await? == 0, "nothing ran");
            page.click("#sweep > summary").await?;
            page.text("#sweep > [role=alert]").await?;
            page.select("#language", "id").await?;
            page.wait_until(
                "the choice shows what became of it",
                "document.querySelector('#language').value === 'en'",
            )
            .await?;
            ensure!(page.text("#run").await? == "Run");

            let_parts_through(page, true).await?;
            page.click("#run").await?;
            wait_for_end(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            ensure!(page.count(".lab__picture > [role=alert]").await? == 0);
            // Folded up and out again.
            page.click("#sweep > summary").await?;
            page.click("#sweep > summary").await?;
            page.wait_for("#sweep-start").await
        })
        .await;
    }
}
