//! A pool of connections, modelled: its form, and what the page does to answer it.

#![allow(unreachable_pub, reason = "#[component] makes its properties public")]

mod fields;
mod lists;
mod results;
mod words;

use std::sync::Arc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use sql_workload::pool::{PoolError, Run};
use wasm_bindgen_futures::spawn_local;

use super::lab::{Lab, Statements};
use crate::environment::Environment;
use crate::labs::database::model::pool::form::{Field, Form};
use crate::labs::database::model::pool::{Measured, Order, Point, Score};
use crate::labs::form::Problem;
use crate::ui::say::{Speech, use_speech};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    order: Order,
    run: Run,
    /// Of the reader's pool and others, as far as they are done.
    scores: Vec<Score>,
    /// Of the curve, likewise.
    points: Vec<Point>,
    cores: u32,
}

/// The panel's state. Copies are handles on the same one.
#[derive(Clone, Copy)]
struct Panel {
    speech: Speech,
    form: RwSignal<Form>,
    measured: Memo<Vec<Measured>>,
    checked: Memo<Result<Order, Vec<Problem<Field>>>>,
    found: RwSignal<Option<Arc<Found>>>,
    failure: RwSignal<Option<String>>,
    /// Counts presses of the button: what an earlier one began ends when there is a later one.
    press: StoredValue<u32>,
    cores: u32,
}

/// The panel, below its title.
pub(in crate::labs::database) fn view(lab: Lab) -> AnyView {
    let environment: Environment = expect_context();
    let form = RwSignal::new(Form::default());
    let measured = Memo::new(move |_| measured(lab));
    let panel = Panel {
        speech: use_speech(),
        form,
        measured,
        checked: Memo::new(move |_| form.with(|form| measured.with(|all| form.order(all)))),
        found: RwSignal::new(None),
        failure: RwSignal::new(None),
        press: StoredValue::new(0),
        cores: environment.cores,
    };
    let speech = panel.speech;
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        panel.start();
    };
    let said = move || {
        panel.found.with(|found| {
            found.as_ref().map_or_else(
                || speech.say("pool-none-yet"),
                |found| words::finding(speech, &found.order, &found.run),
            )
        })
    };
    view! {
        <p class="note">{speech.text("pool-about")}</p>
        <form
            class="database-form"
            aria-label=speech.text("database-pool")
            on:submit=on_submit
            novalidate
        >
            {fields::view(panel)}
            <div class="controls__buttons">
                <button
                    type="submit"
                    id="pool-run"
                    disabled=move || panel.checked.with(Result::is_err)
                >
                    {speech.text("pool-run")}
                </button>
            </div>
        </form>
        <p class="finding" role="status" data-testid="pool-finding">
            {said}
        </p>
        <p class="field__error" role="alert">
            {move || panel.failure.get()}
        </p>
        {results::view(panel)}
    }
    .into_any()
}

impl Panel {
    /// Models the reader's pool, and then, one after another, those that it is held against. Each takes some
    /// milliseconds, in a task of its own.
    fn start(self) {
        let Ok(order) = self.checked.get_untracked() else {
            return;
        };
        let press = self.press.get_value() + 1;
        self.press.set_value(press);
        self.failure.set(None);
        spawn_local(async move {
            if let Err(error) = self.compute(order, press).await {
                self.failure.try_set(Some(error.to_string()));
            }
        });
    }

    async fn compute(self, order: Order, press: u32) -> Result<(), PoolError> {
        let round_trip_ms = self.form.with_untracked(Form::round_trip_ms);
        let measured = self.measured.get_untracked();
        let contenders = order.contenders(&measured, round_trip_ms.unwrap_or_default(), self.cores);
        let sizes = order.sizes(self.cores);
        let mut found = Found {
            run: order.run()?,
            order,
            scores: Vec::new(),
            points: Vec::new(),
            cores: self.cores,
        };
        for contender in contenders {
            TimeoutFuture::new(0).await;
            found.scores.push(contender.run()?);
        }
        if !self.show(&found, press) {
            return Ok(());
        }
        for size in sizes {
            TimeoutFuture::new(0).await;
            found.points.push(found.order.at_size(size)?);
        }
        self.show(&found, press);
        Ok(())
    }

    /// Shows what was found, unless the button was pressed again, or the panel is gone.
    fn show(self, found: &Found, press: u32) -> bool {
        self.press.try_get_value() == Some(press)
            && self.found.try_set(Some(Arc::new(found.clone()))).is_none()
    }
}

/// What the lab remembers of the patterns that it shows, at the size that it shows.
fn measured(lab: Lab) -> Vec<Measured> {
    let shown: Vec<(&'static str, u64)> = lab.results.with(|results| {
        let runs = results.iter().flat_map(|results| &results.runs);
        runs.map(|run| (run.pattern.id, run.totals().statements))
            .collect()
    });
    lab.log.with(|log| {
        let all = shown.into_iter().map(|(pattern, statements)| {
            let runs = log.entries.iter().filter_map(|entry| match &entry.what {
                Statements::Run {
                    pattern: other,
                    trace,
                } => {
                    let totals = &trace.totals;
                    let is_of_it = *other == pattern && totals.statements == statements;
                    is_of_it.then(|| (statements, totals.cost.total_us() / 1e3))
                }
                Statements::Own { .. } => None,
            });
            Measured {
                pattern,
                runs: runs.collect(),
            }
        });
        all.filter(|one| !one.runs.is_empty()).collect()
    })
}
