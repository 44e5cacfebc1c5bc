//! A result as a file, row by row.
//!
//! CSV is that of RFC 4180, and no formula stands in it (`ui::csv`): NULL is an empty field, and empty text one in quotes. In JSON rows are lists, because
//! two columns may have the same name; what JSON has no form for is an object that names what it is.

use std::fmt::Write as _;

use sql_workload::session::Cell;

use super::shown::{hex, literal, real};
use crate::ui::csv;

/// From here on a number of JavaScript, which is what most who read JSON have, skips integers.
const EXACT_BELOW: u64 = 1 << 53;

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Json,
}

impl Format {
    pub(crate) const fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "result.csv",
            Self::Json => "result.json",
        }
    }

    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Json => "application/json",
        }
    }

    /// What stands before the rows.
    pub(crate) fn head(self, columns: &[String]) -> String {
        match self {
            Self::Csv => {
                let fields: Vec<String> = columns.iter().map(|name| csv_text(name)).collect();
                fields.join(",") + "\r\n"
            }
            Self::Json => {
                let names: Vec<String> = columns.iter().map(|name| json_text(name)).collect();
                format!("{{\"columns\":[{}],\"rows\":[", names.join(","))
            }
        }
    }

    /// A row; `is_first` of all of them.
    pub(crate) fn row(self, cells: &[Cell], is_first: bool) -> String {
        match self {
            Self::Csv => {
                let fields: Vec<String> = cells.iter().map(csv_cell).collect();
                fields.join(",") + "\r\n"
            }
            Self::Json => {
                let values: Vec<String> = cells.iter().map(json).collect();
                let before = if is_first { "\n" } else { ",\n" };
                format!("{before}[{}]", values.join(","))
            }
        }
    }

    /// What stands behind the rows.
    pub(crate) const fn end(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::Json => "\n]}\n",
        }
    }
}

fn csv_cell(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(value) => csv::field(&real(*value)),
        Cell::Text { start, .. } => csv_text(start),
        Cell::Malformed { start, .. } | Cell::Blob { start, .. } => literal(start),
    }
}

fn csv_text(text: &str) -> String {
    if text.is_empty() {
        return csv::quoted(text);
    }
    csv::field(text)
}

fn json(cell: &Cell) -> String {
    match cell {
        Cell::Null => "null".to_owned(),
        Cell::Integer(value) if value.unsigned_abs() < EXACT_BELOW => value.to_string(),
        Cell::Integer(value) => json_text(&value.to_string()),
        Cell::Real(value) if value.is_finite() => real(*value),
        Cell::Real(value) => json_text(&real(*value)),
        Cell::Text { start, .. } => json_text(start),
        Cell::Malformed { start, .. } => format!("{{\"notUtf8\":\"{}\"}}", hex(start)),
        Cell::Blob { start, .. } => format!("{{\"blob\":\"{}\"}}", hex(start)),
    }
}

fn json_text(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            letter if letter < ' ' => {
                // A String takes everything.
                let _ = write!(json, "\\u{:04x}", u32::from(letter));
            }
            letter => json.push(letter),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Vec<Cell> {
        let text = |text: &str| Cell::Text {
            start: text.to_owned(),
            bytes: u32::try_from(text.len()).expect("short"),
        };
        vec![
            Cell::Null,
            text(""),
            text("a \"b\",\r\nc\u{1}"),
            Cell::Integer((1 << 53) - 1),
            Cell::Integer(-(1 << 53) - 1),
            Cell::Real(0.5),
            Cell::Real(f64::INFINITY),
            Cell::Blob {
                start: vec![0, 255],
                bytes: 2,
            },
            Cell::Malformed {
                start: vec![255],
                bytes: 1,
            },
        ]
    }

    #[test]
    fn csv_tells_null_from_empty_text_and_quotes_what_needs_it() {
        assert_eq!(
            Format::Csv.row(&cells(), true),
            ",\"\",\"a \"\"b\"\",\r\nc\u{1}\",9007199254740991,-9007199254740993,0.5,Inf,x'00ff',x'ff'\r\n"
        );
        let columns = ["a".to_owned(), "b,c".to_owned()];
        assert_eq!(Format::Csv.head(&columns), "a,\"b,c\"\r\n");
    }

    #[test]
    fn text_of_a_database_is_no_formula_and_a_negative_number_is_a_number() {
        let text = |text: &str| Cell::Text {
            start: text.to_owned(),
            bytes: 0,
        };
        let cells = [
            text("=1+2"),
            text("@SUM(1)"),
            Cell::Integer(-1),
            Cell::Real(-0.5),
        ];
        assert_eq!(Format::Csv.row(&cells, true), "'=1+2,'@SUM(1),-1,-0.5\r\n");
        assert_eq!(Format::Csv.head(&["-a".to_owned()]), "'-a\r\n");
    }

    #[test]
    fn json_is_json_and_loses_no_integer() {
        let columns: Vec<String> = (0..9).map(|number| format!("\"{number}")).collect();
        let format = Format::Json;
        let file = [
            format.head(&columns),
            format.row(&cells(), true),
            format.row(&cells(), false),
            format.end().to_owned(),
        ];
        let file: serde_json::Value = serde_json::from_str(&file.concat()).expect("JSON");
        assert_eq!(file["columns"][8], "\"8");
        assert_eq!(
            file["rows"][1],
            serde_json::json!([
                null,
                "",
                "a \"b\",\r\nc\u{1}",
                9_007_199_254_740_991_i64,
                "-9007199254740993",
                0.5,
                "Inf",
                { "blob": "00ff" },
                { "notUtf8": "ff" }
            ])
        );
    }

    #[test]
    fn no_rows_are_a_file_too() {
        let file = Format::Json.head(&[]) + Format::Json.end();
        let file: serde_json::Value = serde_json::from_str(&file).expect("JSON");
        assert_eq!(file["rows"], serde_json::json!([]));
    }
}
