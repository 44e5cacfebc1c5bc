use std::path::Path;
use std::process::Command;

use cache_sim::POLICIES;

use super::*;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn node(arguments: &[&str]) -> String {
    let output = Command::new("node")
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("node, which this test needs, starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_policy_has_its_code_in_a_file_of_its_own() {
    let mut files = Vec::new();
    for policy in POLICIES {
        let file = rust_file(policy.id);
        let name = file.strip_prefix("sources/cache/").expect("its folder");
        let source = root().join("crates/cache-sim/src/engine/policies");
        assert!(source.join(name).is_file(), "{name}");
        assert!(!files.contains(&file), "{file}");
        files.push(file);
        if let Some(file) = javascript_file(policy.id) {
            assert!(root().join("www").join(file).is_file(), "{file}");
        }
    }
}

#[test]
fn an_overwritten_key_costs_the_articles_cache_another_one() {
    // Two entries: the second `set` of b evicts a.
    let script = "
        import { ArticlesLruCache } from './www/node/cache/articles-lru.mjs';
        import { LruCache } from './www/node/cache/lru.mjs';
        const held = [LruCache, ArticlesLruCache].map((Cache) => {
          const cache = new Cache(2);
          for (const key of ['a', 'b', 'b']) cache.set(key, key);
          return ['a', 'b'].filter((key) => cache.get(key) !== undefined).join('');
        });
        console.log(held.join(' '));";
    assert_eq!(node(&["--input-type=module", "-e", script]), "ab b\n");
}
