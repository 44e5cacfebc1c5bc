//! Zstd streams, which are made of frames.

use std::io::{self, BufRead, Read};

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Unpacks the frames of a stream one after the other, and holds their data against their checksums.
///
/// The decoder refuses a window of more than 128 MiB before it makes one, and a block that unpacks to more than 128 KiB.
pub(super) struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            in_frame: false,
        }
    }

    pub(super) fn get_ref(&self) -> &R {
        &self.source
    }

    /// Begins the next frame that holds data; false if there is none.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            let mut magic = [0; 4];
            self.source.read_exact(&mut magic)?;
            if let [0x50..=0x5f, 0x2a, 0x4d, 0x18] = magic {
                self.skip()?;
                continue;
            }
            let frame = (&magic[..]).chain(&mut self.source);
            self.decoder.init(frame).map_err(io::Error::other)?;
            self.in_frame = true;
            return Ok(true);
        }
        Ok(false)
    }

    /// Skips what a frame holds that is no data, behind its magic.
    fn skip(&mut self) -> io::Result<()> {
        let mut length = [0; 4];
        self.source.read_exact(&mut length)?;
        let length = u64::from(u32::from_le_bytes(length));
        let mut frame = self.source.by_ref().take(length);
        let skipped = io::copy(&mut frame, &mut io::sink())?;
        if skipped < length {
            let words = format!("a frame to be skipped has {skipped} bytes of {length}");
            return Err(io::Error::other(words));
        }
        Ok(())
    }

    /// Ends a frame all of whose data were read.
    fn end(&mut self) -> io::Result<()> {
        self.in_frame = false;
        let told = self.decoder.get_checksum_from_data();
        let computed = self.decoder.get_calculated_checksum();
        match (told, computed) {
            (Some(told), Some(computed)) if told != computed => {
                let words = format!("a frame's checksum is {told:08x}, its data's {computed:08x}");
                Err(io::Error::other(words))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.begin()? {
                return Ok(0);
            }
            let bytes = self.decoder.read(into)?;
            if bytes > 0 {
                return Ok(bytes);
            }
            if self.decoder.is_finished() {
                self.end()?;
            } else {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
        let mut all = Vec::new();
        let end = Frames::new(packed).read_to_end(&mut all);
        end.map(|_| all).map_err(|error| error.to_string())
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn to_be_skipped(bytes: &[u8]) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap();
        [&[0x51, 0x2a, 0x4d, 0x18], &length.to_le_bytes()[..], bytes].concat()
    }

    #[test]
    fn frames_follow_one_another_and_some_are_skipped() {
        let frames = [
            to_be_skipped(b"notes"),
            packed(b"one, "),
            to_be_skipped(&[]),
            packed(&[]),
            packed(b"two"),
            to_be_skipped(&[7; 100]),
        ]
        .concat();
        assert_eq!(unpacked(&frames).unwrap(), b"one, two");
        assert_eq!(unpacked(&to_be_skipped(b"x")).unwrap(), b"");
        assert_eq!(
            unpacked(&to_be_skipped(&[0; 9])[..12]).unwrap_err(),
            "a frame to be skipped has 4 bytes of 9"
        );
    }

    #[test]
    fn a_checksum_that_differs_is_noticed() {
        let mut frame = packed(b"data");
        if let Some(last) = frame.last_mut() {
            *last ^= 1;
        }
        assert!(
            unpacked(&frame)
                .unwrap_err()
                .starts_with("a frame's checksum is")
        );
    }

    /// A hundred matches of 65,539 bytes each, in a block of 207: no bound on the output would bound this.
    #[test]
    fn a_block_that_unpacks_to_megabytes_is_refused() {
        let window_of_a_mebibyte = [0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3];
        let run_of_128_kib = [0x02, 0, 0x10, b'x'];
        let last_compressed = [0x7d, 0x06, 0];
        // No literals; each sequence has codes 0, 0 and 52 and sixteen zero bits.
        let sequences = [&[0, 100, 0x54, 0, 0, 52][..], &[0; 200], &[1]].concat();
        let frame = [
            &window_of_a_mebibyte[..],
            &run_of_128_kib,
            &last_compressed,
            &sequences,
        ]
        .concat();
        let refused = unpacked(&frame).unwrap_err();
        assert!(refused.contains("131072"), "{refused}");
    }

    #[test]
    fn a_window_of_gigabytes_is_refused_before_it_is_made() {
        // No content size; a window of 2^41 bytes.
        let refused = unpacked(&[0x28, 0xb5, 0x2f, 0xfd, 0, 31 << 3, 1, 0, 0]).unwrap_err();
        assert!(refused.contains("2199023255552"), "{refused}");
    }
}
