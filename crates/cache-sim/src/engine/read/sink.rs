//! Where accesses go that were read: a trace that keeps its limits.

use crate::engine::policy::Object;
use crate::engine::trace::{ACCESSES_MAX, Keys, Trace};
use crate::format::{Content, Field, Format, Place, ReadError, quoted};

use super::Limits;

/// After keys of so many bytes the trace's memory is looked at.
const CHECK_BYTES: usize = 1 << 20;

/// What an access counts beside its key's length until then.
const ACCESS_BYTES: usize = 64;

/// A trace that grows.
pub(super) struct Sink<'a> {
    format: Format,
    limits: &'a Limits,
    trace: Trace,
    /// Where in the file the access stands that comes next.
    place: Place,
    /// The sizes last seen, by object; empty until one is asked for.
    sizes: Vec<u64>,
    /// Whether a size other than zero was seen.
    sized: bool,
    /// The latest time.
    latest_s: u32,
    /// Accesses whose time was earlier than the latest.
    late: u64,
    unchecked_bytes: usize,
}

impl<'a> Sink<'a> {
    pub(super) fn new(format: Format, limits: &'a Limits) -> Self {
        Self {
            format,
            limits,
            trace: Trace::default(),
            place: Place::Byte(0),
            sizes: Vec::new(),
            sized: false,
            latest_s: 0,
            late: 0,
            unchecked_bytes: 0,
        }
    }

    /// Says where the next access stands.
    pub(super) fn at(&mut self, place: Place) {
        self.place = place;
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    pub(super) fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Adds an access to a number.
    pub(super) fn number(&mut self, key: u64) -> Result<Object, ReadError> {
        self.make_room(1, 0)?;
        Ok(self.trace.push_number(key))
    }

    /// Adds an access to a text.
    pub(super) fn text(&mut self, key: &str) -> Result<Object, ReadError> {
        self.make_room(1, key.len())?;
        Ok(self.trace.push_text(key))
    }

    /// Adds an access to a number, if all keys so far are numbers that are written as numbers are.
    pub(super) fn key(&mut self, key: &str) -> Result<Object, ReadError> {
        match (self.trace.keys(), canonical(key)) {
            (Keys::Numbers { .. }, Some(number)) => self.number(number),
            _ => self.text(key),
        }
    }

    /// Refuses accesses that are more than may be, or whose keys take too much.
    pub(super) fn make_room(&mut self, accesses: u64, key_bytes: usize) -> Result<(), ReadError> {
        let max = self.limits.accesses_max.min(ACCESSES_MAX);
        if self.trace.len() as u64 + accesses > max as u64 {
            let place = self.place;
            return Err(ReadError::ManyAccesses { max, place });
        }
        self.unchecked_bytes += ACCESS_BYTES + key_bytes;
        if self.unchecked_bytes >= CHECK_BYTES {
            self.unchecked_bytes = 0;
            self.check_memory()?;
        }
        Ok(())
    }

    fn check_memory(&self) -> Result<(), ReadError> {
        let bytes = self.trace.memory_bytes() + size_of::<u64>() * self.sizes.capacity();
        let bytes_max = self.limits.memory_bytes_max;
        if bytes <= bytes_max {
            return Ok(());
        }
        Err(ReadError::Memory {
            accesses: self.trace.len(),
            bytes,
            bytes_max,
        })
    }

    /// Gives the last access its time. A trace's clock does not go back, so a time before the latest becomes the
    /// latest: a log is written as requests end, and several disks' clocks differ.
    pub(super) fn time(&mut self, seconds: u32) {
        self.late += u64::from(seconds < self.latest_s);
        self.latest_s = self.latest_s.max(seconds);
        self.trace.time_last(self.latest_s);
    }

    /// Gives the last access its size. As long as all sizes are zero, the trace has none.
    pub(super) fn size(&mut self, bytes: u64) {
        if self.sized {
            self.trace.size_last(bytes);
        } else if bytes > 0 {
            self.sized = true;
            for _ in 1..self.trace.len() {
                self.trace.size_last(0);
            }
            self.trace.size_last(bytes);
        }
    }

    /// Gives the last access, which is to this object, a size that holds from now on, or the one that holds.
    pub(super) fn size_of(&mut self, object: Object, bytes: Option<u64>) {
        let index = object as usize;
        if self.sizes.len() <= index {
            self.sizes.resize(index + 1, 0);
        }
        if let Some(bytes) = bytes {
            self.sizes[index] = bytes;
        }
        self.size(self.sizes[index]);
    }

    /// The size that holds for an object; zero if none was seen.
    pub(super) fn known_size(&self, object: Object) -> u64 {
        self.sizes.get(object as usize).copied().unwrap_or(0)
    }

    /// Says of the last access that it writes.
    pub(super) fn writes(&mut self) {
        self.trace.write_last();
    }

    /// A number that is read from a text.
    pub(super) fn whole(
        &self,
        field: Field,
        text: &str,
        min: u64,
        max: u64,
    ) -> Result<u64, ReadError> {
        let number = whole(text).filter(|number| (min..=max).contains(number));
        number.ok_or_else(|| self.no_number(field, text, min, max))
    }

    pub(super) fn no_number(&self, field: Field, text: &str, min: u64, max: u64) -> ReadError {
        ReadError::Number {
            field,
            found: quoted(text),
            min,
            max,
            place: self.place,
        }
    }

    pub(super) fn missing(&self, field: Field) -> ReadError {
        ReadError::Missing {
            field,
            place: self.place,
        }
    }

    pub(super) fn no_line(&self, line: &str) -> ReadError {
        ReadError::Line {
            format: self.format,
            found: quoted(line),
            place: self.place,
        }
    }

    pub(super) fn other(&self, content: Content) -> ReadError {
        ReadError::OtherContent {
            format: self.format,
            content,
            place: self.place,
        }
    }

    /// The trace, and how many of its times went back.
    pub(super) fn finish(self) -> Result<(Trace, u64), ReadError> {
        self.check_memory()?;
        if self.trace.is_empty() {
            return Err(ReadError::Empty {
                format: self.format,
            });
        }
        Ok((self.trace, self.late))
    }
}

/// Digits alone.
pub(super) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// The number that is written as this text and as no other.
fn canonical(text: &str) -> Option<u64> {
    if text.len() > 1 && text.starts_with('0') {
        return None;
    }
    whole(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sink(limits: &Limits) -> Sink<'_> {
        Sink::new(Format::Txt, limits)
    }

    #[test]
    fn keys_are_numbers_until_one_is_none() {
        let limits = Limits::default();
        let mut sink = sink(&limits);
        for key in ["7", "0", "7", "007", "a", "7", "18446744073709551616"] {
            sink.key(key).unwrap();
        }
        let (trace, _) = sink.finish().unwrap();
        assert_eq!(trace.objects(), [0, 1, 0, 2, 3, 0, 4]);
        assert_eq!(trace.keys().name(2).unwrap(), "007");
    }

    #[test]
    fn times_do_not_go_back() {
        let limits = Limits::default();
        let mut sink = sink(&limits);
        for seconds in [5, 7, 6, 4, 8] {
            sink.number(1).unwrap();
            sink.time(seconds);
        }
        let (trace, late) = sink.finish().unwrap();
        assert_eq!(
            (0..5)
                .map(|access| trace.seconds(access))
                .collect::<Vec<_>>(),
            [5, 7, 7, 7, 8]
        );
        assert_eq!(late, 2);
    }

    #[test]
    fn sizes_that_are_all_zero_are_none() {
        let limits = Limits::default();
        let sizes = |given: &[u64]| {
            let mut sink = sink(&limits);
            for size in given {
                sink.number(1).unwrap();
                sink.size(*size);
            }
            sink.finish().unwrap().0
        };
        assert!(!sizes(&[0, 0, 0]).has_sizes());
        let trace = sizes(&[0, 0, 9, 0]);
        assert_eq!(
            (0..4).map(|access| trace.size(access)).collect::<Vec<_>>(),
            [0, 0, 9, 0]
        );
    }

    #[test]
    fn an_object_keeps_the_size_last_seen() {
        let limits = Limits::default();
        let mut sink = sink(&limits);
        for (key, bytes) in [(1, None), (2, Some(5)), (1, Some(3)), (2, None), (1, None)] {
            let object = sink.number(key).unwrap();
            sink.size_of(object, bytes);
        }
        assert_eq!((sink.known_size(0), sink.known_size(9)), (3, 0));
        let (trace, _) = sink.finish().unwrap();
        assert_eq!(
            (0..5).map(|access| trace.size(access)).collect::<Vec<_>>(),
            [0, 5, 3, 5, 3]
        );
    }

    #[test]
    fn accesses_and_memory_are_bounded() {
        let limits = Limits {
            accesses_max: 2,
            ..Limits::default()
        };
        let mut sink = Sink::new(Format::Txt, &limits);
        sink.at(Place::Line(9));
        sink.number(1).unwrap();
        sink.number(2).unwrap();
        let refused = sink.number(3).unwrap_err().to_string();
        assert_eq!(refused, "line 9 begins access 3; at most 2 can be read");

        let limits = Limits {
            memory_bytes_max: 4 << 20,
            ..Limits::default()
        };
        let mut sink = Sink::new(Format::Txt, &limits);
        let long = "x".repeat(CHECK_BYTES);
        let refused = (0..10).find_map(|number| sink.key(&format!("{number}{long}")).err());
        assert!(
            matches!(refused, Some(ReadError::Memory { .. })),
            "{refused:?}"
        );
    }
}
