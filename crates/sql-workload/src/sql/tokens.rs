//! The tokens of SQL, by SQLite's rules (sqlite.org/syntaxdiagrams.html and `tokenize.c`'s behaviour).
//! Every text has tokens: what is no SQL is a sign, and what is not ended goes to the end.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A keyword or a name.
    Word,
    /// A name in double quotes, backquotes or brackets.
    QuotedName,
    /// A text in single quotes.
    Text,
    /// An integer or a real.
    Number,
    /// A blob, such as `x'00'`.
    Blob,
    /// A parameter, such as `?`, `?1`, `:name`, `@name` or `$name`.
    Parameter,
    /// An operator, a bracket or a mark.
    Sign,
}

impl Kind {
    /// Whether it stands for a value that another execution may have otherwise.
    #[must_use]
    pub const fn is_value(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Number | Self::Blob | Self::Parameter
        )
    }
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As it stands there, quotes included.
    pub text: &'a str,
}

/// Signs of more than one character, longer ones first.
const LONG_SIGNS: [&str; 10] = ["->>", "->", "||", "<<", ">>", "<=", ">=", "==", "!=", "<>"];

/// The tokens of a text, without blanks and comments.
pub fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        rest = after_blanks(rest);
        if rest.is_empty() {
            return None;
        }
        let (kind, length) = first(rest);
        let (text, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        Some(Token { kind, text })
    })
}

/// What is left behind blanks and comments.
fn after_blanks(mut rest: &str) -> &str {
    loop {
        let blanks = rest.trim_start_matches([' ', '\t', '\n', '\u{c}', '\r']);
        rest = if let Some(comment) = blanks.strip_prefix("--") {
            comment.split_once('\n').map_or("", |(_, behind)| behind)
        } else if let Some(comment) = blanks.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, behind)| behind)
        } else {
            return blanks;
        };
    }
}

/// The kind of the token at the start of a text that has one, and its length in bytes, which is at least
/// one and ends between characters: all that ends a token is ASCII, and all that is not belongs to words.
fn first(rest: &str) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let next = bytes.get(1).copied().unwrap_or(0);
    match bytes[0] {
        b'\'' => (Kind::Text, quoted(bytes, b'\'')),
        quote @ (b'"' | b'`') => (Kind::QuotedName, quoted(bytes, quote)),
        b'[' => (Kind::QuotedName, through(bytes, b']')),
        b'x' | b'X' if next == b'\'' => (Kind::Blob, 1 + quoted(&bytes[1..], b'\'')),
        b'0'..=b'9' => (Kind::Number, number(bytes)),
        b'.' if next.is_ascii_digit() => (Kind::Number, number(bytes)),
        b'?' => (
            Kind::Parameter,
            1 + count(&bytes[1..], |byte| byte.is_ascii_digit()),
        ),
        b':' | b'@' | b'$' if is_in_word(next) => {
            (Kind::Parameter, 1 + count(&bytes[1..], is_in_word))
        }
        byte if is_in_word(byte) => (Kind::Word, count(bytes, is_in_word)),
        _ => (Kind::Sign, sign(rest)),
    }
}

const fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || !byte.is_ascii()
}

fn count(bytes: &[u8], is_in: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_in(**byte)).count()
}

/// Up to the quote that is not doubled, or to the end.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return at + 1;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

fn through(bytes: &[u8], end: u8) -> usize {
    bytes
        .iter()
        .position(|byte| *byte == end)
        .map_or(bytes.len(), |at| at + 1)
}

/// Digits, a point, an exponent with its sign, and whatever letters follow without a gap.
fn number(bytes: &[u8]) -> usize {
    let mut at = 0;
    let is_hexadecimal =
        bytes.len() > 1 && bytes[0] == b'0' && bytes[1].eq_ignore_ascii_case(&b'x');
    while at < bytes.len() {
        let byte = bytes[at];
        let is_sign_of_exponent = matches!(byte, b'+' | b'-')
            && !is_hexadecimal
            && bytes[at - 1].eq_ignore_ascii_case(&b'e')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !(is_in_word(byte) || byte == b'.' || is_sign_of_exponent) {
            break;
        }
        at += 1;
    }
    at
}

fn sign(rest: &str) -> usize {
    LONG_SIGNS
        .into_iter()
        .find(|sign| rest.starts_with(sign))
        .map_or(1, str::len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(sql: &str) -> Vec<(Kind, &str)> {
        tokens(sql).map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn tokens_are_those_of_sqlite() {
        use Kind::{Blob, Number, Parameter, QuotedName, Sign, Text, Word};
        assert_eq!(
            kinds("SELECT \"a\"\"b\",`c` , [d e] -- all\n FROM/* or */t1"),
            [
                (Word, "SELECT"),
                (QuotedName, "\"a\"\"b\""),
                (Sign, ","),
                (QuotedName, "`c`"),
                (Sign, ","),
                (QuotedName, "[d e]"),
                (Word, "FROM"),
                (Word, "t1"),
            ]
        );
        assert_eq!(
            kinds("'it''s' x'00ff' X'' .5 1e-3 0xFFe+1 1_000 ?12 :a @b $c größe a->>'b'"),
            [
                (Text, "'it''s'"),
                (Blob, "x'00ff'"),
                (Blob, "X''"),
                (Number, ".5"),
                (Number, "1e-3"),
                (Number, "0xFFe"),
                (Sign, "+"),
                (Number, "1"),
                (Number, "1_000"),
                (Parameter, "?12"),
                (Parameter, ":a"),
                (Parameter, "@b"),
                (Parameter, "$c"),
                (Word, "größe"),
                (Word, "a"),
                (Sign, "->>"),
                (Text, "'b'"),
            ]
        );
        assert_eq!(
            kinds("'open -- no comment"),
            [(Text, "'open -- no comment")]
        );
        assert_eq!(kinds(" /* open"), []);
        assert_eq!(kinds("--"), []);
        assert_eq!(kinds("[ü"), [(QuotedName, "[ü")]);
    }

    proptest! {
        #[test]
        fn every_text_has_tokens_and_loses_nothing_but_blanks_and_comments(sql in ".{0,60}") {
            let kept: usize = tokens(&sql).map(|token| token.text.len()).sum();
            prop_assert!(kept <= sql.len());
            prop_assert!(tokens(&sql).all(|token| !token.text.is_empty()));
        }
    }
}
