//! Walks folders in an order that is the same on every machine.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Names of folders that hold no source of ours.
const SKIPPED: &[&str] = &["target", "node_modules"];

/// All files below `folder`: names relative to it with `/` between their parts, and paths,
/// sorted by name. Hidden ones are left out.
pub(crate) fn below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, path)) = open.pop() {
        let entries =
            fs::read_dir(&path).with_context(|| format!("{} could not be read", path.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().with_context(|| {
                format!("{} has a name that is not UTF-8", entry.path().display())
            })?;
            if name.starts_with('.') || SKIPPED.contains(&name) {
                continue;
            }
            let relative = format!("{prefix}{name}");
            if entry.path().is_dir() {
                open.push((format!("{relative}/"), entry.path()));
            } else {
                found.push((relative, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}
