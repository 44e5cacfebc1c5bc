//! What a reader takes along: Markdown for a pull request, JSON and CSV with every sample.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;

use super::session::{Lab, Shown};
use super::words;
use crate::labs::compare::model::presenter::Results;
use crate::labs::compare::model::report::{self, Report, SCHEMA, browser_name};
use crate::labs::export::{self, CopyButton, ExportFailure, FileType, SaveButton};
use crate::labs::kept::{Machine, machine};
use crate::texts::Arg;
use crate::trust::{Conditions, Trust};
use crate::ui::say::{Speech, use_speech};
use crate::ui::{figures, markdown};

const JSON: FileType = FileType {
    name: "comparison.json",
    media_type: "application/json",
};

const CSV: FileType = FileType {
    name: "comparison.csv",
    media_type: "text/csv",
};

/// Buttons that hand the results over.
#[component]
pub(super) fn Exports(lab: Lab, conditions: Signal<Conditions>, build_id: String) -> impl IntoView {
    let speech = use_speech();
    let failure: RwSignal<Option<String>> = RwSignal::new(None);
    let empty = Signal::derive(move || {
        lab.shown
            .with(|shown| shown.iter().all(|shown| shown.results.blocks == 0))
    });
    let to_markdown = Callback::new(move |()| {
        let shown = lab.shown.get_untracked();
        let machine = measured_on(lab, &conditions.get_untracked());
        markdown(speech, &shown, &machine)
    });
    let to_json = Callback::new(move |()| {
        let report = report(speech, lab, &conditions.get_untracked(), &build_id);
        export::json(&report, 2)
    });
    view! {
        <div class="controls__buttons" data-testid="exports">
            <CopyButton
                id="export-markdown"
                label=speech.text("export-markdown")
                done=speech.text("export-markdown-done")
                text=to_markdown
                track=Callback::new(move |()| lab.shown.track())
                disabled=empty
            />
            <SaveButton
                id="export-json"
                label=speech.text("export-json")
                file=JSON
                text=to_json
                failure
                disabled=empty
            />
            <SaveButton
                id="export-csv"
                label=speech.text("export-csv")
                file=CSV
                text=Callback::new(move |()| Ok(report::csv(&lab.parts())))
                failure
                disabled=empty
            />
        </div>
        <ExportFailure failure />
    }
}

fn report(speech: Speech, lab: Lab, conditions: &Conditions, build_id: &str) -> Report {
    let shown = lab.shown.get_untracked();
    let void = shown.iter().flat_map(|shown| shown.trust.void_reasons());
    let remarks = shown.iter().flat_map(|shown| {
        let of_run = shown.remarks.iter();
        let mut remarks: Vec<String> = of_run
            .map(|remark| words::remark(speech, remark, &shown.results))
            .collect();
        if let Trust::Remarked(reasons) = &shown.trust {
            remarks.push(words::reasons(speech, reasons));
        }
        remarks
    });
    let origin = lab.kept.origin.get_untracked();
    Report {
        schema: SCHEMA,
        build: origin
            .as_ref()
            .map_or_else(|| build_id.to_owned(), |of| of.build.clone()),
        at: origin
            .map_or_else(js_sys::Date::new_0, |of| {
                js_sys::Date::new(&of.at_ms.into())
            })
            .to_iso_string()
            .into(),
        machine: measured_on(lab, conditions),
        void: void
            .map(|reason| words::reasons(speech, &[*reason]))
            .collect(),
        remarks: remarks.collect(),
        experiments: lab.parts(),
    }
}

/// What was measured on: this machine, or that of the record which the results come from.
fn measured_on(lab: Lab, conditions: &Conditions) -> Machine {
    let origin = lab.kept.origin.get_untracked();
    origin.map_or_else(|| machine(conditions), |of| of.machine)
}

/// Finding, times and verdicts, as they stand on the page.
fn markdown(speech: Speech, all: &[Shown], machine: &Machine) -> String {
    let mut parts: Vec<String> = Vec::new();
    for shown in all {
        if let Some(parameter) = shown.parameter {
            let value = figures::number(speech.locale(), parameter, 0);
            let title = speech.say_with("compare-parameter", &[("value", value.into())]);
            parts.push(format!("### {}", markdown::text(&title)));
        }
        let void = shown.trust.void_reasons();
        let mut finding = words::finding(speech, &shown.results);
        if !void.is_empty() {
            let reasons = words::reasons(speech, void).into();
            let warning = speech.say_with("figures-void", &[("reasons", reasons)]);
            parts.push(format!("> {}", markdown::bold(&warning)));
            finding = words::void_finding(speech, void, finding);
        }
        let remarks = shown.remarks.iter();
        parts.extend(remarks.map(|remark| {
            let remark = words::remark(speech, remark, &shown.results);
            markdown::text(&remark)
        }));
        parts.push(markdown::bold(&finding));
        parts.push(table(speech, &shown.results, shown.trust.is_void()));
    }
    let step = machine.clock_step_us.map_or_else(
        || speech.say("no-figure"),
        |step| figures::duration(speech, step / 1_000.0),
    );
    let conditions = speech.say_with(
        "export-conditions",
        &[
            ("browser", browser_name(&machine.browser).into()),
            ("cores", Arg::Count(machine.cores.into())),
            ("step", step.into()),
        ],
    );
    parts.push(markdown::text(&conditions));
    parts.join("\n\n")
}

fn table(speech: Speech, results: &Results, is_void: bool) -> String {
    let mut columns = vec![
        speech.say("times-contender"),
        speech.say("times-median"),
        speech.say("times-samples"),
    ];
    columns.extend(
        (1..=results.summaries.len()).map(|number| {
            speech.say_with("export-against", &[("number", number.to_string().into())])
        }),
    );
    let rows: Vec<Vec<String>> = results
        .summaries
        .iter()
        .enumerate()
        .map(|(one, summary)| {
            let mark = if is_void {
                format!(" ({})", speech.say("void"))
            } else {
                String::new()
            };
            let mut cells = vec![
                format!("{} {}{mark}", one + 1, summary.name),
                words::time(speech, summary.time_ms.as_ref()),
                words::count(speech, summary, results.blocks),
            ];
            cells.extend((0..results.summaries.len()).map(|other| {
                let pair = results.pair(one, other);
                pair.map_or_else(
                    || speech.say("no-figure"),
                    |pair| words::comparison(speech, &pair, other),
                )
            }));
            cells
        })
        .collect();
    markdown::table(&columns, &rows)
}
