//! A program of a reader's own, and what can be told of it without running it.

use super::{Module, Quantity, RunError, ValueType};

/// The most variants that a program may have.
const VARIANTS_MAX: usize = 8;

/// The most characters that the name of a variant may have.
const NAME_CHARACTERS_MAX: usize = 60;

/// The most characters of each text of code: what more weighs is no snippet.
const TEXT_CHARACTERS_MAX: usize = 100_000;

/// The most bytes of a `.wasm` file.
pub const MODULE_BYTES_MAX: usize = 16 << 20;

/// The most arguments that an exported function is called with.
const ARGUMENTS_MAX: usize = 16;

/// The largest magnitude of a whole number that a JavaScript number holds for certain.
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// What a reader wants to compare: variants, and what is done before and after each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The body of `function setUp(n)`, which returns the `data` that the variants work on.
    pub set_up: String,
    /// The body of `function tearDown(data, n)`.
    pub tear_down: String,
    /// What is compared.
    pub variants: Vec<Variant>,
}

/// One way to do it.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// How it is called, different from all others of its program.
    pub name: String,
    /// What it does.
    pub code: Code,
}

/// What a variant does.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// The body of a function of `data` and `n`. One with `await` in it is an `async` function.
    JavaScript {
        /// Its text.
        body: String,
    },
    /// A function that a WebAssembly module exports.
    Wasm {
        /// How the file was called.
        file_name: String,
        /// The file.
        bytes: Vec<u8>,
        /// The name of the function.
        export: String,
        /// What it is called with.
        arguments: Vec<Argument>,
    },
}

/// What an exported function is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument {
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// The parameter of the sweep.
    N,
}

/// An argument as JavaScript hands it over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// For parameters of all types but one.
    Number(f64),
    /// For parameters of type `i64`.
    BigInt(i64),
}

impl Program {
    /// Looks at all that can be told without running it.
    pub fn check(&self) -> Result<(), RunError> {
        within(Quantity::Variants, self.variants.len(), 1, VARIANTS_MAX)?;
        within(
            Quantity::SetUpCharacters,
            self.set_up.chars().count(),
            0,
            TEXT_CHARACTERS_MAX,
        )?;
        within(
            Quantity::TearDownCharacters,
            self.tear_down.chars().count(),
            0,
            TEXT_CHARACTERS_MAX,
        )?;
        for (index, variant) in self.variants.iter().enumerate() {
            let characters = variant.name.chars().count();
            within(
                Quantity::NameCharacters(index),
                characters,
                1,
                NAME_CHARACTERS_MAX,
            )?;
            if self.variants[..index]
                .iter()
                .any(|other| other.name == variant.name)
            {
                return Err(RunError::SameName {
                    name: variant.name.clone(),
                });
            }
            variant.code.check(index)?;
        }
        Ok(())
    }

    /// The variant at `index`, from 0.
    pub fn variant(&self, index: usize) -> Result<&Variant, RunError> {
        self.variants.get(index).ok_or(RunError::NoVariant {
            index,
            count: self.variants.len(),
        })
    }
}

impl Code {
    fn check(&self, index: usize) -> Result<(), RunError> {
        match self {
            Self::JavaScript { body } => within(
                Quantity::BodyCharacters(index),
                body.chars().count(),
                1,
                TEXT_CHARACTERS_MAX,
            ),
            Self::Wasm {
                bytes, arguments, ..
            } => {
                within(
                    Quantity::ModuleBytes(index),
                    bytes.len(),
                    1,
                    MODULE_BYTES_MAX,
                )?;
                within(
                    Quantity::Arguments(index),
                    arguments.len(),
                    0,
                    ARGUMENTS_MAX,
                )?;
                // Whether `n` fits is only known with the parameter.
                self.values(None).map(|_| ())
            }
        }
    }

    /// What the exported function is to be called with for the parameter `n`, if one is given; of
    /// JavaScript nothing.
    pub fn values(&self, n: Option<f64>) -> Result<Vec<Value>, RunError> {
        let Self::Wasm {
            file_name,
            bytes,
            export,
            arguments,
        } = self
        else {
            return Ok(Vec::new());
        };
        let module = Module::read(bytes).map_err(|error| RunError::Module {
            file_name: file_name.clone(),
            error,
        })?;
        let Some(function) = module.export(export) else {
            return Err(RunError::NoExport {
                file_name: file_name.clone(),
                export: export.clone(),
                exports: module.exports.into_iter().map(|of| of.name).collect(),
            });
        };
        if function.parameters.len() != arguments.len() {
            return Err(RunError::ArgumentCount {
                export: export.clone(),
                wanted: function.parameters.len(),
                given: arguments.len(),
            });
        }
        let pairs = arguments.iter().zip(&function.parameters);
        pairs
            .enumerate()
            .map(|(index, (argument, wanted))| {
                argument
                    .value(n, *wanted)
                    .map_err(|value| RunError::ArgumentType {
                        export: export.clone(),
                        index,
                        value,
                        wanted: *wanted,
                    })
            })
            .collect()
    }
}

impl Argument {
    /// Reads what a person wrote: a number, or `n`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "n" {
            return Some(Self::N);
        }
        text.parse().map(Self::Whole).ok().or_else(|| {
            let value: f64 = text.parse().ok()?;
            value.is_finite().then_some(Self::Real(value))
        })
    }

    /// As a parameter of type `wanted` takes it; if it does not, what it is.
    fn value(self, n: Option<f64>, wanted: ValueType) -> Result<Value, String> {
        let (whole, real) = match self {
            Self::Whole(whole) => (Some(whole), whole as f64),
            Self::Real(real) => (whole_of(real), real),
            Self::N => {
                // Where there is none yet, zero stands for it: it is of every type.
                let n = n.unwrap_or(0.0);
                (whole_of(n), n)
            }
        };
        let value = match wanted {
            ValueType::I32 => whole
                // WebAssembly does not say whether it means signed numbers.
                .filter(|whole| (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(whole))
                .map(|whole| Value::Number(whole as f64)),
            ValueType::I64 => whole.map(Value::BigInt),
            ValueType::F32 | ValueType::F64 => Some(Value::Number(real)),
            ValueType::Other(_) => None,
        };
        value.ok_or_else(|| match self {
            Self::Whole(whole) => whole.to_string(),
            Self::Real(real) => real.to_string(),
            Self::N => format!("n = {real}"),
        })
    }
}

fn whole_of(real: f64) -> Option<i64> {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within the range"
    )]
    (real.fract() == 0.0 && real.abs() <= WHOLE_MAX).then_some(real as i64)
}

fn within(quantity: Quantity, value: usize, min: usize, max: usize) -> Result<(), RunError> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(RunError::OutOfRange {
        quantity,
        value,
        min,
        max,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::fmt;

    use super::*;
    use crate::own_code::module::samples;
    use crate::own_code::words;
    use crate::texts::Locale;
    use crate::texts::tests::said;

    fn javascript(name: &str, body: &str) -> Variant {
        Variant {
            name: name.to_owned(),
            code: Code::JavaScript {
                body: body.to_owned(),
            },
        }
    }

    fn program(variants: &[Variant]) -> Program {
        Program {
            variants: variants.to_vec(),
            ..Program::default()
        }
    }

    fn wasm(export: &str, arguments: &[Argument]) -> Code {
        Code::Wasm {
            file_name: "sums.wasm".to_owned(),
            bytes: samples::SUMS.to_vec(),
            export: export.to_owned(),
            arguments: arguments.to_vec(),
        }
    }

    fn refusal<T: fmt::Debug>(result: Result<T, RunError>) -> String {
        let error = result.expect_err("a refusal");
        said(Locale::En, &error, words::run_error)
    }

    #[test]
    fn a_program_within_the_limits_is_let_through() {
        let variant = javascript("a", "return 1");
        assert_eq!(program(&[variant]).check(), Ok(()));
        let largest = program(&[javascript(
            &"é".repeat(NAME_CHARACTERS_MAX),
            &"é".repeat(TEXT_CHARACTERS_MAX),
        )]);
        assert_eq!(largest.check(), Ok(()));
    }

    #[test]
    fn a_refusal_names_the_quantity_the_value_and_the_range() {
        let one = javascript("a", "return 1");
        assert_eq!(
            refusal(program(&[]).check()),
            "number of snippets: 0, which has to be from 1 to 8"
        );
        let many: Vec<Variant> = (0..9).map(|i| javascript(&i.to_string(), "1")).collect();
        assert_eq!(
            refusal(program(&many).check()),
            "number of snippets: 9, which has to be from 1 to 8"
        );
        assert_eq!(
            refusal(program(&[one.clone(), javascript("", "1")]).check()),
            "characters of name 2: 0, which has to be from 1 to 60"
        );
        assert_eq!(
            refusal(program(&[javascript("a", "")]).check()),
            "characters of snippet 1: 0, which has to be from 1 to 100000"
        );
        let long = Program {
            set_up: "x".repeat(TEXT_CHARACTERS_MAX + 1),
            ..program(std::slice::from_ref(&one))
        };
        assert_eq!(
            refusal(long.check()),
            "characters of the set-up: 100001, which has to be from 0 to 100000"
        );
        assert_eq!(
            refusal(program(&[one.clone(), one]).check()),
            "two snippets are called \"a\""
        );
    }

    #[test]
    fn a_variant_that_is_not_there_is_named() {
        let program = program(&[javascript("a", "1")]);
        assert_eq!(program.variant(0).map(|of| of.name.as_str()), Ok("a"));
        assert_eq!(
            refusal(program.variant(1)),
            "there is no snippet 2: the program has 1"
        );
    }

    #[test]
    fn arguments_become_what_the_function_takes() {
        let n = Some(7.0);
        assert_eq!(
            wasm("add", &[Argument::Whole(-1), Argument::N]).values(n),
            Ok(vec![Value::Number(-1.0), Value::Number(7.0)])
        );
        assert_eq!(
            wasm("next", &[Argument::Whole(i64::MIN)]).values(n),
            Ok(vec![Value::BigInt(i64::MIN)])
        );
        assert_eq!(
            wasm("next", &[Argument::N]).values(n),
            Ok(vec![Value::BigInt(7)])
        );
        assert_eq!(
            wasm("half", &[Argument::Real(0.5)]).values(n),
            Ok(vec![Value::Number(0.5)])
        );
    }

    #[test]
    fn arguments_that_do_not_fit_are_refused() {
        assert_eq!(
            refusal(wasm("add", &[Argument::N]).values(None)),
            "add takes 2 arguments, and is given 1"
        );
        assert_eq!(
            refusal(wasm("sub", &[]).values(None)),
            "sums.wasm exports no function \"sub\"; it exports add, next, half"
        );
        for (argument, value) in [
            (Argument::Whole(4_294_967_296), "4294967296"),
            (Argument::Real(0.5), "0.5"),
            (Argument::N, "n = 2.5"),
        ] {
            let message = refusal(wasm("add", &[Argument::Whole(1), argument]).values(Some(2.5)));
            let start = format!("argument 2 of add is {value}, which is not of type i32 (");
            assert!(message.starts_with(&start), "{message}");
        }
        assert!(wasm("next", &[Argument::Real(1e300)]).values(None).is_err());
    }

    #[test]
    fn a_file_that_is_no_module_is_named() {
        let code = Code::Wasm {
            file_name: "picture.png".to_owned(),
            bytes: vec![0x89, b'P', b'N', b'G'],
            export: "f".to_owned(),
            arguments: Vec::new(),
        };
        let variant = Variant {
            name: "a".to_owned(),
            code,
        };
        let message = refusal(program(&[variant]).check());
        assert!(message.starts_with("picture.png: "), "{message}");
    }

    #[test]
    fn arguments_are_read_as_they_are_written() {
        assert_eq!(Argument::parse(" n "), Some(Argument::N));
        assert_eq!(
            Argument::parse("-9223372036854775808"),
            Some(Argument::Whole(i64::MIN))
        );
        assert_eq!(Argument::parse("1.5"), Some(Argument::Real(1.5)));
        for wrong in ["", "m", "1,5", "NaN", "inf", "1e999"] {
            assert_eq!(Argument::parse(wrong), None, "{wrong}");
        }
    }
}
