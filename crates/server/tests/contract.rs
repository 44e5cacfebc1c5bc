//! Whether the API is as it describes itself: schemathesis makes requests of `/openapi.json`, valid ones and
//! wrong ones, and compares every answer with what is said of it.

mod support;

use std::collections::hash_map::RandomState;
use std::env;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use support::{Cluster, all_ready, pids, write};
use tempfile::TempDir;

const CONFIGURATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml");

/// Several times what a run takes.
const RUN_MAX: Duration = Duration::from_mins(3);

/// Fewer requests than this are no check of anything.
const CASES_MIN: u64 = 50;

/// Shown to schemathesis by nobody: whatever it sends of its own to an administrator's endpoints is refused.
const TOKEN: &str = "a token of some length";

fn program() -> PathBuf {
    if let Some(file) = env::var_os("SCHEMATHESIS").filter(|value| !value.is_empty()) {
        return PathBuf::from(file);
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join("schemathesis"))
        .find(|file| file.is_file())
        .expect(
            "schemathesis was not found, and SCHEMATHESIS does not name it; `cargo xtask test --only native` \
             installs it and sets the variable",
        )
}

/// A seed that a person gave to repeat a run, or another each time.
fn fresh_seed() -> u64 {
    let given = env::var("CONTRACT_SEED").ok();
    given.map_or_else(
        // The state is chosen by chance.
        || RandomState::new().build_hasher().finish() % 1_000_000_000,
        |seed| seed.parse().expect("CONTRACT_SEED is a whole number"),
    )
}

/// Has the description of a cluster checked, and fails with what differs.
fn check(seed: u64, arguments: &[&str]) {
    let folder = TempDir::new().expect("a folder");
    write(folder.path(), "token", TOKEN);
    let token = folder.path().join("token").display().to_string();
    let cluster = Cluster::start(&["--workers", "2", "--admin-token-file", &token]);
    let before = pids(&cluster.wait_for("all are ready", |seen| all_ready(seen, 2)));

    println!(
        "seed {seed}; to repeat it: CONTRACT_SEED={seed} cargo test -p server --test contract"
    );
    let output = folder.path().join("output");
    let file = File::create(&output).expect("writable");
    let mut child = Command::new(program())
        .args(["--config-file", CONFIGURATION, "--no-color", "run"])
        .arg(format!("http://{}/openapi.json", cluster.address))
        .args(["--seed", &seed.to_string(), "--generation-database", "none"])
        .args(arguments)
        .current_dir(folder.path())
        .stdout(file.try_clone().expect("a descriptor"))
        .stderr(file)
        .spawn()
        .expect("schemathesis starts");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break Some(status);
        }
        if start.elapsed() > RUN_MAX {
            let _ = child.kill();
            let _ = child.wait();
            break None;
        }
        thread::sleep(Duration::from_millis(50));
    };
    let text = fs::read_to_string(&output).expect("readable");
    println!("{text}");
    let status = status.unwrap_or_else(|| panic!("it has not ended after {RUN_MAX:?}"));
    assert!(
        status.success(),
        "the API differs from its description ({status}), see above"
    );
    let cases = text.lines().find_map(|line| {
        let (number, _) = line.trim().split_once(" generated")?;
        number.parse::<u64>().ok()
    });
    assert!(
        cases.is_some_and(|cases| cases >= CASES_MIN),
        "{cases:?} cases"
    );
    // Nothing that was sent has cost a worker its life, nor could anybody without the token.
    let after = cluster.json("/cluster");
    assert_eq!(pids(&after), before, "{after:#}");
}

#[test]
fn the_api_is_as_it_describes_itself() {
    // The same each time: the edges of what is allowed and a step beyond, and some by chance.
    check(1, &["--max-examples", "5"]);
    // Other ones each time.
    check(
        fresh_seed(),
        &["--phases", "fuzzing", "--max-examples", "20"],
    );
}
