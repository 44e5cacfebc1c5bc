//! What a newcomer sees of the Threads lab within seconds: the button, the effect and what it means, together.

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::{figures, lab, open_lab, run, site, wait_for_end, wait_for_progress};
use e2e::{Browser, Options, untimed_journey};

/// The key, as drivers spell it.
const HOME: &str = "\u{e011}";

/// The button, the dot and the finding.
async fn assert_in_sight(page: &Browser, when: &str) -> Result<()> {
    for css in [
        "#run",
        "#cancel",
        ".mover__dot",
        "#type-here",
        "[data-testid=finding]",
    ] {
        page.assert_in_sight(css).await.context(when.to_owned())?;
    }
    Ok(())
}

#[tokio::test]
async fn on_a_narrow_screen_run_leads_to_the_picture() {
    untimed_journey(Options::chromium().viewport(360, 740), async |page| {
        let _site = open_lab(page, "?size=1000000&rounds=2&jobs=2").await?;
        run(page).await?;
        page.wait_until(
            "the finding is in sight",
            "(() => {
                const { top, bottom } = document.querySelector('[data-testid=finding]').getBoundingClientRect();
                return top >= 0 && bottom <= innerHeight;
            })()",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn button_dot_and_finding_are_in_sight_before_during_and_after_a_run() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        for (width, height) in [(1440, 900), (768, 1024), (360, 780)] {
            page.resize(width, height).await?;
            page.goto(&lab(&site, "?size=20000000&rounds=8&on=worker"))
                .await?;
            page.wait_for("#run").await?;
            let at = |when: &str| format!("{when}, at {width} × {height}");
            assert_in_sight(page, &at("before")).await?;
            page.click("#run").await?;
            wait_for_progress(page).await?;
            assert_in_sight(page, &at("during")).await?;
            page.assert_in_sight("[data-testid=live-run] progress")
                .await?;
            let focus: String = page.js("return document.activeElement.id").await?;
            ensure!(focus == "run", "the focus is on “{focus}”");
            wait_for_end(page).await?;
            assert_in_sight(page, &at("after")).await?;
            page.js::<()>("scrollTo(0, document.documentElement.scrollHeight)")
                .await?;
            assert_in_sight(page, &at("at the page's end")).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn presenting_keeps_run_and_picture_and_escape_ends_the_run_before_it_ends_that() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?size=20000000&rounds=1000&on=worker").await?;
        page.click("#present").await?;
        ensure!(!page.is_shown(".controls").await?, "the form has gone");
        page.click("#run").await?;
        wait_for_progress(page).await?;
        assert_in_sight(page, "presenting").await?;
        page.press("\u{e00c}").await?;
        wait_for_end(page).await?;
        let presents = "document.documentElement.dataset.present === 'true'";
        ensure!(page.js::<bool>(&format!("return {presents}")).await?);
        page.press("\u{e00c}").await?;
        page.wait_until("the form is back", &format!("!({presents})"))
            .await?;
        ensure!(page.is_shown(".controls").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_captions_of_pictures_follow_the_kernel() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?kernel=mandelbrot&size=300&on=worker").await?;
        run(page).await?;
        let captions = "return [...document.querySelectorAll('[data-testid=pictures] figcaption')]
            .map((caption) => caption.textContent.trim())";
        let of_set: Vec<String> = page.js(captions).await?;
        ensure!(of_set == ["the set"], "{of_set:?}");
        page.click("#kernel-blur-rgba").await?;
        page.fill("#size", "300").await?;
        run(page).await?;
        let of_blur: Vec<String> = page.js(captions).await?;
        ensure!(
            of_blur == ["the whole picture", "its middle, enlarged"],
            "{of_blur:?}"
        );

        // Before and after stand under one divider, which pointer and keys move.
        let slider = "[data-testid=pictures] [role=slider]";
        page.js::<()>(
            "const frame = document.querySelector('.before-after__frame');
             const { left, top, width, height } = frame.getBoundingClientRect();
             const point = (type, share) => frame.dispatchEvent(new PointerEvent(type, {
                 pointerId: 1, pointerType: 'touch', isPrimary: true, bubbles: true, cancelable: true,
                 clientX: left + share * width, clientY: top + height / 2,
             }));
             point('pointerdown', 0.5);
             point('pointermove', 0.25);
             point('pointerup', 0.25)",
        )
        .await?;
        page.wait_until(
            "the divider has followed the finger",
            &format!("document.querySelector('{slider}').ariaValueText === '25 % before, 75 % after'"),
        )
        .await?;
        page.press(HOME).await?;
        page.wait_until(
            "the divider has followed the key",
            &format!("document.querySelector('{slider}').ariaValueNow === '0'"),
        )
        .await?;
        Ok(())
    })
    .await;
}

mod timed_tests {
    use e2e::journey;

    use super::*;

    #[tokio::test]
    async fn the_first_visit_takes_seconds_and_ends_in_a_scoreboard() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            page.goto(&lab(&site, "")).await?;
            page.wait_until(
                "it is known how long the page will freeze",
                "/\\d/.test(document.querySelector('[data-testid=freeze-warning]').textContent)",
            )
            .await?;
            run(page).await?;
            let shown: Vec<(String, String)> = page
                .js(
                    "return [...document.querySelectorAll('[data-testid=scoreboard] > li')]
                         .map((line) => [line.dataset.testid, line.dataset.liveliness])",
                )
                .await?;
            let places: Vec<&str> = shown.iter().map(|(place, _)| place.as_str()).collect();
            ensure!(
                places == ["score-main", "score-worker", "score-pool", "score-parallel"],
                "{shown:?}"
            );
            ensure!(shown[0].1 == "frozen", "{shown:?}");
            // Whichever place came last, there is one of several threads to tell of.
            let pictures = page.text("[data-testid=pictures]").await?;
            ensure!(
                pictures.contains("the set") && pictures.contains("a colour each ("),
                "{pictures}"
            );
            let main_ms = figures(page, "main").await?.compute_ms;
            eprintln!("the main thread computed for {main_ms:.0} ms");
            ensure!(
                (1_000.0..=4_000.0).contains(&main_ms),
                "the main thread computed for {main_ms} ms, and 2 s were meant"
            );
            Ok(())
        })
        .await;
    }
}
