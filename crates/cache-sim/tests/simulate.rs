//! The program `simulate`, as a shell sees it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs it on a trace that comes through standard input.
fn simulate(arguments: &str, trace: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_simulate"))
        .args(arguments.split_whitespace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("it has an input");
    // One that refuses its arguments reads nothing.
    let _ = input.write_all(trace.as_bytes());
    drop(input);
    child.wait_with_output().expect("it ends")
}

fn printed(arguments: &str, trace: &str) -> String {
    let output = simulate(arguments, trace);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

fn refused(arguments: &str, trace: &str) -> String {
    let output = simulate(arguments, trace);
    assert!(!output.status.success(), "{arguments}");
    assert!(
        output.stdout.is_empty(),
        "{arguments}: nothing is half done"
    );
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn it_prints_a_line_for_each_policy_and_size() {
    let text = printed(
        "--policy fifo,lru --size 2,3 --format txt -",
        "a\nb\na\nc\na\n",
    );
    // With room for two, `c` evicts `a` under FIFO and `b` under LRU.
    assert_eq!(
        text,
        "policy,size,requests,hits,misses,miss_ratio\n\
         fifo,2,5,1,4,0.800000\n\
         fifo,3,5,2,3,0.600000\n\
         lru,2,5,2,3,0.600000\n\
         lru,3,5,2,3,0.600000\n"
    );
}

#[test]
fn a_curve_has_the_figures_of_its_runs() {
    let keys: Vec<String> = (0..2_000_u32)
        .map(|at| (at * at % 97).to_string())
        .collect();
    let trace = keys.join("\n");
    let options = "--policy lru,arc --sizes 1,2,5,50 --format txt -";
    assert_eq!(
        printed(&format!("curve {options}"), &trace),
        printed(options, &trace)
    );
}

#[test]
fn sizes_in_bytes_and_times_are_those_of_the_trace() {
    let trace = "time,key,size\n0,a,600\n1,b,600\n2,a,600\n9,a,600\n";
    let of = |size: &str, more: &str| {
        let options = format!("--policy lru --size {size} {more} --format csv -");
        let text = printed(&options, trace);
        text.lines().last().expect("a line").to_owned()
    };
    assert_eq!(of("1KiB", ""), "lru,1KiB,4,1,3,0.750000");
    assert_eq!(of("2KiB", ""), "lru,2KiB,4,2,2,0.500000");
    // What came at 0 is good through 5.
    assert_eq!(of("2KiB", "--ttl 5s"), "lru,2KiB,4,1,3,0.750000");
}

#[test]
fn what_it_cannot_do_it_says_before_it_prints() {
    for (arguments, trace, expected) in [
        (
            "--policy mru --size 1 --format txt -",
            "a",
            "“mru” is no policy",
        ),
        (
            "--policy lru --size 1,1MiB --format txt -",
            "a",
            "give all of them a unit, or none",
        ),
        (
            "--policy lru --size 1MiB --format txt -",
            "a",
            "does not say how large",
        ),
        (
            "--policy lru --size 1 --ttl 5s --format txt -",
            "a",
            "does not say when",
        ),
        (
            "--policy lru --size 0 --format txt -",
            "a",
            "one object or one byte at least",
        ),
        (
            "--policy lru --size 1 --ttl soon --format txt -",
            "a",
            "“soon” is no time",
        ),
        ("--policy lru --size 1 -", "a", "give --format"),
        ("--policy lru --size 1 --format lirs -", "1\nx\n", "line 2"),
        (
            "--policy lru --size 1 --recipe zipf(9,10)",
            "",
            "alpha is 9; give 0 to 4",
        ),
        (
            "--policy articles-lru --size 1kB --format csv -",
            "time,key,size\n0,a,6\n",
            "counts entries",
        ),
        ("--policy lru --size 1", "", "required"),
    ] {
        let said = refused(arguments, trace);
        assert!(said.contains(expected), "{arguments}: {said}");
    }
}
