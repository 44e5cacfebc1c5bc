//! What the console says of what came of a press.

use leptos::prelude::*;
use sql_workload::session::SessionError;

use super::super::lab::Failure;
use super::super::words as lab_words;
use super::state::{Console, Said, Shown};
use crate::labs::database::model::console::codes;
use crate::labs::database::model::console::timing::Timing;
use crate::ui::figures;
use crate::ui::say::Speech;

const US_PER_MS: f64 = 1e3;

/// The line below the buttons.
pub(super) fn said(speech: Speech, console: Console) -> String {
    if let Some(activity) = console.lab().activity.get() {
        return lab_words::activity(speech, activity);
    }
    console.said.with(|said| match said {
        Said::Nothing => speech.say("console-none-yet"),
        Said::Executed => console.shown.with(|shown| match shown {
            Some(shown) => executed(speech, shown),
            None => speech.say("console-none-yet"),
        }),
        Said::Timed(timing) => timed(speech, timing),
        Said::Explained => speech.say("console-explained"),
        Said::Saved(rows) => {
            let rows = figures::count(speech.locale(), u64::from(*rows));
            speech.say_with("console-saved", &[("rows", rows.into())])
        }
        Said::NotSaved(message) => {
            speech.say_with("export-failed", &[("message", message.as_str().into())])
        }
        Said::NotFilled(table) => {
            speech.say_with("console-not-filled", &[("table", table.as_str().into())])
        }
        Said::NoStatement => speech.say("console-no-statement"),
        Said::NotReadOnly => speech.say("console-not-read-only"),
        Said::Trouble { failure, spot } => {
            let said = self::failure(speech, failure);
            let Some(spot) = spot else {
                return said;
            };
            let args = [
                ("message", said.into()),
                ("line", spot.line.to_string().into()),
                ("column", spot.column.to_string().into()),
            ];
            speech.say_with("console-at", &args)
        }
    })
}

/// What SQLite says, with its code's name.
pub(super) fn failure(speech: Speech, failure: &Failure) -> String {
    let Failure::Refused(error) = failure else {
        return lab_words::failure(speech, failure);
    };
    if let SessionError::Sqlite { message, code, .. } = error
        && let Some(code) = codes::name(*code)
    {
        return format!("{message} ({code})");
    }
    lab_words::failure(speech, failure)
}

/// How many statements, how many rows, and how long.
fn executed(speech: Speech, shown: &Shown) -> String {
    let totals = shown.execution.totals;
    let count = |number: u64| figures::count(speech.locale(), number);
    let args = [
        ("statements", count(totals.statements).into()),
        ("rows", count(totals.cost.rows).into()),
        ("changes", count(totals.cost.changes).into()),
        (
            "took",
            figures::duration(speech, totals.cost.service_us() / US_PER_MS).into(),
        ),
        ("steps", count(totals.cost.vm_steps).into()),
    ];
    let said = speech.say_with("console-executed", &args);
    if shown.execution.in_transaction {
        return said + " " + &speech.say("console-in-transaction");
    }
    said
}

/// The median with its interval, or why there is none.
fn timed(speech: Speech, timing: &Timing) -> String {
    let locale = speech.locale();
    let median = timing.median;
    let figures_ms = figures::durations(speech, &[median.low, median.median, median.high]);
    let [low, middle, high] = <[String; 3]>::try_from(figures_ms).unwrap_or_default();
    if let Some(step_ms) = timing.coarse_step_ms {
        let args = [
            ("step", figures::duration(speech, step_ms).into()),
            ("median", middle.into()),
        ];
        return speech.say_with("console-coarse", &args);
    }
    let args = [
        ("median", middle.into()),
        ("low", low.into()),
        ("high", high.into()),
        (
            "samples",
            figures::count(locale, median.count as u64).into(),
        ),
        (
            "calls",
            figures::count(locale, u64::from(timing.calls)).into(),
        ),
    ];
    speech.say_with("console-timed", &args)
}
