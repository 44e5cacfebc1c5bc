//! What stands beside the verdicts: pictures, files, conditions, and the page's test of itself.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::export::Exports;
use super::pictures::Pictures;
use super::self_test::SelfTest;
use super::session::Lab;
use crate::trust::Conditions;
use crate::trust::panel::TrustPanel;

/// What it is made of.
#[derive(Clone)]
pub(in crate::labs::compare) struct Details {
    pub(super) lab: Lab,
    pub(super) conditions: Signal<Conditions>,
    pub(super) build_id: String,
    /// Whether there is something to compare.
    pub(super) valid: Signal<bool>,
    /// Compares the first candidate with itself, so many times.
    pub(super) start_self_test: Callback<usize>,
}

/// Makes all of it.
pub(in crate::labs::compare) fn view(details: Details) -> AnyView {
    let Details {
        lab,
        conditions,
        build_id,
        valid,
        start_self_test,
    } = details;
    view! {
        <Pictures lab />
        <Exports lab conditions build_id />
        <TrustPanel conditions />
        <SelfTest lab valid start=start_self_test />
    }
    .into_any()
}
