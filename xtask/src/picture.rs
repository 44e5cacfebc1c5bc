//! Makes the pictures of the README from the real page, after its default run on this machine.

use std::path::PathBuf;

use anyhow::Result;

use crate::exec;
use crate::pipeline::{self, Quality};
use crate::setup::{self, Purpose};
use crate::steps::Steps;
use crate::tools;
use crate::workspace::Workspace;

/// What is photographed, and where the pictures go.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The folder of a built site; by default the site is built into dist/
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// Where scoreboard-light.png and scoreboard-dark.png go
    #[arg(long, value_name = "FOLDER", default_value = "docs/images")]
    out: PathBuf,
}

/// Builds what is missing, and has the journeys' browser make the pictures.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    let dist = if let Some(folder) = &options.dist {
        steps.run(
            "Chromium and its driver",
            "install Chromium or Chrome, and its chromedriver of the same version",
            || tools::ensure_programs(&[&tools::CHROMIUM, &tools::CHROMEDRIVER]),
        )?;
        std::path::absolute(folder)?
    } else {
        let compiler = setup::run(workspace, &mut steps, &[Purpose::Bench])?;
        let site = pipeline::Options {
            quality: Quality::Small,
            base_path: None,
        };
        pipeline::build_with(workspace, &mut steps, &site, &compiler)?;
        workspace.dist()
    };
    steps.run("pictures", "read the message above", || {
        let mut command = exec::native("cargo", &workspace.root);
        command
            .args(["run", "--quiet", "--locked", "--package", "e2e"])
            .args(["--example", "scoreboard", "--"])
            .arg(&options.out)
            .env("CARGO_TARGET_DIR", &workspace.target)
            .env("PERF_PLAYGROUND_DIST", &dist)
            .env("CHROME_BIN", tools::CHROMIUM.require()?)
            .env("CHROMEDRIVER", tools::CHROMEDRIVER.require()?);
        exec::run(&mut command)
    })?;
    steps.summarise();
    Ok(())
}
