//! The code of each policy, and the comparison of the two that are there in JavaScript, too.

use cache_sim::PolicyId;

use crate::labs::own_form::{OwnForm, Snippet};
use crate::own_code::CallMode;

/// The lab that compares own code, by its id.
pub(crate) const COMPARES: &str = "compare";

/// Where the site has what counts the misses of both that are in JavaScript.
pub(crate) const SKETCH: &str = "node/cache.mjs";

/// Entries of each cache that is compared.
pub(crate) const CAPACITY: u32 = 1_000;

/// Accesses that each serves, as `www/node/cache.mjs` has them, too.
pub(crate) const ACCESSES: u32 = 20_000;

/// Keys that there are.
const OBJECTS: u32 = 10_000;

/// Decides which keys are accessed when.
const SEED: u32 = 1;

/// How many of the accesses LRU misses. A test counts them in JavaScript and by the simulator.
pub(crate) const LRU_MISSES: u32 = 6_942;

/// How many the articles' “LRU” misses.
pub(crate) const ARTICLES_MISSES: u32 = 7_474;

const LRU: &str = include_str!("../../../../www/node/cache/lru.mjs");
const ARTICLES: &str = include_str!("../../../../www/node/cache/articles-lru.mjs");
const KEYS: &str = include_str!("../../../../www/node/cache/keys.mjs");

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

/// Both caches in JavaScript, over the same accesses: what Compare is to time. The classes stand in the set-up, for each
/// call of a snippet would make them anew, and an engine would have to learn them anew.
#[must_use]
pub(crate) fn comparison() -> OwnForm {
    let modules = [LRU, ARTICLES, KEYS].map(|module| module.replace("export ", ""));
    OwnForm {
        set_up: format!(
            "{}\nreturn {{ keys: zipfLikeKeys({ACCESSES}, {OBJECTS}, {SEED}), LruCache, ArticlesLruCache }};",
            modules.join("\n")
        ),
        parameters: CAPACITY.to_string(),
        snippets: vec![
            snippet("LRU", "LruCache"),
            snippet("articles’ LRU", "ArticlesLruCache"),
        ],
        ..OwnForm::default()
    }
}

/// A cache that serves all accesses. What it returns is the same whatever it holds: the sum of the values, not of the
/// misses, of which the two have different numbers.
fn snippet(name: &str, class: &str) -> Snippet {
    Snippet {
        name: name.to_owned(),
        mode: CallMode::Auto,
        body: format!(
            "const cache = new data.{class}(n);
let served = 0;
for (const key of data.keys) {{
  let value = cache.get(key);
  if (value === undefined) {{
    // A miss. To fetch the value takes no time here.
    value = 2 * key;
    cache.set(key, value);
  }}
  served += value;
}}
return served;"
        ),
    }
}

#[cfg(test)]
mod tests;
