//! Bundles the code editor: our small module and the packages from npm that it is made of become one module.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::exec;
use crate::tools::NpmTools;
use crate::workspace::Workspace;

/// The folder of the editor's files within that of a build.
pub(crate) const FOLDER: &str = "editor/";

/// Our module, in the workspace.
const ENTRY: &str = "www/editor/editor.js";

/// The bundle.
const SCRIPT: &str = "editor.js";

/// What the packages' licences ask for: their notices, beside the bundle.
const NOTICES: &str = "editor.licenses.txt";

/// The language of the oldest browsers that the page supports.
const LANGUAGE: &str = "es2021";

/// Licences that ask for no more than to be named, as npm calls them.
const LICENCES: &[&str] = &["Apache-2.0", "BSD-3-Clause", "ISC", "MIT"];

/// Makes `folder` anew, with the bundle and the notices of what is in it.
pub(crate) fn bundle(workspace: &Workspace, npm: &NpmTools, folder: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    let report = workspace.staging().join("editor-inputs.json");
    let mut command = exec::native(npm.esbuild(), &workspace.root);
    command
        .arg(ENTRY)
        .args(["--bundle", "--format=esm", "--minify", "--charset=utf8"])
        .arg(format!("--target={LANGUAGE}"))
        .arg(format!(
            "--banner:js=// What this is made of, and under which licences: {NOTICES}"
        ))
        .arg("--log-level=warning")
        .arg(exec::option("--outfile=", &folder.join(SCRIPT)))
        .arg(exec::option("--metafile=", &report))
        // The packages are not where a module of ours would look for them.
        .env("NODE_PATH", npm.modules());
    exec::run(&mut command)?;
    let text = fs::read_to_string(&report)
        .with_context(|| format!("{} could not be read", report.display()))?;
    let folders = package_folders(&serde_json::from_str(&text)?)?;
    let packages = folders
        .iter()
        .map(|name| Package::read(&workspace.root.join(name)))
        .collect::<Result<Vec<_>>>()?;
    fs::write(folder.join(NOTICES), notices(&packages)?)?;
    Ok(())
}

/// The folders of the packages that the bundle has something of, from esbuild's report on it.
fn package_folders(report: &Value) -> Result<BTreeSet<String>> {
    let outputs = report["outputs"]
        .as_object()
        .context("esbuild's report names no outputs")?;
    let folders: BTreeSet<String> = outputs
        .values()
        .filter_map(|output| output["inputs"].as_object())
        .flatten()
        // What was read and is not used is not in it.
        .filter(|(_, input)| input["bytesInOutput"].as_u64() != Some(0))
        .filter_map(|(name, _)| package_folder(name))
        .map(str::to_owned)
        .collect();
    if folders.is_empty() {
        bail!("esbuild's report names no package that is in the bundle");
    }
    Ok(folders)
}

/// The folder of the package that the file `name` is of, if it is of one.
fn package_folder(name: &str) -> Option<&str> {
    const MODULES: &str = "node_modules/";
    let start = name.rfind(MODULES)? + MODULES.len();
    let inner = &name[start..];
    let parts = if inner.starts_with('@') { 2 } else { 1 };
    let (end, _) = inner.match_indices('/').nth(parts - 1)?;
    Some(&name[..start + end])
}

/// A package as its notice names it.
struct Package {
    /// With its version.
    name: String,
    licence: String,
    /// The whole text of the licence, with the names of its holders.
    text: String,
}

impl Package {
    fn read(folder: &Path) -> Result<Self> {
        let read = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file)
                .with_context(|| format!("{} could not be read", file.display()))
        };
        let facts: Value = serde_json::from_str(&read("package.json")?)?;
        let fact = |name: &str| {
            facts[name]
                .as_str()
                .with_context(|| format!("{} has a package.json without {name}", folder.display()))
        };
        Ok(Self {
            name: format!("{} {}", fact("name")?, fact("version")?),
            licence: fact("license")?.to_owned(),
            text: read("LICENSE")?.replace("\r\n", "\n").trim().to_owned(),
        })
    }
}

/// The notices of `packages`; what several have in common stands there once.
fn notices(packages: &[Package]) -> Result<String> {
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        if !LICENCES.contains(&package.licence.as_str()) {
            bail!(
                "{} is under {}; the bundle may hold what is under {}",
                package.name,
                package.licence,
                LICENCES.join(", ")
            );
        }
        by_text
            .entry(&package.text)
            .or_default()
            .push(&package.name);
    }
    let mut sections: Vec<String> = by_text
        .into_iter()
        .map(|(text, names)| format!("{}\n\n{text}\n", names.join("\n")))
        .collect();
    sections.sort();
    Ok(format!(
        "{SCRIPT} is made of these packages.\n\n{}",
        sections.join(&format!("\n{}\n\n", "-".repeat(80)))
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, licence: &str, text: &str) -> Package {
        Package {
            name: name.to_owned(),
            licence: licence.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_file_is_of_the_innermost_package() {
        for (name, folder) in [
            (
                "../t/node_modules/crelt/index.js",
                "../t/node_modules/crelt",
            ),
            (
                "node_modules/@codemirror/view/dist/index.js",
                "node_modules/@codemirror/view",
            ),
            (
                "node_modules/a/node_modules/@b/c/d.js",
                "node_modules/a/node_modules/@b/c",
            ),
        ] {
            assert_eq!(package_folder(name), Some(folder), "{name}");
        }
        for name in ["www/editor/editor.js", "node_modules/", "node_modules/@a/b"] {
            assert_eq!(package_folder(name), None, "{name}");
        }
    }

    #[test]
    fn packages_are_those_that_the_bundle_has_bytes_of() {
        let report = json!({
            "inputs": { "node_modules/read/a.js": { "bytes": 9 } },
            "outputs": { "editor.js": { "inputs": {
                "www/editor/editor.js": { "bytesInOutput": 7 },
                "node_modules/read/a.js": { "bytesInOutput": 0 },
                "node_modules/used/a.js": { "bytesInOutput": 1 },
                "node_modules/used/b.js": { "bytesInOutput": 2 },
                "node_modules/@x/y/dist/z.js": { "bytesInOutput": 3 },
            } } },
        });
        let folders = package_folders(&report).expect("a report");
        assert_eq!(
            folders.into_iter().collect::<Vec<_>>(),
            ["node_modules/@x/y", "node_modules/used"]
        );
    }

    #[test]
    fn a_report_without_packages_is_refused() {
        let empty =
            json!({ "outputs": { "editor.js": { "inputs": { "a.js": { "bytesInOutput": 7 } } } } });
        assert!(package_folders(&empty).is_err());
        assert!(package_folders(&json!({})).is_err());
    }

    #[test]
    fn each_package_is_named_above_its_notice() {
        let packages = [
            package("a 1.0.0", "MIT", "MIT, Ada"),
            package("b 2.0.0", "ISC", "ISC, Bob"),
            package("c 3.0.0", "MIT", "MIT, Ada"),
        ];
        let text = notices(&packages).expect("free licences");
        assert!(text.contains("a 1.0.0\nc 3.0.0\n\nMIT, Ada\n"), "{text}");
        assert!(text.contains("b 2.0.0\n\nISC, Bob\n"), "{text}");
        assert_eq!(text.matches("Ada").count(), 1);
    }

    #[test]
    fn a_licence_that_asks_for_more_is_refused() {
        let Err(error) = notices(&[package("a 1.0.0", "GPL-3.0-only", "…")]) else {
            panic!("it was let in");
        };
        assert!(error.to_string().contains("a 1.0.0 is under GPL-3.0-only"));
    }
}
