//! Two connections that conflict: a scenario, played by the real SQLite in virtual time.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod words;

use std::sync::Arc;

use leptos::prelude::*;
use sql_workload::conflict::{ATTEMPTS_MAX, BASE_MS, CAP_MS, HOLD_MS, Report, SCENARIOS};
use sql_workload::session::{Command, Event};
use wasm_bindgen_futures::spawn_local;

use super::lab::{Activity, Failure, Lab};
use crate::labs::database::model::ends;
use crate::labs::database::model::transactions::{Field, Form, Order, picture, statement};
use crate::labs::form::{FieldName, Problem, error_at};
use crate::labs::table::{Column, ScrollTable};
use crate::ui::field::NumberField;
use crate::ui::figures;
use crate::ui::say::{Speech, use_speech};
use crate::ui::select::Select;
use crate::ui::timeline::{self, Timeline};

/// What came of a scenario.
type Played = Option<Result<Arc<Report>, Failure>>;

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
struct Panel {
    speech: Speech,
    form: RwSignal<Form>,
    checked: Memo<Result<Order, Vec<Problem<Field>>>>,
    played: RwSignal<Played>,
}

/// The panel, below its title.
pub(in crate::labs::database) fn view(lab: Lab) -> AnyView {
    let form = RwSignal::new(Form::default());
    let panel = Panel {
        speech: use_speech(),
        form,
        checked: Memo::new(move |_| form.with(Form::order)),
        played: RwSignal::new(None),
    };
    let speech = panel.speech;
    let said = move || {
        panel.played.with(|played| match played {
            None => speech.say("transactions-none-yet"),
            Some(Ok(report)) => words::finding(speech, report),
            Some(Err(failure)) => super::words::failure(speech, failure),
        })
    };
    let explained = move || {
        let chosen = form.with(|form| form.get(Field::Scenario).to_owned());
        words::explained(speech, &chosen)
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        panel.start(lab);
    };
    view! {
        <p class="note">{speech.text("transactions-note")}</p>
        <form
            class="database-form"
            aria-label=speech.text("database-transactions")
            on:submit=on_submit
            novalidate
        >
            {scenario(panel)}
            <p data-testid="transactions-explained">{explained}</p>
            {fields(panel)}
            <div class="controls__buttons">
                <button
                    type="submit"
                    id="transactions-run"
                    disabled=move || lab.busy.get() || panel.checked.with(Result::is_err)
                >
                    {speech.text("transactions-run")}
                </button>
            </div>
        </form>
        <p class="finding" role="status" data-testid="transactions-finding">
            {said}
        </p>
        {results(panel)}
    }
    .into_any()
}

impl Panel {
    /// Plays the scenario, unless something runs. The reader's database stays as it is.
    fn start(self, lab: Lab) {
        let Ok(order) = self.checked.get_untracked() else {
            return;
        };
        let Some(opening) = lab.own.begin() else {
            return;
        };
        spawn_local(async move {
            let played = async {
                let work = opening.open().await?;
                work.tell(Activity::Executing)?;
                let command = Command::Conflict {
                    scenario: order.scenario.to_owned(),
                    params: order.params,
                };
                let report = work.answer(command, Vec::new(), |event, _| match event {
                    Event::Conflicted(report) => Some(Arc::new(report)),
                    _ => None,
                });
                report.await
            };
            self.played.try_set(Some(played.await));
        });
    }
}

fn scenario(panel: Panel) -> AnyView {
    let Panel { speech, form, .. } = panel;
    let items = Signal::derive(move || {
        let items = SCENARIOS.into_iter();
        items
            .map(|scenario| (scenario.id, words::scenario(speech, scenario.id)))
            .collect::<Vec<_>>()
    });
    view! {
        <Select
            id=Field::Scenario.id()
            label=speech.text("transactions-scenario")
            items
            value=Signal::derive(move || form.with(|form| form.get(Field::Scenario).to_owned()))
            on_change=Callback::new(move |id: String| {
                form.update(|form| form.set(Field::Scenario, &id));
            })
            error=error(panel, Field::Scenario)
        />
    }
    .into_any()
}

fn fields(panel: Panel) -> AnyView {
    let range = |name: &'static str, (min, max): (u64, u64)| {
        Signal::derive(move || panel.speech.range(name, min, max))
    };
    let hold = range("transactions-hold-hint", ends(&HOLD_MS));
    let (fewest, most) = (*ATTEMPTS_MAX.start(), *ATTEMPTS_MAX.end());
    let attempts = range("transactions-attempts-hint", (fewest.into(), most.into()));
    let base = range("transactions-base-hint", ends(&BASE_MS));
    let cap = range("transactions-cap-hint", ends(&CAP_MS));
    view! {
        <div class="database-fields">
            {number(panel, Field::Hold, "transactions-hold", hold)}
            {number(panel, Field::Attempts, "transactions-attempts", attempts)}
            {number(panel, Field::Base, "transactions-base", base)}
            {number(panel, Field::Cap, "transactions-cap", cap)}
        </div>
    }
    .into_any()
}

fn number(panel: Panel, field: Field, label: &'static str, hint: Signal<String>) -> AnyView {
    let form = panel.form;
    view! {
        <NumberField
            id=field.id()
            label=panel.speech.text(label)
            hint
            value=Signal::derive(move || form.with(|form| form.get(field).to_owned()))
            on_input=Callback::new(move |text: String| form.update(|form| form.set(field, &text)))
            error=error(panel, field)
        />
    }
    .into_any()
}

fn error(panel: Panel, field: Field) -> Signal<Option<String>> {
    Signal::derive(move || {
        let error = panel
            .checked
            .with(|checked| error_at(checked.as_ref().err()?, &field))?;
        Some(panel.speech.field_error(&error))
    })
}

/// Nothing until a scenario was played.
fn results(panel: Panel) -> AnyView {
    let report = Memo::new(move |last: Option<&Option<Arc<Report>>>| {
        let played = panel.played.get().and_then(Result::ok);
        played.or_else(|| last.cloned().flatten())
    });
    let has_report = Memo::new(move |_| report.with(Option::is_some));
    let view = move || {
        // Made once: what is played later changes what is there.
        let first = has_report.get().then(|| report.get_untracked());
        let Some(first) = first.flatten() else {
            return ().into_any();
        };
        let report = Signal::derive(move || report.get().unwrap_or_else(|| Arc::clone(&first)));
        report_view(panel.speech, report)
    };
    view.into_any()
}

fn report_view(speech: Speech, report: Signal<Arc<Report>>) -> AnyView {
    let model = Signal::derive(move || {
        let (rows, end_ms) = picture::rows(&report.get(), &words::LaneWords(speech));
        timeline::Model {
            summary: speech.say("transactions-lanes-summary"),
            end_ms,
            rows,
        }
    });
    let facts = move || {
        let facts = words::facts(speech, &report.get()).into_iter();
        facts
            .map(|fact| view! { <li>{fact}</li> })
            .collect::<Vec<_>>()
    };
    view! {
        <h3>{speech.text("transactions-lanes")}</h3>
        <div data-testid="transactions-lanes">
            <Timeline
                model
                file_name="perf-playground-transactions".to_owned()
                axis="transactions-lanes-axis"
            />
        </div>
        <h3>{speech.text("transactions-outcome")}</h3>
        <ul class="pool-facts" data-testid="transactions-facts">
            {facts}
        </ul>
        <h3>{speech.text("transactions-steps")}</h3>
        {steps(speech, report)}
    }
    .into_any()
}

/// Each statement with what came of it.
fn steps(speech: Speech, report: Signal<Arc<Report>>) -> AnyView {
    let columns = Signal::derive(move || {
        vec![
            Column::number(speech.say("transactions-at")),
            Column::number(speech.say("transactions-connection")),
            Column::text(speech.say("transactions-statement")),
            Column::text(speech.say("transactions-answer")),
            Column::text(speech.say("transactions-locks")),
        ]
    });
    let rows = Signal::derive(move || {
        let count = report.with(|report| report.steps.len());
        (0..count).collect::<Vec<usize>>()
    });
    let row = Callback::new(move |index: usize| {
        let step = Memo::new(move |_| report.with(|report| report.steps.get(index).cloned()));
        let read = move |of: words::OfStep| {
            move || {
                step.with(|step| {
                    step.as_ref()
                        .map_or_else(String::new, |step| of(speech, step))
                })
            }
        };
        view! {
            <tr>
                <td class="number">{read(|speech, step| figures::duration(speech, step.at_ms))}</td>
                <td class="number">{read(|_, step| (step.connection + 1).to_string())}</td>
                <th scope="row" class="shape">
                    {read(|_, step| statement(step))}
                </th>
                <td>{read(words::answer_of)}</td>
                <td>{read(words::locks_of)}</td>
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="database-figures">
            <ScrollTable
                label=speech.text("transactions-steps")
                testid="transactions-steps"
                columns
                rows
                row
            />
        </div>
    }
    .into_any()
}
