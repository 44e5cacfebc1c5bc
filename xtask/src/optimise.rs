//! Makes modules smaller or faster after the compiler, by Binaryen.

use std::path::PathBuf;

use anyhow::Result;

use crate::exec;
use crate::toolchain::Memory;
use crate::tools::NpmTools;
use crate::workspace::Workspace;

/// Loads Binaryen once for all modules of a call.
const SCRIPT: &str = "xtask/npm/optimise.mjs";

/// What the optimiser may use, in Binaryen's names: the compiler's own defaults and the floor of the app. It
/// knows more, but a module that used more would not start in browsers that the page says it supports.
const FEATURES: &[&str] = &[
    "BulkMemory",
    "BulkMemoryOpt",
    "Multivalue",
    "MutableGlobals",
    "NontrappingFPToInt",
    "ReferenceTypes",
    "SignExt",
    "SIMD128",
];

/// What it may use beside that where threads share a memory.
const SHARED_MEMORY_FEATURES: &[&str] = &["Atomics"];

/// Optimises `modules` in place, by `level` of `workers::LEVELS`.
pub(crate) fn run(
    workspace: &Workspace,
    npm: &NpmTools,
    level: &str,
    memory: Memory,
    modules: &[PathBuf],
) -> Result<()> {
    let mut features = FEATURES.to_vec();
    if memory == Memory::Shared {
        features.extend_from_slice(SHARED_MEMORY_FEATURES);
    }
    let mut command = exec::native("node", &workspace.root);
    command
        .arg(workspace.root.join(SCRIPT))
        .arg(npm.binaryen())
        .args([level, &features.join(",")])
        .args(modules);
    exec::run(&mut command)
}
