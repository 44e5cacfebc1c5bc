//! The Compare lab: verdicts that come again, own code, and what is taken along.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::build_copy::BuildCopy;
use e2e::compare_lab::{
    CATCH_EXPORTS, assert_tables_whole, bar, compare, copied, finding, lab, open_lab, own_code,
    saved, verdict, wait_for_end, wait_for_end_within,
};
use e2e::{Browser, Host, Options, Site, axe, journey, untimed_journey};

/// A call that ends nobody waits for longer than its deadline and this.
const STOP_MAX: Duration = Duration::from_secs(1);

/// How often a comparison is repeated: enough to notice a verdict that changes from one to the next. How often one does is
/// what `cargo xtask bench compare` counts; this variable has the journeys repeat as often.
const REPEATS_VARIABLE: &str = "PERF_PLAYGROUND_REPEATS";
const REPEATS: usize = 3;

fn repeats() -> Result<usize> {
    let Some(text) = std::env::var_os(REPEATS_VARIABLE) else {
        return Ok(REPEATS);
    };
    let number = text.to_str().and_then(|text| text.parse().ok());
    number
        .filter(|number| (REPEATS..=1_000).contains(number))
        .with_context(|| {
            format!(
                "{REPEATS_VARIABLE} is “{}”; give a whole number from {REPEATS} to 1000",
                text.display()
            )
        })
}

/// The most claims that a rate explains: more than these come by chance less often than `unlikely`.
fn claims_max(times: usize, rate: f64, unlikely: f64) -> usize {
    let odds = rate / (1.0 - rate);
    let mut exactly = (0..times).fold(1.0, |chance, _| chance * (1.0 - rate));
    let mut more = 1.0 - exactly;
    let mut claims = 0;
    while more >= unlikely && claims < times {
        exactly *= odds * (times - claims) as f64 / (claims + 1) as f64;
        more -= exactly;
        claims += 1;
    }
    claims
}

#[test]
fn a_few_claims_of_many_comparisons_are_chance() {
    // Two or more of three: 0.7 %. Three or more of ten: 1.15 %.
    assert_eq!(claims_max(3, 0.05, 1.0 / 80.0), 1);
    assert_eq!(claims_max(10, 0.05, 1.0 / 80.0), 2);
    assert_eq!(claims_max(10, 0.05, 1.0 / 90.0), 3);
}

async fn blocks(page: &Browser) -> Result<u32> {
    let text = page.text("[data-testid=progress]").await?;
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits
        .parse()
        .with_context(|| format!("no number in {text}"))
}

/// Opens the link, compares, and stops as soon as the page has asked a worker of own code for this. Nobody
/// outside their frame sees them begin.
async fn stop_when_asked(page: &Browser, link: &str, ask: &str) -> Result<Site> {
    page.before_every_page(
        "window.asked = [];
         const post = MessagePort.prototype.postMessage;
         MessagePort.prototype.postMessage = function (message, ...rest) {
           if (message?.ask) window.asked.push(message.ask);
           return post.call(this, message, ...rest);
         };",
    )
    .await?;
    let site = open_lab(page, link).await?;
    page.click("#compare").await?;
    page.wait_until_within(
        Duration::from_mins(1),
        "own code was asked",
        &format!("window.asked.includes('{ask}')"),
    )
    .await?;
    page.click("#stop").await?;
    Ok(site)
}

/// `sum(n)`: n + (n − 1) + … + 1, by a loop over two locals.
const SUM_MODULE: [u8; 58] = [
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version 1
    0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f, // types: i32 to i32
    0x03, 0x02, 0x01, 0x00, //                         functions: one of that type
    0x07, 0x07, 0x01, 0x03, 0x73, 0x75, 0x6d, 0x00, 0x00, // exports: it is called sum
    0x0a, 0x1b, 0x01, 0x19, 0x01, 0x01, 0x7f, //       code: one i32 beside the parameter
    0x03, 0x40, 0x20, 0x01, 0x20, 0x00, 0x6a, 0x21, 0x01, // loop: add the parameter to it,
    0x20, 0x00, 0x41, 0x01, 0x6b, 0x22, 0x00, 0x0d,
    0x00, // take one off, and again unless it is zero
    0x0b, 0x20, 0x01, 0x0b,
];

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    #[tokio::test]
    async fn javascript_against_webassembly_gets_the_same_verdict_every_time() {
        journey(Options::chromium(), async |page| {
            let _site = open_lab(page, "").await?;
            let mut took = Vec::new();
            for _ in 0..repeats()? {
                let start = Instant::now();
                compare(page).await?;
                took.push(start.elapsed().as_secs_f64());
                ensure!(verdict(page, 2, 1).await? == "faster", "{}", finding(page).await?);
                ensure!(verdict(page, 1, 2).await? == "slower");
            }
            let [slow, fast] = [bar(page, 1).await?, bar(page, 2).await?];
            ensure!(slow.end > fast.end && slow.says.ends_with("as long"), "{slow:?}, {fast:?}");
            ensure!(fast.says.ends_with("fastest") && fast.has_whisker, "{fast:?}");
            took.sort_by(f64::total_cmp);
            println!(
                "fibonacci(27), JavaScript against WebAssembly: a verdict after {:.1} s ({:.1}–{:.1} s)",
                took[took.len() / 2],
                took[0],
                took[took.len() - 1]
            );
            let text = finding(page).await?;
            ensure!(text.starts_with("WebAssembly is faster; JavaScript takes "), "{text}");
            let warm_up = page.attr("[data-testid=times-1]", "data-warm-up").await?;
            let samples: u32 = warm_up.context("a count of warm-up samples")?.parse()?;
            ensure!(samples >= 6, "each of six instances was warmed up: {samples}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn three_snippets_are_ordered_by_the_work_that_they_do() {
        // The same sum; the second goes through the numbers three times, the third nine times.
        let link = own_code(
            "return Array.from({ length: n }, (_, index) => index % 10);",
            &[
                (
                    "for",
                    "let sum = 0;\nfor (let index = 0; index < data.length; index++) sum += data[index];\nreturn sum;",
                ),
                (
                    "reduce",
                    "let sum = 0;\nfor (let pass = 0; pass < 3; pass++) {\n  sum = data.reduce((sum, value) => sum + value, 0 * sum);\n}\nreturn sum;",
                ),
                (
                    "forEach",
                    "let sum = 0;\nfor (let pass = 0; pass < 9; pass++) {\n  sum = 0;\n  data.forEach((value) => { sum += value; });\n}\nreturn sum;",
                ),
            ],
            "100000",
            10,
        );
        journey(Options::chromium(), async |page| {
            let _site = open_lab(page, &link).await?;
            compare(page).await?;
            for (one, other) in [(1, 2), (1, 3), (2, 3)] {
                let found = verdict(page, one, other).await?;
                ensure!(
                    found == "faster",
                    "{one} and {other}: {found}, {}",
                    finding(page).await?
                );
            }
            ensure!(
                page.count("[data-testid=marks]").await? == 0,
                "nothing to remark"
            );
            ensure!(
                finding(page)
                    .await?
                    .starts_with("for is fastest; reduce, the next, takes ")
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_thing_compared_with_itself_is_rarely_called_different() {
        journey(Options::chromium(), async |page| {
            // What is equal may be called the same only after a while; what matters here is what is not claimed.
            let _site = open_lab(page, "?budget=4").await?;
            page.click("[data-testid=self-test] > summary").await?;
            let times = repeats()?;
            page.fill("#self-test-times", &times.to_string()).await?;
            page.click("#self-test-run").await?;
            let says_so = |testid: &str| {
                format!("document.querySelector('[data-testid={testid}]').textContent.includes('A/A test')")
            };
            page.wait_until("progress and finding are those of the test", &format!(
                "{} && {}",
                says_so("progress"),
                says_so("finding")
            ))
            .await?;
            wait_for_end(page).await?;
            let text = finding(page).await?;
            ensure!(text.starts_with(&format!("A/A test, {times} of {times}")), "{text}");
            let outcome = "[data-testid=self-test-outcome]";
            let done = page.attr(outcome, "data-done").await?.context("a count")?;
            ensure!(done.parse::<usize>()? == times, "{done} of {times}");
            let claimed = page
                .attr(outcome, "data-claimed")
                .await?
                .context("a count")?;
            println!("{}", page.text(outcome).await?);
            // At one in twenty, more have a chance below one in eighty; ours is far rarer.
            let max = claims_max(times, 0.05, 1.0 / 80.0);
            ensure!(
                claimed.parse::<usize>()? <= max,
                "{claimed} of {times}, at most {max}"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_loop_without_end_is_stopped_while_the_page_stays_alive() {
        journey(Options::chromium(), async |page| {
            let deadline = Duration::from_secs(1);
            let link = own_code(
                "",
                &[("loop", "while (true);"), ("nothing", "return 1;")],
                "1",
                1,
            );
            let _site = open_lab(page, &link).await?;
            page.js::<()>(
                "window.longestGap = 0;
                 let last = performance.now();
                 setInterval(() => {
                   const now = performance.now();
                   window.longestGap = Math.max(window.longestGap, now - last);
                   last = now;
                 }, 20);",
            )
            .await?;
            page.click("#compare").await?;
            page.wait_until_within(
                Duration::from_secs(30),
                "it ended",
                "document.querySelector('.finding--wrong')",
            )
            .await?;
            let text = finding(page).await?;
            ensure!(
                text.contains("Candidate 1") && text.contains("a call was ended after 1 s"),
                "{text}"
            );
            let after_ms = page.attr("[data-testid=finding]", "data-after-ms").await?;
            let after_ms: f64 = after_ms.context("how long it took")?.parse()?;
            println!("a loop without end and a deadline of 1 s was ended after {after_ms:.0} ms");
            let max_ms = (deadline + STOP_MAX).as_secs_f64() * 1_000.0;
            ensure!(after_ms < max_ms, "{after_ms} ms");
            let gap: f64 = page.js("return window.longestGap").await?;
            ensure!(
                gap < deadline.as_secs_f64() * 1_000.0 / 2.0,
                "the page stood still for {gap} ms"
            );
            ensure!(page.count("iframe").await? == 0, "the frame is gone");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn firefox_compares_kernels_and_own_code_too() {
        journey(Options::firefox(), async |page| {
            let site = open_lab(page, "").await?;
            compare(page).await?;
            ensure!(
                verdict(page, 2, 1).await? == "faster",
                "{}",
                finding(page).await?
            );
            let sum = "let sum = 0;\nfor (let i = 0; i < n; i++) sum += i;\n";
            let once = format!("{sum}return sum;");
            let twice = format!("{sum}for (let i = 0; i < n; i++) sum += i;\nreturn sum / 2;");
            let link = own_code("", &[("once", &once), ("twice", &twice)], "100000", 10);
            page.goto(&lab(&site, &link)).await?;
            page.reload().await?;
            page.wait_for("#compare").await?;
            compare(page).await?;
            ensure!(
                verdict(page, 1, 2).await? == "faster",
                "{}",
                finding(page).await?
            );
            ensure!(
                page.count("[data-testid=marks]").await? == 0,
                "they do the same"
            );
            ensure!(page.count("[data-testid=spread] canvas").await? == 1);
            ensure!(page.count("[data-testid=course] canvas").await? == 1);
            Ok(())
        })
        .await;
    }
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn without_isolation_a_comparison_is_marked_and_its_samples_are_longer() {
        untimed_journey(Options::chromium(), async |page| {
            // Nobody adds the headers, not even our own service worker.
            let copy = BuildCopy::new(&e2e::dist()?, "feedfacecafe")?;
            std::fs::remove_file(copy.root().join("sw.js"))?;
            let site = Site::of(copy.root()).start(Host::Plain)?;
            page.expect_console(
                "A bad HTTP response code (404) was received when fetching the script",
            );
            page.goto(&lab(&site, "?budget=60")).await?;
            page.wait_for("#compare").await?;
            ensure!(!page.js::<bool>("return crossOriginIsolated").await?);
            compare(page).await?;
            let marks = page.text("[data-testid=marks]").await?;
            ensure!(marks.contains("isolated"), "{marks}");
            ensure!(verdict(page, 2, 1).await? == "faster");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn what_is_wrong_with_own_code_is_said_before_anything_is_claimed() {
        untimed_journey(Options::chromium(), async |page| {
            let work = "let sum = 0;\nfor (let i = 0; i < n; i++) sum += i;\n";
            let different = format!("{work}return sum + 1;");
            let right = format!("{work}return sum;");
            // There is no need to wait until both are known to be equally fast.
            let own_code = |set_up, snippets: &[(&str, &str)], parameters| {
                own_code(set_up, snippets, parameters, 10).replace("budget=60", "budget=4")
            };
            let link = own_code("", &[("one", &right), ("two", &different)], "100000");
            let site = open_lab(page, &link).await?;
            ensure!(
                finding(page).await?.starts_with("Press Compare"),
                "a link starts nothing"
            );
            ensure!(page.count("iframe").await? == 0, "not even the frame");
            compare(page).await?;
            let marks = page.text("[data-testid=marks]").await?;
            ensure!(
                marks.contains("do not do the same") && marks.contains("4999950001"),
                "{marks}"
            );

            let link = own_code("", &[("nothing", "n + 1;"), ("work", &right)], "100000");
            page.goto(&lab(&site, &link)).await?;
            page.wait_for("#compare").await?;
            compare(page).await?;
            let marks = page.text("[data-testid=marks]").await?;
            ensure!(
                marks.contains("returns nothing")
                    && marks.contains("dead-code elimination may remove its work"),
                "{marks}"
            );

            let link = own_code(
                "",
                &[("broken", "return 1;\nreturn )"), ("work", &right)],
                "1",
            );
            page.goto(&lab(&site, &link)).await?;
            page.reload().await?;
            page.wait_for("#compare").await?;
            compare(page).await?;
            let text = finding(page).await?;
            ensure!(text.starts_with("Candidate 1 failed"), "{text}");
            let error = page.text("#snippet-1-error").await?;
            ensure!(error.contains('2'), "the line is named: {error}");

            let thrown = own_code(
                "throw new Error('no ' + n);",
                &[("one", &right), ("two", &right)],
                "7",
            );
            page.goto(&lab(&site, &thrown)).await?;
            page.reload().await?;
            page.wait_for("#compare").await?;
            compare(page).await?;
            let text = finding(page).await?;
            ensure!(text.contains("set-up") && text.contains("no 7"), "{text}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn who_stops_before_results_are_known_gets_them_compared_later() {
        untimed_journey(Options::chromium(), async |page| {
            // The first call takes so long that Stop comes before it has returned.
            let slow = "if (data.calls++ === 0) for (const until = Date.now() + 4000; Date.now() < until;);\n";
            let (one, two) = (format!("{slow}return 1;"), format!("{slow}return 2;"));
            let link = own_code("return { calls: 0 };", &[("one", &one), ("two", &two)], "1", 10);
            let link = link.replace("budget=60", "budget=2");
            let _site = stop_when_asked(page, &link, "call").await?;
            wait_for_end(page).await?;
            page.click("#go-on").await?;
            wait_for_end(page).await?;
            let marks = page.text("[data-testid=marks]").await?;
            ensure!(marks.contains("do not do the same"), "{marks}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_set_up_that_takes_long_can_be_stopped() {
        untimed_journey(Options::chromium(), async |page| {
            let slow = "for (const until = Date.now() + 9000; Date.now() < until;);";
            let link = own_code(slow, &[("one", "return 1;"), ("two", "return 1;")], "1", 10);
            let _site = stop_when_asked(page, &link, "start").await?;
            // Sooner than the set-up would have been over.
            wait_for_end_within(page, Duration::from_secs(5)).await
        })
        .await;
    }

    #[tokio::test]
    async fn a_parameter_runs_through_its_values_and_code_may_be_asynchronous() {
        untimed_journey(Options::chromium(), async |page| {
            let link = own_code(
                "return { n };",
                &[
                    ("short", "await null;\nlet sum = 0;\nfor (let i = 0; i < n; i++) sum += i;\nreturn sum;"),
                    (
                        "long",
                        "await null;\nlet sum = 0;\nfor (let i = 0; i < 4 * n; i++) sum += i % 2;\nreturn n * (n - 1) / 2 + 0 * sum;",
                    ),
                ],
                "10000, 100000",
                10,
            );
            let _site = open_lab(page, &link).await?;
            compare(page).await?;
            ensure!(page.count(".compare__tabs button").await? == 2);
            ensure!(verdict(page, 1, 2).await? == "faster");
            page.click("[data-testid=by-value] summary").await?;
            page.wait_for("[data-testid=by-value] tbody tr").await?;
            let points = page.count("[data-testid=by-value] tbody tr").await?;
            ensure!(points == 4, "two candidates at two values: {points} points");
            // As by the Tab key: what gets the focus comes out from under the bar.
            page.js::<()>("document.querySelector('.compare__tabs button').focus()").await?;
            page.click(".compare__tabs button:first-child").await?;
            page.wait_until(
                "the other value is shown",
                "document.querySelector('.compare__tabs button').getAttribute('aria-pressed') === 'true'",
            )
            .await?;
            ensure!(verdict(page, 1, 2).await? == "faster");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_comparison_can_be_stopped_and_goes_on_where_it_was() {
        untimed_journey(Options::chromium(), async |page| {
            // Equal things and a demanding question: it takes a while.
            let same = "fibonacci:plain:wasm:worker:27,fibonacci:plain:wasm:worker:27";
            let _site = open_lab(page, &format!("?contenders={same}&share=0&budget=600")).await?;
            page.click("#compare").await?;
            page.wait_until_within(Duration::from_mins(1), "two blocks are done", "Number(/(\\d+) blocks/.exec(document.querySelector('[data-testid=progress]').textContent)?.[1]) >= 2")
            .await?;
            page.click("#stop").await?;
            wait_for_end(page).await?;
            let blocks = blocks(page).await?;
            ensure!(blocks >= 2, "{blocks}");
            page.click("#go-on").await?;
            page.wait_until_within(Duration::from_mins(1), "more blocks are done", &format!(
                    "Number(/(\\d+) blocks/.exec(document.querySelector('[data-testid=progress]').textContent)?.[1]) > {blocks}"
                ))
            .await?;
            page.press("\u{e00c}").await?;
            wait_for_end(page).await
        })
        .await;
    }

    #[tokio::test]
    async fn axe_finds_nothing_in_what_a_comparison_shows() {
        let own = own_code(
            "",
            &[
                (
                    "loop",
                    "let sum = 0;\nfor (let i = 0; i < n; i++) sum += i;\nreturn sum;",
                ),
                ("none", "n;"),
            ],
            "1000, 10000",
            10,
        );
        untimed_journey(Options::chromium(), async |page| {
            let site = open_lab(page, "?budget=2").await?;
            for link in ["?budget=2", &own.replace("budget=60", "budget=2")] {
                // A link that differs behind its `#` alone loads nothing.
                page.goto(&site.url("")).await?;
                page.goto(&lab(&site, link)).await?;
                page.wait_for("#compare").await?;
                compare(page).await?;
                assert_tables_whole(page).await?;
                page.click("[data-testid=spread] summary").await?;
                page.click("[data-testid=course] summary").await?;
                page.unfold("#group-settings").await?;
                page.fill("#budget", "wrong").await?;
                axe::assert_clean_in_every_theme_and_width(page).await?;
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn results_can_be_taken_along() {
        untimed_journey(Options::chromium(), async |page| {
            page.before_every_page(CATCH_EXPORTS).await?;
            let _site = open_lab(page, "").await?;
            compare(page).await?;
            let markdown = copied(page, "#export-markdown").await?;
            ensure!(
                markdown.contains("| --- |")
                    && markdown.contains("WebAssembly is faster; JavaScript takes "),
                "{markdown}"
            );
            let json: serde_json::Value =
                serde_json::from_str(&saved(page, "#export-json").await?)?;
            ensure!(json["schema"] == 1, "{json}");
            // Whoever reads the file can tell that a link, not the browser, said there was none.
            ensure!(
                json["machine"]["pressure_source"] == "link",
                "{}",
                json["machine"]
            );
            let results = &json["experiments"][0]["results"];
            ensure!(
                results["standings"][1]["name"] == "WebAssembly",
                "{results}"
            );
            let samples = json["experiments"][0]["samples"]
                .as_array()
                .map_or(0, Vec::len);
            ensure!(samples > 100, "{samples} samples");
            let csv = saved(page, "#export-csv").await?;
            ensure!(csv.lines().count() == samples + 1, "a line for each sample");
            let course = saved(
                page,
                "[data-testid=course] .chart__tools button:last-of-type",
            )
            .await?;
            ensure!(
                course.lines().count() == samples + 1,
                "the picture shows each sample"
            );
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn a_module_of_one_s_own_takes_part_beside_a_snippet() {
        untimed_journey(Options::chromium(), async |page| {
            let snippet = "let sum = 0;\nfor (let i = n; i > 0; i--) sum += i;\nreturn sum;";
            // Ten times the work, which nobody can leave out.
            let long = "let sum = 0;\nfor (let pass = 0; pass < 10; pass++) {\n  sum = 0 * sum;\n  \
                        for (let i = n; i > 0; i--) sum += Math.sqrt(i * i);\n}\nreturn sum;";
            let link = own_code("", &[("snippet", snippet), ("long", long)], "10000", 10);
            let _site = open_lab(page, &link).await?;
            page.wait_for("#module").await?;
            let give = "const file = new File([new Uint8Array(args[0])], args[1], { type: 'application/wasm' });
                        const given = new DataTransfer();
                        given.items.add(file);
                        const input = document.querySelector('#module');
                        input.files = given.files;
                        input.dispatchEvent(new Event('change', { bubbles: true }));";
            let broken = serde_json::json!(&SUM_MODULE[4..]);
            page.js_with::<()>(give, vec![broken, "broken.wasm".into()]).await?;
            let error = page.text("#module-error").await?;
            ensure!(error.contains("no WebAssembly module"), "{error}");
            let module = serde_json::json!(&SUM_MODULE[..]);
            page.js_with::<()>(give, vec![module, "sum.wasm".into()]).await?;
            page.wait_for("[data-testid=module-1]").await?;
            ensure!(page.prop("#arguments-1", "value").await?.as_deref() == Some("n"));
            compare(page).await?;
            ensure!(page.count("[data-testid=marks]").await? == 0, "all return the same");
            ensure!(verdict(page, 3, 2).await? == "faster", "{}", finding(page).await?);
            Ok(())
        })
        .await;
    }
}
