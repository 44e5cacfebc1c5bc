//! Finishes a site: build id, pages, content security policy, precache list, brotli, `_headers`.

mod disk;
mod glossary;
mod headers;
mod offline;
mod page;
mod paint;
mod policy;
mod style;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::editor;
use crate::hash::Hasher;
use crate::labs::Lab;
use disk::{read, read_all, swap, write_all};
use headers::headers;
use offline::precache;
use page::{page, routes, with_base, with_policy, with_preloads};
use policy::{frame_policy, policy};

/// Stands in sources for the build's id, which is only known when everything is built.
pub(crate) const PLACEHOLDER: &str = "__BUILD_ID__";

/// Stand in scripts around the name of a file of the build, for how many bytes that has before it is compressed.
const SIZE_OF: (&str, &str) = ("__BYTES_OF(", ")__");

/// Stands in `sw.js` for the list of what works offline.
const PRECACHE_PLACEHOLDER: &str = "__PRECACHE__";

/// The document of the frame in which readers' own code runs. The page puts its text into the frame,
/// which therefore takes the page's policy over: that has to allow the script in it.
const FRAME: &str = "sandbox/frame.html";

/// Fetches the parts of the app, each of which is a module of its own.
pub(crate) const PARTS_SCRIPT: &str = "__wasm_split.js";

/// The name of the part of the app that a file is, if it is one: what some view is made of, or what
/// several of them have in common.
pub(crate) fn part_of_app(name: &str) -> Option<&str> {
    let stem = name.strip_suffix(".wasm")?;
    let is_shared = stem.starts_with("chunk_");
    stem.strip_prefix("split_").or(is_shared.then_some(stem))
}

/// Files whose text may name the build's id.
const TEXT_EXTENSIONS: &[&str] = &["html", "js", "webmanifest"];

/// What a site is made of.
pub(crate) struct Source<'a> {
    /// What there is to be shown.
    pub(crate) labs: &'a [Lab],
    /// What the glossary explains, as the app's catalogue words it.
    pub(crate) glossary: &'a str,
    /// Files that keep their place at the site's root.
    pub(crate) www: &'a Path,
    /// What Trunk wrote.
    pub(crate) trunk: &'a Path,
    /// The workers' modules.
    pub(crate) modules: &'a Path,
    /// Which of them are stored for offline use at once.
    pub(crate) modules_at_once: &'a [&'a str],
    /// The bundled editor.
    pub(crate) editor: &'a Path,
    /// Folders of source files that the page shows.
    pub(crate) sources: &'a Path,
    /// The cache policies' source files, which it shows, too.
    pub(crate) policies: &'a Path,
    /// Where to make the site before it is moved.
    pub(crate) staging: &'a Path,
    /// Where it is moved.
    pub(crate) dist: &'a Path,
    /// See `pipeline::Options`.
    pub(crate) base_path: Option<&'a str>,
    /// Whether to compress for size, not for speed.
    pub(crate) small: bool,
}

/// Bytes of files by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// Makes the site and puts it into its place. Returns the build's id.
pub(crate) fn finish(source: &Source<'_>) -> Result<String> {
    let mut assets = read_all(source.trunk, "")?;
    assets.append(&mut read_all(source.modules, "modules/")?);
    assets.append(&mut read_all(source.editor, editor::FOLDER)?);
    assets.append(&mut sources(source.sources)?);
    assets.append(&mut policies(source.policies)?);
    let shell = assets
        .remove("index.html")
        .context("Trunk wrote no index.html")?;
    let shell = String::from_utf8(shell).context("index.html is not UTF-8")?;
    let shell = style::join(&mut assets, &shell)?;
    let shell = paint::start_after(&shell)?.into_bytes();
    let root = [
        ("404.html", read(source.www, "404.html")?),
        ("index.html", shell),
        ("sw.js", read(source.www, "sw.js")?),
    ];
    let (id, site) = assemble(
        assets,
        root.map(|(name, bytes)| (name.to_owned(), bytes)).into(),
        source.labs,
        source.glossary,
        source.modules_at_once,
        source.base_path,
    )?;

    let fresh = source.staging.join(format!("dist-{}", std::process::id()));
    let _ = fs::remove_dir_all(&fresh);
    write_all(&fresh, &site, if source.small { 11 } else { 5 })?;
    swap(&fresh, source.dist, source.staging)?;
    Ok(id)
}

/// The source files that stand in a folder of their kernel's.
fn sources(folder: &Path) -> Result<Files> {
    let mut sources = read_all(folder, "")?;
    sources.retain(|name, _| is_shown_source(name));
    Ok(sources
        .into_iter()
        .map(|(name, bytes)| (format!("sources/{name}"), bytes))
        .collect())
}

/// Whether the page may show this source file. What all kernels share is not asked for.
fn is_shown_source(name: &str) -> bool {
    let of_a_variant = |(folder, file): (&str, &str)| folder != "engine" && file != "mod.rs";
    has_extension(name, &["rs"])
        && name.matches('/').count() == 1
        && name.split_once('/').is_some_and(of_a_variant)
}

/// The cache policies' source files; what stands beside them is not asked for.
fn policies(folder: &Path) -> Result<Files> {
    let mut sources = read_all(folder, "sources/cache/")?;
    sources.retain(|name, _| is_shown_source(name.trim_start_matches("sources/")));
    Ok(sources)
}

/// Turns built files into the files of the site. `root` are the templates of what stays at the
/// site's root.
fn assemble(
    assets: Files,
    root: Files,
    labs: &[Lab],
    glossary: &str,
    modules_at_once: &[&str],
    base_path: Option<&str>,
) -> Result<(String, Files)> {
    let id = build_id(&assets, &root);
    let sizes: BTreeMap<String, usize> = assets
        .iter()
        .map(|(name, bytes)| (name.clone(), bytes.len()))
        .collect();
    let mut assets: Files = assets
        .into_iter()
        .map(|(name, bytes)| {
            let bytes = fill_bytes(&name, bytes, &id, &sizes)?;
            Ok((format!("{id}/{name}"), bytes))
        })
        .collect::<Result<_>>()?;
    let mut texts = BTreeMap::new();
    for (name, bytes) in root {
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
        texts.insert(name, text.replace(PLACEHOLDER, &id));
    }
    let shell = texts
        .remove("index.html")
        .context("there is no index.html")?;
    let not_found = texts.remove("404.html").context("there is no 404.html")?;
    let worker = texts.remove("sw.js").context("there is no sw.js")?;
    let frame_name = format!("{id}/{FRAME}");
    let frame = assets
        .remove(&frame_name)
        .with_context(|| format!("there is no {FRAME}"))?;
    let frame = String::from_utf8(frame).with_context(|| format!("{FRAME} is not UTF-8"))?;
    let policy = policy(&[&shell, &not_found, &frame])?;

    let mut site = assets;
    let frame = with_policy(&frame, &frame_policy(&frame)?)?;
    site.insert(frame_name, frame.into_bytes());
    let routes = routes(labs, glossary, &shell)?;
    for route in &routes {
        let page = page(&shell, route, &policy)?;
        let page = with_preloads(&page, &parts_of(route, &id, &site))?;
        let page = paint::preload_after(&page);
        check_references(&page, &id, &site)?;
        site.insert(format!("{}index.html", route.folder), page.into_bytes());
    }
    let folders: Vec<&str> = routes.iter().map(|route| route.folder.as_str()).collect();
    let home = base_path.unwrap_or("./");
    let not_found = with_policy(&with_base(&not_found, home)?, &policy)?;
    site.insert("404.html".to_owned(), not_found.into_bytes());
    let precache = precache(&id, &folders, &site, modules_at_once)?.to_string();
    if worker.matches(PRECACHE_PLACEHOLDER).count() != 1 {
        bail!("sw.js has to name {PRECACHE_PLACEHOLDER} once");
    }
    let worker = worker.replace(PRECACHE_PLACEHOLDER, &precache);
    site.insert("sw.js".to_owned(), worker.into_bytes());
    let names: Vec<&String> = site.keys().collect();
    let facts = json!({ "build_id": id, "routes": folders, "csp": policy, "files": names });
    let facts = serde_json::to_string_pretty(&facts)?;
    site.insert(format!("{id}/site.json"), facts.into_bytes());
    site.insert(
        "_headers".to_owned(),
        headers(&id, &folders, &policy).into_bytes(),
    );
    // GitHub Pages would otherwise leave out files whose names start with an underscore.
    site.insert(".nojekyll".to_owned(), Vec::new());
    Ok((id, site))
}

/// What a route's page needs besides the app: the files of its lab's first part, which the app asks for only when it has
/// started.
fn parts_of(route: &page::Route, id: &str, site: &Files) -> Vec<String> {
    let script = site.get(&format!("{id}/{PARTS_SCRIPT}"));
    let script = script.and_then(|script| std::str::from_utf8(script).ok());
    let part = format!("{}_page", route.folder.trim_end_matches('/'));
    let files = script.map_or_else(BTreeSet::new, |script| files_of_part(script, &part));
    files
        .into_iter()
        .map(|file| format!("./{id}/{file}"))
        .collect()
}

/// The files that a part of the app is fetched from, as the script of the parts says; none if it knows no such part.
fn files_of_part(script: &str, part: &str) -> BTreeSet<String> {
    let own = format!("split_{part}.wasm");
    let chunks = script
        .split_once(&format!("/{own}\""))
        .and_then(|(_, rest)| rest.split_once(", ["))
        .and_then(|(_, rest)| rest.split_once(']'));
    let Some((chunks, _)) = chunks else {
        return BTreeSet::new();
    };
    let numbers = chunks
        .split(", ")
        .filter_map(|chunk| chunk.strip_prefix("__chunk_"));
    numbers
        .map(|number| format!("chunk_{number}.wasm"))
        .chain([own])
        .collect()
}

/// The id of the site in `dist`, if there is one.
pub(crate) fn id_of(dist: &Path) -> Option<String> {
    let page = fs::read_to_string(dist.join("index.html")).ok()?;
    let (_, rest) = page.split_once("name=\"build-id\" content=\"")?;
    let (id, _) = rest.split_once('"')?;
    Some(id.to_owned())
}

/// Names the build by all that it is made of, before the name was put in.
fn build_id(assets: &Files, root: &Files) -> String {
    let mut hasher = Hasher::default();
    for (name, bytes) in assets.iter().chain(root) {
        hasher.part(name, bytes);
    }
    hasher.short()
}

/// Puts the id and the sizes of files into text; other files may contain the same bytes by chance.
fn fill_bytes(
    name: &str,
    bytes: Vec<u8>,
    id: &str,
    sizes: &BTreeMap<String, usize>,
) -> Result<Vec<u8>> {
    if !has_extension(name, TEXT_EXTENSIONS) {
        return Ok(bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = with_sizes(&text.replace(PLACEHOLDER, id), sizes);
            Ok(text.with_context(|| format!("in {name}"))?.into_bytes())
        }
        Err(error) => Ok(error.into_bytes()),
    }
}

/// A text with the sizes of the files that it asks for by [`SIZE_OF`].
fn with_sizes(text: &str, sizes: &BTreeMap<String, usize>) -> Result<String> {
    let (start, end) = SIZE_OF;
    let mut parts = text.split(start);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (file, rest) = part
            .split_once(end)
            .with_context(|| format!("{start} without {end}"))?;
        let size = sizes.get(file);
        let size = size.with_context(|| format!("the build has no {file} to tell the size of"))?;
        filled.push_str(&size.to_string());
        filled.push_str(rest);
    }
    Ok(filled)
}

/// Fails if the page names a file of this build that is not there.
fn check_references(page: &str, id: &str, files: &Files) -> Result<()> {
    for name in references(page, id) {
        if !files.contains_key(name) {
            bail!("a page names {name}, which the build has not made");
        }
    }
    Ok(())
}

/// The files of build `id` that `page` names, as `<id>/…`.
pub(crate) fn references<'a>(page: &'a str, id: &str) -> Vec<&'a str> {
    let start = format!("./{id}/");
    page.match_indices(&start)
        .map(|(at, _)| {
            let name = &page[at + 2..];
            let end = name
                .find(|c: char| !(c.is_ascii_alphanumeric() || "/._-".contains(c)))
                .unwrap_or(name.len());
            &name[..end]
        })
        // A folder is named by code that adds the file's name to it.
        .filter(|name| !name.ends_with('/'))
        .collect()
}

/// Whether `name` ends in one of `extensions`.
pub(crate) fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| extensions.contains(&extension))
}
