//! Installs what the command at hand needs and this machine lacks.

use std::fs;

use anyhow::Result;
use clap::ValueEnum;

use crate::express::Express;
use crate::nginx;
use crate::python::PythonTools;
use crate::steps::Steps;
use crate::toolchain::{self, Needs, WasmCompiler};
use crate::tools::{self, CargoTool, NpmTools, Program};
use crate::workspace::Workspace;

/// What the tools are for; each purpose needs only some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// Building and serving the site.
    Build,
    /// Running all tests; includes building.
    Test,
    /// Timing the site in Chromium; includes building.
    Bench,
    /// Checking the sources.
    Lint,
}

impl Purpose {
    fn cargo_tools(self) -> Vec<CargoTool> {
        match self {
            Self::Build | Self::Bench => {
                vec![tools::WASM_BINDGEN, tools::TRUNK, tools::WASM_SPLIT]
            }
            Self::Test => {
                let mut all = vec![
                    tools::WASM_BINDGEN,
                    tools::TRUNK,
                    tools::WASM_SPLIT,
                    tools::WASM_PACK,
                ];
                // A driver of the person's own is as good, and saves building one.
                if tools::own_geckodriver().is_none() {
                    all.push(tools::GECKODRIVER);
                }
                all
            }
            Self::Lint => vec![tools::TYPOS, tools::CARGO_DENY],
        }
    }

    fn needs_of_compiler(self) -> Needs {
        match self {
            Self::Build | Self::Test | Self::Bench => Needs::Compiler,
            Self::Lint => Needs::Clippy,
        }
    }

    fn needs_npm_tools(self) -> bool {
        self != Self::Lint
    }

    fn browsers(self) -> &'static [&'static Program] {
        match self {
            Self::Test => &[&tools::CHROMIUM, &tools::CHROMEDRIVER, &tools::FIREFOX],
            Self::Bench => &[&tools::CHROMIUM, &tools::CHROMEDRIVER],
            Self::Build | Self::Lint => &[],
        }
    }
}

/// Installs what `purposes` need, and returns the compiler for wasm32.
pub(crate) fn run(
    workspace: &Workspace,
    steps: &mut Steps,
    purposes: &[Purpose],
) -> Result<WasmCompiler> {
    let needs = if purposes
        .iter()
        .any(|purpose| purpose.needs_of_compiler() == Needs::Clippy)
    {
        Needs::Clippy
    } else {
        Needs::Compiler
    };
    let compiler = steps.run("compiler for wasm32", &toolchain::advice(), || {
        let compiler = toolchain::ensure(needs)?;
        eprintln!("    {}", compiler.description);
        Ok(compiler)
    })?;
    let wanted: Vec<CargoTool> = purposes
        .iter()
        .flat_map(|purpose| purpose.cargo_tools())
        .collect();
    cargo_tools(workspace, steps, &wanted)?;
    if purposes.iter().any(|purpose| purpose.needs_npm_tools()) {
        let npm = NpmTools::locate(workspace)?;
        if !npm.is_installed() {
            steps.run(
                "install what comes from npm",
                "check that `npm ping` reaches the registry, then start the command again",
                || npm.install(workspace),
            )?;
        }
    }
    // The purposes' lists begin alike, so the longest holds them all.
    let browsers = purposes.iter().map(|purpose| purpose.browsers());
    let browsers = browsers.max_by_key(|list| list.len()).unwrap_or(&[]);
    if !browsers.is_empty() {
        steps.run(
            "browsers and drivers",
            "install Chromium or Chrome, its chromedriver of the same version, and, for tests, Firefox",
            || tools::ensure_programs(browsers),
        )?;
    }
    if purposes.contains(&Purpose::Test) {
        for_native_tests(workspace, steps)?;
    }
    Ok(compiler)
}

/// What native tests need beside Cargo: their runner, and what the server's ask for.
pub(crate) fn for_native_tests(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    if tools::own_nextest().is_none() {
        cargo_tools(workspace, steps, &[tools::NEXTEST])?;
    }
    if !nginx::is_there(workspace) {
        steps.run(
            "nginx",
            "install nginx, or name it by the variable NGINX_BIN",
            || nginx::ensure(workspace),
        )?;
    }
    let python = PythonTools::locate(workspace)?;
    if !python.is_installed() {
        steps.run(
            "install what comes from PyPI",
            "check that `pip download` reaches the registry, then start the command again",
            || python.install(),
        )?;
    }
    Ok(())
}

/// Installs what it takes to put load on the server: no site is built for that, so it is no [`Purpose`].
pub(crate) fn load_tools(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    cargo_tools(workspace, steps, &[tools::OHA])
}

/// Installs the packages of the Express cluster. Without `SQLite`, which needs compilers and Python,
/// the bench leaves out what asks for it.
pub(crate) fn express(workspace: &Workspace, steps: &mut Steps) -> Result<Express> {
    let express = Express::locate(workspace)?;
    if !express.is_installed() {
        steps.run(
            "install Express from npm",
            "check that `npm ping` reaches the registry, then start the command again",
            || express.install(),
        )?;
    }
    if !express.has_sqlite() {
        let compiled = steps.run(
            "compile SQLite for Node.js",
            "install a compiler for C++ and Python 3; without them the bench leaves out /books",
            || express.compile_sqlite(),
        );
        if let Err(error) = compiled {
            eprintln!("    the bench goes without it: {error:#}");
        }
    }
    Ok(express)
}

fn cargo_tools(workspace: &Workspace, steps: &mut Steps, wanted: &[CargoTool]) -> Result<()> {
    let mut missing: Vec<CargoTool> = Vec::new();
    for &tool in wanted {
        if !missing.contains(&tool) && !tool.is_installed(workspace)? {
            missing.push(tool);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let shared_target = workspace.tools.join("build");
    for tool in &missing {
        steps.run(
            &format!("install {}", tool.label(workspace)?),
            "check that Cargo reaches its registry and that a C compiler (`cc`) is installed, \
             then start the command again; what is installed already stays",
            || tool.install(workspace, &shared_target),
        )?;
    }
    // Hundreds of megabytes that no later run needs.
    let _ = fs::remove_dir_all(&shared_target);
    Ok(())
}

/// Everything, for a person who wants to work offline afterwards.
pub(crate) const ALL: &[Purpose] = &[Purpose::Build, Purpose::Test, Purpose::Lint];
