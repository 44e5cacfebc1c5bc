//! Comma-separated values as RFC 4180 has them, but with plain line feeds between records.

/// One record: its fields, quoted where a reader would take them apart or trim them otherwise.
#[must_use]
pub(crate) fn record<S: AsRef<str>>(fields: &[S]) -> String {
    let quoted: Vec<String> = fields.iter().map(|field| quoted(field.as_ref())).collect();
    quoted.join(",") + "\n"
}

fn quoted(field: &str) -> String {
    let is_trimmed = field.trim().len() < field.len();
    if is_trimmed || field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        let check = |field: &str, expected: &str| {
            assert_eq!(record(&[field]), format!("{expected}\n"), "{field:?}");
        };
        check("", "");
        check("a b", "a b");
        check("1.5", "1.5");
        check("a,b", "\"a,b\"");
        check("a \"b\"", "\"a \"\"b\"\"\"");
        check("a\nb", "\"a\nb\"");
        check("a\rb", "\"a\rb\"");
        check(" a", "\" a\"");
        check("a\t", "\"a\t\"");
        assert_eq!(record(&["a", "b,c", ""]), "a,\"b,c\",\n");
    }
}
