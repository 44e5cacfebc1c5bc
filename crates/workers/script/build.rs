//! Gives the module a stack on which the engine's parser and formatter can nest: by default it has 1 MiB, which some thirty
//! brackets fill.

/// Bytes of the stack.
const STACK_BYTES: u32 = 16 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK_BYTES}");
}
