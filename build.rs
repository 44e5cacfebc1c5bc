//! Tells the linker what the splitting of the app needs.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let splits = env::var_os("CARGO_FEATURE_SPLIT").is_some();
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if splits && is_wasm {
        // Which function and which data needs which: the linker knows it, and forgets it otherwise.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
