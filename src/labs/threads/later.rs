//! What of the lab is a module of its own: what only a run makes, and what stands folded.
#![allow(
    unsafe_code,
    clippy::unnecessary_wraps,
    reason = "a function in another module is a foreign one, and fails if that module does not come"
)]

use leptos::prelude::AnyView;

use super::view::controls::Checked;
use super::view::experiment::Lab;
use super::view::folded::Watched;
use super::view::{pool_panel, results, sources, sweep_panel};
use crate::compute::Assets;
use crate::texts::{self, ENGLISH_PICTURES, ENGLISH_THREADS};
use crate::ui::later::{Load, NotLoaded};

/// Makes what runs show.
pub(super) type Results = fn(Lab) -> AnyView;

/// Makes what stands folded below the runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    pub(super) pool: fn(Lab, Watched, Checked) -> AnyView,
    pub(super) sweep: fn(Lab, Checked) -> AnyView,
    pub(super) sources: fn(Checked, Assets) -> AnyView,
}

/// Fetches what runs show.
pub(super) const RESULTS: Load<Results> = || Box::pin(fetch_results());

/// Fetches what stands folded.
pub(super) const FOLDED: Load<Folded> = || Box::pin(fetch_folded());

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(threads_results, fallible)]
fn fetch_results() -> Result<Results, NotLoaded> {
    Ok(with_texts(results::view))
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(threads_folded, fallible)]
fn fetch_folded() -> Result<Folded, NotLoaded> {
    Ok(with_texts(FOLDED_VIEWS))
}

#[cfg(not(feature = "split"))]
async fn fetch_results() -> Result<Results, NotLoaded> {
    Ok(with_texts(results::view))
}

#[cfg(not(feature = "split"))]
async fn fetch_folded() -> Result<Folded, NotLoaded> {
    Ok(with_texts(FOLDED_VIEWS))
}

/// What these parts say comes with them.
fn with_texts<V>(views: V) -> V {
    texts::learn(ENGLISH_THREADS);
    texts::learn(ENGLISH_PICTURES);
    views
}

const FOLDED_VIEWS: Folded = Folded {
    pool: pool_panel::view,
    sweep: sweep_panel::view,
    sources: sources::view,
};
