//! The project's developer commands, started as `cargo xtask <command>`.

mod bench;
mod c_compiler;
mod editor;
mod env;
mod exec;
mod express;
mod files;
mod hash;
mod imports;
mod labs;
mod layers;
mod lighthouse;
mod lint;
mod minify;
mod nextest;
mod nginx;
mod optimise;
mod others;
mod packages;
mod picture;
mod pipeline;
mod python;
mod serve;
mod setup;
mod site;
mod size;
mod snippets;
mod sqlite;
mod steps;
mod table;
mod test;
mod toolchain;
mod tools;
mod version;
mod workers;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

use crate::pipeline::Quality;
use crate::setup::Purpose;
use crate::steps::Steps;
use crate::workspace::Workspace;

/// Developer commands of Perf Playground. Each installs what it needs and this machine lacks.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install the tools that are missing, and nothing else
    ///
    /// Tools go to `$PERF_PLAYGROUND_TOOLS`, else to perf-playground/tools in the person's cache
    /// folder. Browsers, the compiler for C and, where rustup cannot download, that for wasm32 come from
    /// the system's package manager. `RUSTUP_AUTO_INSTALL=0` keeps rustup from downloading.
    Setup {
        /// Only what one purpose needs
        #[arg(long)]
        only: Option<Purpose>,
    },
    /// Build the site and serve it on this machine
    Serve {
        /// Port to listen at
        #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..))]
        port: u16,
        /// Address to listen at; 0.0.0.0 is for all networks of this machine
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// Open the page in the browser
        #[arg(long)]
        open: bool,
        /// Build quickly and without optimisation
        #[arg(long)]
        debug: bool,
    },
    /// Build the site into dist/, for any static file server
    Build {
        /// Build quickly and without optimisation
        #[arg(long)]
        debug: bool,
        /// The path under which the site will be served, such as /perf-playground/; the page for
        /// unknown addresses needs it for its link home, nothing else does
        #[arg(long, value_name = "PATH", value_parser = base_path)]
        base_path: Option<String>,
    },
    /// Run the tests and count them by kind
    Test {
        /// Only one kind
        #[arg(long)]
        only: Option<test::Kind>,
    },
    /// Time what the site and the server are made of, and print tables in Markdown
    Bench {
        #[command(subcommand)]
        what: bench::What,
    },
    /// Run Lighthouse on every route, as a desktop and as a phone, and print its scores in Markdown
    ///
    /// Fails where performance is below 95 (desktop) or 90 (mobile), or accessibility or best practices below
    /// 100, and names the audits. Takes about five minutes once the site is built. Performance is only as good
    /// as the machine is quiet.
    Lighthouse(lighthouse::Options),
    /// Check format, clippy, documentation, layers, licences and spelling
    Lint {
        /// Correct format and spelling in place
        #[arg(long)]
        fix: bool,
    },
    /// Make the README's pictures of the scoreboard, after the default run on this machine
    Picture(picture::Options),
    /// Check who depends on whom
    Layers,
    /// Show what the site in dist/ weighs, against its budgets
    Size {
        /// Print the table in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// Print the environment for `wasm-pack test --headless --chrome --mode no-install`
    ///
    /// Use it in a shell of its own: (eval "$(cargo xtask env)"; wasm-pack test …). The `cargo` that
    /// it puts first on PATH is the one for wasm32.
    Env,
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs `command`; whether everything that it checked is as it should be.
fn run(command: Command) -> Result<bool> {
    let workspace = Workspace::locate()?;
    match command {
        Command::Setup { only } => set_up(&workspace, only),
        Command::Serve {
            port,
            host,
            open,
            debug,
        } => {
            let options = serve::Options {
                host,
                port,
                open,
                debug,
            };
            serve::run(&workspace, &options).map(|()| true)
        }
        Command::Build { debug, base_path } => {
            let quality = if debug {
                Quality::Debug
            } else {
                Quality::Small
            };
            build(&workspace, &pipeline::Options { quality, base_path })
        }
        Command::Test { only } => test::run(&workspace, only),
        Command::Bench { what } => bench::run(&workspace, &what),
        Command::Lighthouse(options) => lighthouse::run(&workspace, &options),
        Command::Lint { fix } => lint::run(&workspace, fix),
        Command::Picture(options) => picture::run(&workspace, &options).map(|()| true),
        Command::Layers => layers::check(&workspace).map(|()| true),
        Command::Size { markdown } => weigh(&workspace, markdown),
        Command::Env => print_environment(&workspace),
    }
}

fn set_up(workspace: &Workspace, only: Option<Purpose>) -> Result<bool> {
    let mut steps = Steps::default();
    let chosen = only.map(|purpose| [purpose]);
    let purposes = chosen.as_ref().map_or(setup::ALL, |one| one.as_slice());
    setup::run(workspace, &mut steps, purposes)?;
    steps.summarise();
    Ok(true)
}

fn build(workspace: &Workspace, options: &pipeline::Options) -> Result<bool> {
    let mut steps = Steps::default();
    let id = pipeline::build(workspace, &mut steps, options)?;
    steps.summarise();
    eprintln!("\n{} holds build {id}", workspace.shown(&workspace.dist()));
    Ok(true)
}

fn weigh(workspace: &Workspace, markdown: bool) -> Result<bool> {
    let report = size::Report::of(workspace)?;
    let table = report.table();
    print!(
        "{}",
        if markdown {
            table.markdown()
        } else {
            table.plain()
        }
    );
    let (_, broken) = report.counts();
    Ok(broken == 0)
}

fn print_environment(workspace: &Workspace) -> Result<bool> {
    let mut steps = Steps::default();
    let compiler = setup::run(workspace, &mut steps, &[Purpose::Test])?;
    print!("{}", env::exports(&env::variables(workspace, &compiler)?));
    Ok(true)
}

fn base_path(text: &str) -> Result<String> {
    if !text.starts_with('/') {
        bail!("a base path starts with /, as in /perf-playground/");
    }
    Ok(if text.ends_with('/') {
        text.to_owned()
    } else {
        format!("{text}/")
    })
}
