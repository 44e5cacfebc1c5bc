//! What own code does to itself and to the page is noticed and said, and the rest goes on.

use anyhow::{Result, ensure};
use e2e::compare_lab::{code, compare, finding, lab, open_lab, wait_for_end};
use e2e::{Browser, Options, Site, untimed_journey};
use serde_json::{Value, json};

/// Compares for a moment, and gives what the results have to be read with.
async fn marks(page: &Browser, site: &Site, own: &Value) -> Result<String> {
    // A link that differs behind its `#` alone loads nothing.
    page.goto("about:blank").await?;
    page.goto(&lab(site, &format!("?what=own&budget=2{}", code(own))))
        .await?;
    page.wait_for("#compare").await?;
    compare(page).await?;
    if page.count("[data-testid=marks]").await? == 0 {
        return Ok(String::new());
    }
    page.text("[data-testid=marks]").await
}

fn two(one: &str, other: &str) -> Value {
    json!([{ "name": "A", "body": one }, { "name": "B", "body": other }])
}

const NUMBERS: &str = "return Array.from({ length: n }, (_, i) => (i * 7919) % n);";
const IN_PLACE: &str = "data.sort((a, b) => a - b); return data[0];";
const COPIED: &str = "return [...data].sort((a, b) => a - b)[0];";

#[tokio::test]
async fn a_snippet_that_changes_its_data_is_told_and_fresh_data_helps() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_lab(page, "").await?;
        let own =
            json!({ "set_up": NUMBERS, "parameters": "10000", "snippets": two(IN_PLACE, COPIED) });
        let found = marks(page, &site, &own).await?;
        ensure!(
            found.contains("A changes its data") && !found.contains("B changes"),
            "{found}"
        );
        ensure!(found.contains("Fresh data for every call"), "{found}");
        page.click("#fresh-data").await?;
        wait_for_end(page).await?;
        ensure!(
            page.count("[data-testid=marks]").await? == 0,
            "nothing to remark"
        );
        let chosen = page.prop("#data-fresh", "checked").await?;
        ensure!(chosen.as_deref() == Some("true"), "{chosen:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_set_up_and_tear_down_do_to_the_page_is_said_and_figures_stay() {
    untimed_journey(Options::chromium(), async |page| {
        let site = open_lab(page, "").await?;
        let polyfilled = json!({
            "set_up": "Object.keys = () => []; Array.prototype.map = Promise.race = () => 1; return [n];",
            "tear_down": "throw new Error('gone');",
            "parameters": "3",
            "snippets": two("return { a: 1 };", "return { a: 2 };"),
        });
        let found = marks(page, &site, &polyfilled).await?;
        ensure!(found.contains("do not do the same"), "{found}");
        ensure!(found.contains("The tear-down failed (A, B)") && found.contains("gone"), "{found}");
        let mixed = json!({
            "set_up": "",
            "parameters": "3",
            "snippets": two(
                "const u = `https://a.example/${n}`; return u.length + await (Promise.resolve(1));",
                "return 20;",
            ),
        });
        let found = marks(page, &site, &mixed).await?;
        ensure!(found.contains("awaited for A") && found.contains("The await alone costs"), "{found}");
        ensure!(!found.contains("do not do the same"), "{found}");
        let said = page.text("#mode-1").await?;
        ensure!(said.contains("asynchronous"), "{said}");
        let rejected = json!({ "set_up": "return Promise.reject();", "parameters": "3", "snippets": two("return 1;", "return 1;") });
        marks(page, &site, &rejected).await?;
        let text = finding(page).await?;
        ensure!(text.contains("rejected with, undefined"), "{text}");
        let error = page.text("#set-up-error").await?;
        ensure!(!error.contains("line 1") && !error.contains("Line 1"), "no line is known: {error}");
        Ok(())
    })
    .await;
}
