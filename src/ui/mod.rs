//! Components that know no lab.

pub mod color;
pub mod grid;
pub mod scale;
pub mod viewport;

#[cfg(target_arch = "wasm32")]
pub(crate) mod canvas;
#[cfg(target_arch = "wasm32")]
pub mod catalogue;
#[cfg(target_arch = "wasm32")]
pub(crate) mod chart;
#[cfg(target_arch = "wasm32")]
pub mod choice;
#[cfg(target_arch = "wasm32")]
pub mod curves;
#[cfg(target_arch = "wasm32")]
pub mod drop;
#[cfg(target_arch = "wasm32")]
pub mod field;
#[cfg(target_arch = "wasm32")]
pub mod figures;
#[cfg(target_arch = "wasm32")]
pub mod heatmap;
#[cfg(target_arch = "wasm32")]
pub mod later;
#[cfg(target_arch = "wasm32")]
pub mod pixels;
#[cfg(target_arch = "wasm32")]
pub mod save;
#[cfg(target_arch = "wasm32")]
pub mod say;
#[cfg(target_arch = "wasm32")]
pub mod sources;
#[cfg(target_arch = "wasm32")]
pub mod timeline;
