//! Why a file was refused, and where.

use cache_sim::Format;
use cache_sim::format::{Content, Field, Place, ReadError};

use crate::texts::Arg;
use crate::ui::figures;
use crate::ui::say::Speech;

/// In a sentence.
pub(super) fn read(speech: Speech, error: &ReadError) -> String {
    let said = Said(speech);
    let say = |name: &str, args: &[(&str, Arg)]| speech.say_with(name, args);
    match error {
        ReadError::Cancelled => speech.say("cache-cancelled"),
        ReadError::Source { byte, words } => say(
            "trace-error-source",
            &[("bytes", said.count(*byte)), ("words", text(words))],
        ),
        ReadError::Packed {
            packing,
            byte,
            words,
        } => say(
            "trace-error-packed",
            &[
                ("packing", text(packing)),
                ("bytes", said.count(*byte)),
                ("words", text(words)),
            ],
        ),
        ReadError::Empty { format } => say("trace-error-empty", &[("shape", said.shape(*format))]),
        ReadError::OtherContent {
            format,
            content,
            place,
        } => say(
            "trace-error-other-content",
            &[
                ("format", text(format)),
                ("place", said.place(*place)),
                ("content", said.content(*content)),
                ("shape", said.shape(*format)),
            ],
        ),
        ReadError::CutRecord {
            place,
            bytes,
            bytes_expected,
        } => say(
            "trace-error-cut",
            &[
                ("place", said.place(*place)),
                ("bytes", said.count(*bytes as u64)),
                ("expected", said.count(*bytes_expected as u64)),
            ],
        ),
        ReadError::Version {
            place,
            found,
            expected,
        } => say(
            "trace-error-version",
            &[
                ("place", said.place(*place)),
                ("found", text(found)),
                ("expected", text(expected)),
            ],
        ),
        ReadError::Memory {
            accesses,
            bytes,
            bytes_max,
        } => say(
            "trace-error-memory",
            &[
                ("accesses", said.count(*accesses as u64)),
                ("bytes", said.count(*bytes as u64)),
                ("max", said.count(*bytes_max as u64)),
            ],
        ),
        ReadError::Unpacked { byte, bytes_max } => say(
            "trace-error-unpacked",
            &[
                ("bytes", said.count(*byte)),
                ("max", said.count(*bytes_max)),
            ],
        ),
        ReadError::ManyAccesses { max, place } => say(
            "trace-error-accesses",
            &[
                ("place", said.place(*place)),
                ("max", said.count(*max as u64)),
            ],
        ),
        of_lines => lines(speech, of_lines),
    }
}

/// What is wrong with a line or a field.
fn lines(speech: Speech, error: &ReadError) -> String {
    let said = Said(speech);
    let say = |name: &str, args: &[(&str, Arg)]| speech.say_with(name, args);
    match error {
        ReadError::Number {
            field,
            found,
            min,
            max,
            place,
        } => say(
            "trace-error-number",
            &[
                ("field", said.field(*field)),
                ("found", text(found)),
                ("place", said.place(*place)),
                ("min", said.count(*min)),
                ("max", said.count(*max)),
            ],
        ),
        ReadError::Missing { field, place } => say(
            "trace-error-missing",
            &[("place", said.place(*place)), ("field", said.field(*field))],
        ),
        ReadError::Columns { found, place } => say(
            "trace-error-columns",
            &[("found", text(found)), ("place", said.place(*place))],
        ),
        ReadError::ColumnCount {
            place,
            found,
            expected,
        } => say(
            "trace-error-column-count",
            &[
                ("place", said.place(*place)),
                ("found", said.count(*found as u64)),
                ("expected", said.count(*expected as u64)),
            ],
        ),
        ReadError::OpenQuote { place, found } => say(
            "trace-error-quote",
            &[("place", said.place(*place)), ("found", text(found))],
        ),
        ReadError::Line {
            format,
            found,
            place,
        } => say(
            "trace-error-line",
            &[
                ("place", said.place(*place)),
                ("found", text(found)),
                ("shape", said.shape(*format)),
            ],
        ),
        ReadError::ManyLines {
            format,
            skipped,
            lines,
            percent_max,
            found,
            place,
        } => say(
            "trace-error-many-lines",
            &[
                ("skipped", said.count(*skipped)),
                ("lines", said.count(*lines)),
                ("max", said.count(*percent_max)),
                ("place", said.place(*place)),
                ("found", text(found)),
                ("shape", said.shape(*format)),
            ],
        ),
        ReadError::LongLine { place, bytes_max } => say(
            "trace-error-long-line",
            &[
                ("place", said.place(*place)),
                ("max", said.count(*bytes_max as u64)),
            ],
        ),
        // The others are told above.
        other => other.to_string(),
    }
}

fn text(text: &impl ToString) -> Arg {
    text.to_string().into()
}

/// What sentences are put together of.
#[derive(Clone, Copy)]
struct Said(Speech);

impl Said {
    fn count(self, count: u64) -> Arg {
        figures::count(self.0.locale(), count).into()
    }

    fn place(self, place: Place) -> Arg {
        let (name, at) = match place {
            Place::Byte(at) => ("trace-error-byte", at),
            Place::Line(at) => ("trace-error-at-line", at),
            Place::Record(at) => ("trace-error-record", at),
        };
        self.0.say_with(name, &[("at", self.count(at))]).into()
    }

    fn field(self, field: Field) -> Arg {
        let name = match field {
            Field::Key => "trace-error-field-key",
            Field::Time => "trace-error-field-time",
            Field::Size => "trace-error-field-size",
            Field::FirstBlock => "trace-error-field-first-block",
            Field::Blocks => "trace-error-field-blocks",
        };
        self.0.say(name).into()
    }

    fn shape(self, format: Format) -> Arg {
        let name = match format {
            Format::OracleGeneral => "shape-oracle-general",
            Format::Vscsi => "shape-vscsi",
            Format::Csv => "shape-csv",
            Format::Txt => "shape-txt",
            Format::Lis => "shape-lis",
            Format::Lirs => "shape-lirs",
            Format::AccessLog => "shape-access-log",
            Format::RedisMonitor => "shape-redis-monitor",
        };
        self.0.say(name).into()
    }

    fn content(self, content: Content) -> Arg {
        let name = match content {
            Content::Picture => "content-picture",
            Content::Pdf => "content-pdf",
            Content::Archive => "content-archive",
            Content::OtherPacking => "content-other-packing",
            Content::PackedTwice => "content-packed-twice",
            Content::Program => "content-program",
            Content::Database => "content-database",
            Content::WebPage => "content-web-page",
            Content::Json => "content-json",
            Content::Utf16 => "content-utf16",
            Content::Text => "content-text",
            Content::Binary => "content-binary",
        };
        self.0.say(name).into()
    }
}
