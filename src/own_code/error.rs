//! What may be wrong with a program, and what may go wrong while it runs.

use serde::{Deserialize, Serialize};

use super::ValueType;

/// A piece of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A WebAssembly module as a whole: what its compilation is about.
    Module,
    /// What a WebAssembly module does when it is instantiated.
    Start,
    /// [`super::Program::set_up`].
    SetUp,
    /// A variant's code.
    Body,
    /// [`super::Program::tear_down`].
    TearDown,
    /// What a call returned, which is looked at.
    Result,
}

/// Code that cannot be compiled, or that threw something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeError {
    /// Where.
    pub part: Part,
    /// The browser's own words, or, where there is a reason, English for it.
    pub message: String,
    /// Why, where the browser does not say it and the sandbox knows.
    #[serde(default)]
    pub reason: Option<CodeReason>,
    /// The line within the part, from 1, where it is known.
    #[serde(default)]
    pub line: Option<u32>,
    /// The column within the line, from 1, where it is known.
    #[serde(default)]
    pub column: Option<u32>,
}

/// What the sandbox itself finds to be wrong with code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeReason {
    /// A part closes a bracket that it does not open.
    ExtraBrace,
    /// A part does not close all that it opens.
    Unclosed,
    /// It cannot be compiled, and the browser does not say why.
    Unexplained,
    /// What was thrown cannot be turned into text.
    Unspeakable,
    /// What was thrown is no error; the message shows it.
    NoError,
}

/// What is counted and has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The variants of a program.
    Variants,
    /// The characters of the name of a variant, whose index this is.
    NameCharacters(usize),
    /// The characters of the set-up.
    SetUpCharacters,
    /// The characters of the tear-down.
    TearDownCharacters,
    /// The characters of the body of a variant.
    BodyCharacters(usize),
    /// The bytes of the file of a variant.
    ModuleBytes(usize),
    /// The arguments of the function of a variant.
    Arguments(usize),
}

/// Why a program cannot be run, or did not run to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum RunError {
    /// There is too much or too little of something.
    OutOfRange {
        /// Of what.
        quantity: Quantity,
        /// How much there is.
        value: usize,
        /// The least.
        min: usize,
        /// The most.
        max: usize,
    },
    /// Two variants have the same name.
    SameName {
        /// Which of them comes later, from 0.
        index: usize,
        /// The name.
        name: String,
    },
    /// The parameter is no number to compute with.
    NotFinite {
        /// The parameter.
        n: f64,
    },
    /// The variant does not exist.
    NoVariant {
        /// Which was asked for, from 0.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// The file of a variant exports no such function.
    NoExport {
        /// The file.
        file_name: String,
        /// What was asked for.
        export: String,
        /// What there is.
        exports: Vec<String>,
    },
    /// A function takes another number of arguments.
    ArgumentCount {
        /// The function.
        export: String,
        /// How many it takes.
        wanted: usize,
        /// How many there are.
        given: usize,
    },
    /// A function cannot be given this argument.
    ArgumentType {
        /// The function.
        export: String,
        /// Which, from 0.
        index: usize,
        /// What it was to be given.
        value: String,
        /// What it takes.
        wanted: ValueType,
    },
    /// The code is at fault.
    Code(CodeError),
    /// It took too long and was ended.
    Deadline {
        /// What was running.
        part: Part,
        /// How long that may take, in milliseconds; a call of the snippet, not several.
        limit_ms: f64,
        /// How many calls were to be made, where it is the snippet.
        calls: u32,
        /// How long it had, in milliseconds.
        waited_ms: f64,
    },
    /// The worker was ended, by its owner or because another one of the same sandbox missed its
    /// deadline.
    Ended,
    /// The browser cannot make the frame in which the code is to run.
    NoSandbox(SandboxError),
    /// A fault of this app, in words for those who mend it.
    Internal(String),
}

impl RunError {
    /// The variant that it is about, from 0, if it is one of what can be told without running anything.
    #[must_use]
    pub fn variant(&self) -> Option<usize> {
        match self {
            Self::SameName { index, .. } => Some(*index),
            Self::OutOfRange { quantity, .. } => match quantity {
                Quantity::NameCharacters(index)
                | Quantity::BodyCharacters(index)
                | Quantity::ModuleBytes(index)
                | Quantity::Arguments(index) => Some(*index),
                Quantity::Variants | Quantity::SetUpCharacters | Quantity::TearDownCharacters => {
                    None
                }
            },
            _ => None,
        }
    }
}

/// Why there is no frame in which code could run.
#[derive(Clone, Debug, PartialEq)]
pub enum SandboxError {
    /// It was not ready in time.
    Late {
        /// How long it had, in milliseconds.
        limit_ms: f64,
    },
    /// A file of it was not delivered.
    Status {
        /// Its address.
        url: String,
        /// The answer's status.
        status: u16,
    },
    /// The browser refused something, in its own words.
    Browser(String),
}
