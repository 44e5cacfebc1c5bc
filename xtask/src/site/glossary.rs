//! The glossary as HTML, as the app shows it: it computes nothing, so it can be read before the app has come, and
//! without it.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};

use super::page::escape;

/// What the names of the glossary's texts begin with, and those of its groups.
const NAMES: (&str, &str) = ("glossary-", "group-");

/// What the name of an explanation ends with.
const EXPLAINED: &str = "-explained";

/// The groups of a catalogue, in its order, with their terms. Fails where a term is not explained at once.
pub(super) fn sections(catalogue: &str) -> Result<String> {
    let mut html = String::new();
    let mut term: Option<(&str, &str)> = None;
    let mut is_in_group = false;
    for line in catalogue.lines() {
        if line.starts_with(' ') {
            bail!("the page of the glossary takes texts of one line, not {line:?}");
        }
        let Some((name, text)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let id = name.strip_prefix(NAMES.0);
        let id = id.with_context(|| format!("{name} is no text of the glossary"))?;
        if id.starts_with(NAMES.1) {
            if is_in_group {
                html.push_str(END_OF_GROUP);
            }
            is_in_group = true;
            write!(
                html,
                "<section class=\"glossary__group\"><h2>{}</h2><dl>",
                escape(text)
            )?;
        } else if let Some((of, word)) = term.take() {
            if id.strip_suffix(EXPLAINED) != Some(of) {
                bail!("{name} stands where the glossary explains {of}");
            }
            write!(
                html,
                "<div class=\"glossary__entry\" id=\"{}\"><dt>{}</dt><dd>{}</dd></div>",
                escape(of),
                escape(word),
                escape(text)
            )?;
        } else if is_in_group {
            term = Some((id, text));
        }
    }
    if let Some((of, _)) = term {
        bail!("the glossary does not explain {of}");
    }
    if !is_in_group {
        bail!("the glossary has no group");
    }
    html.push_str(END_OF_GROUP);
    Ok(html)
}

const END_OF_GROUP: &str = "</dl></section>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stand_in_their_groups() {
        let catalogue = "\
# Words
glossary-more = More

## First
glossary-group-first = First
glossary-a-b = A & B
glossary-a-b-explained = One <b>.
glossary-group-last = Last
glossary-c = C
glossary-c-explained = Two.
";
        assert_eq!(
            sections(catalogue).expect("a glossary"),
            "<section class=\"glossary__group\"><h2>First</h2><dl>\
             <div class=\"glossary__entry\" id=\"a-b\"><dt>A &amp; B</dt><dd>One &lt;b>.</dd></div></dl></section>\
             <section class=\"glossary__group\"><h2>Last</h2><dl>\
             <div class=\"glossary__entry\" id=\"c\"><dt>C</dt><dd>Two.</dd></div></dl></section>"
        );
    }

    #[test]
    fn a_catalogue_in_another_form_is_refused() {
        for (catalogue, what) in [
            ("glossary-more = More\n", "no group"),
            ("glossary-group-a = A\nglossary-b = B\n", "not explain b"),
            (
                "glossary-group-a = A\nglossary-b = B\nglossary-c-explained = C\n",
                "explains b",
            ),
            ("glossary-group-a =\n    A\n", "of one line"),
            ("other = A\n", "no text of the glossary"),
        ] {
            let error = sections(catalogue).expect_err(what).to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
