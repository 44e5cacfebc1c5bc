//! Other builds of `SQLite` for the browser, which ours is measured against.

use std::path::PathBuf;

use anyhow::Result;

use crate::tools;
use crate::workspace::Workspace;

/// The folder with the packages of this checkout's lock file.
pub(crate) struct OtherSqlites {
    source: PathBuf,
    folder: PathBuf,
}

impl OtherSqlites {
    pub(crate) fn locate(workspace: &Workspace) -> Result<Self> {
        let source = workspace.root.join("bench").join("sqlite");
        let folder = tools::npm_folder(workspace, &source, "sqlite")?;
        Ok(Self { source, folder })
    }

    /// The folder of the packages, each under its name.
    pub(crate) fn modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    pub(crate) fn is_installed(&self) -> bool {
        self.modules().join("sql.js").exists()
    }

    pub(crate) fn install(&self) -> Result<()> {
        tools::ensure_npm()?;
        tools::install_npm(&self.source, &self.folder)
    }
}
