//! Puts the chunks of the app, of which the splitter makes hundreds, into a few modules.
//!
//! A chunk is what just these parts of the app have in common, so parts that share much with others need hundreds of
//! them, most of a few hundred bytes: as many requests and, on the page's main thread, as many instances to be made
//! before anything is seen. Here chunks that are needed by the same labs become one module, a pack.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};

use super::merge::merge;
use crate::site::PARTS_SCRIPT;

/// A pack with less in it than this, in bytes before it is optimised, joins another one, although some who need that
/// one do not need it: about as much as travels in the time that a request takes.
const PACK_BYTES_MIN: usize = 50_000;

/// How much may be loaded in vain for that, by all labs together.
const IN_VAIN_BYTES_MAX: usize = 50_000;

/// What stands around the names of the parts, before a chunk is declared.
const COMMENT: (&str, &str) = ("/* ", " */");

/// What stands around the number of a chunk in the splitter's script.
const CHUNK: (&str, &str) = ("const __chunk_", " = makeLoad(");

/// What stands behind the way in which a chunk is fetched: that it needs no other chunk.
const END: &str = ", []);\n";

/// A chunk, as the splitter's script declares it.
struct Chunk<'a> {
    number: u32,
    /// Whose parts need it: labs, and what else has parts.
    families: BTreeSet<&'a str>,
    /// All that the script has for it.
    declared: &'a str,
}

impl Chunk<'_> {
    fn file(&self) -> String {
        format!("chunk_{}.wasm", self.number)
    }
}

/// Replaces chunks by packs, in `files` of the splitter's and in the script that fetches them. A pack has the name of
/// its first chunk. Nothing changes where there is no chunk.
pub(super) fn pack(files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let script = files
        .get(PARTS_SCRIPT)
        .with_context(|| format!("the splitter made no {PARTS_SCRIPT}"))?;
    let script = String::from_utf8(script.clone())
        .with_context(|| format!("{PARTS_SCRIPT} is not UTF-8"))?;
    let chunks = chunks(&script)?;
    let mut packed = script.clone();
    let mut pack_of = BTreeMap::new();
    for pack in packs(&chunks, files)? {
        let modules: Vec<&[u8]> = pack
            .iter()
            .map(|chunk| files[&chunk.file()].as_slice())
            .collect();
        let module = merge(&modules)?;
        let Some((first, others)) = pack.split_first() else {
            continue;
        };
        for chunk in &pack {
            files.remove(&chunk.file());
            pack_of.insert(chunk.number, first.number);
        }
        for chunk in others {
            packed = packed.replacen(chunk.declared, "", 1);
        }
        files.insert(first.file(), module);
    }
    let packed = with_packs(&packed, &pack_of)?;
    files.insert(PARTS_SCRIPT.to_owned(), packed.into_bytes());
    Ok(())
}

/// The chunks of a script, in their order.
fn chunks(script: &str) -> Result<Vec<Chunk<'_>>> {
    let mut chunks = Vec::new();
    for (at, _) in script.match_indices(CHUNK.0) {
        let declared = || {
            let from = script[..at].rfind(COMMENT.0)?;
            let to = at + script[at..].find(END)? + END.len();
            let declared = &script[from..to];
            let (parts, _) = declared.strip_prefix(COMMENT.0)?.split_once(COMMENT.1)?;
            let (number, fetch) = script[at + CHUNK.0.len()..to].split_once(CHUNK.1)?;
            let number = number.parse().ok()?;
            let is_known = fetch.matches("fetch(").count() == 1 && !fetch.contains(CHUNK.0);
            is_known.then_some((declared, parts, number, fetch))
        };
        let (declared, parts, number, fetch) = declared()
            .with_context(|| format!("{PARTS_SCRIPT} declares a chunk in a form that is new"))?;
        let families = parts.split(", ");
        let families = families.map(|part| part.split_once('_').map_or(part, |(family, _)| family));
        let chunk = Chunk {
            number,
            families: families.collect(),
            declared,
        };
        let file = chunk.file();
        if !fetch.contains(&format!("/{file}\"")) {
            bail!("{PARTS_SCRIPT} fetches {file} in a form that is new: {fetch}");
        }
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// Chunks that become one module.
struct Pack<'a, 'c> {
    families: BTreeSet<&'c str>,
    /// What is in it, in bytes, before it is optimised.
    size: usize,
    chunks: Vec<&'a Chunk<'c>>,
}

impl Pack<'_, '_> {
    /// How many bytes more are loaded, by all that need one of them, when these two become one.
    fn cost_of_joining(&self, other: &Self) -> usize {
        let missing = |families: &BTreeSet<&str>| {
            let all = self.families.union(&other.families);
            all.count() - families.len()
        };
        missing(&self.families) * self.size + missing(&other.families) * other.size
    }
}

/// Which chunks become one module each: those that the same labs need; and where that is little, those with it that
/// make the others load the least in vain.
fn packs<'a, 'c>(
    chunks: &'a [Chunk<'c>],
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<Vec<&'a Chunk<'c>>>> {
    let mut of_families: BTreeMap<&BTreeSet<&str>, Pack<'a, 'c>> = BTreeMap::new();
    for chunk in chunks {
        let bytes = files.get(&chunk.file());
        let bytes = bytes.with_context(|| format!("the splitter made no {}", chunk.file()))?;
        let pack = of_families.entry(&chunk.families).or_insert_with(|| Pack {
            families: chunk.families.clone(),
            size: 0,
            chunks: Vec::new(),
        });
        pack.size += bytes.len();
        pack.chunks.push(chunk);
    }
    let mut packs: Vec<Pack<'_, '_>> = of_families.into_values().collect();
    while let Some((first, second)) = cheapest_pair(&packs) {
        let joining = packs.swap_remove(second);
        let pack = &mut packs[first];
        pack.families.extend(joining.families);
        pack.size += joining.size;
        pack.chunks.extend(joining.chunks);
    }
    let sorted = packs.into_iter().map(|mut pack| {
        pack.chunks.sort_unstable_by_key(|chunk| chunk.number);
        pack.chunks
    });
    Ok(sorted.collect())
}

/// The two packs, one of them small, that become one at the least cost, the later of them last; none where that would
/// be too much.
fn cheapest_pair(packs: &[Pack<'_, '_>]) -> Option<(usize, usize)> {
    let pairs = (0..packs.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    let costs = pairs.filter_map(|(first, second)| {
        let (one, other) = (&packs[first], &packs[second]);
        let is_small = one.size.min(other.size) < PACK_BYTES_MIN;
        is_small.then(|| (one.cost_of_joining(other), first, second))
    });
    let (cost, first, second) = costs.min()?;
    (cost <= IN_VAIN_BYTES_MAX).then_some((first, second))
}

/// The script with the packs that a part needs, instead of its chunks.
fn with_packs(script: &str, pack_of: &BTreeMap<u32, u32>) -> Result<String> {
    const LIST: (&str, &str) = ("[__chunk_", "]");
    let mut packed = String::new();
    let mut rest = script;
    while let Some(at) = rest.find(LIST.0) {
        let to = at + rest[at..].find(LIST.1).context("a list without end")?;
        let list = &rest[at + 1..to];
        let mut packs = BTreeSet::new();
        for chunk in list.split(", ") {
            let number = chunk.strip_prefix("__chunk_");
            let number = number.and_then(|number| number.parse::<u32>().ok());
            let pack = number.and_then(|number| pack_of.get(&number));
            packs.insert(pack.with_context(|| format!("{PARTS_SCRIPT} declares no {chunk}"))?);
        }
        let packs: Vec<String> = packs.iter().map(|pack| format!("__chunk_{pack}")).collect();
        packed.push_str(&rest[..=at]);
        packed.push_str(&packs.join(", "));
        rest = &rest[to..];
    }
    packed.push_str(rest);
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(name: &str) -> String {
        format!(
            "() => {{\n    const src = fetch(new URL(\"./{name}\", import.meta.url));\n    src.catch(() => {{}});\n    \
             return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}}\n"
        )
    }

    /// The splitter's script for chunks with the parts that need them, and a part that needs those of `numbers`.
    fn script(chunks: &[(u32, &str)], numbers: &str) -> String {
        let chunks = chunks.iter().map(|(number, parts)| {
            let fetch = fetch(&format!("chunk_{number}.wasm"));
            format!("/* {parts} */\nconst __chunk_{number} = makeLoad({fetch}, []);\n")
        });
        let part = fetch("split_sums_page.wasm");
        format!(
            "/* what it is */\nfunction makeLoad() {{}}\n{}export const __wasm_split_load_sums_page = wrapAsyncCb(makeLoad({part}, [{numbers}]));\n",
            chunks.collect::<String>()
        )
    }

    /// A module without anything in it, of so many bytes.
    fn module(bytes: usize) -> Vec<u8> {
        let mut module = wasm_encoder::Module::new();
        let data = vec![0; bytes];
        module.section(&wasm_encoder::CustomSection {
            name: "".into(),
            data: (&data).into(),
        });
        module.finish()
    }

    fn packed(chunks: &[(u32, &str, usize)], numbers: &str) -> (Vec<String>, String) {
        let declared: Vec<(u32, &str)> = chunks
            .iter()
            .map(|(number, parts, _)| (*number, *parts))
            .collect();
        let mut files: BTreeMap<String, Vec<u8>> = chunks
            .iter()
            .map(|(number, _, bytes)| (format!("chunk_{number}.wasm"), module(*bytes)))
            .collect();
        let script = script(&declared, numbers);
        files.insert(PARTS_SCRIPT.to_owned(), script.into_bytes());
        pack(&mut files).expect("in the form that is known");
        let script = files.remove(PARTS_SCRIPT).expect("a script");
        (
            files.into_keys().collect(),
            String::from_utf8(script).expect("text"),
        )
    }

    #[test]
    fn chunks_of_the_same_labs_are_one_module() {
        let (files, script) = packed(
            &[
                (1, "sums_page, sums_rest", 100_000),
                (2, "lists_page, sums_page", 100_000),
                (3, "sums_kept, sums_rest", 100),
            ],
            "__chunk_1, __chunk_2, __chunk_3",
        );
        assert_eq!(files, ["chunk_1.wasm", "chunk_2.wasm"]);
        assert!(script.contains("[__chunk_1, __chunk_2]));"), "{script}");
        assert!(!script.contains("__chunk_3"), "{script}");
        assert!(!script.contains("sums_kept"), "{script}");
        assert!(script.starts_with("/* what it is */\nfunction makeLoad() {}\n"));
    }

    #[test]
    fn little_joins_what_makes_others_load_the_least_in_vain() {
        let (files, script) = packed(
            &[
                (1, "sums_page, sums_rest", 100),
                (2, "lists_page, sums_page", 60_000),
                (3, "lists_page, sums_page, trees_page", 60_000),
                (4, "trees_page, trees_rest", 60_000),
            ],
            "__chunk_1, __chunk_3",
        );
        assert_eq!(files, ["chunk_1.wasm", "chunk_3.wasm", "chunk_4.wasm"]);
        assert!(script.contains("[__chunk_1, __chunk_3]));"), "{script}");
    }

    #[test]
    fn nothing_is_loaded_in_vain_where_that_would_be_much() {
        let chunks = [
            (1, "sums_page, sums_rest", 100),
            (2, "trees_page, trees_rest", 200_000),
        ];
        let (files, _) = packed(&chunks, "__chunk_1");
        assert_eq!(files.len(), 2);
    }

    #[test]
    fn a_script_in_a_form_that_is_new_is_refused() {
        let known = script(&[(1, "sums_page, sums_rest")], "__chunk_1");
        for (from, to) in [
            ("./chunk_1.wasm", "./other.wasm"),
            ("/* sums_page, sums_rest */", ""),
            ("const __chunk_1 =", "const __chunk_one ="),
            ("[__chunk_1]", "[__chunk_9]"),
        ] {
            assert!(known.contains(from), "{from}");
            let changed = known.replace(from, to).replace("/* what it is */", "");
            let mut files = BTreeMap::from([
                ("chunk_1.wasm".to_owned(), module(100)),
                (PARTS_SCRIPT.to_owned(), changed.into_bytes()),
            ]);
            assert!(pack(&mut files).is_err(), "{from}");
        }
    }

    #[test]
    fn a_program_without_chunks_stays_as_it_is() {
        let (files, script) = packed(&[], "");
        assert!(files.is_empty());
        assert!(script.ends_with(", []));\n"), "{script}");
    }
}
