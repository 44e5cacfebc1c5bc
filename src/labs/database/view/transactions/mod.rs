//! Two connections that conflict.

use leptos::prelude::*;

use super::lab::Lab;

/// The panel, below its title.
pub(in crate::labs::database) fn view(_lab: Lab) -> AnyView {
    ().into_any()
}
