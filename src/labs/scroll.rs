//! Where a lab's page is scrolled to.

use leptos::html;
use leptos::prelude::*;

/// On a narrow screen the picture stands below the controls, out of sight of who presses Run.
pub(in crate::labs) fn bring_into_view(picture: NodeRef<html::Div>) {
    let Some(element) = picture.get_untracked() else {
        return;
    };
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(f64::INFINITY);
    if element.get_bounding_client_rect().top() > height / 2.0 {
        element.scroll_into_view();
    }
}
