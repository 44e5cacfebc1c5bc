use std::path::Path;
use std::process::Command;

use cache_sim::engine::{Runs, Terms, Trace};
use cache_sim::{Capacity, POLICIES};
use serde::Deserialize;

use super::*;
use crate::labs::compare::model::form::{Form, Mode};
use crate::labs::own_form::MODE;
use crate::labs::registry::Lab;
use crate::own_code::{Code, Program, Variant};

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
fn compare_reads_both_caches_from_the_link() {
    assert!(Lab::from_id(COMPARES).is_some());
    let mut form = Form::from_query(|name| (name == MODE.0).then(|| MODE.1.to_owned()));
    assert_eq!(form.mode(), Mode::Own);
    assert!(form.settings().is_ok());
    let code = serde_json::to_string(&comparison()).expect("text");
    form.own = serde_json::from_str(&code).expect("a form");
    assert_eq!(form.own, comparison());
    let names: Vec<&str> = (form.own.snippets.iter())
        .map(|snippet| snippet.name.as_str())
        .collect();
    assert_eq!(names, ["LRU", "articles’ LRU"]);
    assert_eq!(form.own.parameters(), Ok(vec![f64::from(CAPACITY)]));
    assert!(form.own.limits().is_ok());
    let variants = form.own.snippets.into_iter();
    let program = Program {
        set_up: form.own.set_up,
        tear_down: form.own.tear_down,
        variants: variants
            .map(|Snippet { name, body, mode }| Variant {
                name,
                code: Code::JavaScript { body, mode },
            })
            .collect(),
        ..Program::default()
    };
    assert_eq!(program.check(), Ok(()));
}

/// What a cache came to: the sum that its snippet returns, and its misses.
#[derive(Debug, Deserialize)]
struct Came {
    served: u64,
    misses: u64,
}

/// Runs what Compare gets, as its worker does, with caches that count what they miss. Prints the keys and, for each size,
/// what came of either cache.
const HARNESS: &str = "
const [own, sizes] = process.argv.slice(1).map((text) => JSON.parse(text));
const setUp = new Function('n', own.set_up);
const { keys } = setUp(0);
const came = sizes.map((n) => own.snippets.map(({ body }) => {
  const data = setUp(n);
  let misses = 0;
  for (const name of ['LruCache', 'ArticlesLruCache']) {
    data[name] = class extends data[name] {
      get(key) {
        const value = super.get(key);
        if (value === undefined) misses++;
        return value;
      }
    };
  }
  return { served: new Function('data', 'n', body)(data, n), misses };
}));
console.log(JSON.stringify([keys, came]));
";

#[test]
fn javascript_and_the_simulator_miss_the_same_accesses() {
    let sizes = [1, 7, 100, CAPACITY, 3_000, OBJECTS];
    let own = serde_json::to_string(&comparison()).expect("text");
    let printed = node(&["-e", HARNESS, &own, &format!("{sizes:?}")]);
    let (keys, came): (Vec<u64>, Vec<[Came; 2]>) =
        serde_json::from_str(&printed).expect("keys and results");
    assert_eq!(keys.len(), ACCESSES as usize);
    let sum: u64 = keys.iter().map(|key| 2 * key).sum();
    let trace = Trace::of_numbers(keys.iter().copied());
    let mut runs = Runs::over(&trace, Terms::default()).expect("no terms");
    for (size, came) in sizes.into_iter().zip(came) {
        for (policy, came) in [PolicyId::Lru, PolicyId::Articles].into_iter().zip(came) {
            let tally = runs.tally(policy, Capacity::Objects(size.into()));
            let misses = tally.expect("counts entries").misses();
            assert_eq!(came.misses, misses, "{policy} with {size} entries");
            assert_eq!(came.served, sum, "{policy} with {size} entries");
            if size == CAPACITY {
                let told = match policy {
                    PolicyId::Lru => LRU_MISSES,
                    _ => ARTICLES_MISSES,
                };
                assert_eq!(misses, u64::from(told), "{policy}");
            }
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

#[test]
fn the_sketch_in_node_counts_the_same() {
    assert_eq!(
        node(&[&format!("www/{SKETCH}")]),
        format!(
            "LRU: {LRU_MISSES} of {ACCESSES} accesses miss\n\
             articles' LRU: {ARTICLES_MISSES} of {ACCESSES} accesses miss\n"
        )
    );
}
