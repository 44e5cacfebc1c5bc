//! What a person does to pictures: draws a span over a timeline, and drops a picture on the page.

use anyhow::{Result, ensure};
use e2e::threads_lab::{RUN_MAX, cancel, open_lab, result_of, run, wait_for_progress};
use e2e::{Browser, Options, untimed_journey};
use serde_json::json;

/// Keys, as drivers spell them.
const RIGHT: &str = "\u{e014}";
const ESCAPE: &str = "\u{e00c}";

/// Drops or pastes a file somewhere on the page, as a `DragEvent` or `ClipboardEvent` of that type; says
/// whether the page took it into its own hands, without which a browser would open the file in its place.
async fn give_to_page(page: &Browser, event: &str, name: &str, media_type: &str) -> Result<bool> {
    page.js_with(
        "const [type, name, mediaType] = args;
         const canvas = new OffscreenCanvas(600, 400);
         canvas.getContext('2d').fillRect(0, 0, 300, 400);
         return canvas.convertToBlob({ type: 'image/png' }).then((png) => {
             const data = new DataTransfer();
             data.items.add(new File([name.endsWith('.txt') ? 'text' : png], name, { type: mediaType }));
             const options = { bubbles: true, cancelable: true };
             const event = type === 'paste'
                 ? new ClipboardEvent(type, { ...options, clipboardData: data })
                 : new DragEvent(type, { ...options, dataTransfer: data });
             return !document.querySelector('h1').dispatchEvent(event);
         })",
        vec![event.into(), name.into(), media_type.into()],
    )
    .await
}

/// Waits until this is said of the file that was given last.
async fn wait_for_notice(page: &Browser, part: &str) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        part,
        &format!(
            "document.querySelector('[data-testid=drop-notice]').textContent.includes({})",
            json!(part)
        ),
    )
    .await
}

#[tokio::test]
async fn a_picture_is_taken_wherever_on_the_page_it_is_dropped() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?kernel=roots&size=100000000&rounds=50&on=worker").await?;
        let overlay = "[data-testid=drop-overlay]";
        ensure!(!page.is_shown(overlay).await?);
        ensure!(give_to_page(page, "dragover", "a.png", "image/png").await?);
        page.wait_until(
            "it is said that a file may be dropped",
            &format!("!document.querySelector('{overlay}').hidden"),
        )
        .await?;
        ensure!(give_to_page(page, "drop", "a.txt", "text/plain").await?);
        wait_for_notice(page, "“a.txt” is not a picture").await?;
        ensure!(!page.is_shown(overlay).await?);

        // While something runs it is refused, and nothing is lost.
        page.click("#run").await?;
        wait_for_progress(page).await?;
        ensure!(give_to_page(page, "drop", "b.png", "image/png").await?);
        wait_for_notice(page, "“b.png” was not taken, because a run is under way").await?;
        cancel(page).await?;
        let kernel = page.prop("#kernel-roots", "checked").await?;
        ensure!(kernel.as_deref() == Some("true"), "{kernel:?}");

        // A kernel that takes no pictures makes room for one that does.
        ensure!(give_to_page(page, "drop", "c.png", "image/png").await?);
        wait_for_notice(page, "600 × 400 pixels. Only blurs work on pictures").await?;
        let kernel = page.prop("#kernel-blur-rgba", "checked").await?;
        ensure!(kernel.as_deref() == Some("true"), "{kernel:?}");
        // A picture is known by its bytes: this one has neither type nor ending.
        ensure!(give_to_page(page, "paste", "d", "").await?);
        wait_for_notice(page, "600 × 400 pixels. Press Run").await?;
        run(page).await?;
        let result = result_of(page, "worker").await?;
        ensure!(result.contains("✓ checked"), "{result}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_span_of_the_timeline_is_zoomed_into() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?kernel=roots&size=1000000&on=worker").await?;
        run(page).await?;
        let run = "[data-testid=run-worker]";
        let zoomed = |what: &'static str, is_zoomed: bool| {
            let is = if is_zoomed { "!" } else { "" };
            let seen = format!(
                "{is}document.querySelector('{run} [data-testid=zoom-range]').textContent.includes('all')"
            );
            async move { page.wait_until(what, &seen).await }
        };
        page.js::<()>(&format!(
            "const canvas = document.querySelector('{run} canvas');
             const {{ left, top, width, height }} = canvas.getBoundingClientRect();
             const at = (share) => ({{
                 bubbles: true, cancelable: true, clientX: left + share * width, clientY: top + height / 2,
             }});
             window.point = (type, share, more) => canvas.dispatchEvent(new PointerEvent(type, {{
                 ...at(share), pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, ...more,
             }}));
             window.turn = (more) => canvas.dispatchEvent(new WheelEvent('wheel', {{
                 ...at(0.5), deltaY: -120, ...more,
             }}));
             canvas.focus()"
        ))
        .await?;
        let readout = format!("{run} .chart__readout");
        page.press(RIGHT).await?;
        page.press(ESCAPE).await?;
        page.wait_until(
            "the instructions are for keys",
            &format!("document.querySelector('{readout}').textContent.includes('Shift + arrow keys')"),
        )
        .await?;

        // While it is drawn the span is seen, and Escape gives it up.
        let draw = "point('pointerdown', 0.4); point('pointermove', 0.7)";
        page.js::<()>(draw).await?;
        page.wait_for(&format!("{run} .chart__drawn")).await?;
        page.press(ESCAPE).await?;
        page.js::<()>("point('pointerup', 0.7)").await?;
        zoomed("nothing is zoomed", false).await?;
        let read = page.text(&readout).await?;
        ensure!(!read.contains("Let go"), "{read}");
        page.js::<()>(&format!("{draw}; point('pointerup', 0.7)")).await?;
        zoomed("the span is all that is in sight", true).await?;
        ensure!(page.count(&format!("{run} .chart__drawn")).await? == 0);
        page.press("0").await?;
        zoomed("all is in sight", false).await?;
        // Over the axis there is nothing to read, and so it is told how to do that.
        page.js::<()>(&format!(
            "const {{ bottom }} = document.querySelector('{run} canvas').getBoundingClientRect();
             point('pointermove', 0.5, {{ clientY: bottom - 3 }})"
        ))
        .await?;
        page.wait_until(
            "the instructions are for a mouse",
            &format!("document.querySelector('{readout}').textContent.includes('Drag over a span')"),
        )
        .await?;

        // The page scrolls by the wheel, which tells once how it zooms instead.
        let is_plain: bool = page.js("return turn({})").await?;
        ensure!(is_plain, "the page may scroll");
        page.wait_for(&format!("{run} .chart__wheel")).await?;
        let is_plain: bool = page.js("return turn({ ctrlKey: true })").await?;
        ensure!(!is_plain, "the page does not zoom");
        zoomed("the wheel has zoomed", true).await?;
        Ok(())
    })
    .await;
}
