//! The Compare lab as journeys handle it: how it is opened, run, and read.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::threads_lab::site;
use crate::{Browser, Site};

/// A comparison here takes seconds; a machine that is busy otherwise takes longer.
pub const COMPARISON_MAX: Duration = Duration::from_secs(90);

/// Starts a site and opens the lab in it, as a link would; the site lives as long as it is held. `rest` is
/// what follows the lab's folder.
pub async fn open_lab(page: &Browser, rest: &str) -> Result<Site> {
    let site = site()?;
    page.goto(&lab(&site, rest)).await?;
    page.wait_for("#compare").await?;
    Ok(site)
}

/// The lab's address with what follows its folder. Unless that says otherwise, the browser is taken to
/// report no pressure: what else runs on the machine is not what a journey is about.
#[must_use]
pub fn lab(site: &Site, rest: &str) -> String {
    let (query, code) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
    let query = match query {
        query if query.contains("pressure=") => query.to_owned(),
        "" => "?pressure=nominal".to_owned(),
        query => format!("{query}&pressure=nominal"),
    };
    site.url(&format!("compare/{query}{code}"))
}

/// A link to own code, from the question mark on: snippets by their names, and what set-up returns.
#[must_use]
pub fn own_code(
    set_up: &str,
    snippets: &[(&str, &str)],
    parameters: &str,
    deadline_s: u32,
) -> String {
    let snippets: Vec<Value> = snippets
        .iter()
        .map(|(name, body)| json!({ "name": name, "body": body }))
        .collect();
    let own = json!({
        "set_up": set_up,
        "tear_down": "",
        "parameters": parameters,
        "deadline_s": deadline_s.to_string(),
        "snippets": snippets,
    });
    format!("?what=own&budget=60{}", code(&own))
}

/// The end of a link to own code, from the `#` on; what it does not say is as on a first visit.
#[must_use]
pub fn code(own: &Value) -> String {
    format!("#code={}", encoded(&own.to_string()))
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Presses Compare and waits until it is over.
pub async fn compare(page: &Browser) -> Result<()> {
    page.click("#compare").await?;
    wait_for_end(page).await
}

/// Waits until nothing runs.
pub async fn wait_for_end(page: &Browser) -> Result<()> {
    wait_for_end_within(page, COMPARISON_MAX).await
}

/// The same for what takes longer than a comparison.
pub async fn wait_for_end_within(page: &Browser, max: Duration) -> Result<()> {
    let over = "document.querySelector('#stop').getAttribute('aria-disabled') === 'true'";
    page.wait_until_within(max, "nothing runs", over).await
}

/// How one candidate compares with another, both counted from one: `faster`, `slower`, `same` or `unsure`. Figures that do
/// not count have no verdict.
pub async fn verdict(page: &Browser, one: usize, other: usize) -> Result<String> {
    let void = page.attr("[data-testid=results]", "data-void").await?;
    ensure!(
        void.as_deref() == Some("false"),
        "no figures that count: {}",
        finding(page).await?
    );
    let cell = format!("[data-testid=verdict-{one}-{other}]");
    let verdict = page.attr(&cell, "data-verdict").await?;
    verdict.with_context(|| format!("{cell} has no verdict"))
}

/// What the page claims, in a sentence.
pub async fn finding(page: &Browser) -> Result<String> {
    page.text("[data-testid=finding]").await
}

/// A candidate's bar.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bar {
    /// Where it ends, as a share of the axis.
    pub end: f64,
    /// Whether its interval is drawn.
    pub has_whisker: bool,
    /// Name, time and how it compares with the fastest.
    pub says: String,
}

/// The bar of a candidate, counted from one.
pub async fn bar(page: &Browser, number: usize) -> Result<Bar> {
    page.js_with(
        "const line = document.querySelector(`[data-testid=bar-${args[0]}]`);
         return {
             end: Number(line.dataset.end),
             hasWhisker: !line.querySelector('.bars__whisker').hidden,
             says: line.textContent.trim(),
         }",
        vec![number.into()],
    )
    .await
}

/// A script for [`Browser::before_every_page`]: what is saved or copied is kept for [`saved`] and [`copied`].
pub const CATCH_EXPORTS: &str = "window.saved = [];
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => { window.saved.push(blob); return make.call(URL, blob); };
Object.defineProperty(navigator, 'clipboard', {
  value: { writeText: (text) => { window.copied = text; return Promise.resolve(); } },
});";

/// Presses a button that saves a file, and gives what the file holds.
pub async fn saved(page: &Browser, button: &str) -> Result<String> {
    page.js::<()>("window.saved.length = 0").await?;
    page.click(button).await?;
    page.wait_until("it was saved", "window.saved.length === 1")
        .await?;
    page.js("return window.saved[0].text()").await
}

/// Presses a button that copies a text, and gives the text.
pub async fn copied(page: &Browser, button: &str) -> Result<String> {
    page.js::<()>("window.copied = null").await?;
    page.click(button).await?;
    page.wait_until("it was copied", "window.copied").await?;
    page.js("return window.copied").await
}

/// Nothing of the tables of figures is cut off: where there is room all of it is seen, and on a phone the rest is reached by
/// scrolling the table's own region, with the keyboard too.
pub async fn assert_tables_whole(page: &Browser) -> Result<()> {
    for (width, height) in [(360, 780), (1440, 900)] {
        page.resize(width, height).await?;
        let faults: Vec<String> = page
            .js_with(
                "const faults = [];
                 const root = document.documentElement;
                 if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide`);
                 for (const name of ['verdicts', 'times']) {
                     const region = document.querySelector(`[data-testid=${name}]`).closest('[role=region]');
                     const { left, right } = region.getBoundingClientRect();
                     if (left < 0 || right > root.clientWidth) faults.push(`${name} is beyond the page`);
                     const isWide = region.scrollWidth > region.clientWidth;
                     const scrolls = getComputedStyle(region).overflowX === 'auto' && region.tabIndex === 0;
                     if (isWide && (args[0] || !scrolls)) faults.push(`${name} is wider than its room`);
                     for (const cell of region.querySelectorAll('th, td')) {
                         if (cell.scrollWidth > cell.clientWidth + 1) faults.push(`${name}: ${cell.textContent}`);
                     }
                 }
                 return faults;",
                vec![(width > 1_000).into()],
            )
            .await?;
        ensure!(
            faults.is_empty(),
            "cut off at {width} × {height}: {faults:?}"
        );
    }
    Ok(())
}
