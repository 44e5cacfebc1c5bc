//! A group of inputs that folds: what few people change is one line, which says what it is set to.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::html;
use leptos::prelude::*;

use crate::ui::later::Stages;

/// The inputs, folded until somebody unfolds them, or something is wrong with one of them.
#[component]
pub(in crate::labs) fn Group(
    /// Names it in the page.
    id: &'static str,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// What it is set to.
    #[prop(into)]
    says: Signal<String>,
    /// Whether one of its inputs is wrong.
    #[prop(into)]
    is_wrong: Signal<bool>,
    /// The inputs.
    children: ChildrenFn,
) -> impl IntoView {
    // Nobody sees them yet.
    let stages = Stages::start();
    let details: NodeRef<html::Details> = NodeRef::new();
    Effect::new(move || {
        // What is wrong must be seen, and stays in sight when it is right again.
        if let (Some(details), true) = (details.get(), is_wrong.get()) {
            details.set_open(true);
        }
    });
    view! {
        <details class="group" id=id node_ref=details>
            <summary>
                <span class="group__title">{title}</span>
                " "
                <span class="group__says">{says}</span>
            </summary>
            <div class="group__inputs">{stages.show(1, move || children())}</div>
        </details>
    }
}
