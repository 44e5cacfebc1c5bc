//! What the browser is shown: the built site with the bench's own pages beside it, or one of these with a single worker;
//! in a folder that is gone with this.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;
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

/// What stands for the id of a build, which a page with a single worker is not.
const BUILD_ID: &str = "000000000000";

/// What such a page's files may do.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:";

/// What a page with a single worker of ours consists of.
pub(crate) struct Parts<'a> {
    /// Names and texts; in these the build's id is put.
    pub(crate) texts: &'a [(&'a str, &'a str)],
    /// The module's name, and its folder as a site has it below `modules/`.
    pub(crate) module: (&'a str, &'a Path),
    /// `node_modules` with what the page takes from npm.
    pub(crate) npm: &'a Path,
    /// Folders or files in there, and what the page calls them below `lib/`.
    pub(crate) libraries: &'a [(&'a str, &'a str)],
    /// Names and contents of what is put beside the page besides.
    pub(crate) files: &'a [(&'a str, &'a [u8])],
}

/// A page with a single worker, without the site.
pub(crate) fn of_worker(parts: &Parts<'_>) -> Result<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("perf-playground-bench-")
        .tempdir()?;
    let root = folder.path();
    for (name, text) in parts.texts {
        let text = text.replace("__BUILD_ID__", BUILD_ID);
        write(root, name, text.as_bytes())?;
    }
    let facts = json!({ "build_id": BUILD_ID, "csp": POLICY }).to_string();
    write(root, &format!("{BUILD_ID}/site.json"), facts.as_bytes())?;
    for (name, bytes) in parts.files {
        write(root, name, bytes)?;
    }
    let (name, module) = parts.module;
    copy_folder(module, &root.join("modules").join(name))?;
    for (from, name) in parts.libraries {
        let (from, to) = (parts.npm.join(from), root.join("lib").join(name));
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            let bytes =
                fs::read(&from).with_context(|| format!("{} could not be read", from.display()))?;
            write(root, &format!("lib/{name}"), &bytes)?;
        }
    }
    Ok(folder)
}

fn write(root: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = root.join(name);
    let parent = file.parent().unwrap_or(root);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&file, bytes))
        .with_context(|| format!("{} could not be written", file.display()))
}

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
