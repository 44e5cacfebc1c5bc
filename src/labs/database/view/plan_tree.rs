//! A plan as a tree of its steps, each with what it does in words.

use leptos::prelude::*;
use sql_workload::plan::{Fact, Node, Plan};

use crate::ui::say::Speech;

/// The steps of a plan as nested lists, in SQLite's own words; scans, sorts and automatic indices are marked.
pub(super) fn tree(speech: Speech, plan: &Plan) -> AnyView {
    if plan.nodes.is_empty() {
        return view! { <p class="note">{speech.text("plan-empty")}</p> }.into_any();
    }
    branch(speech, &plan.nodes)
}

fn branch(speech: Speech, nodes: &[Node]) -> AnyView {
    let items: Vec<AnyView> = nodes
        .iter()
        .map(|node| {
            let mark = node.fact.as_ref().map(|fact| mark(speech, fact));
            let within = (!node.children.is_empty()).then(|| branch(speech, &node.children));
            view! {
                <li>
                    <code>{node.detail.clone()}</code>
                    " "
                    {mark}
                    {within}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="plan">{items}</ul> }.into_any()
}

/// What a step does, as a badge.
fn mark(speech: Speech, fact: &Fact) -> AnyView {
    let class = if fact.is_costly() {
        "badge badge--blocked"
    } else {
        "badge"
    };
    view! { <span class=class>{speech.text(kind(fact))}</span> }.into_any()
}

/// What a step does and on what, for lists of what plans do and do not.
pub(super) fn fact(speech: Speech, fact: &Fact) -> AnyView {
    view! {
        <code>{subject(fact)}</code>
        " "
        {mark(speech, fact)}
    }
    .into_any()
}

/// The name of the words for it.
const fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::FullScan { .. } => "plan-full-scan",
        Fact::SubqueryScan { .. } => "plan-subquery-scan",
        Fact::IndexScan { covering: true, .. } => "plan-covering-scan",
        Fact::IndexScan { .. } => "plan-index-scan",
        Fact::KeySearch { .. } => "plan-key-search",
        Fact::IndexSearch { covering: true, .. } => "plan-covering-search",
        Fact::IndexSearch { .. } => "plan-index-search",
        Fact::AutomaticIndex { .. } => "plan-automatic-index",
        Fact::Sort { .. } => "plan-sort",
    }
}

fn subject(fact: &Fact) -> String {
    match fact {
        Fact::FullScan { table } | Fact::KeySearch { table } | Fact::AutomaticIndex { table } => {
            table.clone()
        }
        Fact::SubqueryScan { name } => name.clone(),
        Fact::IndexScan { table, index, .. } | Fact::IndexSearch { table, index, .. } => {
            format!("{table} · {index}")
        }
        Fact::Sort { purpose } => purpose.clone(),
    }
}
