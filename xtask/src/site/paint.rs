//! What is painted first comes first: the page's own text and its style sheet do not share the way with the app.

use anyhow::{Result, bail};

/// How Trunk starts the app.
const START: &str = "const wasm = await init(";

/// What `www/boot.js` keeps, once the page has been painted.
const PAINTED: &str = "await window.ppPainted;\n";

/// How a file that will be fetched is announced.
const PRELOAD: &str = "<link rel=\"preload\"";

/// What `boot.js` makes a preload of, once the page has been painted.
const PRELOAD_LATER: &str = "<link data-rel=\"preload\"";

/// Has the app start when the page has been painted.
pub(super) fn start_after(shell: &str) -> Result<String> {
    if shell.matches(START).count() != 1 {
        bail!("Trunk's page has to start the app by {START}… once");
    }
    Ok(shell.replace(START, &format!("{PAINTED}{START}")))
}

/// Has what the app is made of fetched when the page has been painted.
pub(super) fn preload_after(page: &str) -> String {
    page.replace(PRELOAD, PRELOAD_LATER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_waits_for_the_page() {
        let shell = "import init from 'a';\nconst wasm = await init({});";
        let page = start_after(shell).expect("a page of Trunk's");
        assert_eq!(
            page,
            "import init from 'a';\nawait window.ppPainted;\nconst wasm = await init({});"
        );
        assert!(start_after("init()").is_err());
        assert_eq!(
            preload_after("<link rel=\"preload\" href=\"a\"><link rel=\"icon\" href=\"b\">"),
            "<link data-rel=\"preload\" href=\"a\"><link rel=\"icon\" href=\"b\">"
        );
    }

    #[test]
    fn boot_keeps_what_the_page_waits_for() {
        let boot = include_str!("../../../www/boot.js");
        assert!(boot.contains("window.ppPainted = "));
        assert!(boot.contains("link[data-rel]"));
    }
}
