//! The headers that hosts which take a `_headers` file send.

/// Headers for all files, without the policy.
const HEADERS: &[(&str, &str)] = &[
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
];

/// The file in which Netlify and Cloudflare Pages look for headers. They join the values of a
/// header that two rules give, so no file may match two rules that name `Cache-Control`.
pub(super) fn headers(id: &str, routes: &[&str], policy: &str) -> String {
    let mut lines = vec!["/*".to_owned()];
    lines.extend(
        HEADERS
            .iter()
            .map(|(name, value)| format!("  {name}: {value}")),
    );
    lines.push(format!(
        "  Content-Security-Policy: {policy}; frame-ancestors 'none'"
    ));
    let pages = routes
        .iter()
        .flat_map(|route| [format!("/{route}"), format!("/{route}index.html")]);
    for path in pages.chain(["/sw.js".to_owned(), "/404.html".to_owned()]) {
        lines.extend([path, "  Cache-Control: no-cache".to_owned()]);
    }
    lines.push(format!("/{id}/*"));
    lines.push("  Cache-Control: public, max-age=31536000, immutable\n".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_matches_two_rules_for_its_cache() {
        let text = headers("0123456789ab", &["", "threads/"], "policy");
        let all: Vec<&str> = text.split("/*\n").collect();
        assert!(
            !all[1]
                .split("\n/")
                .next()
                .expect("a rule")
                .contains("Cache-Control")
        );
        assert_eq!(text.matches("immutable").count(), 1);
        assert!(text.contains("/threads/index.html\n  Cache-Control: no-cache\n"));
    }
}
