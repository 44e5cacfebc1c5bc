//! The Threads lab as journeys handle it: how it is opened, run, and read.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::{Browser, Host, Site};

/// The runs here take seconds; a machine that is busy otherwise takes longer.
pub const RUN_MAX: Duration = Duration::from_secs(90);

/// The built app on a host that sends the isolation headers.
pub fn site() -> Result<Site> {
    Site::of(crate::dist()?).start(Host::Isolating)
}

/// The lab's address with a query, which starts with `?`. Unless that says otherwise, the work is the sieve, and the
/// browser is taken to report no pressure: what else runs on the machine is not what a journey is about. Without a
/// query, the lab is opened as on a first visit.
#[must_use]
pub fn lab(site: &Site, query: &str) -> String {
    let mut fields: Vec<&str> = query.trim_start_matches('?').split('&').collect();
    fields.retain(|field| !field.is_empty());
    let says = |fields: &[&str], name: &str| fields.iter().any(|field| field.starts_with(name));
    if !fields.is_empty() && !says(&fields, "kernel=") {
        fields.push("kernel=primes");
    }
    if !says(&fields, "pressure=") {
        fields.push("pressure=nominal");
    }
    site.url(&format!("threads/?{}", fields.join("&")))
}

/// Starts a site and opens the lab in it, as a link would; the site lives as long as it is held.
pub async fn open_lab(page: &Browser, query: &str) -> Result<Site> {
    let site = site()?;
    page.goto(&lab(&site, query)).await?;
    page.wait_for("#run").await?;
    Ok(site)
}

/// What the page says of a run that has ended.
#[derive(Debug)]
#[allow(clippy::struct_field_names, reason = "the unit stands in every name")]
pub struct Figures {
    /// On the page's `performance.now()`.
    pub start_ms: f64,
    /// How long was computed.
    pub compute_ms: f64,
    /// From the press of the button to the result.
    pub total_ms: f64,
    /// The longest wait for a frame.
    pub longest_frame_ms: f64,
}

/// The figures of the last run under a strategy.
pub async fn figures(page: &Browser, strategy: &str) -> Result<Figures> {
    let panel = panel(strategy);
    let read = async |name: &str| -> Result<f64> {
        let text = page.attr(&panel, name).await?;
        let text = text.with_context(|| format!("{panel} has no {name}"))?;
        text.parse().with_context(|| format!("{name} is {text}"))
    };
    let origin_ms: f64 = page.js("return performance.timeOrigin").await?;
    Ok(Figures {
        start_ms: read("data-compute-start-ms").await? - origin_ms,
        compute_ms: read("data-compute-ms").await?,
        total_ms: read("data-total-ms").await?,
        longest_frame_ms: read("data-longest-frame-ms").await?,
    })
}

/// The panel of the last run under a strategy, as a selector.
#[must_use]
pub fn panel(strategy: &str) -> String {
    format!("[data-testid=run-{strategy}]")
}

/// Presses Run and waits for the last result to be checked.
pub async fn run(page: &Browser) -> Result<()> {
    page.click("#run").await?;
    wait_for_end(page).await
}

/// Waits until all runs have ended and are checked.
pub async fn wait_for_end(page: &Browser) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        "the runs have ended",
        "!document.querySelector('[data-testid=live-run]')
            && document.querySelector('.run')
            && document.querySelector('#run').ariaDisabled === 'false'",
    )
    .await
}

/// Waits until a run tells how far it is.
pub async fn wait_for_progress(page: &Browser) -> Result<()> {
    page.wait_until_within(
        RUN_MAX,
        "the run tells how far it is",
        "(document.querySelector('[data-testid=live-run] progress')?.value ?? 0) > 0",
    )
    .await
}

/// What came out of the last run under a strategy, in words.
pub async fn result_of(page: &Browser, strategy: &str) -> Result<String> {
    page.text(&format!("{} [data-testid=result]", panel(strategy)))
        .await
}

/// Presses Cancel and gives the milliseconds until Run can be pressed again. Timed within the page:
/// the driver's own way there and back is no part of it.
pub async fn cancel(page: &Browser) -> Result<f64> {
    page.js("const start = performance.now();
         document.querySelector('#cancel').click();
         return new Promise((resolve) => {
             const look = () => document.querySelector('#run').ariaDisabled === 'true'
                 ? setTimeout(look, 1)
                 : resolve(performance.now() - start);
             look();
         })")
        .await
}
