//! Accessibility: what axe-core finds on the page as it is now.

use std::fmt;

use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::json;

use crate::browser::Browser;
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

/// Every rule that the page breaks.
pub async fn violations(page: &Browser) -> Result<Vec<Violation>> {
    // As an argument and not as a script of the page: the page's own policy forbids foreign scripts, and shall.
    let source = tools::axe_source()?;
    page.client().execute(&source, Vec::new()).await?;
    page.js_with(
        "const { violations } = await axe.run(document, args[0]);
         return violations.map(({ id, impact, help, nodes }) => ({
             id, impact, help, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
         }));",
        vec![json!({ "resultTypes": ["violations"] })],
    )
    .await
}

/// Fails with a readable list unless axe finds nothing.
pub async fn assert_clean(page: &Browser) -> Result<()> {
    let violations = violations(page).await?;
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
