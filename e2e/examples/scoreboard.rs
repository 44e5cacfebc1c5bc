//! Makes the pictures of the README: the Threads lab's scoreboard after its default run, on this machine, in the light
//! and the dark theme. `cargo xtask picture` builds the site and starts it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::{Browser, Options, Theme, threads_lab};
use serde::Deserialize;
use serde_json::{Value, json};

/// The page as on a laptop, in CSS pixels.
const VIEWPORT: (u32, u32) = (1440, 900);

/// Pixels of the picture for one of the page: sharp letters on fine screens, and still a small file.
const SCALE: f64 = 1.5;

/// A README is read on slow connections, too.
const BYTES_MAX: usize = 60_000;

/// Room around what is shown, in CSS pixels.
const MARGIN: f64 = 12.0;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let out = std::env::args_os().nth(1).map(PathBuf::from);
    let out = out.context("give the folder for the pictures")?;
    std::fs::create_dir_all(&out)?;
    let page = Browser::start(&Options::chromium().viewport(VIEWPORT.0, VIEWPORT.1)).await?;
    let _site = threads_lab::open_lab(&page, "").await?;
    page.wait_until(
        "the size is this machine's",
        "/\\d/.test(document.querySelector('[data-testid=freeze-warning]').textContent)",
    )
    .await?;
    threads_lab::run(&page).await?;
    println!("{}", page.text("[data-testid=scoreboard]").await?);
    let pool = page.text("[data-testid=score-pool]").await?;
    ensure!(
        pool.contains("faster"),
        "the pool was no faster than the main thread, so other programs had the cores; try again on a quiet machine"
    );
    for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        page.set_theme(theme).await?;
        let png = picture(&page).await?;
        let file = out.join(format!("scoreboard-{name}.png"));
        ensure!(
            png.len() <= BYTES_MAX,
            "{} would have {} bytes, and may have {BYTES_MAX}",
            file.display(),
            png.len()
        );
        write(&file, &png)?;
    }
    Ok(())
}

/// Where something is in the viewport.
#[derive(Deserialize)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// The scoreboard as PNG.
async fn picture(page: &Browser) -> Result<Vec<u8>> {
    // Bars and colours change gradually; the picture is of their end.
    let area: Area = page
        .js("document.querySelector('[data-testid=scoreboard]').scrollIntoView({ block: 'center' });
             const finite = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
             await Promise.allSettled(finite.map(({ finished }) => finished));
             const { x, y, width, height } = document.querySelector('[data-testid=scoreboard]').getBoundingClientRect();
             return { x, y, width, height }")
        .await?;
    let parameters = json!({
        "format": "png",
        "clip": {
            "x": area.x - MARGIN,
            "y": area.y - MARGIN,
            "width": area.width + 2.0 * MARGIN,
            "height": area.height + 2.0 * MARGIN,
            "scale": SCALE,
        },
    });
    let shot: Value = page.cdp("Page.captureScreenshot", parameters).await?;
    let data = shot["data"]
        .as_str()
        .context("the browser gave no picture")?;
    Ok(STANDARD.decode(data)?)
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))
}
