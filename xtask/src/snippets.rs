//! Mends what a crate brings along as JavaScript, where no release of it does.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// How wasm-bindgen-rayon's worker script starts the module: by two values, at which wasm-bindgen warns in the
/// console, once for each thread. Its other script, for bundlers, does it right.
const DEPRECATED: &str = "pkg.default(data.module, data.memory)";
const CURRENT: &str = "pkg.default({ module_or_path: data.module, memory: data.memory })";

/// How the folder of the crate's snippets begins; a hash follows.
const CRATE: &str = "wasm-bindgen-rayon-";

/// Where the script is in that folder.
const SCRIPT: &str = "src/workerHelpers.no-bundler.js";

/// Mends the scripts beside a module that wasm-bindgen has written into `folder`.
pub(crate) fn mend(folder: &Path) -> Result<()> {
    let snippets = folder.join("snippets");
    let Ok(entries) = fs::read_dir(&snippets) else {
        // A module without threads brings none.
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(CRATE) {
            let file = entry.path().join(SCRIPT);
            let shown = file.display();
            let text = fs::read_to_string(&file).with_context(|| format!("reading {shown}"))?;
            let text = mended(&text).with_context(|| format!("in {shown}"))?;
            fs::write(&file, text).with_context(|| format!("writing {shown}"))?;
        }
    }
    Ok(())
}

/// The script with the one call as wasm-bindgen wants it today.
fn mended(script: &str) -> Result<String> {
    let count = script.matches(DEPRECATED).count();
    if count != 1 {
        bail!(
            "`{DEPRECATED}` stands there {count} times, and once was expected: the release of wasm-bindgen-rayon is \
             another; see whether xtask/src/snippets.rs can go"
        );
    }
    Ok(script.replace(DEPRECATED, CURRENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_mended_and_nothing_else() {
        let script = format!("const a = 1;\nawait {DEPRECATED};\n");
        let expected = format!("const a = 1;\nawait {CURRENT};\n");
        assert_eq!(mended(&script).expect("one call"), expected);
    }

    #[test]
    fn another_release_is_noticed() {
        for script in [CURRENT.to_owned(), [DEPRECATED, DEPRECATED].concat()] {
            let text = mended(&script).expect_err("no call, or two").to_string();
            assert!(text.contains("another"), "{text}");
        }
    }
}
