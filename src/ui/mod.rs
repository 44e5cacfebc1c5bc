//! Components that know no lab.

pub(crate) mod axis;
pub(crate) mod color;
pub(crate) mod csv;
pub(crate) mod curves;
pub(crate) mod density;
pub(crate) mod distribution;
pub(crate) mod figures;
pub(crate) mod fingers;
pub(crate) mod heatmap;
pub(crate) mod input;
pub(crate) mod intervals;
pub(crate) mod legend;
pub(crate) mod markdown;
pub(crate) mod marker;
pub(crate) mod picture;
pub(crate) mod sample_series;
pub mod say;
pub(crate) mod scale;
pub(crate) mod split;
pub(crate) mod timeline;
pub(crate) mod tip;
pub(crate) mod viewport;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub(crate) use browser::*;
