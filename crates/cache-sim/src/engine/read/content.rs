//! What a file is that is no trace.

use crate::format::{Content, Format, Packing};

/// What data are that begin with these bytes.
const MAGICS: [(&[u8], Content); 24] = [
    (b"\x89PNG\r\n\x1a\n", Content::Picture),
    (b"\xff\xd8\xff", Content::Picture),
    (b"GIF8", Content::Picture),
    (b"RIFF", Content::Picture),
    (b"%PDF-", Content::Pdf),
    (b"PK\x03\x04", Content::Archive),
    (b"PK\x05\x06", Content::Archive),
    (b"7z\xbc\xaf\x27\x1c", Content::Archive),
    (b"Rar!\x1a\x07", Content::Archive),
    (b"\xfd7zXZ\x00", Content::OtherPacking),
    (b"BZh", Content::OtherPacking),
    (b"\x04\x22\x4d\x18", Content::OtherPacking),
    (b"\x1f\x9d", Content::OtherPacking),
    (b"\x7fELF", Content::Program),
    (b"\x00asm", Content::Program),
    (b"MZ\x90\x00", Content::Program),
    (b"\xcf\xfa\xed\xfe", Content::Program),
    (b"SQLite format 3\x00", Content::Database),
    (b"PAR1", Content::Database),
    (b"\xff\xfe", Content::Utf16),
    (b"\xfe\xff", Content::Utf16),
    (b"<!DOCTYPE", Content::WebPage),
    (b"<html", Content::WebPage),
    (b"<?xml", Content::WebPage),
];

/// Where a tape archive says that it is one.
const TAR_AT: usize = 257;

/// What records that are text are told by: so many bytes without a zero.
const TEXT_BYTES: usize = 64;

/// What a file is, by its first bytes, if it is nothing of this format.
pub(super) fn other(format: Format, head: &[u8]) -> Option<Content> {
    match Packing::of_bytes(head) {
        Packing::Plain => {}
        Packing::Gzip | Packing::Zstd => return Some(Content::PackedTwice),
    }
    let begins = |magic: &[u8]| {
        head.get(..magic.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(magic))
    };
    if let Some((_, content)) = MAGICS
        .iter()
        .find(|(magic, _)| is_sure(format, magic) && begins(magic))
    {
        return Some(*content);
    }
    if head
        .get(TAR_AT..)
        .is_some_and(|rest| rest.starts_with(b"ustar"))
    {
        return Some(Content::Archive);
    }
    match format {
        Format::OracleGeneral | Format::Vscsi => is_text(head).then_some(Content::Text),
        // A key may look like anything.
        Format::Txt => None,
        _ => is_json(head).then_some(Content::Json),
    }
}

/// Whether a magic is long enough for records, which begin with a time or a number that may be any.
fn is_sure(format: Format, magic: &[u8]) -> bool {
    magic.len() >= 4 || !matches!(format, Format::OracleGeneral | Format::Vscsi)
}

fn is_text(head: &[u8]) -> bool {
    let start = &head[..head.len().min(TEXT_BYTES)];
    let is_printed = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    !start.is_empty() && start.iter().all(is_printed)
}

fn is_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(super::BOM).unwrap_or(head);
    let mut visible = head.iter().filter(|byte| !byte.is_ascii_whitespace());
    match visible.next() {
        Some(b'{') => true,
        Some(b'[') => matches!(visible.next(), Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// Whether a line has bytes that no text has.
pub(super) fn is_binary(line: &[u8]) -> bool {
    line.iter()
        .any(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_dropped_by_mistake_are_known() {
        for format in Format::ALL {
            for (head, content) in [
                (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Content::Picture),
                (b"%PDF-1.7\n", Content::Pdf),
                (b"PK\x03\x04\x14\0", Content::Archive),
                (
                    b"<!doctype html><title>Index of /</title>",
                    Content::WebPage,
                ),
                (b"\x1f\x8b\x08\0\0\0", Content::PackedTwice),
                (b"SQLite format 3\0", Content::Database),
            ] {
                assert_eq!(other(format, head), Some(content), "{format}: {content}");
            }
        }
    }

    #[test]
    fn a_tape_archive_is_known_by_its_middle() {
        let mut head = vec![0; 512];
        head[TAR_AT..][..5].copy_from_slice(b"ustar");
        assert_eq!(other(Format::OracleGeneral, &head), Some(Content::Archive));
    }

    #[test]
    fn json_and_text_are_known_where_they_are_wrong() {
        assert_eq!(
            other(Format::AccessLog, b" {\"ip\": 1}"),
            Some(Content::Json)
        );
        assert_eq!(other(Format::Csv, b"[{\"key\": 1}]"), Some(Content::Json));
        assert_eq!(other(Format::AccessLog, b"[::1] - - ["), None);
        assert_eq!(other(Format::Txt, b"{user}:1"), None);
        assert_eq!(
            other(Format::Vscsi, b"time,key\n1,2\n"),
            Some(Content::Text)
        );
        assert_eq!(other(Format::OracleGeneral, &[0; 24]), None);
        assert_eq!(other(Format::OracleGeneral, b"BZh\0\0\0\0\0"), None);
        assert_eq!(other(Format::OracleGeneral, b""), None);
    }

    #[test]
    fn text_of_any_language_is_no_binary() {
        assert!(!is_binary("schlüssel\t漢字 \u{1b}[0m".as_bytes()));
        assert!(is_binary(b"\x00key"));
        assert!(is_binary(b"\x89PN\x1aG"));
    }
}
