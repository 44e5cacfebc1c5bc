//! Accessibility: what axe-core finds on the page as it is now.

use std::fmt;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::driver::Theme;
use crate::tools;

/// One rule that the page breaks.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    /// The rule's name.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule asks for.
    pub help: String,
    /// The elements that break it.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// The element's own markup.
    pub html: String,
    /// What is wrong with it.
    pub failure_summary: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{} ({}): {}",
            self.id,
            self.impact.as_deref().unwrap_or("no impact given"),
            self.help
        )?;
        for node in &self.nodes {
            write!(out, "\n  {}", node.html)?;
            for line in node
                .failure_summary
                .iter()
                .flat_map(|summary| summary.lines())
            {
                write!(out, "\n    {line}")?;
            }
        }
        Ok(())
    }
}

/// Which rules are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rules {
    All,
    /// Those whose verdict another theme can change.
    OfColour,
}

impl Rules {
    fn options(self) -> Value {
        match self {
            Self::All => json!({ "resultTypes": ["violations"] }),
            Self::OfColour => json!({
                "resultTypes": ["violations"],
                "runOnly": ["color-contrast", "link-in-text-block"],
            }),
        }
    }
}

/// Every rule that the page breaks.
pub async fn violations(page: &Browser) -> Result<Vec<Violation>> {
    violations_of(page, Rules::All).await
}

async fn violations_of(page: &Browser, rules: Rules) -> Result<Vec<Violation>> {
    // As an argument and not as a script of the page: the page's own policy forbids foreign scripts, and shall.
    let source = tools::axe_source()?;
    page.client().execute(&source, Vec::new()).await?;
    page.js_with(
        "const { violations } = await axe.run(document, args[0]);
         return violations.map(({ id, impact, help, nodes }) => ({
             id, impact, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
         }));",
        vec![rules.options()],
    )
    .await
}

/// The widths in pixels at which pages are looked at: a laptop's, and a phone's.
pub const WIDTHS: [u32; 2] = [1440, 360];

/// Fails unless axe finds nothing in either theme at either width, and nothing is wider than the page. Chromium only, as
/// both change while the page is there.
pub async fn assert_clean_in_every_theme_and_width(page: &Browser) -> Result<()> {
    for width in WIDTHS {
        page.resize(width, 800).await?;
        // A theme changes colours, and nothing else.
        for (theme, rules) in [(Theme::Light, Rules::All), (Theme::Dark, Rules::OfColour)] {
            page.set_theme(theme).await?;
            assert_none(page, violations_of(page, rules).await?)
                .await
                .with_context(|| format!("{theme:?}, at {width} px"))?;
        }
        let wider: i32 = page
            .js("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        ensure!(wider <= 0, "at {width} px the page is {wider} px too wide");
    }
    Ok(())
}

/// Fails with a readable list unless axe finds nothing.
pub async fn assert_clean(page: &Browser) -> Result<()> {
    assert_none(page, violations(page).await?).await
}

async fn assert_none(page: &Browser, violations: Vec<Violation>) -> Result<()> {
    if violations.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    bail!(
        "axe finds {} problems at {}:\n{}",
        violations.len(),
        page.url().await?,
        list.join("\n")
    )
}
