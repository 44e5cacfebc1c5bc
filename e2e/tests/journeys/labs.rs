//! Every lab that the site has, and the start page, looked at in the same ways: none of them is named here.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, Host, Site, axe};
use serde::Deserialize;

/// The route that is no lab and not the start page.
const GLOSSARY: &str = "glossary/";

/// What the build says of the site.
#[derive(Deserialize)]
struct Facts {
    /// Folders of the site; that of the start page is empty.
    routes: Vec<String>,
}

/// The site on a host of its own, and its routes.
fn site() -> Result<(Site, Vec<String>)> {
    let dist = e2e::dist()?;
    let file = std::fs::read_dir(&dist)?
        .filter_map(|entry| Some(entry.ok()?.path().join("site.json")))
        .find(|file| file.is_file())
        .with_context(|| format!("{} has no site.json", dist.display()))?;
    let facts: Facts = serde_json::from_slice(&std::fs::read(file)?)?;
    ensure!(facts.routes.len() > 2, "{:?}", facts.routes);
    Ok((Site::of(dist).start(Host::Isolating)?, facts.routes))
}

/// Waits until the part that a lab is made of stands below its title.
async fn wait_for_lab(page: &Browser) -> Result<()> {
    page.wait_until(
        "what the page is made of is here",
        "document.documentElement.dataset.app === 'ready'
         && document.querySelector('.lab form, .lab [data-testid=labs], .glossary dl')",
    )
    .await
}

/// The names of the app's texts, as far as no text could be the same.
fn names_of_texts() -> Result<Vec<String>> {
    fn read(folder: &Path, names: &mut Vec<String>) -> Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                read(&path, names)?;
            } else if path.extension().is_some_and(|ending| ending == "ftl") {
                let catalogue = std::fs::read_to_string(&path)?;
                let found = catalogue.lines().filter_map(|line| line.split_once(" ="));
                let found = found
                    .map(|(name, _)| name)
                    .filter(|name| name.contains('-'));
                names.extend(found.filter(|name| !name.contains(' ')).map(str::to_owned));
            }
        }
        Ok(())
    }
    let mut names = Vec::new();
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../src"),
        &mut names,
    )?;
    ensure!(
        names.iter().any(|name| name == "card-database"),
        "{}",
        names.len()
    );
    Ok(names)
}

/// Fails if the page says the name of a text instead of the text: it was not learnt there.
async fn assert_all_texts_are_known(page: &Browser, names: &[String]) -> Result<()> {
    const LOOK: &str = "
        const names = new Set(args[0]), said = [];
        const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (all.nextNode()) said.push(all.currentNode.data);
        for (const name of ['alt', 'aria-label', 'placeholder', 'title']) {
            for (const element of document.body.querySelectorAll(`[${name}]`)) said.push(element.getAttribute(name));
        }
        return said.map((text) => text.trim()).filter((text) => names.has(text))";
    let unknown: Vec<String> = page.js_with(LOOK, vec![names.into()]).await?;
    ensure!(unknown.is_empty(), "no texts, but their names: {unknown:?}");
    Ok(())
}

/// The page's title, once the app has set it.
async fn title(page: &Browser) -> Result<String> {
    page.js("return document.title").await
}

mod untimed_tests {
    use e2e::{Options, untimed_journey};

    use super::*;

    #[tokio::test]
    async fn axe_finds_nothing_on_any_route_nothing_is_too_wide_and_every_text_is_there() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, routes) = site()?;
            let names = names_of_texts()?;
            for route in &routes {
                page.goto(&site.url(route)).await?;
                wait_for_lab(page).await?;
                assert_all_texts_are_known(page, &names).await?;
                axe::assert_clean_in_every_theme_and_width(page).await?;
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn every_route_has_a_title_and_answers_with_and_without_its_slash_and_file() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, routes) = site()?;
            let mut titles = std::collections::BTreeSet::new();
            for route in &routes {
                let without_slash = route.trim_end_matches('/');
                for path in [
                    route.clone(),
                    without_slash.to_owned(),
                    format!("{route}index.html"),
                ] {
                    page.goto(&site.url(&path)).await?;
                    wait_for_lab(page).await?;
                    let heading = page.text("h1").await?;
                    let expected = if route.is_empty() {
                        heading.clone()
                    } else {
                        format!("{heading} · Perf Playground")
                    };
                    let title = title(page).await?;
                    ensure!(title == expected, "/{path}: {title}");
                    titles.insert(title);
                }
            }
            ensure!(titles.len() == routes.len(), "{titles:?}");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn titles_follow_the_language_and_the_navigation() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, _) = site()?;
            page.goto(&site.url("")).await?;
            wait_for_lab(page).await?;
            page.click("nav a[href$='/compare/']").await?;
            page.wait_until("the other title", "document.title.startsWith('Compare ·')")
                .await?;
            page.select("#language", "id").await?;
            page.wait_until(
                "the title in Indonesian",
                "document.title.startsWith('Bandingkan ·')",
            )
            .await
        })
        .await;
    }

    #[tokio::test]
    async fn the_back_button_leads_from_the_first_page_to_where_one_came_from() {
        untimed_journey(Options::chromium(), async |page| {
            // The browser asks for it on behalf of a page that is no page of ours.
            page.expect_console("favicon.ico");
            let (site, _) = site()?;
            let before = site.url("health");
            for first in ["", "threads/"] {
                page.goto(&before).await?;
                page.goto(&site.url(first)).await?;
                wait_for_lab(page).await?;
                page.client().back().await?;
                let url = page.url().await?;
                ensure!(url == before, "from /{first} back leads to {url}");
            }
            // From lab to lab and back again, the lab before is there.
            page.goto(&site.url("threads/")).await?;
            page.wait_for("#run").await?;
            page.click("nav a[href$='/compare/']").await?;
            page.wait_for("#compare").await?;
            page.client().back().await?;
            page.wait_for("#run").await
        })
        .await;
    }

    /// Notes whether nothing of the list can be seen any more.
    const WATCH_LIST: &str = "
        addEventListener('DOMContentLoaded', () => {
            const look = () => {
                const all = [...document.querySelectorAll('.glossary dd')];
                window.__gone ||= !all.some((dd) => dd.checkVisibility());
            };
            look();
            new MutationObserver(look).observe(document.body, {
                attributes: true, childList: true, subtree: true
            });
        });";

    #[tokio::test]
    async fn the_glossary_can_be_read_until_the_app_has_made_the_same() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, _) = site()?;
            page.before_every_page(WATCH_LIST).await?;
            page.goto(&site.url("glossary/#cpu-pressure")).await?;
            page.wait_for("#cpu-pressure.glossary__entry--named")
                .await?;
            let gone: bool = page.js("return window.__gone").await?;
            ensure!(!gone, "the list was there all the time");
            page.wait_until(
                "the term that the address names is in sight",
                "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(
                     document.querySelector('#cpu-pressure').getBoundingClientRect())",
            )
            .await?;
            let lists: u32 = page
                .js("return document.querySelectorAll('main').length")
                .await?;
            ensure!(lists == 1, "what was painted has gone");
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn the_start_page_fetches_no_lab_and_leads_to_each() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, routes) = site()?;
            page.goto(&site.url("")).await?;
            wait_for_lab(page).await?;
            let parts: Vec<String> = page
                .js("return performance.getEntriesByType('resource')
                     .map(({ name }) => /(?:split|chunk)_(\\w+)\\.wasm$/.exec(name)?.[1])
                     .filter((part) => part)")
                .await?;
            let has_come = |part: &str| parts.iter().any(|name| name == part);
            ensure!(has_come("start_below"), "{parts:?}");
            for route in &routes {
                let page = format!("{}_page", route.trim_end_matches('/').replace('-', "_"));
                ensure!(!has_come(&page), "{parts:?}");
            }
            let is_lab = |route: &&String| !route.is_empty() && *route != GLOSSARY;
            for route in routes.iter().filter(is_lab) {
                page.goto(&site.url("")).await?;
                page.click(&format!("[data-testid=labs] a[href$='/{route}']"))
                    .await?;
                page.wait_for(".lab form").await?;
            }
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn an_address_that_no_lab_has_is_told_so() {
        untimed_journey(Options::chromium(), async |page| {
            let (site, _) = site()?;
            page.goto(&site.url("")).await?;
            wait_for_lab(page).await?;
            // As a link within the app would: a host answers with its page for unknown addresses.
            page.js::<()>(
                "const link = document.querySelector('nav a');
                 link.href = link.href.replace(/[^/]+\\/$/, 'no-such-lab/');
                 link.click()",
            )
            .await?;
            page.wait_until(
                "the page says that there is no such lab",
                "document.querySelector('main')?.textContent.includes('There is no such lab')",
            )
            .await
        })
        .await;
    }
}
