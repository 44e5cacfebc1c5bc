//! What may be wrong with a program, and what may go wrong while it runs.

use std::fmt;

use serde::Deserialize;
use thiserror::Error;

use super::{ModuleError, ValueType};

/// A piece of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// [`Program::set_up`].
    SetUp,
    /// A variant's code.
    Body,
    /// [`Program::tear_down`].
    TearDown,
}

/// Code that cannot be compiled, or that threw something.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Error)]
pub struct CodeError {
    /// Where.
    pub part: Part,
    /// The browser's own words.
    pub message: String,
    /// The line within the part, from 1, where it is known.
    #[serde(default)]
    pub line: Option<u32>,
    /// The column within the line, from 1, where it is known.
    #[serde(default)]
    pub column: Option<u32>,
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
#[derive(Clone, Debug, PartialEq, Error)]
pub enum RunError {
    /// There is too much or too little of something.
    #[error("{quantity}: {value}, which has to be from {min} to {max}")]
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
    #[error("two variants are called {name:?}")]
    SameName {
        /// The name.
        name: String,
    },
    /// The parameter is no number to compute with.
    #[error("n is {n}, which has to be a finite number")]
    NotFinite {
        /// The parameter.
        n: f64,
    },
    /// The variant does not exist.
    #[error("there is no variant {index}: the program has {count}")]
    NoVariant {
        /// Which was asked for, from 0.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// The file of a variant cannot be used.
    #[error("{file_name}: {error}")]
    Module {
        /// The file.
        file_name: String,
        /// Why.
        error: ModuleError,
    },
    /// The file of a variant exports no such function.
    #[error(
        "{file_name} exports no function {export:?}; it exports {}",
        one_of(exports)
    )]
    NoExport {
        /// The file.
        file_name: String,
        /// What was asked for.
        export: String,
        /// What there is.
        exports: Vec<String>,
    },
    /// A function takes another number of arguments.
    #[error("{export} takes {wanted} arguments, and is given {given}")]
    ArgumentCount {
        /// The function.
        export: String,
        /// How many it takes.
        wanted: usize,
        /// How many there are.
        given: usize,
    },
    /// A function cannot be given this argument.
    #[error("argument {} of {export} is {value}, which is not of type {wanted}{}", index + 1, range_of(*wanted))]
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
    #[error("{0}")]
    Code(CodeError),
    /// It took too long and was ended.
    #[error("{part} was ended: it had not answered after {deadline_ms} ms")]
    Deadline {
        /// What was running.
        part: Part,
        /// How long it had.
        deadline_ms: f64,
    },
    /// The worker was ended, by its owner or because another one of the same sandbox missed its
    /// deadline.
    #[error("the worker has ended")]
    Ended,
    /// The browser cannot make the frame in which the code is to run.
    #[error("code cannot be run here: {message}")]
    NoSandbox {
        /// Why.
        message: String,
    },
}

fn one_of(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

fn range_of(wanted: ValueType) -> String {
    match wanted {
        ValueType::I32 => format!(" (a whole number from {} to {})", i32::MIN, u32::MAX),
        ValueType::I64 => format!(
            " (a whole number from {} to {}; n, or one with a point, up to 2^53)",
            i64::MIN,
            i64::MAX
        ),
        ValueType::Other(_) => ", the only ones being numbers".to_owned(),
        ValueType::F32 | ValueType::F64 => String::new(),
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::SetUp => "set-up",
            Self::Body => "the variant",
            Self::TearDown => "tear-down",
        })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variants => write!(formatter, "number of variants"),
            Self::NameCharacters(of) => write!(formatter, "characters of name {}", of + 1),
            Self::SetUpCharacters => write!(formatter, "characters of the set-up"),
            Self::TearDownCharacters => write!(formatter, "characters of the tear-down"),
            Self::BodyCharacters(of) => write!(formatter, "characters of variant {}", of + 1),
            Self::ModuleBytes(of) => write!(formatter, "bytes of the module of variant {}", of + 1),
            Self::Arguments(of) => write!(formatter, "arguments of variant {}", of + 1),
        }
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.part)?;
        if let Some(line) = self.line {
            write!(formatter, ", line {line}")?;
        }
        if let Some(column) = self.column {
            write!(formatter, ", column {column}")?;
        }
        write!(formatter, ": {}", self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where() {
        let mut error = CodeError {
            part: Part::SetUp,
            message: "TypeError: x".to_owned(),
            line: Some(3),
            column: Some(9),
        };
        assert_eq!(error.to_string(), "set-up, line 3, column 9: TypeError: x");
        (error.line, error.column) = (None, None);
        assert_eq!(error.to_string(), "set-up: TypeError: x");
    }
}
