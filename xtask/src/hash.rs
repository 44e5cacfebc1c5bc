//! SHA-256 in the two forms that the build needs: hexadecimal ids and CSP sources.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Hexadecimal digits of a build id and of other short names.
pub(crate) const SHORT_DIGITS: usize = 12;

/// A digest over named parts, in which no two lists of parts look alike.
#[derive(Default)]
pub(crate) struct Hasher(Sha256);

impl Hasher {
    /// Adds a part; its lengths go in first, so that parts cannot run into each other.
    pub(crate) fn part(&mut self, name: &str, bytes: &[u8]) {
        self.0.update((name.len() as u64).to_le_bytes());
        self.0.update(name.as_bytes());
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// All digits.
    pub(crate) fn hex(self) -> String {
        hex(&self.0.finalize())
    }

    /// The first digits, as in a build id.
    pub(crate) fn short(self) -> String {
        let mut digits = self.hex();
        digits.truncate(SHORT_DIGITS);
        digits
    }
}

/// The first digits of the SHA-256 of `bytes`.
pub(crate) fn short(bytes: &[u8]) -> String {
    let mut digits = hex(&Sha256::digest(bytes));
    digits.truncate(SHORT_DIGITS);
    digits
}

/// The source that allows an inline script or style with exactly this text.
pub(crate) fn csp_source(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_sha_256() {
        // The digest of the empty text and of "abc", from FIPS 180-4's examples.
        assert_eq!(short(b""), "e3b0c44298fc");
        assert_eq!(short(b"abc"), "ba7816bf8f01");
    }

    #[test]
    fn a_csp_source_is_the_digest_in_base64() {
        assert_eq!(
            csp_source(""),
            "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        );
        assert_eq!(
            csp_source("abc"),
            "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='"
        );
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let digest = |parts: &[(&str, &str)]| {
            let mut hasher = Hasher::default();
            for (name, bytes) in parts {
                hasher.part(name, bytes.as_bytes());
            }
            hasher.short()
        };
        assert_ne!(digest(&[("ab", "c")]), digest(&[("a", "bc")]));
        assert_ne!(digest(&[("a", "b"), ("c", "d")]), digest(&[("a", "bcd")]));
        assert_eq!(digest(&[]).len(), SHORT_DIGITS);
    }
}
