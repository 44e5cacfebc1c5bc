//! The store as a queue: so many reads at a time, so many that wait, first come, first served.

use std::collections::VecDeque;

/// What becomes of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    Starts,
    Waits,
    Rejected,
}

/// Reads are numbers that mean nothing here.
#[derive(Debug)]
pub(super) struct Server {
    concurrency: u32,
    waiting_max: usize,
    running: u32,
    waiting: VecDeque<u32>,
}

impl Server {
    pub(super) const fn new(concurrency: u32, waiting_max: u32) -> Self {
        Self {
            concurrency,
            waiting_max: waiting_max as usize,
            running: 0,
            waiting: VecDeque::new(),
        }
    }

    pub(super) fn ask(&mut self, read: u32) -> Admission {
        if self.running < self.concurrency {
            self.running += 1;
            Admission::Starts
        } else if self.waiting.len() < self.waiting_max {
            self.waiting.push_back(read);
            Admission::Waits
        } else {
            Admission::Rejected
        }
    }

    /// A read that had started is over.
    pub(super) const fn leave(&mut self) {
        self.running -= 1;
    }

    /// Starts the read that has waited the longest, if there is one and room for it.
    pub(super) fn start_next(&mut self) -> Option<u32> {
        if self.running >= self.concurrency {
            return None;
        }
        let read = self.waiting.pop_front()?;
        self.running += 1;
        Some(read)
    }

    pub(super) const fn running(&self) -> u32 {
        self.running
    }

    #[allow(clippy::cast_possible_truncation, reason = "the bound is a u32")]
    pub(super) fn waiting(&self) -> u32 {
        self.waiting.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_run_one_waits_and_the_next_is_rejected() {
        let mut server = Server::new(2, 1);
        let admissions: Vec<Admission> = (0..4).map(|read| server.ask(read)).collect();
        assert_eq!(
            admissions,
            [
                Admission::Starts,
                Admission::Starts,
                Admission::Waits,
                Admission::Rejected
            ]
        );
        assert_eq!(server.start_next(), None);
        server.leave();
        assert_eq!(server.start_next(), Some(2));
        assert_eq!((server.running(), server.waiting()), (2, 0));
        server.leave();
        assert_eq!(server.start_next(), None);
        assert_eq!(server.running(), 1);
    }
}
