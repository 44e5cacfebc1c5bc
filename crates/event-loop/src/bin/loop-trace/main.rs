//! Runs a script as Node would, in virtual time: `loop-trace FILE.js [--node 20] [--json]`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use event_loop::engine::{Found, Look, explore, run};
use event_loop::trace::{Ending, Stopped, Stream};
use event_loop::{Limits, ModuleKind, NodeVersion, Program, Settings, VirtualFile};

/// The exit code for a run that a limit stopped: that of `timeout`.
const STOPPED: u8 = 124;

/// Bytes of the stack that a run has.
const STACK_BYTES: usize = 256 << 20;

/// Runs a script as Node would, in virtual time.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Args {
    /// The script: `.mjs` is an ES module, everything else `CommonJS`.
    file: PathBuf,
    /// Whose loop it is: 10 and before, 11 to 19, or 20 and later.
    #[arg(long, default_value_t = 20)]
    node: u32,
    /// Prints the steps of the run, one JSON object a line, in place of its output.
    #[arg(long)]
    json: bool,
    /// Prints every output that can follow where Node leaves the order to chance.
    #[arg(long, conflicts_with = "json")]
    orders: bool,
    /// A file of the virtual disk; those beside the script are there already.
    #[arg(long = "disk", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Microseconds until the disk answers one operation.
    #[arg(long, default_value_t = 100)]
    disk_us: u32,
    /// Microseconds until the network answers.
    #[arg(long, default_value_t = 5_000)]
    network_us: u32,
    /// Threads of the pool.
    #[arg(long, default_value_t = 4)]
    threads: u8,
    /// Nanoseconds that a statement costs.
    #[arg(long, default_value_t = 1_000)]
    statement_ns: u32,
    /// The most statements.
    #[arg(long, default_value_t = 100_000_000)]
    statements_max: u64,
}

fn main() -> Result<ExitCode> {
    let args = Args::parse();
    // The parser needs some of it for each bracket within brackets, and far more where nothing is optimised.
    let runs = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || trace(&args))
        .context("no thread can be started")?;
    runs.join()
        .unwrap_or_else(|_| bail!("loop-trace itself failed"))
}

fn trace(args: &Args) -> Result<ExitCode> {
    let program = program(args)?;
    let settings = settings(args)?;
    settings.check()?;
    if args.orders {
        return print_orders(&program, &settings);
    }
    let mut out = std::io::stdout().lock();
    let mut failed = None;
    let look = Look {
        has_steps: args.json,
        ..Look::default()
    };
    let ran = run(&program, &settings, look, &mut |found| {
        if let Err(error) = print(&found, args.json, &mut out) {
            failed.get_or_insert(error);
        }
    });
    out.flush()?;
    match failed {
        // Whoever reads may have read enough.
        Some(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        Some(error) => return Err(error).context("output cannot be written"),
        None => {}
    }
    Ok(exit_code(&ran.ending))
}

fn program(args: &Args) -> Result<Program> {
    let source = std::fs::read_to_string(&args.file)
        .with_context(|| format!("{} cannot be read", args.file.display()))?;
    let kind = match args.file.extension() {
        Some(extension) if extension == "mjs" => ModuleKind::Module,
        _ => ModuleKind::CommonJs,
    };
    Ok(Program { source, kind })
}

fn settings(args: &Args) -> Result<Settings> {
    let node = match args.node {
        ..=10 => NodeVersion::V10,
        11..=19 => NodeVersion::V18,
        20.. => NodeVersion::V20,
    };
    let mut files = Vec::new();
    for path in &args.files {
        let bytes =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let Ok(text) = String::from_utf8(bytes) else {
            bail!("{} is no UTF-8", path.display());
        };
        let name = path.file_name().unwrap_or(path.as_os_str());
        files.push(VirtualFile {
            path: name.to_string_lossy().into_owned(),
            size: text.len() as u64,
            text,
        });
    }
    let usual = Limits::default();
    Ok(Settings {
        node,
        statement_ns: args.statement_ns,
        pool_threads: args.threads,
        disk_us: args.disk_us,
        network_us: args.network_us,
        files,
        limits: Limits {
            statements_max: args.statements_max,
            output_bytes_max: 1 << 30,
            // What is only printed needs no memory, and may take its time.
            steps_max: if args.json || args.orders {
                usual.steps_max
            } else {
                u32::MAX
            },
            ..usual
        },
    })
}

fn print(found: &Found, is_json: bool, out: &mut impl std::io::Write) -> std::io::Result<()> {
    match found {
        Found::Steps(steps) if is_json => {
            for step in steps {
                serde_json::to_writer(&mut *out, step)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        Found::Printed(Stream::Out, text) if !is_json => out.write_all(text.as_bytes()),
        Found::Printed(Stream::Error, text) if !is_json => {
            out.flush()?;
            std::io::stderr().write_all(text.as_bytes())
        }
        _ => Ok(()),
    }
}

fn print_orders(program: &Program, settings: &Settings) -> Result<ExitCode> {
    let Some(explored) = explore(program, settings, Look::default(), None, &mut |_, _| {}) else {
        bail!("nobody cancels this");
    };
    let count = explored.outputs.len();
    for (index, output) in explored.outputs.iter().enumerate() {
        println!("--- order {} of {count}", index + 1);
        print!("{}", output.text);
    }
    if !explored.is_complete {
        println!("--- there may be more: {} runs were made", explored.runs);
    }
    Ok(ExitCode::SUCCESS)
}

fn exit_code(ending: &Ending) -> ExitCode {
    match ending {
        Ending::Exited { code } => ExitCode::from(u8::try_from(*code & 0xff).unwrap_or(1)),
        Ending::Syntax(error) => {
            eprintln!("SyntaxError: {error}");
            ExitCode::FAILURE
        }
        Ending::Stopped(stopped) => {
            eprintln!("loop-trace: stopped: {}", reason(*stopped));
            ExitCode::from(STOPPED)
        }
    }
}

fn reason(stopped: Stopped) -> String {
    match stopped {
        Stopped::Statements { line: Some(line) } => {
            format!("too many statements, the last in line {line}; --statements-max allows more")
        }
        Stopped::Statements { line: None } => {
            "too many statements; --statements-max allows more".to_owned()
        }
        Stopped::VirtualTime => "more than an hour of virtual time".to_owned(),
        Stopped::Output => "too much output".to_owned(),
        Stopped::Steps => "too many steps to record; without --json it goes on".to_owned(),
        Stopped::Memory => "too much memory".to_owned(),
        Stopped::Recursion => "functions call each other deeper than this engine allows".to_owned(),
        Stopped::Cancelled => "cancelled".to_owned(),
    }
}
