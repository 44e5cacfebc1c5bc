//! What holds of every format, and what files have in common.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;
use crate::format::{Content, Place};

pub(super) fn read_all(format: Format, bytes: &[u8]) -> Result<Parsed, ReadError> {
    read_within(format, bytes, &Limits::default())
}

pub(super) fn parsed(format: Format, bytes: &[u8]) -> Parsed {
    read_all(format, bytes).unwrap()
}

/// The error's sentence.
pub(super) fn refused(format: Format, bytes: &[u8]) -> String {
    read_all(format, bytes).unwrap_err().to_string()
}

fn read_within(format: Format, mut bytes: &[u8], limits: &Limits) -> Result<Parsed, ReadError> {
    read(&mut bytes, format, limits, &mut |_| true)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Three accesses, two of them to one object.
fn sample(format: Format) -> Vec<u8> {
    let lines = match format {
        Format::OracleGeneral => {
            let record = |key: u64| {
                [
                    &9_u32.to_le_bytes()[..],
                    &key.to_le_bytes(),
                    &5_u32.to_le_bytes(),
                    &[0xff; 8],
                ]
                .concat()
            };
            return [record(1), record(2), record(1)].concat();
        }
        Format::Vscsi => {
            let record = |key: u64| {
                [
                    &[0, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0x28, 0, 0, 1][..],
                    &key.to_le_bytes(),
                    &[0; 8],
                ]
                .concat()
            };
            return [record(1), record(2), record(1)].concat();
        }
        Format::Csv => "time,key,size\n1,1,5\n1,2,5\n1,1,5\n",
        Format::Txt | Format::Lirs => "1\n2\n1\n",
        Format::Lis => "1 2 0 0\n1 1 0 1\n",
        Format::AccessLog => {
            "::1 - - [10/Oct/2000:13:55:36 -0700] \"GET /1 HTTP/1.1\" 200 5\n\
             ::1 - - [10/Oct/2000:13:55:36 -0700] \"GET /2 HTTP/1.1\" 200 5\n\
             ::1 - - [10/Oct/2000:13:55:36 -0700] \"GET /1 HTTP/1.1\" 200 5\n"
        }
        Format::RedisMonitor => {
            "1.0 [0 lua] \"get\" \"1\"\n1.0 [0 lua] \"get\" \"2\"\n1.0 [0 lua] \"get\" \"1\"\n"
        }
    };
    lines.as_bytes().to_vec()
}

#[test]
fn each_format_is_read_in_each_packing() {
    for format in Format::ALL {
        let plain = sample(format);
        for (file, packing) in [
            (plain.clone(), Packing::Plain),
            (gzip(&plain), Packing::Gzip),
            (zstd(&plain), Packing::Zstd),
        ] {
            let parsed = parsed(format, &file);
            assert_eq!(parsed.trace.objects(), [0, 1, 0], "{format} {packing}");
            assert_eq!(parsed.packing, packing);
            assert_eq!((parsed.skipped_lines, parsed.late), (0, 0));
        }
    }
}

#[test]
fn a_text_may_end_without_a_line_feed() {
    for format in Format::ALL {
        let mut file = sample(format);
        if file.pop() == Some(b'\n') {
            assert_eq!(parsed(format, &file).trace.len(), 3, "{format}");
        }
    }
}

#[test]
fn nothing_is_no_trace_in_any_format() {
    for format in Format::ALL {
        for file in [vec![], gzip(&[]), zstd(&[])] {
            assert_eq!(
                read_all(format, &file).unwrap_err(),
                ReadError::Empty { format }
            );
        }
    }
}

#[test]
fn a_picture_is_refused_as_one_in_any_format() {
    let png = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde",
        &[0; 200][..],
    ]
    .concat();
    for format in Format::ALL {
        for file in [png.clone(), gzip(&png), zstd(&png)] {
            assert_eq!(
                read_all(format, &file).unwrap_err(),
                ReadError::OtherContent {
                    format,
                    content: Content::Picture,
                    place: Place::Byte(0),
                }
            );
        }
        let twice = read_all(format, &gzip(&zstd(&sample(format))))
            .unwrap_err()
            .to_string();
        assert!(twice.contains("data that are packed twice"), "{twice}");
    }
}

#[test]
fn noise_is_refused_in_any_format() {
    let mut random = sampling::Random::of(7);
    let noise: Vec<u8> = (0..600)
        .flat_map(|_| random.next_u64().to_le_bytes())
        .collect();
    for format in Format::ALL {
        let refused = read_all(format, &noise);
        assert!(refused.is_err(), "{format}");
    }
}

#[test]
fn a_listing_of_a_folder_is_no_trace_but_of_keys() {
    let listing = b"total 12\ndrwxr-xr-x 2 root root 4096 Nov 30 07:34 .\n-rw-r--r-- 1 root root 5 Nov 30 07:34 a.txt\n";
    for format in Format::ALL {
        let read = read_all(format, listing);
        assert_eq!(
            read.is_ok(),
            matches!(format, Format::Txt | Format::Csv),
            "{format}"
        );
    }
}

#[test]
fn a_file_of_another_format_is_refused() {
    for format in Format::ALL {
        for other in Format::ALL {
            // A line of blocks is a key as good as any, and a line of text one of a single column.
            let may_be = matches!(other, Format::Txt | Format::Csv)
                && !matches!(format, Format::OracleGeneral | Format::Vscsi)
                || (format, other) == (Format::Txt, Format::Lirs);
            if format != other && !may_be {
                let read = read_all(other, &sample(format));
                assert!(read.is_err(), "{format} was read as {other}");
            }
        }
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
    let limits = Limits {
        unpacked_bytes_max: 1 << 20,
        ..Limits::default()
    };
    let blank = vec![b'\n'; 16 << 20];
    // A frame with a window of a mebibyte, and 64 Ki blocks that say “128 KiB of line feeds”: 8 GiB.
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3];
    for _ in 0..1 << 16 {
        frame.extend([0x02, 0, 0x10, b'\n']);
    }
    for (bomb, format) in [
        (gzip(&blank), Format::Txt),
        (zstd(&blank), Format::Csv),
        (frame, Format::AccessLog),
    ] {
        assert!(bomb.len() < 1 << 20);
        let refused = read_within(format, &bomb, &limits).unwrap_err();
        assert!(
            matches!(
                refused,
                ReadError::Unpacked {
                    bytes_max: 0x10_0000,
                    ..
                }
            ),
            "{refused}"
        );
    }
}

#[test]
fn accesses_and_memory_are_bounded_in_any_format() {
    let few = Limits {
        accesses_max: 2,
        ..Limits::default()
    };
    let little = Limits {
        memory_bytes_max: 10,
        ..Limits::default()
    };
    for format in Format::ALL {
        let file = sample(format);
        let refused = read_within(format, &file, &few).unwrap_err();
        assert!(
            matches!(refused, ReadError::ManyAccesses { max: 2, .. }),
            "{format}: {refused}"
        );
        let refused = read_within(format, &file, &little).unwrap_err();
        assert!(
            matches!(refused, ReadError::Memory { bytes_max: 10, .. }),
            "{format}: {refused}"
        );
    }
}

#[test]
fn a_line_without_end_is_refused() {
    let limits = Limits {
        line_bytes_max: 1_000,
        ..Limits::default()
    };
    for format in Format::ALL {
        let refused = read_within(format, &[b'7'; 5_000], &limits).unwrap_err();
        match format {
            Format::OracleGeneral | Format::Vscsi => {
                assert!(
                    matches!(refused, ReadError::OtherContent { .. }),
                    "{refused}"
                );
            }
            _ => assert_eq!(
                refused,
                ReadError::LongLine {
                    place: Place::Line(1),
                    bytes_max: 1_000,
                }
            ),
        }
    }
}

#[test]
fn progress_counts_bytes_of_the_file_and_ends_the_reading() {
    let text: String = (0..100_000).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "key {number}");
        text
    });
    for file in [
        text.clone().into_bytes(),
        gzip(text.as_bytes()),
        zstd(text.as_bytes()),
    ] {
        let mut taken = Vec::new();
        let mut progress = |bytes| {
            taken.push(bytes);
            true
        };
        read(
            &mut &file[..],
            Format::Txt,
            &Limits::default(),
            &mut progress,
        )
        .unwrap();
        assert!(taken.is_sorted() && taken.len() > 10, "{taken:?}");
        assert_eq!(taken.last(), Some(&(file.len() as u64)));

        let mut calls = 0;
        let mut progress = |_| {
            calls += 1;
            calls < 3
        };
        let stopped = read(
            &mut &file[..],
            Format::Txt,
            &Limits::default(),
            &mut progress,
        );
        assert_eq!(stopped.unwrap_err(), ReadError::Cancelled);
        assert_eq!(calls, 3);
    }
}

/// A trace as it is written in one format.
fn written(format: Format, accesses: &[(u32, u64, u32)]) -> Vec<u8> {
    let mut file = Vec::new();
    for (time, key, size) in accesses {
        match format {
            Format::OracleGeneral => {
                file.extend(time.to_le_bytes());
                file.extend(key.to_le_bytes());
                file.extend(size.to_le_bytes());
                file.extend((-1_i64).to_le_bytes());
            }
            Format::Vscsi => {
                file.extend([0, *size, 1].map(u32::to_le_bytes).concat());
                file.extend([0x28, 0x0100].map(u16::to_le_bytes).concat());
                file.extend(
                    [*key, u64::from(*time) * 1_000_000]
                        .map(u64::to_le_bytes)
                        .concat(),
                );
            }
            _ => file.extend(format!("{time},{key},{size}\n").into_bytes()),
        }
    }
    file
}

proptest! {
    #[test]
    fn bytes_of_any_kind_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in Format::ALL {
            let _ = read_all(format, &bytes);
        }
    }

    #[test]
    fn text_of_any_kind_never_panics(
        text in "([0-9a-z .,;:*/\"\\\\\\[\\]+é\t\r-]{0,40}\n){0,8}",
    ) {
        for format in Format::ALL {
            let _ = read_all(format, text.as_bytes());
        }
    }

    #[test]
    fn a_damaged_file_never_panics(
        at in 0..400_usize,
        byte in any::<u8>(),
        cut in 0..400_usize,
    ) {
        for format in Format::ALL {
            let plain = sample(format);
            for mut file in [gzip(&plain), zstd(&plain), plain] {
                let length = file.len();
                file[at % length] = byte;
                file.truncate(length - cut % length);
                let _ = read_all(format, &file);
            }
        }
    }

    #[test]
    fn a_trace_is_read_as_it_was_written(
        mut accesses in proptest::collection::vec((any::<u32>(), any::<u64>(), 1..u32::MAX), 1..50),
    ) {
        accesses.sort_by_key(|(time, ..)| *time);
        for format in [Format::OracleGeneral, Format::Vscsi, Format::Csv] {
            let Parsed { trace, late, .. } = read_all(format, &written(format, &accesses)).unwrap();
            prop_assert_eq!((trace.len(), late), (accesses.len(), 0));
            for (index, (time, key, size)) in accesses.iter().enumerate() {
                let name = trace.keys().name(trace.objects()[index]).unwrap();
                prop_assert_eq!(name, key.to_string());
                prop_assert_eq!(trace.size(index), u64::from(*size));
                prop_assert_eq!(trace.seconds(index), *time);
            }
        }
    }
}
