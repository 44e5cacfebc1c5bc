//! Ends commands that somebody cancels, or that take too long, and keeps the database.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use rusqlite::Connection;

use super::of_sqlite;
use crate::session::SessionError;

/// Instructions of SQLite's virtual machine between two looks outside: some tens of microseconds.
const INSTRUCTIONS: i32 = 4_000;

/// What a session sees of the world: functions, because SQLite takes nothing that belongs to one thread.
#[derive(Clone, Copy, Debug)]
pub struct Outside {
    /// Milliseconds since any moment.
    pub now_ms: fn() -> f64,
    /// Whether the commands that were sent are to end.
    pub is_cancelled: fn() -> bool,
}

const GOES_ON: u8 = 0;
const CANCELLED: u8 = 1;
const LATE: u8 = 2;

/// What the handler in SQLite and the session know in common.
#[derive(Debug)]
struct Shared {
    /// When the command has to be done: the bits of an `f64`.
    end_ms: AtomicU64,
    /// Why it ended before.
    reason: AtomicU8,
}

impl Shared {
    fn is_to_end(&self, outside: Outside) -> bool {
        let reason = if (outside.is_cancelled)() {
            CANCELLED
        } else if (outside.now_ms)() > f64::from_bits(self.end_ms.load(Ordering::Relaxed)) {
            LATE
        } else {
            return false;
        };
        self.reason.store(reason, Ordering::Relaxed);
        true
    }
}

#[derive(Debug)]
pub(super) struct Watch {
    limit_ms: Option<f64>,
    outside: Outside,
    shared: Arc<Shared>,
}

impl Watch {
    pub(super) fn new(limit_ms: Option<f64>, outside: Outside) -> Self {
        Self {
            limit_ms,
            outside,
            shared: Arc::new(Shared {
                end_ms: AtomicU64::new(f64::INFINITY.to_bits()),
                reason: AtomicU8::new(GOES_ON),
            }),
        }
    }

    /// Lets SQLite ask while it executes.
    pub(super) fn set_up(&self, connection: &mut Connection) -> Result<(), SessionError> {
        let (shared, outside) = (Arc::clone(&self.shared), self.outside);
        connection
            .progress_handler(INSTRUCTIONS, Some(move || shared.is_to_end(outside)))
            .map_err(of_sqlite)
    }

    /// A command begins now.
    pub(super) fn begin(&self) {
        let end_ms = self
            .limit_ms
            .map_or(f64::INFINITY, |limit_ms| (self.outside.now_ms)() + limit_ms);
        self.shared
            .end_ms
            .store(end_ms.to_bits(), Ordering::Relaxed);
        self.shared.reason.store(GOES_ON, Ordering::Relaxed);
    }

    /// Whether it may go on, between two statements.
    pub(super) fn flow(&self) -> ControlFlow<()> {
        if self.shared.is_to_end(self.outside) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// The command is over: why, if it was not done.
    pub(super) fn end(&self) -> Option<SessionError> {
        let end_ms = f64::INFINITY.to_bits();
        self.shared.end_ms.store(end_ms, Ordering::Relaxed);
        match self.shared.reason.swap(GOES_ON, Ordering::Relaxed) {
            CANCELLED => Some(SessionError::Cancelled),
            LATE => Some(SessionError::Deadline {
                limit_ms: self.limit_ms.unwrap_or(f64::INFINITY),
            }),
            _ => None,
        }
    }
}
