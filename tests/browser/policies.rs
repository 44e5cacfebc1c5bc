//! Cache policies in WebAssembly miss what they miss natively.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::counts;

#[wasm_bindgen_test]
fn webassembly_counts_what_native_code_counts() {
    assert_eq!(counts::differing(), Vec::<String>::new());
}
