//! How SQLite goes about a statement, as a tree.

use leptos::prelude::*;
use sql_workload::plan::{Fact, Node, Plan};

use crate::ui::say::Speech;

/// The steps of a plan, those within another below it.
pub(super) fn tree(speech: Speech, plan: &Plan) -> AnyView {
    view! { <div class="plan">{nodes(speech, &plan.nodes)}</div> }.into_any()
}

fn nodes(speech: Speech, of: &[Node]) -> AnyView {
    let items: Vec<AnyView> = of
        .iter()
        .map(|node| {
            let said = node.fact.clone();
            let said = move || said.as_ref().map(|found| fact(speech, found));
            view! {
                <li>
                    <code>{node.detail.clone()}</code>
                    <span class="plan__fact">{said}</span>
                    {(!node.children.is_empty()).then(|| nodes(speech, &node.children))}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul>{items}</ul> }.into_any()
}

/// What a step does, in words.
pub(super) fn fact(_speech: Speech, fact: &Fact) -> String {
    format!("{fact:?}")
}
