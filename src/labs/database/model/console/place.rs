//! Places in SQL's text: statements, and lines and columns.

use std::ops::Range;

use sql_workload::sql::{Kind, tokens};

/// Where something is in a text, as an editor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in UTF-16 units.
    pub column: u32,
}

/// The place of a byte; one beyond the end is the end.
#[must_use]
pub(crate) fn spot(text: &str, byte: usize) -> Spot {
    let before = &text[..text.floor_char_boundary(byte)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Spot {
        line: number(before.matches('\n').count()),
        column: number(before[line_start..].encode_utf16().count()),
    }
}

/// The byte at which a place begins that an editor counts in UTF-16 units; the end for one beyond it.
#[must_use]
pub(crate) fn byte_at(text: &str, utf16: u32) -> usize {
    let mut units = 0;
    for (byte, letter) in text.char_indices() {
        if units >= utf16 {
            return byte;
        }
        units += u32::try_from(letter.len_utf16()).unwrap_or(1);
    }
    text.len()
}

/// The statements of a text in bytes, without the semicolons behind them, and without comments around them.
#[must_use]
pub(crate) fn statements(sql: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for token in tokens(sql) {
        // Tokens are parts of the text, so that the distance of the two is where one begins.
        let start = token.text.as_ptr().addr() - sql.as_ptr().addr();
        let end = start + token.text.len();
        if token.text == ";" && token.kind == Kind::Sign {
            if open.as_ref().is_some_and(Open::is_within_trigger) {
                if let Some(open) = &mut open {
                    open.push(";", end);
                }
            } else if let Some(open) = open.take() {
                found.push(open.range);
            }
            continue;
        }
        match &mut open {
            Some(open) => open.push(token.text, end),
            None => open = Some(Open::new(token.text, start..end)),
        }
    }
    found.extend(open.map(|open| open.range));
    found
}

/// A statement that has not ended yet.
struct Open {
    range: Range<usize>,
    /// Its first words, in capitals.
    first: Vec<String>,
    /// Its last two.
    last: [String; 2],
}

impl Open {
    fn new(word: &str, range: Range<usize>) -> Self {
        let word = word.to_ascii_uppercase();
        Self {
            range,
            first: vec![word.clone()],
            last: [String::new(), word],
        }
    }

    fn push(&mut self, word: &str, end: usize) {
        const FIRST: usize = 3;
        let word = word.to_ascii_uppercase();
        if self.first.len() < FIRST {
            self.first.push(word.clone());
        }
        self.last.rotate_left(1);
        self.last[1] = word;
        self.range.end = end;
    }

    /// Whether a semicolon here ends a statement of a trigger's and not the trigger, as `sqlite3_complete` tells
    /// it: a trigger ends with an `END` of its own behind a semicolon.
    fn is_within_trigger(&self) -> bool {
        let words: Vec<&str> = self.first.iter().map(String::as_str).collect();
        let is_trigger = matches!(
            words[..],
            ["CREATE", "TRIGGER", ..] | ["CREATE", "TEMP" | "TEMPORARY", "TRIGGER"]
        );
        is_trigger && self.last != [";", "END"]
    }
}

/// The statement that a byte is in, or behind, or, before the first, the first.
#[must_use]
pub(crate) fn statement_at(sql: &str, byte: usize) -> Option<Range<usize>> {
    let statements = statements(sql);
    let at = statements.iter().rposition(|range| range.start <= byte);
    statements.get(at.unwrap_or(0)).cloned()
}

/// Whether a statement only reads, by its words: `SELECT` and `VALUES` do, and `WITH` where one of them is what it
/// is for.
#[must_use]
pub(crate) fn only_reads(statement: &str) -> bool {
    let mut depth = 0_u32;
    for (at, token) in tokens(statement).enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || token.kind != Kind::Word {
            continue;
        }
        match token.text.to_ascii_uppercase().as_str() {
            "SELECT" | "VALUES" => return true,
            "INSERT" | "UPDATE" | "DELETE" | "REPLACE" => return false,
            word if at == 0 && word != "WITH" => return false,
            _ => {}
        }
    }
    false
}

/// A name as SQL has it, whatever its characters are.
#[must_use]
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        statements(sql)
            .into_iter()
            .map(|range| &sql[range])
            .collect()
    }

    #[test]
    fn a_byte_is_in_a_line_and_a_column() {
        let text = "SELECT 'é𝄞',\n  x\nFROM t";
        let at = |what: &str| {
            let spot = spot(text, text.find(what).expect("in it"));
            (spot.line, spot.column)
        };
        assert_eq!(at("SELECT"), (1, 1));
        // One unit for the first letter in quotes, two for the second.
        assert_eq!(at(","), (1, 13));
        assert_eq!(at("x"), (2, 3));
        assert_eq!(at("FROM"), (3, 1));
        assert_eq!(spot(text, 9_999).line, 3);
        assert_eq!(spot("", 0), Spot { line: 1, column: 1 });
    }

    #[test]
    fn an_editor_and_a_text_agree_where_things_are() {
        let text = "é𝄞x";
        assert_eq!(
            [0, 1, 3, 4, 99].map(|at| byte_at(text, at)),
            [0, 2, 6, 7, 7]
        );
        // Within a pair of units is behind its letter.
        assert_eq!(byte_at(text, 2), 6);
    }

    #[test]
    fn statements_are_told_apart() {
        assert_eq!(
            texts("SELECT ';' ; -- a; b\n /* ; */ SELECT 2;;\nSELECT \"a;b\"  "),
            ["SELECT ';'", "SELECT 2", "SELECT \"a;b\""]
        );
        assert!(texts(" -- nothing\n;").is_empty());
        let trigger = "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END";
        assert_eq!(
            texts(&format!("{trigger}; SELECT 3")),
            [trigger, "SELECT 3"]
        );
    }

    #[test]
    fn the_statement_at_the_cursor_is_found() {
        let sql = "SELECT 1;\nSELECT 2;\n";
        let at = |byte| statement_at(sql, byte).map(|range| &sql[range]);
        assert_eq!(at(0), Some("SELECT 1"));
        assert_eq!(at(8), Some("SELECT 1"));
        assert_eq!(at(12), Some("SELECT 2"));
        assert_eq!(at(sql.len()), Some("SELECT 2"));
        assert_eq!(statement_at("  -- none", 3), None);
        let later = "-- first\nSELECT 1";
        assert_eq!(statement_at(later, 2).map(|range| range.start), Some(9));
    }

    #[test]
    fn what_reads_and_what_writes_are_told_apart() {
        for sql in [
            "select 1",
            "VALUES (1)",
            "-- a\nWITH RECURSIVE a(x) AS (SELECT 1 UNION SELECT 2) SELECT x FROM a",
        ] {
            assert!(only_reads(sql), "{sql}");
        }
        for sql in [
            "",
            "INSERT INTO t SELECT 1",
            "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
            "WITH a AS (SELECT 1) DELETE FROM t",
            "CREATE TABLE t AS SELECT 1",
            "PRAGMA user_version = 3",
            "EXPLAIN SELECT 1",
        ] {
            assert!(!only_reads(sql), "{sql}");
        }
    }

    #[test]
    fn any_name_can_be_quoted() {
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
