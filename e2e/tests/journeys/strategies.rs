//! One piece of work in every place where it can run: the results agree, the page stays alive where
//! it should, and every place lets go when it is told to.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::frames;
use e2e::threads_lab::{
    RUN_MAX, cancel, figures, lab, open_lab, panel, result_of, run, site, wait_for_end,
    wait_for_progress,
};
use e2e::{Browser, Host, Options, Site, journey, untimed_journey};

/// A task that is longer than this is felt by whoever uses the page meanwhile.
const TASK_MS_MAX: f64 = 50.0;
const CANCEL_MS_MAX: f64 = 200.0;
const EVERYWHERE: [&str; 5] = ["main", "sliced", "worker", "pool", "parallel"];

/// Work that takes a moment: for each kernel, as each is cut and put together again in its own way, a variant that both
/// engines have. That each variant on each engine computes what native code does, whole and in shares, is tested without
/// the app (`tests/browser/kernels_here.rs`).
const WORK: [(&str, &str, u64); 7] = [
    ("primes", "segmented", 3_000_000),
    ("fibonacci", "plain", 30),
    ("matrix", "reordered", 131),
    ("blur-grey", "plain", 333),
    ("blur-rgba", "separable", 203),
    ("roots", "unrolled", 1_000_001),
    ("mandelbrot", "shortcut", 151),
];

/// Gives the number of runs.
async fn in_every_place(page: &Browser, engine: &str) -> Result<usize> {
    let site = site()?;
    let mut seen = 0;
    for (kernel, variant, size) in WORK {
        let query = format!(
            "?kernel={kernel}&variant={variant}&size={size}&rounds=2&engine={engine}\
             &on=main,sliced,worker,pool,parallel&workers=2&jobs=5&threads=2"
        );
        page.goto(&lab(&site, &query)).await?;
        page.wait_for("#run").await?;
        run(page).await?;
        let mut results = Vec::new();
        for place in EVERYWHERE {
            let refused = page.count(&format!("#on-{place}:disabled")).await? == 1;
            let ran = page.count(&panel(place)).await? == 1;
            ensure!(
                refused != ran,
                "{kernel} {variant} on {engine}, {place}: refused {refused}, ran {ran}"
            );
            if ran {
                let result = result_of(page, place).await?;
                ensure!(
                    result.contains("✓ checked"),
                    "{kernel} {variant} on {engine}, {place}: {result}"
                );
                results.push(result);
                seen += 1;
            }
        }
        results.dedup();
        ensure!(
            results.len() == 1,
            "{kernel} {variant} on {engine}: {results:?}"
        );
    }
    Ok(seen)
}

/// The ids of all choices of a group.
async fn choices(page: &Browser, name: &str) -> Result<Vec<String>> {
    page.js(&format!(
        "return [...document.querySelectorAll('input[name={name}]')].map(({{ id }}) => id)"
    ))
    .await
}

/// Runs somewhere beside the page and looks for tasks of ours that would have kept it.
async fn leaves_the_page_alive(place: &str, figures_of_place: &str) {
    journey(Options::chromium(), async |page| {
        let site = site()?;
        frames::watch(page).await?;
        let mut rounds = 10;
        let (figures, seen) = loop {
            let query = format!(
                "?variant=segmented&size=20000000&rounds={rounds}&on={place}{figures_of_place}"
            );
            page.goto(&lab(&site, &query)).await?;
            page.wait_for("#run").await?;
            let cores: u32 = page.js("return navigator.hardwareConcurrency").await?;
            // One core is the page's own.
            let threads = cores.saturating_sub(1).max(1).to_string();
            page.unfold("#group-threads").await?;
            for field in ["#workers", "#threads"] {
                if page.count(field).await? == 1 {
                    page.fill(field, &threads).await?;
                }
            }
            run(page).await?;
            let figures = figures(page, place).await?;
            if figures.compute_ms >= 800.0 || rounds >= 1000 {
                break (figures, frames::seen(page).await?);
            }
            rounds = (rounds * 3).min(1000);
        };
        let during = seen.between(figures.start_ms, figures.start_ms + figures.total_ms);
        let longest_ms = during.longest_script_ms(&site.url(""));
        ensure!(
            longest_ms <= TASK_MS_MAX,
            "a script of ours ran for {longest_ms} ms: {during:?}"
        );
        ensure!(
            figures.longest_frame_ms < 0.5 * figures.compute_ms,
            "{figures:?}"
        );
        let result = result_of(page, place).await?;
        ensure!(result.contains("✓ checked"), "{result}");
        Ok(())
    })
    .await;
}

/// Counts the jobs that were added by hand, by their state.
async fn added(page: &Browser, state: &str) -> Result<usize> {
    page.count(&format!("[data-testid=pool-jobs] li[data-state={state}]"))
        .await
}

async fn wait_for_jobs(page: &Browser) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        "no job is under way",
        "!document.querySelector('[data-testid=pool-jobs] li[data-state=under-way]')
            && document.querySelector('[data-testid=pool-jobs] li')",
    )
    .await
}

/// Opens the pool with work of a tenth of a second a job.
async fn open_pool(page: &Browser) -> Result<Site> {
    let site = open_lab(
        page,
        "?kernel=roots&size=100000000&rounds=1&on=pool&workers=2&jobs=2",
    )
    .await?;
    page.click("[data-testid=pool] > summary").await?;
    page.click("#pool-larger").await?;
    Ok(site)
}

/// Gives the page a picture of that size, as dropping a file would.
async fn give_picture(page: &Browser, width: u32, height: u32) -> Result<()> {
    page.js::<()>(&format!(
        "const canvas = new OffscreenCanvas({width}, {height});
         const context = canvas.getContext('2d');
         const paint = context.createLinearGradient(0, 0, {width}, {height});
         paint.addColorStop(0, '#123456');
         paint.addColorStop(1, '#fedcba');
         context.fillStyle = paint;
         context.fillRect(0, 0, {width}, {height});
         context.fillStyle = '#fff';
         for (let x = 0; x < {width}; x += 97) context.fillRect(x, 0, 3, {height});
         return canvas.convertToBlob({{ type: 'image/png' }}).then((blob) => {{
             const files = new DataTransfer();
             files.items.add(new File([blob], 'photo.png', {{ type: 'image/png' }}));
             const input = document.querySelector('input[type=file]');
             input.files = files.files;
             input.dispatchEvent(new Event('change', {{ bubbles: true }}));
         }})"
    ))
    .await
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    // --- the page stays alive ---

    #[tokio::test]
    async fn slices_leave_the_page_its_turn() {
        leaves_the_page_alive("sliced", "&slice=12").await;
    }

    #[tokio::test]
    async fn a_pool_leaves_the_page_alive() {
        leaves_the_page_alive("pool", "&jobs=12").await;
    }

    #[tokio::test]
    async fn threads_over_one_memory_leave_the_page_alive() {
        leaves_the_page_alive("parallel", "").await;
    }

    // --- the pool ---

    // A job that hangs is ended after two seconds, and has to be cancelled before.
    #[tokio::test]
    async fn a_job_is_cancelled_and_the_others_go_on() {
        journey(Options::chromium(), async |page| {
            let _site = open_pool(page).await?;
            page.click("#pool-hang").await?;
            page.click("#pool-add").await?;
            page.click("[data-testid=pool-jobs] li:last-child button")
                .await?;
            wait_for_jobs(page).await?;
            let list = page.text("[data-testid=pool-jobs]").await?;
            ensure!(added(page, "cancelled").await? == 1, "{list}");
            ensure!(added(page, "done").await? == 6, "{list}");
            Ok(())
        })
        .await;
    }

    // --- cancelled ---

    #[tokio::test]
    async fn cancel_returns_at_once_wherever_a_run_can_be_cancelled() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            for place in ["sliced", "worker", "pool", "parallel"] {
                let query = format!(
                    "?variant=segmented&size=100000000&rounds=1000&on={place}&workers=2&jobs=4&threads=2"
                );
                page.goto(&lab(&site, &query)).await?;
                page.wait_for("#run").await?;
                page.click("#run").await?;
                wait_for_progress(page).await?;
                let took_ms = cancel(page).await?;
                ensure!(took_ms <= CANCEL_MS_MAX, "{place}: {took_ms} ms");
                let result = result_of(page, place).await?;
                ensure!(result.contains("Cancelled"), "{place}: {result}");
                // And it is well again.
                page.fill("#size", "1000000").await?;
                page.unfold("#group-algorithm").await?;
                page.fill("#rounds", "4").await?;
                run(page).await?;
                let result = result_of(page, place).await?;
                ensure!(result.contains("✓ checked"), "{place}: {result}");
            }
            Ok(())
        })
        .await;
    }

    // --- pictures ---

    #[tokio::test]
    async fn a_picture_of_twelve_megapixels_is_blurred_with_the_page_alive() {
        journey(Options::chromium(), async |page| {
            let site = site()?;
            frames::watch(page).await?;
            page.script_limit(Duration::from_mins(1)).await?;
            let query = "?kernel=blur-rgba&variant=separable&rounds=8&on=worker&moving=share";
            page.goto(&lab(&site, query)).await?;
            page.wait_for("#run").await?;
            give_picture(page, 4_000, 3_000).await?;
            page.wait_until_within(
                RUN_MAX,
                "the picture is taken",
                "document.querySelector('[data-testid=picture-state]').textContent.includes('4,000 × 3,000')",
            )
            .await?;
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            let figures = figures(page, "worker").await?;
            let seen = frames::seen(page).await?;
            let during = seen.between(figures.start_ms, figures.start_ms + figures.compute_ms);
            let longest_ms = during.longest_script_ms(&site.url(""));
            ensure!(
                longest_ms <= TASK_MS_MAX,
                "a script of ours ran for {longest_ms} ms: {during:?}"
            );
            ensure!(page.count("[data-testid=pictures] canvas").await? == 4, "before and after, whole and in detail");

            // One that is too large is refused with the limit, and the one before stays.
            give_picture(page, 6_000, 4_100).await?;
            page.wait_until_within(
                RUN_MAX,
                "the refusal",
                "document.querySelector('form.controls').textContent.includes('24,600,000 pixels; at most 24,000,000')",
            )
            .await?;
            let state = page.text("[data-testid=picture-state]").await?;
            ensure!(state.contains("4,000 × 3,000"), "{state}");
            Ok(())
        })
        .await;
    }
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn every_place_gives_the_right_result_in_webassembly() {
        untimed_journey(Options::chromium(), async |page| {
            let seen = in_every_place(page, "wasm").await?;
            ensure!(seen == WORK.len() * EVERYWHERE.len(), "{seen} runs");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn every_place_gives_the_right_result_in_javascript() {
        untimed_journey(Options::chromium(), async |page| {
            let seen = in_every_place(page, "js").await?;
            // Threads over one memory are WebAssembly's alone.
            ensure!(seen == WORK.len() * (EVERYWHERE.len() - 1), "{seen} runs");
            Ok(())
        })
        .await;
    }

    // --- the page stays alive ---

    #[tokio::test]
    async fn who_types_during_a_run_is_told_how_long_keys_waited() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=20000000&rounds=20&on=worker").await?;
            page.click("#run").await?;
            wait_for_progress(page).await?;
            page.type_into("#type-here", "alive").await?;
            wait_for_end(page).await?;
            let panel = panel("worker");
            let count = page.attr(&panel, "data-interactions").await?;
            let count: u32 = count.context("no count")?.parse()?;
            ensure!(count >= 5, "{count} keys");
            let words = page
                .text(&format!("{panel} [data-testid=interactions]"))
                .await?;
            ensure!(words.to_lowercase().contains("keys pressed"), "{words}");
            Ok(())
        })
        .await;
    }

    // --- the pool ---

    #[tokio::test]
    async fn two_hundred_jobs_on_two_workers_start_in_order_of_submission() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(
                page,
                "?kernel=mandelbrot&size=600&on=pool&workers=2&jobs=200",
            )
            .await?;
            run(page).await?;
            let result = result_of(page, "pool").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            let starts = page.attr(&panel("pool"), "data-starts").await?;
            let starts: Vec<u32> = starts
                .context("no starts")?
                .split(' ')
                .map(str::parse)
                .collect::<Result<_, _>>()?;
            ensure!(starts.len() == 200, "{} jobs", starts.len());
            ensure!(starts.is_sorted(), "{starts:?}");
            let queue = page.attr("[data-testid=pool]", "data-queue").await?;
            ensure!(queue.as_deref() == Some("0"), "{queue:?} left");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_crash_in_the_middle_of_a_run_is_repaired() {
        untimed_journey(Options::chromium(), async |page| {
            page.expect_console("RuntimeError: unreachable");
            let _site = open_lab(
                page,
                "?kernel=roots&size=20000000&on=pool&workers=2&jobs=40&fault=trap",
            )
            .await?;
            run(page).await?;
            let result = result_of(page, "pool").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            // Both attempts are told of: the one that was lost, and the wait for the other.
            let run = panel("pool");
            page.click(&format!("{run} .chart__tools summary")).await?;
            let table = page.text(&format!("{run} .chart__tools table")).await?;
            ensure!(
                table.matches("lost: worker crashed").count() == 1,
                "{table}"
            );
            ensure!(
                table.contains("waiting") && table.matches("compute").count() == 40,
                "{table}"
            );
            let legend = page.text("ul.legend").await?;
            ensure!(legend.contains("lost: worker crashed"), "{legend}");
            page.click("[data-testid=pool] > summary").await?;
            let workers = page.text("[data-testid=pool] tbody").await?;
            let restarts: u32 = page
                .js(
                    "return [...document.querySelectorAll('[data-testid=pool] tbody tr')]
                         .reduce((sum, row) => sum + Number(row.lastElementChild.textContent), 0)",
                )
                .await?;
            ensure!(restarts == 1, "{workers}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_crash_and_a_hang_among_other_jobs_lose_none_of_them() {
        untimed_journey(Options::chromium(), async |page| {
            page.expect_console("RuntimeError: unreachable");
            let _site = open_pool(page).await?;
            page.click("#pool-add").await?;
            page.click("#pool-crash").await?;
            page.click("#pool-hang").await?;
            page.click("#pool-add").await?;
            wait_for_jobs(page).await?;
            let list = page.text("[data-testid=pool-jobs]").await?;
            ensure!(added(page, "done").await? == 12, "{list}");
            ensure!(added(page, "failed").await? == 2, "{list}");
            ensure!(
                list.contains("the worker crashed") && list.contains("no result within 2000 ms"),
                "{list}"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_drained_pool_finishes_what_is_active_and_refuses_the_rest() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_pool(page).await?;
            page.click("#pool-add").await?;
            page.wait_until(
                "two jobs are at work",
                "document.querySelector('[data-testid=pool]').dataset.active === '2'",
            )
            .await?;
            page.click("#pool-drain").await?;
            wait_for_jobs(page).await?;
            let list = page.text("[data-testid=pool-jobs]").await?;
            ensure!(
                added(page, "done").await? >= 2,
                "the active ones finish: {list}"
            );
            let refused = added(page, "failed").await?;
            ensure!(
                refused > 0 && list.contains("shutting down"),
                "those that waited are refused: {list}"
            );
            page.click("#pool-add").await?;
            wait_for_jobs(page).await?;
            ensure!(
                added(page, "failed").await? == refused + 6,
                "new ones are refused"
            );
            page.click("#pool-reopen").await?;
            run(page).await?;
            let result = result_of(page, "pool").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            Ok(())
        })
        .await;
    }

    // --- shared memory, and where there is none ---

    #[tokio::test]
    async fn without_isolation_it_is_said_what_is_missing_and_the_rest_works() {
        untimed_journey(Options::chromium(), async |page| {
            page.bypass_service_worker(true).await?;
            let site = Site::of(e2e::dist()?).start(Host::Plain)?;
            let query = "?variant=segmented&size=1000000&rounds=2&on=worker,parallel&threads=2";
            page.goto(&lab(&site, query)).await?;
            page.wait_for("#run").await?;
            let isolated: bool = page.js("return crossOriginIsolated").await?;
            ensure!(!isolated, "the host sends no headers");
            page.expect_console("isolated");
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            let result = result_of(page, "parallel").await?;
            ensure!(
                result.contains("Failed") && result.contains("isolated"),
                "{result}"
            );
            page.goto(&lab(&site, "?kernel=blur-grey&size=100&rounds=1&on=worker"))
                .await?;
            page.wait_for("#run").await?;
            ensure!(page.count("#moving-share:disabled").await? == 1);
            ensure!(page.count("#moving-transfer:checked").await? == 1);
            run(page).await?;
            let result = result_of(page, "worker").await?;
            ensure!(result.contains("✓ checked"), "{result}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn firefox_runs_threads_over_one_memory_too() {
        untimed_journey(Options::firefox(), async |page| {
            let _site = open_lab(
                page,
                "?kernel=mandelbrot&size=300&on=sliced,worker,pool,parallel&workers=2&jobs=6&threads=2",
            )
            .await?;
            run(page).await?;
            for place in ["sliced", "worker", "pool", "parallel"] {
                let result = result_of(page, place).await?;
                ensure!(result.contains("✓ checked"), "{place}: {result}");
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn threads_have_lanes_of_their_own_under_either_schedule() {
        untimed_journey(Options::chromium(), async |page| {
            let site = site()?;
            for schedule in ["stealing", "static"] {
                let query = format!(
                    "?kernel=mandelbrot&size=500&on=parallel&threads=2&schedule={schedule}"
                );
                page.goto(&lab(&site, &query)).await?;
                page.wait_for("#run").await?;
                run(page).await?;
                page.click(&format!("{} .chart__tools summary", panel("parallel")))
                    .await?;
                let table = format!("{} .chart__tools table", panel("parallel"));
                page.wait_for(&table).await?;
                let table = page.text(&table).await?;
                ensure!(
                    table.contains("thread 1") && table.contains("thread 2"),
                    "{schedule}: {table}"
                );
            }
            Ok(())
        })
        .await;
    }

    // --- pictures ---

    #[tokio::test]
    async fn the_mandelbrot_set_can_be_seen_as_it_grows() {
        untimed_journey(Options::chromium(), async |page| {
            let site = site()?;
            for on in ["parallel", "pool", "sliced"] {
                let query = format!(
                    "?kernel=mandelbrot&size=3000&on={on}&threads=2&workers=2&jobs=60&moving=share"
                );
                page.goto(&lab(&site, &query)).await?;
                page.wait_for("#run").await?;
                page.click("#run").await?;
                // Some points are there while others are not, and the run goes on.
                page.wait_until_within(
                    RUN_MAX,
                    "a part of the picture is there",
                    "(() => {
                        const canvas = document.querySelector('[data-testid=pictures] canvas');
                        if (!canvas?.width || !document.querySelector('[data-testid=live-run]')) return false;
                        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                        let there = 0;
                        for (let at = 3; at < data.length; at += 4) there += data[at] > 0;
                        return there > 0 && there < data.length / 4;
                    })()",
                )
                .await?;
                page.click("#cancel").await?;
                wait_for_end(page).await?;
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn the_ledger_shows_what_each_way_of_moving_bytes_costs() {
        untimed_journey(Options::chromium(), async |page| {
            let site = site()?;
            for moving in ["clone", "transfer", "share"] {
                let query =
                    format!("?kernel=blur-rgba&size=1500&rounds=1&on=worker,pool&workers=2&jobs=4&moving={moving}");
                page.goto(&lab(&site, &query)).await?;
                page.wait_for("#run").await?;
                run(page).await?;
                for place in ["worker", "pool"] {
                    let result = result_of(page, place).await?;
                    ensure!(result.contains("✓ checked"), "{moving}, {place}: {result}");
                    page.click(&format!("{} [data-testid=ledger] summary", panel(place)))
                        .await?;
                    let ledger = page
                        .text(&format!("{} [data-testid=ledger]", panel(place)))
                        .await?;
                    for phase in ["transfer", "copy", "compute", "return"] {
                        ensure!(ledger.contains(phase), "{moving}, {place}: no {phase} in {ledger}");
                    }
                }
            }
            Ok(())
        })
        .await;
    }

    // --- the table, the sweep, the sources ---

    #[tokio::test]
    async fn repeated_runs_give_a_median_with_an_interval() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?size=1000000&rounds=2&on=main,worker&repeats=6").await?;
            run(page).await?;
            let row = "[data-testid=group-worker]";
            // Six, and the first run, which started the worker, beside them.
            ensure!(page.attr(row, "data-count").await?.as_deref() == Some("6"));
            ensure!(page.attr(row, "data-first-runs").await?.as_deref() == Some("1"));
            let text = page.text(row).await?;
            for part in [
                "n = 6",
                "×",
                "without the cold run, which took",
                "worst of 7",
            ] {
                ensure!(text.contains(part), "no “{part}” in {text}");
            }
            let of = page
                .text("[data-testid=run-worker] [data-testid=run-of]")
                .await?;
            ensure!(of == "one run, of round 7", "{of}");
            // The places share what their order was drawn from.
            let seed = async |place: &str| page.attr(&panel(place), "data-seed").await;
            ensure!(seed("main").await?.is_some() && seed("main").await? == seed("worker").await?);
            page.unfold("#group-algorithm").await?;
            page.unfold("#group-threads").await?;
            page.fill("#repeats", "1").await?;
            page.fill("#rounds", "3").await?;
            run(page).await?;
            let text = page.text("[data-testid=runs] tbody tr").await?;
            ensure!(text.contains("one run"), "{text}");
            let finding = page.text("[data-testid=finding]").await?;
            ensure!(finding.contains("Each figure is of one run."), "{finding}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_sweep_is_stopped_and_taken_up_again_and_says_from_where_on_it_pays() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(
                page,
                "?variant=segmented&size=20000000&rounds=1&on=main,worker,pool&workers=2&jobs=4&budget=12",
            )
            .await?;
            page.click("#sweep > summary").await?;
            page.click("#sweep-start").await?;
            let done = "Number(document.querySelector('[data-testid=sweep]').dataset.done)";
            page.wait_until_within(RUN_MAX, "some points", &format!("{done} > 5"))
                .await?;
            page.click("#sweep-stop").await?;
            page.wait_until("it stops", "!document.querySelector('#sweep-go-on').disabled")
                .await?;
            let state = page.text("[data-testid=sweep-state]").await?;
            ensure!(state.contains("stopped after"), "{state}");
            page.click("#sweep-go-on").await?;
            // A busy machine is measured until the time is up, a quiet one until all points are known.
            page.wait_until_within(
                RUN_MAX,
                "it is over",
                "/done with|the time was up/.test(document.querySelector('[data-testid=sweep-state]').textContent)",
            )
            .await?;
            let state = page.text("[data-testid=sweep-state]").await?;
            ensure!(state.contains("of 24 points"), "{state}");
            let finding = page.text("[data-testid=sweep-finding]").await?;
            ensure!(finding.contains("faster than Main thread"), "{finding}");
            ensure!(page.count("[data-testid=sweep] canvas").await? == 2);
            page.click("[data-testid=sweep] .chart__tools summary").await?;
            let table = "[data-testid=sweep] .chart__tools table";
            page.wait_for(table).await?;
            let table = page.text(table).await?;
            // Each point has its interval and its count; short work is repeated within a sample.
            ensure!(
                table.contains("n = ") && table.contains("iterations per sample"),
                "{table}"
            );

            page.click("#axis-threads").await?;
            // The laws are those of one place. Starting its threads anew for each point takes a while, and an interval takes
            // six rounds.
            page.click("#on-main").await?;
            page.click("#on-worker").await?;
            page.fill("#budget", "60").await?;
            page.click("#sweep-start").await?;
            page.wait_until_within(
                RUN_MAX,
                "the laws, and what they say by round",
                "(() => {
                    const finding = document.querySelector('[data-testid=sweep-finding]')?.textContent ?? '';
                    return finding.includes('Amdahl') && finding.includes('by round');
                })()",
            )
            .await?;
            // They were there before the time was up.
            page.click("#sweep-stop").await?;
            page.wait_until(
                "it stops",
                "document.querySelector('[data-testid=sweep]').dataset.running === 'false'",
            )
            .await?;
            ensure!(page.count("[data-testid=sweep] canvas").await? == 3);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn the_code_behind_every_variant_unfolds() {
        untimed_journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "?kernel=primes&variant=plain&on=worker").await?;
            page.wait_for("#sources").await?;
            ensure!(page.count("#sources pre").await? == 0, "folded at first");
            page.click("#sources summary").await?;
            let mut seen = 0;
            for kernel in choices(page, "kernel").await? {
                page.click(&format!("#{kernel}")).await?;
                page.unfold("#group-algorithm").await?;
                let kernel = kernel.trim_start_matches("kernel-");
                for variant in choices(page, "variant").await? {
                    page.click(&format!("#{variant}")).await?;
                    let variant = variant.trim_start_matches("variant-");
                    // A folder for each kernel, whatever its pictures are made of.
                    let folder = kernel.split('-').next().unwrap_or(kernel);
                    page.wait_until(
                        &format!("the source of {kernel} {variant} in Rust"),
                        &format!(
                            "document.querySelector('#sources pre:last-of-type')?.textContent.includes('fn ')
                                && performance.getEntriesByType('resource')
                                    .some(({{ name }}) => name.endsWith('/{folder}/{variant}.rs'))"
                        ),
                    )
                    .await?;
                    seen += 1;
                }
            }
            ensure!(seen >= 17, "only {seen} variants");
            // The editor has coloured it: what is a keyword looks unlike what is a name.
            page.wait_until(
                "the code is coloured",
                "(() => {
                    const root = document.querySelector('.sources__editor > div')?.shadowRoot;
                    const parts = [...root?.querySelectorAll('.cm-line span') ?? []];
                    const keyword = parts.find(({ textContent }) => textContent === 'pub');
                    return keyword && getComputedStyle(keyword).color !== getComputedStyle(keyword.parentElement).color
                        && document.querySelector('.sources__code').hidden;
                })()",
            )
            .await?;
            Ok(())
        })
        .await;
    }
}
