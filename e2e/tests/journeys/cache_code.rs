//! The Cache lab's code: each policy in Rust, two caches in JavaScript, and the way to Compare, which times them.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::compare_lab::{compare, finding, verdict};
use e2e::threads_lab::site;
use e2e::{Browser, Options, Site, axe, journey, untimed_journey};

/// A file comes from a host on the same machine.
const FILE_MAX: Duration = Duration::from_secs(20);

/// The policies in the order in which they are offered, each with what its file defines.
const POLICIES: [(&str, &str); 14] = [
    ("articles-lru", "Articles"),
    ("fifo", "Fifo"),
    ("lru", "Lru"),
    ("random", "Random"),
    ("lfu", "Lfu"),
    ("clock", "Clock"),
    ("sieve", "Sieve"),
    ("slru", "Slru"),
    ("2q", "TwoQ"),
    ("arc", "Arc"),
    ("lirs", "Lirs"),
    ("w-tinylfu", "WTinyLfu"),
    ("s3-fifo", "S3Fifo"),
    ("opt", "Opt"),
];

async fn open_panel(page: &Browser) -> Result<Site> {
    let site = site()?;
    page.goto(&site.url("cache/")).await?;
    page.wait_for("details#code > summary").await?;
    page.unfold("details#code").await?;
    page.wait_for("#code-policy").await?;
    Ok(site)
}

/// Waits until the code that is shown has these words.
async fn wait_for_code(page: &Browser, words: &str) -> Result<()> {
    // The plain text stays in the page, hidden, where the editor has come.
    let shown = format!(
        "document.querySelector('#code .sources__code code')?.textContent.includes({words:?})"
    );
    page.wait_until_within(FILE_MAX, words, &shown).await
}

/// Shows another file of the policy.
async fn choose_file(page: &Browser, label: &str) -> Result<()> {
    let pressed: bool = page
        .js_with(
            "const tabs = [...document.querySelectorAll('#code .sources__tabs button')];
             const tab = tabs.find((tab) => tab.textContent.trim() === args[0]);
             tab?.click();
             return tab !== undefined;",
            vec![label.into()],
        )
        .await?;
    ensure!(pressed, "no file is called {label}");
    Ok(())
}

#[tokio::test]
async fn every_policy_shows_its_code_and_two_of_them_their_javascript() {
    untimed_journey(Options::chromium(), async |page| {
        let _site = open_panel(page).await?;
        wait_for_code(page, "struct Lru").await?;
        choose_file(page, "JavaScript, with a Map").await?;
        wait_for_code(page, "class LruCache").await?;
        page.select("#code-policy", "articles-lru").await?;
        wait_for_code(page, "class ArticlesLruCache").await?;
        choose_file(page, "Rust").await?;
        wait_for_code(page, "struct Articles").await?;
        let measured = page.text("[data-testid=code-measured]").await?;
        ensure!(
            measured.contains("6,942") && measured.contains("7,474"),
            "{measured}"
        );
        let offered: Vec<String> = page
            .js("return [...document.querySelectorAll('#code-policy option')].map(({ value }) => value)")
            .await?;
        ensure!(offered == POLICIES.map(|(policy, _)| policy), "{offered:?}");
        for (policy, type_name) in POLICIES {
            page.select("#code-policy", policy).await?;
            wait_for_code(page, &format!("impl Policy for {type_name} {{")).await?;
            // To copy is a button, too.
            let buttons = page.count("#code .sources__tabs button").await?;
            let has_javascript = ["lru", "articles-lru"].contains(&policy);
            ensure!(
                buttons == if has_javascript { 4 } else { 2 },
                "{policy}: {buttons}"
            );
        }
        axe::assert_clean_in_every_theme_and_width(page).await?;
        Ok(())
    })
    .await;
}

/// These measure time: nothing runs beside them.
mod timed_tests {
    use super::*;

    #[tokio::test]
    async fn compare_times_both_caches_by_the_panels_link() {
        journey(Options::chromium(), async |page| {
            let site = open_panel(page).await?;
            page.wait_for("#code-compare").await?;
            page.click("#code-compare").await?;
            page.wait_for("#name-2").await?;
            let url = page.url().await?;
            let rest = url.strip_prefix(&site.url("compare/?"));
            let rest = rest.with_context(|| format!("no link to Compare: {url}"))?;
            // What else runs on the machine is not what this is about.
            page.goto(&site.url(&format!("compare/?pressure=nominal&{rest}")))
                .await?;
            for (name, expected) in [("#name-1", "LRU"), ("#name-2", "articles’ LRU")] {
                page.wait_for(name).await?;
                let named = page.prop(name, "value").await?;
                ensure!(named.as_deref() == Some(expected), "{named:?}");
            }
            compare(page).await?;
            let (found, said) = (verdict(page, 1, 2).await?, finding(page).await?);
            // No read moves a key in the second, which costs it hits and saves it time.
            ensure!(found == "slower", "{found}: {said}");
            ensure!(
                said.starts_with("articles’ LRU is faster; LRU takes "),
                "{said}"
            );
            let marks: String = page
                .js("return document.querySelector('[data-testid=marks]')?.textContent ?? ''")
                .await?;
            ensure!(!marks.contains("do not do the same"), "{marks}");
            Ok(())
        })
        .await;
    }
}
