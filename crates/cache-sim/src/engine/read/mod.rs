//! Traces out of files.

mod access_log;
mod content;
mod csv;
mod frames;
mod lenient;
mod limits;
mod lines;
mod lirs;
mod lis;
mod oracle_general;
mod records;
mod redis_monitor;
mod sink;
mod stream;
mod txt;
mod vscsi;

pub use limits::Limits;

use std::io::Read;

use crate::engine::trace::Trace;
use crate::format::{Format, Packing, ReadError};

use lines::Lines;
use records::Records;
use sink::Sink;
use stream::{SLICE_BYTES, Stream};

/// What text may begin with to say that it is UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A trace that was read, and what had to be made up.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The accesses.
    pub trace: Trace,
    /// How the file was packed, whatever its name said.
    pub packing: Packing,
    /// Lines that were skipped because they are none of the format's.
    pub skipped_lines: u64,
    /// Accesses whose time was before an earlier access's, and which happen at that one's time now.
    pub late: u64,
}

/// Reads a trace. How the file is packed is told by its first bytes.
///
/// The source is read in slices of 64 KiB. After each slice that was unpacked, `progress` is given the number of bytes
/// that were taken from the source so far, and answers whether to go on.
pub fn read(
    source: &mut dyn Read,
    format: Format,
    limits: &Limits,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Parsed, ReadError> {
    let mut stream = Stream::open(source)?;
    let mut sink = Sink::new(format, limits);
    let mut parser = parser(format);
    let mut slice = vec![0; SLICE_BYTES];
    let mut unpacked = 0;
    loop {
        let bytes = stream.fill(&mut slice)?;
        if !progress(stream.taken()) {
            return Err(ReadError::Cancelled);
        }
        if bytes == 0 {
            break;
        }
        let slice = &slice[..bytes];
        refuse_other(format, slice, unpacked, &sink)?;
        unpacked += bytes as u64;
        if unpacked > limits.unpacked_bytes_max {
            return Err(ReadError::Unpacked {
                byte: stream.taken(),
                bytes_max: limits.unpacked_bytes_max,
            });
        }
        parser.slice(slice, &mut sink)?;
    }
    let skipped_lines = parser.finish(&mut sink)?;
    let (trace, late) = sink.finish()?;
    Ok(Parsed {
        trace,
        packing: stream.packing(),
        skipped_lines,
        late,
    })
}

fn refuse_other(format: Format, slice: &[u8], at: u64, sink: &Sink<'_>) -> Result<(), ReadError> {
    match content::other(format, slice) {
        Some(content) if at == 0 => Err(sink.other(content)),
        _ => Ok(()),
    }
}

/// What makes accesses of a file's bytes.
trait Parser {
    /// Takes the next bytes, which begin and end anywhere.
    fn slice(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), ReadError>;

    /// Takes notice that there are no more, and says how many lines were skipped.
    fn finish(&mut self, sink: &mut Sink<'_>) -> Result<u64, ReadError>;
}

fn parser(format: Format) -> Box<dyn Parser> {
    match format {
        Format::OracleGeneral => Box::new(Records::new(oracle_general::OracleGeneral)),
        Format::Vscsi => Box::new(Records::new(vscsi::Vscsi::default())),
        Format::Csv => Box::new(Lines::new(csv::Csv::default())),
        Format::Txt => Box::new(Lines::new(txt::Txt)),
        Format::Lis => Box::new(Lines::new(lis::Lis)),
        Format::Lirs => Box::new(Lines::new(lirs::Lirs)),
        Format::AccessLog => Box::new(Lines::new(access_log::AccessLog::default())),
        Format::RedisMonitor => Box::new(Lines::new(redis_monitor::RedisMonitor::default())),
    }
}

#[cfg(test)]
mod tests;
