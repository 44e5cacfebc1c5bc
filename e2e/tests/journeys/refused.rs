//! What a browser or a host has but refuses: storage, pixels, fine timers, WebAssembly, shared memory, an origin, types.

use anyhow::{Result, ensure};
use e2e::threads_lab::{RUN_MAX, lab, open_lab, result_of, run, site};
use e2e::{Browser, Host, Options, Site, compare_lab, untimed_journey};
use serde_json::json;

/// A picture of 64 × 64 pixels, all of them #6496C8.
const PLAIN_PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAAT0lEQVR42u3PQQkAAAgEsAtrJjMZywi+hcEKLNXzWgQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQELguz6yGli8+WuwAAAABJRU5ErkJggg==";

/// Drops that picture on the page.
async fn drop_plain_picture(page: &Browser) -> Result<()> {
    page.js_with(
        "const bytes = Uint8Array.from(atob(args[0]), (char) => char.charCodeAt(0));
         const dataTransfer = new DataTransfer();
         dataTransfer.items.add(new File([bytes], 'plain.png', { type: 'image/png' }));
         const options = { bubbles: true, cancelable: true, dataTransfer };
         document.querySelector('h1').dispatchEvent(new DragEvent('drop', options));",
        vec![PLAIN_PNG.into()],
    )
    .await
}

/// Waits until something is said of the picture that was dropped, and gives it.
async fn said_of_picture(page: &Browser) -> Result<String> {
    let notice = "document.querySelector('[data-testid=drop-notice]')?.textContent ?? ''";
    page.wait_until_within(
        RUN_MAX,
        "the picture is taken or refused",
        &format!("/is taken|alters|cannot/.test({notice})"),
    )
    .await?;
    page.js(&format!("return {notice}")).await
}

/// Fails where a figure on the page is none.
async fn assert_figures(page: &Browser) -> Result<()> {
    let text: String = page
        .js("return document.querySelector('main').innerText")
        .await?;
    ensure!(!text.contains("NaN") && !text.contains('∞'), "{text}");
    Ok(())
}

/// Fails where the page scrolls sideways.
async fn assert_no_sideways_scroll(page: &Browser) -> Result<()> {
    let widths: (f64, f64) = page
        .js("const { scrollWidth, clientWidth } = document.documentElement; return [scrollWidth, clientWidth]")
        .await?;
    ensure!(widths.0 <= widths.1, "{widths:?}");
    Ok(())
}

// --- storage ---

#[tokio::test]
async fn where_storage_is_blocked_kernels_run_and_pictures_are_read() {
    let options = Options::firefox().preference("network.cookie.cookieBehavior", 2);
    untimed_journey(options, async |page| {
        let _site = open_lab(page, "?kernel=blur-grey&size=64&on=main,worker").await?;
        run(page).await?;
        for strategy in ["main", "worker"] {
            let result = result_of(page, strategy).await?;
            ensure!(result.contains('✓'), "{strategy}: {result}");
        }
        page.wait_for("[data-testid=storage-refused]").await?;
        let said = page.text("[data-testid=storage-refused]").await?;
        ensure!(said.contains("refuses storage"), "{said}");
        drop_plain_picture(page).await?;
        let said = said_of_picture(page).await?;
        ensure!(said.contains("is taken"), "{said}");
        Ok(())
    })
    .await;
}

// --- pixels and timers ---

#[tokio::test]
async fn where_canvases_lie_a_result_is_of_the_picture_or_there_is_none() {
    let options = Options::firefox().preference("privacy.resistFingerprinting", true);
    untimed_journey(options, async |page| {
        let _site = open_lab(page, "?kernel=blur-rgba&size=64&rounds=1&on=worker").await?;
        drop_plain_picture(page).await?;
        let said = said_of_picture(page).await?;
        if said.contains("alters") {
            return Ok(());
        }
        run(page).await?;
        let result = result_of(page, "worker").await?;
        // A blur leaves a single colour as it is: 100 + 150 + 200 + 255 for each pixel.
        let sum = 64 * 64 * (100 + 150 + 200 + 255);
        let digits: String = result.chars().filter(char::is_ascii_digit).collect();
        ensure!(digits.contains(&sum.to_string()), "{result}");
        ensure!(result.contains('✓'), "{result}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_coarse_timer_does_not_see_is_said_to_be_too_short() {
    let options = Options::firefox().preference("privacy.resistFingerprinting", true);
    untimed_journey(options, async |page| {
        let query =
            "?kernel=mandelbrot&size=64&rounds=1&on=main,sliced,parallel&threads=2&repeat=4";
        let _site = open_lab(page, query).await?;
        for _ in 0..2 {
            run(page).await?;
            assert_figures(page).await?;
        }
        let finding = page.text("[data-testid=finding]").await?;
        ensure!(finding.contains("less than a step"), "{finding}");
        ensure!(finding.contains("At a size of"), "{finding}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_budget_that_a_coarse_timer_cannot_keep_is_refused_at_its_field() {
    let step_us = 100_000;
    let options = Options::firefox()
        .preference("privacy.resistFingerprinting", true)
        .preference(
            "privacy.resistFingerprinting.reduceTimerPrecision.microseconds",
            step_us,
        );
    untimed_journey(options, async |page| {
        let _site = compare_lab::open_lab(page, "?budget=10").await?;
        page.wait_until_within(
            RUN_MAX,
            "the budget is refused",
            "document.body.textContent.includes('an answer takes at least')",
        )
        .await
    })
    .await;
}

// --- WebAssembly ---

#[tokio::test]
async fn where_webassembly_is_switched_off_the_page_says_so() {
    let options = Options::firefox().preference("javascript.options.wasm", false);
    untimed_journey(options, async |page| {
        let site = site()?;
        page.goto(&site.url("threads/")).await?;
        page.wait_until(
            "the reason is said",
            "!document.querySelector('#unsupported').hidden",
        )
        .await?;
        let reason = page.text("#unsupported-reason").await?;
        ensure!(reason.contains("switched off"), "{reason}");
        ensure!(!reason.contains("lacks"), "{reason}");
        ensure!(page.count("#loading").await? == 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn all_parts_arrive_whatever_type_the_host_gives_them() {
    untimed_journey(Options::chromium(), async |page| {
        page.expect_console("MIME type");
        for wasm_type in [Some("application/octet-stream"), None] {
            let site = Site::of(e2e::dist()?)
                .wasm_as(wasm_type)
                .start(Host::Plain)?;
            page.goto(&lab(&site, "?size=1000&on=main,worker")).await?;
            page.wait_for_isolation().await?;
            page.wait_for("#run").await?;
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains('✓'), "{wasm_type:?}: {result}");
            page.goto(&compare_lab::lab(&site, "")).await?;
            page.wait_for("#compare").await?;
        }
        Ok(())
    })
    .await;
}

// --- shared memory, and what crashes ---

#[tokio::test]
async fn an_isolated_page_without_shared_memory_says_so_and_can_go_on() {
    untimed_journey(Options::chromium(), async |page| {
        page.before_every_page("delete globalThis.SharedArrayBuffer")
            .await?;
        let _site = open_lab(page, "?kernel=mandelbrot&size=64&on=parallel&moving=share").await?;
        let shares = "[name=moving][value=share], #moving-share";
        let is_off: bool = page
            .js(&format!(
                "return document.querySelector('{shares}')?.disabled ?? true"
            ))
            .await?;
        ensure!(is_off, "shared memory is offered");
        run(page).await?;
        let result = result_of(page, "parallel").await?;
        ensure!(result.contains("shared memory"), "{result}");
        ensure!(page.is_enabled("#run").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_long_message_of_a_crash_is_folded_and_scrolls_nothing_sideways() {
    untimed_journey(Options::chromium().viewport(360, 740), async |page| {
        page.expect_console("RuntimeError: unreachable");
        page.before_every_page(
            "Object.defineProperty(ErrorEvent.prototype, 'message', {
                 get() { return 'RuntimeError:Unreachable' + 'wasm-function[1]@'.repeat(80); },
             });",
        )
        .await?;
        let _site = open_lab(page, "?size=100000&rounds=20&on=pool&workers=2&jobs=4").await?;
        page.click("[data-testid=pool] > summary").await?;
        page.wait_for("#pool-crash").await?;
        page.click("#pool-crash").await?;
        page.wait_until_within(
            RUN_MAX,
            "the crash is listed",
            "document.querySelector('[data-testid=pool-jobs] [data-state=failed]')",
        )
        .await?;
        let list = page.text("[data-testid=pool-jobs]").await?;
        ensure!(
            list.contains("trap") && !list.contains("wasm-function"),
            "{list}"
        );
        assert_no_sideways_scroll(page).await?;
        page.click("[data-testid=failure-details] summary").await?;
        let said = page.text("[data-testid=failure-details]").await?;
        ensure!(said.contains("wasm-function"), "{said}");
        assert_no_sideways_scroll(page).await
    })
    .await;
}

// --- where the page is ---

#[tokio::test]
async fn an_address_with_two_slashes_leads_to_the_lab() {
    untimed_journey(Options::chromium(), async |page| {
        let site = Site::of(e2e::dist()?).under("/sub/").start(Host::Plain)?;
        page.expect_console("404");
        page.goto(&site.url("threads//?size=1000")).await?;
        page.wait_for("#run").await?;
        let url = page.url().await?;
        ensure!(url.ends_with("/sub/threads/?size=1000"), "{url}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_frame_without_an_origin_gets_a_sentence_with_the_reason() {
    untimed_journey(Options::chromium(), async |page| {
        let site = Site::of(e2e::dist()?).start(Host::Plain)?;
        // What such a frame may not load is told in the console, too.
        page.expect_console("sandbox");
        page.expect_console("CORS");
        page.expect_console("ERR_FAILED");
        page.expect_console("favicon");
        page.goto(&site.url("health")).await?;
        page.js::<()>(&format!(
            "document.body.innerHTML = '<iframe sandbox=\"allow-scripts\" width=800 height=600></iframe>';
             document.querySelector('iframe').src = {}",
            json!(site.url("threads/"))
        ))
        .await?;
        page.wait_for("iframe").await?;
        page.client().enter_frame(0).await?;
        page.wait_until(
            "the reason is said",
            "document.querySelector('#unsupported')?.hidden === false",
        )
        .await?;
        let reason = page.text("#unsupported-reason").await?;
        ensure!(reason.contains("allow-same-origin"), "{reason}");
        ensure!(page.count("#loading").await? == 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn back_from_the_start_page_leads_where_one_came_from() {
    untimed_journey(Options::chromium(), async |page| {
        let site = Site::of(e2e::dist()?).start(Host::Plain)?;
        page.expect_console("favicon");
        page.goto(&site.url("health")).await?;
        page.goto(&site.url("")).await?;
        page.wait_for_isolation().await?;
        page.wait_for_app().await?;
        page.client().back().await?;
        let health = site.url("health");
        page.wait_until(
            "the page before is back",
            &format!("location.href === {}", json!(health)),
        )
        .await
    })
    .await;
}
