//! Where things are: the project's root, the folders that a build writes, the tools folder.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::toolchain::Memory;

/// The folders that the commands read and write.
pub(crate) struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder for native artefacts; the other build folders lie below it.
    pub(crate) target: PathBuf,
    /// Installed tools, shared by all checkouts of this person.
    pub(crate) tools: PathBuf,
}

impl Workspace {
    pub(crate) fn locate() -> Result<Self> {
        // `cargo run` names the manifest's folder; the path known at compile time may be that of
        // another checkout which shares this target folder.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("the folder of xtask has no parent")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            // Cargo, too, reads a relative path from the folder it was started in.
            Some(path) if !path.is_empty() => std::path::absolute(PathBuf::from(path))?,
            _ => root.join("target"),
        };
        Ok(Self {
            root,
            target,
            tools: tools_folder()?,
        })
    }

    /// The built site, ready for any static file server.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Cargo's target folder for modules.
    pub(crate) fn wasm_target(&self, memory: Memory) -> PathBuf {
        self.target.join(match memory {
            Memory::Own => "wasm",
            Memory::Shared => "wasm-threads",
        })
    }

    /// Cargo's target folder for the tests in the browser.
    pub(crate) fn wasm_test_target(&self) -> PathBuf {
        self.target.join("wasm-test")
    }

    /// Cargo's target folder for clippy on wasm32.
    pub(crate) fn wasm_lint_target(&self, memory: Memory) -> PathBuf {
        self.target.join(match memory {
            Memory::Own => "wasm-lint",
            Memory::Shared => "wasm-threads-lint",
        })
    }

    /// Unfinished outputs of a build. It lies below the root, because a finished site is moved
    /// from here to `dist/`, and only within one file system is that a rename.
    pub(crate) fn staging(&self) -> PathBuf {
        self.root.join("target").join("site")
    }

    /// `path` relative to the root where it lies below it, for messages.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

fn tools_folder() -> Result<PathBuf> {
    if let Some(path) = non_empty("PERF_PLAYGROUND_TOOLS") {
        return Ok(std::path::absolute(path)?);
    }
    let cache = match non_empty("XDG_CACHE_HOME") {
        Some(path) => path,
        None => home()?.join(if cfg!(target_os = "macos") {
            "Library/Caches"
        } else {
            ".cache"
        }),
    };
    Ok(cache.join("perf-playground").join("tools"))
}

fn home() -> Result<PathBuf> {
    env::home_dir()
        .filter(|path| !path.as_os_str().is_empty())
        .context(
            "no home folder is known; set HOME, or PERF_PLAYGROUND_TOOLS to a folder for the tools",
        )
}

fn non_empty(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
