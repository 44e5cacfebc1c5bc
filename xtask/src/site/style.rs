//! One style sheet of all: a browser paints nothing until it has every sheet that the page names, and each is a
//! request of its own.

use anyhow::{Context, Result};

use super::Files;

/// How a tag that names a sheet begins, as Trunk writes it.
const LINK: &str = "<link rel=\"stylesheet\" href=\"";

/// The name of the joined sheet. The build's own folder keeps it from any other build's.
const JOINED: &str = "style.css";

/// Joins the sheets that `shell` names, in their order, and names the joined one in place of the first.
pub(super) fn join(assets: &mut Files, shell: &str) -> Result<String> {
    let mut pieces = shell.split(LINK);
    let mut page = pieces.next().unwrap_or_default().to_owned();
    let mut joined = Vec::new();
    for piece in pieces {
        let (href, rest) = piece
            .split_once('"')
            .context("a style sheet's address does not end")?;
        let (_, rest) = rest
            .split_once('>')
            .context("a style sheet's tag does not end")?;
        let (folder, name) = href.rsplit_once('/').unwrap_or(("", href));
        let sheet = assets
            .remove(name)
            .with_context(|| format!("the page names {href}, which was not built"))?;
        if joined.is_empty() {
            page = format!("{page}{LINK}{folder}/{JOINED}\">");
        }
        joined.extend(sheet);
        joined.push(b'\n');
        page.push_str(rest.trim_start());
    }
    if !joined.is_empty() {
        assets.insert(JOINED.to_owned(), joined);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::super::tests::files;
    use super::*;

    #[test]
    fn sheets_are_joined_in_the_order_of_the_page() {
        let mut assets = files(&[("b-1.css", "b{}"), ("a-2.css", "a{}"), ("boot.js", "")]);
        let shell = "<head>\n  <link rel=\"stylesheet\" href=\"./x/b-1.css\" data-integrity=\"none\"/>\n  \
                     <link rel=\"stylesheet\" href=\"./x/a-2.css\"/>\n  <link rel=\"icon\" href=\"./x/i.svg\">\n</head>";
        let page = join(&mut assets, shell).expect("both are there");
        assert_eq!(
            page,
            "<head>\n  <link rel=\"stylesheet\" href=\"./x/style.css\"><link rel=\"icon\" href=\"./x/i.svg\">\n</head>"
        );
        assert_eq!(
            assets,
            files(&[("style.css", "b{}\na{}\n"), ("boot.js", "")])
        );
    }

    #[test]
    fn a_page_without_sheets_stays_as_it_is() {
        let mut assets = files(&[]);
        assert_eq!(join(&mut assets, "<p>").expect("a page"), "<p>");
        assert!(assets.is_empty());
    }

    #[test]
    fn a_sheet_that_was_not_built_is_named() {
        let error = join(
            &mut files(&[]),
            "<link rel=\"stylesheet\" href=\"./x/a.css\">",
        );
        let text = error.expect_err("no sheet").to_string();
        assert!(text.contains("./x/a.css"), "{text}");
    }
}
