//! The content security policy: nothing from elsewhere, nothing inline but what stands in the pages.

use anyhow::{Context, Result};

use crate::hash;

/// The content security policy of all `pages`: nothing from elsewhere, nothing inline but what
/// stands in the pages now.
pub(super) fn policy(pages: &[&str]) -> Result<String> {
    let scripts = hashes(pages, "script")?;
    let styles = hashes(pages, "style")?;
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob: data:; \
         manifest-src 'self'; base-uri 'self'; form-action 'none'; object-src 'none'"
    ))
}

/// What the frame narrows the page's policy down to, for itself and for its workers: its own script,
/// workers made of text, WebAssembly, and no connection to anything.
pub(super) fn frame_policy(frame: &str) -> Result<String> {
    let scripts = hashes(&[frame], "script")?;
    Ok(format!(
        "default-src 'none'; script-src 'wasm-unsafe-eval'{scripts}; worker-src blob: data:; \
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
