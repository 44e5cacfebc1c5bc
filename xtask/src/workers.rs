//! What each worker's module needs, as its crate says in `[package.metadata.worker]` of its
//! `Cargo.toml`: build, lint, layers and sizes follow from that.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{CrateType, Metadata, Package, TargetKind};
use serde_json::{Map, Value};

use crate::exec;
use crate::toolchain::Memory;
use crate::workspace::Workspace;

/// The folder of the workers' crates; no other crate may be one, and each crate in it is one.
const FOLDER: &str = "crates/workers/";

/// The table's name below `package.metadata`.
const TABLE: &str = "worker";

/// All keys of the table; each is required.
const KEYS: [&str; 6] = [
    "name",
    "profile",
    "wasm-opt",
    "memory",
    "budget-kb",
    "offline",
];

/// The script beside the crate's `Cargo.toml` by which a worker starts. The site has it as `workers/<name>.js`, so what
/// it imports stands as seen from there.
const SCRIPT: &str = "worker.js";

/// Levels of wasm-opt, which `optimise.mjs` knows, too.
const LEVELS: [&str; 7] = ["O0", "O1", "O2", "O3", "O4", "Os", "Oz"];

/// Compressed kilobytes that one module may ask for at most.
const BUDGET_KB_MAX: u64 = 4_000;

/// When the service worker stores a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offline {
    /// With the shell, before anybody has opened its lab.
    AtOnce,
    /// When its lab is opened for the first time.
    WhenOpened,
}

impl Offline {
    /// The value in `Cargo.toml`, which the table of sizes shows, too.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at-once",
            Self::WhenOpened => "when-opened",
        }
    }
}

/// A worker's WebAssembly module, beside the app's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worker {
    /// The folder under `modules/` and the name of its files.
    pub(crate) name: String,
    pub(crate) package: String,
    /// The library's name, which names what the compiler makes of it.
    pub(crate) artefact: String,
    /// Cargo's profile of an optimised build.
    pub(crate) profile: String,
    /// How it is optimised after the compiler.
    pub(crate) level: String,
    pub(crate) memory: Memory,
    /// The script that loads it.
    pub(crate) script: PathBuf,
    /// Largest compressed size of the module with its script.
    pub(crate) budget_bytes: u64,
    pub(crate) offline: Offline,
}

/// All workers, sorted by name.
pub(crate) fn read(workspace: &Workspace) -> Result<Vec<Worker>> {
    workers_in(&metadata(workspace)?)
}

/// The names of those that are stored for offline use at once.
pub(crate) fn at_once(workers: &[Worker]) -> Vec<&str> {
    let at_once = workers
        .iter()
        .filter(|worker| worker.offline == Offline::AtOnce);
    at_once.map(|worker| worker.name.as_str()).collect()
}

/// What Cargo reports of the workspace's own crates.
pub(crate) fn metadata(workspace: &Workspace) -> Result<Metadata> {
    let mut command = exec::native("cargo", &workspace.root);
    command.args(["metadata", "--format-version", "1", "--no-deps", "--locked"]);
    cargo_metadata::MetadataCommand::parse(exec::read(&mut command)?)
        .context("Cargo's report on the workspace could not be read")
}

/// The workers among the packages of a report, sorted by name.
pub(crate) fn workers_in(metadata: &Metadata) -> Result<Vec<Worker>> {
    let mut workers = Vec::new();
    for package in &metadata.packages {
        let file = package
            .manifest_path
            .strip_prefix(&metadata.workspace_root)
            .unwrap_or(&package.manifest_path)
            .as_str();
        let table = package.metadata.get(TABLE);
        match (file.starts_with(FOLDER), table) {
            (true, Some(table)) => workers.push(
                worker(package, table)
                    .with_context(|| format!("{file}, [package.metadata.{TABLE}]"))?,
            ),
            (true, None) => bail!(
                "{file} has no [package.metadata.{TABLE}]; it takes the keys {}",
                KEYS.join(", ")
            ),
            (false, Some(_)) => bail!(
                "{file} has a [package.metadata.{TABLE}], but only crates in {FOLDER} are workers"
            ),
            (false, None) => {}
        }
    }
    workers.sort_by(|one, other| one.name.cmp(&other.name));
    for pair in workers.windows(2) {
        ensure!(
            pair[0].name != pair[1].name,
            "the workers {} and {} have the same name {:?}",
            pair[0].package,
            pair[1].package,
            pair[0].name
        );
    }
    Ok(workers)
}

fn worker(package: &Package, table: &Value) -> Result<Worker> {
    let table = table.as_object().context("it is no table")?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        bail!("unknown key `{key}`; allowed are {}", KEYS.join(", "));
    }
    let library = package.targets.iter().find(|target| {
        target.kind.contains(&TargetKind::CDyLib) || target.crate_types.contains(&CrateType::CDyLib)
    });
    Ok(Worker {
        name: folder_name(table)?,
        package: package.name.to_string(),
        artefact: library
            .context("its library needs crate-type = [\"cdylib\"]")?
            .name
            .replace('-', "_"),
        profile: text(
            table,
            "profile",
            "the name of a profile of the workspace's Cargo.toml",
        )?
        .to_owned(),
        level: one_of(table, "wasm-opt", &LEVELS)?.to_owned(),
        memory: match one_of(table, "memory", &["own", "shared"])? {
            "shared" => Memory::Shared,
            _ => Memory::Own,
        },
        script: package.manifest_path.with_file_name(SCRIPT).into(),
        budget_bytes: budget(table)?,
        offline: match one_of(
            table,
            "offline",
            &[Offline::AtOnce.name(), Offline::WhenOpened.name()],
        )? {
            "at-once" => Offline::AtOnce,
            _ => Offline::WhenOpened,
        },
    })
}

fn folder_name(table: &Map<String, Value>) -> Result<String> {
    let allowed = "a folder's name of lower-case letters, digits and hyphens";
    let name = text(table, "name", allowed)?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        !name.is_empty() && name.chars().all(fits),
        "`name` is {name:?}; allowed is {allowed}"
    );
    Ok(name.to_owned())
}

fn budget(table: &Map<String, Value>) -> Result<u64> {
    let value = required(
        table,
        "budget-kb",
        &format!("a number from 1 to {BUDGET_KB_MAX}"),
    )?;
    match value.as_u64() {
        Some(kilobytes @ 1..=BUDGET_KB_MAX) => Ok(kilobytes * 1_000),
        _ => bail!("`budget-kb` is {value}; allowed is a number from 1 to {BUDGET_KB_MAX}"),
    }
}

fn one_of<'a>(table: &'a Map<String, Value>, key: &str, allowed: &[&str]) -> Result<&'a str> {
    let allowed_text = allowed
        .iter()
        .map(|value| format!("{value:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    let value = text(table, key, &allowed_text)?;
    ensure!(
        allowed.contains(&value),
        "`{key}` is {value:?}; allowed are {allowed_text}"
    );
    Ok(value)
}

fn text<'a>(table: &'a Map<String, Value>, key: &str, allowed: &str) -> Result<&'a str> {
    let value = required(table, key, allowed)?;
    value
        .as_str()
        .with_context(|| format!("`{key}` is {value}; allowed: {allowed}"))
}

fn required<'a>(table: &'a Map<String, Value>, key: &str, allowed: &str) -> Result<&'a Value> {
    table
        .get(key)
        .with_context(|| format!("`{key}` is missing; allowed: {allowed}"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What a worker's crate may say.
    const COMPLETE: &str = r#"{ "name": "sql", "profile": "compute", "wasm-opt": "Os",
        "memory": "own", "budget-kb": 450, "offline": "when-opened" }"#;

    /// Cargo's report on one crate with a library, with `dependencies` as Cargo lists them.
    pub(crate) fn package(name: &str, folder: &str, dependencies: &str, metadata: &str) -> String {
        format!(
            r#"{{ "name": "{name}", "version": "0.1.0", "id": "path+file:///w/{folder}#{name}@0.1.0",
                "license": null, "description": null, "source": null, "edition": "2024",
                "dependencies": [{dependencies}], "features": {{}}, "authors": [],
                "manifest_path": "/w/{folder}/Cargo.toml", "metadata": {metadata},
                "targets": [{{ "name": "{name}", "kind": ["cdylib"], "crate_types": ["cdylib"],
                    "src_path": "/w/{folder}/src/lib.rs", "edition": "2024" }}] }}"#
        )
    }

    /// Cargo's report on a workspace at `/w`.
    pub(crate) fn report(packages: &[String]) -> Metadata {
        let text = format!(
            r#"{{ "packages": [{}], "workspace_members": [], "resolve": null, "version": 1,
                "workspace_root": "/w", "target_directory": "/w/target", "metadata": null }}"#,
            packages.join(", ")
        );
        cargo_metadata::MetadataCommand::parse(text).expect("a report as Cargo writes it")
    }

    fn read_one(table: &str) -> Result<Vec<Worker>> {
        let metadata = format!(r#"{{ "worker": {table} }}"#);
        let package = package("sql-worker", "crates/workers/sql", "", &metadata);
        workers_in(&report(&[package]))
    }

    /// The message about `COMPLETE` in which `from` stands as `to`.
    fn message(from: &str, to: &str) -> String {
        assert!(COMPLETE.contains(from), "{from}");
        let error = read_one(&COMPLETE.replace(from, to)).expect_err(to);
        format!("{error:#}")
    }

    #[test]
    fn all_needs_of_a_worker_are_read() {
        let workers = read_one(COMPLETE).expect("complete");
        assert_eq!(
            workers,
            [Worker {
                name: "sql".to_owned(),
                package: "sql-worker".to_owned(),
                artefact: "sql_worker".to_owned(),
                profile: "compute".to_owned(),
                level: "Os".to_owned(),
                memory: Memory::Own,
                script: "/w/crates/workers/sql/worker.js".into(),
                budget_bytes: 450_000,
                offline: Offline::WhenOpened,
            }]
        );
    }

    #[test]
    fn a_message_names_the_file_the_key_the_value_and_what_is_allowed() {
        assert_eq!(
            message("\"own\"", "\"common\""),
            "crates/workers/sql/Cargo.toml, [package.metadata.worker]: \
             `memory` is \"common\"; allowed are \"own\", \"shared\""
        );
        for (from, to, expected) in [
            (
                "\"Os\"",
                "\"O9\"",
                "`wasm-opt` is \"O9\"; allowed are \"O0\"",
            ),
            (
                "\"when-opened\"",
                "\"never\"",
                "`offline` is \"never\"; allowed are \"at-once\"",
            ),
            (
                "450",
                "0",
                "`budget-kb` is 0; allowed is a number from 1 to 4000",
            ),
            ("450", "\"1 MB\"", "`budget-kb` is \"1 MB\""),
            ("\"sql\"", "\"../sql\"", "`name` is \"../sql\""),
            (
                "\"profile\"",
                "\"profil\"",
                "unknown key `profil`; allowed are name, profile",
            ),
            ("\"profile\": \"compute\",", "", "`profile` is missing"),
        ] {
            let message = message(from, to);
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn workers_are_the_crates_of_one_folder() {
        let without = package("sql-worker", "crates/workers/sql", "", "null");
        let error = workers_in(&report(&[without])).expect_err("no table");
        assert!(format!("{error}").starts_with("crates/workers/sql/Cargo.toml has no"));
        let metadata = format!(r#"{{ "worker": {COMPLETE} }}"#);
        let elsewhere = package("sql", "crates/sql", "", &metadata);
        let error = workers_in(&report(&[elsewhere])).expect_err("another folder");
        assert!(format!("{error}").contains("only crates in crates/workers/ are workers"));
        let library = package("kernels", "crates/kernels", "", "null");
        assert!(workers_in(&report(&[library])).expect("none").is_empty());
    }

    #[test]
    fn two_workers_have_two_names() {
        let metadata = format!(r#"{{ "worker": {COMPLETE} }}"#);
        let one = package("one", "crates/workers/one", "", &metadata);
        let other = package("other", "crates/workers/other", "", &metadata);
        let error = workers_in(&report(&[one, other])).expect_err("twice");
        assert_eq!(
            format!("{error}"),
            "the workers one and other have the same name \"sql\""
        );
    }
}
