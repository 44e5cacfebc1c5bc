//! Installs what the command at hand needs and this machine lacks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::c_compiler;
use crate::exec;
use crate::express::Express;
use crate::nginx;
use crate::others::Others;
use crate::packages;
use crate::python::PythonTools;
use crate::steps::{Step, Steps};
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
            // Elsewhere WebKit may not be to be had; the journeys then say that they go without it.
            Self::Test if packages::is_debian() => &[
                &tools::CHROMIUM,
                &tools::CHROMEDRIVER,
                &tools::FIREFOX,
                &tools::WEBKIT_DRIVER,
                &tools::XVFB,
            ],
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
    run_beside(workspace, steps, purposes, &mut Vec::new())
}

/// The same, with the steps of `beside` taken out and run at the same time where tools have to be
/// compiled, which takes minutes.
pub(crate) fn run_beside(
    workspace: &Workspace,
    steps: &mut Steps,
    purposes: &[Purpose],
    beside: &mut Vec<Step<'_>>,
) -> Result<WasmCompiler> {
    let needs = if purposes
        .iter()
        .any(|purpose| purpose.needs_of_compiler() == Needs::Clippy)
    {
        Needs::Clippy
    } else {
        Needs::Compiler
    };
    let found = OnceLock::new();
    let npm = NpmTools::locate(workspace)?;
    let shared_target = shared_target(workspace);
    let wanted: Vec<CargoTool> = purposes
        .iter()
        .flat_map(|purpose| purpose.cargo_tools())
        .collect();
    let find = || {
        let compiler = toolchain::ensure(needs)?;
        exec::say(&compiler.description);
        found.get_or_init(|| compiler);
        Ok(())
    };
    let find_c = || {
        exec::say(&c_compiler::ensure()?.description);
        Ok(())
    };
    let mut plan = vec![
        Step::new("compiler for wasm32", toolchain::advice(), find),
        // The system's package manager runs once at a time.
        Step::new("compiler for C on wasm32", c_compiler::advice(), find_c)
            .after("compiler for wasm32"),
    ];
    let tools = cargo_tools(workspace, &shared_target, &wanted)?;
    let takes_minutes = !tools.is_empty();
    plan.extend(tools);
    if purposes.iter().any(|purpose| purpose.needs_npm_tools()) && !npm.is_installed() {
        // The package manager may have to install npm.
        plan.push(
            Step::new(
                "install what comes from npm",
                "check that `npm ping` reaches the registry, then start the command again",
                || npm.install(workspace),
            )
            .after("compiler for C on wasm32"),
        );
    }
    if takes_minutes {
        plan.extend(std::mem::take(beside));
    }
    steps.run_side_by_side(plan)?;
    if takes_minutes {
        // Hundreds of megabytes that no later run needs.
        let _ = fs::remove_dir_all(&shared_target);
    }
    let compiler = found
        .into_inner()
        .context("a bug of xtask: no compiler was looked for")?;
    // The purposes' lists begin alike, so the longest holds them all.
    let browsers = purposes.iter().map(|purpose| purpose.browsers());
    let browsers = browsers.max_by_key(|list| list.len()).unwrap_or(&[]);
    if !browsers.is_empty() {
        steps.run(
            "browsers and drivers",
            "install Chromium or Chrome, its chromedriver of the same version, and, for tests, Firefox and, on Linux, \
             WebKitGTK's driver with Xvfb",
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
        let shared_target = shared_target(workspace);
        let plan = cargo_tools(workspace, &shared_target, &[tools::NEXTEST])?;
        steps.run_side_by_side(plan)?;
        let _ = fs::remove_dir_all(&shared_target);
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
    let shared_target = shared_target(workspace);
    let plan = cargo_tools(workspace, &shared_target, &[tools::OHA])?;
    steps.run_side_by_side(plan)?;
    let _ = fs::remove_dir_all(&shared_target);
    Ok(())
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
            exec::say(&format!("the bench goes without it: {error:#}"));
        }
    }
    Ok(express)
}

/// Installs the packages that a bench measures ours against, and tells their folder.
pub(crate) fn others(steps: &mut Steps, others: &Others) -> Result<PathBuf> {
    if !others.is_installed() {
        steps.run(
            &format!("install {} from npm", others.what),
            "check that `npm ping` reaches the registry, then start the command again",
            || others.install(),
        )?;
    }
    Ok(others.modules())
}

/// Where tools are compiled, with what several of them have in common.
fn shared_target(workspace: &Workspace) -> PathBuf {
    workspace.tools.join("build")
}

/// A step for each of the tools that is missing. They share a folder, so each waits for the one before.
fn cargo_tools<'a>(
    workspace: &'a Workspace,
    shared_target: &'a Path,
    wanted: &[CargoTool],
) -> Result<Vec<Step<'a>>> {
    let mut missing: Vec<CargoTool> = Vec::new();
    for &tool in wanted {
        if !missing.contains(&tool) && !tool.is_installed(workspace)? {
            missing.push(tool);
        }
    }
    let mut steps: Vec<Step<'a>> = Vec::new();
    for tool in missing {
        let step = Step::new(
            format!("install {}", tool.label(workspace)?),
            "check that Cargo reaches its registry and that a C compiler (`cc`) is installed, \
             then start the command again; what is installed already stays",
            move || tool.install(workspace, shared_target),
        );
        let before = steps.last().map(|step| step.name().to_owned());
        steps.push(match before {
            Some(before) => step.after(before),
            None => step,
        });
    }
    Ok(steps)
}

/// Everything, for a person who wants to work offline afterwards.
pub(crate) const ALL: &[Purpose] = &[Purpose::Build, Purpose::Test, Purpose::Lint];
