//! What the site weighs, raw and compressed, against its budgets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::editor;
use crate::files;
use crate::labs::{self, Lab};
use crate::pipeline;
use crate::site;
use crate::table::Table;
use crate::workers::{self, Offline, Worker};
use crate::workspace::Workspace;

/// All that the start page loads until its button can be pressed, compressed: what a slow connection shows in seconds.
const FIRST_ROUTE_BYTES_MAX: u64 = 200_000;

/// Parts of the app that belong to no lab, compressed; a lab states those of its own in its `lab.toml`.
const SHELLS_PARTS: &[(&str, u64)] = &[
    ("locale_id", 45_000),
    ("glossary_page", 20_000),
    ("shell_keys", 5_000),
    ("start_below", 37_000),
];

/// All that several parts have in common, compressed. Files with numbers for names, of many chunks each.
const CHUNKS_BYTES_MAX: u64 = 650_000;

/// The beginning of such a number.
const CHUNK: &str = "chunk_";

/// Bytes in a kB.
const KILOBYTE: u64 = 1_000;

/// The scripts of workers and baselines, compressed.
const SCRIPTS_BYTES_MAX: u64 = 30_000;

/// The code editor with the notices of its packages, compressed. It is fetched when it is opened.
const EDITOR_BYTES_MAX: u64 = 132_000;

/// The name of the row that sums up the first page.
const FIRST_ROUTE: &str = "first route";

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    name: String,
    raw: u64,
    compressed: u64,
    budget: Option<u64>,
    /// When the service worker stores it, where its crate says so.
    offline: Option<Offline>,
}

impl Entry {
    fn new(name: impl Into<String>, budget: Option<u64>) -> Self {
        Self {
            name: name.into(),
            raw: 0,
            compressed: 0,
            budget,
            offline: None,
        }
    }

    /// The entry of a module, which a crate declares: what is none of those has no budget.
    fn of_module(name: &str, workers: &[Worker]) -> Self {
        let worker = workers.iter().find(|worker| worker.name == name);
        Self {
            offline: worker.map(|worker| worker.offline),
            ..Self::new(
                format!("module {name}"),
                worker.map(|worker| worker.budget_bytes),
            )
        }
    }

    fn add(&mut self, file: &File) {
        self.raw += file.raw;
        self.compressed += file.compressed;
    }

    fn exceeds(&self) -> bool {
        self.budget.is_some_and(|budget| self.compressed > budget)
    }
}

/// A file of the site.
struct File {
    name: String,
    raw: u64,
    /// Equal to `raw` where the file has no compressed copy.
    compressed: u64,
}

/// Sizes of a site, and whether each keeps to its budget.
pub(crate) struct Report {
    entries: Vec<Entry>,
}

impl Report {
    pub(crate) fn of(workspace: &Workspace) -> Result<Self> {
        pipeline::ensure_small(workspace)?;
        let dist = &workspace.dist();
        let id = site::id_of(dist).with_context(|| {
            format!("{} holds no build; run `cargo xtask build`", dist.display())
        })?;
        let page = fs::read_to_string(dist.join("index.html"))?;
        Ok(Self::new(
            &read_files(dist)?,
            &page,
            &id,
            &workers::read(workspace)?,
            &labs::read(&workspace.root)?,
        ))
    }

    fn new(files: &[File], page: &str, id: &str, workers: &[Worker], labs: &[Lab]) -> Self {
        let folder = format!("{id}/");
        let named: BTreeSet<&str> = site::references(page, id).into_iter().collect();
        let mut first = Entry::new(FIRST_ROUTE, Some(FIRST_ROUTE_BYTES_MAX));
        let mut parts = Vec::new();
        let mut later = Vec::new();
        let mut chunks = Entry::new("chunks of several parts", Some(CHUNKS_BYTES_MAX));
        let mut modules: Vec<Entry> = Vec::new();
        let mut scripts = Entry::new("workers and baselines", Some(SCRIPTS_BYTES_MAX));
        let mut editor = Entry::new("editor", Some(EDITOR_BYTES_MAX));
        let mut rest = Entry::new("everything else", None);
        for file in files {
            let name = file.name.strip_prefix(&folder).unwrap_or(&file.name);
            let module = name
                .strip_prefix("modules/")
                .and_then(|name| name.split('/').next());
            // The app's own script imports its snippets and the list of its parts, so the page need
            // not name them.
            if file.name == "index.html"
                || named.contains(file.name.as_str())
                || name.starts_with("snippets/")
                || name == site::PARTS_SCRIPT
            {
                first.add(file);
                let mut part = Entry::new(format!("  {}", without_hash(name)), None);
                part.add(file);
                parts.push(part);
            } else if name.starts_with(CHUNK) {
                chunks.add(file);
            } else if let Some(part) = site::part_of_app(name) {
                let mut entry =
                    Entry::new(format!("part {part}"), Some(budget_of_part(part, labs)));
                entry.add(file);
                later.push(entry);
            } else if let Some(module) = module {
                let entry = Entry::of_module(module, workers);
                let at = modules
                    .iter()
                    .position(|other| other.name == entry.name)
                    .unwrap_or_else(|| {
                        modules.push(entry);
                        modules.len() - 1
                    });
                modules[at].add(file);
            } else if name.starts_with("workers/") || name.starts_with("baselines/") {
                scripts.add(file);
            } else if name.starts_with(editor::FOLDER) {
                editor.add(file);
            } else {
                rest.add(file);
            }
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.compressed));
        let mut entries = vec![first];
        entries.extend(parts);
        entries.extend(later);
        entries.push(chunks);
        entries.extend(modules);
        entries.extend([scripts, editor, rest]);
        Self { entries }
    }

    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new(&[
            "part",
            "raw kB",
            "brotli kB",
            "budget kB",
            "verdict",
            "offline",
        ]);
        for entry in &self.entries {
            let (budget, verdict) = match entry.budget {
                None => (String::new(), String::new()),
                Some(budget) => (
                    kilobytes(budget),
                    if entry.exceeds() { "too large" } else { "ok" }.to_owned(),
                ),
            };
            table.row([
                entry.name.clone(),
                kilobytes(entry.raw),
                kilobytes(entry.compressed),
                budget,
                verdict,
                entry
                    .offline
                    .map_or_else(String::new, |offline| offline.name().to_owned()),
            ]);
        }
        table
    }

    /// How many budgets are kept, and how many are not.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let budgets = self.entries.iter().filter(|entry| entry.budget.is_some());
        budgets.fold((0, 0), |(kept, broken), entry| {
            if entry.exceeds() {
                (kept, broken + 1)
            } else {
                (kept + 1, broken)
            }
        })
    }
}

/// What a part may weigh; nothing if nobody has declared it, so that it counts as too large.
fn budget_of_part(part: &str, labs: &[Lab]) -> u64 {
    let of_shell = SHELLS_PARTS.iter().find(|(name, _)| *name == part);
    let of_lab = || labs.iter().find_map(|lab| lab.parts.get(part));
    of_shell
        .map(|(_, bytes)| *bytes)
        .or_else(|| Some(of_lab()? * KILOBYTE))
        .unwrap_or(0)
}

fn read_files(dist: &Path) -> Result<Vec<File>> {
    let mut found = Vec::new();
    for (name, path) in files::below(dist)? {
        if site::has_extension(&name, &["br"]) {
            continue;
        }
        let raw = fs::metadata(&path)?.len();
        let compressed =
            fs::metadata(dist.join(format!("{name}.br"))).map_or(raw, |data| data.len());
        found.push(File {
            name,
            raw,
            compressed,
        });
    }
    Ok(found)
}

/// Trunk puts a hash into names; a table that changes with each build cannot be compared.
fn without_hash(name: &str) -> String {
    // A hash of 64 bits, of which leading zeros are not written.
    const HASH_DIGITS_MIN: usize = 13;
    let Some((stem, rest)) = name.rsplit_once('-') else {
        return name.to_owned();
    };
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    match rest.as_bytes().get(digits) {
        Some(b'.' | b'_') if digits >= HASH_DIGITS_MIN => format!("{stem}{}", &rest[digits..]),
        _ => name.to_owned(),
    }
}

fn kilobytes(bytes: u64) -> String {
    // One decimal is enough, and integers keep it exact.
    let tenths = (bytes + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::tests::lab;
    use crate::toolchain::Memory;

    fn file(name: &str, raw: u64, compressed: u64) -> File {
        File {
            name: name.to_owned(),
            raw,
            compressed,
        }
    }

    fn worker(name: &str) -> Worker {
        Worker {
            name: name.to_owned(),
            package: format!("{name}-worker"),
            artefact: name.to_owned(),
            profile: "compute".to_owned(),
            script: "worker.js".into(),
            level: "-O3".to_owned(),
            memory: Memory::Own,
            budget_bytes: 12_000,
            offline: Offline::AtOnce,
        }
    }

    fn entry<'a>(report: &'a Report, name: &str) -> &'a Entry {
        report
            .entries
            .iter()
            .find(|entry| entry.name == name)
            .expect("a row")
    }

    #[test]
    fn the_first_route_is_what_the_page_names() {
        let files = [
            file("index.html", 1000, 500),
            file("abc/app-0123456789abcdef.js", 2000, 900),
            file("abc/app-0123456789abcdef_bg.wasm", 700_000, 150_000),
            file("abc/snippets/x/inline0.js", 10, 10),
            file("abc/__wasm_split.js", 20, 15),
            file("abc/split_sums_page.wasm", 2_000, 1_000),
            file("abc/chunk_3.wasm", 400, 200),
            file("abc/modules/compute/compute.js", 100, 50),
            file("abc/modules/compute/compute_bg.wasm", 30_000, 12_000),
            file("abc/workers/compute.js", 300, 200),
            file("abc/editor/editor.js", 400_000, 115_000),
            file("abc/editor/editor.licenses.txt", 5_000, 1_500),
            file("sw.js", 5000, 2000),
        ];
        let page = "\"./abc/app-0123456789abcdef.js\" \"./abc/app-0123456789abcdef_bg.wasm\"";
        let report = Report::new(&files, page, "abc", &[worker("compute")], &[lab("sums")]);
        assert_eq!(entry(&report, FIRST_ROUTE).compressed, 151_425);
        assert_eq!(entry(&report, "module compute").compressed, 12_050);
        assert_eq!(entry(&report, "workers and baselines").raw, 300);
        assert_eq!(entry(&report, "editor").compressed, 116_500);
        assert_eq!(entry(&report, "everything else").raw, 5000);
        assert_eq!(entry(&report, "  app_bg.wasm").raw, 700_000);
        assert_eq!(entry(&report, "part sums_page").compressed, 1_000);
        assert_eq!(entry(&report, "chunks of several parts").compressed, 200);
        // The module is 50 bytes over what its crate asks for.
        assert_eq!(report.counts(), (5, 1));
        assert!(entry(&report, "module compute").exceeds());
        assert!(report.table().plain().contains("at-once"));
    }

    #[test]
    fn a_part_keeps_to_the_budget_of_its_lab_and_one_of_no_lab_is_too_large() {
        let files = [
            file("abc/split_sums_page.wasm", 90_000, 40_001),
            file("abc/split_locale_id.wasm", 90_000, 40_000),
            file("abc/split_unheard_of.wasm", 1, 1),
        ];
        let report = Report::new(&files, "", "abc", &[], &[lab("sums")]);
        let exceeds = |name| entry(&report, name).exceeds();
        assert!(exceeds("part sums_page"));
        assert!(!exceeds("part locale_id"));
        assert!(exceeds("part unheard_of"));
    }

    #[test]
    fn a_budget_that_is_exceeded_counts_as_broken() {
        let files = [file("index.html", 900_000, FIRST_ROUTE_BYTES_MAX + 1)];
        let report = Report::new(&files, "", "abc", &[], &[]);
        assert_eq!(report.counts(), (3, 1));
        assert!(report.table().plain().contains("too large"));
    }

    #[test]
    fn kilobytes_are_rounded() {
        assert_eq!(kilobytes(0), "0.0");
        assert_eq!(kilobytes(49), "0.0");
        assert_eq!(kilobytes(1234), "1.2");
        assert_eq!(kilobytes(299_950), "300.0");
    }

    #[test]
    fn hashes_are_left_out_of_names() {
        assert_eq!(without_hash("app-0123456789abcdef.js"), "app.js");
        assert_eq!(without_hash("app-0123456789abcdef_bg.wasm"), "app_bg.wasm");
        assert_eq!(without_hash("boot.js"), "boot.js");
        assert_eq!(without_hash("tokens-a1b2c3d4e5f60718.css"), "tokens.css");
    }
}
