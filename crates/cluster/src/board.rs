//! The scoreboard: what each worker has done, in memory that all processes of the cluster share.
//!
//! A worker writes to a block of its own, its *seat*, with plain atomic additions, so a request costs no
//! message, any worker can answer for all, and what a killed worker counted is still there. When a worker
//! has ended, the supervisor adds its counters to those of the retired and clears the seat, so sums only
//! grow.

use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicU64, Ordering, fence};

use memmap2::{MmapOptions, MmapRaw};
use rustix::fs::ftruncate;

/// Tells this memory from any other, and this layout from an older one.
const MAGIC: u64 = 0x7070_626f_6172_6401;

/// How many routes have a histogram of their own.
pub const ROUTES_MAX: usize = 32;

/// Upper edges of a histogram's buckets, but for the last, which has none: powers of two from 64 µs
/// to 134 s, each twice the one before.
pub const BUCKET_EDGES: usize = 22;

/// The upper edge of the first bucket, in microseconds.
const FIRST_EDGE_US: u64 = 64;

/// How often a reader tries for a picture in which nobody was just retired.
const READS_MAX: u32 = 1_000;

/// A number that only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Requests that were answered, or given up by who asked.
    Requests,
    /// Of these, by the first digit of the status.
    Status1xx,
    /// See [`Counter::Status1xx`].
    Status2xx,
    /// See [`Counter::Status1xx`].
    Status3xx,
    /// See [`Counter::Status1xx`].
    Status4xx,
    /// Errors of the server's own but for [`Counter::Shed`].
    Status5xx,
    /// Requests that were refused because there was too much to do.
    Shed,
    /// Requests that whoever asked did not wait for.
    Abandoned,
    /// Connections that were taken.
    Connections,
    /// Connections that were ended because they broke a limit.
    ConnectionsCut,
}

impl Counter {
    /// All of them, in the order of the layout.
    pub const ALL: [Self; 10] = [
        Self::Requests,
        Self::Status1xx,
        Self::Status2xx,
        Self::Status3xx,
        Self::Status4xx,
        Self::Status5xx,
        Self::Shed,
        Self::Abandoned,
        Self::Connections,
        Self::ConnectionsCut,
    ];
}

/// A number that goes up and down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauge {
    /// When the worker's heart last beat, in milliseconds of the machine's monotonic clock.
    BeatMs,
    /// Requests that are being answered.
    InFlight,
    /// Connections that are open.
    OpenConnections,
    /// Resident memory, in bytes.
    MemoryBytes,
    /// Threads that compute.
    PoolSize,
    /// Of these, how many do.
    PoolActive,
    /// Jobs that wait for one.
    PoolQueued,
}

impl Gauge {
    /// All of them, in the order of the layout.
    pub const ALL: [Self; 7] = [
        Self::BeatMs,
        Self::InFlight,
        Self::OpenConnections,
        Self::MemoryBytes,
        Self::PoolSize,
        Self::PoolActive,
        Self::PoolQueued,
    ];
}

/// What the supervisor says of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotField {
    /// A [`crate::plan::State`], by [`crate::plan::State::code`].
    State,
    /// The seat of its worker, plus one; zero if it has none.
    Seat,
    /// The worker's process, in the system's numbers.
    Pid,
    /// How many workers the slot had before.
    Generation,
    /// How often its worker died without having been asked to.
    Crashes,
    /// When the worker was started, in milliseconds of the monotonic clock.
    StartedMs,
}

/// What the supervisor says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupervisorField {
    /// Its process.
    Pid,
    /// When it was started, in milliseconds of the monotonic clock.
    StartedMs,
    /// Resident memory, in bytes.
    MemoryBytes,
    /// Grows with every change of a slot.
    Version,
}

// The layout, in words of 64 bits. Every block begins a cache line.
const LINE: usize = 8;
const HEADER: usize = 2 * LINE;
const HEADER_FIELDS: usize = LINE;
const SLOT: usize = LINE;
const HISTOGRAM: usize = BUCKET_EDGES + 2;
const COUNTERS: usize = 2 * LINE;
const GAUGES: usize = LINE;
const COUNTED: usize = COUNTERS + ROUTES_MAX * HISTOGRAM;
const SEAT: usize = COUNTED.next_multiple_of(LINE) + GAUGES;

const _: () = assert!(Counter::ALL.len() <= COUNTERS && Gauge::ALL.len() <= GAUGES);

/// Times by how long they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// How many fell into each bucket; the last takes what is beyond every edge.
    pub buckets: [u64; BUCKET_EDGES + 1],
    /// All times together, in microseconds.
    pub sum_us: u64,
}

impl Histogram {
    const EMPTY: Self = Self {
        buckets: [0; BUCKET_EDGES + 1],
        sum_us: 0,
    };

    /// The upper edge of a bucket, in microseconds.
    #[must_use]
    pub fn edge_us(bucket: usize) -> u64 {
        FIRST_EDGE_US << bucket
    }

    fn bucket_of(us: u64) -> usize {
        (0..BUCKET_EDGES)
            .find(|&bucket| us <= Self::edge_us(bucket))
            .unwrap_or(BUCKET_EDGES)
    }

    /// How many times there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }
}

/// What a worker, or all of them together, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    counters: [u64; Counter::ALL.len()],
    /// One for each route.
    pub routes: Vec<Histogram>,
}

impl Counted {
    fn nothing() -> Self {
        Self {
            counters: [0; Counter::ALL.len()],
            routes: vec![Histogram::EMPTY; ROUTES_MAX],
        }
    }

    /// The value of a counter.
    #[must_use]
    pub fn get(&self, counter: Counter) -> u64 {
        self.counters[counter as usize]
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.counters.iter_mut().zip(other.counters) {
            *sum += more;
        }
        for (sum, more) in self.routes.iter_mut().zip(&other.routes) {
            for (sum, more) in sum.buckets.iter_mut().zip(more.buckets) {
                *sum += more;
            }
            sum.sum_us += more.sum_us;
        }
    }
}

/// Why there is no scoreboard.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// The system gives no shared memory.
    #[error("no shared memory ({0})")]
    NoMemory(#[from] std::io::Error),
    /// The memory is another program's, or of another version of this one.
    #[error("the shared memory is not this version's scoreboard")]
    OtherLayout,
}

/// The scoreboard.
#[derive(Debug)]
pub struct Board {
    memory: MmapRaw,
    file: OwnedFd,
    slots: usize,
    seats: usize,
}

impl Board {
    /// A fresh one. While a worker takes over from another, one more seat than slots is in use.
    pub fn new(slots: usize) -> Result<Self, BoardError> {
        let seats = slots + 2;
        let file = nameless_file()?;
        let bytes = words(slots, seats) * size_of::<u64>();
        ftruncate(&file, bytes as u64).map_err(std::io::Error::from)?;
        let board = Self {
            memory: MmapOptions::new().map_raw(&file)?,
            file,
            slots,
            seats,
        };
        board.word(1).store(slots as u64, Ordering::Relaxed);
        board.word(0).store(MAGIC, Ordering::Release);
        Ok(board)
    }

    /// The one that a process was handed.
    pub fn open(file: OwnedFd) -> Result<Self, BoardError> {
        let memory = MmapOptions::new().map_raw(&file)?;
        let mut board = Self {
            memory,
            file,
            slots: 0,
            seats: 0,
        };
        let have = board.memory.len() / size_of::<u64>();
        if have < HEADER || board.word(0).load(Ordering::Acquire) != MAGIC {
            return Err(BoardError::OtherLayout);
        }
        let slots = usize::try_from(board.word(1).load(Ordering::Relaxed)).unwrap_or(usize::MAX);
        if slots > have || words(slots, slots + 2) > have {
            return Err(BoardError::OtherLayout);
        }
        (board.slots, board.seats) = (slots, slots + 2);
        Ok(board)
    }

    /// The memory, for a process to be handed.
    #[must_use]
    pub fn file(&self) -> impl AsFd + '_ {
        &self.file
    }

    /// How many slots there are.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// How many seats there are.
    #[must_use]
    pub fn seats(&self) -> usize {
        self.seats
    }

    #[allow(
        unsafe_code,
        clippy::cast_ptr_alignment,
        reason = "no library gives atomics in memory of several processes; a mapping begins a page"
    )]
    fn word(&self, at: usize) -> &AtomicU64 {
        let words = self.memory.len() / size_of::<AtomicU64>();
        assert!(at < words, "word {at} of {words}");
        // SAFETY: the mapping begins a page, so every word is aligned; it is as long as was just asserted,
        // and lives as long as `self`. Every process reads and writes it by atomics alone.
        unsafe { &*self.memory.as_mut_ptr().cast::<AtomicU64>().add(at) }
    }

    fn slot_word(&self, slot: usize, field: SlotField) -> &AtomicU64 {
        assert!(slot < self.slots, "slot {slot} of {}", self.slots);
        self.word(HEADER + slot * SLOT + field as usize)
    }

    fn supervisor_word(&self, field: SupervisorField) -> &AtomicU64 {
        self.word(HEADER_FIELDS + field as usize)
    }

    /// The odd one out while a worker is retired.
    fn retirements(&self) -> &AtomicU64 {
        self.word(2)
    }

    fn retired(&self) -> usize {
        HEADER + self.slots * SLOT
    }

    fn seat(&self, seat: usize) -> usize {
        assert!(seat < self.seats, "seat {seat} of {}", self.seats);
        self.retired() + (1 + seat) * SEAT
    }

    /// Says something of a slot. For the supervisor alone.
    pub fn set_slot(&self, slot: usize, field: SlotField, value: u64) {
        let before = self.slot_word(slot, field).swap(value, Ordering::Relaxed);
        if before != value {
            self.supervisor_word(SupervisorField::Version)
                .fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What the supervisor says of a slot.
    #[must_use]
    pub fn slot(&self, slot: usize, field: SlotField) -> u64 {
        self.slot_word(slot, field).load(Ordering::Relaxed)
    }

    /// Says something of the supervisor. For the supervisor alone.
    pub fn set_supervisor(&self, field: SupervisorField, value: u64) {
        self.supervisor_word(field).store(value, Ordering::Relaxed);
    }

    /// What the supervisor says of itself.
    #[must_use]
    pub fn supervisor(&self, field: SupervisorField) -> u64 {
        self.supervisor_word(field).load(Ordering::Relaxed)
    }

    /// Counts one more. For whoever has the seat.
    pub fn count(&self, seat: usize, counter: Counter) {
        self.word(self.seat(seat) + counter as usize)
            .fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a time. For whoever has the seat.
    ///
    /// # Panics
    /// If `route` is [`ROUTES_MAX`] or more.
    pub fn time(&self, seat: usize, route: usize, us: u64) {
        assert!(route < ROUTES_MAX, "route {route} of {ROUTES_MAX}");
        let histogram = self.seat(seat) + COUNTERS + route * HISTOGRAM;
        self.word(histogram + Histogram::bucket_of(us))
            .fetch_add(1, Ordering::Relaxed);
        self.word(histogram + BUCKET_EDGES + 1)
            .fetch_add(us, Ordering::Relaxed);
    }

    /// Sets a gauge. For whoever has the seat.
    pub fn set(&self, seat: usize, gauge: Gauge, value: u64) {
        self.gauge_word(seat, gauge).store(value, Ordering::Relaxed);
    }

    /// The value of a gauge.
    #[must_use]
    pub fn gauge(&self, seat: usize, gauge: Gauge) -> u64 {
        self.gauge_word(seat, gauge).load(Ordering::Relaxed)
    }

    fn gauge_word(&self, seat: usize, gauge: Gauge) -> &AtomicU64 {
        self.word(self.seat(seat) + SEAT - GAUGES + gauge as usize)
    }

    /// The value of a counter of a worker that is alive.
    #[must_use]
    pub fn counter(&self, seat: usize, counter: Counter) -> u64 {
        self.word(self.seat(seat) + counter as usize)
            .load(Ordering::Relaxed)
    }

    /// What a worker that is alive counted.
    #[must_use]
    pub fn counted(&self, seat: usize) -> Counted {
        self.read(self.seat(seat))
    }

    /// What all workers counted that there ever were. It only grows.
    #[must_use]
    pub fn total(&self) -> Counted {
        let sum = || {
            let mut sum = self.read(self.retired());
            for seat in 0..self.seats {
                sum.add(&self.read(self.seat(seat)));
            }
            sum
        };
        for _ in 0..READS_MAX {
            let before = self.retirements().load(Ordering::Acquire);
            let found = sum();
            fence(Ordering::Acquire);
            if before.is_multiple_of(2) && self.retirements().load(Ordering::Relaxed) == before {
                return found;
            }
            std::hint::spin_loop();
        }
        // The supervisor died while it retired a worker; nobody will serve for long.
        sum()
    }

    fn read(&self, block: usize) -> Counted {
        let mut counted = Counted::nothing();
        let load = |at: usize| self.word(block + at).load(Ordering::Relaxed);
        for (at, counter) in counted.counters.iter_mut().enumerate() {
            *counter = load(at);
        }
        for (route, histogram) in counted.routes.iter_mut().enumerate() {
            let at = COUNTERS + route * HISTOGRAM;
            for (bucket, count) in histogram.buckets.iter_mut().enumerate() {
                *count = load(at + bucket);
            }
            histogram.sum_us = load(at + BUCKET_EDGES + 1);
        }
        counted
    }

    /// Adds what a worker that has ended counted to the retired, and clears its seat. For the supervisor
    /// alone.
    pub fn retire(&self, seat: usize) {
        let (from, to) = (self.seat(seat), self.retired());
        self.retirements().fetch_add(1, Ordering::AcqRel);
        for at in 0..COUNTED {
            let count = self.word(from + at).swap(0, Ordering::Relaxed);
            self.word(to + at).fetch_add(count, Ordering::Relaxed);
        }
        self.retirements().fetch_add(1, Ordering::Release);
        for gauge in Gauge::ALL {
            self.set(seat, gauge, 0);
        }
    }
}

/// A file that only those see who are handed it.
#[cfg(target_os = "linux")]
fn nameless_file() -> std::io::Result<OwnedFd> {
    use rustix::fs::{MemfdFlags, memfd_create};

    Ok(memfd_create("perf-playground-board", MemfdFlags::CLOEXEC)?)
}

/// A file that only those see who are handed it.
#[cfg(not(target_os = "linux"))]
fn nameless_file() -> std::io::Result<OwnedFd> {
    tempfile::tempfile().map(OwnedFd::from)
}

/// How many words a scoreboard has.
fn words(slots: usize, seats: usize) -> usize {
    HEADER
        .saturating_add(slots.saturating_mul(SLOT))
        .saturating_add((1 + seats).saturating_mul(SEAT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_over(board: &Board) -> Board {
        let file = board.file().as_fd().try_clone_to_owned().expect("cloned");
        Board::open(file).expect("the same")
    }

    #[test]
    fn what_one_process_counts_another_reads() {
        let board = Board::new(2).expect("memory");
        let other = hand_over(&board);
        other.count(1, Counter::Requests);
        other.count(1, Counter::Status2xx);
        other.time(1, 3, 100);
        other.set(1, Gauge::InFlight, 4);
        assert_eq!(board.counted(1).get(Counter::Requests), 1);
        assert_eq!(board.counted(1).routes[3].count(), 1);
        assert_eq!(board.counted(0), Counted::nothing());
        assert_eq!(board.gauge(1, Gauge::InFlight), 4);
        assert_eq!(board.gauge(1, Gauge::PoolQueued), 0);
    }

    #[test]
    fn sums_survive_those_who_counted() {
        let board = Board::new(1).expect("memory");
        for _ in 0..3 {
            board.count(0, Counter::Requests);
            board.time(0, 0, 70);
        }
        board.set(0, Gauge::InFlight, 9);
        let before = board.total();
        board.retire(0);
        assert_eq!(board.total(), before);
        assert_eq!(board.counted(0), Counted::nothing());
        assert_eq!(board.gauge(0, Gauge::InFlight), 0);
        board.count(0, Counter::Requests);
        assert_eq!(board.total().get(Counter::Requests), 4);
        assert_eq!(board.total().routes[0].sum_us, 210);
    }

    #[test]
    fn nothing_is_counted_twice_or_not_at_all_while_workers_are_retired() {
        const ROUNDS: u64 = 2_000;
        let board = Board::new(1).expect("memory");
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut last = 0;
                while last < ROUNDS {
                    let now = hand_over(&board).total().get(Counter::Requests);
                    assert!(last <= now && now <= ROUNDS, "{last}, then {now}");
                    last = now;
                }
            });
            for _ in 0..ROUNDS {
                board.count(0, Counter::Requests);
                board.retire(0);
            }
            reader.join().expect("sums only grow");
        });
    }

    #[test]
    fn slots_and_seats_do_not_overlap() {
        let board = Board::new(3).expect("memory");
        for slot in 0..3 {
            board.set_slot(slot, SlotField::StartedMs, 7);
        }
        for seat in 0..board.seats() {
            assert_eq!(board.counted(seat), Counted::nothing());
            board.time(seat, ROUTES_MAX - 1, u64::MAX >> 8);
            board.set(seat, Gauge::PoolQueued, 5);
        }
        assert_eq!(board.total().get(Counter::Requests), 0);
        assert_eq!(board.total().routes[0].count(), 0);
        assert_eq!(board.slot(2, SlotField::State), 0);
        assert_eq!(board.supervisor(SupervisorField::Version), 3);
    }

    #[test]
    fn times_fall_into_their_buckets() {
        for (us, bucket) in [(0, 0), (64, 0), (65, 1), (128, 1), (129, 2)] {
            assert_eq!(Histogram::bucket_of(us), bucket, "{us}");
        }
        assert_eq!(Histogram::bucket_of(u64::MAX), BUCKET_EDGES);
        assert_eq!(Histogram::edge_us(BUCKET_EDGES - 1), 134_217_728);
    }

    #[test]
    fn other_memory_is_refused() {
        let file = nameless_file().expect("memory");
        ftruncate(&file, 65_536).expect("room");
        assert!(matches!(Board::open(file), Err(BoardError::OtherLayout)));
    }
}
