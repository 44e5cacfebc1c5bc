//! The compiler for wasm32: finds one that can rebuild the standard library, or installs one.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::c_compiler;
use crate::exec;
use crate::packages;
use crate::sqlite;
use crate::version::Version;
use crate::workspace::Workspace;

/// The oldest compiler whose linking of threaded modules is what our flags were measured with.
const OLDEST: Version = Version::new(1, 96, 0);

/// The release that rustup is asked for where no compiler is new enough.
const RUSTUP_RELEASE: &str = "1.96.0";

/// How long rustup may go without writing a byte before it counts as stuck.
const RUSTUP_SILENCE_MAX: Duration = Duration::from_mins(2);

/// The target of all modules.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Whether a module's threads share its memory. The standard library is built for each apart, so
/// each has a target folder of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Memory {
    /// The module has one thread. SIMD code stands in functions that say so, and nothing else may
    /// use it: a variant that is called scalar shall be.
    Own,
    /// The threads of the module share it.
    Shared,
}

/// What the compiler and the linker have to be told for threads. The memory is given to the module,
/// by each of its threads; the limit is what the largest of them may be.
const SHARED_MEMORY_FLAGS: &[&str] = &[
    "-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals",
    "-Clink-arg=--shared-memory",
    "-Clink-arg=--import-memory",
    "-Clink-arg=--max-memory=1073741824",
    "-Clink-arg=--export=__wasm_init_tls",
    "-Clink-arg=--export=__tls_size",
    "-Clink-arg=--export=__tls_align",
    "-Clink-arg=--export=__tls_base",
    "-Clink-arg=--export=__heap_base",
];

impl Memory {
    /// Flags for the compiler.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Own => &[],
            Self::Shared => SHARED_MEMORY_FLAGS,
        }
    }
}

/// Programs of the compiler that a wasm build may start.
const PROGRAMS: &[&str] = &["cargo", "rustc", "rustdoc", "cargo-clippy", "clippy-driver"];

/// What a command needs of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Compiling is enough.
    Compiler,
    /// The matching clippy, too.
    Clippy,
}

/// A compiler for wasm32 with the source of its standard library.
#[derive(Debug)]
pub(crate) struct WasmCompiler {
    /// The folder of `rustc`, `cargo` and, perhaps, clippy.
    bin: PathBuf,
    /// The linker, where the compiler brings none of its own.
    linker: Option<PathBuf>,
    /// What `rustc --version` prints.
    pub(crate) description: String,
    version: Version,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    /// The toolchain of that name.
    Rustup(String),
    /// The system's package manager.
    System,
}

impl WasmCompiler {
    /// A program of this compiler.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// A command in which `cargo`, `rustc` and the tools in `folders` are found first, set up to
    /// compile for wasm32 into `target`.
    pub(crate) fn command(
        &self,
        program: impl AsRef<std::ffi::OsStr>,
        workspace: &Workspace,
        folders: &[PathBuf],
        target: &Path,
    ) -> Result<Command> {
        let mut command = exec::native(program, &workspace.root);
        for foreign in FOREIGN_VARIABLES {
            command.env_remove(foreign);
        }
        for (name, value) in self.variables(workspace, folders, target)? {
            command.env(name, value);
        }
        Ok(command)
    }

    /// The environment of a wasm build, which `cargo xtask env` prints, too.
    pub(crate) fn variables(
        &self,
        workspace: &Workspace,
        folders: &[PathBuf],
        target: &Path,
    ) -> Result<Vec<(String, OsString)>> {
        let mut first = vec![self.links(workspace)?];
        first.extend_from_slice(folders);
        let mut variables = vec![
            ("PATH".to_owned(), exec::path_with(&first)?),
            ("RUSTC".to_owned(), self.program("rustc").into()),
            ("RUSTDOC".to_owned(), self.program("rustdoc").into()),
            ("RUSTC_BOOTSTRAP".to_owned(), "1".into()),
            (
                "CARGO_UNSTABLE_BUILD_STD".to_owned(),
                "std,panic_abort".into(),
            ),
            ("CARGO_TARGET_DIR".to_owned(), target.into()),
        ];
        if let Some(linker) = &self.linker {
            variables.push((
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER".to_owned(),
                linker.into(),
            ));
        }
        let c =
            c_compiler::detect().context("the compiler for C has gone; run `cargo xtask setup`")?;
        variables.extend(c.variables());
        variables.extend(sqlite::variables(workspace)?);
        Ok(variables)
    }

    /// Folders of sources outside the project, each with the name that a module may show for it.
    pub(crate) fn source_folders(&self) -> Result<Vec<(PathBuf, &'static str)>> {
        let sysroot = exec::probe(Command::new(self.program("rustc")).args(["--print", "sysroot"]))
            .context("the compiler does not tell its folder")?;
        let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
        // Cargo may name the library by the link or by what it leads to.
        let real = fs::canonicalize(&library).unwrap_or_else(|_| library.clone());
        let mut folders = vec![(library, "rust"), (real, "rust")];
        let registries = cargo_home()
            .map(|home| home.join("registry").join("src"))
            .and_then(|folder| fs::read_dir(folder).ok());
        for registry in registries.into_iter().flatten() {
            folders.push((registry?.path(), "crates"));
        }
        folders.sort();
        Ok(folders)
    }

    /// A folder with links to this compiler's programs and nothing else: its own folder may be
    /// `/usr/bin`, which must not come before a person's other tools.
    fn links(&self, workspace: &Workspace) -> Result<PathBuf> {
        let name = match &self.origin {
            Origin::Rustup(name) => format!("rustup-{name}"),
            Origin::System => "system".to_owned(),
        };
        let folder = workspace.tools.join("wasm-compiler").join(name);
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} could not be made", folder.display()))?;
        for program in PROGRAMS {
            let original = self.program(program);
            let link = folder
                .join(program)
                .with_extension(env::consts::EXE_EXTENSION);
            if fs::read_link(&link).is_ok_and(|to| to == original) || !original.exists() {
                continue;
            }
            // It is absent, or leads to a compiler that has gone.
            let _ = fs::remove_file(&link);
            make_link(&original, &link)
                .with_context(|| format!("{} could not be made", link.display()))?;
        }
        Ok(folder)
    }

    fn has(&self, needs: Needs) -> bool {
        needs == Needs::Compiler || exec::is_executable(&self.program("clippy-driver"))
    }
}

/// Variables that steer the ordinary toolchain and would mislead the one for wasm32.
const FOREIGN_VARIABLES: &[&str] = &[
    "RUSTUP_TOOLCHAIN",
    "RUSTUP_TOOLCHAIN_SOURCE",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTC",
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
];

#[cfg(unix)]
fn make_link(original: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(original, link)
}

#[cfg(not(unix))]
fn make_link(original: &Path, link: &Path) -> std::io::Result<()> {
    fs::hard_link(original, link)
}

/// The best compiler that is already here.
pub(crate) fn detect(needs: Needs) -> Option<WasmCompiler> {
    let mut found = rustup_toolchains()
        .into_iter()
        .filter_map(|(name, folder)| inspect(&folder.join("bin"), Origin::Rustup(name)))
        .chain(system_compiler())
        .filter(|compiler| compiler.has(needs))
        .collect::<Vec<_>>();
    // A nightly changes from day to day, so any release goes before it; among releases, the newest.
    found.sort_by_key(|compiler| (!compiler.description.contains("nightly"), compiler.version));
    found.pop()
}

/// Finds a compiler, or installs one by the first way that this machine has.
pub(crate) fn ensure(needs: Needs) -> Result<WasmCompiler> {
    if let Some(compiler) = detect(needs) {
        return Ok(compiler);
    }
    exec::say(&format!(
        "no compiler here can build for {TARGET}; installing one"
    ));
    if rustup_may_download() {
        match install_by_rustup() {
            Ok(()) => {
                if let Some(compiler) = detect(needs) {
                    return Ok(compiler);
                }
            }
            Err(error) => exec::say(&format!("rustup could not help: {error:#}")),
        }
    }
    if packages::is_debian() {
        install_by_apt()?;
        return detect(needs).context(
            "the packages are installed, but no compiler of at least 1.96 with its source was found",
        );
    }
    bail!(
        "no compiler of at least {OLDEST} with the source of its standard library was found on this {} machine",
        packages::system_name()
    )
}

/// What a person can do when `ensure` fails.
pub(crate) fn advice() -> String {
    format!(
        "where rustup can download, run `{}`; on Debian 12, run `{}`",
        rustup_arguments().join(" "),
        packages::install_command(&debian_packages("lld-19"))
    )
}

/// A compiler in `bin`, if it is new enough, has the library's source, and something to link with.
fn inspect(bin: &Path, origin: Origin) -> Option<WasmCompiler> {
    let rustc = bin.join("rustc").with_extension(env::consts::EXE_EXTENSION);
    let cargo = bin.join("cargo").with_extension(env::consts::EXE_EXTENSION);
    let facts = Facts::parse(&exec::probe(Command::new(&rustc).arg("-vV"))?)?;
    if facts.version < OLDEST || !exec::is_executable(&cargo) {
        return None;
    }
    let sysroot = exec::probe(Command::new(&rustc).args(["--print", "sysroot"]))?;
    let rustlib = Path::new(sysroot.trim()).join("lib").join("rustlib");
    if !rustlib.join("src/rust/library/std/Cargo.toml").exists() {
        return None;
    }
    let own = rustlib.join(&facts.host).join("bin").join("rust-lld");
    let linker = if own.with_extension(env::consts::EXE_EXTENSION).exists() {
        None
    } else {
        Some(system_linker()?)
    };
    Some(WasmCompiler {
        bin: bin.to_path_buf(),
        linker,
        description: facts.description,
        version: facts.version,
        origin,
    })
}

/// What `rustc -vV` tells.
struct Facts {
    description: String,
    version: Version,
    host: String,
}

impl Facts {
    fn parse(text: &str) -> Option<Self> {
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        let description = text
            .lines()
            .find(|line| line.starts_with("rustc "))?
            .to_owned();
        Some(Self {
            version: Version::parse(field("release:")?)?,
            host: field("host:")?.to_owned(),
            description,
        })
    }
}

/// The compiler of the system's package manager, if there is one.
fn system_compiler() -> Option<WasmCompiler> {
    ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        .iter()
        .map(Path::new)
        .filter(|bin| !is_rustup_shim(&bin.join("rustc")))
        .find_map(|bin| inspect(bin, Origin::System))
}

/// rustup's shims answer for toolchains that are looked at by themselves.
fn is_rustup_shim(program: &Path) -> bool {
    fs::canonicalize(program).is_ok_and(|real| {
        real.file_stem()
            .is_some_and(|name| name == "rustup" || name == "rustup-init")
    })
}

/// LLVM's linker for wasm from the system, the newest there is.
fn system_linker() -> Option<PathBuf> {
    let mut candidates: Vec<(u32, PathBuf)> = fs::read_dir("/usr/bin")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix("wasm-ld-")?.parse().ok()?;
            Some((version, entry.path()))
        })
        .filter(|(_, path)| exec::is_executable(path))
        .collect();
    candidates.sort();
    candidates
        .pop()
        .map(|(_, path)| path)
        .or_else(|| exec::find_on_path("wasm-ld"))
}

fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// Names and folders of the toolchains that rustup has installed.
fn rustup_toolchains() -> Vec<(String, PathBuf)> {
    exec::probe(Command::new("rustup").args(["toolchain", "list", "-v"]))
        .map(|text| toolchains_of(&text))
        .unwrap_or_default()
}

/// Reads lines such as `stable-x86_64-unknown-linux-gnu (active, default) /home/me/.rustup/…`.
fn toolchains_of(text: &str) -> Vec<(String, PathBuf)> {
    text.lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once([' ', '\t'])?;
            let folder = rest.find(std::path::MAIN_SEPARATOR).map(|at| &rest[at..])?;
            Some((name.to_owned(), PathBuf::from(folder.trim_end())))
        })
        .collect()
}

/// `RUSTUP_AUTO_INSTALL=0` is a person's word that rustup is to download nothing by itself.
fn rustup_may_download() -> bool {
    if exec::find_on_path("rustup").is_none() {
        return false;
    }
    if env::var("RUSTUP_AUTO_INSTALL").is_ok_and(|value| value == "0") {
        exec::say("RUSTUP_AUTO_INSTALL=0: rustup is asked for nothing");
        return false;
    }
    true
}

fn rustup_arguments() -> Vec<&'static str> {
    vec![
        "rustup",
        "toolchain",
        "install",
        RUSTUP_RELEASE,
        "--profile",
        "minimal",
        "--component",
        "rust-src,clippy",
        "--target",
        TARGET,
        "--no-self-update",
    ]
}

/// Asks rustup for a release of its own, which leaves a person's default toolchain as it is.
fn install_by_rustup() -> Result<()> {
    let arguments = rustup_arguments();
    let mut command = Command::new(arguments[0]);
    // Its progress would stand among the lines of other steps.
    command.arg("--quiet").args(&arguments[1..]);
    let shown = exec::describe(&command);
    exec::say(&shown);
    let mut child = command
        .stdin(std::process::Stdio::null())
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    let home = rustup_home();
    let mut bytes = 0;
    let mut since = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("`{shown}` failed ({status})");
        }
        thread::sleep(Duration::from_millis(500));
        let now = home.as_deref().map_or(0, written_bytes);
        if now != bytes {
            bytes = now;
            since = Instant::now();
        } else if since.elapsed() > RUSTUP_SILENCE_MAX {
            child.kill()?;
            child.wait()?;
            bail!(
                "`{shown}` fetched nothing for {} s",
                RUSTUP_SILENCE_MAX.as_secs()
            );
        }
    }
}

fn rustup_home() -> Option<PathBuf> {
    env::var_os("RUSTUP_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".rustup")))
}

/// The bytes that rustup has fetched or unpacked so far.
fn written_bytes(home: &Path) -> u64 {
    let mut open: Vec<PathBuf> = ["downloads", "tmp"]
        .iter()
        .map(|name| home.join(name))
        .collect();
    let release = fs::read_dir(home.join("toolchains"))
        .into_iter()
        .flatten()
        .flatten();
    open.extend(
        release
            .filter(|entry| {
                entry
                    .file_name()
                    .to_string_lossy()
                    .starts_with(RUSTUP_RELEASE)
            })
            .map(|entry| entry.path()),
    );
    let mut bytes = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            // Files come and go while we look.
            let Ok(data) = entry.metadata() else { continue };
            if data.is_dir() {
                open.push(entry.path());
            } else {
                bytes += data.len();
            }
        }
    }
    bytes
}

fn debian_packages(linker: &'static str) -> [&'static str; 6] {
    [
        "rustc-web",
        "cargo-web",
        "rust-web-src",
        "libstd-rust-web-dev",
        "rust-web-clippy",
        linker,
    ]
}

/// Debian's compiler for its browsers: recent, and beside the ordinary one.
fn install_by_apt() -> Result<()> {
    packages::refresh()?;
    match packages::candidate("rustc-web") {
        Some(version) if version >= OLDEST => {}
        Some(version) => {
            bail!("the package rustc-web is {version} here; at least {OLDEST} is needed")
        }
        None => bail!("this system's package lists have no package rustc-web"),
    }
    // The linker that was measured, else the system's default one.
    let linker = if packages::candidate("lld-19").is_some() {
        "lld-19"
    } else {
        "lld"
    };
    packages::install(&debian_packages(linker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compilers_facts_are_read() {
        let text = "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n\
                    binary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.2\n";
        let facts = Facts::parse(text).expect("all facts are there");
        assert_eq!(facts.version, Version::new(1, 96, 0));
        assert_eq!(facts.host, "x86_64-unknown-linux-gnu");
    }

    #[test]
    fn toolchains_are_read_with_and_without_notes() {
        let text = "stable-x86_64-unknown-linux-gnu (active, default) /home/me/.rustup/toolchains/stable\n\
                    1.96.0-x86_64-unknown-linux-gnu /home/me/.rustup/toolchains/1.96.0\n\
                    no installed toolchains\n";
        let names: Vec<String> = toolchains_of(text)
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(
            names,
            [
                "stable-x86_64-unknown-linux-gnu",
                "1.96.0-x86_64-unknown-linux-gnu"
            ]
        );
    }
}
