//! Finishes a site: build id, pages, content security policy, precache list, brotli, `_headers`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::editor;
use crate::files;
use crate::hash::{self, Hasher};
use crate::labs::Lab;

/// Stands in sources for the build's id, which is only known when everything is built.
pub(crate) const PLACEHOLDER: &str = "__BUILD_ID__";

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

/// A route of the app, as a folder of the site; each has a page of its own, so that any static file server answers a
/// deep link.
struct Route {
    folder: String,
    title: String,
    description: String,
}

/// The start page and the page of each lab.
fn routes(labs: &[Lab], shell: &str) -> Result<Vec<Route>> {
    let start = Route {
        folder: String::new(),
        title: between(shell, TITLE)?.to_owned(),
        description: between(shell, DESCRIPTION)?.to_owned(),
    };
    let labs = labs.iter().map(|lab| Route {
        folder: lab.route(),
        title: format!("{} · {}", lab.title(), start.title),
        description: lab.question().to_owned(),
    });
    let labs: Vec<Route> = labs.collect();
    Ok([start].into_iter().chain(labs).collect())
}

/// What stands around a page's title.
const TITLE: (&str, &str) = ("<title>", "</title>");

/// What stands around the sentence that search engines show.
const DESCRIPTION: (&str, &str) = ("<meta name=\"description\" content=\"", "\">");

/// The text of `page` that stands between these two.
fn between<'a>(page: &'a str, (before, after): (&str, &str)) -> Result<&'a str> {
    let text = page
        .split_once(before)
        .and_then(|(_, rest)| rest.split_once(after));
    let (text, _) = text.with_context(|| format!("a page has to have {before}…{after}"))?;
    Ok(text)
}

/// Files whose text may name the build's id.
const TEXT_EXTENSIONS: &[&str] = &["html", "js", "webmanifest"];

/// Files that are worth a compressed copy.
const COMPRESSED_EXTENSIONS: &[&str] = &[
    "html",
    "js",
    "mjs",
    "css",
    "wasm",
    "svg",
    "rs",
    "txt",
    "webmanifest",
];

/// Headers for all files, without the policy.
const HEADERS: &[(&str, &str)] = &[
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
];

/// What a site is made of.
pub(crate) struct Source<'a> {
    /// What there is to be shown.
    pub(crate) labs: &'a [Lab],
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
    let shell = assets
        .remove("index.html")
        .context("Trunk wrote no index.html")?;
    let root = [
        ("404.html", read(source.www, "404.html")?),
        ("index.html", shell),
        ("sw.js", read(source.www, "sw.js")?),
    ];
    let (id, site) = assemble(
        assets,
        root.map(|(name, bytes)| (name.to_owned(), bytes)).into(),
        source.labs,
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

/// Turns built files into the files of the site. `root` are the templates of what stays at the
/// site's root.
fn assemble(
    assets: Files,
    root: Files,
    labs: &[Lab],
    modules_at_once: &[&str],
    base_path: Option<&str>,
) -> Result<(String, Files)> {
    let id = build_id(&assets, &root);
    let mut assets: Files = assets
        .into_iter()
        .map(|(name, bytes)| (format!("{id}/{name}"), fill_bytes(&name, bytes, &id)))
        .collect();
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
    let routes = routes(labs, &shell)?;
    for route in &routes {
        let page = page(&shell, route, &policy)?;
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

/// Puts the id into text; other files may contain the same bytes by chance.
fn fill_bytes(name: &str, bytes: Vec<u8>, id: &str) -> Vec<u8> {
    if !has_extension(name, TEXT_EXTENSIONS) {
        return bytes;
    }
    match String::from_utf8(bytes) {
        Ok(text) => text.replace(PLACEHOLDER, id).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// The page of a route: the shell, told how far below the site's root it lies.
fn page(shell: &str, route: &Route, policy: &str) -> Result<String> {
    let shell = with_text(shell, TITLE, &route.title)?;
    let shell = with_text(&shell, DESCRIPTION, &route.description)?;
    let up = match route.folder.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    };
    with_policy(&with_base(&shell, &up)?, policy)
}

/// `page` with another text between these two.
fn with_text(page: &str, around: (&str, &str), text: &str) -> Result<String> {
    let old = format!("{}{}{}", around.0, between(page, around)?, around.1);
    let new = format!("{}{}{}", around.0, escape_attribute(text), around.1);
    Ok(page.replacen(&old, &new, 1))
}

fn with_base(page: &str, href: &str) -> Result<String> {
    const BASE: &str = "<base href=\"./\">";
    if page.matches(BASE).count() != 1 {
        bail!("a page has to have {BASE} once");
    }
    Ok(page.replace(BASE, &format!("<base href=\"{}\">", escape_attribute(href))))
}

/// Puts the policy first into the head, because it holds for what follows it only.
fn with_policy(page: &str, policy: &str) -> Result<String> {
    const HEAD: &str = "<head>";
    const CHARSET: &str = "<meta charset=\"utf-8\">";
    /// How far browsers look for the encoding.
    const LOOKED_THROUGH_BYTES: usize = 1024;
    if page.matches(HEAD).count() != 1 {
        bail!("a page has to have {HEAD} once");
    }
    let meta = format!(
        "{HEAD}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
        escape_attribute(policy)
    );
    let page = page.replace(HEAD, &meta);
    if page
        .find(CHARSET)
        .is_some_and(|at| at + CHARSET.len() > LOOKED_THROUGH_BYTES)
    {
        bail!("the policy has become so long that browsers do not find {CHARSET} behind it");
    }
    Ok(page)
}

fn escape_attribute(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// The content security policy of all `pages`: nothing from elsewhere, nothing inline but what
/// stands in the pages now.
fn policy(pages: &[&str]) -> Result<String> {
    let scripts = hashes(pages, "script")?;
    let styles = hashes(pages, "style")?;
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; \
         manifest-src 'self'; base-uri 'self'; form-action 'none'; object-src 'none'"
    ))
}

/// What the frame narrows the page's policy down to, for itself and for its workers: its own script,
/// workers made of text, WebAssembly, and no connection to anything.
fn frame_policy(frame: &str) -> Result<String> {
    let scripts = hashes(&[frame], "script")?;
    Ok(format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval'{scripts}; worker-src blob:; \
         base-uri 'none'; form-action 'none'"
    ))
}

/// The sources that allow the inline elements of `pages` called `element`, each after a space.
fn hashes(pages: &[&str], element: &str) -> Result<String> {
    let mut sources = String::new();
    for page in pages {
        for content in inline_contents(page, element)? {
            let source = hash::csp_source(content);
            if !sources.contains(&source) {
                sources.push(' ');
                sources.push_str(&source);
            }
        }
    }
    Ok(sources)
}

/// The texts of the inline elements called `element`; those with a `src` are not inline.
fn inline_contents<'a>(page: &'a str, element: &str) -> Result<Vec<&'a str>> {
    let open = format!("<{element}");
    let close = format!("</{element}>");
    let mut contents = Vec::new();
    let mut rest = page;
    loop {
        let comment = rest.find("<!--").unwrap_or(usize::MAX);
        let Some(start) = rest.find(&open) else {
            return Ok(contents);
        };
        if comment < start {
            let end = rest[comment..]
                .find("-->")
                .context("a comment does not end")?;
            rest = &rest[comment + end..];
            continue;
        }
        rest = &rest[start + open.len()..];
        if !rest.starts_with([' ', '\n', '\t', '>']) {
            // A longer name that starts alike.
            continue;
        }
        let end = end_of_tag(rest).with_context(|| format!("a <{element}> tag does not end"))?;
        let attributes = &rest[..end];
        rest = &rest[end + 1..];
        let end = rest
            .find(&close)
            .with_context(|| format!("a <{element}> has no {close}"))?;
        if !attributes
            .split_ascii_whitespace()
            .any(|word| word.starts_with("src="))
        {
            contents.push(&rest[..end]);
        }
        rest = &rest[end + close.len()..];
    }
}

/// Where the tag ends whose attributes `text` starts with; a `>` in quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return Some(at),
            _ => {}
        }
    }
    None
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

/// What works offline: at once the pages and what the shell is made of; on demand the other files
/// of the build, with their compressed sizes. `modules_at_once` names workers' modules.
fn precache(id: &str, routes: &[&str], site: &Files, modules_at_once: &[&str]) -> Result<Value> {
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

/// The file in which Netlify and Cloudflare Pages look for headers. They join the values of a
/// header that two rules give, so no file may match two rules that name `Cache-Control`.
fn headers(id: &str, routes: &[&str], policy: &str) -> String {
    let mut lines = vec!["/*".to_owned()];
    lines.extend(
        HEADERS
            .iter()
            .map(|(name, value)| format!("  {name}: {value}")),
    );
    lines.push(format!(
        "  Content-Security-Policy: {policy}; frame-ancestors 'none'"
    ));
    let pages = routes
        .iter()
        .flat_map(|route| [format!("/{route}"), format!("/{route}index.html")]);
    for path in pages.chain(["/sw.js".to_owned(), "/404.html".to_owned()]) {
        lines.extend([path, "  Cache-Control: no-cache".to_owned()]);
    }
    lines.push(format!("/{id}/*"));
    lines.push("  Cache-Control: public, max-age=31536000, immutable\n".to_owned());
    lines.join("\n")
}

/// Whether `name` ends in one of `extensions`.
pub(crate) fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| extensions.contains(&extension))
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let file = folder.join(name);
    fs::read(&file).with_context(|| format!("{} could not be read", file.display()))
}

fn read_all(folder: &Path, prefix: &str) -> Result<Files> {
    files::below(folder)?
        .into_iter()
        .map(|(name, path)| {
            let bytes =
                fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
            Ok((format!("{prefix}{name}"), bytes))
        })
        .collect()
}

/// Writes the files, and compressed copies beside those that are worth it.
fn write_all(folder: &Path, site: &Files, quality: i32) -> Result<()> {
    for (name, bytes) in site {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes)
            .with_context(|| format!("{} could not be written", path.display()))?;
        if has_extension(name, COMPRESSED_EXTENSIONS) {
            fs::write(folder.join(format!("{name}.br")), compress(bytes, quality)?)?;
        }
    }
    Ok(())
}

fn compress(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    const BUFFER_BYTES: usize = 64 * 1024;
    const WINDOW_BITS: u32 = 22;
    let quality = u32::try_from(quality)?;
    let mut compressed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut compressed, BUFFER_BYTES, quality, WINDOW_BITS);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(compressed)
}

/// Puts `fresh` into the place of `dist` by renaming, so that a running server sees the old site
/// or the new one and never a half.
fn swap(fresh: &Path, dist: &Path, staging: &Path) -> Result<()> {
    let old = staging.join(format!("old-{}", std::process::id()));
    let _ = fs::remove_dir_all(&old);
    if dist.exists() {
        fs::rename(dist, &old)
            .with_context(|| format!("{} could not be moved away", dist.display()))?;
    }
    fs::rename(fresh, dist).with_context(|| {
        format!(
            "{} could not be moved to {}",
            fresh.display(),
            dist.display()
        )
    })?;
    // Only disk space is lost if this fails.
    let _ = fs::remove_dir_all(&old);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHELL: &str = "<!doctype html><html><head><base href=\"./\"><title>Site</title>\
        <meta name=\"description\" content=\"What it is.\">\
        <meta name=\"build-id\" content=\"__BUILD_ID__\">\
        <script src=\"./__BUILD_ID__/boot.js\"></script>\
        <script type=\"module\">start(\"./__BUILD_ID__/app.js\")</script></head><body></body></html>";
    const NOT_FOUND: &str =
        "<html><head><base href=\"./\"><style>p{color:red}</style></head></html>";

    const FRAME_DOCUMENT: &str = "<html><head></head><body><script>listen()</script></body></html>";

    fn files(entries: &[(&str, &str)]) -> Files {
        entries
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect()
    }

    /// Built files with the one that every site has.
    fn assets(entries: &[(&str, &str)]) -> Files {
        let mut assets = files(entries);
        assets.append(&mut files(&[(FRAME, FRAME_DOCUMENT)]));
        assets
    }

    fn labs() -> [Lab; 2] {
        ["threads", "compare"].map(crate::labs::tests::lab)
    }

    fn sample() -> (String, Files) {
        let assets = assets(&[
            ("boot.js", "var id='__BUILD_ID__'"),
            ("app.js", "x"),
            ("app_bg.wasm", "__BUILD_ID__"),
            ("modules/compute/compute.js", "y"),
        ]);
        let root = files(&[
            ("index.html", SHELL),
            ("404.html", NOT_FOUND),
            ("sw.js", "var id='__BUILD_ID__', list=__PRECACHE__;"),
        ]);
        assemble(assets, root, &labs(), &["compute"], None).expect("the sample is a whole site")
    }

    fn text<'a>(site: &'a Files, name: &str) -> &'a str {
        std::str::from_utf8(&site[name]).expect("text")
    }

    #[test]
    fn the_id_replaces_its_placeholder_in_text_and_not_in_modules() {
        let (id, site) = sample();
        assert_eq!(id.len(), 12);
        assert_eq!(
            text(&site, &format!("{id}/boot.js")),
            format!("var id='{id}'")
        );
        assert_eq!(text(&site, &format!("{id}/app_bg.wasm")), "__BUILD_ID__");
        for name in ["index.html", "threads/index.html", "sw.js"] {
            assert!(!text(&site, name).contains("__"), "{name}");
        }
    }

    #[test]
    fn the_id_changes_with_any_byte_of_any_file() {
        let root = files(&[("index.html", "a")]);
        let id = build_id(&files(&[("a.js", "1")]), &root);
        assert_ne!(id, build_id(&files(&[("a.js", "2")]), &root));
        assert_ne!(id, build_id(&files(&[("b.js", "1")]), &root));
        assert_ne!(
            id,
            build_id(&files(&[("a.js", "1")]), &files(&[("index.html", "b")]))
        );
        assert_eq!(id, build_id(&files(&[("a.js", "1")]), &root));
    }

    #[test]
    fn every_route_has_a_page_that_finds_the_root() {
        let (_, site) = sample();
        assert!(text(&site, "index.html").contains("<base href=\"./\">"));
        assert!(text(&site, "threads/index.html").contains("<base href=\"../\">"));
    }

    #[test]
    fn the_policy_names_the_inline_scripts_as_they_are_after_the_build() {
        let (id, site) = sample();
        let script = hash::csp_source(&format!("start(\"./{id}/app.js\")"));
        let frame = hash::csp_source("listen()");
        let style = hash::csp_source("p{color:red}");
        for name in ["index.html", "threads/index.html", "404.html", "_headers"] {
            let page = text(&site, name);
            assert!(
                page.contains(&format!(
                    "script-src 'self' 'wasm-unsafe-eval' {script} {frame};"
                )),
                "{name}"
            );
            assert!(
                page.contains(&format!("style-src 'self' {style};")),
                "{name}"
            );
        }
    }

    #[test]
    fn the_frame_may_run_its_own_script_and_connect_to_nothing() {
        let (id, site) = sample();
        let frame = text(&site, &format!("{id}/{FRAME}"));
        let script = hash::csp_source("listen()");
        assert!(
            frame.contains(&format!(
                "content=\"default-src 'none'; script-src 'wasm-unsafe-eval' {script}; worker-src blob:;"
            )),
            "{frame}"
        );
        for source in ["'self'", "connect-src", "'unsafe-inline'", "'unsafe-eval'"] {
            assert!(!frame.contains(source), "{source}");
        }
    }

    #[test]
    fn every_lab_has_a_page_with_its_own_title_and_question() {
        let (_, site) = sample();
        let start = text(&site, "index.html");
        assert!(start.contains("<title>Site</title>"), "{start}");
        assert!(start.contains("content=\"What it is.\""), "{start}");
        let lab = text(&site, "compare/index.html");
        assert!(lab.contains("<title>Sums · Site</title>"), "{lab}");
        assert!(lab.contains("content=\"How much?\""), "{lab}");
    }

    #[test]
    fn a_site_without_the_frame_is_refused() {
        let root = files(&[
            ("index.html", SHELL),
            ("404.html", NOT_FOUND),
            ("sw.js", "__PRECACHE__"),
        ]);
        let without = files(&[("app.js", "x"), ("boot.js", "y")]);
        let error =
            assemble(without, root, &labs(), &["compute"], None).expect_err("the frame is missing");
        assert!(error.to_string().contains(FRAME), "{error}");
    }

    #[test]
    fn the_policy_stands_first_in_the_head() {
        let page =
            with_policy("<html><head><title>x</title></head></html>", "a 'b'").expect("a page");
        assert_eq!(
            page,
            "<html><head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"a 'b'\"><title>x</title></head></html>"
        );
    }

    #[test]
    fn inline_scripts_are_told_from_others() {
        let page = "<!-- <script>no</script> --><script src=\"a.js\"></script>\
                    <script type=\"module\" data-x=\"a>b\">one</script><scripted>no</scripted><script>two</script>";
        assert_eq!(
            inline_contents(page, "script").expect("well formed"),
            ["one", "two"]
        );
        assert!(inline_contents("<script>never ends", "script").is_err());
    }

    #[test]
    fn the_known_hash_of_an_inline_script() {
        // The example of the specification of CSP, level 3.
        let page = "<head><script>alert('Hello, world.');</script></head>";
        assert!(
            policy(&[page])
                .expect("well formed")
                .contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='")
        );
    }

    #[test]
    fn the_precache_list_has_the_pages_and_the_builds_files() {
        let (id, site) = sample();
        let worker = text(&site, "sw.js");
        let list = worker
            .split_once("list=")
            .expect("a list")
            .1
            .trim_end_matches(';');
        let list: Value = serde_json::from_str(list).expect("an object");
        let expected = [
            "./".to_owned(),
            "threads/".to_owned(),
            "compare/".to_owned(),
            format!("{id}/app.js"),
            format!("{id}/app_bg.wasm"),
            format!("{id}/boot.js"),
            format!("{id}/modules/compute/compute.js"),
        ];
        assert_eq!(list["at_once"], json!(expected));
        let on_demand = list["on_demand"].as_object().expect("sizes by name");
        let names: Vec<&String> = on_demand.keys().collect();
        assert_eq!(names, [&format!("{id}/{FRAME}")]);
        assert!(on_demand.values().all(|bytes| bytes.as_u64() > Some(0)));
    }

    #[test]
    fn the_page_shows_sources_of_variants_and_no_others() {
        for shown in ["primes/sieve.rs", "blur/separable.rs"] {
            assert!(is_shown_source(shown), "{shown}");
        }
        for other in [
            "lib.rs",
            "primes/mod.rs",
            "engine/task.rs",
            "primes/a/b.rs",
            "primes/golden.json",
        ] {
            assert!(!is_shown_source(other), "{other}");
        }
    }

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

    #[test]
    fn a_page_that_names_a_missing_file_is_refused() {
        let root = files(&[
            ("index.html", SHELL),
            ("404.html", NOT_FOUND),
            ("sw.js", "__PRECACHE__"),
        ]);
        let error = assemble(
            assets(&[("app.js", "x")]),
            root,
            &labs(),
            &["compute"],
            None,
        )
        .expect_err("boot.js is missing");
        assert!(error.to_string().contains("boot.js"), "{error}");
    }

    #[test]
    fn the_page_for_unknown_addresses_knows_the_hosts_path() {
        let root = files(&[
            ("index.html", SHELL),
            ("404.html", NOT_FOUND),
            ("sw.js", "__PRECACHE__"),
        ]);
        let assets = assets(&[("app.js", "x"), ("boot.js", "y")]);
        let (_, site) =
            assemble(assets, root, &labs(), &["compute"], Some("/repo/")).expect("a whole site");
        assert!(text(&site, "404.html").contains("<base href=\"/repo/\">"));
    }

    #[test]
    fn no_file_matches_two_rules_for_its_cache() {
        let text = headers("0123456789ab", &["", "threads/"], "policy");
        let all: Vec<&str> = text.split("/*\n").collect();
        assert!(
            !all[1]
                .split("\n/")
                .next()
                .expect("a rule")
                .contains("Cache-Control")
        );
        assert_eq!(text.matches("immutable").count(), 1);
        assert!(text.contains("/threads/index.html\n  Cache-Control: no-cache\n"));
    }
}
