//! System packages: installed on Debian and its relatives, named to the person elsewhere.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::version::Version;

/// Whether this system has Debian's package manager.
pub(crate) fn is_debian() -> bool {
    exec::find_on_path("apt-get").is_some() && Path::new("/etc/debian_version").exists()
}

/// Fetches the lists of packages; without them a fresh machine knows none.
pub(crate) fn refresh() -> Result<()> {
    let mut command = as_root("apt-get", &["update"])?;
    exec::run(command.arg("-qq"))
}

/// Installs `packages`. The lists have to be fresh.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let mut command = as_root("apt-get", &[&["install"], packages].concat())?;
    // `sudo` drops the variable; packages then take the answers they come with, because standard
    // input is no terminal.
    command.args([
        "-y",
        "-qq",
        "-o",
        "Dpkg::Use-Pty=0",
        "--no-install-recommends",
    ]);
    exec::run(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Unpacks what `package` contains into `folder`, without installing it: that needs no rights, and starts
/// nothing. What it depends on has to be there.
pub(crate) fn unpack(package: &str, folder: &Path) -> Result<()> {
    let download = || {
        let mut command = Command::new("apt-get");
        command.current_dir(folder);
        command.args(["download", "-qq", package]);
        command
    };
    // Lists that are absent or old may name no such file.
    if exec::probe(&mut download()).is_none() {
        refresh()?;
        exec::run(&mut download())?;
    }
    let archive = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .with_context(|| format!("apt-get downloaded no archive of {package}"))?;
    exec::run(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(folder))?;
    std::fs::remove_file(&archive)
        .with_context(|| format!("{} could not be removed", archive.display()))
}

/// The version of `package` that the package manager would install.
pub(crate) fn candidate(package: &str) -> Option<Version> {
    let policy = exec::probe(
        Command::new("apt-cache")
            .args(["policy", package])
            .env("LC_ALL", "C"),
    )?;
    candidate_of(&policy)
}

fn candidate_of(policy: &str) -> Option<Version> {
    let line = policy
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate:"))?;
    // Debian puts an epoch before the version: `1:19.1.7-3`.
    let version = line.trim();
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    Version::parse(version)
}

/// The command a person has to run where we must not.
pub(crate) fn install_command(packages: &[&str]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

/// `program` with the rights to install: as we are for root, else by `sudo` if it asks nothing.
fn as_root(program: &str, arguments: &[&str]) -> Result<Command> {
    let mut command = if is_root() {
        Command::new(program)
    } else if exec::probe(Command::new("sudo").args(["-n", "true"])).is_some() {
        let mut command = Command::new("sudo");
        command.args(["-n", program]);
        command
    } else {
        let packages = arguments.iter().skip(1).copied().collect::<Vec<_>>();
        bail!(
            "installing packages needs root, and `sudo` would ask for a password; run\n    {}\nand start this command again",
            install_command(&packages)
        );
    };
    command.args(arguments);
    Ok(command)
}

pub(crate) fn is_root() -> bool {
    exec::probe(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

/// What this system is called, for messages.
pub(crate) fn system_name() -> &'static str {
    env::consts::OS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_candidate_is_read_without_its_epoch() {
        let policy = "lld-19:\n  Installed: (none)\n  Candidate: 1:19.1.7-3~deb12u1\n";
        assert_eq!(candidate_of(policy), Version::parse("19.1.7"));
        let policy = "rustc-web:\n  Installed: (none)\n  Candidate: 1.96.0+dfsg1-1~deb12u2\n";
        assert_eq!(candidate_of(policy), Version::parse("1.96.0"));
    }

    #[test]
    fn a_package_without_candidate_has_none() {
        assert_eq!(
            candidate_of("x:\n  Installed: (none)\n  Candidate: (none)\n"),
            None
        );
        assert_eq!(candidate_of(""), None);
    }
}
