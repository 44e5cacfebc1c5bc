//! The words through which a worker whose threads share a memory is watched and stopped.
//!
//! The worker's own thread waits while its threads compute: it can post no progress and takes no
//! message. So its module keeps a block of 32-bit words in the shared memory, which the page reads
//! and writes with atomic accesses.

/// A word of the block, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Word {
    /// Grows whenever a thread gets on; it may wrap. One that stands still means that the threads
    /// hang, or that one of them has died and the others wait for it.
    Heartbeat = 0,
    /// How much of [`Word::Total`] is done.
    Done = 1,
    /// What there is to do; zero while nothing is known of it.
    Total = 2,
    /// Written by the page alone: other than zero asks the threads to end the job that runs.
    Cancel = 3,
    /// Where in the memory the output grows.
    OutputAddress = 4,
    /// How many bytes the output has; zero while there is none.
    OutputBytes = 5,
    /// Where in the memory the words stand with which a thread died.
    FaultAddress = 6,
    /// How many bytes they are, in UTF-8; zero while no thread has died.
    FaultBytes = 7,
    /// Where in the memory it stands which thread has done each part of the output: its number counted from one, or zero
    /// while none has. A byte each.
    OwnersAddress = 8,
    /// How many parts those are; zero while there are none.
    OwnersCount = 9,
}

impl Word {
    /// How many words the block has.
    pub const COUNT: usize = 10;

    /// The word's place in the block.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}
