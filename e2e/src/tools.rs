//! Where the programs and files are that journeys need: named by the environment, else looked for on `PATH`.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The folder that `cargo xtask build` wrote: `PERF_PLAYGROUND_DIST`.
pub fn dist() -> Result<PathBuf> {
    let dist = named("PERF_PLAYGROUND_DIST", "the folder of the built site")?;
    if !dist.join("index.html").is_file() {
        bail!(
            "PERF_PLAYGROUND_DIST names {}, which has no index.html",
            dist.display()
        );
    }
    Ok(dist)
}

/// The source of axe-core: `AXE_JS` names its `axe.min.js`.
pub fn axe_source() -> Result<String> {
    let path = named("AXE_JS", "the file axe.min.js of axe-core")?;
    std::fs::read_to_string(&path).with_context(|| format!("AXE_JS names {}", path.display()))
}

/// Chromium or Chrome: `CHROME_BIN`.
pub fn chromium() -> Result<PathBuf> {
    program("CHROME_BIN", &["chromium", "google-chrome", "chrome"])
}

/// `CHROMEDRIVER`, of the same major version as [`chromium`].
pub fn chromedriver() -> Result<PathBuf> {
    program("CHROMEDRIVER", &["chromedriver"])
}

/// Firefox: `FIREFOX_BIN`.
pub fn firefox() -> Result<PathBuf> {
    program("FIREFOX_BIN", &["firefox-esr", "firefox"])
}

/// `GECKODRIVER`.
pub fn geckodriver() -> Result<PathBuf> {
    program("GECKODRIVER", &["geckodriver"])
}

/// WebKitGTK's driver, which brings its browser: `WEBKIT_DRIVER`.
pub fn webkit_driver() -> Result<PathBuf> {
    program("WEBKIT_DRIVER", &["WebKitWebDriver"])
}

/// The display in memory that WebKit is drawn on: `XVFB`.
pub fn xvfb() -> Result<PathBuf> {
    program("XVFB", &["Xvfb"])
}

fn named(variable: &str, what: &str) -> Result<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set: it names {what}. {ADVICE}"))
}

fn program(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(path) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(path);
        if !path.is_file() {
            bail!(
                "{variable} names {}, which is no file. {ADVICE}",
                path.display()
            );
        }
        return Ok(path);
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|candidate| is_program(candidate))
        .with_context(|| {
            format!(
                "{variable} is not set, and PATH has no {}. {ADVICE}",
                names.join(" or ")
            )
        })
}

const ADVICE: &str = "`cargo xtask test --only e2e` installs it and sets the variable.";

fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_what_to_do() {
        let error = program("E2E_NO_SUCH_VARIABLE", &["e2e-no-such-program"])
            .expect_err("there is no such program");
        let text = error.to_string();
        assert!(
            text.contains("E2E_NO_SUCH_VARIABLE") && text.contains("cargo xtask test --only e2e"),
            "{text}"
        );
    }
}
