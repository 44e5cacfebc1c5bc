//! The shape of a statement: what stays the same from execution to execution.

use super::keywords::is_keyword;
use super::tokens::{Kind, tokens};

/// Bytes of a shape that [`shape`] keeps.
pub const SHAPE_BYTES_MAX: usize = 4_096;

const VALUE: &str = "?";

/// The shape of a statement: values are `?`, a list of them behind `IN` has one, of the rows behind `VALUES`
/// one of each kind stays; comments are gone, keywords are in capitals and other words in small letters, and
/// blanks are where one would set them. The shape of a shape is that shape.
///
/// A text in double quotes counts as a name, although SQLite takes it for a text where there is no such name.
#[must_use]
pub fn normalise(sql: &str) -> String {
    joined(&words(sql))
}

/// The shape of a statement, to be kept: cut behind [`SHAPE_BYTES_MAX`] bytes.
#[must_use]
pub fn shape(sql: &str) -> String {
    let mut shape = normalise(sql);
    shape.truncate(shape.floor_char_boundary(SHAPE_BYTES_MAX));
    shape
}

/// The shape as words: values are `?`, and nothing is left out that means something.
pub(super) fn words(sql: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for token in tokens(sql) {
        if token.kind.is_value() {
            drop_sign(&mut words);
        }
        words.push(match token.kind {
            kind if kind.is_value() => VALUE.to_owned(),
            Kind::QuotedName => quoted(token.text),
            Kind::Word if is_keyword(token.text) => token.text.to_ascii_uppercase(),
            Kind::Word => token.text.to_ascii_lowercase(),
            _ => token.text.to_owned(),
        });
        fold_list(&mut words);
    }
    while words.last().is_some_and(|word| word == ";") {
        words.pop();
    }
    fold_rows(&words)
}

/// In double quotes, whatever it was in.
fn quoted(text: &str) -> String {
    let inside = &text[1..];
    let (name, quote) = match text.as_bytes()[0] {
        b'[' => (inside.strip_suffix(']').unwrap_or(inside).to_owned(), '"'),
        quote => {
            let quote = char::from(quote);
            let doubled = format!("{quote}{quote}");
            (
                unended(inside, quote).replace(&doubled, &quote.to_string()),
                '"',
            )
        }
    };
    let doubled = name.replace(quote, "\"\"");
    format!("\"{doubled}\"")
}

/// What stands before the last quote, if it ends the name: one that is doubled does not.
fn unended(inside: &str, quote: char) -> &str {
    let quotes = inside
        .chars()
        .rev()
        .take_while(|last| *last == quote)
        .count();
    if quotes % 2 == 1 {
        inside.strip_suffix(quote).unwrap_or(inside)
    } else {
        inside
    }
}

/// Takes away signs before a value that belong to it.
fn drop_sign(words: &mut Vec<String>) {
    while words.last().is_some_and(|word| word == "-" || word == "+") {
        let before = words.len().checked_sub(2).map(|at| words[at].as_str());
        if before.is_some_and(ends_operand) {
            return;
        }
        words.pop();
    }
}

/// Whether a minus behind it takes something away from it.
fn ends_operand(word: &str) -> bool {
    let last = word.chars().next_back();
    let is_name =
        last.is_some_and(|last| last.is_alphanumeric() || matches!(last, '_' | '$' | '"'));
    word == ")" || word == VALUE || (is_name && !is_keyword(word)) || matches!(word, "NULL" | "END")
}

/// `IN (?, ?` becomes `IN (?`.
fn fold_list(words: &mut Vec<String>) {
    let is = |from_end: usize, text: &str| {
        words
            .len()
            .checked_sub(from_end)
            .is_some_and(|at| words[at] == text)
    };
    if is(1, VALUE) && is(2, ",") && is(3, VALUE) && is(4, "(") && is(5, "IN") {
        words.truncate(words.len() - 2);
    }
}

/// `VALUES (?, ?), (?, ?)` becomes `VALUES (?, ?)`.
fn fold_rows(words: &[String]) -> Vec<String> {
    let mut folded: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let is_first = folded.last().is_some_and(|word| word == "VALUES") && words[at] == "(";
        if !is_first {
            folded.push(words[at].clone());
            at += 1;
            continue;
        }
        let row = row_at(&words[at..]);
        folded.extend_from_slice(row);
        at += row.len();
        while words.get(at).is_some_and(|word| word == ",") && row_at(&words[at + 1..]) == row {
            at += 1 + row.len();
        }
    }
    folded
}

/// From a bracket through the one that closes it, or to the end.
fn row_at(words: &[String]) -> &[String] {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return &words[..=at];
        }
    }
    words
}

/// With blanks between words, but for those that stand close to one side.
pub(super) fn joined(words: &[String]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| words[at].as_str());
        if before.is_some_and(|before| is_apart(before, word)) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn is_apart(before: &str, word: &str) -> bool {
    if matches!(before, "(" | ".") || matches!(word, "," | ")" | "." | ";") {
        return false;
    }
    // A function and its arguments.
    let is_name = before
        .chars()
        .next_back()
        .is_some_and(|last| last.is_alphanumeric() || last == '_');
    !(word == "(" && is_name && !is_keyword(before))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_changes_from_execution_to_execution_is_gone() {
        for (sql, expected) in [
            (
                "select  Title from books where ID=17 -- the one\n;",
                "SELECT title FROM books WHERE id = ?",
            ),
            (
                "SELECT a FROM t WHERE x IN (1,'b',x'00', ?4 ,-5) AND y = -1 LIMIT 3",
                "SELECT a FROM t WHERE x IN (?) AND y = ? LIMIT ?",
            ),
            (
                "INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, NULL)",
                "INSERT INTO t(a, b) VALUES (?, ?), (?, NULL)",
            ),
            (
                "SELECT a - 1, a-b, -c, count(*), 'it''s', \"Col\", [x y], `z` FROM T.u",
                "SELECT a - ?, a - b, - c, count(*), ?, \"Col\", \"x y\", \"z\" FROM t.u",
            ),
            ("SELECT 1 - -1", "SELECT ? - ?"),
            ("SELECT a->>'$.b'", "SELECT a ->> ?"),
            ("IN (1, 2", "IN (?"),
            ("'not ended", "?"),
            ("", ""),
            (";;", ""),
        ] {
            assert_eq!(normalise(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_list_of_any_length_is_one_shape() {
        let of = |ids: usize| {
            let ids = vec!["?"; ids].join(", ");
            normalise(&format!("SELECT * FROM t WHERE id IN ({ids})"))
        };
        assert_eq!(of(1), of(1_000));
        let nested = normalise("SELECT * FROM t WHERE id IN (SELECT x FROM u WHERE y IN (1,2))");
        assert_eq!(
            nested,
            "SELECT * FROM t WHERE id IN (SELECT x FROM u WHERE y IN (?))"
        );
    }

    #[test]
    fn a_shape_to_be_kept_is_bounded() {
        let long = shape(&format!("SELECT {}", "ü".repeat(10_000)));
        assert!((SHAPE_BYTES_MAX - 1..=SHAPE_BYTES_MAX).contains(&long.len()));
    }

    fn fragments() -> impl Strategy<Value = String> {
        let fragment = prop::sample::select(vec![
            "SELECT", "in", "values", "x", "\"a\"", "\"", "'", "`", "[", "]", "(", ")", ",", ";",
            ".", "-", "--", "/*", "*/", "1", ".5", "?", "?1", ":a", "$", "@", "x'00'", "'it''s'",
            " ", "\n", "->>", "ü", "+", "0x1e+2", "\"\"", "NULL", "=", "|", "<", ">", "a.b",
        ]);
        prop::collection::vec(fragment, 0..30).prop_map(|fragments| fragments.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn the_shape_of_a_shape_is_that_shape(sql in fragments()) {
            let shape = normalise(&sql);
            prop_assert_eq!(normalise(&shape), shape);
        }

        #[test]
        fn any_text_has_a_shape(sql in any::<String>()) {
            let shape = normalise(&sql);
            prop_assert_eq!(normalise(&shape), shape);
        }

        #[test]
        fn values_and_blanks_do_not_matter(one: i64, other in "[a-z ']{0,8}", blank in "[ \t\n]{1,3}") {
            let other = other.replace('\'', "''");
            let sql = format!("SELECT{blank}a FROM{blank}t WHERE b = {one} AND c ={blank}'{other}'");
            prop_assert_eq!(normalise(&sql), "SELECT a FROM t WHERE b = ? AND c = ?");
        }
    }
}
