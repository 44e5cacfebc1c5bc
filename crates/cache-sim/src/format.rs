//! Files of traces: which formats there are, how a name tells one, and why a file cannot be read.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a file of accesses is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// libCacheSim's binary format: a record of 24 bytes for each access.
    OracleGeneral,
    /// Requests to a virtual disk, as `VMware`'s vscsiStats records them: 32 bytes each, or 40.
    Vscsi,
    /// A line of columns for each access.
    Csv,
    /// A key a line.
    Txt,
    /// The traces of ARC's paper: each line is a run of blocks.
    Lis,
    /// The traces of LIRS's paper: a block number a line.
    Lirs,
    /// A web server's log in the Common or the Combined Log Format.
    AccessLog,
    /// What Redis' command MONITOR prints.
    RedisMonitor,
}

impl Format {
    /// All formats, those that say most of an access first.
    pub const ALL: [Self; 8] = [
        Self::OracleGeneral,
        Self::Vscsi,
        Self::Csv,
        Self::Txt,
        Self::Lis,
        Self::Lirs,
        Self::AccessLog,
        Self::RedisMonitor,
    ];

    /// The name that links and the command line use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OracleGeneral => "oracle-general",
            Self::Vscsi => "vscsi",
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Lis => "lis",
            Self::Lirs => "lirs",
            Self::AccessLog => "access-log",
            Self::RedisMonitor => "redis-monitor",
        }
    }

    /// What the file has to look like, as a sentence about a wrong one ends.
    #[must_use]
    pub const fn shape(self) -> &'static str {
        match self {
            Self::OracleGeneral => {
                "records of 24 bytes: u32 time, u64 key, u32 size, i64 next access"
            }
            Self::Vscsi => "vscsiStats records of version 1 (32 bytes) or 2 (40 bytes)",
            Self::Csv => "lines of columns between commas, semicolons or tabs",
            Self::Txt => "lines of text with a key each",
            Self::Lis => "lines such as “5120 64 0 17”: first block, number of blocks, 0, request",
            Self::Lirs => "lines with a block number each, or “*”",
            Self::AccessLog => {
                "lines such as “::1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 2326”"
            }
            Self::RedisMonitor => {
                "lines such as “1339518083.107412 [0 127.0.0.1:60866] \"get\" \"key\"”"
            }
        }
    }

    /// The format and packing that a file's name stands for, whatever folder it is in.
    ///
    /// libCacheSim's names may carry more than their format (`w01.oracleGeneral.sample10.zst`), and a log one of its
    /// rotation (`access.log.2.gz`, `access_log-20240131`).
    #[must_use]
    pub fn of_name(file_name: &str) -> Option<(Self, Packing)> {
        let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let (name, packing) = Packing::strip(&name);
        if name.split('.').skip(1).any(|part| part == "oraclegeneral") {
            return Some((Self::OracleGeneral, packing));
        }
        let name = without_rotation(name);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let format = match extension {
            // Its siblings with other columns, such as oracleGeneralOpNS, have the same extension.
            "bin" if !stem.contains(".oracle") => Self::OracleGeneral,
            "vscsi" => Self::Vscsi,
            "csv" => Self::Csv,
            "txt" => Self::Txt,
            "lis" => Self::Lis,
            "trace" => Self::Lirs,
            "log" => Self::AccessLog,
            "monitor" => Self::RedisMonitor,
            _ if name.ends_with("access_log") => Self::AccessLog,
            _ => return None,
        };
        Some((format, packing))
    }
}

/// A log's name before it was rotated: without a number, or without a date of eight digits.
fn without_rotation(name: &str) -> &str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((stem, number)) = name.rsplit_once('.')
        && digits(number)
        && number.len() <= 4
    {
        return stem;
    }
    match name.rsplit_once('-') {
        Some((stem, date)) if digits(date) && date.len() == 8 => stem,
        _ => name,
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{0}” is no format: {names}", names = names())]
pub struct UnknownFormat(pub String);

fn names() -> String {
    Format::ALL.map(Format::name).join(", ")
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// A format by its name, with or without its dash: `oracle-general` or libCacheSim's `oracleGeneral`.
    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let bare = |name: &str| name.replace(['-', '_'], "").to_ascii_lowercase();
        let given = bare(text.trim());
        Self::ALL
            .into_iter()
            .find(|format| bare(format.name()) == given)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// How a file is compressed.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Packing {
    /// Not at all.
    #[default]
    Plain,
    /// RFC 1952, in one member or in several.
    Gzip,
    /// RFC 8878, in one frame or in several.
    Zstd,
}

impl Packing {
    /// Number of bytes that [`Packing::of_bytes`] looks at.
    pub const HEAD_BYTES: usize = 4;

    /// How a file is packed that begins with these bytes.
    #[must_use]
    pub fn of_bytes(head: &[u8]) -> Self {
        match head {
            // Deflate is the only method there is; three bits of the flags are reserved and zero.
            [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => Self::Gzip,
            // A frame of data, or one of something else, which is to be skipped.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }

    fn strip(name: &str) -> (&str, Self) {
        match name.rsplit_once('.') {
            Some((stem, "gz" | "gzip")) => (stem, Self::Gzip),
            Some((stem, "zst" | "zstd")) => (stem, Self::Zstd),
            _ => (name, Self::Plain),
        }
    }
}

impl fmt::Display for Packing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

/// Where in a file something is. Lines and records are counted from one, bytes from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A byte of what was unpacked.
    Byte(u64),
    /// A line of text.
    Line(u64),
    /// A record of a binary format.
    Record(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(byte) => write!(f, "byte {byte}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
        }
    }
}

/// What a file tells of an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Which object.
    Key,
    /// When.
    Time,
    /// The object's size.
    Size,
    /// The first of a run of blocks.
    FirstBlock,
    /// How long a run of blocks is.
    Blocks,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "key",
            Self::Time => "time",
            Self::Size => "size",
            Self::FirstBlock => "first block",
            Self::Blocks => "number of blocks",
        })
    }
}

macro_rules! contents {
    ($($variant:ident = $words:literal)*) => {
        /// What a file holds that is no trace of the format it was read as.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Content {
            $(
                #[doc = concat!("It holds ", $words, ".")]
                $variant,
            )*
        }

        impl fmt::Display for Content {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $words,)*
                })
            }
        }
    };
}

contents! {
    Picture = "a picture"
    Pdf = "a PDF document"
    Archive = "an archive of files"
    OtherPacking = "data in a packing other than gzip and zstd"
    PackedTwice = "data that are packed twice"
    Program = "a program"
    Database = "a database"
    WebPage = "a web page"
    Json = "JSON"
    Utf16 = "UTF-16 text, where UTF-8 can be read"
    Text = "text"
    Binary = "binary data"
}

/// The most characters of a file that an error quotes.
pub const QUOTED_MAX: usize = 80;

/// The beginning of a text, as an error quotes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a file cannot be read as a trace.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ReadError {
    /// Whoever asked for the trace does not want it any more.
    #[error("reading was cancelled")]
    Cancelled,
    /// The file could not be had.
    #[error("the source failed after {byte} bytes: {words}")]
    Source {
        /// Bytes that it gave before.
        byte: u64,
        /// What it says.
        words: String,
    },
    /// What should be unpacked is damaged or cut off.
    #[error("the {packing} stream is damaged within its first {byte} bytes: {words}")]
    Packed {
        /// How it is packed.
        packing: Packing,
        /// Bytes that had been taken from the file.
        byte: u64,
        /// What the decoder says.
        words: String,
    },
    /// There is no access in it.
    #[error("there is no access in the file; {format} has {}", .format.shape())]
    Empty {
        /// What it was read as.
        format: Format,
    },
    /// It is something else altogether.
    #[error("this is no {format}: {place} holds {content}; {format} has {}", .format.shape())]
    OtherContent {
        /// What it was read as.
        format: Format,
        /// What it is.
        content: Content,
        /// Where that shows.
        place: Place,
    },
    /// The file ends within a record.
    #[error("{place} is cut off: it has {bytes} bytes of {bytes_expected}")]
    CutRecord {
        /// Which record.
        place: Place,
        /// How long it is.
        bytes: usize,
        /// How long it should be.
        bytes_expected: usize,
    },
    /// A record of a version that cannot be read.
    #[error("{place} has version {found}; vscsi has records of version {expected}")]
    Version {
        /// Which record.
        place: Place,
        /// What it says.
        found: u8,
        /// What it should say.
        expected: String,
    },
    /// What should be a number is none, or one that is out of range.
    #[error("{field} is “{found}” in {place}; give a number from {min} to {max}")]
    Number {
        /// What it is of.
        field: Field,
        /// What stands there.
        found: String,
        /// The least.
        #[serde(with = "in_digits")]
        min: u64,
        /// The most.
        #[serde(with = "in_digits")]
        max: u64,
        /// Where.
        place: Place,
    },
    /// An access tells less than the others.
    #[error("{place} has no {field}, which the other accesses have")]
    Missing {
        /// What is not told.
        field: Field,
        /// Where.
        place: Place,
    },
    /// It is not known which column is the key.
    #[error(
        "the columns “{found}” in {place} have no name that is known; give a first line that names the key (key, id, \
         obj_id, lbn or url) and, if there are any, time, size and op; without such a line give one column, the key, \
         or three: time, key, size"
    )]
    Columns {
        /// The first line's.
        found: String,
        /// Where.
        place: Place,
    },
    /// A line has more columns than the first, as it has where a field has the delimiter in it.
    #[error(
        "{place} has {found} columns, the first line {expected}; put a field with a comma, semicolon or tab in it \
         between quotation marks"
    )]
    ColumnCount {
        /// Which line.
        place: Place,
        /// How many it has.
        found: usize,
        /// How many the first line has.
        expected: usize,
    },
    /// A field opens with a quotation mark that none closes.
    #[error("{place} has a quotation mark that is not closed: “{found}”")]
    OpenQuote {
        /// Where.
        place: Place,
        /// The line's beginning.
        found: String,
    },
    /// A line that is none of the format's.
    #[error("{place} is “{found}”; {format} has {}", .format.shape())]
    Line {
        /// What it was read as.
        format: Format,
        /// The line's beginning.
        found: String,
        /// Which line.
        place: Place,
    },
    /// More lines than a few are none of the format's.
    #[error(
        "{skipped} of {lines} lines cannot be read, more than {percent_max} %; the first, {place}, is “{found}”; \
         {format} has {}",
        .format.shape()
    )]
    ManyLines {
        /// What it was read as.
        format: Format,
        /// How many cannot be read.
        skipped: u64,
        /// Of how many.
        lines: u64,
        /// How many may be, in percent.
        percent_max: u64,
        /// The first one's beginning.
        found: String,
        /// Which line that is.
        place: Place,
    },
    /// A line without an end.
    #[error("{place} is longer than {bytes_max} bytes")]
    LongLine {
        /// Which line.
        place: Place,
        /// How long it may be.
        bytes_max: usize,
    },
    /// More accesses than may be.
    #[error("{place} begins access {}; at most {max} can be read", .max.saturating_add(1))]
    ManyAccesses {
        /// How many may be.
        max: usize,
        /// Where there is one more.
        place: Place,
    },
    /// The trace takes more memory than it may.
    #[error("{accesses} accesses take {bytes} bytes of memory; at most {bytes_max} may be taken")]
    Memory {
        /// Accesses that were read.
        accesses: usize,
        /// What they take.
        bytes: usize,
        /// What they may take.
        bytes_max: usize,
    },
    /// More comes out of a file than may, such as out of a small file that unpacks to a huge one.
    #[error(
        "{byte} bytes of the file hold more than {bytes_max} bytes; at most so many can be read"
    )]
    Unpacked {
        /// Bytes that were taken from the file.
        byte: u64,
        /// How many may come out.
        bytes_max: u64,
    },
}

/// Numbers that JavaScript's are too small for, which messages to and from a worker have to hold.
mod in_digits {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands fields in by reference"
    )]
    pub(super) fn serialize<S: Serializer>(number: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let digits = String::deserialize(from)?;
        digits.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_holds_a_number_that_javascript_cannot() {
        let error = ReadError::Number {
            field: Field::Key,
            found: "abc".to_owned(),
            min: 0,
            max: u64::MAX,
            place: Place::Line(2),
        };
        let sent = serde_json::to_value(&error).unwrap();
        assert_eq!(sent["max"], "18446744073709551615");
        assert_eq!(serde_json::from_value::<ReadError>(sent).unwrap(), error);
    }

    #[test]
    fn each_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
            assert_eq!(format.to_string().to_uppercase().parse(), Ok(format));
            assert_eq!(format.name().replace('-', "").parse(), Ok(format));
            assert_eq!(
                serde_json::to_string(&format).unwrap(),
                format!("\"{format}\"")
            );
        }
        assert_eq!("oracleGeneral".parse(), Ok(Format::OracleGeneral));
        let refused = "parquet".parse::<Format>().unwrap_err().to_string();
        assert!(
            refused.contains("“parquet”") && refused.contains("redis-monitor"),
            "{refused}"
        );
    }

    #[test]
    fn a_files_name_tells_its_format_and_its_packing() {
        let cases = [
            ("msr.oracleGeneral", Format::OracleGeneral, Packing::Plain),
            (
                "w01.oracleGeneral.bin.zst",
                Format::OracleGeneral,
                Packing::Zstd,
            ),
            (
                "cluster52.oracleGeneral.sample10.zst",
                Format::OracleGeneral,
                Packing::Zstd,
            ),
            ("/data/x.BIN", Format::OracleGeneral, Packing::Plain),
            (
                "C:\\traces\\cloudPhysicsIO.vscsi",
                Format::Vscsi,
                Packing::Plain,
            ),
            ("a.b.csv.gz", Format::Csv, Packing::Gzip),
            ("keys.txt", Format::Txt, Packing::Plain),
            ("OLTP.lis.zstd", Format::Lis, Packing::Zstd),
            ("loop.trace.gz", Format::Lirs, Packing::Gzip),
            ("access.log", Format::AccessLog, Packing::Plain),
            ("access.log.1", Format::AccessLog, Packing::Plain),
            ("access.log.2.gz", Format::AccessLog, Packing::Gzip),
            ("access_log", Format::AccessLog, Packing::Plain),
            (
                "ssl_access_log-20240131.gz",
                Format::AccessLog,
                Packing::Gzip,
            ),
            ("cache.monitor", Format::RedisMonitor, Packing::Plain),
        ];
        for (name, format, packing) in cases {
            assert_eq!(Format::of_name(name), Some((format, packing)), "{name}");
        }
        for name in [
            "",
            "csv",
            "notes",
            "photo.png",
            "x.oracleGeneralOpNS.bin",
            "a.gz",
            "a.1",
            ".zst",
        ] {
            assert_eq!(Format::of_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_packing_is_told_by_its_first_bytes() {
        assert_eq!(Packing::of_bytes(&[0x1f, 0x8b, 8, 0]), Packing::Gzip);
        assert_eq!(Packing::of_bytes(&[0x1f, 0x8b, 8, 0xff]), Packing::Plain);
        assert_eq!(Packing::of_bytes(&[0x28, 0xb5, 0x2f, 0xfd]), Packing::Zstd);
        assert_eq!(Packing::of_bytes(&[0x5e, 0x2a, 0x4d, 0x18]), Packing::Zstd);
        assert_eq!(Packing::of_bytes(b"time"), Packing::Plain);
        assert_eq!(Packing::of_bytes(&[0x1f, 0x8b, 8]), Packing::Plain);
    }

    #[test]
    fn an_error_says_what_where_and_what_would_do_and_travels() {
        let error = ReadError::Number {
            field: Field::Size,
            found: "huge".to_owned(),
            min: 0,
            max: 10,
            place: Place::Line(3),
        };
        assert_eq!(
            error.to_string(),
            "size is “huge” in line 3; give a number from 0 to 10"
        );
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(
            json,
            r#"{"kind":"number","field":"size","found":"huge","min":"0","max":"10","place":{"line":3}}"#
        );
        assert_eq!(serde_json::from_str::<ReadError>(&json).unwrap(), error);
        let error = ReadError::OtherContent {
            format: Format::Csv,
            content: Content::Picture,
            place: Place::Byte(0),
        };
        assert!(
            error
                .to_string()
                .starts_with("this is no csv: byte 0 holds a picture;")
        );
    }

    #[test]
    fn a_long_text_is_quoted_by_its_beginning() {
        assert_eq!(quoted("short"), "short");
        let long = quoted(&"é".repeat(1000));
        assert_eq!(long.chars().count(), QUOTED_MAX + 1);
        assert!(long.ends_with("é…"));
    }
}
