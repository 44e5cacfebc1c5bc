//! Versions of tools, compared by number.

use std::fmt;

/// The three numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u32, u32, u32);

impl Version {
    pub(crate) const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self(major, minor, patch)
    }

    /// Reads the first version in `text`: `rustc 1.97.0-nightly (…)`, `1.96.0+dfsg1`, `132`.
    /// Numbers that are missing count as 0.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let text = &text[start..];
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(str::parse);
        let major = numbers.next()?.ok()?;
        let mut next = || numbers.next().and_then(Result::ok).unwrap_or(0);
        Some(Self(major, next(), next()))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_print() {
        let cases = [
            (
                "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)",
                (1, 96, 0),
            ),
            ("rustc 1.97.0-nightly (e50aa6fba 2026-05-19)", (1, 97, 0)),
            ("1.96.1+dfsg1-1~deb12u2", (1, 96, 1)),
            ("wasm-opt version 132 (version_132)", (132, 0, 0)),
            ("2.5", (2, 5, 0)),
        ];
        for (text, (major, minor, patch)) in cases {
            assert_eq!(
                Version::parse(text),
                Some(Version::new(major, minor, patch)),
                "{text}"
            );
        }
        assert_eq!(Version::parse("no figure"), None);
    }

    #[test]
    fn versions_are_compared_by_number_not_by_letter() {
        assert!(Version::parse("1.100.0") > Version::parse("1.96.0"));
        assert!(Version::parse("1.96.0") >= Version::parse("1.96"));
        assert!(Version::parse("1.95.9") < Version::parse("1.96.0"));
    }
}
