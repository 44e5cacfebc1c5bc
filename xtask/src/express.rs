//! The Express cluster that the server is measured against: its packages, and what it needs compiled.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::exec;
use crate::tools;
use crate::workspace::Workspace;

/// The package with `SQLite`, which is compiled on this machine.
const SQLITE: &str = "better-sqlite3";

/// The folder with the packages of this checkout's lock file.
pub(crate) struct Express {
    /// The cluster's own files.
    pub(crate) source: PathBuf,
    folder: PathBuf,
}

impl Express {
    pub(crate) fn locate(workspace: &Workspace) -> Result<Self> {
        let source = workspace.root.join("bench").join("express");
        let folder = tools::npm_folder(workspace, &source, "express")?;
        Ok(Self { source, folder })
    }

    /// The folder of the packages, each under its name.
    pub(crate) fn modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    pub(crate) fn is_installed(&self) -> bool {
        self.modules().join("express").exists()
    }

    /// Whether `SQLite` has been compiled, without which the bench goes without `/books`.
    pub(crate) fn has_sqlite(&self) -> bool {
        let built = self.modules().join(SQLITE).join("build").join("Release");
        built.join("better_sqlite3.node").exists()
    }

    pub(crate) fn install(&self) -> Result<()> {
        tools::ensure_npm()?;
        tools::install_npm(&self.source, &self.folder)
    }

    /// Compiles `SQLite`, with the headers of the `node` that runs, where they are on this machine.
    pub(crate) fn compile_sqlite(&self) -> Result<()> {
        let mut command = exec::native("npm", &self.folder);
        command
            // Its script would rather download what others have compiled.
            .args(["rebuild", SQLITE, "--build-from-source"])
            .arg("--loglevel=error");
        if let Some(prefix) = prefix_with_headers() {
            command.env("npm_config_nodedir", prefix);
        }
        exec::run(&mut command)
    }
}

/// The folder above `include/node`, if `node` has its headers there.
fn prefix_with_headers() -> Option<PathBuf> {
    let node = exec::probe(Command::new("node").args(["-p", "process.execPath"]))?;
    let node = PathBuf::from(node.trim());
    let prefix = node.parent()?.parent()?;
    let header = prefix.join("include").join("node").join("node_version.h");
    header.exists().then(|| prefix.to_path_buf())
}
