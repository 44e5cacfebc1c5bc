//! A program: its text, and how Node would load it.

use serde::{Deserialize, Serialize};

/// The most bytes of a program's text.
pub const SOURCE_BYTES_MAX: usize = 100_000;

/// How Node loads a main module, which decides in which order its ticks and microtasks run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ModuleKind {
    /// `node file.cjs`: `require`, the ticks of the main module before its microtasks.
    #[default]
    CommonJs,
    /// `node file.mjs`: `import`, top-level `await`; the main module runs within a microtask.
    Module,
}

/// A program that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its text.
    pub source: String,
    /// How Node loads it.
    pub kind: ModuleKind,
}
