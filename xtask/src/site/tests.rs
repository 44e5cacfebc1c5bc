//! A whole site, made of little.

use serde_json::Value;

use super::*;
use crate::hash;

const SHELL: &str = "<!doctype html><html><head><base href=\"./\"><title>Site</title>\
    <meta name=\"description\" content=\"What it is.\">\
    <meta name=\"build-id\" content=\"__BUILD_ID__\">\
    <script src=\"./__BUILD_ID__/boot.js\"></script>\
    <script type=\"module\">start(\"./__BUILD_ID__/app.js\")</script></head>\
    <body><div class=\"lab\"><h1>Site</h1><p id=\"question\">What it is.</p>\
    <p class=\"empty\" id=\"loading\" role=\"status\">Loading…</p>\
    <ul class=\"cards\" id=\"labs\"></ul></div></body></html>";
const TERMS: &str =
    "glossary-group-a = Words\nglossary-b = Term\nglossary-b-explained = What it means.\n";
const NOT_FOUND: &str = "<html><head><base href=\"./\"><style>p{color:red}</style></head></html>";

const FRAME_DOCUMENT: &str = "<html><head></head><body><script>listen()</script></body></html>";

pub(super) fn files(entries: &[(&str, &str)]) -> Files {
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
        (
            "worker.js",
            "'__BYTES_OF(app_bg.wasm)__' bytes, __BUILD_ID__",
        ),
        ("app_bg.wasm", "__BUILD_ID__"),
        ("modules/compute/compute.js", "y"),
    ]);
    let root = files(&[
        ("index.html", SHELL),
        ("404.html", NOT_FOUND),
        ("sw.js", "var id='__BUILD_ID__', list=__PRECACHE__;"),
    ]);
    assemble(assets, root, &labs(), TERMS, &["compute"], None).expect("the sample is a whole site")
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
fn a_script_is_told_how_large_a_file_is() {
    let (id, site) = sample();
    assert_eq!(
        text(&site, &format!("{id}/worker.js")),
        format!("'12' bytes, {id}")
    );
    let sizes = BTreeMap::from([("a.wasm".to_owned(), 7)]);
    let filled = with_sizes("__BYTES_OF(a.wasm)__ + __BYTES_OF(a.wasm)__;", &sizes);
    assert_eq!(filled.expect("known"), "7 + 7;");
    for text in ["__BYTES_OF(b.wasm)__", "__BYTES_OF(a.wasm"] {
        assert!(with_sizes(text, &sizes).is_err(), "{text}");
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
            "content=\"default-src 'none'; script-src 'wasm-unsafe-eval' {script}; worker-src blob: data:;"
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
    // And is painted with both before the app has come.
    assert!(
        start.contains("<h1>Site</h1><p id=\"question\">What it is.</p>"),
        "{start}"
    );
    assert!(
        lab.contains("<h1>Sums</h1><p id=\"question\">How much?</p>"),
        "{lab}"
    );
    // The way to the labs is on the start page alone.
    let link = "<li class=\"card\"><a href=\"threads/\">Sums</a><p>How much?</p></li>";
    assert!(start.contains(link), "{start}");
    assert!(!lab.contains("id=\"labs\""), "{lab}");
    assert!(lab.contains("Loading…") && start.contains("Loading…"));
    // The glossary is there at once, without a word of more to come.
    let glossary = text(&site, "glossary/index.html");
    assert!(
        glossary.contains("<dt>Term</dt><dd>What it means.</dd>"),
        "{glossary}"
    );
    assert!(glossary.contains("class=\"lab glossary\""), "{glossary}");
    assert!(!glossary.contains("Loading…"), "{glossary}");
}

#[test]
fn a_part_is_fetched_from_its_own_file_and_from_packs() {
    let script = "export const __wasm_split_load_sums_page = wrapAsyncCb(makeLoad(() => {\n    const src = \
        fetch(new URL(\"./split_sums_page.wasm\", import.meta.url));\n}\n, [__chunk_7, __chunk_23]));\n";
    let files: Vec<String> = files_of_part(script, "sums_page").into_iter().collect();
    assert_eq!(
        files,
        ["chunk_23.wasm", "chunk_7.wasm", "split_sums_page.wasm"]
    );
    assert!(files_of_part(script, "unheard_of").is_empty());
    let alone = script.replace("__chunk_7, __chunk_23", "");
    assert_eq!(files_of_part(&alone, "sums_page").len(), 1);
}

#[test]
fn a_site_without_the_frame_is_refused() {
    let root = files(&[
        ("index.html", SHELL),
        ("404.html", NOT_FOUND),
        ("sw.js", "__PRECACHE__"),
    ]);
    let without = files(&[("app.js", "x"), ("boot.js", "y")]);
    let error = assemble(without, root, &labs(), TERMS, &["compute"], None)
        .expect_err("the frame is missing");
    assert!(error.to_string().contains(FRAME), "{error}");
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
        "glossary/".to_owned(),
        format!("{id}/app.js"),
        format!("{id}/app_bg.wasm"),
        format!("{id}/boot.js"),
        format!("{id}/modules/compute/compute.js"),
        format!("{id}/worker.js"),
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
fn every_cache_policy_has_its_file_in_the_site_and_nothing_else_has() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cache-sim/src/engine/policies");
    let starts = fs::read_to_string(folder.join("mod.rs")).expect("readable");
    // How each policy of the registry is started: `PolicyId::Lru => Box::new(lru::Lru::new(setup)),`.
    let expected: BTreeSet<String> = starts
        .lines()
        .filter_map(|line| line.trim().strip_prefix("PolicyId::"))
        .filter_map(|line| line.split_once("Box::new(")?.1.split_once("::"))
        .map(|(module, _)| format!("sources/cache/{module}.rs"))
        .collect();
    assert!(expected.contains("sources/cache/lru.rs"), "{expected:?}");
    let served: BTreeSet<String> = policies(&folder).expect("readable").into_keys().collect();
    assert_eq!(served, expected);
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
        TERMS,
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
        assemble(assets, root, &labs(), TERMS, &["compute"], Some("/repo/")).expect("a whole site");
    assert!(text(&site, "404.html").contains("<base href=\"/repo/\">"));
}
