//! Why a function of WebAssembly and one of JavaScript that do the same return different values: what one language has
//! no value for, the border between both turns into another.

use serde::{Deserialize, Serialize};

use super::ValueType;

/// How many values an `i32` has.
const END_32: i128 = 1 << 32;

/// How many values an `i64` has.
const END_64: i128 = 1 << 64;

/// Up to this share of a value, computing with `f32` explains a difference: sums of many rounded terms drift.
const DRIFT_MAX: f64 = 1e-4;

/// What the border does to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Border {
    /// An `i32` has no sign, and JavaScript reads it as signed.
    NoSign,
    /// An `i64` has no sign, and JavaScript reads it as signed.
    NoSignBig,
    /// An `i32` goes round where JavaScript's numbers go on.
    Wrapped,
    /// An `i64` goes round where a `BigInt` goes on.
    WrappedBig,
    /// An `f32` has fewer digits than JavaScript's numbers.
    Rounded,
    /// An `i64` is a `BigInt` in JavaScript.
    BigInt,
    /// A whole number has no fraction.
    Truncated,
    /// What is no number is one of these as a whole number.
    NotANumber,
    /// A whole number has no −0, and what computes with a point may lose its sign.
    NegativeZero,
    /// There are no truth values in WebAssembly.
    Truth,
}

/// Why both returned different values, if the border explains that: `results` are the types of what the function of
/// WebAssembly gives; the texts are those of [`super::CallResult`].
#[must_use]
pub fn hint(results: &[ValueType], wasm: &str, javascript: &str) -> Option<Border> {
    if wasm == javascript {
        return None;
    }
    if let [result] = results {
        return of_one(result, wasm, javascript);
    }
    // Several results are a list in JavaScript.
    let list = |text: &str| -> Option<Vec<String>> {
        let items = text.strip_prefix('[')?.strip_suffix(']')?.split(',');
        Some(items.map(str::to_owned).collect())
    };
    let (wasm, javascript) = (list(wasm)?, list(javascript)?);
    if wasm.len() != results.len() || javascript.len() != results.len() {
        return None;
    }
    // All that differ have to be explained.
    let pairs = results.iter().zip(wasm.iter().zip(&javascript));
    let differing = pairs.filter(|(_, (wasm, javascript))| wasm != javascript);
    let hints = differing.map(|(result, (wasm, javascript))| of_one(result, wasm, javascript));
    hints.collect::<Option<Vec<Border>>>()?.first().copied()
}

fn of_one(result: &ValueType, wasm: &str, javascript: &str) -> Option<Border> {
    match result {
        ValueType::I32 => of_i32(wasm, javascript),
        ValueType::I64 => of_i64(wasm, javascript),
        ValueType::F32 | ValueType::F64 if is_truth(wasm, javascript) => Some(Border::Truth),
        ValueType::F32 => of_f32(wasm, javascript),
        ValueType::F64 => is_zero_both(wasm, javascript).then_some(Border::NegativeZero),
        ValueType::V128 | ValueType::Reference { .. } => None,
    }
}

fn of_i32(wasm: &str, javascript: &str) -> Option<Border> {
    let whole: i32 = wasm.parse().ok()?;
    if is_truth(wasm, javascript) {
        return Some(Border::Truth);
    }
    let number = number(javascript)?;
    if number.is_nan() {
        return (whole == 0).then_some(Border::NotANumber);
    }
    if whole == 0 && number == 0.0 {
        return Some(Border::NegativeZero);
    }
    let of_javascript = exact(number.trunc())?;
    if of_javascript.rem_euclid(END_32) != i128::from(whole).rem_euclid(END_32) {
        return None;
    }
    Some(if number.fract() != 0.0 {
        Border::Truncated
    } else if (0..END_32).contains(&of_javascript) {
        Border::NoSign
    } else {
        Border::Wrapped
    })
}

#[allow(
    clippy::float_cmp,
    reason = "what is asked is whether it is the same value"
)]
fn of_i64(wasm: &str, javascript: &str) -> Option<Border> {
    let whole: i64 = wasm.strip_suffix('n')?.parse().ok()?;
    if let Some(digits) = javascript.strip_suffix('n') {
        let of_javascript: i128 = digits.parse().ok()?;
        let is_same = of_javascript.rem_euclid(END_64) == i128::from(whole).rem_euclid(END_64);
        let border = if (0..END_64).contains(&of_javascript) {
            Border::NoSignBig
        } else {
            Border::WrappedBig
        };
        return is_same.then_some(border);
    }
    // A number keeps 53 bits of what a BigInt keeps whole.
    let number = number(javascript)?;
    (number == whole as f64).then_some(Border::BigInt)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "this is Math.fround, and what is asked is whether it is the same value"
)]
fn of_f32(wasm: &str, javascript: &str) -> Option<Border> {
    if is_zero_both(wasm, javascript) {
        return Some(Border::NegativeZero);
    }
    let (of_wasm, of_javascript) = (number(wasm)?, number(javascript)?);
    let rounded = f64::from(of_javascript as f32);
    let drift = (of_wasm - of_javascript).abs();
    let is_near = drift <= DRIFT_MAX * of_javascript.abs();
    (rounded == of_wasm || is_near).then_some(Border::Rounded)
}

/// Whether JavaScript's value is a truth value that WebAssembly gives as 1 or 0.
fn is_truth(wasm: &str, javascript: &str) -> bool {
    matches!((wasm, javascript), ("1", "true") | ("0", "false"))
}

fn is_zero_both(wasm: &str, javascript: &str) -> bool {
    number(wasm) == Some(0.0) && number(javascript) == Some(0.0)
}

/// The number that a text stands for, if it stands for one.
fn number(text: &str) -> Option<f64> {
    match text {
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => text.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

/// A whole number that a JavaScript number holds for certain.
fn exact(whole: f64) -> Option<i128> {
    const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "it is whole, and within the range"
    )]
    (whole.abs() <= WHOLE_MAX).then_some(whole as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(result: &ValueType, wasm: &str, javascript: &str, expected: Option<Border>) {
        let found = hint(std::slice::from_ref(result), wasm, javascript);
        assert_eq!(found, expected, "{result}: {wasm} and {javascript}");
    }

    #[test]
    fn an_i32_has_no_sign_and_goes_round() {
        let check = |wasm, javascript, expected| check(&ValueType::I32, wasm, javascript, expected);
        check("-1", "4294967295", Some(Border::NoSign));
        check("-2147483648", "2147483648", Some(Border::NoSign));
        check("0", "4294967296", Some(Border::Wrapped));
        check("2147483647", "-2147483649", Some(Border::Wrapped));
        check("3", "3.75", Some(Border::Truncated));
        check("-3", "-3.75", Some(Border::Truncated));
        check("0", "NaN", Some(Border::NotANumber));
        check("0", "-0", Some(Border::NegativeZero));
        check("1", "true", Some(Border::Truth));
        check("0", "false", Some(Border::Truth));
        check("-1", "-1", None);
        check("5", "6", None);
        check("1", "NaN", None);
        check("0", "true", None);
        check("5", "Infinity", None);
        check("5", "\"5\"", None);
        check("5", "5n", None);
    }

    #[test]
    fn an_i64_is_a_big_integer() {
        let check = |wasm, javascript, expected| check(&ValueType::I64, wasm, javascript, expected);
        check("5n", "5", Some(Border::BigInt));
        check("0n", "-0", Some(Border::BigInt));
        check(
            "9007199254740993n",
            "9007199254740992",
            Some(Border::BigInt),
        );
        check("-1n", "18446744073709551615n", Some(Border::NoSignBig));
        check("0n", "18446744073709551616n", Some(Border::WrappedBig));
        check("5n", "6", None);
        check("5n", "6n", None);
        check("5n", "[5]", None);
    }

    #[test]
    fn an_f32_is_rounded() {
        let check = |wasm, javascript, expected| check(&ValueType::F32, wasm, javascript, expected);
        check("0.10000000149011612", "0.1", Some(Border::Rounded));
        check("Infinity", "1e+300", Some(Border::Rounded));
        check("0", "1e-60", Some(Border::Rounded));
        // A sum of rounded terms.
        check("100.09903", "100.1", Some(Border::Rounded));
        check("0", "-0", Some(Border::NegativeZero));
        check("0.1", "0.2", None);
        check("NaN", "1", None);
    }

    #[test]
    fn an_f64_differs_by_the_sign_of_zero_alone() {
        let check = |wasm, javascript, expected| check(&ValueType::F64, wasm, javascript, expected);
        check("0", "-0", Some(Border::NegativeZero));
        check("-0", "0", Some(Border::NegativeZero));
        check("1", "true", Some(Border::Truth));
        check("0.1", "0.10000000149011612", None);
        check("NaN", "undefined", None);
    }

    #[test]
    fn several_results_are_explained_together() {
        let results = [ValueType::I32, ValueType::F64];
        let hint = |wasm, javascript| super::hint(&results, wasm, javascript);
        assert_eq!(hint("[-1,2]", "[4294967295,2]"), Some(Border::NoSign));
        assert_eq!(hint("[-1,2]", "[4294967295,3]"), None);
        assert_eq!(hint("[-1,2]", "[4294967295]"), None);
        assert_eq!(super::hint(&[], "undefined", "1"), None);
    }
}
