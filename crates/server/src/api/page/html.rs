//! Text that becomes HTML.

use std::fmt::{self, Display, Formatter, Write as _};

/// Plain text, for content and for quoted attributes.
pub(super) struct Text<'a>(pub(super) &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                _ => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Text in which what stands between backticks is code.
pub(super) struct Prose<'a>(pub(super) &'a str);

impl Display for Prose<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.split('`').enumerate() {
            if at % 2 == 0 {
                write!(out, "{}", Text(part))?;
            } else {
                write!(out, "<code>{}</code>", Text(part))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            Text("<a href=\"x\">&").to_string(),
            "&lt;a href=&quot;x&quot;&gt;&amp;"
        );
        assert_eq!(Prose("`a<b` or b").to_string(), "<code>a&lt;b</code> or b");
    }
}
