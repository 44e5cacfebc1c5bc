//! nginx, before which the tests put the server: a person's own, else the program of Debian's package.
//!
//! The package is unpacked and not installed: installed, it would serve port 80 from then on.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::packages;
use crate::tools::NGINX;
use crate::workspace::Workspace;

/// The program that [`ensure`] has seen to.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    match NGINX.find() {
        Some(file) => Ok(file),
        None if runs(&unpacked(workspace)) => Ok(unpacked(workspace)),
        None => NGINX.require(),
    }
}

/// Whether nothing has to be done.
pub(crate) fn is_there(workspace: &Workspace) -> bool {
    program(workspace).is_ok()
}

/// Unpacks the program where the system's package manager is Debian's; elsewhere names what to do.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    if !is_there(workspace) && packages::is_debian() {
        let folder = folder(workspace);
        // Made beside its place and moved there when whole: an interrupted run leaves no half.
        let partial = folder.with_extension("partial");
        let _ = fs::remove_dir_all(&partial);
        fs::create_dir_all(&partial)?;
        packages::unpack(NGINX.package, &partial)?;
        let _ = fs::remove_dir_all(&folder);
        fs::rename(&partial, &folder)
            .with_context(|| format!("{} could not be moved to its place", partial.display()))?;
        if !runs(&unpacked(workspace)) {
            bail!(
                "the nginx of this system's package does not start here; run\n    {}\nand start this command again",
                packages::install_command(&[NGINX.package])
            );
        }
    }
    program(workspace).map(|_| ())
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("nginx-debian")
}

fn unpacked(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("usr").join("sbin").join("nginx")
}

/// A system that was renewed may have other libraries.
fn runs(program: &std::path::Path) -> bool {
    exec::probe(Command::new(program).arg("-v")).is_some()
}
