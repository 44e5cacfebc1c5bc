//! The words through which the page watches this module's threads, and stops them.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use kernels::engine::Watch;
use protocol::Fault;
use protocol::clock::now_ms;
use protocol::control::Word;

static WORDS: [AtomicU32; Word::COUNT] = [const { AtomicU32::new(0) }; Word::COUNT];

/// How the job that comes is to fail: the code of a [`Fault`], or zero.
static FAULT: AtomicU32 = AtomicU32::new(0);

const TRAP: u32 = 1;
const HANG: u32 = 2;

/// A run that is to fail does so when one part of this many is done.
const FAULT_PART: u32 = 3;

/// Where the words stand in the module's memory, in bytes.
pub(crate) fn address() -> u32 {
    word_of(WORDS.as_ptr() as usize)
}

/// Says how the next run is to fail, if it is.
pub(crate) fn arm(fault: Option<Fault>) {
    let code = match fault {
        Some(Fault::Trap) => TRAP,
        Some(Fault::Hang) => HANG,
        Some(Fault::Exit) | None => 0,
    };
    FAULT.store(code, Ordering::Relaxed);
}

/// The run is over, however it ended: there is no output to look at any longer.
pub(crate) fn end() {
    set(Word::OutputBytes, 0);
    set(Word::OwnersCount, 0);
    set(Word::Total, 0);
}

/// Writes down the words of a panic, for a thread that panics can tell nobody: the worker's own
/// thread waits for it, and the page does not hear it.
pub(crate) fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let text: &'static str = Box::leak(info.to_string().into_boxed_str());
        set(Word::FaultAddress, word_of(text.as_ptr() as usize));
        // Last, because it says that the address holds.
        set(Word::FaultBytes, word_of(text.len()));
    }));
}

/// What the threads of a run call.
pub(crate) struct Words;

impl Watch for Words {
    fn begin(&self, parts_total: u64, output: &[u8], owners: &[AtomicU8]) {
        set(Word::Done, 0);
        // Beyond what a word holds the page goes without a share; the heartbeat tells enough.
        set(Word::Total, u32::try_from(parts_total).unwrap_or(0));
        set(Word::OutputAddress, word_of(output.as_ptr() as usize));
        set(Word::OutputBytes, word_of(output.len()));
        set(Word::OwnersAddress, word_of(owners.as_ptr() as usize));
        set(Word::OwnersCount, word_of(owners.len()));
        word(Word::Heartbeat).fetch_add(1, Ordering::Relaxed);
    }

    fn part_done(&self) {
        let done = word(Word::Done).fetch_add(1, Ordering::Relaxed);
        word(Word::Heartbeat).fetch_add(1, Ordering::Relaxed);
        if done >= word(Word::Total).load(Ordering::Relaxed) / FAULT_PART {
            strike();
        }
    }

    fn cancelled(&self) -> bool {
        word(Word::Cancel).load(Ordering::Relaxed) != 0
    }

    fn now_ms(&self) -> f64 {
        now_ms()
    }

    fn thread(&self) -> usize {
        rayon::current_thread_index().unwrap_or(0)
    }
}

/// Lets the thread that calls fail as it was said, once.
fn strike() {
    if FAULT.load(Ordering::Relaxed) == 0 {
        return;
    }
    match FAULT.swap(0, Ordering::Relaxed) {
        TRAP => core::arch::wasm32::unreachable(),
        HANG => loop {
            std::hint::spin_loop();
        },
        _ => {}
    }
}

fn word(word: Word) -> &'static AtomicU32 {
    &WORDS[word.index()]
}

fn set(name: Word, value: u32) {
    // The page reads several of them in turn, so their order is kept.
    word(name).store(value, Ordering::SeqCst);
}

/// An address or a length: of this target, they have 32 bits.
fn word_of(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
