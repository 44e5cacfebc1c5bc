//! The Cache lab's panel of caches in an application: variants under the same requests, in virtual time.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, untimed_journey};

/// Three simulations, and a worker that has to start, on a busy machine.
const RUN_MAX: Duration = Duration::from_mins(1);

async fn open_panel(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url("cache/")).await?;
    page.wait_for("#application > summary").await?;
    page.unfold("#application").await?;
    page.wait_for("#application-preset-expiry-stampede").await?;
    Ok(site)
}

/// Chooses a preset as a person does, by its label.
async fn choose(page: &Browser, preset: &str) -> Result<()> {
    press(page, &format!("label[for=application-preset-{preset}]")).await?;
    page.wait_until(
        "the preset is chosen",
        &format!("document.querySelector('#application-preset-{preset}').checked"),
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

/// Presses Run and waits until this variant has a score and nothing runs.
async fn run(page: &Browser, variant: &str) -> Result<String> {
    press(page, "#application-run").await?;
    page.wait_until_within(
        RUN_MAX,
        "the variants are simulated",
        &format!(
            "document.querySelector('[data-testid=application-score-{variant}]') !== null \
             && document.querySelector('#application-cancel').disabled"
        ),
    )
    .await?;
    page.text("[data-testid=application-finding]").await
}

/// A count in a variant's score.
async fn count(page: &Browser, variant: &str, figure: &str) -> Result<u64> {
    let css =
        format!("[data-testid=application-score-{variant}] [data-testid=application-{figure}]");
    let text = page.text(&css).await?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("{css}: {text}"))
}

#[tokio::test]
async fn a_stampede_is_simulated_with_and_without_remedies() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        let said = run(page, "single-flight").await?;
        ensure!(
            said.starts_with("Modelled") && said.contains("the articles’ code"),
            "{said}"
        );
        for variant in ["article", "jitter", "single-flight"] {
            let css = format!("[data-testid=application-score-{variant}]");
            ensure!(page.count(&css).await? == 1, "{variant}");
        }
        let article = count(page, "article", "reads").await?;
        let shared = count(page, "single-flight", "reads").await?;
        ensure!(article > 10 * shared, "{article} and {shared}");
        for picture in ["reads", "latency", "at-store"] {
            page.wait_for(&format!(
                "[data-testid=application-{picture}-picture] canvas"
            ))
            .await?;
        }
        page.wait_for("[data-testid=application-counts] tbody tr")
            .await?;
        // The examples of key functions.
        let rows = page
            .count("[data-testid=application-keys] tbody tr")
            .await?;
        ensure!(rows == 15, "{rows}");

        choose(page, "slow-cache").await?;
        let said = run(page, "no-timeout").await?;
        ensure!(said.contains("no timeout"), "{said}");
        ensure!(count(page, "no-timeout", "reads").await? == 0);
        ensure!(
            page.count("[data-testid=application-score-article]")
                .await?
                == 0
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_cache_of_ones_own_takes_part_and_a_wrong_field_is_named_with_its_range() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        page.unfold("#application-own").await?;
        page.wait_for("#application-jitter").await?;
        page.fill("#application-jitter", "120").await?;
        page.wait_until(
            "what is wrong is said",
            "document.querySelector('#application-jitter-error').textContent.includes('from 0 to 100')",
        )
        .await?;
        let said = page.text("#application-jitter-error").await?;
        ensure!(said.contains("120"), "{said}");
        ensure!(!page.is_enabled("#application-run").await?);
        let kept: String = page
            .js("return document.querySelector('#application-jitter').value")
            .await?;
        ensure!(kept == "120", "{kept}");

        page.fill("#application-jitter", "30").await?;
        page.wait_until(
            "it can be run",
            "!document.querySelector('#application-run').disabled",
        )
        .await?;
        run(page, "own").await?;
        let all = page.count("[data-testid^=application-score-]").await?;
        ensure!(all == 4, "{all}");

        press(page, "#application-reset").await?;
        page.wait_until(
            "the field is as in the preset",
            "document.querySelector('#application-jitter').value === '10'",
        )
        .await
    })
    .await;
}
