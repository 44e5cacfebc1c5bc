//! Programs that the lab offers print under Node what they print here, in one of the orders that are said to be possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use event_loop::engine::{Explored, Found, Look, explore, run};
use event_loop::presets::{PRESETS, Preset};
use event_loop::trace::{Ending, Stream};

/// The engine's parser takes much of it where nothing is optimised.
const STACK_BYTES: usize = 64 << 20;

/// Those whose output tells how often something happened within some time of the machine's own.
const TIMED: &[&str] = &["reading"];

/// The one whose jobs take a core each, which no test can count on.
const CORES: &str = "pool";

#[test]
fn presets_print_under_node_what_they_print_here() {
    let thread = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(check_presets);
    thread.expect("a thread").join().expect("all presets agree");
}

fn check_presets() {
    let folder = folder();
    for preset in PRESETS {
        if TIMED.contains(&preset.id) {
            continue;
        }
        let node = under_node(&folder, preset);
        if here(preset) == node {
            continue;
        }
        if preset.id == CORES {
            check_pool(&node.0, &here(preset).0);
            continue;
        }
        // Where Node leaves the order open, it may have taken another.
        let explored = explored(preset);
        let possible: Vec<&str> = explored
            .outputs
            .iter()
            .map(|output| output.text.as_str())
            .collect();
        assert!(
            possible.contains(&node.0.as_str()),
            "{}: Node prints\n{}\nhere: {possible:#?}",
            preset.id,
            node.0
        );
    }
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

/// Four threads on fewer cores end in any order. But the fifth job waits for one of them, and the loop for none.
fn check_pool(node: &str, here: &str) {
    let (node, here): (Vec<_>, Vec<_>) = (node.lines().collect(), here.lines().collect());
    let sorted = |lines: &[&str]| {
        let mut lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&node), sorted(&here));
    assert_eq!(node[..2], here[..2]);
    assert_eq!(here.last(), Some(&"job 5 is done"));
    assert_ne!(node[2], "job 5 is done");
}

/// What a preset prints here, and its exit code.
fn here(preset: &Preset) -> (String, i32) {
    let mut text = String::new();
    let mut found = |found| {
        if let Found::Printed(Stream::Out, printed) = found {
            text.push_str(&printed);
        }
    };
    let ran = run(
        &preset.program(),
        &preset.settings(),
        Look::default(),
        &mut found,
    );
    let Ending::Exited { code } = ran.ending else {
        panic!("{}: {:?}", preset.id, ran.ending);
    };
    (text, code)
}

fn explored(preset: &Preset) -> Explored {
    let explored = explore(
        &preset.program(),
        &preset.settings(),
        Look::default(),
        None,
        &mut |_, _| {},
    );
    explored.expect("nobody cancels")
}

/// What a preset prints under Node, and its exit code.
fn under_node(folder: &Path, preset: &Preset) -> (String, i32) {
    for file in preset.settings().files {
        let mut text = file.text.into_bytes();
        text.resize(
            usize::try_from(file.size).expect("it fits").max(text.len()),
            b'x',
        );
        fs::write(folder.join(&file.path), text).expect("a file can be written");
    }
    let program = folder.join("program.js");
    fs::write(&program, preset.source).expect("a file can be written");
    let output = Command::new("node")
        .arg(&program)
        .current_dir(folder)
        .output()
        .expect("this test compares with Node, which has to be there as `node`");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (text, output.status.code().expect("it ends by itself"))
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("presets");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}
