//! Comma-separated values as RFC 4180 has them, but with plain line feeds between records, so that a spreadsheet shows
//! every field as it stood on screen.
//!
//! A spreadsheet takes a field for a formula by its first character. An apostrophe before it makes a text of it, as
//! OWASP advises (CSV Injection, <https://owasp.org/www-community/attacks/CSV_Injection>).

/// What a formula begins with, in every width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What some spreadsheets drop, with what stands before it, so that a formula would be first.
const DROPPED: [char; 3] = ['\t', '\r', '\n'];

/// Makes a text of what would be a formula.
const TEXT: char = '\'';

/// One record: its fields, as [`field`] writes them.
#[must_use]
pub(crate) fn record<S: AsRef<str>>(fields: &[S]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text.as_ref())).collect();
    fields.join(",") + "\n"
}

/// A field that is no formula, quoted where a reader would take it apart or trim it otherwise.
#[must_use]
pub(crate) fn field(text: &str) -> String {
    let is_text = is_formula(text.trim_start_matches(TEXT)) && !is_number(text);
    let mark = if is_text { "'" } else { "" };
    let is_trimmed = text.trim().len() < text.len();
    if is_trimmed || text.contains(['"', ',', ';', '\t', '\n', '\r']) {
        quoted(&format!("{mark}{text}"))
    } else {
        format!("{mark}{text}")
    }
}

/// A field in quotes.
#[must_use]
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether a spreadsheet takes it for a formula.
fn is_formula(text: &str) -> bool {
    text.starts_with(DROPPED) || text.trim_start().starts_with(FORMULA)
}

/// Whether it is a negative number as this app writes numbers.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or_default();
    digits.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader that knows of the apostrophe gets back.
    fn read(record: &str) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(record.as_bytes());
        let records: Vec<csv::StringRecord> = reader.records().map(|of| of.expect("CSV")).collect();
        assert_eq!(records.len(), 1, "{record:?}");
        records[0].iter().map(str::to_owned).collect()
    }

    fn without_mark(field: &str) -> &str {
        match field.strip_prefix(TEXT) {
            Some(text) if is_formula(text.trim_start_matches(TEXT)) => text,
            _ => field,
        }
    }

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        let check = |field: &str, expected: &str| {
            assert_eq!(record(&[field]), format!("{expected}\n"), "{field:?}");
        };
        check("", "");
        check("a b", "a b");
        check("1.5", "1.5");
        check("a,b", "\"a,b\"");
        check("a;b", "\"a;b\"");
        check("a \"b\"", "\"a \"\"b\"\"\"");
        check("a\nb", "\"a\nb\"");
        check("a\rb", "\"a\rb\"");
        check(" a", "\" a\"");
        check("a\t", "\"a\t\"");
        assert_eq!(record(&["a", "b,c", ""]), "a,\"b,c\",\n");
    }

    #[test]
    fn a_formula_is_text() {
        for (text, expected) in [
            ("=1+2", "'=1+2"),
            ("@SUM(1)", "'@SUM(1)"),
            ("+1", "'+1"),
            ("-a", "'-a"),
            ("-1+2", "'-1+2"),
            ("-Inf", "'-Inf"),
            ("＝1", "'＝1"),
            ("\t=1", "\"'\t=1\""),
            ("\ra", "\"'\ra\""),
            (" =1", "\"' =1\""),
            ("=\"a\"", "\"'=\"\"a\"\"\""),
            // So that what has an apostrophe already does not read as what was given one.
            ("'=1", "''=1"),
        ] {
            assert_eq!(field(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_number_and_a_plain_text_stay_what_they_are() {
        for text in ["-1", "-0.5", "-1e-7", "1e300", "0", "a=1", "'a", "'", "a@b"] {
            assert_eq!(field(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_field_comes_back_and_none_is_a_formula(
            fields in prop::collection::vec("[-=+@'\"\t\r\n,;＝ .0-9aé|]{0,8}|.{0,8}", 2..5),
        ) {
            // A byte order mark at the start of a file would be no part of its first field.
            let all: Vec<String> = std::iter::once("first".to_owned()).chain(fields).collect();
            let back = read(&record(&all));
            prop_assert_eq!(back.len(), all.len());
            for (back, field) in back.iter().zip(&all) {
                prop_assert!(!is_formula(back) || is_number(back), "{back:?}");
                prop_assert_eq!(without_mark(back), field);
            }
        }

        #[test]
        fn every_finite_number_is_a_number(bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let text = number.to_string();
            prop_assert_eq!(&field(&text), &text);
        }
    }
}
