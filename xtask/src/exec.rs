//! Starting other programs: looking them up, naming them in messages, keeping Cargo's variables out.

use std::cell::RefCell;
use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How often a captured program is asked whether it has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Where this thread's programs print while steps run side by side.
struct Block {
    output: Vec<u8>,
    /// Set when another step has failed, so that this one need not end.
    stop: Arc<AtomicBool>,
}

thread_local! {
    static BLOCK: RefCell<Option<Block>> = const { RefCell::new(None) };
}

/// What `work` gave, and what it and its programs printed.
pub(crate) struct Captured<T> {
    pub(crate) result: Result<T>,
    pub(crate) output: Vec<u8>,
}

/// Runs `work` with all that this thread prints kept back. Programs that it started are ended when
/// `stop` is set.
pub(crate) fn captured<T>(stop: Arc<AtomicBool>, work: impl FnOnce() -> Result<T>) -> Captured<T> {
    let output = Vec::new();
    BLOCK.set(Some(Block { output, stop }));
    let result = work();
    let output = BLOCK.take().map_or_else(Vec::new, |block| block.output);
    Captured { result, output }
}

/// Tells a person something about the step that runs.
pub(crate) fn say(text: &str) {
    print_bytes(format!("    {text}\n").as_bytes());
}

fn print_bytes(bytes: &[u8]) {
    let is_captured = BLOCK.with_borrow_mut(|block| {
        if let Some(block) = block {
            block.output.extend_from_slice(bytes);
        }
        block.is_some()
    });
    if !is_captured {
        // Nobody reads it any longer, which is no failure of the step.
        let _ = write_to_stderr(bytes);
    }
}

/// Writes in one piece.
pub(crate) fn write_to_stderr(bytes: &[u8]) -> std::io::Result<()> {
    std::io::stderr().lock().write_all(bytes)
}

fn stop_flag() -> Option<Arc<AtomicBool>> {
    BLOCK.with_borrow(|block| block.as_ref().map(|block| Arc::clone(&block.stop)))
}

/// Runs `command` and fails if it does. All that it prints goes to standard error: what a command
/// of ours is asked for, such as a table or lines for a shell, stands alone on standard output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = describe(command);
    let status = match stop_flag() {
        Some(stop) => run_captured(command, &stop, &shown)?,
        None => command
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .status()
            .with_context(|| format!("`{shown}` could not be started"))?,
    };
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs `command` into this thread's block, until it ends or `stop` is set.
fn run_captured(command: &mut Command, stop: &AtomicBool, shown: &str) -> Result<ExitStatus> {
    // Cargo sees no terminal any longer, but its messages will be read on one.
    if std::io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let (mut reader, writer) = std::io::pipe()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    // The command holds our ends of the pipe, without which it ends with the program.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let printed = thread::spawn(move || {
        let mut bytes = Vec::new();
        let result = reader.read_to_end(&mut bytes);
        result.map(|_| bytes)
    });
    loop {
        if let Some(status) = child.try_wait()? {
            if let Ok(bytes) = printed.join() {
                print_bytes(&bytes?);
            }
            return Ok(status);
        }
        if stop.load(Ordering::Relaxed) {
            child.kill()?;
            child.wait()?;
            // Its own children may hold the pipe for a while, so nobody waits for what they print.
            bail!("`{shown}` was stopped, because another step failed");
        }
        thread::sleep(POLL_INTERVAL);
    }
}

/// Runs `command` and returns what it printed on standard output; its errors go to ours.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let shown = describe(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("`{shown}` could not be started"))?;
    print_bytes(&output.stderr);
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` did not print UTF-8"))
}

/// Runs `command` quietly; `None` if it cannot be started or fails.
pub(crate) fn probe(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs `command`, passes on line by line what it prints, and returns whether it succeeded, with
/// all that it printed.
pub(crate) fn run_and_keep(command: &mut Command) -> Result<(bool, String)> {
    let shown = describe(command);
    // One pipe for both outputs keeps their lines in the order in which they were written.
    let (reader, writer) = std::io::pipe()?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    // The command holds our ends of the pipe, without which it ends with the program.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let kept = tee(reader, std::io::stdout());
    let status = child.wait()?;
    if !status.success() {
        println!("`{shown}` failed ({status})");
    }
    Ok((status.success(), kept))
}

/// Copies `from` to `to` line by line until it ends, and returns the lines.
fn tee(from: impl std::io::Read, mut to: impl Write) -> String {
    let mut reader = BufReader::new(from);
    let mut kept = String::new();
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        // A reader of ours that went away must not stop the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// The command as a person would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![shell_word(
        &program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy(),
    )];
    words.extend(
        command
            .get_args()
            .map(|arg| shell_word(&arg.to_string_lossy())),
    );
    words.join(" ")
}

/// `word` quoted for a POSIX shell, or as it is where no quotes are needed.
pub(crate) fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The first file called `name` in the folders of `PATH`.
pub(crate) fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find_map(|folder| {
        let file = folder.join(name).with_extension(env::consts::EXE_EXTENSION);
        is_executable(&file).then_some(file)
    })
}

#[cfg(unix)]
pub(crate) fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub(crate) fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// `folders` put before those of `PATH`.
pub(crate) fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let mut all: Vec<PathBuf> = folders.to_vec();
    for folder in env::split_paths(&inherited) {
        if !all.contains(&folder) {
            all.push(folder);
        }
    }
    env::join_paths(all).context("a folder of the tools has a name that cannot stand in PATH")
}

/// A command for the ordinary toolchain, started at `root`.
///
/// `cargo run` tells its child about the package that runs; a build that saw those variables
/// would compile again what an ordinary `cargo build` has already compiled.
pub(crate) fn native(program: impl AsRef<OsStr>, root: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root);
    for (name, value) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if is_cargos_own(text) {
            command.env_remove(&name);
        } else if text == "LD_LIBRARY_PATH" || text == "DYLD_FALLBACK_LIBRARY_PATH" {
            let rest =
                env::join_paths(env::split_paths(&value).filter(|folder| !is_from_cargo(folder)));
            match rest {
                Ok(rest) if !rest.is_empty() => command.env(&name, rest),
                _ => command.env_remove(&name),
            };
        }
    }
    command
}

/// Variables that Cargo sets for the program it runs, not the ones by which a person steers it.
fn is_cargos_own(name: &str) -> bool {
    const EXACT: &[&str] = &[
        "CARGO",
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
        "RUST_RECURSION_COUNT",
    ];
    EXACT.contains(&name) || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_EXE_")
}

/// Library folders that `cargo run` puts before a person's own.
fn is_from_cargo(folder: &Path) -> bool {
    let text = folder.to_string_lossy();
    text.contains("/.rustup/toolchains/")
        || text.contains("/rustlib/")
        || env::current_exe()
            .is_ok_and(|exe| exe.parent().is_some_and(|own| folder.starts_with(own)))
}

/// An option of a command with a path as its value.
pub(crate) fn option(name: &str, path: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(path);
    option
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_not_quoted() {
        for word in ["-Ctarget-feature=+simd128", "/usr/bin/rustc", "a,b:c@1%"] {
            assert_eq!(shell_word(word), word);
        }
    }

    #[test]
    fn words_that_a_shell_would_read_otherwise_are_quoted() {
        assert_eq!(shell_word(""), "''");
        assert_eq!(shell_word("two words"), "'two words'");
        assert_eq!(shell_word("$HOME;`x`"), "'$HOME;`x`'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
    }

    #[test]
    fn a_command_is_shown_by_its_file_name() {
        let mut command = Command::new("/opt/tools/bin/trunk");
        command.args(["build", "--dist", "a b"]);
        assert_eq!(describe(&command), "trunk build --dist 'a b'");
    }

    #[test]
    fn cargos_own_variables_are_told_from_a_persons() {
        assert!(is_cargos_own("CARGO_PKG_NAME"));
        assert!(is_cargos_own("CARGO_MANIFEST_DIR"));
        assert!(!is_cargos_own("CARGO_HOME"));
        assert!(!is_cargos_own("CARGO_TARGET_DIR"));
        assert!(!is_cargos_own("CARGO_BUILD_JOBS"));
    }
}
