//! Texts in Markdown, so that they are shown as they stood on screen: by `CommonMark`, with GitHub's tables, strikethrough,
//! formulas, mentions and links to whatever looks like an address.

use std::fmt::Write as _;

/// Ends what GitHub would make of a text besides what Markdown makes of it: it looks at texts between elements.
const BREAK: &str = "<!-- -->";

/// What GitHub begins a formula with; a backslash before it does not always help, an element around it does
/// (<https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/writing-mathematical-expressions>).
const DOLLAR: &str = "<span>\\$</span>";

/// A text as it is, with nothing in it that Markdown would take for its own.
#[must_use]
pub(crate) fn text(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + text.len() / 8);
    let is_at_edge = |at: usize, length: usize| at == 0 || at + length == text.len();
    for (at, letter) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let rest = &text[at + letter.len_utf8()..];
        let after = rest.chars().next();
        match letter {
            ' ' if !is_at_edge(at, 1) && before != Some(' ') => markdown.push(' '),
            // A table's cells end at a bar, with a backslash before it or without, says whoever reads it.
            '|' => number(&mut markdown, letter),
            _ if letter.is_control() || letter.is_whitespace() => number(&mut markdown, letter),
            '$' => markdown.push_str(DOLLAR),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '~' | '&' | '!' | '^' => {
                escaped(&mut markdown, letter);
            }
            '#' => {
                escaped(&mut markdown, letter);
                if after.is_some_and(|after| after.is_ascii_digit()) {
                    markdown.push_str(BREAK);
                }
            }
            // A list, a rule or the line below a title.
            '-' | '+' | '=' if at == 0 => escaped(&mut markdown, letter),
            '.' | ')' if is_list_number(&text[..at]) => escaped(&mut markdown, letter),
            '@' => {
                markdown.push(letter);
                markdown.push_str(BREAK);
            }
            ':' if rest.starts_with("//") || is_emoji(rest) => {
                markdown.push(letter);
                markdown.push_str(BREAK);
            }
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => {
                markdown.push_str(BREAK);
                markdown.push(letter);
            }
            _ => markdown.push(letter),
        }
    }
    markdown
}

/// A text in bold.
#[must_use]
pub(crate) fn bold(of: &str) -> String {
    if of.is_empty() {
        return String::new();
    }
    format!("**{}**", text(of))
}

/// A table of texts.
#[must_use]
pub(crate) fn table(columns: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = format!("|{}\n", " --- |".repeat(columns.len()));
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{}{rule}{rows}", line(columns))
}

fn escaped(markdown: &mut String, letter: char) {
    markdown.push('\\');
    markdown.push(letter);
}

/// A character by its number.
fn number(markdown: &mut String, letter: char) {
    // A String takes everything.
    let _ = write!(markdown, "&#{};", u32::from(letter));
}

/// Whether a dot behind it would begin a list.
fn is_list_number(before: &str) -> bool {
    !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a colon before it would begin a word for a picture, as in `:tada:`.
fn is_emoji(rest: &str) -> bool {
    let word = rest.split(':').next().unwrap_or_default();
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    word.len() < rest.len() && !word.is_empty() && word.bytes().all(is_of_word)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    const NASTY: &str = "[|\\\\*_`<>&~\\[\\]()!#$:@{}^+=.\\-0-9aé \n\r\t/;x\"']{0,12}|.{0,10}";

    fn events(markdown: &str) -> Vec<Event<'_>> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_MATH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM
            | Options::ENABLE_SUPERSCRIPT
            | Options::ENABLE_SUBSCRIPT;
        Parser::new_ext(markdown, options).collect()
    }

    /// The text in each of a document's elements of one kind, which may hold nothing but text.
    fn texts(
        markdown: &str,
        is_start: fn(&Tag) -> bool,
        is_end: fn(&TagEnd) -> bool,
    ) -> Vec<String> {
        let mut texts = Vec::new();
        let mut open: Option<String> = None;
        for event in events(markdown) {
            match event {
                Event::Start(tag) if is_start(&tag) => open = Some(String::new()),
                Event::End(tag) if is_end(&tag) => texts.extend(open.take()),
                Event::Text(part) => {
                    if let Some(text) = &mut open {
                        text.push_str(&part);
                    }
                }
                Event::InlineHtml(html) => {
                    assert!(
                        [BREAK, "<span>", "</span>"].contains(&&*html),
                        "{html} in {markdown:?}"
                    );
                }
                event => assert!(open.is_none(), "{event:?} in {markdown:?}"),
            }
        }
        texts
    }

    fn cells(markdown: &str) -> Vec<String> {
        texts(
            markdown,
            |tag| matches!(tag, Tag::TableCell),
            |tag| matches!(tag, TagEnd::TableCell),
        )
    }

    /// What HTML has no form for is shown as what stands for it.
    fn shown(text: &str) -> String {
        text.replace('\0', "\u{fffd}")
    }

    fn check(name: &str) {
        let head = ["what".to_owned(), "time".to_owned()];
        let row = vec![name.to_owned(), "1 ms".to_owned()];
        let table = table(&head, &[row.clone(), row]);
        let name = shown(name);
        assert_eq!(
            cells(&table),
            ["what", "time", &name, "1 ms", &name, "1 ms"],
            "{table}"
        );
    }

    fn check_paragraph(name: &str) {
        let is_paragraph: fn(&Tag) -> bool = |tag| matches!(tag, Tag::Paragraph);
        let document = format!("{}\n\nend", text(name));
        let paragraphs = texts(&document, is_paragraph, |tag| {
            matches!(tag, TagEnd::Paragraph)
        });
        assert_eq!(paragraphs, [&*shown(name), "end"], "{document:?}");
        let document = format!("{}\n\nend", bold(name));
        let strong = texts(
            &document,
            |tag| matches!(tag, Tag::Strong),
            |tag| matches!(tag, TagEnd::Strong),
        );
        assert_eq!(strong, [shown(name)], "{document:?}");
    }

    #[test]
    fn a_name_stays_literal_in_its_cell() {
        for name in [
            "a|b",
            "a\\|b",
            "a\\",
            "x**y",
            "__init__",
            "`a`",
            "<img src=x>",
            "<!-- -->",
            "&amp;",
            "[x](y)",
            "![x](y)",
            "[^1]",
            "~~a~~",
            "a\nb",
            "a\r\nb",
            "  a  b ",
            "$x$",
            "${n}",
            "#1",
            "1. a",
            "- a",
            "---",
            "https://a.example/",
            "www.a.example",
            "a@b.example",
            "@somebody",
            ":tada:",
            "\0",
            "",
        ] {
            check(name);
            if !name.is_empty() {
                check_paragraph(name);
            }
        }
    }

    #[test]
    fn what_github_would_make_of_a_text_is_broken_apart() {
        for (plain, expected) in [
            ("@somebody", "@<!-- -->somebody"),
            ("#12", "\\#<!-- -->12"),
            ("https://a.example", "https:<!-- -->//a.example"),
            ("www.a.example", "www<!-- -->.a.example"),
            (":tada:", ":<!-- -->tada:"),
            ("a: 1", "a: 1"),
            ("$1", "<span>\\$</span>1"),
            (
                "plain, with a dot. And (more) - 1.5 ms",
                "plain, with a dot. And (more) - 1.5 ms",
            ),
        ] {
            assert_eq!(text(plain), expected);
        }
    }

    proptest! {
        #[test]
        fn every_name_stays_literal(name in NASTY) {
            check(&name);
            if !name.is_empty() {
                check_paragraph(&name);
            }
        }
    }
}
