//! Puts the chunks of the app, of which the splitter makes hundreds, into a few files.
//!
//! A chunk is what just these parts of the app have in common, so parts that share much with others need a hundred of
//! them, most of a few hundred bytes: as many requests, each compressed by itself. Here chunks that are needed by the
//! same labs become one file, a pack, which is fetched once and cut where a chunk begins and ends.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::{Files, PARTS_SCRIPT};

/// What a pack is called: before its number, and behind it.
const PACK: (&str, &str) = ("chunk_pack_", ".bin");

/// What stands around the names of the parts, before a chunk is declared.
const COMMENT: (&str, &str) = ("/* ", " */");

/// What stands around the number of a chunk in the splitter's script.
const CHUNK: (&str, &str) = ("const __chunk_", " = makeLoad(");

/// Fetches packs for the script. A pack that did not come is asked for again by the next who needs it.
const FETCH: &str = "\
const packs = new Map();
function packed(number, from, to) {
    let pack = packs.get(number);
    if (pack === undefined) {
        pack = fetch(new URL(`./chunk_pack_${number}.bin`, import.meta.url)).then((response) => {
            if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
            return response.arrayBuffer();
        });
        packs.set(number, pack);
        pack.catch(() => packs.delete(number));
    }
    return async (imports) => WebAssembly.instantiate(new Uint8Array(await pack, from, to - from), imports);
}
";

/// A chunk, as the splitter's script declares it.
struct Chunk<'a> {
    /// Its file.
    name: String,
    /// Whose parts need it: labs, and what else has parts.
    families: BTreeSet<&'a str>,
    /// The comment that names the parts.
    comment: &'a str,
    /// What the script has for how it is fetched.
    fetch: &'a str,
}

/// Replaces chunks by packs, in the files and in the script that fetches them. Nothing changes where there is none.
pub(super) fn pack(assets: &mut Files) -> Result<()> {
    let Some(script) = assets.get(PARTS_SCRIPT) else {
        return Ok(());
    };
    let script = String::from_utf8(script.clone())
        .with_context(|| format!("{PARTS_SCRIPT} is not UTF-8"))?;
    let chunks = chunks(&script)?;
    let mut packs: BTreeMap<&BTreeSet<&str>, Vec<u8>> = BTreeMap::new();
    let mut places = Vec::new();
    for chunk in &chunks {
        let bytes = assets.remove(&chunk.name);
        let bytes = bytes.with_context(|| format!("the splitter made no {}", chunk.name))?;
        let pack = packs.entry(&chunk.families).or_default();
        places.push((chunk, pack.len(), pack.len() + bytes.len()));
        pack.extend(bytes);
    }
    let number = |families| packs.keys().position(|of| *of == families);
    let mut packed = script.clone();
    for (chunk, from, to) in places {
        let number = number(&chunk.families).context("a chunk without a pack")?;
        // Who comes by the first route need not read which parts there are.
        packed = packed.replacen(chunk.comment, "", 1);
        packed = packed.replacen(
            chunk.fetch,
            &format!("() => packed({number}, {from}, {to})\n"),
            1,
        );
    }
    if let Some(at) = packed.find(CHUNK.0) {
        packed.insert_str(at, FETCH);
    }
    for (number, bytes) in packs.into_values().enumerate() {
        assets.insert(format!("{}{number}{}", PACK.0, PACK.1), bytes);
    }
    assets.insert(PARTS_SCRIPT.to_owned(), packed.into_bytes());
    Ok(())
}

/// The files that a part of the app is fetched from, as the script says that [`pack`] has made; none if it knows no such
/// part.
pub(super) fn files_of_part(script: &str, part: &str) -> BTreeSet<String> {
    let own = format!("split_{part}.wasm");
    let chunks = script
        .split_once(&format!("/{own}\""))
        .and_then(|(_, rest)| rest.split_once(", ["))
        .and_then(|(_, rest)| rest.split_once(']'));
    let Some((chunks, _)) = chunks else {
        return BTreeSet::new();
    };
    let number = |chunk: &str| {
        let declared = format!("const {chunk}{}() => packed(", CHUNK.1);
        let (_, rest) = script.split_once(&declared)?;
        Some(rest.split_once(',')?.0)
    };
    let packs = chunks.split(", ").filter_map(number);
    packs
        .map(|number| format!("{}{number}{}", PACK.0, PACK.1))
        .chain([own])
        .collect()
}

/// The chunks of a script, in their order.
fn chunks(script: &str) -> Result<Vec<Chunk<'_>>> {
    let mut chunks = Vec::new();
    for (at, _) in script.match_indices(CHUNK.0) {
        let declared = || {
            let comment = &script[script[..at].rfind(COMMENT.0)?..at];
            let (parts, _) = comment.strip_prefix(COMMENT.0)?.split_once(COMMENT.1)?;
            let (number, rest) = script[at + CHUNK.0.len()..].split_once(CHUNK.1)?;
            let (fetch, _) = rest.split_once(", [")?;
            Some((comment, parts, number, fetch))
        };
        let (comment, parts, number, fetch) = declared()
            .with_context(|| format!("{PARTS_SCRIPT} declares a chunk in a form that is new"))?;
        let name = format!("chunk_{number}.wasm");
        if fetch.matches("fetch(").count() != 1 || !fetch.contains(&format!("/{name}\"")) {
            bail!("{PARTS_SCRIPT} fetches {name} in a form that is new: {fetch}");
        }
        let families = parts.split(", ");
        let families = families.map(|part| part.split_once('_').map_or(part, |(family, _)| family));
        chunks.push(Chunk {
            name,
            families: families.collect(),
            comment,
            fetch,
        });
    }
    Ok(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(chunks: &[(u32, &str)]) -> String {
        let fetch = |name: &str| {
            format!(
                "() => {{\n    const src = fetch(new URL(\"./{name}\", import.meta.url));\n    src.catch(() => {{}});\n    \
                 return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}}\n"
            )
        };
        let chunks = chunks.iter().map(|(number, parts)| {
            let fetch = fetch(&format!("chunk_{number}.wasm"));
            format!("/* {parts} */\nconst __chunk_{number} = makeLoad({fetch}, []);\n")
        });
        let part = fetch("split_sums_page.wasm");
        format!(
            "function makeLoad() {{}}\n{}export const __wasm_split_load_sums_page = wrapAsyncCb(makeLoad({part}, [__chunk_1]));\n",
            chunks.collect::<String>()
        )
    }

    fn files(script: String, chunks: &[(u32, &[u8])]) -> Files {
        let chunks = chunks
            .iter()
            .map(|(number, bytes)| (format!("chunk_{number}.wasm"), bytes.to_vec()));
        let mut files: Files = chunks.collect();
        files.insert(PARTS_SCRIPT.to_owned(), script.into_bytes());
        files
    }

    #[test]
    fn chunks_of_the_same_labs_are_one_file_and_are_found_in_it() {
        let script = script(&[
            (1, "sums_page, sums_rest"),
            (2, "lists_page, sums_page"),
            (3, "sums_kept, sums_rest"),
        ]);
        let mut files = files(script, &[(1, b"one"), (2, b"zwei"), (3, b"three")]);
        pack(&mut files).expect("in the form that is known");
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [PARTS_SCRIPT, "chunk_pack_0.bin", "chunk_pack_1.bin"]
        );
        assert_eq!(files["chunk_pack_0.bin"], b"zwei");
        assert_eq!(files["chunk_pack_1.bin"], b"onethree");
        let text = std::str::from_utf8(&files[PARTS_SCRIPT]).expect("text");
        assert!(
            text.contains("const __chunk_1 = makeLoad(() => packed(1, 0, 3)\n, []);"),
            "{text}"
        );
        assert!(
            text.contains("const __chunk_3 = makeLoad(() => packed(1, 3, 8)\n, []);"),
            "{text}"
        );
        assert!(text.contains("function packed("), "{text}");
        assert!(!text.contains("sums_rest"), "{text}");
        assert!(
            text.contains("fetch(new URL(\"./split_sums_page.wasm\""),
            "a part is a file still"
        );
        let of_part: Vec<String> = files_of_part(text, "sums_page").into_iter().collect();
        assert_eq!(of_part, ["chunk_pack_1.bin", "split_sums_page.wasm"]);
        assert!(files_of_part(text, "unheard_of").is_empty());
    }

    #[test]
    fn a_script_in_a_form_that_is_new_is_refused() {
        let script =
            script(&[(1, "sums_page, sums_rest")]).replace("./chunk_1.wasm", "./other.wasm");
        let mut files = files(script, &[(1, b"one")]);
        let error = pack(&mut files).expect_err("another file");
        assert!(error.to_string().contains("chunk_1.wasm"), "{error}");
    }

    #[test]
    fn a_site_that_is_not_split_stays_as_it_is() {
        let mut files = Files::from([("app.js".to_owned(), Vec::new())]);
        pack(&mut files).expect("nothing to do");
        assert_eq!(files.len(), 1);
    }
}
