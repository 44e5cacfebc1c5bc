//! What a person sees of the Compare lab while it works: button, dot, finding and bars together, and of figures that do not
//! count that they do not.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::compare_lab::{
    CATCH_EXPORTS, bar, compare, copied, finding, lab, open_lab, saved, wait_for_end,
};
use e2e::threads_lab::site;
use e2e::{Browser, Options, untimed_journey};

/// Equal things and a demanding question: it goes on until somebody stops it.
const LONG: &str =
    "?contenders=fibonacci:plain:wasm:worker:27,fibonacci:plain:wasm:worker:27&share=0&budget=600";

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

async fn assert_in_sight(page: &Browser, when: &str) -> Result<()> {
    for css in [
        "#compare",
        "#stop",
        "#go-on",
        ".mover__dot",
        "#type-here",
        "[data-testid=finding]",
        "[data-testid=progress]",
    ] {
        page.assert_in_sight(css).await.context(when.to_owned())?;
    }
    Ok(())
}

/// What gets the focus can be seen and pressed: no part of it lies under the bar.
async fn assert_clear_of_the_bar(page: &Browser, css: &str) -> Result<()> {
    let covered_by: Option<String> = page
        .js_with(
            "const element = document.querySelector(args[0]);
             element.focus();
             const { left, top, right, bottom } = element.getBoundingClientRect();
             const at = [[left + 2, top + 2], [right - 2, bottom - 2]];
             const found = at.map(([x, y]) => document.elementFromPoint(x, y));
             const other = found.find((other) => !element.contains(other));
             return other === undefined ? null : other?.outerHTML ?? 'nothing'",
            vec![css.into()],
        )
        .await?;
    ensure!(covered_by.is_none(), "{css} is under {covered_by:?}");
    Ok(())
}

async fn focus(page: &Browser) -> Result<String> {
    page.js("return document.activeElement.id").await
}

/// Blocks of the last comparison.
async fn blocks(page: &Browser) -> Result<u32> {
    let text = page.text("[data-testid=progress]").await?;
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits
        .parse()
        .with_context(|| format!("no number in {text}"))
}

/// The figures do not count, the page says why, and claims nothing.
async fn assert_void(page: &Browser, why: &str) -> Result<()> {
    let text = finding(page).await?;
    for css in ["[data-testid=finding]", "[data-testid=bars]"] {
        let void = page.attr(css, "data-void").await?;
        ensure!(void.as_deref() == Some("true"), "{css}: {text}");
    }
    ensure!(text.contains("not count") && text.contains(why), "{text}");
    let reasons = page.text("[data-testid=void]").await?;
    ensure!(
        reasons.contains("do not count") && reasons.contains(why),
        "{reasons}"
    );
    let bars = page.text("[data-testid=bars]").await?;
    ensure!(!bars.contains("fastest"), "{bars}");
    let all = page.text("body").await?;
    ensure!(!all.contains("that count"), "{all}");
    Ok(())
}

/// What is under way has samples.
async fn wait_for_bar(page: &Browser) -> Result<()> {
    page.wait_until_within(
        Duration::from_mins(1),
        "a bar grows",
        "Number(document.querySelector('[data-testid=bar-1]')?.dataset.end) > 0",
    )
    .await
}

#[tokio::test]
async fn button_dot_and_finding_are_in_sight_before_during_and_after_a_comparison() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        for (width, height) in [(1440, 900), (768, 1024), (360, 780)] {
            page.resize(width, height).await?;
            page.goto(&lab(&site, LONG)).await?;
            page.wait_for("#compare").await?;
            page.unfold("#group-settings").await?;
            let at = |when: &str| format!("{when}, at {width} × {height}");
            assert_in_sight(page, &at("before")).await?;
            // By key or by pointer, the focus stays where it was.
            let pressed = if width == 1440 { "budget" } else { "compare" };
            if pressed == "budget" {
                page.type_into("#budget", ENTER).await?;
            } else {
                page.click("#compare").await?;
            }
            wait_for_bar(page).await?;
            assert_in_sight(page, &at("during")).await?;
            page.assert_in_sight("[data-testid=progress] progress")
                .await?;
            let focus = focus(page).await?;
            ensure!(focus == pressed, "the focus is on “{focus}”");
            page.press(ESCAPE).await?;
            wait_for_end(page).await?;
            assert_in_sight(page, &at("after")).await?;
            page.js::<()>("scrollTo(0, document.documentElement.scrollHeight)")
                .await?;
            assert_in_sight(page, &at("at the page's end")).await?;
            for css in ["#add", "#budget"] {
                assert_clear_of_the_bar(page, css)
                    .await
                    .with_context(|| at("focus"))?;
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_comparison_that_was_hidden_does_not_count() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, LONG).await?;
        page.click("#compare").await?;
        wait_for_bar(page).await?;
        page.hide_for_a_moment().await?;
        page.press(ESCAPE).await?;
        wait_for_end(page).await?;
        assert_void(page, "hidden").await
    })
    .await;
}

#[tokio::test]
async fn under_pressure_figures_are_grey_and_who_runs_anyway_gets_marked_exports() {
    untimed_journey(Options::chromium(), async |page| {
        page.before_every_page(CATCH_EXPORTS).await?;
        let _site = open_lab(page, "?pressure=critical").await?;
        compare(page).await?;
        assert_void(page, "pressure").await?;
        ensure!(
            page.is_shown("[data-testid=results]").await?,
            "the figures are shown"
        );
        let before = blocks(page).await?;

        page.click("#run-anyway").await?;
        wait_for_end(page).await?;
        assert_void(page, "pressure").await?;
        ensure!(focus(page).await? == "run-anyway");
        let after = blocks(page).await?;
        ensure!(after > before, "{before} blocks, and then {after}");
        let text = finding(page).await?;
        ensure!(
            text.starts_with("Does not count (measured under CPU pressure): WebAssembly"),
            "{text}"
        );
        let said = bar(page, 2).await?.says;
        ensure!(said.contains("void"), "{said}");

        let markdown = copied(page, "#export-markdown").await?;
        ensure!(
            markdown.contains("do not count") && markdown.contains("| 1 JavaScript (void) |"),
            "{markdown}"
        );
        let json: serde_json::Value = serde_json::from_str(&saved(page, "#export-json").await?)?;
        ensure!(
            json["void"].as_array().is_some_and(|void| !void.is_empty()),
            "{}",
            json["void"]
        );
        let trust = &json["experiments"][0]["trust"];
        ensure!(trust["void"][0]["pressure"] == "critical", "{trust}");
        let csv = saved(page, "#export-csv").await?;
        ensure!(
            csv.lines()
                .skip(1)
                .all(|line| line.ends_with(",pressure:critical")),
            "{csv}"
        );
        Ok(())
    })
    .await;
}
