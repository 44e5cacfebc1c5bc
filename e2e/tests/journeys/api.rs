//! The page of the reference API, from which requests are sent: served by the server alone, below a folder.

use anyhow::ensure;
use e2e::{Host, Options, Site, axe, untimed_journey};
use fantoccini::key::Key;

/// All that the page loads, uncompressed.
const BYTES_MAX: u64 = 60_000;

mod untimed_tests {
    use super::*;

    #[tokio::test]
    async fn the_page_is_light_and_accessible_and_shows_what_the_server_answers() {
        untimed_journey(Options::chromium(), async |page| {
            page.expect_console("400 (Bad Request)");
            let site = Site::of(e2e::dist()?).under("/below/").start(Host::Api)?;
            page.goto(&site.url("api/")).await?;
            let bytes: u64 = page
                .js("return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                     .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)")
                .await?;
            ensure!((1..BYTES_MAX).contains(&bytes), "{bytes} bytes");

            page.fill("#get-books-authors", "2").await?;
            page.press(&char::from(Key::Enter).to_string()).await?;
            page.wait_until(
                "two authors are read",
                "document.querySelector('#get-books .status').textContent.startsWith('200 OK')
                 && JSON.parse(document.querySelector('#get-books .answer pre').textContent).count === 2",
            )
            .await?;
            let curl = page.text("#get-books .answer__curl code").await?;
            ensure!(curl.contains("/below/books?strategy=join&authors=2'"), "{curl}");
            let headers = page.text("#get-books .answer dl").await?;
            ensure!(headers.contains("server-timing"), "{headers}");

            // What is wrong is said by the server.
            page.fill("#get-fibonacci-n-n", "46").await?;
            page.click("#get-fibonacci-n .primary").await?;
            page.wait_until(
                "the server refuses it with the range",
                "document.querySelector('#get-fibonacci-n .status').textContent.startsWith('400 Bad Request')
                 && document.querySelector('#get-fibonacci-n .answer pre').textContent.includes('from 0 to 45')",
            )
            .await?;

            // A response without an end can be stopped.
            page.click("#get-cluster-events .primary").await?;
            page.wait_until(
                "an event is here",
                "document.querySelector('#get-cluster-events .answer pre').textContent.includes('event: cluster')",
            )
            .await?;
            page.press(&char::from(Key::Escape).to_string()).await?;
            page.wait_until(
                "it has stopped",
                "document.querySelector('#get-cluster-events .status').textContent.startsWith('Stopped')",
            )
            .await?;

            page.js::<()>("for (const folded of document.querySelectorAll('details')) folded.open = true")
                .await?;
            axe::assert_clean_in_every_theme_and_width(page).await
        })
        .await;
    }
}
