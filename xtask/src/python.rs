//! Tools that the tests need and that come as packages of Python, in an environment of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::hash;
use crate::packages;
use crate::workspace::Workspace;

/// Whether a Python is new enough for what is pinned, and can make environments.
const IS_FIT: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/// The folder with the tools that this checkout's `requirements.txt` names.
pub(crate) struct PythonTools {
    folder: PathBuf,
    requirements: PathBuf,
}

impl PythonTools {
    pub(crate) fn locate(workspace: &Workspace) -> Result<Self> {
        let requirements = workspace.root.join("xtask/python/requirements.txt");
        let bytes = fs::read(&requirements)
            .with_context(|| format!("{} could not be read", requirements.display()))?;
        let name = format!("python-{}", hash::short(&bytes));
        Ok(Self {
            folder: workspace.tools.join(name),
            requirements,
        })
    }

    /// What compares the API with its description.
    pub(crate) fn schemathesis(&self) -> PathBuf {
        self.folder.join("bin").join("schemathesis")
    }

    pub(crate) fn is_installed(&self) -> bool {
        // The interpreter is a link to the system's, which may have gone.
        self.whole().exists() && self.python().exists() && self.schemathesis().exists()
    }

    pub(crate) fn install(&self) -> Result<()> {
        let python = python()?;
        // Its programs name their interpreter by its path, so that it cannot be made elsewhere and moved.
        let _ = fs::remove_dir_all(&self.folder);
        exec::run(Command::new(&python).args(["-m", "venv"]).arg(&self.folder))?;
        let mut command = Command::new(self.python());
        // Each file has to have the digest that was pinned, and none runs a program to be built.
        command
            .args(["-m", "pip", "install", "--quiet", "--no-input", "--no-deps"])
            .args(["--disable-pip-version-check", "--require-hashes"])
            .args(["--only-binary", ":all:", "--requirement"])
            .arg(&self.requirements);
        exec::run(&mut command)?;
        fs::write(self.whole(), "")
            .with_context(|| format!("{} could not be written", self.whole().display()))
    }

    fn python(&self) -> PathBuf {
        self.folder.join("bin").join("python")
    }

    /// Says that an installation was not interrupted.
    fn whole(&self) -> PathBuf {
        self.folder.join("whole")
    }
}

/// A Python that will do, installed if need be.
fn python() -> Result<PathBuf> {
    if let Some(python) = find() {
        return Ok(python);
    }
    if !packages::is_debian() {
        bail!("no Python 3.11 or later with its module venv was found; install it as `python3`");
    }
    packages::refresh()?;
    packages::install(&["python3", "python3-venv"])?;
    find().context("this system's Python is older than 3.11; install a later one as `python3`")
}

fn find() -> Option<PathBuf> {
    // The first on PATH may be one that lacks a part.
    let named = exec::find_on_path("python3");
    let candidates = named.into_iter().chain([PathBuf::from("/usr/bin/python3")]);
    candidates.into_iter().find(|python| is_fit(python))
}

fn is_fit(python: &Path) -> bool {
    exec::probe(Command::new(python).args(["-c", IS_FIT])).is_some()
}
