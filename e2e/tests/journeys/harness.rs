//! The harness itself, on small pages of its own: what it reports must be there, and what is there it must report.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::{Browser, Host, Kind, Options, Site, Theme, axe, frames, journey, untimed_journey};
use tempfile::TempDir;

const BLOCKED_MS: f64 = 400.0;
/// So long nobody touches the page.
const QUIET: Duration = Duration::from_secs(1);

/// A site of one page. The script stands in a file, as in the real one.
fn site_of(body: &str, script: &str) -> Result<(TempDir, Site)> {
    let folder = tempfile::tempdir()?;
    let page = format!(
        "<!doctype html><html lang=en><title>A page</title><link rel=icon href='data:,'>\
         <meta name=viewport content='width=device-width'>\
         <main><h1>A page</h1>{body}</main><script src=page.js></script></html>"
    );
    fs::write(folder.path().join("index.html"), page)?;
    fs::write(folder.path().join("page.js"), script)?;
    let site = Site::of(folder.path()).start(Host::Plain)?;
    Ok((folder, site))
}

async fn sees_a_blocked_page(page: &Browser) -> Result<()> {
    let (_folder, site) = site_of(
        "<button>Block</button>",
        "document.querySelector('button').onclick = function block() {
             const end = performance.now() + 400;
             while (performance.now() < end);
             document.body.dataset.done = 'yes';
         }",
    )?;
    frames::watch(page).await?;
    page.goto(&site.url("")).await?;
    if page.kind() == Kind::Firefox {
        frames::watch(page).await?;
    }
    page.wait_until("some frames were drawn", "window.__e2eFrames.frames > 5")
        .await?;
    let start = frames::now(page).await?;
    page.click("button").await?;
    page.wait_until("the work is done", "document.body.dataset.done")
        .await?;
    let end = frames::now(page).await?;

    let seen = frames::seen(page).await?.between(start, end);
    let gap = seen.longest_gap_ms();
    ensure!(
        (0.9 * BLOCKED_MS..2.0 * BLOCKED_MS).contains(&gap),
        "longest gap {gap} ms: {seen:?}"
    );
    if page.kind() == Kind::Chromium {
        let script = seen.longest_script_ms("page.js");
        ensure!(
            script >= 0.9 * BLOCKED_MS,
            "longest script {script} ms: {seen:?}"
        );
        ensure!(
            seen.long_frames
                .iter()
                .any(|frame| frame.blocking_duration > 0.5 * BLOCKED_MS),
            "{seen:?}"
        );
        ensure!(
            seen.long_tasks
                .iter()
                .any(|task| task.duration >= 0.9 * BLOCKED_MS),
            "{seen:?}"
        );
    }
    // Nothing is seen where nothing blocks, although the page goes on drawing.
    let (quiet_from, drawn) = (frames::now(page).await?, frames::seen(page).await?.frames);
    tokio::time::sleep(QUIET).await;
    let later = frames::seen(page).await?;
    let quiet = later.between(quiet_from, frames::now(page).await?);
    ensure!(later.frames > drawn + 10, "{} frames", later.frames - drawn);
    ensure!(
        quiet.gaps.is_empty() && quiet.long_frames.is_empty() && quiet.long_tasks.is_empty(),
        "{quiet:?}"
    );
    Ok(())
}

pub(crate) async fn reads_options(page: &Browser) -> Result<()> {
    let (_folder, site) = site_of("", "")?;
    page.goto(&site.url("")).await?;
    let (dark, language, width): (bool, String, u32) = page
        .js("return [matchMedia('(prefers-color-scheme: dark)').matches, navigator.language, innerWidth]")
        .await?;
    let (expected, spoken) = match page.kind() {
        Kind::Chromium => (360, "id"),
        Kind::Firefox => (900, "id"),
        Kind::WebKit => (900, "en-US"),
    };
    ensure!(
        dark && language == spoken && width == expected,
        "{dark} {language} {width}"
    );
    if page.kind() == Kind::Chromium {
        page.set_theme(Theme::Light).await?;
        page.wait_until(
            "the page is told",
            "matchMedia('(prefers-color-scheme: light)').matches",
        )
        .await?;
    }
    Ok(())
}

pub(crate) async fn fills_fields(page: &Browser) -> Result<()> {
    let (_folder, site) = site_of(
        "<label>Limit <input type=number value=10></label>
         <label>Place <select><option value=main>Main</option><option value=worker>Worker</option></select></label>
         <output></output><p hidden>nothing</p>",
        "const show = () => {
             document.querySelector('output').textContent =
                 `${document.querySelector('input').value} ${document.querySelector('select').value}`;
         };
         document.addEventListener('input', show);",
    )?;
    page.goto(&site.url("")).await?;
    page.fill("input", "1000").await?;
    page.select("select", "worker").await?;
    let shown = page.text("output").await?;
    ensure!(shown == "1000 worker", "{shown}");
    ensure!(page.prop("input", "value").await?.as_deref() == Some("1000"));
    page.fill("input", "").await?;
    let shown = page.text("output").await?;
    ensure!(shown == "worker", "emptying is input too: {shown}");
    ensure!(!page.is_shown("p").await? && page.count("label").await? == 2);
    Ok(())
}

/// Whatever a browser started has ended with it, although its journey panicked.
pub(crate) async fn leaves_nothing(options: &Options) -> Result<()> {
    let browser = Browser::start(options).await?;
    let kind = browser.kind();
    let profile = browser.profile().to_owned();
    ensure!(
        processes_with(&profile, kind)? > 0,
        "the browser names its profile, so it can be found"
    );
    // As a failed assertion does it.
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
        let _browser = browser;
        std::panic::resume_unwind(Box::new("an assertion failed"));
    }));
    ensure!(panicked.is_err());
    // The last of its helper processes may take a moment.
    let mut left = processes_with(&profile, kind)?;
    for _ in 0..40 {
        if left == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        left = processes_with(&profile, kind)?;
    }
    ensure!(left == 0, "{left} processes are left of {options:?}");
    ensure!(!profile.exists(), "the profile is left of {options:?}");
    Ok(())
}

fn processes_with(profile: &Path, kind: Kind) -> Result<usize> {
    // WebKit's name their profile in their environment alone.
    let which = if kind == Kind::WebKit {
        "axeww"
    } else {
        "axww"
    };
    let output = Command::new("ps")
        .args([which, "-o", "stat,command"])
        .output()?;
    let profile = profile.display().to_string();
    let alive = |line: &&str| line.contains(&profile) && !line.starts_with('Z');
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(alive)
        .count())
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    #[tokio::test]
    async fn a_blocked_page_is_seen() {
        journey(Options::chromium(), sees_a_blocked_page).await;
    }

    #[tokio::test]
    async fn a_blocked_page_is_seen_in_firefox() {
        journey(Options::firefox(), sees_a_blocked_page).await;
    }
}

/// These measure none, and run beside one another.
mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn an_error_in_the_console_fails_a_journey_unless_it_was_announced() {
        untimed_journey(Options::chromium(), async |page| {
            let (_folder, site) = site_of("", "throw new Error('nobody expected this')")?;
            page.goto(&site.url("")).await?;
            let error = page
                .assert_console_clean()
                .await
                .expect_err("the page threw");
            ensure!(
                error.to_string().contains("nobody expected this"),
                "{error}"
            );
            page.expect_console("nobody expected this");
            page.assert_console_clean().await
        })
        .await;
    }

    #[tokio::test]
    async fn options_reach_the_page() {
        let options = Options::chromium().viewport(360, 740).dark().locale("id");
        untimed_journey(options, reads_options).await;
    }

    #[tokio::test]
    async fn options_reach_the_page_in_firefox() {
        // Wide enough for a window of Firefox.
        untimed_journey(
            Options::firefox().viewport(900, 740).dark().locale("id"),
            reads_options,
        )
        .await;
    }

    #[tokio::test]
    async fn fields_are_filled_and_lists_chosen_from() {
        for options in [Options::chromium(), Options::firefox()] {
            untimed_journey(options, fills_fields).await;
        }
    }

    #[tokio::test]
    async fn axe_finds_what_is_wrong_and_only_that() {
        for options in [Options::chromium(), Options::firefox()] {
            untimed_journey(options, async |page| {
                let (_folder, site) = site_of("<p>Fine.</p>", "")?;
                page.goto(&site.url("")).await?;
                axe::assert_clean(page).await?;
                let (_folder, site) = site_of("<input type=text>", "")?;
                page.goto(&site.url("")).await?;
                let error = axe::assert_clean(page)
                    .await
                    .expect_err("a field without a label");
                ensure!(error.to_string().contains("label (critical)"), "{error}");
                Ok(())
            })
            .await;
        }
    }

    #[tokio::test]
    async fn a_host_stops_comes_back_and_takes_another_build() {
        untimed_journey(Options::chromium(), async |page| {
            let (folder, mut site) = site_of("", "window.build = 'old'")?;
            page.goto(&site.url("")).await?;
            site.stop();
            page.expect_console("ERR_CONNECTION_REFUSED");
            ensure!(
                page.js::<bool>(
                    "return fetch('page.js', { cache: 'no-store' }).then(() => false, () => true)"
                )
                .await?
            );
            site.restart()?;
            let next = tempfile::tempdir()?;
            fs::copy(
                folder.path().join("index.html"),
                next.path().join("index.html"),
            )?;
            fs::write(next.path().join("page.js"), "window.build = 'new'")?;
            site.deploy(next.path())?;
            site.forget_hits();
            let text: String = page
                .js("return (await fetch('page.js', { cache: 'no-store' })).text()")
                .await?;
            ensure!(text.contains("new") && site.count("page.js") == 1, "{text}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn nothing_is_left_of_a_browser_however_its_journey_ends() -> Result<()> {
        leaves_nothing(&Options::chromium()).await?;
        leaves_nothing(&Options::firefox()).await
    }
}
