//! Puts the app onto the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    perf_playground::app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is a page: start it with `cargo xtask serve`.");
    std::process::exit(2);
}
