//! The statements that took longer than they should.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

use leptos::prelude::*;
use sql_workload::slow_log::Slow;

use super::Panel;
use crate::labs::database::model::dashboard::SlowStatements;
use crate::labs::database::model::dashboard::form::{Field, Form, THRESHOLD_MS};
use crate::labs::database::model::ends;
use crate::labs::table::{Column, ScrollTable};
use crate::ui::figures;
use crate::ui::say::Speech;

pub(super) fn view(panel: Panel) -> AnyView {
    let Panel {
        speech,
        form,
        dashboard,
        thresholds,
        ..
    } = panel;
    let problems = Signal::derive(move || form.with(Form::thresholds).err().unwrap_or_default());
    let slow = Memo::new(move |_| {
        let thresholds = thresholds.get();
        // The form takes no threshold that the log does not.
        dashboard.with(|dashboard| dashboard.slow(thresholds).unwrap_or_default())
    });
    let (none, longest) = ends(&THRESHOLD_MS);
    let hint = Signal::derive(move || speech.range("dashboard-threshold-hint", none, longest));
    let own_hint = speech.text("dashboard-threshold-own-hint");
    let said = move || {
        slow.with(|slow| {
            if slow.found == 0 {
                return speech.say("dashboard-slow-none");
            }
            let locale = speech.locale();
            let args = [
                ("found", figures::count(locale, slow.found).into()),
                (
                    "shown",
                    figures::count(locale, slow.last.len() as u64).into(),
                ),
            ];
            speech.say_with("dashboard-slow-found", &args)
        })
    };
    view! {
        <section class="database-part">
            <h3>{speech.text("dashboard-slow")}</h3>
            <div class="database-fields">
                {panel.field(Field::Threshold, "dashboard-threshold", hint, problems)}
                {panel.field(Field::OwnThreshold, "dashboard-threshold-own", own_hint, problems)}
            </div>
            <p role="status" data-testid="dashboard-slow-found">
                {said}
            </p>
            {table(speech, slow)}
        </section>
    }
    .into_any()
}

/// How a cell of an entry is read.
type Cell = fn(Speech, &Slow) -> String;

fn table(speech: Speech, slow: Memo<SlowStatements>) -> AnyView {
    let columns = Signal::derive(move || {
        vec![
            Column::text(speech.say("dashboard-slow-at")),
            Column::number(speech.say("dashboard-slow-took")),
            Column::number(speech.say("dashboard-slow-threshold")),
            Column::number(speech.say("dashboard-rows")),
            Column::text(speech.say("dashboard-statement")),
        ]
    });
    let count = move || slow.with(|slow| slow.last.len());
    let rows = Signal::derive(move || (0..count()).collect::<Vec<usize>>());
    let row = Callback::new(move |index: usize| {
        let one = Memo::new(move |_| slow.with(|slow| slow.last.get(index).cloned()));
        let read = move |cell: Cell| {
            move || {
                one.with(|one| {
                    one.as_ref()
                        .map_or_else(String::new, |one| cell(speech, one))
                })
            }
        };
        view! {
            <tr>
                <th scope="row">{read(|speech, one| time_of_day(speech, one.at_ms))}</th>
                <td class="number">{read(|speech, one| figures::duration(speech, one.elapsed_ms))}</td>
                <td class="number">
                    {read(|speech, one| figures::duration(speech, one.threshold_ms))}
                </td>
                <td class="number">{read(|speech, one| figures::count(speech.locale(), one.rows))}</td>
                <td class="shape">{read(|_, one| one.shape.clone())}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="database-figures database-figures--long" hidden=move || count() == 0>
            <ScrollTable
                label=speech.text("dashboard-slow")
                testid="dashboard-slow"
                columns
                rows
                row
            />
        </div>
    }
    .into_any()
}

/// As the reader's clock shows it.
fn time_of_day(speech: Speech, at_ms: f64) -> String {
    js_sys::Date::new(&at_ms.into())
        .to_locale_time_string(speech.locale().tag())
        .into()
}
