//! The code of each policy.

use leptos::prelude::*;

use super::lab::Lab;

/// The panel, below its title.
pub(in crate::labs::cache) fn view(_lab: Lab) -> AnyView {
    ().into_any()
}
