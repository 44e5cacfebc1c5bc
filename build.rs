//! Makes the list of labs of their `lab.toml` files, and tells the linker what the splitting of the app needs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

/// Where each lab has a folder.
const LABS: &str = "src/labs";

/// Languages, as the tags of `texts::Locale` and as the names of its variants, in the same order.
const LOCALES: [(&str, &str); 2] = [("en", "En"), ("id", "Id")];

/// What a lab's folder says of it. The build reads the same file (`xtask/src/labs.rs`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    position: u32,
    title: BTreeMap<String, String>,
    question: BTreeMap<String, String>,
    /// What the start page offers of it.
    #[serde(default)]
    example: Vec<Example>,
    /// Read by the build, which weighs them.
    #[allow(dead_code, reason = "the build weighs the parts")]
    parts: BTreeMap<String, u32>,
}

/// An example of a lab, which runs at one click.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    title: BTreeMap<String, String>,
    /// What stands behind the lab's address.
    link: String,
    /// Code for the lab that takes some, as JSON.
    #[serde(default)]
    code: String,
    /// Which files it asks for, as HTML's attribute `accept` says it.
    #[serde(default)]
    takes: String,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={LABS}");
    match labs() {
        Ok(code) => {
            let out = env::var_os("OUT_DIR").map_or_else(PathBuf::new, PathBuf::from);
            if let Err(error) = fs::write(out.join("labs.rs"), code) {
                println!("cargo::error=the list of labs could not be written: {error}");
            }
        }
        Err(problem) => println!("cargo::error={problem}"),
    }
    let splits = env::var_os("CARGO_FEATURE_SPLIT").is_some();
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if splits && is_wasm {
        // Which function and which data needs which: the linker knows it, and forgets it otherwise.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}

/// The Rust code of `src/labs/registry.rs` that depends on which labs there are.
fn labs() -> Result<String, String> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
    let folder = Path::new(&root).join(LABS);
    let folders = fs::read_dir(&folder).map_err(|error| format!("{LABS}: {error}"))?;
    let mut labs = Vec::new();
    for entry in folders {
        let path = entry.map_err(|error| format!("{LABS}: {error}"))?.path();
        let file = path.join("lab.toml");
        if file.is_file() {
            let folder = path
                .file_name()
                .and_then(|name| name.to_str())
                .ok_or_else(|| format!("{}: the folder's name is not UTF-8", path.display()))?
                .to_owned();
            labs.push((folder, read(&file)?));
        }
    }
    labs.sort_by_key(|(folder, entry)| (entry.position, folder.clone()));
    write(&folder, &labs).map_err(|error| error.to_string())
}

fn read(file: &Path) -> Result<Entry, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let entry: Entry =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let examples = entry.example.iter();
    let examples = examples.map(|example| ("example.title", &example.title));
    let of_lab = [("title", &entry.title), ("question", &entry.question)];
    for (what, worded) in of_lab.into_iter().chain(examples) {
        let languages: Vec<&str> = worded.keys().map(String::as_str).collect();
        if languages != LOCALES.map(|(tag, _)| tag) {
            return Err(format!(
                "{}: [{what}] is in {languages:?}; it has to be in {:?}",
                file.display(),
                LOCALES.map(|(tag, _)| tag)
            ));
        }
    }
    Ok(entry)
}

/// The id of a lab, which its address has: hyphens stand there where a folder, which is a module, has underscores.
fn id(folder: &str) -> String {
    folder.replace('_', "-")
}

/// In every language.
fn worded(texts: &BTreeMap<String, String>) -> String {
    let texts: Vec<&String> = LOCALES
        .iter()
        .filter_map(|(tag, _)| texts.get(*tag))
        .collect();
    format!("{texts:?}")
}

/// What only the start page needs, apart from the list of labs: whoever uses that does not fetch it.
fn write_for_start(code: &mut String, labs: &[(String, Entry)]) -> Result<(), std::fmt::Error> {
    writeln!(
        code,
        "/// What the start page offers of each lab, in the same order.\n\
         pub(crate) static EXAMPLES: [&[Example]; {}] = [",
        labs.len()
    )?;
    for (_, entry) in labs {
        writeln!(code, "    &[")?;
        for Example {
            title,
            link,
            code: own,
            takes,
        } in &entry.example
        {
            let title = worded(title);
            writeln!(
                code,
                "        Example {{ title: {title}, link: {link:?}, code: {own:?}, takes: {takes:?} }},"
            )?;
        }
        writeln!(code, "    ],")?;
    }
    writeln!(
        code,
        "];\n/// Makes each lab's small picture for the start page, in the same order.\n\
         #[cfg(target_arch = \"wasm32\")]\n\
         pub(crate) static CARDS: [super::card::View; {}] = [",
        labs.len()
    )?;
    for (folder, _) in labs {
        writeln!(code, "    super::{folder}::card,")?;
    }
    writeln!(code, "];")
}

fn write(folder: &Path, labs: &[(String, Entry)]) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    writeln!(
        code,
        "/// All labs, in the order in which they are offered."
    )?;
    writeln!(code, "pub(crate) static LABS: [Lab; {}] = [", labs.len())?;
    for (folder, entry) in labs {
        let id = id(folder);
        writeln!(
            code,
            "    Lab {{ id: {id:?}, folder: {:?}, title: {}, question: {}, \
             #[cfg(target_arch = \"wasm32\")] page: super::{folder}::PAGE }},",
            format!("{id}/"),
            worded(&entry.title),
            worded(&entry.question)
        )?;
    }
    writeln!(code, "];")?;
    write_for_start(&mut code, labs)?;
    for (tag, variant) in LOCALES {
        writeln!(code, "/// The texts of all labs in the language `{tag}`.")?;
        writeln!(
            code,
            "#[allow(dead_code, reason = \"a lab's English comes with the lab\")]"
        )?;
        writeln!(
            code,
            "pub(crate) const TEXTS_{}: [Catalogue; {}] = [",
            tag.to_uppercase(),
            labs.len()
        )?;
        for (of_lab, _) in labs {
            let id = id(of_lab);
            let file = folder.join(of_lab).join("texts").join(format!("{tag}.ftl"));
            let file = file.display().to_string();
            writeln!(
                code,
                "    Catalogue {{ locale: Locale::{variant}, part: {id:?}, source: include_str!({file:?}) }},"
            )?;
        }
        writeln!(code, "];")?;
    }
    Ok(code)
}
