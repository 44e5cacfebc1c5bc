//! What terms mean, by finger, by keys, by pointer, and in the glossary.

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::{open_lab, result_of, wait_for_end, wait_for_progress};
use e2e::{Browser, Options, untimed_journey};
use serde_json::json;

const ESCAPE: &str = "\u{e00c}";

/// The explanation that is open.
const OPEN: &str = ".explained__tip:not([hidden])";

/// Puts an element in the middle of what is seen, and gives the middle of it.
async fn middle(page: &Browser, css: &str) -> Result<(f64, f64)> {
    page.js_with(
        "const element = document.querySelector(args[0]);
         element.scrollIntoView({ block: 'center' });
         const { left, top, width, height } = element.getBoundingClientRect();
         return [left + width / 2, top + height / 2];",
        vec![css.into()],
    )
    .await
}

async fn tap(page: &Browser, css: &str) -> Result<()> {
    let (x, y) = middle(page, css).await?;
    let touch = |kind: &str, points| json!({ "type": kind, "touchPoints": points });
    page.cdp(
        "Input.dispatchTouchEvent",
        touch("touchStart", json!([{ "x": x, "y": y }])),
    )
    .await?;
    page.cdp("Input.dispatchTouchEvent", touch("touchEnd", json!([])))
        .await?;
    Ok(())
}

async fn point_at(page: &Browser, (x, y): (f64, f64)) -> Result<()> {
    page.cdp(
        "Input.dispatchMouseEvent",
        json!({ "type": "mouseMoved", "x": x, "y": y }),
    )
    .await?;
    Ok(())
}

/// Waits until nothing but this explanation is open, and gives its text.
async fn explanation(page: &Browser) -> Result<String> {
    page.wait_until(
        "one explanation is open",
        &format!("document.querySelectorAll('{OPEN}').length === 1"),
    )
    .await?;
    page.assert_in_sight(OPEN).await?;
    page.text(&format!("{OPEN} [role=tooltip]")).await
}

async fn wait_until_none_is_open(page: &Browser) -> Result<()> {
    page.wait_until(
        "no explanation is open",
        &format!("!document.querySelector('{OPEN}')"),
    )
    .await
}

#[tokio::test]
async fn a_term_is_explained_by_finger_by_keys_by_pointer_and_in_the_glossary() {
    untimed_journey(Options::chromium().viewport(360, 780), async |page| {
        let _site = open_lab(page, "?size=20000000&rounds=1000&on=worker").await?;
        page.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }))
            .await?;
        page.wait_for("[data-item=pressure] .term").await?;

        // By finger: a choice when it is chosen, a term alone.
        tap(page, "label[for=on-pool]").await?;
        let said = explanation(page).await?;
        ensure!(said == "Cut into jobs, which several workers take from one queue.", "{said}");
        tap(page, "label[for=on-pool]").await?;
        page.wait_until("chosen and no longer", "!document.querySelector('#on-pool').checked")
            .await?;
        tap(page, "[data-item=pressure] .term").await?;
        let said = explanation(page).await?;
        ensure!(said.starts_with("How busy or hot the processor is"), "{said}");
        tap(page, "h1").await?;
        wait_until_none_is_open(page).await?;
        page.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": false }))
            .await?;

        // By keys: Escape closes it, and what the key ends otherwise waits for the next press.
        page.resize(1440, 900).await?;
        page.unfold("#group-algorithm").await?;
        page.js::<()>("document.querySelector('#rounds').focus()").await?;
        page.press("\u{e007}").await?;
        wait_for_progress(page).await?;
        page.js::<()>("document.querySelector('#present').click()").await?;
        page.js::<()>("document.querySelector('[data-item=pressure] .term').focus()")
            .await?;
        explanation(page).await?;
        let focused = page.attr("[data-item=pressure] .term", "aria-expanded").await?;
        ensure!(focused.as_deref() == Some("true"), "{focused:?}");
        page.press(ESCAPE).await?;
        wait_until_none_is_open(page).await?;
        ensure!(page.count("#cancel[aria-disabled=false]").await? == 1, "the run goes on");
        page.press(ESCAPE).await?;
        wait_for_end(page).await?;
        ensure!(result_of(page, "worker").await?.contains("Cancelled"));
        ensure!(page.attr(":root", "data-present").await?.as_deref() == Some("true"));
        page.press(ESCAPE).await?;
        page.wait_until("presenting ended", "document.documentElement.dataset.present === 'false'")
            .await?;

        // By pointer, which may go on to the explanation and to what the glossary says.
        page.js::<()>("document.activeElement.blur()").await?;
        let term = middle(page, "[data-item=pressure] .term").await?;
        point_at(page, term).await?;
        explanation(page).await?;
        page.click(&format!("{OPEN} a")).await?;
        page.wait_for("#cpu-pressure.glossary__entry--named").await?;
        page.wait_until(
            "the entry is in sight",
            "(() => {
                const { top, bottom } = document.querySelector('#cpu-pressure').getBoundingClientRect();
                return top >= 0 && bottom <= innerHeight;
            })()",
        )
        .await?;
        let said_there = page.text("#cpu-pressure dd").await?;
        ensure!(said_there == said, "{said_there}");
        let url = page.url().await?;
        ensure!(url.ends_with("/glossary/#cpu-pressure"), "{url}");
        page.select("#language", "id").await?;
        page.wait_until(
            "the glossary in Indonesian",
            "document.querySelector('#cpu-pressure dt')?.textContent === 'Tekanan CPU'",
        )
        .await
        .context("after the language was changed")
    })
    .await;
}
