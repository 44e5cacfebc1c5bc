//! The compiler for C on wasm32: `SQLite` is C, and a system's ordinary compiler knows only its own processor.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::exec;
use crate::packages;

/// What Debian calls the compiler and the archiver that belongs to it.
const DEBIAN_PACKAGES: [&str; 2] = ["clang-19", "llvm-19"];

/// Where a compiler may lie that is on nobody's path: that of Homebrew stays out of the way of Apple's,
/// which knows no wasm32.
const FOLDERS: [&str; 3] = [
    "/usr/bin",
    "/opt/homebrew/opt/llvm/bin",
    "/usr/local/opt/llvm/bin",
];

/// By the first two of these a person names a compiler and an archiver; the build scripts of crates read them all.
const CC: &str = "CC_wasm32_unknown_unknown";
const AR: &str = "AR_wasm32_unknown_unknown";
const CFLAGS: &str = "CFLAGS_wasm32_unknown_unknown";

/// What the compiler may use: what rustc's own default for the target allows, and the vectors that every
/// browser has that the page supports.
const FEATURES: &str = "-mbulk-memory -mnontrapping-fptoint -msign-ext -msimd128";

/// What the compiler had better leave out: functions that are put into all of their callers, and loops that are
/// unrolled, make the module with SQLite a fifth larger and a few percent faster.
const TUNING: &str =
    "-mllvm -inline-threshold=75 -fno-unroll-loops -fno-vectorize -fno-slp-vectorize";

/// A compiler for C that knows wasm32, with its archiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CCompiler {
    clang: PathBuf,
    archiver: PathBuf,
    /// The first line of `clang --version`.
    pub(crate) description: String,
}

impl CCompiler {
    /// What has to be set for the build scripts of crates.
    pub(crate) fn variables(&self) -> Vec<(String, OsString)> {
        vec![
            (CC.to_owned(), self.clang.clone().into()),
            (AR.to_owned(), self.archiver.clone().into()),
            (CFLAGS.to_owned(), format!("{FEATURES} {TUNING}").into()),
        ]
    }
}

/// The compiler that a person named, or else the newest there is.
pub(crate) fn detect() -> Option<CCompiler> {
    if let (Some(clang), Some(archiver)) = (env::var_os(CC), env::var_os(AR)) {
        return inspect(&named(&clang)?, &named(&archiver)?);
    }
    let mut folders: Vec<PathBuf> =
        env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    folders.extend(FOLDERS.map(PathBuf::from));
    folders.iter().find_map(|folder| newest_in(folder))
}

/// A program by its path or by its name.
fn named(program: &OsStr) -> Option<PathBuf> {
    let path = PathBuf::from(program);
    if path.is_absolute() {
        return Some(path);
    }
    exec::find_on_path(program.to_str()?)
}

/// The newest compiler of a folder that has an archiver of the same release beside it.
fn newest_in(folder: &Path) -> Option<CCompiler> {
    let names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    pairs(&names)
        .iter()
        .find_map(|(clang, archiver)| inspect(&folder.join(clang), &folder.join(archiver)))
}

/// The compilers among these names, each with its archiver; the newest release first, and before all the one
/// without a number, which a person has chosen.
fn pairs(names: &[String]) -> Vec<(String, String)> {
    let mut releases: Vec<(u32, &str)> = names
        .iter()
        .filter_map(|name| {
            let release = name.strip_prefix("clang-")?;
            Some((release.parse().ok()?, release))
        })
        .collect();
    releases.sort_unstable_by(|one, other| other.cmp(one));
    let numbered = releases
        .iter()
        .map(|(_, release)| (format!("clang-{release}"), format!("llvm-ar-{release}")));
    std::iter::once(("clang".to_owned(), "llvm-ar".to_owned()))
        .chain(numbered)
        .filter(|(clang, archiver)| names.contains(clang) && names.contains(archiver))
        .collect()
}

fn inspect(clang: &Path, archiver: &Path) -> Option<CCompiler> {
    let targets = exec::probe(Command::new(clang).arg("--print-targets"))?;
    let version = exec::probe(Command::new(clang).arg("--version"))?;
    if !knows_wasm32(&targets) || !exec::is_executable(archiver) {
        return None;
    }
    Some(CCompiler {
        clang: clang.to_path_buf(),
        archiver: archiver.to_path_buf(),
        description: version.lines().next()?.trim().to_owned(),
    })
}

/// Reads lines such as `    wasm32      - WebAssembly 32-bit`.
fn knows_wasm32(targets: &str) -> bool {
    targets
        .lines()
        .any(|line| line.split_whitespace().next() == Some("wasm32"))
}

/// Finds a compiler, or installs one where this machine lets us.
pub(crate) fn ensure() -> Result<CCompiler> {
    if let Some(compiler) = detect() {
        return Ok(compiler);
    }
    if !packages::is_debian() {
        bail!(
            "no clang that compiles for wasm32, with its llvm-ar, was found on this {} machine",
            packages::system_name()
        );
    }
    exec::say("no compiler here can build C for wasm32; installing one");
    packages::refresh()?;
    packages::install(&DEBIAN_PACKAGES)?;
    detect().context("the packages are installed, but no clang for wasm32 was found")
}

/// What a person can do when `ensure` fails.
pub(crate) fn advice() -> String {
    format!(
        "on Debian 12, run `{}`; with Homebrew, run `brew install llvm`; elsewhere, name a clang that knows wasm32 by \
         the variable {CC}, and its llvm-ar by {AR}",
        packages::install_command(&DEBIAN_PACKAGES)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compilers_go_with_the_archiver_of_their_release() {
        let names = [
            "clang-9",
            "clang-19",
            "llvm-ar-19",
            "clang-21",
            "clang-format-19",
            "llvm-ar-9",
            "llvm-ar",
        ]
        .map(str::to_owned);
        let pair = |release: &str| (format!("clang-{release}"), format!("llvm-ar-{release}"));
        assert_eq!(pairs(&names), [pair("19"), pair("9")]);
        let chosen = ["clang-19", "llvm-ar-19", "clang", "llvm-ar"].map(str::to_owned);
        assert_eq!(
            pairs(&chosen)[0],
            ("clang".to_owned(), "llvm-ar".to_owned())
        );
        assert!(pairs(&["gcc".to_owned()]).is_empty());
    }

    #[test]
    fn a_compiler_tells_whether_it_knows_the_target() {
        let known =
            "  Registered Targets:\n    wasm32      - WebAssembly 32-bit\n    x86 - 32-bit X86\n";
        assert!(knows_wasm32(known));
        assert!(!knows_wasm32(
            "    wasm64 - WebAssembly 64-bit (not wasm32)\n"
        ));
    }

    #[test]
    fn the_advice_says_what_to_install() {
        assert!(advice().contains("apt-get install -y --no-install-recommends clang-19 llvm-19"));
    }
}
