//! What is wrong with a reader's own code, in the reader's language.
//!
//! What the browser said of it is quoted in a sentence of ours, as nobody can translate it.

use super::{
    CodeError, CodeReason, Defect, ModuleError, Part, Quantity, RunError, SandboxError, ValueType,
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
        RunError::SameName { name } => texts::text(
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
        RunError::Module { file_name, error } => texts::text(
            locale,
            "own-error-module",
            &[
                ("file", file_name.as_str().into()),
                ("message", module_error(locale, error).into()),
            ],
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
                ("range", range_of(locale, *wanted).into()),
            ];
            texts::text(locale, "own-error-argument-type", &given)
        }
        RunError::Code(error) => code_error(locale, error),
        RunError::Deadline { part, deadline_ms } => texts::text(
            locale,
            "own-error-deadline",
            &[
                ("part", self::part(locale, *part).into()),
                ("deadline", number(deadline_ms)),
            ],
        ),
        RunError::Ended => texts::text(locale, "own-error-ended", &[]),
        RunError::NoSandbox(error) => sandbox_error(locale, error),
        RunError::Internal(message) => texts::text(
            locale,
            "own-error-internal",
            &[("message", message.as_str().into())],
        ),
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
        ModuleError::Broken { offset, defect } => texts::text(
            locale,
            "own-module-broken",
            &[
                ("offset", number(offset)),
                ("defect", self::defect(locale, *defect).into()),
            ],
        ),
        ModuleError::UnknownType { offset, form } => texts::text(
            locale,
            "own-module-unknown-type",
            &[
                ("offset", number(offset)),
                ("form", format!("{form:#04x}").into()),
            ],
        ),
        ModuleError::Imports { count, names } => texts::text(
            locale,
            "own-module-imports",
            &[("count", number(count)), ("names", names.join(", ").into())],
        ),
    }
}

fn defect(locale: Locale, defect: Defect) -> String {
    let name = match defect {
        Defect::CutOff => "own-defect-cut-off",
        Defect::LargeNumber => "own-defect-large-number",
        Defect::LongList => "own-defect-long-list",
        Defect::NotUtf8 => "own-defect-not-utf8",
        Defect::UnknownImport => "own-defect-unknown-import",
        Defect::NoSuchFunction => "own-defect-no-such-function",
    };
    texts::text(locale, name, &[])
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

fn range_of(locale: Locale, wanted: ValueType) -> String {
    let (min, max) = match wanted {
        ValueType::I32 => (i32::MIN.to_string(), u32::MAX.to_string()),
        ValueType::I64 => (i64::MIN.to_string(), i64::MAX.to_string()),
        ValueType::F32 | ValueType::F64 => return texts::text(locale, "own-range-real", &[]),
        ValueType::Other(_) => return texts::text(locale, "own-range-none", &[]),
    };
    let given = [("min", min.into()), ("max", max.into())];
    if wanted == ValueType::I64 {
        texts::text(locale, "own-range-i64", &given)
    } else {
        texts::text(locale, "own-range-i32", &given)
    }
}

/// What the browser said, in its own words, or what the sandbox found.
pub fn code_message(locale: Locale, error: &CodeError) -> String {
    let name = match error.reason {
        None => return error.message.clone(),
        Some(CodeReason::ExtraBrace) => "own-code-extra-brace",
        Some(CodeReason::Unclosed) => "own-code-unclosed",
        Some(CodeReason::Unexplained) => "own-code-unexplained",
        Some(CodeReason::Unspeakable) => "own-code-unspeakable",
    };
    texts::text(locale, name, &[])
}

fn code_error(locale: Locale, error: &CodeError) -> String {
    let part = || self::part(locale, error.part).into();
    let message = || code_message(locale, error).into();
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
        Part::SetUp => "own-part-set-up",
        Part::Body => "own-part-body",
        Part::TearDown => "own-part-tear-down",
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

fn number(figure: &impl ToString) -> Arg {
    figure.to_string().into()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::texts::tests::{assert_said_in_every_language, said};

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
            RunError::SameName { name: words() },
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
            argument(ValueType::Other(0x7b)),
            code(Part::SetUp, None, None),
            code(Part::Body, Some(3), None),
            code(Part::TearDown, Some(3), Some(9)),
            found(CodeReason::ExtraBrace),
            found(CodeReason::Unclosed),
            found(CodeReason::Unexplained),
            found(CodeReason::Unspeakable),
            RunError::Deadline {
                part: Part::Body,
                deadline_ms: 12.0,
            },
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
        let defects = [
            Defect::CutOff,
            Defect::LargeNumber,
            Defect::LongList,
            Defect::NotUtf8,
            Defect::UnknownImport,
            Defect::NoSuchFunction,
        ];
        let broken = defects.map(|defect| ModuleError::Broken { offset: 12, defect });
        let others = [
            ModuleError::NotWasm {
                found: String::new(),
            },
            ModuleError::NotWasm {
                found: "89 50".to_owned(),
            },
            ModuleError::UnknownType {
                offset: 12,
                form: 0x5f,
            },
            ModuleError::Imports {
                count: 1,
                names: vec!["env.log".to_owned()],
            },
        ];
        for error in broken.into_iter().chain(others) {
            let whole = RunError::Module {
                file_name: "sums.wasm".to_owned(),
                error,
            };
            assert_said_in_every_language(&whole, run_error);
        }
    }
}
