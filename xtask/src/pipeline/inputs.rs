//! What a build is made of: where nothing of that changed, the last one serves.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::c_compiler;
use crate::files;
use crate::hash::Hasher;
use crate::toolchain::WasmCompiler;
use crate::tools::{self, NpmTools};
use crate::workspace::Workspace;

/// Folders and files whose bytes decide what a build makes.
const INPUTS: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates",
    "index.html",
    "src",
    "www",
    "xtask",
];

/// Crates that no module contains, so that a change of theirs builds nothing anew.
const NO_INPUTS: &[&str] = &["crates/cluster", "crates/server"];

/// Where the project's source is, as whoever builds the site says in the environment: the start page links to it.
const SOURCE_URL: &str = "PERF_PLAYGROUND_SOURCE_URL";

/// A digest of all that decides what a build makes.
pub(super) fn fingerprint(
    workspace: &Workspace,
    base_path: Option<&str>,
    compiler: &WasmCompiler,
) -> Result<String> {
    let mut hasher = Hasher::default();
    // The quality stands beside the print, because a small site serves for a larger one.
    hasher.part("base path", format!("{base_path:?}").as_bytes());
    let source = std::env::var(SOURCE_URL).unwrap_or_default();
    hasher.part("source", source.as_bytes());
    hasher.part("compiler", compiler.description.as_bytes());
    let c = c_compiler::detect().map(|compiler| compiler.description);
    hasher.part("compiler for C", c.unwrap_or_default().as_bytes());
    hasher.part(
        "wasm-bindgen",
        tools::WASM_BINDGEN.label(workspace)?.as_bytes(),
    );
    hasher.part("trunk", tools::TRUNK.label(workspace)?.as_bytes());
    hasher.part("wasm-split", tools::WASM_SPLIT.label(workspace)?.as_bytes());
    hasher.part("npm", NpmTools::locate(workspace)?.label().as_bytes());
    add_inputs(&mut hasher, &workspace.root)?;
    Ok(hasher.hex())
}

/// Adds all sources of a build that stand below `root`.
fn add_inputs(hasher: &mut Hasher, root: &Path) -> Result<()> {
    for input in INPUTS {
        let path = root.join(input);
        if path.is_file() {
            hasher.part(input, &fs::read(&path)?);
        } else if path.is_dir() {
            for (name, file) in files::below(&path)? {
                let name = format!("{input}/{name}");
                if !NO_INPUTS.iter().any(|folder| name.starts_with(folder)) {
                    hasher.part(&name, &fs::read(file)?);
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A folder for the files of one test, which goes when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("perf-playground-{name}-{}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }

        fn write(&self, name: &str, text: &str) {
            let file = self.0.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, text).expect("written");
        }

        fn digest(&self) -> String {
            let mut hasher = Hasher::default();
            add_inputs(&mut hasher, &self.0).expect("read");
            hasher.hex()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_build_depends_on_all_that_it_is_made_of_and_on_nothing_else() {
        let folder = Folder::new("inputs");
        folder.write("Cargo.lock", "a");
        let mut last = folder.digest();
        for name in [
            "Cargo.lock",
            "src/app.rs",
            "www/editor/editor.js",
            "xtask/npm/package-lock.json",
            "xtask/src/editor.rs",
        ] {
            folder.write(name, "changed");
            let digest = folder.digest();
            assert_ne!(digest, last, "{name}");
            last = digest;
        }
        for name in ["README.md", "crates/server/src/main.rs", "e2e/src/lib.rs"] {
            folder.write(name, "changed");
            assert_eq!(folder.digest(), last, "{name}");
        }
    }
}
