//! What stands folded below a lab's results: each a part of the app that comes when it is unfolded.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use crate::ui::later::{Later, Load};
use crate::ui::say::use_speech;

/// Makes what a panel of a lab shows; `L` is the lab's state.
pub(in crate::labs) type Panel<L> = fn(L) -> AnyView;

/// A panel that unfolds.
#[component]
pub(in crate::labs) fn Folded<L: Copy + Send + Sync + 'static>(
    /// By which links and tests find it.
    id: &'static str,
    /// Its title, by its name in the catalogue.
    title: &'static str,
    /// Its code.
    load: Load<Panel<L>>,
    /// The lab's state.
    lab: L,
    /// Whether it is unfolded at first.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let speech = use_speech();
    let code = Later::new(load);
    if open {
        code.want();
    }
    view! {
        <details class="panel" id=id open=open on:toggle=move |_| code.want()>
            <summary>{speech.text(title)}</summary>
            {code.show(move |panel| panel(lab))}
        </details>
    }
}

/// Unfolds a panel, which fetches its code, and brings it into sight.
pub(in crate::labs) fn unfold(id: &str) {
    let panel = document().get_element_by_id(id);
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<HtmlDetailsElement>().ok()) {
        panel.set_open(true);
        panel.scroll_into_view();
    }
}
