//! The app's handle on everything that computes, and why a computation may give nothing.

#[cfg(target_arch = "wasm32")]
pub(crate) mod cache;
mod failure;
#[cfg(target_arch = "wasm32")]
mod runner;
#[cfg(target_arch = "wasm32")]
pub(crate) mod script;
#[cfg(target_arch = "wasm32")]
pub(crate) mod sql;

pub(crate) use failure::RunFailure;
#[cfg(target_arch = "wasm32")]
pub(crate) use runner::{
    Assets, Cancel, Compute, Growing, Hooks, Order, OwnPicture, Ran, Runner, View,
};
