//! What each statement took, and what the N+1 detector says of them.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::Trace;
use sql_workload::detector::detect;
use sql_workload::session::StatementReport;

use super::super::why::found;
use super::state::{Console, Shown};
use crate::labs::database::model::console::history::summary;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};

const US_PER_MS: f64 = 1e3;

/// A row for each statement of what was executed last.
#[component]
pub(super) fn Statements(console: Console) -> impl IntoView {
    let speech = use_speech();
    let columns = Signal::derive(move || {
        let number = |name: &'static str| Column::number(speech.say(name));
        vec![
            Column::text(speech.say("console-statement")),
            number("console-prepare"),
            number("console-step"),
            number("console-rows"),
            number("console-changes"),
            number("console-vm-steps"),
            number("console-full-scan"),
            number("console-sorts"),
            number("console-automatic"),
        ]
    });
    let content = move || {
        let Some(shown) = console.shown.get() else {
            return ().into_any();
        };
        let reports = shown.execution.statements.len();
        let more = shown.execution.totals.statements > reports as u64;
        let rows = Signal::stored((0..reports).collect::<Vec<usize>>());
        let row = Callback::new(move |index: usize| {
            let report = shown.execution.statements.get(index);
            report.map_or_else(|| ().into_any(), |report| row(speech, &shown, report))
        });
        let more = move || {
            let listed = figures::count(speech.locale(), reports as u64);
            more.then(|| speech.say_with("console-more", &[("listed", listed.into())]))
        };
        view! {
            <h2>{speech.text("console-statements")}</h2>
            <ScrollTable
                label=speech.text("console-statements")
                testid="console-statements"
                columns
                rows
                row
            />
            <p class="note">{more}</p>
        }
        .into_any()
    };
    view! { <section>{content}</section> }
}

fn row(speech: Speech, shown: &Shown, report: &StatementReport) -> AnyView {
    let cost = report.cost;
    let count = move |figure: u64| {
        view! { <td class="number">{move || figures::count(speech.locale(), figure)}</td> }
            .into_any()
    };
    let duration = move |us: f64| {
        view! { <td class="number">{move || figures::duration(speech, us / US_PER_MS)}</td> }
            .into_any()
    };
    view! {
        <tr>
            <th scope="row" class="console__statement">
                <code>{summary(shown.text(report))}</code>
            </th>
            {duration(cost.prepare_us)}
            {duration(cost.step_us)}
            {count(cost.rows)}
            {count(cost.changes)}
            {count(cost.vm_steps)}
            {count(cost.full_scan_steps)}
            {count(cost.sorts)}
            {count(cost.automatic_index_rows)}
        </tr>
    }
    .into_any()
}

/// What is executed again and again, and what would replace it.
#[component]
pub(super) fn Findings(console: Console) -> impl IntoView {
    let speech = use_speech();
    let findings = Memo::new(move |_| console.trace.with(detect));
    let content = move || {
        let seen = console.trace.with(|trace| trace.totals.statements);
        let unseen = console.trace.with(Trace::unlisted);
        if seen == 0 {
            return ().into_any();
        }
        let count = |number: u64| figures::count(speech.locale(), number);
        let args = [("count", count(seen).into())];
        let repeated = findings.get();
        let said = speech.say_with(
            if repeated.is_empty() {
                "console-detector-none"
            } else {
                "console-detector-found"
            },
            &args,
        );
        let unseen = (unseen > 0).then(|| {
            let args = [("count", count(unseen).into())];
            view! { <p class="note">{speech.say_with("console-detector-unseen", &args)}</p> }
        });
        let items: Vec<AnyView> = repeated
            .into_iter()
            .map(|finding| found(speech, finding))
            .collect();
        view! {
            <h2>{speech.text("console-detector")}</h2>
            <p data-testid="console-detector">{said}</p>
            {unseen}
            {items}
            <button
                type="button"
                id="console-forget"
                on:click=move |_| console.trace.set(Trace::default())
            >
                {speech.text("console-detector-clear")}
            </button>
        }
        .into_any()
    };
    view! { <section>{content}</section> }
}
