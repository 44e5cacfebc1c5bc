//! Which tables a statement reads and writes, as far as its text says.

use std::collections::BTreeSet;

use super::normalise::words;

/// The tables that a statement names, in small letters. A view, a trigger or a foreign key may touch others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Those behind `FROM` and `JOIN`; names of common table expressions are among them.
    pub read: BTreeSet<String>,
    /// Those behind `INTO`, `UPDATE` and `DELETE FROM`, and behind `TABLE` of what creates, alters or drops one.
    pub written: BTreeSet<String>,
}

/// Reads them off.
#[must_use]
pub fn tables(sql: &str) -> Tables {
    let words = words(sql);
    let mut tables = Tables::default();
    // For each bracket that is open, and for none, whether a comma separates tables there.
    let mut lists = vec![false];
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        match word.as_str() {
            "(" => lists.push(false),
            ")" if lists.len() > 1 => {
                lists.pop();
            }
            "FROM" if before == "DELETE" => insert(&mut tables.written, &words, at + 1),
            "FROM" => {
                set(&mut lists, true);
                insert(&mut tables.read, &words, at + 1);
            }
            "JOIN" => insert(&mut tables.read, &words, at + 1),
            "," if lists.last() == Some(&true) => insert(&mut tables.read, &words, at + 1),
            "INTO" | "TABLE" => insert(&mut tables.written, &words, at + 1),
            // Neither `ON CONFLICT DO UPDATE SET` nor `FOR UPDATE`.
            "UPDATE" if at == 0 || before == ")" || before == ";" => {
                insert(&mut tables.written, &words, at + 1);
            }
            "WHERE" | "GROUP" | "ORDER" | "LIMIT" | "SELECT" | "SET" | "UNION" | "RETURNING" => {
                set(&mut lists, false);
            }
            _ => {}
        }
    }
    tables
}

fn set(lists: &mut [bool], is_list: bool) {
    if let Some(list) = lists.last_mut() {
        *list = is_list;
    }
}

/// The name that begins there, without that of its database, and behind `OR IGNORE`, `IF NOT EXISTS` and the
/// like.
fn insert(tables: &mut BTreeSet<String>, words: &[String], mut at: usize) {
    while let Some(
        "OR" | "REPLACE" | "ROLLBACK" | "ABORT" | "FAIL" | "IGNORE" | "IF" | "NOT" | "EXISTS",
    ) = words.get(at).map(String::as_str)
    {
        at += 1;
    }
    if words.get(at + 1).is_some_and(|word| word == ".") {
        at += 2;
    }
    let Some(word) = words.get(at) else {
        return;
    };
    let name = word
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    let is_name = word
        .chars()
        .all(|letter| letter.is_alphanumeric() || letter == '_');
    match name {
        Some(name) => {
            tables.insert(name.replace("\"\"", "\"").to_ascii_lowercase());
        }
        None if is_name && !super::keywords::is_keyword(word) => {
            tables.insert(word.clone());
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(sql: &str) -> (String, String) {
        let Tables { read, written } = tables(sql);
        let text = |tables: BTreeSet<String>| tables.into_iter().collect::<Vec<_>>().join(" ");
        (text(read), text(written))
    }

    #[test]
    fn tables_are_told_from_columns_and_aliases() {
        for (sql, read, written) in [
            (
                "SELECT a, b FROM t, u AS x, main.\"V w\" WHERE c IN (1, d)",
                "t u v w",
                "",
            ),
            (
                "SELECT * FROM t LEFT JOIN u ON t.a = u.b ORDER BY a, b",
                "t u",
                "",
            ),
            ("SELECT * FROM (SELECT x, y FROM t) AS q, u", "t u", ""),
            ("INSERT INTO t (a, b) SELECT c, d FROM u", "u", "t"),
            (
                "INSERT INTO t VALUES (1, 2) ON CONFLICT DO UPDATE SET a = 1",
                "",
                "t",
            ),
            (
                "UPDATE OR IGNORE t SET a = 1, b = 2 WHERE c = (SELECT d FROM u)",
                "u",
                "t",
            ),
            ("DELETE FROM t WHERE a = 1", "", "t"),
            ("CREATE TABLE IF NOT EXISTS t (a, b)", "", "t"),
            ("DROP TABLE t", "", "t"),
            ("BEGIN IMMEDIATE", "", ""),
            ("FROM", "", ""),
        ] {
            assert_eq!(named(sql), (read.to_owned(), written.to_owned()), "{sql}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_some_or_none(sql in any::<String>()) {
            let _ = tables(&sql);
        }
    }
}
