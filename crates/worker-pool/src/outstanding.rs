//! The commands of a session that are not done yet, and how a person ends them without ending the session.
//!
//! Page and worker share one flag, which the worker looks at while it computes. It is up for as long as a command
//! is at work that was sent before the person cancelled, and what is sent after that waits until it is down
//! again: otherwise it would end, too, although nobody asked for it.

use std::collections::BTreeSet;

/// What becomes of a command that is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is sent now.
    Now,
    /// It is sent when [`Next::Resume`] is told.
    Later,
}

/// What follows from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    GoOn,
    /// The flag goes down, and what waited is sent.
    Resume,
}

/// The commands that were sent and not answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outstanding {
    sent: BTreeSet<u32>,
    is_ending: bool,
}

impl Outstanding {
    /// Whether a command that is handed in now is sent at once.
    #[must_use]
    pub fn turn(&self) -> Turn {
        if self.is_ending {
            Turn::Later
        } else {
            Turn::Now
        }
    }

    /// A command was sent under this number.
    pub fn sent(&mut self, seq: u32) {
        self.sent.insert(seq);
    }

    /// The command of this number is done.
    pub fn done(&mut self, seq: u32) -> Next {
        self.sent.remove(&seq);
        if self.is_ending && self.sent.is_empty() {
            self.is_ending = false;
            return Next::Resume;
        }
        Next::GoOn
    }

    /// A person cancels: whether the flag goes up, which is so where anything is at work.
    pub fn cancel(&mut self) -> bool {
        let goes_up = !self.is_ending && !self.sent.is_empty();
        self.is_ending |= goes_up;
        goes_up
    }

    /// How many commands are not answered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sent.len()
    }

    /// Whether all are answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_before_ends_and_what_comes_after_waits() {
        let mut outstanding = Outstanding::default();
        assert_eq!(outstanding.turn(), Turn::Now);
        outstanding.sent(0);
        outstanding.sent(1);
        assert!(outstanding.cancel());
        assert!(!outstanding.cancel(), "it is up already");
        assert_eq!(outstanding.turn(), Turn::Later);
        assert_eq!(outstanding.done(0), Next::GoOn);
        assert_eq!(outstanding.turn(), Turn::Later);
        assert_eq!(outstanding.done(1), Next::Resume);
        assert_eq!(outstanding.turn(), Turn::Now);
        assert!(outstanding.is_empty());
    }

    #[test]
    fn nothing_is_cancelled_where_nothing_is_at_work() {
        let mut outstanding = Outstanding::default();
        assert!(!outstanding.cancel());
        assert_eq!(outstanding.turn(), Turn::Now);
        outstanding.sent(7);
        assert_eq!(outstanding.len(), 1);
        assert_eq!(outstanding.done(7), Next::GoOn);
        assert!(!outstanding.cancel(), "it was done just before");
    }

    #[test]
    fn an_answer_that_nobody_waits_for_changes_nothing() {
        let mut outstanding = Outstanding::default();
        outstanding.sent(1);
        assert_eq!(outstanding.done(9), Next::GoOn);
        assert_eq!(outstanding.len(), 1);
    }
}
