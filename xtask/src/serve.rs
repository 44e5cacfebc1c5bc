//! Builds the site and the server, and runs the server on it.

use std::net::TcpListener;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::pipeline::{self, Quality};
use crate::steps::{Step, Steps};
use crate::workspace::Workspace;

/// How the site is served.
pub(crate) struct Options {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Whether to open the page in the person's browser.
    pub(crate) open: bool,
    pub(crate) debug: bool,
}

/// Sets up, builds and serves until it is stopped.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    // A build takes minutes on a new machine; whether its end can be served is known now.
    check_port(options)?;
    let mut steps = Steps::default();
    let build = pipeline::Options {
        quality: if options.debug {
            Quality::Debug
        } else {
            Quality::Serve
        },
        base_path: None,
    };
    let server = Step::new(
        "build the server",
        "read the compiler's message above",
        || {
            let mut command = exec::native("cargo", &workspace.root);
            // Unoptimised but for what computes: most of what it is made of was compiled for xtask already, and the
            // tests start this one, too.
            command
                .args(["build", "--quiet", "--locked", "--package", "server"])
                .env("CARGO_TARGET_DIR", &workspace.target);
            exec::run(&mut command)
        },
    );
    pipeline::build_beside(workspace, &mut steps, &build, vec![server])?;
    steps.summarise();
    eprintln!(
        "\nOpen http://{}:{}/ (Ctrl-C stops)\n",
        options.host, options.port
    );
    let program = workspace
        .target
        .join("debug")
        .join("perf-playground-server")
        .with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = exec::native(&program, &workspace.root);
    command
        .args([
            "--host",
            &options.host,
            "--port",
            &options.port.to_string(),
            "--dist",
        ])
        .arg(workspace.dist());
    if options.open {
        command.arg("--open");
    }
    become_server(command)
}

fn check_port(options: &Options) -> Result<()> {
    let address = (options.host.as_str(), options.port);
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "port {} of {} is in use by another program\n\nWhat to do: stop that program, or choose another port: `cargo xtask serve --port {}`",
            options.port,
            options.host,
            options.port.checked_add(1).unwrap_or(8080),
        ),
        Err(error) => Err(error).with_context(|| {
            format!(
                "nothing can listen at port {} of {}",
                options.port, options.host
            )
        }),
    }
}

/// Puts the server into the place of this process, so that signals reach it directly.
#[cfg(unix)]
fn become_server(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let shown = exec::describe(&command);
    Err(command.exec()).with_context(|| format!("`{shown}` could not be started"))
}

#[cfg(not(unix))]
fn become_server(mut command: Command) -> Result<()> {
    exec::run(&mut command)
}
