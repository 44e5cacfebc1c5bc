//! What the service worker stores at once, and what when it is opened.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Value, json};

use super::disk::{COMPRESSED_EXTENSIONS, compress};
use super::{Files, has_extension, part_of_app};
use crate::editor;

/// What works offline: at once the pages and what the shell is made of; on demand the other files
/// of the build, with their compressed sizes. `modules_at_once` names workers' modules.
pub(super) fn precache(
    id: &str,
    routes: &[&str],
    site: &Files,
    modules_at_once: &[&str],
) -> Result<Value> {
    let folder = format!("{id}/");
    let mut at_once: Vec<String> = routes
        .iter()
        .map(|route| if route.is_empty() { "./" } else { *route }.to_owned())
        .collect();
    let mut on_demand = BTreeMap::new();
    for (name, bytes) in site {
        let Some(file) = name.strip_prefix(&folder) else {
            continue;
        };
        if has_extension(name, &["br", "map"]) {
            continue;
        }
        if is_on_demand(file, modules_at_once) {
            on_demand.insert(name, size_on_the_way(name, bytes)?);
        } else {
            at_once.push(name.clone());
        }
    }
    Ok(json!({ "at_once": at_once, "on_demand": on_demand }))
}

/// Whether a file of the build is stored for offline use only when it has been opened.
fn is_on_demand(file: &str, modules_at_once: &[&str]) -> bool {
    if let Some(module) = file.strip_prefix("modules/") {
        let name = module.split('/').next().unwrap_or(module);
        return !modules_at_once.contains(&name);
    }
    part_of_app(file).is_some()
        || ["sandbox/", "sources/", editor::FOLDER]
            .iter()
            .any(|folder| file.starts_with(folder))
}

/// About how many bytes of a file go through the network; a quick compression tells it closely enough.
fn size_on_the_way(name: &str, bytes: &[u8]) -> Result<usize> {
    const QUALITY: i32 = 5;
    if has_extension(name, COMPRESSED_EXTENSIONS) {
        Ok(compress(bytes, QUALITY)?.len())
    } else {
        Ok(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::files;

    #[test]
    fn maps_and_compressed_copies_are_not_kept_offline() {
        let site = files(&[
            ("i/a.js", "x"),
            ("i/a.js.map", "x"),
            ("i/a.js.br", "x"),
            ("sw.js", "x"),
        ]);
        assert_eq!(
            precache("i", &["", "threads/", "compare/"], &site, &[]).expect("sizes"),
            json!({ "at_once": ["./", "threads/", "compare/", "i/a.js"], "on_demand": {} })
        );
    }

    #[test]
    fn parts_and_modules_wait_until_they_are_opened() {
        for file in [
            "split_compare.wasm",
            "chunk_3.wasm",
            "modules/sql/sql.js",
            "sources/blur/naive.rs",
            "sources/cache/lru.rs",
        ] {
            assert!(is_on_demand(file, &["compute"]), "{file}");
        }
        for file in [
            "app_bg.wasm",
            "__wasm_split.js",
            "workers/shared.js",
            "modules/compute/compute_bg.wasm",
        ] {
            assert!(!is_on_demand(file, &["compute"]), "{file}");
        }
        assert!(!is_on_demand("modules/sql/sql.js", &["compute", "sql"]));
    }
}
