//! Numbers without a browser, for tests: as a browser writes them, but never short.

use super::Digits;
use crate::texts::Locale;

pub(super) fn written(locale: Locale, value: f64, digits: Digits) -> String {
    let (group, point) = match locale {
        Locale::En => (",", "."),
        Locale::Id => (".", ","),
    };
    let figure = match digits {
        Digits::Fraction(digits) => format!("{:.*}", digits as usize, value.abs()),
        Digits::Compact => value.abs().to_string(),
    };
    let (whole, fraction) = figure.split_once('.').unwrap_or((&figure, ""));
    let groups: Vec<&str> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { point };
    format!("{sign}{}{point}{fraction}", groups.join(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        let check = |locale, value, digits, expected: &str| {
            assert_eq!(written(locale, value, Digits::Fraction(digits)), expected);
        };
        check(Locale::En, 1_234_567.891, 2, "1,234,567.89");
        check(Locale::Id, 1_234_567.891, 2, "1.234.567,89");
        check(Locale::En, -999.5, 0, "-1,000");
        check(Locale::En, 0.0, 0, "0");
        assert_eq!(written(Locale::En, 2e6, Digits::Compact), "2,000,000");
    }
}
