//! A second build of the site without building it: the same files under another build id, so that a journey can deploy.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::site::is_build_id;

/// A copy of a built site in a folder of its own, which is gone when this is dropped.
pub struct BuildCopy {
    folder: TempDir,
    build_id: String,
}

impl BuildCopy {
    /// Copies the site in `dist` and gives it the build id `build_id`. Compressed siblings (`.br`) are left out: they would
    /// still hold the old id.
    pub fn new(dist: &Path, build_id: &str) -> Result<Self> {
        let old = build_id_of(dist)?;
        if !is_build_id(build_id) || build_id == old {
            bail!("{build_id:?} must be 12 lower-case hexadecimal digits other than {old}");
        }
        let folder = tempfile::Builder::new()
            .prefix("perf-playground-build-")
            .tempdir()?;
        let mut texts = Vec::new();
        copy(dist, folder.path(), &old, build_id, &mut texts)?;
        // The pages' policy names inline scripts by hash, and they name files under the build id.
        let hashes = inline_script_hashes(&texts, &old, build_id);
        for (path, text) in texts {
            let text = hashes
                .iter()
                .fold(text.replace(&old, build_id), |text, (old, new)| {
                    text.replace(old, new)
                });
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
        Ok(Self {
            folder,
            build_id: build_id.to_owned(),
        })
    }

    /// Adds the files of another build, as hosts do that keep what older pages may still ask for.
    pub fn keep_files_of(&self, other: &Self) -> Result<()> {
        let from = other.root().join(other.build_id());
        let to = self.root().join(other.build_id());
        let mut texts = Vec::new();
        copy(&from, &to, other.build_id(), other.build_id(), &mut texts)?;
        for (path, text) in texts {
            fs::write(path, text)?;
        }
        Ok(())
    }

    /// The folder to serve.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Its build id.
    #[must_use]
    pub fn build_id(&self) -> &str {
        &self.build_id
    }
}

/// The build id of the site in a folder: the one folder that is named like one.
pub fn build_id_of(dist: &Path) -> Result<String> {
    let entries = fs::read_dir(dist).with_context(|| format!("reading {}", dist.display()))?;
    entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| is_build_id(name))
        .with_context(|| {
            format!(
                "{} has no folder that is named by a build id",
                dist.display()
            )
        })
}

/// Copies what is not text at once, and gives back the texts with the places where they go.
fn copy(
    from: &Path,
    to: &Path,
    old: &str,
    new: &str,
    texts: &mut Vec<(PathBuf, String)>,
) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .ok()
            .context("a file name that is not UTF-8")?;
        let target = to.join(name.replace(old, new));
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, old, new, texts)?;
            continue;
        }
        if has_extension(&name, "br") {
            continue;
        }
        let bytes = fs::read(entry.path())?;
        match String::from_utf8(bytes) {
            Ok(text) if !has_extension(&name, "wasm") => texts.push((target, text)),
            Ok(text) => fs::write(target, text)?,
            Err(error) => fs::write(target, error.into_bytes())?,
        }
    }
    Ok(())
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

/// From the policy's hash of each inline script to the hash that it has with the new id in it.
fn inline_script_hashes(
    texts: &[(PathBuf, String)],
    old: &str,
    new: &str,
) -> BTreeMap<String, String> {
    let pages = texts.iter().filter(|(path, _)| {
        path.extension()
            .is_some_and(|extension| extension == "html")
    });
    pages
        .flat_map(|(_, text)| inline_scripts(text))
        .map(|script| (policy_hash(script), policy_hash(&script.replace(old, new))))
        .collect()
}

/// The bodies of scripts without `src`. Enough for pages of our own build; no parser of HTML.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (body, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(body)
    })
}

fn policy_hash(script: &str) -> String {
    STANDARD.encode(Sha256::digest(script.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "0123456789ab";
    const NEW: &str = "bbbbbbbbbbbb";

    #[test]
    fn the_new_id_is_in_names_texts_and_policy_hashes() {
        let script = format!("import './{OLD}/app.js';");
        let dist = tempfile::tempdir().expect("a folder");
        let files = dist.path().join(OLD);
        fs::create_dir(&files).expect("a folder");
        let page = format!(
            "<meta content=\"'sha256-{}'\"><script type=module>{script}</script>",
            policy_hash(&script)
        );
        fs::write(dist.path().join("index.html"), page).expect("a page");
        fs::write(files.join("app.wasm"), OLD).expect("a module");
        fs::write(files.join("app.js"), OLD).expect("a script");
        fs::write(files.join("app.js.br"), "compressed").expect("a compressed script");

        let copy = BuildCopy::new(dist.path(), NEW).expect("a copy");

        let read = |name: &str| fs::read_to_string(copy.root().join(name)).ok();
        let script = script.replace(OLD, NEW);
        let page = format!(
            "<meta content=\"'sha256-{}'\"><script type=module>{script}</script>",
            policy_hash(&script)
        );
        assert_eq!(read("index.html"), Some(page));
        assert_eq!(read("bbbbbbbbbbbb/app.js").as_deref(), Some(NEW));
        assert_eq!(
            read("bbbbbbbbbbbb/app.wasm").as_deref(),
            Some(OLD),
            "modules are never rewritten"
        );
        assert_eq!(read("bbbbbbbbbbbb/app.js.br"), None);
        assert_eq!(build_id_of(copy.root()).ok().as_deref(), Some(NEW));
    }
}
