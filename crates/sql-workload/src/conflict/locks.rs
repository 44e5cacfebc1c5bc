//! The locks of a database file, as SQLite's documentation of rollback journals has them ("File Locking And
//! Concurrency In SQLite Version 3").
//!
//! Any number of connections read beside one that has RESERVED, which is about to write. PENDING lets those
//! that read go on and nobody else begin; EXCLUSIVE is for one alone.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a connection has of a file.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum LockState {
    /// Nothing.
    #[default]
    None,
    /// It reads.
    Shared,
    /// It is going to write, and reads until then.
    Reserved,
    /// It waits until nobody else reads.
    Pending,
    /// It writes.
    Exclusive,
}

impl LockState {
    /// All of them, from the weakest to the strongest.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Shared,
        Self::Reserved,
        Self::Pending,
        Self::Exclusive,
    ];
}

/// Why a lock is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LockError {
    /// Others have locks that do not go with it.
    #[error("another connection holds a lock")]
    Busy,
    /// Nobody may ask for it who has only the other.
    #[error("{wanted:?} cannot follow {held:?}")]
    Order {
        /// What there was.
        held: LockState,
        /// What was asked for.
        wanted: LockState,
    },
}

/// The locks of one file, of all that have it open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// By the order in which they opened it.
    held: Vec<(u64, LockState)>,
}

impl Locks {
    /// Somebody opens the file; `holder` is nobody else's number.
    pub fn enter(&mut self, holder: u64) {
        self.held.push((holder, LockState::None));
    }

    /// Somebody closes it, and has no lock any more.
    pub fn leave(&mut self, holder: u64) {
        self.held.retain(|(other, _)| *other != holder);
    }

    /// What each has that has the file open, in the order in which they opened it.
    pub fn states(&self) -> impl Iterator<Item = LockState> {
        self.held.iter().map(|(_, state)| *state)
    }

    /// Whether anybody is about to write, or does.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.states().any(|state| state >= LockState::Reserved)
    }

    /// Asks for more. Who asks for EXCLUSIVE while others read has PENDING afterwards, unless it had no more
    /// than SHARED: then two that roll back one hot journal would wait for each other.
    pub fn raise(&mut self, holder: u64, wanted: LockState) -> Result<(), LockError> {
        let held = self.state(holder);
        if held >= wanted {
            return Ok(());
        }
        let others = self.held.iter().filter(|(other, _)| *other != holder);
        let strongest = others.map(|(_, state)| *state).max().unwrap_or_default();
        let (next, is_given) = match (held, wanted) {
            (LockState::None, LockState::Shared) => (wanted, strongest < LockState::Pending),
            (LockState::Shared, LockState::Reserved) => (wanted, strongest < LockState::Reserved),
            (LockState::Shared, LockState::Exclusive) => (wanted, strongest == LockState::None),
            (LockState::Reserved | LockState::Pending, LockState::Exclusive) => {
                let is_alone = strongest == LockState::None;
                if !is_alone {
                    self.set(holder, LockState::Pending);
                }
                (wanted, is_alone)
            }
            _ => return Err(LockError::Order { held, wanted }),
        };
        if !is_given {
            return Err(LockError::Busy);
        }
        self.set(holder, next);
        Ok(())
    }

    /// Gives back all but `to`, which is SHARED or nothing.
    pub fn lower(&mut self, holder: u64, to: LockState) {
        if self.state(holder) > to {
            self.set(holder, to);
        }
    }

    fn state(&self, holder: u64) -> LockState {
        let mine = self.held.iter().find(|(other, _)| *other == holder);
        mine.map_or(LockState::None, |(_, state)| *state)
    }

    fn set(&mut self, holder: u64, state: LockState) {
        for (other, held) in &mut self.held {
            if *other == holder {
                *held = state;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LockState::{Exclusive, None, Pending, Reserved, Shared};
    use super::*;

    /// Two that have a file open, in given states.
    fn locks(mine: LockState, other: LockState) -> Locks {
        Locks {
            held: vec![(1, mine), (2, other)],
        }
    }

    /// Whether two can be in these states at once.
    fn go_together(one: LockState, other: LockState) -> bool {
        match (one.min(other), one.max(other)) {
            (None, _) => true,
            (Shared, strongest) => strongest < Exclusive,
            _ => false,
        }
    }

    #[test]
    fn every_request_in_every_state_has_its_answer() {
        let busy = Err(LockError::Busy);
        for mine in LockState::ALL {
            for other in LockState::ALL {
                if !go_together(mine, other) {
                    continue;
                }
                for wanted in LockState::ALL {
                    let mut locks = locks(mine, other);
                    let answer = locks.raise(1, wanted);
                    let after = locks.state(1);
                    let expected = match (mine, wanted, other) {
                        _ if wanted <= mine => (Ok(()), mine),
                        (None, Shared, None | Shared | Reserved) => (Ok(()), Shared),
                        (None, Shared, Pending | Exclusive) => (busy, None),
                        (Shared, Reserved, None | Shared) => (Ok(()), Reserved),
                        (_, Exclusive, None) if mine >= Shared => (Ok(()), Exclusive),
                        (Shared, Reserved | Exclusive, _) => (busy, Shared),
                        (Reserved | Pending, Exclusive, _) => (busy, Pending),
                        _ => (Err(LockError::Order { held: mine, wanted }), mine),
                    };
                    assert_eq!((answer, after), expected, "{mine:?} {wanted:?} {other:?}");
                    assert_eq!(locks.state(2), other);
                    assert!(go_together(after, other));
                }
            }
        }
    }

    #[test]
    fn locks_are_given_back_in_part_or_whole() {
        for mine in LockState::ALL {
            for to in [None, Shared] {
                let mut locks = locks(mine, None);
                locks.lower(1, to);
                assert_eq!(locks.state(1), mine.min(to));
                assert!(!locks.is_reserved());
            }
            assert_eq!(locks(None, mine).is_reserved(), mine >= Reserved);
        }
        let mut locks = locks(Exclusive, None);
        locks.leave(1);
        assert_eq!(locks.raise(2, Shared), Ok(()));
        assert_eq!(locks.states().collect::<Vec<_>>(), [Shared]);
    }

    proptest! {
        #[test]
        fn whatever_three_ask_for_their_locks_go_together(
            requests in prop::collection::vec((0_u64..3, 0_usize..5, any::<bool>()), 0..60),
        ) {
            let mut locks = Locks::default();
            for holder in 0..3 {
                locks.enter(holder);
            }
            for (holder, state, raises) in requests {
                let state = LockState::ALL[state];
                if raises {
                    let _ = locks.raise(holder, state);
                } else {
                    locks.lower(holder, state.min(Shared));
                }
                for one in 0..3 {
                    for other in 0..one {
                        prop_assert!(go_together(locks.state(one), locks.state(other)));
                    }
                }
            }
        }
    }
}
