//! A cache in front of a slow store, modelled.

use leptos::prelude::*;

use super::lab::Lab;

/// The panel, below its title.
pub(in crate::labs::cache) fn view(_lab: Lab) -> AnyView {
    ().into_any()
}
