//! The reader's database: where it lies, files that come and go.

use leptos::prelude::*;

use super::lab::Lab;

/// The panel, below its title.
pub(in crate::labs::database) fn view(_lab: Lab) -> AnyView {
    ().into_any()
}
