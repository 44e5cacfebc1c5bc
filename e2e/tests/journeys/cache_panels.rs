//! What of the Cache lab explains its curves: misses by cause, a trace that is made by hand; sizes in bytes and a size
//! that is dragged in the picture.

use anyhow::{Result, ensure};
use e2e::{Browser, Options, axe, untimed_journey};

use crate::cache::{choose_file, finding, open_lab, run, slide};

/// A thousand objects, some larger than others, each after the other, a hundred times over.
const SIZED: &str = "Array.from({length: 100000}, (_, at) => \
    `${at},${(at * 7) % 1000},${1000 + at % 1000}`).join('\\n')";

async fn unfold(page: &Browser, panel: &str) -> Result<()> {
    page.unfold(&format!("#{panel}")).await
}

#[tokio::test]
async fn misses_are_told_by_cause_by_object_and_over_time() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        unfold(page, "misses").await?;
        page.wait_for("[data-testid=misses-finding]").await?;
        let said = page.text("[data-testid=misses-finding]").await?;
        ensure!(said.contains("Press Run"), "{said}");
        run(page).await?;
        let known = "document.querySelector('[data-testid=misses-finding]').textContent\
                     .includes('could have been avoided')";
        page.wait_until("misses are told", known).await?;
        let bars: Vec<String> = page
            .js(
                "return Array.from(document.querySelectorAll('[data-testid=regrets] > li'), \
                 line => line.dataset.testid + ' ' + line.querySelector('.bars__time').textContent)",
            )
            .await?;
        ensure!(bars.len() == 14, "{bars:?}");
        // The oracle is last, and before it who is the best in the scoreboard, too.
        let best: String = page
            .js("return document.querySelector('[data-testid=bars] .bars__line--ahead').dataset.testid")
            .await?;
        let best = best.trim_start_matches("bar-");
        ensure!(
            bars[12].starts_with(&format!("regret-{best} +")) && bars[13] == "regret-opt ",
            "{best}, {bars:?}"
        );
        for picture in ["map", "course", "popularity", "reuse"] {
            page.wait_for(&format!("[data-testid=misses-{picture}] canvas"))
                .await?;
        }
        let course = async || -> Result<String> {
            page.js(
                "const table = document.querySelector('[data-testid=misses-course] details'); \
                 table.open = true; \
                 await new Promise(resolve => setTimeout(resolve, 50)); \
                 return table.innerText",
            )
            .await
        };
        let arc = course().await?;
        ensure!(arc.contains("B1 (ghosts)") && arc.contains("(target)"), "{arc}");
        page.js::<()>(
            "const policy = document.querySelector('#misses-policy'); policy.value = 's3-fifo'; \
             policy.dispatchEvent(new Event('change', {bubbles: true}));",
        )
        .await?;
        page.wait_until(
            "the other policy is looked at",
            "document.querySelector('[data-testid=misses-course]').innerText.includes('main')",
        )
        .await?;
        // Another size is looked at anew.
        let before = page.text("[data-testid=misses-finding]").await?;
        slide(page, "size-slider", "3").await?;
        page.wait_until(
            "the other size is looked at",
            &format!(
                "{known} && document.querySelector('[data-testid=misses-finding]').textContent \
                 !== {}",
                serde_json::to_string(&before)?
            ),
        )
        .await?;
        axe::assert_clean_in_every_theme_and_width(page).await
    })
    .await;
}

#[tokio::test]
async fn a_trace_is_built_by_sliders_until_another_policy_wins() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?first=arc&queue=16").await?;
        unfold(page, "builder").await?;
        page.wait_for("[data-testid=builder-bars] [data-testid=bar-opt]")
            .await?;
        let first = page.text("[data-testid=builder-finding]").await?;
        ensure!(first.contains("misses least"), "{first}");
        // Where other objects become popular all the time, what counts frequencies does not win any more.
        slide(page, "builder-drift", "4").await?;
        page.wait_until(
            "another policy wins",
            &format!(
                "document.querySelector('[data-testid=builder-recipe]').textContent.includes('phases') \
                 && !document.querySelector('[data-testid=builder-finding]').textContent\
                 .startsWith({})",
                serde_json::to_string(first.split(" misses").next().unwrap_or_default())?
            ),
        )
        .await?;
        page.wait_until(
            "the row of winners is whole",
            "document.querySelectorAll('.builder__winner').length === 5",
        )
        .await?;
        let flips = page.text("[data-testid=builder-flips]").await?;
        ensure!(flips.contains("overtakes"), "{flips}");
        axe::assert_clean_in_every_theme_and_width(page).await?;
        page.click("#builder-take").await?;
        page.wait_until(
            "the lab has the trace",
            "document.querySelector('#trace').value === 'recipe' \
             && document.querySelector('#recipe').value.includes('phases')",
        )
        .await?;
        // What else the form said is still there, and a recipe without a blank makes no page wider.
        let others: Vec<String> = page
            .js(
                "return ['first', 'queue'].map(id => document.getElementById(id).value)\
                 .concat(['size', 'recipe'].map(id => document.getElementById(id).inputMode))",
            )
            .await?;
        ensure!(others == ["arc", "16", "text", "text"], "{others:?}");
        for width in axe::WIDTHS {
            page.resize(width, 800).await?;
            let wider: i32 = page
                .js("return document.documentElement.scrollWidth \
                     - document.documentElement.clientWidth")
                .await?;
            ensure!(wider <= 0, "at {width} px the page is {wider} px too wide");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_cache_is_as_large_as_so_many_bytes_where_objects_have_sizes() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        run(page).await?;
        // A generated trace has no sizes, and what was found of it is not lost for that.
        page.fill("#size", "64 MiB").await?;
        run(page).await?;
        let said = finding(page).await?;
        ensure!(said.contains("does not say how large"), "{said}");
        ensure!(
            page.count("[data-testid=bars] > li").await? == 14,
            "results are lost"
        );
        page.js::<()>(&choose_file("sized.csv", SIZED)).await?;
        page.wait_until(
            "the file is what is read",
            "document.querySelector('#trace').value === 'file'",
        )
        .await?;
        page.fill("#size", "64 parsecs").await?;
        let wrong = page.text("#size-error").await?;
        ensure!(
            wrong.contains("64 parsecs") && wrong.contains("MiB"),
            "{wrong}"
        );
        page.fill("#size", "500 KiB").await?;
        run(page).await?;
        let found = finding(page).await?;
        ensure!(found.contains("500 KiB of 1.4 MiB"), "{found}");
        let counts_entries: bool = page
            .js("return document.querySelector('[data-testid=bar-articles-lru]') === null")
            .await?;
        ensure!(counts_entries, "the articles' cache counts entries");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_policy_or_equal_ones_have_a_finding_of_their_own() {
    untimed_journey(Options::chromium(), async |page| {
        for (query, expected) in [
            ("?policies=opt", "OPT misses 47.6 % of the reads."),
            ("?policies=lru", "LRU misses 63.0 % of the reads."),
            (
                "?policies=fifo,sieve&trace=recipe&recipe=scan*1000",
                "every policy misses 100.0 % of the reads.",
            ),
        ] {
            let _site = open_lab(page, query).await?;
            run(page).await?;
            let found = finding(page).await?;
            ensure!(found.ends_with(expected), "{query}: {found}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_size_can_be_dragged_in_the_picture() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?policies=fifo,lru,opt").await?;
        run(page).await?;
        let drag = |share: f64| {
            format!(
                "const canvas = document.querySelector('[data-testid=cache-curves] canvas'); \
                 const box = canvas.getBoundingClientRect(); \
                 const at = {{ clientX: box.left + box.width * {share}, \
                     clientY: box.top + box.height / 2, buttons: 1, pointerId: 1, \
                     pointerType: 'mouse', bubbles: true }}; \
                 canvas.dispatchEvent(new PointerEvent('pointerdown', at)); \
                 canvas.dispatchEvent(new PointerEvent('pointermove', at)); \
                 await new Promise(resolve => requestAnimationFrame(resolve)); \
                 return Number(document.querySelector('#size-slider').value)"
            )
        };
        let left: f64 = page.js(&drag(0.2)).await?;
        let right: f64 = page.js(&drag(0.7)).await?;
        ensure!(left < right, "{left} {right}");
        let said = finding(page).await?;
        ensure!(!said.contains("room for 500 of"), "{said}");
        Ok(())
    })
    .await;
}
