//! The start page: one press freezes it, and shows what un-freezes it.

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::{RUN_MAX, site, wait_for_end as wait_for_end_of_lab};
use e2e::{Browser, Options, Site, frames, untimed_journey};

/// Opens the page; how long the freeze will be is known then.
pub(crate) async fn open(page: &Browser, site: &Site) -> Result<()> {
    // What else runs on the machine is not what these journeys are about.
    page.goto(&site.url("?pressure=nominal")).await?;
    page.wait_until_within(
        RUN_MAX,
        "it is known how long the page will freeze",
        "/\\d/.test(document.querySelector('[data-testid=forecast]')?.textContent ?? '')",
    )
    .await
}

pub(crate) async fn wait_for_end(page: &Browser) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        "all places have painted",
        "document.querySelector('#freeze').ariaDisabled === 'false'",
    )
    .await
}

/// The lines of the scoreboard: each place and how the page fared.
pub(crate) async fn scoreboard(page: &Browser) -> Result<Vec<(String, String)>> {
    page.js(
        "return [...document.querySelectorAll('[data-testid=scoreboard] > li')]
             .map((line) => [line.dataset.testid, line.dataset.liveliness])",
    )
    .await
}

async fn assert_in_sight(page: &Browser, places: &[&str], when: &str) -> Result<()> {
    for css in places {
        page.assert_in_sight(css).await.context(when.to_owned())?;
    }
    Ok(())
}

/// The share of the pixels of a place's picture that are painted, and how many hues they have: for a few threads, one each.
pub(crate) async fn painted(page: &Browser, strategy: &str) -> Result<(f64, usize)> {
    let body = format!(
        "const canvas = document.querySelector('[data-testid=paints-{strategy}] canvas');
         const {{ data }} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
         const hues = new Map();
         let painted = 0;
         for (let at = 0; at < data.length; at += 4) {{
             if (data[at + 3] === 0) continue;
             painted += 1;
             const [red, green, blue] = data.slice(at, at + 3);
             const most = Math.max(red, green, blue), least = Math.min(red, green, blue);
             if (most - least < 40) continue;
             const hue = most === red ? ((green - blue) / (most - least) + 6) % 6
                 : most === green ? (blue - red) / (most - least) + 2 : (red - green) / (most - least) + 4;
             const name = Math.round(hue * 4);
             hues.set(name, (hues.get(name) ?? 0) + 1);
         }}
         const often = [...hues.values()].filter((count) => count > data.length / 4 / 100);
         return [painted / (data.length / 4), often.length]"
    );
    page.js(&body).await
}

#[tokio::test]
async fn who_thinks_better_of_it_is_not_frozen() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        open(page, &site).await?;
        page.click("#freeze").await?;
        page.wait_until(
            "the page says what is about to happen",
            "document.querySelector('[data-testid=race-said]')?.textContent.includes('In a moment')",
        )
        .await?;
        page.click("#cancel").await?;
        wait_for_end(page).await?;
        ensure!(scoreboard(page).await?.is_empty(), "nothing has run");
        // The keys are listed where a question mark is none of a text.
        page.type_into("#type-here", "?").await?;
        ensure!(page.prop("#type-here", "value").await?.as_deref() == Some("?"));
        ensure!(page.count("dialog[open]").await? == 0);
        page.js::<()>("document.activeElement.blur()").await?;
        page.press("?").await?;
        page.wait_for("dialog[open] dl").await?;
        page.press("\u{e00c}").await?;
        page.wait_until("the list has gone", "!document.querySelector('dialog[open]')")
            .await?;
        ensure!(painted(page, "main").await?.0 == 0.0, "nothing is painted");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_example_runs_at_one_click_and_its_link_alone_runs_nothing() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        open(page, &site).await?;
        page.click("[data-testid=gallery] a[href*='fault=trap']")
            .await?;
        page.wait_for(".run").await?;
        wait_for_end_of_lab(page).await?;
        page.reload().await?;
        page.wait_for("#run").await?;
        ensure!(page.prop("#run", "ariaDisabled").await?.as_deref() == Some("false"));

        open(page, &site).await?;
        // As a file dialog would.
        page.js::<()>(
            "const input = document.querySelector('[data-testid=example-threads]');
             const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 });
             canvas.getContext('2d').fillRect(0, 0, 20, 30);
             return new Promise((resolve) => canvas.toBlob((blob) => {
                 const given = new DataTransfer();
                 given.items.add(new File([blob], 'own.png', { type: 'image/png' }));
                 input.files = given.files;
                 input.dispatchEvent(new Event('change', { bubbles: true }));
                 resolve();
             }))",
        )
        .await?;
        page.wait_for(".run").await?;
        wait_for_end_of_lab(page).await?;
        let state = page.text("[data-testid=picture-state]").await?;
        ensure!(state.contains("40 × 30"), "{state}");

        open(page, &site).await?;
        page.click("[data-testid=gallery] a[href*='reduce']")
            .await?;
        page.wait_until_within(
            RUN_MAX,
            "the comparison has found something",
            "document.querySelectorAll('[data-testid=times] tbody tr').length === 2",
        )
        .await
    })
    .await;
}

mod timed_tests {
    use e2e::journey;

    use super::*;

    #[tokio::test]
    async fn one_press_freezes_the_page_and_shows_what_keeps_it_alive() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            let bar = [
                "#freeze",
                "#cancel",
                ".mover__dot",
                "#type-here",
                "#forecast",
            ];
            for (width, height) in [(360, 780), (768, 1024), (1440, 900)] {
                page.resize(width, height).await?;
                frames::watch(page).await?;
                open(page, &site).await?;
                let at = |when: &str| format!("{when}, at {width} × {height}");
                assert_in_sight(page, &bar, &at("before")).await?;
                assert_in_sight(page, &["[data-testid=race-said]"], &at("before")).await?;
                page.click("#freeze").await?;
                page.wait_until_within(
                    RUN_MAX,
                    "a worker paints",
                    "document.querySelector('[data-testid=paints-worker]').dataset.live === 'true'",
                )
                .await?;
                // The page answers now, and what it says stands in sight.
                assert_in_sight(page, &bar, &at("during")).await?;
                assert_in_sight(page, &["[data-testid=finding]"], &at("during")).await?;
                let focus: String = page.js("return document.activeElement.id").await?;
                ensure!(focus == "freeze", "the focus is on “{focus}”");
                wait_for_end(page).await?;
                assert_in_sight(page, &bar, &at("after")).await?;
                let shown = ["[data-testid=finding]", "[data-testid=scoreboard]"];
                assert_in_sight(page, &shown, &at("after")).await?;

                let lines = scoreboard(page).await?;
                let places: Vec<&str> = lines.iter().map(|(place, _)| place.as_str()).collect();
                ensure!(
                    places == ["score-main", "score-worker", "score-parallel"],
                    "{lines:?}"
                );
                ensure!(lines[0].1 == "frozen", "{lines:?}");
                ensure!(
                    lines[1..].iter().all(|(_, how)| how != "frozen"),
                    "{lines:?}"
                );
                let longest_ms = frames::seen(page).await?.longest_gap_ms();
                eprintln!("the page stood still for {longest_ms:.0} ms at {width} × {height}");
                ensure!(
                    (1_000.0..=4_000.0).contains(&longest_ms),
                    "the page stood still for {longest_ms} ms, and 2 s were meant"
                );
            }
            // Each in the colours of who painted it.
            for (strategy, threads) in [("worker", 1), ("parallel", 2)] {
                let (share, hues) = painted(page, strategy).await?;
                ensure!(share > 0.99, "{strategy}: {share} is painted");
                ensure!(hues == threads, "{strategy}: {hues} hues");
            }
            ensure!(painted(page, "main").await?.0 > 0.99);
            Ok(())
        })
        .await;
    }
}
