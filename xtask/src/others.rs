//! Packages from npm that a bench measures ours against.

use std::path::PathBuf;

use anyhow::Result;

use crate::tools;
use crate::workspace::Workspace;

/// The folder with the packages of one of this checkout's lock files.
pub(crate) struct Others {
    /// What they are, as a step of the setup names them.
    pub(crate) what: &'static str,
    /// One of the packages: where it lies, all of them do.
    package: &'static str,
    source: PathBuf,
    folder: PathBuf,
}

impl Others {
    /// Other builds of `SQLite` for the browser.
    pub(crate) fn sqlites(workspace: &Workspace) -> Result<Self> {
        Self::locate(workspace, "sqlite", "other builds of SQLite", "sql.js")
    }

    /// A cache in JavaScript.
    pub(crate) fn caches(workspace: &Workspace) -> Result<Self> {
        Self::locate(workspace, "cache", "lru-cache", "lru-cache")
    }

    fn locate(
        workspace: &Workspace,
        name: &str,
        what: &'static str,
        package: &'static str,
    ) -> Result<Self> {
        let source = workspace.root.join("bench").join(name);
        let folder = tools::npm_folder(workspace, &source, name)?;
        Ok(Self {
            what,
            package,
            source,
            folder,
        })
    }

    /// The folder of the packages, each under its name.
    pub(crate) fn modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    pub(crate) fn is_installed(&self) -> bool {
        self.modules().join(self.package).exists()
    }

    pub(crate) fn install(&self) -> Result<()> {
        tools::ensure_npm()?;
        tools::install_npm(&self.source, &self.folder)
    }
}
