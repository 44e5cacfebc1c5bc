//! Columns between commas, semicolons or tabs.
//!
//! A first line with names tells which column is the key, the time, the size and the operation. Without one there is
//! one column, the key, or there are three, as in libCacheSim: time, key, size.

use std::borrow::Cow;

use crate::CAPACITY_MAX;
use crate::format::{Field, ReadError, quoted};

use super::lines::LineFormat;
use super::sink::{Sink, whole};

/// Names of columns, in small letters and without what is no letter or digit.
const KEYS: [&str; 16] = [
    "key", "id", "objid", "objectid", "obj", "object", "item", "lbn", "lba", "block", "blockid",
    "page", "address", "url", "uri", "path",
];
const SIZES: [&str; 8] = [
    "size",
    "objsize",
    "objectsize",
    "valuesize",
    "length",
    "len",
    "bytes",
    "sizebytes",
];
const OPERATIONS: [&str; 5] = ["op", "operation", "command", "cmd", "method"];
/// Names of times, each also with a unit behind it.
const TIMES: [&str; 5] = ["timestamp", "time", "ts", "clocktime", "realtime"];
/// Units of time, and how many make a second.
const UNITS: [(&str, u64); 6] = [
    ("", 1),
    ("s", 1),
    ("seconds", 1),
    ("ms", 1_000),
    ("us", 1_000_000),
    ("ns", 1_000_000_000),
];

/// Operations after which an object is another, or is gone. Every other one reads, block commands too, as in vscsi.
const WRITES: [&str; 17] = [
    "set", "add", "cas", "replace", "append", "prepend", "incr", "decr", "delete", "del", "write",
    "w", "put", "post", "patch", "update", "insert",
];

#[derive(Default)]
pub(super) struct Csv {
    /// Once the first line was read.
    columns: Option<Columns>,
}

/// Which column is what, counted from zero.
#[derive(Clone, Copy)]
struct Columns {
    delimiter: char,
    /// How many there are.
    count: usize,
    key: usize,
    time: Option<Time>,
    size: Option<usize>,
    operation: Option<usize>,
}

#[derive(Clone, Copy)]
struct Time {
    column: usize,
    /// How many of its units make a second.
    per_second: u64,
}

/// What a line has in the columns that are known.
#[derive(Default)]
struct Row<'a> {
    key: Cow<'a, str>,
    time: Cow<'a, str>,
    size: Cow<'a, str>,
    operation: Cow<'a, str>,
    /// How many columns it has, without blank ones at its end.
    count: usize,
}

impl LineFormat for Csv {
    fn line(&mut self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if line.trim().is_empty() {
            return Ok(());
        }
        if let Some(columns) = self.columns {
            return columns.access(line, sink);
        }
        let delimiter = delimiter(line);
        let names: Option<Vec<Cow<'_, str>>> = Fields::new(line, delimiter).collect();
        let names = names.ok_or_else(|| open_quote(line, sink))?;
        if let Some(columns) = Columns::named(&names, delimiter) {
            self.columns = Some(columns);
            return Ok(());
        }
        let columns = Columns::unnamed(&names, delimiter).ok_or_else(|| ReadError::Columns {
            found: quoted(line),
            place: sink.place(),
        })?;
        self.columns = Some(columns);
        columns.access(line, sink)
    }
}

impl Columns {
    /// By their names, if one is known to be the key.
    fn named(names: &[Cow<'_, str>], delimiter: char) -> Option<Self> {
        let names: Vec<String> = names.iter().map(|name| bare(name)).collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let time = |(column, name): (usize, &String)| {
            let per_second = per_second(name)?;
            Some(Time { column, per_second })
        };
        Some(Self {
            delimiter,
            count: names.len(),
            key: find(&KEYS)?,
            time: names.iter().enumerate().find_map(time),
            size: find(&SIZES),
            operation: find(&OPERATIONS),
        })
    }

    /// By how many there are, if the first line is an access.
    fn unnamed(fields: &[Cow<'_, str>], delimiter: char) -> Option<Self> {
        let key = Self {
            delimiter,
            count: fields.len(),
            key: 0,
            time: None,
            size: None,
            operation: None,
        };
        match fields {
            [_] => Some(key),
            [time, _, size] if seconds(time, 1).is_some() && whole(size).is_some() => Some(Self {
                time: Some(Time {
                    column: 0,
                    per_second: 1,
                }),
                key: 1,
                size: Some(2),
                ..key
            }),
            _ => None,
        }
    }

    fn access(self, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let row = self.row(line).ok_or_else(|| open_quote(line, sink))?;
        if row.count > self.count {
            return Err(ReadError::ColumnCount {
                place: sink.place(),
                found: row.count,
                expected: self.count,
            });
        }
        let key = present(&row.key, Field::Key, sink)?;
        let time = match self.time {
            Some(time) => Some(time.seconds(present(&row.time, Field::Time, sink)?, sink)?),
            None => None,
        };
        let size = match self.size {
            Some(_) => {
                let size = present(&row.size, Field::Size, sink)?;
                Some(sink.whole(Field::Size, size, 0, CAPACITY_MAX)?)
            }
            None => None,
        };
        sink.key(key)?;
        if let Some(seconds) = time {
            sink.time(seconds);
        }
        if let Some(bytes) = size {
            sink.size(bytes);
        }
        if is_write(&row.operation) {
            sink.writes();
        }
        Ok(())
    }

    /// What a line has, unless a quotation mark is not closed.
    fn row(self, line: &str) -> Option<Row<'_>> {
        let mut row = Row::default();
        for (column, field) in Fields::new(line, self.delimiter).enumerate() {
            let field = field?;
            if !field.trim().is_empty() {
                row.count = column + 1;
            }
            if column == self.key {
                row.key = field;
            } else if self.time.is_some_and(|time| time.column == column) {
                row.time = field;
            } else if self.size == Some(column) {
                row.size = field;
            } else if self.operation == Some(column) {
                row.operation = field;
            }
        }
        Some(row)
    }
}

impl Time {
    fn seconds(self, text: &str, sink: &Sink<'_>) -> Result<u32, ReadError> {
        let max = u64::from(u32::MAX) * self.per_second;
        seconds(text, self.per_second).ok_or_else(|| sink.no_number(Field::Time, text, 0, max))
    }
}

/// Whole seconds of a time that may have a fraction.
fn seconds(text: &str, per_second: u64) -> Option<u32> {
    let (number, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    u32::try_from(whole(number)? / per_second).ok()
}

fn present<'a>(text: &'a str, field: Field, sink: &Sink<'_>) -> Result<&'a str, ReadError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(sink.missing(field));
    }
    Ok(text)
}

fn open_quote(line: &str, sink: &Sink<'_>) -> ReadError {
    ReadError::OpenQuote {
        place: sink.place(),
        found: quoted(line),
    }
}

fn is_write(operation: &str) -> bool {
    let operation = operation.trim();
    WRITES
        .iter()
        .any(|write| write.eq_ignore_ascii_case(operation))
}

/// A column's name in small letters, without what is no letter or digit.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many units of a column of times make a second, if it is one.
fn per_second(name: &str) -> Option<u64> {
    let unit = TIMES.iter().find_map(|time| name.strip_prefix(time))?;
    let (_, per_second) = UNITS.iter().find(|(known, _)| *known == unit)?;
    Some(*per_second)
}

/// What the fields of a line are between, by what it has most of.
fn delimiter(line: &str) -> char {
    let mut best = (',', 0);
    for delimiter in [',', ';', '\t'] {
        let fields = Fields::new(line, delimiter).count();
        if fields > best.1 {
            best = (delimiter, fields);
        }
    }
    best.0
}

/// A line's fields. One that is in quotation marks may have the delimiter in it, and a quotation mark as two. A
/// quotation mark that is not closed gives `None`, and nothing more.
struct Fields<'a> {
    rest: Option<&'a str>,
    delimiter: char,
}

impl<'a> Fields<'a> {
    fn new(line: &'a str, delimiter: char) -> Self {
        Self {
            rest: Some(line),
            delimiter,
        }
    }

    /// A field in quotation marks, behind the first of them.
    fn in_quotes(&mut self, text: &'a str) -> Option<Cow<'a, str>> {
        let mut end = text.find('"')?;
        while text[end + 1..].starts_with('"') {
            end += 2 + text[end + 2..].find('"')?;
        }
        let behind = &text[end + 1..];
        self.rest = behind.find(self.delimiter).map(|at| &behind[at + 1..]);
        let field = &text[..end];
        Some(if field.contains('"') {
            Cow::Owned(field.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(field)
        })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Option<Cow<'a, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        if let Some(text) = rest.trim_start_matches(' ').strip_prefix('"') {
            return Some(self.in_quotes(text));
        }
        let (field, rest) = match rest.split_once(self.delimiter) {
            Some((field, rest)) => (field, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        Some(Some(Cow::Borrowed(field)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{parsed, refused};
    use super::*;
    use crate::format::Format;

    #[test]
    fn columns_are_found_by_their_names() {
        let file = b"\xef\xbb\xbfversion,time,op,size,lbn\r\n1,5633898,2a,512,42932745\r\n1,5633899,28,6656,7\r\n";
        let trace = parsed(Format::Csv, file).trace;
        assert_eq!(trace.objects(), [0, 1]);
        assert_eq!(trace.keys().name(0).unwrap(), "42932745");
        assert_eq!((trace.size(0), trace.size(1)), (512, 6656));
        assert_eq!((trace.seconds(0), trace.seconds(1)), (5_633_898, 5_633_899));
        assert_eq!(trace.reads(), 2);
    }

    #[test]
    fn columns_without_names_are_found_by_their_number() {
        let trace = parsed(Format::Csv, b"10, a ,5\n11,b,6\n12.9,a,5").trace;
        assert_eq!(trace.objects(), [0, 1, 0]);
        assert_eq!(trace.keys().name(0).unwrap(), "a");
        assert_eq!((trace.size(1), trace.seconds(2)), (6, 12));
        let trace = parsed(Format::Csv, b"a\nb\na").trace;
        assert_eq!(trace.objects(), [0, 1, 0]);
        assert!(!trace.has_sizes() && !trace.has_times());
    }

    #[test]
    fn operations_that_write_are_told() {
        let trace = parsed(Format::Csv, b"op;key\nget;a\nSET;a\ngets;b\ndelete;a\n").trace;
        assert_eq!(trace.writes(), [1, 3]);
    }

    #[test]
    fn times_have_a_unit_if_their_name_does() {
        for (name, time) in [
            ("timestamp", "7.25"),
            ("Time (ms)", "7250"),
            ("ts_us", "7250000.5"),
            ("time_ns", "7250000000"),
        ] {
            let file = format!("obj_id\t{name}\n1\t{time}\n");
            assert_eq!(
                parsed(Format::Csv, file.as_bytes()).trace.seconds(0),
                7,
                "{name}"
            );
        }
    }

    #[test]
    fn fields_may_be_in_quotation_marks() {
        let file = b"\"url\",\"bytes\"\n\"/a,b\",1\n\"/say \"\"hi\"\"\", 2\n\"\"\"\",3\n/a\"b,4\n";
        let trace = parsed(Format::Csv, file).trace;
        let names: Vec<String> = (0..4)
            .map(|object| trace.keys().name(object).unwrap())
            .collect();
        assert_eq!(names, ["/a,b", "/say \"hi\"", "\"", "/a\"b"]);
        assert_eq!(trace.size(3), 4);
        assert_eq!(
            refused(Format::Csv, b"key,size\n\"a,1\n"),
            "line 2 has a quotation mark that is not closed: “\"a,1”"
        );
    }

    #[test]
    fn columns_that_are_not_known_are_refused_with_their_names() {
        for line in ["a,b,c", "1,2", "1,k,5,x", "time,size"] {
            let refused = refused(Format::Csv, format!("{line}\n1,2,3\n").as_bytes());
            assert!(
                refused.contains(&format!("“{line}” in line 1")),
                "{refused}"
            );
            assert!(refused.contains("time, key, size"), "{refused}");
        }
    }

    #[test]
    fn what_is_missing_or_no_number_is_refused_with_its_line() {
        let with = |row: &str| {
            refused(
                Format::Csv,
                format!("key,time,size\na,1,1\n{row}\n").as_bytes(),
            )
        };
        assert_eq!(
            with("a,,1"),
            "line 3 has no time, which the other accesses have"
        );
        assert_eq!(
            with("a,2"),
            "line 3 has no size, which the other accesses have"
        );
        assert_eq!(
            with(",2,1"),
            "line 3 has no key, which the other accesses have"
        );
        assert_eq!(
            with("a,soon,1"),
            "time is “soon” in line 3; give a number from 0 to 4294967295"
        );
        assert_eq!(
            with("a,1700000000000,1"),
            "time is “1700000000000” in line 3; give a number from 0 to 4294967295"
        );
        assert!(with("a,2,-1").contains("size is “-1” in line 3; give a number from 0 to"));
    }

    #[test]
    fn a_line_with_more_columns_than_the_first_is_refused() {
        for first in ["key", "k1"] {
            let error = refused(Format::Csv, format!("{first}\na,,\n/b,c\n").as_bytes());
            assert!(
                error.starts_with("line 3 has 2 columns, the first line 1;"),
                "{error}"
            );
        }
    }

    #[test]
    fn names_alone_are_no_trace() {
        assert!(refused(Format::Csv, b"key,size\n").starts_with("there is no access"));
    }

    proptest! {
        #[test]
        fn fields_are_read_as_they_are_written(
            fields in proptest::collection::vec("[a-z,;\" é]{0,6}", 1..5),
        ) {
            let quote = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let line: Vec<String> = fields.iter().map(quote).collect();
            let line = line.join(";");
            let read: Option<Vec<Cow<'_, str>>> = Fields::new(&line, ';').collect();
            prop_assert_eq!(read.unwrap(), fields);
        }
    }
}
