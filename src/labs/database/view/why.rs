//! Why a pattern takes as long as it does: its statements, how SQLite goes about them, what is repeated in them, and
//! what two plans differ in.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::detector::{self, Finding, Kind, Replacement};
use sql_workload::plan::{Fact, Plan};

use super::{plan_tree, words};
use crate::labs::database::model::results::{Results, Run};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::Select;

/// The patterns, one below another, each folded but the first; then two plans side by side.
#[component]
pub(super) fn Why(results: StoredValue<Results>) -> impl IntoView {
    let speech = use_speech();
    let patterns = results.with_value(|results| {
        let runs = results.runs.iter().enumerate();
        runs.map(|(index, run)| pattern(speech, run, index == 0))
            .collect::<Vec<AnyView>>()
    });
    view! {
        <section data-testid="why">
            <h2>{speech.text("database-why")}</h2>
            {patterns}
            <Compared results />
        </section>
    }
}

fn pattern(speech: Speech, run: &Run, is_open: bool) -> AnyView {
    let id = run.pattern.id;
    let findings = detector::detect(&run.trace);
    let findings: Vec<AnyView> = findings
        .into_iter()
        .map(|finding| found(speech, finding))
        .collect();
    let statements = run.pattern.statements.iter().zip(&run.plans);
    let statements: Vec<AnyView> = statements
        .map(|(sql, plan)| {
            view! {
                <pre class="sql" tabindex="0">{*sql}</pre>
                {plan_tree::tree(speech, plan)}
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="why" open=is_open data-testid=format!("why-{id}")>
            <summary>{move || words::pattern(speech, id)}</summary>
            {findings}
            {statements}
        </details>
    }
    .into_any()
}

/// What is repeated, and what would replace it.
pub(super) fn found(speech: Speech, finding: Finding) -> AnyView {
    let said = {
        let finding = finding.clone();
        move || {
            let times = figures::count(speech.locale(), finding.executions).into();
            match &finding.kind {
                Kind::NPlusOne { rows, .. } => {
                    let rows = figures::count(speech.locale(), *rows).into();
                    speech.say_with("detector-n-plus-one", &[("times", times), ("rows", rows)])
                }
                Kind::Reads => speech.say_with("detector-reads", &[("times", times)]),
                Kind::Inserts {
                    in_transaction: true,
                } => speech.say_with("detector-inserts-in-transaction", &[("times", times)]),
                Kind::Inserts { .. } => speech.say_with("detector-inserts", &[("times", times)]),
            }
        }
    };
    let replacement = finding.replacements.into_iter().next().map(|replacement| {
        let (name, sql) = match replacement {
            Replacement::Join { sql, .. } => ("detector-join", sql),
            Replacement::InBatch { sql, .. } => ("detector-batch", sql),
            Replacement::Chunk { sql, .. } => ("detector-chunk", sql),
            Replacement::Transaction => ("detector-transaction", "BEGIN; …; COMMIT".to_owned()),
        };
        view! {
            <p>{speech.text(name)}</p>
            <pre class="sql" tabindex="0">{sql}</pre>
        }
    });
    view! {
        <div class="detector" data-testid="detector">
            <p>
                <strong>{said}</strong>
            </p>
            <pre class="sql" tabindex="0">{finding.shape}</pre>
            {replacement}
        </div>
    }
    .into_any()
}

/// Two patterns' plans, and what differs.
#[component]
fn Compared(results: StoredValue<Results>) -> impl IntoView {
    let speech = use_speech();
    let ids: Vec<&'static str> = results.with_value(|results| {
        let runs = results.runs.iter();
        runs.map(|run| run.pattern.id).collect()
    });
    let baseline = results.with_value(|results| results.baseline().map(|run| run.pattern.id));
    let first = RwSignal::new(ids.first().copied().unwrap_or_default().to_owned());
    let second = RwSignal::new(baseline.unwrap_or_default().to_owned());
    let items = Signal::derive(move || {
        let names = ids.iter().map(|id| (*id, words::pattern(speech, id)));
        names.collect::<Vec<_>>()
    });
    let choice = move |id: &'static str, label: &'static str, chosen: RwSignal<String>| {
        view! {
            <Select
                id
                label=speech.text(label)
                items
                value=chosen
                on_change=Callback::new(move |name| chosen.set(name))
                error=Signal::stored(None::<String>)
            />
        }
        .into_any()
    };
    let difference = move || {
        let (one, other) = results.with_value(|results| {
            let plan = |id: &str| {
                let run = results.runs.iter().find(|run| run.pattern.id == id);
                run.map(whole_plan).unwrap_or_default()
            };
            (plan(&first.get()), plan(&second.get()))
        });
        let difference = one.difference(&other);
        [
            ("plan-only-first", difference.left),
            ("plan-only-second", difference.right),
            ("plan-both", difference.both),
        ]
        .map(|(title, facts)| list(speech, title, facts))
        .into_any()
    };
    view! {
        <h3>{speech.text("database-plans")}</h3>
        <div class="plans__choice">
            {choice("plan-first", "plan-first", first)}
            {choice("plan-second", "plan-second", second)}
        </div>
        <div class="plans" data-testid="plan-difference">{difference}</div>
    }
}

/// The plans of all statements of a pattern, as one.
fn whole_plan(run: &Run) -> Plan {
    Plan {
        nodes: run
            .plans
            .iter()
            .flat_map(|plan| plan.nodes.clone())
            .collect(),
    }
}

fn list(speech: Speech, title: &'static str, facts: Vec<Fact>) -> AnyView {
    let items: Vec<AnyView> = facts
        .into_iter()
        .map(|fact| view! { <li>{move || plan_tree::fact(speech, &fact)}</li> }.into_any())
        .collect();
    let items = if items.is_empty() {
        view! { <p class="note">{speech.text("plan-none")}</p> }.into_any()
    } else {
        view! { <ul class="database__facts">{items}</ul> }.into_any()
    };
    view! {
        <div>
            <h4>{speech.text(title)}</h4>
            {items}
        </div>
    }
    .into_any()
}
