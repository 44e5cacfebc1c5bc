//! Looks at a file before SQLite does, so that a person is told what it is and not what failed.
//!
//! The header's fields are those of SQLite's "Database File Format" (sqlite.org/fileformat2.html), section 1.3.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::LIMITS;

/// How a database of SQLite begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Bytes of the header.
const HEADER_BYTES: usize = 100;

/// The file formats that SQLite reads and writes: with a rollback journal, and with a write-ahead log.
const JOURNAL: u8 = 1;
const WRITE_AHEAD_LOG: u8 = 2;

/// What the header of a database says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileHeader {
    /// Bytes of a page.
    pub page_bytes: u32,
    /// Pages of the file.
    pub pages: u64,
    /// Whether its last changes may lie in a log beside it, which did not come along.
    pub had_log: bool,
}

/// A kind of file that is told by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KnownFile {
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// An archive, as many documents are.
    Zip,
    /// A compressed file.
    Gzip,
    /// A document.
    Pdf,
    /// A rollback journal of SQLite.
    Journal,
    /// A table of values or statements: text in UTF-8.
    Text,
    /// Anything else.
    Unknown,
}

impl KnownFile {
    /// In the words of a message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "a PNG picture",
            Self::Jpeg => "a JPEG picture",
            Self::Zip => "a ZIP archive",
            Self::Gzip => "a file compressed by gzip",
            Self::Pdf => "a PDF document",
            Self::Journal => {
                "a rollback journal of SQLite, which is of use only beside its database"
            }
            Self::Text => "a text",
            Self::Unknown => "a file of another program",
        }
    }
}

/// How files begin.
const STARTS: [(&[u8], KnownFile); 6] = [
    (b"\x89PNG\r\n\x1a\n", KnownFile::Png),
    (b"\xff\xd8\xff", KnownFile::Jpeg),
    (b"PK\x03\x04", KnownFile::Zip),
    (b"\x1f\x8b", KnownFile::Gzip),
    (b"%PDF-", KnownFile::Pdf),
    (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", KnownFile::Journal),
];

/// How a write-ahead log begins: with one of these, big-endian, by the order of bytes of its checksums.
const LOGS: [u32; 2] = [0x377f_0682, 0x377f_0683];

/// Why a file is no database that can be opened here.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More than a session holds.
    #[error("the file has {bytes} bytes; at most {bytes_max} can be opened")]
    TooLarge {
        /// How many it has.
        bytes: u64,
        /// How many it may have.
        bytes_max: u64,
    },
    /// Something else.
    #[error("the file is no database of SQLite but {}", found.name())]
    Foreign {
        /// What it looks like.
        found: KnownFile,
    },
    /// The log of a database without the database.
    #[error(
        "the file is the write-ahead log of a database; drop the database itself, which has no “-wal” at its end"
    )]
    LogAlone,
    /// The end is missing.
    #[error(
        "the file ends after {bytes} bytes, where {bytes_expected} are expected: it is not complete"
    )]
    Truncated {
        /// How many there are.
        bytes: u64,
        /// How many there should be at least.
        bytes_expected: u64,
    },
    /// A field of the header has a value that it cannot have.
    #[error("the header is damaged: {field} is {found}")]
    Header {
        /// The field.
        field: String,
        /// Its value.
        found: u32,
    },
    /// A format that is younger than this SQLite.
    #[error(
        "the file has version {version} of the format; versions up to {WRITE_AHEAD_LOG} can be read"
    )]
    TooNew {
        /// Its version.
        version: u8,
    },
    /// The header is as it should be, and what follows is not.
    #[error("the database is damaged: {message}")]
    Damaged {
        /// What SQLite found.
        message: String,
    },
}

/// What the header of a file says, if the file may be a database that is complete. Of what follows the header
/// nothing is read.
pub fn inspect(bytes: &[u8]) -> Result<FileHeader, FileError> {
    let length = bytes.len() as u64;
    if bytes.is_empty() {
        return Err(FileError::Empty);
    }
    if length > LIMITS.database_bytes {
        return Err(FileError::TooLarge {
            bytes: length,
            bytes_max: LIMITS.database_bytes,
        });
    }
    let is_start = MAGIC.starts_with(&bytes[..bytes.len().min(MAGIC.len())]);
    if !bytes.starts_with(MAGIC) && !is_start {
        return Err(other(bytes));
    }
    let truncated = |bytes_expected| FileError::Truncated {
        bytes: length,
        bytes_expected,
    };
    let header: &[u8; HEADER_BYTES] = bytes
        .first_chunk()
        .ok_or_else(|| truncated(HEADER_BYTES as u64))?;
    let page_bytes = page_bytes(header)?;
    let had_log = format(header)?;
    let whole_pages = length.div_ceil(u64::from(page_bytes));
    let pages = pages(header).unwrap_or(whole_pages).max(whole_pages);
    let bytes_expected = pages * u64::from(page_bytes);
    if length < bytes_expected {
        return Err(truncated(bytes_expected));
    }
    Ok(FileHeader {
        page_bytes,
        pages,
        had_log,
    })
}

/// Takes the log out of a database's header: SQLite opens no database with a log where it cannot share memory
/// with others. What was in the log is lost if the log did not come along, as it is then everywhere.
pub fn forget_log(bytes: &mut [u8]) {
    if let Some([write, read]) = bytes.get_mut(18..20) {
        *write = (*write).min(JOURNAL);
        *read = (*read).min(JOURNAL);
    }
}

fn other(bytes: &[u8]) -> FileError {
    let start = bytes.first_chunk().map(|start| u32::from_be_bytes(*start));
    if start.is_some_and(|start| LOGS.contains(&start)) {
        return FileError::LogAlone;
    }
    let known = STARTS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, known)| *known);
    let found = known.unwrap_or_else(|| {
        let start = &bytes[..bytes.len().min(HEADER_BYTES)];
        let is_text = std::str::from_utf8(start).is_ok() && !start.contains(&0);
        if is_text {
            KnownFile::Text
        } else {
            KnownFile::Unknown
        }
    });
    FileError::Foreign { found }
}

fn big_endian(header: &[u8; HEADER_BYTES], at: usize) -> u32 {
    header[at..at + 4]
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn page_bytes(header: &[u8; HEADER_BYTES]) -> Result<u32, FileError> {
    let field = u32::from(header[16]) << 8 | u32::from(header[17]);
    match field {
        // Two bytes are too few for the largest page.
        1 => Ok(65_536),
        512..=32_768 if field.is_power_of_two() => Ok(field),
        _ => Err(damaged("the size of a page", field)),
    }
}

/// Whether the database has a log, once its header is known to be one that SQLite takes.
fn format(header: &[u8; HEADER_BYTES]) -> Result<bool, FileError> {
    let version = header[19];
    if version > WRITE_AHEAD_LOG {
        return Err(FileError::TooNew { version });
    }
    if [header[21], header[22], header[23]] != [64, 32, 32] {
        return Err(damaged(
            "the share of a page's payload",
            u32::from(header[21]),
        ));
    }
    let encoding = big_endian(header, 56);
    if encoding > 3 {
        return Err(damaged("the encoding of text", encoding));
    }
    Ok(version == WRITE_AHEAD_LOG)
}

fn damaged(field: &str, found: u32) -> FileError {
    FileError::Header {
        field: field.to_owned(),
        found,
    }
}

/// How many pages there should be; an SQLite before 3.7.0 changed the database and left the field as it was,
/// where the two counters differ.
fn pages(header: &[u8; HEADER_BYTES]) -> Option<u64> {
    let pages = big_endian(header, 28);
    let is_valid = pages > 0 && big_endian(header, 24) == big_endian(header, 92);
    is_valid.then_some(u64::from(pages))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header as SQLite writes it, before so many pages of nothing.
    fn database(pages: u8) -> Vec<u8> {
        let mut bytes = vec![0; 4096 * usize::from(pages)];
        bytes[..16].copy_from_slice(MAGIC);
        bytes[16..18].copy_from_slice(&4096_u16.to_be_bytes());
        bytes[18..24].copy_from_slice(&[1, 1, 0, 64, 32, 32]);
        bytes[31] = pages;
        bytes[59] = 1;
        bytes
    }

    fn message(bytes: &[u8]) -> String {
        inspect(bytes).map_or_else(|error| error.to_string(), |header| format!("{header:?}"))
    }

    #[test]
    fn a_complete_database_is_let_through() {
        let header = FileHeader {
            page_bytes: 4096,
            pages: 2,
            had_log: false,
        };
        let mut bytes = database(2);
        assert_eq!(inspect(&bytes), Ok(header));
        bytes[18..20].copy_from_slice(&[2, 2]);
        let header = FileHeader {
            had_log: true,
            ..header
        };
        assert_eq!(inspect(&bytes), Ok(header));
        forget_log(&mut bytes);
        assert_eq!(bytes, database(2));
        let mut large = database(16);
        large[16..18].copy_from_slice(&[0, 1]);
        large[31] = 1;
        assert_eq!(inspect(&large).map(|header| header.page_bytes), Ok(65_536));
    }

    #[test]
    fn other_files_are_called_by_their_kind() {
        assert_eq!(message(b""), "the file is empty");
        for (bytes, name) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], "a PNG picture"),
            (b"PK\x03\x04 and more", "a ZIP archive"),
            (b"SELECT 1;", "a text"),
            (b"\0\x01\x02", "a file of another program"),
        ] {
            assert_eq!(
                message(bytes),
                format!("the file is no database of SQLite but {name}")
            );
        }
        for last in [0x82, 0x83] {
            let log = [0x37, 0x7f, 0x06, last, 0, 0];
            assert_eq!(inspect(&log), Err(FileError::LogAlone));
        }
    }

    #[test]
    fn a_file_that_ends_early_says_how_much_is_missing() {
        let bytes = database(3);
        for (kept, expected) in [(5, 100), (99, 100), (4096, 12_288), (12_287, 12_288)] {
            let error = FileError::Truncated {
                bytes: kept as u64,
                bytes_expected: expected,
            };
            assert_eq!(inspect(&bytes[..kept]), Err(error));
        }
        // Where the field does not count, whole pages are all that can be asked for.
        let mut old = database(3);
        old[27] = 1;
        assert!(inspect(&old[..4096]).is_ok());
        assert_eq!(
            message(&old[..5000]),
            "the file ends after 5000 bytes, where 8192 are expected: it is not complete"
        );
    }

    #[test]
    fn a_header_with_impossible_values_is_refused() {
        for (at, value, expected) in [
            (
                16,
                0x11,
                "the header is damaged: the size of a page is 4352",
            ),
            (
                19,
                3,
                "the file has version 3 of the format; versions up to 2 can be read",
            ),
            (
                22,
                0,
                "the header is damaged: the share of a page's payload is 64",
            ),
            (59, 4, "the header is damaged: the encoding of text is 4"),
        ] {
            let mut bytes = database(1);
            bytes[at] = value;
            assert_eq!(message(&bytes), expected);
        }
    }
}
