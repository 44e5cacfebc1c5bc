//! What a normalised statement does, as far as its words say.

use super::Replacement;
use crate::sql::tokens;

/// A statement by its words.
pub(super) enum Statement {
    /// Reads one table or more.
    Select {
        words: Vec<String>,
        /// The only table, if there is only one.
        table: Option<String>,
        /// Index into `words` of the column that is compared with one value, if there is one such comparison.
        compared: Option<usize>,
    },
    /// Inserts one row of values.
    Insert {
        text: String,
        table: String,
        /// Its `VALUES` with one row at the end, if that is where they are.
        row: Option<String>,
    },
    /// Begins a transaction.
    Begin,
    /// Ends one.
    End,
    /// Anything else.
    Other,
}

impl Statement {
    pub(super) fn of(shape: &str) -> Self {
        let words: Vec<String> = tokens(shape).map(|token| token.text.to_owned()).collect();
        match words.first().map(String::as_str) {
            Some("SELECT") => Self::select(words),
            Some("INSERT" | "REPLACE") => Self::insert(shape, &words),
            Some("BEGIN") => Self::Begin,
            Some("COMMIT" | "END" | "ROLLBACK") => Self::End,
            _ => Self::Other,
        }
    }

    fn select(words: Vec<String>) -> Self {
        let count = |wanted: &str| words.iter().filter(|word| *word == wanted).count();
        let from = words.iter().position(|word| word == "FROM");
        let is_plain = count("SELECT") == 1 && count("FROM") == 1 && count("JOIN") == 0;
        let table = from
            .filter(|_| is_plain)
            .and_then(|from| words.get(from + 1))
            .filter(|table| is_name(table))
            .cloned();
        let mut compared = words.windows(3).enumerate().filter_map(|(at, words)| {
            (is_name(&words[0]) && matches!(&*words[1], "=" | "==") && words[2] == "?")
                .then_some(at)
        });
        let first = compared.next();
        let compared = first.filter(|_| compared.next().is_none());
        Self::Select {
            table,
            compared,
            words,
        }
    }

    fn insert(shape: &str, words: &[String]) -> Self {
        let into = words.iter().position(|word| word == "INTO");
        let Some(table) = into.and_then(|into| words.get(into + 1)) else {
            return Self::Other;
        };
        let row = shape
            .split_once(" VALUES ")
            .map(|(_, row)| row.to_owned())
            .filter(|row| row.ends_with(')') && row.matches('(').count() == 1);
        Self::Insert {
            text: shape.to_owned(),
            table: table.clone(),
            row,
        }
    }

    /// The same query for a list of values.
    pub(super) fn in_batch(&self) -> Option<Replacement> {
        let Self::Select {
            words,
            table: Some(table),
            compared: Some(at),
        } = self
        else {
            return None;
        };
        // Rows of several values have to say whose they are, and a limit would be that of all.
        let is_plain = |word: &String| !matches!(&**word, "LIMIT" | "GROUP" | "DISTINCT" | "UNION");
        if !words.iter().all(is_plain) {
            return None;
        }
        let column = &words[*at];
        let mut words = words.clone();
        words.splice(at + 1..at + 3, ["IN", "(", "?", ")"].map(str::to_owned));
        if !selects(&words, column) {
            words.splice(1..1, [column.clone(), ",".to_owned()]);
        }
        Some(Replacement::InBatch {
            table: table.clone(),
            column: column.clone(),
            sql: crate::sql::normalise(&words.join(" ")),
        })
    }

    /// This query and the one whose rows feed it, in one.
    pub(super) fn join(&self, parent: &Self, parent_text: &str) -> Option<Replacement> {
        let Self::Select {
            words,
            table: Some(table),
            compared: Some(at),
        } = self
        else {
            return None;
        };
        let Self::Select {
            words: parent_words,
            table: Some(parent_table),
            ..
        } = parent
        else {
            return None;
        };
        let column = &words[*at];
        // A row is named `id`, and what refers to it `book_id` where the table is `book` or `books`.
        let parent_column = if column == "id" {
            format!("{}_id", table.strip_suffix('s').unwrap_or(table))
        } else {
            "id".to_owned()
        };
        if !selects(parent_words, &parent_column) {
            return None;
        }
        Some(Replacement::Join {
            sql: format!(
                "SELECT parent.*, child.* FROM ({parent_text}) AS parent \
                 LEFT JOIN {table} AS child ON child.{column} = parent.{parent_column}"
            ),
            parent: parent_table.clone(),
            parent_column,
            table: table.clone(),
            column: column.clone(),
        })
    }

    /// The same insert of two rows.
    pub(super) fn in_chunk(&self) -> Option<Replacement> {
        let Self::Insert {
            text,
            table,
            row: Some(row),
        } = self
        else {
            return None;
        };
        Some(Replacement::Chunk {
            table: table.clone(),
            sql: format!("{text}, {row}"),
        })
    }
}

/// Whether a query's rows have that column.
fn selects(words: &[String], column: &str) -> bool {
    words
        .iter()
        .skip(1)
        .take_while(|word| *word != "FROM")
        .any(|word| word == "*" || word == column)
}

/// Whether a word of a shape is a name: what is not a keyword there is in small letters or quotes.
fn is_name(word: &str) -> bool {
    word.starts_with('"')
        || word
            .chars()
            .next()
            .is_some_and(|first| first.is_alphabetic() || first == '_')
            && !word.chars().any(|letter| letter.is_ascii_uppercase())
}
