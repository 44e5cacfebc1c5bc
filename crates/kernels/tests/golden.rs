//! Results that are stored: the browser's tests read the same file, so results there equal these.

mod support;

use kernels::{Engine, Kernel, Outcome, Share, Spec};
use support::{Run, spec, variants};

/// Sizes small enough for every engine, and for a file that can be read.
fn sizes(kernel: Kernel) -> &'static [u64] {
    match kernel {
        Kernel::Primes => &[0, 1, 2, 3, 4, 100, 7_919, 65_536, 1_000_000],
        Kernel::Fibonacci => &[0, 1, 2, 10, 29],
        Kernel::Matrix => &[1, 2, 7, 33],
        Kernel::BlurGrey | Kernel::BlurRgba => &[1, 2, 3, 64, 301],
        Kernel::Roots => &[0, 1, 100, 65_536, 200_003],
        Kernel::Mandelbrot => &[1, 2, 5, 64, 101],
    }
}

#[test]
fn the_stored_results_are_what_this_build_computes() {
    let mut lines = Vec::new();
    for (kernel, variant) in variants(Engine::Wasm) {
        for &size in sizes(kernel) {
            let run = Run::on_generated(spec(kernel, variant, size, 1));
            let ran = kernels::run(run.spec, Share::WHOLE, run.whole_picture(), &mut |_| ());
            let pair: (Spec, Outcome) = (run.spec, ran.expect("fits").outcome);
            lines.push(serde_json::to_string(&pair).expect("plain data"));
        }
    }
    let computed = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/outcomes.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &computed).expect("writable");
    }
    // Compared as text: it keeps every bit of a figure, which reading it back may not.
    let stored = std::fs::read_to_string(path).expect("UPDATE_GOLDEN=1 writes it");
    for (stored, computed) in stored.lines().zip(computed.lines()) {
        assert_eq!(stored, computed, "UPDATE_GOLDEN=1 writes the file anew");
    }
    assert_eq!(stored, computed);
}
