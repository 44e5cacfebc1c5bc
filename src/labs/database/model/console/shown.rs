//! How a value is shown in a cell of one line, and as a whole.

use std::fmt::Write as _;

use sql_workload::session::Cell;

/// Letters of a text in a cell.
const LETTERS: usize = 60;

/// Bytes of a blob in a cell; each is two digits.
const BLOB_BYTES: usize = 16;

/// From here on a real is written with an exponent, as it is below the inverse.
const EXPONENT_FROM: f64 = 1e15;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    /// An integer or a real.
    Number,
    Text,
    EmptyText,
    /// Text that is not UTF-8.
    Malformed,
    Blob,
}

/// A value in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub kind: Kind,
    /// What stands in the cell, in one line.
    pub text: String,
    /// The size of a text or a blob.
    pub bytes: u32,
    /// Whether there is more of it than the cell shows.
    pub is_cut: bool,
}

impl Shown {
    #[must_use]
    pub(crate) fn of(cell: &Cell) -> Self {
        let plain = |kind, text| Self {
            kind,
            text,
            bytes: 0,
            is_cut: false,
        };
        match cell {
            Cell::Null => plain(Kind::Null, String::new()),
            Cell::Integer(value) => plain(Kind::Number, value.to_string()),
            Cell::Real(value) => plain(Kind::Number, real(*value)),
            Cell::Text { bytes: 0, .. } => plain(Kind::EmptyText, String::new()),
            Cell::Text { start, bytes } => Self {
                kind: Kind::Text,
                text: line(start),
                bytes: *bytes,
                is_cut: is_longer(start, *bytes) || start.contains(is_break),
            },
            Cell::Malformed { start, bytes } => Self::hex(Kind::Malformed, start, *bytes),
            Cell::Blob { start, bytes } => Self::hex(Kind::Blob, start, *bytes),
        }
    }

    fn hex(kind: Kind, start: &[u8], bytes: u32) -> Self {
        let shown = &start[..start.len().min(BLOB_BYTES)];
        Self {
            kind,
            text: literal(shown),
            bytes,
            is_cut: shown.len() < bytes as usize,
        }
    }
}

fn is_break(letter: char) -> bool {
    letter.is_control()
}

/// Whether a text has more than a cell shows.
fn is_longer(start: &str, bytes: u32) -> bool {
    start.len() < bytes as usize || start.chars().nth(LETTERS).is_some()
}

/// The beginning of a text, in which what would break the line is a sign.
fn line(text: &str) -> String {
    let sign = |letter: char| match letter {
        '\n' => '↵',
        '\t' => '⇥',
        letter if is_break(letter) => '␣',
        letter => letter,
    };
    text.chars().take(LETTERS).map(sign).collect()
}

/// All that is there of a value.
#[must_use]
pub(crate) fn whole(cell: &Cell) -> String {
    match cell {
        Cell::Text { start, .. } => start.clone(),
        Cell::Malformed { start, .. } | Cell::Blob { start, .. } => literal(start),
        other => Shown::of(other).text,
    }
}

/// Bytes as SQL writes them.
#[must_use]
pub(crate) fn literal(bytes: &[u8]) -> String {
    format!("x'{}'", hex(bytes))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // A String takes everything.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A real as SQL writes it: with as many digits as tell it from every other, and never without a point, so that it is
/// not taken for an integer.
#[must_use]
pub(crate) fn real(value: f64) -> String {
    let size = value.abs();
    if value.is_infinite() {
        return if value > 0.0 { "Inf" } else { "-Inf" }.to_owned();
    }
    if size != 0.0 && !(1.0 / EXPONENT_FROM..EXPONENT_FROM).contains(&size) {
        let text = format!("{value:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
            _ => text,
        };
    }
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(start: &str, bytes: usize) -> Cell {
        Cell::Text {
            start: start.to_owned(),
            bytes: u32::try_from(bytes).expect("short"),
        }
    }

    #[test]
    fn kinds_of_values_are_told_apart() {
        let blob = |start: &[u8]| Cell::Blob {
            start: start.to_vec(),
            bytes: u32::try_from(start.len()).expect("short"),
        };
        let cells = [
            Cell::Null,
            text("", 0),
            text("NULL", 4),
            blob(&[]),
            blob(&[0, 255]),
            Cell::Integer(9_007_199_254_740_993),
            Cell::Real(1.0),
        ];
        let shown = cells.map(|cell| {
            let shown = Shown::of(&cell);
            assert!(!shown.is_cut, "{shown:?}");
            (shown.kind, shown.text)
        });
        let expected = [
            (Kind::Null, ""),
            (Kind::EmptyText, ""),
            (Kind::Text, "NULL"),
            (Kind::Blob, "x''"),
            (Kind::Blob, "x'00ff'"),
            (Kind::Number, "9007199254740993"),
            (Kind::Number, "1.0"),
        ];
        assert_eq!(shown, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn long_values_are_cut_and_say_so() {
        let long = Shown::of(&text(&"é".repeat(61), 122));
        assert_eq!((long.text.chars().count(), long.is_cut), (LETTERS, true));
        // The beginning of something longer.
        assert!(Shown::of(&text("abc", 100)).is_cut);
        let lines = Shown::of(&text("a\nb", 3));
        assert_eq!((lines.text.as_str(), lines.is_cut), ("a↵b", true));
        let blob = Shown::of(&Cell::Blob {
            start: vec![1; 20],
            bytes: 20,
        });
        assert!(blob.is_cut && blob.text.len() == 2 * BLOB_BYTES + 3);
    }

    #[test]
    fn reals_are_exact_and_no_integers() {
        for (value, expected) in [
            (0.1, "0.1"),
            (-2.0, "-2.0"),
            (0.0, "0.0"),
            (1e15, "1.0e15"),
            (1.5e300, "1.5e300"),
            (1e-20, "1.0e-20"),
            (f64::INFINITY, "Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(real(value), expected);
        }
    }
}
