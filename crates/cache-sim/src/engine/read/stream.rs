//! Bytes of a file, unpacked as they come.

use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::format::{Packing, ReadError};

use super::frames::Frames;

/// What is taken from the source at a time, at most.
pub(super) const SLICE_BYTES: usize = 64 << 10;

/// A source, and what unpacks it.
pub(super) struct Stream<'a> {
    packing: Packing,
    unpacker: Unpacker<'a>,
}

enum Unpacker<'a> {
    Plain(Metered<'a>),
    Gzip(Box<MultiGzDecoder<BufReader<Metered<'a>>>>),
    Zstd(Box<Frames<BufReader<Metered<'a>>>>),
}

impl<'a> Stream<'a> {
    /// Looks at the first bytes, which tell how the source is packed, whatever its name says.
    pub(super) fn open(source: &'a mut dyn Read) -> Result<Self, ReadError> {
        let mut source = Metered::new(source);
        source.peek().map_err(|error| ReadError::Source {
            byte: source.taken,
            words: error.to_string(),
        })?;
        let packing = Packing::of_bytes(source.head());
        let unpacker = match packing {
            Packing::Plain => Unpacker::Plain(source),
            Packing::Gzip => Unpacker::Gzip(Box::new(MultiGzDecoder::new(buffered(source)))),
            Packing::Zstd => Unpacker::Zstd(Box::new(Frames::new(buffered(source)))),
        };
        Ok(Self { packing, unpacker })
    }

    /// How the source is packed.
    pub(super) fn packing(&self) -> Packing {
        self.packing
    }

    /// Bytes that were taken from the source.
    pub(super) fn taken(&self) -> u64 {
        self.source().taken
    }

    /// Fills a slice, or as much of it as there is.
    pub(super) fn fill(&mut self, into: &mut [u8]) -> Result<usize, ReadError> {
        let mut filled = 0;
        while filled < into.len() {
            match self.unpacker.read(&mut into[filled..]) {
                Ok(0) => break,
                Ok(bytes) => filled += bytes,
                Err(error) => return Err(self.fault(&error)),
            }
        }
        Ok(filled)
    }

    /// Whether the source failed, or what it gave cannot be unpacked.
    fn fault(&self, error: &io::Error) -> ReadError {
        let source = self.source();
        let byte = source.taken;
        if let Some(words) = source.failed.clone() {
            return ReadError::Source { byte, words };
        }
        ReadError::Packed {
            packing: self.packing,
            byte,
            words: error.to_string(),
        }
    }

    fn source(&self) -> &Metered<'a> {
        match &self.unpacker {
            Unpacker::Plain(source) => source,
            Unpacker::Gzip(decoder) => decoder.get_ref().get_ref(),
            Unpacker::Zstd(frames) => frames.get_ref().get_ref(),
        }
    }
}

impl Unpacker<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(into),
            Self::Gzip(decoder) => decoder.read(into),
            Self::Zstd(frames) => frames.read(into),
        }
    }
}

fn buffered(source: Metered<'_>) -> BufReader<Metered<'_>> {
    BufReader::with_capacity(SLICE_BYTES, source)
}

/// A source that counts what it gives, and whose first bytes can be looked at before they are read.
struct Metered<'a> {
    source: &'a mut dyn Read,
    head: [u8; Packing::HEAD_BYTES],
    /// How many bytes the head has, and how many of them were read.
    head_bytes: usize,
    head_read: usize,
    /// Bytes that the source gave.
    taken: u64,
    /// What the source said when it failed.
    failed: Option<String>,
}

impl<'a> Metered<'a> {
    fn new(source: &'a mut dyn Read) -> Self {
        Self {
            source,
            head: [0; Packing::HEAD_BYTES],
            head_bytes: 0,
            head_read: 0,
            taken: 0,
            failed: None,
        }
    }

    fn peek(&mut self) -> io::Result<()> {
        let mut head = [0; Packing::HEAD_BYTES];
        while self.head_bytes < head.len() {
            match self.take(&mut head[self.head_bytes..])? {
                0 => break,
                bytes => self.head_bytes += bytes,
            }
        }
        self.head = head;
        Ok(())
    }

    fn head(&self) -> &[u8] {
        &self.head[..self.head_bytes]
    }

    fn take(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.source.read(into) {
                Ok(bytes) => {
                    let bytes = bytes.min(into.len());
                    self.taken += bytes as u64;
                    return Ok(bytes);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(error.to_string());
                    return Err(error);
                }
            }
        }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.head_read == self.head_bytes {
            return self.take(into);
        }
        let head = &self.head[self.head_read..self.head_bytes];
        let bytes = head.len().min(into.len());
        into[..bytes].copy_from_slice(&head[..bytes]);
        self.head_read += bytes;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    /// Gives a byte at a time, and is interrupted before each.
    struct Slow<'a>(&'a [u8], bool);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let bytes = into.len().min(1);
            self.0.read(&mut into[..bytes])
        }
    }

    fn unpacked(mut source: impl Read) -> Result<(Packing, Vec<u8>), ReadError> {
        let mut stream = Stream::open(&mut source)?;
        let mut all = Vec::new();
        let mut slice = [0; 1000];
        loop {
            match stream.fill(&mut slice)? {
                0 => return Ok((stream.packing(), all)),
                bytes => all.extend_from_slice(&slice[..bytes]),
            }
        }
    }

    /// Ten thousand bytes that do not pack to nothing.
    fn data() -> Vec<u8> {
        (0..10_000_u32)
            .map(|number| (number * number / 7 % 251) as u8)
            .collect()
    }

    #[test]
    fn a_stream_is_unpacked_by_what_it_begins_with() {
        let data = data();
        for (packed, packing) in [
            (data.clone(), Packing::Plain),
            (gzip(&data), Packing::Gzip),
            (zstd(&data), Packing::Zstd),
        ] {
            let read = unpacked(&packed[..]).unwrap();
            assert_eq!(read, (packing, data.clone()));
            assert_eq!(unpacked(Slow(&packed, false)).unwrap(), read);
        }
    }

    #[test]
    fn members_and_frames_follow_one_another() {
        let data = data();
        let (first, second) = data.split_at(4_000);
        let members = [gzip(first), gzip(&[]), gzip(second)].concat();
        assert_eq!(unpacked(&members[..]).unwrap().1, data);
        let frames = [zstd(first), zstd(&[]), zstd(second)].concat();
        assert_eq!(unpacked(&frames[..]).unwrap().1, data);
    }

    #[test]
    fn a_stream_of_nothing_is_empty() {
        assert_eq!(unpacked(&[][..]).unwrap(), (Packing::Plain, vec![]));
        assert_eq!(unpacked(&[0x1f][..]).unwrap(), (Packing::Plain, vec![0x1f]));
        assert_eq!(unpacked(&gzip(&[])[..]).unwrap(), (Packing::Gzip, vec![]));
        assert_eq!(unpacked(&zstd(&[])[..]).unwrap(), (Packing::Zstd, vec![]));
    }

    #[test]
    fn a_stream_that_is_cut_off_is_refused_wherever_it_is_cut() {
        for packed in [gzip(&data()), zstd(&data())] {
            for end in (Packing::HEAD_BYTES..packed.len())
                .step_by(97)
                .chain([packed.len() - 1])
            {
                let refused = unpacked(&packed[..end]).unwrap_err();
                assert!(
                    matches!(refused, ReadError::Packed { .. }),
                    "{end}: {refused}"
                );
            }
        }
    }

    #[test]
    fn damaged_data_are_noticed_by_their_checksum() {
        let data = data();
        for mut packed in [gzip(&data), zstd(&data)] {
            // Neither a length nor a header, but the checksum itself.
            let behind = if packed[0] == 0x1f { 6 } else { 2 };
            let at = packed.len() - behind;
            packed[at] ^= 1;
            let refused = unpacked(&packed[..]).unwrap_err();
            assert!(matches!(refused, ReadError::Packed { .. }), "{refused}");
        }
    }

    #[test]
    fn what_follows_a_stream_is_refused() {
        for packed in [gzip(&data()), zstd(&data())] {
            let refused = unpacked(&[&packed, &b"and more than that"[..]].concat()[..]);
            assert!(
                matches!(refused, Err(ReadError::Packed { .. })),
                "{refused:?}"
            );
        }
    }

    #[test]
    fn a_source_that_fails_is_not_taken_for_damage() {
        struct Broken<'a>(&'a [u8]);
        impl Read for Broken<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                match self.0.read(into)? {
                    0 => Err(io::Error::other("the disk is gone")),
                    bytes => Ok(bytes),
                }
            }
        }
        for packed in [data(), gzip(&data()), zstd(&data()), vec![]] {
            let refused = unpacked(Broken(&packed[..packed.len() / 2])).unwrap_err();
            assert_eq!(
                refused,
                ReadError::Source {
                    byte: packed.len() as u64 / 2,
                    words: "the disk is gone".to_owned(),
                }
            );
        }
    }
}
