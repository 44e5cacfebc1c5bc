//! What is wrong with a reader's own code, in the reader's language.
//!
//! What the browser said of it is quoted in a sentence of ours, as nobody can translate it.

use super::border::Border;
use super::{
    CodeError, CodeReason, ModuleError, Part, Quantity, RunError, SandboxError, ValueType,
};
use crate::texts::{self, Arg, Locale};

/// Why a program cannot be run, or did not run to its end.
pub fn run_error(locale: Locale, error: &RunError) -> String {
    match error {
        RunError::OutOfRange {
            quantity,
            value,
            min,
            max,
        } => texts::text(
            locale,
            "own-error-out-of-range",
            &[
                ("quantity", self::quantity(locale, *quantity).into()),
                ("value", number(value)),
                ("min", number(min)),
                ("max", number(max)),
            ],
        ),
        RunError::SameName { name, .. } => texts::text(
            locale,
            "own-error-same-name",
            &[("name", name.as_str().into())],
        ),
        RunError::NotFinite { n } => {
            texts::text(locale, "own-error-not-finite", &[("n", number(n))])
        }
        RunError::NoVariant { index, count } => texts::text(
            locale,
            "own-error-no-variant",
            &[("number", number(&(index + 1))), ("count", number(count))],
        ),
        RunError::NoExport {
            file_name,
            export,
            exports,
        } => no_export(locale, file_name, export, exports),
        RunError::ArgumentCount {
            export,
            wanted,
            given,
        } => texts::text(
            locale,
            "own-error-argument-count",
            &[
                ("export", export.as_str().into()),
                ("wanted", number(wanted)),
                ("given", number(given)),
            ],
        ),
        RunError::ArgumentType {
            export,
            index,
            value,
            wanted,
        } => {
            let given = [
                ("export", export.as_str().into()),
                ("number", number(&(index + 1))),
                ("value", value.as_str().into()),
                ("wanted", wanted.to_string().into()),
                ("range", range_of(locale, wanted).into()),
            ];
            texts::text(locale, "own-error-argument-type", &given)
        }
        RunError::Code(error) => code_error(locale, error),
        RunError::Deadline {
            part,
            limit_ms,
            calls,
            waited_ms,
        } => {
            let given = [
                ("limit", seconds(*limit_ms)),
                ("calls", number(calls)),
                ("waited", seconds(*waited_ms)),
            ];
            texts::text(locale, deadline(*part, *calls), &given)
        }
        RunError::Ended => texts::text(locale, "own-error-ended", &[]),
        RunError::NoSandbox(error) => sandbox_error(locale, error),
        RunError::Internal(message) => texts::text(
            locale,
            "own-error-internal",
            &[("message", message.as_str().into())],
        ),
    }
}

const fn deadline(part: Part, calls: u32) -> &'static str {
    match part {
        Part::Module => "own-error-deadline-module",
        Part::Start => "own-error-deadline-start",
        Part::SetUp => "own-error-deadline-set-up",
        Part::Body if calls > 1 => "own-error-deadline-calls",
        Part::Body => "own-error-deadline-call",
        Part::TearDown => "own-error-deadline-tear-down",
        Part::Result => "own-error-deadline-result",
    }
}

/// Why a file cannot be used.
pub fn module_error(locale: Locale, error: &ModuleError) -> String {
    match error {
        ModuleError::NotWasm { found } if found.is_empty() => {
            texts::text(locale, "own-module-empty", &[])
        }
        ModuleError::NotWasm { found } => texts::text(
            locale,
            "own-module-not-wasm",
            &[("found", found.as_str().into())],
        ),
        ModuleError::Component => texts::text(locale, "own-module-component", &[]),
        ModuleError::Broken { offset, message } => texts::text(
            locale,
            "own-module-broken",
            &[
                ("offset", number(offset)),
                ("message", message.as_str().into()),
            ],
        ),
        ModuleError::NoSuchFunction { export } => texts::text(
            locale,
            "own-module-no-such-function",
            &[("export", export.as_str().into())],
        ),
        ModuleError::Imports { count, names } => texts::text(
            locale,
            "own-module-imports",
            &[("count", number(count)), ("names", names.join(", ").into())],
        ),
    }
}

fn no_export(locale: Locale, file_name: &str, export: &str, exports: &[String]) -> String {
    if exports.is_empty() {
        return texts::text(
            locale,
            "own-error-no-exports",
            &[("file", file_name.into())],
        );
    }
    texts::text(
        locale,
        "own-error-no-export",
        &[
            ("file", file_name.into()),
            ("export", export.into()),
            ("exports", exports.join(", ").into()),
        ],
    )
}

fn range_of(locale: Locale, wanted: &ValueType) -> String {
    let (name, min, max) = match wanted {
        ValueType::I32 => ("own-range-i32", i32::MIN.to_string(), u32::MAX.to_string()),
        ValueType::I64 => ("own-range-i64", i64::MIN.to_string(), u64::MAX.to_string()),
        ValueType::F32
        | ValueType::F64
        | ValueType::Reference {
            takes_numbers: true,
            ..
        } => return texts::text(locale, "own-range-real", &[]),
        ValueType::V128 => return texts::text(locale, "own-range-v128", &[]),
        ValueType::Reference { .. } => return texts::text(locale, "own-range-none", &[]),
    };
    texts::text(locale, name, &[("min", min.into()), ("max", max.into())])
}

/// What the browser said, in its own words, or what the sandbox found.
pub fn code_message(locale: Locale, error: &CodeError) -> String {
    let name = match error.reason {
        None => return error.message.clone(),
        Some(CodeReason::ExtraBrace) => "own-code-extra-brace",
        Some(CodeReason::Unclosed) => "own-code-unclosed",
        Some(CodeReason::Unexplained) => "own-code-unexplained",
        Some(CodeReason::Unspeakable) => "own-code-unspeakable",
        Some(CodeReason::NoError) => "own-code-no-error",
    };
    texts::text(locale, name, &[("value", error.message.as_str().into())])
}

fn code_error(locale: Locale, error: &CodeError) -> String {
    let part = || self::part(locale, error.part).into();
    let message = || match error.reason {
        // The browser's own words.
        None | Some(CodeReason::Unexplained) => {
            let message = code_message(locale, error).into();
            texts::text(locale, "own-error-quoted", &[("message", message)]).into()
        }
        Some(_) => code_message(locale, error).into(),
    };
    match (error.line, error.column) {
        (Some(line), Some(column)) => texts::text(
            locale,
            "own-error-code-column",
            &[
                ("part", part()),
                ("line", number(&line)),
                ("column", number(&column)),
                ("message", message()),
            ],
        ),
        (Some(line), None) => texts::text(
            locale,
            "own-error-code-line",
            &[
                ("part", part()),
                ("line", number(&line)),
                ("message", message()),
            ],
        ),
        (None, _) => texts::text(
            locale,
            "own-error-code",
            &[("part", part()), ("message", message())],
        ),
    }
}

fn sandbox_error(locale: Locale, error: &SandboxError) -> String {
    match error {
        SandboxError::Late { limit_ms } => {
            texts::text(locale, "own-sandbox-late", &[("limit", number(limit_ms))])
        }
        SandboxError::Status { url, status } => texts::text(
            locale,
            "own-sandbox-status",
            &[("url", url.as_str().into()), ("status", number(status))],
        ),
        SandboxError::Browser(message) => texts::text(
            locale,
            "own-sandbox-browser",
            &[("message", message.as_str().into())],
        ),
    }
}

fn part(locale: Locale, part: Part) -> String {
    let name = match part {
        Part::Module => "own-part-module",
        Part::Start => "own-part-start",
        Part::SetUp => "own-part-set-up",
        Part::Body => "own-part-body",
        Part::TearDown => "own-part-tear-down",
        Part::Result => "own-part-result",
    };
    texts::text(locale, name, &[])
}

fn quantity(locale: Locale, quantity: Quantity) -> String {
    let of = |name, index: usize| texts::text(locale, name, &[("number", number(&(index + 1)))]);
    match quantity {
        Quantity::Variants => texts::text(locale, "own-quantity-variants", &[]),
        Quantity::NameCharacters(index) => of("own-quantity-name", index),
        Quantity::SetUpCharacters => texts::text(locale, "own-quantity-set-up", &[]),
        Quantity::TearDownCharacters => texts::text(locale, "own-quantity-tear-down", &[]),
        Quantity::BodyCharacters(index) => of("own-quantity-body", index),
        Quantity::ModuleBytes(index) => of("own-quantity-module", index),
        Quantity::Arguments(index) => of("own-quantity-arguments", index),
    }
}

/// What the border between both languages does to a value.
pub fn border(locale: Locale, border: Border) -> String {
    let name = match border {
        Border::NoSign => "own-border-no-sign",
        Border::NoSignBig => "own-border-no-sign-big",
        Border::Wrapped => "own-border-wrapped",
        Border::WrappedBig => "own-border-wrapped-big",
        Border::Rounded => "own-border-rounded",
        Border::BigInt => "own-border-big-int",
        Border::Truncated => "own-border-truncated",
        Border::NotANumber => "own-border-not-a-number",
        Border::NegativeZero => "own-border-negative-zero",
        Border::Truth => "own-border-truth",
    };
    texts::text(locale, name, &[])
}

fn number(figure: &impl ToString) -> Arg {
    figure.to_string().into()
}

/// Milliseconds as seconds, with a digit behind the point where they are not whole.
fn seconds(ms: f64) -> Arg {
    let seconds = (ms / 100.0).round() / 10.0;
    seconds.to_string().into()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::texts::tests::{assert_said_in_every_language, said};

    fn late(part: Part, calls: u32) -> RunError {
        RunError::Deadline {
            part,
            limit_ms: 2_000.0,
            calls,
            waited_ms: 12_345.0,
        }
    }

    #[test]
    fn whatever_is_wrong_with_a_program_is_said_in_every_language() {
        let words = || "sums.wasm".to_owned();
        let out_of_range = |quantity| RunError::OutOfRange {
            quantity,
            value: 12,
            min: 1,
            max: 8,
        };
        let argument = |wanted| RunError::ArgumentType {
            export: words(),
            index: 0,
            value: "0.5".to_owned(),
            wanted,
        };
        let no_export = |exports| RunError::NoExport {
            file_name: words(),
            export: "f".to_owned(),
            exports,
        };
        let code = |part, line, column| {
            RunError::Code(CodeError {
                part,
                message: words(),
                reason: None,
                line,
                column,
            })
        };
        let found = |reason| {
            RunError::Code(CodeError {
                part: Part::Body,
                message: words(),
                reason: Some(reason),
                line: None,
                column: None,
            })
        };
        let errors = [
            out_of_range(Quantity::Variants),
            out_of_range(Quantity::NameCharacters(0)),
            out_of_range(Quantity::SetUpCharacters),
            out_of_range(Quantity::TearDownCharacters),
            out_of_range(Quantity::BodyCharacters(0)),
            out_of_range(Quantity::ModuleBytes(0)),
            out_of_range(Quantity::Arguments(0)),
            RunError::SameName {
                index: 1,
                name: words(),
            },
            RunError::NotFinite { n: f64::NAN },
            RunError::NoVariant { index: 1, count: 1 },
            no_export(Vec::new()),
            no_export(vec!["g".to_owned()]),
            RunError::ArgumentCount {
                export: words(),
                wanted: 2,
                given: 1,
            },
            argument(ValueType::I32),
            argument(ValueType::I64),
            argument(ValueType::F32),
            argument(ValueType::F64),
            argument(ValueType::V128),
            argument(ValueType::Reference {
                name: "funcref".to_owned(),
                takes_numbers: false,
            }),
            code(Part::SetUp, None, None),
            code(Part::Module, None, None),
            code(Part::Start, None, None),
            code(Part::Result, None, None),
            code(Part::Body, Some(3), None),
            code(Part::TearDown, Some(3), Some(9)),
            found(CodeReason::ExtraBrace),
            found(CodeReason::Unclosed),
            found(CodeReason::Unexplained),
            found(CodeReason::Unspeakable),
            found(CodeReason::NoError),
            late(Part::Module, 1),
            late(Part::Start, 1),
            late(Part::SetUp, 1),
            late(Part::Body, 1),
            late(Part::Body, 12),
            late(Part::TearDown, 1),
            late(Part::Result, 1),
            RunError::Ended,
            RunError::NoSandbox(SandboxError::Late { limit_ms: 12.0 }),
            RunError::NoSandbox(SandboxError::Status {
                url: words(),
                status: 404,
            }),
            RunError::NoSandbox(SandboxError::Browser(words())),
            RunError::Internal(words()),
        ];
        for error in errors {
            assert_said_in_every_language(&error, run_error);
        }
    }

    #[test]
    fn what_the_border_does_is_said_in_every_language() {
        for border in [
            Border::NoSign,
            Border::NoSignBig,
            Border::Wrapped,
            Border::WrappedBig,
            Border::Rounded,
            Border::BigInt,
            Border::Truncated,
            Border::NotANumber,
            Border::NegativeZero,
            Border::Truth,
        ] {
            assert_said_in_every_language(&border, |locale, of| super::border(locale, *of));
        }
    }

    #[test]
    fn an_error_says_where() {
        let mut error = CodeError {
            part: Part::SetUp,
            message: "TypeError: x".to_owned(),
            reason: None,
            line: Some(3),
            column: Some(9),
        };
        assert_eq!(
            said(Locale::En, &error, code_error),
            "set-up, line 3, column 9: “TypeError: x”"
        );
        (error.line, error.column) = (None, None);
        assert_eq!(
            said(Locale::En, &error, code_error),
            "set-up: “TypeError: x”"
        );
    }

    #[test]
    fn whatever_is_wrong_with_a_module_is_said_in_every_language() {
        let errors = [
            ModuleError::NotWasm {
                found: String::new(),
            },
            ModuleError::NotWasm {
                found: "89 50".to_owned(),
            },
            ModuleError::Component,
            ModuleError::Broken {
                offset: 12,
                message: "unexpected end".to_owned(),
            },
            ModuleError::NoSuchFunction {
                export: "f".to_owned(),
            },
            ModuleError::Imports {
                count: 1,
                names: vec!["env.log".to_owned()],
            },
        ];
        for error in errors {
            assert_said_in_every_language(&error, module_error);
        }
    }
}
