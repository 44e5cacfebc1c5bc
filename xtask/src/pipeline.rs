//! From sources to `dist/`: compiles the modules, runs Trunk, optimises, finishes the site.

mod any_type;
mod inputs;
mod merge;
mod packs;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::editor;
use crate::exec;
use crate::files;
use crate::imports;
use crate::labs;
use crate::minify;
use crate::optimise;
use crate::setup::{self, Purpose};
use crate::site;
use crate::snippets;
use crate::steps::{Step, Steps};
use crate::toolchain::{self, Memory, WasmCompiler};
use crate::tools::{self, NpmTools};
use crate::workers::{self, Worker};
use crate::workspace::Workspace;

/// The level of optimisation for the app: what travels first has to be small.
const APP_LEVEL: &str = "Oz";

/// The app's program, which names what the compiler makes of it.
const APP: &str = "perf-playground";

/// The feature of the app by which views become modules of their own.
const SPLIT_FEATURE: &str = "split";

/// The algorithms, whose text the page shows: a folder for each kernel, a file for each variant.
const SOURCES: &str = "crates/kernels/src";

/// Where the cache policies' own files are, which the page shows, too.
const POLICIES: &str = "crates/cache-sim/src/engine/policies";

/// What the glossary says, in English.
const GLOSSARY: &str = "src/locales/en/glossary.ftl";

const COMPILE_ADVICE: &str =
    "read the compiler's message above; `cargo xtask lint` shows all messages at once";

/// The file that says what `dist/` was made from.
const STAMP: &str = "fingerprint";

/// What a build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
    /// Quick to build, slow to run, and larger.
    Debug,
    /// To be seen on this machine: the modules that compute are those of `Small`, but the app is
    /// optimised little, and larger.
    Serve,
    /// To travel over a network.
    Small,
}

impl Quality {
    /// Cargo's profile of the app, and the name of its folder.
    fn app_profile(self) -> (&'static str, &'static str) {
        match self {
            Self::Debug => ("dev", "debug"),
            Self::Serve => ("serve", "serve"),
            Self::Small => ("release", "release"),
        }
    }

    /// Cargo's profile of a worker's module, and the name of its folder.
    fn module_profile(self, worker: &Worker) -> (&str, &str) {
        match self {
            Self::Debug => ("dev", "debug"),
            Self::Serve | Self::Small => (&worker.profile, &worker.profile),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Serve => "serve",
            Self::Small => "small",
        }
    }
}

/// How a site is built.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) quality: Quality,
    /// The path under which a host serves the site, where it is known: the page for unknown
    /// addresses is shown at any depth and needs it for its link home.
    pub(crate) base_path: Option<String>,
}

/// Builds `dist/` unless it is already what these sources make. Returns the build's id.
pub(crate) fn build(workspace: &Workspace, steps: &mut Steps, options: &Options) -> Result<String> {
    build_beside(workspace, steps, options, Vec::new())
}

/// The same, with the steps of `beside` run at the same time.
pub(crate) fn build_beside(
    workspace: &Workspace,
    steps: &mut Steps,
    options: &Options,
    mut beside: Vec<Step<'_>>,
) -> Result<String> {
    let compiler = setup::run_beside(workspace, steps, &[Purpose::Build], &mut beside)?;
    build_all(workspace, steps, options, &compiler, beside)
}

/// The same as `build` where the tools are known to be there.
pub(crate) fn build_with(
    workspace: &Workspace,
    steps: &mut Steps,
    options: &Options,
    compiler: &WasmCompiler,
) -> Result<String> {
    build_all(workspace, steps, options, compiler, Vec::new())
}

fn build_all(
    workspace: &Workspace,
    steps: &mut Steps,
    options: &Options,
    compiler: &WasmCompiler,
    beside: Vec<Step<'_>>,
) -> Result<String> {
    let _alone = wait_for_other_builds(&workspace.staging())?;
    let inputs = inputs::fingerprint(workspace, options.base_path.as_deref(), compiler)?;
    if let Some(id) = finished_build(workspace, options.quality, &inputs) {
        eprintln!("==> dist/ is up to date (build {id})");
        steps.run_side_by_side(beside)?;
        return Ok(id);
    }
    let build = Build::new(workspace, compiler, options)?;
    let workers = workers::read(workspace)?;
    let id = OnceLock::new();
    let mut plan = build.plan(&workers, options, &id);
    plan.extend(beside);
    steps.run_side_by_side(plan)?;
    let id = id
        .into_inner()
        .context("a bug of xtask: the site was not finished")?;
    // Inputs that changed while we built belong to the next build, so the print from before holds.
    let stamp = format!("{inputs} {id} {}\n", options.quality.name());
    fs::write(workspace.staging().join(STAMP), stamp)?;
    Ok(id)
}

/// Builds one worker's module as it is published, and nothing else of the site. Returns its folder, in which it stays
/// until the next build.
pub(crate) fn build_module(
    workspace: &Workspace,
    steps: &mut Steps,
    name: &str,
    compiler: &WasmCompiler,
) -> Result<PathBuf> {
    let _alone = wait_for_other_builds(&workspace.staging())?;
    let options = Options {
        quality: Quality::Small,
        base_path: None,
    };
    let build = Build::new(workspace, compiler, &options)?;
    let workers = workers::read(workspace)?;
    let worker = workers
        .iter()
        .find(|worker| worker.name == name)
        .with_context(|| format!("no crate in crates/workers has a module {name}"))?;
    let step = format!("compile module {name}");
    steps.run(&step, COMPILE_ADVICE, || build.module(worker))?;
    Ok(build.modules_folder().join(name))
}

/// Two builds of one checkout share their folders, so the second waits; then it finds `dist/`
/// made. The lock goes with the file.
fn wait_for_other_builds(staging: &Path) -> Result<fs::File> {
    fs::create_dir_all(staging)?;
    let path = staging.join("lock");
    let file =
        fs::File::create(&path).with_context(|| format!("{} could not be made", path.display()))?;
    if file.try_lock().is_err() {
        eprintln!("==> waiting for another build of this checkout");
        file.lock()
            .with_context(|| format!("{} could not be locked", path.display()))?;
    }
    Ok(file)
}

/// The id of the build in `dist/`, if it was made from exactly these inputs. What is small enough to
/// travel is good enough to be served here.
fn finished_build(workspace: &Workspace, quality: Quality, inputs: &str) -> Option<String> {
    let (made_from, id, made_as) = stamp_of_dist(workspace)?;
    let is_enough = made_as == quality.name()
        || (quality == Quality::Serve && made_as == Quality::Small.name());
    (made_from == inputs && is_enough).then_some(id)
}

/// What the site in `dist/` was made from, its id, and the quality's name; `None` if it was not made by
/// the last build of this checkout.
fn stamp_of_dist(workspace: &Workspace) -> Option<(String, String, String)> {
    let text = fs::read_to_string(workspace.staging().join(STAMP)).ok()?;
    let mut words = text.split_whitespace().map(str::to_owned);
    let stamp = (words.next()?, words.next()?, words.next()?);
    (site::id_of(&workspace.dist())? == stamp.1).then_some(stamp)
}

/// Fails if `dist/` is known to hold a build that no budget is for.
pub(crate) fn ensure_small(workspace: &Workspace) -> Result<()> {
    match stamp_of_dist(workspace) {
        Some((_, id, quality)) if quality != Quality::Small.name() => bail!(
            "dist/ holds build {id} of quality `{quality}`, which is larger than what is published; run `cargo xtask build`"
        ),
        _ => Ok(()),
    }
}

/// One build: its compiler, its tools, its folders.
struct Build<'a> {
    workspace: &'a Workspace,
    compiler: &'a WasmCompiler,
    quality: Quality,
    npm: NpmTools,
    folders: Vec<PathBuf>,
}

impl<'a> Build<'a> {
    fn new(
        workspace: &'a Workspace,
        compiler: &'a WasmCompiler,
        options: &Options,
    ) -> Result<Self> {
        let npm = NpmTools::locate(workspace)?;
        let folders = vec![
            tools::WASM_BINDGEN.bin(workspace)?,
            tools::TRUNK.bin(workspace)?,
            npm.bin(),
        ];
        Ok(Self {
            workspace,
            compiler,
            quality: options.quality,
            npm,
            folders,
        })
    }

    /// The steps of a whole build. The longest way is that of the app, so it starts first.
    fn plan<'b>(
        &'b self,
        workers: &'b [Worker],
        options: &'b Options,
        id: &'b OnceLock<String>,
    ) -> Vec<Step<'b>> {
        let fetch = "fetch crates";
        let mut plan = vec![
            Step::new(
                fetch,
                "check that Cargo reaches its registry, then start the command again",
                || self.fetch(),
            ),
            Step::new(
                "bundle the editor",
                "the message above is of esbuild; if it misses a package, delete the tools folder's npm-* and \
                 start the command again",
                || editor::bundle(self.workspace, &self.npm, &self.editor_folder()),
            ),
            Step::new("compile the app", COMPILE_ADVICE, || self.app()).after(fetch),
            Step::new(
                "split the app",
                "the message above is of wasm-split-cli or wasm-bindgen; `cargo clean` and another build \
                 rule out that they read a file of other versions",
                || self.split_app(),
            )
            .after("compile the app"),
        ];
        let finishing = move || {
            let made = self.finish(options)?;
            id.get_or_init(|| made);
            Ok(())
        };
        let mut finish = Step::new(
            "finish dist/",
            "the message names the file that is not as the build expects it",
            finishing,
        )
        .after("bundle the editor")
        .after("split the app");
        if self.quality == Quality::Small {
            let optimise = Step::new(
                "optimise the app for size",
                "delete the tools folder's npm-* and start the command again",
                || self.optimise_app(),
            );
            finish = finish.after(optimise.name());
            plan.push(optimise.after("split the app"));
        }
        for worker in workers {
            let step = Step::new(
                format!("compile module {}", worker.name),
                COMPILE_ADVICE,
                move || self.module(worker),
            );
            finish = finish.after(step.name());
            plan.push(step.after(fetch));
        }
        plan.push(finish);
        plan
    }

    /// Makes `dist/` of all that was built, and returns its id.
    fn finish(&self, options: &Options) -> Result<String> {
        let workers = workers::read(self.workspace)?;
        self.gather_scripts(&workers)?;
        let glossary = self.workspace.root.join(GLOSSARY);
        let glossary = fs::read_to_string(&glossary)
            .with_context(|| format!("{} could not be read", glossary.display()))?;
        site::finish(&site::Source {
            labs: &labs::read(&self.workspace.root)?,
            glossary: &glossary,
            www: &self.workspace.root.join("www"),
            trunk: &self.trunk_folder(),
            modules: &self.modules_folder(),
            modules_at_once: &workers::at_once(&workers),
            editor: &self.editor_folder(),
            sources: &self.workspace.root.join(SOURCES),
            policies: &self.workspace.root.join(POLICIES),
            staging: &self.workspace.staging(),
            dist: &self.workspace.dist(),
            base_path: options.base_path.as_deref(),
            small: self.quality == Quality::Small,
        })
    }

    /// Puts the workers' scripts where Trunk put those that have no crate.
    fn gather_scripts(&self, workers: &[Worker]) -> Result<()> {
        let folder = self.trunk_folder().join("workers");
        for worker in workers {
            let script = folder.join(format!("{}.js", worker.name));
            fs::copy(&worker.script, script).with_context(|| {
                format!(
                    "the worker {} is started by {}, which could not be copied",
                    worker.name,
                    worker.script.display()
                )
            })?;
        }
        Ok(())
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>, memory: Memory) -> Result<Command> {
        self.compiler.command(
            program,
            self.workspace,
            &self.folders,
            &self.workspace.wasm_target(memory),
        )
    }

    fn trunk_folder(&self) -> PathBuf {
        self.workspace.staging().join("trunk")
    }

    fn modules_folder(&self) -> PathBuf {
        self.workspace.staging().join("modules")
    }

    fn editor_folder(&self) -> PathBuf {
        self.workspace.staging().join("editor")
    }

    /// Downloads all crates, so that later steps show the time of compiling alone.
    fn fetch(&self) -> Result<()> {
        let mut command = self.command(self.compiler.program("cargo"), Memory::Own)?;
        exec::run(command.args(["fetch", "--quiet", "--locked"]))
    }

    /// Compiler flags: those of the kind of module, and those that keep this machine's folders out of
    /// it.
    fn flags(&self, memory: Memory) -> Result<OsString> {
        let mut flags: Vec<OsString> = memory.flags().iter().map(OsString::from).collect();
        for (folder, shown) in self.compiler.source_folders()? {
            let mut flag = OsString::from("--remap-path-prefix=");
            flag.push(folder);
            flag.push("=");
            flag.push(shown);
            flags.push(flag);
        }
        // Cargo's own separator, because folders may have spaces in their names.
        Ok(flags.join(std::ffi::OsStr::new("\u{1f}")))
    }

    /// Compiles a worker's module into `modules/<name>/`.
    fn module(&self, module: &Worker) -> Result<()> {
        let (profile, profile_folder) = self.quality.module_profile(module);
        let mut command = self.command(self.compiler.program("cargo"), module.memory)?;
        command
            .args(["build", "--locked", "--lib", "--package", &module.package])
            .args(["--profile", profile, "--target", toolchain::TARGET])
            .env("CARGO_ENCODED_RUSTFLAGS", self.flags(module.memory)?);
        exec::run(&mut command)?;
        let compiled = self
            .workspace
            .wasm_target(module.memory)
            .join(toolchain::TARGET)
            .join(profile_folder)
            .join(format!("{}.wasm", module.artefact));
        let folder = self.modules_folder().join(&module.name);
        let _ = fs::remove_dir_all(&folder);
        let mut command =
            self.command(tools::WASM_BINDGEN.program(self.workspace)?, module.memory)?;
        command
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                &module.name,
            ])
            .arg("--out-dir")
            .arg(&folder)
            .arg(&compiled);
        exec::run(&mut command)?;
        snippets::mend(&folder)?;
        if self.quality == Quality::Debug {
            return Ok(());
        }
        let bound = folder.join(format!("{}_bg.wasm", module.name));
        optimise::run(
            self.workspace,
            &self.npm,
            &module.level,
            module.memory,
            &[bound],
        )
    }

    /// Lets Trunk compile the app and gather what `index.html` names.
    fn app(&self) -> Result<()> {
        let folder = self.trunk_folder();
        let _ = fs::remove_dir_all(&folder);
        let mut command = self.command(tools::TRUNK.program(self.workspace)?, Memory::Own)?;
        command
            .args([
                "build",
                "--quiet",
                "--offline",
                "--skip-version-check",
                "--locked",
                "--features",
                SPLIT_FEATURE,
            ])
            .args([
                "--public-url",
                &format!("./{}/", site::PLACEHOLDER),
                "--dist",
            ])
            .arg(&folder)
            .env("CARGO_ENCODED_RUSTFLAGS", self.flags(Memory::Own)?)
            // Trunk reads this variable as a boolean and stops at the usual `1`.
            .env_remove("NO_COLOR")
            // Its own stack trace would bury the compiler's message.
            .env_remove("RUST_BACKTRACE");
        let (profile, _) = self.quality.app_profile();
        exec::run(command.args(["--cargo-profile", profile]))
    }

    /// Cuts the views that are marked as such out of the app, each into a module of its own beside the
    /// app's. It has to happen before wasm-bindgen, whose output names no relocations any longer; Trunk
    /// calls that itself and has no hook before it, so it is called once more here.
    fn split_app(&self) -> Result<()> {
        let trunk = &self.trunk_folder();
        let script = only(trunk, |name| {
            name.starts_with(APP) && site::has_extension(name, &["js"])
        })?;
        let name = script
            .file_stem()
            .and_then(std::ffi::OsStr::to_str)
            .context("Trunk gave the app's script a name that is not UTF-8")?;
        let compiled = self
            .workspace
            .wasm_target(Memory::Own)
            .join(toolchain::TARGET)
            .join(self.quality.app_profile().1)
            .join(format!("{APP}.wasm"));
        let folder = self.workspace.staging().join("split");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} could not be made", folder.display()))?;
        let mut command = self.command(tools::WASM_SPLIT.program(self.workspace)?, Memory::Own)?;
        command
            .args(["--target", "web", "--out-name", name])
            .arg(&compiled)
            .arg(&folder);
        exec::run(&mut command)?;
        let main = folder.join(format!("{name}.wasm"));
        let mut command =
            self.command(tools::WASM_BINDGEN.program(self.workspace)?, Memory::Own)?;
        command
            .args(["--target", "web", "--no-typescript"])
            // The other modules find what they need of this one by its names and exports.
            .args(["--keep-lld-exports", "--no-demangle"])
            .args(["--out-name", name, "--out-dir"])
            .arg(trunk)
            .arg(&main);
        exec::run(&mut command)?;
        let mut parts = BTreeMap::new();
        for (part, path) in files::below(&folder)? {
            if path != main {
                let bytes = fs::read(&path).with_context(|| format!("{part} could not be read"))?;
                parts.insert(part, bytes);
            }
        }
        packs::pack(&mut parts)?;
        any_type::tolerate(&mut parts)?;
        for (part, bytes) in parts {
            fs::write(trunk.join(&part), bytes)
                .with_context(|| format!("{part} could not be written"))?;
        }
        Ok(())
    }

    fn optimise_app(&self) -> Result<()> {
        let modules: Vec<PathBuf> = files::below(&self.trunk_folder())?
            .into_iter()
            .filter(|(name, _)| !name.contains('/') && site::has_extension(name, &["wasm"]))
            .map(|(_, module)| module)
            .collect();
        optimise::run(self.workspace, &self.npm, APP_LEVEL, Memory::Own, &modules)?;
        let of_module = |name: &str| !name.contains('/') && name.ends_with("_bg.wasm");
        let module = only(&self.trunk_folder(), of_module)?;
        let stem = module.to_string_lossy().replace("_bg.wasm", ".js");
        imports::shorten(&module, Path::new(&stem))?;
        minify::run(self.workspace, &self.npm, &self.trunk_folder())
    }
}

/// The one file of a folder whose name is like that.
fn only(folder: &Path, is_it: impl Fn(&str) -> bool) -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = files::below(folder)?
        .into_iter()
        .filter(|(name, _)| is_it(name))
        .map(|(_, path)| path)
        .collect();
    match (found.pop(), found.len()) {
        (Some(file), 0) => Ok(file),
        (last, more) => bail!(
            "{} has {} such files where one was expected",
            folder.display(),
            more + usize::from(last.is_some())
        ),
    }
}
