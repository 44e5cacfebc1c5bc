//! Values of SQLite, given as parameters and read from rows.
//!
//! Rows travel as bytes, of which a cell takes one for its type and then: nothing for NULL; eight for an integer
//! or a real, little-endian; four for the whole length and four for the length that follows before the bytes
//! of text and blobs. A number of JavaScript would round integers beyond 2^53.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A value that is bound to a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number; it travels as text.
    Integer(#[serde(with = "as_text")] i64),
    /// A number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A value of a row. Of long texts and blobs it has the beginning.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// NULL, which is neither zero nor an empty text.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text, perhaps empty.
    Text {
        /// Its beginning, or all of it.
        start: String,
        /// Bytes of all of it, in UTF-8.
        bytes: u32,
    },
    /// Text that is not UTF-8, as SQLite lets a blob be called text.
    Malformed {
        /// Its beginning, or all of it.
        start: Vec<u8>,
        /// Bytes of all of it.
        bytes: u32,
    },
    /// Bytes, perhaps none.
    Blob {
        /// Their beginning, or all of them.
        start: Vec<u8>,
        /// How many there are.
        bytes: u32,
    },
}

const NULL: u8 = 0;
const INTEGER: u8 = 1;
const REAL: u8 = 2;
const TEXT: u8 = 3;
const BLOB: u8 = 4;

/// Bytes that are no rows.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("byte {at} of {length} is no part of a row of {columns} cells")]
pub struct RowsError {
    /// Where the reading ended.
    pub at: usize,
    /// How many bytes there are.
    pub length: usize,
    /// How many cells a row has.
    pub columns: usize,
}

/// Puts NULL behind `bytes`.
pub fn push_null(bytes: &mut Vec<u8>) {
    bytes.push(NULL);
}

/// Puts an integer behind `bytes`.
pub fn push_integer(bytes: &mut Vec<u8>, value: i64) {
    bytes.push(INTEGER);
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// Puts a number behind `bytes`.
pub fn push_real(bytes: &mut Vec<u8>, value: f64) {
    bytes.push(REAL);
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// Puts a text, which need not be UTF-8, behind `bytes`.
pub fn push_text(bytes: &mut Vec<u8>, value: &[u8]) {
    push_long(bytes, TEXT, value);
}

/// Puts a blob behind `bytes`.
pub fn push_blob(bytes: &mut Vec<u8>, value: &[u8]) {
    push_long(bytes, BLOB, value);
}

fn push_long(bytes: &mut Vec<u8>, tag: u8, value: &[u8]) {
    // A value is far below 4 GiB: see `LIMITS`.
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX).to_le_bytes();
    bytes.push(tag);
    bytes.extend_from_slice(&length);
    bytes.extend_from_slice(&length);
    bytes.extend_from_slice(value);
}

/// Reads rows of `columns` cells, as many as `bytes` has.
pub fn rows(bytes: &[u8], columns: usize) -> Result<Vec<Vec<Cell>>, RowsError> {
    let mut reader = Reader { bytes, at: 0 };
    let mut rows = Vec::new();
    while columns > 0 && reader.at < bytes.len() {
        let row: Option<Vec<Cell>> = (0..columns).map(|_| reader.cell()).collect();
        rows.push(row.ok_or(RowsError {
            at: reader.at,
            length: bytes.len(),
            columns,
        })?);
    }
    Ok(rows)
}

/// Puts a row behind `bytes` with the first `cell_bytes_max` bytes of each text and blob. A character is not cut:
/// a text ends before it. What is no row is left out.
pub fn push_cut(bytes: &mut Vec<u8>, row: &[u8], cell_bytes_max: usize) {
    let mut reader = Reader { bytes: row, at: 0 };
    while let Some(raw) = reader.raw() {
        match raw {
            Raw::Short(cell) => bytes.extend_from_slice(cell),
            Raw::Long { tag, length, data } => {
                let data = match tag {
                    TEXT => cut_text(data, cell_bytes_max),
                    _ => &data[..data.len().min(cell_bytes_max)],
                };
                bytes.push(tag);
                bytes.extend_from_slice(&length.to_le_bytes());
                let kept = u32::try_from(data.len()).unwrap_or(u32::MAX);
                bytes.extend_from_slice(&kept.to_le_bytes());
                bytes.extend_from_slice(data);
            }
        }
    }
}

fn cut_text(text: &[u8], bytes_max: usize) -> &[u8] {
    if text.len() <= bytes_max {
        return text;
    }
    let mut end = bytes_max;
    // The bytes of a character after its first begin with the bits 10; there are at most three.
    while end > 0 && bytes_max - end < 4 && text[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    &text[..end]
}

enum Raw<'a> {
    /// All bytes of the cell.
    Short(&'a [u8]),
    Long {
        tag: u8,
        length: u32,
        data: &'a [u8],
    },
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..)?.get(..count)?;
        self.at += count;
        Some(taken)
    }

    fn length(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn raw(&mut self) -> Option<Raw<'a>> {
        let start = self.at;
        let tag = *self.take(1)?.first()?;
        match tag {
            NULL => {}
            INTEGER | REAL => {
                self.take(8)?;
            }
            TEXT | BLOB => {
                let length = self.length()?;
                let kept = usize::try_from(self.length()?).ok()?;
                let data = self.take(kept)?;
                return Some(Raw::Long { tag, length, data });
            }
            _ => return None,
        }
        Some(Raw::Short(self.bytes.get(start..self.at)?))
    }

    fn cell(&mut self) -> Option<Cell> {
        let start = self.at;
        let cell = match self.raw()? {
            Raw::Long { tag, length, data } => long_cell(tag, length, data),
            Raw::Short([NULL]) => Cell::Null,
            Raw::Short([INTEGER, number @ ..]) => {
                Cell::Integer(i64::from_le_bytes(number.try_into().ok()?))
            }
            Raw::Short([REAL, number @ ..]) => {
                Cell::Real(f64::from_le_bytes(number.try_into().ok()?))
            }
            Raw::Short(_) => {
                self.at = start;
                return None;
            }
        };
        Some(cell)
    }
}

fn long_cell(tag: u8, bytes: u32, data: &[u8]) -> Cell {
    let start = data.to_vec();
    if tag == BLOB {
        return Cell::Blob { start, bytes };
    }
    match String::from_utf8(start) {
        Ok(start) => Cell::Text { start, bytes },
        Err(error) => Cell::Malformed {
            start: error.into_bytes(),
            bytes,
        },
    }
}

/// Whole numbers as text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands a reference over"
    )]
    pub(super) fn serialize<S: Serializer>(value: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        String::deserialize(from)?
            .parse()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(start: &str, bytes: u32) -> Cell {
        Cell::Text {
            start: start.to_owned(),
            bytes,
        }
    }

    fn example() -> Vec<u8> {
        let mut bytes = Vec::new();
        push_null(&mut bytes);
        push_integer(&mut bytes, i64::MIN);
        push_integer(&mut bytes, (1 << 53) + 1);
        push_real(&mut bytes, f64::NEG_INFINITY);
        push_text(&mut bytes, b"");
        push_text(&mut bytes, "naïve".as_bytes());
        push_text(&mut bytes, &[0xff, 0xfe]);
        push_blob(&mut bytes, &[]);
        push_blob(&mut bytes, &[1, 2, 3]);
        bytes
    }

    #[test]
    fn kinds_of_values_are_told_apart_and_integers_are_exact() {
        let row = rows(&example(), 9).expect("a row").remove(0);
        assert_eq!(
            row,
            [
                Cell::Null,
                Cell::Integer(i64::MIN),
                Cell::Integer(9_007_199_254_740_993),
                Cell::Real(f64::NEG_INFINITY),
                text("", 0),
                text("naïve", 6),
                Cell::Malformed {
                    start: vec![0xff, 0xfe],
                    bytes: 2
                },
                Cell::Blob {
                    start: Vec::new(),
                    bytes: 0
                },
                Cell::Blob {
                    start: vec![1, 2, 3],
                    bytes: 3
                },
            ]
        );
        assert_eq!(rows(&example(), 3).expect("three rows").len(), 3);
        assert!(rows(&[], 3).expect("none").is_empty());
    }

    #[test]
    fn long_values_are_cut_before_a_character_and_keep_their_length() {
        let mut cut = Vec::new();
        push_cut(&mut cut, &example(), 3);
        let row = rows(&cut, 9).expect("a row").remove(0);
        // The third byte is the first half of “ï”.
        assert_eq!(row[5], text("na", 6));
        assert_eq!(row[1], Cell::Integer(i64::MIN));
        cut.clear();
        push_cut(&mut cut, &example(), 1);
        let row = rows(&cut, 9).expect("a row").remove(0);
        assert_eq!(
            row[8],
            Cell::Blob {
                start: vec![1],
                bytes: 3
            }
        );
    }

    #[test]
    fn bytes_that_are_no_rows_are_refused() {
        let bytes = example();
        for (bytes, columns) in [
            (&bytes[..bytes.len() - 1], 9),
            (&bytes[..], 2),
            (&[9_u8][..], 1),
            (&[TEXT, 255, 255, 255, 255, 255, 255, 255, 255][..], 1),
        ] {
            assert!(rows(bytes, columns).is_err(), "{bytes:?} of {columns}");
        }
    }

    #[test]
    fn parameters_are_exact_in_json() {
        for value in [
            Value::Null,
            Value::Integer(i64::MAX),
            Value::Real(0.5),
            Value::Text(String::new()),
            Value::Blob(vec![0, 255]),
        ] {
            let text = serde_json::to_string(&value).expect("plain data");
            let back: Value = serde_json::from_str(&text).expect("its own text");
            assert_eq!(back, value, "{text}");
        }
        let text = serde_json::to_string(&Value::Integer(i64::MAX)).expect("plain data");
        assert_eq!(text, r#"{"integer":"9223372036854775807"}"#);
    }
}
