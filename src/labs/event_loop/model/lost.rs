//! Why the engine's worker was lost. A trap cannot say more of itself than its text, which is the browser's.

/// What a program came to that no statement could have noticed, within one operation of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The engine's own functions called each other too deep.
    TooDeep,
    /// The engine asked for more memory than there is.
    NoMemory,
}

/// A full stack, as browsers say it.
const TOO_DEEP: [&str; 2] = ["call stack size", "too much recursion"];

/// What allocations end with: panics of Rust's, and the trap of one that cannot say more, as browsers have it.
const NO_MEMORY: [&str; 6] = [
    "capacity overflow",
    "overflow during string alloc",
    "memory allocation of",
    "out of memory",
    "runtimeerror: unreachable",
    "unreachable code should not be executed",
];

/// Reads what was said of a worker that is lost; nothing where it was another fault.
pub(crate) fn lost(said: &str) -> Option<Lost> {
    let said = said.to_ascii_lowercase();
    let has = |known: &[&str]| known.iter().any(|known| said.contains(known));
    if has(&TOO_DEEP) {
        return Some(Lost::TooDeep);
    }
    has(&NO_MEMORY).then_some(Lost::NoMemory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_each_browser_are_read() {
        for (said, expected) in [
            (
                "Uncaught RangeError: Maximum call stack size exceeded",
                Some(Lost::TooDeep),
            ),
            ("InternalError: too much recursion", Some(Lost::TooDeep)),
            (
                "panicked at raw_vec/mod.rs:28:5:\ncapacity overflow",
                Some(Lost::NoMemory),
            ),
            ("Uncaught RuntimeError: unreachable", Some(Lost::NoMemory)),
            ("RuntimeError: unreachable executed", Some(Lost::NoMemory)),
            (
                "RuntimeError: Unreachable code should not be executed",
                Some(Lost::NoMemory),
            ),
            (
                "panicked at vm/mod.rs:1:1:\ninternal error: entered unreachable code",
                None,
            ),
            ("Uncaught TypeError: x is not a function", None),
        ] {
            assert_eq!(lost(said), expected, "{said}");
        }
    }
}
