//! The tools beside the compiler: from crates.io, from npm, and the browsers with their drivers.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::hash;
use crate::packages;
use crate::workspace::Workspace;

/// A tool that Cargo builds from its source; no machine needs a prebuilt one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CargoTool {
    package: &'static str,
    version: Pin,
    /// Whether its own lock file is used.
    locked: bool,
    /// Whether it is built with its default features.
    default_features: bool,
    /// Features beside those.
    features: &'static [&'static str],
    /// Whether it has to be fast; then it takes longer to build.
    optimised: bool,
    programs: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pin {
    /// The version that was tested.
    Exact(&'static str),
    /// The version of that package in `Cargo.lock`: both must be equal to the digit.
    SameAs(&'static str),
}

pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    package: "wasm-bindgen-cli",
    version: Pin::SameAs("wasm-bindgen"),
    // Its lock file can name a crate that a registry's copy does not have yet.
    locked: false,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
};

/// 0.22 needs a newer compiler than the workspace asks for.
pub(crate) const TRUNK: CargoTool = CargoTool {
    package: "trunk",
    version: Pin::Exact("0.21.14"),
    locked: true,
    // They are encrypted connections and a check for updates; a build of ours runs offline.
    default_features: false,
    features: &[],
    optimised: false,
    programs: &["trunk"],
};

/// Makes modules of their own of the views that the app marks as such.
pub(crate) const WASM_SPLIT: CargoTool = CargoTool {
    package: "wasm_split_cli_support",
    version: Pin::Exact("0.2.4"),
    locked: true,
    default_features: true,
    features: &["build-binary"],
    optimised: false,
    programs: &["wasm-split-cli"],
};

pub(crate) const WASM_PACK: CargoTool = CargoTool {
    package: "wasm-pack",
    version: Pin::Exact("0.15.1"),
    locked: true,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["wasm-pack"],
};

pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: Pin::Exact("0.37.1"),
    locked: true,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["geckodriver"],
};

/// Runs native tests and journeys.
pub(crate) const NEXTEST: CargoTool = CargoTool {
    package: "cargo-nextest",
    version: Pin::Exact("0.9.143"),
    locked: true,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["cargo-nextest"],
};

pub(crate) const TYPOS: CargoTool = CargoTool {
    package: "typos-cli",
    version: Pin::Exact("1.52.0"),
    locked: true,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["typos"],
};

pub(crate) const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    version: Pin::Exact("0.20.2"),
    locked: true,
    default_features: true,
    features: &[],
    optimised: false,
    programs: &["cargo-deny"],
};

/// Makes the load of `cargo xtask bench api` and `cluster`.
pub(crate) const OHA: CargoTool = CargoTool {
    package: "oha",
    version: Pin::Exact("1.16.0"),
    locked: true,
    default_features: true,
    features: &[],
    // A slow one would be what is measured.
    optimised: true,
    programs: &["oha"],
};

impl CargoTool {
    /// The version that this checkout uses.
    pub(crate) fn version(&self, workspace: &Workspace) -> Result<String> {
        match self.version {
            Pin::Exact(version) => Ok(version.to_owned()),
            Pin::SameAs(package) => {
                let file = workspace.root.join("Cargo.lock");
                let lock = fs::read_to_string(&file)
                    .with_context(|| format!("{} could not be read", file.display()))?;
                locked_version(&lock, package)
                    .with_context(|| format!("Cargo.lock names no package {package}"))
            }
        }
    }

    /// `crate version`, for messages and for the fingerprint of a build.
    pub(crate) fn label(&self, workspace: &Workspace) -> Result<String> {
        Ok(format!("{} {}", self.package, self.version(workspace)?))
    }

    /// The folder of its programs.
    pub(crate) fn bin(&self, workspace: &Workspace) -> Result<PathBuf> {
        Ok(self.folder(workspace)?.join("bin"))
    }

    /// Its (first) program.
    pub(crate) fn program(&self, workspace: &Workspace) -> Result<PathBuf> {
        Ok(self.bin(workspace)?.join(self.programs[0]))
    }

    fn folder(&self, workspace: &Workspace) -> Result<PathBuf> {
        Ok(workspace
            .tools
            .join(format!("{}-{}", self.package, self.version(workspace)?)))
    }

    pub(crate) fn is_installed(&self, workspace: &Workspace) -> Result<bool> {
        let bin = self.bin(workspace)?;
        Ok(self.programs.iter().all(|name| {
            exec::is_executable(&bin.join(name).with_extension(env::consts::EXE_EXTENSION))
        }))
    }

    /// Builds the tool into its folder. `shared_target` keeps what several tools have in common.
    pub(crate) fn install(&self, workspace: &Workspace, shared_target: &Path) -> Result<()> {
        let mut command = exec::native("cargo", &workspace.root);
        command
            .args(["install", "--quiet", "--root"])
            .arg(self.folder(workspace)?)
            .arg(format!("{}@{}", self.package, self.version(workspace)?))
            .env("CARGO_TARGET_DIR", shared_target);
        if !self.optimised {
            // A debug build is quick to make and quick enough to use; without what finds faults in these programs, it
            // takes four fifths of that.
            command.arg("--debug").envs([
                ("CARGO_PROFILE_DEV_DEBUG", "none"),
                ("CARGO_PROFILE_DEV_DEBUG_ASSERTIONS", "false"),
                ("CARGO_PROFILE_DEV_OVERFLOW_CHECKS", "false"),
                ("CARGO_PROFILE_DEV_PANIC", "abort"),
            ]);
        }
        if self.locked {
            command.arg("--locked");
        }
        if !self.default_features {
            command.arg("--no-default-features");
        }
        if !self.features.is_empty() {
            command.args(["--features", &self.features.join(",")]);
        }
        exec::run(&mut command)
    }
}

/// The version of `package` in the text of a `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

/// The folder with the npm tools of this checkout's lock file.
pub(crate) struct NpmTools {
    folder: PathBuf,
}

impl NpmTools {
    pub(crate) fn locate(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            folder: npm_folder(workspace, &npm_source(workspace), "npm")?,
        })
    }

    /// The folder of the packages' programs.
    pub(crate) fn bin(&self) -> PathBuf {
        self.modules().join(".bin")
    }

    /// The folder of the packages, each under its name.
    pub(crate) fn modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    /// The bundler. Its own script finds the program for this system among the packages.
    pub(crate) fn esbuild(&self) -> PathBuf {
        self.bin().join("esbuild")
    }

    /// The optimiser of WebAssembly, as one script.
    pub(crate) fn binaryen(&self) -> PathBuf {
        self.modules().join("binaryen").join("index.js")
    }

    /// The accessibility checker, as one script.
    pub(crate) fn axe(&self) -> PathBuf {
        self.modules().join("axe-core").join("axe.min.js")
    }

    /// Names the exact set of tools, for the fingerprint of a build.
    pub(crate) fn label(&self) -> String {
        self.folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    pub(crate) fn is_installed(&self) -> bool {
        let files = [self.binaryen(), self.esbuild(), self.axe()];
        files.iter().all(|file| file.exists())
    }

    pub(crate) fn install(&self, workspace: &Workspace) -> Result<()> {
        ensure_npm()?;
        install_npm(&npm_source(workspace), &self.folder)
    }
}

/// Where the packages of the lock file in `source` are, once they are installed: a folder for each such file.
pub(crate) fn npm_folder(workspace: &Workspace, source: &Path, name: &str) -> Result<PathBuf> {
    let lock = source.join("package-lock.json");
    let bytes = fs::read(&lock).with_context(|| format!("{} could not be read", lock.display()))?;
    let name = format!("{name}-{}", hash::short(&bytes));
    Ok(workspace.tools.join(name))
}

/// Installs Node.js with npm, where the system's package manager can.
pub(crate) fn ensure_npm() -> Result<()> {
    if exec::find_on_path("node").is_some() && exec::find_on_path("npm").is_some() {
        return Ok(());
    }
    if !packages::is_debian() {
        bail!("Node.js with npm was not found; install Node.js 18 or later");
    }
    packages::refresh()?;
    packages::install(&["nodejs", "npm"])
}

/// Installs the packages of a lock file in `source` into `folder`.
pub(crate) fn install_npm(source: &Path, folder: &Path) -> Result<()> {
    // Made beside its place and moved there when whole: an interrupted run leaves no half.
    let partial = folder.with_extension("partial");
    let _ = fs::remove_dir_all(&partial);
    fs::create_dir_all(&partial)?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let from = source.join(name);
        fs::copy(&from, partial.join(name))
            .with_context(|| format!("{} could not be copied", from.display()))?;
    }
    let mut command = exec::native("npm", &partial);
    // Nobody's install script runs unasked.
    exec::run(command.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    let _ = fs::remove_dir_all(folder);
    fs::rename(&partial, folder)
        .with_context(|| format!("{} could not be moved to its place", partial.display()))
}

fn npm_source(workspace: &Workspace) -> PathBuf {
    workspace.root.join("xtask").join("npm")
}

/// A program of the system's, such as a browser or a driver: where to look for it, and what to install.
pub(crate) struct Program {
    /// What a person calls it.
    pub(crate) name: &'static str,
    /// A variable that names the file.
    variables: &'static [&'static str],
    /// Names to look for on `PATH`.
    names: &'static [&'static str],
    /// Places outside `PATH`.
    places: &'static [&'static str],
    /// Debian's package.
    pub(crate) package: &'static str,
}

pub(crate) const CHROMIUM: Program = Program {
    name: "Chromium or Chrome",
    variables: &["CHROME_BIN", "CHROME"],
    names: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ],
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    package: "chromium",
};

pub(crate) const CHROMEDRIVER: Program = Program {
    name: "chromedriver",
    variables: &["CHROMEDRIVER"],
    names: &["chromedriver"],
    places: &[
        "/usr/lib/chromium-browser/chromedriver",
        "/usr/lib/chromium/chromedriver",
        "/opt/homebrew/bin/chromedriver",
    ],
    package: "chromium-driver",
};

pub(crate) const FIREFOX: Program = Program {
    name: "Firefox",
    variables: &["FIREFOX_BIN", "FIREFOX"],
    names: &["firefox-esr", "firefox"],
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    package: "firefox-esr",
};

/// WebKitGTK's driver, which brings its browser. There is none but on Linux.
pub(crate) const WEBKIT_DRIVER: Program = Program {
    name: "WebKitWebDriver",
    variables: &["WEBKIT_DRIVER"],
    names: &["WebKitWebDriver"],
    places: &[],
    package: "webkit2gtk-driver",
};

/// The display in memory that WebKit's browser is drawn on: it has no mode without one.
pub(crate) const XVFB: Program = Program {
    name: "Xvfb",
    variables: &["XVFB"],
    names: &["Xvfb"],
    places: &[],
    package: "xvfb",
};

/// Not called NGINX in the environment, by which nginx tells itself of sockets. Often in a folder that only
/// an administrator's `PATH` has.
pub(crate) const NGINX: Program = Program {
    name: "nginx",
    variables: &["NGINX_BIN"],
    names: &["nginx"],
    places: &[
        "/usr/sbin/nginx",
        "/usr/local/sbin/nginx",
        "/opt/homebrew/bin/nginx",
    ],
    package: "nginx",
};

impl Program {
    pub(crate) fn find(&self) -> Option<PathBuf> {
        let named = self.variables.iter().find_map(|name| {
            let value = env::var_os(name).filter(|value| !value.is_empty())?;
            Some(PathBuf::from(value))
        });
        named
            .or_else(|| self.names.iter().find_map(|name| exec::find_on_path(name)))
            .or_else(|| {
                let places = self.places.iter().map(PathBuf::from);
                places.into_iter().find(|place| exec::is_executable(place))
            })
    }

    /// The program, or what to do about its absence.
    pub(crate) fn require(&self) -> Result<PathBuf> {
        self.find().with_context(|| {
            format!(
                "{} was not found; install it, or name it by the variable {}",
                self.name, self.variables[0]
            )
        })
    }
}

/// Installs those of `programs` that are missing, where the system's package manager can.
pub(crate) fn ensure_programs(programs: &[&Program]) -> Result<()> {
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| program.find().is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if packages::is_debian() {
        let names: Vec<&str> = missing.iter().map(|program| program.package).collect();
        packages::refresh()?;
        packages::install(&names)?;
    }
    for program in programs {
        program.require()?;
    }
    Ok(())
}

/// The driver of Firefox: a person's own, else the one that was built.
pub(crate) fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    match own_geckodriver() {
        Some(file) => Ok(file),
        None => GECKODRIVER.program(workspace),
    }
}

/// A geckodriver that is here already, so that none has to be built.
pub(crate) fn own_geckodriver() -> Option<PathBuf> {
    env::var_os("GECKODRIVER")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .or_else(|| exec::find_on_path("geckodriver"))
}

/// The runner of tests: a person's own, else the one that was built.
pub(crate) fn nextest(workspace: &Workspace) -> Result<PathBuf> {
    match own_nextest() {
        Some(file) => Ok(file),
        None => NEXTEST.program(workspace),
    }
}

/// A cargo-nextest that is here already. Whether it is recent enough, it knows from `.config/nextest.toml`.
pub(crate) fn own_nextest() -> Option<PathBuf> {
    exec::find_on_path("cargo-nextest")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.80\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_whole_name() {
        assert_eq!(
            locked_version(LOCK, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(
            locked_version(LOCK, "wasm-bindgen-test").as_deref(),
            Some("0.3.80")
        );
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
