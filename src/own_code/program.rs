//! A program of a reader's own, and what can be told of it without running it.

use std::sync::Arc;

use super::border::{self, Border};
use super::{CallMode, Limits, Module, Quantity, RunError, ValueType};

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

/// What a reader wants to compare: variants, and what is done before and after each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// The body of `function setUp(n)`, which returns the `data` that the variants work on.
    pub set_up: String,
    /// The body of `function tearDown(data, n)`.
    pub tear_down: String,
    /// What is compared.
    pub variants: Vec<Variant>,
    /// Whether each call gets data of its own, set up and torn down outside the time.
    pub fresh_data: bool,
    /// How long each part may take.
    pub limits: Limits,
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
    /// The body of a function of `data` and `n`.
    JavaScript {
        /// Its text.
        body: String,
        /// How its calls are made.
        mode: CallMode,
    },
    /// A function that a WebAssembly module exports.
    Wasm {
        /// How the file was called.
        file_name: String,
        /// The file.
        bytes: Arc<[u8]>,
        /// What was read in it.
        module: Module,
        /// The name of the function.
        export: String,
        /// What it is called with.
        arguments: Vec<Argument>,
    },
}

/// What an exported function is given. Zero with a minus is [`Self::Real`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument {
    /// A whole number, as exactly as it was written.
    Whole(i128),
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
    /// For parameters of type `i64`, which takes both what fits with a sign and what fits without.
    BigInt(i128),
}

impl Program {
    /// Looks at all that can be told without running it.
    pub fn check(&self) -> Result<(), RunError> {
        match self.errors().into_iter().next() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// All that can be told to be wrong without running it.
    #[must_use]
    pub fn errors(&self) -> Vec<RunError> {
        let texts = [
            (Quantity::SetUpCharacters, &self.set_up),
            (Quantity::TearDownCharacters, &self.tear_down),
        ];
        let texts = texts
            .map(|(quantity, text)| within(quantity, text.chars().count(), 0, TEXT_CHARACTERS_MAX));
        let names: Vec<&str> = self.variants.iter().map(|of| of.name.as_str()).collect();
        let variants = self
            .variants
            .iter()
            .enumerate()
            .flat_map(|(index, variant)| [check_name(&names, index), variant.code.check(index)]);
        let count = within(Quantity::Variants, self.variants.len(), 1, VARIANTS_MAX);
        let all = std::iter::once(count).chain(texts).chain(variants);
        all.filter_map(Result::err).collect()
    }

    /// Why two variants returned different values, each given by its index with what it returned, if one is of another
    /// language than the other and the border between both explains that.
    #[must_use]
    pub fn border(&self, one: (usize, &str), other: (usize, &str)) -> Option<Border> {
        let results = |index: usize| self.variants.get(index)?.code.results();
        match (results(one.0), results(other.0)) {
            (Some(results), None) => border::hint(results, one.1, other.1),
            (None, Some(results)) => border::hint(results, other.1, one.1),
            _ => None,
        }
    }

    /// The variant at `index`, from 0.
    pub fn variant(&self, index: usize) -> Result<&Variant, RunError> {
        self.variants.get(index).ok_or(RunError::NoVariant {
            index,
            count: self.variants.len(),
        })
    }
}

/// Names for what names itself, such as a file: each is cut to the length that a name may have, and told by a number from
/// those before it, which are `taken` and may not be changed.
#[must_use]
pub fn distinct_names(taken: &[&str], wanted: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    // One more than there are names.
    let numbers = 1..=taken.len() + wanted.len() + 1;
    for name in wanted {
        let distinct = numbers
            .clone()
            .map(|number| numbered(name, number))
            .find(|name| !taken.contains(&name.as_str()) && !names.contains(name));
        names.extend(distinct);
    }
    names
}

/// A name with a number behind it, from 2 on; a long one is cut in its middle, whose ends tell most.
fn numbered(name: &str, number: usize) -> String {
    let behind = if number > 1 {
        format!(" {number}")
    } else {
        String::new()
    };
    let letters: Vec<char> = name.chars().collect();
    let room = NAME_CHARACTERS_MAX - behind.len();
    if letters.len() <= room {
        return format!("{name}{behind}");
    }
    let end = (room - 1) / 2;
    let start: String = letters[..room - 1 - end].iter().collect();
    let end: String = letters[letters.len() - end..].iter().collect();
    format!("{start}…{end}{behind}")
}

/// Looks at the name at `index` among those of all variants.
fn check_name(names: &[&str], index: usize) -> Result<(), RunError> {
    let name = names.get(index).copied().unwrap_or_default();
    within(
        Quantity::NameCharacters(index),
        name.chars().count(),
        1,
        NAME_CHARACTERS_MAX,
    )?;
    if names[..index.min(names.len())].contains(&name) {
        return Err(RunError::SameName {
            index,
            name: name.to_owned(),
        });
    }
    Ok(())
}

impl Code {
    fn check(&self, index: usize) -> Result<(), RunError> {
        match self {
            Self::JavaScript { body, .. } => within(
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

    /// The types of what the exported function gives; of JavaScript nothing.
    fn results(&self) -> Option<&[ValueType]> {
        match self {
            Self::JavaScript { .. } => None,
            Self::Wasm { module, export, .. } => Some(module.export(export)?.results.as_slice()),
        }
    }

    /// What the exported function is to be called with for the parameter `n`, if one is given; of
    /// JavaScript nothing.
    pub fn values(&self, n: Option<f64>) -> Result<Vec<Value>, RunError> {
        let Self::Wasm {
            file_name,
            module,
            export,
            arguments,
            ..
        } = self
        else {
            return Ok(Vec::new());
        };
        let Some(function) = module.export(export) else {
            return Err(RunError::NoExport {
                file_name: file_name.clone(),
                export: export.clone(),
                exports: module.exports.iter().map(|of| of.name.clone()).collect(),
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
                    .value(n, wanted)
                    .map_err(|value| RunError::ArgumentType {
                        export: export.clone(),
                        index,
                        value,
                        wanted: wanted.clone(),
                    })
            })
            .collect()
    }
}

impl Argument {
    /// Reads what a person wrote: a number as JavaScript writes it, or `n`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "n" {
            return Some(Self::N);
        }
        let (sign, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (-1.0, magnitude),
            None => (1.0, text.strip_prefix('+').unwrap_or(text)),
        };
        match magnitude {
            "Infinity" => return Some(Self::Real(sign * f64::INFINITY)),
            "NaN" => return Some(Self::Real(f64::NAN)),
            // Other words for these, and a second sign, are none of JavaScript's.
            _ if !magnitude.starts_with(|first: char| first.is_ascii_digit() || first == '.') => {
                return None;
            }
            _ => {}
        }
        match text.parse() {
            // A whole number has no zero with a minus.
            Ok(whole) if whole != 0 || sign > 0.0 => Some(Self::Whole(whole)),
            _ => text.parse().map(Self::Real).ok(),
        }
    }

    /// As a parameter of type `wanted` takes it; if it does not, what it is.
    fn value(self, n: Option<f64>, wanted: &ValueType) -> Result<Value, String> {
        let (whole, real) = match self {
            Self::Whole(whole) => (Some(whole), whole as f64),
            Self::Real(real) => (whole_of(real), real),
            Self::N => {
                // Where there is none yet, zero stands for it: it is of every type.
                let n = n.unwrap_or(0.0);
                (whole_of(n), n)
            }
        };
        // WebAssembly does not say whether it means signed numbers.
        let within = |min: i128, max: i128| whole.filter(|whole| (min..=max).contains(whole));
        let value = match wanted {
            ValueType::I32 => {
                within(i32::MIN.into(), u32::MAX.into()).map(|whole| Value::Number(whole as f64))
            }
            ValueType::I64 => within(i64::MIN.into(), u64::MAX.into()).map(Value::BigInt),
            ValueType::F32
            | ValueType::F64
            | ValueType::Reference {
                takes_numbers: true,
                ..
            } => Some(Value::Number(real)),
            ValueType::V128 | ValueType::Reference { .. } => None,
        };
        value.ok_or_else(|| match self {
            Self::Whole(whole) => whole.to_string(),
            Self::Real(real) => written(real),
            Self::N => format!("n = {}", written(real)),
        })
    }
}

/// The whole number that it is.
fn whole_of(real: f64) -> Option<i128> {
    const END: f64 = 18_446_744_073_709_551_616.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within the range"
    )]
    (real.fract() == 0.0 && real.abs() < END).then_some(real as i128)
}

/// A number as JavaScript calls it, or nearly so where it is large or small.
fn written(real: f64) -> String {
    const SHORT: std::ops::Range<f64> = 1e-6..1e21;
    match real {
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        _ if real == 0.0 || real.is_nan() || SHORT.contains(&real.abs()) => real.to_string(),
        _ => format!("{real:e}"),
    }
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
                mode: CallMode::Auto,
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
            bytes: samples::SUMS.into(),
            module: Module::read(samples::SUMS).expect("a module"),
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
        for whole in [i128::from(i64::MIN), u64::MAX.into()] {
            assert_eq!(
                wasm("next", &[Argument::Whole(whole)]).values(n),
                Ok(vec![Value::BigInt(whole)])
            );
        }
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
    fn every_real_number_passes_unchanged() {
        let value = |text: &str| {
            let argument = Argument::parse(text).expect(text);
            let values = wasm("half", &[argument]).values(None);
            match values.as_deref() {
                Ok([Value::Number(number)]) => *number,
                other => panic!("{other:?}"),
            }
        };
        for (text, number) in [
            ("-0", -0.0),
            ("-0.0", -0.0),
            ("-0e5", -0.0),
            ("0", 0.0),
            ("+0", 0.0),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            // As JavaScript reads it.
            ("1e999", f64::INFINITY),
            ("-1e999", f64::NEG_INFINITY),
            ("1e-999", 0.0),
            ("5e-324", f64::from_bits(1)),
            ("-5e-324", -f64::from_bits(1)),
            ("1.7976931348623157e308", f64::MAX),
            ("2.2250738585072014e-308", f64::MIN_POSITIVE),
            ("9007199254740993", 9_007_199_254_740_992.0),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
            (".5", 0.5),
        ] {
            assert_eq!(value(text).to_bits(), number.to_bits(), "{text}");
        }
        for text in ["NaN", "-NaN", "+NaN"] {
            assert!(value(text).is_nan());
        }
    }

    proptest::proptest! {
        #[test]
        fn what_a_number_is_written_as_is_read_as_that_number(bits in proptest::num::u64::ANY) {
            let number = f64::from_bits(bits);
            proptest::prop_assume!(number.is_finite());
            for text in [number.to_string(), format!("{number:e}"), written(number)] {
                let argument = Argument::parse(&text).expect("a number");
                let value = argument.value(None, &ValueType::F64);
                let Ok(Value::Number(back)) = value else { panic!("{value:?}") };
                proptest::prop_assert_eq!(back.to_bits(), bits, "{}", text);
            }
        }
    }

    #[test]
    fn what_no_number_fits_is_refused_by_its_name() {
        let code = |wanted| {
            let mut code = wasm("half", &[Argument::Real(-0.0)]);
            if let Code::Wasm { module, .. } = &mut code {
                module.exports[2].parameters = vec![wanted];
            }
            code
        };
        let v128 = refusal(code(ValueType::V128).values(None));
        assert!(v128.contains("-0, which is not of type v128 ("), "{v128}");
        let reference = |name: &str, takes_numbers| ValueType::Reference {
            name: name.to_owned(),
            takes_numbers,
        };
        let function = refusal(code(reference("funcref", false)).values(None));
        assert!(function.contains("not of type funcref ("), "{function}");
        assert_eq!(
            code(reference("externref", true)).values(None),
            Ok(vec![Value::Number(-0.0)])
        );
        let large =
            refusal(wasm("add", &[Argument::N, Argument::Real(f64::NEG_INFINITY)]).values(None));
        assert!(large.contains(" is -Infinity, which"), "{large}");
        let large = refusal(wasm("next", &[Argument::Real(1e300)]).values(None));
        assert!(large.contains(" is 1e300, which"), "{large}");
    }

    #[test]
    fn arguments_are_read_as_they_are_written() {
        assert_eq!(Argument::parse(" n "), Some(Argument::N));
        assert_eq!(
            Argument::parse("-9223372036854775808"),
            Some(Argument::Whole(i64::MIN.into()))
        );
        assert_eq!(Argument::parse("1.5"), Some(Argument::Real(1.5)));
        for wrong in [
            "", "m", "1,5", "nan", "inf", "infinity", "--1", "+-1", "-", ".", "1e", "- 1", "5n",
        ] {
            assert_eq!(Argument::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_border_is_between_two_languages() {
        let of_wasm = Variant {
            name: "wasm".to_owned(),
            code: wasm("add", &[]),
        };
        let program = program(&[of_wasm.clone(), javascript("js", "return 1"), of_wasm]);
        let (signed, unsigned) = ("-1", "4294967295");
        assert_eq!(
            program.border((0, signed), (1, unsigned)),
            Some(Border::NoSign)
        );
        assert_eq!(
            program.border((1, unsigned), (2, signed)),
            Some(Border::NoSign)
        );
        assert_eq!(program.border((0, signed), (2, unsigned)), None);
        assert_eq!(program.border((1, signed), (1, unsigned)), None);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let program = Program {
            tear_down: "x".repeat(TEXT_CHARACTERS_MAX + 1),
            ..program(&[
                javascript("b", ""),
                javascript("b", "1"),
                javascript(&"x".repeat(61), "1"),
            ])
        };
        let where_is: Vec<Option<usize>> = program.errors().iter().map(RunError::variant).collect();
        assert_eq!(where_is, [None, Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_names_itself_gets_a_name_of_its_own() {
        let long = "x".repeat(70);
        let wanted = ["m.wasm f(n)", "m.wasm f(n)", "a", &long, &long].map(str::to_owned);
        let names = distinct_names(&["a", "m.wasm f(n) 2"], &wanted);
        assert_eq!(names[..3], ["m.wasm f(n)", "m.wasm f(n) 3", "a 2"]);
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!((0..all.len()).all(|index| check_name(&all, index).is_ok()));
        assert!(names[4].ends_with("x 2") && names[4].contains('…'));
    }

    #[test]
    fn a_name_is_judged_among_all() {
        let long = "x".repeat(NAME_CHARACTERS_MAX + 1);
        let names = ["b", "a", "b", "", &long];
        let wrong: Vec<usize> = (0..names.len())
            .filter(|index| check_name(&names, *index).is_err())
            .collect();
        assert_eq!(wrong, [2, 3, 4]);
        assert_eq!(
            refusal(check_name(&names, 4)),
            "characters of name 5: 61, which has to be from 1 to 60"
        );
    }
}
