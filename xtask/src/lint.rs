//! Checks the sources: format, clippy on both targets, documentation, layers, licences, spelling.

use std::process::Command;

use anyhow::Result;

use crate::exec;
use crate::layers;
use crate::setup::{self, Purpose};
use crate::steps::Steps;
use crate::toolchain::{self, Memory, WasmCompiler};
use crate::tools;
use crate::workers::{self, Worker};
use crate::workspace::Workspace;

/// Crates beside the workers that are compiled for the browser.
const WASM_PACKAGES: &[&str] = &["perf-playground", "worker-pool", "protocol"];

/// One thing that is looked at.
type Check<'a> = Box<dyn FnOnce() -> Result<()> + 'a>;

/// Runs all checks, even after one has failed; whether all passed. With `fix`, mends what can be
/// mended without a thought: format and spelling.
pub(crate) fn run(workspace: &Workspace, fix: bool) -> Result<bool> {
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Lint])?;
    let workers = workers::read(workspace)?;
    let checks: [(&str, &str, Check<'_>); 8] = [
        (
            "format",
            "run `cargo xtask lint --fix`",
            Box::new(|| format(workspace, fix)),
        ),
        (
            "spelling",
            "correct the word, or, if it is right, add it to _typos.toml",
            Box::new(|| spelling(workspace, fix)),
        ),
        (
            "layers",
            "remove the edge, or change the table in xtask/src/layers.rs and say why in ARCHITECTURE.md",
            Box::new(|| layers::check(workspace)),
        ),
        (
            "licences, bans, sources",
            "see deny.toml for what is allowed and why",
            Box::new(|| licences(workspace)),
        ),
        (
            "clippy, native",
            "follow the messages above; an exception needs a reason",
            Box::new(|| clippy_native(workspace)),
        ),
        (
            "clippy, wasm32",
            "follow the messages above; an exception needs a reason",
            Box::new(|| clippy_wasm(workspace, &compiler, &workers, Memory::Own)),
        ),
        (
            "clippy, wasm32 with threads",
            "follow the messages above; an exception needs a reason",
            Box::new(|| clippy_wasm(workspace, &compiler, &workers, Memory::Shared)),
        ),
        (
            "documentation",
            "follow the messages above",
            Box::new(|| documentation(workspace, &compiler, &workers)),
        ),
    ];
    let mut failures = Vec::new();
    for (name, advice, check) in checks {
        if let Err(error) = steps.run(name, advice, check) {
            failures.push(error);
        }
    }
    steps.summarise();
    for failure in &failures {
        eprintln!("\n{failure:#}");
    }
    println!();
    match failures.len() {
        0 => println!("lint: all checks passed"),
        count => println!("lint: {count} checks failed"),
    }
    Ok(failures.is_empty())
}

fn format(workspace: &Workspace, fix: bool) -> Result<()> {
    let mut command = exec::native("cargo", &workspace.root);
    command.args(["fmt", "--all"]);
    if !fix {
        command.arg("--check");
    }
    exec::run(&mut command)
}

fn spelling(workspace: &Workspace, fix: bool) -> Result<()> {
    let mut command = exec::native(tools::TYPOS.program(workspace)?, &workspace.root);
    if fix {
        command.arg("--write-changes");
    }
    exec::run(&mut command)
}

fn licences(workspace: &Workspace) -> Result<()> {
    let mut command = exec::native(tools::CARGO_DENY.program(workspace)?, &workspace.root);
    exec::run(command.args([
        "--locked",
        "--log-level",
        "error",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))
}

fn clippy_native(workspace: &Workspace) -> Result<()> {
    let mut command = exec::native("cargo", &workspace.root);
    command
        .args([
            "clippy",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-Dwarnings",
        ])
        .env("CARGO_TARGET_DIR", &workspace.target);
    exec::run(&mut command)
}

/// The crates of a kind.
fn packages(workers: &[Worker], memory: Memory) -> Vec<&str> {
    let libraries = match memory {
        Memory::Own => WASM_PACKAGES,
        Memory::Shared => &[],
    };
    workers
        .iter()
        .filter(|worker| worker.memory == memory)
        .map(|worker| worker.package.as_str())
        .chain(libraries.iter().copied())
        .collect()
}

/// A command of Cargo's for one kind of crates.
fn cargo_wasm(
    workspace: &Workspace,
    compiler: &WasmCompiler,
    memory: Memory,
    program: &str,
) -> Result<Command> {
    let target = workspace.wasm_lint_target(memory);
    let mut command = compiler.command(compiler.program(program), workspace, &[], &target)?;
    command.env("CARGO_ENCODED_RUSTFLAGS", encoded(memory.flags()));
    Ok(command)
}

/// Flags in the form in which an environment variable gives several.
fn encoded(flags: &[&str]) -> String {
    flags.join("\u{1f}")
}

fn clippy_wasm(
    workspace: &Workspace,
    compiler: &WasmCompiler,
    workers: &[Worker],
    memory: Memory,
) -> Result<()> {
    // Started by its path, because Cargo would look for rustup's `cargo-clippy` first.
    let mut command = cargo_wasm(workspace, compiler, memory, "cargo-clippy")?;
    command
        .args([
            "clippy",
            "--quiet",
            "--locked",
            "--all-targets",
            "--target",
            toolchain::TARGET,
        ])
        .env("CARGO", compiler.program("cargo"));
    for package in packages(workers, memory) {
        command.args(["--package", package]);
    }
    if memory == Memory::Own {
        // As the site is built; the tests compile the app without it.
        command.args(["--features", "perf-playground/split"]);
    }
    exec::run(command.args(["--", "-Dwarnings"]))
}

fn documentation(workspace: &Workspace, compiler: &WasmCompiler, workers: &[Worker]) -> Result<()> {
    let mut native = exec::native("cargo", &workspace.root);
    native
        .args(["doc", "--quiet", "--locked", "--no-deps", "--workspace"])
        .env("CARGO_TARGET_DIR", &workspace.target)
        .env("RUSTDOCFLAGS", "-Dwarnings");
    // Much of what these crates have is there for the browser only.
    let mut others = Vec::new();
    for memory in [Memory::Own, Memory::Shared] {
        let mut wasm = cargo_wasm(workspace, compiler, memory, "cargo")?;
        wasm.args(["doc", "--quiet", "--locked", "--no-deps"])
            .args(["--target", toolchain::TARGET]);
        for package in packages(workers, memory) {
            native.args(["--exclude", package]);
            wasm.args(["--package", package]);
        }
        // It reads the code as the compiler does, which has to be told the same.
        let flags = [&["-Dwarnings"], memory.flags()].concat();
        wasm.env("CARGO_ENCODED_RUSTDOCFLAGS", encoded(&flags));
        others.push(wasm);
    }
    exec::run(&mut native)?;
    for command in &mut others {
        exec::run(command)?;
    }
    Ok(())
}
