//! Who may depend on whom: compares what Cargo reports with one table.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Result, bail};
use cargo_metadata::{DependencyKind, Metadata};

use crate::exec;
use crate::workers;
use crate::workspace::Workspace;

/// The root package.
const APP: &str = "perf-playground";

const FOUNDATION: &[&str] = &["timeline", "sampling"];
const DOMAIN: &[&str] = &[
    "kernels",
    "cache-sim",
    "event-loop",
    "sql-workload",
    "memory-watch",
];

/// Crates that the rules name although nobody has built them yet.
const PLANNED: &[&str] = &["api-types", "memory-watch"];

/// Features of domain crates that pull in what only a worker's module may contain.
const ENGINE_FEATURES: &[&str] = &["engine", "parallel"];

/// Stands in the rules for all crates of `crates/workers`.
const WORKERS: &str = "the workers";

/// What a crate may use. ARCHITECTURE.md points here.
struct Rule {
    /// The crates that the rule is for.
    crates: &'static [&'static str],
    /// Groups of crates that they may use.
    may_use: &'static [&'static [&'static str]],
    /// The rule as a sentence, for messages.
    sentence: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        crates: FOUNDATION,
        may_use: &[],
        sentence: "a foundation crate uses nothing of ours",
    },
    Rule {
        crates: DOMAIN,
        may_use: &[FOUNDATION],
        sentence: "a domain crate uses foundation crates only",
    },
    Rule {
        crates: &["protocol"],
        may_use: &[&["timeline"]],
        sentence: "protocol uses timeline only, because it knows no domain",
    },
    Rule {
        crates: &["worker-pool"],
        may_use: &[&["protocol"], FOUNDATION],
        sentence: "worker-pool uses protocol and foundation crates only, because it knows no domain",
    },
    Rule {
        crates: &[WORKERS],
        may_use: &[&["protocol"], FOUNDATION, DOMAIN],
        sentence: "a worker uses protocol, foundation crates and one domain crate",
    },
    Rule {
        crates: &[APP],
        may_use: &[
            FOUNDATION,
            DOMAIN,
            &["protocol", "worker-pool", "api-types"],
        ],
        sentence: "the app uses foundation and domain crates, protocol, worker-pool and api-types; workers are modules of their own",
    },
    Rule {
        crates: &["api-types"],
        may_use: &[],
        sentence: "api-types uses nothing of ours",
    },
    Rule {
        crates: &["cluster"],
        may_use: &[&["timeline", "memory-watch"]],
        sentence: "cluster uses timeline and memory-watch only",
    },
    Rule {
        crates: &["server"],
        may_use: &[
            FOUNDATION,
            &[
                "cluster",
                "kernels",
                "sql-workload",
                "memory-watch",
                "api-types",
            ],
        ],
        sentence: "the server uses cluster, kernels, sql-workload, memory-watch, foundation crates and api-types only",
    },
    Rule {
        crates: &["e2e"],
        may_use: &[&["server", "api-types"]],
        sentence: "the journeys use server and api-types only, because they see what a person sees",
    },
    Rule {
        crates: &["bench"],
        may_use: &[
            FOUNDATION,
            &["cache-sim", "event-loop", "kernels", "sql-workload", "e2e"],
        ],
        sentence: "bench uses foundation crates, cache-sim, event-loop, kernels, sql-workload and e2e only, because it times what the journeys can see",
    },
    Rule {
        crates: &["xtask"],
        may_use: &[],
        sentence: "xtask uses nothing of ours, because it builds all of it",
    },
];

/// A crate of the workspace with the crates of the workspace that it names.
struct Package {
    name: String,
    is_worker: bool,
    dependencies: Vec<Dependency>,
}

struct Dependency {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Linked into what ships: ordinary and build dependencies, optional or not.
    Shipped,
    /// Of tests, examples and benchmarks.
    Development,
}

/// Fails with one line for each edge that the table does not have.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let packages = packages_in(&workers::metadata(workspace)?)?;
    let mut problems = edges_against(&packages);
    problems.extend(stale_names(&packages));
    problems.extend(engines_in(&features_of_app(workspace)?));
    if !problems.is_empty() {
        bail!("\n{}", problems.join("\n"));
    }
    let edges: usize = packages
        .iter()
        .map(|package| package.dependencies.len())
        .sum();
    exec::say(&format!("{} crates, {edges} edges", packages.len()));
    Ok(())
}

fn packages_in(metadata: &Metadata) -> Result<Vec<Package>> {
    let workers = workers::workers_in(metadata)?;
    let packages = metadata.packages.iter().map(|package| Package {
        name: package.name.to_string(),
        is_worker: workers
            .iter()
            .any(|worker| worker.package == package.name.as_str()),
        dependencies: package
            .dependencies
            .iter()
            // What lies in the workspace has a path, and nothing else has one.
            .filter(|dependency| dependency.path.is_some())
            .map(|dependency| Dependency {
                name: dependency.name.clone(),
                kind: match dependency.kind {
                    DependencyKind::Development => Kind::Development,
                    _ => Kind::Shipped,
                },
            })
            .collect(),
    });
    Ok(packages.collect())
}

/// Names of the rules that the workspace contradicts: a planned crate that is there, and one that is
/// neither there nor planned.
fn stale_names(packages: &[Package]) -> Vec<String> {
    let exists = |name: &str| packages.iter().any(|package| package.name == name);
    let built = PLANNED
        .iter()
        .filter(|name| exists(name))
        .map(|name| format!("{name} exists: take it out of PLANNED in xtask/src/layers.rs"));
    let mut named: Vec<&str> = RULES
        .iter()
        .flat_map(|rule| {
            rule.crates
                .iter()
                .chain(rule.may_use.iter().copied().flatten())
        })
        .copied()
        .filter(|name| *name != WORKERS)
        .collect();
    named.sort_unstable();
    named.dedup();
    let gone = named
        .into_iter()
        .filter(|name| !PLANNED.contains(name) && !exists(name))
        .map(|name| {
            format!(
                "{name} does not exist: take it out of xtask/src/layers.rs, or add it to PLANNED"
            )
        });
    built.chain(gone).collect()
}

/// The problems of a graph, sorted as Cargo reports the crates.
fn edges_against(packages: &[Package]) -> Vec<String> {
    let workers: Vec<&str> = packages
        .iter()
        .filter(|package| package.is_worker)
        .map(|package| package.name.as_str())
        .collect();
    packages
        .iter()
        .flat_map(|package| problems_of(package, &workers))
        .collect()
}

fn problems_of(package: &Package, workers: &[&str]) -> Vec<String> {
    let name = package.name.as_str();
    let group = if package.is_worker { WORKERS } else { name };
    let Some(rule) = RULES.iter().find(|rule| rule.crates.contains(&group)) else {
        return vec![format!(
            "{name} stands in no layer: add it to the table in xtask/src/layers.rs and to the code map in ARCHITECTURE.md"
        )];
    };
    let mut problems = Vec::new();
    for dependency in &package.dependencies {
        let to = dependency.name.as_str();
        if to == name {
            // A crate may name itself to give its own tests a feature.
            continue;
        }
        match dependency.kind {
            Kind::Shipped if !rule.may_use.iter().any(|group| group.contains(&to)) => {
                problems.push(format!("{name} must not use {to}: {}", rule.sentence));
            }
            // Tests may look at any library, but a program is no library.
            Kind::Development if to == APP || to == "xtask" || workers.contains(&to) => {
                problems.push(format!(
                    "{name} must not use {to} in its tests: the app, the workers and xtask are programs"
                ));
            }
            _ => {}
        }
    }
    if package.is_worker {
        let domains: Vec<&str> = package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind == Kind::Shipped)
            .map(|dependency| dependency.name.as_str())
            .filter(|to| DOMAIN.contains(to))
            .collect();
        if domains.len() > 1 {
            problems.push(format!(
                "{name} uses {} at once: {}",
                domains.join(" and "),
                rule.sentence
            ));
        }
    }
    problems
}

/// Features of the domain crates in a build of the app alone, whoever turned them on.
fn features_of_app(workspace: &Workspace) -> Result<BTreeMap<String, Vec<String>>> {
    let mut tree: Command = exec::native("cargo", &workspace.root);
    tree.args([
        "tree",
        "--locked",
        "--quiet",
        "--package",
        APP,
        "--edges",
        "normal",
    ])
    .args(["--target", crate::toolchain::TARGET])
    .args(["--prefix", "none", "--format", "{p}|{f}"]);
    Ok(features_in(&exec::read(&mut tree)?))
}

/// Reads lines such as `kernels v0.1.0 (/path)|default,engine`.
fn features_in(tree: &str) -> BTreeMap<String, Vec<String>> {
    tree.lines()
        .filter_map(|line| {
            let (package, features) = line.split_once('|')?;
            let name = package.split(' ').next()?;
            // Cargo marks what it has shown before.
            let features = features.trim_end_matches(" (*)");
            let features = features.split(',').map(|feature| feature.trim().to_owned());
            DOMAIN
                .contains(&name)
                .then(|| (name.to_owned(), features.collect()))
        })
        .collect()
}

fn engines_in(features: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    features
        .iter()
        .flat_map(|(name, features)| {
            features
                .iter()
                .filter(|feature| ENGINE_FEATURES.contains(&feature.as_str()))
                .map(move |feature| {
                    format!(
                        "{APP} must not use {name} with the feature `{feature}`: \
                         the app takes a domain crate's specs and outcomes only, its engine runs in a worker's module"
                    )
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workers::tests::{package as reported, report};

    fn package(name: &str, dependencies: &[(&str, Kind)]) -> Package {
        Package {
            name: name.to_owned(),
            is_worker: name.ends_with("-worker"),
            dependencies: dependencies
                .iter()
                .map(|&(name, kind)| Dependency {
                    name: name.to_owned(),
                    kind,
                })
                .collect(),
        }
    }

    #[test]
    fn edges_of_the_table_pass() {
        let graph = [
            package("timeline", &[]),
            package(
                "kernels",
                &[("timeline", Kind::Shipped), ("sampling", Kind::Shipped)],
            ),
            package("protocol", &[("timeline", Kind::Shipped)]),
            package(
                "worker-pool",
                &[("protocol", Kind::Shipped), ("timeline", Kind::Shipped)],
            ),
            package(
                "compute-worker",
                &[("protocol", Kind::Shipped), ("kernels", Kind::Shipped)],
            ),
            package(
                APP,
                &[("worker-pool", Kind::Shipped), ("kernels", Kind::Shipped)],
            ),
            package("e2e", &[("server", Kind::Shipped)]),
            package(
                "bench",
                &[
                    ("cache-sim", Kind::Shipped),
                    ("event-loop", Kind::Shipped),
                    ("kernels", Kind::Shipped),
                    ("sql-workload", Kind::Shipped),
                    ("e2e", Kind::Shipped),
                ],
            ),
            package("xtask", &[]),
        ];
        assert_eq!(edges_against(&graph), Vec::<String>::new());
    }

    #[test]
    fn any_other_edge_fails_and_names_both_crates_and_the_rule() {
        let graph = [package("protocol", &[("kernels", Kind::Shipped)])];
        assert_eq!(
            edges_against(&graph),
            [
                "protocol must not use kernels: protocol uses timeline only, because it knows no domain"
            ]
        );
        for (from, to) in [
            ("timeline", "sampling"),
            ("kernels", "cache-sim"),
            ("worker-pool", "kernels"),
            ("compute-worker", "worker-pool"),
            (APP, "compute-worker"),
            (APP, "server"),
            ("server", "protocol"),
            ("e2e", APP),
            ("bench", "worker-pool"),
            ("xtask", "timeline"),
        ] {
            let graph = [package(from, &[(to, Kind::Shipped)])];
            let problems = edges_against(&graph);
            assert_eq!(problems.len(), 1, "{from} → {to}");
            assert!(problems[0].starts_with(&format!("{from} must not use {to}: ")));
        }
    }

    #[test]
    fn a_worker_has_one_domain() {
        let graph = [package(
            "sql-worker",
            &[("sql-workload", Kind::Shipped), ("kernels", Kind::Shipped)],
        )];
        let problems = edges_against(&graph);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("sql-workload and kernels at once"));
    }

    #[test]
    fn tests_may_use_any_library_but_no_program() {
        let free = [package("protocol", &[("kernels", Kind::Development)])];
        assert!(edges_against(&free).is_empty());
        let program = [
            package("compute-worker", &[]),
            package("protocol", &[("compute-worker", Kind::Development)]),
        ];
        assert_eq!(edges_against(&program).len(), 1);
    }

    #[test]
    fn a_crate_in_no_layer_fails() {
        let problems = edges_against(&[package("helpers", &[])]);
        assert!(problems[0].starts_with("helpers stands in no layer"));
    }

    #[test]
    fn the_app_must_not_get_an_engine_from_anyone() {
        let tree = "perf-playground v0.1.0 (/w)|\nkernels v0.1.0 (/w/crates/kernels)|default,engine\n\
                    serde v1.0.0|engine\ntimeline v0.1.0 (/w/crates/timeline)| (*)\n";
        let problems = engines_in(&features_in(tree));
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .starts_with("perf-playground must not use kernels with the feature `engine`")
        );
        assert!(engines_in(&features_in("kernels v0.1.0 (/w)|\n")).is_empty());
    }

    #[test]
    fn a_crate_is_planned_until_it_is_there() {
        let named = RULES.iter().flat_map(|rule| rule.crates);
        let here = named.filter(|name| **name != WORKERS && !PLANNED.contains(name));
        let mut graph: Vec<Package> = here.map(|name| package(name, &[])).collect();
        assert_eq!(stale_names(&graph), Vec::<String>::new());
        graph.push(package("memory-watch", &[]));
        assert_eq!(
            stale_names(&graph),
            ["memory-watch exists: take it out of PLANNED in xtask/src/layers.rs"]
        );
        graph.retain(|package| !["memory-watch", "cluster"].contains(&package.name.as_str()));
        assert_eq!(
            stale_names(&graph),
            ["cluster does not exist: take it out of xtask/src/layers.rs, or add it to PLANNED"]
        );
    }

    #[test]
    fn cargos_report_is_read() {
        let dependency = |name: &str, kind: &str, path: &str| {
            format!(
                r#"{{ "name": "{name}", "kind": {kind}, "path": {path}, "req": "*", "optional": false,
                    "uses_default_features": true, "features": [], "target": null, "source": null,
                    "rename": null, "registry": null }}"#
            )
        };
        let dependencies = [
            dependency("serde", "null", "null"),
            dependency("timeline", "null", r#""/w/crates/timeline""#),
            dependency("kernels", r#""dev""#, r#""/w/crates/kernels""#),
        ]
        .join(", ");
        let worker = r#"{ "worker": { "name": "sql", "profile": "compute", "wasm-opt": "Os",
            "memory": "own", "budget-kb": 450, "offline": "when-opened" } }"#;
        let report = report(&[
            reported("protocol", "crates/protocol", &dependencies, "null"),
            reported("sql-worker", "crates/workers/sql", "", worker),
        ]);
        let packages = packages_in(&report).expect("a whole report");
        let names: Vec<&str> = packages[0]
            .dependencies
            .iter()
            .map(|to| to.name.as_str())
            .collect();
        assert_eq!(names, ["timeline", "kernels"]);
        assert!(!packages[0].is_worker && packages[1].is_worker);
        assert!(edges_against(&packages).is_empty());
    }
}
