//! Numbers with so many digits behind the point, written here: the browser's own formatter writes the same, but the
//! first one that a page makes keeps its main thread for tens of milliseconds.

use crate::texts::Locale;

/// Stands where there is no figure, in every language.
const NO_FIGURE: &str = "–";

pub(super) fn written(locale: Locale, value: f64, fraction_digits: usize) -> String {
    // What no timer could have shown is told as no figure: a quotient of times that were not seen.
    if !value.is_finite() {
        return NO_FIGURE.to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let (group, point) = match locale {
        Locale::En => (",", "."),
        Locale::Id => (".", ","),
    };
    let digits = rounded(value.abs(), fraction_digits);
    let (whole, fraction) = digits.split_at(digits.len() - fraction_digits);
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    let point = if fraction.is_empty() { "" } else { point };
    format!("{sign}{}{point}{fraction}", groups.join(group))
}

/// The digits of a number that is not negative, the last `fraction_digits` of them behind the point, and at least one
/// before it. As browsers do, the shortest decimal that stands for the number is rounded, half of the last digit up:
/// 1.005 becomes 1.01, although the number nearest to it is a little less.
fn rounded(value: f64, fraction_digits: usize) -> String {
    let shortest = value.to_string();
    let (whole, fraction) = shortest.split_once('.').unwrap_or((&shortest, ""));
    let kept = fraction.get(..fraction_digits).unwrap_or(fraction);
    let mut digits: Vec<u8> = whole.bytes().chain(kept.bytes()).collect();
    digits.resize(whole.len() + fraction_digits, b'0');
    let next = fraction.as_bytes().get(fraction_digits);
    if next.is_some_and(|&digit| digit >= b'5') {
        let nines = digits.iter().rev().take_while(|&&digit| digit == b'9');
        let first_nine = digits.len() - nines.count();
        digits[first_nine..].fill(b'0');
        match first_nine.checked_sub(1) {
            Some(before) => digits[before] += 1,
            None => digits.insert(0, b'1'),
        }
    }
    digits.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        let check = |locale, value, digits, expected: &str| {
            assert_eq!(written(locale, value, digits), expected);
        };
        check(Locale::En, 1_234_567.891, 2, "1,234,567.89");
        check(Locale::Id, 1_234_567.891, 2, "1.234.567,89");
        check(Locale::En, -999.5, 0, "-1,000");
        check(Locale::En, 0.0, 0, "0");
        check(Locale::En, 999.0, 0, "999");
        check(Locale::En, 1e21, 0, "1,000,000,000,000,000,000,000");
    }

    #[test]
    fn numbers_are_rounded_as_browsers_round_them() {
        // Each as `new Intl.NumberFormat("en", …)` writes it.
        let check = |value, digits, expected: &str| {
            assert_eq!(written(Locale::En, value, digits), expected, "{value}");
        };
        check(1.005, 2, "1.01");
        check(1.45, 1, "1.5");
        check(2.5, 0, "3");
        check(0.5, 0, "1");
        check(0.49, 0, "0");
        check(9.995, 2, "10.00");
        check(99.96, 1, "100.0");
        check(1e-7, 6, "0.000000");
        check(7.0, 2, "7.00");
        check(0.1 + 0.2, 1, "0.3");
        check(f64::NAN, 1, NO_FIGURE);
        check(f64::NEG_INFINITY, 1, NO_FIGURE);
    }
}
