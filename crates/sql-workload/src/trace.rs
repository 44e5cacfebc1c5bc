//! What a run of a pattern reports: every statement with what it took.
//!
//! **Bytes** are those of an encoding that is close to what databases put on a wire: a value has one byte
//! for its type, then nothing for NULL, eight for an integer or a real, and four for the length before the
//! bytes of text and blobs. A request is the SQL's text and its parameters, an answer the values of all its
//! rows. SQLite in a process puts nothing on a wire, so the sizes are counted and the wire is modelled.

use serde::{Deserialize, Serialize};

/// Statements that a trace lists one by one; of all others it keeps what they took together.
pub const STATEMENTS_MAX: usize = 4_096;

/// Shapes of statements that a trace keeps; all others share the last.
pub const SHAPES_MAX: usize = 64;

/// The shape of statements that came after [`SHAPES_MAX`] others.
pub const OTHER_SHAPE: &str = "…";

/// What statements took. The counters are SQLite's own (`sqlite3_stmt_status`), free of a clock's noise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Values that were bound.
    pub parameters: u64,
    /// Rows that came back.
    pub rows: u64,
    /// Rows that were inserted, updated or deleted.
    pub changes: u64,
    /// Size of the SQL's text and the parameters.
    pub request_bytes: u64,
    /// Size of the values of all rows.
    pub answer_bytes: u64,
    /// Instructions of SQLite's virtual machine.
    pub vm_steps: u64,
    /// Steps forward in a table that was looked through without an index.
    pub full_scan_steps: u64,
    /// Sorts that no index saved.
    pub sorts: u64,
    /// Rows that went into indices which SQLite made for this one statement.
    pub automatic_index_rows: u64,
    /// Microseconds of parsing and planning; next to none where the statement was prepared before.
    pub prepare_us: f64,
    /// Microseconds in which the virtual machine ran.
    pub step_us: f64,
    /// Microseconds in which the program made its own values of the rows. Of a long answer some rows are
    /// timed and the others are taken to be like them, and so are some executions of a statement that is executed often;
    /// the sum of the three is measured as a whole.
    pub decode_us: f64,
}

impl Cost {
    /// Microseconds in the database: what is left of a statement if the program does nothing with its rows.
    #[must_use]
    pub fn service_us(&self) -> f64 {
        self.prepare_us + self.step_us
    }

    /// Microseconds of the whole statement.
    #[must_use]
    pub fn total_us(&self) -> f64 {
        self.service_us() + self.decode_us
    }

    /// Adds what another took.
    pub fn add(&mut self, other: &Self) {
        self.parameters += other.parameters;
        self.rows += other.rows;
        self.changes += other.changes;
        self.request_bytes += other.request_bytes;
        self.answer_bytes += other.answer_bytes;
        self.vm_steps += other.vm_steps;
        self.full_scan_steps += other.full_scan_steps;
        self.sorts += other.sorts;
        self.automatic_index_rows += other.automatic_index_rows;
        self.prepare_us += other.prepare_us;
        self.step_us += other.step_us;
        self.decode_us += other.decode_us;
    }
}

/// One statement that was executed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Executed {
    /// Index into [`Trace::shapes`].
    pub shape: usize,
    /// What it took.
    pub cost: Cost,
}

/// What all statements of a run took together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// How many; each is a round trip to a database that is a server.
    pub statements: u64,
    /// Their sum.
    pub cost: Cost,
}

impl Totals {
    /// Adds one statement.
    pub fn add(&mut self, cost: &Cost) {
        self.statements += 1;
        self.cost.add(cost);
    }
}

/// The statements of a run, in the order in which they were executed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The texts of the statements, each once, with `?` for values; at most [`SHAPES_MAX`] and
    /// [`OTHER_SHAPE`].
    pub shapes: Vec<String>,
    /// The first [`STATEMENTS_MAX`] statements. Of a shape that is executed again and again behind them, some executions
    /// are timed, and the others are taken to last as long as those on average.
    pub statements: Vec<Executed>,
    /// Of all statements, the listed and the others.
    pub totals: Totals,
}

impl Trace {
    /// Adds a statement.
    pub fn push(&mut self, shape: &str, cost: Cost) {
        let shape = self.shape(shape);
        self.push_as(shape, cost);
    }

    /// Adds a statement whose shape has that index.
    pub(crate) fn push_as(&mut self, shape: usize, cost: Cost) {
        if self.has_room() {
            self.statements.push(Executed { shape, cost });
        }
        self.totals.add(&cost);
    }

    /// Whether the next statement will be listed.
    pub(crate) fn has_room(&self) -> bool {
        self.statements.len() < STATEMENTS_MAX
    }

    /// How many statements are in the totals alone.
    #[must_use]
    pub fn unlisted(&self) -> u64 {
        self.totals.statements - self.statements.len() as u64
    }

    /// What the statements took together that are in the totals alone.
    #[must_use]
    pub fn unlisted_us(&self) -> f64 {
        let listed: f64 = self.statements.iter().map(|one| one.cost.total_us()).sum();
        (self.totals.cost.total_us() - listed).max(0.0)
    }

    /// The index of a shape that is listed.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        self.shapes.iter().position(|shape| shape == text)
    }

    /// The index of a shape, which is added if there is room.
    pub(crate) fn shape(&mut self, text: &str) -> usize {
        if let Some(index) = self.find(text) {
            return index;
        }
        if self.shapes.len() < SHAPES_MAX {
            self.shapes.push(text.to_owned());
        } else if self.shapes.len() == SHAPES_MAX {
            self.shapes.push(OTHER_SHAPE.to_owned());
        }
        self.shapes.len() - 1
    }
}

/// A fingerprint of rows in a canonical order: equal rows have equal ones, and others hardly ever. FNV-1a
/// of 64 bits (Fowler, Noll and Vo), which is no defence against anybody who wants two to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest {
    // Two halves, because a number of JavaScript does not hold 64 bits.
    high: u32,
    low: u32,
}

impl Digest {
    /// Of no rows.
    pub const EMPTY: Self = Self::of_bits(0xcbf2_9ce4_8422_2325);

    /// With an integer behind what was there.
    #[must_use]
    pub fn integer(self, value: i64) -> Self {
        self.bytes(b'i', &value.to_le_bytes())
    }

    /// With a text behind what was there.
    #[must_use]
    pub fn text(self, value: &str) -> Self {
        // The length first, so that no two lists of texts make the same bytes.
        self.bytes(b't', &(value.len() as u64).to_le_bytes())
            .bytes(b'.', value.as_bytes())
    }

    fn bytes(self, tag: u8, bytes: &[u8]) -> Self {
        const PRIME: u64 = 0x0100_0000_01b3;
        let mut hash = self.bits();
        for byte in std::iter::once(&tag).chain(bytes) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
        Self::of_bits(hash)
    }

    const fn bits(self) -> u64 {
        (self.high as u64) << 32 | self.low as u64
    }

    #[allow(clippy::cast_possible_truncation, reason = "the two halves")]
    const fn of_bits(bits: u64) -> Self {
        Self {
            high: (bits >> 32) as u32,
            low: bits as u32,
        }
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.bits())
    }
}

/// What a run of a pattern gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Of the rows that it read or wrote: all patterns of a task have the same.
    pub digest: Digest,
    /// How many authors, orders or rows that were; at most what was asked for, or with their books.
    pub items: u64,
    /// Milliseconds from the first statement to the last row, with all that the program does between
    /// statements; what the caller does before each of them is in it, too.
    pub elapsed_ms: f64,
    /// What it executed.
    pub trace: Trace,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(step_us: f64) -> Cost {
        Cost {
            rows: 2,
            step_us,
            ..Cost::default()
        }
    }

    #[test]
    fn a_trace_is_bounded_and_its_totals_are_whole() {
        let mut trace = Trace::default();
        for number in 0..10_000 {
            trace.push(&format!("SELECT {number}"), cost(1.0));
        }
        assert_eq!(trace.statements.len(), STATEMENTS_MAX);
        assert_eq!(trace.shapes.len(), SHAPES_MAX + 1);
        assert_eq!(trace.shapes[SHAPES_MAX], OTHER_SHAPE);
        assert_eq!(trace.statements[5_000 - 1_000].shape, SHAPES_MAX);
        assert_eq!(trace.totals.statements, 10_000);
        assert_eq!(trace.totals.cost.rows, 20_000);
        assert_eq!(trace.unlisted(), 10_000 - 4_096);
        assert!((trace.unlisted_us() - 5_904.0).abs() < 1e-6);
    }

    #[test]
    fn a_shape_is_kept_once() {
        let mut trace = Trace::default();
        for shape in ["a", "b", "a"] {
            trace.push(shape, cost(1.0));
        }
        assert_eq!(trace.shapes, ["a", "b"]);
        let indices: Vec<_> = trace.statements.iter().map(|one| one.shape).collect();
        assert_eq!(indices, [0, 1, 0]);
    }

    #[test]
    fn a_digest_tells_rows_apart() {
        let digest = |texts: &[&str]| texts.iter().fold(Digest::EMPTY, |all, text| all.text(text));
        assert_eq!(digest(&["ab", "c"]), digest(&["ab", "c"]));
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
        assert_ne!(digest(&["a"]), Digest::EMPTY);
        assert_ne!(Digest::EMPTY.integer(1), Digest::EMPTY.integer(2));
        // The published value of FNV-1a for the text "a".
        assert_eq!(
            Digest::EMPTY.bytes(b'a', &[]).to_string(),
            "af63dc4c8601ec8c"
        );
        assert_eq!(Digest::EMPTY.to_string(), "cbf29ce484222325");
    }
}
