//! Which files a field takes, as HTML's attribute `accept` says it.

/// Whether a file of a media type is among those that `accept` lists; where it lists nothing, every file is.
pub(crate) fn accepts(accept: &str, media_type: &str) -> bool {
    if accept.is_empty() {
        return true;
    }
    accept.split(',').map(str::trim).any(|allowed| {
        allowed
            .strip_suffix('*')
            .map_or(allowed == media_type, |group| media_type.starts_with(group))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_taken_by_its_name_or_by_its_group() {
        for (accept, media_type, is_taken) in [
            ("image/*", "image/png", true),
            ("image/*", "text/plain", false),
            // Of an unknown type.
            ("image/*", "", false),
            ("image/png, image/jpeg", "image/jpeg", true),
            ("image/png, image/jpeg", "image/gif", false),
            ("", "image/png", true),
            ("", "", true),
        ] {
            assert_eq!(
                accepts(accept, media_type),
                is_taken,
                "{accept}, {media_type}"
            );
        }
    }
}
