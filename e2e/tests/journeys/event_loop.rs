//! The Event loop lab: a program runs in virtual time, is played and stepped through, and its order is explained.

use std::fmt::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, axe, untimed_journey};
use serde_json::json;

/// The engine is the largest module, and it has to be fetched and compiled.
const ENGINE_MAX: Duration = Duration::from_mins(1);

/// A run plays within that time, and a busy machine is slower.
const PLAYED_MAX: Duration = Duration::from_secs(40);

const RIGHT: &str = "\u{e014}";
const LEFT: &str = "\u{e012}";

pub(crate) async fn open_lab(page: &Browser, behind_path: &str) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url(&format!("event-loop/{behind_path}")))
        .await?;
    page.wait_for("#run").await?;
    page.wait_for("#source-frame").await?;
    Ok(site)
}

/// A link to a program, which stands behind the `#`.
fn link_to(program: &str) -> String {
    let text = json!({ "source": program }).to_string();
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("?program=own#code={encoded}")
}

/// Waits until the engine has run the program.
async fn wait_for_run(page: &Browser) -> Result<()> {
    page.wait_until_within(
        ENGINE_MAX,
        "the program has run",
        "document.querySelector('#cancel').getAttribute('aria-disabled') === 'true'
         && !document.querySelector('[data-testid=finding]').textContent.includes('…')
         && (document.querySelector('[data-testid=state]')
             || !document.querySelector('[data-testid=finding]').textContent.includes('?'))",
    )
    .await
}

/// Waits until it has played to its end.
async fn wait_for_end(page: &Browser) -> Result<()> {
    page.wait_until_within(
        PLAYED_MAX,
        "it has played to its end",
        "document.querySelector('[data-testid=ending]')?.textContent !== ''
         && !document.querySelector('[data-testid=finding]').textContent.startsWith('Playing')",
    )
    .await
}

pub(crate) async fn run(page: &Browser) -> Result<()> {
    page.click("#run").await?;
    wait_for_run(page).await?;
    wait_for_end(page).await
}

pub(crate) async fn finding(page: &Browser) -> Result<String> {
    page.text("[data-testid=finding]").await
}

/// What stands on the console.
pub(crate) async fn printed(page: &Browser) -> Result<Vec<String>> {
    page.js(
        "return [...document.querySelectorAll('[data-testid=console] code')].map((code) => code.textContent)",
    )
    .await
}

/// All that is shown of the state.
async fn state(page: &Browser) -> Result<String> {
    page.js("return ['clock', 'statement', 'why', 'loop-at', 'state']
             .map((id) => document.querySelector(`[data-testid=${id}]`).textContent).join('|')
             + document.querySelector('[data-testid=wheel]').outerHTML")
        .await
}

async fn slide(page: &Browser, at: usize) -> Result<()> {
    page.js::<()>(&format!(
        "const slider = document.querySelector('#loop-slider'); slider.value = '{at}';
         slider.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    ))
    .await?;
    page.wait_until(
        "the step is shown",
        &format!("document.querySelector('[data-testid=loop-at]').textContent.startsWith('{at} ')"),
    )
    .await
}

/// Puts a program into the editor by way of the plain field, which always holds what the editor does.
async fn write(page: &Browser, program: &str) -> Result<()> {
    page.js_with::<()>(
        "const field = document.querySelector('#source');
         field.value = args[0];
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        vec![program.into()],
    )
    .await
}

async fn assert_in_sight(page: &Browser, css: &[&str], when: &str) -> Result<()> {
    for css in css {
        page.assert_in_sight(css).await.context(when.to_owned())?;
    }
    Ok(())
}

#[tokio::test]
async fn the_default_plays_to_its_end_and_says_why_its_order_is_what_it_is() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        page.click("#run").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "it plays",
            "document.querySelector('[data-testid=finding]').textContent.startsWith('Playing')",
        )
        .await?;
        let began = Instant::now();
        wait_for_end(page).await?;
        ensure!(
            began.elapsed() < Duration::from_secs(10),
            "{:?}",
            began.elapsed()
        );
        let printed = printed(page).await?;
        ensure!(printed.len() == 9, "{printed:?}");
        ensure!(printed[..4] == ["begin", "end of the main module", "tick 1", "microtask 1"]);
        // The other way about than the articles have it, and after the file.
        ensure!(
            printed[6..] == ["file read", "microtask 2", "tick 2"],
            "{printed:?}"
        );
        let said = finding(page).await?;
        ensure!(said.contains("“tick 1” comes before “"), "{said}");
        ensure!(said.contains("ticks and microtasks are emptied"), "{said}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn stepping_back_restores_the_state_exactly() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?program=pool").await?;
        run(page).await?;
        let last: usize = page
            .js("return Number(document.querySelector('#loop-slider').max)")
            .await?;
        ensure!(last > 30, "{last}");
        for at in [1, last / 3, last / 2, last - 1] {
            slide(page, at).await?;
            let before = state(page).await?;
            for id in [
                "#loop-step",
                "#loop-step",
                "#loop-next-callback",
                "#loop-next-phase",
            ] {
                page.click(id).await?;
            }
            ensure!(state(page).await? != before, "it goes on from {at}");
            slide(page, last).await?;
            slide(page, at).await?;
            let after = state(page).await?;
            ensure!(after == before, "at {at}:\n{before}\n\nthen\n\n{after}");
        }
        // The arrows do what the buttons do, and back is the way that they came.
        slide(page, last / 2).await?;
        page.js::<()>("document.querySelector('#loop-step').focus()")
            .await?;
        page.press(LEFT).await?;
        let before = state(page).await?;
        page.press(RIGHT).await?;
        let after = state(page).await?;
        ensure!(after != before);
        page.press(LEFT).await?;
        ensure!(state(page).await? == before, "{before}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_callback_that_waits_leads_to_the_line_that_queued_it() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "").await?;
        run(page).await?;
        page.wait_until(
            "the editor is here",
            "document.querySelector('#source-frame > div')?.shadowRoot?.querySelector('.cm-content')",
        )
        .await?;
        // From the end back to where the tick runs, and the timer waits.
        let runs_tick = "document.querySelector('[data-testid=why]').textContent
                .includes('the tick queue is emptied before the microtasks')
            && document.querySelector('[data-testid=statement] code') !== null";
        for at in (1..60).rev() {
            slide(page, at).await?;
            if page.js::<bool>(&format!("return {runs_tick}")).await? {
                break;
            }
        }
        page.wait_until("it is said why the tick runs", runs_tick).await?;
        page.js::<()>(
            "document.querySelector('[data-testid=queue-Timers] .loop__callback').focus()",
        )
        .await?;
        let marked = "[...document.querySelector('#source-frame > div').shadowRoot
             .querySelectorAll('.cm-askedLine')].map((line) => line.textContent)";
        page.wait_until(
            "its line is marked",
            &format!("{marked}.some((line) => line.includes('setTimeout'))"),
        )
        .await?;
        // So is the statement that is being executed.
        page.wait_until(
            "the statement is marked",
            "document.querySelector('#source-frame > div').shadowRoot.querySelector('.cm-currentLine')",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn an_endless_loop_is_stopped_and_said_so() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(
            page,
            &link_to("let rounds = 0;\nwhile (true) {\n  rounds += 1;\n}"),
        )
        .await?;
        // The first run fetches the engine.
        page.click("#run").await?;
        wait_for_run(page).await?;
        let said = finding(page).await?;
        ensure!(said.starts_with("Stopped in line "), "{said}");
        ensure!(said.contains("2,000,000 statements"), "{said}");
        // Nothing is lost: the page is alive and the next program runs.
        write(page, "console.log('alive');").await?;
        run(page).await?;
        ensure!(printed(page).await? == ["alive"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_exhausts_the_engine_is_said_and_costs_only_that_run() {
    untimed_journey(Options::chromium(), async |page| {
        // A program can catch what its own functions come to, whatever of the engine stands between them.
        let deep =
            "function f() { [1].forEach(f); }\ntry { f(); } catch (e) { console.log(e.message); }";
        let _site = open_lab(page, &link_to(deep)).await?;
        run(page).await?;
        ensure!(printed(page).await? == ["Maximum call stack size exceeded"]);
        // The module's own words, and the browser's for what it did not catch.
        for expected in ["panicked at", "call stack size", "Uncaught"] {
            page.expect_console(expected);
        }
        // It cannot where one operation of the engine comes to the end of the stack or of memory.
        let nested = "let a = [];\nfor (let i = 0; i < 20000; i++) a = [a];\nJSON.stringify(a);";
        for (program, says) in [
            (nested, "nested deeper"),
            ("console.log('x'.repeat(2 ** 30).length);", "more memory"),
            ("let s = 'x';\nfor (;;) s += s;", "more memory"),
        ] {
            write(page, program).await?;
            page.click("#run").await?;
            let end = format!(
                "document.querySelector('[data-testid=finding]').textContent.includes('{says}')"
            );
            page.wait_until_within(ENGINE_MAX, "the page says what it came to", &end)
                .await?;
        }
        write(page, "console.log('alive');").await?;
        run(page).await?;
        ensure!(printed(page).await? == ["alive"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_syntax_error_points_at_line_and_column() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, &link_to("console.log('fine');\nlet = = 3;")).await?;
        page.click("#run").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "it is refused",
            "document.querySelector('[data-testid=finding]').textContent.includes('line 2, column ')",
        )
        .await?;
        page.wait_until(
            "the editor says so, too",
            "document.querySelector('#source-error').textContent.includes('2')
             && document.querySelector('#source').getAttribute('aria-invalid') === 'true'",
        )
        .await?;
        write(page, "console.log('fine');").await?;
        page.wait_until(
            "what was wrong is gone with the text",
            "document.querySelector('#source-error').textContent === ''",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn what_is_no_program_is_said_everywhere_and_an_empty_one_runs() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, &link_to("interface X {\n}")).await?;
        let panels = [
            ("predict", "loop-predict-begin", "predict-finding"),
            ("orders", "loop-explore", "orders-finding"),
            ("versions", "loop-compare-versions", "versions-finding"),
        ];
        for (panel, button, finding) in panels {
            page.unfold(&format!("#{panel}")).await?;
            page.click(&format!("#{button}")).await?;
            let says = format!(
                "document.querySelector('[data-testid={finding}]').textContent
                     .includes('This looks like TypeScript')"
            );
            page.wait_until_within(ENGINE_MAX, "the panel says why nothing runs", &says)
                .await?;
        }
        ensure!(page.count(".loop__outputs .loop__output").await? == 0);
        write(page, "").await?;
        run(page).await?;
        let said = finding(page).await?;
        ensure!(said.starts_with("It prints nothing."), "{said}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn ones_own_program_comes_back_and_a_broken_link_says_what_it_shows() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?program=own#code=%7B%22sour").await?;
        page.wait_until(
            "the link is refused",
            "document.querySelector('[data-testid=finding]').textContent
                 .includes('cut off or altered')
             && document.querySelector('[data-testid=finding]').textContent.includes('Every phase')",
        )
        .await?;
        let own = "console.log('mine');";
        write(page, own).await?;
        run(page).await?;
        page.select("#program", "race").await?;
        run(page).await?;
        page.select("#program", "own").await?;
        page.wait_until(
            "it is as it was left",
            &format!("document.querySelector('#source').value === {}", json!(own)),
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn a_link_carries_the_program_and_starts_nothing() {
    untimed_journey(Options::chromium(), async |page| {
        let program = "console.log('of a link', 1 + 1); // ü & ?";
        let _site = open_lab(page, &link_to(program)).await?;
        let held: String = page
            .js("return document.querySelector('#source').value")
            .await?;
        ensure!(held == program, "{held}");
        page.assert_stays(Duration::from_millis(500)).await?;
        ensure!(
            page.count("[data-testid=empty]").await? == 1,
            "nothing runs"
        );
        let workers: u32 = page
            .js("return performance.getEntriesByType('resource')
                 .filter(({ name }) => name.includes('script.js')).length")
            .await?;
        ensure!(workers == 0, "no worker is started");
        run(page).await?;
        ensure!(printed(page).await? == ["of a link 2"]);
        // What was run stands in the address, behind the hash.
        write(page, "console.log('mine');").await?;
        run(page).await?;
        let url = page.url().await?;
        let (before, behind) = url.split_once('#').context("no hash")?;
        ensure!(behind.starts_with("code="), "{url}");
        ensure!(!before.contains("mine") && behind.contains("mine"), "{url}");
        // A preset needs no text there.
        page.select("#program", "race").await?;
        run(page).await?;
        let url = page.url().await?;
        ensure!(url.contains("program=race") && !url.contains('#'), "{url}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn button_wheel_and_finding_are_in_sight_together() {
    untimed_journey(Options::chromium(), async |page| {
        let site = site()?;
        for (width, height) in [(1440, 900), (768, 1024), (360, 780)] {
            page.resize(width, height).await?;
            page.goto(&site.url("event-loop/")).await?;
            page.wait_for("#run").await?;
            let at = |when: &str| format!("{when}, at {width} × {height}");
            let always = ["#run", "#cancel", ".mover__dot", "[data-testid=finding]"];
            assert_in_sight(page, &always, &at("before")).await?;
            page.click("#run").await?;
            page.wait_until_within(
                ENGINE_MAX,
                "it plays",
                "document.querySelector('[data-testid=finding]').textContent.startsWith('Playing')
                 && document.querySelector('[data-testid=wheel]')",
            )
            .await?;
            let all = [&always[..], &["[data-testid=wheel]", "[data-testid=why]"]].concat();
            assert_in_sight(page, &all, &at("during")).await?;
            wait_for_end(page).await?;
            assert_in_sight(page, &all, &at("after")).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_predicts_the_order_and_hears_by_which_rule_it_parts() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?program=starving-ticks").await?;
        page.unfold("#predict").await?;
        page.click("#loop-predict-begin").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "the outputs are offered",
            "document.querySelectorAll('[data-testid=predicted] > li').length === 4",
        )
        .await?;
        let order = "return [...document.querySelectorAll('[data-testid=predicted] code')]
            .map((code) => code.textContent)";
        // The timer to the top.
        loop {
            let lines: Vec<String> = page.js(order).await?;
            let at = lines.iter().position(|line| line == "timer").context("no timer")?;
            if at == 0 {
                break;
            }
            page.click(&format!("#predict-up-{at}")).await?;
        }
        page.click("#loop-predict-compare").await?;
        page.wait_until(
            "both part at the first line",
            "document.querySelector('[data-testid=predict-finding]').textContent
                 .includes('At place 1 you have “timer”, and Node prints “2000 ticks first”: ticks and microtasks')",
        )
        .await?;
        let came: Vec<String> = page
            .js("return [...document.querySelectorAll('[data-testid=came] code')].map((code) => code.textContent)")
            .await?;
        ensure!(came == ["2000 ticks first", "microtask", "timer", "immediate"], "{came:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn orders_that_can_happen_and_versions_that_differ_are_shown() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_lab(page, "?program=race").await?;
        page.unfold("#orders").await?;
        page.click("#loop-explore").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "there is more than one",
            "document.querySelectorAll('#orders .loop__output').length > 1
             && document.querySelector('[data-testid=orders-finding]').textContent.includes('orders')",
        )
        .await?;
        page.select("#program", "starving-ticks").await?;
        page.click("#loop-explore").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "this one is certain",
            "document.querySelector('[data-testid=orders-finding]').textContent.includes('certain')",
        )
        .await?;
        write(
            page,
            "setTimeout(() => { console.log('timer 1'); Promise.resolve().then(() => console.log('microtask')); });
             setTimeout(() => console.log('timer 2'));",
        )
        .await?;
        page.unfold("#versions").await?;
        page.click("#loop-compare-versions").await?;
        page.wait_until_within(
            ENGINE_MAX,
            "Node 10 runs both timers first",
            "document.querySelector('[data-testid=versions-finding]').textContent.includes('from line 2 on')",
        )
        .await?;
        ensure!(page.count("#versions .loop__output").await? == 3);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_run_is_kept_and_axe_finds_nothing_in_it() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_lab(page, "?program=awaiting").await?;
        run(page).await?;
        page.wait_until(
            "it is kept",
            "document.querySelector('[data-testid=kept]').dataset.state === 'saved'
             && document.querySelector('[data-testid=kept]').dataset.resultsSaved === '1'",
        )
        .await?;
        page.unfold("#timeline").await?;
        page.wait_for("#timeline canvas").await?;
        page.unfold("#predict").await?;
        page.click("#loop-predict-begin").await?;
        page.wait_for("[data-testid=predicted]").await?;
        slide(page, 20).await?;
        axe::assert_clean_in_every_theme_and_width(page).await?;
        page.goto(&site.url("event-loop/")).await?;
        page.wait_for("[data-testid=kept-note]").await?;
        let kept = printed(page).await?;
        ensure!(
            kept.last().is_some_and(|line| line == "together: done"),
            "{kept:?}"
        );
        Ok(())
    })
    .await;
}
