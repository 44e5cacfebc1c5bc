//! The Compare lab as journeys handle it: how it is opened, run, and read.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result};
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
    format!("?what=own&budget=60#code={}", encoded(&own.to_string()))
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
    let over = "document.querySelector('#stop').disabled";
    page.wait_until_within(max, "nothing runs", over).await
}

/// How one candidate compares with another, both counted from one: `faster`, `slower`, `same` or `unsure`.
pub async fn verdict(page: &Browser, one: usize, other: usize) -> Result<String> {
    let cell = format!("[data-testid=verdict-{one}-{other}]");
    let verdict = page.attr(&cell, "data-verdict").await?;
    verdict.with_context(|| format!("{cell} has no verdict"))
}

/// What the page claims, in a sentence.
pub async fn finding(page: &Browser) -> Result<String> {
    page.text("[data-testid=finding]").await
}
