//! The Cache lab: two caches step by step, every policy's curve, and traces out of files.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, frames, journey, untimed_journey};

/// Fourteen policies at some twenty sizes, on a busy machine.
const RUN_MAX: Duration = Duration::from_mins(2);

const ESCAPE: &str = "\u{e00c}";

/// Makes a file in the page and chooses it, as a person does: `bytes` is an expression for what is in it.
pub(crate) fn choose_file(name: &str, bytes: &str) -> String {
    format!(
        "const transfer = new DataTransfer();
         transfer.items.add(new File([{bytes}], '{name}'));
         const input = document.querySelector('#trace-file');
         input.files = transfer.files;
         input.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    )
}

/// Records of libCacheSim's binary format: times, ids that repeat every 50,000 records, sizes.
const ORACLE_GENERAL: &str = "(() => {
    const count = 2_200_000;
    const view = new DataView(new ArrayBuffer(24 * count));
    for (let at = 0; at < count; at += 1) {
        view.setUint32(24 * at, at >> 10, true);
        view.setUint32(24 * at + 4, (at * 7919) % 50_000, true);
        view.setUint32(24 * at + 12, 4096, true);
        view.setBigInt64(24 * at + 16, -1n, true);
    }
    return view.buffer;
})()";

pub(crate) async fn open_lab(page: &Browser, query: &str) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url(&format!("cache/{query}"))).await?;
    page.wait_for("#run").await?;
    page.wait_for("#trace-file").await?;
    Ok(site)
}

pub(crate) async fn run(page: &Browser) -> Result<()> {
    page.click("#run").await?;
    wait_for_end(page).await
}

pub(crate) async fn wait_for_end(page: &Browser) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        "something is found, and nothing runs",
        "document.querySelector('#cancel')?.getAttribute('aria-disabled') === 'true' \
         && !document.querySelector('[data-testid=finding]').textContent.includes('…')",
    )
    .await
}

pub(crate) async fn finding(page: &Browser) -> Result<String> {
    page.text("[data-testid=finding]").await
}

/// What both caches hold, in words.
async fn film(page: &Browser) -> Result<String> {
    page.js("return document.querySelector('.film__caches').innerText")
        .await
}

async fn wait_for_access(page: &Browser, at: &str) -> Result<()> {
    page.wait_until(
        "the access is shown",
        &format!(
            "document.querySelector('[data-testid=film-at]').textContent.includes('{at} ') \
             && document.querySelector('.film__said') !== null"
        ),
    )
    .await
}

pub(crate) async fn slide(page: &Browser, id: &str, value: &str) -> Result<()> {
    page.js::<()>(&format!(
        "const slider = document.querySelector('#{id}'); slider.value = '{value}'; \
         slider.dispatchEvent(new Event('input', {{bubbles: true}}));"
    ))
    .await
}

#[tokio::test]
async fn a_run_shows_where_two_caches_part_and_the_curve_of_every_policy() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        run(page).await?;
        let said = finding(page).await?;
        ensure!(
            said.contains("LRU misses") || said.contains("LRU") && said.contains("part at access"),
            "{said}"
        );
        // Fourteen policies, the oracle last and ahead of all others.
        let bars: Vec<(String, f64)> = page
            .js(
                "return [...document.querySelectorAll('[data-testid=bars] > li')].map((line) => \
                 [line.dataset.testid, parseFloat(line.querySelector('.bars__time').textContent)])",
            )
            .await?;
        ensure!(bars.len() == 14, "{bars:?}");
        ensure!(bars[13].0 == "bar-opt", "{bars:?}");
        ensure!(bars[..13].iter().all(|(_, ratio)| *ratio >= bars[13].1), "{bars:?}");
        ensure!(page.count("[data-testid=cache-curves] canvas").await? == 1);

        // A smaller cache misses more.
        let at_500 = bars[13].1;
        slide(page, "size-slider", "0").await?;
        page.wait_until(
            "the bars are those of the smallest cache",
            &format!(
                "parseFloat(document.querySelector('[data-testid=bar-opt] .bars__time').textContent) > {at_500}"
            ),
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn stepping_back_shows_the_same_state_again_from_near_and_from_far() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?trace=zipf&first=arc&second=s3-fifo&queue=16").await?;
        run(page).await?;
        slide(page, "film-slider", "40").await?;
        wait_for_access(page, "41").await?;
        let before = film(page).await?;
        for _ in 0..3 {
            page.click("#film-forward").await?;
        }
        wait_for_access(page, "44").await?;
        ensure!(film(page).await? != before);
        for _ in 0..3 {
            page.click("#film-back").await?;
        }
        wait_for_access(page, "41").await?;
        ensure!(film(page).await? == before, "{before}");
        // Beyond what is fetched at once, and beyond the copies on the way.
        slide(page, "film-slider", "150000").await?;
        wait_for_access(page, "150,001").await?;
        slide(page, "film-slider", "40").await?;
        wait_for_access(page, "41").await?;
        let after = film(page).await?;
        ensure!(after == before, "{before}\n\nthen\n\n{after}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_no_trace_is_refused_with_the_place() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        for (name, bytes, expected) in [
            // The last record lacks eight of its bytes.
            (
                "cut.oracleGeneral",
                "new Uint8Array(24 * 9 + 16)",
                "16 bytes of 24",
            ),
            (
                "photo.csv",
                "new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])",
                "picture",
            ),
            // Limits of these numbers are larger than those of JavaScript's.
            (
                "letters.trace",
                "'12\\nabc'",
                "give a number from 0 to 18446744073709551615",
            ),
            (
                "letters.csv",
                "'key,size\\na,abc'",
                "give a number from 0 to",
            ),
            ("empty.txt", "''", "there is no access in the file"),
            ("notes.docx", "'a'", "does not say what is in the file"),
        ] {
            page.js::<()>(&choose_file(name, bytes)).await?;
            page.wait_until(
                "the file is chosen",
                &format!("document.querySelector('form.controls').textContent.includes('{name}')"),
            )
            .await?;
            run(page).await?;
            let said = finding(page).await?;
            ensure!(said.contains(expected), "{name}: {said}");
        }
        // Whoever knows what is in the last of them says so.
        page.js::<()>(
            "const format = document.querySelector('#format'); format.value = 'txt'; \
             format.dispatchEvent(new Event('change', {bubbles: true}));",
        )
        .await?;
        run(page).await?;
        let trace = page.text("[data-testid=trace]").await?;
        ensure!(trace.contains("notes.docx: 1 accesses"), "{trace}");
        // What was chosen before is not lost, and another trace runs.
        page.js::<()>(&choose_file("keys.txt", "'a\\nb\\na\\nc\\na\\n'"))
            .await?;
        run(page).await?;
        let trace = page.text("[data-testid=trace]").await?;
        ensure!(trace.contains("5 accesses to 3 objects"), "{trace}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_brings_recipe_policies_and_size_back_and_a_run_can_be_cancelled() {
    untimed_journey(Options::chromium(), async |page| {
        let query = "?trace=recipe&recipe=zipf(0.8%2C50000)*4000000%407&size=1000&policies=lru,opt,lirs";
        let _site = open_lab(page, query).await?;
        let form: Vec<String> = page
            .js(
                "return ['trace', 'recipe', 'size'].map((id) => document.querySelector(`#${id}`).value)",
            )
            .await?;
        ensure!(form == ["recipe", "zipf(0.8,50000)*4000000@7", "1000"], "{form:?}");
        page.click("#run").await?;
        page.wait_until_within(
            RUN_MAX,
            "curves are run",
            "document.querySelector('[data-testid=finding]').textContent.startsWith('Simulating')",
        )
        .await?;
        page.press(ESCAPE).await?;
        page.wait_until(
            "the run has ended",
            "document.querySelector('[data-testid=finding]').textContent.startsWith('Cancelled')",
        )
        .await?;
        // What was found stays, and the address holds all of it.
        ensure!(page.count("[data-testid=trace]").await? == 1);
        let address: String = page.js("return location.search").await?;
        ensure!(address.contains("policies=lru,opt,lirs"), "{address}");
        page.click("#recipe-group > summary").await?;
        page.fill("#recipe", "zipf(9,10)").await?;
        page.wait_until(
            "what is wrong is said",
            "document.querySelector('#recipe-error').textContent.includes('alpha is 9; give 0 to 4')",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn button_film_and_finding_are_in_sight_together_at_every_width() {
    for (width, height) in [(1440, 900), (768, 1024), (360, 780)] {
        untimed_journey(Options::chromium().viewport(width, height), async |page| {
            let _site = open_lab(page, "").await?;
            let bar = ["#run", "[data-testid=finding]"];
            let film = [
                ".film__strip",
                "[data-testid=film-0]",
                "[data-testid=film-1]",
            ];
            in_sight(page, &bar).await?;
            page.click("#run").await?;
            page.wait_for(".film__said").await?;
            in_sight(page, &bar).await?;
            wait_for_end(page).await?;
            in_sight(page, &bar).await?;
            in_sight(page, &film).await
        })
        .await;
    }
}

async fn in_sight(page: &Browser, places: &[&str]) -> Result<()> {
    for css in places {
        page.assert_in_sight(css).await?;
    }
    Ok(())
}

#[tokio::test]
async fn form_and_findings_are_there_after_a_reload_and_what_is_not_kept_says_so() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_lab(page, "").await?;
        page.fill("#size", "300").await?;
        run(page).await?;
        let found = finding(page).await?;
        page.wait_until(
            "the results are kept",
            "document.querySelector('[data-testid=kept]')?.dataset.resultsSaved === '1'",
        )
        .await?;
        page.goto(&site.url("cache/")).await?;
        page.wait_for("[data-testid=kept-note]").await?;
        page.wait_for("[data-testid=bar-opt]").await?;
        ensure!(finding(page).await? == found);
        let form: String = page
            .js("return document.querySelector('#size').value")
            .await?;
        ensure!(form == "300", "{form}");
        // Both caches stand where they part, and a step back is among what was kept.
        page.wait_for(".film__access--parts").await?;
        page.click("#film-back").await?;
        let said = page.text("[data-testid=film-kept]").await?;
        ensure!(said.contains("Press Run"), "{said}");
        let rests: bool = page
            .js("return document.querySelector('#film-slider').disabled")
            .await?;
        ensure!(rests, "the slider leads where nothing is");
        run(page).await?;
        page.wait_until(
            "nothing is said of what was kept",
            "document.querySelector('[data-testid=film-kept]').textContent === ''",
        )
        .await
    })
    .await;
}

mod timed_tests {
    use super::*;

    #[tokio::test]
    async fn a_large_trace_is_read_in_slices_while_the_page_is_alive() {
        journey(Options::chromium(), async |page| {
            frames::watch(page).await?;
            let site = open_lab(page, "?policies=fifo,lru&pressure=nominal").await?;
            page.js::<()>(&choose_file("large.oracleGeneral", ORACLE_GENERAL))
                .await?;
            page.wait_until(
                "the file is what is read",
                "document.querySelector('#trace').value === 'file'",
            )
            .await?;
            page.js::<()>(
                "window.said = [];
                 const finding = document.querySelector('[data-testid=finding]');
                 new MutationObserver(() => window.said.push([finding.textContent, performance.now()]))
                     .observe(finding, { childList: true, characterData: true, subtree: true });",
            )
            .await?;
            page.click("#run").await?;
            wait_for_end(page).await?;
            let trace = page.text("[data-testid=trace]").await?;
            ensure!(
                trace.contains("2,200,000 accesses") && trace.contains("50,000 objects"),
                "{trace}"
            );
            let said: Vec<(String, f64)> = page.js("return window.said").await?;
            let progress = said.iter().filter(|(text, _)| text.contains("of 52.8 MB"));
            let times: Vec<f64> = progress.map(|(_, at)| *at).collect();
            ensure!(times.len() > 1, "{said:?}");
            // While it is read the page does nothing but say how far it is.
            let during = frames::seen(page).await?.between(times[0], times[times.len() - 1]);
            let script_ms = during.longest_script_ms(&site.url(""));
            eprintln!("read in {:.0} ms, with {} words about it; longest task {script_ms:.0} ms",
                times[times.len() - 1] - times[0], times.len());
            ensure!(script_ms <= 50.0, "a task of the page took {script_ms} ms");
            Ok(())
        })
        .await;
    }
}
