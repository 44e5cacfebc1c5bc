//! One `SQLite` on both targets: the module for the browser is compiled from the source that the native crate
//! brings along, so that the same statement takes the same steps here and there.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Metadata, MetadataCommand};

use crate::exec;
use crate::workspace::Workspace;

/// The crate with the source, natively. Its options, and those of the module, stand in `.cargo/config.toml`.
const NATIVE_CRATE: &str = "libsqlite3-sys";

/// The folder of the source in it.
const FOLDER: &str = "sqlite3";

/// By this the module's crate is told to take another source than its own.
const SOURCE_DIR: &str = "SQLITE_WASM_RS_SOURCE_DIR";

/// The folder once it is known: to ask Cargo takes a moment, and each command of a build needs it.
static KNOWN: Mutex<Option<PathBuf>> = Mutex::new(None);

/// What has to be set where a module is compiled.
pub(crate) fn variables(workspace: &Workspace) -> Result<Vec<(String, OsString)>> {
    Ok(vec![(SOURCE_DIR.to_owned(), folder(workspace)?.into())])
}

fn folder(workspace: &Workspace) -> Result<PathBuf> {
    let mut known = KNOWN
        .lock()
        .map_err(|_| anyhow::anyhow!("another step failed while it looked for SQLite's source"))?;
    if let Some(folder) = &*known {
        return Ok(folder.clone());
    }
    let mut command = exec::native("cargo", &workspace.root);
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let metadata = MetadataCommand::parse(exec::read(&mut command)?)
        .context("Cargo's report on all crates could not be read")?;
    let folder = folder_in(&metadata)?;
    ensure!(
        folder.join("sqlite3.c").is_file() && folder.join("sqlite3.h").is_file(),
        "{} has no sqlite3.c with its header",
        folder.display()
    );
    *known = Some(folder.clone());
    Ok(folder)
}

/// Where the one native crate of a report has its source.
fn folder_in(metadata: &Metadata) -> Result<PathBuf> {
    let mut found = metadata
        .packages
        .iter()
        .filter(|package| package.name.as_str() == NATIVE_CRATE)
        .map(|package| package.manifest_path.with_file_name(FOLDER).into());
    let folder = found
        .next()
        .with_context(|| format!("Cargo.lock has no {NATIVE_CRATE}"))?;
    ensure!(
        found.next().is_none(),
        "Cargo.lock has two versions of {NATIVE_CRATE}, and so two of SQLite"
    );
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workers::tests::{package, report};

    /// Cargo's configuration, which is read from the workspace's root.
    const CONFIGURATION: &str = include_str!("../../.cargo/config.toml");

    /// What the crate of a target is told of each option, by its name: the last word counts.
    fn options(variable: &str) -> std::collections::BTreeMap<String, Option<String>> {
        let start = format!("{variable} = \"\"\"");
        let (_, rest) = CONFIGURATION.split_once(&start).expect(variable);
        let (text, _) = rest.split_once("\"\"\"").expect("an end");
        text.split_whitespace()
            .filter(|word| *word != "\\")
            .map(|word| {
                let name = word.get(2..).expect("-D or -U before a name");
                match (word.starts_with("-D"), name.split_once('=')) {
                    (true, Some((name, value))) => (name.to_owned(), Some(value.to_owned())),
                    (true, None) => (name.to_owned(), Some(String::new())),
                    (false, _) => (name.to_owned(), None),
                }
            })
            .collect()
    }

    #[test]
    fn both_targets_are_given_the_same_options() {
        let (native, module) = (options("LIBSQLITE3_FLAGS"), options("SQLITE_WASM_RS_FLAGS"));
        let given = |options: &std::collections::BTreeMap<String, Option<String>>| {
            let given = options
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
            given.collect::<Vec<_>>()
        };
        assert!(given(&native).len() > 10);
        assert_eq!(given(&native), given(&module));
        // What only one of the crates would set by itself is taken back there.
        for (name, value) in native.iter().chain(&module) {
            let other = if value.is_some() { continue } else { name };
            assert!(
                native.get(other).is_none_or(Option::is_none)
                    && module.get(other).is_none_or(Option::is_none),
                "{name}"
            );
        }
    }

    #[test]
    fn the_source_is_that_of_the_one_native_crate() {
        let one = package(NATIVE_CRATE, "registry/one", "", "null");
        let folder = folder_in(&report(std::slice::from_ref(&one))).expect("one");
        assert_eq!(folder, PathBuf::from("/w/registry/one/sqlite3"));
        let other = package(NATIVE_CRATE, "registry/other", "", "null");
        let error = folder_in(&report(&[one, other])).expect_err("two");
        assert!(format!("{error}").contains("two versions"));
        assert!(folder_in(&report(&[])).is_err());
    }
}
