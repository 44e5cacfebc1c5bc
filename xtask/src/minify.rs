//! Shortens what every visitor waits for: scripts without comments and long names, style sheets without blanks.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::exec;
use crate::files;
use crate::site;
use crate::tools::NpmTools;
use crate::workspace::Workspace;

/// The script that has to run in browsers too old for the rest, to tell so; esbuild shall not write it in newer words.
const OLDEST: (&str, &str) = ("boot.js", "es5");

/// The language of the others.
const LANGUAGE: &str = "es2021";

/// Shortens the scripts and style sheets that lie in `folder` itself, in their places.
pub(crate) fn run(workspace: &Workspace, npm: &NpmTools, folder: &Path) -> Result<()> {
    let (oldest, others): (Vec<_>, Vec<_>) = files::below(folder)?
        .into_iter()
        .filter(|(name, _)| is_shortened(name))
        .partition(|(name, _)| name == OLDEST.0);
    for (files, language) in [(oldest, OLDEST.1), (others, LANGUAGE)] {
        let files: Vec<PathBuf> = files.into_iter().map(|(_, path)| path).collect();
        let mut command = exec::native(npm.esbuild(), &workspace.root);
        command
            .args(files)
            .args(["--minify", "--charset=utf8", "--log-level=warning"])
            .arg(format!("--target={language}"))
            .arg("--allow-overwrite")
            .arg(exec::option("--outdir=", folder));
        exec::run(&mut command)?;
    }
    Ok(())
}

/// Whether it is a script or a style sheet of the first route. What says where the app's parts lie is read once more
/// when they are put together.
fn is_shortened(name: &str) -> bool {
    !name.contains('/') && name != site::PARTS_SCRIPT && site::has_extension(name, &["js", "css"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_visitor_fetches_is_shortened() {
        for name in ["boot.js", "perf-playground-0f.js", "shell-1a.css"] {
            assert!(is_shortened(name), "{name}");
        }
        for name in [
            "__wasm_split.js",
            "workers/shared.js",
            "app_bg.wasm",
            "index.html",
        ] {
            assert!(!is_shortened(name), "{name}");
        }
    }
}
