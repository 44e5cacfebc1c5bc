//! Has the parts of the app arrive whatever type their host gives them: browsers compile an answer as it comes only if it
//! is called `application/wasm`, and many hosts call it `application/octet-stream`, or nothing at all.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::site::PARTS_SCRIPT;

/// How the splitter's script makes an instance of what is fetched.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";

/// How it does from now on.
const CALL: &str = "instantiate(src, imports)";

/// The script of wasm-bindgen does the same for the app itself.
const INSTANTIATE: &str = "\
async function instantiate(src, imports) {
    const answer = await src;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const type = answer.headers.get(\"Content-Type\") ?? \"\";
    if (/^application\\/wasm$/i.test(type.trim())) return WebAssembly.instantiateStreaming(answer, imports);
    return WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// Has the splitter's script, one of `files`, compile the bytes of what has another type.
pub(super) fn tolerate(files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let script = files
        .get_mut(PARTS_SCRIPT)
        .with_context(|| format!("the splitter made no {PARTS_SCRIPT}"))?;
    let text = std::str::from_utf8(script);
    let text = text.with_context(|| format!("{PARTS_SCRIPT} is not UTF-8"))?;
    let (fetched, streamed) = (
        text.matches("fetch(").count(),
        text.matches(STREAMED).count(),
    );
    if fetched != streamed {
        bail!("{PARTS_SCRIPT} makes instances in a form that is new: {streamed} of {fetched}");
    }
    *script = format!("{}{INSTANTIATE}", text.replace(STREAMED, CALL)).into_bytes();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tolerated(script: &str) -> Result<String> {
        let mut files = BTreeMap::from([(PARTS_SCRIPT.to_owned(), script.as_bytes().to_vec())]);
        tolerate(&mut files)?;
        Ok(String::from_utf8(files.remove(PARTS_SCRIPT).expect("a script")).expect("text"))
    }

    #[test]
    fn every_part_arrives_whatever_its_type() {
        let part = "const src = fetch(a);\n(WebAssembly.instantiateStreaming(src, imports));\n";
        let script = tolerated(&part.repeat(3)).expect("in the form that is known");
        assert_eq!(script.matches("(instantiate(src, imports))").count(), 3);
        assert_eq!(
            script.matches("WebAssembly.instantiateStreaming").count(),
            1
        );
        assert!(script.contains("/^application\\/wasm$/i"), "{script}");
    }

    #[test]
    fn a_script_in_a_form_that_is_new_is_refused() {
        assert!(
            tolerated("const src = fetch(a);\nWebAssembly.instantiate(src, imports);").is_err()
        );
    }
}
