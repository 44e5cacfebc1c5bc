//! What a worker counts, on the cluster's scoreboard.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cluster::board::{Counter, Gauge, SlotField};
use cluster::member::Member;
use cluster::plan::State;

use crate::connections::Watch;
use crate::cpu::Cpu;

/// A worker with the gauges that only it changes.
#[derive(Debug)]
pub struct Worker {
    member: Arc<Member>,
    in_flight: AtomicU64,
    open: AtomicU64,
}

impl Worker {
    /// Nothing is open yet.
    #[must_use]
    pub fn new(member: Arc<Member>) -> Self {
        Self {
            member,
            in_flight: AtomicU64::new(0),
            open: AtomicU64::new(0),
        }
    }

    /// The value of a counter of this worker.
    pub(crate) fn counter(&self, counter: Counter) -> u64 {
        self.board().counter(self.seat(), counter)
    }

    /// The value of a gauge of this worker.
    pub(crate) fn gauge(&self, gauge: Gauge) -> u64 {
        self.board().gauge(self.seat(), gauge)
    }

    /// Counts how long a request took, in microseconds.
    pub(crate) fn time(&self, route: usize, us: u64) {
        self.board().time(self.seat(), route, us);
    }

    pub(crate) fn request_begins(&self) {
        let now = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.set(Gauge::InFlight, now);
    }

    pub(crate) fn request_ends(&self) {
        let before = self.in_flight.fetch_sub(1, Ordering::Relaxed);
        self.set(Gauge::InFlight, before.saturating_sub(1));
    }

    /// Puts onto the scoreboard how the pool stands.
    pub fn show(&self, cpu: &Cpu) {
        let status = cpu.status();
        self.set(Gauge::PoolSize, status.threads.len() as u64);
        self.set(Gauge::PoolActive, status.active() as u64);
        self.set(Gauge::PoolQueued, status.queue_length as u64);
    }
}

impl Deref for Worker {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.member
    }
}

impl Watch for Worker {
    fn opened(&self) {
        self.count(Counter::Connections);
        let now = self.open.fetch_add(1, Ordering::Relaxed) + 1;
        self.set(Gauge::OpenConnections, now);
    }

    fn is_ahead(&self) -> bool {
        // So many more than the mean are no matter.
        const AHEAD_MAX: u64 = 1;
        let board = self.board();
        let mut all = 0;
        let mut workers = 0;
        for slot in 0..board.slots() {
            if State::of_code(board.slot(slot, SlotField::State)) != State::Ready {
                continue;
            }
            let seat = usize::try_from(board.slot(slot, SlotField::Seat)).unwrap_or(0);
            if let Some(seat) = seat.checked_sub(1) {
                all += board.gauge(seat, Gauge::OpenConnections);
                workers += 1;
            }
        }
        let own = self.open.load(Ordering::Relaxed);
        workers > 1 && own * workers > all + AHEAD_MAX * workers
    }

    fn closed(&self, cut: bool) {
        if cut {
            self.count(Counter::ConnectionsCut);
        }
        let before = self.open.fetch_sub(1, Ordering::Relaxed);
        self.set(Gauge::OpenConnections, before.saturating_sub(1));
    }
}
