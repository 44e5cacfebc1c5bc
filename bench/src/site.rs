//! The built site with the bench's own pages beside it, in a folder that is gone with this.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

/// The folder of the bench's own pages; no route of the app has that name.
pub(crate) const FOLDER: &str = "bench";

const PAGES: &[(&str, &str)] = &[
    ("index.html", include_str!("../page/index.html")),
    ("bench.js", include_str!("../page/bench.js")),
    ("client.js", include_str!("../page/client.js")),
    (
        "comlink-worker.js",
        include_str!("../page/comlink-worker.js"),
    ),
    (
        "workerpool-worker.js",
        include_str!("../page/workerpool-worker.js"),
    ),
];

/// What the pages take from npm: where it lies there, and what they call it.
const LIBRARIES: &[(&str, &str)] = &[
    ("comlink/dist/esm/comlink.mjs", "comlink.mjs"),
    ("workerpool/dist/workerpool.js", "workerpool.js"),
];

/// Copies the site, which so stays as it was built, and adds the pages.
pub(crate) fn with_pages(dist: &Path, npm: &Path) -> Result<TempDir> {
    let copy = tempfile::Builder::new()
        .prefix("perf-playground-bench-")
        .tempdir()?;
    copy_folder(dist, copy.path())?;
    let pages = copy.path().join(FOLDER);
    let libraries = pages.join("lib");
    fs::create_dir_all(&libraries)?;
    for (name, text) in PAGES {
        fs::write(pages.join(name), text)?;
    }
    for (from, name) in LIBRARIES {
        let from = npm.join(from);
        fs::copy(&from, libraries.join(name))
            .with_context(|| format!("{} could not be copied", from.display()))?;
    }
    Ok(copy)
}

pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The version of a package in that folder.
pub(crate) fn version(npm: &Path, package: &str) -> Result<String> {
    let file = npm.join(package).join("package.json");
    let text = fs::read_to_string(&file)
        .with_context(|| format!("{} could not be read", file.display()))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    let version = package["version"].as_str();
    Ok(version
        .with_context(|| format!("{} names no version", file.display()))?
        .to_owned())
}
