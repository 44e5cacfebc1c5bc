//! Statistics by shape: a bar for each of the first ten, and the table.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::statistics::{SHAPES_MAX, Summary};

use super::Panel;
use crate::labs::database::model::dashboard::Dashboard;
use crate::labs::database::view::bars::{self, Bar, Tone};
use crate::labs::export::{self, ExportFailure, FileType, SaveButton};
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::Speech;

const JSON: FileType = FileType {
    name: "statements.json",
    media_type: "application/json",
};

const CSV: FileType = FileType {
    name: "statements.csv",
    media_type: "text/csv",
};

pub(super) fn view(panel: Panel) -> AnyView {
    let Panel {
        speech, dashboard, ..
    } = panel;
    let top = Memo::new(move |_| dashboard.with(Dashboard::top));
    let said = move || dashboard.with(|dashboard| finding(speech, dashboard));
    let note = move || {
        let most = figures::count(speech.locale(), SHAPES_MAX as u64);
        speech.say_with("dashboard-note", &[("most", most.into())])
    };
    let lines = Signal::derive(move || top.with(|top| bars_of(speech, top)));
    let label = speech.text("dashboard-bars");
    view! {
        {buttons(panel)}
        <p class="finding" role="status" data-testid="dashboard-finding">
            {said}
        </p>
        {bars::view(label, "dashboard-bars", lines)}
        {table(speech, top)}
        <p class="note">{note}</p>
    }
    .into_any()
}

fn buttons(panel: Panel) -> AnyView {
    let Panel {
        speech,
        dashboard,
        thresholds,
        ..
    } = panel;
    let failure: RwSignal<Option<String>> = RwSignal::new(None);
    let is_empty = Signal::derive(move || dashboard.with(|dashboard| dashboard.calls() == 0));
    let to_json = Callback::new(move |()| {
        let thresholds = thresholds.get_untracked();
        let report = dashboard.with_untracked(|dashboard| dashboard.report(thresholds));
        let report = report.map_err(|error| error.to_string())?;
        export::json(&report, 2)
    });
    let to_csv = Callback::new(move |()| Ok(dashboard.with_untracked(Dashboard::csv)));
    view! {
        <div class="controls__buttons">
            <button
                type="button"
                id="dashboard-clear"
                disabled=move || is_empty.get()
                on:click=move |_| dashboard.update(Dashboard::clear)
            >
                {speech.text("dashboard-clear")}
            </button>
            <SaveButton
                id="dashboard-json"
                label=speech.text("dashboard-json")
                file=JSON
                text=to_json
                failure
                disabled=is_empty
            />
            <SaveButton
                id="dashboard-csv"
                label=speech.text("dashboard-csv")
                file=CSV
                text=to_csv
                failure
                disabled=is_empty
            />
        </div>
        <ExportFailure failure />
    }
    .into_any()
}

fn finding(speech: Speech, dashboard: &Dashboard) -> String {
    let top = dashboard.top();
    let Some(first) = top.first() else {
        return speech.say("dashboard-none-yet");
    };
    let locale = speech.locale();
    let share = 100.0 * first.total_ms / dashboard.total_ms().max(f64::MIN_POSITIVE);
    speech.say_with(
        "dashboard-found",
        &[
            ("calls", figures::count(locale, dashboard.calls()).into()),
            (
                "shapes",
                figures::count(locale, dashboard.shapes() as u64).into(),
            ),
            (
                "total",
                figures::duration(speech, dashboard.total_ms()).into(),
            ),
            ("share", figures::number(locale, share, 0).into()),
            ("first", figures::count(locale, first.calls).into()),
            ("mean", figures::duration(speech, first.mean_ms).into()),
        ],
    )
}

fn bars_of(speech: Speech, top: &[Summary]) -> Vec<Bar> {
    let longest = top.first().map_or(0.0, |first| first.total_ms);
    let bar = |one: &Summary| {
        let calls = figures::count(speech.locale(), one.calls);
        Bar {
            name: one.shape.clone(),
            share: one.total_ms / longest.max(f64::MIN_POSITIVE),
            figure: figures::duration(speech, one.total_ms),
            remark: speech.say_with("dashboard-bar-calls", &[("calls", calls.into())]),
            tone: Tone::Plain,
        }
    };
    top.iter().map(bar).collect()
}

/// How a figure of a shape is read.
type Figure = fn(Speech, &Summary) -> String;

fn table(speech: Speech, top: Memo<Vec<Summary>>) -> AnyView {
    let columns = Signal::derive(move || {
        let number = |name: &'static str| Column::number(speech.say(name));
        vec![
            Column::text(speech.say("dashboard-statement")),
            number("dashboard-calls"),
            number("dashboard-total"),
            number("dashboard-mean"),
            number("dashboard-min"),
            number("dashboard-max"),
            number("dashboard-p95"),
            number("dashboard-p99"),
            number("dashboard-rows"),
            number("dashboard-errors"),
        ]
    });
    let rows = Signal::derive(move || (0..top.with(Vec::len)).collect::<Vec<usize>>());
    let row = Callback::new(move |index: usize| {
        let one = Memo::new(move |_| top.with(|top| top.get(index).cloned()));
        let read = move |figure: Figure| {
            move || {
                one.with(|one| {
                    one.as_ref()
                        .map_or_else(String::new, |one| figure(speech, one))
                })
            }
        };
        let cells = FIGURES.map(|figure| view! { <td class="number">{read(figure)}</td> });
        let shape = read(|_, one| one.shape.clone());
        view! {
            <tr>
                <th scope="row" class="shape">
                    {shape}
                </th>
                {cells.into_iter().collect_view()}
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="database-figures" hidden=move || top.with(Vec::is_empty)>
            <ScrollTable
                label=speech.text("dashboard-bars")
                testid="dashboard-statements"
                columns
                rows
                row
            />
        </div>
    }
    .into_any()
}

const FIGURES: [Figure; 9] = [
    |speech, one| figures::count(speech.locale(), one.calls),
    |speech, one| figures::duration(speech, one.total_ms),
    |speech, one| figures::duration(speech, one.mean_ms),
    |speech, one| figures::duration(speech, one.min_ms),
    |speech, one| figures::duration(speech, one.max_ms),
    |speech, one| figures::duration(speech, one.p95_ms),
    |speech, one| figures::duration(speech, one.p99_ms),
    |speech, one| figures::count(speech.locale(), one.rows),
    |speech, one| figures::count(speech.locale(), one.errors),
];
