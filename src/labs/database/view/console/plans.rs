//! How SQLite goes about a statement, beside how it goes about another.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use std::sync::Arc;

use leptos::prelude::*;
use sql_workload::plan::{Fact, Plan};

use super::super::plan_tree;
use super::state::Console;
use crate::ui::say::{Speech, use_speech};

/// A statement and its plan.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Explained {
    pub(super) sql: Arc<str>,
    pub(super) plan: Plan,
}

/// The plan that was asked for last, and one that was kept to compare it with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plans {
    shown: Option<Explained>,
    kept: Option<Explained>,
}

impl Plans {
    pub(super) fn show(&mut self, explained: Explained) {
        self.shown = Some(explained);
    }

    fn keep(&mut self) {
        self.kept.clone_from(&self.shown);
    }

    fn let_go(&mut self) {
        self.kept = None;
    }
}

#[component]
pub(super) fn PlansView(console: Console) -> impl IntoView {
    let speech = use_speech();
    let plans = console.plans;
    let content = move || {
        let Plans { shown, kept } = plans.get();
        let Some(shown) = shown else {
            return ().into_any();
        };
        let is_kept = kept.as_ref() == Some(&shown);
        let other = kept.filter(|_| !is_kept);
        let difference = other.as_ref().map(|other| {
            let difference = other.plan.difference(&shown.plan);
            let list = move |title: &'static str, facts: Vec<Fact>| facts_of(speech, title, &facts);
            view! {
                <div class="console__pair" data-testid="console-difference">
                    {list("console-only-kept", difference.left)}
                    {list("console-only-this", difference.right)}
                    {list("plan-both", difference.both)}
                </div>
            }
        });
        let let_go = other.is_some() || is_kept;
        view! {
            <h2>{speech.text("console-plan")}</h2>
            <div class="console__pair">
                {other.map(|other| column(speech, "console-plan-kept", &other))}
                {column(speech, "console-plan-this", &shown)}
            </div>
            {difference}
            <div class="controls__buttons">
                <button
                    type="button"
                    id="console-keep-plan"
                    disabled=is_kept
                    on:click=move |_| plans.update(Plans::keep)
                >
                    {speech.text(
                        if is_kept { "console-plan-is-kept" } else { "console-keep-plan" },
                    )}
                </button>
                {let_go
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="quiet"
                                id="console-drop-plan"
                                on:click=move |_| plans.update(Plans::let_go)
                            >
                                {speech.text("console-drop-plan")}
                            </button>
                        }
                    })}
            </div>
        }
        .into_any()
    };
    view! { <section data-testid="console-plan">{content}</section> }
}

fn column(speech: Speech, title: &'static str, explained: &Explained) -> AnyView {
    view! {
        <div>
            <h3>{speech.text(title)}</h3>
            <pre class="sql" tabindex="0" role="region" aria-label=speech.text(title)>
                {explained.sql.to_string()}
            </pre>
            {plan_tree::tree(speech, &explained.plan)}
        </div>
    }
    .into_any()
}

fn facts_of(speech: Speech, title: &'static str, facts: &[Fact]) -> AnyView {
    let items: Vec<AnyView> = facts
        .iter()
        .map(|fact| {
            let words = plan_tree::fact(speech, fact);
            view! { <li>{words}</li> }.into_any()
        })
        .collect();
    let list = if items.is_empty() {
        view! { <p class="note">{speech.text("plan-none")}</p> }.into_any()
    } else {
        view! { <ul class="plan">{items}</ul> }.into_any()
    };
    view! {
        <div>
            <h3>{speech.text(title)}</h3>
            {list}
        </div>
    }
    .into_any()
}
