//! Components that know no lab.

pub(crate) mod axis;
pub mod color;
pub mod csv;
pub mod curves;
pub mod distribution;
pub mod figures;
pub mod heatmap;
pub mod intervals;
pub(crate) mod legend;
pub mod marker;
pub(crate) mod picture;
pub mod sample_series;
pub mod say;
pub mod scale;
pub mod timeline;
pub mod viewport;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::*;
