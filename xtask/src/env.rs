//! The environment in which plain `wasm-pack test` works, as lines for a shell.

use std::ffi::OsString;

use anyhow::Result;

use crate::exec;
use crate::toolchain::WasmCompiler;
use crate::tools::{self, NpmTools};
use crate::workspace::Workspace;

/// A page that compiles a large debug module needs longer than the runner's default of 20 s.
const BROWSER_SECONDS_MAX: &str = "120";

/// The variables of a run of the browser tests.
pub(crate) fn variables(
    workspace: &Workspace,
    compiler: &WasmCompiler,
) -> Result<Vec<(String, OsString)>> {
    let folders = [
        tools::WASM_BINDGEN.bin(workspace)?,
        tools::WASM_PACK.bin(workspace)?,
        NpmTools::locate(workspace)?.bin(),
    ];
    let mut variables = compiler.variables(workspace, &folders, &workspace.wasm_test_target())?;
    let more: [(&str, OsString); 3] = [
        ("CHROMEDRIVER", tools::CHROMEDRIVER.require()?.into()),
        ("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_SECONDS_MAX.into()),
        // Names of functions are kept without it, and the module is a fraction of the size.
        ("CARGO_PROFILE_DEV_DEBUG", "0".into()),
    ];
    variables.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Ok(variables)
}

/// Variables that must not be set: with both drivers named, the runner takes Firefox's; flags would
/// build everything anew.
pub(crate) const UNSET: &[&str] = &[
    "GECKODRIVER",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
];

/// Lines that set the variables in any POSIX shell.
pub(crate) fn exports(variables: &[(String, OsString)]) -> String {
    let unset = UNSET.iter().map(|name| format!("unset {name}"));
    let set = variables.iter().map(|(name, value)| {
        let value = exec::shell_word(&value.to_string_lossy());
        format!("export {name}={value}")
    });
    let mut lines: Vec<String> = unset.chain(set).collect();
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_a_shell_needs_it() {
        let variables = [
            ("PATH".to_owned(), OsString::from("/a b/bin:/usr/bin")),
            ("RUSTC".to_owned(), OsString::from("/usr/bin/rustc")),
        ];
        let lines = exports(&variables);
        assert!(lines.contains("export PATH='/a b/bin:/usr/bin'\n"));
        assert!(lines.ends_with("export RUSTC=/usr/bin/rustc\n"));
        assert!(lines.contains("unset GECKODRIVER\n"));
    }
}
