//! Where the code of each policy is.

use cache_sim::PolicyId;

/// Where the site has what counts the misses of both that are in JavaScript.
pub(crate) const SKETCH: &str = "node/cache.mjs";

/// Where the site has a policy in Rust: a file named as its module in `crates/cache-sim/src/engine/policies`.
#[must_use]
pub(crate) fn rust_file(policy: PolicyId) -> String {
    let module = match policy {
        PolicyId::Articles => "articles".to_owned(),
        PolicyId::TwoQ => "two_q".to_owned(),
        named => named.name().replace('-', "_"),
    };
    format!("sources/cache/{module}.rs")
}

/// Where the site has a policy in JavaScript, as people write it with a `Map`.
#[must_use]
pub(crate) const fn javascript_file(policy: PolicyId) -> Option<&'static str> {
    match policy {
        PolicyId::Articles => Some("node/cache/articles-lru.mjs"),
        PolicyId::Lru => Some("node/cache/lru.mjs"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
