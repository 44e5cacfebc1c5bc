//! Which misses could have been avoided, and what happened over time.

use leptos::prelude::*;

use super::lab::Lab;

/// The panel, below its title.
pub(in crate::labs::cache) fn view(_lab: Lab) -> AnyView {
    ().into_any()
}
